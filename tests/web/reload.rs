//! The book changes under a running service.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::service::{Service, free_address};
use crate::harness::TempDir;

/// Waits until something holds; fails if it never does.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

const QUESTION: &str = r#"{"on":"2017-05-01","facts":{"lessons":1,"minutes":60,"pupils":1,
    "free_school_meals":false,"pupil_premium":false,"key_stage":2}}"#;

#[test]
fn invalid_book_is_refused_and_last_good_one_kept() {
    let book = TempDir::of_rule_set("music");
    let monitoring = free_address();
    let service = Service::start(&["--book", book.path(), "--metrics", &monitoring]);
    let total = || {
        let reply = service.post("/v1/quotes/music", QUESTION);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["total"].as_str().map(str::to_owned)
    };
    assert_eq!(total().as_deref(), Some("30.00"));
    let before = service.get("/readyz").json()["book"].clone();

    let rules = "rules/music/2017-04-01.ron";
    book.change(rules, "Pricing(", "Prizing(");
    until("the bad book is refused", || {
        service.get("/readyz").json().get("refused").is_some()
    });
    let ready = service.get("/readyz");
    assert_eq!(ready.status, 200);
    // Callers learn that it is refused; why is for the monitoring listener.
    assert_eq!(ready.json()["refused"], true);
    assert!(!ready.text().contains(rules), "{}", ready.text());
    let details = service.get_at(&monitoring, "/readyz");
    let found = &details.json()["refused"]["diagnostics"][0];
    assert_eq!(found["file"], rules);
    assert_eq!(ready.json()["book"], before);
    assert_eq!(total().as_deref(), Some("30.00"));

    book.change(rules, "Prizing(", "Pricing(");
    book.change(
        "tariffs/2017-18.ron",
        "price: Variable(30.00), row: 67",
        "price: Variable(36.00), row: 67",
    );
    service.signal("-HUP");
    until("the new book is taken", || {
        total().as_deref() == Some("36.00")
    });
    let after = service.get("/readyz").json();
    assert!(after.get("refused").is_none() && after["book"] != before);
}

#[test]
fn answers_never_mix_two_books() {
    let book = TempDir::of_rule_set("music");
    let service = Service::start(&["--book", book.path()]);
    let stop = AtomicBool::new(false);
    let pairs = Mutex::new(BTreeSet::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let reply = service.post("/v1/quotes/music", QUESTION);
                    assert_eq!(reply.status, 200);
                    let answer = reply.json();
                    let pair = (
                        answer["fingerprints"]["tariff"].to_string(),
                        reply.header("almoner-book").map(str::to_owned),
                        answer["total"].to_string(),
                    );
                    pairs.lock().expect("nobody failed").insert(pair);
                }
            });
        }
        let tariff = "tariffs/2017-18.ron";
        let change = |from: &str, to: &str| {
            book.change(tariff, from, to);
            thread::sleep(Duration::from_millis(300));
            service.signal("-HUP");
        };
        let refused = || service.get("/readyz").json().get("refused").is_some();
        change("Variable(30.00), row: 67", "Variable(36.00), row: 67");
        until("the new price is taken", || {
            service.post("/v1/quotes/music", QUESTION).json()["total"] == "36.00"
        });
        change("Tariff(", "Tarif(");
        until("the bad book is refused", refused);
        change("Tarif(", "Tariff(");
        until("the book is taken again", || !refused());
        stop.store(true, Ordering::Relaxed);
    });
    let pairs = pairs.into_inner().expect("nobody failed");
    let totals: Vec<&str> = pairs.iter().map(|(_, _, total)| total.as_str()).collect();
    // One book each, and each with its own total.
    assert_eq!(pairs.len(), 2, "{pairs:?}");
    assert!(totals.contains(&"\"30.00\"") && totals.contains(&"\"36.00\""));
}

#[test]
fn service_starts_with_what_is_whole_and_says_that_it_is_not_all() {
    let book = TempDir::of_rule_set("music");
    book.write(
        "rules/draft/2018-04-01.ron",
        "Pricing(id: \"draft\", in_force: \"2018-04-01\", linez: [])",
    );
    let monitoring = free_address();
    let service = Service::start(&["--book", book.path(), "--metrics", &monitoring]);
    assert_eq!(service.post("/v1/quotes/music", QUESTION).status, 200);
    let ready = service.get("/readyz");
    assert_eq!(ready.status, 200);
    assert_eq!(ready.json()["refused"], true);
    let details = service.get_at(&monitoring, "/readyz");
    let found = &details.json()["refused"]["diagnostics"][0];
    assert_eq!(found["file"], "rules/draft/2018-04-01.ron");
}
