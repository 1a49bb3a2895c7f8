//! A bit for each row, in words of 64.

/// A bit for each row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// Of no rows.
    pub(super) const NONE: Bits = Bits {
        words: Vec::new(),
        len: 0,
    };

    /// The same bit for every row.
    #[must_use]
    pub fn all(bit: bool, len: usize) -> Bits {
        let word = if bit { u64::MAX } else { 0 };
        Bits {
            words: vec![word; len.div_ceil(64)],
            len,
        }
    }

    /// From what gives each row's bit.
    #[must_use]
    pub fn of(bits: impl ExactSizeIterator<Item = bool>) -> Bits {
        Bits::NONE.each_of(bits)
    }

    /// From what gives each row's bit, in the memory of these.
    pub(super) fn each_of(self, bits: impl ExactSizeIterator<Item = bool>) -> Bits {
        let len = bits.len();
        let mut words = self.emptied();
        let (mut word, mut at) = (0, 0);
        for bit in bits {
            word |= u64::from(bit) << at;
            at += 1;
            if at == 64 {
                words.push(word);
                (word, at) = (0, 0);
            }
        }
        if at > 0 {
            words.push(word);
        }
        Bits { words, len }
    }

    /// From words of 64 rows, the first row's bit the lowest.
    #[must_use]
    pub fn from_words(mut words: Vec<u64>, len: usize) -> Bits {
        words.resize(len.div_ceil(64), 0);
        Bits { words, len }
    }

    /// The words of 64 rows, the first row's bit the lowest. Bits beyond the last row
    /// do not matter.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Gives a row its bit.
    pub(super) fn set(&mut self, row: usize, bit: bool) {
        if let Some(word) = self.words.get_mut(row / 64) {
            let own = 1 << (row % 64);
            *word = if bit { *word | own } else { *word & !own };
        }
    }

    /// Puts the bits of other rows in place of these, from a row on that begins a
    /// word.
    pub(super) fn put(&mut self, first: usize, bits: &Bits) {
        let (full, rest) = (bits.len / 64, bits.len % 64);
        let own = self.words.get_mut(first / 64..).unwrap_or_default();
        for (at, (own, word)) in own.iter_mut().zip(&bits.words).enumerate() {
            let mask = match at < full {
                true => u64::MAX,
                false => (1 << rest) - 1,
            };
            *own = *own & !mask | word & mask;
        }
    }

    /// The rows that have the bit.
    pub(super) fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate();
        let rows = words.flat_map(|(number, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then(|| number * 64 + usize::try_from(bit).unwrap_or(0))
            })
        });
        rows.take_while(|row| *row < self.len)
    }

    /// The memory of its words, to be filled again.
    fn emptied(mut self) -> Vec<u64> {
        self.words.clear();
        self.words
    }

    /// The same bit for every row, in the memory of these.
    pub(super) fn filled(self, bit: bool, len: usize) -> Bits {
        let mut words = self.emptied();
        words.resize(len.div_ceil(64), if bit { u64::MAX } else { 0 });
        Bits { words, len }
    }

    /// A bit for each number.
    pub(super) fn of_each(numbers: &[i64], holds: impl Fn(i64) -> bool) -> Bits {
        Bits::NONE.each(numbers, holds)
    }

    /// A bit for each number, in the memory of these.
    pub(super) fn each(self, numbers: &[i64], holds: impl Fn(i64) -> bool) -> Bits {
        let mut words = self.emptied();
        let (whole, rest) = numbers.as_chunks::<64>();
        for numbers in whole {
            let mut bits = [0; 64];
            for (bit, number) in bits.iter_mut().zip(numbers) {
                *bit = u8::from(holds(*number));
            }
            words.push(word(&bits));
        }
        let rest = rest.iter().zip(0u32..);
        let bits = rest.map(|(number, at)| u64::from(holds(*number)) << at);
        words.push(bits.fold(0, |word, bit| word | bit));
        Bits::from_words(words, numbers.len())
    }

    /// A bit for each pair of numbers, in the memory of these.
    pub(super) fn pairs(self, a: &[i64], b: &[i64], holds: impl Fn(i64, i64) -> bool) -> Bits {
        let mut words = self.emptied();
        let ((whole_a, rest_a), (whole_b, rest_b)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
        for (a, b) in whole_a.iter().zip(whole_b) {
            let mut bits = [0; 64];
            for (bit, (a, b)) in bits.iter_mut().zip(a.iter().zip(b)) {
                *bit = u8::from(holds(*a, *b));
            }
            words.push(word(&bits));
        }
        let rest = rest_a.iter().zip(rest_b).zip(0u32..);
        let bits = rest.map(|((a, b), at)| u64::from(holds(*a, *b)) << at);
        words.push(bits.fold(0, |word, bit| word | bit));
        Bits::from_words(words, a.len())
    }

    /// The bits of some rows that follow each other, in the memory of others.
    pub(super) fn range(&self, first: usize, len: usize, memory: Bits) -> Bits {
        let (skip, shift) = (first / 64, first % 64);
        let own = self.words.get(skip..).unwrap_or_default();
        let mut words = memory.emptied();
        let word = |at: usize| own.get(at).copied().unwrap_or(0);
        words.extend((0..len.div_ceil(64)).map(|at| match shift {
            0 => word(at),
            _ => word(at) >> shift | word(at + 1) << (64 - shift),
        }));
        Bits { words, len }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bit of a row; no beyond the last.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        row < self.len
            && self
                .words
                .get(row / 64)
                .is_some_and(|word| word >> (row % 64) & 1 != 0)
    }

    /// Every row's bit.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = bool> + '_ {
        (0..self.len).map(|row| self.get(row))
    }

    /// Whether any row has the bit.
    #[must_use]
    pub fn any(&self) -> bool {
        let (last, bits) = (self.words.len().saturating_sub(1), self.len % 64);
        let mut words = self.words.iter().enumerate();
        words.any(|(number, word)| match number == last && bits > 0 {
            true => word & ((1 << bits) - 1) != 0,
            false => *word != 0,
        })
    }

    /// Two masks of as many rows, word by word.
    #[must_use]
    pub(super) fn with(&self, other: &Bits, word: impl Fn(u64, u64) -> u64) -> Bits {
        self.with_in(other, word, Bits::NONE)
    }

    /// Two masks of as many rows, word by word, in the memory of a third.
    pub(super) fn with_in(
        &self,
        other: &Bits,
        word: impl Fn(u64, u64) -> u64,
        memory: Bits,
    ) -> Bits {
        let mut words = memory.emptied();
        let both = self.words.iter().zip(&other.words);
        words.extend(both.map(|(a, b)| word(*a, *b)));
        Bits {
            words,
            len: self.len,
        }
    }

    /// Every word changed, in the memory of others.
    pub(super) fn mapped_in(&self, word: impl Fn(u64) -> u64, memory: Bits) -> Bits {
        let mut words = memory.emptied();
        words.extend(self.words.iter().map(|it| word(*it)));
        Bits {
            words,
            len: self.len,
        }
    }

    /// The other bit for every row.
    #[must_use]
    pub(super) fn inverted(&self) -> Bits {
        Bits {
            words: self.words.iter().map(|word| !word).collect(),
            len: self.len,
        }
    }
}

