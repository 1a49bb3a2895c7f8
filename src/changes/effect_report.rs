//! What a change of rules does to cases, as tables: how many of each kind, the
//! cases that differ with the largest difference first, and the changed entries
//! that no case reaches.

use almoner_engine::{
    base::{
        date::{Date, LongDate},
        money::Money,
    },
    changes::{CaseEffect, Cause, Effect, EffectKind, EntryChange, Parting},
};
use rust_decimal::Decimal;

use super::diff_report::change_words;
use crate::finance::{
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table, Working},
};

/// What is compared.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The title of the rule set.
    pub title: &'a str,
    /// The day before the change, and the one after it; none where each case is
    /// asked about its own day.
    pub days: (Option<Date>, Option<Date>),
    /// The directory of the other book, where there is one.
    pub with: Option<String>,
    /// What the cases are: `the book's own cases`, or the name of a file.
    pub cases: String,
}

/// What a change does to cases; with `all`, those that it leaves as they are too.
#[must_use]
pub fn effect_report(effect: &Effect, compared: &Compared<'_>, all: bool) -> Report {
    let mut notes = vec![format!("Cases: {}.", compared.cases)];
    notes.extend(left_out(effect));
    let mut tables = vec![counts(effect)];
    tables.extend(reasons(effect));
    tables.extend(cases(effect, all));
    tables.extend(not_reached(effect));
    if effect.changed == 0 {
        notes.push("No entry of the rules that can change an answer differs.".to_owned());
    } else if effect.not_reached.is_empty() {
        notes.push("A case reaches every entry that changed.".to_owned());
    }
    Report {
        title: title(compared),
        notes,
        tables,
        ..Report::default()
    }
}

/// Puts the cases that differ, if any, before the other tables: CSV has one table.
pub fn cases_first(report: &mut Report) {
    let is_of_cases = |table: &Table| {
        let first = table.columns.first();
        first.is_some_and(|column| column.id == "case")
    };
    report.tables.sort_by_key(|table| !is_of_cases(table));
}

fn title(compared: &Compared<'_>) -> String {
    let day = |day: Option<Date>| match day {
        Some(day) => LongDate(day).to_string(),
        None => "each case's own day".to_owned(),
    };
    let (before, after) = (day(compared.days.0), day(compared.days.1));
    let title = compared.title;
    match &compared.with {
        None => {
            format!("{title} — effect of the rules of {after}, compared with those of {before}")
        }
        Some(with) if before == after => {
            format!("{title} — effect of the rules in {with}, on {after}")
        }
        Some(with) => {
            format!("{title} — effect of the rules in {with} of {after}, compared with {before}")
        }
    }
}

/// Facts that one side does not ask for, and that were left out of its questions.
fn left_out(effect: &Effect) -> Vec<String> {
    let of = |side: &str, names: &dyn Fn(&CaseEffect) -> Vec<String>| {
        let mut all: Vec<String> = effect.cases.iter().flat_map(names).collect();
        all.sort();
        all.dedup();
        (!all.is_empty()).then(|| {
            format!(
                "Not asked {side} the change, and left out: {}.",
                all.join(", ")
            )
        })
    };
    let before = of("before", &|case| case.before.left_out.clone());
    let after = of("after", &|case| case.after.left_out.clone());
    before.into_iter().chain(after).collect()
}

/// Both totals of a case, where both are known.
fn totals(case: &CaseEffect) -> Option<(Money, Money)> {
    Some((case.before.total?, case.after.total?))
}

