//! The nearest yes of small rule sets, each derived by hand, and of the council's.

use super::{Limit, NamedChange, Nearest, NextPrice, Present, SameValues};
use crate::{
    answer::{
        Outcome, Question,
        changed_facts::{NewValue, Spot},
    },
    base::{
        bounds::{Bounds, DisplayValue},
        money::Money,
        value::Value,
    },
    book::Book,
    check::model::Version,
};

const DAY: &str = "2018-05-01";

/// A rule set `grant` with these facts and criteria.
fn book(body: &str) -> Book {
    let rules = format!(
        r#"Eligibility(id: "grant", title: "Grant", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper", {body})"#
    );
    let text: &'static [u8] = rules.into_bytes().leak();
    let files = [("rules/grant/2018-04-01.ron".to_owned(), text)];
    Book::from_files(&files).unwrap()
}

fn nearest(book: &Book, rule_set: &str, on: &str, facts: &str) -> (Nearest, Vec<String>) {
    let question = Question::new(rule_set).on(on.parse().unwrap()).json(facts);
    let answer = book.answer(&question).unwrap();
    let version = answer.asked().ruling.version;
    let explanation = book.explain(&question, &answer);
    let nearest = explanation.nearest.unwrap();
    let mut ways: Vec<String> = nearest
        .ways
        .iter()
        .map(|way| {
            let changes = way.changes.iter().map(|it| shown(version, it));
            changes.collect::<Vec<String>>().join(" + ")
        })
        .collect();
    ways.sort();
    (nearest, ways)
}

fn shown(version: &Version, change: &NamedChange) -> String {
    let value = |value| DisplayValue(value).to_string();
    let name = match change.change.spot {
        Spot::Case(fact) => version.facts[fact].id.to_string(),
        Spot::Record(fact, record) => format!("{} of {}", version.facts[fact].id, record + 1),
        Spot::List(list) => version.list_name(list).to_owned(),
    };
    let to = match &change.change.to {
        NewValue::Value(to) => value(*to),
        NewValue::Without(record) => format!("without {}", record + 1),
        NewValue::With(fields) => {
            let fields = fields.iter();
            let fields =
                fields.map(|(fact, it)| format!("{} {}", version.facts[*fact].id, value(*it)));
            format!("with {}", fields.collect::<Vec<_>>().join(", "))
        }
    };
    let limit = match change.limit {
        Limit::Exactly => "=",
        Limit::AtLeast => ">=",
        Limit::AtMost => "<=",
    };
    let now = match change.present {
        Present::Value(now) => format!(" (now {})", value(now)),
        Present::Unknown => " (not known)".to_owned(),
        Present::List => String::new(),
    };
    format!("{name} {limit} {to}{now}")
}

/// Each fact lacks by itself, so both must change, each to its bound.
#[test]
fn both_facts_that_lack_are_named_to_the_penny() {
    let book = book(
        r#"facts: [
            (id: "savings", is: Money, within: "£0..", changes: Can),
            (id: "hours", is: Whole, within: "0..60", changes: Can),
        ],
        criteria: [
            (id: "poor", says: "Little saved", cite: "§1", holds: "2 * savings < £1,000.00"),
            (id: "works", says: "Works 16 hours", cite: "§2", holds: "hours >= 16"),
        ]"#,
    );
    let (nearest, ways) = nearest(&book, "grant", DAY, r#"{"savings": "812.50", "hours": 3}"#);
    assert_eq!(nearest.goal, Outcome::Eligible);
    assert_eq!(
        ways,
        ["savings <= £499.99 (now £812.50) + hours >= 16 (now 3)"]
    );
}

/// What is not known yet has no present value to be near to: the end of what would do.
#[test]
fn unknown_fact_is_named_by_the_end_of_what_would_do() {
    let book = book(
        r#"facts: [
            (id: "income", is: Money, within: "£0..", changes: Can),
            (id: "hours", is: Whole, within: "0..60", changes: Can),
            (id: "trains", is: YesNo, changes: Can),
        ],
        criteria: [
            (id: "poor", says: "At most £100,000", cite: "§1", holds: "income <= £100,000"),
            (id: "works", says: "Works 16 hours", cite: "§2", holds: "hours >= 16"),
            (id: "trains", says: "Trains", cite: "§3", holds: "trains"),
        ]"#,
    );
    assert_eq!(
        nearest(&book, "grant", DAY, r#"{"trains": false}"#).1,
        ["income <= £100,000.00 (not known) + hours >= 16 (not known) + trains = yes (now no)"]
    );
}