/// 64 bits, each 0 or 1 in a byte.
fn word(bits: &[u8; 64]) -> u64 {
    let (eights, _) = bits.as_chunks::<8>();
    let mut word = 0;
    for (eight, at) in eights.iter().zip(0u32..) {
        // Each byte's bit is moved to its place in the highest byte.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= bits << (8 * at);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_beyond_the_last_row_do_not_count() {
        let none = Bits::of((0..70).map(|_| false));
        assert!(!none.any());
        let every = none.inverted();
        assert!(every.any() && every.get(69) && !every.get(70));
        assert!(!every.with(&every, |a, b| a & !b).any());
        let one = Bits::of((0..70).map(|row| row == 69));
        assert_eq!(one.iter().filter(|bit| *bit).count(), 1);
        assert!(!Bits::all(true, 0).any());
    }

    #[test]
    fn put_leaves_the_bits_of_other_rows() {
        let mut bits = Bits::all(true, 300);
        bits.put(64, &Bits::all(false, 70));
        let zeros: Vec<usize> = bits.inverted().ones().collect();
        assert_eq!(zeros, (64..134).collect::<Vec<_>>());
        bits.set(100, true);
        bits.set(299, false);
        let ones = bits.ones().count();
        assert_eq!(
            (ones, bits.get(100), bits.get(299)),
            (300 - 70, true, false)
        );
    }

    #[test]
    fn range_has_the_bits_of_its_rows() {
        let bits: Vec<bool> = (0..300).map(|row| row % 3 == 0 || row % 7 == 0).collect();
        let numbers: Vec<i64> = bits.iter().map(|bit| i64::from(*bit)).collect();
        let all = Bits::of_each(&numbers, |number| number == 1);
        assert_eq!(all, Bits::of(bits.iter().copied()));
        let zeros = vec![0; numbers.len()];
        assert_eq!(all, Bits::NONE.pairs(&numbers, &zeros, |a, b| a > b));
        for (first, len) in [(0, 300), (64, 64), (5, 130), (299, 1), (63, 2)] {
            let found: Vec<bool> = all.range(first, len, Bits::NONE).iter().collect();
            assert_eq!(found, bits[first..first + len], "{first} {len}");
        }
    }
}
