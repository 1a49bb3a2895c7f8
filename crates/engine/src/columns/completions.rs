//! Rows that lack facts, completed: what is missing is given the values of other rows, the
//! lowest and the highest values, and columns are run on the completed rows. An outcome that
//! two completions do not share depends on what is missing, and so does the standing of a
//! criterion. Then the row evaluator need not search for it
//! ([`outcome::settle`](crate::answer::completions::outcome::settle)), and need not be asked
//! where nothing else is open.

use std::cell::OnceCell;

use super::{
    answer_rows::Answering,
    bits::Bits,
    completed_table::{Completing, Tried},
    fillable::Fillable,
    frame::{CHUNK, Frame},
    groups::Group,
    lowered_rules::LoweredRules,
    operations::Bit,
};

/// The most rows whose values are tried in the places of what others lack.
const MAX_DONORS: usize = 4;

/// What is tried, in this order: the values of an eligible row, and what is most likely to
/// make it another outcome.
const ATTEMPTS: [(usize, Tried); 6] = [
    (0, Tried::Same),
    (0, Tried::Lowest),
    (0, Tried::Highest),
    (1, Tried::Same),
    (2, Tried::Same),
    (3, Tried::Same),
];

/// What completes the rows of one group.
pub(super) struct Completions<'g> {
    group: &'g Group<'g>,
    /// Found once a row lacks a fact.
    fillable: OnceCell<Fillable>,
    /// Rows whose values are tried.
    donors: Vec<usize>,
}

impl<'g> Completions<'g> {
    pub(super) fn new(group: &'g Group<'g>) -> Completions<'g> {
        Completions {
            group,
            fillable: OnceCell::new(),
            donors: Vec::new(),
        }
    }

    /// Adds rows that are eligible.
    pub(super) fn add_donors(&mut self, rows: impl Iterator<Item = usize>) {
        let left = MAX_DONORS.saturating_sub(self.donors.len());
        self.donors.extend(rows.take(left));
    }
}

/// The outcomes and standings that completions of rows had.
pub(super) struct Seen {
    criteria: usize,
    /// Of each row, a bit for each outcome.
    outcomes: Vec<u8>,
    /// Of each row, and each criterion, a bit for each standing.
    standings: Vec<u8>,
}

impl Seen {
    fn none(rows: usize, criteria: usize) -> Seen {
        Seen {
            criteria,
            outcomes: vec![0; rows],
            standings: vec![0; rows * criteria],
        }
    }

    /// Whether completions of a row have different outcomes.
    pub(super) fn outcome_differs(&self, row: usize) -> bool {
        self.outcomes.get(row).is_some_and(|it| it.count_ones() > 1)
    }

    /// Whether a criterion stands differently in completions of a row.
    pub(super) fn standing_differs(&self, row: usize, criterion: usize) -> bool {
        let seen = self.standings.get(row * self.criteria + criterion);
        seen.is_some_and(|it| it.count_ones() > 1)
    }

    /// Adds what the rows of a frame come to, where columns settle it: `numbers` are the
    /// numbers of the rows here.
    fn add(&mut self, frame: &Frame<'_>, numbers: &[usize]) {
        let lowered = frame.lowered;
        let is_valid = frame.all_of(lowered.marked).inverted();
        let valid = |bits: &Bits| {
            let valid = bits.with(&is_valid, |a, b| a & b);
            let rows = valid.ones().filter_map(|place| numbers.get(place));
            rows.copied().collect::<Vec<usize>>()
        };
        for (number, criterion) in lowered.criteria.iter().enumerate() {
            let standings = criterion.standings().into_iter().enumerate();
            for (bit, (_, standing)) in standings.filter(|(_, (_, it))| *it != Bit::No) {
                for row in valid(&frame.all_of(standing)) {
                    if let Some(own) = self.standings.get_mut(row * self.criteria + number) {
                        *own |= 1 << bit;
                    }
                }
            }
        }
        for (bit, outcome) in frame.outcomes_of_all().iter().enumerate() {
            for row in valid(outcome) {
                if let Some(own) = self.outcomes.get_mut(row) {
                    *own |= 1 << bit;
                }
            }
        }
    }
}

impl Answering<'_> {
    /// Tries completions of some rows, until they show enough of each.
    pub(super) fn complete(
        &self,
        completions: &Completions<'_>,
        kept: &mut LoweredRules,
        rows: &[usize],
        is_enough: impl Fn(&Seen, usize) -> bool,
    ) -> Seen {
        let Group { ruling, days, .. } = completions.group;
        let version = ruling.version;
        let fillable = completions.fillable.get_or_init(|| Fillable::of(version));
        let mut seen = Seen::none(rows.len(), version.criteria.len());
        let mut left: Vec<usize> = (0..rows.len()).collect();
        for (number, tried) in ATTEMPTS {
            let donor = completions.donors.get(number).copied();
            if number > 0 && donor.is_none() {
                break;
            }
            let own = left.iter().filter_map(|number| rows.get(*number));
            let own: Vec<usize> = own.copied().collect();
            let completing = Completing {
                table: self.table,
                version,
                fillable,
                donor,
                tried,
            };
            let table = completing.table(&own);
            let lowered = kept.of(ruling, &table, days);
            if lowered.marked == Bit::Yes {
                break;
            }
            let asked: Vec<i64> = own.iter().map(|row| self.day(*row)).collect();
            let places: Vec<usize> = (0..own.len()).collect();
            let mut frame = Frame::new(&lowered, ruling, &table, &asked);
            for (places, numbers) in places.chunks(CHUNK).zip(left.chunks(CHUNK)) {
                frame.run(places);
                seen.add(&frame, numbers);
            }
            left.retain(|number| !is_enough(&seen, *number));
            if left.is_empty() {
                break;
            }
        }
        seen
    }
}
