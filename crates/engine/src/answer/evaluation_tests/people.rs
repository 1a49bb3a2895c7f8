//! Records in relation: `this` and `other`, and the rank of a record, whose
//! ties are stated.

use proptest::prelude::*;

use super::{ask, book, pricing, total};
use crate::{
    answer::{Detail, Evaluation, Question},
    base::money::Money,
    book::Book,
    eval::quote::LineState,
};

/// The fee of each child by its place among siblings: youngest first, half for
/// the second, a fifth from the third on. A place in a voucher unit or in
/// preschool counts and is not charged here; a club does not count.
fn early_childhood() -> Book {
    book(
        r#"Pricing(
            id: "one", title: "Early childhood", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "City"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [
                (id: "children", ask: "Which children?", is: List([
                    (id: "born", is: Date, ask: "Born?"),
                    (id: "place", is: OneOf(["municipal", "voucher", "preschool", "club", "none"]), ask: "Place?"),
                ])),
            ],
            values: [
                (id: "rank", each: "children", says: "Place among siblings", cite: "1",
                    is: "rank(children by born latest first where place in [municipal, voucher, preschool], ties in order)"),
                (id: "share", each: "children", says: "Share", cite: "1",
                    is: "if rank = 1 then 100% else if rank = 2 then 50% else 20%"),
            ],
            lines: [(id: "fee", for_each: "children", says: "Fee", cite: "1",
                when: "place = municipal", each: "round(£289 * share, half_up, £1)")],
        )"#,
    )
}

/// The net amounts of the lines that apply, in order.
fn amounts(book: &Book, facts: &str) -> Vec<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    let Evaluation::Quote(quote) = answer.first().evaluation() else {
        panic!("a quote");
    };
    let net = quote.lines.iter().filter_map(|line| match &line.state {
        LineState::Applies(priced) => Some(priced.net.map_or("?".to_owned(), |it| it.to_string())),
        LineState::Unknown(_) => Some("?".to_owned()),
        _ => None,
    });
    net.collect()
}

#[test]
fn siblings_pay_less_from_the_youngest_on() {
    let book = early_childhood();
    let three = r#"{"children": [{"born": "2014-05-01", "place": "municipal"},
        {"born": "2017-01-31", "place": "municipal"}, {"born": "2016-02-29", "place": "municipal"}]}"#;
    assert_eq!(amounts(&book, three), ["£58.00", "£289.00", "£145.00"]);
    assert_eq!(total(&book, three).as_deref(), Some("£492.00"));
    let four = three.replace(
        r#"}]"#,
        r#"}, {"born": "2013-01-01", "place": "municipal"}]"#,
    );
    assert_eq!(total(&book, &four).as_deref(), Some("£550.00"));
}

#[test]
fn twins_keep_the_order_in_which_they_are_given() {
    let twins = r#"{"children": [{"born": "2016-02-29", "place": "municipal"},
        {"born": "2016-02-29", "place": "municipal"}, {"born": "2014-05-01", "place": "municipal"}]}"#;
    assert_eq!(
        amounts(&early_childhood(), twins),
        ["£289.00", "£145.00", "£58.00"]
    );
}

#[test]
fn who_counts_and_who_pays_are_apart() {
    let facts = r#"{"children": [{"born": "2013-05-01", "place": "municipal"},
        {"born": "2017-05-01", "place": "voucher"}, {"born": "2018-04-01", "place": "club"},
        {"born": "2015-05-01", "place": "preschool"}]}"#;
    assert_eq!(amounts(&early_childhood(), facts), ["£58.00"]);
}

