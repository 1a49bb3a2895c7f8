//! Screenings over a period, and limits over its months: over random dates of
//! birth and facts with days, held against a plain calculation day by day.

use std::collections::BTreeMap;

use almoner_engine::{
    Book, Date, DatedValue, Question,
    base::{date, money::Money},
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

/// The first day that any of the periods has.
const START: &str = "2023-11-20";

/// The days that any of them can have.
const DAYS: i64 = 110;

fn day(after: i64) -> Date {
    date::add_days(date::parse(START).unwrap(), after).unwrap()
}

fn book(path: &str, rules: &str) -> Book {
    let text: &'static str = rules.to_owned().leak();
    Book::from_files(&[(path.to_owned(), text.as_bytes())]).unwrap_or_else(|it| panic!("{it}"))
}

fn screening() -> Book {
    book(
        "rules/grant/2020-01-01.ron",
        r#"Eligibility(
            id: "grant", title: "Grant", in_force: "2020-01-01",
            decided: Adopted(on: "2020-01-01", by: "Cabinet"), source: "a paper",
            period: (from: "first_day", to: "last_day", outcome: "any_part"),
            facts: [
                (id: "first_day", is: Date, within: "2000-01-01..2099-12-31", ask: "First day?"),
                (id: "last_day", is: Date, within: "2000-01-01..2099-12-31", ask: "Last day?"),
                (id: "born", is: Date, within: "1990-01-01..2023-12-31", ask: "Born?"),
                (id: "member", is: YesNo, ask: "A member?"),
                (id: "odd", is: YesNo, ask: "Odd?"),
            ],
            criteria: [
                (id: "age", says: "Aged 18 to 20", cite: "1", holds: "age(born) in 18..20"),
                (id: "member", says: "A member", cite: "2", holds: "member"),
                (id: "usual", says: "Usual", cite: "3", holds: "not odd", refer: "Ask a person."),
            ],
            follows: [
                (id: "granted", says: "Granted", cite: "4", is: "count_days(last_day - first_day) + 1", sum: "eligible_parts"),
                (id: "asked", says: "To decide", cite: "4", is: "count_days(last_day - first_day) + 1", sum: "referred_parts"),
                (id: "all", says: "All", cite: "4", is: "count_days(last_day - first_day) + 1", sum: "parts"),
                (id: "twice", says: "Twice", cite: "4", is: "granted * 2"),
            ],
        )"#,
    )
}

/// A yes or no that changes on each of these days.
fn dated(changes: &[i64]) -> Vec<DatedValue> {
    valued(changes, changes)
}

/// The same, said from each of these days on.
fn valued(from: &[i64], changes: &[i64]) -> Vec<DatedValue> {
    let begins = [None].into_iter().chain(from.iter().copied().map(Some));
    let ends = from.iter().copied().map(Some).chain([None]);
    let value = |(from, next): (Option<i64>, Option<i64>)| {
        let value = DatedValue::new(is_yes(changes, from.unwrap_or(0)));
        let value = match from {
            Some(from) => value.since(day(from)),
            None => value,
        };
        match next {
            Some(next) => value.until(day(next - 1)),
            None => value,
        }
    };
    begins.zip(ends).map(value).collect()
}

fn is_yes(changes: &[i64], after: i64) -> bool {
    changes.iter().filter(|from| **from <= after).count() % 2 == 0
}

/// Whole years on a day, those of 29 February on 1 March of common years.
fn years(born: Date, today: Date) -> i64 {
    let is_leap = Date::new(today.year(), 2, 29).is_ok();
    let birthday = match (born.month(), born.day()) {
        (2, 29) if !is_leap => (3, 1),
        day => day,
    };
    let before = (today.month(), today.day()) < birthday;
    i64::from(today.year() - born.year()) - i64::from(before)
}

/// What of a whole screening does not depend on how it was split.
#[derive(Debug, PartialEq)]
struct Found {
    outcome: String,
    on_day: Option<String>,
    follows: BTreeMap<String, Value>,
    parts: Vec<(String, String, String)>,
}

