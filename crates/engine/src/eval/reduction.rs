//! What reductions take off a line's price, and what increases add.

use smallvec::SmallVec;

use super::{
    ends::Ends,
    evaluator::Evaluator,
    fault::{Fault, Impossible},
    quote_model::{Priced, Reduced},
    three_valued::Ternary,
    trace::Recorder,
};
use crate::{
    base::{
        ids::RecordId,
        money::Money,
        value::{Missing, Value},
    },
    check::{
        formula::Formula,
        model::{Line, Reduction, ReductionsApply},
    },
};

/// The reductions and increases of a line, evaluated once: whether each is given
/// and how much it is, whatever the price that it is taken off.
pub(super) struct Reductions<'r>(SmallVec<[State<'r>; 1]>);

impl<'r> Reductions<'r> {
    /// Evaluates them in their order.
    pub(super) fn of<R: Recorder>(
        it: &mut Evaluator<'_, R>,
        line: &'r Line,
        record: Option<RecordId>,
    ) -> Result<Reductions<'r>, Fault> {
        let mut states = SmallVec::new();
        for reduction in &line.reductions {
            states.push(state(it, reduction, record)?);
        }
        Ok(Reductions(states))
    }

    /// Takes them off a price. A reduction's own amount is what it lowers the
    /// rounded price by after those before it, so the amounts add up to the
    /// difference.
    ///
    /// While one of them is not known, neither are the amounts of the later ones;
    /// the price is known all the same if it comes to the same whatever the
    /// unknown ones are: once nothing is left, a further reduction cannot matter.
    pub(super) fn apply<R: Recorder>(
        &self,
        it: &Evaluator<'_, R>,
        line: &Line,
        priced: &mut Priced,
    ) -> Result<(), Fault> {
        if self.0.is_empty() {
            return Ok(());
        }
        let (net, open) = match line.reductions_apply {
            ReductionsApply::Best => self.best(it, line, priced)?,
            _ => self.in_order(it, line, priced)?,
        };
        if net.least.is_none() || net.least != net.most {
            priced.missing = priced.missing.union(open);
        }
        priced.at_most = net.most.map(Ends::money);
        priced.net = priced.at_most.filter(|_| priced.missing.is_empty());
        Ok(())
    }

    /// Every one that is given, one after the other.
    fn in_order<R: Recorder>(
        &self,
        it: &Evaluator<'_, R>,
        line: &Line,
        priced: &mut Priced,
    ) -> Result<(Net, Missing), Fault> {
        let mut most = Left::of(line, priced.gross);
        let mut least = Left::of(line, priced.gross);
        let mut open = Missing::NONE;
        for (reduction, state) in line.reductions.iter().zip(&self.0) {
            let state = match state {
                State::Given(cut) => {
                    let amount = most.reduce(it, cut)?;
                    priced.reductions_rounded |= most.is_rounded;
                    least.reduce(it, cut)?;
                    let amount = amount.filter(|_| open.is_empty()).map(Ends::money);
                    match reduction.is_increase {
                        true => Reduced::Added(amount),
                        false => Reduced::Given(amount),
                    }
                }
                State::NotGiven => Reduced::NotGiven,
                State::Unknown(missing) => {
                    open = open.union(*missing);
                    match reduction.is_increase {
                        true => most.left = None,
                        false => least.all_off(),
                    }
                    Reduced::Unknown(*missing)
                }
            };
            priced.reductions.push(state);
            let left = most.left.filter(|_| open.is_empty());
            priced.left.push(left.map(Ends::money));
        }
        let net = Net {
            least: least.left,
            most: most.left,
        };
        Ok((net, open))
    }

    /// Only the one that takes most; of equal ones the first. Where the price is a
    /// range, the lower of each end is left.
    fn best<R: Recorder>(
        &self,
        it: &Evaluator<'_, R>,
        line: &Line,
        priced: &mut Priced,
    ) -> Result<(Net, Missing), Fault> {
        let gross = priced.gross.map(Ends::of);
        let mut most = gross;
        let mut open = Missing::NONE;
        let mut taken: Option<(usize, Money)> = None;
        for (number, state) in self.0.iter().enumerate() {
            let state = match state {
                State::Given(cut) => {
                    let mut alone = Left::of(line, priced.gross);
                    let amount = alone.reduce(it, cut)?.map(Ends::money);
                    priced.reductions_rounded |= alone.is_rounded;
                    most = alone.left.zip(most).map(|(left, most)| left.least(most));
                    let ends = |money: Money| (money.high(), money.low());
                    if let Some(amount) = amount
                        && taken.is_none_or(|(_, before)| ends(before) < ends(amount))
                    {
                        taken = Some((number, amount));
                    }
                    Reduced::NotBest(amount)
                }
                State::NotGiven => Reduced::NotGiven,
                State::Unknown(missing) => {
                    open = open.union(*missing);
                    Reduced::Unknown(*missing)
                }
            };
            priced.reductions.push(state);
        }
        let amount = gross.zip(most);
        let amount = amount.and_then(|(gross, most)| gross.less(most));
        let amount = amount.map(Ends::money);
        let taken = taken.map(|(number, _)| number);
        let is_open = !open.is_empty();
        for (number, state) in priced.reductions.iter_mut().enumerate() {
            if let Reduced::NotBest(own) = *state {
                if own.is_none() || is_open {
                    *state = Reduced::Given(None);
                } else if taken == Some(number) {
                    *state = Reduced::Given(amount);
                }
            }
        }
        let least = if is_open {
            most.map(|_| Ends::NOTHING)
        } else {
            most
        };
        Ok((Net { least, most }, open))
    }
}

