//! How formulas parse, and the errors of texts that do not.

use proptest::prelude::{any, prop_assert, proptest};

use super::{model::*, parser::*};

/// A formula with every part in brackets.
fn shown(text: &str) -> String {
    show(&parse(text).unwrap())
}

fn show(formula: &Formula) -> String {
    let parts: Vec<String> = formula.parts().into_iter().map(show).collect();
    let parts = parts.join(" ");
    match &formula.kind {
        FormulaKind::YesNo(answer) => format!("{answer}"),
        FormulaKind::Number(number) => number.to_string(),
        FormulaKind::Money(pounds) => format!("£{pounds}"),
        FormulaKind::Percent(fraction) => format!("%{fraction}"),
        FormulaKind::Date(day) => day.to_string(),
        FormulaKind::Time(time) => time.to_string(),
        FormulaKind::Days(days) => format!("{days}d"),
        FormulaKind::Months(months) => format!("{months}m"),
        FormulaKind::Text(text) => format!("'{text}'"),
        FormulaKind::Name(name) => name.clone(),
        FormulaKind::Qualified(whose, name) => format!("{whose:?}.{name}"),
        FormulaKind::Charge(path) => format!("<{}>", path.as_deref().unwrap_or("")),
        FormulaKind::Call(name, _) => format!("{name}({parts})"),
        FormulaKind::Not(_) => format!("(not {parts})"),
        FormulaKind::Negative(_) => format!("(neg {parts})"),
        FormulaKind::And(_) => format!("(and {parts})"),
        FormulaKind::Or(_) => format!("(or {parts})"),
        FormulaKind::Arithmetic(operator, ..) => format!("({operator:?} {parts})"),
        FormulaKind::Compare(comparison, ..) => format!("({comparison:?} {parts})"),
        FormulaKind::Within(_, low, high) => {
            format!(
                "(within{}{} {parts})",
                u8::from(low.is_some()),
                u8::from(high.is_some())
            )
        }
        FormulaKind::OneOf(..) => format!("(one-of {parts})"),
        FormulaKind::Includes(..) => format!("(includes {parts})"),
        FormulaKind::InCalendar(_, named) => format!("(in {} {parts})", named.name),
        FormulaKind::ExceptCalendar(named) => format!("(except {})", named.name),
        FormulaKind::If(..) => format!("(if {parts})"),
        FormulaKind::Per(_, unit) => format!("(per {} {parts})", unit.name()),
        FormulaKind::Known(_) => format!("(known {parts})"),
        FormulaKind::Aggregate(aggregate) => {
            format!("({:?} {} {parts})", aggregate.quantifier, aggregate.list)
        }
        FormulaKind::Rank(rank) => {
            format!(
                "(rank {} {:?} {:?} {parts})",
                rank.list, rank.first, rank.ties
            )
        }
    }
}

fn refused(text: &str) -> String {
    parse(text).unwrap_err().says
}

#[test]
fn arithmetic_binds_before_comparison_before_logic() {
    assert_eq!(
        shown("(free_school_meals and key_stage >= 2) or pupil_premium"),
        "(or (and free_school_meals (AtLeast key_stage 2)) pupil_premium)"
    );
    assert_eq!(
        shown("charge * minutes / 60 / pupils"),
        "(Divide (Divide (Multiply <> minutes) 60) pupils)"
    );
    assert_eq!(shown("a - b - -c"), "(Subtract (Subtract a b) (neg c))");
    assert_eq!(
        shown("not a = b and not c"),
        "(and (not (Equal a b)) (not c))"
    );
    assert_eq!(
        shown("a + b × c ≠ £0.01"),
        "(NotEqual (Add a (Multiply b c)) £0.01)"
    );
}

#[test]
fn ranges_and_lists() {
    assert_eq!(shown("age(born) in 18..25"), "(within11 age(born) 18 25)");
    assert_eq!(shown("a in 18.. and b"), "(and (within10 a 18) b)");
    assert_eq!(
        shown("a * b per week per month < per"),
        "(Less (Multiply a (per month (per week b))) per)"
    );
    assert_eq!(shown("a not in ..£9.99"), "(not (within01 a £9.99))");
    assert_eq!(shown("a in [x, 'y z']"), "(one-of a x 'y z')");
    assert_eq!(shown("a includes [x, y]"), "(includes a x y)");
    assert_eq!(shown("a includes x or b"), "(or (includes a x) b)");
    assert_eq!(shown("(a in 1..) = yes"), "(Equal (within10 a 1) true)");
}

#[test]
fn lists_of_records() {
    assert_eq!(
        shown("any references where kind = character and not relative"),
        "(Any references (and (Equal kind character) (not relative)))"
    );
    assert_eq!(
        shown("(count children where age < 16) + sum hours * 2 of bookings > 3"),
        "(Greater (Add (Count children (Less age 16)) (Sum bookings (Multiply hours 2))) 3)"
    );
    assert_eq!(shown("every children"), "(Every children )");
    assert_eq!(shown("least price of options"), "(Least options price)");
}

#[test]
fn choices_spans_dates_and_charges() {
    assert_eq!(
        shown("if a is known then charge nursery.babies.half_day.day else £0"),
        "(if (known a) <nursery.babies.half_day.day> £0)"
    );
    assert_eq!(shown("a is not known"), "(not (known a))");
    assert_eq!(
        shown("ends - starts <= 2 weeks"),
        "(AtMost (Subtract ends starts) 14d)"
    );
    assert_eq!(
        shown("starts + 2 years > 2018-05-01"),
        "(Greater (Add starts 24m) 2018-05-01)"
    );
    assert_eq!(shown("min(max(a, 50%), weeks)"), "min(max(a %0.5) weeks)");
    assert_eq!(shown("today()"), "today()");
}

