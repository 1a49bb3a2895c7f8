//! The lines of the answer in words.

use rust_decimal::Decimal;

use super::{Line, LineResult, MusicFacts, PAPER, Pounds, REDUCTION, Reduction, Tuition};

pub(super) fn lines(facts: &MusicFacts, tuition: Tuition, others: &[LineResult]) -> Vec<Line> {
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
    ("loan", "Loan of an instrument, … terms", None),
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
        "Wider Opportunities: … classes, … tutors, …",
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
