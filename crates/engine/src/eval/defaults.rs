//! What is taken where a fact was not given: declared by the rule set, and
//! said in the answer.

use super::{evaluator::Evaluator, facts::Facts, trace::Recorder};
use crate::{check::model::Home, program::model::Ruling};

/// The facts with every declared assumption put in where nothing was given.
/// An assumption that itself depends on unknown facts leaves the fact unknown.
/// The recorder receives how they were evaluated.
#[must_use]
pub fn with_defaults<R: Recorder>(
    ruling: &Ruling<'_>,
    mut facts: Facts,
    recorder: &mut R,
) -> Facts {
    for (number, fact) in ruling.version.facts.iter_ids() {
        let Some(assume) = &fact.assume else { continue };
        if facts.has_given(fact.home, number) {
            continue;
        }
        let mut evaluator = Evaluator::new(ruling, &facts, &mut *recorder);
        let value = evaluator.evaluate(assume, None);
        let read = std::mem::take(&mut evaluator.read);
        facts.set_read(read);
        let Ok(value) = value else { continue };
        match fact.home {
            Home::Record(list, column) => facts.assume_field(list, column, number, value),
            Home::Case | Home::Completeness(_) => facts.assume(number, value),
            Home::List(list) => facts.assume_list(ruling.version, list, number, value),
        }
    }
    facts
}
