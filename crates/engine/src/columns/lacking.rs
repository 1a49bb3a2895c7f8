//! Rows of a screening that lack facts: what completions of them show.

use std::borrow::Cow;

use super::{
    answer_rows::{Answering, Known},
    bits::Bits,
    completions::{Completions, Seen},
    frame::Frame,
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
        completions: &mut Completions<'_>,
        kept: &mut LoweredRules,
        frame: &Frame<'_>,
        outcomes: &mut Outcomes,
    ) {
        let [(_, not_eligible), _, (_, eligible)] = outcomes.rows.as_slice() else {
            return;
        };
        let eligible = eligible.with(&outcomes.open, |own, open| own & !open);
        let donors = eligible.ones().filter_map(|place| frame.rows().get(place));
        completions.add_donors(donors.copied());
        let marked = frame.all_of(frame.lowered.marked);
        let lacking = outcomes.open.with(&marked, |open, marked| open & !marked);
        let lacking: Vec<usize> = lacking.ones().collect();
        if lacking.is_empty() {
            return;
        }
        let standings = Standings::of(frame);
        let depends = |seen: &Seen, number: usize| {
            let Some(place) = lacking.get(number) else {
                return true;
            };
            match not_eligible.get(*place) {
                true => standings
                    .open_at(*place)
                    .all(|criterion| seen.standing_differs(number, criterion)),
                false => seen.outcome_differs(number),
            }
        };
        let rows = lacking.iter().filter_map(|place| frame.rows().get(*place));
        let rows: Vec<usize> = rows.copied().collect();
        let seen = self.complete(completions, kept, &rows, depends);
        for (number, (place, row)) in lacking.iter().zip(&rows).enumerate() {
            match (depends(&seen, number), not_eligible.get(*place)) {
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
    fn of(frame: &'f Frame<'_>) -> Standings<'f> {
        let criteria = &frame.lowered.criteria;
        let bits = |(standing, bit)| (standing, frame.all_of(bit));
        let standings = criteria.iter().map(|it| it.standings().map(bits));
        Standings {
            criteria: standings.collect(),
            is_secret: criteria.iter().map(|it| it.is_secret).collect(),
        }
    }

    /// The standing of each criterion in a row; none of those that are open.
    fn known_at(&self, place: usize) -> Known {
        let known = self.criteria.iter().map(|criterion| {
            let mut standings = criterion.iter();
            let own = standings.find(|(_, bits)| bits.get(place));
            own.map(|(standing, _)| *standing)
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
