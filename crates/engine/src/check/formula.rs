//! Formulas with their names resolved and their types agreed.

use crate::base::{
    ids::{
        CalendarId, ChargeId, FactId, FormulaId, ListId, PackagesId, ParameterId, ReasonId,
        TableId, ValueId,
    },
    rounding::Rounding,
    source_text::Place,
    time_unit::TimeUnit,
    types::Type,
    value::Value,
};

pub use crate::base::operators::{Comparison, First, Operator, Quantifier, Ties};

/// A formula: what to work out, its type, and the text it was written as.
#[derive(Debug)]
#[non_exhaustive]
pub struct Formula {
    /// What to work out.
    pub expr: Expr,
    /// The type of the result.
    pub ty: Type,
    /// What a result that is an amount is by.
    pub per: Option<TimeUnit>,
    /// The text.
    pub text: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// Its number in the version, in file order.
    pub number: FormulaId,
}

impl Formula {
    /// The type, and what an amount is by.
    #[must_use]
    pub fn kind(&self) -> Type {
        self.ty.by(self.per)
    }

    /// The text that a part of it was written as.
    #[must_use]
    pub fn written(&self, expr: &Expr) -> &str {
        self.text
            .get(expr.start as usize..expr.end as usize)
            .unwrap_or(&self.text)
    }
}

/// A part of a formula and the range of text it was written as, in bytes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Expr {
    /// What it is.
    pub node: Node,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// The forms a checked formula can take.
#[derive(Debug)]
pub enum Node {
    /// A value as written.
    Constant(Value),
    /// The day asked about.
    On,
    /// A fact of the case, by number.
    Fact(FactId),
    /// A fact of the current record: list, column, fact number.
    Field(ListId, u16, FactId),
    /// What this names of the record that the formula is about, while another
    /// record of that list is the current one.
    Subject(ListId, Box<Expr>),
    /// A named value, by number, and the list of whose records it is one.
    Value(ValueId, Option<ListId>),
    /// The price of a charge, by number.
    Charge(ChargeId),
    /// Not.
    Not(Box<Expr>),
    /// Minus.
    Negative(Box<Expr>),
    /// All of these.
    And(Box<[Expr]>),
    /// Any of these.
    Or(Box<[Expr]>),
    /// Arithmetic.
    Arithmetic(Operator, Box<(Expr, Expr)>),
    /// Comparison.
    Compare(Comparison, Box<(Expr, Expr)>),
    /// Between two ends, both included.
    Within(Box<(Expr, Option<Expr>, Option<Expr>)>),
    /// One of several.
    OneOf(Box<Expr>, Box<[Expr]>),
    /// Several options include any of these, one bit each.
    Includes(Box<Expr>, u64),
    /// If, then, else.
    If(Box<(Expr, Expr, Expr)>),
    /// Whether it is known.
    Known(Box<Expr>),
    /// Over the records of a list.
    Aggregate(Box<Aggregate>),
    /// The place of the current record in an order of its list.
    Rank(Box<Rank>),
    /// A function.
    Call(Function, Box<[Expr]>),
    /// Rounded as stated.
    Round(Box<Expr>, Rounding),
    /// A decision table, by number.
    Table(TableId, Box<[Expr]>),
    /// The cheapest packages, by number, that cover a number of each kind.
    Packages(PackagesId, Box<[Expr]>),
    /// A parameter, by number; the day comes last.
    Parameter(ParameterId, Box<[Expr]>),
    /// A question to calendars about days.
    Calendar(CalendarQuestion, Box<[Expr]>),
    /// A value of another rule set.
    Used(Box<Used>),
}

