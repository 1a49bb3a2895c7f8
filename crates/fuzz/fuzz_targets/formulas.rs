//! One formula: alone, as what follows and as a criterion of a small book, whose
//! questions are then asked with every fact, with none, and with extreme ones.
#![no_main]

use almoner_engine::{Question, source::formula};
use almoner_fuzz::{ask, opened};
use libfuzzer_sys::fuzz_target;

/// A rule set with one fact of each type.
const HEAD: &str = r#"Eligibility(id: "one", title: "One", in_force: "2018-04-01", source: "P",
    decided: Adopted(on: "2018-01-01", by: "C"),
    facts: [
        (id: "y", is: YesNo), (id: "w", is: Whole), (id: "n", is: Number), (id: "m", is: Money),
        (id: "p", is: Percentage), (id: "d", is: Date), (id: "t", is: Time), (id: "x", is: Text),
        (id: "c", is: OneOf(["red", "blue"])), (id: "a", is: AnyOf(["red", "blue"])),
        (id: "kids", is: List([(id: "k", is: Whole), (id: "b", is: Date)])),
    ],
"#;

const FACTS: [&str; 3] = [
    r#"{"y":true,"w":3,"n":1.5,"m":"2.50","p":"20%","d":"2018-02-28","t":"10:30","x":"a","c":"red",
        "a":["blue"],"kids":[{"k":1,"b":"2010-02-28"},{"k":2}]}"#,
    "{}",
    r#"{"y":false,"w":9223372036854775807,"n":-79228162514264337593543950335,"m":"99999999999.99",
        "p":"100%","d":"9999-12-31","t":"23:59","c":"blue","a":[],"kids":[]}"#,
];

fuzz_target!(|text: &str| {
    let _ = formula::parse(text);
    let quoted = format!("{text:?}");
    for rest in [
        format!("follows: [(id: \"z\", says: \"Z\", is: {quoted})])"),
        format!("criteria: [(id: \"q\", says: \"Q\", cite: \"1\", holds: {quoted})])"),
    ] {
        let rules = format!("{HEAD}    {rest}");
        let opened = opened(vec![("rules/one/2018-04-01.ron", rules)]);
        let Some(book) = opened.book else { continue };
        for facts in FACTS {
            let day = "2018-06-15".parse().expect("a day");
            ask(&book, &Question::new("one").on(day).json(facts));
        }
    }
});