#[test]
fn spans_are_byte_ranges() {
    let text = "£5 * (minutes + 1)";
    let formula = parse(text).unwrap();
    assert_eq!(formula.span, 0..19);
    let inside = formula.parts()[1].span.clone();
    assert_eq!(
        &text[inside.start as usize..inside.end as usize],
        "(minutes + 1)"
    );
}

#[test]
fn formula_errors_have_message_and_help() {
    let remarks = [
        ("", "the formula is empty"),
        (
            "charge * minutes 60",
            "`minutes 60` lacks an operator between its parts",
        ),
        ("(a b)", "`a b` lacks an operator between its parts"),
        (
            "a *",
            "expected a value after `*`, found the end of the formula",
        ),
        ("* a", "expected a value, found `*`"),
        ("(a + b", "`(` is never closed"),
        ("a in [x, y", "`[` is never closed"),
        ("a + b)", "`)` closes nothing that is open"),
        (
            "if a then b",
            "expected `else` after `b`, found the end of the formula",
        ),
        ("if a b", "`a b` lacks an operator between its parts"),
        ("a then b", "`then` does not belong here"),
        ("1 < a < 3", "two comparisons stand in a row"),
        ("a is 5", "expected `known` after `is`, found `5`"),
        (
            "a in 5",
            "expected `..` after `5`, found the end of the formula",
        ),
        ("a in ..", "the range `..` has neither end"),
        ("a..b", "`..` makes a range, which stands only after `in`"),
        ("nursery.babies.day", "`nursery.babies.day` is not a name"),
        (
            "count (a)",
            "expected the name of a list after `count`, found `(`",
        ),
        ("of + 1", "expected a value, found `of`"),
        ("a + not b", "expected a value after `+`, found `not`"),
        ("1.5 weeks", "`1.5 weeks` is not a whole number of weeks"),
        ("f(a, )", "expected a value after `,`, found `)`"),
        ("🦀", "`🦀` has no meaning in a formula"),
    ];
    for (text, says) in remarks {
        assert_eq!(refused(text), says, "{text}");
    }
}

#[test]
fn deep_formula_is_refused_without_overflow() {
    let too_long = "the formula is too long or too deeply nested to read";
    for part in [
        "(",
        "not ",
        "-",
        "if ",
        "a + ",
        "f(",
        "sum ",
        "a and (",
        "any a where ",
    ] {
        assert_eq!(refused(&part.repeat(100_000)), too_long, "{part}");
        assert!(parse(&part.repeat(400)).is_err(), "{part}");
    }
    let chain = format!("{}a", "a + ".repeat(62));
    assert!(parse(&chain).is_ok());
    assert_eq!(refused(&format!("a + {chain} + a")), too_long);
    assert!(parse(&format!("{}a", "a and ".repeat(300))).is_ok());
}

#[test]
fn records_in_relation() {
    assert_eq!(
        shown("count children where other.born > this.born"),
        "(Count children (Greater Other.born This.born))"
    );
    assert_eq!(
        shown("rank(children by born latest first where place != none, ties in order) + 1"),
        "(Add (rank children Highest InOrder born (NotEqual place none)) 1)"
    );
    assert_eq!(
        shown("rank(children by fee * 2 lowest first, ties shared)"),
        "(rank children Lowest Shared (Multiply fee 2))"
    );
    // Neither word is reserved.
    assert_eq!(
        shown("kind = other and this"),
        "(and (Equal kind other) this)"
    );
    assert_eq!(shown("rank(a, b)"), "rank(a b)");
}

#[test]
fn records_in_other_words_get_their_remedy() {
    let remedies = [
        ("self.born", "write `this.born`"),
        ("outer.born", "write `this.born`"),
        ("another.born", "write `other.born`"),
        (
            "rank(children born)",
            "as in `rank(children by born latest first where placed, ties in order)`",
        ),
        (
            "rank(children by born)",
            "as in `rank(children by born latest first where placed, ties in order)`",
        ),
        (
            "rank(children by born latest first)",
            "say what rank equal records have: the next one each, in the order given, or the same",
        ),
    ];
    for (text, help) in remedies {
        let error = parse(text).unwrap_err();
        assert_eq!(error.help.as_deref(), Some(help), "{text}");
    }
    assert_eq!(
        refused("rank(children by born latest first, ties random)"),
        "expected `in order` or `shared` after `ties`, found `random`"
    );
}

fn spans_fit(formula: &Formula, text: &str) -> bool {
    text.get(formula.span.start as usize..formula.span.end as usize)
        .is_some_and(|part| !part.is_empty())
        && formula.parts().into_iter().all(|part| {
            formula.span.start <= part.span.start
                && part.span.end <= formula.span.end
                && spans_fit(part, text)
        })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        match parse(&text) {
            Ok(formula) => prop_assert!(spans_fit(&formula, &text)),
            Err(e) => prop_assert!(text.get(e.span.start as usize..e.span.end as usize).is_some()),
        }
    }

    #[test]
    fn any_sequence_of_tokens_is_read_or_refused(
        text in "( |a|b1|not |if |then |else |and |or | in |\\.\\.|\\[|\\]|\\(|\\)|,|is |known |any |sum | of | where |rank\\(| by | latest first|, ties in order|charge |x\\.y|this\\.a|5|1\\.5|£3|,250|%|-|\\*|=|<|'t'|’|é| weeks|2018-05-01|5/6/2017){0,12}"
    ) {
        match parse(&text) {
            Ok(formula) => prop_assert!(spans_fit(&formula, &text)),
            Err(e) => prop_assert!(text.get(e.span.start as usize..e.span.end as usize).is_some()),
        }
    }
}
