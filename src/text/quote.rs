//! A quote as text: the lines with their amounts, then what the amounts rest
//! on and what would change them.

use super::{
    answered::{Answered, Record},
    head, open,
    page::{Page, Row, listed},
    priced, shown, totals, why,
};
use almoner_engine::{
    base::{
        ids::ListId,
        money::Money,
        name::spoken,
        value::{Missing, Value},
    },
    check::{
        formula::Node,
        model::{Line, Reduction},
    },
    eval::quote::{LineState, Outcome, Priced, Quote, QuotedLine, Reduced},
};

/// The quote in full; with `why`, every formula worked out besides.
#[must_use]
pub fn quote(answered: &Answered<'_>, quote: &Quote, why: bool) -> String {
    let mut page = Page::default();
    head::above(&mut page, answered, "quote");
    let mut rows = lines(answered, quote);
    rows.push(total(answered, quote));
    page.rows(&rows);
    page.blank();
    totals::table(&mut page, answered, quote);
    notes(&mut page, answered, quote);
    if why {
        why::quote(&mut page, answered, quote);
    }
    head::below(&mut page, answered);
    page.finish()
}

/// What the amounts rest on, and what would change them.
pub(super) fn notes(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    referred(page, answered, quote);
    out_of_place(page, answered, quote);
    open::missing(page, answered, quote.missing);
    head::assumed(page, answered, quote.assumed);
    cheaper(page, answered, quote);
    head::readings(page, answered);
}

/// Lines of the same record, in the order of the records; last those of none.
fn sections(answered: &Answered<'_>, quote: &Quote) -> Vec<(Record, Vec<QuotedLine>)> {
    let mut sections: Vec<(Record, Vec<QuotedLine>)> = Vec::new();
    for quoted in &quote.lines {
        let record = record_of(answered, quoted);
        match sections.iter_mut().find(|(of, _)| *of == record) {
            Some((_, lines)) => lines.push(quoted.clone()),
            None => sections.push((record, vec![quoted.clone()])),
        }
    }
    sections.sort_by_key(|(record, _)| (record.is_none(), *record));
    sections
}

pub(super) fn record_of(answered: &Answered<'_>, quoted: &QuotedLine) -> Record {
    let line = line_of(answered, quoted)?;
    Some((line.for_each?, quoted.record?))
}

pub(super) fn line_of<'a>(answered: &Answered<'a>, quoted: &QuotedLine) -> Option<&'a Line> {
    answered.version().lines.get(usize::from(quoted.line))
}

/// The lines, in a section for each record where there are several.
pub(super) fn lines(answered: &Answered<'_>, quote: &Quote) -> Vec<Row> {
    let sections = sections(answered, quote);
    let several = sections.len() > 1;
    let mut rows = Vec::new();
    for (record, lines) in &sections {
        let mut inside = Vec::new();
        for quoted in lines {
            inside.extend(row_of(answered, quoted, *record));
        }
        if several && !inside.is_empty() {
            rows.push(Row {
                label: section_title(answered, *record),
                bold: true,
                ..Row::default()
            });
            let stands = |quoted: &&QuotedLine| !matches!(quoted.state, LineState::DoesNotApply(_));
            if lines.iter().filter(stands).count() > 1 {
                inside.push(subtotal(lines));
            }
        }
        rows.append(&mut inside);
    }
    rows
}

fn section_title(answered: &Answered<'_>, record: Record) -> String {
    match record {
        Some((list, number)) => shown::capital(&shown::record(answered.version(), list, number)),
        None => "For all of them".to_owned(),
    }
}

fn row_of(answered: &Answered<'_>, quoted: &QuotedLine, record: Record) -> Vec<Row> {
    let Some(line) = line_of(answered, quoted) else {
        return Vec::new();
    };
    match &quoted.state {
        LineState::Applies(priced) => priced::rows(answered, line, record, priced, 2),
        LineState::Unknown(missing) => vec![Row {
            indent: 2,
            label: format!(
                "{}, needs {}",
                answered.say(&line.says, record),
                open::names_in(answered, *missing, record)
            ),
            amount: "not settled".to_owned(),
            ..Row::default()
        }],
        LineState::Refer(_) => priced::referred(answered, line, record),
        LineState::DoesNotApply(_) => Vec::new(),
    }
}

