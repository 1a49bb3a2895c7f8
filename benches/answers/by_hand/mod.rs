//! The same two questions written by hand in Rust: what almoner is measured
//! against. Prices and rules are typed in; the trace is a vector of steps, and
//! the answer has the same content, key by key and line by line, as almoner's
//! own.
//!
//! What the question asked does not need is left out: whether each line of the
//! rules applies is decided, but only lessons are priced, and facts
//! that are missing make no answer here.

use almoner_engine::base::fingerprint::Fingerprint;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize, Serializer};

const PAPER: &str =
    "Children's Services Overview and Scrutiny Committee, 12 December 2017, item 12, §4.11";
const ROW: &str = "Children's Services Overview and Scrutiny Committee, 12 December 2017, item 12, Appendix 1, row 67";
/// The lines that the question does not order: line, fact, assumed value.
const NOT_ORDERED: [(&str, &str, StepValue); 4] = [
    (
        "further_entries",
        "/further_entries",
        StepValue::NoRecords([]),
    ),
    ("exams", "/exams", StepValue::Whole(0)),
    ("ensembles", "/ensembles", StepValue::Whole(0)),
    ("programme", "/programme", StepValue::Words("none")),
];
const ON: &str = "2018-05-01";
const REDUCTION: &str = "50% reduction: free school meals from Key Stage 2, or Pupil Premium";

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Instrument {
    #[default]
    None,
    Guitar,
    Other,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Programme {
    #[default]
    None,
    FirstAccess,
    WiderOpportunities,
    FurtherOpportunities,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MusicFacts {
    lessons: i64,
    minutes: i64,
    pupils: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    free_school_meals: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_stage: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pupil_premium: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<Instrument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    loan_terms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exams: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accompanied: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ensembles: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<Programme>,
}

impl MusicFacts {
    /// Facts from JSON, each within what it may be.
    pub(crate) fn read(text: &str) -> Option<MusicFacts> {
        let facts: MusicFacts = serde_json::from_str(text).ok()?;
        let good = (0..=500).contains(&facts.lessons)
            && (5..=240).contains(&facts.minutes)
            && (1..=40).contains(&facts.pupils)
            && facts.key_stage.is_none_or(|it| (0..=5).contains(&it));
        good.then_some(facts)
    }
}

/// The answer to a music question, without a trace.
pub(crate) struct Quoted {
    pub(crate) lines: Vec<LineResult>,
    pub(crate) total: Decimal,
}

/// Whether a line applies, and its price.
#[derive(Clone, Copy)]
pub(crate) enum LineResult {
    Priced(Tuition),
    DoesNotApply(Option<&'static str>),
}

/// What lessons cost.
#[derive(Clone, Copy)]
pub(crate) struct Tuition {
    pub(crate) each: Decimal,
    pub(crate) gross: Decimal,
    pub(crate) reduction: Option<Decimal>,
    pub(crate) net: Decimal,
}

/// The year's price, and the fingerprints of the rules and of the tariff.
pub(crate) struct PricedYear {
    pub(crate) hourly: Decimal,
    pub(crate) rules: String,
    pub(crate) tariff: String,
    pub(crate) used: String,
}

#[derive(Serialize)]
struct MusicAnswer<'p> {
    format: u32,
    rule_set: &'static str,
    title: &'static str,
    version: &'static str,
    tariff: &'static str,
    status: &'static str,
    on: &'static str,
    known: Option<&'static str>,
    outcome: &'static str,
    lines: Vec<Line>,
    total: Pounds,
    subtotals: [Subtotal; 1],
    prices: [UsedPrice; 1],
    missing: Vec<&'static str>,
    assumed: Vec<Assumed>,
    not_used: Vec<NotUsed>,
    facts: MusicFacts,
    withheld: Vec<&'static str>,
    trace: Vec<Step>,
    fingerprints: Fingerprints<'p>,
}

#[derive(Serialize)]
struct Line {
    id: &'static str,
    record: Option<u16>,
    says: String,
    state: &'static str,
    reason: Option<&'static str>,
    each: Option<Pounds>,
    quantity: Option<i64>,
    gross: Option<Pounds>,
    chosen: Option<&'static str>,
    reductions: Vec<Reduction>,
    amount: Option<Pounds>,
    cite: &'static str,
    reading: Option<&'static str>,
}

#[derive(Serialize)]
struct Reduction {
    id: &'static str,
    says: &'static str,
    state: &'static str,
    amount: Option<Pounds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Pounds>,
    cite: &'static str,
    reading: Option<&'static str>,
}

#[derive(Serialize)]
struct Subtotal {
    record: Option<u16>,
    amount: Pounds,
}

#[derive(Serialize)]
struct UsedPrice {
    charge: &'static str,
    status: &'static str,
    known: &'static str,
    by: &'static str,
}

#[derive(Serialize)]
struct NotUsed {
    fact: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Assumed {
    fact: &'static str,
    at: &'static str,
    value: StepValue,
}

#[derive(Serialize)]
struct Step {
    step: &'static str,
    id: &'static str,
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'static str>,
    formula: &'static str,
    record: Option<u16>,
    read: Vec<Read>,
    tests: Vec<Test>,
    result: StepValue,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Read {
    Fact {
        fact: &'static str,
        value: StepValue,
    },
    Charge {
        charge: &'static str,
        value: Pounds,
        row: &'static str,
    },
    Value {
        value_of: &'static str,
        value: StepValue,
    },
}

#[derive(Serialize)]
struct Test {
    text: &'static str,
    left: StepValue,
    holds: bool,
}

#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum StepValue {
    YesNo(bool),
    Whole(i64),
    Money(Pounds),
    Words(&'static str),
    Instrument(Instrument),
    NoRecords([(); 0]),
    Unknown,
}

#[derive(Serialize)]
struct Fingerprints<'p> {
    rules: &'p str,
    tariff: &'p str,
    facts: String,
    engine: &'static str,
    used: &'p str,
}

/// An amount, written with two decimals.
#[derive(Clone, Copy)]
struct Pounds(Decimal);

impl Serialize for Pounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pounds = self.0;
        pounds.rescale(2);
        serializer.collect_str(&pounds)
    }
}

fn pennies(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn and(a: Option<bool>, b: impl FnOnce() -> Option<bool>) -> Option<bool> {
    match a {
        Some(false) => Some(false),
        Some(true) => b(),
        None => match b() {
            Some(false) => Some(false),
            _ => None,
        },
    }
}

fn or(a: Option<bool>, b: impl FnOnce() -> Option<bool>) -> Option<bool> {
    and(a.map(|a| !a), || b().map(|b| !b)).map(|neither| !neither)
}

fn meals(facts: &MusicFacts) -> Option<bool> {
    and(facts.free_school_meals, || {
        facts.key_stage.map(|it| it >= 2)
    })
}

fn remission(facts: &MusicFacts) -> Option<bool> {
    or(meals(facts), || facts.pupil_premium)
}

/// Every line, without a trace. Nothing but lessons is priced here.
pub(crate) fn music(facts: &MusicFacts, hourly: Decimal) -> Option<Quoted> {
    let mut lines = Vec::with_capacity(10);
    let mut total = Decimal::ZERO;
    if facts.lessons > 0 {
        let tuition = tuition(facts, hourly)?;
        total = total.checked_add(tuition.net)?;
        lines.push(LineResult::Priced(tuition));
    } else {
        lines.push(LineResult::DoesNotApply(Some("no lessons booked")));
    }
    let prices = shared_prices(facts, hourly)?;
    let are_different = facts.lessons > 0 && prices.of_shares != prices.lesson;
    let loan = facts.instrument.unwrap_or_default() != Instrument::None
        && facts.loan_terms.is_none_or(|terms| terms > 0);
    let exams = facts.exams.unwrap_or(0) > 0;
    let accompanied = exams && facts.accompanied.unwrap_or(true);
    let ensembles = facts.ensembles.unwrap_or(0) > 0;
    let programme = facts.programme.unwrap_or_default() != Programme::None;
    for (applies, otherwise) in [
        (are_different, None),
        (loan, Some("no instrument borrowed")),
        (exams, Some("no exam entered")),
        (exams, Some("no exam entered")),
        (accompanied, Some("no exam with an accompanist entered")),
        (ensembles, Some("no ensemble joined")),
        (programme, Some("no First Access programme booked")),
        (programme, Some("no Wider Opportunities programme booked")),
        (programme, Some("no Further Opportunities programme booked")),
    ] {
        if applies {
            return None;
        }
        lines.push(LineResult::DoesNotApply(otherwise));
    }
    Some(Quoted { lines, total })
}

/// The price of the whole lesson, of one share, and of all shares.
struct SharedPrices {
    lesson: Decimal,
    share: Decimal,
    of_shares: Decimal,
}

fn shared_prices(facts: &MusicFacts, hourly: Decimal) -> Option<SharedPrices> {
    let whole = hourly
        .checked_mul(facts.minutes.into())?
        .checked_div(60.into())?;
    let share = pennies(whole.checked_div(facts.pupils.into())?);
    Some(SharedPrices {
        lesson: pennies(whole),
        share,
        of_shares: share.checked_mul(facts.pupils.into())?,
    })
}

fn tuition(facts: &MusicFacts, hourly: Decimal) -> Option<Tuition> {
    let each = pennies(
        hourly
            .checked_mul(facts.minutes.into())?
            .checked_div(60.into())?
            .checked_div(facts.pupils.into())?,
    );
    let gross = pennies(each.checked_mul(facts.lessons.into())?);
    if !remission(facts)? {
        return Some(Tuition {
            each,
            gross,
            reduction: None,
            net: gross,
        });
    }
    let net = pennies(gross.checked_sub(gross.checked_mul(Decimal::new(5, 1))?)?);
    Some(Tuition {
        each,
        gross,
        reduction: Some(gross.checked_sub(net)?),
        net,
    })
}

fn yes_no(value: Option<bool>) -> StepValue {
    value.map_or(StepValue::Unknown, StepValue::YesNo)
}

fn whole(value: Option<i64>) -> StepValue {
    value.map_or(StepValue::Unknown, StepValue::Whole)
}

fn fact(fact: &'static str, value: StepValue) -> Read {
    Read::Fact { fact, value }
}

/// The same with a trace, as JSON. The answer's own fingerprint is that of its text
/// without the facts and itself.
pub(crate) fn music_answer(facts: &MusicFacts, paper: &PricedYear) -> Option<String> {
    let answer = music_traced(facts, paper)?;
    let mut text = serde_json::to_string(&answer).ok()?;
    let given = serde_json::to_string(facts).ok()?;
    let (before, after) = text.split_once(&given)?;
    let mut hashed = String::with_capacity(text.len());
    hashed.push_str(before);
    hashed.push_str(after);
    let fingerprint = Fingerprint::of(&hashed);
    text.truncate(text.len().checked_sub(2)?);
    text.push_str(",\"answer\":\"");
    fingerprint.push_to(&mut text);
    text.push_str("\"}}");
    Some(text)
}

fn music_traced<'p>(facts: &MusicFacts, paper: &'p PricedYear) -> Option<MusicAnswer<'p>> {
    let Quoted {
        lines: stands,
        total,
    } = music(facts, paper.hourly)?;
    let Some((LineResult::Priced(tuition), others)) = stands.split_first() else {
        return None;
    };
    let instrument = facts.instrument.unwrap_or_default();
    let mut assumed = Vec::with_capacity(4);
    if facts.instrument.is_none() {
        assumed.push(Assumed {
            fact: "instrument",
            at: "/instrument",
            value: StepValue::Instrument(instrument),
        });
    }
    assumed.extend(NOT_ORDERED.map(|(fact, at, value)| Assumed { fact, at, value }));
    Some(MusicAnswer {
        format: 4,
        rule_set: "music",
        title: "Music tuition and instrument loan",
        version: "2017-04-01",
        tariff: "2018/19",
        status: "indicative",
        on: ON,
        known: None,
        outcome: "quoted",
        lines: lines(facts, *tuition, others),
        total: Pounds(total),
        subtotals: [Subtotal {
            record: None,
            amount: Pounds(total),
        }],
        prices: [UsedPrice {
            charge: "music.tuition",
            status: "proposed",
            known: "2017-12-12",
            by: "Children's Services Overview and Scrutiny Committee, item 12",
        }],
        missing: Vec::new(),
        assumed,
        not_used: not_used(facts),
        facts: *facts,
        withheld: Vec::new(),
        trace: steps(facts, (paper.hourly, *tuition), instrument)?,
        fingerprints: fingerprints(facts, paper)?,
    })
}