#[test]
fn rank_is_not_asked_what_cannot_change_it() {
    let book = early_childhood();
    let ask_born =
        r#"{"children": [{"born": "2017-05-01", "place": "municipal"}, {"place": "PLACE"}]}"#;
    let out_of_it = ask_born.replace("PLACE", "club");
    assert_eq!(total(&book, &out_of_it).as_deref(), Some("£289.00"));
    let open = ask_born.replace("PLACE", "voucher");
    let answer = ask(&book, &open).unwrap();
    let Evaluation::Quote(quote) = answer.first().evaluation() else {
        panic!("a quote");
    };
    let version = answer.first().ruling().version;
    let missing: Vec<&str> = quote
        .missing
        .facts()
        .map(|fact| &*version.facts[fact].id)
        .collect();
    assert_eq!((quote.total, missing), (None, vec!["born"]));
    // The place of an older child is not needed for the youngest one's rank.
    let older =
        r#"{"children": [{"born": "2017-05-01", "place": "municipal"}, {"born": "2016-01-01"}]}"#;
    assert_eq!(amounts(&book, older), ["£289.00", "?"]);
}

/// A fee for each child, with 10 % off for the second and 20 % from the third.
fn dearest_first(ties: &str) -> Book {
    pricing(
        r#"(id: "children", ask: "Which?", is: List([(id: "fee", is: Money, ask: "Fee?")]))"#,
        &format!(
            r#"for_each: "children", each: "fee", reductions: [
                (id: "second", says: "Second child", cite: "2", take: "10%",
                    when: "rank(children by fee highest first, ties {ties}) = 2"),
                (id: "third", says: "Third child", cite: "2", take: "20%",
                    when: "rank(children by fee highest first, ties {ties}) >= 3"),
            ]"#
        ),
    )
}

#[test]
fn second_and_third_child_pay_less() {
    let twins = r#"{"children": [{"fee": 100}, {"fee": 100}]}"#;
    let book = dearest_first("in order");
    assert_eq!(total(&book, twins).as_deref(), Some("£190.00"));
    let three = r#"{"children": [{"fee": 50}, {"fee": 100}, {"fee": 80}]}"#;
    assert_eq!(amounts(&book, three), ["£40.00", "£100.00", "£72.00"]);
    // Where ties are shared, both twins are the first.
    let shared = dearest_first("shared");
    assert_eq!(total(&shared, twins).as_deref(), Some("£200.00"));
    let after_twins = r#"{"children": [{"fee": 100}, {"fee": 50}, {"fee": 100}]}"#;
    assert_eq!(
        amounts(&shared, after_twins),
        ["£100.00", "£40.00", "£100.00"]
    );
}

#[test]
fn other_is_the_record_counted_and_this_the_one_it_is_about() {
    let counted = |count: &str| {
        let text = r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [
                (id: "children", ask: "Which?", is: List([
                    (id: "number", is: Whole, ask: "?"), (id: "years", is: Whole, ask: "?"),
                ])),
                (id: "visits", ask: "Which?", is: List([
                    (id: "child", is: Whole, ask: "?"), (id: "hours", is: Whole, ask: "?"),
                ])),
            ],
            values: [
                (id: "mine", each: "children", says: "Limit", is: "years + 1"),
                (id: "found", each: "children", says: "Found", is: "COUNT"),
            ],
            lines: [(id: "line", for_each: "children", says: "Line", cite: "1",
                when: "number > 0 and mine > 0 and every visits where child > 0 and hours >= 0",
                each: "£1", quantity: "found")],
        )"#;
        let facts = r#"{"children": [{"number": 1, "years": 3}, {"number": 2, "years": 4},
            {"number": 3, "years": 5}], "visits": [{"child": 2, "hours": 5},
            {"child": 2, "hours": 1}, {"child": 3, "hours": 2}]}"#;
        amounts(&book(&text.replace("COUNT", count)), facts).join(" ")
    };
    let younger = "count children where other.years < this.years";
    assert_eq!(counted(younger), "£0.00 £1.00 £2.00");
    // A value of the outer record, and one of the record counted.
    let above = "count children where other.years > this.mine";
    assert_eq!(counted(above), "£1.00 £0.00 £0.00");
    let within = "count children where other.mine <= this.years";
    assert_eq!(counted(within), "£0.00 £1.00 £2.00");
    // What is taken names both as well.
    let taken = "sum other.years - this.years of children where other.years > this.years";
    assert_eq!(counted(taken), "£3.00 £1.00 £0.00");
    // Another list: one meaning only, with or without saying whose it is.
    for hours in [
        "sum hours of visits where child = number",
        "sum other.hours of visits where other.child = this.number",
    ] {
        assert_eq!(counted(hours), "£0.00 £6.00 £2.00");
    }
    // `this` is the same record in a list within a list.
    let nested =
        "count visits where any children where other.years > this.years and other.number = child";
    assert_eq!(counted(nested), "£3.00 £1.00 £0.00");
    // Only those that are compared with it have a rank.
    let rank = "rank(children by years lowest first where other.years >= this.years, ties shared)";
    assert_eq!(counted(rank), "£1.00 £1.00 £1.00");
}

