//! A version of a rule set, laid out for a page: the entries that `almoner show`
//! prints, each with what the paper says, an example, and links between them.

use std::collections::{BTreeMap, BTreeSet};

use super::worked_examples::Example;
use crate::{
    tables::grid::Grid,
    text::show::sheet::{Block, Sheet},
};
use almoner_engine::{
    check::model::{ProvisionStatus, Version},
    present::value_words::{capital, in_paper},
};

/// What stands before the id of a charge in a formula.
const CHARGE: &str = "charge";

/// A version.
pub(super) struct RuleView {
    /// Its title, source, days and decision: an opening with words each.
    pub(super) about: Vec<(String, String)>,
    pub(super) sections: Vec<SectionView>,
}

/// Entries under a heading.
pub(super) struct SectionView {
    pub(super) id: String,
    pub(super) heading: String,
    /// What stands before the first entry.
    pub(super) lead: Vec<Piece>,
    pub(super) entries: Vec<EntryView>,
}

/// An entry.
pub(super) struct EntryView {
    /// Its place on the page.
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) says: String,
    pub(super) cite: Option<String>,
    pub(super) pieces: Vec<Piece>,
    /// The sentences of the paper that it has, each with its paragraph.
    pub(super) paper: Vec<(String, String)>,
    pub(super) example: Option<Example>,
    /// The entries whose formulas read it.
    pub(super) read_by: Vec<String>,
}

/// Something about an entry.
pub(super) enum Piece {
    Words {
        is_further_in: bool,
        opening: String,
        words: String,
    },
    Formula {
        is_further_in: bool,
        opening: String,
        parts: Vec<Part>,
    },
    Table(TableView),
}

/// A stretch of a formula, with where it leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

/// A table; the first cell of each row heads it.
pub(super) struct TableView {
    pub(super) heads: Vec<(String, bool)>,
    pub(super) rows: Vec<RowView>,
}

/// A row.
pub(super) struct RowView {
    /// Its place on the page, where formulas name it.
    pub(super) anchor: Option<String>,
    pub(super) cells: Vec<String>,
}

impl RuleView {
    pub(super) fn new(
        sheet: &Sheet,
        version: &Version,
        mut examples: BTreeMap<String, Example>,
    ) -> RuleView {
        let anchors = Anchors::of(sheet);
        let mut view = Builder::new(&anchors);
        for block in sheet.blocks() {
            view.block(block);
        }
        let mut view = view.view;
        let read_by = read_by(&view);
        let mut seen = BTreeSet::new();
        for entry in view.sections.iter_mut().flat_map(|it| &mut it.entries) {
            entry.example = examples.remove(&entry.id);
            // Where two entries have one id, formulas mean the first.
            if seen.insert(entry.id.clone()) {
                let readers = read_by.get(&entry.anchor).into_iter().flatten();
                let readers = readers.filter(|it| **it != entry.anchor);
                entry.read_by = readers.cloned().collect();
            }
            entry.paper = paper(version, &entry.id);
        }
        view
    }
}

/// What the paper says that an entry has, with the paragraph of each.
fn paper(version: &Version, id: &str) -> Vec<(String, String)> {
    let of_entry = version.provisions.iter().filter(|it| match &it.status {
        ProvisionStatus::Encoded(by)
        | ProvisionStatus::Read(by)
        | ProvisionStatus::Referred(by) => by.iter().any(|name| **name == *id),
        ProvisionStatus::NotEncoded(_) => false,
    });
    let words = of_entry.map(|it| (it.says.to_string(), in_paper(version, &it.cite).to_owned()));
    words.collect()
}

/// Which entries read which, by their places.
fn read_by(view: &RuleView) -> BTreeMap<String, BTreeSet<String>> {
    let mut read_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in view.sections.iter().flat_map(|it| &it.entries) {
        for piece in &entry.pieces {
            let Piece::Formula { parts, .. } = piece else {
                continue;
            };
            let read = parts.iter().filter_map(|it| it.href.as_deref());
            for read in read.filter_map(|it| it.strip_prefix('#')) {
                let readers = read_by.entry(read.to_owned()).or_default();
                readers.insert(entry.anchor.clone());
            }
        }
    }
    read_by
}

/// The places on a page, by the names that formulas use.
struct Anchors {
    by_name: BTreeMap<String, String>,
}

impl Anchors {
    fn of(sheet: &Sheet) -> Anchors {
        let mut by_name = BTreeMap::new();
        for block in sheet.blocks() {
            match block {
                Block::Entry(head) => {
                    by_name
                        .entry(head.id.clone())
                        .or_insert_with(|| slug(&head.id));
                }
                Block::Table(_, grid) if is_of_facts(grid) => {
                    for name in grid.rows().filter_map(<[String]>::first) {
                        by_name.insert(name.clone(), slug(name));
                        // In its record a fact goes by its own name.
                        let own = name.rsplit('.').next().unwrap_or(name);
                        by_name.entry(own.to_owned()).or_insert_with(|| slug(name));
                    }
                }
                _ => {}
            }
        }
        Anchors { by_name }
    }

