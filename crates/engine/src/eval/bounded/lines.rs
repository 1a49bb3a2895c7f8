//! What a line can come to while facts are unknown.

use super::{
    Bounded, arithmetic,
    range::{Range, Values},
    span::Span,
};
use crate::{
    base::{ids::RecordId, value::Value},
    check::{
        formula::Operator,
        model::{Line, PriceOption},
    },
    eval::trace::Recorder,
};

/// What a line can come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LineRange {
    /// The amounts, if it can be charged.
    pub(super) charged: Option<Span>,
    /// Whether there may be no such line.
    pub(super) may_be_absent: bool,
    /// Whether a person may have to price it.
    pub(super) may_refer: bool,
}

impl LineRange {
    const ABSENT: LineRange = LineRange {
        charged: None,
        may_be_absent: true,
        may_refer: false,
    };

    /// What it adds to a total.
    pub(super) fn amount(&self) -> Span {
        match (self.charged, self.may_be_absent) {
            (None, _) => Span::NOTHING,
            (Some(span), false) => span,
            (Some(span), true) => span.or(Span::NOTHING),
        }
    }
}

/// One way to price a line, if it can be taken.
struct Way {
    amount: Span,
    is_certain: bool,
}

impl<B: Recorder> Bounded<'_, B> {
    pub(super) fn line(&mut self, line: &Line, record: Option<RecordId>) -> LineRange {
        let applies = self.applies(line.when.as_ref(), record);
        if !applies.yes {
            return LineRange::ABSENT;
        }
        let options = line.options.iter();
        let ways: Vec<Way> = options
            .filter_map(|option| self.way(option, record))
            .collect();
        // Each reading of an open point is a line of its own.
        let has_price = match line.open_point {
            Some(_) => ways.len() == line.options.len() && ways.iter().all(|it| it.is_certain),
            None => ways.iter().any(|it| it.is_certain),
        };
        let gross = match line.open_point {
            Some(_) => ways.iter().map(|it| it.amount).reduce(Span::or),
            None => cheapest(&ways),
        };
        let refers = line.refer.is_some();
        LineRange {
            charged: gross.map(|gross| self.reduced(line, record, gross)),
            may_be_absent: applies.no || applies.does_not_apply || (!has_price && !refers),
            may_refer: !has_price && refers,
        }
    }

    fn way(&mut self, option: &PriceOption, record: Option<RecordId>) -> Option<Way> {
        let applies = self.applies(option.when.as_ref(), record);
        if !applies.yes {
            return None;
        }
        let each = self.range_of(&option.each, record);
        let quantity = match &option.quantity {
            Some(quantity) => self.range_of(quantity, record),
            None => Range::exactly(Value::Whole(1)),
        };
        if each.values == Values::None || quantity.values == Values::None {
            return None;
        }
        let is_certain = applies.settled().is_some();
        let price = self.rounded(Span::of(&each.values), None);
        let amount = arithmetic::combine(Operator::Multiply, &price.range(), &quantity);
        Some(Way {
            amount: self.rounded(Span::of(&amount.values), None),
            is_certain: is_certain && !each.may_not_apply && !quantity.may_not_apply,
        })
    }
}

/// The lowest of the ways that can be taken: no more than any that certainly can.
fn cheapest(ways: &[Way]) -> Option<Span> {
    let all = ways.iter().map(|it| it.amount).reduce(Span::or)?;
    let certain = ways.iter().filter(|it| it.is_certain);
    let highest = certain.map(|it| it.amount).reduce(Span::cheaper);
    Some(Span {
        low: all.low,
        high: highest.map_or(all.high, |certain| certain.high),
    })
}
