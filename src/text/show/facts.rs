//! The facts of a version as a table.

use super::{sheet::Sheet, type_words};
use crate::{tables::grid::Grid, text::layout::WIDTH};
use almoner_engine::{
    check::model::{Fact, Home, Version},
    present::{asked_if, assumed},
};

/// What a version asks for: name, type, question, when it is asked, what is
/// assumed where it is not given.
#[must_use]
pub fn facts(version: &Version) -> String {
    let mut page = Sheet::default();
    page.heading(&format!("{} — facts", version.title));
    table(&mut page, version);
    page.text()
}

/// The table alone.
pub(super) fn table(page: &mut Sheet, version: &Version) {
    let headings = [
        "name",
        "type",
        "question",
        "asked if",
        "assumed if not given",
    ];
    let mut grid = Grid::new(&headings, WIDTH + 20);
    for fact in &version.facts {
        grid.row(&[
            name(version, fact),
            type_words(fact),
            question(version, fact),
            asked_if(version, fact).unwrap_or_default(),
            assumed(version, fact).unwrap_or_default(),
        ]);
    }
    page.grid(0, grid);
}

/// A record's facts behind the name of their list.
fn name(version: &Version, fact: &Fact) -> String {
    let Home::Record(list, _) = fact.home else {
        return fact.id.to_string();
    };
    format!("{}.{}", version.list_name(list), fact.id)
}

fn question(version: &Version, fact: &Fact) -> String {
    let mut words = fact.ask.to_string();
    if let Some(hint) = &fact.hint {
        words.push_str(&format!(" ({hint})"));
    }
    for relation in version.relations_in_words(fact) {
        words.push_str(&format!(" ({relation})"));
    }
    if let Some(from) = &fact.from {
        words.push_str(&format!(" (from {from})"));
    }
    if fact.confidential {
        words.push_str(" (confidential)");
    }
    words.trim().to_owned()
}
