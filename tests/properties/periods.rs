//! A period is split where what the answer reads changes: over random rates,
//! ages and windows of days, held against a plain calculation day by day.

use almoner_engine::{
    Book, Date, DatedValue, FactRecord, Question,
    base::{date, money::Money},
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// What the rules below depend on.
#[derive(Clone, Debug)]
struct Scenario {
    /// Days after the first on which the rate is another, with the rate.
    rates: Vec<(i64, i64)>,
    /// The children: days before the first on which each was born.
    born: Vec<i64>,
    /// The last child joins and leaves on these days.
    there: (i64, i64),
    /// Days after the first on which the income is another, with the income.
    incomes: Vec<(i64, i64)>,
    /// A window of days within which a supplement is charged.
    window: (i64, i64),
    /// The length of the period in days.
    days: i64,
}

const START: &str = "2022-12-20";

fn start() -> Date {
    date::parse(START).unwrap()
}

fn day(after: i64) -> Date {
    date::add_days(start(), after).unwrap()
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let rates = prop::collection::btree_map(1..120_i64, 1..40_i64, 0..5);
    // Birthdays fall into the period often: whole years before one of its days.
    let born = (0..6_i64, 0..110_i64).prop_map(|(years, day)| years * 365 + years / 4 - day);
    let born = prop::collection::vec(born, 1..4);
    let window = (0..120_i64, 0..60_i64).prop_map(|(from, length)| (from, from + length));
    let there = (0..90_i64, 0..90_i64).prop_map(|(from, length)| (from, from + length));
    let incomes = prop::collection::btree_map(1..120_i64, 0..40_i64, 0..5);
    let all = (rates, born, window, there, incomes, 1..110_i64);
    all.prop_map(|(rates, born, window, there, incomes, days)| Scenario {
        rates: rates.into_iter().collect(),
        born,
        there,
        incomes: incomes.into_iter().collect(),
        window,
        days,
    })
}

impl Scenario {
    fn book(&self) -> Book {
        let mut periods = format!(
            "(from: \"{START}\", cite: \"s\", decided: Adopted(on: \"{START}\", by: \"Cabinet\"), \
             rows: [([\"1\"], \"£10\")]),"
        );
        for (after, rate) in &self.rates {
            periods += &format!(
                "(from: \"{}\", cite: \"s\", decided: Adopted(on: \"{START}\", by: \"Cabinet\"), \
                 rows: [([\"1\"], \"£{rate}\")]),",
                day(*after)
            );
        }
        let rate = format!(
            r#"Parameter(id: "rate", says: "A day", takes: [(id: "size", is: Whole, within: "1..1")],
            gives: Money, until: "2023-12-31", periods: [{periods}])"#
        );
        let (from, until) = (day(self.window.0), day(self.window.1));
        let rules = format!(
            r#"Pricing(
            id: "care", title: "Care", in_force: "2020-01-01",
            decided: Adopted(on: "2020-01-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            period: (from: "first_day", to: "last_day"),
            facts: [
                (id: "first_day", is: Date, within: "2000-01-01..2099-12-31", ask: "First day?"),
                (id: "last_day", is: Date, within: "2000-01-01..2099-12-31", ask: "Last day?"),
                (id: "open", is: AnyOf(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), ask: "Which days?"),
                (id: "income", is: Money, ask: "Income?"),
                (id: "children", ask: "Which children?", is: List([
                    (id: "born", is: Date, within: "2000-01-01..2099-12-31", ask: "Born?"),
                ])),
            ],
            values: [
                (id: "open_days", says: "Days", is: "days_on(open, first_day, last_day)"),
                (id: "years", each: "children", says: "Age", is: "age(born)"),
                (id: "small", each: "children", says: "Is small", is: "years < 3"),
            ],
            lines: [
                (id: "place", for_each: "children", says: "Place", cite: "1", when: "born <= on",
                 each: "if small then rate(1, on) * 2 else rate(1, on)", quantity: "open_days"),
                (id: "window", says: "Supplement", cite: "2", when: "on >= {from} and on <= {until}",
                 each: "£3", quantity: "open_days"),
                (id: "means", says: "By income", cite: "4", when: "(count children where born <= on) > 0",
                 each: "if income < £20 then £1 else £2", quantity: "open_days"),
                (id: "school", for_each: "children", says: "School", cite: "3",
                 when: "birthday(born, 4) <= on and month(on) != 2", each: "£0.50", quantity: "open_days"),
            ],
        )"#
        );
        let files = [
            ("rules/rate.ron".to_owned(), rate),
            ("rules/care/2020-01-01.ron".to_owned(), rules),
        ];
        let files = files.map(|(path, text)| (path, &*text.leak()));
        let files = files.map(|(path, text)| (path, text.as_bytes()));
        Book::from_files(&files).unwrap()
    }

    fn question(&self, first: i64, last: i64) -> Question<'static> {
        let week = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let child = |born: &i64| FactRecord::new().fact("born", day(-born));
        let mut children: Vec<FactRecord> = self.born.iter().map(child).collect();
        let last_child = children.pop().unwrap();
        let (joins, leaves) = self.there;
        children.push(last_child.since(day(joins)).until(day(leaves)));
        let begins = self.incomes.iter().map(|(from, _)| *from);
        let ends = begins.clone().map(Some).chain([None]);
        let begins = [None].into_iter().chain(begins.map(Some));
        let incomes = [10]
            .into_iter()
            .chain(self.incomes.iter().map(|(_, it)| *it));
        let income = begins.zip(ends).zip(incomes).map(|((from, next), income)| {
            let value = DatedValue::new(income);
            let value = match from {
                Some(from) => value.since(day(from)),
                None => value,
            };
            match next {
                Some(next) => value.until(day(next - 1)),
                None => value,
            }
        });
        Question::new("care")
            .fact("first_day", day(first))
            .fact("last_day", day(last))
            .fact("open", week.to_vec())
            .fact("income", income.collect::<Vec<_>>())
            .fact("children", children)
    }

    /// What the rules say of one day, calculated plainly: for each child the
    /// pence of a place and of school, then the pence of the supplement and of
    /// the line by income. A child who is not there has −1 pence.
    fn plainly(&self, after: i64) -> Vec<i64> {
        let today = day(after);
        let begun = self.rates.iter().rev().find(|(from, _)| *from <= after);
        let rate = begun.map_or(10, |(_, rate)| *rate) * 100;
        let mut pence = Vec::new();
        let mut is_any_born = false;
        for (number, born) in self.born.iter().enumerate() {
            let is_there = self.there.0 <= after && after <= self.there.1;
            if number + 1 == self.born.len() && !is_there {
                pence.extend([-1, -1]);
                continue;
            }
            let born = day(-born);
            is_any_born |= born <= today;
            let years = i64::from(today.year() - born.year())
                - i64::from((today.month(), today.day()) < birthday_in(born, today.year()));
            pence.push(match (born <= today, years < 3) {
                (false, _) => 0,
                (true, true) => rate * 2,
                (true, false) => rate,
            });
            let is_four = born <= today && years >= 4;
            pence.push(i64::from(is_four && today.month() != 2) * 50);
        }
        let inside = self.window.0 <= after && after <= self.window.1;
        pence.push(i64::from(inside) * 300);
        let begun = self.incomes.iter().rev().find(|(from, _)| *from <= after);
        let income = begun.map_or(10, |(_, income)| *income);
        pence.push(match (is_any_born, income < 20) {
            (false, _) => 0,
            (true, true) => 100,
            (true, false) => 200,
        });
        pence
    }
}

