//! The book: everything that was written, checked and resolved. Names are
//! numbers, formulas have types, and whatever is here is whole.

use std::borrow::Cow;

use crate::{
    base::{
        bounds::Bounds,
        date::Date,
        fingerprint::Fingerprint,
        ids::{
            CalendarId, ChargeId, CriterionId, FactId, FormulaId, Id, IdVec, LetterId, LimitId,
            LineId, ListId, OptionId, PackagesId, ParameterId, PriorityId, ReasonId, ReductionId,
            RuleSetId, ScheduleId, TableId, TariffId, TotalId, ValueId, VersionId,
        },
        name,
        rounding::Rounding,
        source_text::{Place, SourceId},
        time_unit::TimeUnit,
        types::{Options, Type},
    },
    check::formula::Formula,
};

mod after_screening;
mod booking_period;
mod budget;
mod calendar;
mod changes;
mod expected_explanation;
mod fact_text;
mod line;
mod named_day;
mod names;
mod plan;
mod policy;
mod price_limit;
mod provision;
mod relation;
mod table;
mod tariff;
mod total;
mod used_rule_sets;
mod wording;

pub use crate::base::terms::{BudgetFigure, Category, PriorityOrder, Stay, Unit, Vat};
pub use after_screening::{
    Criterion, Interval, Letter, OUTCOMES, Priority, Recurrence, Schedule, Selection, Vacancy,
};
pub use booking_period::{BookingPeriod, PeriodOutcome, SumOver};
pub use budget::{Budget, Stated, Stream};
pub use calendar::{Calendar, CalendarSpan, calendar_states};
pub use changes::Changes;
pub use expected_explanation::{ExpectedExplanation, ExplanationPart};
pub use fact_text::{DatedText, DaysText, FactText, RecordText};
pub use line::{Line, PriceOption, Reduction, ReductionsApply};
pub use named_day::NamedDay;
pub use plan::{ChargePattern, Plan, PlanRule, PlannedPrice};
pub use policy::{Policy, PolicyCheck, PolicyRule};
pub use price_limit::{LimitOver, PriceLimit};
pub use provision::{Bearing, Provision, ProvisionStatus};
pub use relation::{Relation, RelationKind};
pub use table::{
    Cell, Column, MAX_OFFERS, Package, Packages, Parameter, Period, RatePeriod, Row, Table,
    TableResult,
};
pub use tariff::{
    Charge, Decision, NamedUnit, Price, PriceForm, Status, Tariff, Variation, VariationPower,
};
pub use total::Total;
pub use wording::{Plural, Wording, Words};

/// The most lists one rule set may have. The evaluator keeps the current record
/// of each list in an array of this size.
pub const MAX_LISTS: usize = 8;

/// Everything checked.
#[derive(Debug)]
#[non_exhaustive]
pub struct Contents {
    /// The catalogue, in printed order; a charge's number is its position.
    pub charges: IdVec<ChargeId, Charge>,
    /// Tariffs by first day in force, then by the day they became known.
    pub tariffs: IdVec<TariffId, Tariff>,
    /// The powers to vary prices within a year, in file order.
    pub variation_powers: Vec<VariationPower>,
    /// Dated rates; a parameter's number is its position.
    pub parameters: IdVec<ParameterId, Parameter>,
    /// Days that rules speak of by name; a calendar's number is its position.
    pub calendars: IdVec<CalendarId, Calendar>,
    /// Rule sets by id.
    pub rule_sets: IdVec<RuleSetId, RuleSet>,
    /// What prices must keep to, in the order of the files.
    pub policies: Vec<Policy>,
    /// How prices follow from those of the year before, in the order of the files.
    pub plans: Vec<Plan>,
    /// What the service streams take in, in the order of the files.
    pub budgets: Vec<Budget>,
    /// The units that the catalogue declares.
    pub units: Vec<NamedUnit>,
    /// The council, as papers name it, if the catalogue says it.
    pub council: Option<Box<str>>,
    /// What appendices print above the names of charges, if the catalogue says it.
    pub charges_heading: Option<Box<str>>,
    /// Where the catalogue is written, if there is one.
    pub catalogue_file: Option<SourceId>,
}

