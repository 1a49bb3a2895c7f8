//! Which version answers on which day, as known on which day.

use proptest::prelude::*;

use super::select::{Cause, Needed, Unavailable};
use crate::{
    base::date::{self, Date},
    book::Book,
    check::model::Status,
};

fn day(text: &str) -> Date {
    date::parse(text).unwrap()
}

/// Versions as (first day, adopted on, last day).
const VERSIONS: [(&str, &str, &str); 3] = [
    ("2017-04-01", "2017-02-01", ""),
    ("2018-04-01", "2018-06-10", ""),
    ("2019-04-01", "2019-02-20", "2020-03-31"),
];

fn book_of(versions: &[(&str, &str, &str)]) -> Book {
    let file = |&(first, adopted, last): &(&str, &str, &str)| {
        let until = match last {
            "" => String::new(),
            last => format!(r#"until: "{last}","#),
        };
        let rules = format!(
            r#"Eligibility(
                id: "permit", title: "Permits", in_force: "{first}", {until}
                decided: Adopted(on: "{adopted}", by: "Cabinet"), source: "Policy",
                facts: [(id: "years", is: Whole, ask: "How old?")],
                criteria: [(id: "adult", says: "Adult", cite: "1", holds: "years >= 18")])"#
        );
        let bytes: &'static [u8] = rules.into_bytes().leak();
        (format!("rules/permit/{first}.ron"), bytes)
    };
    let files: Vec<_> = versions.iter().map(file).collect();
    Book::from_files(&files).unwrap_or_else(|it| panic!("{it}"))
}

fn book() -> Book {
    book_of(&VERSIONS)
}

fn selected(on: &str, known: Option<&str>) -> Result<String, Unavailable> {
    let book = book();
    let ruling = book.program().select("permit", day(on), known.map(day))?;
    assert_eq!(ruling.status(), Status::Adopted);
    Ok(ruling.version.in_force.to_string())
}

fn cause(on: &str, known: Option<&str>) -> Cause {
    let unavailable = selected(on, known).unwrap_err();
    assert_eq!(unavailable.what, Needed::Version("Permits".into()));
    assert_eq!(unavailable.on, day(on));
    unavailable.why
}

#[test]
fn version_in_force_on_the_day_answers() {
    for (on, first) in [
        ("2017-04-01", "2017-04-01"),
        ("2018-03-31", "2017-04-01"),
        ("2018-04-01", "2018-04-01"),
        ("2019-03-31", "2018-04-01"),
        ("2020-03-31", "2019-04-01"),
    ] {
        assert_eq!(selected(on, None).as_deref(), Ok(first), "on {on}");
    }
}

#[test]
fn day_outside_every_version_is_refused_with_the_nearest_end() {
    assert_eq!(cause("2017-03-31", None), Cause::Before(day("2017-04-01")));
    let after = Cause::After(day("2020-03-31"), "Permits".into());
    assert_eq!(cause("2020-04-01", None), after);
}

#[test]
fn only_what_was_known_by_the_day_counts() {
    // The version of 2018 was adopted after its first day.
    let before = selected("2018-05-01", Some("2018-06-09"));
    assert_eq!(before.as_deref(), Ok("2017-04-01"));
    let from_then = selected("2018-05-01", Some("2018-06-10"));
    assert_eq!(from_then.as_deref(), Ok("2018-04-01"));
    let not_yet = Cause::NotYetKnown(day("2017-02-01"), day("2017-01-31"));
    assert_eq!(cause("2017-04-01", Some("2017-01-31")), not_yet);
}

/// Between two versions there is no gap in a book, but there can be one in what
/// was known: the next version was decided late.
#[test]
fn day_between_what_was_known_is_refused() {
    let book = book_of(&[
        ("2017-04-01", "2017-02-01", "2018-03-31"),
        ("2018-04-01", "2018-06-10", ""),
    ]);
    let select = |on: &str, known: &str| {
        let ruling = book.program().select("permit", day(on), Some(day(known)));
        ruling.map(|it| it.version.in_force).map_err(|it| it.why)
    };
    let late = Cause::NotYetKnown(day("2018-06-10"), day("2018-05-01"));
    assert_eq!(select("2018-05-01", "2018-05-01"), Err(late));
    assert_eq!(select("2018-03-31", "2018-05-01"), Ok(day("2017-04-01")));
    assert_eq!(select("2018-05-01", "2018-06-10"), Ok(day("2018-04-01")));
}

#[test]
fn unknown_rule_set_is_refused_with_the_nearest_name() {
    let book = book();
    let refused = book.program().select("permits", day("2018-05-01"), None);
    let refused = refused.unwrap_err();
    assert_eq!(refused.what, Needed::RuleSet("permits".into()));
    assert_eq!(refused.why, Cause::Unknown(Some("permit".into())));
}

#[test]
fn tariff_of_the_day_answers_where_prices_are_used() {
    let book = Book::from_files(almoner_built_in::files()).unwrap();
    let program = book.program();
    for (on, year) in [("2018-03-31", "2017/18"), ("2018-04-01", "2018/19")] {
        let ruling = program.select("music", day(on), None).unwrap();
        assert_eq!(ruling.tariff.map(|it| &*it.year), Some(year), "on {on}");
    }
    let (mut first, mut last) = (Date::MAX, Date::MIN);
    for tariff in &book.contents().tariffs {
        first = first.min(tariff.in_force);
        last = last.max(tariff.until);
    }
    for outside in [date::add_days(first, -1), date::add_days(last, 1)] {
        let refused = program.tariff(outside.unwrap(), None).unwrap_err();
        assert_eq!(refused.what, Needed::Tariff);
    }
}

proptest! {
    /// The last of the versions begun and known, if the day is not past its end.
    #[test]
    fn selection_follows_the_days(on in 0i64..1_500, known in proptest::option::of(0i64..1_500)) {
        let from_2017 = |days: i64| date::add_days(day("2017-01-01"), days).unwrap();
        let (on, known) = (from_2017(on), known.map(from_2017));
        let expected = VERSIONS
            .iter()
            .rev()
            .find(|(first, adopted, _)| {
                day(first) <= on && known.is_none_or(|known| day(adopted) <= known)
            })
            .filter(|(_, _, last)| last.is_empty() || on <= day(last));
        let book = book();
        let selected = book.program().select("permit", on, known);
        prop_assert_eq!(
            selected.ok().map(|ruling| ruling.version.in_force),
            expected.map(|(first, ..)| day(first))
        );
    }
}
