use std::sync::LazyLock;

use proptest::prelude::*;

use super::{parse_value::Parsed, *};
use crate::{
    base::{
        bounds::Bounds,
        ids::ListId,
        source_text::{Place, SourceFile, SourceId, SourceSet},
        types::{Options, Type},
        value::Value,
    },
    check::{
        check,
        model::{Changes, DaysText, Fact, FactText, Home},
    },
    eval::facts::Facts,
    program::{self, model::Program},
    source,
};

const PLACE: Place = Place {
    file: SourceId(0),
    start: 0,
    end: 0,
};

fn fact(id: &str, ty: Type, home: Home) -> Fact {
    Fact {
        id: id.into(),
        ty,
        per: None,
        ask: "?".into(),
        label: None,
        letter: None,
        hint: None,
        within: Bounds::default(),
        when: None,
        assume: None,
        relations: Vec::new(),
        from: None,
        confidential: false,
        changes: Changes::Can,
        personal: true,
        home,
        place: PLACE,
    }
}

const SAMPLE: &str = r#"Eligibility(
    id: "sample",
    title: "Samples",
    in_force: "2017-04-01",
    decided: Adopted(on: "2017-04-01", by: "Cabinet"),
    source: "a paper",
    facts: [
        (id: "free_school_meals", is: YesNo, ask: "?"),
        (id: "pupils", is: Whole, within: "1..4", ask: "?"),
        (id: "share", is: Percentage, ask: "?"),
        (id: "hours", is: Number, ask: "?"),
        (id: "income", is: Money, ask: "?", confidential: true),
        (id: "date_of_birth", is: Date, ask: "?", confidential: true),
        (id: "moved_in", is: Date, ask: "?"),
        (id: "session", is: OneOf(["half_day", "full_day"]), ask: "?"),
        (id: "needs", is: AnyOf(["training", "education", "character"]), ask: "?"),
        (id: "name", is: Text, ask: "?"),
        (id: "references", complete: "?", ask: "?", is: List([
            (id: "kind", is: OneOf(["training", "education", "character"]), ask: "?"),
            (id: "relative", is: YesNo, ask: "?"),
            (id: "who", is: Text, ask: "?"),
        ])),
    ],
    criteria: [(id: "meals", says: "Has meals", cite: "1", holds: "free_school_meals")],
)"#;

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let file = SourceFile::new("rules/sample/2017-04-01.ron", SAMPLE.into()).unwrap();
    let sources = SourceSet::new(vec![file]);
    let checked = check(&sources, source::parse(&sources));
    let Some(book) = checked.book else {
        panic!("{:?}", checked.diagnostics);
    };
    program::compile(book)
});

/// A fact's value in the sample.
pub(super) fn value(facts: &Facts, name: &str) -> Value {
    let version = PROGRAM
        .contents()
        .rule_sets
        .first()
        .unwrap()
        .versions
        .first()
        .unwrap();
    facts.value(version.fact(name).unwrap().0)
}

