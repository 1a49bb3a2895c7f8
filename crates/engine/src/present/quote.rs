//! A quote in words: the lines with their amounts, what they come to, what
//! they rest on and what would change them.

use super::{
    amount::Amount,
    context::{Context, Record},
    format::{self, capital, from_to, listed},
    header::{Footer, Header},
    line::{self, LineView},
    missing::{self, MissingFact},
    notes::{self, Assumption},
    sums,
    totals::{self, TotalsTable},
};
use crate::{
    base::{date::Spoken, ids::ListId, money::Money, name::spoken, value::Value},
    check::{
        formula::Node,
        model::{Line, Reduction},
    },
    eval::{
        joined::Joined,
        quote::{LineState, Outcome, Quote, QuotedLine, Reduced},
    },
    facts::parts::Part,
    program::model::Ruling,
};

/// A quote in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteView {
    /// What was asked.
    pub header: Header,
    /// Where a booking has several parts, how they came about, in a sentence.
    pub division: Option<String>,
    /// One part, or one for each span of days with rules and charges of its
    /// own.
    pub parts: Vec<PartView>,
    /// What it comes to.
    pub total: TotalView,
    /// Totals over other spans of time; none for a quote in several parts.
    pub other_totals: Option<TotalsTable>,
    /// Who decides, and the papers.
    pub footer: Footer,
}

/// The lines of the days that have the same rules and charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartView {
    /// `1 April 2018 to 6 April 2018, 2018/19 charges, indicative`; none for
    /// the only part.
    pub title: Option<String>,
    /// The lines by record, in the order of the records; last those of none.
    pub groups: Vec<Group>,
    /// What the part comes to; none for the only part.
    pub subtotal: Option<TotalView>,
    /// What the amounts rest on, without what an earlier part says.
    pub notes: QuoteNotes,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `Child 2`; none where there is but one group.
    pub heading: Option<String>,
    /// The lines that apply or may apply.
    pub lines: Vec<LineView>,
    /// What they come to, where there are several groups and several lines.
    pub subtotal: Option<TotalView>,
}

/// A sum with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalView {
    /// `Total for 2 children`, `Together`, `For these days`.
    pub label: String,
    /// The sum, or what is known of it.
    pub amount: Amount,
}

/// What the amounts rest on, and what would change them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuoteNotes {
    /// What to do about each line that only a person can price, a sentence each.
    pub refer: Vec<String>,
    /// The lines that do not apply and why, with their records.
    pub does_not_apply: Vec<String>,
    /// What is missing.
    pub missing: Vec<MissingFact>,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
    /// The reductions that are not given, or not settled.
    pub cheaper: Vec<Cheaper>,
    /// How open points were read, a sentence each.
    pub readings: Vec<String>,
}

/// A reduction that is not given, or not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheaper {
    /// `It would be cheaper with`, or that it may be.
    pub lead: &'static str,
    /// The reduction, when it is given, and where that is written: a sentence.
    pub words: String,
}

/// A quote in one part.
#[must_use]
pub fn quote(context: &Context<'_>, quote: &Quote) -> QuoteView {
    QuoteView {
        header: Header::of(context, "quote"),
        division: None,
        parts: vec![PartView {
            title: None,
            groups: groups(context, quote),
            subtotal: None,
            notes: quote_notes(context, quote),
        }],
        total: TotalView {
            label: total_label(context, quote),
            amount: comes_to(context, quote),
        },
        other_totals: totals::totals(context, quote),
        footer: Footer::of([context.ruling]),
    }
}

