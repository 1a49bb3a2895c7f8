//! Properties of every answer, tested with random facts on the council's book
//! and on one that uses every part of the rule language.

mod answer;
mod case;
mod not_used;
mod periods;
mod periods_of_rules;
mod price_status;
mod question;

use self::answer::Answer;
use self::case::Case;
use self::question::questions;
use almoner_engine::{
    answer::{Asked, json},
    base::value::Missing,
    eval::{
        facts::Facts,
        fault::{Fault, Impossible},
        fault_message::fault_message,
        quote::{LineState, Reduced},
        screen::Standing,
    },
    facts::{Intake, contradictions},
    program::model::Ruling,
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use rust_decimal::Decimal;

/// Asks a question of every rule set on several days, with random cases: 256 of
/// each, or `PROPTEST_CASES`, divided by `share`.
fn each(share: u32, test: impl Fn(&Ruling<'_>, &Case, &[bool]) -> TestCaseResult) {
    for (ruling, name) in questions() {
        let forgets = prop::collection::vec(prop::bool::weighted(0.3), 1..40);
        let strategy = (case::full(ruling.version, ruling.on), forgets);
        question::run(share, &name, strategy, |(full, forgets)| {
            test(&ruling, &full, &forgets)
        });
    }
}

/// The same with cases in which anything may be unknown.
fn each_with_gaps(share: u32, test: impl Fn(&Ruling<'_>, &Case) -> TestCaseResult) {
    for (ruling, name) in questions() {
        let strategy = case::any(ruling.version, ruling.on);
        question::run(share, &name, strategy, |case| test(&ruling, &case));
    }
}

fn answered(ruling: &Ruling<'_>, facts: &Facts) -> Result<Option<Answer>, TestCaseError> {
    unless_divided_by_zero(ruling, Answer::of(ruling, facts))
}

/// An answer; none where one rule set of the made-up council divides by zero.
/// The council's own rules can always be evaluated.
fn unless_divided_by_zero<T>(
    ruling: &Ruling<'_>,
    answer: Result<T, Fault>,
) -> Result<Option<T>, TestCaseError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(fault) if &*ruling.version.id == "shares" => {
            prop_assert_eq!(fault.what, Impossible::DivisionByZero);
            Ok(None)
        }
        Err(fault) => Err(TestCaseError::fail(format!("not evaluated: {fault:?}"))),
    }
}

#[test]
fn total_is_the_sum_of_its_lines_end_by_end() {
    each_with_gaps(5, |ruling, case| {
        let Some(Answer::Quote(quote)) = answered(ruling, &case.facts(ruling.version))? else {
            return Ok(());
        };
        let Some(total) = quote.total else {
            return Ok(());
        };
        let mut sum = (Decimal::ZERO, Decimal::ZERO);
        for line in &quote.lines {
            match &line.state {
                LineState::Applies(priced) => {
                    let net = priced.net.expect("a line of a known total has a price");
                    sum = (sum.0 + net.min(), sum.1 + net.max());
                }
                LineState::DoesNotApply(_) => {}
                LineState::Alternatives(_) | LineState::Unknown(_) | LineState::Refer(_) => {
                    panic!("a line of a known total is known")
                }
            }
        }
        prop_assert_eq!(sum, (total.min(), total.max()));
        Ok(())
    });
}

#[test]
fn reduction_never_raises_a_price_nor_takes_it_below_nothing() {
    each_with_gaps(5, |ruling, case| {
        let Some(Answer::Quote(quote)) = answered(ruling, &case.facts(ruling.version))? else {
            return Ok(());
        };
        for line in &quote.lines {
            let LineState::Applies(priced) = &line.state else {
                continue;
            };
            let (Some(gross), Some(net)) = (priced.gross, priced.net) else {
                continue;
            };
            prop_assert!(net.min() <= gross.min() && net.max() <= gross.max());
            prop_assert!(!net.min().is_sign_negative() || net.min().is_zero());
            let mut taken = (Decimal::ZERO, Decimal::ZERO);
            for reduction in &priced.reductions {
                if let Reduced::Given(Some(money)) = reduction {
                    taken = (taken.0 + money.min(), taken.1 + money.max());
                }
            }
            let is_settled =
                |it: &Reduced| matches!(it, Reduced::Given(Some(_)) | Reduced::NotGiven);
            if priced.reductions.iter().all(is_settled) {
                prop_assert_eq!(
                    (gross.min() - taken.0, gross.max() - taken.1),
                    (net.min(), net.max())
                );
            }
        }
        Ok(())
    });
}

#[test]
fn settled_result_does_not_change_with_more_facts() {
    each(2, |ruling, full, forgets| {
        let version = ruling.version;
        let facts = full.facts(version);
        // Facts that contradict each other are refused: what is unknown is taken to
        // agree with what is known.
        if !contradictions(version, &facts).is_empty() {
            return Ok(());
        }
        let part = full.without(version, forgets);
        let Some(after) = answered(ruling, &facts)? else {
            return Ok(());
        };
        let before = Answer::of(ruling, &part.facts(version));
        let before =
            before.map_err(|fault| TestCaseError::fail(format!("{fault:?} of {part:?}")))?;
        prop_assert_eq!(
            before.contradicted_by(&after),
            None,
            "first known: {:?}",
            part
        );
        Ok(())
    });
}

#[test]
fn undetermined_answer_is_settled_by_its_missing_facts() {
    each(5, |ruling, full, forgets| {
        let version = ruling.version;
        prop_assert!(full.is_full(version));
        let mut known = full.without(version, forgets);
        for _round in 0..=version.facts.len() {
            let Some(answer) = answered(ruling, &known.facts(version))? else {
                return Ok(());
            };
            let missing = match answer.undetermined() {
                None | Some(Missing::PRICE_IS_A_RANGE) => return Ok(()),
                Some(missing) => missing,
            };
            prop_assert!(missing.facts().next().is_some(), "nothing of {:?}", known);
            for fact in missing.facts() {
                let mut more = known.clone();
                more.learn(version, full, Missing::fact(fact));
                prop_assert_ne!(&more, &known, "fact {:?} was not missing", fact);
            }
            known.learn(version, full, missing);
        }
        Err(TestCaseError::fail("it was never settled"))
    });
}

#[test]
fn complete_facts_leave_nothing_missing() {
    each(5, |ruling, full, _| {
        let answer = answered(ruling, &full.facts(ruling.version))?;
        let missing = answer.and_then(|it| it.undetermined()).unwrap_or_default();
        prop_assert!(missing.facts().next().is_none(), "missing: {:?}", missing);
        Ok(())
    });
}

#[test]
fn answer_is_the_same_with_and_without_a_trace() {
    each_with_gaps(5, |ruling, case| {
        let facts = case.facts(ruling.version);
        let silent = Answer::of(ruling, &facts);
        let traced = Answer::traced(ruling, &facts);
        let traced = traced.map(|(it, _)| it);
        prop_assert_eq!(silent, traced);
        Ok(())
    });
}

#[test]
fn facts_in_any_order_give_the_same_bytes() {
    each_with_gaps(10, |ruling, case| {
        let version = ruling.version;
        let first = bytes(ruling, &case.json(version, 0))?;
        for turn in 1..=version.facts.len().min(5) {
            let text = case.json(version, turn);
            prop_assert_eq!(&first, &bytes(ruling, &text)?, "given as {}", text);
        }
        Ok(())
    });
}

#[test]
fn test_decided_by_one_end_does_not_need_the_other() {
    let (ruling, _) = questions()
        .into_iter()
        .find(|(ruling, _)| &*ruling.version.id == "grant")
        .expect("the grant is there");
    let facts = given(&ruling, r#"{"earns": "£160000"}"#).expect("the facts are valid");
    let Ok(Answer::Screening(screening)) = Answer::of(&ruling, &facts) else {
        panic!("a screening");
    };
    let criteria = &ruling.version.criteria;
    let between = criteria.iter().position(|it| &*it.id == "between");
    let (hours, _) = ruling.version.fact("hours").expect("a fact");
    assert_eq!(
        screening.standings[between.expect("a criterion")],
        Standing::Unknown(Missing::fact(hours))
    );
}

fn given(ruling: &Ruling<'_>, text: &str) -> Result<Facts, TestCaseError> {
    let mut intake = Intake::new(ruling.version);
    intake.json(text);
    let facts = intake.finish(ruling);
    facts.map_err(|problems| TestCaseError::fail(format!("{text}: {problems:?}")))
}

/// The answer in JSON to facts in JSON.
fn bytes(ruling: &Ruling<'_>, text: &str) -> Result<String, TestCaseError> {
    let facts = given(ruling, text)?;
    let prepared = json::Prepared::new(ruling.book);
    let asked = Asked {
        ruling,
        facts: &facts,
        fragments: prepared.fragments(ruling),
    };
    Ok(match &Answer::traced(ruling, &facts) {
        Ok((Answer::Quote(quote), trace)) => json::quote(asked, quote, Some(trace)),
        Ok((Answer::Screening(screening), trace)) => json::screening(asked, screening, Some(trace)),
        Err(fault) => fault_message(ruling, fault),
    })
}