fn subtotal(lines: &[QuotedLine]) -> Row {
    let mut sum = Some(Money::ZERO);
    for quoted in lines {
        sum = match &quoted.state {
            LineState::Applies(priced) => sum
                .zip(priced.net)
                .and_then(|(sum, net)| sum.checked_add(net)),
            LineState::Unknown(_) | LineState::Refer(_) => None,
            LineState::DoesNotApply(_) => sum,
        };
    }
    Row {
        indent: 2,
        label: "Together".to_owned(),
        amount: sum.map_or_else(|| "not settled".to_owned(), |sum| sum.to_string()),
        ..Row::default()
    }
}

fn total(answered: &Answered<'_>, quote: &Quote) -> Row {
    Row {
        label: total_label(answered, quote),
        amount: comes_to(answered, quote),
        bold: true,
        ..Row::default()
    }
}

/// What a quote comes to, in words.
pub(super) fn comes_to(answered: &Answered<'_>, quote: &Quote) -> String {
    let nothing_applies = quote
        .lines
        .iter()
        .all(|quoted| matches!(quoted.state, LineState::DoesNotApply(_)));
    match quote.total {
        Some(total) => total.to_string(),
        None if quote.missing.is_empty() && nothing_applies => "no charge applies".to_owned(),
        None if quote.outcome() == Outcome::Refer => match quote.without_referred {
            Some(rest) => format!("refer, besides {rest}"),
            None => "refer".to_owned(),
        },
        None => match most(answered, quote) {
            Some(most) => format!("not settled, at most {most}"),
            None => "not settled".to_owned(),
        },
    }
}

/// `Total`, or for how many it is.
pub(super) fn total_label(answered: &Answered<'_>, quote: &Quote) -> String {
    let several = sections(answered, quote).len() > 1;
    let version = answered.version();
    let lists = version.lines.iter().filter_map(|line| line.for_each);
    let list = lists.min().filter(|_| several);
    let counted = list.and_then(|list| {
        let count = answered.facts.records(list)?.count();
        let fact = version.lists.get(usize::from(list))?.fact;
        let name = spoken(&version.facts.get(usize::from(fact))?.id);
        Some(format!("Total for {count} {name}"))
    });
    counted.unwrap_or_else(|| "Total".to_owned())
}

/// What the total cannot be above, when only reductions are not settled.
pub(super) fn most(answered: &Answered<'_>, quote: &Quote) -> Option<Money> {
    let mut sum = Money::ZERO;
    let mut of_lines = Missing::NONE;
    for quoted in &quote.lines {
        match &quoted.state {
            LineState::Applies(priced) => {
                sum = sum.checked_add(settled_part(priced)?)?;
                of_lines = of_lines.union(priced.missing);
            }
            LineState::Unknown(_) | LineState::Refer(_) => return None,
            LineState::DoesNotApply(_) => {}
        }
    }
    let lists = answered.version().lists.iter();
    let open_list = lists
        .flat_map(|list| list.complete.into_iter().chain([list.fact]))
        .any(|fact| quote.missing.contains(fact));
    let only_lines = quote.missing.facts().all(|fact| of_lines.contains(fact));
    (only_lines && !open_list && !quote.lines.is_empty()).then_some(sum)
}

/// A line's price less the reductions that are settled.
fn settled_part(priced: &Priced) -> Option<Money> {
    let given = |left: Money, reduced: &Reduced| match reduced {
        Reduced::Given(Some(money)) => left.difference(*money),
        _ => Some(left),
    };
    priced.reductions.iter().try_fold(priced.gross?, given)
}

/// What to say of each line that only a person can price: each once.
fn referred(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    let mut said: Vec<String> = Vec::new();
    for quoted in &quote.lines {
        let line =
            line_of(answered, quoted).filter(|_| matches!(quoted.state, LineState::Refer(_)));
        let Some((line, refer)) = line.and_then(|line| Some((line, line.refer.as_ref()?))) else {
            continue;
        };
        let words = answered.say(refer, record_of(answered, quoted));
        let words = format!("{}.", answered.cited(words, Some(&line.cite)));
        if !said.contains(&words) {
            page.hanging(0, "Refer: ", &words);
            said.push(words);
        }
    }
}

