//! A nursery booking of a year, with change points or without.

use almoner_engine::{Book, Question};

/// The first days of months on which the days attended change, ten of them.
const CHANGES: [&str; 10] = [
    "2017-05-01",
    "2017-06-01",
    "2017-07-01",
    "2017-08-01",
    "2017-09-01",
    "2017-10-01",
    "2017-11-01",
    "2017-12-01",
    "2018-01-01",
    "2018-02-01",
];

/// The facts of the booking, with all of the changes or with none.
pub(crate) fn booking(has_changes: bool) -> String {
    let (two, one) = (r#"["monday", "tuesday"]"#, r#"["monday"]"#);
    let mut attends = format!(r#"{{"until": "2017-04-30", "value": {one}}}"#);
    for (number, from) in CHANGES.iter().enumerate() {
        let until = match CHANGES.get(number + 1) {
            Some(next) => format!(r#", "until": "{}""#, before(next)),
            None => String::new(),
        };
        let value = if number % 2 == 0 { two } else { one };
        attends += &format!(r#", {{"from": "{from}"{until}, "value": {value}}}"#);
    }
    let attends = match has_changes {
        true => format!("[{attends}]"),
        false => two.to_owned(),
    };
    format!(
        r#"{{"first_day": "2017-04-01", "last_day": "2018-03-31", "children": [{{
            "date_of_birth": "2013-01-01", "pattern": "full", "lunches_on": [], "attends": {attends}}}]}}"#
    )
}

/// The day before the first of a month.
fn before(first: &str) -> String {
    let day = first.parse::<almoner_engine::Date>().unwrap();
    day.yesterday().unwrap().to_string()
}

/// How many parts the answer has.
pub(crate) fn parts(book: &Book, facts: &str) -> usize {
    let answer = book.answer(&Question::new("nursery").json(facts));
    answer.unwrap().parts().count()
}
