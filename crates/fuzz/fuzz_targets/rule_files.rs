//! One file of a small book. The first byte chooses which of them it is.
#![no_main]

use almoner_engine::Question;
use almoner_fuzz::{ask, opened};
use libfuzzer_sys::fuzz_target;

/// The files that the fuzzed one replaces.
const FILES: [(&str, &str); 6] = [
    (
        "calendars/terms.ron",
        include_str!("../book/calendars/terms.ron"),
    ),
    (
        "rules/club/2018-04-01.ron",
        include_str!("../book/rules/club/2018-04-01.ron"),
    ),
    (
        "rules/club/cases.ron",
        include_str!("../book/rules/club/cases.ron"),
    ),
    ("rules/rate.ron", include_str!("../book/rules/rate.ron")),
    (
        "tariffs/2018-19.ron",
        include_str!("../book/tariffs/2018-19.ron"),
    ),
    (
        "tariffs/charges.ron",
        include_str!("../book/tariffs/charges.ron"),
    ),
];

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let fuzzed = usize::from(choice) % FILES.len();
    let files = FILES.iter().enumerate().map(|(at, (path, whole))| {
        (
            *path,
            if at == fuzzed {
                text.to_owned()
            } else {
                (*whole).to_owned()
            },
        )
    });
    let opened = opened(files.collect());
    let Some(book) = opened.book else { return };
    let day = "2018-06-15".parse().expect("a day");
    for set in book.rule_sets() {
        let question = Question::new(set.id.to_string()).on(day);
        ask(&book, &question);
    }
    let facts = r#"{"hours":3,"member":true,"born":"2010-05-01","children":[{"age":4},{"age":9}],"children_complete":true}"#;
    ask(&book, &Question::new("club").on(day).json(facts));
});
