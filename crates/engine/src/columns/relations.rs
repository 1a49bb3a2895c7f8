//! Facts that must agree with each other, lowered: the rows in which they do not
//! are left to the row evaluator, which refuses them and says why
//! ([`contradictions`](crate::facts::contradictions)).

use super::{
    lowering::{Lowering, Why},
    number::{Number, NumberKind, Part, Truth},
    operations::{Binary, Bit, MaskOperation, Source, Space},
};
use crate::{
    base::{ids::FactId, types::Type},
    check::{
        formula::{Comparison, Operator},
        model::{Fact, Relation, RelationKind},
    },
};

impl Lowering<'_> {
    /// Every pair of facts that must agree.
    pub(super) fn check_relations(&mut self) {
        let version = self.ruling.version;
        for fact in &version.facts {
            let is_more = |it: &&Relation| it.kind == RelationKind::NoMoreThan;
            let more = fact.relations.iter().skip_while(|it| !is_more(it));
            let more = more.take_while(is_more);
            let more: Vec<FactId> = more.map(|it| it.other).collect();
            let others = fact.relations.iter().filter(|it| !is_more(it));
            let mut pairs: Vec<(RelationKind, Vec<FactId>)> =
                others.map(|it| (it.kind, vec![it.other])).collect();
            if !more.is_empty() {
                pairs.push((RelationKind::NoMoreThan, more));
            }
            for (kind, others) in pairs {
                let step = std::mem::replace(&mut self.step, fact.id.to_string());
                self.check_pair(fact, kind, &others);
                self.step = step;
            }
        }
    }

    /// Leaves the rows to the row evaluator in which two facts were given that do
    /// not agree.
    fn check_pair(&mut self, fact: &Fact, kind: RelationKind, others: &[FactId]) {
        let Ok(Some((space, column))) = self.column(fact) else {
            // It was not given, or it is a list, of which the number counts.
            if fact.ty == Type::List && self.table.list(&fact.id).is_some() {
                self.fall_back("the number of entries must agree with another fact".into());
            }
            return;
        };
        match space {
            Space::Cases => self.check_pair_in(fact, (space, column), kind, others),
            Space::Records(list) => self.in_records(list, |it| {
                it.check_pair_in(fact, (space, column), kind, others);
            }),
        }
    }

    fn check_pair_in(
        &mut self,
        fact: &Fact,
        (space, column): (Space, usize),
        kind: RelationKind,
        others: &[FactId],
    ) {
        let found = self
            .given_part(fact, space, column)
            .and_then(|own| self.disagree(fact, own, kind, others));
        match found {
            Ok(disagree) => self.mark(disagree),
            Err(why) => {
                let given = MaskOperation::Given(space, column);
                let given = self.registers.mask(space, given);
                self.on_path(given, |it| it.fall_back(why));
            }
        }
    }

    /// Where a fact and others do not agree; nowhere where one was not given.
    fn disagree(
        &mut self,
        fact: &Fact,
        own: Part,
        kind: RelationKind,
        others: &[FactId],
    ) -> Result<Bit, Why> {
        let Some((first, more)) = others.split_first() else {
            return Ok(Bit::No);
        };
        let Some(mut other) = self.given_fact(*first)? else {
            return Ok(Bit::No);
        };
        for next in more {
            if let Some(next) = self.given_fact(*next)? {
                other = self.together_with(other, next)?;
            }
        }
        let of = &self.ruling.version.facts[*first];
        let space = self.space;
        Ok(match kind {
            RelationKind::NotBefore => self.compare(Comparison::Less, own, other)?.yes,
            RelationKind::NoMoreThan => self.beyond(own, other)?,
            RelationKind::Excludes => {
                let (own, other) = (self.is_something(fact, own)?, self.is_something(of, other)?);
                self.registers.and(space, own.yes, other.yes)
            }
            RelationKind::Needs => {
                let (own, other) = (self.is_something(fact, own)?, self.is_something(of, other)?);
                self.registers.and(space, own.yes, other.no)
            }
        })
    }

    /// A fact as it was given, in the space of the records or of the case.
    fn given_fact(&mut self, number: FactId) -> Result<Option<Part>, Why> {
        let fact = &self.ruling.version.facts[number];
        if fact.ty == Type::List {
            return Err("the number of entries must agree with another fact".into());
        }
        let Some((space, column)) = self.column(fact)? else {
            return Ok(None);
        };
        let part = self.given_part(fact, space, column)?;
        let space = self.space;
        Ok(Some(match part {
            Part::Truth(truth) => Part::Truth(self.truth_in(truth, space)?),
            Part::Number(number) => Part::Number(self.number_in(number, space)?),
        }))
    }

    /// Two amounts, or the options of both; the second adds nothing where it was not
    /// given.
    fn together_with(&mut self, a: Part, b: Part) -> Result<Part, Why> {
        let (Part::Number(a), Part::Number(b)) = (a, b) else {
            return Err("a yes or no is used as a value".into());
        };
        let space = self.space;
        let nothing = Source::Constant(0);
        let value = self.registers.select(space, b.known, b.value, nothing);
        let b = Number {
            value,
            low: b.low.min(0),
            high: b.high.max(0),
            known: Bit::Yes,
            ..b
        };
        let together = match a.kind {
            NumberKind::Choices => Number {
                value: self.dated(space, Binary::EitherOption, a.value, b.value),
                ..a
            },
            _ => self.arithmetic(Operator::Add, a, b)?,
        };
        Ok(Part::Number(together))
    }

    /// Where the first is more than the second, or has an option that it has not.
    fn beyond(&mut self, own: Part, other: Part) -> Result<Bit, Why> {
        let space = self.space;
        match (own, other) {
            (Part::Number(own), Part::Number(other)) if own.kind == NumberKind::Choices => {
                let beyond = self.dated(space, Binary::OtherOptions, own.value, other.value);
                let known = self.registers.and(space, own.known, other.known);
                let some = self.is_not(beyond, 0);
                Ok(self.registers.and(space, known, some))
            }
            (own, other) => Ok(self.compare(Comparison::Greater, own, other)?.yes),
        }
    }

    /// Whether something is asked for: anything but no, nothing and none.
    fn is_something(&mut self, fact: &Fact, part: Part) -> Result<Truth, Why> {
        let space = self.space;
        let number = match part {
            Part::Truth(truth) if fact.ty == Type::YesNo => return Ok(truth),
            Part::Truth(truth) => {
                return Ok(Truth {
                    no: Bit::No,
                    ..truth
                });
            }
            Part::Number(number) => number,
        };
        let something = match &fact.ty {
            Type::Choice(options) => match options.position("none") {
                Some(none) => self.is_not(number.value, i64::from(none)),
                None => Bit::Yes,
            },
            Type::Date | Type::Time => Bit::Yes,
            _ => self.is_not(number.value, 0),
        };
        let it = &mut self.registers;
        Ok(Truth {
            space,
            yes: it.and(space, number.known, something),
            no: it.and_not(space, number.known, something),
            ..Truth::UNKNOWN
        })
    }

    fn is_not(&mut self, value: Source, constant: i64) -> Bit {
        match value {
            Source::Constant(value) if value == constant => Bit::No,
            Source::Constant(_) => Bit::Yes,
            value => {
                let constant = Source::Constant(constant);
                let differs = MaskOperation::Compare(Comparison::NotEqual, value, constant);
                self.registers.mask(self.space, differs)
            }
        }
    }
}
