//! What rows come to: outcomes, totals and reasons of all rows of a frame at once.

use super::{
    bits::Bits,
    frame::Frame,
    lowered::LoweredCriterion,
    operations::{Bit, Source},
};
use crate::{answer::Outcome, check::model::Kind};

/// The outcomes of a frame's rows, and the totals of those that are quoted.
pub(super) struct Outcomes {
    /// Each outcome with the rows that have it; a row has one at most.
    pub(super) rows: Vec<(Outcome, Bits)>,
    /// The rows that columns do not settle: the row evaluator answers them.
    pub(super) open: Bits,
    pub(super) totals: Vec<i64>,
}

/// What the criteria of a screening come to.
struct Screened {
    not_met: Bits,
    unknown: Bits,
    refers: Bits,
}

impl Frame<'_> {
    /// The outcome of every row.
    pub(super) fn outcomes(&self) -> Outcomes {
        match self.lowered.kind {
            Kind::Pricing => self.quoted(),
            Kind::Eligibility => self.screened(),
        }
    }

    fn quoted(&self) -> Outcomes {
        let open = self.all_of(self.lowered.marked).into_owned();
        let mut totals = vec![0; self.rows().len()];
        let mut applies = Bits::all(false, totals.len());
        let mut refers = applies.clone();
        for line in &self.lowered.lines {
            refers = refers.with(&self.all_of(line.refers), |a, b| a | b);
            if line.applies != Bit::No {
                let own = self.all_of(line.applies);
                self.add(&mut totals, &own, line.pennies);
                applies = applies.with(&own, |a, b| a | b);
            }
        }
        let refers = refers.with(&open, |refers, open| refers & !open);
        let settled = open.with(&refers, |open, refers| !(open | refers));
        let quoted = applies.with(&settled, |applies, settled| applies & settled);
        let none = applies.with(&settled, |applies, settled| !applies & settled);
        let rows = vec![
            (Outcome::Quoted, quoted),
            (Outcome::Refer, refers),
            (Outcome::DoesNotApply, none),
        ];
        Outcomes { rows, open, totals }
    }

    /// Adds an amount to the totals of the rows that have the bit.
    fn add(&self, totals: &mut [i64], rows: &Bits, pennies: Source) {
        let words = rows.words().iter();
        for (number, (totals, word)) in totals.chunks_mut(64).zip(words).enumerate() {
            let first = number * 64;
            let values = match pennies {
                Source::Constant(_) => &[][..],
                Source::Of(register) => {
                    let end = first + totals.len();
                    self.numbers_of(register)
                        .get(first..end)
                        .unwrap_or_default()
                }
            };
            let one = |at: usize| (word >> at & 1).cast_signed().wrapping_neg();
            match (pennies, *word) {
                (_, 0) => {}
                (Source::Constant(value), _) => {
                    for (at, total) in totals.iter_mut().enumerate() {
                        *total = total.wrapping_add(value & one(at));
                    }
                }
                (Source::Of(_), u64::MAX) => {
                    for (total, value) in totals.iter_mut().zip(values) {
                        *total = total.wrapping_add(*value);
                    }
                }
                (Source::Of(_), _) => {
                    for (at, (total, value)) in totals.iter_mut().zip(values).enumerate() {
                        *total = total.wrapping_add(*value & one(at));
                    }
                }
            }
        }
    }

    fn screened(&self) -> Outcomes {
        let (secret, shown): (Vec<_>, Vec<_>) =
            self.lowered.criteria.iter().partition(|it| it.is_secret);
        let shown = self.together(shown.into_iter());
        let marked = self.all_of(self.lowered.marked);
        let unknown = shown.unknown.with(&shown.not_met, |a, b| a & !b);
        let mut open = marked.with(&unknown, |a, b| a | b);
        let settled = open.inverted();
        let not_met = shown.not_met.with(&settled, |a, b| a & b);
        let rest = settled.with(&not_met, |a, b| a & !b);
        let mut refers = shown.refers.with(&rest, |a, b| a & b);
        let mut met = rest.with(&refers, |a, b| a & !b);
        if !secret.is_empty() {
            // Where all else is met, what is not met behind a confidential fact makes it a
            // case for a person to decide, and nothing more is said.
            let secret = self.together(secret.into_iter());
            let decided = secret.not_met.with(&secret.refers, |a, b| a | b);
            let unknown = secret.unknown.with(&secret.not_met, |a, b| a & !b);
            let unknown = unknown.with(&met, |a, b| a & b);
            open = open.with(&unknown, |a, b| a | b);
            met = met.with(&unknown, |a, b| a & !b);
            let decided = decided.with(&met, |a, b| a & b);
            refers = refers.with(&decided, |a, b| a | b);
            met = met.with(&decided, |a, b| a & !b);
        }
        let rows = vec![
            (Outcome::NotEligible, not_met),
            (Outcome::Refer, refers),
            (Outcome::Eligible, met),
        ];
        Outcomes {
            rows,
            open,
            totals: Vec::new(),
        }
    }

    /// The rows that all criteria together make not eligible, those for a person to decide,
    /// and those that are eligible.
    pub(super) fn outcomes_of_all(&self) -> [Bits; 3] {
        let all = self.together(self.lowered.criteria.iter());
        let settled = all.not_met.with(&all.unknown, |a, b| !(a | b));
        let refers = all.refers.with(&settled, |a, b| a & b);
        let met = settled.with(&refers, |a, b| a & !b);
        [all.not_met, refers, met]
    }

    fn together<'c>(&self, criteria: impl Iterator<Item = &'c LoweredCriterion>) -> Screened {
        let none = Bits::all(false, self.rows().len());
        let mut screened = Screened {
            not_met: none.clone(),
            unknown: none.clone(),
            refers: none,
        };
        for criterion in criteria {
            let not_met = self.all_of(criterion.not_met);
            let refers = self.all_of(criterion.refers);
            let settled = self.settled(criterion);
            screened.not_met = screened.not_met.with(&not_met, |a, b| a | b);
            screened.refers = screened.refers.with(&refers, |a, b| a | b);
            screened.unknown = screened.unknown.with(&settled, |a, b| a | !b);
        }
        screened
    }

    /// The rows in which a criterion is not open.
    fn settled(&self, criterion: &LoweredCriterion) -> Bits {
        let none = Bits::all(false, self.rows().len());
        let bits = criterion.standings().map(|(_, bit)| bit).into_iter();
        let bits = bits.filter(|bit| *bit != Bit::No);
        bits.fold(none, |all, bit| all.with(&self.all_of(bit), |a, b| a | b))
    }

    /// The rows in which a criterion that may be shown is not settled.
    pub(super) fn has_open_criteria(&self) -> Bits {
        let shown = self.lowered.criteria.iter().filter(|it| !it.is_secret);
        self.together(shown).unknown
    }
}
