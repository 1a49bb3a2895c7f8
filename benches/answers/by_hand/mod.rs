//! The same two questions written by hand in Rust: what almoner is measured
//! against. Prices and rules are typed in; the trace is a vector of steps, and
//! the answer has the same content, key by key and line by line, as almoner's
//! own.
//!
//! What the question asked does not need is left out: whether each line of the
//! rules applies is decided, but only lessons are priced, and facts
//! that are missing make no answer here.

mod answer;
mod lines;
mod steps;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize, Serializer};

pub(crate) use self::answer::music_answer;

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
