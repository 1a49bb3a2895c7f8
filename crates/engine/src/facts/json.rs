//! Facts as one JSON object, read exactly: each value from its own text, by
//! the type the fact is declared with. No number passes through binary
//! floating point, and the text is gone through once for each level that a
//! fact can have, however deeply it is nested.

use std::{borrow::Cow, fmt};

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{
    intake::{Intake, MAX_RECORDS, Seen, Spot},
    parse_value::{self, Mismatch, Parsed},
    problem::{Problem, ProblemCode, pointer},
};
use crate::{
    base::{
        ids::{FactId, ListId},
        types::Type,
        value::Value,
    },
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

/// The rule set and the facts of an answer that was saved as JSON; none if the
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
            let says = format!("`{name}` is given twice");
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
    let Ok(members) = members(raw) else {
        let list = intake.version().list_name(list);
        let says = format!(
            "record {} of `{list}` must be written in braces, each fact with its name",
            usize::from(number) + 1
        );
        let at = pointer(&[list, &number.to_string()]);
        return intake.report(Problem::new(ProblemCode::InvalidValue, at, says));
    };
    let mut seen = Seen::default();
    for Member { name, raw } in &members.0 {
        if intake.is_full() {
            return;
        }
        if let Some((fact, declared)) = intake.find_field(list, number, name, &mut seen) {
            take_value(intake, fact, declared, Spot::Record(number), raw);
        }
    }
}

/// Takes one value in, by what its first character says it is.
fn take_value(intake: &mut Intake<'_>, number: FactId, fact: &Fact, spot: Spot, raw: &str) {
    let text;
    let taken = match raw.as_bytes() {
        [b'n', ..] => return,
        [b'"', ..] => {
            let Some(unescaped) = unescaped(raw) else {
                let wrong = Mismatch::must("text whose every character exists");
                return intake.wrong(fact, spot, wrong, raw);
            };
            text = unescaped;
            parse_value::parse(fact, &text)
        }
        [b't' | b'f', ..] if fact.ty == Type::YesNo => parse_value::parse(fact, raw),
        [b'-' | b'0'..=b'9', ..] if is_counted(&fact.ty) => {
            text = plain_digits(&fact.ty, raw);
            parse_value::parse(fact, &text)
        }
        [b'[', ..] => several(fact, raw),
        _ => Err(mismatched(fact)),
    };
    match taken {
        Ok(taken) => intake.put(number, fact, spot, taken),
        Err(wrong) => {
            let given = unescaped(raw).unwrap_or(Cow::Borrowed(raw));
            intake.wrong(fact, spot, wrong, &given);
        }
    }
}

/// Whether a value of the type can be written as a JSON number.
fn is_counted(ty: &Type) -> bool {
    matches!(ty, Type::Whole | Type::Number | Type::Money | Type::Percent)
}

/// A JSON number in digits alone: `20` for `2e1`, and for a whole number also
/// for `20.0` (JSON Schema 2020-12, §6.1.1: a number without a fraction is an
/// integer). Unchanged where that is not possible.
fn plain_digits<'t>(ty: &Type, raw: &'t str) -> Cow<'t, str> {
    let decimal = if raw.contains(['e', 'E']) {
        Decimal::from_scientific(raw)
    } else if *ty == Type::Whole && raw.contains('.') {
        Decimal::from_str_exact(raw)
    } else {
        return Cow::Borrowed(raw);
    };
    decimal.map_or(Cow::Borrowed(raw), |it| {
        Cow::Owned(it.normalize().to_string())
    })
}

/// What a value of the wrong kind must be.
fn mismatched(fact: &Fact) -> Mismatch {
    let wrong = Mismatch::must(fact.ty.to_string());
    match fact.ty {
        Type::Text | Type::Date | Type::Choice(_) | Type::Choices(_) => {
            wrong.help("write it in quotation marks")
        }
        _ => wrong,
    }
}