/// What was given and decided nothing: the Pupil Premium of a pupil whose free
/// school meals are enough.
fn not_used(facts: &MusicFacts) -> Vec<NotUsed> {
    let is_unread = meals(facts) == Some(true) && facts.pupil_premium.is_some();
    let premium = NotUsed {
        fact: "pupil_premium",
        label: "Pupil Premium",
    };
    is_unread.then_some(premium).into_iter().collect()
}

fn lines(facts: &MusicFacts, tuition: Tuition, others: &[LineResult]) -> Vec<Line> {
    let reduction = Reduction {
        id: "remission",
        says: REDUCTION,
        state: match tuition.reduction {
            Some(_) => "given",
            None => "not_given",
        },
        amount: tuition.reduction.map(Pounds),
        base: tuition.reduction.map(|_| Pounds(tuition.gross)),
        cite: PAPER,
        reading: None,
    };
    let lessons = Line {
        id: "tuition",
        record: None,
        says: format!(
            "{} lessons of {} minutes, {}",
            facts.lessons,
            facts.minutes,
            match facts.pupils {
                1 => "one-to-one".to_owned(),
                pupils => format!("{pupils} pupils sharing"),
            }
        ),
        state: "priced",
        reason: None,
        each: Some(Pounds(tuition.each)),
        quantity: Some(facts.lessons),
        gross: Some(Pounds(tuition.gross)),
        chosen: None,
        reductions: vec![reduction],
        amount: Some(Pounds(tuition.net)),
        cite: PAPER,
        reading: Some(
            "the printed price is that of an hour, shared equally by the pupils in the lesson; each share is rounded by itself, so the shares of a lesson can differ from its price by a penny or two",
        ),
    };
    let mut lines = vec![lessons];
    let Some((shares, others)) = others.split_first() else {
        return lines;
    };
    lines.push(line_without_price(
        "shares",
        &shares_words(facts, tuition),
        (None, *shares),
    ));
    for ((id, says, reading), stands) in OTHERS.iter().zip(others) {
        lines.push(line_without_price(id, says, (*reading, *stands)));
    }
    lines
}

