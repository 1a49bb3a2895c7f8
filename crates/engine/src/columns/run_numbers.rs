//! Operations that give numbers, on all rows or records of a frame. Each writes into
//! memory that it is given.

use super::{
    calendars, civil, dates,
    frame::{Frame, Records, run},
    operations::{Binary, Bit, Division, NumberOperation, Rounded, Source, Space},
    table::ColumnValues,
};

impl Frame<'_> {
    pub(super) fn number(
        &self,
        space: Space,
        operation: &NumberOperation,
        mut to: Vec<i64>,
    ) -> Vec<i64> {
        let len = self.len(space);
        match operation {
            NumberOperation::Load(of, column) => self.load(*of, *column, &mut to),
            NumberOperation::Mapped(of, column, map, is_several) => {
                self.load(*of, *column, &mut to);
                match is_several {
                    false => to.iter_mut().for_each(|it| *it = mapped(*it, map)),
                    true => to.iter_mut().for_each(|it| *it = mapped_bits(*it, map)),
                }
            }
            NumberOperation::On => self.gather(Space::Cases, self.days, &mut to),
            NumberOperation::Binary(how, a, b) => self.binary(len, *how, (*a, *b), &mut to),
            NumberOperation::Select(bit, a, b) => self.select(len, *bit, (*a, *b), &mut to),
            NumberOperation::Divide(how, a, b) => self.divide(len, *how, (*a, *b), &mut to),
            NumberOperation::Part(part, day) => {
                let part = |day, _| dates::part(*part, day);
                self.each(len, (*day, Source::Constant(0)), &mut to, part);
            }
            NumberOperation::Rank(day, days) => {
                let rank = |day, _| {
                    let begun = days.partition_point(|it| *it <= day);
                    i64::try_from(begun).unwrap_or(0)
                };
                self.each(len, (*day, Source::Constant(0)), &mut to, rank);
            }
            NumberOperation::Copy(source) => self.copy(len, *source, &mut to),
            NumberOperation::Calendar(question, days) => {
                self.calendar(len, *question, days, &mut to);
            }
            NumberOperation::ForRecords(source, list) => {
                let rows = &self.records(*list).row;
                match source {
                    Source::Constant(value) => to.resize(rows.len(), *value),
                    Source::Of(register) => {
                        let values = self.numbers_of(*register);
                        let value = |row: &usize| values.get(*row).copied().unwrap_or(0);
                        to.extend(rows.iter().map(value));
                    }
                }
            }
            NumberOperation::Sum(bit, source, list) => {
                self.fold((*list, *bit, *source), &mut to, i64::wrapping_add);
            }
            NumberOperation::Extreme(bit, source, list, Binary::Most) => {
                self.fold((*list, *bit, *source), &mut to, i64::max);
            }
            NumberOperation::Extreme(bit, source, list, _) => {
                self.fold((*list, *bit, *source), &mut to, i64::min);
            }
        }
        to
    }

    /// Each pair of two numbers, calculated.
    fn each(
        &self,
        len: usize,
        (a, b): (Source, Source),
        to: &mut Vec<i64>,
        work: impl Fn(i64, i64) -> i64,
    ) {
        match (a, b) {
            (Source::Of(a), Source::Of(b)) => {
                let pairs = self.numbers_of(a).iter().zip(self.numbers_of(b));
                to.extend(pairs.map(|(a, b)| work(*a, *b)));
            }
            (Source::Of(a), Source::Constant(b)) => {
                to.extend(self.numbers_of(a).iter().map(|a| work(*a, b)));
            }
            (Source::Constant(a), Source::Of(b)) => {
                to.extend(self.numbers_of(b).iter().map(|b| work(a, *b)));
            }
            (Source::Constant(a), Source::Constant(b)) => to.resize(len, work(a, b)),
        }
    }

    fn load(&self, space: Space, column: usize, to: &mut Vec<i64>) {
        let values = self.column(space, column).map(|it| &it.values);
        match values.and_then(ColumnValues::numbers) {
            Some(values) => self.gather(space, values, to),
            None => to.resize(self.len(space), 0),
        }
    }

    fn gather(&self, space: Space, values: &[i64], to: &mut Vec<i64>) {
        let places = self.places(space);
        if let Some(run) = run(places).and_then(|run| values.get(run)) {
            return to.extend_from_slice(run);
        }
        let value = |place: &usize| values.get(*place).copied().unwrap_or(0);
        to.extend(places.iter().map(value));
    }

    /// The first number of the rows that have the bit, the second of all others.
    fn select(&self, len: usize, bit: Bit, (yes, no): (Source, Source), to: &mut Vec<i64>) {
        let words = match bit {
            Bit::Of(register) => self.bits(register).words(),
            Bit::Yes => return self.copy(len, yes, to),
            Bit::No => &[],
        };
        self.copy(len, no, to);
        let mask = |word: u64, at: usize| (word >> at & 1).cast_signed().wrapping_neg();
        for (number, (own, word)) in to.chunks_mut(64).zip(words).enumerate() {
            match (yes, *word) {
                (_, 0) => {}
                (Source::Constant(value), u64::MAX) => own.fill(value),
                (Source::Constant(value), word) => {
                    for (at, own) in own.iter_mut().enumerate() {
                        *own ^= (*own ^ value) & mask(word, at);
                    }
                }
                (Source::Of(register), word) => {
                    let values = self.numbers_of(register).get(number * 64..);
                    let values = values.unwrap_or_default().iter();
                    let pairs = own.iter_mut().zip(values);
                    match word {
                        u64::MAX => pairs.for_each(|(own, value)| *own = *value),
                        _ => pairs.enumerate().for_each(|(at, (own, value))| {
                            *own ^= (*own ^ value) & mask(word, at);
                        }),
                    }
                }
            }
        }
    }

    /// A loop of its own for each operation, so that it is compiled as one.
    fn binary(&self, len: usize, how: Binary, pair: (Source, Source), to: &mut Vec<i64>) {
        match how {
            Binary::Add => self.each(len, pair, to, i64::wrapping_add),
            Binary::Subtract => self.each(len, pair, to, i64::wrapping_sub),
            Binary::Multiply => self.each(len, pair, to, i64::wrapping_mul),
            Binary::Least => self.each(len, pair, to, i64::min),
            Binary::Most => self.each(len, pair, to, i64::max),
            Binary::Age => self.each(len, pair, to, |a, b| dates::binary(Binary::Age, a, b)),
            Binary::AddDays => self.each(len, pair, to, civil::add_days),
            Binary::AddMonths => self.each(len, pair, to, civil::add_months),
            Binary::DaysBetween => self.each(len, pair, to, civil::days_between),
            _ => self.each(len, pair, to, |a, b| dates::binary(how, a, b)),
        }
    }

    fn divide(&self, len: usize, how: Division, pair: (Source, Source), to: &mut Vec<i64>) {
        match (how, pair) {
            (Division::Rounded(Rounded::HalfUp), (Source::Of(_), Source::Constant(under))) => {
                let half_up = HalfUp::by(under);
                self.each(len, pair, to, |over, under| half_up.of(over, under));
            }
            (Division::Rounded(Rounded::HalfUp), _) => self.each(len, pair, to, half_up),
            _ => self.each(len, pair, to, |a, b| dates::divided(how, a, b)),
        }
    }

    /// The answers of calendars. An answer for the same weekdays and days is not asked for
    /// again: the records of a case share them.
    fn calendar(&self, len: usize, question: usize, days: &[Source; 3], to: &mut Vec<i64>) {
        let Some(question) = self.lowered.calendar_questions.get(question) else {
            return to.resize(len, 0);
        };
        let value = |source: &Source, row: usize| match source {
            Source::Constant(value) => *value,
            Source::Of(register) => self.numbers_of(*register).get(row).copied().unwrap_or(0),
        };
        let mut last = None;
        for row in 0..len {
            let asked = days.each_ref().map(|source| value(source, row));
            let answer = match last {
                Some((before, answer)) if before == asked => answer,
                _ => calendars::answer(&self.calendars, question, asked),
            };
            last = Some((asked, answer));
            to.push(answer);
        }
    }

    /// One number for each row, of the records that have the bit; 0 if none has.
    fn fold(
        &self,
        (list, bit, source): (usize, Bit, Source),
        to: &mut Vec<i64>,
        fold: impl Fn(i64, i64) -> i64,
    ) {
        let Records { row, counts, .. } = self.records(list);
        let bits = self.bits_or_constant(row.len(), bit);
        let value = |record: usize| match source {
            Source::Constant(value) => value,
            Source::Of(register) => self.numbers_of(register).get(record).copied().unwrap_or(0),
        };
        to.resize(counts.len(), 0);
        let mut last = None;
        for record in bits.ones() {
            let own = row
                .get(record)
                .and_then(|row| Some((row, to.get_mut(*row)?)));
            let Some((row, own)) = own else { continue };
            // A row's records follow each other.
            *own = match last.replace(row) == Some(row) {
                true => fold(*own, value(record)),
                false => value(record),
            };
        }
    }
}