/// The ends between which a price is while some reductions are unknown.
struct Net {
    /// `None` where the price is unknown.
    least: Option<Ends>,
    /// `None` also where an increase is unknown.
    most: Option<Ends>,
}

/// Whether a reduction is given.
enum State<'r> {
    Given(Cut<'r>),
    NotGiven,
    Unknown(Missing),
}

/// How much a reduction that is given takes off, or an increase adds.
struct Cut<'r> {
    of: &'r Reduction,
    how_much: Value,
    at_least: Option<Money>,
    at_most: Option<Money>,
}

impl Cut<'_> {
    /// The amount from this base, rounded as the reduction itself says;
    /// `None` where it is too large.
    ///
    /// A percentage moves with the base where that is a range; an amount that is
    /// a range has nothing to do with it.
    fn amount(&self, base: Money) -> Option<Money> {
        let asked = match self.how_much {
            Value::Percent(share) => base.checked_mul(share)?,
            Value::Money(money) => money,
            _ => Money::ZERO,
        };
        let asked = match self.of.rounding {
            Some(rounding) => asked.round(rounding)?,
            None => asked,
        };
        let asked = asked.at_least_nothing();
        let asked = self.at_least.map_or(asked, |limit| asked.dearer(limit));
        Some(self.at_most.map_or(asked, |limit| asked.cheaper(limit)))
    }

    /// Whether the amount is a range of its own.
    fn is_apart(&self) -> bool {
        let is_range = |money: Money| money.is_range();
        let amount = match self.how_much {
            Value::Money(money) => money.is_range(),
            _ => false,
        };
        amount || self.at_least.is_some_and(is_range) || self.at_most.is_some_and(is_range)
    }
}

/// Whether a reduction is given, and how much it is.
fn state<'r, R: Recorder>(
    it: &mut Evaluator<'_, R>,
    reduction: &'r Reduction,
    record: Option<RecordId>,
) -> Result<State<'r>, Fault> {
    match it.decide(&reduction.when, record)? {
        Ternary::Yes => {}
        Ternary::Unknown => return Ok(State::Unknown(it.gathered)),
        Ternary::No | Ternary::DoesNotApply(_) => return Ok(State::NotGiven),
    }
    let how_much = match it.evaluate(&reduction.take, record)? {
        Value::Unknown(missing) => return Ok(State::Unknown(missing)),
        known @ (Value::Percent(_) | Value::Money(_)) => known,
        _ => return Ok(State::NotGiven),
    };
    let mut limits = [None; 2];
    let formulas = [&reduction.at_least, &reduction.at_most];
    for (limit, formula) in limits.iter_mut().zip(formulas) {
        *limit = match formula.as_ref().map(|formula| it.evaluate(formula, record)) {
            Some(Ok(Value::Money(money))) => Some(money.at_least_nothing()),
            Some(Ok(Value::Unknown(missing))) => return Ok(State::Unknown(missing)),
            Some(Err(fault)) => return Err(fault),
            _ => None,
        };
    }
    let [at_least, at_most] = limits;
    Ok(State::Given(Cut {
        of: reduction,
        how_much,
        at_least,
        at_most,
    }))
}

