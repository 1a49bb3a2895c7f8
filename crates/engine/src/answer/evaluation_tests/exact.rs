//! Numbers are exact from the facts to the one place where a rule rounds: the
//! order of factors and divisors changes no penny.

use super::{ask, book, pricing, rule_set, total};
use crate::{
    answer::{Answer, Evaluation, Question, Refusal},
    base::date,
    book::Book,
    eval::quote::LineState,
};

/// How many sets of numbers every order is tried with: more by hand, by
/// `tests/long/exact`.
fn count() -> usize {
    let given = std::env::var("ALMONER_FORMULAS").ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(1_000)
}

/// Every order of four steps, as the text of a formula after `price`.
fn orders() -> Vec<String> {
    let steps = ["* a", "/ b", "* c", "/ d"];
    let mut all = vec![Vec::new()];
    for _ in steps {
        let longer = |order: &Vec<&'static str>| {
            let rest = steps.iter().filter(|step| !order.contains(*step));
            let order = order.clone();
            let next: Vec<Vec<&str>> = rest.map(|step| [&order[..], &[*step]].concat()).collect();
            next
        };
        all = all.iter().flat_map(longer).collect();
    }
    let mut texts: Vec<String> = all
        .iter()
        .map(|it| format!("price {}", it.join(" ")))
        .collect();
    texts.push("price * (a / b) * (c / d)".to_owned());
    texts.push("price / (b / a) * c / d".to_owned());
    texts.push("(price / d) * (a / b * c)".to_owned());
    texts.push("price / b / d * (a * c)".to_owned());
    texts
}

/// A line for each order.
fn book_of_orders() -> Book {
    let line = |(number, text): (usize, &String)| {
        format!(r#"(id: "line_{number}", says: "Line", cite: "1", each: "{text}"),"#)
    };
    let lines: String = orders().iter().enumerate().map(line).collect();
    book(&rule_set(
        "Pricing",
        &format!(
            r#"rounding: (mode: "half_up", to: "£0.01"),
            facts: [(id: "price", is: Money), (id: "a", is: Number), (id: "b", is: Number),
                (id: "c", is: Whole), (id: "d", is: Whole)],
            lines: [{lines}],"#
        ),
    ))
}

/// The price of every line, in pennies.
fn pennies(answer: &Answer<'_>) -> Vec<i128> {
    let Evaluation::Quote(quote) = answer.first().evaluation() else {
        panic!("a quote");
    };
    let net = |state: &LineState| match state {
        LineState::Applies(priced) => {
            let mut pounds = priced.net.unwrap().min();
            pounds.rescale(2);
            pounds.mantissa()
        }
        other => panic!("{other:?}"),
    };
    quote.lines.iter().map(|line| net(&line.state)).collect()
}

/// Numbers that are the same in every run (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn up_to(&mut self, most: u64) -> i128 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i128::from(self.0 % most) + 1
    }
}

#[test]
fn order_of_factors_and_divisors_changes_no_penny() {
    let book = book_of_orders();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..count() {
        let price = numbers.up_to(100_000);
        let (a, b) = (numbers.up_to(5_000), numbers.up_to(5_000));
        let (c, d) = (numbers.up_to(100), numbers.up_to(100));
        let decimal = |hundredths: i128| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let facts = format!(
            r#"{{"price": "{}", "a": "{}", "b": "{}", "c": {c}, "d": {d}}}"#,
            decimal(price),
            decimal(a),
            decimal(b)
        );
        // Half up, in whole numbers.
        let (over, under) = (price * a * c, b * d);
        let expected = (2 * over + under) / (2 * under);
        let answer = ask(&book, &facts).unwrap_or_else(|it| panic!("{it}: {facts}"));
        let all = pennies(&answer);
        assert!(
            all.iter().all(|it| *it == expected),
            "{facts}: {all:?}, not {expected}"
        );
    }
}