#[test]
fn trace_says_which_records_count() {
    let facts = r#"{"children": [{"born": "2017-05-01", "place": "municipal"},
        {"born": "2018-04-01", "place": "club"}]}"#;
    let book = early_childhood();
    let question = Question::new("one")
        .on(super::day("2018-05-01"))
        .json(facts);
    let answer = book.answer(&question.detail(Detail::Traced)).unwrap();
    let json = answer.to_json();
    let counted = |record: u8, counts: bool| {
        json.contains(&format!(
            r#"{{"counted_in":"children","record":{record},"value":{counts}}}"#
        ))
    };
    assert!(counted(1, true) && counted(2, false), "{json}");
    assert!(!counted(1, false) && !counted(2, true), "{json}");
}

#[test]
fn confidential_fact_stays_secret_through_records_in_relation() {
    let facts = r#"(id: "children", ask: "Which?", is: List([
        (id: "income", is: Money, confidential: true, ask: "Income?"),
    ]))"#;
    for quantity in [
        "count children where other.income > this.income",
        "rank(children by income highest first, ties shared)",
    ] {
        let line = format!(r#"for_each: "children", each: "£1", quantity: "{quantity}""#);
        let book = pricing(facts, &line);
        let given = r#"{"children": [{"income": 7777}, {"income": 8888}]}"#;
        let question = Question::new("one")
            .on(super::day("2018-05-01"))
            .json(given);
        let answer = book.answer(&question.detail(Detail::Traced)).unwrap();
        let json = answer.to_json();
        let trace = json.split_once("\"trace\":").unwrap().1;
        let shown = ["7777", "8888", r#""record":1,"value":true"#];
        assert!(shown.iter().all(|it| !trace.contains(it)), "{trace}");
        assert!(trace.contains("withheld"), "{trace}");
    }
}

proptest! {
    #[test]
    fn rank_equals_a_plain_sort(
        children in proptest::collection::vec((0i64..4, any::<bool>()), 1..8),
        highest in any::<bool>(),
        shared in any::<bool>(),
    ) {
        let facts = r#"(id: "children", ask: "Which?", is: List([
            (id: "key", is: Whole, ask: "?"), (id: "placed", is: YesNo, ask: "?"),
        ]))"#;
        let first = if highest { "highest" } else { "lowest" };
        let ties = if shared { "shared" } else { "in order" };
        let rank = format!("rank(children by key {first} first where placed, ties {ties})");
        let line = format!(r#"for_each: "children", when: "placed", each: "£1", quantity: "{rank}""#);
        let given: Vec<String> = children
            .iter()
            .map(|(key, placed)| format!(r#"{{"key": {key}, "placed": {placed}}}"#))
            .collect();
        let found = amounts(&pricing(facts, &line), &format!(r#"{{"children": [{}]}}"#, given.join(", ")));
        // A stable sort keeps the order of those that are equal.
        let mut sorted: Vec<usize> = (0..children.len()).filter(|at| children[*at].1).collect();
        sorted.sort_by_key(|at| if highest { -children[*at].0 } else { children[*at].0 });
        let place = |at: usize| {
            let same = |other: &usize| children[*other].0 == children[at].0;
            let equal = |other: &usize| if shared { same(other) } else { *other == at };
            sorted.iter().position(equal).unwrap() + 1
        };
        let placed = (0..children.len()).filter(|at| children[*at].1);
        let expected: Vec<String> = placed
            .map(|at| Money::parse(&place(at).to_string()).unwrap().to_string())
            .collect();
        prop_assert_eq!(found, expected);
    }
}