pub(super) fn facts_from(give: impl FnOnce(&mut Intake<'_>)) -> Result<Facts, Vec<Problem>> {
    let day = crate::base::date::parse("2018-05-01").unwrap();
    let ruling = PROGRAM.select("sample", day, None).unwrap();
    let mut intake = Intake::new(ruling.version);
    give(&mut intake);
    intake.finish(&ruling)
}

fn from_json(text: &str) -> Result<Facts, Vec<Problem>> {
    facts_from(|intake| intake.json(text))
}

/// Every problem as `at: says (help)`.
fn wrongs(text: &str) -> Vec<String> {
    let problems = from_json(text).unwrap_err();
    let sentence = |problem: Problem| {
        let help = problem.help.map(|help| format!(" ({help})"));
        format!(
            "{}: {}{}",
            problem.at,
            problem.says,
            help.unwrap_or_default()
        )
    };
    problems.into_iter().map(sentence).collect()
}

#[test]
fn one_object_gives_every_type() {
    let facts = from_json(
        r#"{"free_school_meals": true, "pupils": 2, "share": "50%", "hours": 1.50,
            "income": "£1,234.50", "date_of_birth": "1/5/2000", "session": "Half-Day",
            "needs": ["character", "training", "character"], "name": "A \"B\"",
            "references": [{"kind": "training", "relative": "no"}, {"who": null}],
            "references_complete": "Y", "moved_in": null}"#,
    )
    .unwrap();
    assert_eq!(value(&facts, "free_school_meals"), Value::YesNo(true));
    let hours = rust_decimal::Decimal::from_str_exact("1.5").unwrap();
    assert_eq!(value(&facts, "hours"), Value::Number(hours.into()));
    assert_eq!(value(&facts, "session"), Value::Choice(0));
    assert_eq!(value(&facts, "needs"), Value::Choices(0b101));
    assert_eq!(value(&facts, "references_complete"), Value::YesNo(true));
    let Value::Text(name) = value(&facts, "name") else {
        panic!("a name is a text");
    };
    assert_eq!(facts.text(name), "A \"B\"");
    assert!(!value(&facts, "moved_in").is_settled());
    let records = facts.records(ListId::new(0)).unwrap();
    assert_eq!(records.count(), 2);
    assert_eq!(records.cell(0, 0), Value::Choice(0));
    assert!(!records.cell(1, 2).is_settled());
}

#[test]
fn every_problem_is_reported_with_its_place() {
    assert_eq!(
        wrongs(
            r#"{"pupils": 5, "pupils": 2, "minutes": 3, "pupil": 1, "kind": "x", "moved_in": "2018-02-30",
                "session": "half_dya", "free_school_meals": 1, "name": 7,
                "references": [{"kind": "trainin", "relative": true, "relative": false, "relativ": true}, 3]}"#
        ),
        [
            "/pupils: “pupils” must be from 1 to 4, not `5`",
            "/pupils: “pupils” is given twice",
            "/minutes: there is no fact `minutes` in Samples",
            "/pupil: there is no fact `pupil` in Samples (did you mean `pupils`?)",
            "/kind: there is no fact `kind` in Samples (it belongs in each record of `references`)",
            "/moved_in: “moved in” must be a date that exists, not `2018-02-30` (February 2018 has 28 days)",
            "/session: “session” must be one of half_day, full_day, not `half_dya` (did you mean `half_day`?)",
            "/free_school_meals: “free school meals” must be yes or no, not `1`",
            "/name: “name” must be text, not `7` (write it in quotation marks)",
            "/references/0/kind: “kind” of reference 1 must be one of training, education, character, not `trainin` (did you mean `training`?)",
            "/references/0/relative: “relative” is given twice for reference 1",
            "/references/0/relativ: there is no fact `relativ` about reference 1 (did you mean `relative`?)",
            "/references/1: reference 2 must be written in braces, each fact with its name",
        ]
    );
}

