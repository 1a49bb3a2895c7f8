//! How long an answer takes, each compared with the same work written by hand in the
//! same run, with the ratio of the two printed at the end.
//!
//! `cargo bench --bench answers`
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench stops where its ground is missing, and speaks to nobody"
)]

mod by_hand;
mod ratio;
mod year;

use std::hint::black_box;

use almoner_engine::{
    Book, Question,
    base::{
        date::{self, Date},
        money::Money,
    },
    check::model::{FactText, RecordText},
    eval::{
        facts::Facts,
        quote,
        quote::{LineState, Reduced},
        screen,
        trace::{Silent, Trace},
    },
    facts::Intake,
    program::model::Ruling,
};
use by_hand::{LineResult, MusicFacts, PricedYear};
use criterion::{Criterion, criterion_group};
use rust_decimal::Decimal;
use serde_json::Value;

const MUSIC: &str = r#"{"lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true,
    "key_stage": 2, "pupil_premium": false}"#;

fn facts(ruling: &Ruling<'_>, text: &str) -> Facts {
    let mut intake = Intake::new(ruling.version);
    intake.json(text);
    intake.finish(ruling).expect("the facts are good")
}

const APPLICANT: &str = r#"{"date_of_birth": "2000-06-15", "in_care_or_care_leaver": true,
    "in_education_employment_or_training": true, "unspent_convictions": "none",
    "references": [{"kind": "training", "relative": false}, {"kind": "character", "relative": false}],
    "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#;

/// Facts as JSON text to the answer, with its trace, as JSON text.
fn answer(book: &Book, rule_set: &str, on: Date, text: &str) -> String {
    let question = Question::new(rule_set).on(on).json(text);
    book.answer(&question).unwrap().to_json()
}

/// The same by hand.
fn music_answer_by_hand(paper: &PricedYear, text: &str) -> String {
    let facts = MusicFacts::read(text).unwrap();
    by_hand::music_answer(&facts, paper).unwrap()
}

/// What the hand-written program has typed in. The fingerprints of files are
/// the same for every question: it takes them from an answer.
fn paper(book: &Book, on: Date) -> PricedYear {
    let answer: Value = serde_json::from_str(&answer(book, "music", on, MUSIC)).unwrap();
    let text = |at: &str| answer.pointer(at).and_then(Value::as_str).unwrap();
    PricedYear {
        hourly: Decimal::new(3000, 2),
        rules: text("/fingerprints/rules").to_owned(),
        tariff: text("/fingerprints/tariff").to_owned(),
        used: text("/fingerprints/used").to_owned(),
    }
}

/// Both do the same work, or there is nothing to compare.
fn assert_equal_answers(book: &Book, music: &Ruling<'_>, given: &Facts, paper: &PricedYear) {
    let on = music.on;
    let hand = by_hand::music(&MusicFacts::read(MUSIC).unwrap(), paper.hourly).unwrap();
    let quote = quote(music, given, Silent).unwrap();
    assert_eq!(quote.lines.len(), hand.lines.len());
    let Some(LineResult::Priced(tuition)) = hand.lines.first() else {
        panic!("by hand there are lessons too");
    };
    let Some(LineState::Applies(priced)) = quote.lines.first().map(|line| &line.state) else {
        panic!("there are lessons");
    };
    let exact = |amount: Option<Money>| amount.map(Money::min);
    assert_eq!(exact(quote.total), Some(hand.total));
    assert_eq!(exact(priced.gross), Some(tuition.gross));
    let Some(Reduced::Given(Some(reduction))) = priced.reductions.first() else {
        panic!("there is a reduction");
    };
    assert_eq!(Some(reduction.min()), tuition.reduction);
    let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    assert_eq!(
        read(answer(book, "music", on, MUSIC)),
        read(music_answer_by_hand(paper, MUSIC))
    );
}

fn applicant(ruling: &Ruling<'_>) -> Facts {
    let one = |text: &str| FactText::One(text.into());
    let record = |kind: &str, relative: &str| RecordText {
        facts: vec![
            ("kind".into(), one(kind)),
            ("relative".into(), one(relative)),
        ],
        ..RecordText::default()
    };
    let mut intake = Intake::new(ruling.version);
    for (name, text) in [
        ("date_of_birth", "2000-06-15"),
        ("in_care_or_care_leaver", "yes"),
        ("in_education_employment_or_training", "yes"),
        ("references_complete", "yes"),
        ("unspent_convictions", "none"),
        ("eligible_for_social_housing", "yes"),
        ("agrees_to_conditions", "yes"),
        ("supported_by_inspire", "yes"),
    ] {
        intake.give(name, &one(text));
    }
    let references = vec![record("training", "no"), record("character", "no")];
    intake.give("references", &FactText::List(references));
    intake.finish(ruling).expect("the facts are good")
}

#[expect(
    clippy::too_many_lines,
    reason = "one list of pairs is easier to read than several"
)]
fn answers(criterion: &mut Criterion) {
    let book = Book::from_files(almoner_built_in::files()).expect("the book has no errors");
    let program = book.program();
    let on = date::parse("2018-05-01").unwrap();
    let screened = date::parse("2018-06-15").unwrap();
    let music = program.select("music", on, None).unwrap();
    let head_start = program.select("head-start", screened, None).unwrap();
    let given = facts(&music, MUSIC);
    let person = applicant(&head_start);
    let paper = paper(&book, on);
    assert_equal_answers(&book, &music, &given, &paper);
    let hand = MusicFacts::read(MUSIC).unwrap();

    let mut pairs = ratio::Pairs::new(criterion);
    pairs.pair(
        "music, silent",
        || {
            drop(black_box(quote(
                black_box(&music),
                black_box(&given),
                Silent,
            )))
        },
        || {
            drop(black_box(by_hand::music(
                black_box(&hand),
                black_box(paper.hourly),
            )));
        },
    );
    pairs.pair(
        "music, traced against silent",
        || {
            let mut trace = Trace::new();
            drop(black_box(quote(
                black_box(&music),
                black_box(&given),
                &mut trace,
            )));
            drop(black_box(trace));
        },
        || {
            drop(black_box(quote(
                black_box(&music),
                black_box(&given),
                Silent,
            )))
        },
    );
    pairs.pair(
        "head-start, traced against silent",
        || {
            let mut trace = Trace::new();
            drop(black_box(screen(
                black_box(&head_start),
                black_box(&person),
                &mut trace,
            )));
            drop(black_box(trace));
        },
        || {
            drop(black_box(screen(
                black_box(&head_start),
                black_box(&person),
                Silent,
            )))
        },
    );
    pairs.pair(
        "music, JSON to JSON",
        || drop(black_box(answer(&book, "music", on, black_box(MUSIC)))),
        || drop(black_box(music_answer_by_hand(&paper, black_box(MUSIC)))),
    );
    pairs.pair(
        "head-start against music, JSON to JSON",
        || {
            drop(black_box(answer(
                &book,
                "head-start",
                screened,
                black_box(APPLICANT),
            )))
        },
        || drop(black_box(answer(&book, "music", on, black_box(MUSIC)))),
    );
    let (changing, steady) = (year::booking(true), year::booking(false));
    assert_eq!(year::parts(&book, &changing), 11);
    assert_eq!(year::parts(&book, &steady), 1);
    pairs.pair(
        "year with ten changes against none",
        || {
            black_box(year::parts(&book, black_box(&changing)));
        },
        || {
            black_box(year::parts(&book, black_box(&steady)));
        },
    );
    pairs.print();
}

criterion_group!(benches, answers);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
}
