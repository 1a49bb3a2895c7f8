//! A quote in words: the lines with their amounts, what they come to, what
//! they rest on and what would change them.

use super::{
    alternatives::{self, AlternativeView},
    amount::Amount,
    context::Context,
    header::{Footer, Header},
    limits::{self, LimitView},
    line::{self, LineView},
    part_begins,
    quote_notes::QuoteNotes,
    totals::{self, TotalsTable},
    value_words::{capital, from_to, listed},
};
use crate::{
    answer::{Answer, Change, Part, PossibleTotals},
    base::{date::Date, ids::RecordId, money::Money, name::to_words, ratio::Ratio},
    eval::{
        basis::Basis,
        next_questions,
        parts_total::Totals,
        quote::{LineState, Outcome, Quote, QuotedLine},
        vat::{self, VatContained},
    },
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
    /// What limits on lines together change.
    pub limits: Vec<LimitView>,
    /// The amount to pay, or why there is none.
    pub total: TotalView,
    /// The VAT that it contains, where that is known and there is any.
    pub vat: Option<TotalView>,
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
    /// The total of the part; none for the only part.
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
    /// The sum under each reading of the open points that it depends on.
    pub alternatives: Vec<AlternativeView>,
}

impl TotalView {
    /// A sum that is the same under every reading.
    fn plain(label: String, amount: Amount) -> TotalView {
        TotalView {
            label,
            amount,
            alternatives: Vec::new(),
        }
    }

    /// A sum that may differ: then all are named, each with its reading.
    fn of(label: String, amount: Amount, alternatives: Vec<AlternativeView>) -> TotalView {
        TotalView {
            label,
            amount: alternatives::sentence(&alternatives).unwrap_or(amount),
            alternatives,
        }
    }
}

/// A quote in one part.
pub(super) fn quote(context: &Context<'_>, quote: &Quote) -> QuoteView {
    QuoteView {
        header: Header::of(context, "quote", quote.into()),
        division: None,
        parts: vec![PartView {
            title: None,
            groups: groups(context, quote),
            subtotal: None,
            notes: QuoteNotes::of(context, quote),
        }],
        limits: limits::limits(&quote.limits, &[(context, None)]),
        total: TotalView::of(
            total_label(context, quote),
            total_amount(context, quote),
            alternatives::of_quote(context, quote),
        ),
        vat: vat_view(vat::contained(quote, context.ruling)),
        other_totals: totals::totals(context, quote),
        footer: Footer::of([(context.ruling, quote.into())]),
    }
}

/// A booking in several parts.
pub(super) fn quote_in_parts(answer: &Answer<'_>, totals: &Totals) -> QuoteView {
    let parts = &quoted_parts(answer);
    let mut earlier: Vec<QuoteNotes> = Vec::new();
    let mut views = Vec::new();
    for (part, notes) in parts.iter().zip(notes_of(parts)) {
        let (context, quote) = (&part.context, part.quote);
        views.push(PartView {
            title: Some(part_title(part)),
            groups: groups(context, quote),
            subtotal: Some(TotalView::of(
                "For these days".to_owned(),
                total_amount(context, quote),
                alternatives::of_quote(context, quote),
            )),
            notes: notes.clone().without(&earlier),
        });
        earlier.push(notes);
    }
    let label = parts
        .first()
        .map(|part| total_label(&part.context, part.quote));
    let limited: Vec<_> = parts
        .iter()
        .map(|it| (&it.context, Some(it.days)))
        .collect();
    QuoteView {
        header: header(parts),
        division: Some(division(parts)),
        parts: views,
        limits: limits::limits(&totals.limits, &limited),
        total: TotalView::of(
            label.unwrap_or_default(),
            split_amount(parts, totals),
            alternatives::of_parts(answer, totals),
        ),
        vat: vat_view(vat::contained_in_parts(
            totals.total,
            &totals.limits,
            parts.iter().map(|it| (it.quote, it.context.ruling)),
        )),
        other_totals: None,
        footer: Footer::of(
            parts
                .iter()
                .map(|part| (part.context.ruling, part.quote.into())),
        ),
    }
}

