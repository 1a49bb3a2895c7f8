//! What the council's quotes can come to while facts are missing, calculated by hand from
//! the printed tariffs of 2018/19.

use almoner_engine::{
    answer::Question,
    base::date,
    book::{Book, open},
    load::BookFrom,
    present::{self, AnswerView},
};

fn council() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files()));
    let opened = opened.expect("the built-in book is there");
    opened.book.expect("the built-in book has no errors")
}

/// The words that replace the total.
fn total(rule_set: &str, facts: &str) -> String {
    let book = council();
    let day = date::parse("2018-05-01").expect("a day");
    let question = Question::new(rule_set).on(day).json(facts);
    let answer = book.answer(&question).expect("an answer");
    match present::answer(&answer) {
        AnswerView::Quote(quote) => quote.total.amount.words,
        _ => panic!("a quote"),
    }
}

/// 30 minutes at £30.00 an hour are £15.00 a lesson; up to 500 lessons.
#[test]
fn music_without_the_number_of_lessons() {
    let facts =
        r#"{"minutes": 30, "pupils": 1, "free_school_meals": false, "pupil_premium": false}"#;
    assert_eq!(
        total("music", facts),
        "not known yet, from £0.00 to £7,500.00"
    );
}

/// Ten lessons of 5 to 240 minutes, shared by 1 to 40 pupils: £2.50 / 40 is £0.06 a lesson,
/// and four hours are £120.00.
#[test]
fn music_without_the_length_of_a_lesson_and_the_pupils() {
    let facts = r#"{"lessons": 10, "free_school_meals": false, "pupil_premium": false}"#;
    assert_eq!(
        total("music", facts),
        "not known yet, from £0.60 to £1,200.00"
    );
}

/// Ten lessons of 30 minutes are £150.00; what First Access costs is agreed.
#[test]
fn music_with_a_price_that_is_published_later() {
    let facts = r#"{"lessons": 10, "minutes": 30, "pupils": 1, "free_school_meals": false,
        "pupil_premium": false, "programme": "first_access"}"#;
    assert_eq!(total("music", facts), "not known yet, at least £150.00");
}

/// Full days from age 2: none, or up to the week, the lower of 5 × £47.50 and £230–£240.
#[test]
fn nursery_without_the_number_of_days() {
    let facts = r#"{"children": [{"date_of_birth": "2015-11-01", "pattern": "full", "lunches_per_week": 0}]}"#;
    assert_eq!(
        total("nursery", facts),
        "not known yet, from £0.00 to £237.50"
    );
}

/// Five half days: £125.00 for a baby, £132.50 from 2, and no place before birth and from 6.
#[test]
fn nursery_without_the_date_of_birth() {
    let facts =
        r#"{"children": [{"pattern": "half_day", "days_per_week": 5, "lunches_per_week": 0}]}"#;
    assert_eq!(
        total("nursery", facts),
        "not known yet, from £0.00 to £132.50"
    );
}

/// One adult alone is a group, £121.00; with 1 or 2 children a family, £94.50; with 500 a
/// family with 2 of them, and 50 groups: £94.50 + £6,050.00.
#[test]
fn grangewaters_without_the_number_of_children() {
    let facts = r#"{"visit": "day_visit", "who": "family", "sessions": "session", "adults": 1}"#;
    assert_eq!(
        total("grangewaters", facts),
        "not known yet, from £94.50 to £6,144.50"
    );
}

/// Nobody at all is for an officer: there is no range while it can be so.
#[test]
fn grangewaters_without_anybody_has_no_range() {
    let facts = r#"{"visit": "day_visit", "who": "family", "sessions": "session", "adults": 0}"#;
    assert_eq!(total("grangewaters", facts), "not known yet");
}