/// A window is met at its nearer end, by a value and not by any beyond it.
#[test]
fn window_is_met_at_its_nearer_end() {
    let book = book(
        r#"facts: [(id: "points", is: Whole, within: "0..100", changes: Can)],
        criteria: [(id: "c", says: "Within", cite: "§1", holds: "points in 10..12 or points = 40")]"#,
    );
    assert_eq!(
        nearest(&book, "grant", DAY, r#"{"points": 20}"#).1,
        ["points = 12 (now 20)"]
    );
    assert_eq!(
        nearest(&book, "grant", DAY, r#"{"points": 39}"#).1,
        ["points = 40 (now 39)"]
    );
}

/// `or` does not look further where its first side holds: from 7, the lowest value that
/// is tried shows what the second side compares. With 0, `paid` is no less than `owed`.
#[test]
fn value_is_found_that_only_another_value_shows() {
    let book = book(
        r#"facts: [
            (id: "paid", is: Whole, within: "0..7", changes: Can),
            (id: "owed", is: Whole, within: "0..7", changes: Can),
        ],
        criteria: [
            (id: "balanced", says: "In balance", cite: "§1", when: "paid >= owed", holds: "paid = 5"),
            (id: "small", says: "Small", cite: "§2", when: "2 * owed >= 8 or 2 * owed >= 5", holds: "paid > 7"),
        ]"#,
    );
    assert_eq!(
        nearest(&book, "grant", DAY, r#"{"paid": 0, "owed": 7}"#).1,
        ["owed = 2 (now 7)"]
    );
}

/// Each option that would do is a way of its own.
#[test]
fn all_options_that_would_do_are_named() {
    let book = book(
        r#"facts: [(id: "kind", is: OneOf(["a", "b", "c"]), changes: Can)],
        criteria: [(id: "c", says: "Not a", cite: "§1", holds: "kind != a")]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"kind": "a"}"#);
    assert_eq!(
        ways,
        [
            "kind = option 1 (now option 0)",
            "kind = option 2 (now option 0)"
        ]
    );
}

/// A fact that never changes is in no change, though it alone would do.
#[test]
fn fact_that_never_changes_is_in_no_change() {
    let book = book(
        r#"facts: [
            (id: "disabled", is: YesNo, changes: Never),
            (id: "years", is: Whole, changes: Time),
            (id: "trains", is: YesNo, changes: Can),
            (id: "taught", is: YesNo, changes: Can),
        ],
        criteria: [
            (id: "c", says: "C", cite: "§1", holds: "disabled or years >= 18 or (trains and taught)"),
        ]"#,
    );
    let facts = r#"{"disabled": false, "years": 17, "trains": false, "taught": false}"#;
    let (_, ways) = nearest(&book, "grant", DAY, facts);
    assert_eq!(ways, ["trains = yes (now no) + taught = yes (now no)"]);
    let never = book_of_never();
    let (nearest, ways) = self::nearest(&never, "grant", DAY, r#"{"disabled": false}"#);
    assert!(ways.is_empty() && nearest.is_certainly_none());
    assert_eq!(nearest.goal, Outcome::NotEligible);
}

fn book_of_never() -> Book {
    book(
        r#"facts: [(id: "disabled", is: YesNo, changes: Never)],
        criteria: [(id: "c", says: "C", cite: "§1", holds: "disabled")]"#,
    )
}

/// Where no change gives a yes, one that sends the case to a person is the next best.
#[test]
fn referral_is_the_next_best() {
    let book = book(
        r#"facts: [
            (id: "trains", is: YesNo, changes: Can),
            (id: "here", is: YesNo, changes: Never),
        ],
        criteria: [
            (id: "c", says: "C", cite: "§1", holds: "trains"),
            (id: "d", says: "D", cite: "§2", holds: "here", refer: "A person decides."),
        ]"#,
    );
    let (nearest, ways) = nearest(&book, "grant", DAY, r#"{"trains": false, "here": false}"#);
    assert_eq!(nearest.goal, Outcome::Refer);
    assert_eq!(ways, ["trains = yes (now no)"]);
}

/// Two references are needed, and no more than two may be given: the one from a
/// relative goes. As little is said of the new ones as the conditions read.
#[test]
fn record_is_put_in_with_what_the_condition_reads() {
    let book = book(
        r#"facts: [(id: "references", changes: Can, is: List([
            (id: "kind", is: OneOf(["work", "character"]), changes: Never),
            (id: "relative", is: YesNo, changes: Never),
        ]))],
        criteria: [
            (id: "work", says: "W", cite: "§1", holds: "any references where kind = work"),
            (id: "character", says: "C", cite: "§2", holds: "any references where kind = character and not relative"),
            (id: "few", says: "F", cite: "§3", holds: "count references <= 2"),
        ]"#,
    );
    let facts = r#"{"references": [{"kind": "character", "relative": true}]}"#;
    let (_, ways) = nearest(&book, "grant", DAY, facts);
    assert_eq!(
        ways,
        [
            "references = with kind option 0 + references = with kind option 1, relative no + references = without 1"
        ]
    );
}

