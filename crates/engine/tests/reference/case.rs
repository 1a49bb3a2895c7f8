//! One question: the day, and what is given.

use std::{collections::BTreeMap, fmt::Write};

use crate::{days, value::Value};

/// A value that is given, for all days or for some of them.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    Always(Value, String),
    /// First and last day, the value, and the value in JSON.
    Dated(Vec<(Option<i64>, Option<i64>, Value, String)>),
}

impl Given {
    pub(crate) fn at(&self, day: i64) -> Option<&Value> {
        match self {
            Given::Always(value, _) => Some(value),
            Given::Dated(spans) => spans
                .iter()
                .find(|(from, until, ..)| {
                    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
                })
                .map(|(_, _, value, _)| value),
        }
    }

    fn json(&self) -> String {
        let Given::Dated(spans) = self else {
            let Given::Always(_, json) = self else {
                unreachable!()
            };
            return json.clone();
        };
        let spans = spans
            .iter()
            .map(|(from, until, _, json)| format!("{{{}\"value\":{json}}}", ends(*from, *until)));
        format!("[{}]", spans.collect::<Vec<_>>().join(","))
    }
}

/// A record, and the days for which it is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) days: Option<(Option<i64>, Option<i64>)>,
    pub(crate) facts: BTreeMap<&'static str, Given>,
}

impl Record {
    pub(crate) fn is_there(&self, day: i64) -> bool {
        let (from, until) = self.days.unwrap_or_default();
        from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
    }

    fn json(&self) -> String {
        let facts = format!("{{{}}}", object(&self.facts).join(","));
        match self.days {
            None => facts,
            Some((from, until)) => format!("{{{}\"value\":{facts}}}", ends(from, until)),
        }
    }
}

/// `"from":"2018-05-01",`, and the same of the end.
fn ends(from: Option<i64>, until: Option<i64>) -> String {
    let mut text = String::new();
    for (key, day) in [("from", from), ("until", until)] {
        if let Some(day) = day {
            let _ = write!(text, "\"{key}\":\"{}\",", days::print(day));
        }
    }
    text
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) on: i64,
    pub(crate) facts: BTreeMap<&'static str, Given>,
    pub(crate) lists: BTreeMap<&'static str, Vec<Record>>,
}

fn object(facts: &BTreeMap<&'static str, Given>) -> Vec<String> {
    let member = |(name, given): (&&str, &Given)| format!("\"{name}\":{}", given.json());
    facts.iter().map(member).collect()
}

impl Case {
    /// The facts as one JSON object.
    pub(crate) fn json(&self) -> String {
        let mut members = object(&self.facts);
        for (list, records) in &self.lists {
            let records = records.iter().map(Record::json);
            members.push(format!(
                "\"{list}\":[{}]",
                records.collect::<Vec<_>>().join(",")
            ));
        }
        format!("{{{}}}", members.join(","))
    }
}
