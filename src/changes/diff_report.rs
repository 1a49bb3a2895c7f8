//! Two versions of a rule set side by side: a row for each field that differs.

use almoner_engine::{
    base::date::LongDate,
    changes::{Change, Diff, EntryChange},
};

use crate::finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table};

/// What differs, section by section.
#[must_use]
pub fn diff_report(diff: &Diff) -> Report {
    let mut rows = Vec::new();
    let sections = diff
        .changes
        .chunk_by(|a, b| a.name.section == b.name.section);
    for section in sections {
        if let Some(first) = section.first() {
            rows.push(Row::words(RowKind::Service, first.name.section.heading()));
        }
        rows.extend(section.iter().flat_map(of_entry));
    }
    let (old, new) = (LongDate(diff.on.0), LongDate(diff.on.1));
    Report {
        title: title(diff),
        notes: vec![counted(diff)],
        tables: vec![Table {
            title: "What differs".to_owned(),
            notes: Vec::new(),
            columns: vec![
                Column::new("entry", "Entry", Kind::Code),
                Column::new("change", "Change", Kind::Text),
                Column::new("field", "Part", Kind::Text),
                Column::new("before", format!("On {old}"), Kind::Text),
                Column::new("after", format!("On {new}"), Kind::Text),
            ],
            rows,
        }],
        ..Report::default()
    }
}

/// What is compared: `Music — rules on 1 May 2018 compared with 1 May 2017`.
#[must_use]
pub fn title(diff: &Diff) -> String {
    let (old, new) = (LongDate(diff.on.0), LongDate(diff.on.1));
    format!("{} — rules on {new} compared with {old}", diff.title)
}

/// How many entries changed, were added and taken out.
#[must_use]
pub fn counted(diff: &Diff) -> String {
    let count = |change| {
        let changes = diff.changes.iter();
        changes.filter(|it| it.change == change).count()
    };
    let (changed, added, removed) = (
        count(Change::Changed),
        count(Change::Added),
        count(Change::Removed),
    );
    let entries = match changed {
        1 => "1 entry changed".to_owned(),
        changed => format!("{changed} entries changed"),
    };
    let unchanged = diff.unchanged;
    format!("{entries}, {added} added, {removed} taken out; {unchanged} are the same.")
}

fn of_entry(entry: &EntryChange) -> Vec<Row> {
    let cell = |text: Option<&String>| match text {
        Some(text) => Cell::text(text.as_str()),
        None => Cell::Empty,
    };
    let mut rows = Vec::new();
    for field in &entry.fields {
        rows.push(Row::entry(
            Some(&entry.name.id),
            vec![
                Cell::text(entry.name.id.as_str()),
                Cell::text(change_words(entry.change)),
                Cell::text(field.field.words),
                cell(field.before.as_ref()),
                cell(field.after.as_ref()),
            ],
        ));
    }
    rows
}

/// What happens to an entry, in words.
#[must_use]
pub fn change_words(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "taken out",
        Change::Changed => "changed",
    }
}