/// How many cases of each kind, with the sums of those that have a total on both
/// sides.
fn counts(effect: &Effect) -> Table {
    let has_totals = effect.cases.iter().any(|it| totals(it).is_some());
    let mut columns = vec![
        Column::new("effect", "Effect", Kind::Text),
        Column::new("cases", "Cases", Kind::Count),
    ];
    if has_totals {
        columns.extend([
            Column::new("before", "Before", Kind::Money),
            Column::new("after", "After", Kind::Money),
            Column::new("pounds", "Difference", Kind::Money)
                .worked(Working::Difference("before", "after")),
        ]);
    }
    let row = |words: &str, cases: &[&CaseEffect]| {
        let mut cells = vec![Cell::text(words), Cell::count(cases.len())];
        if has_totals {
            cells.extend(sums(cases));
        }
        cells
    };
    let mut rows = Vec::new();
    for kind in EffectKind::ALL {
        let cases: Vec<&CaseEffect> = effect.cases.iter().filter(|it| it.kind == kind).collect();
        if !cases.is_empty() {
            rows.push(Row::entry(None, row(kind.words(), &cases)));
        }
    }
    let all: Vec<&CaseEffect> = effect.cases.iter().collect();
    rows.push(Row {
        kind: RowKind::Subtotal,
        ..Row::entry(None, row("All", &all))
    });
    Table {
        title: "How many".to_owned(),
        notes: Vec::new(),
        columns,
        rows,
    }
}

fn sums(cases: &[&CaseEffect]) -> Vec<Cell> {
    let both: Vec<(Money, Money)> = cases.iter().filter_map(|it| totals(it)).collect();
    let add = |of: fn(&(Money, Money)) -> Money| {
        let mut amounts = both.iter().map(of);
        amounts.try_fold(Money::ZERO, Money::checked_add)
    };
    match (add(|it| it.0), add(|it| it.1)) {
        (Some(old), Some(new)) if !both.is_empty() => {
            let pounds = RangeDelta::pounds(old, new).map_or(Cell::Empty, Cell::Change);
            vec![Cell::Money(old), Cell::Money(new), pounds]
        }
        _ => vec![Cell::Empty; 3],
    }
}

/// Why cases differ: how many of each kind have the same first step that differs, the
/// most first; what the rules do before what only the other day does.
fn reasons(effect: &Effect) -> Option<Table> {
    let mut reasons: Vec<(EffectKind, String, bool, usize)> = Vec::new();
    for case in &effect.cases {
        let Some(parting) = &case.parting else {
            continue;
        };
        let (step, by_day) = (step(parting), parting.cause == Cause::Day);
        let known = reasons
            .iter_mut()
            .find(|it| it.0 == case.kind && it.1 == step);
        match known {
            Some(reason) => reason.3 += 1,
            None => reasons.push((case.kind, step, by_day, 1)),
        }
    }
    let is_short = reasons.len() * 2
        > effect
            .cases
            .iter()
            .filter(|it| it.parting.is_some())
            .count();
    if is_short {
        // Hardly any two have a reason in common: the list of cases says it all.
        return None;
    }
    reasons.sort_by_key(|(kind, _, by_day, count)| (*by_day, std::cmp::Reverse(*count), *kind));
    let rows = reasons.iter().map(|(kind, step, _, count)| {
        let cells = vec![
            Cell::text(kind.words()),
            Cell::count(*count),
            Cell::text(step.as_str()),
        ];
        Row::entry(None, cells)
    });
    Some(Table {
        title: "Why they differ".to_owned(),
        notes: Vec::new(),
        columns: vec![
            Column::new("effect", "Effect", Kind::Text),
            Column::new("cases", "Cases", Kind::Count),
            Column::new("step", "First step that differs", Kind::Text),
        ],
        rows: rows.collect(),
    })
}

