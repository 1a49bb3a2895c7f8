//! Rows with the same rules and prices, answered by columns.

use super::{
    answer_rows::Answering,
    answered::{Rows, ids},
    bits::Bits,
    completions::Completions,
    frame::{CHUNK, Frame},
    groups::Group,
    lowered::Standing,
    lowered_rules::LoweredRules,
    operations::Bit,
    outcomes::Outcomes,
};
use crate::{answer::Outcome, check::model::Kind};

impl Answering<'_> {
    /// Answers the rows of a group; those for the row evaluator are added to `marked`.
    pub(super) fn by_columns(
        &mut self,
        group: &Group<'_>,
        kept: &mut LoweredRules,
        marked: &mut Vec<usize>,
    ) {
        let ruling = &group.ruling;
        let lowered = kept.of(ruling, self.table, &group.days);
        if lowered.marked == Bit::Yes {
            marked.extend(&group.rows);
            return;
        }
        let places: Vec<Option<usize>> = ids(ruling.version)
            .map(|id| self.answered.entries.iter().position(|it| it == id))
            .collect();
        let days = self.days.clone();
        let mut frame = Frame::new(&lowered, ruling, self.table, &days);
        let is_screened = lowered.kind == Kind::Eligibility;
        let mut completions = is_screened.then(|| Completions::new(group));
        for rows in group.rows.chunks(CHUNK) {
            frame.run(rows);
            let mut outcomes = frame.outcomes();
            if self.question.reasons {
                // The row evaluator also settles what holds for every value that an
                // unknown fact may have.
                let open = frame.has_open_criteria();
                outcomes.open = outcomes.open.with(&open, |a, b| a | b);
            }
            if let Some(completions) = &mut completions {
                self.complete_lacking(completions, kept, &frame, &mut outcomes);
            }
            // What is missing, the row evaluator says.
            let open = outcomes.open.ones();
            marked.extend(open.filter_map(|place| rows.get(place)));
            self.by_frame(&frame, &places, &outcomes);
        }
    }

    /// Answers the rows of a frame that are not open.
    fn by_frame(&mut self, frame: &Frame<'_>, places: &[Option<usize>], outcomes: &Outcomes) {
        self.answered.by_columns += frame.rows().len() - outcomes.open.ones().count();
        let rows = Rows::of(frame.rows(), self.first);
        for (outcome, bits) in &outcomes.rows {
            let bits = bits.with(&outcomes.open, |own, open| own & !open);
            fill(&mut self.answered.outcomes, &rows, *outcome, &bits);
            if *outcome == Outcome::Quoted {
                self.answered.totals.put(&rows, &outcomes.totals, &bits);
            }
        }
        if self.question.reasons {
            self.line_reasons(frame, places, outcomes);
            self.criterion_reasons(frame, places, outcomes);
        }
    }

    fn line_reasons(&mut self, frame: &Frame<'_>, places: &[Option<usize>], outcomes: &Outcomes) {
        let rows = Rows::of(frame.rows(), self.first);
        for (line, entry) in frame.lowered.lines.iter().zip(places) {
            let own = entry.and_then(|entry| self.answered.lines.get_mut(entry));
            if let Some(own) = own.filter(|_| line.applies != Bit::No) {
                let applies = frame.all_of(line.applies);
                let applies = applies.with(&outcomes.open, |own, open| own & !open);
                if applies.any() {
                    own.put(&rows, &frame.all_numbers(line.pennies), &applies);
                }
            }
        }
    }

    fn criterion_reasons(
        &mut self,
        frame: &Frame<'_>,
        places: &[Option<usize>],
        outcomes: &Outcomes,
    ) {
        let rows = Rows::of(frame.rows(), self.first);
        let mut silent = outcomes.open.clone();
        for (outcome, bits) in &outcomes.rows {
            // A person decides, and a list says no more.
            if frame.lowered.is_listed && *outcome == Outcome::Refer {
                silent = silent.with(bits, |a, b| a | b);
            }
        }
        let shown = silent.inverted();
        for (criterion, entry) in frame.lowered.criteria.iter().zip(places) {
            let own = entry.and_then(|entry| self.answered.criteria.get_mut(entry));
            let Some(own) = own.filter(|_| !criterion.is_secret) else {
                continue;
            };
            fill(own, &rows, Standing::Undetermined, &shown);
            let standings = criterion.standings().into_iter();
            for (standing, bit) in standings.filter(|(_, bit)| *bit != Bit::No) {
                let bits = frame.all_of(bit).with(&shown, |own, shown| own & shown);
                fill(own, &rows, Standing::from(standing), &bits);
            }
        }
    }
}

/// Gives a value to the rows that have the bit.
fn fill<T: Copy>(all: &mut [Option<T>], rows: &Rows<'_>, value: T, bits: &Bits) {
    let Some(run) = rows.run() else {
        for (row, bit) in rows.each().zip(bits.iter()) {
            if let (true, Some(own)) = (bit, all.get_mut(row)) {
                *own = Some(value);
            }
        }
        return;
    };
    let own = all.get_mut(run).unwrap_or_default();
    for (own, word) in own.chunks_mut(64).zip(bits.words()) {
        match *word {
            0 => {}
            u64::MAX => own.fill(Some(value)),
            word => {
                for (at, own) in own.iter_mut().enumerate() {
                    if word >> at & 1 != 0 {
                        *own = Some(value);
                    }
                }
            }
        }
    }
}