/// What stands for a text or an option; -1 if nothing does.
fn mapped(value: i64, map: &[i64]) -> i64 {
    let place = usize::try_from(value).ok();
    place.and_then(|it| map.get(it)).copied().unwrap_or(-1)
}

/// Options as bits of another list of options; -1 if one is not among them.
fn mapped_bits(bits: i64, map: &[i64]) -> i64 {
    let mut mapped = 0;
    for (bit, to) in map.iter().enumerate() {
        if bits >> bit & 1 != 0 {
            match u32::try_from(*to).ok().and_then(|to| 1i64.checked_shl(to)) {
                Some(to) => mapped |= to,
                None => return -1,
            }
        }
    }
    mapped
}

/// Half up, away from zero. Where both numbers fit 32 bits, their division takes
/// a fraction of the time.
#[inline]
fn half_up(over: i64, under: i64) -> i64 {
    let twice = over.wrapping_mul(2).wrapping_add(under);
    match (u32::try_from(twice), u32::try_from(under.wrapping_mul(2))) {
        // Nothing is half of a unit below zero, which is rounded to a whole one.
        (Ok(over @ 1..), Ok(under)) if under > 0 => i64::from(over / under),
        _ => dates::divided(Division::Rounded(Rounded::HalfUp), over, under),
    }
}

