//! The policy officer's own tests: each case asked of the program, and what it
//! expects held against the answer.

mod actual_words;
pub mod coverage;
mod difference;
mod expected;
mod explained;
mod find_in_answer;
pub mod json;
mod parts;

use crate::{
    answer::{EvaluatedPart, Evaluation, Question, evaluate},
    base::{date::Date, source_text::Place},
    check::model::{Case, RuleSet},
    eval::fault_message::fault_message,
    program::model::{Program, Ruling},
};
pub use difference::Difference;

use coverage::recorder::CoverageRecorder;
use expected::Actual;
use find_in_answer::{Answer, NamedAnswer};
use parts::CasePeriod;

/// A case that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// The rule set.
    pub rule_set: Box<str>,
    /// What the case shows.
    pub says: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// What did not come out as expected; nothing if all did.
    pub differences: Vec<Difference>,
}

impl Ran {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Asks every case of a rule set, in the order written.
#[must_use]
pub fn run(program: &Program, set: &RuleSet) -> Vec<Ran> {
    let one = |case: &Case| {
        let mut ran = ran(set, case, &ask(program, set, case));
        let explained = explained::differences(program, &question(set, case), case);
        ran.differences.extend(explained);
        ran
    };
    set.cases.iter().map(one).collect()
}

/// The question that a case asks.
fn question<'c>(set: &'c RuleSet, case: &'c Case) -> Question<'c> {
    let mut question = Question::new(&*set.id).on(case.on);
    if let Some(known) = case.known {
        question = question.known(known);
    }
    for (name, given) in &case.facts {
        question = question.given(&**name, given.clone());
    }
    question
}

/// The result of running a case, or why there are no rules for it.
type CaseResult<'p> = Result<CaseAnswer<'p>, String>;

/// The answer to a case: one part for each part of its period, else one.
struct CaseAnswer<'p> {
    parts: Vec<CasePart<'p>>,
    /// What the parts of a period come to together.
    period: Option<CasePeriod<'p>>,
}

/// The rules that were asked, and their answer or why there is none.
struct CasePart<'p> {
    ruling: Ruling<'p>,
    recorder: CoverageRecorder,
    days: Option<(Date, Date)>,
    answer: Result<Answer, String>,
}

fn ask<'p>(program: &'p Program, set: &'p RuleSet, case: &Case) -> CaseResult<'p> {
    let evaluated = evaluate(program, &question(set, case), CoverageRecorder::default);
    let evaluated = evaluated.map_err(|refusal| refusal.to_string())?;
    let period = evaluated.whole.map(|whole| {
        let fault = |fault| fault_message(&whole.ruling, &fault);
        CasePeriod {
            together: whole.together.map_err(fault),
            ruling: whole.ruling,
            facts: whole.facts,
            recorder: whole.recorder,
            limits: whole.limits,
        }
    });
    let parts = std::iter::once(evaluated.first).chain(evaluated.later);
    Ok(CaseAnswer {
        parts: parts.map(ask_part).collect(),
        period,
    })
}

fn ask_part(part: EvaluatedPart<'_, CoverageRecorder>) -> CasePart<'_> {
    let EvaluatedPart { ruling, facts, .. } = part;
    let days = part.days.map(|days| (days.first, days.last));
    let recorder = part.recorder.with_assumptions(part.assumptions);
    let answer = match part.evaluation {
        Ok(evaluation) => {
            let (screening, quote) = match evaluation {
                Evaluation::Screening(screening) => (Some(screening), None),
                Evaluation::Quote(quote) => (None, Some(quote)),
            };
            Ok(Answer {
                screening,
                quote,
                worked: recorder.trace.worked(),
                facts,
            })
        }
        Err(fault) => Err(fault_message(&ruling, &fault)),
    };
    CasePart {
        ruling,
        recorder,
        days,
        answer,
    }
}

fn ran(set: &RuleSet, case: &Case, asked: &CaseResult<'_>) -> Ran {
    let differences = match asked {
        Err(refusal) => refused(case, refusal),
        Ok(answer) => match found(&answer.parts) {
            Err(refusal) => refused(case, refusal),
            Ok(found) => match (found.as_slice(), &answer.period) {
                (_, Some(period)) => match &period.together {
                    Err(refusal) => refused(case, refusal),
                    Ok(_) => differing(case, |what| parts::find(&found, Some(period), what)),
                },
                ([only], None) if only.days.is_none() => differing(case, |what| only.find(what)),
                (several, None) => differing(case, |what| parts::find(several, None, what)),
            },
        },
    };
    Ran {
        rule_set: set.id.clone(),
        says: case.says.clone(),
        place: case.place,
        differences,
    }
}

/// The answers of all parts, or why one has none.
fn found<'a>(parts: &'a [CasePart<'_>]) -> Result<Vec<NamedAnswer<'a>>, &'a str> {
    let one = |part: &'a CasePart<'_>| {
        let ruling = &part.ruling;
        match &part.answer {
            Ok(answer) => Ok(NamedAnswer {
                ruling,
                answer,
                days: part.days,
            }),
            Err(refusal) => Err(refusal.as_str()),
        }
    };
    parts.iter().map(one).collect()
}

/// Holds what a case expects against what is found.
fn differing(case: &Case, find: impl Fn(&str) -> Actual) -> Vec<Difference> {
    let expected = case.expect.iter();
    let difference = |(what, expected): &(Box<str>, Box<str>)| {
        let actual = find(what);
        (!expected::is_met(&actual, expected)).then(|| Difference {
            what: what.clone(),
            expected: expected.clone(),
            actual: actual.to_string(),
        })
    };
    expected.filter_map(difference).collect()
}

/// A case without an answer passes only if it expects to be refused, in words
/// that the refusal contains.
fn refused(case: &Case, refusal: &str) -> Vec<Difference> {
    case.expect
        .iter()
        .filter(|(what, expected)| !(&**what == "refused" && refusal.contains(&**expected)))
        .map(|(what, expected)| Difference {
            what: what.clone(),
            expected: expected.clone(),
            actual: format!("refused: {refusal}"),
        })
        .collect()
}
