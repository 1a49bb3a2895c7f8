//! Many variations of a screening, answered in columns: a microsecond or two each, where
//! the row evaluator takes a tenth of a millisecond. Columns share no code with the search
//! that explanations come from. Rows that they leave go to the row evaluator, and every
//! 50th row is answered by both.

use almoner_engine::{
    Book, Date, Outcome,
    answer::json::Change,
    check::model::RuleSet,
    columns::{Days, LoweredRules, RowsQuestion, Table, TableReader, Written, answer_rows_with},
};
use serde_json::Value;

use super::{
    Facts, ask,
    changes::with_changes,
    mixed::{Mix, mixed},
    rule_set,
};

/// One in this number of rows is also answered by the row evaluator.
const COMPARED: usize = 50;

/// The row evaluator's book, and the same one in which nothing is confidential: answers
/// to rows leave out what is.
pub(super) struct Books {
    pub(super) own: Book,
    open: Book,
}

impl Books {
    pub(super) fn built_in() -> Books {
        let open = almoner_built_in::files().iter().map(|(path, bytes)| {
            let text = str::from_utf8(bytes).unwrap();
            let text: &str = text.replace("confidential: true,", "").leak();
            (path.clone(), text.as_bytes())
        });
        let open: Vec<(String, &'static [u8])> = open.collect();
        Books {
            own: super::built_in(),
            open: Book::from_files(&open).unwrap(),
        }
    }
}

/// A question: one of some cases, with some changes, on a day.
pub(super) struct Row {
    pub(super) on: Date,
    /// The case, by its number.
    pub(super) case: usize,
    /// The changes, by their numbers.
    pub(super) changes: Vec<usize>,
}

/// Answers rows by the rules of one set, and counts them.
pub(super) struct Columns<'b> {
    books: &'b Books,
    set: &'b RuleSet,
    /// The facts that can be columns.
    names: Vec<&'b str>,
    rules: LoweredRules,
    rows: usize,
    by_columns: usize,
    compared: usize,
}

impl<'b> Columns<'b> {
    pub(super) fn new(books: &'b Books, name: &str) -> Columns<'b> {
        let set = rule_set(&books.open, name);
        let facts = set.versions.iter().flat_map(|it| it.facts.iter());
        let mut names: Vec<&str> = Vec::new();
        for fact in facts {
            assert!(!fact.confidential);
            let is_read = || TableReader::new(set, &[&*fact.id], Written::Json).is_some();
            if !names.contains(&&*fact.id) && is_read() {
                names.push(&fact.id);
            }
        }
        Columns {
            books,
            set,
            names,
            rules: LoweredRules::default(),
            rows: 0,
            by_columns: 0,
            compared: 0,
        }
    }

    /// The book whose explanations are tried.
    pub(super) fn book(&self) -> &'b Book {
        &self.books.own
    }

    /// The outcomes of whole cases on one day; none of those that are refused.
    pub(super) fn outcomes(&mut self, on: Date, cases: &[Facts]) -> Vec<Option<Outcome>> {
        let rows = (0..cases.len()).map(|case| Row {
            on,
            case,
            changes: Vec::new(),
        });
        self.answer(cases, &[], &rows.collect::<Vec<Row>>())
    }

    /// The outcomes of rows; none of those that are refused. The changes are of the
    /// first case.
    pub(super) fn answer(
        &mut self,
        cases: &[Facts],
        changes: &[Change],
        rows: &[Row],
    ) -> Vec<Option<Outcome>> {
        let changed = changes.iter().map(|it| with_changes(&cases[0], [it]));
        let all: Vec<Facts> = cases.iter().cloned().chain(changed).collect();
        let (read, places) = self.read(&all);
        let mix = |row: &Row| {
            let changes = row.changes.iter().map(|change| {
                let place = places[cases.len() + change]?;
                Some((place, &changes[*change]))
            });
            Some(Mix {
                row: places[row.case]?,
                changes: changes.collect::<Option<_>>()?,
            })
        };
        let mixes: Vec<Option<Mix<'_>>> = rows.iter().map(mix).collect();
        let days = rows.iter().zip(&mixes).filter(|(_, mix)| mix.is_some());
        let days = days.map(|(row, _)| day_number(row.on)).collect();
        let is_left: Vec<bool> = mixes.iter().map(Option::is_none).collect();
        let mixes: Vec<Mix<'_>> = mixes.into_iter().flatten().collect();
        let mut outcomes = self.answer_table(&mixed(&read, &mixes), days).into_iter();
        let each = rows.iter().zip(is_left).map(|(row, is_left)| {
            let found = (!is_left).then(|| outcomes.next().unwrap());
            self.compared(row, found, || {
                let changes = row.changes.iter().map(|it| &changes[*it]);
                with_changes(&cases[row.case], changes)
            })
        });
        each.collect()
    }

    /// What columns found of a row, held against the row evaluator where it is its turn;
    /// what the row evaluator says where they found nothing.
    fn compared(
        &mut self,
        row: &Row,
        found: Option<Option<Outcome>>,
        facts: impl Fn() -> Facts,
    ) -> Option<Outcome> {
        self.rows += 1;
        if let Some(found) = found
            && !self.rows.is_multiple_of(COMPARED)
        {
            return found;
        }
        let facts = facts();
        let by_row = ask(&self.books.own, &self.set.id, row.on, &facts).map(|it| it.0);
        if let Some(found) = found {
            self.compared += 1;
            let facts = Value::Object(facts);
            assert_eq!(found, by_row, "{} on {}: {facts}", self.set.id, row.on);
        }
        by_row
    }

    /// A table of those cases that can be read into columns, and the row of each.
    fn read(&self, cases: &[Facts]) -> (Table, Vec<Option<usize>>) {
        let mut reader = TableReader::new(self.set, &self.names, Written::Json).unwrap();
        let mut rows = 0;
        let places = cases.iter().map(|facts| {
            let mut facts = facts.iter();
            let is_read = facts.all(|(name, value)| {
                let place = self.names.iter().position(|it| it == name);
                place.is_some_and(|place| reader.read(place, &value.to_string()))
            });
            reader.end_row(is_read);
            rows += usize::from(is_read);
            is_read.then(|| rows - 1)
        });
        let places = places.collect();
        (reader.take(), places)
    }

    fn answer_table(&mut self, table: &Table, days: Vec<i64>) -> Vec<Option<Outcome>> {
        let question = RowsQuestion {
            rule_set: &self.set.id,
            days: &Days::Each(days),
            default_day: None,
            known: None,
            reasons: false,
        };
        let (open, rows) = (&self.books.open, 0..table.rows);
        let answered = answer_rows_with(open, &question, table, rows, &mut self.rules);
        self.by_columns += answered.by_columns;
        answered.outcomes
    }

    /// How many rows there were, how many columns answered, and how many of these the
    /// row evaluator answered too.
    pub(super) fn counted(&self) -> String {
        let Columns {
            rows,
            by_columns,
            compared,
            ..
        } = self;
        format!("{rows} rows, {by_columns} by columns, {compared} of both")
    }
}

/// A day as columns have it.
fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
