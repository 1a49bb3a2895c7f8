//! Decision tables and dated rates, lowered.

use super::{
    dates,
    expression::constant,
    lowering::{Lowering, Why, together},
    number::{Number, NumberKind, Part, Truth},
    operations::{Bit, MaskOperation, Source, Space},
};
use crate::{
    base::{
        ids::{ParameterId, TableId},
        types::Type,
        value::Value,
    },
    check::{
        formula::{Comparison, Expr},
        model::{Cell, Row, TableResult},
    },
};

impl Lowering<'_> {
    /// The result of the one row of a decision table that the arguments meet.
    pub(super) fn lookup(&mut self, number: TableId, arguments: &[Expr]) -> Result<Part, Why> {
        let version = self.ruling.version;
        let table = &version.tables[number];
        let given = self.parts(arguments)?;
        let space = self.space_of(&given)?;
        let mut found = Found::new(space);
        for row in &table.rows {
            let met = self.meets(space, row, &given)?;
            self.found(&mut found, met, row)?;
        }
        let open = self.open(space, &given)?;
        let it = &mut self.registers;
        let missed = it.not(space, found.met);
        let settled = it.and_not(space, missed, open.unsettled);
        let missed_out = it.and_not(space, missed, open.unknown);
        let missed_out = it.and(space, missed_out, open.unsettled);
        let bounded = it.and(space, missed, open.bounded);
        let out = match table.otherwise {
            Some(_) => it.or(space, settled, missed_out),
            None => {
                let none = it.or(space, settled, bounded);
                self.mark_in(space, none);
                missed_out
            }
        };
        self.finish(found, &table.gives, (out, bounded))
    }

    /// The rate in force on the day given last, in the band the others meet.
    pub(super) fn rate(&mut self, number: ParameterId, arguments: &[Expr]) -> Result<Part, Why> {
        let ruling = self.ruling;
        let parameter = &ruling.parameters[number];
        let given = self.parts(arguments)?;
        let space = self.space_of(&given)?;
        let Some((Part::Number(day), bands)) = given.split_last() else {
            return Err("a rate has no day".into());
        };
        let day = self.number_in(*day, space)?;
        let mut found = Found::new(space);
        let mut covered = Bit::No;
        let periods = || parameter.periods_known(ruling.known);
        let ends = periods().skip(1).map(|period| Some(period.from));
        for (period, next) in periods().zip(ends.chain([None])) {
            let end = match next {
                Some(next) => (Comparison::Less, next),
                None => (Comparison::AtMost, parameter.until),
            };
            let mut in_force = day.known;
            for (comparison, end) in [(Comparison::AtLeast, period.from), end] {
                let end = dates::packed(end);
                let holds = self.holds(space, comparison, day.value, end);
                in_force = self.registers.and(space, in_force, holds);
            }
            covered = self.registers.or(space, covered, in_force);
            if in_force == Bit::No {
                continue;
            }
            for row in &period.rows {
                let met = self.meets(space, row, bands)?;
                let met = self.registers.and(space, met, in_force);
                self.found(&mut found, met, row)?;
            }
        }
        let open = self.open(space, &given)?;
        let it = &mut self.registers;
        let missed = it.not(space, found.met);
        let settled = it.and_not(space, missed, open.unsettled);
        let missed_out = it.and_not(space, missed, open.unknown);
        let out = it.and(space, missed_out, open.unsettled);
        let bounded = it.and(space, missed, open.bounded);
        // No rate is known for the day, or for the band: a fault.
        let without = it.and_not(space, day.known, covered);
        let none = it.or(space, settled, bounded);
        let none = it.or(space, none, without);
        self.mark_in(space, none);
        self.finish(found, &parameter.gives, (out, bounded))
    }

    fn holds(&mut self, space: Space, comparison: Comparison, value: Source, end: i64) -> Bit {
        match value {
            Source::Constant(value) if comparison.holds(value.cmp(&end)) => Bit::Yes,
            Source::Constant(_) => Bit::No,
            value => {
                let compare = MaskOperation::Compare(comparison, value, Source::Constant(end));
                self.registers.mask(space, compare)
            }
        }
    }

    fn parts(&mut self, arguments: &[Expr]) -> Result<Vec<Part>, Why> {
        arguments.iter().map(|it| self.part(it)).collect()
    }

    fn space_of(&self, parts: &[Part]) -> Result<Space, Why> {
        let mut space = Space::Cases;
        for part in parts {
            space = together(space, part.space()).ok_or("two lists meet")?;
        }
        Ok(space)
    }

    /// Where arguments are open.
    fn open(&mut self, space: Space, given: &[Part]) -> Result<Open, Why> {
        let mut found = Open {
            unsettled: Bit::No,
            unknown: Bit::No,
            bounded: Bit::No,
        };
        for part in given {
            let (known, out) = self.known(space, *part)?;
            let (_, bounded) = self.settled(*part);
            let it = &mut self.registers;
            let open = it.not(space, known);
            let missing = it.and_not(space, open, out);
            let bounded = it.bit_for(part.space(), space, bounded);
            found.unsettled = it.or(space, found.unsettled, open);
            found.unknown = it.or(space, found.unknown, missing);
            found.bounded = it.or(space, found.bounded, bounded);
        }
        Ok(found)
    }

    fn known(&mut self, space: Space, part: Part) -> Result<(Bit, Bit), Why> {
        Ok(match part {
            Part::Truth(truth) => {
                let truth = self.truth_in(truth, space)?;
                (self.registers.or(space, truth.yes, truth.no), truth.out)
            }
            Part::Number(number) => {
                let number = self.number_in(number, space)?;
                (number.known, number.out)
            }
        })
    }

    /// The rows in which every cell is met.
    fn meets(&mut self, space: Space, row: &Row, given: &[Part]) -> Result<Bit, Why> {
        let mut met = Bit::Yes;
        for (cell, part) in row.cells.iter().zip(given) {
            let own = self.cell(space, cell, *part)?;
            met = self.registers.and(space, met, own);
        }
        Ok(met)
    }

    fn cell(&mut self, space: Space, cell: &Cell, part: Part) -> Result<Bit, Why> {
        match (cell, part) {
            (Cell::Any, _) => Ok(Bit::Yes),
            (Cell::Options(mask), Part::Truth(truth)) => {
                let truth = self.truth_in(truth, space)?;
                let bit = |option: u32, bit| {
                    if mask >> option & 1 != 0 {
                        bit
                    } else {
                        Bit::No
                    }
                };
                let (no, yes) = (bit(0, truth.no), bit(1, truth.yes));
                Ok(self.registers.or(space, no, yes))
            }
            (Cell::Options(mask), Part::Number(number)) => {
                let number = self.number_in(number, space)?;
                let mut met = Bit::No;
                for option in (0..64).filter(|option| mask >> option & 1 != 0) {
                    let is = self.holds(space, Comparison::Equal, number.value, option);
                    met = self.registers.or(space, met, is);
                }
                Ok(self.registers.and(space, met, number.known))
            }
            (Cell::Spans(spans), part) => {
                let mut met = Bit::No;
                for span in spans {
                    let (mut inside, _) = self.known(space, part)?;
                    let ends = [
                        (span.low, Comparison::AtLeast),
                        (span.high, Comparison::AtMost),
                    ];
                    for (end, comparison) in ends {
                        let Some(end) = end else { continue };
                        let end = constant(end)?;
                        let holds = self.compare(comparison, part, end)?;
                        let holds = self.truth_in(holds, space)?;
                        inside = self.registers.and(space, inside, holds.yes);
                    }
                    met = self.registers.or(space, met, inside);
                }
                Ok(met)
            }
        }
    }

    /// Takes the result of a row where it is met. No two rows meet one case.
    fn found(&mut self, found: &mut Found, met: Bit, row: &Row) -> Result<(), Why> {
        if met == Bit::No {
            return Ok(());
        }
        let gives = match row.gives {
            TableResult::Value(value) => value,
            TableResult::Charge(charge) => {
                let price = self.ruling.prices.and_then(|prices| prices.price(charge));
                price.ok_or_else(|| Why("a charge of a table has no price".into()))?
            }
        };
        let space = found.space;
        found.met = self.registers.or(space, found.met, met);
        if let Value::DoesNotApply(_) = gives {
            found.out = self.registers.or(space, found.out, met);
            return Ok(());
        }
        let gives = match constant(gives) {
            Ok(gives) => gives,
            // Rows that come to it are left to the row evaluator.
            Err(why) => {
                let met = self.registers.bit_for(space, self.space, met);
                self.on_path(met, |it| it.fall_back(why));
                return Ok(());
            }
        };
        match gives {
            Part::Truth(truth) => {
                let yes = self.registers.and(space, met, truth.yes);
                let no = self.registers.and(space, met, truth.no);
                found.yes = self.registers.or(space, found.yes, yes);
                found.no = self.registers.or(space, found.no, no);
            }
            Part::Number(number) => {
                found.known = self.registers.or(space, found.known, met);
                found.number = Some(match found.number {
                    None => Number { space, ..number },
                    Some(before) => self.taken(met, Number { space, ..number }, before)?,
                });
            }
        }
        Ok(())
    }

    fn finish(
        &mut self,
        found: Found,
        gives: &Type,
        (out, bounded): (Bit, Bit),
    ) -> Result<Part, Why> {
        let space = found.space;
        let out = self.registers.or(space, out, found.out);
        Ok(match NumberKind::of(gives) {
            None => Part::Truth(Truth {
                space,
                yes: found.yes,
                no: found.no,
                out,
                bounded,
            }),
            Some(kind) => {
                let number = found.number.unwrap_or(Number::unknown(kind));
                Part::Number(Number {
                    space,
                    kind,
                    known: found.known,
                    out,
                    bounded,
                    ..number
                })
            }
        })
    }
}

/// Where some argument of a table is not settled, where some is unknown, and where bounds may
/// settle some.
struct Open {
    unsettled: Bit,
    unknown: Bit,
    bounded: Bit,
}

/// What the rows of a table give so far.
struct Found {
    space: Space,
    met: Bit,
    out: Bit,
    yes: Bit,
    no: Bit,
    known: Bit,
    number: Option<Number>,
}

impl Found {
    fn new(space: Space) -> Found {
        Found {
            space,
            met: Bit::No,
            out: Bit::No,
            yes: Bit::No,
            no: Bit::No,
            known: Bit::No,
            number: None,
        }
    }
}
