use crate::{
    base::bounds::Bounds,
    check::{check, model::Contents},
    load::{BookFrom, load},
    source::parse,
};

use super::ValueRanges;

/// A version whose values are these formulas.
fn contents(formulas: &[&str]) -> Contents {
    let values: Vec<String> = formulas
        .iter()
        .enumerate()
        .map(|(number, it)| format!(r#"(id: "v{number}", is: "{it}")"#))
        .collect();
    let follows = values.join(", ");
    let text = format!(
        r#"Eligibility(
            id: "one", title: "One", in_force: "2018-04-01", until: "2019-03-31",
            decided: Adopted(on: "2018-01-01", by: "Cabinet"), source: "a paper",
            facts: [
                (id: "n", is: Whole, within: "2..5", ask: "?"),
                (id: "free", is: Whole, ask: "?"),
                (id: "pay", is: Money, within: "£1..£10", ask: "?"),
                (id: "share", is: Percentage, within: "0%..50%", ask: "?"),
                (id: "born", is: Date, within: "2000-06-15..2001-06-15", ask: "?"),
                (id: "weekdays", is: AnyOf(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), ask: "?"),
                (id: "kinds", is: AnyOf(["a", "b", "c"]), ask: "?"),
                (id: "list", is: List([
                    (id: "pence", is: Money, within: "£0..", ask: "?"),
                    (id: "extra", is: Money, ask: "?"),
                ]), ask: "?"),
            ],
            tables: [(id: "t", takes: [(id: "n", is: Whole, within: "0..")], gives: Money,
                rows: [(["0..3"], "£5"), (["4.."], "£7")])],
            criteria: [(id: "c", says: "C", cite: "1", holds: "n > 3")],
            follows: [{follows}],
        )"#
    );
    let path = "rules/one/2018-04-01.ron".to_owned();
    let bytes: &'static [u8] = text.into_bytes().leak();
    let book = load(BookFrom::Files(&[(path, bytes)])).unwrap();
    let checked = check(&book.sources, parse(&book.sources));
    let book = checked.book;
    book.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

#[test]
fn range_of_a_part_follows_from_its_facts() {
    let open = "anything";
    let expected = [
        ("n + 1", "from 3 to 6"),
        ("10 - n", "from 5 to 8"),
        ("n - free", open),
        ("-n", "from -5 to -2"),
        ("(n - 4) * (n - 3)", "from -4 to 2"),
        ("pay * n", "from £2.00 to £50.00"),
        ("pay * share", "from £0.00 to £5.00"),
        ("pay - £20", "from -£19.00 to -£10.00"),
        ("pay / n", "from £0.20 to £5.00"),
        ("pay / (pay + £0)", "from 0.1 to 10"),
        ("round(n / 2, half_up, 1)", "from 1 to 3"),
        ("floor(n / 2)", "from 1 to 2"),
        ("how_many(kinds)", "from 0 to 3"),
        ("count list", "0 or more"),
        ("count list where pence > £1", "0 or more"),
        ("(count list) * £3 + £1", "£1.00 or more"),
        ("sum pence of list", "£0.00 or more"),
        ("sum extra of list", open),
        ("least pence of list", "£0.00 or more"),
        ("sum extra of list where extra >= £1", "£0.00 or more"),
        ("age(born)", "from 16 to 18"),
        ("year(born)", "from 2000 to 2001"),
        ("on - born", "from 6134 days to 6863 days"),
        ("born + 1 year", "from 15 June 2001 to 15 June 2002"),
        ("birthday(born, n)", "from 15 June 2002 to 15 June 2006"),
        ("days_on(weekdays, born, on)", "from 0 to 6864"),
        ("whole_weeks(weekdays, born, on)", "from 0 to 981"),
        ("days(n)", "from 2 days to 5 days"),
        ("t(free)", "from £5.00 to £7.00"),
        ("min(free, 3)", "at most 3"),
        ("max(n, free)", "2 or more"),
        ("if n > 3 then n else 4", "from 4 to 5"),
        ("if free in 1..9 then free else 3", "from 1 to 9"),
        (
            "if not (free < 1 or free > 9) then free else 3",
            "from 1 to 9",
        ),
        ("if any list then count list else 1", "1 or more"),
        ("if count list != 0 then count list else 1", "1 or more"),
    ];
    let book = contents(&expected.map(|(formula, _)| formula));
    let set = book.rule_sets.first().unwrap();
    let version = set.versions.as_slice().first().unwrap();
    let on = Bounds {
        low: Some(crate::base::value::Value::Date(version.in_force)),
        high: version.until.map(crate::base::value::Value::Date),
    };
    let ranges = ValueRanges::new(version, on);
    for (value, (formula, range)) in version.values.iter().zip(expected) {
        assert_eq!(ranges.range(&value.is.expr).to_string(), range, "{formula}");
    }
}

#[test]
fn long_chain_of_values_is_followed_only_so_far() {
    let doubled: Vec<String> = (0..40).map(|it| format!("v{0} + v{0}", it + 1)).collect();
    let mut formulas: Vec<&str> = doubled.iter().map(String::as_str).collect();
    formulas.push("n");
    let book = contents(&formulas);
    let version = book.rule_sets.first().unwrap().versions.as_slice();
    let version = version.first().unwrap();
    let ranges = ValueRanges::new(version, Bounds::default());
    let range = |number: usize| ranges.range(&version.values.as_slice()[number].is.expr);
    assert!(range(0).is_open());
    assert_eq!(range(38).to_string(), "from 8 to 20");
}