/// What is left of a gross amount after reductions and increases.
struct Left {
    gross: Option<Ends>,
    to_gross: bool,
    /// Off the gross amount and to it so far, exact: what moves with the gross
    /// amount, and what are ranges of their own.
    taken: Ends,
    taken_apart: Money,
    added: Ends,
    /// Everything was taken off the gross amount: later reductions and increases
    /// change nothing.
    nothing: bool,
    /// Rounded, never below nothing.
    left: Option<Ends>,
    /// Whether rounding changed what is left.
    is_rounded: bool,
}

impl Left {
    fn of(line: &Line, gross: Option<Money>) -> Left {
        let gross = gross.map(Ends::of);
        Left {
            gross,
            to_gross: line.reductions_apply != ReductionsApply::OneAfterOther,
            taken: Ends::NOTHING,
            taken_apart: Money::ZERO,
            added: Ends::NOTHING,
            nothing: false,
            left: gross,
            is_rounded: false,
        }
    }

    /// As if a reduction took everything.
    fn all_off(&mut self) {
        self.nothing = self.to_gross;
        self.left = self.left.map(|_| Ends::NOTHING);
    }

    /// Takes off or adds what is given, and returns by how much the price falls
    /// or rises.
    fn reduce<R: Recorder>(
        &mut self,
        it: &Evaluator<'_, R>,
        cut: &Cut<'_>,
    ) -> Result<Option<Ends>, Fault> {
        let (Some(gross), Some(before), false) = (self.gross, self.left, self.nothing) else {
            return Ok(None);
        };
        let formula: &Formula = &cut.of.take;
        let too_large = || it.fault_in(Impossible::Overflow, formula);
        let base = if self.to_gross { gross } else { before };
        let exact = base
            .rising(|base| cut.amount(base))
            .and_then(|amount| self.exact(base, amount, cut))
            .ok_or_else(too_large)?;
        let exact = exact.at_least_nothing();
        let after = exact.rounded(|money| it.rounded(money, formula))?;
        self.is_rounded |= after != exact;
        self.left = Some(after);
        let change = match cut.of.is_increase {
            true => after.less(before),
            false => before.less(after),
        };
        change.map(Some).ok_or_else(too_large)
    }

    /// What is left of the base, exact; `None` where that is too large.
    fn exact(&mut self, base: Ends, amount: Ends, cut: &Cut<'_>) -> Option<Ends> {
        match (self.to_gross, cut.of.is_increase, cut.is_apart()) {
            (false, true, _) => return base.add(amount),
            (false, false, true) => return base.rising(|it| it.checked_sub(amount.money())),
            (false, false, false) => return base.less(amount),
            (true, true, _) => self.added = self.added.add(amount)?,
            (true, false, true) => {
                self.taken_apart = self.taken_apart.checked_add(amount.money())?;
            }
            (true, false, false) => self.taken = self.taken.add(amount)?,
        }
        let left = base.add(self.added)?.less(self.taken)?;
        left.rising(|it| it.checked_sub(self.taken_apart))
    }
}

impl Priced {
    /// What a reduction is a percentage of, or what an amount is taken off;
    /// `None` while that is not known.
    #[must_use]
    pub fn base(&self, apply: ReductionsApply, number: usize) -> Option<Money> {
        match apply {
            ReductionsApply::ToGross | ReductionsApply::Best => self.gross,
            ReductionsApply::OneAfterOther => self.before(number),
        }
    }

    /// What those before a reduction leave; `None` while that is not known.
    #[must_use]
    pub fn before(&self, number: usize) -> Option<Money> {
        let earlier = number.checked_sub(1).and_then(|it| self.left.get(it));
        earlier.copied().unwrap_or(self.gross)
    }
}
