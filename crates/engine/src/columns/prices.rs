//! The ways to price a line, lowered: a unit price times a quantity, rounded.

use super::{
    lowering::{Lowering, Why},
    number::{Number, NumberKind},
    operations::{Binary, Bit, Space},
};
use crate::check::{
    formula::Operator,
    model::{Line, PriceOption},
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
    /// Where some way to price a line is known, and the net amount in pennies.
    pub(super) fn price(&mut self, line: &Line) -> Result<(Bit, Number), Why> {
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
        let (before, amount) = (
            self.number_in(before, space)?,
            self.number_in(way.amount, space)?,
        );
        let (one, other) = self.on_one_denominator(before, amount)?;
        let less = Number {
            value: self.dated(space, Binary::Least, one.value, other.value),
            low: one.low.min(other.low),
            high: one.high.max(other.high),
            ..one
        };
        let with = self.taken(way.priced, less, before)?;
        self.taken(priced, with, amount)
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
        let open = it.unknown(space, when);
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
    pub(super) fn rounded(&mut self, number: Number) -> Result<Number, Why> {
        match &self.ruling.version.rounding {
            Some(rule) => self.round(number, rule.rounding),
            None if number.under.is_none() && 100 % number.per == 0 => Ok(number),
            None => Err("an amount may not be whole pennies".into()),
        }
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
}
