//! How much one version may hold.

use super::diagnostics::{FileScope, Sink};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code},
    source::model::{ColumnEntry, LineEntry, RowEntry, RuleFile, TypeEntry},
};

/// The most entries of one kind: more could not be reviewed, and it bounds
/// how long a chain of values can grow.
const MAX_ENTRIES: usize = 500;

/// The most rows of one table, or of one period of a parameter.
const MAX_ROWS: usize = 10_000;

/// The most columns of one table.
const MAX_COLUMNS: usize = 16;

/// Reports a table that is too large to go on with.
pub(super) fn is_too_large(
    id: &str,
    columns: &[ColumnEntry<'_>],
    rows: &[RowEntry<'_>],
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> bool {
    let row = rows.get(MAX_ROWS).map(|RowEntry(cells, gives)| {
        let place = file.place(cells.first().unwrap_or(gives));
        (place, format!("a table can have {MAX_ROWS} rows at most"))
    });
    let column = columns.get(MAX_COLUMNS).map(|it| {
        let says = format!("a table can have {MAX_COLUMNS} columns at most");
        (file.place(it.id), says)
    });
    for (place, says) in row.iter().chain(&column) {
        let diagnostic = Diagnostic::new(Code::TooMany, *place, says.clone());
        let diagnostic = diagnostic.related(file.place(id), "of this table");
        sink.add(diagnostic.label("this is one too many"));
    }
    row.is_some() || column.is_some()
}

/// Reports lists of entries that are too long to go on with.
pub(super) fn exceeded(written: &RuleFile<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) -> bool {
    let mut found = false;
    for (what, id) in beyond(written) {
        let says = format!("there can be {MAX_ENTRIES} {what} at most");
        let diagnostic = Diagnostic::new(Code::TooMany, file.place(id), says);
        sink.add(diagnostic.label("this is one too many"));
        found = true;
    }
    found
}

/// The first entry of each kind that there is no room for.
fn beyond<'s>(written: &RuleFile<'s>) -> Vec<(&'static str, &'s str)> {
    let mut beyond = Vec::new();
    let mut add = |what, id: Option<&'s str>| beyond.extend(id.map(|id| (what, id)));
    add("facts", written.facts.get(MAX_ENTRIES).map(|it| it.id));
    add("uses", written.uses.get(MAX_ENTRIES).map(|it| it.id));
    add("tables", written.tables.get(MAX_ENTRIES).map(|it| it.id));
    add(
        "packages",
        written.packages.get(MAX_ENTRIES).map(|it| it.id),
    );
    add("values", written.values.get(MAX_ENTRIES).map(|it| it.id));
    add(
        "criteria",
        written.criteria.get(MAX_ENTRIES).map(|it| it.id),
    );
    add(
        "values that follow",
        written.follows.get(MAX_ENTRIES).map(|it| it.id),
    );
    add("lines", written.lines.get(MAX_ENTRIES).map(|it| it.id));
    add("totals", written.totals.get(MAX_ENTRIES).map(|it| it.id));
    add("limits", written.limits.get(MAX_ENTRIES).map(|it| it.id));
    add(
        "provisions",
        written.provisions.get(MAX_ENTRIES).map(|it| it.id),
    );
    let selection = &written.selection;
    add(
        "schedules",
        selection.schedules.get(MAX_ENTRIES).map(|it| it.id),
    );
    add(
        "rules of priority",
        selection.priority.get(MAX_ENTRIES).map(|it| it.id),
    );
    add("places", selection.places.get(MAX_ENTRIES).map(|it| it.id));
    for schedule in &selection.schedules {
        add(
            "stretches of a schedule",
            schedule.stretches.get(MAX_ENTRIES).map(|it| it.until),
        );
    }
    for fact in &written.facts {
        if let TypeEntry::List(fields) | TypeEntry::Also(fields) = &fact.is {
            add("facts of a record", fields.get(MAX_ENTRIES).map(|it| it.id));
        }
    }
    beyond.extend(written.lines.iter().flat_map(beyond_in_line));
    beyond
}

/// The first part of a line of each kind that there is no room for.
fn beyond_in_line<'s>(line: &LineEntry<'s>) -> impl Iterator<Item = (&'static str, &'s str)> {
    let parts = [
        (
            "options of a line",
            line.cheapest_of.get(MAX_ENTRIES).map(|it| it.id),
        ),
        (
            "readings of a line",
            line.alternatives.get(MAX_ENTRIES).map(|it| it.id),
        ),
        (
            "reductions of a line",
            line.reductions.get(MAX_ENTRIES).map(|it| it.id),
        ),
    ];
    parts.into_iter().filter_map(|(what, id)| Some((what, id?)))
}
