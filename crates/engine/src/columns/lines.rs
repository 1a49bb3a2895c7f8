//! Lines, lowered: what [`quote`](crate::eval::quote) does, for all rows.

use super::{
    lowered::LoweredLine,
    lowering::{Lines, Lowering},
    number::Truth,
    operations::{Bit, NumberOperation, Source, Space},
};
use crate::check::{formula::Formula, model::Line};

impl Lowering<'_> {
    /// Every line of a pricing.
    pub(super) fn lines(&mut self) -> Lines {
        let version = self.ruling.version;
        self.whole_step(
            !version.limits.is_empty(),
            "limits are on several lines together",
        );
        let mut lines = Vec::new();
        for line in &version.lines {
            self.step = line.id.to_string();
            let list = match line.for_each {
                None => None,
                Some(number) if self.is_assumed_empty(number) => {
                    lines.push(LoweredLine::NONE);
                    continue;
                }
                Some(number) => match self.records(number) {
                    Ok(list) => {
                        let complete = self.is_complete(number, list).unwrap_or(Bit::No);
                        let open = self.registers.not(Space::Cases, complete);
                        self.mark(open);
                        Some(list)
                    }
                    Err(why) => {
                        self.fall_back(why);
                        lines.push(LoweredLine::NONE);
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

    fn line(&mut self, line: &Line) -> LoweredLine {
        let space = self.space;
        let when = match &line.when {
            Some(when) => self.truth(&when.expr),
            None => Truth::constant(true),
        };
        let none = LoweredLine::NONE;
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
    pub(super) fn mark_unknown(&mut self, truth: Truth) {
        let open = self.registers.unknown(self.space, truth);
        self.mark(open);
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
            Some(when) => {
                let when = self.truth(&when.expr);
                self.may_be_yes(when)
            }
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
}
