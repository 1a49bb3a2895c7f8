//! The book itself as text: a version of a rule set as a page to hold
//! next to the paper, its facts, the list of rule sets, and history.

mod after_screening;
mod calendars;
mod columns;
mod coverage;
mod entry;
mod facts;
mod history;
mod list;
mod provisions;
mod rates;
pub mod sheet;
mod version;

pub use calendars::calendar;
pub use columns::columns;
pub use coverage::coverage;
pub use facts::facts;
pub use history::{charge, price_notes, price_words, prices, rule_set, unit_words};
pub use list::list;
pub use rates::rates;
pub use version::version;

use almoner_engine::{base::types::Type, check::model::Fact};

/// A fact's type in words, with the values it may have.
#[must_use]
pub fn type_words(fact: &Fact) -> String {
    let words = match &fact.ty {
        Type::Choice(options) => {
            let names: Vec<&str> = options.iter().collect();
            return names.join(", ");
        }
        Type::Choices(options) => {
            let names: Vec<&str> = options.iter().collect();
            return format!("any of {}, or none", names.join(", "));
        }
        ty => ty.by(fact.per).to_string(),
    };
    if fact.within.is_open() {
        words
    } else {
        format!("{words}, {}", fact.within)
    }
}
