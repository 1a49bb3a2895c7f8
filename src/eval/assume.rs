//! What is taken where a fact was not given: declared by the rule set, and
//! said in the answer.

use super::{evaluator::Evaluator, facts::Facts, trace::Silent};
use crate::{check::model::Home, program::model::Ruling};

/// The facts with every declared assumption put in where nothing was given.
/// An assumption that itself hangs on unknown facts leaves the fact unknown.
#[must_use]
pub fn with_assumptions(ruling: &Ruling<'_>, mut facts: Facts) -> Facts {
    for (number, fact) in (0u16..).zip(&ruling.version.facts) {
        let Some(assume) = &fact.assume else { continue };
        let value = Evaluator::new(ruling, &facts, Silent).work(assume, None);
        let Ok(value) = value else { continue };
        match fact.home {
            Home::Record(list, column) => facts.assume_field(list, column, number, value),
            Home::Case | Home::Completeness(_) => facts.assume(number, value),
            Home::List(_) => {}
        }
    }
    facts
}