/// Lines that have no place in this quote where the rules say why: each reason
/// once, with the records it holds for unless it holds for all. What nobody
/// asked for is left to the assumptions, which are told anyway.
fn out_of_place(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    let mut said: Vec<(String, Option<ListId>, Vec<u16>)> = Vec::new();
    for quoted in &quote.lines {
        let (LineState::DoesNotApply(reason), Some(line)) =
            (&quoted.state, line_of(answered, quoted))
        else {
            continue;
        };
        let record = record_of(answered, quoted);
        if let Some(when) = &line.when
            && answered.is_untold(when, quoted.record)
        {
            continue;
        }
        let why = match (reason, &line.otherwise) {
            (Some(reason), _) => answered.reason(*reason).to_owned(),
            (None, Some(otherwise)) => answered.say(otherwise, record),
            (None, None) => continue,
        };
        let words = format!("{} ({why})", spoken(&line.id));
        match said.iter_mut().find(|(same, ..)| *same == words) {
            Some((.., records)) => records.extend(quoted.record),
            None => said.push((words, line.for_each, quoted.record.into_iter().collect())),
        }
    }
    let told: Vec<String> = said
        .into_iter()
        .map(|(words, list, records)| match list {
            Some(list) => of_records(answered, words, list, &records),
            None => words,
        })
        .collect();
    if !told.is_empty() {
        page.hanging(0, "Does not apply: ", &format!("{}.", told.join("; ")));
    }
}

/// Words, with the records they hold for unless they hold for all.
fn of_records(answered: &Answered<'_>, words: String, list: ListId, records: &[u16]) -> String {
    let all = answered.facts.records(list).map_or(0, |it| it.count());
    if records.len() == usize::from(all) {
        return words;
    }
    let named: Vec<String> = records
        .iter()
        .map(|record| shown::record(answered.version(), list, *record))
        .collect();
    format!("{words} for {}", listed(&named, "and"))
}

/// The reductions that are not given, or not settled.
fn cheaper(page: &mut Page, answered: &Answered<'_>, quote: &Quote) {
    let mut said: Vec<String> = Vec::new();
    for quoted in &quote.lines {
        let (LineState::Applies(priced), Some(line)) = (&quoted.state, line_of(answered, quoted))
        else {
            continue;
        };
        if priced.net == Some(Money::ZERO) {
            continue;
        }
        let record = record_of(answered, quoted);
        for (reduction, stands) in line.reductions.iter().zip(&priced.reductions) {
            if matches!(stands, Reduced::Given(_)) || takes_nothing(answered, reduction, record) {
                continue;
            }
            let lead = match stands {
                Reduced::Unknown(_) => "It may be cheaper with:",
                _ => "It would be cheaper with:",
            };
            let words = condition(answered, reduction, record);
            if !said.contains(&words) {
                page.titled(lead, &words);
                said.push(words);
            }
        }
    }
}

/// Whether a reduction would take nothing off as the case stands, such as one
/// that an officer has not entered.
fn takes_nothing(answered: &Answered<'_>, reduction: &Reduction, record: Record) -> bool {
    match answered.value_of(&reduction.take, record) {
        Some(Value::Percent(share)) => share.is_zero(),
        Some(Value::Money(money)) => money == Money::ZERO,
        Some(Value::DoesNotApply(_)) => true,
        _ => false,
    }
}

/// A reduction, when it is given, and where that is written.
fn condition(answered: &Answered<'_>, reduction: &Reduction, record: Record) -> String {
    let version = answered.version();
    let when = match reduction.when.expr.node {
        Node::Value(number, _) => version
            .values
            .get(usize::from(number))
            .map(|value| answered.say(&value.says, record))
            .filter(|says| !says.is_empty()),
        _ => None,
    };
    let when = match when {
        Some(words) => words,
        None if answered.secrets().within(&reduction.when.expr) => String::new(),
        None => spoken(&reduction.when.text),
    };
    let says = answered.say(&reduction.says, record);
    let words = if when.is_empty() || says.contains(&when) {
        says
    } else {
        format!("{says} — given for: {when}")
    };
    format!("{}.", answered.cited(words, Some(&reduction.cite)))
}
