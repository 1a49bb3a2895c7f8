//! Criteria, lowered: what [`screen`](crate::eval::screen) does, for all rows.

use super::{
    lowered::LoweredCriterion,
    lowering::{Criteria, Lowering},
    number::Truth,
    operations::{Bit, Space},
};
use crate::check::model::{Criterion, NamedDay};

impl Lowering<'_> {
    /// Every criterion of a screening, and what follows from it.
    pub(super) fn criteria(&mut self) -> Criteria {
        let version = self.ruling.version;
        let mut criteria = Vec::new();
        for (number, criterion) in version.criteria.iter().enumerate() {
            self.step = criterion.id.to_string();
            if let Some(NamedDay::Value(value)) = criterion.on {
                match self.value(value) {
                    Ok(part) => self.value_of_each_day(value, part),
                    Err(why) => self.fall_back(why),
                }
            }
            let lowered = self.criterion(criterion);
            criteria.push(LoweredCriterion {
                is_secret: self.ruling.secrets.criterion(number),
                ..lowered
            });
        }
        // What follows decides nothing, but it may be a fault.
        self.follows();
        let mut not_met = Bit::No;
        for criterion in &criteria {
            not_met = self.registers.or(Space::Cases, not_met, criterion.not_met);
        }
        let open = self.registers.not(Space::Cases, not_met);
        self.on_path(open, Lowering::schedules);
        self.follows_of_whole(&criteria);
        criteria
    }

    /// Leaves rows to the row evaluator of which a list would say what the confidential facts
    /// are: those in which there is a fault without these facts, and those that a person
    /// decides by what is assumed of them, whatever else is missing.
    pub(super) fn check_without_secrets(&mut self) {
        self.hides_secrets = true;
        self.forget_days();
        let (mut refers, mut open) = (Bit::No, Bit::No);
        for criterion in self.criteria() {
            if criterion.is_secret {
                refers = self.registers.or(Space::Cases, refers, criterion.refers);
            } else {
                let settled = self.settled_criterion(&criterion);
                let unsettled = self.registers.not(Space::Cases, settled);
                open = self.registers.or(Space::Cases, open, unsettled);
            }
        }
        let decides = self.registers.and(Space::Cases, refers, open);
        self.mark(decides);
    }

    /// Where a criterion is settled.
    pub(super) fn settled_criterion(&mut self, criterion: &LoweredCriterion) -> Bit {
        let bits = criterion.standings().map(|(_, bit)| bit);
        bits.into_iter().fold(Bit::No, |all, bit| {
            self.registers.or(Space::Cases, all, bit)
        })
    }

    fn criterion(&mut self, criterion: &Criterion) -> LoweredCriterion {
        let space = Space::Cases;
        let when = match &criterion.when {
            Some(when) => self.truth(&when.expr),
            None => Truth::constant(true),
        };
        let may_be = self.may_be_yes(when);
        let holds = self.on_path(may_be, |it| it.truth(&criterion.holds.expr));
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
            is_secret: false,
        }
    }
}
