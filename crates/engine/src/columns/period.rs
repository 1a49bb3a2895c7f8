//! Questions about a period, lowered: those with one part, where the same rules, prices
//! and facts answer for every day of it. All other rows are for the row evaluator.

use std::ops::RangeInclusive;

use super::{
    dates,
    lowering::{Kept, LoweredPeriod, Lowering, Why},
    number::{Number, NumberKind, Part},
    operations::{Bit, MaskOperation, NumberOperation, Source, Space},
    selects::Selects,
};
use crate::{
    answer::names_its_days,
    base::date::{self, Date},
    check::{
        formula::Comparison,
        model::{Home, Kind, NamedDay},
    },
};

/// Why a question about a period may have no columns.
pub(super) const SPLIT: &str = "a question about a period is split where its answer changes";

/// How many years rules may be old on the last day of a period: for each of their days,
/// what depends on the day alone is evaluated.
const MAX_YEARS: i64 = 40;

impl Lowering<'_> {
    /// From here on, formulas are about the first day of the period.
    pub(super) fn begin_period(&mut self) {
        let version = self.ruling.version;
        let Some(period) = version.period else {
            return;
        };
        self.step = version.id.to_string();
        if let Err(why) = self.first_day_of(period.from, period.to) {
            self.fall_back(why);
        }
    }

    fn first_day_of(&mut self, from: NamedDay, to: NamedDay) -> Result<(), Why> {
        let version = self.ruling.version;
        let names_days = names_its_days(version);
        let (first, last) = (self.end(from)?, self.end(to)?);
        let space = Space::Cases;
        let about = self.registers.and(space, first.known, last.known);
        let bounded = self.bounded_together(space, &[first, last]);
        self.mark(bounded);
        if names_days {
            let none = self.registers.or(space, first.out, last.out);
            let settled = self.registers.or(space, about, none);
            let open = self.registers.not(space, settled);
            self.mark(open);
        }
        if about == Bit::No {
            return Ok(());
        }
        let is_priced = names_days && version.kind == Kind::Pricing;
        // The days of a schedule have no columns, and may be others on each day of the period.
        let has_days = !version.selection.schedules.is_empty();
        if is_priced || has_days || self.is_listed || !version.limits.is_empty() {
            self.on_path(about, |it| it.fall_back(SPLIT.into()));
            return Ok(());
        }
        let asked = self.on;
        self.on_path(about, |it| it.check_ends(first, last, !names_days))?;
        let begins = match names_days {
            true => self
                .registers
                .select(space, about, first.value, asked.value),
            false => asked.value,
        };
        let days = self.on_path(about, |it| it.check_rules(first, last));
        let (low, high) = (dates::packed(*days.start()), dates::packed(*days.end()));
        // The day has a register of its own: what reads it depends on the day.
        let begins = self.registers.number(space, NumberOperation::Copy(begins));
        self.on = Number {
            value: begins,
            low: low.min(asked.low),
            high: high.max(asked.high),
            ..Number::constant(NumberKind::Date, 0, 1)
        };
        let last = self.registers.select(space, about, last.value, asked.value);
        let ends = [(from, self.kept(from)), (to, self.kept(to))];
        self.period = Some(LoweredPeriod {
            about,
            first: begins,
            last,
            days,
            asked,
            ends,
        });
        self.forget_days();
        self.assumptions(about);
        Ok(())
    }

    fn end(&mut self, end: NamedDay) -> Result<Number, Why> {
        let part = match end {
            NamedDay::Fact(fact) => self.fact(fact)?,
            NamedDay::Value(value) => self.value(value)?,
        };
        match part {
            Part::Number(number) if number.kind == NumberKind::Date => Ok(number),
            _ => Err("an end of the period is no day".into()),
        }
    }

    fn kept(&self, end: NamedDay) -> Option<Kept> {
        match end {
            NamedDay::Fact(fact) => self.facts.get(&fact.number()).copied(),
            NamedDay::Value(value) => self.values.get(&value.number()).copied(),
        }
    }

    /// Values and assumptions are lowered again, about the day that `on` is now; the ends
    /// of the period stay.
    pub(super) fn forget_days(&mut self) {
        self.values.clear();
        self.facts.clear();
        let ends = self.period.iter().flat_map(|it| it.ends);
        for (end, kept) in ends {
            let Some(kept) = kept else { continue };
            match end {
                NamedDay::Fact(fact) => self.facts.insert(fact.number(), kept),
                NamedDay::Value(value) => self.values.insert(value.number(), kept),
            };
        }
    }

    /// Ends that the row evaluator refuses.
    fn check_ends(&mut self, first: Number, last: Number, from_asked: bool) -> Result<(), Why> {
        let reversed = self.compare_numbers(Comparison::Less, last, first)?;
        self.mark(reversed.yes);
        if from_asked {
            let other = self.compare_numbers(Comparison::NotEqual, first, self.on)?;
            self.mark(other.yes);
        }
        Ok(())
    }

    /// Over the whole period the same rules and prices must be in force: from which day
    /// to which they are.
    fn check_rules(&mut self, first: Number, last: Number) -> RangeInclusive<Date> {
        let selects = Selects {
            program: self.ruling.program,
            known: self.ruling.known,
        };
        let days = selects.unchanged(&self.ruling, &self.days);
        let most = date::add_months(*days.start(), MAX_YEARS * 12);
        let end = most.map_or(*days.end(), |most| most.min(*days.end()));
        let days = *days.start()..=end;
        let (low, high) = (dates::packed(*days.start()), dates::packed(*days.end()));
        for end in [first, last] {
            let outside = match end.value {
                Source::Constant(day) if (low..=high).contains(&day) => Bit::No,
                Source::Constant(_) => Bit::Yes,
                day => {
                    let outside = MaskOperation::Outside(day, low, high);
                    self.registers.mask(Space::Cases, outside)
                }
            };
            let path = self.registers.and(Space::Cases, self.path, outside);
            if path != Bit::No {
                self.on_path(outside, |it| it.fall_back(SPLIT.into()));
            }
        }
        days
    }

    /// Whatever is assumed is evaluated on every day, whether it is read or not.
    fn assumptions(&mut self, about: Bit) {
        let version = self.ruling.version;
        for (number, fact) in version.facts.iter_ids() {
            if fact.assume.is_none() {
                continue;
            }
            let lowered = match fact.home {
                Home::List(_) => continue,
                Home::Record(list, _) => match self.records(list) {
                    Ok(list) => self.in_records(list, |it| it.fact(number)),
                    Err(_) => continue,
                },
                Home::Case | Home::Completeness(_) => self.fact(number),
            };
            match lowered {
                Ok(part) if self.day_forms.is_assumed_by_day(number) => {
                    self.evaluated_each_day(part);
                }
                Ok(_) => {}
                Err(why) => self.on_path(about, |it| it.fall_back(why)),
            }
        }
    }
}
