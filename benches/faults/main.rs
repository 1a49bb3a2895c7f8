//! What becomes of answers and memory when callers misbehave: a crowd, idlers,
//! slow senders, strange bodies, a book that breaks, a stop under load. Prints
//! the figures and fails where an answer was lost, cut off or mixed up.
//!
//! `cargo bench --bench faults`, on this machine only; about a minute.
#![expect(
    clippy::expect_used,
    reason = "a bench stops where its ground is missing"
)]

mod callers;
mod hostile;
mod service;

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use callers::{Came, ask, in_threads, start_question};
use service::{Book, Service};

const CROWD: usize = 10_000;
const THREADS: usize = 16;

fn main() {
    crowd();
    idlers();
    slow_senders();
    strange_bodies();
    a_book_that_breaks();
    a_stop();
    hostile::unread_answers();
    hostile::half_sent_bodies();
    hostile::idle_crowd();
    hostile::long_questions();
    hostile::longest_questions();
    hostile::withdrawn_tokens();
}

/// Everyone asks something else, and reads only once all have asked.
fn crowd() {
    let service = Service::start(&[]);
    let since = Instant::now();
    let came = in_threads(THREADS, |thread| {
        let mine = CROWD / THREADS;
        let numbers = (0..mine).map(|number| thread * mine + number);
        let waiting: Vec<_> = numbers
            .map(|number| (number, start_question(&service.address, number)))
            .collect();
        let answers = waiting.into_iter();
        answers
            .map(|(number, stream)| Came::of(stream, number))
            .sum()
    });
    let took = since.elapsed();
    service.report(
        "10,000 connections at once, each with a question",
        came,
        took,
    );
    assert_eq!((came.good, came.mixed, came.cut), (CROWD, 0, 0));
}

/// Everyone says nothing, and one more asks, at default settings.
fn idlers() {
    let service = Service::start(&[]);
    let idle: Vec<_> = (0..THREADS).collect();
    let idle: Vec<_> = thread::scope(|scope| {
        let each = idle.iter().map(|_| {
            scope.spawn(|| -> Vec<_> {
                let connect = |_| callers::connect(&service.address);
                (0..CROWD / THREADS).map(connect).collect()
            })
        });
        let opened: Vec<_> = each.collect();
        let opened = opened.into_iter();
        opened
            .flat_map(|it| it.join().expect("it connected"))
            .collect()
    });
    let since = Instant::now();
    let came = ask(&service.address, 7);
    let took = since.elapsed();
    service.report("10,000 idle connections, and one that asks", came, took);
    assert_eq!((idle.len(), came.good), (CROWD, 1));
}

/// Some send a byte now and then while others ask.
fn slow_senders() {
    let service = Service::start(&["--patience", "3"]);
    let stop = AtomicBool::new(false);
    let since = Instant::now();
    let came = thread::scope(|scope| {
        scope.spawn(|| callers::drip(&service.address, 500, &stop));
        thread::sleep(Duration::from_millis(500));
        let came = in_threads(4, |thread| {
            (0..500)
                .map(|it| ask(&service.address, thread * 500 + it))
                .sum()
        });
        stop.store(true, Ordering::Relaxed);
        came
    });
    service.report(
        "500 slow senders, and 2,000 questions",
        came,
        since.elapsed(),
    );
    assert_eq!((came.good, came.mixed, came.cut), (2000, 0, 0));
}

/// Bodies that are too long, too deep, doubled, not text.
fn strange_bodies() {
    let service = Service::start(&[]);
    let deep = [
        b"{\"facts\":".as_slice(),
        &[b'['; 500_000],
        &[b']'; 500_000],
        b"}",
    ]
    .concat();
    let doubled = format!(
        "{{\"facts\":{{{}\"a\":1}}}}",
        "\"lessons\":1,".repeat(60_000)
    );
    let huge = format!("{{\"facts\":{{\"lessons\":{}}}}}", "9".repeat(900_000));
    let bodies: [&[u8]; 5] = [
        &deep,
        doubled.as_bytes(),
        huge.as_bytes(),
        &[b' '; 2 << 20],
        b"{\"facts\":{\"lessons\":\"\xff\"}}",
    ];
    let since = Instant::now();
    let came = in_threads(4, |_| {
        let each = bodies.iter().cycle().take(100);
        each.map(|body| callers::refused(&service.address, body))
            .sum()
    });
    service.report("400 strange bodies, each refused", came, since.elapsed());
    assert_eq!((came.good, came.cut), (400, 0));
}

/// Rule files become invalid and valid again while questions arrive.
fn a_book_that_breaks() {
    let book = Book::new();
    let service = Service::start(&["--book", book.path()]);
    let stop = AtomicBool::new(false);
    let since = Instant::now();
    let came = thread::scope(|scope| {
        let asking = scope.spawn(|| callers::until(&service.address, &stop));
        for _ in 0..3 {
            for (from, to) in [("Pricing(", "Prizing("), ("Prizing(", "Pricing(")] {
                book.change("rules/music/2017-04-01.ron", from, to);
                thread::sleep(Duration::from_millis(700));
                service.signal("-HUP");
                thread::sleep(Duration::from_millis(700));
            }
        }
        stop.store(true, Ordering::Relaxed);
        asking.join().expect("they asked")
    });
    service.report(
        "a book that breaks 3 times under load",
        came,
        since.elapsed(),
    );
    assert!(came.good > 0, "the service did not start");
    assert_eq!((came.mixed, came.cut, came.unheard), (0, 0, 0));
}

/// The service is stopped while callers ask.
fn a_stop() {
    let service = Service::start(&[]);
    let stop = AtomicBool::new(false);
    let since = Instant::now();
    let came = thread::scope(|scope| {
        let asking = scope.spawn(|| callers::until(&service.address, &stop));
        thread::sleep(Duration::from_secs(2));
        service.signal("-TERM");
        thread::sleep(Duration::from_secs(1));
        stop.store(true, Ordering::Relaxed);
        asking.join().expect("they asked")
    });
    // After the stop, open connections are answered and no others accepted.
    println!(
        "{:<50} {:>6} answered, {} mixed, {} cut off, {:?}",
        "SIGTERM under load",
        came.good,
        came.mixed,
        came.cut,
        since.elapsed()
    );
    assert_eq!((came.mixed, came.cut), (0, 0));
    assert_eq!(service.ended(), Some(0));
}