/// A birthday on 29 February falls on 1 March in a common year.
fn birthday_in(born: Date, year: i16) -> (i8, i8) {
    let is_leap = Date::new(year, 2, 29).is_ok();
    match (born.month(), born.day()) {
        (2, 29) if !is_leap => (3, 1),
        day => day,
    }
}

fn total(book: &Book, question: &Question<'_>) -> Option<Money> {
    book.answer(question).unwrap().total()
}

fn pounds(pence: i64) -> Option<Money> {
    (pence > 0).then(|| Money::exact(Decimal::new(pence, 2)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn period_is_the_sum_of_its_days_split_at_every_change_and_no_other(scenario in scenarios(), at in 0..110_i64) {
        let book = scenario.book();
        let last = scenario.days - 1;
        let question = scenario.question(0, last);
        let answer = book.answer(&question).unwrap();
        let days: Vec<Vec<i64>> = (0..=last).map(|day| scenario.plainly(day)).collect();

        let sum: i64 = days.iter().flatten().filter(|pence| **pence > 0).sum();
        prop_assert_eq!(answer.total(), pounds(sum));

        let mut covered = 0;
        for (part, begins) in answer.parts().map(|part| (part.days(), part.begins())) {
            let Some((from, until)) = part else { continue };
            prop_assert_eq!(from, day(covered));
            prop_assert_eq!(begins.is_empty(), covered == 0);
            covered = date::days_between(start(), until) + 1;
        }
        prop_assert!(covered == 0 || covered == last + 1);

        let changes = days.windows(2).filter(|pair| pair[0] != pair[1]).count();
        prop_assert_eq!(answer.parts().count(), changes + 1);

        let at = at.min(last);
        if at > 0 {
            let before = total(&book, &scenario.question(0, at - 1));
            let after = total(&book, &scenario.question(at, last));
            let both = before.into_iter().chain(after).reduce(|a, b| a.checked_add(b).unwrap());
            prop_assert_eq!(both, answer.total());
        }
    }
}