fn shares_words(facts: &MusicFacts, tuition: Tuition) -> String {
    let shares = tuition.each * Decimal::from(facts.pupils);
    format!(
        "{} shares of £{:.2} come to £{shares:.2}; the whole lesson costs £{shares:.2}",
        facts.pupils, tuition.each
    )
}

/// The other lines: name, words, reading.
const OTHERS: [(&str, &str, Option<&str>); 8] = [
    ("loan", "Loan of an instrument, terms", None),
    (
        "exam_fee",
        "The examining board's fee, for each exam entered",
        Some("the reduction is of tuition: the paper gives none on what examining boards charge"),
    ),
    (
        "exam_administration",
        "Administrative fee, for each exam entered",
        None,
    ),
    (
        "exam_accompaniment",
        "Accompanist, for each exam entered",
        None,
    ),
    (
        "ensembles",
        "Ensembles, free to pupils: covered by the grant",
        None,
    ),
    (
        "first_access",
        "First Access, whole class programme",
        Some(
            "the paper prints no charge of First Access: it is the one published to schools before the sign-up each September",
        ),
    ),
    (
        "wider_opportunities",
        "Wider Opportunities: classes, tutors, (length of the programme not known)",
        Some("the price agreed is for one class and the whole programme"),
    ),
    (
        "further_opportunities",
        "Further Opportunities programme",
        None,
    ),
];

