//! Values of other rule sets, lowered: the other version's formulas, with the facts
//! that are passed in place of columns.

use std::{collections::BTreeMap, mem};

use super::{
    dates,
    expression::constant,
    lowering::{Lowering, Why},
    number::{Number, NumberKind, Part, Truth},
    operations::{Bit, Source},
    reasons::reasons,
    selects::Selects,
};
use crate::{
    base::ids::ValueId,
    check::{
        formula::{Comparison, Used},
        model::Fact,
    },
    program::model::Ruling,
};

impl<'a> Lowering<'a> {
    /// A value of another rule set.
    pub(super) fn used(&mut self, used: &Used) -> Result<Part, Why> {
        let on = self.number(&used.on)?;
        let on = self.number_in(on, self.space)?;
        if on.known != Bit::Yes {
            return Err("the other rules depend on a day that may not be known".into());
        }
        let day = |end| match on.value {
            Source::Constant(day) => dates::unpacked(day),
            Source::Of(_) => dates::unpacked(end),
        };
        let days = day(on.low).zip(day(on.high));
        let (first, last) = days.ok_or("the other rules depend on a day without bounds")?;
        let selects = Selects {
            program: self.ruling.program,
            known: self.ruling.known,
        };
        let ruling = selects
            .one_of_all(&used.rule_set, first..=last)
            .ok_or("there are no other rules on the days, or they change between them")?;
        let mut values = ruling.version.values.ids();
        let number = values
            .find(|number| ruling.version.values[*number].id == used.value)
            .ok_or("the other rules do not have the value on the day")?;
        let (passed, out) = self.passed_facts(&ruling, used)?;
        let found = self.within_other((ruling, on), passed, number)?;
        Ok(self.where_passed(found, out))
    }

    /// The facts that are passed, and where one has no place or cannot be a fact there:
    /// then there is no value.
    fn passed_facts(
        &mut self,
        ruling: &Ruling<'a>,
        used: &Used,
    ) -> Result<(BTreeMap<u16, Part>, Bit), Why> {
        let space = self.space;
        let mut passed = BTreeMap::new();
        let mut out = Bit::No;
        for (theirs, ours) in &used.facts {
            let Some((number, declared)) = ruling.version.fact(theirs) else {
                continue;
            };
            let (part, none) = match self.part(ours)? {
                Part::Truth(truth) => {
                    let truth = self.truth_in(truth, space)?;
                    let kept = Truth {
                        out: Bit::No,
                        ..truth
                    };
                    (Part::Truth(kept), truth.out)
                }
                Part::Number(number) => {
                    let mut number = self.number_in(number, space)?;
                    let none = mem::replace(&mut number.out, Bit::No);
                    (Part::Number(number), none)
                }
            };
            out = self.registers.or(space, out, none);
            let refused = self.refused(declared, part)?;
            out = self.registers.or(space, out, refused);
            let is_bounded = declared.within.low.is_some() || declared.within.high.is_some();
            if is_bounded || !reasons(&self.ruling, ours).is_empty() {
                // Once it is known there may be no value. By bounds nothing is known here.
                let (settled, _) = self.settled(part);
                let settled = self.registers.or(space, settled, none);
                let unknown = self.registers.not(space, settled);
                self.mark(unknown);
            }
            passed.insert(number.number(), part);
        }
        Ok((passed, out))
    }

    /// Where a value is outside what a fact may be.
    fn refused(&mut self, fact: &Fact, part: Part) -> Result<Bit, Why> {
        let kind = match part {
            Part::Truth(_) => None,
            Part::Number(number) => Some(number.kind),
        };
        if NumberKind::of(&fact.ty) != kind {
            return Err("a fact of the other rules has another type".into());
        }
        let ends = [
            (fact.within.low, Comparison::Less),
            (fact.within.high, Comparison::Greater),
        ];
        let mut refused = Bit::No;
        for (end, beyond) in ends {
            let Some(end) = end else { continue };
            let outside = self.compare(beyond, part, constant(end)?)?;
            refused = self.registers.or(self.space, refused, outside.yes);
        }
        Ok(refused)
    }

    /// Lowers a value of another version, for each row or record that passes facts.
    fn within_other(
        &mut self,
        (ruling, on): (Ruling<'a>, Number),
        passed: BTreeMap<u16, Part>,
        number: ValueId,
    ) -> Result<Part, Why> {
        let own_ruling = mem::replace(&mut self.ruling, ruling);
        let own_passed = self.passed.replace(passed);
        let own_base = mem::replace(&mut self.base, self.space);
        let own_on = mem::replace(&mut self.on, on);
        let own_values = mem::take(&mut self.values);
        let own_facts = mem::take(&mut self.facts);
        let found = self.value(number);
        self.ruling = own_ruling;
        self.passed = own_passed;
        self.base = own_base;
        self.on = own_on;
        self.values = own_values;
        self.facts = own_facts;
        found
    }

    /// A value in the rows in which all facts were passed. What is unknown there is for
    /// the row evaluator.
    fn where_passed(&mut self, found: Part, out: Bit) -> Part {
        let space = self.space;
        let it = &mut self.registers;
        let (part, settled) = match found {
            Part::Truth(truth) => {
                let (yes, no) = (
                    it.bit_for(truth.space, space, truth.yes),
                    it.bit_for(truth.space, space, truth.no),
                );
                let own_out = it.bit_for(truth.space, space, truth.out);
                let bounded = it.bit_for(truth.space, space, truth.bounded);
                let truth = Truth {
                    space,
                    yes: it.and_not(space, yes, out),
                    no: it.and_not(space, no, out),
                    out: it.or(space, own_out, out),
                    bounded: it.and_not(space, bounded, out),
                };
                let known = it.or(space, truth.yes, truth.no);
                (Part::Truth(truth), it.or(space, known, truth.out))
            }
            Part::Number(mut number) => {
                let from = mem::replace(&mut number.space, space);
                number.value = it.source_for(from, space, number.value);
                let under = number.under;
                number.under = under.map(|(under, high)| (it.source_for(from, space, under), high));
                let (known, own_out) = (
                    it.bit_for(from, space, number.known),
                    it.bit_for(from, space, number.out),
                );
                let bounded = it.bit_for(from, space, number.bounded);
                number.known = it.and_not(space, known, out);
                number.bounded = it.and_not(space, bounded, out);
                number.out = it.or(space, own_out, out);
                let settled = it.or(space, number.known, number.out);
                (Part::Number(number), settled)
            }
        };
        let open = it.not(space, settled);
        self.mark(open);
        part
    }
}