/// Several options as an array of their names.
fn several<'t>(fact: &Fact, raw: &str) -> Result<Parsed<'t>, Mismatch> {
    let Type::Choices(options) = &fact.ty else {
        return Err(mismatched(fact));
    };
    let wrong = || Mismatch::must(fact.ty.to_string());
    let elements: Elements<'_> = serde_json::from_str(raw).map_err(|_| wrong())?;
    if elements.count > elements.first.len() {
        return Err(wrong());
    }
    let mut chosen = 0;
    for element in elements.first {
        let name = Some(element.get()).filter(|raw| raw.starts_with('"'));
        let name = name.and_then(unescaped).ok_or_else(wrong)?;
        chosen |= 1u64 << parse_value::option(fact, options, &name)?;
    }
    parse_value::within(fact, Value::Choices(chosen)).map(Parsed::Value)
}

/// The text of a JSON string; `None` when it is none, or names a character
/// that does not exist.
fn unescaped(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
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

/// The facts of one JSON object, each value still text.
#[derive(Clone, Debug)]
pub struct Members<'t>(Vec<Member<'t>>);

impl Members<'_> {
    /// The texts given under a name, as far as they are JSON strings.
    pub(super) fn texts_of(&self, name: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let named = self.0.iter().filter(move |member| member.name == name);
        named.filter_map(|member| unescaped(member.raw))
    }
}

#[derive(Clone, Debug)]
struct Member<'t> {
    name: Cow<'t, str>,
    raw: &'t str,
}

fn members(text: &str) -> Result<Members<'_>, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = Members::deserialize(&mut reader)?;
    reader.end()?;
    Ok(members)
}

impl<'text: 't, 't> Deserialize<'text> for Members<'t> {
    fn deserialize<D: Deserializer<'text>>(reader: D) -> Result<Members<'t>, D::Error> {
        reader.deserialize_map(EachMember)
    }
}

/// The members of one object, each value still text; none if it is no object.
#[must_use]
pub fn raw_members(text: &str) -> Option<Vec<(String, String)>> {
    let members = members(text).ok()?.0.into_iter();
    Some(
        members
            .map(|member| (member.name.into_owned(), member.raw.to_owned()))
            .collect(),
    )
}

/// The elements of one array, each still text.
///
/// # Errors
/// When the text is no JSON array.
pub fn raw_elements(text: &str) -> Result<Vec<String>, serde_json::Error> {
    let elements: Vec<&RawValue> = serde_json::from_str(text)?;
    Ok(elements.iter().map(|it| it.get().to_owned()).collect())
}

struct EachMember;

impl<'t> Visitor<'t> for EachMember {
    type Value = Members<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(self, mut map: M) -> Result<Members<'t>, M::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some((Name(name), raw)) = map.next_entry::<Name<'t>, &'t RawValue>()? {
            members.push(Member {
                name,
                raw: raw.get(),
            });
        }
        Ok(Members(members))
    }
}

/// A member's name, borrowed where it holds no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Name<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Name<'t>, D::Error> {
        reader.deserialize_str(OneName)
    }
}

struct OneName;

impl<'t> Visitor<'t> for OneName {
    type Value = Name<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Name<'t>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'t>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

/// The elements of an array, still text: as many as a list may have, and how
/// many there are.
struct Elements<'t> {
    first: Vec<&'t RawValue>,
    count: usize,
}

impl<'t> Deserialize<'t> for Elements<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<Elements<'t>, D::Error> {
        reader.deserialize_seq(EachElement)
    }
}

struct EachElement;

impl<'t> Visitor<'t> for EachElement {
    type Value = Elements<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<S: SeqAccess<'t>>(self, mut seq: S) -> Result<Elements<'t>, S::Error> {
        let mut elements = Elements {
            first: Vec::new(),
            count: 0,
        };
        while let Some(raw) = seq.next_element::<&'t RawValue>()? {
            elements.count += 1;
            if elements.first.len() < MAX_RECORDS {
                elements.first.push(raw);
            }
        }
        Ok(elements)
    }
}