/// A booking in several parts.
#[must_use]
pub fn quote_in_parts(parts: &[Part<'_>], joined: &Joined) -> QuoteView {
    let quotes = joined.quotes.iter();
    let contexts: Vec<(Context<'_>, &Quote)> = parts
        .iter()
        .zip(quotes)
        .map(|(part, (quote, trace))| (Context::of_part(part, trace), quote))
        .collect();
    let mut earlier: Vec<QuoteNotes> = Vec::new();
    let mut views = Vec::new();
    for (part, (context, quote)) in parts.iter().zip(&contexts) {
        let notes = quote_notes(context, quote);
        views.push(PartView {
            title: Some(part_title(part)),
            groups: groups(context, quote),
            subtotal: Some(TotalView {
                label: "For these days".to_owned(),
                amount: comes_to(context, quote),
            }),
            notes: notes.without(&earlier),
        });
        earlier.push(notes);
    }
    let label = contexts
        .first()
        .map(|(context, quote)| total_label(context, quote));
    QuoteView {
        header: header(parts),
        division: Some(division(parts)),
        parts: views,
        total: TotalView {
            label: label.unwrap_or_default(),
            amount: joined_amount(&contexts, joined),
        },
        other_totals: None,
        footer: Footer::of(parts.iter().map(|part| &part.ruling)),
    }
}

fn header(parts: &[Part<'_>]) -> Header {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Header::default();
    };
    let days = from_to((first.first, last.last));
    let mut header = Header::titled(&first.ruling, &format!("quote for {days}"));
    for part in parts {
        for words in super::header::indicative(&part.ruling) {
            if !header.indicative.contains(&words) {
                header.indicative.push(words);
            }
        }
    }
    header
}

fn division(parts: &[Part<'_>]) -> String {
    let changes: Vec<String> = parts
        .iter()
        .zip(parts.iter().skip(1))
        .map(|(before, after)| change(before, after))
        .collect();
    format!("In {} parts: {}.", parts.len(), listed(&changes, "and"))
}

/// What changes with a part.
fn change(before: &Part<'_>, after: &Part<'_>) -> String {
    let day = Spoken(after.first);
    let same_rules = std::ptr::eq(before.ruling.version, after.ruling.version);
    let tariff = |ruling: &Ruling<'_>| ruling.tariff.map(|it| (it.in_force, it.decision.known));
    match (same_rules, tariff(&before.ruling) == tariff(&after.ruling)) {
        (true, _) => format!("the charges change on {day}"),
        (false, true) => format!("the rules change on {day}"),
        (false, false) => format!("the rules and the charges change on {day}"),
    }
}

fn part_title(part: &Part<'_>) -> String {
    let mut title = from_to((part.first, part.last));
    if let Some(tariff) = part.ruling.tariff {
        title.push_str(&format!(", {} charges", tariff.year));
    }
    title.push_str(&format!(", {}", part.ruling.status().answer_word()));
    title
}

impl QuoteNotes {
    /// Without what was said before.
    fn without(&self, earlier: &[QuoteNotes]) -> QuoteNotes {
        fn new<T: Clone + PartialEq>(
            items: &[T],
            earlier: &[QuoteNotes],
            of: impl Fn(&QuoteNotes) -> &[T],
        ) -> Vec<T> {
            let is_new = |item: &&T| !earlier.iter().any(|it| of(it).contains(item));
            items.iter().filter(is_new).cloned().collect()
        }
        let any = |same: &dyn Fn(&QuoteNotes) -> bool| earlier.iter().any(same);
        let mut notes = QuoteNotes {
            refer: new(&self.refer, earlier, |it| &it.refer),
            missing: new(&self.missing, earlier, |it| &it.missing),
            cheaper: new(&self.cheaper, earlier, |it| &it.cheaper),
            readings: new(&self.readings, earlier, |it| &it.readings),
            ..QuoteNotes::default()
        };
        // These are read as a whole.
        if !any(&|it| it.does_not_apply == self.does_not_apply) {
            notes.does_not_apply.clone_from(&self.does_not_apply);
        }
        if !any(&|it| it.assumed == self.assumed) {
            notes.assumed.clone_from(&self.assumed);
        }
        notes
    }
}

fn quote_notes(context: &Context<'_>, quote: &Quote) -> QuoteNotes {
    QuoteNotes {
        refer: referred(context, quote),
        does_not_apply: does_not_apply(context, quote),
        missing: missing::missing(context, quote.missing),
        assumed: notes::assumptions(context, quote.assumed),
        cheaper: cheaper(context, quote),
        readings: notes::readings(context),
    }
}

/// Lines of the same record, in the order of the records; last those of none.
fn by_record<'q>(context: &Context<'_>, quote: &'q Quote) -> Vec<(Record, Vec<&'q QuotedLine>)> {
    let mut groups: Vec<(Record, Vec<&QuotedLine>)> = Vec::new();
    for quoted in &quote.lines {
        let record = record_of(context, quoted);
        match groups.iter_mut().find(|(of, _)| *of == record) {
            Some((_, lines)) => lines.push(quoted),
            None => groups.push((record, vec![quoted])),
        }
    }
    groups.sort_by_key(|(record, _)| (record.is_none(), *record));
    groups
}

pub(super) fn record_of(context: &Context<'_>, quoted: &QuotedLine) -> Record {
    let line = line_of(context, quoted)?;
    Some((line.for_each?, quoted.record?))
}

pub(super) fn line_of<'a>(context: &Context<'a>, quoted: &QuotedLine) -> Option<&'a Line> {
    context.version().lines.get(usize::from(quoted.line))
}

