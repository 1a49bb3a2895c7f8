//! Rows of a table put together from rows of another: a case, and from rows of the same
//! case with one change each what the change is of.

use almoner_engine::{
    answer::json::{Change, ChangeKind},
    columns::{Bits, ListColumn, Table},
};

/// The row of a case, and those that have one change each.
pub(super) struct Mix<'c> {
    pub(super) row: usize,
    pub(super) changes: Vec<(usize, &'c Change)>,
}

impl Mix<'_> {
    /// The row of a change of this value, of a record by its list and place.
    fn changed(&self, fact: &str, of: Option<(&str, usize)>) -> Option<usize> {
        self.row_of(|it| it.change == ChangeKind::Value && it.fact == fact && is_of(it, of))
    }

    fn row_of(&self, is_it: impl Fn(&Change) -> bool) -> Option<usize> {
        let mut changes = self.changes.iter();
        changes.find(|(_, it)| is_it(it)).map(|(row, _)| *row)
    }
}

fn is_of(change: &Change, record: Option<(&str, usize)>) -> bool {
    let own = change.record.as_ref();
    own.map(|it| (&*it.list, it.number as usize - 1)) == record
}

pub(super) fn mixed(read: &Table, rows: &[Mix<'_>]) -> Table {
    let columns = read.columns.iter().map(|column| {
        let from = |mix: &Mix<'_>| mix.changed(&column.name, None).unwrap_or(mix.row);
        column.of_rows(&rows.iter().map(from).collect::<Vec<_>>())
    });
    Table {
        rows: rows.len(),
        columns: columns.collect(),
        lists: read
            .lists
            .iter()
            .map(|list| mixed_list(list, rows))
            .collect(),
    }
}

/// A record of a row: where its case has it, or a change adds it.
struct Place<'m> {
    mix: &'m Mix<'m>,
    record: usize,
    /// Its place among the records of its case.
    at: Option<usize>,
}

fn mixed_list(list: &ListColumn, rows: &[Mix<'_>]) -> ListColumn {
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut offsets = vec![0];
    for mix in rows {
        for (at, record) in list.records(mix.row).enumerate() {
            let is_left_out = |it: &Change| {
                it.change == ChangeKind::RecordLess && is_of(it, Some((&*list.name, at)))
            };
            if mix.row_of(is_left_out).is_none() {
                let at = Some(at);
                places.push(Place { mix, record, at });
            }
        }
        for (row, change) in &mix.changes {
            if change.change == ChangeKind::RecordMore && change.fact == list.name {
                let record = list.records(*row).last().unwrap();
                let at = None;
                places.push(Place { mix, record, at });
            }
        }
        offsets.push(places.len());
    }
    let columns = list.columns.iter().map(|column| {
        let from = |place: &Place<'_>| {
            let at = place.at?;
            let row = place.mix.changed(&column.name, Some((&*list.name, at)))?;
            Some(list.records(row).start + at)
        };
        let from = |place: &Place<'_>| from(place).unwrap_or(place.record);
        column.of_rows(&places.iter().map(from).collect::<Vec<_>>())
    });
    let is_given = |mix: &Mix<'_>| {
        let mut changes = mix.changes.iter();
        list.given.get(mix.row) || changes.any(|(row, _)| list.given.get(*row))
    };
    ListColumn {
        name: list.name.clone(),
        columns: columns.collect(),
        given: Bits::of(rows.iter().map(is_given)),
        offsets,
    }
}
