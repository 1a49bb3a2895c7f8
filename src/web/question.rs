//! The body of a question: `{"on": "2018-05-01", "known": null, "facts": {…}}`.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{Deserializer as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::problem::Problem;
use almoner_engine::{
    base::{
        date::{self, Date},
        name,
    },
    facts::{GivenFacts, Members},
};

/// What a question may hold.
const MEMBERS: [&str; 3] = ["on", "known", "facts"];

/// A question as asked.
#[derive(Debug)]
pub(super) struct Question<'t> {
    /// The day asked about; today if none.
    pub(super) on: Option<Date>,
    /// Only what was known by the end of this day counts; all of it if none.
    pub(super) known: Option<Date>,
    /// The facts.
    pub(super) facts: GivenFacts<'t>,
}

/// A question with which nothing is wrong, read in one go.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<'t> {
    #[serde(borrow)]
    on: Option<Text<'t>>,
    #[serde(borrow)]
    known: Option<Text<'t>>,
    #[serde(borrow)]
    facts: Members<'t>,
}

impl<'t> Plain<'t> {
    /// Reads a question; none where anything is wrong with it.
    fn read(text: &'t str) -> Option<Question<'t>> {
        // Derived, it would take an array too, member by position.
        text.trim_ascii_start().strip_prefix('{')?;
        let Plain { on, known, facts } = serde_json::from_str(text).ok()?;
        let day = |given: Option<Text<'_>>| match given {
            Some(Text(text)) => date::parse(&text).map(Some),
            None => Some(None),
        };
        Some(Question {
            on: day(on)?,
            known: day(known)?,
            facts: given(facts),
        })
    }
}