/// What is asked of calendars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarQuestion {
    /// `day in terms`: whether a day is in it.
    Contains(CalendarId),
    /// `days_in(terms, first, last)`: how many of its days lie between two
    /// days, both included.
    DaysIn(CalendarId),
    /// `first_day_of(terms, day)`: the first day of the span in which a day
    /// lies, and why there is none.
    FirstDay(CalendarId, ReasonId),
    /// `last_day_of(terms, day)`.
    LastDay(CalendarId, ReasonId),
    /// `days_on(weekdays, first, last, in terms, except bank_holidays)`.
    DaysOn {
        /// A day counts that is in all of these.
        within: Box<[CalendarId]>,
        /// A day does not count that is in any of these.
        except: Box<[CalendarId]>,
    },
    /// `whole_weeks(weekdays, first, last, in terms, except bank_holidays)`:
    /// the calendar weeks of which every one of the weekdays counts.
    WholeWeeks {
        /// A day counts that is in all of these.
        within: Box<[CalendarId]>,
        /// A day does not count that is in any of these.
        except: Box<[CalendarId]>,
    },
}

impl CalendarQuestion {
    /// The type of the answer.
    #[must_use]
    pub fn gives(&self) -> Type {
        match self {
            CalendarQuestion::Contains(_) => Type::YesNo,
            CalendarQuestion::FirstDay(..) | CalendarQuestion::LastDay(..) => Type::Date,
            CalendarQuestion::DaysIn(_)
            | CalendarQuestion::DaysOn { .. }
            | CalendarQuestion::WholeWeeks { .. } => Type::Whole,
        }
    }

    /// The calendars that are asked.
    pub fn calendars(&self) -> impl Iterator<Item = CalendarId> {
        let (one, within, except): (_, &[CalendarId], &[CalendarId]) = match self {
            CalendarQuestion::Contains(id)
            | CalendarQuestion::DaysIn(id)
            | CalendarQuestion::FirstDay(id, _)
            | CalendarQuestion::LastDay(id, _) => (Some(*id), &[], &[]),
            CalendarQuestion::DaysOn { within, except }
            | CalendarQuestion::WholeWeeks { within, except } => (None, within, except),
        };
        one.into_iter().chain(within.iter().chain(except).copied())
    }
}

/// A value of another rule set.
#[derive(Debug)]
#[non_exhaustive]
pub struct Used {
    /// The other rule set.
    pub rule_set: Box<str>,
    /// The name of its value.
    pub value: Box<str>,
    /// The value's type in each of its versions.
    pub ty: Type,
    /// The day asked about.
    pub on: Expr,
    /// Its facts that are passed, by name.
    pub facts: Box<[(Box<str>, Expr)]>,
    /// Why it does not apply where the other rule set gives none.
    pub reason: ReasonId,
}

/// A formula over records.
#[derive(Debug)]
#[non_exhaustive]
pub struct Aggregate {
    /// What is asked.
    pub quantifier: Quantifier,
    /// The list's number.
    pub list: ListId,
    /// What is summed or compared.
    pub take: Option<Expr>,
    /// What a sum over no records is: zero of the right type.
    pub nothing: Value,
    /// Which records count.
    pub filter: Option<Expr>,
    /// Whether it says of two records how they stand to each other: which ones
    /// it counts differs from record to record, and the trace notes them.
    pub relates: bool,
}

/// The place of a record in an order of its list: 1 for the first.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rank {
    /// The list's number.
    pub list: ListId,
    /// What the records are ordered by.
    pub by: Expr,
    /// Which end of the order comes first.
    pub first: First,
    /// Which records have a rank.
    pub filter: Option<Expr>,
    /// Why the others have none.
    pub reason: Option<ReasonId>,
    /// What equal records have.
    pub ties: Ties,
}