impl Contents {
    /// The budget for a year.
    #[must_use]
    pub fn budget(&self, year: &str) -> Option<&Budget> {
        self.budgets.iter().find(|budget| *budget.year == *year)
    }

    /// The policy for the prices of a year.
    #[must_use]
    pub fn policy(&self, year: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| *policy.year == *year)
    }

    /// The states of the calendar of that name, the oldest first.
    #[must_use]
    pub fn calendar_history(&self, name: &str) -> Vec<&Calendar> {
        let named = self.calendars.iter().filter(|it| *it.id == *name);
        let mut states: Vec<&Calendar> = named.collect();
        states.sort_by_key(|it| it.known);
        states
    }

    /// Every charge of the catalogue with its price in a tariff, in printed
    /// order.
    pub fn charges_in<'b>(
        &'b self,
        tariff: &'b Tariff,
    ) -> impl Iterator<Item = (&'b Charge, Option<&'b Price>)> {
        let prices = tariff.prices.iter().map(Option::as_ref);
        self.charges
            .iter()
            .zip(prices.chain(std::iter::repeat(None)))
    }
}

/// A named group of rules with its versions, of which there is at least one.
#[derive(Debug)]
#[non_exhaustive]
pub struct RuleSet {
    /// Its id.
    pub id: Box<str>,
    /// Versions by first day in force, then by the day they became known.
    pub versions: IdVec<VersionId, Version>,
    /// What it must answer.
    pub cases: Vec<Case>,
    newest: VersionId,
}

impl RuleSet {
    /// A rule set without cases; none without versions, which are sorted.
    pub(in crate::check) fn new(
        id: Box<str>,
        versions: IdVec<VersionId, Version>,
    ) -> Option<RuleSet> {
        Some(RuleSet {
            id,
            newest: versions.ids().next_back()?,
            versions,
            cases: Vec::new(),
        })
    }

    /// The last version.
    #[must_use]
    pub fn newest(&self) -> &Version {
        &self.versions[self.newest]
    }

    /// The fact that says on which day a question about a period is asked, unless that is
    /// named: the first day of a booking.
    #[must_use]
    pub fn first_day_fact(&self) -> Option<&str> {
        let periods = self.versions.iter().rev();
        let mut periods = periods.filter_map(|version| Some((version, version.period?)));
        let (version, period) = periods.next()?;
        Some(&version.facts[period.from.fact()?].id)
    }

    /// The facts that are the first day of a booking, and the last unless a value is.
    pub(crate) fn booking_facts(&self) -> Option<(&str, Option<&str>)> {
        let periods = self.versions.iter().rev();
        let mut periods = periods.filter_map(|version| Some((version, version.period?)));
        let (version, period) = periods.next()?;
        let name = |fact: FactId| &*version.facts[fact].id;
        Some((name(period.from.fact()?), period.to.fact().map(name)))
    }

    /// The version in force on a day: of several from one day, the one known last.
    #[must_use]
    pub fn in_force(&self, on: Date) -> Option<&Version> {
        let begun = self.versions.iter().filter(|it| it.in_force <= on);
        begun
            .max_by_key(|it| (it.in_force, it.decision.known))
            .filter(|it| it.until.is_none_or(|until| on <= until))
    }

    /// Whether it screens or quotes: the same in every version.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.newest().kind
    }
}

/// Whether a rule set screens or quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It screens: criteria and what follows.
    Eligibility,
    /// It quotes: lines.
    Pricing,
}

