//! Totals besides the quote's own, side by side: a row for each record and one
//! for all, then what each is for and what is not in them.

use super::{
    answered::{Answered, Record},
    page::{Page, listed},
    quote::record_of,
    shown,
};
use almoner_engine::{
    base::{ids::TotalId, name::spoken},
    check::model::Total,
    eval::{
        quote::{LineState, Quote},
        totals::{QuotedTotal, TotalState},
    },
};

/// The table, unless no total applies.
pub(super) fn table(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    let applies = |it: &&QuotedTotal| it.state != TotalState::DoesNotApply;
    let told: Vec<&QuotedTotal> = quote.totals.iter().filter(applies).collect();
    let mut columns: Vec<TotalId> = told.iter().map(|it| it.total).collect();
    columns.dedup();
    let columns: Vec<(TotalId, &Total)> = columns
        .into_iter()
        .filter_map(|number| {
            let total = answered.version().totals.get(usize::from(number))?;
            Some((number, total))
        })
        .collect();
    if columns.is_empty() {
        return;
    }
    let mut records: Vec<Option<u16>> = told.iter().map(|it| it.record).collect();
    records.sort_by_key(|record| (record.is_none(), *record));
    records.dedup();
    // One record's totals are those of all.
    if let [Some(_), None] = records.as_slice() {
        records.truncate(1);
    }
    let cell = |number: TotalId, record: Option<u16>| {
        let found = told
            .iter()
            .find(|it| it.total == number && it.record == record);
        found.map_or_else(|| "–".to_owned(), |it| words(it.state))
    };
    let mut rows: Vec<Vec<String>> = vec![
        std::iter::once(String::new())
            .chain(columns.iter().map(|(_, total)| capital(&total.id)))
            .collect(),
    ];
    for record in &records {
        let label = label(answered, &columns, *record);
        let cells = columns.iter().map(|(number, _)| cell(*number, *record));
        rows.push(std::iter::once(label).chain(cells).collect());
    }
    drawn(page, &rows);
    for record in records.iter().flatten() {
        basis(page, answered, (&columns, *record), records.len() > 1);
    }
    besides(page, answered, &columns, quote);
    page.blank();
}

fn capital(id: &str) -> String {
    shown::capital(&spoken(id))
}

fn words(state: TotalState) -> String {
    match state {
        TotalState::Comes(money) => money.to_string(),
        TotalState::Unknown(_) => "not settled".to_owned(),
        TotalState::Refer => "refer".to_owned(),
        TotalState::DoesNotApply => "–".to_owned(),
    }
}

fn label(answered: &Answered<'_>, columns: &[(TotalId, &Total)], record: Option<u16>) -> String {
    let list = columns.iter().find_map(|(_, total)| total.for_each);
    match (list, record) {
        (Some(list), Some(number)) => {
            shown::capital(&shown::record(answered.version(), list, number))
        }
        (Some(_), None) => "Together".to_owned(),
        (None, _) => String::new(),
    }
}

/// Cells one under the other, amounts to the right.
fn drawn(page: &mut Page, rows: &[Vec<String>]) {
    let count = rows.first().map_or(0, Vec::len);
    let width = |text: &String| text.chars().count();
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(widest).collect();
    page.blank();
    for row in rows {
        let mut line = String::new();
        for (number, (cell, columns)) in row.iter().zip(&widths).enumerate() {
            let missing = columns.saturating_sub(width(cell));
            match number {
                0 => line.push_str(&format!("{cell}{:missing$}", "")),
                _ => line.push_str(&format!("   {:missing$}{cell}", "")),
            }
        }
        page.line(&line);
    }
}

/// What the totals of a record are for.
fn basis(
    page: &mut Page,
    answered: &Answered<'_>,
    (columns, record): (&[(TotalId, &Total)], u16),
    several: bool,
) {
    let says: Vec<String> = columns
        .iter()
        .map(|(_, total)| {
            let of: Record = total.for_each.map(|list| (list, record));
            answered.say(&total.says, of)
        })
        .collect();
    let list = columns.iter().find_map(|(_, total)| total.for_each);
    let opening = match list.filter(|_| several) {
        Some(list) => format!(
            "{}: ",
            shown::capital(&shown::record(answered.version(), list, record))
        ),
        None => "Reckoned: ".to_owned(),
    };
    page.hanging(0, &opening, &format!("{}.", listed(&says, "and")));
}

/// Lines of the quote that are not in the totals.
fn besides(page: &mut Page, answered: &Answered<'_>, columns: &[(TotalId, &Total)], quote: &Quote) {
    let mut left: Vec<String> = Vec::new();
    for line in &quote.lines {
        let apart = columns
            .iter()
            .any(|(_, total)| !total.of.contains(&line.line));
        let declared = answered.version().lines.get(usize::from(line.line));
        if let (Some(declared), true) = (declared, apart)
            && !matches!(line.state, LineState::DoesNotApply(_))
        {
            let words = answered.say(&declared.says, record_of(answered, line));
            if !left.contains(&words) {
                left.push(words);
            }
        }
    }
    if !left.is_empty() {
        let words = format!("{}.", left.join("; "));
        page.hanging(0, "Not in them: ", &words);
    }
}
