//! Metrics for Prometheus: by rule set and route, never by person.

use std::{sync::atomic::AtomicU32, time::Instant};

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

/// Guard of a counted connection.
pub(super) struct OpenConnection(Connections);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// From 10 µs to 1 s, for one answer.
const BUCKETS: [f64; 11] = [
    0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.025, 0.1, 1.0,
];

/// All metrics of the service.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    answers: Family<Answers, Counter>,
    times: Times,
    requests: Family<Requests, Counter>,
    loads: Family<Loads, Counter>,
    /// Calls without a token that is good here.
    pub(super) turned_away: Counter,
    connections: Connections,
}

impl Metrics {
    pub(super) fn new() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("almoner"),
            answers: Family::default(),
            times: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            requests: Family::default(),
            loads: Family::default(),
            turned_away: Counter::default(),
            connections: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        let answers = metrics.answers.clone();
        registry.register("answers", "Answers by rule set and outcome", answers);
        let times = metrics.times.clone();
        registry.register("answer_seconds", "Time to work out an answer", times);
        let requests = metrics.requests.clone();
        registry.register("requests", "Requests by route and status", requests);
        let loads = metrics.loads.clone();
        registry.register("book_loads", "Books offered since the start", loads);
        let turned_away = metrics.turned_away.clone();
        registry.register("turned_away", "Calls without a good token", turned_away);
        let connections = metrics.connections.clone();
        registry.register("connections", "Open connections", connections);
        metrics
    }

    /// Counts a connection until the returned guard is dropped.
    pub(super) fn connection(&self) -> OpenConnection {
        self.connections.inc();
        OpenConnection(self.connections.clone())
    }

    /// Counts an answer to a question of a known rule set.
    pub(super) fn answer(&self, rule_set: &str, outcome: &'static str, since: Instant) {
        let took = since.elapsed();
        let set = Set {
            rule_set: rule_set.to_owned(),
        };
        self.times.get_or_create(&set).observe(took.as_secs_f64());
        let labels = Answers {
            rule_set: set.rule_set,
            outcome,
        };
        self.answers.get_or_create(&labels).inc();
    }

    /// Counts a request.
    pub(super) fn request(&self, route: &'static str, status: u16) {
        let labels = Requests { route, status };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts a book that was taken or refused.
    pub(super) fn book_load(&self, result: &'static str) {
        self.loads.get_or_create(&Loads { result }).inc();
    }

    /// All of them in the OpenMetrics text format.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        match text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(_) => String::from("# EOF\n"),
        }
    }
}
