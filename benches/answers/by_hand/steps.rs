//! The trace: a step for each formula.

use rust_decimal::Decimal;

use super::{
    Instrument, MusicFacts, NOT_ORDERED, PAPER, Pounds, ROW, Read, Step, StepValue, Test, Tuition,
    meals, remission, shared_prices,
};

fn yes_no(value: Option<bool>) -> StepValue {
    value.map_or(StepValue::Unknown, StepValue::YesNo)
}

fn whole(value: Option<i64>) -> StepValue {
    value.map_or(StepValue::Unknown, StepValue::Whole)
}

fn fact(fact: &'static str, value: StepValue) -> Read {
    Read::Fact { fact, value }
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
pub(super) fn steps(
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
            "programme = wider_opportunities",
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