/// One version of a rule set.
#[derive(Debug)]
#[non_exhaustive]
pub struct Version {
    /// The rule set.
    pub id: Box<str>,
    /// Whether it screens or quotes.
    pub kind: Kind,
    /// What it is called.
    pub title: Box<str>,
    /// First day in force.
    pub in_force: Date,
    /// Last day in force, as written; a later version ends it as well.
    pub until: Option<Date>,
    /// Who decided it.
    pub decision: Decision,
    /// The paper its citations are places in.
    pub source: Box<str>,
    /// Who decides in the end.
    pub advice: Option<Box<str>>,
    /// How amounts are rounded.
    pub rounding: Option<RoundingRule>,
    /// Over which days a question goes.
    pub period: Option<BookingPeriod>,
    /// Facts by number: those of the case, and after each list its records' facts.
    pub facts: IdVec<FactId, Fact>,
    /// The lists among the facts.
    pub lists: IdVec<ListId, List>,
    /// Decision tables by number.
    pub tables: IdVec<TableId, Table>,
    /// Sets of packages by number.
    pub packages: IdVec<PackagesId, Packages>,
    /// Values by number, in file order.
    pub values: IdVec<ValueId, NamedValue>,
    /// Criteria in file order.
    pub criteria: IdVec<CriterionId, Criterion>,
    /// What follows from an eligible answer, as values by number.
    pub follows: Vec<ValueId>,
    /// What follows that is added up over the parts of the period.
    pub sums: Vec<(ValueId, SumOver)>,
    /// What follows that reads such a sum: it is evaluated for the whole period.
    pub of_whole: Vec<ValueId>,
    /// What is done with those who meet the criteria.
    pub selection: Selection,
    /// Lines in file order.
    pub lines: IdVec<LineId, Line>,
    /// Totals other than the quote's own, in file order.
    pub totals: IdVec<TotalId, Total>,
    /// Limits on what lines come to together, in file order.
    pub limits: IdVec<LimitId, PriceLimit>,
    /// What the source says, and what the rules make of it, in file order.
    pub provisions: Vec<Provision>,
    /// Why something does not apply, by number.
    pub reasons: IdVec<ReasonId, Box<str>>,
    /// Where each formula belongs, by its number; file order.
    pub formula_sites: IdVec<FormulaId, FormulaSite>,
    /// The charges it uses, by number.
    pub charges: Vec<ChargeId>,
    /// Where each of those charges is first named in a formula.
    pub charge_places: Vec<(ChargeId, Place)>,
    /// The parameters it uses, by number.
    pub parameters: Vec<ParameterId>,
    /// The calendars it uses, by number.
    pub calendars: Vec<CalendarId>,
    /// The file it is written in.
    pub file: SourceId,
    /// The fingerprint of that file's text.
    pub fingerprint: Fingerprint,
    /// The fingerprint of that text without comments and layout.
    pub content: Fingerprint,
}

/// How amounts are rounded, and why.
#[derive(Debug)]
#[non_exhaustive]
pub struct RoundingRule {
    /// Mode and unit.
    pub rounding: Rounding,
    /// Where the rule comes from.
    pub reading: Option<Box<str>>,
}

/// One typed value about the case, as declared.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fact {
    /// Its name.
    pub id: Box<str>,
    /// Its type.
    pub ty: Type,
    /// What an amount is by.
    pub per: Option<TimeUnit>,
    /// The question that asks for it.
    pub ask: Box<str>,
    /// What it is called where there is no room for the question.
    pub label: Option<Box<str>>,
    /// More about the question.
    pub hint: Option<Box<str>>,
    /// The values it may have.
    pub within: Bounds,
    /// When it is worth asking.
    pub when: Option<Formula>,
    /// What is taken when it is not given.
    pub assume: Option<Formula>,
    /// What it must agree with.
    pub relations: Vec<Relation>,
    /// Who supplies it.
    pub from: Option<Box<str>>,
    /// The question as a letter puts it to the person it is about.
    pub letter: Option<Box<str>>,
    /// Never shown, stored or logged.
    pub confidential: bool,
    /// Whether it can be changed.
    pub changes: Changes,
    /// Whether it is about a person. One that is not may stand in an address.
    pub personal: bool,
    /// Whose fact it is.
    pub home: Home,
    /// Where its id is written.
    pub place: Place,
}

