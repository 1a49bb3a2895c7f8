//! Quoting: every line priced, reduced and added up. A price that is a range
//! stays one to the total.

use smallvec::SmallVec;

use super::{
    evaluator::{Evaluator, Fault, Impossible},
    facts::Facts,
    reduction,
    screen::Unfinished,
    totals::{self, QuotedTotal},
    trace::{Recorder, Silent, Trace},
    truth::Truth,
};
use crate::{
    base::{
        ids::{LineId, ListId, OptionId, ReasonId},
        money::Money,
        value::{Missing, Value},
    },
    check::{
        formula::Formula,
        model::{Line, PriceOption},
    },
    program::model::Ruling,
};

/// The answer to a question of price.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Every line, in file order and within it in the records' order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines that apply; none while any of them is unknown or
    /// is a person's to price, or if none applies.
    pub total: Option<Money>,
    /// Where a person prices some lines: the sum of the others that apply.
    pub without_referred: Option<Money>,
    /// Totals besides, in file order and within it in the records' order.
    pub totals: Vec<QuotedTotal>,
    /// The facts on which the total hangs.
    pub missing: Missing,
    /// Whether a list is missing or more of its records may come.
    pub missing_list: bool,
    /// The facts that were assumed and read.
    pub assumed: Missing,
}

/// What comes of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a total.
    Quoted,
    /// It hangs on facts that are not known.
    Undetermined,
    /// All that can be known is; a person prices the rest.
    Refer,
    /// No line applies.
    DoesNotApply,
}

impl Outcome {
    /// What answers for machines call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Quoted => "quoted",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
            Outcome::DoesNotApply => "does_not_apply",
        }
    }
}

impl Quote {
    /// What comes of it: whatever is unknown decides before what only a person
    /// may price, as in a screening.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.missing.is_empty() {
            Outcome::Undetermined
        } else if self.refers() {
            Outcome::Refer
        } else if self.total.is_some() {
            Outcome::Quoted
        } else {
            Outcome::DoesNotApply
        }
    }

    /// Whether a person prices some line.
    #[must_use]
    pub fn refers(&self) -> bool {
        self.lines
            .iter()
            .any(|line| matches!(line.state, LineState::Refer(_)))
    }
}

/// One line, for the case or for one record.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotedLine {
    /// Its number in the version.
    pub line: LineId,
    /// The record it is for.
    pub record: Option<u16>,
    /// How it stands.
    pub state: LineState,
}

/// How a line stands.
#[derive(Clone, Debug, PartialEq)]
pub enum LineState {
    /// There is such a line, and this is known of its price.
    Applies(Box<Priced>),
    /// Whether there is such a line hangs on these facts.
    Unknown(Missing),
    /// There is such a line, and only a person can price it: no way to price
    /// it applies; a reason where the rules give one.
    Refer(Option<ReasonId>),
    /// There is no such line; a reason where the rules give one.
    DoesNotApply(Option<ReasonId>),
}

/// What is known of a line's price.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Priced {
    /// Every way to price it, in file order, with what it comes to.
    pub compared: SmallVec<[Compared; 1]>,
    /// The number of the way that was taken; none while that is unknown.
    pub chosen: Option<OptionId>,
    /// Before reductions.
    pub gross: Option<Money>,
    /// Every reduction, in file order.
    pub reductions: SmallVec<[Reduced; 1]>,
    /// After reductions.
    pub net: Option<Money>,
    /// The facts on which the price hangs.
    pub missing: Missing,
}

/// One way to price a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    /// It comes to so much.
    Priced(Amount),
    /// It hangs on these facts.
    Unknown(Missing),
    /// It cannot be chosen.
    DoesNotApply(Option<ReasonId>),
}

/// A price times a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The price of one as worked out.
    pub worked: Money,
    /// The price of one, rounded as the rule set says.
    pub each: Money,
    /// How many.
    pub quantity: Value,
    /// Price times quantity, rounded as the rule set says.
    pub amount: Money,
}

/// How a reduction stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reduced {
    /// It is given, and takes off so much; none while that is not known. It
    /// never takes off more than the reductions before it leave.
    Given(Option<Money>),
    /// It is not given.
    NotGiven,
    /// It hangs on these facts.
    Unknown(Missing),
}

/// Quotes without a trace.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn quote(ruling: &Ruling<'_>, facts: &Facts) -> Result<Quote, Fault> {
    let mut it = Evaluator::new(ruling, facts, Silent);
    add_up(&mut it)
}

