use super::{
    DaySource, Detail, Evaluation, Part, Question, Refusal,
    ranking::{Candidate, MAX_APPLICANTS, Ranker, Vacancies},
};
use crate::{
    answer::book::Book,
    base::date,
    eval::screen::Standing,
    facts::{FactRecord, GivenFacts, ProblemCode},
};

fn council() -> Book {
    Book::from_files(almoner_built_in::files()).unwrap()
}

fn of_one(rules: &'static str) -> Book {
    let path = "rules/one/2017-04-01.ron".to_owned();
    Book::from_files(&[(path, rules.as_bytes())]).unwrap()
}

const SHARED: &str = r#"Pricing(
    id: "one", title: "One", in_force: "2017-04-01",
    decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
    rounding: (mode: "half_up", to: "£0.01"),
    facts: [(id: "people", is: Whole, ask: "?")],
    lines: [(id: "help", says: "Help", cite: "1", each: "£10 / people", quantity: "1")],
)"#;

fn day(text: &str) -> date::Date {
    date::parse(text).unwrap()
}

#[test]
fn fault_is_shown_only_with_the_book_that_was_asked() {
    let (book, same_files) = (of_one(SHARED), of_one(SHARED));
    let question = Question::new("one").on(day("2018-05-01")).fact("people", 0);
    let Err(Refusal::Fault(faulted)) = book.answer(&question) else {
        panic!("a fault");
    };
    assert!(faulted.words().starts_with("the sum cannot be done"));
    assert!(faulted.in_book(&book).is_some());
    assert!(faulted.in_book(&same_files).is_none());
}

/// A question that gives no confidential fact is answered once, and the list says what it
/// says of the question without them.
#[test]
fn list_says_the_same_where_nothing_confidential_is_given() {
    let book = council();
    let reference = |kind: &'static str| FactRecord::new().fact("kind", kind);
    let references = vec![reference("training"), reference("character")];
    let born = |year: &str| {
        Question::new("head-start")
            .on(day("2018-06-15"))
            .fact("date_of_birth", day(&format!("{year}-03-01")))
            .fact("in_care_or_care_leaver", true)
            .fact("in_education_employment_or_training", true)
            .fact("eligible_for_social_housing", true)
            .fact("references", references.clone())
    };
    for question in [born("1998"), born("1985")] {
        let listed = |question: &Question<'_>| book.answer_for_list(question).unwrap().to_json();
        let silent = question.detail(Detail::Silent);
        assert_eq!(listed(&silent), listed(&silent.without_confidential()));
    }
    let convicted = born("1998").fact("unspent_convictions", vec!["violence"]);
    let convicted = convicted.fact("agrees_to_conditions", true);
    let listed = book.answer_for_list(&convicted).unwrap();
    assert!(!listed.to_json().contains("violence"));
}

#[test]
fn booking_is_asked_about_from_its_first_day() {
    let book = council();
    let child = FactRecord::new()
        .fact("date_of_birth", day("2016-01-01"))
        .fact("pattern", "full")
        .fact("attends", vec!["monday", "tuesday"])
        .fact("lunches_on", Vec::<&str>::new());
    let booking = |last: &str| {
        Question::new("nursery")
            .fact("first_day", day("2018-03-26"))
            .fact("last_day", day(last))
            .fact("children", vec![child.clone()])
    };
    let answer = book.answer(&booking("2018-04-06")).unwrap();
    let days: Vec<_> = answer.parts().map(|part| part.days().unwrap()).collect();
    assert_eq!(
        days,
        [
            (day("2018-03-26"), day("2018-03-31")),
            (day("2018-04-01"), day("2018-04-06"))
        ]
    );
    assert_eq!(answer.asked().ruling.on, day("2018-03-26"));
    let sum: Vec<_> = answer
        .parts()
        .map(|part| part.quote().unwrap().total)
        .collect();
    let both = sum[0].unwrap().checked_add(sum[1].unwrap());
    assert_eq!(answer.total(), both);

    let Err(Refusal::NotAvailable { day: source, .. }) = book.answer(&booking("2019-06-03")) else {
        panic!("there are no prices for June 2019");
    };
    assert_eq!(source, DaySource::WithinBooking("last_day".into()));
    let backwards = book.answer(&booking("2018-03-01")).unwrap_err();
    let Refusal::Facts(problems) = backwards else {
        panic!("{backwards}");
    };
    assert_eq!(problems[0].code, ProblemCode::PeriodReversed);
    let elsewhere = booking("2018-04-06").on(day("2018-03-27"));
    let Err(Refusal::Facts(problems)) = book.answer(&elsewhere) else {
        panic!("two first days");
    };
    assert_eq!(problems[0].code, ProblemCode::DayMismatch);
}

