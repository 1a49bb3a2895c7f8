//! Confidential facts in explanations and letters.

use almoner_engine::{
    Book, Date, Question,
    answer::json::Explanation,
    base::types::Type,
    check::model::{Fact, RuleSet},
    present,
};
use serde_json::{Value, json};

use super::{Facts, version_on};

/// No change, check or rung names a confidential fact or has one of its values, and what
/// a letter says does not depend on them. Returns how many values were tried.
pub(super) fn check_secrecy(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    found: &Explanation,
    about: &str,
) -> usize {
    let version = version_on(set, on);
    let secrets = version.facts.iter().filter(|it| it.confidential);
    let secrets: Vec<&Fact> = secrets.collect();
    let mut said = found.clone();
    // That a confidential fact is asked for is no secret.
    if let Some(needed) = &mut said.needed {
        needed.now.clear();
        needed.perhaps_later.clear();
        needed.settling.clear();
    }
    let text = serde_json::to_string(&said).unwrap();
    let letter = |facts: &Facts| {
        let text = Value::Object(facts.clone()).to_string();
        let question = Question::new(&*set.id).on(on).json(&text);
        let explanation = book.explain_for_letter(&question).unwrap()?;
        let answer = book.answer(&question).unwrap();
        let letter = present::letter(&answer, Some(&explanation))?;
        Some(letter.changes)
    };
    let mut tried = 0;
    for fact in &secrets {
        assert!(!text.contains(&*fact.id), "{about}\n{text}");
        let Type::Choices(options) = &fact.ty else {
            continue;
        };
        let mut letters = Vec::new();
        for option in options.iter() {
            assert!(
                !text.contains(option) || option == "other",
                "{about}\n{text}"
            );
            let mut changed = facts.clone();
            changed.insert(fact.id.to_string(), json!([option]));
            letters.push(letter(&changed));
            tried += 1;
        }
        letters.dedup();
        assert_eq!(letters.len(), 1, "{about}\n{letters:?}");
    }
    tried
}