#[test]
fn fact_of_the_case_in_a_record_is_sent_outside_the_list() {
    assert_eq!(
        wrongs(r#"{"references": [{"kind": "training", "pupils": 2}]}"#),
        [
            "/references/0/pupils: there is no fact `pupils` about reference 1 (it is about the whole case: give it outside `references`)"
        ]
    );
}

#[test]
fn whole_numbers_of_people_and_programs_may_have_a_fraction_of_zero() {
    let text = |text: &str| {
        let given = facts_from(|intake| intake.give("pupils", &FactText::One(text.into())));
        given.map(|facts| value(&facts, "pupils"))
    };
    for right in ["2.0", "2.00", " 2.000 ", "2"] {
        assert_eq!(text(right), Ok(Value::Whole(2)), "{right}");
    }
    for wrong in ["2.5", "2.", ".0", "2.0.0", "2.01"] {
        assert!(text(wrong).is_err(), "{wrong}");
    }
    for (number, right) in [
        ("2.0", true),
        ("2.5", false),
        ("99999999999999999999.0", false),
    ] {
        let number: FactValue = number.parse::<rust_decimal::Decimal>().unwrap().into();
        let given = facts_from(|intake| typed::give(intake, "pupils", &number));
        assert_eq!(given.is_ok(), right, "{number:?}");
    }
}

#[test]
fn whole_numbers_may_be_written_with_a_fraction_of_zero() {
    let whole = |text: &str| from_json(text).map(|facts| value(&facts, "pupils"));
    for text in ["2", "2.0", "2.000", "2e0", "0.2e1", "20E-1"] {
        let read = whole(&format!("{{\"pupils\": {text}}}"));
        assert_eq!(read, Ok(Value::Whole(2)), "{text}");
    }
    for text in ["2.5", "25e-1", "1e400", "2e18"] {
        let problems = whole(&format!("{{\"pupils\": {text}}}")).unwrap_err();
        assert!(problems[0].says.ends_with(&format!("not `{text}`")));
    }
    let hours = from_json(r#"{"hours": 1.5e1}"#).unwrap();
    assert_eq!(value(&hours, "hours"), Value::Number(15.into()));
}

#[test]
fn short_year_is_read_only_where_one_century_is_possible() {
    let day = |text: &str| Value::Date(crate::base::date::parse(text).unwrap());
    let read = |within: (Option<&str>, Option<&str>), text: &'static str| {
        let mut date = fact("moved_in", Type::Date, Home::Case);
        date.within = Bounds {
            low: within.0.map(day),
            high: within.1.map(day),
        };
        let parsed = parse_value::parse(&date, text);
        parsed.map_err(|wrong| (wrong.must, wrong.help))
    };
    let since_1980 = (Some("1980-01-01"), Some("2099-12-31"));
    let is = |text: &str| Ok(Parsed::Value(day(text)));
    assert_eq!(read(since_1980, "1/1/16"), is("2016-01-01"));
    assert_eq!(read(since_1980, "27 mar 14"), is("2014-03-27"));
    let (must, help) = read(since_1980, "27/3/85").unwrap_err();
    assert_eq!(must, "a date with all four digits of the year");
    assert_eq!(
        help.as_deref(),
        Some("it can mean 27 March 1985 or 27 March 2085")
    );
    assert!(read((None, None), "1/1/16").is_err());
    let (must, _) = read((Some("2017-01-01"), Some("2050-12-31")), "1/1/16").unwrap_err();
    assert_eq!(must, "from 1 January 2017 to 31 December 2050");
    assert_eq!(
        read((None, None), "29/2/99").unwrap_err().0,
        "a date that exists"
    );
}

#[test]
fn wrong_option_lists_the_allowed_ones() {
    let mut choice = fact(
        "place",
        Type::Choice(Options::new(["half_day", "full", "other"])),
        Home::Case,
    );
    choice.hint = Some("full is 8am to 6pm".into());
    let help = |text: &'static str| parse_value::parse(&choice, text).unwrap_err().help;
    assert_eq!(help("Full Day").as_deref(), Some("did you mean `full`?"));
    assert_eq!(
        help("mornings").as_deref(),
        Some("full is 8am to 6pm; use `other` if it is none of these")
    );
    let days = Options::new(["monday", "tuesday", "friday"]);
    let choices = fact("attends", Type::Choices(days), Home::Case);
    for text in [
        "monday+friday",
        "Monday, Friday",
        "monday friday",
        "friday/monday",
        "monday & friday",
    ] {
        let read = parse_value::parse(&choices, text);
        assert_eq!(read, Ok(Parsed::Value(Value::Choices(0b101))), "{text}");
    }
    let help = |text: &'static str| parse_value::parse(&choices, text).unwrap_err().help;
    assert_eq!(help("mon+tue").as_deref(), Some("did you mean `monday`?"));
    assert_eq!(
        help("[..]").as_deref(),
        Some("write several as monday+tuesday")
    );
}

#[test]
fn yes_and_no_are_read_in_common_spellings() {
    let read = |text: &'static str| parse_value::parse(&fact("f", Type::YesNo, Home::Case), text);
    for (texts, yes) in [
        (["Y", "yes", "TRUE", "1"], true),
        (["N", "no", "False", "0"], false),
    ] {
        for text in texts {
            assert_eq!(read(text), Ok(Parsed::Value(Value::YesNo(yes))), "{text}");
        }
    }
    assert!(read("2").is_err());
}

#[test]
fn confidential_value_is_not_quoted() {
    let messages = wrongs(r#"{"income": "lots of 99", "date_of_birth": "2001-02-31"}"#).join("\n");
    assert!(
        !messages.contains("99") && !messages.contains("31") && !messages.contains("February"),
        "{messages}"
    );
    assert!(messages.contains("“date of birth” must be a date that exists"));
}

#[test]
fn text_that_is_no_object_is_one_problem() {
    for (text, begins) in [
        ("", ": no facts are given"),
        ("[1]", ": the facts are not one JSON object"),
        (
            "{\"pupils\": 2",
            ": the facts break off at line 1, column 12",
        ),
        (
            "{\"pupils\": 2}\n}",
            ": the facts cannot be read as JSON from line 2, column 1",
        ),
        (
            "{\"pupils\": 2,}",
            ": the facts cannot be read as JSON from line 1",
        ),
        (
            "{\"pupils\": 02}",
            ": the facts cannot be read as JSON from line 1",
        ),
        (
            "{pupils: 2}",
            ": the facts cannot be read as JSON from line 1",
        ),
    ] {
        let messages = wrongs(text);
        assert!(
            messages.len() == 1 && messages[0].starts_with(begins),
            "{messages:?}"
        );
    }
}

#[test]
fn deep_and_long_json_is_refused_without_overflow() {
    let deep = format!(
        "{{\"pupils\": {}{}}}",
        "[".repeat(500_000),
        "]".repeat(500_000)
    );
    assert_eq!(wrongs(&deep).len(), 1);
    let long = format!("{{\"references\": [{}{{}}]}}", "{},".repeat(1_000));
    assert!(wrongs(&long)[0].contains("more than 1000 entries"));
    let most = format!("{{\"references\": [{}{{}}]}}", "{},".repeat(999));
    assert_eq!(
        from_json(&most)
            .unwrap()
            .records(ListId::new(0))
            .unwrap()
            .count(),
        1_000
    );
    let many = format!("{{{}\"a\": 1}}", "\"pupilz\": 1,".repeat(500_000));
    assert_eq!(wrongs(&many).len(), MAX_PROBLEMS + 1);
}

#[test]
fn duplicate_fact_last_wins() {
    let facts = facts_from(|intake| {
        intake.json(r#"{"pupils": 2, "references": [{"kind": "training"}]}"#);
        intake.give("pupils", &FactText::One("3".into()));
        intake.give("references", &FactText::List(Vec::new()));
    })
    .unwrap();
    assert_eq!(value(&facts, "pupils"), Value::Whole(3));
    assert_eq!(facts.records(ListId::new(0)).unwrap().count(), 0);
}

#[test]
fn duplicate_text_fact_last_wins() {
    let facts = facts_from(|intake| {
        intake.json(r#"{"references": [{"who": "Bo"}, {"who": "Di"}], "name": "Ann"}"#);
        intake.give("name", &FactText::One("Eve".into()));
        intake.json(r#"{"references": [{"who": "Cy"}]}"#);
    })
    .unwrap();
    let plain = from_json(r#"{"name": "Eve", "references": [{"who": "Cy"}]}"#).unwrap();
    assert_eq!(facts, plain);
}

#[test]
fn flag_gives_a_record() {
    let record = record_from_flag("kind=training, needs=a,b,relative=no").unwrap();
    let one = |text: &str| FactText::One(text.into());
    assert_eq!(
        record.facts,
        [
            ("kind".into(), one("training")),
            ("needs".into(), one("a,b")),
            ("relative".into(), one("no"))
        ]
    );
    assert_eq!(record.days, DaysText::default());
    assert!(record_from_flag("training").is_err());
    let dated =
        record_from_flag("kind=a,b@..2018-05-01,kind=c@2018-05-02..,@2018-01-01..").unwrap();
    let values = |given: &FactText| match given {
        FactText::Dated(values) => values.iter().map(|it| it.value.to_string()).collect(),
        _ => Vec::new(),
    };
    let [(_, kind)] = dated.facts.as_slice() else {
        panic!("{dated:?}");
    };
    assert_eq!(values(kind), ["a,b", "c"]);
    assert_eq!(dated.days.from.as_deref(), Some("2018-01-01"));
    let problems =
        facts_from(|intake| intake.give("references", &FactText::One("x".into()))).unwrap_err();
    assert_eq!(
        problems[0].says,
        "“references” must be a list of records, not `x`"
    );
}

#[test]
fn value_texts_are_parsed_by_type() {
    let read = |ty: Type, text: &'static str| parse_value::parse(&fact("f", ty, Home::Case), text);
    let number = |text: &str| rust_decimal::Decimal::from_str_exact(text).unwrap();
    assert_eq!(
        read(Type::Percent, "12.5 %"),
        Ok(Parsed::Value(Value::Percent(number("0.125").into())))
    );
    assert_eq!(
        read(Type::Money, "25"),
        Ok(Parsed::Value(Value::Money(
            crate::base::money::Money::exact(number("25"))
        )))
    );
    let options = Options::new(["a", "b"]);
    assert_eq!(
        read(Type::Choices(options.clone()), "None"),
        Ok(Parsed::Value(Value::Choices(0)))
    );
    assert_eq!(
        read(Type::Choices(options), "b, A,b"),
        Ok(Parsed::Value(Value::Choices(3)))
    );
    for (ty, text) in [
        (Type::Money, "230..=240"),
        (Type::Money, "1e3"),
        (Type::Whole, "9223372036854775808"),
        (Type::Whole, "2.1"),
        (Type::Whole, "+2"),
        (Type::Number, "0.00000000000000000000000000001"),
        (Type::Percent, "%"),
        (Type::Date, "25/13/2018"),
        (Type::YesNo, "maybe"),
        (Type::Text, "  "),
    ] {
        assert!(read(ty, text).is_err(), "{text}");
    }
}

const MEMBERS: [&str; 7] = [
    r#""pupils": 2"#,
    r#""name": "Ann""#,
    r#""hours": 7.25"#,
    r#""references": [{"who": "Bo", "kind": "training"}, {"kind": "education", "who": "Cy"}]"#,
    r#""references_complete": false"#,
    r#""needs": "training, character""#,
    r#""share": 12.5"#,
];

proptest! {
    #[test]
    fn order_of_names_does_not_matter(order in Just(MEMBERS.to_vec()).prop_shuffle()) {
        let facts = from_json(&format!("{{{}}}", order.join(","))).unwrap();
        let other = from_json(&format!("{{{}}}", MEMBERS.join(","))).unwrap();
        prop_assert_eq!(facts, other);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}", name in prop::sample::select(vec!["pupils", "share", "hours", "income", "moved_in", "session", "needs", "references", "x"])) {
        let _ = facts_from(|intake| {
            intake.json(&text);
            intake.give(name, &FactText::One(text.as_str().into()));
        });
        let _ = record_from_flag(&text);
    }

    #[test]
    fn any_value_is_read_or_refused(text in "[-0-9a-z\\[\\]{}\",.:\\\\/%£ ]{0,30}", name in prop::sample::select(vec!["pupils", "share", "hours", "income", "moved_in", "session", "needs", "references", "name"])) {
        let _ = from_json(&format!("{{\"{name}\": {text}}}"));
    }
}

#[test]
fn confidential_facts_are_left_out_of_what_is_added_to_them() {
    let mut left_out = GivenFacts::default();
    left_out.leave_out_confidential();
    let mut given = GivenFacts::default();
    given.extend(left_out);
    assert!(given.is_without_confidential());
    given.extend(GivenFacts::default());
    assert!(given.is_without_confidential());
}
