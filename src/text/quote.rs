//! A quote laid out: the lines with their amounts in a column, then what they
//! rest on.

use super::{explanation, header, layout::Page, working};
use crate::tables::pages::AmountRow;
use almoner_engine::present::{
    ExplanationView, Group, LimitView, LineView, QuoteNotes, QuoteView, ReductionView, TotalView,
    TotalsTable, Working, labels,
};

/// How far what belongs to a line is set in under it.
const INDENT: usize = 2;

/// The quote in full, with what would cost less and the working that is given.
pub(super) fn quote(view: &QuoteView, explanation: &ExplanationView, steps: &[Working]) -> String {
    let mut page = Page::default();
    header::above(&mut page, &view.header);
    if let Some(division) = &view.division {
        page.paragraph(0, division);
    }
    page.blank();
    page.rows(&rows(view));
    if !view.total.alternatives.is_empty() {
        let total = &view.total;
        page.heading(&format!("{}: {}.", total.label, total.amount));
    }
    page.blank();
    for part in &view.parts {
        open_points(&mut page, &part.notes);
    }
    if let Some(table) = &view.other_totals {
        totals(&mut page, table);
    }
    for part in &view.parts {
        notes(&mut page, &part.notes);
    }
    let readings = view
        .parts
        .iter()
        .flat_map(|part| part.notes.readings.clone());
    let of_limits = view.limits.iter().filter_map(|it| it.reading.clone());
    let mut readings: Vec<String> = readings.collect();
    readings.extend(
        of_limits
            .filter(|it| !readings.contains(it))
            .collect::<Vec<_>>(),
    );
    header::readings(&mut page, &readings);
    explanation::explanation(&mut page, explanation);
    for working in steps {
        working::working(&mut page, working);
    }
    header::below(&mut page, &view.footer);
    page.finish()
}

/// The lines and what they come to, in order.
pub(super) fn rows(view: &QuoteView) -> Vec<AmountRow> {
    let mut rows = Vec::new();
    for part in &view.parts {
        rows.extend(part.title.as_deref().map(AmountRow::title));
        let indent = if part.title.is_some() { INDENT } else { 0 };
        for group in &part.groups {
            let own = group_rows(group).into_iter();
            rows.extend(own.map(|row| row.set_in(indent)));
        }
        rows.extend(part.subtotal.iter().flat_map(|it| sums(it, INDENT)));
    }
    rows.extend(view.limits.iter().flat_map(limit));
    if view.total.alternatives.is_empty() {
        rows.push(AmountRow {
            bold: true,
            ..sum(&view.total, 0)
        });
    }
    rows.extend(view.vat.as_ref().map(|it| sum(it, INDENT)));
    rows
}

/// The lines of one record, under its name where there are several.
fn group_rows(group: &Group) -> Vec<AmountRow> {
    let mut rows: Vec<AmountRow> = Vec::new();
    rows.extend(group.heading.as_deref().map(AmountRow::title));
    rows.extend(group.lines.iter().flat_map(line));
    rows.extend(group.subtotal.as_ref().map(|it| sum(it, INDENT)));
    rows
}

/// A limit that changes the total, and what bears the difference.
fn limit(limit: &LimitView) -> [AmountRow; 2] {
    let own = AmountRow {
        label: limit.label.clone(),
        amount: limit.amount.to_string(),
        ..AmountRow::default()
    };
    let note = AmountRow {
        indent: INDENT,
        label: limit.note.clone(),
        ..AmountRow::default()
    };
    [own, note]
}

fn sum(total: &TotalView, indent: usize) -> AmountRow {
    AmountRow {
        indent,
        label: total.label.clone(),
        amount: total.amount.to_string(),
        ..AmountRow::default()
    }
}

/// A sum, or one for each reading.
fn sums(total: &TotalView, indent: usize) -> Vec<AmountRow> {
    if total.alternatives.is_empty() {
        return vec![sum(total, indent)];
    }
    let each = total.alternatives.iter().map(|it| AmountRow {
        indent,
        label: format!("{} if {}", total.label, it.reading),
        amount: it.amount.to_string(),
        ..AmountRow::default()
    });
    each.collect()
}

fn line(line: &LineView) -> Vec<AmountRow> {
    let own = AmountRow {
        indent: INDENT,
        label: line.label.clone(),
        working: line
            .times
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        amount: match line.alternatives.is_empty() {
            true => line.amount.to_string(),
            false => String::new(),
        },
        bold: false,
    };
    let beneath = |label: &str, amount: String| AmountRow {
        indent: INDENT * 2,
        label: label.to_owned(),
        amount,
        ..AmountRow::default()
    };
    let notes = line.notes.iter().map(|it| beneath(it, String::new()));
    let reduction = |it: &ReductionView| AmountRow {
        working: it.share.clone().unwrap_or_default(),
        ..beneath(&it.label, it.amount.to_string())
    };
    let alternatives = line.alternatives.iter().flat_map(|it| {
        let own = AmountRow {
            working: it
                .times
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ..beneath(&format!("if {}", it.reading), it.amount.to_string())
        };
        let reductions = it.reductions.iter();
        let reductions = reductions.map(|it| reduction(it).set_in(INDENT));
        std::iter::once(own).chain(reductions).collect::<Vec<_>>()
    });
    let reductions = line.reductions.iter().map(reduction);
    std::iter::once(own)
        .chain(alternatives)
        .chain(notes)
        .chain(reductions)
        .collect()
}

/// Totals over other spans of time, amounts to the right.
fn totals(page: &mut Page, table: &TotalsTable) {
    let titles = std::iter::once(String::new()).chain(table.columns.iter().cloned());
    let mut rows: Vec<Vec<String>> = vec![titles.collect()];
    for row in &table.rows {
        let amounts = row.amounts.iter().map(ToString::to_string);
        rows.push(std::iter::once(row.label.clone()).chain(amounts).collect());
    }
    page.blank();
    page.grid(&rows);
    for basis in &table.bases {
        page.hanging(0, &format!("{}: ", basis.label), &basis.words);
    }
    for withheld in &table.withheld {
        page.hanging(0, "", &format!("{withheld}."));
    }
    header::together(page, labels::NOT_INCLUDED, &table.not_included);
    page.blank();
}

/// What keeps the amounts open.
fn open_points(page: &mut Page, notes: &QuoteNotes) {
    header::missing(page, 0, &notes.missing);
    header::settles(page, &notes.settles, &notes.later);
    header::list(page, 0, labels::REFER, &notes.refer);
}

/// What would change the amounts.
fn notes(page: &mut Page, notes: &QuoteNotes) {
    for cheaper in &notes.cheaper {
        page.titled(&format!("{}:", labels::CHEAPER), cheaper);
    }
    header::assumed(page, &notes.assumed);
    header::together(page, labels::DOES_NOT_APPLY, &notes.does_not_apply);
}