/// The cases that differ, the largest difference first.
fn cases(effect: &Effect, all: bool) -> Option<Table> {
    let shown = |it: &&CaseEffect| all || it.kind != EffectKind::Unchanged;
    let mut cases: Vec<&CaseEffect> = effect.cases.iter().filter(shown).collect();
    if cases.is_empty() {
        return None;
    }
    let pounds = |case: &CaseEffect| {
        let (old, new) = totals(case)?;
        RangeDelta::pounds(old, new)
    };
    let size = |case: &CaseEffect| {
        let size = pounds(case).map(|it| it.low.abs().max(it.high.abs()));
        size.unwrap_or(Decimal::ZERO)
    };
    cases.sort_by(|a, b| size(b).cmp(&size(a)).then(a.kind.cmp(&b.kind)));
    let has_totals = cases.iter().any(|it| totals(it).is_some());
    let mut columns = vec![
        Column::new("case", "Case", Kind::Text),
        Column::new("effect", "Effect", Kind::Text),
        Column::new("before", "Before", Kind::Text),
        Column::new("after", "After", Kind::Text),
    ];
    if has_totals {
        columns.push(Column::new("pounds", "Difference", Kind::Money));
    }
    columns.extend([
        Column::wide("entry", "Entry", Kind::Code),
        Column::new("step", "First step that differs", Kind::Text),
    ]);
    let rows = cases.iter().map(|case| {
        let mut cells = vec![
            Cell::text(case.name.as_str()),
            Cell::text(case.kind.words()),
            Cell::text(case.before.words(&case.after)),
            Cell::text(case.after.words(&case.before)),
        ];
        if has_totals {
            cells.push(pounds(case).map_or(Cell::Empty, Cell::Change));
        }
        let entry = case.parting.as_ref().map(|it| it.entry.id.clone());
        cells.push(entry.map_or(Cell::Empty, Cell::text));
        cells.push(
            case.parting
                .as_ref()
                .map_or(Cell::Empty, |it| Cell::text(step(it))),
        );
        Row::entry(None, cells)
    });
    Some(Table {
        title: match all {
            true => "Every case".to_owned(),
            false => "The cases that differ".to_owned(),
        },
        notes: Vec::new(),
        rows: rows.collect(),
        columns,
    })
}

/// The first step that differs, in a sentence or two.
fn step(parting: &Parting) -> String {
    let says = match parting.says.as_str() {
        "" => parting.entry.id.as_str(),
        says => says,
    };
    let result = match (&parting.before, &parting.after) {
        (Some(before), Some(after)) if before == after => before.clone(),
        (Some(before), Some(after)) => format!("{before}, now {after}"),
        (None, Some(after)) => format!("now {after}"),
        (Some(before), None) => format!("{before} before"),
        (None, None) => String::new(),
    };
    let cause = match &parting.cause {
        Cause::Formula { before, after } => format!("The formula was `{before}`, now `{after}`."),
        Cause::Read {
            what,
            before,
            after,
        } => format!("Because “{what}” was {before}, now {after}."),
        Cause::OneSide if parting.before.is_none() => "It was not looked at before.".to_owned(),
        Cause::OneSide => "It is no longer looked at.".to_owned(),
        Cause::Day => {
            "Because the day asked about is another, not because of the rules.".to_owned()
        }
    };
    format!("{says}: {result}. {cause}")
}

/// The changed entries that no case reaches.
fn not_reached(effect: &Effect) -> Option<Table> {
    if effect.not_reached.is_empty() {
        return None;
    }
    let row = |it: &EntryChange| {
        let cells = vec![
            Cell::text(it.name.id.as_str()),
            Cell::text(change_words(it.change)),
            Cell::text(it.says.as_str()),
        ];
        Row::entry(Some(&it.name.id), cells)
    };
    let mut rows = Vec::new();
    for section in effect
        .not_reached
        .chunk_by(|a, b| a.name.section == b.name.section)
    {
        if let Some(first) = section.first() {
            rows.push(Row::words(RowKind::Service, first.name.section.heading()));
        }
        rows.extend(section.iter().map(row));
    }
    Some(Table {
        title: "Changed entries that no case reaches".to_owned(),
        notes: Vec::new(),
        columns: vec![
            Column::new("entry", "Entry", Kind::Code),
            Column::new("change", "Change", Kind::Text),
            Column::new("says", "Words", Kind::Text),
        ],
        rows,
    })
}
