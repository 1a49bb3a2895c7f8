//! Facts as one JSON object, read exactly: each value from its own text, by
//! the type the fact is declared with. No number passes through binary
//! floating point, and the text is gone through once for each level that a
//! fact can have, however deeply it is nested.

use std::borrow::Cow;

use serde_json::error::Category;

pub use super::json_text::{Members, raw_elements, raw_members};
use super::{
    dated_json,
    intake::{Intake, Seen, Spot},
    json_text::{Elements, Member, members, unescaped},
    json_value::read_value,
    parse_value::Mismatch,
    problem::{Problem, ProblemCode, pointer},
};
use crate::{
    base::ids::{FactId, ListId},
    check::model::{Fact, Home},
};

impl Intake<'_> {
    /// Takes the facts of one JSON object. `null` is a fact that is not given.
    pub fn json(&mut self, text: &str) {
        match object(text) {
            Ok(members) => take_members(self, &members),
            Err(problem) => self.report(problem),
        }
    }
}

/// The facts of one JSON object, each value still text.
pub(super) fn object(text: &str) -> Result<Members<'_>, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    members(text).map_err(|error| {
        let (says, help) = unreadable(text, &error);
        let problem = Problem::new(ProblemCode::Unreadable, "", says);
        Problem { help, ..problem }
    })
}

/// The rule set and the facts of an answer that was saved as JSON; `None` if the
/// text is no answer.
pub(super) fn saved_facts(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let members = object(text).ok()?;
    let raw = |name: &str| {
        let found = members.0.iter().find(|member| member.name == name);
        found.map(|member| member.raw)
    };
    raw("outcome").filter(|_| raw("format").is_some())?;
    let facts = raw("facts").filter(|facts| facts.starts_with('{'))?;
    Some((unescaped(raw("rule_set")?)?, facts))
}

/// Takes facts in that were read as part of a text.
pub(super) fn take_members(intake: &mut Intake<'_>, members: &Members<'_>) {
    let mut seen = Seen::default();
    for Member { name, raw } in &members.0 {
        if intake.is_full() {
            return;
        }
        let Some((number, fact)) = intake.find(name) else {
            continue;
        };
        if !seen.first(number) {
            let says = format!("{} is given twice", fact.quoted());
            intake.report(Problem::new(ProblemCode::Duplicate, pointer(&[name]), says));
            continue;
        }
        match fact.home {
            Home::List(list) => take_list(intake, fact, list, raw),
            _ => take_value(intake, number, fact, Spot::Case, raw),
        }
    }
}

/// Takes a list of records in.
fn take_list(intake: &mut Intake<'_>, fact: &Fact, list: ListId, raw: &str) {
    if raw == "null" {
        return;
    }
    if !raw.starts_with('[') {
        let wrong = Mismatch::must("a list of records");
        return intake.wrong(fact, Spot::Case, wrong, raw);
    }
    let Ok(elements) = serde_json::from_str::<Elements<'_>>(raw) else {
        let wrong = Mismatch::must("a list of records");
        return intake.wrong(fact, Spot::Case, wrong, raw);
    };
    if !intake.begin_list(fact, list, elements.count) {
        return;
    }
    for record in elements.first {
        take_record(intake, list, record.get());
    }
}

fn take_record(intake: &mut Intake<'_>, list: ListId, raw: &str) {
    let Some(number) = intake.begin_record(list) else {
        return;
    };
    let Ok(mut given) = members(raw) else {
        return intake.report_record(
            list,
            number,
            "must be written in braces, each fact with its name",
        );
    };
    if let Some(record) = given.raw("value").filter(|raw| raw.starts_with('{')) {
        let days = match dated_json::days(&given) {
            Ok(days) => days,
            Err(wrong) => return intake.report_record(list, number, &wrong),
        };
        let Ok(inner) = members(record) else { return };
        intake.give_days(list, number, days);
        given = inner;
    }
    let mut seen = Seen::default();
    for Member { name, raw } in &given.0 {
        if intake.is_full() {
            return;
        }
        if let Some((fact, declared)) = intake.find_field(list, number, name, &mut seen) {
            take_value(intake, fact, declared, Spot::Record(number), raw);
        }
    }
}

/// Takes one value in, or the values that a fact has over time.
fn take_value(intake: &mut Intake<'_>, number: FactId, fact: &Fact, spot: Spot, raw: &str) {
    if raw == "null" {
        return;
    }
    if dated_json::is_dated(raw) {
        return dated_json::take(intake, number, fact, spot, raw);
    }
    let mut text = Cow::Borrowed("");
    match read_value(fact, raw, &mut text) {
        Ok(taken) => intake.put(number, fact, spot, taken),
        Err(wrong) => {
            let given = unescaped(raw).unwrap_or(Cow::Borrowed(raw));
            intake.wrong(fact, spot, wrong, &given);
        }
    }
}

/// The problem with a text that is not one JSON object.
fn unreadable(text: &str, error: &serde_json::Error) -> (String, Option<String>) {
    const SHAPE: &str = "facts are written as {\"name\": value, \"name\": value}";
    let place = format!("line {}, column {}", error.line(), error.column());
    if text.trim().is_empty() {
        return (
            "no facts are given: the text is empty".to_owned(),
            Some(SHAPE.to_owned()),
        );
    }
    match error.classify() {
        Category::Eof => {
            let says = format!("the facts break off at {place}");
            let help = "a bracket, a brace or a quotation mark is not closed";
            (says, Some(help.to_owned()))
        }
        Category::Syntax | Category::Io => {
            let says = format!("the facts cannot be read as JSON from {place} on");
            (says, Some(remedy(error).to_owned()))
        }
        Category::Data => (
            "the facts are not one JSON object".to_owned(),
            Some(SHAPE.to_owned()),
        ),
    }
}

/// What to do about the usual slips.
fn remedy(error: &serde_json::Error) -> &'static str {
    const REMEDIES: [(&str, &str); 7] = [
        (
            "trailing comma",
            "take out the comma before the closing bracket",
        ),
        (
            "trailing characters",
            "nothing may follow the closing brace",
        ),
        (
            "key must be a string",
            "each name stands in quotation marks; no comma follows the last value",
        ),
        (
            "expected `:`",
            "a colon stands between a name and its value",
        ),
        ("expected `,`", "a comma stands between two entries"),
        (
            "control character",
            "a text cannot run over a line end: write \\n",
        ),
        (
            "invalid number",
            "a number is written in plain digits, without a leading zero or plus",
        ),
    ];
    let message = error.to_string();
    let found = REMEDIES.iter().find(|(sign, _)| message.starts_with(sign));
    found.map_or(
        "texts and dates stand in quotation marks; yes and no are written true and false",
        |(_, remedy)| remedy,
    )
}