/// Quotes and keeps the trace.
///
/// # Errors
/// When arithmetic cannot be done; the trace so far comes with the fault.
pub fn quote_traced(ruling: &Ruling<'_>, facts: &Facts) -> Result<(Quote, Trace), Box<Unfinished>> {
    let mut trace = Trace::new();
    match quote_recorded(ruling, facts, &mut trace) {
        Ok(quote) => Ok((quote, trace)),
        Err(fault) => Err(Box::new(Unfinished { fault, trace })),
    }
}

/// Quotes, and tells a recorder of one's own.
///
/// # Errors
/// When arithmetic cannot be done.
pub fn quote_recorded<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &Facts,
    recorder: R,
) -> Result<Quote, Fault> {
    add_up(&mut Evaluator::new(ruling, facts, recorder))
}

fn add_up<R: Recorder>(it: &mut Evaluator<'_, R>) -> Result<Quote, Fault> {
    let version = it.ruling.version;
    let mut quote = Quote {
        lines: Vec::with_capacity(version.lines.len()),
        total: None,
        without_referred: None,
        totals: Vec::new(),
        missing: Missing::NONE,
        missing_list: false,
        assumed: Missing::NONE,
    };
    for (number, line) in version.lines.iter_ids() {
        let Some(list) = line.for_each else {
            let state = state(it, line, None)?;
            quote.lines.push(QuotedLine {
                line: number,
                record: None,
                state,
            });
            continue;
        };
        let Some(records) = it.facts.records(list) else {
            quote.missing = quote.missing.union(missing_list(it, list));
            quote.missing_list = true;
            continue;
        };
        let open = open_list(it, list);
        quote.missing_list |= !open.is_empty();
        quote.missing = quote.missing.union(open);
        for record in 0..records.count() {
            let state = state(it, line, Some((list, record)))?;
            quote.lines.push(QuotedLine {
                line: number,
                record: Some(record),
                state,
            });
        }
    }
    total(it, &mut quote)?;
    if !version.totals.is_empty() {
        quote.totals = totals::totals(it, &quote)?;
    }
    quote.assumed = it.assumed;
    Ok(quote)
}

fn missing_list<R: Recorder>(it: &Evaluator<'_, R>, list: ListId) -> Missing {
    Missing::fact(it.ruling.version.lists[list].fact)
}

/// What is missing when more records may come.
fn open_list<R: Recorder>(it: &Evaluator<'_, R>, list: ListId) -> Missing {
    let Some(complete) = it.ruling.version.lists[list].complete else {
        return Missing::NONE;
    };
    match it.facts.value(complete) {
        Value::YesNo(false) => missing_list(it, list),
        Value::Unknown(missing) => missing,
        _ => Missing::NONE,
    }
}

fn total<R: Recorder>(it: &mut Evaluator<'_, R>, quote: &mut Quote) -> Result<(), Fault> {
    let mut sum: Option<Money> = None;
    let mut refers = false;
    for line in &quote.lines {
        match &line.state {
            LineState::DoesNotApply(_) => {}
            LineState::Refer(_) => refers = true,
            LineState::Unknown(missing) => quote.missing = quote.missing.union(*missing),
            LineState::Applies(priced) => {
                quote.missing = quote.missing.union(priced.missing);
                if let Some(net) = priced.net {
                    let added = match sum {
                        Some(so_far) => so_far.checked_add(net),
                        None => Some(net),
                    };
                    sum = Some(added.ok_or_else(|| it.fault_without_place(Impossible::Overflow))?);
                }
            }
        }
    }
    let sum = sum.filter(|_| quote.missing.is_empty());
    match refers {
        true => quote.without_referred = sum,
        false => quote.total = sum,
    }
    Ok(())
}

/// How a line stands. Most lines of most questions do not apply, and are done
/// with here.
#[inline]
fn state<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<(ListId, u16)>,
) -> Result<LineState, Fault> {
    let Some(when) = &line.when else {
        return price(it, line, record);
    };
    match it.judge(when, record)? {
        Truth::Yes => price(it, line, record),
        Truth::Unknown => Ok(LineState::Unknown(it.gathered)),
        Truth::OutOfPlace(reason) => Ok(LineState::DoesNotApply(Some(reason))),
        Truth::No => Ok(LineState::DoesNotApply(None)),
    }
}

