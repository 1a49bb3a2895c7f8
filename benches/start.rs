//! What it costs to start: the built-in book opened and one question answered,
//! as the command line does it, compared with the book opened with its cases,
//! as `check` and `test` do.
//!
//! `cargo bench --bench start`
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a bench stops where its ground is missing, and speaks to nobody"
)]

use std::hint::black_box;

use almoner_engine::{
    Question,
    base::date,
    book::{Opened, open, open_without_cases},
    load::BookFrom,
};
use criterion::{Criterion, criterion_group, criterion_main};

const MUSIC: &str = r#"{"lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true,
    "key_stage": 2, "pupil_premium": false}"#;

fn answer(opened: &Opened) -> String {
    let book = opened.book.as_ref().expect("the book has no errors");
    let on = date::parse("2018-05-01").unwrap();
    let question = Question::new("music").on(on).json(MUSIC);
    book.answer(&question).unwrap().to_json()
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.bench_function("open the book, answer one question", |bencher| {
        bencher.iter(|| {
            answer(
                &open_without_cases(black_box(BookFrom::Files(almoner_built_in::files()))).unwrap(),
            )
        });
    });
    group.bench_function("open the book with its cases", |bencher| {
        bencher.iter(|| open(black_box(BookFrom::Files(almoner_built_in::files()))).unwrap());
    });
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