fn groups(context: &Context<'_>, quote: &Quote) -> Vec<Group> {
    let by_record = by_record(context, quote);
    let several = by_record.len() > 1;
    let mut groups = Vec::new();
    for (record, quoted) in &by_record {
        let lines: Vec<LineView> = quoted
            .iter()
            .filter_map(|it| line::line(context, line_of(context, it)?, it, *record))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let subtotal = (several && lines.len() > 1).then(|| TotalView {
            label: "Together".to_owned(),
            amount: Amount::settled(sums::of_lines(quoted)),
        });
        groups.push(Group {
            heading: several.then(|| group_heading(context, *record)),
            lines,
            subtotal,
        });
    }
    groups
}

fn group_heading(context: &Context<'_>, record: Record) -> String {
    match record {
        Some((list, number)) => capital(&format::record(context.version(), list, number)),
        None => "For all of them".to_owned(),
    }
}

/// What a quote comes to.
fn comes_to(context: &Context<'_>, quote: &Quote) -> Amount {
    let at_most = || sums::at_most(context, quote);
    amount(
        quote.outcome(),
        quote.total,
        quote.without_referred,
        &at_most,
    )
}

/// What the parts come to together.
fn joined_amount(contexts: &[(Context<'_>, &Quote)], joined: &Joined) -> Amount {
    let together = &joined.together;
    let at_most = || {
        contexts
            .iter()
            .try_fold(Money::ZERO, |sum, (context, quote)| {
                let total = quote.total.or_else(|| sums::at_most(context, quote));
                sum.checked_add(total?)
            })
    };
    amount(
        together.outcome,
        together.total,
        together.without_referred,
        &at_most,
    )
}

fn amount(
    outcome: Outcome,
    total: Option<Money>,
    without_referred: Option<Money>,
    at_most: &dyn Fn() -> Option<Money>,
) -> Amount {
    if total.is_some() {
        return Amount::settled(total);
    }
    match outcome {
        Outcome::DoesNotApply => Amount::words("no charge applies"),
        Outcome::Refer => match without_referred {
            Some(rest) => Amount::words(format!("refer, besides {rest}")),
            None => Amount::refer(),
        },
        Outcome::Quoted | Outcome::Undetermined => match at_most() {
            Some(most) => Amount::words(format!("not settled, at most {most}")),
            None => Amount::settled(None),
        },
    }
}

/// `Total`, or for how many it is.
fn total_label(context: &Context<'_>, quote: &Quote) -> String {
    let several = by_record(context, quote).len() > 1;
    let version = context.version();
    let lists = version.lines.iter().filter_map(|line| line.for_each);
    let list = lists.min().filter(|_| several);
    let counted = list.and_then(|list| {
        let count = context.facts.records(list)?.count();
        let name = spoken(&version.list(list).id);
        Some(format!("Total for {count} {name}"))
    });
    counted.unwrap_or_else(|| "Total".to_owned())
}

/// What to do about each line that only a person can price: each once.
fn referred(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for quoted in &quote.lines {
        let line = line_of(context, quoted).filter(|_| matches!(quoted.state, LineState::Refer(_)));
        let Some((line, refer)) = line.and_then(|line| Some((line, line.refer.as_ref()?))) else {
            continue;
        };
        let words = context.say(refer, record_of(context, quoted));
        let words = format!("{}.", context.cited(words, Some(&line.cite)));
        if !found.contains(&words) {
            found.push(words);
        }
    }
    found
}

/// Lines that do not apply where the rules say why: each reason once, with the
/// records it holds for unless it holds for all. Lines that nobody asked for
/// are left to the assumptions.
fn does_not_apply(context: &Context<'_>, quote: &Quote) -> Vec<String> {
    let mut found: Vec<(String, Option<ListId>, Vec<u16>)> = Vec::new();
    for quoted in &quote.lines {
        let (LineState::DoesNotApply(reason), Some(line)) =
            (&quoted.state, line_of(context, quoted))
        else {
            continue;
        };
        let record = record_of(context, quoted);
        if let Some(when) = &line.when
            && context.rests_on_nothing_given(when, quoted.record)
        {
            continue;
        }
        let why = match (reason, &line.otherwise) {
            (Some(reason), _) => context.reason(*reason).to_owned(),
            (None, Some(otherwise)) => context.say(otherwise, record),
            (None, None) => continue,
        };
        let words = format!("{} ({why})", spoken(&line.id));
        match found.iter_mut().find(|(same, ..)| *same == words) {
            Some((.., records)) => records.extend(quoted.record),
            None => found.push((words, line.for_each, quoted.record.into_iter().collect())),
        }
    }
    let found = found.into_iter();
    let words = found.map(|(words, list, records)| match list {
        Some(list) => of_records(context, words, list, &records),
        None => words,
    });
    words.collect()
}

/// Words, with the records they hold for unless they hold for all.
fn of_records(context: &Context<'_>, words: String, list: ListId, records: &[u16]) -> String {
    let all = context.facts.records(list).map_or(0, |it| it.count());
    if records.len() == usize::from(all) {
        return words;
    }
    let named: Vec<String> = records
        .iter()
        .map(|record| format::record(context.version(), list, *record))
        .collect();
    format!("{words} for {}", listed(&named, "and"))
}

/// The reductions that are not given, or not settled.
fn cheaper(context: &Context<'_>, quote: &Quote) -> Vec<Cheaper> {
    let mut found: Vec<Cheaper> = Vec::new();
    for quoted in &quote.lines {
        let (LineState::Applies(priced), Some(line)) = (&quoted.state, line_of(context, quoted))
        else {
            continue;
        };
        if priced.net == Some(Money::ZERO) {
            continue;
        }
        let record = record_of(context, quoted);
        for (reduction, state) in line.reductions.iter().zip(&priced.reductions) {
            if matches!(state, Reduced::Given(_)) || takes_nothing(context, reduction, record) {
                continue;
            }
            let words = condition(context, reduction, record);
            if !found.iter().any(|it| it.words == words) {
                let lead = match state {
                    Reduced::Unknown(_) => "It may be cheaper with",
                    _ => "It would be cheaper with",
                };
                found.push(Cheaper { lead, words });
            }
        }
    }
    found
}

/// Whether a reduction would take nothing off as the case stands, such as one
/// that an officer has not entered.
fn takes_nothing(context: &Context<'_>, reduction: &Reduction, record: Record) -> bool {
    match context.value_of(&reduction.take, record) {
        Some(Value::Percent(share)) => share.is_zero(),
        Some(Value::Money(money)) => money == Money::ZERO,
        Some(Value::DoesNotApply(_)) => true,
        _ => false,
    }
}

/// A reduction, when it is given, and where that is written.
fn condition(context: &Context<'_>, reduction: &Reduction, record: Record) -> String {
    let version = context.version();
    let when = match reduction.when.expr.node {
        Node::Value(number, _) => version
            .values
            .get(usize::from(number))
            .map(|value| context.say(&value.says, record))
            .filter(|says| !says.is_empty()),
        _ => None,
    };
    let when = match when {
        Some(words) => words,
        None if context.secrets().within(&reduction.when.expr) => String::new(),
        None => spoken(&reduction.when.text),
    };
    let says = context.say(&reduction.says, record);
    let words = if when.is_empty() || says.contains(&when) {
        says
    } else {
        format!("{says} — given for: {when}")
    };
    format!("{}.", context.cited(words, Some(&reduction.cite)))
}
