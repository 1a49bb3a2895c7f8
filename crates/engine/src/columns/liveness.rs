//! Which operations are done: those that something reads. A register of numbers
//! that is read no more gives its memory to the next, so that few are in the cache at
//! once.

use super::{
    operations::{Bit, MaskOperation, NumberOperation, NumberRegister, Source},
    registers::{Operation, Registers},
};

/// An operation, and the registers of numbers that nothing reads after it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) operation: Operation,
    pub(super) frees: Vec<NumberRegister>,
}

/// The operations that these results need, in order.
pub(super) fn steps(
    registers: Registers,
    bits: impl Iterator<Item = Bit>,
    numbers: impl Iterator<Item = Source>,
) -> Vec<Step> {
    let mut live = Live {
        masks: vec![false; registers.masks],
        numbers: vec![false; registers.numbers],
    };
    bits.for_each(|bit| live.read_bit(bit));
    numbers.for_each(|number| {
        live.read_number(number);
    });
    let mut steps = Vec::new();
    for operation in registers.operations.into_iter().rev() {
        let is_read = match &operation {
            Operation::Mask(_, _, to) => live.masks.get(*to),
            Operation::Number(_, _, to) => live.numbers.get(*to),
        };
        if is_read.is_some_and(|it| *it) {
            let frees = live.read(&operation);
            steps.push(Step { operation, frees });
        }
    }
    steps.reverse();
    steps
}

/// The registers that something reads later.
struct Live {
    masks: Vec<bool>,
    numbers: Vec<bool>,
}

impl Live {
    fn read_bit(&mut self, bit: Bit) {
        if let Bit::Of(register) = bit
            && let Some(live) = self.masks.get_mut(register)
        {
            *live = true;
        }
    }

    /// The register, if this is the last to read it.
    fn read_number(&mut self, source: Source) -> Option<NumberRegister> {
        let Source::Of(register) = source else {
            return None;
        };
        let live = self.numbers.get_mut(register)?;
        let is_last = !std::mem::replace(live, true);
        is_last.then_some(register)
    }

    /// Reads what an operation reads; the registers that it is the last to read.
    fn read(&mut self, operation: &Operation) -> Vec<NumberRegister> {
        let (bits, numbers) = match operation {
            Operation::Mask(_, operation, _) => of_mask(operation),
            Operation::Number(_, operation, _) => of_number(operation),
        };
        bits.into_iter()
            .flatten()
            .for_each(|bit| self.read_bit(bit));
        let numbers = numbers.into_iter().flatten();
        numbers.filter_map(|it| self.read_number(it)).collect()
    }
}

/// The bits and the numbers that an operation reads.
pub(super) type Operands = ([Option<Bit>; 2], [Option<Source>; 3]);

pub(super) fn of_mask(operation: &MaskOperation) -> Operands {
    match operation {
        MaskOperation::Given(..)
        | MaskOperation::ListGiven(_)
        | MaskOperation::Yes(..)
        | MaskOperation::Blank(..) => ([None, None], [None; 3]),
        MaskOperation::And(a, b) | MaskOperation::Or(a, b) | MaskOperation::AndNot(a, b) => {
            ([Some(*a), Some(*b)], [None; 3])
        }
        MaskOperation::Not(a)
        | MaskOperation::ForRecords(a, _)
        | MaskOperation::AnyRecord(a, _) => ([Some(*a), None], [None; 3]),
        MaskOperation::Compare(_, a, b) | MaskOperation::CompareNarrow(_, a, b) => {
            ([None, None], [Some(*a), Some(*b), None])
        }
        MaskOperation::Outside(a, ..) | MaskOperation::AnyBit(a, _) => {
            ([None, None], [Some(*a), None, None])
        }
    }
}

pub(super) fn of_number(operation: &NumberOperation) -> Operands {
    match operation {
        NumberOperation::Load(..) | NumberOperation::Mapped(..) | NumberOperation::On => {
            ([None, None], [None; 3])
        }
        NumberOperation::Binary(_, a, b) | NumberOperation::Divide(_, a, b) => {
            ([None, None], [Some(*a), Some(*b), None])
        }
        NumberOperation::Select(bit, a, b) => ([Some(*bit), None], [Some(*a), Some(*b), None]),
        NumberOperation::Calendar(_, [a, b, c]) => ([None, None], [Some(*a), Some(*b), Some(*c)]),
        NumberOperation::Part(_, a)
        | NumberOperation::Copy(a)
        | NumberOperation::Rank(a, _)
        | NumberOperation::ForRecords(a, _) => ([None, None], [Some(*a), None, None]),
        NumberOperation::Sum(bit, a, _) | NumberOperation::Extreme(bit, a, ..) => {
            ([Some(*bit), None], [Some(*a), None, None])
        }
    }
}
