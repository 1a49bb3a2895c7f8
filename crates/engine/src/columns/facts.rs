//! Facts as columns, with what is assumed where one was not given, and the rows
//! whose facts the row evaluator refuses.

use super::{
    dates,
    expression::constant,
    lowering::{Lowering, Why},
    number::{Number, NumberKind, Part, Truth, gcd},
    operations::{Bit, MaskOperation, NumberOperation, Source, Space},
    table::{Column, ColumnValues},
};
use crate::{
    base::{
        ids::FactId,
        types::{Options, Type},
        value::Value,
    },
    check::{
        formula::{Comparison, Expr, Node},
        model::{Fact, Home},
    },
};

/// Beyond this a number without a `within` is left to the row evaluator.
const MAX_NUMBER: i64 = 1_000_000_000;

/// The message where the end of a `within` is no number.
const NO_END: &str = "what a fact may be has an end that is no number";

impl<'a> Lowering<'a> {
    /// A fact, or what is assumed of it.
    pub(super) fn fact(&mut self, number: FactId) -> Result<Part, Why> {
        let fact = &self.ruling.version.facts[number];
        let kept = match self.facts.get(&number.number()) {
            Some(kept) => *kept,
            None => {
                let space = match fact.home {
                    Home::Record(list, _) => Space::Records(self.records(list)?),
                    _ => self.base,
                };
                let kept = self.on_its_own(space, &fact.id, |it| it.first_fact(fact, number))?;
                self.facts.insert(number.number(), kept);
                kept
            }
        };
        self.reached(kept, &fact.id)
    }

    fn first_fact(&mut self, fact: &Fact, number: FactId) -> Result<Part, Why> {
        let given = match (&self.passed, self.column(fact)?) {
            (Some(passed), _) => passed.get(&number.number()).copied(),
            (None, Some(_)) if self.is_hidden(fact) => None,
            (None, Some((space, column))) => Some(self.given_part(fact, space, column)?),
            (None, None) => None,
        };
        let absent = match NumberKind::of(&fact.ty) {
            Some(kind) => Part::Number(Number::unknown(kind)),
            None => Part::Truth(Truth::UNKNOWN),
        };
        let Some(assume) = &fact.assume else {
            return Ok(given.unwrap_or(absent));
        };
        let open = match given {
            Some(given) => self.not_given(given),
            None => Bit::Yes,
        };
        if !self.is_settled_before(&assume.expr, number) {
            let why = "what is assumed depends on facts that are assumed later";
            self.on_path(open, |it| it.fall_back(why.into()));
            return Ok(given.unwrap_or(absent));
        }
        let assumed = self.on_path(open, |it| it.part(&assume.expr))?;
        let assumed = self.at_formula(assume, assumed);
        match (given, assumed) {
            (None, Part::Truth(assumed)) => Ok(Part::Truth(Truth {
                out: Bit::No,
                ..assumed
            })),
            (None, Part::Number(assumed)) => Ok(Part::Number(Number {
                out: Bit::No,
                ..assumed
            })),
            (Some(Part::Truth(given)), Part::Truth(assumed)) => {
                let assumed = self.truth_in(assumed, given.space)?;
                Ok(Part::Truth(self.else_truth(given, assumed)))
            }
            (Some(Part::Number(given)), Part::Number(assumed)) => {
                let assumed = self.number_in(assumed, given.space)?;
                Ok(Part::Number(self.else_number(given, assumed)?))
            }
            _ => Err("what is assumed has another type".into()),
        }
    }

    fn not_given(&mut self, given: Part) -> Bit {
        let (space, bit) = match given {
            Part::Truth(it) => (it.space, self.registers.or(it.space, it.yes, it.no)),
            Part::Number(it) => (it.space, it.known),
        };
        self.registers.not(space, bit)
    }

    /// Whether what is assumed of a fact reads only facts that are settled before
    /// it: assumptions are made in the order of the facts.
    fn is_settled_before(&self, expr: &Expr, number: FactId) -> bool {
        let version = self.ruling.version;
        let own = match &expr.node {
            Node::Fact(read) => *read < number || version.facts[*read].assume.is_none(),
            Node::Value(value, None) => {
                let named = &version.values[*value];
                let when = named.when.as_ref().map(|when| &when.expr);
                let mut read = when.into_iter().chain([&named.is.expr]);
                read.all(|expr| self.is_settled_before(expr, number))
            }
            Node::Value(..) | Node::Field(..) | Node::Aggregate(_) | Node::Subject(..) => false,
            _ => true,
        };
        let mut parts = expr.parts().into_iter();
        own && parts.all(|part| self.is_settled_before(part, number))
    }

