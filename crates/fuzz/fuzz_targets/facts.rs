//! Facts as JSON. The first byte chooses the rule set.
#![no_main]

use almoner_engine::Question;
use almoner_fuzz::{ask, council, rule_set};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, facts) = input;
    let question = Question::new(rule_set(council(), choice));
    let day = "2018-06-15".parse().expect("a day");
    ask(council(), &question.on(day).json(facts));
});