/// The couple of whom each lacks the minimum of 16 × 13 hours at £11.44, £2,379.52.
#[test]
fn both_parents_of_a_couple_are_named() {
    let book = Book::from_files(almoner_built_in::files()).unwrap();
    let facts = r#"{"child_date_of_birth": "2021-02-01", "looked_after": false,
        "ordinarily_resident": true, "no_recourse_to_public_funds": false, "parents": [
        {"date_of_birth": "1990-01-01", "work": "employed", "quarter_earnings": "2000",
         "adjusted_net_income": "9000", "national_insurance_number": true, "benefits": "none"},
        {"date_of_birth": "1991-01-01", "work": "employed", "quarter_earnings": "0",
         "adjusted_net_income": "0", "national_insurance_number": true, "benefits": "none"}]}"#;
    let (nearest, ways) = nearest(&book, "childcare", "2024-06-10", facts);
    assert_eq!(nearest.goal, Outcome::Eligible, "{nearest:?}");
    assert_eq!(
        ways,
        [
            "quarter_earnings of 1 >= £2,379.52 (now £2,000.00) + quarter_earnings of 2 >= £2,379.52 (now £0.00)"
        ]
    );
}

/// 7 is enough and 8 is not; `c` alone is none.
#[test]
fn assumption_has_the_values_with_which_the_answer_is_the_same() {
    let book = book(
        r#"facts: [
            (id: "weeks", is: Whole, within: "0..10", assume: "3", changes: Can, ask: "?"),
            (id: "kind", is: OneOf(["a", "b", "c"]), assume: "a", changes: Can, ask: "?"),
            (id: "paid", is: YesNo, assume: "yes", changes: Can, ask: "?"),
        ],
        criteria: [
            (id: "few", says: "F", cite: "§1", holds: "weeks <= 7"),
            (id: "kind", says: "K", cite: "§2", holds: "kind != c"),
            (id: "paid", says: "P", cite: "§3", holds: "paid or weeks <= 9"),
        ]"#,
    );
    let question = Question::new("grant").on(DAY.parse().unwrap());
    let answer = book.answer(&question).unwrap();
    let ranges = book.explain(&question, &answer).assumed;
    let same: Vec<SameValues> = ranges.into_iter().map(|it| it.same).collect();
    let at_most = Bounds {
        low: None,
        high: Some(Value::Whole(7)),
    };
    assert_eq!(
        same,
        [
            SameValues::Between(at_most),
            SameValues::Listed(vec![Value::Choice(0), Value::Choice(1)]),
            SameValues::Between(Bounds::default()),
        ]
    );
}

