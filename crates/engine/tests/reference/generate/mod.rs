//! Random books and questions, made from a sequence of numbers. Each number
//! chooses among a few forms, 0 the plainest; a shorter sequence with smaller
//! numbers is a smaller book, which is how a disagreement is made small.

pub(crate) mod constructs;
pub(crate) mod facts;
mod files;
pub(crate) mod formulas;
pub(crate) mod rules;

/// What is left of the sequence; after its end every choice is the plainest.
pub(crate) struct Choices<'c> {
    numbers: std::slice::Iter<'c, u16>,
}

impl<'c> Choices<'c> {
    pub(crate) fn new(numbers: &'c [u16]) -> Choices<'c> {
        Choices {
            numbers: numbers.iter(),
        }
    }

    /// A number below `forms`.
    pub(crate) fn below(&mut self, forms: usize) -> usize {
        let next = self.numbers.next().copied().unwrap_or(0);
        usize::from(next) % forms.max(1)
    }

    /// A number from 0 to a limit, which is included.
    pub(crate) fn number(&mut self, limit: i64) -> i64 {
        let forms = usize::try_from(limit + 1).expect("a limit above zero");
        i64::try_from(self.below(forms)).expect("a small number")
    }

    /// Whether one of several times, and otherwise the plain form.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub(crate) fn of<T: Clone>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())].clone()
    }
}

/// A sequence that follows from a seed; another `salt` gives others.
pub(crate) fn numbers(seed: u64, salt: u64, count: usize) -> Vec<u16> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(salt);
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Some(u16::try_from(state >> 48).expect("16 bits"))
    };
    std::iter::from_fn(next).take(count).collect()
}