/// The notes of each part. Why something is not charged names its days, unless
/// it is so in every part.
fn notes_of(parts: &[QuotedPart<'_>]) -> Vec<QuoteNotes> {
    let notes = parts
        .iter()
        .map(|part| QuoteNotes::of(&part.context, part.quote));
    let mut notes: Vec<QuoteNotes> = notes.collect();
    let (first, others) = match notes.split_first() {
        Some((first, others)) => (first.does_not_apply.clone(), others),
        None => return notes,
    };
    let in_all = |why: &String| others.iter().all(|it| it.does_not_apply.contains(why));
    let always: Vec<String> = first.into_iter().filter(in_all).collect();
    for (part, notes) in parts.iter().zip(&mut notes) {
        for why in &mut notes.does_not_apply {
            if !always.contains(why) {
                *why = format!("{why} ({})", from_to(part.days.0, part.days.1));
            }
        }
    }
    notes
}

/// One part of a booking, with its quote.
pub(super) struct QuotedPart<'a> {
    pub(super) context: Context<'a>,
    pub(super) days: (Date, Date),
    pub(super) begins: &'a [Change],
    pub(super) quote: &'a Quote,
}

/// The parts of a booking, with their quotes.
pub(super) fn quoted_parts<'a>(answer: &'a Answer<'_>) -> Vec<QuotedPart<'a>> {
    let part = |part: &'a Part<'_>| {
        Some(QuotedPart {
            context: Context::of_part(part),
            days: part.days()?,
            begins: part.begins(),
            quote: part.quote()?,
        })
    };
    answer.parts().filter_map(part).collect()
}

fn header(parts: &[QuotedPart<'_>]) -> Header {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Header::default();
    };
    let days = from_to(first.days.0, last.days.1);
    let mut header = Header::titled(
        first.context.ruling,
        &format!("quote for {days}"),
        Basis::default(),
    );
    header.indicative.clear();
    for part in parts {
        for words in super::header::indicative(part.context.ruling, part.quote.into()) {
            if !header.indicative.contains(&words) {
                header.indicative.push(words);
            }
        }
    }
    header
}

fn division(parts: &[QuotedPart<'_>]) -> String {
    let begins =
        |part: &QuotedPart<'_>| part_begins::words(&part.context, part.days.0, part.begins);
    let changes: Vec<String> = parts.iter().skip(1).map(begins).collect();
    format!("In {} parts: {}.", parts.len(), listed(&changes, "and"))
}

fn part_title(part: &QuotedPart<'_>) -> String {
    let ruling = part.context.ruling;
    let mut title = from_to(part.days.0, part.days.1);
    if let Some(tariff) = ruling.tariff {
        title.push_str(&format!(", {} charges", tariff.year));
    }
    title.push_str(&format!(", {}", ruling.status().answer_word()));
    title
}

/// Whether the records are of a list that may be left out: lines of no record
/// are then not about all of them.
fn has_further_records(context: &Context<'_>) -> bool {
    let version = context.version();
    let mut lists = version.lines.iter().filter_map(|line| line.for_each);
    lists.any(|list| version.list(list).assume.is_some())
}

/// Lines of the same record, in the order of the records. Those of none are
/// last if they are about all records, and first otherwise.
fn by_record<'q>(
    context: &Context<'_>,
    quote: &'q Quote,
) -> Vec<(Option<RecordId>, Vec<&'q QuotedLine>)> {
    let mut groups: Vec<(Option<RecordId>, Vec<&QuotedLine>)> = Vec::new();
    for quoted in &quote.lines {
        let record = context.record_of(quoted);
        match groups.iter_mut().find(|(of, _)| *of == record) {
            Some((_, lines)) => lines.push(quoted),
            None => groups.push((record, vec![quoted])),
        }
    }
    let are_first = has_further_records(context);
    groups.sort_by_key(|(record, _)| (record.is_none() != are_first, *record));
    groups
}

/// Whether it is open both whether there is such a line and what it says: it
/// tells a reader nothing yet.
fn is_open_throughout(context: &Context<'_>, quoted: &QuotedLine) -> bool {
    let says = &context.line(quoted).says;
    let record = context.record_of(quoted);
    matches!(quoted.state, LineState::Unknown(_)) && context.say_if_known(says, record).is_none()
}

fn groups(context: &Context<'_>, quote: &Quote) -> Vec<Group> {
    let by_record = by_record(context, quote);
    let several = by_record.len() > 1;
    let subtotals = quote.subtotals(context.version());
    let first = next_questions::first_question(context.ruling, context.facts, quote);
    let is_shown = |it: &QuotedLine| match first {
        Some(fact) => !next_questions::waits_for(&it.state, fact),
        None => !is_open_throughout(context, it),
    };
    let mut groups = Vec::new();
    for (record, quoted) in &by_record {
        let lines: Vec<LineView> = quoted
            .iter()
            .filter(|it| is_shown(it))
            .filter_map(|it| line::line(context, it))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let of_record = subtotals.iter().find(|it| it.record == *record);
        let subtotal = of_record.filter(|it| several && it.lines > 1);
        let subtotal = subtotal.map(|it| {
            let amount = match it.is_open && !quote.alternatives.is_empty() {
                true => subtotal_amounts(context, quote, *record),
                false => Amount::settled(it.amount),
            };
            TotalView::plain("Together".to_owned(), amount)
        });
        groups.push(Group {
            heading: group_heading(context, *record).filter(|_| several),
            lines,
            subtotal,
        });
    }
    groups
}

