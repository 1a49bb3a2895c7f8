//! One line of a quote as rows: the price, the ways that were compared, the
//! reductions.

use super::{
    answered::{Answered, Record},
    bought, open,
    page::Row,
    shown,
};
use almoner_engine::{
    base::value::Value,
    check::model::{Line, PriceOption},
    eval::quote::{Amount, Compared, Priced, Reduced},
};

/// How far what belongs to a line is set in beneath it.
const BENEATH: usize = 2;

/// A line that applies.
pub(super) fn rows(
    answered: &Answered<'_>,
    line: &Line,
    record: Record,
    priced: &Priced,
    indent: usize,
) -> Vec<Row> {
    let mut rows = vec![Row {
        indent,
        label: answered.say(&line.says, record),
        working: working(line, priced),
        amount: match priced.gross {
            Some(gross) => gross.to_string(),
            None => "not settled".to_owned(),
        },
        bold: false,
    }];
    let mut notes = if line.has_named_ways() {
        compared(answered, line, record, priced)
    } else {
        Vec::new()
    };
    for option in &line.options {
        notes.extend(bought::behind(answered, &option.each, record));
    }
    rows.extend(notes.into_iter().map(|label| Row {
        indent: indent + BENEATH,
        label,
        ..Row::default()
    }));
    rows.extend(reductions(answered, line, record, priced, indent + BENEATH));
    rows
}

/// A line that only a person can price.
pub(super) fn referred(answered: &Answered<'_>, line: &Line, record: Record) -> Vec<Row> {
    vec![Row {
        indent: BENEATH,
        label: answered.say(&line.says, record),
        amount: "refer".to_owned(),
        ..Row::default()
    }]
}

/// `10 × £5.00`, where the line says how many.
fn working(line: &Line, priced: &Priced) -> String {
    let Some((option, amount)) = taken(line, priced) else {
        return String::new();
    };
    if option.quantity.is_none() || is_range_of_ways(priced, &amount) {
        return String::new();
    }
    times(&amount)
}

fn times(amount: &Amount) -> String {
    let quantity = amount.quantity.number().unwrap_or_default().normalize();
    format!("{quantity} × {}", amount.each)
}

/// The way that was taken, and what it comes to.
fn taken<'l>(line: &'l Line, priced: &Priced) -> Option<(&'l PriceOption, Amount)> {
    let index = usize::from(priced.chosen?);
    match priced.compared.get(index)? {
        Compared::Priced(amount) => Some((line.options.get(index)?, *amount)),
        _ => None,
    }
}

/// Whether the price is the lower of several that overlap, and not one way's.
fn is_range_of_ways(priced: &Priced, chosen: &Amount) -> bool {
    priced.gross.is_some_and(|gross| gross != chosen.amount)
}

/// What was compared, a sentence for each other way.
fn compared(answered: &Answered<'_>, line: &Line, record: Record, priced: &Priced) -> Vec<String> {
    let taken = taken(line, priced);
    let chosen = taken.map(|(option, amount)| Way {
        name: answered.say(&option.says, record),
        sum: sum_of(option, &amount),
        amount,
    });
    let mut said = Vec::new();
    if let (Some(only), 1) = (&chosen, line.options.len()) {
        said.push(only.name.clone());
    }
    for ((number, option), way) in line.options.iter_ids().zip(&priced.compared) {
        if chosen.is_some() && priced.chosen == Some(number) {
            continue;
        }
        let name = answered.say(&option.says, record);
        said.push(match way {
            Compared::Priced(amount) => beside(
                chosen.as_ref(),
                Way {
                    name,
                    sum: sum_of(option, amount),
                    amount: *amount,
                },
            ),
            Compared::Unknown(missing) => {
                let needs = open::names_in(answered, *missing, record);
                format!("{name}: not settled, needs {needs}")
            }
            Compared::DoesNotApply(reason) => {
                match reason.map_or("", |reason| answered.reason(reason)) {
                    "" => format!("{name}: cannot be chosen here"),
                    why => format!("{name}: cannot be chosen here: {why}"),
                }
            }
        });
    }
    said
}

/// A way to price a line, in words.
struct Way {
    name: String,
    sum: String,
    amount: Amount,
}

/// A way that was not taken, beside the one that was.
fn beside(chosen: Option<&Way>, other: Way) -> String {
    let Some(chosen) = chosen else {
        return format!("{}: {}", other.name, other.sum);
    };
    let (ours, theirs) = (chosen.amount.amount, other.amount.amount);
    if ours == theirs {
        format!("{}; {} it would be the same", chosen.name, other.name)
    } else if ours.max() > theirs.min() {
        format!(
            "{}, {}, overlaps {}, {}: whichever turns out lower is charged",
            chosen.name, chosen.sum, other.name, other.sum
        )
    } else {
        format!(
            "{}, the cheaper; {} it would be {}",
            chosen.name, other.name, other.sum
        )
    }
}

/// `5 × £47.50 = £237.50`, or the amount alone.
fn sum_of(option: &PriceOption, amount: &Amount) -> String {
    let once = amount.quantity == Value::Whole(1);
    if option.quantity.is_some() && !once {
        format!("{} = {}", times(amount), amount.amount)
    } else {
        amount.amount.to_string()
    }
}

fn reductions(
    answered: &Answered<'_>,
    line: &Line,
    record: Record,
    priced: &Priced,
    indent: usize,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for (reduction, stands) in line.reductions.iter().zip(&priced.reductions) {
        let (amount, note) = match stands {
            Reduced::Given(Some(money)) => (shown::taken_off(*money), String::new()),
            Reduced::Given(None) => ("not settled".to_owned(), String::new()),
            Reduced::Unknown(missing) => {
                let needs = format!(", needs {}", open::names_in(answered, *missing, record));
                ("not settled".to_owned(), needs)
            }
            Reduced::NotGiven => continue,
        };
        rows.push(Row {
            indent,
            label: format!("{}{note}", answered.say(&reduction.says, record)),
            amount,
            ..Row::default()
        });
    }
    rows
}
