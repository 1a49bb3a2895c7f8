//! The entries of a version as texts, to be compared with those of another.

use crate::check::{formula::Formula, model::Wording};

/// What an entry is. The order is that in which entries are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What holds for the whole version: its title, source and decision.
    Version,
    /// A fact.
    Fact,
    /// A table.
    Table,
    /// A set of packages.
    Packages,
    /// A dated rate, as it is on the day.
    Rate,
    /// The price of a charge, as it is on the day.
    Charge,
    /// A calendar.
    Calendar,
    /// A named value.
    Value,
    /// A criterion.
    Criterion,
    /// A value that follows from meeting the criteria.
    Follows,
    /// Days on which something falls due.
    Schedule,
    /// A rule of priority.
    Priority,
    /// A kind of place.
    Place,
    /// A line of a quote.
    Line,
    /// A way to price a line.
    Option,
    /// A reduction of a line, or an increase.
    Reduction,
    /// A total over other lengths of time.
    Total,
    /// A limit on what lines come to together.
    Limit,
    /// A letter.
    Letter,
    /// What the source says, and what the rules make of it.
    Provision,
}

impl Section {
    /// Its name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Section::Version => "version",
            Section::Fact => "fact",
            Section::Table => "table",
            Section::Packages => "packages",
            Section::Rate => "rate",
            Section::Charge => "charge",
            Section::Calendar => "calendar",
            Section::Value => "value",
            Section::Criterion => "criterion",
            Section::Follows => "follows",
            Section::Schedule => "schedule",
            Section::Priority => "priority",
            Section::Place => "place",
            Section::Line => "line",
            Section::Option => "option",
            Section::Reduction => "reduction",
            Section::Total => "total",
            Section::Limit => "limit",
            Section::Letter => "letter",
            Section::Provision => "provision",
        }
    }

    /// The heading above its entries.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Section::Version => "The version",
            Section::Fact => "Facts",
            Section::Table => "Tables",
            Section::Packages => "Packages",
            Section::Rate => "Dated rates",
            Section::Charge => "Prices",
            Section::Calendar => "Calendars",
            Section::Value => "Values",
            Section::Criterion => "Criteria",
            Section::Follows => "What follows",
            Section::Schedule => "Schedules",
            Section::Priority => "Priority",
            Section::Place => "Places",
            Section::Line => "Lines of the quote",
            Section::Option => "Ways to price a line",
            Section::Reduction => "Reductions and increases",
            Section::Total => "Other totals",
            Section::Limit => "Limits",
            Section::Letter => "Letters",
            Section::Provision => "What the source says",
        }
    }
}

/// The name of an entry: unique in its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryName {
    /// What it is.
    pub section: Section,
    /// Its id; of an option or a reduction after that of its line, of a record's
    /// fact after that of its list.
    pub id: String,
}

impl EntryName {
    pub(super) fn new(section: Section, id: impl Into<String>) -> EntryName {
        let id = id.into();
        EntryName { section, id }
    }
}

/// A field of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in rule files.
    pub name: &'static str,
    /// What it is called for people.
    pub words: &'static str,
    /// Whether it can change an answer, and not only its words.
    pub decides: bool,
}

/// An entry of a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: EntryName,
    /// Its fields that are not empty, in the order in which they are shown.
    pub fields: Vec<(Field, String)>,
}

impl Entry {
    /// An entry without fields.
    pub(super) fn new(section: Section, id: impl Into<String>) -> Entry {
        Entry {
            name: EntryName::new(section, id),
            fields: Vec::new(),
        }
    }

    /// Its words, or nothing.
    #[must_use]
    pub fn says(&self) -> &str {
        let mut fields = self.fields.iter();
        let says = fields.find(|(field, _)| ["says", "label", "title"].contains(&field.name));
        says.map_or("", |(_, text)| text)
    }

    /// Adds a field that can change an answer, unless it is empty.
    pub(super) fn rule(
        self,
        name: &'static str,
        words: &'static str,
        text: impl Into<String>,
    ) -> Entry {
        let decides = true;
        self.with(
            Field {
                name,
                words,
                decides,
            },
            text.into(),
        )
    }

    /// Adds a field of words alone, unless it is empty.
    pub(super) fn words(
        self,
        name: &'static str,
        words: &'static str,
        text: impl Into<String>,
    ) -> Entry {
        let decides = false;
        self.with(
            Field {
                name,
                words,
                decides,
            },
            text.into(),
        )
    }

    /// Adds a formula as written, if there is one.
    pub(super) fn formula<'f>(
        self,
        name: &'static str,
        words: &'static str,
        formula: impl Into<Option<&'f Formula>>,
    ) -> Entry {
        let text = formula.into().map(|formula| formula.text.to_string());
        self.rule(name, words, text.unwrap_or_default())
    }

    /// Adds a wording as written, if there is one.
    pub(super) fn wording<'w>(
        self,
        name: &'static str,
        words: &'static str,
        wording: impl Into<Option<&'w Wording>>,
    ) -> Entry {
        let text = wording.into().map(Wording::as_written);
        self.words(name, words, text.unwrap_or_default())
    }

    /// Adds where it comes from and how an open point is read.
    pub(super) fn cited(self, cite: Option<&str>, reading: Option<&str>) -> Entry {
        self.words("cite", "Where it comes from", cite.unwrap_or_default())
            .words("reading", "How we read it", reading.unwrap_or_default())
    }

    fn with(mut self, field: Field, text: String) -> Entry {
        if !text.is_empty() {
            self.fields.push((field, text));
        }
        self
    }
}
