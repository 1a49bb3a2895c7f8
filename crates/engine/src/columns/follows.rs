//! What follows from a screening, lowered: it decides nothing, but it may be a fault. Of a
//! period of one part, sums over the parts are what the part adds.

use super::{
    lowered::LoweredCriterion,
    lowering::{Kept, Lowering},
    number::{Number, Part},
    operations::{Bit, MaskOperation, Source, Space},
};
use crate::{
    base::ids::ValueId,
    check::{formula::Comparison, model::SumOver},
};

impl Lowering<'_> {
    /// What follows of each case, or of the part of a period.
    pub(super) fn follows(&mut self) {
        let version = self.ruling.version;
        let about = self.about_period();
        let not_about = self.registers.not(Space::Cases, about);
        for number in &version.follows {
            if version.of_whole.contains(number) {
                self.once(|it| it.follows_on(not_about, *number));
            } else if let Some(part) = self.follows_on(Bit::Yes, *number) {
                self.value_of_each_day(*number, part);
            }
        }
    }

    /// What follows of a whole period, as on the day asked about.
    pub(super) fn follows_of_whole(&mut self, criteria: &[LoweredCriterion]) {
        let Some(asked) = self.period.as_ref().map(|it| it.asked) else {
            return;
        };
        let version = self.ruling.version;
        let sums = version.sums.iter();
        let sums: Vec<(ValueId, Kept)> = sums
            .filter_map(|(value, over)| Some((*value, self.part_of_sum(*value, *over, criteria)?)))
            .collect();
        self.on = asked;
        self.forget_days();
        for (value, sum) in sums {
            self.values.insert(value.number(), sum);
        }
        let about = self.about_period();
        for number in &version.of_whole {
            self.once(|it| it.follows_on(about, *number));
        }
    }

    fn about_period(&self) -> Bit {
        self.period.as_ref().map_or(Bit::No, |it| it.about)
    }

    fn follows_on(&mut self, path: Bit, number: ValueId) -> Option<Part> {
        self.step = self.ruling.version.values[number].id.to_string();
        self.on_path(path, |it| {
            let lowered = it.value(number);
            lowered.map_err(|why| it.fall_back(why)).ok()
        })
    }

    /// What the one part adds: nothing where it does not count.
    fn part_of_sum(
        &mut self,
        value: ValueId,
        over: SumOver,
        criteria: &[LoweredCriterion],
    ) -> Option<Kept> {
        let space = Space::Cases;
        let (part, ..) = *self.values.get(&value.number())?;
        let Part::Number(own) = part else {
            return None;
        };
        let own = self.number_in(own, space).ok()?;
        let counts = self.counts(over, criteria);
        let nothing = Source::Constant(0);
        let it = &mut self.registers;
        let (known, out) = (
            it.and(space, counts, own.known),
            it.and(space, counts, own.out),
        );
        let bounded = it.and(space, counts, own.bounded);
        let not_counted = it.not(space, counts);
        // With a denominator of its own it could not be added to others over the same, so
        // rows are left in which that of nothing is none.
        let not_divided = match own.under {
            Some((under @ Source::Of(_), _)) => {
                let none = MaskOperation::Compare(Comparison::AtMost, under, nothing);
                let none = it.mask(space, none);
                it.and(space, not_counted, none)
            }
            _ => Bit::No,
        };
        let sum = Number {
            value: it.select(space, counts, own.value, nothing),
            low: own.low.min(0),
            high: own.high.max(0),
            known: it.or(space, known, not_counted),
            out,
            bounded,
            ..own
        };
        // The rows that `own` leaves to the row evaluator are left already.
        Some((Part::Number(sum), space, not_divided))
    }

    /// Where the one part counts in a sum. Where that is open, so is the outcome.
    fn counts(&mut self, over: SumOver, criteria: &[LoweredCriterion]) -> Bit {
        let space = Space::Cases;
        let it = &mut self.registers;
        let (mut settled, mut not_met, mut refers) = (Bit::Yes, Bit::No, Bit::No);
        for criterion in criteria {
            not_met = it.or(space, not_met, criterion.not_met);
            refers = it.or(space, refers, criterion.refers);
            let met_or_not = it.or(space, criterion.met, criterion.not_met);
            let decided = it.or(space, criterion.refers, criterion.out);
            let own = it.or(space, met_or_not, decided);
            settled = it.and(space, settled, own);
        }
        let open_or_met = it.and_not(space, settled, not_met);
        match over {
            SumOver::Parts => Bit::Yes,
            SumOver::EligibleParts => it.and_not(space, open_or_met, refers),
            SumOver::ReferredParts => it.and(space, open_or_met, refers),
        }
    }
}
