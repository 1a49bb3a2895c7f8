//! Rows of a screening that lack facts: what completions of them show.

use std::borrow::Cow;

use super::{
    answer_rows::{Answering, Known},
    bits::Bits,
    completions::{Completions, Found},
    frame::Frame,
    groups::Group,
    lowered::Lowered,
    lowered_rules::LoweredRules,
    outcomes::Outcomes,
};
use crate::eval::screen::Standing;

impl Answering<'_> {
    /// Completes the rows of a frame that lack facts. Where criteria are open, and not the
    /// outcome, columns answer the row if completions show that each of them depends on what
    /// is missing. Of all other rows that need no search, what is known is kept.
    pub(super) fn complete_lacking(
        &mut self,
        (group, completions): (&Group<'_>, &mut Completions),
        kept: &mut LoweredRules,
        (lowered, frame): (&Lowered, &Frame<'_>),
        outcomes: &mut Outcomes,
    ) {
        let [(_, not_eligible), _, (_, eligible)] = outcomes.rows.as_slice() else {
            return;
        };
        let rows_at = |places: &[usize]| -> Vec<usize> {
            let rows = places.iter().filter_map(|place| frame.rows().get(*place));
            rows.copied().collect()
        };
        let eligible = eligible.with(&outcomes.open, |a, b| a & !b);
        let eligible: Vec<usize> = eligible.ones().collect();
        completions.add_donors(rows_at(&eligible).into_iter());
        let marked = frame.all_of(lowered.marked);
        let lacking = outcomes.open.with(&marked, |open, marked| open & !marked);
        let lacking: Vec<usize> = lacking.ones().collect();
        if lacking.is_empty() {
            return;
        }
        let standings = Standings::of(lowered, frame);
        let is_shown = |found: &Found, number: usize| {
            let Some(place) = lacking.get(number) else {
                return true;
            };
            match not_eligible.get(*place) {
                true => standings
                    .open_at(*place)
                    .all(|criterion| found.standing_differs(number, criterion)),
                false => found.outcome_differs(number),
            }
        };
        let rows = rows_at(&lacking);
        let found = self.complete((group, completions), kept, &rows, is_shown);
        for (number, (place, row)) in lacking.iter().zip(&rows).enumerate() {
            match (is_shown(&found, number), not_eligible.get(*place)) {
                (true, true) => outcomes.open.set(*place, false),
                // A search would settle nothing, or is for other outcomes.
                (true, false) | (false, true) => {
                    self.known.insert(*row, standings.known_at(*place));
                }
                (false, false) => {}
            }
        }
    }
}

/// How the criteria of a frame's rows stand.
struct Standings<'f> {
    criteria: Vec<[(Standing, Cow<'f, Bits>); 4]>,
    is_secret: Vec<bool>,
}

impl<'f> Standings<'f> {
    fn of(lowered: &Lowered, frame: &'f Frame<'_>) -> Standings<'f> {
        let criteria = lowered.criteria.iter().map(|it| {
            let bits = [
                (Standing::Met, it.met),
                (Standing::NotMet, it.not_met),
                (Standing::Refer, it.refers),
                (Standing::DoesNotApply, it.out),
            ];
            bits.map(|(standing, bit)| (standing, frame.all_of(bit)))
        });
        Standings {
            criteria: criteria.collect(),
            is_secret: lowered.criteria.iter().map(|it| it.is_secret).collect(),
        }
    }

    fn known_at(&self, place: usize) -> Known {
        let known = self.criteria.iter().map(|criterion| {
            let mut standings = criterion.iter();
            let found = standings.find(|(_, bits)| bits.get(place));
            found.map(|(standing, _)| *standing)
        });
        known.collect()
    }

    /// The criteria that may be shown and are open.
    fn open_at(&self, place: usize) -> impl Iterator<Item = usize> {
        let criteria = self.criteria.iter().zip(&self.is_secret).enumerate();
        let open = criteria.filter(move |(_, (criterion, is_secret))| {
            !**is_secret && !criterion.iter().any(|(_, bits)| bits.get(place))
        });
        open.map(|(number, _)| number)
    }
}