/// The functions of the formula language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `age(born)` or `age(born, on)`: whole years.
    Age,
    /// `birthday(born, years)`.
    Birthday,
    /// `min(a, b, …)`.
    Min,
    /// `max(a, b, …)`.
    Max,
    /// `year(d)`.
    Year,
    /// `month(d)`.
    Month,
    /// `day(d)`.
    Day,
    /// `weekday(d)`: Monday is 1.
    Weekday,
    /// `date(year, month, day)`.
    Date,
    /// `floor(n)`: the whole number at or below.
    Floor,
    /// `ceiling(n)`: the whole number at or above.
    Ceiling,
    /// `days(n)`: a span of that many days.
    Days,
    /// `months(n)`: a span of that many months.
    Months,
    /// `lowest(price)`: the lower end of a range.
    Lowest,
    /// `highest(price)`: the upper end of a range.
    Highest,
    /// `count_days(span)`: a span of days as a whole number.
    CountDays,
    /// `stated(text)`: yes once the text is known.
    Stated,
    /// `how_many(options)`: how many of several options are taken.
    HowMany,
    /// `days_on(weekdays, first, last)`: the days among them, both ends
    /// included, that are one of those weekdays.
    DaysOn,
    /// `hours_between(start, end)`: below zero where the end is earlier.
    HoursBetween,
    /// `minutes_between(start, end)`.
    MinutesBetween,
    /// `whole_weeks(weekdays, first, last)`: the calendar weeks of which every
    /// one of those weekdays lies between the two days.
    WholeWeeks,
}

/// The functions with the names rule files use for them.
pub const FUNCTIONS: [(&str, Function); 22] = [
    ("age", Function::Age),
    ("birthday", Function::Birthday),
    ("min", Function::Min),
    ("max", Function::Max),
    ("year", Function::Year),
    ("month", Function::Month),
    ("day", Function::Day),
    ("weekday", Function::Weekday),
    ("date", Function::Date),
    ("floor", Function::Floor),
    ("ceiling", Function::Ceiling),
    ("days", Function::Days),
    ("months", Function::Months),
    ("lowest", Function::Lowest),
    ("highest", Function::Highest),
    ("count_days", Function::CountDays),
    ("stated", Function::Stated),
    ("how_many", Function::HowMany),
    ("days_on", Function::DaysOn),
    ("whole_weeks", Function::WholeWeeks),
    ("hours_between", Function::HoursBetween),
    ("minutes_between", Function::MinutesBetween),
];

impl Expr {
    /// The parts directly inside this one, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Constant(_)
            | Node::On
            | Node::Fact(_)
            | Node::Field(..)
            | Node::Value(..)
            | Node::Charge(_) => Vec::new(),
            Node::Not(part)
            | Node::Negative(part)
            | Node::Known(part)
            | Node::Includes(part, _)
            | Node::Subject(_, part)
            | Node::Round(part, _) => vec![part],
            Node::And(parts)
            | Node::Or(parts)
            | Node::Call(_, parts)
            | Node::Table(_, parts)
            | Node::Packages(_, parts)
            | Node::Parameter(_, parts)
            | Node::Calendar(_, parts) => parts.iter().collect(),
            Node::Arithmetic(_, sides) | Node::Compare(_, sides) => vec![&sides.0, &sides.1],
            Node::Within(parts) => std::iter::once(&parts.0)
                .chain(&parts.1)
                .chain(&parts.2)
                .collect(),
            Node::OneOf(part, options) => std::iter::once(&**part).chain(options.iter()).collect(),
            Node::If(parts) => vec![&parts.0, &parts.1, &parts.2],
            Node::Aggregate(aggregate) => aggregate.take.iter().chain(&aggregate.filter).collect(),
            Node::Rank(rank) => std::iter::once(&rank.by).chain(&rank.filter).collect(),
            Node::Used(used) => std::iter::once(&used.on)
                .chain(used.facts.iter().map(|(_, fact)| fact))
                .collect(),
        }
    }

    /// Calls `visit` with this part and everything inside it, outermost first.
    pub fn each<'e>(&'e self, visit: &mut impl FnMut(&'e Expr)) {
        visit(self);
        for part in self.parts() {
            part.each(visit);
        }
    }

    /// Whether `matches` is true of this part or of one in it.
    pub(super) fn any(&self, matches: &impl Fn(&Expr) -> bool) -> bool {
        matches(self) || self.parts().into_iter().any(|part| part.any(matches))
    }
}