/// Prices a line that there is.
#[inline(never)]
fn price<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<(ListId, u16)>,
) -> Result<LineState, Fault> {
    let mut priced = Box::<Priced>::default();
    for option in &line.options {
        let way = compare(it, option, record)?;
        priced.compared.push(way);
    }
    take_cheapest(&mut priced);
    if priced.chosen.is_none() && priced.missing.is_empty() {
        let reason = first_reason(&priced.compared);
        return Ok(match line.refer {
            Some(_) => LineState::Refer(reason),
            None => LineState::DoesNotApply(reason),
        });
    }
    reduction::reduce(it, line, record, &mut priced)?;
    Ok(LineState::Applies(priced))
}

fn first_reason(compared: &[Compared]) -> Option<ReasonId> {
    compared.iter().find_map(|way| match way {
        Compared::DoesNotApply(reason) => *reason,
        _ => None,
    })
}

/// What one way to price a line comes to.
fn compare<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    option: &PriceOption,
    record: Option<(ListId, u16)>,
) -> Result<Compared, Fault> {
    if let Some(when) = &option.when {
        match it.judge(when, record)? {
            Truth::Yes => {}
            Truth::Unknown => return Ok(Compared::Unknown(it.gathered)),
            Truth::OutOfPlace(reason) => return Ok(Compared::DoesNotApply(Some(reason))),
            Truth::No => return Ok(Compared::DoesNotApply(None)),
        }
    }
    let each = it.work(&option.each, record)?;
    let quantity = match &option.quantity {
        Some(quantity) => it.work(quantity, record)?,
        None => Value::Whole(1),
    };
    match (&each, &quantity) {
        (Value::Unknown(a), Value::Unknown(b)) => return Ok(Compared::Unknown(a.union(*b))),
        (Value::Unknown(missing), _) | (_, Value::Unknown(missing)) => {
            return Ok(Compared::Unknown(*missing));
        }
        (Value::DoesNotApply(reason), _) | (_, Value::DoesNotApply(reason)) => {
            return Ok(Compared::DoesNotApply(Some(*reason)));
        }
        _ => {}
    }
    let (Value::Money(worked), Some(times)) = (each, quantity.number()) else {
        return Ok(Compared::DoesNotApply(None));
    };
    let each = rounded(it, worked, &option.each)?;
    let amount = each
        .checked_mul(times)
        .ok_or_else(|| it.fault_in(Impossible::Overflow, &option.each))?;
    let amount = rounded(it, amount, &option.each)?;
    Ok(Compared::Priced(Amount {
        worked,
        each,
        quantity,
        amount,
    }))
}

/// An amount rounded as the rule set says: most are short enough already.
#[inline]
pub(super) fn rounded<R: Recorder>(
    it: &Evaluator<'_, R>,
    money: Money,
    formula: &Formula,
) -> Result<Money, Fault> {
    match &it.ruling.version.rounding {
        Some(rule) if money.is_left_by(rule.rounding) => Ok(money),
        _ => rounded_off(it, money, formula),
    }
}

fn rounded_off<R: Recorder>(
    it: &Evaluator<'_, R>,
    money: Money,
    formula: &Formula,
) -> Result<Money, Fault> {
    match &it.ruling.version.rounding {
        Some(rule) => money
            .round(rule.rounding)
            .ok_or_else(|| it.fault_in(Impossible::Overflow, formula)),
        None if money.is_whole_pennies() => Ok(money),
        None => Err(it.fault_in(Impossible::NotRounded, formula)),
    }
}

/// Takes the cheapest. Where prices are ranges that overlap, the line is the
/// lower of them end by end; while any way is unknown, so is the price.
fn take_cheapest(priced: &mut Priced) {
    let mut best: Option<Money> = None;
    for (number, way) in (0..).map(OptionId::new).zip(&priced.compared) {
        match way {
            Compared::Priced(Amount { amount, .. }) => {
                let cheaper =
                    best.is_none_or(|best| (amount.min(), amount.max()) < (best.min(), best.max()));
                if cheaper {
                    priced.chosen = Some(number);
                    best = Some(*amount);
                }
                priced.gross = Some(match priced.gross {
                    Some(gross) => gross.cheaper(*amount),
                    None => *amount,
                });
            }
            Compared::Unknown(facts) => priced.missing = priced.missing.union(*facts),
            Compared::DoesNotApply(_) => {}
        }
    }
    if !priced.missing.is_empty() {
        priced.chosen = None;
        priced.gross = None;
    }
    priced.net = priced.gross;
}