    /// The column of a fact, with its space; none if the table has none.
    pub(super) fn column(&self, fact: &Fact) -> Result<Option<(Space, usize)>, Why> {
        Ok(match fact.home {
            Home::Record(list, _) => {
                let list = self.records(list)?;
                let list_column = self.table.lists.get(list);
                let column = list_column.and_then(|it| it.column(&fact.id));
                column.map(|(column, _)| (Space::Records(list), column))
            }
            Home::List(_) => return Err("a list is read as a value".into()),
            Home::Case | Home::Completeness(_) => {
                let column = self.table.column(&fact.id);
                column.map(|(column, _)| (Space::Cases, column))
            }
        })
    }

    fn else_truth(&mut self, given: Truth, assumed: Truth) -> Truth {
        let (space, it) = (given.space, &mut self.registers);
        let is_given = it.or(space, given.yes, given.no);
        let yes = it.and_not(space, assumed.yes, is_given);
        let no = it.and_not(space, assumed.no, is_given);
        Truth {
            yes: it.or(space, given.yes, yes),
            no: it.or(space, given.no, no),
            bounded: it.and_not(space, assumed.bounded, is_given),
            ..given
        }
    }

    fn else_number(&mut self, given: Number, assumed: Number) -> Result<Number, Why> {
        let taken = self.taken(given.known, given, assumed)?;
        let it = &mut self.registers;
        Ok(Number {
            known: it.or(given.space, given.known, assumed.known),
            bounded: it.and_not(given.space, assumed.bounded, given.known),
            ..taken
        })
    }

    /// A fact where it was given.
    pub(super) fn given_part(
        &mut self,
        fact: &Fact,
        space: Space,
        column: usize,
    ) -> Result<Part, Why> {
        let Some(values) = self.values_of(space, column) else {
            return Err("a column is not there".into());
        };
        let known = self
            .registers
            .mask(space, MaskOperation::Given(space, column));
        if let (Type::YesNo, ColumnValues::YesNo(_)) = (&fact.ty, &values.values) {
            let yes = self
                .registers
                .mask(space, MaskOperation::Yes(space, column));
            return Ok(Part::Truth(Truth {
                space,
                yes: self.registers.and(space, known, yes),
                no: self.registers.and_not(space, known, yes),
                ..Truth::UNKNOWN
            }));
        }
        if let (Type::Text, ColumnValues::Text(..)) = (&fact.ty, &values.values) {
            return Ok(Part::Truth(Truth {
                space,
                yes: known,
                ..Truth::UNKNOWN
            }));
        }
        let kind = NumberKind::of(&fact.ty).ok_or("a list is read as a value")?;
        let load = |per| (NumberOperation::Load(space, column), per);
        let (operation, per) = match (&fact.ty, &values.values) {
            (Type::Whole | Type::Number, ColumnValues::Whole(_)) => load(1),
            (Type::Money, ColumnValues::Whole(_)) => load(1),
            (Type::Number | Type::Money, ColumnValues::Decimal(_, scale)) => load(power(*scale)?),
            (Type::Percent, ColumnValues::Decimal(_, scale)) => load(power(*scale + 2)?),
            (Type::Date, ColumnValues::Date(_)) | (Type::Time, ColumnValues::Time(_)) => load(1),
            (Type::Choice(options), ColumnValues::Text(_, texts)) => {
                let map = numbers_of(options, texts);
                (NumberOperation::Mapped(space, column, map, false), 1)
            }
            (Type::Choices(options), ColumnValues::Options(_, texts)) => {
                let map = numbers_of(options, texts);
                (NumberOperation::Mapped(space, column, map, true), 1)
            }
            _ => return Err(Why(format!("the column `{}` holds another type", fact.id))),
        };
        let (low, high) = bounds(fact, per);
        let value = self.registers.number(space, operation);
        Ok(Part::Number(Number {
            space,
            kind,
            value,
            per,
            under: None,
            low,
            high,
            known,
            out: Bit::No,
            bounded: Bit::No,
        }))
    }

