//! Collects the facts of one case and what is wrong with them. The readers of
//! text, JSON and typed values give to it.

use super::{
    dated_text,
    parse_value::{self, Mismatch, Parsed},
    problem::{Problem, ProblemCode, pointer, shown},
};
use crate::{
    base::{
        ids::{FactId, ListId, RecordId},
        name,
        value::Value,
    },
    check::model::{DatedText, Fact, FactText, Home, RecordText, Version},
    eval::{
        defaults,
        facts::{FactError, Facts},
        timeline::{Dated, DaySpan, Timeline},
        trace::Silent,
    },
    program::{model::Ruling, secrets},
};

/// The most records one list of facts may have.
pub const MAX_RECORDS: usize = 1_000;

/// The most problems reported for one set of facts.
pub const MAX_PROBLEMS: usize = 100;

/// Collects the facts of one case for one version of a rule set. What is given
/// later takes the place of what was given earlier.
#[derive(Debug)]
pub struct Intake<'v> {
    version: &'v Version,
    facts: Facts,
    problems: Vec<Problem>,
}

impl<'v> Intake<'v> {
    /// The version whose facts are taken.
    #[must_use]
    pub fn version(&self) -> &'v Version {
        self.version
    }

    /// Nothing given yet.
    #[must_use]
    pub fn new(version: &'v Version) -> Intake<'v> {
        Intake {
            version,
            facts: Facts::none(version),
            problems: Vec::new(),
        }
    }

    /// Takes one fact by its name. A blank text is a problem, not a fact that
    /// is not given: leave those out.
    pub fn give(&mut self, name: &str, given: &FactText) {
        let Some((number, fact)) = self.find(name) else {
            return;
        };
        match (given, fact.home) {
            (FactText::One(text), _) => self.give_text(number, fact, Spot::Case, text),
            (FactText::List(records), Home::List(list)) => {
                if self.begin_list(fact, list, records.len()) {
                    for record in records {
                        self.give_record(list, record);
                    }
                }
            }
            (FactText::Dated(values), _) => self.give_dated(number, fact, Spot::Case, values),
            (FactText::List(_), _) => {
                let says = format!("{} must be {}, not a list", fact.quoted(), fact.ty);
                let at = Spot::Case.pointer(self.version, fact);
                self.report(Problem::new(ProblemCode::InvalidValue, at, says));
            }
        }
    }

    /// The facts, with what the rule set assumes where nothing was given.
    ///
    /// # Errors
    /// Every problem met on the way.
    pub fn finish(self, ruling: &Ruling<'_>) -> Result<Facts, Vec<Problem>> {
        let facts = self.finish_given()?;
        Ok(defaults::with_defaults(
            ruling,
            facts.on(ruling.on),
            &mut Silent,
        ))
    }

    /// The facts as given, without assumptions.
    ///
    /// # Errors
    /// Every problem met on the way.
    pub(crate) fn finish_given(mut self) -> Result<Facts, Vec<Problem>> {
        if self.problems.is_empty() {
            return Ok(self.facts.in_order());
        }
        if self.is_full() {
            let says = format!("only the first {MAX_PROBLEMS} problems are shown");
            self.problems
                .push(Problem::new(ProblemCode::TooMany, "", says));
        }
        Err(self.problems)
    }

    /// The fact of that name, or a problem that offers the nearest.
    pub(super) fn find(&mut self, name: &str) -> Option<(FactId, &'v Fact)> {
        let version = self.version;
        let found = version.fact(name);
        if found.is_none() {
            let facts = || version.facts.iter();
            let of_case = facts().filter(|fact| !matches!(fact.home, Home::Record(..)));
            let near = name::nearest(name, of_case.map(|fact| &*fact.id));
            let field = facts().find(|fact| &*fact.id == name);
            let help = match (near, field.and_then(|field| list_of(version, field))) {
                (_, Some(list)) => Some(format!("it belongs in each record of `{}`", list.id)),
                (Some(near), None) => Some(format!("did you mean `{near}`?")),
                (None, None) => None,
            };
            let says = format!("there is no fact `{}` in {}", shown(name), version.title);
            let problem = Problem::new(ProblemCode::UnknownFact, pointer(&[name]), says);
            self.report(Problem { help, ..problem });
        }
        found
    }

    /// Gives a fact from its text.
    fn give_text(&mut self, number: FactId, fact: &Fact, spot: Spot, text: &str) {
        match parse_value::parse(fact, text) {
            Ok(taken) => self.put(number, fact, spot, taken),
            Err(wrong) => self.wrong(fact, spot, wrong, text),
        }
    }

    /// Gives the values that a fact has over time from their texts.
    fn give_dated(&mut self, number: FactId, fact: &Fact, spot: Spot, values: &[DatedText]) {
        let mut read = Vec::with_capacity(values.len());
        for DatedText {
            days: written,
            value,
        } in values
        {
            let days = match dated_text::days(written) {
                Ok(days) => days,
                Err(wrong) => {
                    let must = format!("given with its days: one value {wrong}");
                    let given = format!("{value}@{written}");
                    return self.wrong(fact, spot, Mismatch::must(must), &given);
                }
            };
            match parse_value::parse(fact, value) {
                Ok(taken) => read.push((days, taken)),
                Err(wrong) => return self.wrong(fact, spot, wrong, value),
            }
        }
        self.put_dated(number, fact, spot, read);
    }

    pub(super) fn put(&mut self, number: FactId, fact: &Fact, spot: Spot, taken: Parsed<'_>) {
        if let Err(error) = self.put_in_place(number, spot, taken) {
            self.not_put(fact, spot, &error);
        }
    }

    /// Puts in the values that a fact has over time.
    pub(super) fn put_dated(
        &mut self,
        number: FactId,
        fact: &Fact,
        spot: Spot,
        values: Vec<(DaySpan, Parsed<'_>)>,
    ) {
        if self.version.is_period_end(fact) {
            return self.wrong(fact, spot, Mismatch::must("one day"), "several");
        }
        let mut dated = Vec::with_capacity(values.len());
        for (days, taken) in values {
            match self.kept(taken) {
                Ok(value) => dated.push(Dated { days, value }),
                Err(error) => return self.not_put(fact, spot, &error),
            }
        }
        let timeline = match Timeline::new(dated) {
            Ok(timeline) => timeline,
            Err((first, second)) => return self.overlapping(fact, spot, first, second),
        };
        let put = match spot {
            Spot::Case => self.facts.give_dated(self.version, number, timeline),
            Spot::Record(record) => {
                let facts = &mut self.facts;
                facts.give_dated_field(self.version, number, record, timeline)
            }
        };
        if let Err(error) = put {
            self.not_put(fact, spot, &error);
        }
    }

    fn overlapping(&mut self, fact: &Fact, spot: Spot, first: DaySpan, second: DaySpan) {
        let says = format!(
            "{} has two values on the same day: one from {first}, and one from {second}",
            spot.subject(self.version, fact)
        );
        let at = spot.pointer(self.version, fact);
        let problem = Problem::new(ProblemCode::InvalidValue, at, says);
        self.report(problem.help("end the first on the day before the second begins"));
    }

    fn not_put(&mut self, fact: &Fact, spot: Spot, error: &FactError) {
        let says = match error {
            FactError::TooMany => "the case has more texts than one question can hold".to_owned(),
            other => format!("{} {other}", spot.subject(self.version, fact)),
        };
        let at = spot.pointer(self.version, fact);
        self.report(Problem::new(ProblemCode::InvalidValue, at, says));
    }

    fn put_in_place(
        &mut self,
        number: FactId,
        spot: Spot,
        taken: Parsed<'_>,
    ) -> Result<(), FactError> {
        let value = self.kept(taken)?;
        match spot {
            Spot::Case => self.facts.give(self.version, number, value),
            Spot::Record(record) => self.facts.give_field(self.version, number, record, value),
        }
    }

    fn kept(&mut self, taken: Parsed<'_>) -> Result<Value, FactError> {
        match taken {
            Parsed::Value(value) => Ok(value),
            Parsed::Text(text) => self.facts.keep_text(text),
        }
    }

    /// Says on which days a record is there.
    pub(super) fn give_days(&mut self, list: ListId, record: u16, days: DaySpan) {
        self.facts.give_days(list, record, days);
    }

    /// Empties a list, unless more records are given than it may have.
    pub(super) fn begin_list(&mut self, fact: &Fact, list: ListId, count: usize) -> bool {
        if count > MAX_RECORDS {
            let says = format!(
                "{} has more than {MAX_RECORDS} entries, the most one question can hold",
                fact.quoted()
            );
            let at = Spot::Case.pointer(self.version, fact);
            self.report(Problem::new(ProblemCode::TooMany, at, says));
            return false;
        }
        self.facts.give_list(self.version, list);
        true
    }

    /// Adds a record to a list that was begun, and says its number; or a
    /// problem.
    pub(super) fn begin_record(&mut self, list: ListId) -> Option<u16> {
        let added = self.facts.add_record(self.version, list);
        if let Err(error) = &added {
            let list = self.version.list_name(list);
            let says = format!("`{list}` {error}");
            self.report(Problem::new(ProblemCode::TooMany, pointer(&[list]), says));
        }
        added.ok()
    }

    pub(super) fn report_record(&mut self, list: ListId, number: u16, wrong: &str) {
        let record = self.version.record_words(RecordId { list, number });
        let says = format!("{record} {wrong}");
        let at = pointer(&[self.version.list_name(list), &number.to_string()]);
        self.report(Problem::new(ProblemCode::InvalidValue, at, says));
    }

    fn give_record(&mut self, list: ListId, record: &RecordText) {
        let Some(number) = self.begin_record(list) else {
            return;
        };
        match dated_text::days(&record.days) {
            Ok(days) => self.give_days(list, number, days),
            Err(wrong) => return self.report_record(list, number, &wrong),
        }
        let spot = Spot::Record(number);
        let mut seen = Seen::default();
        for (name, given) in &record.facts {
            let Some((fact, declared)) = self.find_field(list, number, name, &mut seen) else {
                continue;
            };
            match given {
                FactText::One(text) => self.give_text(fact, declared, spot, text),
                FactText::Dated(values) => self.give_dated(fact, declared, spot, values),
                FactText::List(_) => {
                    let must = Mismatch::must(declared.ty.to_string());
                    self.wrong(declared, spot, must, "a list of records");
                }
            }
        }
    }

    /// The fact of that name in a list's records, met for the first time; or a
    /// problem.
    pub(super) fn find_field(
        &mut self,
        list: ListId,
        record: u16,
        name: &str,
        seen: &mut Seen,
    ) -> Option<(FactId, &'v Fact)> {
        let version = self.version;
        let found = version.fields(list).find(|(_, fact)| &*fact.id == name);
        let at = || pointer(&[version.list_name(list), &record.to_string(), name]);
        let one = || {
            let number = record;
            version.record_words(RecordId { list, number })
        };
        let Some((number, fact)) = found else {
            let fields = version.fields(list).map(|(_, fact)| &*fact.id);
            let near = name::nearest(name, fields);
            let says = format!("there is no fact `{}` about {}", shown(name), one());
            let help = match version.fact(name) {
                Some(_) => Some(format!(
                    "it is about the whole case: give it outside `{}`",
                    version.list_name(list)
                )),
                None => near.map(|near| format!("did you mean `{near}`?")),
            };
            let problem = Problem::new(ProblemCode::UnknownFact, at(), says);
            self.report(Problem { help, ..problem });
            return None;
        };
        if !seen.first(number) {
            let says = format!("{} is given twice for {}", fact.quoted(), one());
            self.report(Problem::new(ProblemCode::Duplicate, at(), says));
            return None;
        }
        Some((number, fact))
    }

    /// Reports a value that its fact cannot have. The message quotes the value
    /// unless the fact is confidential.
    pub(super) fn wrong(&mut self, fact: &Fact, spot: Spot, wrong: Mismatch, given: &str) {
        let mut says = spot.subject(self.version, fact);
        says.push_str(" must be ");
        says.push_str(&wrong.must);
        let secret = secrets::is_secret(self.version, fact);
        if !secret {
            if given.trim().is_empty() {
                says.push_str(", and is blank");
            } else {
                says.push_str(&format!(", not `{}`", shown(given.trim())));
            }
        }
        let help = wrong.help.filter(|_| !(secret && wrong.help_repeats));
        let at = spot.pointer(self.version, fact);
        let problem = Problem::new(ProblemCode::InvalidValue, at, says);
        self.report(Problem { help, ..problem });
    }

    /// Whether the most problems that are reported have been found.
    pub(super) fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// Adds a problem, unless there are too many already.
    pub(crate) fn report(&mut self, problem: Problem) {
        if !self.is_full() {
            self.problems.push(problem);
        }
    }
}

/// Whether a fact belongs to the case or to a record, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot {
    Case,
    Record(u16),
}

