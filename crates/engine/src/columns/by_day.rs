//! What depends on nothing but the day, evaluated for each day.

use std::{collections::BTreeSet, ops::RangeInclusive, sync::Arc};

use super::{
    dates,
    frame::{CHUNK, Frame},
    liveness::Step,
    lowered::Lowered,
    lowering::Lowering,
    operations::{Bit, MaskRegister, NumberRegister},
    registers::Operation,
    table::Table,
};
use crate::base::date::{self, Date};

impl Lowering<'_> {
    /// The days on which one of these registers begins to hold something else, in order.
    pub(super) fn days_of_change(
        &self,
        days: &RangeInclusive<Date>,
        operations: Vec<Operation>,
        (masks, numbers): (&BTreeSet<MaskRegister>, &BTreeSet<NumberRegister>),
    ) -> Arc<[i64]> {
        if masks.is_empty() && numbers.is_empty() {
            return [].into();
        }
        let frees = Vec::new;
        let steps = operations.into_iter();
        let lowered = Lowered {
            kind: self.ruling.version.kind,
            is_listed: false,
            steps: steps
                .map(|operation| Step {
                    operation,
                    frees: frees(),
                })
                .collect(),
            masks: self.registers.masks,
            numbers: self.registers.numbers,
            marked: Bit::No,
            lines: Vec::new(),
            criteria: Vec::new(),
            falls_back: Vec::new(),
            calendar_questions: self.calendar_questions.clone(),
        };
        let next = |day: &Date| date::add_days(*day, 1).filter(|it| days.contains(it));
        let each = std::iter::successors(Some(*days.start()), next);
        let each: Vec<i64> = each.map(dates::packed).collect();
        let rows: Vec<usize> = (0..each.len()).collect();
        let table = Table {
            rows: rows.len(),
            ..Table::default()
        };
        let mut frame = Frame::new(&lowered, &self.ruling, &table, &each);
        let mut changes = BTreeSet::new();
        let mut bits_before = vec![None; masks.len()];
        let mut numbers_before = vec![None; numbers.len()];
        for rows in rows.chunks(CHUNK) {
            frame.run(rows);
            let days = each
                .get(rows.first().copied().unwrap_or(0)..)
                .unwrap_or_default();
            for (register, before) in masks.iter().zip(&mut bits_before) {
                let bits = frame.bits(*register).iter();
                note_changes(before, bits.zip(days.iter().copied()), &mut changes);
            }
            for (register, before) in numbers.iter().zip(&mut numbers_before) {
                let numbers = frame.numbers_of(*register).iter().copied();
                note_changes(before, numbers.zip(days.iter().copied()), &mut changes);
            }
        }
        changes.into_iter().collect()
    }
}

/// Notes the days on which a value is another than on the day before.
fn note_changes<T: PartialEq>(
    before: &mut Option<T>,
    values: impl Iterator<Item = (T, i64)>,
    changes: &mut BTreeSet<i64>,
) {
    for (value, day) in values {
        if before.as_ref().is_some_and(|before| *before != value) {
            changes.insert(day);
        }
        *before = Some(value);
    }
}
