//! Totals over other spans of time than the quote's own: a row for each record
//! and one for all, what each is for, and what is not in them.

use super::{
    alternatives,
    amount::Amount,
    context::Context,
    value_words::{capital, listed},
};
use crate::{
    base::{
        ids::{RecordId, TotalId},
        name::to_words,
    },
    check::model::Total,
    eval::{
        quote::{LineState, Quote},
        totals::{QuotedTotal, TotalState},
    },
};

/// Other totals as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalsTable {
    /// What the columns are called: `Week`, `Term`.
    pub columns: Vec<String>,
    /// The records, then all of them together.
    pub rows: Vec<TotalsRow>,
    /// What the totals are for.
    pub bases: Vec<Basis>,
    /// Why a total is not given, a sentence each.
    pub withheld: Vec<String>,
    /// Lines of the quote that are in none of the totals.
    pub not_included: Vec<String>,
}

/// The totals of one record, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalsRow {
    /// `Child 2`; empty where the totals are of no record.
    pub label: String,
    /// An amount for each column.
    pub amounts: Vec<Amount>,
}

/// What totals are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Whose totals: `Child 2`, or `Based on` where they are the same for all.
    pub label: String,
    /// In a sentence.
    pub words: String,
}

/// The table; none if no total applies.
pub(super) fn totals(context: &Context<'_>, quote: &Quote) -> Option<TotalsTable> {
    let applies = |it: &&QuotedTotal| it.state != TotalState::DoesNotApply;
    let totals: Vec<&QuotedTotal> = quote.totals.iter().filter(applies).collect();
    let mut columns: Vec<TotalId> = totals.iter().map(|it| it.total).collect();
    columns.dedup();
    let columns: Vec<(TotalId, &Total)> = columns
        .into_iter()
        .map(|number| (number, &context.version().totals[number]))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let mut records: Vec<Option<u16>> = totals.iter().map(|it| it.record).collect();
    records.sort_by_key(|record| (record.is_none(), *record));
    records.dedup();
    // One record's totals are those of all.
    if let [Some(_), None] = records.as_slice() {
        records.truncate(1);
    }
    let amount = |number: TotalId, record: Option<u16>| {
        let found = totals
            .iter()
            .find(|it| it.total == number && it.record == record);
        match found {
            Some(it) if it.state == TotalState::Alternatives => under_each_reading(quote, it),
            found => amount(found.map_or(TotalState::DoesNotApply, |it| it.state)),
        }
    };
    let rows = records.iter().map(|record| TotalsRow {
        label: label(context, &columns, *record),
        amounts: columns
            .iter()
            .map(|(number, _)| amount(*number, *record))
            .collect(),
    });
    let bases = bases(context, &columns, &records);
    Some(TotalsTable {
        columns: columns
            .iter()
            .map(|(_, total)| capital(&to_words(&total.id)))
            .collect(),
        rows: rows.collect(),
        bases,
        withheld: withheld(context, &totals),
        not_included: not_included(context, &columns, quote),
    })
}

fn amount(state: TotalState) -> Amount {
    match state {
        TotalState::Comes(money) => Amount::settled(Some(money)),
        TotalState::Unknown(_) | TotalState::Alternatives => Amount::settled(None),
        TotalState::Refer => Amount::refer(),
        TotalState::Withheld => Amount::words("not given"),
        TotalState::DoesNotApply => Amount::words("–"),
    }
}

/// Why totals are not given, of each record or of the case.
fn withheld(context: &Context<'_>, totals: &[&QuotedTotal]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for it in totals.iter().filter(|it| it.state == TotalState::Withheld) {
        let total = &context.version().totals[it.total];
        let record = RecordId::of(total.for_each, it.record);
        let (Some(otherwise), true) = (
            &total.otherwise,
            record.is_some() == total.for_each.is_some(),
        ) else {
            continue;
        };
        let of = record.map(|record| capital(&context.version().record_words(record)));
        let of = of.map_or_else(String::new, |of| format!("{of}, "));
        let (id, why) = (to_words(&total.id), context.say(otherwise, record));
        found.push(capital(&format!("{of}{id}: {why}")));
    }
    found
}

/// What a total comes to under each reading.
fn under_each_reading(quote: &Quote, total: &QuotedTotal) -> Amount {
    let same = |it: &&QuotedTotal| it.total == total.total && it.record == total.record;
    let each = quote.alternatives.iter();
    let each = each.filter_map(|it| it.quote.totals.iter().find(same));
    alternatives::amounts(each.map(|it| amount(it.state)))
}

fn label(context: &Context<'_>, columns: &[(TotalId, &Total)], record: Option<u16>) -> String {
    let list = columns.iter().find_map(|(_, total)| total.for_each);
    match (RecordId::of(list, record), list) {
        (Some(record), _) => capital(&context.version().record_words(record)),
        (None, Some(_)) => "Together".to_owned(),
        (None, None) => String::new(),
    }
}

/// What the totals are for, once where it is the same for every record.
fn bases(
    context: &Context<'_>,
    columns: &[(TotalId, &Total)],
    records: &[Option<u16>],
) -> Vec<Basis> {
    let of = |named: bool| -> Vec<Basis> {
        let records = records.iter().flatten();
        records
            .map(|record| basis(context, columns, *record, named))
            .collect()
    };
    let mut bases = of(false);
    bases.dedup();
    match bases.len() {
        0 | 1 => bases,
        _ => of(true),
    }
}

/// What the totals of a record are for.
fn basis(context: &Context<'_>, columns: &[(TotalId, &Total)], number: u16, named: bool) -> Basis {
    let says: Vec<String> = columns
        .iter()
        .map(|(_, total)| {
            let record = RecordId::of(total.for_each, Some(number));
            context.say(&total.says, record)
        })
        .collect();
    let list = columns.iter().find_map(|(_, total)| total.for_each);
    let label = match list.filter(|_| named) {
        Some(list) => capital(&context.version().record_words(RecordId { list, number })),
        None => "Based on".to_owned(),
    };
    Basis {
        label,
        words: format!("{}.", listed(&says, "and")),
    }
}

fn not_included(
    context: &Context<'_>,
    columns: &[(TotalId, &Total)],
    quote: &Quote,
) -> Vec<String> {
    let mut left: Vec<String> = Vec::new();
    for line in &quote.lines {
        let is_in_none = columns
            .iter()
            .all(|(_, total)| !total.of.contains(&line.line));
        if is_in_none && !matches!(line.state, LineState::DoesNotApply(_)) {
            let words = context.say(&context.line(line).says, context.record_of(line));
            if !left.contains(&words) {
                left.push(words);
            }
        }
    }
    left
}