impl Spot {
    pub(super) fn pointer(self, version: &Version, fact: &Fact) -> String {
        match (self, list_of(version, fact)) {
            (Spot::Record(record), Some(list)) => {
                pointer(&[&list.id, &record.to_string(), &fact.id])
            }
            _ => pointer(&[&fact.id]),
        }
    }

    pub(super) fn subject(self, version: &Version, fact: &Fact) -> String {
        match (self, fact.home) {
            (Spot::Record(number), Home::Record(list, _)) => {
                let record = version.record_words(RecordId { list, number });
                format!("{} of {record}", fact.quoted())
            }
            _ => fact.quoted(),
        }
    }
}

/// The facts met so far, by number.
#[derive(Default)]
pub(super) struct Seen(u128);

impl Seen {
    /// Whether this is the first time.
    pub(super) fn first(&mut self, fact: FactId) -> bool {
        let bit = 1u128.checked_shl(u32::from(fact.number())).unwrap_or(0);
        let first = self.0 & bit == 0;
        self.0 |= bit;
        first
    }
}

/// The list of whose records it is a fact.
fn list_of<'v>(version: &'v Version, fact: &Fact) -> Option<&'v Fact> {
    let Home::Record(list, _) = fact.home else {
        return None;
    };
    Some(version.list(list))
}
