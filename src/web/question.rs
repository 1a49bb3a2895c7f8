//! The body of a question: `{"on": "2018-05-01", "known": null, "facts": {…}}`.
//! It is read in one pass, and everything wrong with it is named.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::value::RawValue;

use super::{
    json_body::{self, Text},
    problem::Problem,
    problem_code::Code,
};
use almoner_engine::{
    base::{
        date::{self, Date},
        name,
    },
    facts::{GivenFacts, Members, ProblemCode},
};

/// What a question may hold.
const MEMBERS: [&str; 3] = ["on", "known", "facts"];

/// Faulty members beyond this many are not named.
const MAX_WRONG: usize = 20;

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

impl<'t> Question<'t> {
    /// Reads a question.
    ///
    /// # Errors
    /// 400 where it is not one JSON object, 422 with all that is wrong in it.
    pub(super) fn read(text: &'t str) -> Result<Question<'t>, Problem> {
        json_body::read::<MembersRead<'t>>(text)?.into_question()
    }
}

impl<'t> MembersRead<'t> {
    /// The question that the members make.
    ///
    /// # Errors
    /// 422 with all that is wrong in them.
    pub(super) fn into_question(self) -> Result<Question<'t>, Problem> {
        let MembersRead {
            on,
            known,
            facts,
            mut wrong,
        } = self;
        let mut day = |name: &str, raw: Option<&str>| {
            let day = day(raw);
            if day.is_err() {
                let says = format!("`{name}` must be a day that exists, such as \"2018-05-01\"");
                wrong.push((pointer(name), ProblemCode::InvalidValue, says));
            }
            day.unwrap_or_default()
        };
        let (on, known) = (day("on", on), day("known", known));
        let mut given = GivenFacts::default();
        let says = match facts {
            Some(FactsMember::Object(members)) => {
                given.members(members);
                None
            }
            Some(FactsMember::Other) => {
                Some((ProblemCode::InvalidValue, "`facts` must be one JSON object"))
            }
            None => Some((
                ProblemCode::Missing,
                "`facts` is missing; `{}` where none are known",
            )),
        };
        wrong.extend(says.map(|(code, says)| (pointer("facts"), code, says.to_owned())));
        if !wrong.is_empty() {
            let problem = Problem::new(Code::InvalidQuestion, "the question is not as it must be");
            let with = |problem: Problem, (at, code, says): Wrong| problem.at(&at, code, says);
            return Err(wrong.into_iter().fold(problem, with));
        }
        Ok(Question {
            on,
            known,
            facts: given,
        })
    }
}

/// A JSON Pointer, and what is wrong there.
type Wrong = (String, ProblemCode, String);

/// The members of a question, and a problem for each unknown or repeated one.
#[derive(Default)]
pub(super) struct MembersRead<'t> {
    on: Option<&'t str>,
    known: Option<&'t str>,
    facts: Option<FactsMember<'t>>,
    wrong: Vec<Wrong>,
}

impl<'t> json_body::Members<'t> for MembersRead<'t> {
    fn member<M: MapAccess<'t>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error> {
        match name {
            "on" if self.on.is_none() => self.on = Some(map.next_value::<&RawValue>()?.get()),
            "known" if self.known.is_none() => {
                self.known = Some(map.next_value::<&RawValue>()?.get());
            }
            "facts" if self.facts.is_none() => self.facts = Some(map.next_value()?),
            _ => {
                map.next_value::<IgnoredAny>()?;
                if self.wrong.len() < MAX_WRONG {
                    let (code, says) = match MEMBERS.contains(&name) {
                        true => (ProblemCode::Duplicate, format!("`{name}` is given twice")),
                        false => (ProblemCode::UnknownFact, unknown(name)),
                    };
                    self.wrong.push((pointer(name), code, says));
                }
            }
        }
        Ok(())
    }
}

/// The value of the member `facts`.
enum FactsMember<'t> {
    Object(Members<'t>),
    Other,
}

impl<'t> Deserialize<'t> for FactsMember<'t> {
    fn deserialize<D: Deserializer<'t>>(reader: D) -> Result<FactsMember<'t>, D::Error> {
        reader.deserialize_any(FactsVisitor)
    }
}

struct FactsVisitor;

impl<'t> Visitor<'t> for FactsVisitor {
    type Value = FactsMember<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(self, map: M) -> Result<FactsMember<'t>, M::Error> {
        Members::deserialize(MapAccessDeserializer::new(map)).map(FactsMember::Object)
    }

    fn visit_seq<S: SeqAccess<'t>>(self, mut seq: S) -> Result<FactsMember<'t>, S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(FactsMember::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }

    fn visit_unit<E>(self) -> Result<FactsMember<'t>, E> {
        Ok(FactsMember::Other)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_reports_every_fault_with_pointer() {
        let problem = |text: &str| Question::read(text).unwrap_err().json();
        let body = problem(r#"{"onn": 1, "on": "2018-02-30", "known": 7, "known": null}"#);
        for expected in [
            r#"{"pointer":"/onn","code":"unknown-fact","detail":"a question has no `onn`; did you mean `on`?"}"#,
            r#"{"pointer":"/on","code":"invalid-value","detail":"`on` must be a day that exists, such as \"2018-05-01\""}"#,
            r#""detail":"`known` is given twice""#,
            r#""pointer":"/facts""#,
            r#""status":422"#,
        ] {
            assert!(body.contains(expected), "{expected} in {body}");
        }
        let many: String = (0..50).map(|it| format!("\"m{it}\":1,")).collect();
        let body = problem(&format!("{{{many}\"facts\":{{}}}}"));
        assert!(body.contains("/m0\"") && !body.contains("/m49\""), "{body}");
        assert!(!body.contains("/facts\""), "{body}");
    }

    #[test]
    fn question_members_may_be_escaped_in_any_order() {
        let text =
            r#"{"known":null,"facts":{"a":[{"b":1}],"c":"\u0041"},"\u006fn":"2018-0\u0035-01"}"#;
        let question = Question::read(text).unwrap();
        assert_eq!(
            (question.on, question.known),
            (date::parse("2018-05-01"), None)
        );
        assert!(Question::read("\u{feff}{\"facts\":{}}").is_ok());
        for other in ["[]", "[1,[2]]", "1", "-1", "1.5", "true", "null", "\"{}\""] {
            let body = Question::read(&format!("{{\"facts\":{other}}}")).unwrap_err();
            assert!(body.json().contains(r#""pointer":"/facts""#), "{other}");
        }
    }

    #[test]
    fn invalid_json_is_malformed_body() {
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
    fn deep_json_does_not_overflow_the_stack() {
        let deep = format!(
            "{{\"facts\": {}1{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let problem = Question::read(&deep).unwrap_err();
        assert!(problem.json().contains(r#""status":422"#));
        let deep = deep.replacen("[", "{\"a\":[", 1) + "}";
        assert!(Question::read(&deep).is_ok());
    }
}