impl<'t> Question<'t> {
    /// Reads a question.
    pub(super) fn read(text: &'t str) -> Result<Question<'t>, Problem> {
        Plain::read(text).map_or_else(|| Question::read_by_member(text), Ok)
    }

    /// Reads a question member by member, and says all that is wrong with it.
    fn read_by_member(text: &'t str) -> Result<Question<'t>, Problem> {
        let mut wrong: Vec<(String, String)> = Vec::new();
        let mut found: [Option<&'t str>; 3] = [None; 3];
        for (name, raw) in members(text, &MEMBERS)? {
            let slot = MEMBERS.iter().zip(&mut found).find(|(it, _)| **it == name);
            let says = match slot {
                Some((_, slot)) if slot.is_none() => {
                    *slot = Some(raw);
                    continue;
                }
                Some(_) => format!("`{name}` is given twice"),
                None => unknown(&name),
            };
            wrong.push((pointer(&name), says));
        }
        let [on, known, facts] = found;
        let (on, known) = (day(on), day(known));
        for (name, day) in [("on", on), ("known", known)] {
            if day.is_err() {
                let says = format!("`{name}` must be a day that exists, such as \"2018-05-01\"");
                wrong.push((pointer(name), says));
            }
        }
        if facts.is_none() {
            let says = "`facts` is missing; `{}` where none are known";
            wrong.push((pointer("facts"), says.to_owned()));
        }
        match (on, known, facts) {
            (Ok(on), Ok(known), Some(facts)) if wrong.is_empty() => {
                let mut given = GivenFacts::default();
                given.json(facts);
                let facts = given;
                Ok(Question { on, known, facts })
            }
            _ => {
                let says = "the question is not as it must be";
                let problem = Problem::unanswered("rejected", says);
                let told = |problem: Problem, (at, says): (String, String)| problem.at(&at, says);
                Err(wrong.into_iter().fold(problem, told))
            }
        }
    }
}

fn given(members: Members<'_>) -> GivenFacts<'_> {
    let mut facts = GivenFacts::default();
    facts.members(members);
    facts
}

fn unknown(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    match name::nearest(name, MEMBERS) {
        Some(near) => format!("a question has no `{shown}`; did you mean `{near}`?"),
        None => format!("a question has no `{shown}`; the facts go into `facts`"),
    }
}

fn pointer(name: &str) -> String {
    let shown: String = name.chars().take(60).collect();
    format!("/{}", shown.replace('~', "~0").replace('/', "~1"))
}

/// A day, or none where there is none or null.
fn day(raw: Option<&str>) -> Result<Option<Date>, ()> {
    let Some(raw) = raw.filter(|raw| *raw != "null") else {
        return Ok(None);
    };
    let Text(text) = serde_json::from_str(raw).map_err(|_| ())?;
    date::parse(&text).map(Some).ok_or(())
}

/// As many members as show what is wrong with a body.
const FEW: usize = 20;

type Member<'t> = (Cow<'t, str>, &'t str);

/// A member's name or a day, mostly a part of the question as it stands.
#[derive(Deserialize)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

/// The members of one JSON object, each value still text: those that are asked
/// for, and the first few of any others.
pub(super) fn members<'t>(text: &'t str, asked: &[&str]) -> Result<Vec<Member<'t>>, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize_map(EachMember(asked));
    read.and_then(|members| reader.end().map(|()| members))
        .map_err(|error| unreadable(text, &error))
}

fn unreadable(text: &str, error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    if text.trim().is_empty() {
        Problem::unreadable("the body is empty")
    } else if error.is_eof() {
        Problem::unreadable(format!("the body breaks off at {place}"))
    } else if error.is_data() {
        Problem::unreadable("the body is not one JSON object")
    } else {
        Problem::unreadable(format!("the body cannot be read as JSON from {place} on"))
    }
}

struct EachMember<'a>(&'a [&'a str]);

impl<'t> Visitor<'t> for EachMember<'_> {
    type Value = Vec<Member<'t>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members: Vec<Member<'t>> = Vec::with_capacity(self.0.len());
        while let Some((Text(name), raw)) = map.next_entry::<Text<'t>, &'t RawValue>()? {
            let is_lacking = || {
                let is_asked = self.0.contains(&&*name);
                is_asked && members.iter().all(|(other, _)| *other != name)
            };
            if members.len() < FEW || is_lacking() {
                members.push((name, raw.get()));
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_all_that_is_wrong_with_a_question_at_its_place() {
        let told = |text: &str| Question::read(text).unwrap_err().json();
        let body = told(r#"{"onn": 1, "on": "2018-02-30", "known": 7, "known": null}"#);
        for expected in [
            r#"{"pointer":"/onn","detail":"a question has no `onn`; did you mean `on`?"}"#,
            r#"{"pointer":"/on","detail":"`on` must be a day that exists, such as \"2018-05-01\""}"#,
            r#""detail":"`known` is given twice""#,
            r#""pointer":"/facts""#,
            r#""status":422"#,
        ] {
            assert!(body.contains(expected), "{expected} in {body}");
        }
        let many: String = (0..50).map(|it| format!("\"m{it}\":1,")).collect();
        let body = told(&format!("{{{many}\"facts\":{{}}}}"));
        assert!(body.contains("/m0\"") && !body.contains("/m49\""), "{body}");
        assert!(!body.contains("/facts\""), "{body}");
    }

    #[test]
    fn read_in_one_go_or_member_by_member_it_is_the_same_question() {
        for text in [
            r#"{"facts":{}}"#,
            r#" {"known":null,"facts":{"a":[{"b":1}],"c":"\u0041"},"on":"2018-05-01"}"#,
            r#"{"\u006fn":"2018-05-01","known":"2018-0\u0034-01","facts":{"a":1,"a":2}}"#,
        ] {
            let plain = Plain::read(text).unwrap();
            let slow = Question::read_by_member(text).unwrap();
            assert_eq!((plain.on, plain.known), (slow.on, slow.known), "{text}");
        }
        assert!(Question::read("\u{feff}{\"facts\":{}}").is_ok());
        for text in [
            r#"{"facts":[]}"#,
            r#"{"on":1,"facts":{}}"#,
            r#"{"on":"2018-02-30","facts":{}}"#,
            r#"{"facts":{},"facts":{}}"#,
            r#"{"facts":{}} x"#,
            r#"["2018-05-01",null,{"lessons":10}]"#,
        ] {
            assert!(Plain::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_unreadable() {
        for text in [
            "",
            "[]",
            "{",
            "[null,null,{}]",
            "{\"facts\": {}} x",
            "{\"a\":\"\u{1}\"}",
        ] {
            let body = Question::read(text).unwrap_err().json();
            assert!(body.contains(r#""status":400"#), "{body}");
        }
    }

    #[test]
    fn deep_json_is_passed_over_without_a_stack() {
        let deep = format!(
            "{{\"facts\": {}1{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert!(Question::read(&deep).is_ok());
    }
}