    fn values_of(&self, space: Space, column: usize) -> Option<&'a Column> {
        match space {
            Space::Cases => self.table.columns.get(column),
            Space::Records(list) => self.table.lists.get(list)?.columns.get(column),
        }
    }

    /// Leaves the rows to the row evaluator whose facts it may refuse: values
    /// that a fact cannot have, columns that are no facts, facts that must agree
    /// with each other.
    pub(super) fn check_facts(&mut self) {
        self.step = self.ruling.version.id.to_string();
        for number in 0..self.table.columns.len() {
            self.check_column(Space::Cases, number);
        }
        for list in 0..self.table.lists.len() {
            let columns = self.table.lists.get(list).map_or(0, |it| it.columns.len());
            self.in_records(list, |it| {
                for number in 0..columns {
                    it.check_column(Space::Records(list), number);
                }
            });
            if !self.is_list(list) {
                let given = self
                    .registers
                    .mask(Space::Cases, MaskOperation::ListGiven(list));
                self.on_path(given, |it| it.fall_back("a column is no fact".into()));
            }
        }
        self.check_relations();
    }

    fn is_list(&self, list: usize) -> bool {
        let list = self.table.lists.get(list);
        list.is_some_and(|list| self.ruling.version.list_named(&list.name).is_some())
    }

    /// The fact that a column is of.
    fn fact_of(&self, space: Space, column: usize) -> Option<(FactId, &'a Fact)> {
        let version = self.ruling.version;
        let name = &self.values_of(space, column)?.name;
        match space {
            Space::Cases => version.fact(name).filter(|(_, fact)| fact.ty != Type::List),
            Space::Records(list) => {
                let list = &self.table.lists.get(list)?.name;
                let list = version.list_named(list)?;
                version.fields(list).find(|(_, fact)| *fact.id == **name)
            }
        }
    }

    fn check_column(&mut self, space: Space, column: usize) {
        let given = self
            .registers
            .mask(space, MaskOperation::Given(space, column));
        let Some((_, fact)) = self.fact_of(space, column) else {
            self.on_path(given, |it| it.fall_back("a column is no fact".into()));
            return;
        };
        let checked = match self.given_part(fact, space, column) {
            Ok(Part::Number(number)) => self.check_number(fact, number),
            Ok(Part::Truth(_)) => {
                if fact.ty == Type::Text {
                    // The row evaluator refuses a text of nothing but blanks.
                    let blank = MaskOperation::Blank(space, column);
                    let blank = self.registers.mask(space, blank);
                    self.on_path(given, |it| it.mark(blank));
                }
                Ok(())
            }
            Err(why) => Err(why),
        };
        if let Err(why) = checked {
            self.on_path(given, |it| it.fall_back(why));
        }
    }

    fn check_number(&mut self, fact: &Fact, number: Number) -> Result<(), Why> {
        let known = number.known;
        let (mut low, mut high) = match fact.ty {
            // An option that the version does not have.
            Type::Choice(_) | Type::Choices(_) => {
                self.mark_where(known, Comparison::Less, number.value, 0);
                return Ok(());
            }
            Type::Date => (1, number.high),
            _ => (number.low, number.high),
        };
        if let Some(end) = fact.within.low {
            low = low.max(first_within(constant(end)?, number.per).ok_or(NO_END)?);
        }
        if let Some(end) = fact.within.high {
            high = high.min(last_within(constant(end)?, number.per).ok_or(NO_END)?);
        }
        let (space, it) = (self.space, &mut self.registers);
        let outside = it.mask(space, MaskOperation::Outside(number.value, low, high));
        let marked = it.and(space, known, outside);
        self.mark(marked);
        Ok(())
    }

    fn mark_where(&mut self, given: Bit, comparison: Comparison, value: Source, end: i64) {
        let (space, it) = (self.space, &mut self.registers);
        let beyond = MaskOperation::Compare(comparison, value, Source::Constant(end));
        let beyond = it.mask(space, beyond);
        let marked = it.and(space, given, beyond);
        self.mark(marked);
    }
}

/// The end of what a fact may be, as a number over the denominator of its column: the
/// least that is not below it.
fn first_within(end: Part, per: i64) -> Option<i64> {
    let (value, own) = over(end, per)?;
    i64::try_from(-(-value).div_euclid(own)).ok()
}

/// The most that is not above the end.
fn last_within(end: Part, per: i64) -> Option<i64> {
    let (value, own) = over(end, per)?;
    i64::try_from(value.div_euclid(own)).ok()
}

/// A constant times a denominator, and its own denominator.
fn over(end: Part, per: i64) -> Option<(i128, i128)> {
    match end {
        Part::Number(Number {
            value: Source::Constant(value),
            per: own,
            under: None,
            ..
        }) => Some((i128::from(value) * i128::from(per), i128::from(own))),
        _ => None,
    }
}

fn power(scale: u32) -> Result<i64, Why> {
    10i64
        .checked_pow(scale)
        .ok_or_else(|| "a column has too many decimals".into())
}

/// Where the options of a version stand among a column's texts.
fn numbers_of(options: &Options, texts: &[String]) -> Vec<i64> {
    let number = |text: &String| options.position(text).map_or(-1, i64::from);
    texts.iter().map(number).collect()
}

/// Between what every value lies in the rows that are not left to the row
/// evaluator.
fn bounds(fact: &Fact, per: i64) -> (i64, i64) {
    match &fact.ty {
        Type::Date => return (0, dates::LAST),
        Type::Time => return (0, 24 * 60),
        Type::Choice(_) => return (-1, 64),
        Type::Choices(_) => return (-1, i64::MAX),
        _ => {}
    }
    let open = MAX_NUMBER.saturating_mul(per.max(1));
    let end = |end: Option<Value>, open: i64, more: i64| match end.map(constant) {
        Some(Ok(Part::Number(number))) => {
            let Source::Constant(value) = number.value else {
                return open;
            };
            let shared = gcd(number.per, per);
            let over = value.checked_mul(per / shared);
            over.map_or(open, |over| over.div_euclid(number.per / shared) + more)
        }
        _ => open,
    };
    (
        end(fact.within.low, -open, 0),
        end(fact.within.high, open, 1),
    )
}