/// Half up over the same number for every row: a multiplication by its inverse.
struct HalfUp {
    /// 2⁶⁴ over twice the number, rounded up: exact for numbers of 32 bits.
    inverse: Option<u64>,
}

impl HalfUp {
    fn by(under: i64) -> HalfUp {
        let twice = u32::try_from(under.wrapping_mul(2)).ok();
        let twice = twice.filter(|twice| *twice >= 2);
        HalfUp {
            inverse: twice.map(|twice| u64::MAX / u64::from(twice) + 1),
        }
    }

    #[inline]
    fn of(&self, over: i64, under: i64) -> i64 {
        let twice = over.wrapping_mul(2).wrapping_add(under);
        match (self.inverse, u32::try_from(twice)) {
            (Some(inverse), Ok(twice @ 1..)) => {
                let product = u128::from(twice) * u128::from(inverse);
                i64::try_from(product >> 64).unwrap_or(0)
            }
            _ => half_up(over, under),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn half_up_by_inverse_is_division(over in any::<i32>(), under in 1u32..=u32::MAX) {
            let (over, under) = (i64::from(over), i64::from(under));
            let meant = dates::divided(Division::Rounded(Rounded::HalfUp), over, under);
            prop_assert_eq!(HalfUp::by(under).of(over, under), meant);
            prop_assert_eq!(half_up(over, under), meant);
        }

        #[test]
        fn halves_are_rounded_away_from_zero(halves in -1000i64..1000, half in 1i64..1000) {
            let (over, under) = (halves * half, 2 * half);
            let meant = (halves + halves.signum()) / 2;
            let meant = if halves % 2 == 0 { halves / 2 } else { meant };
            prop_assert_eq!(HalfUp::by(under).of(over, under), meant);
            prop_assert_eq!(half_up(over, under), meant);
        }

        #[test]
        fn half_up_by_small_numbers(over in 0i64..1_000_000, under in 1i64..1000) {
            let meant = (2 * over + under) / (2 * under);
            prop_assert_eq!(HalfUp::by(under).of(over, under), meant);
        }
    }
}