    /// The stretches of a formula.
    fn parts(&self, formula: &str) -> Vec<Part> {
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let mut parts: Vec<Part> = Vec::new();
        let mut after_charge = false;
        let chars: Vec<char> = formula.chars().collect();
        for run in chars.chunk_by(|a, b| is_name(*a) == is_name(*b)) {
            let text: String = run.iter().collect();
            let href = match text.starts_with(is_name) {
                true if after_charge => Some(format!("/charges/{text}")),
                true => self.by_name.get(&text).map(|anchor| format!("#{anchor}")),
                false => None,
            };
            after_charge = text == CHARGE || after_charge && text.trim().is_empty();
            match parts.last_mut() {
                Some(last) if last.href.is_none() && href.is_none() => last.text.push_str(&text),
                _ => parts.push(Part { text, href }),
            }
        }
        parts
    }
}

/// Whether a table is that of the facts, whose rows formulas name.
fn is_of_facts(grid: &Grid) -> bool {
    let headings: Vec<&str> = grid.headings().map(|it| it.0).collect();
    headings.starts_with(&["name", "type", "question"])
}

/// A name as the place of something on a page.
fn slug(name: &str) -> String {
    name.to_lowercase()
        .replace(|it: char| !it.is_alphanumeric() && it != '_', "-")
}

/// Puts blocks together.
struct Builder<'a> {
    anchors: &'a Anchors,
    view: RuleView,
    has_title: bool,
    taken: BTreeSet<String>,
}

impl<'a> Builder<'a> {
    fn new(anchors: &'a Anchors) -> Builder<'a> {
        Builder {
            anchors,
            view: RuleView {
                about: Vec::new(),
                sections: Vec::new(),
            },
            has_title: false,
            taken: BTreeSet::new(),
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(_) if !self.has_title => self.has_title = true,
            Block::Heading(heading) => {
                let id = self.place(&format!("section-{}", slug(heading)));
                self.view.sections.push(SectionView {
                    id,
                    heading: heading.clone(),
                    lead: Vec::new(),
                    entries: Vec::new(),
                });
            }
            Block::Entry(head) => {
                let anchor = self.place(&slug(&head.id));
                if let Some(section) = self.view.sections.last_mut() {
                    section.entries.push(EntryView {
                        anchor,
                        id: head.id.clone(),
                        says: capital(&head.says),
                        cite: head.cite.clone(),
                        pieces: Vec::new(),
                        paper: Vec::new(),
                        example: None,
                        read_by: Vec::new(),
                    });
                }
            }
            Block::Words {
                indent,
                opening,
                words,
                is_formula,
            } => self.words((*indent, opening), words, *is_formula),
            Block::Table(_, grid) => {
                let table = self.table(grid);
                self.piece(Piece::Table(table));
            }
            Block::Gap => {}
        }
    }

    /// A place that nothing else on the page has.
    fn place(&mut self, wanted: &str) -> String {
        let mut place = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(place.clone()) {
            place = format!("{wanted}-{number}");
            number += 1;
        }
        place
    }

    fn words(&mut self, (indent, opening): (usize, &str), words: &str, is_formula: bool) {
        let opening = opening.trim().trim_start_matches("- ").to_owned();
        if self.view.sections.is_empty() {
            self.view.about.push((opening, words.to_owned()));
            return;
        }
        let is_further_in = indent > 4;
        self.piece(match is_formula {
            true => Piece::Formula {
                is_further_in,
                opening,
                parts: self.anchors.parts(words),
            },
            false => Piece::Words {
                is_further_in,
                opening: opening.trim_start_matches('-').to_owned(),
                words: words.to_owned(),
            },
        });
    }

    /// Adds something to the last entry, or above the first.
    fn piece(&mut self, piece: Piece) {
        let Some(section) = self.view.sections.last_mut() else {
            return;
        };
        match section.entries.last_mut() {
            Some(entry) => entry.pieces.push(piece),
            None => section.lead.push(piece),
        }
    }

    fn table(&mut self, grid: &Grid) -> TableView {
        let heads = grid.headings();
        let heads = heads.map(|(words, is_figure)| (capital(words), is_figure));
        let has_anchors = is_of_facts(grid);
        let mut rows = Vec::new();
        for cells in grid.rows() {
            let name = cells.first().filter(|_| has_anchors);
            rows.push(RowView {
                anchor: name.map(|name| self.place(&slug(name))),
                cells: cells.to_vec(),
            });
        }
        TableView {
            heads: heads.collect(),
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_link_names_and_charges() {
        let anchors = Anchors {
            by_name: [("lessons", "lessons"), ("born", "children-born")]
                .map(|(name, anchor)| (name.to_owned(), anchor.to_owned()))
                .into(),
        };
        let parts = anchors.parts("charge music.lesson * lessons / age(born)");
        let links: Vec<&str> = parts.iter().filter_map(|it| it.href.as_deref()).collect();
        assert_eq!(
            links,
            ["/charges/music.lesson", "#lessons", "#children-born"]
        );
        let text: String = parts.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(text, "charge music.lesson * lessons / age(born)");
    }
}
