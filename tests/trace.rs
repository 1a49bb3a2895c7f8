//! An answer with its trace and without it, however it is asked for: one period
//! or two, one record or several, on the command line or over HTTP. The trace
//! is there exactly when asked for, and nothing else differs.

use serde_json::{Value, json};

use crate::harness::{
    Finished, almoner,
    service::{Reply, posted, shared},
};

/// A question, and the number of its periods.
struct Question {
    verb: &'static str,
    rule_set: &'static str,
    on: &'static str,
    facts: Value,
    periods: usize,
}

fn nursery(children: usize, last_day: &str, periods: usize) -> Question {
    let child = |born: &str| {
        json!({
            "date_of_birth": born, "pattern": "half_day",
            "attends": ["monday", "friday"], "lunches_on": ["friday"],
        })
    };
    let all = ["2016-11-01", "2014-11-01", "2015-03-31"].map(child);
    Question {
        verb: "quote",
        rule_set: "nursery",
        on: "2018-03-26",
        facts: json!({
            "first_day": "2018-03-26", "last_day": last_day, "children": all[..children],
        }),
        periods,
    }
}

fn applicant(reference: &str, born: &str) -> Value {
    json!({
        "ref": reference, "date_of_birth": born, "in_care_or_care_leaver": false, "other_vulnerable_young_person": true,
        "in_education_employment_or_training": true,
        "references": [{"kind": "training"}, {"kind": "character", "relative": false}],
        "unspent_convictions": "none", "eligible_for_social_housing": true,
        "agrees_to_conditions": true, "supported_by_inspire": true,
    })
}

fn questions() -> Vec<Question> {
    let mut facts = applicant("A", "2000-06-15");
    facts.as_object_mut().expect("an object").remove("ref");
    vec![
        nursery(1, "2018-03-30", 1),
        nursery(3, "2018-03-30", 1),
        nursery(1, "2018-04-06", 2),
        nursery(3, "2018-04-06", 2),
        Question {
            verb: "screen",
            rule_set: "head-start",
            on: "2018-06-15",
            facts,
            periods: 1,
        },
    ]
}

impl Question {
    fn on_command_line(&self, flags: &[&str]) -> Finished {
        almoner([self.verb, self.rule_set, "--on", self.on, "--facts", "-"])
            .args(flags)
            .stdin(self.facts.to_string())
            .run()
            .success()
    }

    fn over_http(&self, media_type: &str, with_trace: bool) -> Reply {
        let kind = match self.verb {
            "quote" => "quotes",
            _ => "screenings",
        };
        let query = if with_trace { "" } else { "?trace=no" };
        let path = format!("/v1/{kind}/{}{query}", self.rule_set);
        let body = json!({ "on": self.on, "facts": self.facts }).to_string();
        let reply = shared().send(&posted(&path, media_type, body.as_bytes()));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply
    }
}

/// The answer without its trace and without the fingerprint of its text, which
/// the trace is part of, and the trace.
fn without_trace(mut answer: Value) -> (Value, Value) {
    let trace = answer.as_object_mut().and_then(|it| it.remove("trace"));
    let prints = answer["fingerprints"].as_object_mut();
    prints
        .and_then(|it| it.remove("answer"))
        .expect("a fingerprint");
    (answer, trace.expect("an answer has `trace`"))
}

/// A line of a list shows nothing from which a confidential fact can be
/// inferred, and so no trace, whatever was asked.
fn assert_is_listed(reply: &Reply) {
    let line: Value = serde_json::from_str(reply.text()).expect("one line of JSON");
    assert_eq!(line["listed"], true, "{line}");
    assert_eq!(line["trace"], Value::Null, "{line}");
}

#[test]
fn json_has_the_trace_exactly_when_asked_and_equal_bytes_over_http() {
    for question in questions() {
        let mut answers = Vec::new();
        for with_trace in [true, false] {
            let flags = ["--format", "json", "--no-trace"];
            let flags = &flags[..if with_trace { 2 } else { 3 }];
            let typed = question.on_command_line(flags);
            for media_type in ["application/json", "application/x-ndjson"] {
                let reply = question.over_http(media_type, with_trace);
                if question.verb == "screen" && media_type == "application/x-ndjson" {
                    assert_is_listed(&reply);
                } else {
                    assert_eq!(reply.text(), typed.text(), "{media_type} {flags:?}");
                }
            }
            answers.push(without_trace(typed.json()));
        }
        let [(traced, trace), (untraced, none)] = answers.as_slice() else {
            panic!("two answers");
        };
        assert_eq!(traced, untraced);
        assert_eq!(none, &Value::Null);
        let steps = trace.as_array().expect("a list of steps");
        assert!(!steps.is_empty());
        let parts = traced["parts"].as_array().map_or(1, Vec::len);
        assert_eq!(parts, question.periods);
        for part in 1..=question.periods {
            let is_of_part = |step: &Value| step["in_part"].as_u64().unwrap_or(1) == part as u64;
            assert!(steps.iter().any(is_of_part), "no step of part {part}");
        }
    }
}

#[test]
fn text_has_the_calculation_exactly_when_asked() {
    const HEADING: &str = "How this was calculated";
    for question in questions() {
        let plain = question.on_command_line(&[]).text();
        let explained = question.on_command_line(&["--why"]).text();
        assert!(!plain.contains(HEADING), "{plain}");
        assert_eq!(explained.matches(HEADING).count(), question.periods);
        let mut rest = explained.lines();
        for line in plain.lines() {
            assert!(rest.any(|it| it == line), "`{line}` is not in\n{explained}");
        }
        let json = question.on_command_line(&["--format", "json"]).json();
        let of_total = match &json["total"] {
            Value::String(total) => vec![total.clone()],
            Value::Object(range) => range.values().map(|it| it.to_string()).collect(),
            _ => Vec::new(),
        };
        for amount in of_total {
            let amount = format!("£{}", amount.trim_matches('"'));
            assert!(plain.contains(&amount), "no {amount} in\n{plain}");
        }
    }
}

#[test]
fn several_applicants_have_no_trace_whatever_is_asked() {
    let applicants = [
        applicant("A", "2000-06-15"),
        applicant("B", "1980-06-15"),
        applicant("C", "1999-01-01"),
    ];
    let screen = |flags: &[&str]| {
        almoner(["screen", "head-start", "--on", "2018-06-15", "--facts", "-"])
            .args(["--vacancies", "1"])
            .args(flags)
            .stdin(Value::from(applicants.to_vec()).to_string())
            .run()
            .success()
    };
    let entries = |answer: &Value| -> Vec<(String, Value)> {
        let lists = ["eligible", "refer", "undetermined", "not_eligible"];
        let lists = lists.iter().filter_map(|list| answer[list].as_array());
        let entry = |it: &Value| (it["ref"].to_string(), it["answer"].clone());
        lists.flatten().map(entry).collect()
    };
    let traced = entries(&screen(&["--format", "json"]).json());
    let untraced = entries(&screen(&["--format", "json", "--no-trace"]).json());
    assert_eq!(traced.len(), 3);
    assert_eq!(traced, untraced);
    for (reference, answer) in traced {
        assert_eq!(answer["listed"], true, "{reference}: {answer}");
        assert_eq!(answer["trace"], Value::Null, "{reference}: {answer}");
    }
}