/// £30.50 an hour for 15 minutes is £7.625.
#[test]
fn hourly_rate_for_a_quarter_of_an_hour_rounds_half_up() {
    let facts = r#"(id: "minutes", is: Whole)"#;
    for each in [
        "£30.50 / 60 * minutes",
        "£30.50 * minutes / 60",
        "£30.50 * (minutes / 60)",
        "minutes / 60 * £30.50",
    ] {
        let book = pricing(facts, &format!(r#"each: "{each}""#));
        let shown = total(&book, r#"{"minutes": 15}"#);
        assert_eq!(shown.as_deref(), Some("£7.63"), "{each}");
    }
}

/// A comparison is of the exact numbers too.
#[test]
fn thirds_add_up_to_the_whole() {
    let line = r#"when: "n / 3 + n / 3 + n / 3 = n and n / 7 * 7 = n", each: "£1""#;
    let book = pricing(r#"(id: "n", is: Number)"#, line);
    for n in ["1", "2", "10", "0.1", "22.75", "123456789.123"] {
        let shown = total(&book, &format!(r#"{{"n": "{n}"}}"#));
        assert_eq!(shown.as_deref(), Some("£1.00"), "{n}");
    }
}

#[test]
fn intermediate_values_are_shown_as_fractions_where_no_decimal_is_exact() {
    let book = pricing(
        r#"(id: "sharing", is: Whole)"#,
        r#"each: "£31 / sharing", quantity: "1 / sharing""#,
    );
    let question = Question::new("one").on(date::parse("2018-05-01").unwrap());
    let json = |facts| {
        book.answer(&question.clone().json(facts))
            .unwrap()
            .to_json()
    };
    let sixths = json(r#"{"sharing": 6}"#);
    for part in [
        r#""result":"31/6""#,
        r#""result":"1/6""#,
        r#""each":"5.17""#,
    ] {
        assert!(sixths.contains(part), "{part} in {sixths}");
    }
    let quarters = json(r#"{"sharing": 4}"#);
    for part in [r#""result":"7.75""#, r#""result":0.25"#] {
        assert!(quarters.contains(part), "{part} in {quarters}");
    }
}

#[test]
fn number_that_is_too_long_is_a_fault() {
    let book = pricing(
        r#"(id: "n", is: Number)"#,
        r#"each: "£1 * (n * n * n * n)""#,
    );
    let shown = total(&book, r#"{"n": "0.001"}"#);
    assert_eq!(shown.as_deref(), Some("£0.00"));
    let tiny = ask(&book, r#"{"n": "0.00000001"}"#);
    assert!(matches!(tiny, Err(Refusal::Fault(_))), "a fault");
}

/// With a range of £2.00 to £4.00 the price is £5.00 less it, and the
/// reduction it less £2.00: at least £0.00, at most £3.00.
#[test]
fn price_range_less_a_range_stays_a_range() {
    let charge = |id: &str, price: &str| format!(r#"(id: "{id}", price: {price}, row: 1)"#);
    let tariff = format!(
        r#"Tariff(year: "2017/18", in_force: "2017-04-01", until: "2019-03-31",
            decided: Adopted(on: "2017-02-01", by: "Council"), source: "a paper",
            vat_codes: {{ "E": Exempt }},
            services: [(id: "x", category: Discretionary, vat: "E", cite: "1",
                charges: [{}, {}])])"#,
        charge("low", "2.00..=4.00"),
        charge("week", "230.00..=240.00")
    );
    let charges = r#"Charges(services: [(id: "x", title: "X", charges: [
        (id: "low", name: "Low"), (id: "week", name: "Week")])])"#;
    let shown = |each: &str, reduction: &str| {
        let rules = format!(
            r#"Pricing(id: "one", title: "One", in_force: "2017-04-01",
                decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
                rounding: (mode: "half_up", to: "£0.01"),
                facts: [(id: "n", is: Whole)],
                lines: [(id: "line", says: "Line", cite: "1", each: "{each}", quantity: "n",
                    reductions: [(id: "off", says: "Off", cite: "1", when: "yes", {reduction})])])"#
        );
        let book = super::book_of_files(&[
            ("tariffs/charges.ron", charges),
            ("tariffs/2017-18.ron", &tariff),
            ("rules/one/2017-04-01.ron", &rules),
        ]);
        total(&book, r#"{"n": 1}"#).unwrap()
    };
    let price = "£5.00 - charge x.low";
    assert_eq!(
        shown(price, r#"take: "charge x.low - £2.00""#),
        "£0.00–£3.00"
    );
    assert_eq!(
        shown(price, r#"adds: "charge x.low - £2.00""#),
        "£1.00–£5.00"
    );
    assert_eq!(shown(price, r#"take: "£0.50""#), "£0.50–£2.50");
    // A share moves with its price, and so is no range of its own.
    assert_eq!(shown("charge x.week", r#"take: "20%""#), "£184.00–£192.00");
    assert_eq!(
        shown("charge x.week * -1 + £500", r#"take: "50%""#),
        "£130.00–£135.00"
    );
    let limited = r#"take: "50%", at_most: "charge x.low""#;
    assert_eq!(shown("charge x.week", limited), "£226.00–£238.00");
}

#[test]
fn prices_that_are_ranges_are_equal_or_not_only_where_all_of_their_amounts_are() {
    for (test, holds) in [
        ("charge hall.hour = £70", Some(false)),
        ("charge hall.hour != £70", Some(true)),
        ("£29.99 = charge hall.hour", Some(false)),
        ("charge hall.hour = £60", None),
        ("charge hall.hour != £30", None),
    ] {
        let rules = super::rule_set(
            "Pricing",
            &format!(
                r#"lines: [(id: "line", says: "Line", cite: "1", each: "if {test} then £1 else £2")],"#
            ),
        )
        .replace("2017-04-01", "2018-04-01");
        let expected = holds.map(|holds| if holds { "£1.00" } else { "£2.00" });
        let found = total(&super::book_with_range(&rules), "{}");
        assert_eq!(found.as_deref(), expected, "{test}");
    }
}
