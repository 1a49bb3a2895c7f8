//! How long an answer takes, each beside the same work written by hand in the
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

use std::hint::black_box;

use almoner_engine::{
    answer::{
        Asked,
        json::{self, Fragments, Prepared},
    },
    base::{date, money::Money},
    check::{check, model::Given},
    eval::{
        facts::Facts,
        quote::{LineState, Reduced, quote, quote_traced},
        screen::{decide, screen, screen_traced},
    },
    facts::Intake,
    load::{BookFrom, load},
    program::{
        compile,
        model::{Program, Ruling},
    },
    source,
};
use by_hand::{HeadStartFacts, Kind, MusicFacts, Outcome, Paper, Reference, Stands};
use criterion::{Criterion, criterion_group};
use rust_decimal::Decimal;
use serde_json::Value;

const MUSIC: &str = r#"{"lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true,
    "key_stage": 2, "pupil_premium": false}"#;

fn program() -> Program {
    let loaded = load(BookFrom::Files(almoner_built_in::files())).expect("the book is built in");
    let checked = check(&loaded.sources, source::parse(&loaded.sources));
    compile(checked.book.expect("the built-in book has no errors"))
}

fn facts(ruling: &Ruling<'_>, text: &str) -> Facts {
    let mut intake = Intake::new(ruling.version);
    intake.json(text);
    intake.finish(ruling).expect("the facts are good")
}

/// Facts as JSON text to the answer, with its trace, as JSON text.
fn music_answer(music: &Ruling<'_>, fragments: Fragments<'_>, text: &str) -> String {
    let given = facts(music, text);
    let (quote, trace) = quote_traced(music, &given).unwrap();
    let asked = Asked {
        ruling: music,
        facts: &given,
        fragments,
    };
    json::quote(asked, &quote, Some(&trace))
}

/// The same by hand.
fn music_answer_by_hand(paper: &Paper, text: &str) -> String {
    let facts = MusicFacts::read(text).unwrap();
    let answer = by_hand::music_traced(&facts, paper).unwrap();
    serde_json::to_string(&answer).unwrap()
}

/// What the hand-written program has typed in. The fingerprints of files are
/// the same for every question: it takes them from an answer.
fn paper(music: &Ruling<'_>, fragments: Fragments<'_>) -> Paper {
    let answer: Value = serde_json::from_str(&music_answer(music, fragments, MUSIC)).unwrap();
    let text = |at: &str| answer.pointer(at).and_then(Value::as_str).unwrap();
    Paper {
        hourly: Decimal::new(3000, 2),
        rules: text("/fingerprints/rules").to_owned(),
        tariff: text("/fingerprints/tariff").to_owned(),
    }
}

/// Both do the same work, or there is nothing to compare.
fn assert_alike(music: &Ruling<'_>, fragments: Fragments<'_>, given: &Facts, paper: &Paper) {
    let hand = by_hand::music(&MusicFacts::read(MUSIC).unwrap(), paper.hourly).unwrap();
    let quote = quote(music, given).unwrap();
    assert_eq!(quote.lines.len(), hand.lines.len());
    let Some(Stands::Priced(tuition)) = hand.lines.first() else {
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
        read(music_answer(music, fragments, MUSIC)),
        read(music_answer_by_hand(paper, MUSIC))
    );
}

fn applicant(ruling: &Ruling<'_>) -> Facts {
    let one = |text: &str| Given::One(text.into());
    let record = |kind: &str, relative: &str| {
        vec![
            ("kind".into(), kind.into()),
            ("relative".into(), relative.into()),
        ]
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
    ] {
        intake.give(name, &one(text));
    }
    let references = vec![record("training", "no"), record("character", "no")];
    intake.give("references", &Given::List(references));
    intake.finish(ruling).expect("the facts are good")
}

fn applicant_by_hand() -> HeadStartFacts {
    let reference = |kind| Reference {
        kind,
        relative: false,
    };
    HeadStartFacts {
        date_of_birth: date::parse("2000-06-15").unwrap(),
        in_education_employment_or_training: true,
        references: vec![reference(Kind::Training), reference(Kind::Character)],
        bars: 0,
        eligible_for_social_housing: true,
        agrees_to_conditions: true,
    }
}

#[expect(clippy::too_many_lines, reason = "each pair stands beside the next")]
fn answers(criterion: &mut Criterion) {
    let program = program();
    let on = date::parse("2018-05-01").unwrap();
    let screened = date::parse("2018-06-15").unwrap();
    let music = program.choose("music", on, None).unwrap();
    let prepared = Prepared::new(program.contents());
    let fragments = prepared.fragments(&music);
    let head_start = program.choose("head-start", screened, None).unwrap();
    let given = facts(&music, MUSIC);
    let person = applicant(&head_start);
    let paper = paper(&music, fragments);
    assert_alike(&music, fragments, &given, &paper);
    let hand = MusicFacts::read(MUSIC).unwrap();
    let hand_person = applicant_by_hand();
    assert_eq!(
        by_hand::head_start(&hand_person, screened),
        Outcome::Eligible
    );

    let mut pairs = ratio::Pairs::new(criterion);
    pairs.pair(
        "music, silent",
        || drop(black_box(quote(black_box(&music), black_box(&given)))),
        || {
            drop(black_box(by_hand::music(
                black_box(&hand),
                black_box(paper.hourly),
            )));
        },
    );
    pairs.pair(
        "head-start, silent",
        || {
            drop(black_box(decide(
                black_box(&head_start),
                black_box(&person),
            )))
        },
        || {
            black_box(by_hand::head_start(black_box(&hand_person), screened));
        },
    );
    pairs.pair(
        "music, traced beside silent",
        || {
            drop(black_box(quote_traced(
                black_box(&music),
                black_box(&given),
            )))
        },
        || drop(black_box(quote(black_box(&music), black_box(&given)))),
    );
    pairs.pair(
        "head-start, traced beside silent",
        || {
            drop(black_box(screen_traced(
                black_box(&head_start),
                black_box(&person),
            )))
        },
        || {
            drop(black_box(screen(
                black_box(&head_start),
                black_box(&person),
            )))
        },
    );
    pairs.pair(
        "music, JSON to JSON",
        || drop(black_box(music_answer(&music, fragments, black_box(MUSIC)))),
        || drop(black_box(music_answer_by_hand(&paper, black_box(MUSIC)))),
    );
    pairs.print();
}

criterion_group!(benches, answers);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
}