impl Fact {
    /// What it is called within a sentence: its label, or its name with spaces.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match &self.label {
            Some(label) => Cow::Borrowed(label),
            None => Cow::Owned(name::to_words(&self.id)),
        }
    }
}

/// Whose fact a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The case's.
    Case,
    /// The list itself: its number among the lists.
    List(ListId),
    /// Whether a list is complete: the list's number.
    Completeness(ListId),
    /// A record's: the list's number and the column.
    Record(ListId, u16),
}

/// A list among the facts.
#[derive(Debug)]
#[non_exhaustive]
pub struct List {
    /// The fact that is the list.
    pub fact: FactId,
    /// The number of its records' first fact.
    pub first: FactId,
    /// How many facts a record has.
    pub columns: u16,
    /// What one record is called, if the rules say it.
    pub one: Option<Box<str>>,
    /// The fact that says whether it is complete; without one, a given list is.
    pub complete: Option<FactId>,
}

impl List {
    /// The fact in a column of its records.
    #[must_use]
    pub fn field(&self, column: u16) -> FactId {
        FactId::new(self.first.index() + usize::from(column))
    }
}

/// A named intermediate result.
#[derive(Debug)]
#[non_exhaustive]
pub struct NamedValue {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Wording,
    /// The formula.
    pub is: Formula,
    /// The list of whose every record it is a value.
    pub each: Option<ListId>,
    /// When it applies.
    pub when: Option<Formula>,
    /// The day it is about, if not the day asked about.
    pub on: Option<NamedDay>,
    /// Why it does not apply when `when` is no.
    pub reason: Option<ReasonId>,
    /// The two units that it converts between: an amount by the one, times the
    /// value, is the amount by the other.
    pub converts: Option<(TimeUnit, TimeUnit)>,
    /// Where it comes from.
    pub cite: Option<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

/// Where a formula belongs: the step of the answer, and which of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormulaSite {
    /// The step.
    pub step: Step,
    /// Which of the step's formulas.
    pub role: Role,
}

/// A step of an answer, by its number in the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A fact's own formula.
    Fact(FactId),
    /// A value.
    Value(ValueId),
    /// A criterion.
    Criterion(CriterionId),
    /// A schedule.
    Schedule(ScheduleId),
    /// A rule of priority.
    Priority(PriorityId),
    /// A letter.
    Letter(LetterId),
    /// A line.
    Line(LineId),
    /// A way to price a line: line, option.
    Option(LineId, OptionId),
    /// A reduction: line, reduction.
    Reduction(LineId, ReductionId),
    /// A total other than the quote's own.
    Total(TotalId),
    /// A limit on what lines come to together.
    Limit(LimitId),
}

/// Which of a step's formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What it is, or whether it holds.
    Is,
    /// When it applies.
    When,
    /// From when a period of a schedule is counted.
    From,
    /// The last day of a period of a schedule.
    Until,
    /// What is assumed.
    Assume,
    /// The price of one.
    Each,
    /// How many.
    Quantity,
    /// How much is taken off.
    Take,
    /// How much is added.
    Adds,
    /// The least that is taken off, added or charged.
    AtLeast,
    /// The most that is taken off, added or charged.
    AtMost,
    /// The amount below which nothing is charged.
    NothingBelow,
    /// Part of a wording.
    Wording,
}

/// What a rule set must answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case {
    /// What it shows.
    pub says: Box<str>,
    /// The day asked about.
    pub on: Date,
    /// The day as known on which it is asked.
    pub known: Option<Date>,
    /// The facts, as written.
    pub facts: Vec<(Box<str>, FactText)>,
    /// What must come of them.
    pub expect: Vec<(Box<str>, Box<str>)>,
    /// What its explanation must say.
    pub explains: Vec<ExpectedExplanation>,
    /// Where it is written.
    pub place: Place,
}