/// An hour costs £10.00 until 31 March 2019 and £12.00 from 1 April.
#[test]
fn next_day_with_another_price_is_named() {
    let version = |from: &str, price: &str| {
        let text = format!(
            r#"Pricing(id: "hire", title: "Hire", in_force: "{from}",
                decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
                rounding: (mode: "half_up", to: "£0.01"),
                facts: [(id: "hours", is: Whole, ask: "?", changes: Can)],
                lines: [(id: "hire", says: "Hire", cite: "§1", each: "{price}", quantity: "hours")])"#
        );
        let bytes: &'static [u8] = text.into_bytes().leak();
        (format!("rules/hire/{from}.ron"), bytes)
    };
    let files = [
        version("2018-04-01", "£10.00"),
        version("2019-04-01", "£12.00"),
    ];
    let book = Book::from_files(&files).unwrap();
    let next = |on: &str| {
        let question = Question::new("hire").on(on.parse().unwrap());
        let question = question.json(r#"{"hours": 2}"#);
        let answer = book.answer(&question).unwrap();
        book.explain(&question, &answer).next_price.unwrap()
    };
    let pounds = |whole: i64| Money::exact(whole.into());
    let NextPrice { on, total, .. } = next(DAY);
    assert_eq!(
        (on, total),
        (Some("2019-04-01".parse().unwrap()), Some(pounds(24)))
    );
    let NextPrice { on, until, .. } = next("2019-04-01");
    assert_eq!((on, until), (None, "2029-04-01".parse().unwrap()));
}

/// Six options of a fact that can be changed, and one criterion that no change meets: that
/// is found without trying them together.
#[test]
fn what_cannot_be_met_is_found_at_once() {
    let book = book(
        r#"facts: [
            (id: "a", is: OneOf(["o", "p", "q", "r", "s", "t"]), changes: Can, ask: "?"),
            (id: "b", is: OneOf(["o", "p", "q", "r", "s", "t"]), changes: Can, ask: "?"),
            (id: "resident", is: YesNo, changes: Never, ask: "?"),
        ],
        criteria: [
            (id: "either", says: "E", cite: "§1", holds: "resident and (a = p or b = p or a != o)"),
            (id: "other", says: "O", cite: "§2", holds: "a != p and b != q"),
        ]"#,
    );
    let facts = r#"{"a": "o", "b": "q", "resident": false}"#;
    let question = Question::new("grant").on(DAY.parse().unwrap()).json(facts);
    let answer = book.answer(&question).unwrap();
    let explanation = book.explain(&question, &answer);
    let nearest = explanation.nearest.unwrap();
    assert!(nearest.ways.is_empty() && nearest.stopped_after.is_none());
    // One as it is and one with all open; the others are of the days to come and of the
    // fact to check.
    let searched = explanation.evaluations;
    assert!(searched < 200, "{searched} evaluations");
}

/// Twice a number of weeks is compared: three are enough, and four are too many.
#[test]
fn value_is_found_where_a_multiple_of_it_is_compared() {
    let book = book(
        r#"facts: [(id: "weeks", is: Whole, within: "0..9", changes: Can)],
        criteria: [
            (id: "few", says: "Fewer than four", cite: "§1", holds: "weeks < 4"),
            (id: "many", says: "Six halves", cite: "§2", holds: "2 * weeks >= 6"),
        ]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 1}"#);
    assert_eq!(ways, ["weeks = 3 (now 1)"]);
}

/// Six weeks do not count: five are nearer to two than seven.
#[test]
fn nearest_value_is_found_where_the_answer_turns_twice() {
    let book = book(
        r#"facts: [(id: "weeks", is: Whole, within: "0..9", changes: Can)],
        criteria: [
            (id: "many", says: "Nine halves", cite: "§1", holds: "2 * weeks >= 9"),
            (id: "odd", says: "Not six", cite: "§2", holds: "weeks != 6"),
        ]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 2}"#);
    assert_eq!(ways, ["weeks = 5 (now 2)"]);
}

/// However many hours there are, 0 to 3: three weeks are enough, and six may be too many.
#[test]
fn value_is_found_where_it_is_compared_together_with_a_missing_one() {
    let facts = |hours_change: &str| {
        book(&format!(
            r#"facts: [
                (id: "weeks", is: Whole, within: "0..9", changes: Can),
                (id: "hours", is: Whole, within: "0..3", changes: {hours_change}),
            ],
            criteria: [
                (id: "many", says: "Three", cite: "§1", holds: "weeks + hours >= 3"),
                (id: "few", says: "Eight", cite: "§2", holds: "weeks + hours <= 8"),
            ]"#
        ))
    };
    let ways = |hours_change| nearest(&facts(hours_change), "grant", DAY, r#"{"weeks": 0}"#).1;
    assert_eq!(ways("Never"), ["weeks = 3 (now 0)"]);
    assert_eq!(ways("Can"), ["hours >= 3 (not known)", "weeks = 3 (now 0)"]);
}

