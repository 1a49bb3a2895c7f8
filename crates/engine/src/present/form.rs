//! The words of a form that asks for the facts of a rule set.

use super::value_words::{capital, sentence};
use crate::{
    answer::Answer,
    base::{
        ids::{ListId, RecordId},
        value::Value,
    },
    check::{
        formula::Node,
        model::{Fact, Version},
    },
    eval::{condition_words::condition_words, next_questions},
    facts::{Problem, parse_value::Mismatch},
    program::step_label::fact_path,
};

/// When a fact is worth asking for, as a clause: `only if key stage is at least
/// 2`. None where it always is, or where that cannot be said in words.
#[must_use]
pub fn asked_only_if(version: &Version, fact: &Fact) -> Option<String> {
    let when = fact.when.as_ref()?;
    let words = condition_words(version, &when.expr)?;
    Some(format!("only if {words}"))
}

/// What is taken where a fact is left out, where that is one value.
#[must_use]
pub fn taken_if_left_out(fact: &Fact) -> Option<String> {
    let assume = fact.assume.as_ref()?;
    match (&assume.expr.node, fact.ty.options()) {
        (Node::Constant(Value::Choice(number)), Some(options)) => {
            Some(options.words(*number).into_owned())
        }
        (Node::Constant(Value::YesNo(yes)), _) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        (Node::Constant(Value::Whole(_)), _) => Some(assume.text.to_string()),
        _ => None,
    }
}

/// What a record of a list is called: `Child 2`. Records count from 0.
#[must_use]
pub fn record_name(version: &Version, list: ListId, number: u16) -> String {
    capital(&version.record_words(RecordId { list, number }))
}

/// What is wrong with what was typed for a fact, and what to do.
#[must_use]
pub fn mismatch_words(fact: &Fact, wrong: &Mismatch) -> String {
    let mut words = format!("{} must be {}.", capital(&fact.words()), wrong.must);
    let is_shown = !(fact.confidential && wrong.help_repeats);
    if let Some(help) = wrong.help.as_ref().filter(|_| is_shown) {
        words.push(' ');
        words.push_str(&sentence(help));
    }
    words
}

/// A problem with facts in words, with what facts are called in the place of
/// their names.
#[must_use]
pub fn problem_words(version: &Version, problem: &Problem) -> String {
    let named = |text: &str| {
        let facts = version.facts.iter();
        facts.fold(text.to_owned(), |text, fact| {
            text.replace(&format!("`{}`", fact.id), &fact.quoted())
        })
    };
    let mut words = sentence(&named(&problem.says));
    if let Some(help) = &problem.help {
        words.push(' ');
        words.push_str(&sentence(&named(help)));
    }
    words
}

/// Where facts are that are not worth asking for, `children[0].pattern`.
#[must_use]
pub fn not_worth_asking(answer: &Answer<'_>) -> Vec<String> {
    let asked = answer.asked();
    let found = next_questions::not_worth_asking(asked.ruling, asked.facts);
    let version = asked.ruling.version;
    let paths = found.iter();
    let paths = paths.map(|it| fact_path(version, it.fact, it.record));
    paths.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{answer::Question, book::Book};

    #[test]
    fn facts_that_their_rules_rule_out_are_not_worth_asking() {
        let rules = r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            facts: [
                (id: "member", is: YesNo),
                (id: "number", is: Whole, when: "member"),
                (id: "children", is: List([
                    (id: "years", is: Whole),
                    (id: "school", is: Whole, when: "years > 4"),
                ])),
            ],
            lines: [(id: "line", says: "Line", cite: "1", for_each: "children",
                each: "if member then £1 * number else £2 * school")],
        )"#;
        let files = [("rules/one/2017-04-01.ron".to_owned(), rules.as_bytes())];
        let book = Book::from_files(&files).unwrap_or_else(|it| panic!("{it}"));
        for (facts, expected) in [
            ("{}", vec![]),
            (r#"{"member": true}"#, vec![]),
            (r#"{"member": false}"#, vec!["number"]),
            (
                r#"{"member": false, "children": [{"years": 3}, {}, {"years": 5}, {"years": 4}]}"#,
                vec!["number", "children[0].school", "children[3].school"],
            ),
        ] {
            let question = Question::new("one").on("2018-05-01".parse().unwrap());
            let answer = book.answer(&question.json(facts)).unwrap();
            assert_eq!(not_worth_asking(&answer), expected, "{facts}");
        }
    }
}
