//! Two versions of a rule set, or one on two days, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    entry::{Entry, EntryName, Field},
    price_entries, rule_entries,
};
use crate::{base::date::Date, program::model::Ruling};

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// The title of the second version.
    pub title: String,
    /// The first day in force of each version.
    pub in_force: (Date, Date),
    /// The day that each is asked about, for rates and prices.
    pub on: (Date, Date),
    /// The entries that differ, in the order in which they are shown.
    pub changes: Vec<EntryChange>,
    /// How many entries are the same.
    pub unchanged: usize,
}

/// An entry that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryChange {
    /// Its name.
    pub name: EntryName,
    /// Its words, those of the second version where it is in both.
    pub says: String,
    /// What happens to it.
    pub change: Change,
    /// Its fields that differ; of one that is in one version only, all.
    pub fields: Vec<FieldChange>,
}

/// What happens to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is in the second version only.
    Added,
    /// It is in the first version only.
    Removed,
    /// It is in both, and differs.
    Changed,
}

impl Change {
    /// The change in one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Changed => "changed",
        }
    }
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// Its text in the first version; none if it has none.
    pub before: Option<String>,
    /// Its text in the second version; none if it has none.
    pub after: Option<String>,
}

impl EntryChange {
    /// Whether it can change an answer, and not only its words.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.fields.iter().any(|it| it.field.decides)
    }
}

/// What differs between the rules of two days, or of two books.
#[must_use]
pub fn diff(before: &Ruling<'_>, after: &Ruling<'_>) -> Diff {
    let (old, new) = (entries(before), entries(after));
    let old_by_name: BTreeMap<&EntryName, &Entry> = old.iter().map(|it| (&it.name, it)).collect();
    let new_names: BTreeSet<&EntryName> = new.iter().map(|it| &it.name).collect();
    let mut changes: Vec<EntryChange> = Vec::new();
    let mut unchanged = 0;
    for entry in &new {
        let Some(earlier) = old_by_name.get(&entry.name) else {
            changes.push(change(entry, Change::Added, fields(None, Some(entry))));
            continue;
        };
        match fields(Some(earlier), Some(entry)) {
            fields if fields.is_empty() => unchanged += 1,
            fields => changes.push(change(entry, Change::Changed, fields)),
        }
    }
    let removed = old.iter().filter(|it| !new_names.contains(&it.name));
    changes.extend(removed.map(|it| change(it, Change::Removed, fields(Some(it), None))));
    changes.sort_by_key(|it| it.name.section);
    Diff {
        title: after.version.title.to_string(),
        in_force: (before.version.in_force, after.version.in_force),
        on: (before.on, after.on),
        changes,
        unchanged,
    }
}

fn entries(ruling: &Ruling<'_>) -> Vec<Entry> {
    let mut entries = rule_entries::entries(ruling.version);
    entries.extend(price_entries::entries(ruling));
    entries
}

fn change(entry: &Entry, change: Change, fields: Vec<FieldChange>) -> EntryChange {
    EntryChange {
        name: entry.name.clone(),
        says: entry.says().to_owned(),
        change,
        fields,
    }
}

/// The fields that differ, those of the first entry that the second lacks last.
fn fields(before: Option<&Entry>, after: Option<&Entry>) -> Vec<FieldChange> {
    let of = |entry: Option<&Entry>, field: Field| {
        let mut fields = entry.map_or(&[][..], |it| &it.fields).iter();
        let found = fields.find(|(it, _)| it.name == field.name);
        found.map(|(_, text)| text.clone())
    };
    let new = after.map_or(&[][..], |it| &it.fields).iter();
    let old = before.map_or(&[][..], |it| &it.fields).iter();
    let gone = old.filter(|(field, _)| of(after, *field).is_none());
    let all = new.chain(gone).map(|(field, _)| FieldChange {
        field: *field,
        before: of(before, *field),
        after: of(after, *field),
    });
    all.filter(|it| it.before != it.after).collect()
}
