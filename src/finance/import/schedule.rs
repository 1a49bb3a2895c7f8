//! A schedule that was read: its years and charges, and the files made of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    charge_ids,
    diagnostic::{Code, Diagnostic, Place},
    entry::Entry,
    options::Options,
    patch,
    writer::{self, Head, Letters, WrittenFile, Year},
};
use almoner_engine::{base::source_text::SourceSet, check::model::Contents};

/// A schedule as it was read.
#[derive(Debug, Default)]
pub struct Schedule {
    pub(super) years: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// The years whose charges have columns without VAT or of VAT.
    pub(super) split_years: BTreeSet<String>,
    /// How each sheet's headings were understood.
    pub layouts: Vec<String>,
    /// What could not be read, or only with a change, in the order of the rows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Schedule {
    /// How many charges it has.
    #[must_use]
    pub fn charges(&self) -> usize {
        self.entries
            .iter()
            .filter(|it| !it.is_note() && !it.is_bad)
            .count()
    }

    /// Whether every row could be taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether everything that could not be taken is a row of its own, so that
    /// the other rows can be.
    #[must_use]
    pub fn is_whole_without_bad(&self) -> bool {
        let bad: BTreeSet<(&str, u64)> = self
            .entries
            .iter()
            .filter(|it| it.is_bad)
            .map(|it| (it.place.sheet.as_str(), it.place.row))
            .collect();
        self.diagnostics
            .iter()
            .filter(|it| it.is_error())
            .all(|it| {
                let at = it.at.as_ref();
                at.is_some_and(|at| bad.contains(&(at.sheet.as_str(), at.row)))
            })
    }

    /// The years in its headings, the earliest first.
    #[must_use]
    pub fn years(&self) -> &[String] {
        &self.years
    }

    /// Warns of rows that have the name of a row above them.
    pub(super) fn warn_of_equal_names(&mut self) {
        let mut names = HashSet::with_capacity(self.entries.len());
        for entry in self.entries.iter().filter(|it| !it.is_note()) {
            if !names.insert((entry.service.as_deref(), entry.name.as_str())) {
                let says = format!("a row above is `{}` too: both are kept", entry.name);
                self.diagnostics
                    .push(entry.diagnostic(Code::Twice, says, String::new()));
            }
        }
    }

    /// Makes one charge of rows of the same name on sheets of different years.
    pub(super) fn join_years(&mut self) {
        let is_of_one_sheet = self
            .entries
            .iter()
            .zip(self.entries.iter().skip(1))
            .all(|(one, next)| one.place.sheet == next.place.sheet);
        if is_of_one_sheet {
            self.entries.iter_mut().for_each(Entry::end);
            return;
        }
        let mut joined: Vec<Entry> = Vec::new();
        let mut places: BTreeMap<(Option<String>, String), Vec<usize>> = BTreeMap::new();
        for entry in std::mem::take(&mut self.entries) {
            if entry.is_note() || entry.is_bad {
                joined.push(entry);
                continue;
            }
            let key = (entry.service.clone(), entry.name.clone());
            let known = places.entry(key).or_default();
            let same = known.iter().copied().find(|at| {
                let other = joined.get(*at);
                other.is_some_and(|other| other.is_of_other_years(&entry))
            });
            match same.and_then(|at| joined.get_mut(at)) {
                Some(first) => first.join(entry),
                None => {
                    known.push(joined.len());
                    joined.push(entry);
                }
            }
        }
        joined.iter_mut().for_each(Entry::end);
        self.entries = joined;
    }

    /// Puts the years in order, and every entry's with them.
    pub(super) fn sort_years(&mut self) {
        let mut order: Vec<usize> = (0..self.years.len()).collect();
        order.sort_by(|a, b| self.years.get(*a).cmp(&self.years.get(*b)));
        if order.is_sorted() {
            for entry in &mut self.entries {
                entry.years.resize(order.len(), None);
            }
            return;
        }
        self.years.sort();
        for entry in &mut self.entries {
            let mut years = std::mem::take(&mut entry.years);
            years.resize(order.len(), None);
            entry.years = order.iter().map(|at| years.get_mut(*at)?.take()).collect();
        }
    }

    /// Fills in who sets the charges, and their VAT letter, where no column says
    /// so.
    pub(super) fn fill_in(&mut self, options: &Options) {
        let mut is_missing = false;
        for entry in &mut self.entries {
            if let (Some(letter), false) = (&options.letter, entry.is_bad) {
                let years = entry.years.iter_mut().flatten();
                let without = years.filter(|it| it.letter.is_empty());
                without.for_each(|it| it.letter = letter.as_str().into());
            }
            if entry.is_note() || entry.is_bad || entry.category.is_some() {
                continue;
            }
            entry.category = options.category;
            is_missing |= options.category.is_none();
        }
        if is_missing {
            let says = "no column says who sets the charges";
            let help = "say it for all of them: --category D, S or R";
            self.diagnostics
                .push(Diagnostic::of_file(Code::Row, says, help));
        }
    }

    /// Rows whose charge has no price in the last year, so that it ends.
    pub fn ended(&self) -> impl Iterator<Item = &Place> {
        let ended = self.entries.iter().filter(|it| it.has_ended());
        ended.map(|it| &it.place)
    }

    /// How many rows could not be taken.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.entries.iter().filter(|it| it.is_bad).count()
    }

    /// Leaves out the rows that could not be taken, so that the others can be
    /// written. Their diagnostics stay.
    pub fn leave_out_bad(&mut self) {
        self.entries.retain(|it| !it.is_bad);
    }

    /// The files: a tariff for each year, and the catalogue. Charges that a
    /// book's catalogue has by the same printed name keep their ids; a file of
    /// the book that says the same, prices apart, is given back with the prices
    /// that were read.
    #[must_use]
    pub fn files(
        &self,
        book: &Contents,
        sources: &SourceSet,
        letters: impl Fn(&str) -> Option<Letters>,
        head: &Head,
    ) -> Vec<WrittenFile> {
        let named = charge_ids::named(&self.entries, book);
        let kept = patch::catalogue(&named, book, sources);
        let mut files = vec![kept.unwrap_or_else(|| writer::catalogue(&named, book))];
        for (number, name) in self.years.iter().enumerate() {
            let letters = letters(name).unwrap_or_default();
            let year = Year {
                number,
                name,
                letters: &letters,
                prints_only_gross: !self.split_years.contains(name),
                head,
                adopted: patch::adopted(&named, number, name, book),
            };
            let kept = patch::tariff(&named, year, book, sources);
            files.push(kept.unwrap_or_else(|| writer::tariff(&named, year)));
        }
        files
    }
}