fn found(book: &Book, question: &Question<'_>) -> Found {
    let json = book.answer(question).unwrap().to_json();
    let json: Value = serde_json::from_str(&json).unwrap();
    let text = |of: &Value, key: &str| of[key].as_str().map(str::to_owned);
    let follows = json["follows"].as_array().unwrap().iter();
    let of_whole = follows.filter(|it| it.get("part").is_none());
    Found {
        outcome: text(&json, "outcome").unwrap(),
        on_day: text(&json, "outcome_on_day"),
        follows: of_whole
            .map(|it| (text(it, "id").unwrap(), it["value"].clone()))
            .collect(),
        parts: json["parts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| {
                (
                    text(it, "first").unwrap(),
                    text(it, "last").unwrap(),
                    text(it, "outcome").unwrap(),
                )
            })
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn screening_is_that_of_its_days(
        born in (15..22_i64, 0..DAYS).prop_map(|(years, after)| years * 365 + years / 4 - after),
        member in prop::collection::btree_set(1..DAYS, 0..4),
        odd in prop::collection::btree_set(1..DAYS, 0..4),
        days in 1..DAYS,
        on in 0..DAYS,
        further in 1..DAYS,
    ) {
        let member: Vec<i64> = member.into_iter().collect();
        let odd: Vec<i64> = odd.into_iter().collect();
        let book = screening();
        let ask = |first: i64, last: i64, member: &[i64]| Question::new("grant")
            .on(day(on.min(days - 1)))
            .fact("first_day", day(first)).fact("last_day", day(last))
            .fact("born", day(-born)).fact("member", dated(member)).fact("odd", dated(&odd));
        let whole = found(&book, &ask(0, days - 1, &member));

        // Each day by itself: what is read of it, and the outcome.
        let plainly = |after: i64| {
            let age = (18..=20).contains(&years(day(-born), day(after)));
            let (is_member, is_odd) = (is_yes(&member, after), is_yes(&odd, after));
            let outcome = match (age && is_member, is_odd) {
                (false, _) => "not_eligible",
                (true, true) => "refer",
                (true, false) => "eligible",
            };
            ((age, is_member, is_odd), outcome)
        };
        let each: Vec<_> = (0..days).map(plainly).collect();
        let count = |outcome: &str| each.iter().filter(|(_, it)| *it == outcome).count();
        let expected = ["eligible", "refer"].into_iter().find(|it| count(it) > 0);
        prop_assert_eq!(&whole.outcome, expected.unwrap_or("not_eligible"));
        prop_assert_eq!(whole.on_day.as_deref(), Some(each[usize::try_from(on.min(days - 1)).unwrap()].1));
        if whole.outcome != "not_eligible" {
            let granted = count("eligible");
            prop_assert_eq!(&whole.follows["granted"], &Value::from(granted));
            prop_assert_eq!(&whole.follows["asked"], &Value::from(count("refer")));
            prop_assert_eq!(&whole.follows["all"], &Value::from(days));
            prop_assert_eq!(&whole.follows["twice"], &Value::from(granted * 2));
        }

        // Each part is as long as nothing changes, and no day is lost or twice.
        let mut after = 0;
        for stretch in each.chunk_by(|a, b| a.0 == b.0) {
            let last = after + i64::try_from(stretch.len()).unwrap() - 1;
            let part = (day(after).to_string(), day(last).to_string(), stretch[0].1.to_owned());
            prop_assert!(whole.parts.is_empty() && last == days - 1 || whole.parts.contains(&part), "{part:?} in {whole:?}");
            after = last + 1;
        }
        let stretches = each.chunk_by(|a, b| a.0 == b.0).count();
        prop_assert!(whole.parts.len() == stretches || stretches == 1, "{whole:?}");

        // A further day on which the same is given again splits nothing.
        let mut cuts = member.clone();
        cuts.push(further);
        cuts.sort_unstable();
        cuts.dedup();
        let again = ask(0, days - 1, &member).fact("member", valued(&cuts, &member));
        prop_assert_eq!(&found(&book, &again), &whole);

        // Two halves have together what the whole has.
        let cut = further.min(days - 1);
        if cut > 0 {
            let halves = [found(&book, &ask(0, cut - 1, &member)), found(&book, &ask(cut, days - 1, &member))];
            for key in ["granted", "asked"] {
                let of = |half: &Found| half.follows.get(key).and_then(Value::as_u64).unwrap_or(0);
                prop_assert_eq!(halves.iter().map(of).sum::<u64>(), of(&whole));
            }
        }
    }

    #[test]
    fn limit_of_a_month_is_held_in_each_month(
        rates in prop::collection::btree_map(1..DAYS, 1..20_i64, 0..4),
        days in 1..DAYS,
        cap in 1..400_i64,
    ) {
        let mut periods = String::new();
        for (after, rate) in std::iter::once((0, 7)).chain(rates.iter().map(|(a, b)| (*a, *b))) {
            periods += &format!(
                "(from: \"{}\", cite: \"s\", decided: Adopted(on: \"{START}\", by: \"Cabinet\"), rows: [([], \"£{rate}\")]),",
                day(after),
            );
        }
        let rate = format!(r#"Parameter(id: "rate", says: "A day", gives: Money, until: "2024-12-31", periods: [{periods}])"#);
        let rules = format!(r#"Pricing(
            id: "club", title: "Club", in_force: "2020-01-01",
            decided: Adopted(on: "2020-01-01", by: "Cabinet"), source: "a paper",
            period: (from: "first_day", to: "last_day"),
            facts: [
                (id: "first_day", is: Date, within: "2000-01-01..2099-12-31", ask: "First day?"),
                (id: "last_day", is: Date, within: "2000-01-01..2099-12-31", ask: "Last day?"),
            ],
            lines: [(id: "days", says: "Days", cite: "1", each: "rate(on)", quantity: "count_days(last_day - first_day) + 1")],
            limits: [(id: "month", says: "No more a month", cite: "2", over: "month", at_most: "£{cap}")],
        )"#);
        let files = [("rules/rate.ron".to_owned(), rate), ("rules/club/2020-01-01.ron".to_owned(), rules)];
        let files = files.map(|(path, text)| (path, &*text.leak()));
        let files = files.map(|(path, text)| (path, text.as_bytes()));
        let book = Book::from_files(&files).unwrap_or_else(|it| panic!("{it}"));
        let total = |first: i64, last: i64| -> Option<Money> {
            let question = Question::new("club").fact("first_day", day(first)).fact("last_day", day(last));
            book.answer(&question).unwrap().total()
        };
        let of_day = |after: i64| rates.iter().rev().find(|(from, _)| **from <= after).map_or(7, |(_, rate)| *rate);
        let mut months: BTreeMap<Date, i64> = BTreeMap::new();
        for after in 0..days {
            *months.entry(day(after).first_of_month()).or_default() += of_day(after);
        }
        let sum: i64 = months.values().map(|it| *it.min(&cap)).sum();
        let whole = total(0, days - 1);
        prop_assert_eq!(whole, Some(Money::exact(Decimal::from(sum))));

        // Cut where a month begins, the halves come to the whole.
        let cut = (1..days).find(|after| day(*after) == day(*after).first_of_month());
        if let Some(cut) = cut {
            let halves = total(0, cut - 1).zip(total(cut, days - 1));
            prop_assert_eq!(halves.and_then(|(a, b)| a.checked_add(b)), whole);
        }
    }
}