fn line_without_price(
    id: &'static str,
    says: &str,
    (reading, stands): (Option<&'static str>, LineResult),
) -> Line {
    Line {
        id,
        record: None,
        says: says.to_owned(),
        state: "does_not_apply",
        reason: match stands {
            LineResult::DoesNotApply(otherwise) => otherwise,
            LineResult::Priced(_) => None,
        },
        each: None,
        quantity: None,
        gross: None,
        chosen: None,
        reductions: Vec::new(),
        amount: None,
        cite: PAPER,
        reading,
    }
}

fn fingerprints<'p>(facts: &MusicFacts, paper: &'p PricedYear) -> Option<Fingerprints<'p>> {
    #[derive(Serialize)]
    struct Question<'f> {
        rule_set: &'static str,
        on: &'static str,
        known: Option<&'static str>,
        facts: &'f MusicFacts,
    }
    let question = serde_json::to_string(&Question {
        rule_set: "music",
        on: ON,
        known: None,
        facts,
    });
    let mut fingerprint = String::with_capacity(71);
    Fingerprint::of(&question.ok()?).push_to(&mut fingerprint);
    Some(Fingerprints {
        rules: &paper.rules,
        tariff: &paper.tariff,
        facts: fingerprint,
        engine: concat!("almoner ", env!("CARGO_PKG_VERSION")),
        used: &paper.used,
    })
}

