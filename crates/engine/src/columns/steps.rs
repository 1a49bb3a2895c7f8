//! Lines and criteria, lowered: what [`quote`](crate::eval::quote) and
//! [`screen`](crate::eval::screen) do, for all rows.

use super::{
    lowered::{LoweredCriterion, LoweredLine},
    lowering::{Criteria, Lines, Lowering, Why},
    number::{Number, NumberKind, Part, Truth},
    operations::{Binary, Bit, MaskOperation, NumberOperation, Source, Space},
};
use crate::{
    check::{
        formula::{Comparison, Formula, Operator},
        model::{Criterion, Interval, Line, NamedDay, PriceOption, Reduction, ReductionsApply},
    },
    eval::recurrence::MAX_DAYS,
};

/// The most pennies that one line may come to, for the case and for a record.
const MAX_PENNIES: i64 = 1_000_000_000_000_000;
const MAX_PENNIES_OF_RECORD: i64 = 10_000_000_000_000;

/// What one way to price a line comes to, in the rows in which it is known.
struct Way {
    unknown: Bit,
    priced: Bit,
    amount: Number,
}

impl Lowering<'_> {
    /// Every line of a pricing.
    pub(super) fn lines(&mut self) -> Lines {
        let version = self.ruling.version;
        self.check_period();
        self.whole_step(
            !version.limits.is_empty(),
            "limits are on several lines together",
        );
        let mut lines = Vec::new();
        for line in &version.lines {
            self.step = line.id.to_string();
            let list = match line.for_each {
                None => None,
                Some(number) if self.is_assumed_empty(number) => continue,
                Some(number) => match self.records(number) {
                    Ok(list) => {
                        let complete = self.is_complete(number, list).unwrap_or(Bit::No);
                        let open = self.registers.not(Space::Cases, complete);
                        self.mark(open);
                        Some(list)
                    }
                    Err(why) => {
                        self.fall_back(why);
                        continue;
                    }
                },
            };
            lines.push(match list {
                None => self.line(line),
                Some(list) => {
                    let each = self.in_records(list, |it| it.line(line));
                    self.over_records(list, each)
                }
            });
        }
        self.totals();
        lines
    }

    fn over_records(&mut self, list: usize, each: LoweredLine) -> LoweredLine {
        let pennies = NumberOperation::Sum(each.applies, each.pennies, list);
        LoweredLine {
            applies: self.registers.any(list, each.applies),
            refers: self.registers.any(list, each.refers),
            pennies: match each.applies {
                Bit::No => Source::Constant(0),
                _ => self.registers.number(Space::Cases, pennies),
            },
        }
    }

    fn whole_step(&mut self, is: bool, why: &str) {
        if is {
            self.step = self.ruling.version.id.to_string();
            self.fall_back(why.into());
        }
    }

    /// A question about a period may be split: only rows in which it certainly is
    /// about none are answered here.
    fn check_period(&mut self) {
        let Some(period) = self.ruling.version.period else {
            return;
        };
        self.step = self.ruling.version.id.to_string();
        let mut none = Bit::No;
        for end in [period.from, period.to] {
            let out = match end {
                NamedDay::Fact(_) => Bit::No,
                NamedDay::Value(value) => match self.value(value) {
                    Ok(Part::Number(number)) => number.out,
                    _ => Bit::No,
                },
            };
            none = self.registers.or(Space::Cases, none, out);
        }
        let some = self.registers.not(Space::Cases, none);
        self.on_path(some, |it| {
            it.fall_back("a question about a period is split where rules or prices change".into());
        });
    }

    fn line(&mut self, line: &Line) -> LoweredLine {
        let space = self.space;
        let when = match &line.when {
            Some(when) => self.truth(&when.expr),
            None => Truth::constant(true),
        };
        let none = LoweredLine {
            applies: Bit::No,
            refers: Bit::No,
            pennies: Source::Constant(0),
        };
        let Ok(when) = self.truth_in(when, space) else {
            self.fall_back("two lists meet".into());
            return none;
        };
        self.mark_unknown(when);
        if when.yes == Bit::No {
            return none;
        }
        let priced = self.on_path(when.yes, |it| match it.price(line) {
            Ok(priced) => Some(priced),
            Err(why) => {
                it.fall_back(why);
                None
            }
        });
        let Some((priced, net)) = priced else {
            return none;
        };
        let applies = self.registers.and(space, when.yes, priced);
        let refers = match line.refer {
            Some(_) => self.registers.and_not(space, when.yes, priced),
            None => Bit::No,
        };
        LoweredLine {
            applies,
            refers,
            pennies: net.value,
        }
    }

    /// Leaves the rows to the row evaluator in which nothing is known.
    fn mark_unknown(&mut self, truth: Truth) {
        let (space, it) = (self.space, &mut self.registers);
        let known = it.or(space, truth.yes, truth.no);
        let settled = it.or(space, known, truth.out);
        let open = it.not(space, settled);
        self.mark(open);
    }

    /// Where some way to price a line is known, and the net amount in pennies.
    fn price(&mut self, line: &Line) -> Result<(Bit, Number), Why> {
        if line.open_point.is_some() {
            return Err("the source can be read in several ways".into());
        }
        let space = self.space;
        let (mut priced, mut unknown) = (Bit::No, Bit::No);
        let mut gross: Option<Number> = None;
        for option in &line.options {
            let way = self.way(option)?;
            unknown = self.registers.or(space, unknown, way.unknown);
            gross = Some(match gross {
                None => way.amount,
                Some(before) => self.cheaper(priced, before, &way)?,
            });
            priced = self.registers.or(space, priced, way.priced);
        }
        self.mark(unknown);
        // A line without a way to be priced, which a person prices.
        let Some(gross) = gross else {
            return Ok((Bit::No, Number::constant(NumberKind::Money, 0, 1)));
        };
        let net = self.on_path(priced, |it| it.reduced_price(line, gross))?;
        Ok((priced, self.pennies(net)?))
    }

    fn cheaper(&mut self, priced: Bit, before: Number, way: &Way) -> Result<Number, Why> {
        let space = self.space;
        let (before, amount) = self.on_one_denominator(before, way.amount)?;
        let less = self.dated(space, Binary::Least, before.value, amount.value);
        let with = self.registers.select(space, way.priced, less, before.value);
        let value = self.registers.select(space, priced, with, amount.value);
        Ok(Number {
            value,
            low: before.low.min(amount.low),
            high: before.high.max(amount.high),
            ..before
        })
    }

    fn way(&mut self, option: &PriceOption) -> Result<Way, Why> {
        let space = self.space;
        let Some(when) = &option.when else {
            return self.amount(option);
        };
        let when = self.truth(&when.expr);
        let when = self.truth_in(when, space)?;
        let way = self.on_path(when.yes, |it| it.amount(option))?;
        let it = &mut self.registers;
        let known = it.or(space, when.yes, when.no);
        let settled = it.or(space, known, when.out);
        let open = it.not(space, settled);
        let unknown = it.and(space, when.yes, way.unknown);
        Ok(Way {
            unknown: it.or(space, open, unknown),
            priced: it.and(space, when.yes, way.priced),
            ..way
        })
    }

    fn amount(&mut self, option: &PriceOption) -> Result<Way, Why> {
        let space = self.space;
        let each = self.number(&option.each.expr)?;
        let each = self.number_in(each, space)?;
        if each.kind != NumberKind::Money {
            return Err("the price of a line is no amount".into());
        }
        let quantity = match &option.quantity {
            Some(quantity) => self.number(&quantity.expr)?,
            None => Number::constant(NumberKind::Whole, 1, 1),
        };
        let quantity = self.number_in(quantity, space)?;
        if !quantity.kind.is_plain() {
            return Err("the quantity of a line is no number".into());
        }
        let it = &mut self.registers;
        let known = it.and(space, each.known, quantity.known);
        let (a, b) = (
            it.or(space, each.known, each.out),
            it.or(space, quantity.known, quantity.out),
        );
        let settled = it.and(space, a, b);
        let unknown = it.not(space, settled);
        let amount = self.on_path(known, |it| {
            let each = it.rounded(each)?;
            let product = it.arithmetic(Operator::Multiply, each, quantity)?;
            it.rounded(product)
        })?;
        Ok(Way {
            unknown,
            priced: known,
            amount,
        })
    }

    /// Rounded as the rule set says; without a rule, amounts must be whole pennies.
    fn rounded(&mut self, number: Number) -> Result<Number, Why> {
        match &self.ruling.version.rounding {
            Some(rule) => self.round(number, rule.rounding),
            None if number.under.is_none() && 100 % number.per == 0 => Ok(number),
            None => Err("an amount may not be whole pennies".into()),
        }
    }

    /// What reductions and increases leave of a gross amount.
    fn reduced_price(&mut self, line: &Line, gross: Number) -> Result<Number, Why> {
        let mut net = gross;
        let zero = Number::constant(NumberKind::Money, 0, 1);
        let mut moved = zero;
        for reduction in &line.reductions {
            let apply = line.reductions_apply;
            let base = match apply {
                ReductionsApply::OneAfterOther => net,
                _ => gross,
            };
            let (given, amount) = self.cut(reduction, base)?;
            if given == Bit::No {
                continue;
            }
            let step = match reduction.is_increase {
                true => Operator::Add,
                false => Operator::Subtract,
            };
            net = match apply {
                ReductionsApply::ToGross => {
                    let amount = self.where_given(given, amount, zero)?;
                    moved = self.arithmetic(step, moved, amount)?;
                    let left = self.left(gross, Operator::Add, moved)?;
                    self.where_given(given, left, net)?
                }
                ReductionsApply::OneAfterOther => {
                    let left = self.left(net, step, amount)?;
                    self.where_given(given, left, net)?
                }
                ReductionsApply::Best => {
                    let left = self.left(gross, step, amount)?;
                    let left = self.extreme_of(Binary::Least, left, net)?;
                    self.where_given(given, left, net)?
                }
            };
        }
        Ok(net)
    }

    /// A base with an amount added or taken off: rounded, never below nothing.
    fn left(&mut self, base: Number, step: Operator, amount: Number) -> Result<Number, Why> {
        let left = self.arithmetic(step, base, amount)?;
        let left = self.at_least_nothing(left)?;
        self.rounded(left)
    }

    fn at_least_nothing(&mut self, number: Number) -> Result<Number, Why> {
        let zero = Number::constant(NumberKind::Money, 0, 1);
        match number.low < 0 {
            true => self.extreme_of(Binary::Most, number, zero),
            false => Ok(number),
        }
    }

    fn extreme_of(&mut self, how: Binary, a: Number, b: Number) -> Result<Number, Why> {
        let (a, b) = match (a.under, b.value) {
            // Nothing is the same over any denominator.
            (Some(_), Source::Constant(0)) => (
                a,
                Number {
                    per: a.per,
                    under: a.under,
                    ..b
                },
            ),
            _ => self.on_one_denominator(a, b)?,
        };
        let value = self.dated(a.space, how, a.value, b.value);
        let (low, high) = match how {
            Binary::Most => (a.low.max(b.low), a.high.max(b.high)),
            _ => (a.low.min(b.low), a.high.min(b.high)),
        };
        Ok(Number {
            value,
            low,
            high,
            ..a
        })
    }

    fn where_given(&mut self, given: Bit, a: Number, b: Number) -> Result<Number, Why> {
        let space = self.space;
        let (a, b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        let (a, b) = match given {
            Bit::Yes => return Ok(a),
            _ => self.on_one_denominator(a, b)?,
        };
        Ok(Number {
            value: self.registers.select(space, given, a.value, b.value),
            low: a.low.min(b.low),
            high: a.high.max(b.high),
            ..a
        })
    }

    /// Where a reduction is given, and its amount. Rows in which that is not known
    /// are for the row evaluator.
    fn cut(&mut self, reduction: &Reduction, base: Number) -> Result<(Bit, Number), Why> {
        let space = self.space;
        let when = self.truth(&reduction.when.expr);
        let when = self.truth_in(when, space)?;
        self.mark_unknown(when);
        let zero = Number::constant(NumberKind::Money, 0, 1);
        if when.yes == Bit::No {
            return Ok((Bit::No, zero));
        }
        self.on_path(when.yes, |it| {
            let take = it.number(&reduction.take.expr)?;
            let take = it.number_in(take, space)?;
            let settled = it.registers.or(space, take.known, take.out);
            let open = it.registers.not(space, settled);
            it.mark(open);
            let given = it.registers.and(space, when.yes, take.known);
            let mut amount = match take.kind {
                NumberKind::Percent => it.arithmetic(Operator::Multiply, base, take)?,
                NumberKind::Money => take,
                _ => return Ok((Bit::No, zero)),
            };
            if let Some(rounding) = reduction.rounding {
                amount = it.round(amount, rounding)?;
            }
            amount = it.at_least_nothing(amount)?;
            let limits = [
                (&reduction.at_least, Binary::Most),
                (&reduction.at_most, Binary::Least),
            ];
            for (limit, how) in limits {
                let Some(limit) = limit else { continue };
                amount = it.limited(limit, how, amount)?;
            }
            Ok((given, amount))
        })
    }

    fn limited(&mut self, limit: &Formula, how: Binary, amount: Number) -> Result<Number, Why> {
        let space = self.space;
        let limit = self.number(&limit.expr)?;
        let limit = self.number_in(limit, space)?;
        let unknown = self.registers.not(space, limit.known);
        // Also where it has no place: then there is no limit.
        self.mark(unknown);
        let limit = self.at_least_nothing(limit)?;
        self.extreme_of(how, amount, limit)
    }

    /// As a number of pennies.
    fn pennies(&mut self, net: Number) -> Result<Number, Why> {
        if net.under.is_some() || 100 % net.per != 0 {
            return Err("an amount may not be whole pennies".into());
        }
        let pennies = self.scaled(net, 100 / net.per)?;
        let most = match self.space {
            Space::Cases => MAX_PENNIES,
            Space::Records(_) => MAX_PENNIES_OF_RECORD,
        };
        match -most < pennies.low && pennies.high < most {
            true => Ok(pennies),
            false => Err("an amount may be too large: give its facts a `within`".into()),
        }
    }

    /// Additional totals decide nothing, but what they rest on may be a fault.
    fn totals(&mut self) {
        let version = self.ruling.version;
        for total in &version.totals {
            self.step = total.id.to_string();
            let list = total.for_each.map(|list| self.records(list));
            match list {
                None => self.total(total.when.as_ref(), &total.times),
                Some(Ok(list)) => {
                    self.in_records(list, |it| it.total(total.when.as_ref(), &total.times));
                }
                // Without its list the line is left to the row evaluator already.
                Some(Err(_)) => {}
            }
        }
    }

    fn total(&mut self, when: Option<&Formula>, times: &Formula) {
        let reached = match when {
            Some(when) => self.truth(&when.expr).yes,
            None => Bit::Yes,
        };
        let reached = match self.space {
            // Which records have it does not matter: each is a chance of a fault.
            Space::Records(_) => Bit::Yes,
            Space::Cases => reached,
        };
        self.on_path(reached, |it| {
            it.formula(times);
        });
    }

    /// Every criterion of a screening, and what follows from it.
    pub(super) fn criteria(&mut self) -> Criteria {
        let version = self.ruling.version;
        self.check_period();
        let mut criteria = Vec::new();
        for criterion in &version.criteria {
            self.step = criterion.id.to_string();
            if let Some(NamedDay::Value(value)) = criterion.on
                && let Err(why) = self.value(value)
            {
                self.fall_back(why);
            }
            criteria.push(self.criterion(criterion));
        }
        // What follows decides nothing, but it may be a fault.
        for follows in &version.follows {
            self.step = version.values[*follows].id.to_string();
            if let Err(why) = self.value(*follows) {
                self.fall_back(why);
            }
        }
        let mut not_met = Bit::No;
        for criterion in &criteria {
            not_met = self.registers.or(Space::Cases, not_met, criterion.not_met);
        }
        let open = self.registers.not(Space::Cases, not_met);
        self.on_path(open, Lowering::schedules);
        criteria
    }

    fn criterion(&mut self, criterion: &Criterion) -> LoweredCriterion {
        let space = Space::Cases;
        let when = match &criterion.when {
            Some(when) => self.truth(&when.expr),
            None => Truth::constant(true),
        };
        let holds = self.on_path(when.yes, |it| it.truth(&criterion.holds.expr));
        let it = &mut self.registers;
        let met = it.and(space, when.yes, holds.yes);
        let no = it.and(space, when.yes, holds.no);
        let out = it.and(space, when.yes, holds.out);
        let without = it.or(space, when.no, when.out);
        let (not_met, refers) = match criterion.refer {
            Some(_) => (Bit::No, no),
            None => (no, Bit::No),
        };
        LoweredCriterion {
            met,
            not_met,
            refers,
            out: it.or(space, without, out),
        }
    }

    /// The days of schedules are not evaluated here: only that they can be.
    fn schedules(&mut self) {
        let version = self.ruling.version;
        for schedule in &version.selection.schedules {
            self.step = schedule.id.to_string();
            let mut before: Option<Number> = None;
            for recurrence in &schedule.recurrences {
                let from = match &recurrence.from {
                    Some(from) => self.date(from),
                    None => before,
                };
                let until = self.date(&recurrence.until);
                if let (Some(from), Some(until)) = (from, until) {
                    let parts = i64::try_from(schedule.recurrences.len()).unwrap_or(1);
                    let most = i64::try_from(MAX_DAYS).unwrap_or(0) / parts.max(1);
                    let days = match recurrence.every {
                        Interval::Days(days) => i64::from(days),
                        Interval::Months(months) => i64::from(months) * 28,
                    };
                    self.mark_longer(from, until, most * days);
                }
                before = until;
            }
        }
    }

    fn date(&mut self, formula: &Formula) -> Option<Number> {
        match self.formula(formula) {
            Part::Number(number) => Some(number),
            Part::Truth(_) => None,
        }
    }

    fn mark_longer(&mut self, from: Number, until: Number, most: i64) {
        let space = self.space;
        let days = self.dated(space, Binary::DaysBetween, until.value, from.value);
        let too_long = match days {
            Source::Constant(days) if days < most => Bit::No,
            Source::Constant(_) => Bit::Yes,
            days => {
                let longer =
                    MaskOperation::Compare(Comparison::AtLeast, days, Source::Constant(most));
                self.registers.mask(space, longer)
            }
        };
        self.mark(too_long);
    }
}
