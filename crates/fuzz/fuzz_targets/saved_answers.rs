//! Saved answers. What is proved identical is what the engine answers.
#![no_main]

use almoner_engine::{Question, Saved, Verdict};
use almoner_fuzz::council;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// An answer as it is compared: the engine's version proves nothing of the rules, and
/// an explanation follows from the rest.
fn comparable(text: &str) -> Value {
    let mut answer: Value = serde_json::from_str(text).expect("a proved answer is JSON");
    if let Some(members) = answer.as_object_mut() {
        members.remove("explanation");
    }
    if let Some(prints) = answer
        .get_mut("fingerprints")
        .and_then(Value::as_object_mut)
    {
        prints.remove("engine");
    }
    answer
}

fuzz_target!(|text: &str| {
    let Ok(saved) = Saved::read(text) else { return };
    let Ok(Verdict::Identical) = council().verify(&saved, None) else {
        return;
    };
    let proved = comparable(text.trim_start_matches('\u{feff}').trim());
    let format = |answer: &Value| answer.get("format").cloned();
    let day = |key: &str| {
        proved
            .get(key)
            .and_then(Value::as_str)
            .map(|it| it.parse().expect("a day"))
    };
    let rule_set = proved["rule_set"].as_str().expect("a rule set").to_owned();
    let facts = proved["facts"].to_string();
    let mut question = Question::new(rule_set)
        .on(day("on").expect("a day"))
        .json(&facts);
    if let Some(known) = day("known") {
        question = question.known(known);
    }
    let answer = council()
        .answer(&question)
        .expect("a proved answer has an answer");
    let again = comparable(&answer.to_json());
    // An answer of an older format has other keys.
    if format(&proved) == format(&again) {
        assert_eq!(proved, again);
    }
});