fn step(of: (&'static str, &'static str, &'static str), formula: &'static str) -> Step {
    let (step, id, part) = of;
    Step {
        step,
        id,
        part,
        says: None,
        cite: None,
        reading: None,
        formula,
        record: None,
        read: Vec::new(),
        tests: Vec::new(),
        result: StepValue::Unknown,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one step after the other, as a hand would write them"
)]
fn steps(
    facts: &MusicFacts,
    (hourly, tuition): (Decimal, Tuition),
    instrument: Instrument,
) -> Option<Vec<Step>> {
    let qualifies = yes_no(remission(facts));
    let prices = shared_prices(facts, hourly)?;
    let mut steps = Vec::with_capacity(18);
    steps.push(remission_step(facts));
    let charge = || Read::Charge {
        charge: "music.tuition",
        value: Pounds(hourly),
        row: ROW,
    };
    let (minutes, pupils) = (
        StepValue::Whole(facts.minutes),
        StepValue::Whole(facts.pupils),
    );
    steps.push(Step {
        says: Some("The price of the whole lesson"),
        cite: Some(PAPER),
        read: vec![charge(), fact("minutes", minutes)],
        result: StepValue::Money(Pounds(prices.lesson)),
        ..step(
            ("value", "lesson_price", "is"),
            "round(charge music.tuition * minutes / 60, half_up, £0.01)",
        )
    });
    steps.push(Step {
        says: Some("The share of one pupil, to the penny"),
        cite: Some(PAPER),
        read: vec![charge(), fact("minutes", minutes), fact("pupils", pupils)],
        result: StepValue::Money(Pounds(prices.share)),
        ..step(
            ("value", "share", "is"),
            "round(charge music.tuition * minutes / 60 / pupils, half_up, £0.01)",
        )
    });
    steps.push(Step {
        read: vec![fact("lessons", StepValue::Whole(facts.lessons))],
        tests: vec![Test {
            text: "lessons > 0",
            left: StepValue::Whole(facts.lessons),
            holds: facts.lessons > 0,
        }],
        result: StepValue::YesNo(facts.lessons > 0),
        ..step(("line", "tuition", "when"), "lessons > 0")
    });
    steps.push(Step {
        read: vec![charge(), fact("minutes", minutes), fact("pupils", pupils)],
        result: StepValue::Money(Pounds(tuition.each)),
        ..step(
            ("option", "tuition", "each"),
            "charge * minutes / 60 / pupils",
        )
    });
    steps.push(Step {
        read: vec![fact("lessons", StepValue::Whole(facts.lessons))],
        result: StepValue::Whole(facts.lessons),
        ..step(("option", "tuition", "quantity"), "lessons")
    });
    steps.push(Step {
        read: vec![Read::Value {
            value_of: "remission",
            value: qualifies,
        }],
        result: qualifies,
        ..step(("reduction", "remission", "when"), "remission")
    });
    if tuition.reduction.is_some() {
        steps.push(Step {
            result: StepValue::Words("50%"),
            ..step(("reduction", "remission", "take"), "50%")
        });
    }
    let (share, lesson) = (
        StepValue::Money(Pounds(prices.share)),
        StepValue::Money(Pounds(prices.lesson)),
    );
    let differ = prices.of_shares != prices.lesson;
    steps.push(Step {
        read: vec![
            fact("lessons", StepValue::Whole(facts.lessons)),
            Read::Value {
                value_of: "share",
                value: share,
            },
            fact("pupils", pupils),
            Read::Value {
                value_of: "lesson_price",
                value: lesson,
            },
        ],
        tests: vec![
            Test {
                text: "lessons > 0",
                left: StepValue::Whole(facts.lessons),
                holds: facts.lessons > 0,
            },
            Test {
                text: "share * pupils != lesson_price",
                left: StepValue::Money(Pounds(prices.of_shares)),
                holds: differ,
            },
        ],
        result: StepValue::YesNo(differ),
        ..step(
            ("line", "shares", "when"),
            "lessons > 0 and share * pupils != lesson_price",
        )
    });
    steps.push(Step {
        read: vec![fact("instrument", StepValue::Instrument(instrument))],
        tests: vec![Test {
            text: "instrument != none",
            left: StepValue::Instrument(instrument),
            holds: instrument != Instrument::None,
        }],
        result: StepValue::YesNo(instrument != Instrument::None),
        ..step(
            ("line", "loan", "when"),
            "instrument != none and loan_terms > 0",
        )
    });
    let exam = "exams > 0";
    let accompanied = "exams > 0 and exam_accompaniment > £0";
    for (line, formula, text, (name, _, value)) in [
        ("exam_fee", exam, exam, NOT_ORDERED[1]),
        ("exam_administration", exam, exam, NOT_ORDERED[1]),
        ("exam_accompaniment", accompanied, exam, NOT_ORDERED[1]),
        (
            "ensembles",
            "ensembles > 0",
            "ensembles > 0",
            NOT_ORDERED[2],
        ),
        (
            "first_access",
            "programme = first_access",
            "programme = first_access",
            NOT_ORDERED[3],
        ),
        (
            "wider_opportunities",
            "programme = wider_opportunities and tutors in [1, 2] and programme_length in [one_term, whole_year]",
            "programme = wider_opportunities",
            NOT_ORDERED[3],
        ),
        (
            "further_opportunities",
            "programme = further_opportunities",
            "programme = further_opportunities",
            NOT_ORDERED[3],
        ),
    ] {
        steps.push(Step {
            read: vec![fact(name, value)],
            tests: vec![Test {
                text,
                left: value,
                holds: false,
            }],
            result: StepValue::YesNo(false),
            ..step(("line", line, "when"), formula)
        });
    }
    Some(steps)
}

fn remission_step(facts: &MusicFacts) -> Step {
    let mut read = vec![fact("free_school_meals", yes_no(facts.free_school_meals))];
    let mut tests = Vec::new();
    if facts.free_school_meals != Some(false) {
        read.push(fact("key_stage", whole(facts.key_stage)));
        tests.extend(facts.key_stage.map(|stage| Test {
            text: "key_stage >= 2",
            left: StepValue::Whole(stage),
            holds: stage >= 2,
        }));
    }
    if meals(facts) != Some(true) {
        read.push(fact("pupil_premium", yes_no(facts.pupil_premium)));
    }
    Step {
        says: Some("Free school meals from Key Stage 2, or Pupil Premium"),
        cite: Some(PAPER),
        reading: Some("either is enough; Key Stage 2 itself counts"),
        read,
        tests,
        result: yes_no(remission(facts)),
        ..step(
            ("value", "remission", "is"),
            "(free_school_meals and key_stage >= 2) or pupil_premium",
        )
    }
}
