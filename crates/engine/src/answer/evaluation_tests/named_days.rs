//! Criteria and values about a day of their own.

use super::{ask, book, rule_set};
use crate::{
    answer::Evaluation,
    book::Book,
    eval::screen::{Screening, Standing},
};

/// Adults on the day they move in, who pass `criterion`.
fn room(values: &str, criterion: &str) -> Book {
    book(&rule_set(
        "Eligibility",
        &format!(
            r#"facts: [
                (id: "born", is: Date, ask: "?"),
                (id: "moves_in", is: Date, label: "day of moving in", ask: "?"),
            ],
            values: [{values}],
            criteria: [
                (id: "young", says: "Under 60", cite: "1", holds: "age(born) < 60"),
                (id: "adult", says: "Adult", cite: "1", {criterion}),
            ],"#
        ),
    ))
}

fn screening(book: &Book, facts: &str) -> Screening {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    match answer.first().evaluation() {
        Evaluation::Screening(screening) => screening.clone(),
        _ => panic!("a screening"),
    }
}

/// The standing of the criterion `adult` for someone born on 15 June 2000, in
/// answers of 1 May 2018.
fn adult(book: &Book, moves_in: &str) -> Standing {
    let facts = format!(r#"{{"born": "2000-06-15", "moves_in": "{moves_in}"}}"#);
    screening(book, &facts).standings[1]
}

#[test]
fn age_is_that_of_the_named_day() {
    let named = room("", r#"on: "moves_in", holds: "age(born) >= 18""#);
    assert_eq!(adult(&named, "2018-06-14"), Standing::NotMet);
    assert_eq!(adult(&named, "2018-06-15"), Standing::Met);
    let written = room("", r#"on: "moves_in", holds: "age(born, on) >= 18""#);
    assert_eq!(adult(&written, "2018-06-14"), Standing::NotMet);
    assert_eq!(adult(&written, "2018-06-15"), Standing::Met);
}

#[test]
fn when_is_of_the_named_day_too() {
    let when = room(
        "",
        r#"on: "moves_in", when: "on >= 2018-09-01", holds: "age(born) >= 21""#,
    );
    assert_eq!(adult(&when, "2018-08-31"), Standing::DoesNotApply);
    assert_eq!(adult(&when, "2018-09-01"), Standing::NotMet);
}

#[test]
fn value_can_name_its_day_and_be_one() {
    let values = r#"
        (id: "a_year_in", says: "a year after moving in", is: "moves_in + 1 year"),
        (id: "is_adult", on: "a_year_in", is: "age(born) >= 18"),"#;
    let value = room(values, r#"on: "a_year_in", holds: "is_adult""#);
    assert_eq!(adult(&value, "2017-06-14"), Standing::NotMet);
    assert_eq!(adult(&value, "2017-06-15"), Standing::Met);
}

#[test]
fn unknown_day_leaves_the_criterion_open() {
    let named = room("", r#"on: "moves_in", holds: "age(born) >= 18""#);
    let screening = screening(&named, r#"{"born": "2000-06-15"}"#);
    assert!(matches!(screening.standings[1], Standing::Unknown(_)));
    assert!(screening.days[0].is_settled() && !screening.days[1].is_settled());
}

#[test]
fn answers_name_the_day_of_each_criterion() {
    let named = room(
        "",
        r#"on: "moves_in", holds: "age(born) >= 18", remedy: "On {on} the age must be 18""#,
    );
    let facts = r#"{"born": "2000-06-15", "moves_in": "2018-06-14"}"#;
    let answer = ask(&named, facts).unwrap();
    let json = answer.to_json();
    assert!(
        json.contains(r#""standing":"met","on":"2018-05-01","#),
        "{json}"
    );
    let adult = r#""standing":"not_met","on":"2018-06-14","day":"day of moving in","remedy":"On 14 June 2018 the age must be 18""#;
    assert!(json.contains(adult), "{json}");
}