/// One week and four hours are five together: a missing fact has no value to start from.
#[test]
fn value_of_a_missing_fact_is_found_where_a_sum_is_compared() {
    let book = book(
        r#"facts: [
            (id: "weeks", is: Whole, within: "0..9", changes: Never),
            (id: "hours", is: Whole, within: "0..9", changes: Can),
        ],
        criteria: [
            (id: "many", says: "Five", cite: "§1", holds: "weeks + hours >= 5"),
            (id: "few", says: "Five", cite: "§2", holds: "weeks + hours <= 5"),
        ]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 1}"#);
    assert_eq!(ways, ["hours = 4 (not known)"]);
}

/// Five hours need a sixth: that is compared only from three hours on.
#[test]
fn value_is_named_with_no_other_that_is_not_as_good() {
    let book = book(
        r#"facts: [
            (id: "weeks", is: Whole, within: "0..9", changes: Never),
            (id: "hours", is: Whole, within: "0..9", changes: Can),
        ],
        criteria: [
            (id: "c", says: "C", cite: "§1", when: "weeks + hours >= 3 and weeks + hours >= 5",
             holds: "weeks + hours >= 6"),
        ]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 0}"#);
    assert_eq!(ways, ["hours <= 4 (not known)"]);
}

/// The first criterion is met whatever the status is, which no test alone shows: what
/// stands in the way is the second, where the status is `a`, the first option.
#[test]
fn open_criterion_that_is_always_met_hides_no_change() {
    let book = book(
        r#"facts: [
            (id: "status", is: OneOf(["a", "b"]), changes: Can),
            (id: "weeks", is: Whole, within: "0..9", changes: Can),
        ],
        criteria: [
            (id: "any", says: "Any", cite: "§1", holds: "status = a or status != a"),
            (id: "short", says: "Short", cite: "§2", when: "status = a and weeks in 5..6", holds: "weeks < 2"),
        ]"#,
    );
    let (_, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 6}"#);
    assert_eq!(
        ways,
        ["status = option 1 (not known)", "weeks >= 7 (now 6)"]
    );
}

/// Whatever convictions there are, they are not changed: a yes is out of reach while they
/// are not known, and the search for what else is needed goes on at once.
#[test]
fn what_is_missing_and_may_refer_leaves_the_search_for_the_rest() {
    let book = Book::from_files(almoner_built_in::files()).unwrap();
    let facts = r#"{"date_of_birth": "2000-09-15", "in_education_employment_or_training": true,
        "references": [{"kind": "training"}], "references_complete": true,
        "eligible_for_social_housing": true, "agrees_to_conditions": true,
        "supported_by_inspire": true, "in_care_or_care_leaver": true}"#;
    let (nearest, ways) = nearest(&book, "head-start", "2018-06-14", facts);
    assert_eq!(
        (nearest.goal, nearest.stopped_after),
        (Outcome::Undetermined, None)
    );
    assert_eq!(
        ways,
        ["term_starts = 15 September 2018 (now 14 June 2018) \
             + references = with kind option 3, relative no"]
    );
}

/// With six weeks, option 1 fails at the first criterion and option 2 at the second, as
/// the fund is not agreed: all completions are a no, and both changes are needed.
#[test]
fn change_that_leaves_a_conflict_of_criteria_is_grown() {
    let book = book(
        r#"facts: [
            (id: "status", is: OneOf(["a", "b"]), changes: Never),
            (id: "weeks", is: Whole, within: "0..7", changes: Can),
            (id: "agreed", is: YesNo, changes: Can),
        ],
        values: [(id: "v", says: "V", cite: "§1", is: "agreed and status != a")],
        criteria: [
            (id: "long", says: "Long", cite: "§1", holds: "(status = b and status != a) and weeks in 6..7"),
            (id: "fund", says: "Fund", cite: "§2", holds: "v", when: "not (status = a)"),
        ]"#,
    );
    let (nearest, ways) = nearest(&book, "grant", DAY, r#"{"weeks": 5, "agreed": false}"#);
    assert_eq!(nearest.goal, Outcome::Undetermined);
    assert_eq!(ways, ["weeks >= 6 (now 5) + agreed = yes (now no)"]);
}
