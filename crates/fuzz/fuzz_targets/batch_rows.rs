//! A file of cases, as `batch` reads it. The first byte chooses the rule set, the second
//! the format: CSV, NDJSON or a JSON array.
#![no_main]

use almoner::sheets::fact_rows::{Rows, Shape};
use almoner_engine::Question;
use almoner_fuzz::{ask, council, rule_set};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (choice, format, bytes) = input;
    let shape = match format % 3 {
        0 => Shape::Csv,
        1 => Shape::Ndjson,
        _ => Shape::Json,
    };
    let id = rule_set(council(), choice);
    let set = council()
        .rule_sets()
        .find(|it| *it.id == *id)
        .expect("a rule set");
    let Ok(mut rows) = Rows::open(shape, bytes, set, &[]) else {
        return;
    };
    let day = "2018-06-15".parse().expect("a day");
    while let Ok(Some(row)) = rows.read_next() {
        ask(
            council(),
            &Question::new(id.as_str())
                .default_day(day)
                .facts(row.facts()),
        );
    }
});