/// What the lines of a record come to under each reading.
fn subtotal_amounts(context: &Context<'_>, quote: &Quote, record: Option<RecordId>) -> Amount {
    let each = quote.alternatives.iter().map(|it| {
        let subtotals = it.quote.subtotals(context.version());
        let own = subtotals.iter().find(|it| it.record == record);
        Amount::settled(own.and_then(|it| it.amount))
    });
    alternatives::amounts(each)
}

fn group_heading(context: &Context<'_>, record: Option<RecordId>) -> Option<String> {
    match record {
        Some(record) => Some(capital(&context.version().record_words(record))),
        None => (!has_further_records(context)).then(|| "For all of them".to_owned()),
    }
}

fn vat_view(contained: Option<VatContained>) -> Option<TotalView> {
    contained.map(|it| {
        let amount = Amount::settled(Some(it.vat));
        TotalView::plain("of which VAT".to_owned(), amount)
    })
}

/// The total of a quote, or the words that replace it.
fn total_amount(context: &Context<'_>, quote: &Quote) -> Amount {
    let possible = || PossibleTotals::of(context.ruling, context.facts, quote);
    amount(
        quote.outcome(),
        quote.total,
        quote.without_referred,
        &possible,
    )
}

/// What the parts come to together.
fn split_amount(parts: &[QuotedPart<'_>], totals: &Totals) -> Amount {
    let possible = || {
        let parts = parts.iter();
        let parts = parts.map(|it| (it.context.ruling, it.context.facts, it.quote));
        PossibleTotals::of_parts(&parts.collect::<Vec<_>>())
    };
    amount(
        totals.outcome,
        totals.total,
        totals.without_referred,
        &possible,
    )
}

fn amount(
    outcome: Outcome,
    total: Option<Money>,
    without_referred: Option<Money>,
    possible: &dyn Fn() -> PossibleTotals,
) -> Amount {
    if total.is_some() {
        return Amount::settled(total);
    }
    match outcome {
        Outcome::DoesNotApply => Amount::words("no charge applies"),
        Outcome::Refer => match without_referred {
            Some(rest) => Amount::words(format!("{rest}, plus a price to be agreed")),
            None => Amount::refer(),
        },
        Outcome::Quoted | Outcome::Alternatives | Outcome::Undetermined => {
            match possible_words(&possible()) {
                Some(words) => Amount::words(format!("not known yet, {words}")),
                None => Amount::settled(None),
            }
        }
    }
}

/// The totals that there can be: `£75.00 or £150.00`, `from £5.00 to £60.00`; where there
/// need be none as low or as high, `between £5.00 and £60.00`.
fn possible_words(possible: &PossibleTotals) -> Option<String> {
    match &*possible.amounts {
        [] => {}
        [only] => return Some(format!("{only} once we know")),
        several => {
            let several: Vec<String> = several.iter().map(Money::to_string).collect();
            return Some(listed(&several, "or"));
        }
    }
    match (possible.at_least, possible.at_most) {
        (Some(least), Some(most)) if possible.are_narrowest => {
            Some(format!("from {least} to {most}"))
        }
        (Some(least), Some(most)) => Some(format!("between {least} and {most}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        // That nothing is charged at least goes without saying.
        (Some(least), None) if least.low() > Ratio::ZERO => Some(format!("at least {least}")),
        (_, None) => None,
    }
}

/// `Total`, or for how many it is.
fn total_label(context: &Context<'_>, quote: &Quote) -> String {
    let several = by_record(context, quote).len() > 1;
    let version = context.version();
    let lists = version.lines.iter().filter_map(|line| line.for_each);
    let list = lists.min();
    let list = list.filter(|_| several && !has_further_records(context));
    let counted = list.and_then(|list| {
        let count = context.facts.records(list)?.count();
        let name = to_words(&version.list(list).id);
        Some(format!("Total for {count} {name}"))
    });
    counted.unwrap_or_else(|| "Total".to_owned())
}
