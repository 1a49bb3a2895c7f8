//! Facts as they were given, before the version that answers reads them.

use std::borrow::Cow;

use super::{
    dated_text,
    intake::{Intake, Spot},
    json::{self, Members},
    parse_value::{self, Parsed},
    problem::{Problem, ProblemCode, shown},
    typed::{self, FactValue},
};
use crate::{
    base::{date::Date, value::Value},
    check::model::{DaysText, Fact, FactText, Home, RecordText},
};

/// The facts of one question in the order in which they were given. What is
/// given later replaces what was given earlier under the same name.
///
/// ```
/// use almoner_engine::GivenFacts;
///
/// let mut facts = GivenFacts::default();
/// facts.json(r#"{"lessons": 10, "minutes": 20}"#);
/// facts.fact("minutes", 30);
/// ```
#[derive(Clone, Debug, Default)]
pub struct GivenFacts<'t> {
    sources: Vec<Source<'t>>,
    problems: Vec<Problem>,
    /// Whether those that the rules call confidential are left out.
    without_confidential: bool,
}

#[derive(Clone, Debug)]
enum Source<'t> {
    /// The members of one JSON object.
    Object(Members<'t>),
    /// One fact, typed.
    Value(Cow<'t, str>, FactValue),
    /// One fact, as text.
    Text(Cow<'t, str>, FactText),
    /// A cell of a spreadsheet.
    Cell(Cow<'t, str>, Cow<'t, str>),
}

impl<'t> GivenFacts<'t> {
    /// Adds one fact with a typed value.
    pub fn fact(&mut self, name: impl Into<Cow<'t, str>>, value: impl Into<FactValue>) {
        self.sources.push(Source::Value(name.into(), value.into()));
    }

    /// Adds the facts of one JSON object. `null` is a fact that is not given.
    /// A text that is no JSON object is reported when the question is
    /// answered.
    pub fn json(&mut self, text: &'t str) {
        match json::object(text) {
            Ok(members) => self.members(members),
            Err(problem) => self.problem(problem),
        }
    }

    /// Adds the facts of one JSON object, or those of a saved answer of the
    /// same rule set. An answer does not repeat confidential facts: they are
    /// not given then.
    pub fn saved_or_json(&mut self, text: &'t str, rule_set: &str) {
        match json::saved_facts(text) {
            Some((saved, facts)) if saved == rule_set => self.json(facts),
            Some((saved, _)) => {
                let says = format!("this is a saved answer of `{}`", shown(&saved));
                let help = format!("give facts or a saved answer of `{rule_set}`");
                let problem = Problem::new(ProblemCode::Unreadable, "", says);
                self.problem(problem.help(help));
            }
            None => self.json(text),
        }
    }

    /// Adds the facts of a JSON object that was read as part of a larger text.
    pub fn members(&mut self, members: Members<'t>) {
        self.sources.push(Source::Object(members));
    }

    /// Adds one fact as text: as typed for a flag or written in a case. A
    /// blank text is a problem, not a fact that is not given.
    pub fn text(&mut self, name: impl Into<Cow<'t, str>>, given: FactText) {
        self.sources.push(Source::Text(name.into(), given));
    }

    /// Adds the cell of a spreadsheet. Semicolons separate the records of a
    /// list; `none` is an empty list.
    pub fn cell(&mut self, name: impl Into<Cow<'t, str>>, text: impl Into<Cow<'t, str>>) {
        self.sources.push(Source::Cell(name.into(), text.into()));
    }

    /// Adds all that `others` holds, as given later.
    pub fn extend(&mut self, others: GivenFacts<'t>) {
        self.sources.extend(others.sources);
        self.problems.extend(others.problems);
        self.without_confidential |= others.without_confidential;
    }

    /// Leaves out the facts that the rules call confidential, once they are read.
    pub(crate) fn leave_out_confidential(&mut self) {
        self.without_confidential = true;
    }

    /// Whether the facts that the rules call confidential are left out.
    pub(crate) fn is_without_confidential(&self) -> bool {
        self.without_confidential
    }

    /// Adds a problem found before the facts could be read.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The problems found before the facts could be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The same facts without the problems found before they could be read.
    #[must_use]
    pub fn without_problems(&self) -> GivenFacts<'t> {
        GivenFacts {
            sources: self.sources.clone(),
            problems: Vec::new(),
            without_confidential: self.without_confidential,
        }
    }

    /// The names of the facts that were given, each once.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for source in &self.sources {
            let given: Vec<&str> = match source {
                Source::Object(members) => members.names().collect(),
                Source::Value(name, _) | Source::Text(name, _) | Source::Cell(name, _) => {
                    vec![name]
                }
            };
            for name in given {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    /// The facts whose name is asked for.
    pub(crate) fn only(&self, is_asked: impl Fn(&str) -> bool) -> GivenFacts<'t> {
        let sources = self.sources.iter().filter_map(|source| match source {
            Source::Object(members) => Some(Source::Object(members.only(&is_asked))),
            Source::Value(name, _) | Source::Text(name, _) | Source::Cell(name, _) => {
                is_asked(name).then(|| source.clone())
            }
        });
        GivenFacts {
            sources: sources.collect(),
            problems: self.problems.clone(),
            without_confidential: self.without_confidential,
        }
    }

    /// Reads all facts by the declarations of the intake's version.
    pub(crate) fn read(&self, intake: &mut Intake<'_>) {
        for problem in &self.problems {
            intake.report(problem.clone());
        }
        for source in &self.sources {
            match source {
                Source::Object(members) => json::take_members(intake, members),
                Source::Value(name, value) => typed::give(intake, name, value),
                Source::Text(name, given) => intake.give(name, given),
                Source::Cell(name, text) => give_cell(intake, name, text),
            }
        }
    }

    /// The day given for a fact of the case, as far as it can be read: the
    /// last that was given under its name.
    pub(crate) fn day(&self, fact: &Fact) -> Option<Date> {
        let mut day = None;
        for source in &self.sources {
            match source {
                Source::Object(members) => {
                    for text in members.texts_of(&fact.id) {
                        day = day_in(fact, &text).or(day);
                    }
                }
                Source::Value(name, FactValue::Date(given)) if *name == *fact.id => {
                    day = Some(*given);
                }
                Source::Value(name, FactValue::Text(text)) if *name == *fact.id => {
                    day = day_in(fact, text).or(day);
                }
                Source::Text(name, FactText::One(text)) if *name == *fact.id => {
                    day = day_in(fact, text).or(day);
                }
                Source::Cell(name, text) if *name == *fact.id => {
                    day = day_in(fact, text).or(day);
                }
                _ => {}
            }
        }
        day
    }
}

fn day_in(fact: &Fact, text: &str) -> Option<Date> {
    match parse_value::parse(fact, text) {
        Ok(Parsed::Value(Value::Date(day))) => Some(day),
        _ => None,
    }
}

fn give_cell(intake: &mut Intake<'_>, name: &str, text: &str) {
    let Some((_, fact)) = intake.version().fact(name) else {
        return intake.give(name, &FactText::One(text.into()));
    };
    if !matches!(fact.home, Home::List(_)) {
        let values = text.split(';').map(str::trim).filter(|it| !it.is_empty());
        let dated: Option<Vec<_>> = values.map(dated_text::dated).collect();
        let given = match dated.filter(|dated| !dated.is_empty()) {
            Some(dated) => FactText::Dated(dated),
            None => FactText::One(text.into()),
        };
        return intake.give(name, &given);
    }
    match records_in_cell(text) {
        Ok(records) => intake.give(name, &FactText::List(records)),
        Err(says) => {
            let at = Spot::Case.pointer(intake.version(), fact);
            intake.report(Problem::new(ProblemCode::InvalidValue, at, says));
        }
    }
}

/// The records of a list in the cell of a spreadsheet.
///
/// # Errors
/// What is wrong with the text, in words.
pub(crate) fn records_in_cell(text: &str) -> Result<Vec<RecordText>, String> {
    if text.trim() == "none" {
        return Ok(Vec::new());
    }
    let records = text.split(';').map(str::trim);
    let records = records.filter(|it| !it.is_empty());
    records.map(record_from_flag).collect()
}

/// Reads a record from a flag: `kind=training,relative=no`, and several options
/// of one fact as `attends=monday+tuesday`. A part without `=` belongs to the one
/// before it, so that commas between the options work too; one that begins
/// with `@` says on which days the record is there. A fact that changes is
/// written once for each of its values: `share=50%@..2023-03-15,share=80%@2023-03-16..`.
///
/// # Errors
/// What is wrong with the text, in words.
pub fn record_from_flag(text: &str) -> Result<RecordText, String> {
    let mut days = DaysText::default();
    let mut fields: Vec<(&str, String)> = Vec::new();
    for part in text.split(',') {
        let own_days = part.trim().strip_prefix('@').and_then(dated_text::range);
        match (own_days, part.split_once('='), fields.last_mut()) {
            (Some(own), ..) => days = own,
            (None, Some((name, value)), _) => fields.push((name.trim(), value.trim().to_owned())),
            (None, None, Some((_, value))) => {
                value.push(',');
                value.push_str(part);
            }
            (None, None, None) => {
                return Err(format!(
                    "a record is written as `name=value,name=value`, with `+` between several \
                     options of one name, not `{}`",
                    shown(text.trim())
                ));
            }
        }
    }
    let mut facts: Vec<(Box<str>, FactText)> = Vec::with_capacity(fields.len());
    for (name, text) in fields {
        let Some(value) = dated_text::dated(&text) else {
            facts.push((name.into(), FactText::One(text.into())));
            continue;
        };
        match facts.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, FactText::Dated(values))) => values.push(value),
            _ => facts.push((name.into(), FactText::Dated(vec![value]))),
        }
    }
    Ok(RecordText { days, facts })
}