impl Case {
    /// The suffix of a line's name by which a case expects its way of pricing.
    pub const CHOSEN: &str = "chosen";

    /// The suffix of a criterion's name by which a case expects its day.
    pub const ON: &str = "on";

    /// What a case writes before a part's number: `part[2].total`.
    pub const PART: &str = "part[";
}

impl Version {
    /// What the source says and no rule does, with the reason why not.
    pub fn not_checked(&self) -> impl Iterator<Item = (&Provision, &str)> {
        let provisions = self.provisions.iter();
        provisions.filter_map(|it| Some((it, it.why_not_encoded()?)))
    }

    /// Of these provisions, by their place, what the source says, with the reason
    /// why no rule does; of all of them, if none are named.
    pub fn not_checked_of(&self, open: Option<&[u16]>) -> impl Iterator<Item = (&Provision, &str)> {
        let provisions = (0u16..).zip(&self.provisions);
        let open =
            provisions.filter(move |(number, _)| open.is_none_or(|open| open.contains(number)));
        open.filter_map(|(_, it)| Some((it, it.why_not_encoded()?)))
    }

    /// What a fact must agree with, in words: `not before “first night”`.
    /// One with several facts together is named once.
    pub fn relations_in_words(&self, fact: &Fact) -> impl Iterator<Item = String> {
        let is_more = |it: &&Relation| it.kind == RelationKind::NoMoreThan;
        let name = |it: &Relation| self.facts[it.other].quoted();
        let together: Vec<String> = fact.relations.iter().filter(is_more).map(name).collect();
        let mut words: Vec<String> = Vec::new();
        for relation in &fact.relations {
            let kind = relation.kind.words();
            let others = match (is_more(&relation), together.as_slice()) {
                (true, [rest @ .., last]) if !rest.is_empty() => {
                    format!("{} and {last} together", rest.join(", "))
                }
                _ => name(relation),
            };
            words.push(format!("{kind} {others}"));
        }
        words.dedup();
        words.into_iter()
    }

    /// Whether a fact is the first or the last day of the question.
    #[must_use]
    pub fn is_period_end(&self, fact: &Fact) -> bool {
        let ends = self.period.map(|period| [period.from, period.to]);
        let mut ends = ends.into_iter().flatten().filter_map(NamedDay::fact);
        ends.any(|end| self.facts[end].id == fact.id && matches!(fact.home, Home::Case))
    }

    /// Over which parts of the period a value that follows is added up.
    #[must_use]
    pub fn sum_of(&self, value: ValueId) -> Option<SumOver> {
        let sum = self.sums.iter().find(|(of, _)| *of == value);
        sum.map(|(_, over)| *over)
    }

    /// The fact of that name at the level of the case.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<(FactId, &Fact)> {
        self.facts
            .iter_ids()
            .find(|(_, fact)| &*fact.id == id && !matches!(fact.home, Home::Record(..)))
    }

    /// The fact that a list of records is.
    #[must_use]
    pub fn list(&self, list: ListId) -> &Fact {
        &self.facts[self.lists[list].fact]
    }

    /// The name of a list of records.
    #[must_use]
    pub fn list_name(&self, list: ListId) -> &str {
        &self.list(list).id
    }

    /// The list of records of that name.
    #[must_use]
    pub fn list_named(&self, id: &str) -> Option<ListId> {
        let mut lists = self.lists.ids();
        lists.find(|list| self.list_name(*list) == id)
    }

    /// The facts of a list's records, with their numbers.
    pub fn fields(&self, list: ListId) -> impl Iterator<Item = (FactId, &Fact)> {
        self.facts
            .iter_ids()
            .filter(move |(_, fact)| matches!(fact.home, Home::Record(of, _) if of == list))
    }

    /// The options of a fact, when it is a choice.
    #[must_use]
    pub fn options(&self, fact: FactId) -> Option<&Options> {
        self.facts[fact].ty.options()
    }
}
