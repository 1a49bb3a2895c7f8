//! Registers, and the operations that fill them. What is the same for every row
//! needs no register, and an operation that was made before is not made again.

use std::collections::HashMap;

use super::{
    number::Truth,
    operations::{
        Binary, Bit, MaskOperation, MaskRegister, NumberOperation, NumberRegister, Source, Space,
    },
};

/// One operation with the register that it fills.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Mask(Space, MaskOperation, MaskRegister),
    Number(Space, NumberOperation, NumberRegister),
}

/// The operations so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Registers {
    pub(super) operations: Vec<Operation>,
    pub(super) masks: usize,
    pub(super) numbers: usize,
    /// The registers of operations that were made before.
    made_masks: HashMap<(Space, MaskOperation), MaskRegister>,
    made_numbers: HashMap<(Space, NumberOperation), NumberRegister>,
}

impl Registers {
    pub(super) fn mask(&mut self, space: Space, operation: MaskOperation) -> Bit {
        let key = (space, operation);
        if let Some(before) = self.made_masks.get(&key) {
            return Bit::Of(*before);
        }
        let to = self.masks;
        self.masks += 1;
        self.operations
            .push(Operation::Mask(space, key.1.clone(), to));
        self.made_masks.insert(key, to);
        Bit::Of(to)
    }

    pub(super) fn number(&mut self, space: Space, operation: NumberOperation) -> Source {
        let key = (space, operation);
        if let Some(before) = self.made_numbers.get(&key) {
            return Source::Of(*before);
        }
        let to = self.numbers;
        self.numbers += 1;
        self.operations
            .push(Operation::Number(space, key.1.clone(), to));
        self.made_numbers.insert(key, to);
        Source::Of(to)
    }

    /// The rows in which nothing is known of a yes/no.
    pub(super) fn unknown(&mut self, space: Space, truth: Truth) -> Bit {
        let known = self.or(space, truth.yes, truth.no);
        let settled = self.or(space, known, truth.out);
        self.not(space, settled)
    }

    pub(super) fn and(&mut self, space: Space, a: Bit, b: Bit) -> Bit {
        match (a, b) {
            (Bit::No, _) | (_, Bit::No) => Bit::No,
            (Bit::Yes, bit) | (bit, Bit::Yes) => bit,
            _ if a == b => a,
            _ => self.mask(space, MaskOperation::And(a, b)),
        }
    }

    pub(super) fn or(&mut self, space: Space, a: Bit, b: Bit) -> Bit {
        match (a, b) {
            (Bit::Yes, _) | (_, Bit::Yes) => Bit::Yes,
            (Bit::No, bit) | (bit, Bit::No) => bit,
            _ if a == b => a,
            _ => self.mask(space, MaskOperation::Or(a, b)),
        }
    }

    pub(super) fn and_not(&mut self, space: Space, a: Bit, b: Bit) -> Bit {
        match (a, b) {
            (Bit::No, _) | (_, Bit::Yes) => Bit::No,
            (bit, Bit::No) => bit,
            (Bit::Yes, bit) => self.not(space, bit),
            _ if a == b => Bit::No,
            _ => self.mask(space, MaskOperation::AndNot(a, b)),
        }
    }

    pub(super) fn not(&mut self, space: Space, bit: Bit) -> Bit {
        match bit {
            Bit::No => Bit::Yes,
            Bit::Yes => Bit::No,
            Bit::Of(_) => self.mask(space, MaskOperation::Not(bit)),
        }
    }

    pub(super) fn binary(&mut self, space: Space, how: Binary, a: Source, b: Source) -> Source {
        match (how, a, b) {
            (Binary::Add | Binary::Subtract, Source::Of(_), Source::Constant(0)) => a,
            (Binary::Add, Source::Constant(0), _) => b,
            (Binary::Multiply, _, Source::Constant(1)) => a,
            (Binary::Multiply, Source::Constant(1), _) => b,
            _ => self.number(space, NumberOperation::Binary(how, a, b)),
        }
    }

    pub(super) fn select(&mut self, space: Space, bit: Bit, yes: Source, no: Source) -> Source {
        match bit {
            Bit::Yes => yes,
            Bit::No => no,
            Bit::Of(_) if yes == no => yes,
            Bit::Of(_) => self.number(space, NumberOperation::Select(bit, yes, no)),
        }
    }

    /// A case's bit for each record of a list.
    pub(super) fn bit_for(&mut self, from: Space, to: Space, bit: Bit) -> Bit {
        match (from == to, bit, to) {
            (false, Bit::Of(_), Space::Records(list)) => {
                self.mask(to, MaskOperation::ForRecords(bit, list))
            }
            _ => bit,
        }
    }

    /// A case's number for each record of a list.
    pub(super) fn source_for(&mut self, from: Space, to: Space, source: Source) -> Source {
        match (from == to, source, to) {
            (false, Source::Of(_), Space::Records(list)) => {
                self.number(to, NumberOperation::ForRecords(source, list))
            }
            _ => source,
        }
    }

    /// Whether any record of a list has the bit.
    pub(super) fn any(&mut self, list: usize, bit: Bit) -> Bit {
        match bit {
            Bit::No => Bit::No,
            Bit::Yes | Bit::Of(_) => self.mask(Space::Cases, MaskOperation::AnyRecord(bit, list)),
        }
    }
}