#[test]
fn default_day_is_taken_only_where_no_other_is_named() {
    let book = council();
    let question = Question::new("music").fact("lessons", 0);
    assert!(matches!(book.answer(&question), Err(Refusal::NoDay)));
    let question = question.default_day(day("1999-01-01"));
    let Err(Refusal::NotAvailable { day: source, .. }) = book.answer(&question) else {
        panic!("there were no rules in 1999");
    };
    assert_eq!(source, DaySource::Default);
    assert!(book.answer(&question.on(day("2018-05-01"))).is_ok());
}

#[test]
fn later_facts_replace_earlier_ones_in_whatever_form() {
    let book = council();
    let question = Question::new("music")
        .on(day("2018-05-01"))
        .json(r#"{"lessons": 1, "minutes": 60, "pupils": 1, "free_school_meals": false}"#)
        .text("lessons", "2")
        .fact("lessons", 3)
        .fact("pupil_premium", false);
    let total = book.answer(&question).unwrap().total().unwrap();
    assert_eq!(total.to_string(), "£90.00");
}

#[test]
fn every_problem_of_typed_facts_is_reported_with_its_place() {
    let book = council();
    let question = Question::new("music")
        .on(day("2018-05-01"))
        .fact("lessons", true)
        .fact("minuets", 20)
        .fact("pupils", 41);
    let Err(Refusal::Facts(problems)) = book.answer(&question) else {
        panic!("three problems");
    };
    let found: Vec<_> = problems
        .iter()
        .map(|it| (it.code, it.at.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (ProblemCode::InvalidValue, "/lessons"),
            (ProblemCode::UnknownFact, "/minuets"),
            (ProblemCode::InvalidValue, "/pupils"),
        ]
    );
}

#[test]
fn ranking_refuses_what_it_cannot_put_in_order() {
    let book = council();
    let on = day("2018-06-15");
    let ranker = |rule_set| Ranker::new(&book, rule_set, on, None, Detail::Silent);
    let refused = ranker("music").unwrap_err();
    assert_eq!(refused.code(), "no-priority");

    let mut full = ranker("head-start").unwrap();
    for row in 0..=u64::try_from(MAX_APPLICANTS).unwrap() {
        full.add(Candidate::new(row, row.to_string(), GivenFacts::default()));
    }
    let problems = full.finish(None).unwrap_err();
    assert_eq!(problems[0].code, ProblemCode::TooMany);

    for of_kind in [vec![(99, 1)], vec![(0, 1), (0, 1)], vec![(0, 5)]] {
        let vacancies = Vacancies { of_kind, total: 1 };
        let problems = ranker("head-start").unwrap().finish(Some(vacancies));
        assert_eq!(problems.unwrap_err()[0].at, "/vacancies");
    }
}

/// Of a period, an age that is not known still turns on days that are.
#[test]
fn parts_begin_where_what_is_unknown_turns() {
    let rules = r#"Eligibility(
        id: "one", title: "One", in_force: "2017-04-01",
        decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
        period: (from: "first", to: "last", outcome: "any_part"),
        facts: [
            (id: "first", is: Date, within: "2017-04-01..2020-12-31", ask: "?", changes: Never),
            (id: "last", is: Date, within: "2017-04-01..2020-12-31", ask: "?", changes: Never),
            (id: "born", is: Date, within: "2016-01-01..2016-01-31", ask: "?", changes: Never),
            (id: "moved", is: Date, within: "2018-02-10..2018-02-20", ask: "?", changes: Never),
        ],
        criteria: [
            (id: "two", says: "Aged two", cite: "1", holds: "age(born) >= 2"),
            (id: "lives", says: "Lives here", cite: "1", holds: "on >= moved"),
        ],
    )"#;
    let book = of_one(rules);
    let question = Question::new("one")
        .fact("first", day("2017-12-01"))
        .fact("last", day("2018-02-28"));
    let answer = book.answer(&question).unwrap();
    let parts: Vec<String> = answer.parts().map(days_and_standings).collect();
    assert_eq!(
        parts,
        [
            "2017-12-01 2017-12-31 no, no",
            "2018-01-01 2018-01-30 open, no",
            "2018-01-31 2018-02-09 yes, no",
            "2018-02-10 2018-02-19 yes, open",
            "2018-02-20 2018-02-28 yes, yes",
        ]
    );
}

fn days_and_standings(part: &Part<'_>) -> String {
    let (Some(days), Evaluation::Screening(screening)) = (&part.days, &part.evaluation) else {
        panic!("a part of a screening");
    };
    let standings = screening.standings.iter().map(|standing| match standing {
        Standing::Met => "yes",
        Standing::NotMet => "no",
        _ => "open",
    });
    let standings: Vec<&str> = standings.collect();
    format!("{} {} {}", days.first, days.last, standings.join(", "))
}
