//! Counts and times for Prometheus: by rule set and route, never by person.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::atomic::{AtomicU32, AtomicU64},
    time::Instant,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answers {
    rule_set: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Set {
    rule_set: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Requests {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Loads {
    result: &'static str,
}

type Times = Family<Set, Histogram, fn() -> Histogram>;

type Connections = Gauge<u32, AtomicU32>;

/// A connection, counted for as long as this is held.
pub(super) struct Counted(Connections);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// From 10 µs to 1 s, for one answer.
const BUCKETS: [f64; 11] = [
    0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.025, 0.1, 1.0,
];

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Meters {
    registry: Registry,
    answers: Family<Answers, Counter>,
    times: Times,
    requests: Family<Requests, Counter>,
    loads: Family<Loads, Counter>,
    /// Calls without a token that is good here.
    pub(super) turned_away: Counter,
    /// Connections at this moment.
    connections: Connections,
    /// Counts on from somewhere with every request, for their names.
    pub(super) numbered: AtomicU64,
}

impl Meters {
    pub(super) fn new() -> Meters {
        let mut meters = Meters {
            registry: Registry::with_prefix("almoner"),
            answers: Family::default(),
            times: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            requests: Family::default(),
            loads: Family::default(),
            turned_away: Counter::default(),
            connections: Gauge::default(),
            numbered: AtomicU64::new(RandomState::new().hash_one("requests")),
        };
        let registry = &mut meters.registry;
        let answers = meters.answers.clone();
        registry.register("answers", "Answers by rule set and outcome", answers);
        let times = meters.times.clone();
        registry.register("answer_seconds", "Time to work out an answer", times);
        let requests = meters.requests.clone();
        registry.register("requests", "Requests by route and status", requests);
        let loads = meters.loads.clone();
        registry.register("book_loads", "Books offered since the start", loads);
        let turned_away = meters.turned_away.clone();
        registry.register("turned_away", "Calls without a good token", turned_away);
        let connections = meters.connections.clone();
        registry.register("connections", "Open connections", connections);
        meters
    }

    /// Counts a connection for as long as what comes back is held.
    pub(super) fn connection(&self) -> Counted {
        self.connections.inc();
        Counted(self.connections.clone())
    }

    /// Counts an answer to a question of a rule set that there is.
    pub(super) fn answered(&self, rule_set: &str, outcome: &'static str, since: Instant) {
        let rule_set = rule_set.to_owned();
        let took = since.elapsed();
        let set = Set { rule_set };
        self.times.get_or_create(&set).observe(took.as_secs_f64());
        let rule_set = set.rule_set;
        let labels = Answers { rule_set, outcome };
        self.answers.get_or_create(&labels).inc();
    }

    /// Counts a request.
    pub(super) fn requested(&self, route: &'static str, status: u16) {
        let labels = Requests { route, status };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts a book that was offered.
    pub(super) fn loaded(&self, result: &'static str) {
        self.loads.get_or_create(&Loads { result }).inc();
    }

    /// Everything, in the OpenMetrics text format.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        match text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(_) => String::from("# EOF\n"),
        }
    }
}
