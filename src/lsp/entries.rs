//! The names of a book, each with its type, its words and where it comes from.

use crate::text::show::{price_words, type_words};
use almoner_engine::{
    base::ids::ChargeId,
    book::Book,
    check::{
        formula::FUNCTIONS,
        model::{Charge, Contents, Fact, Version},
    },
};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    Fact,
    Value,
    Criterion,
    Line,
    Table,
    Packages,
    Rate,
    Calendar,
    Charge,
    Function,
}

impl EntryKind {
    fn words(self) -> &'static str {
        match self {
            EntryKind::Fact => "fact",
            EntryKind::Value => "value",
            EntryKind::Criterion => "criterion",
            EntryKind::Line => "line",
            EntryKind::Table => "table",
            EntryKind::Packages => "packages",
            EntryKind::Rate => "dated rate",
            EntryKind::Calendar => "calendar",
            EntryKind::Charge => "charge",
            EntryKind::Function => "function",
        }
    }

    /// Whether formulas can have it as a name.
    pub(super) fn is_in_formulas(self) -> bool {
        !matches!(
            self,
            EntryKind::Criterion | EntryKind::Line | EntryKind::Charge
        )
    }
}

/// A name with what is to be said of it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    pub(super) name: String,
    /// Its type, or its price, in words.
    pub(super) is: String,
    /// Paragraphs: what it is, where it comes from, how it is read.
    says: Vec<String>,
}

impl Entry {
    fn new(kind: EntryKind, name: &str, is: impl Into<String>) -> Entry {
        Entry {
            kind,
            name: name.to_owned(),
            is: is.into(),
            says: Vec::new(),
        }
    }

    /// With a paragraph, unless it is empty.
    fn says(mut self, says: impl AsRef<str>) -> Entry {
        let says = says.as_ref();
        if !says.is_empty() {
            self.says.push(says.to_owned());
        }
        self
    }

    fn cite(self, cite: Option<&str>) -> Entry {
        match cite {
            Some(cite) => self.says(format!("Source: {cite}")),
            None => self,
        }
    }

    fn reading(self, reading: Option<&str>) -> Entry {
        match reading {
            Some(reading) => self.says(format!("How it is read: {reading}")),
            None => self,
        }
    }

    /// `fact: yes or no`.
    pub(super) fn detail(&self) -> String {
        match self.is.is_empty() {
            true => self.kind.words().to_owned(),
            false => format!("{}: {}", self.kind.words(), self.is),
        }
    }

    /// Everything, as Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("**{}** ({})", self.name, self.detail());
        for says in &self.says {
            text.push_str("\n\n");
            text.push_str(says);
        }
        text
    }
}

/// Every name that a file of a book can use: those of its version first.
pub(super) fn entries(book: &Book, version: Option<&Version>) -> Vec<Entry> {
    let contents = book.contents();
    let mut found = Vec::new();
    if let Some(version) = version {
        of_version(&mut found, version);
    }
    for rate in &contents.parameters {
        let latest = rate.periods.last();
        let entry = Entry::new(EntryKind::Rate, &rate.id, rate.gives.to_string());
        let entry = entry.says(&rate.says).cite(latest.map(|it| &*it.cite));
        found.push(entry.reading(latest.and_then(|it| it.reading.as_deref())));
    }
    for calendar in &contents.calendars {
        let days = format!("{} to {}", calendar.from, calendar.until);
        let entry = Entry::new(EntryKind::Calendar, &calendar.id, days);
        found.push(entry.says(&calendar.says).cite(Some(&calendar.source)));
    }
    for (id, charge) in contents.charges.iter_ids() {
        found.push(charge_entry(contents, id, charge));
    }
    let functions = FUNCTIONS.iter();
    found.extend(functions.map(|(name, _)| Entry::new(EntryKind::Function, name, "")));
    found
}

fn of_version(found: &mut Vec<Entry>, version: &Version) {
    found.extend(version.facts.iter().map(fact_entry));
    for value in &version.values {
        let entry = Entry::new(EntryKind::Value, &value.id, value.is.ty.to_string());
        let entry = entry.says(value.says.as_written());
        let entry = entry.says(format!("`{}`", value.is.text));
        let entry = entry.cite(value.cite.as_deref());
        found.push(entry.reading(value.reading.as_deref()));
    }
    for it in &version.criteria {
        let entry = Entry::new(EntryKind::Criterion, &it.id, "");
        let entry = entry.says(it.says.as_written()).cite(Some(&it.cite));
        found.push(entry.reading(it.reading.as_deref()));
    }
    for it in &version.lines {
        let entry = Entry::new(EntryKind::Line, &it.id, "");
        let entry = entry.says(it.says.as_written()).cite(Some(&it.cite));
        found.push(entry.reading(it.reading.as_deref()));
    }
    for it in &version.tables {
        let entry = Entry::new(EntryKind::Table, &it.id, it.gives.to_string());
        let entry = entry.says(&it.says).cite(it.cite.as_deref());
        found.push(entry.reading(it.reading.as_deref()));
    }
    for it in &version.packages {
        let entry = Entry::new(EntryKind::Packages, &it.id, it.covers.join(", "));
        let entry = entry.says(&it.says).cite(it.cite.as_deref());
        found.push(entry.reading(it.reading.as_deref()));
    }
}

fn fact_entry(fact: &Fact) -> Entry {
    let mut entry = Entry::new(EntryKind::Fact, &fact.id, type_words(fact)).says(&*fact.ask);
    if let Some(hint) = &fact.hint {
        entry = entry.says(&**hint);
    }
    if let Some(when) = &fact.when {
        entry = entry.says(format!("Asked when `{}`", when.text));
    }
    if let Some(assume) = &fact.assume {
        entry = entry.says(format!("If not given, `{}` is assumed", assume.text));
    }
    match &fact.from {
        Some(from) => entry.says(format!("From: {from}")),
        None => entry,
    }
}

/// A charge with its price in every year.
fn charge_entry(contents: &Contents, id: ChargeId, charge: &Charge) -> Entry {
    let newest = contents.tariffs.iter().next_back();
    let price = newest
        .map(|tariff| price_words(tariff, id))
        .unwrap_or_default();
    let mut entry = Entry::new(EntryKind::Charge, &charge.id, price);
    entry = entry.says(format!("{}: {}", charge.service, charge.name));
    for tariff in &contents.tariffs {
        let cite = tariff.prices[id].as_ref().map_or("", |price| &*price.cite);
        let price = price_words(tariff, id);
        entry = entry.says(format!("{}: {price} {cite}", tariff.year).trim_end());
    }
    entry
}
