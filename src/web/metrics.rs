//! Metrics for Prometheus: by rule set and route, never by person.

use std::{sync::atomic::AtomicU32, time::Instant};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
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
    http_request_method: &'static str,
    http_route: String,
    http_response_status_code: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reloads {
    result: &'static str,
}

type Durations<L> = Family<L, Histogram, fn() -> Histogram>;

type Connections = Gauge<u32, AtomicU32>;

/// Guard of a counted connection.
pub(super) struct OpenConnection(Connections);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Seconds, from 10 µs to 1 s, for one answer.
const ANSWER_BUCKETS: [f64; 11] = [
    0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.025, 0.1, 1.0,
];

/// Seconds, as OpenTelemetry advises for requests, and two shorter ones.
const REQUEST_BUCKETS: [f64; 16] = [
    0.000_1, 0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// All metrics of the service.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    answers: Family<Answers, Counter>,
    answer_durations: Durations<Set>,
    request_durations: Durations<Requests>,
    reloads: Family<Reloads, Counter>,
    token_reloads: Family<Reloads, Counter>,
    tokens: Gauge<u32, AtomicU32>,
    /// Requests without a valid token or scope.
    pub(super) auth_failures: Counter,
    connections: Connections,
}

impl Metrics {
    pub(super) fn new() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::default(),
            answers: Family::default(),
            answer_durations: Family::new_with_constructor(|| Histogram::new(ANSWER_BUCKETS)),
            request_durations: Family::new_with_constructor(|| Histogram::new(REQUEST_BUCKETS)),
            reloads: Family::default(),
            token_reloads: Family::default(),
            tokens: Gauge::default(),
            auth_failures: Counter::default(),
            connections: Gauge::default(),
        };
        let durations = metrics.request_durations.clone();
        let http = metrics.registry.sub_registry_with_prefix("http_server");
        let says = "Duration of requests";
        http.register_with_unit("request_duration", says, Unit::Seconds, durations);
        let durations = metrics.answer_durations.clone();
        let own = metrics.registry.sub_registry_with_prefix("almoner");
        let says = "Time to compute an answer";
        own.register_with_unit("answer_duration", says, Unit::Seconds, durations);
        let says = "Answers by rule set and outcome";
        own.register("answers", says, metrics.answers.clone());
        let says = "Reloads of the book by result";
        own.register("book_reloads", says, metrics.reloads.clone());
        let says = "Reloads of the token file by result";
        own.register("token_reloads", says, metrics.token_reloads.clone());
        own.register("tokens", "Tokens that are good", metrics.tokens.clone());
        let says = "Requests without a valid token or scope";
        own.register("auth_failures", says, metrics.auth_failures.clone());
        own.register(
            "connections",
            "Open connections",
            metrics.connections.clone(),
        );
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
        self.answer_durations
            .get_or_create(&set)
            .observe(took.as_secs_f64());
        let labels = Answers {
            rule_set: set.rule_set,
            outcome,
        };
        self.answers.get_or_create(&labels).inc();
    }

    /// Records a request and its duration in seconds.
    pub(super) fn request(&self, method: &'static str, route: &str, status: u16, duration: f64) {
        let labels = Requests {
            http_request_method: method,
            http_route: route.to_owned(),
            http_response_status_code: status,
        };
        let durations = self.request_durations.get_or_create(&labels);
        durations.observe(duration);
    }

    /// Counts a book that was loaded or refused.
    pub(super) fn book_reload(&self, result: &'static str) {
        self.reloads.get_or_create(&Reloads { result }).inc();
    }

    /// Counts a token file that was loaded or refused.
    pub(super) fn token_reload(&self, result: &'static str) {
        self.token_reloads.get_or_create(&Reloads { result }).inc();
    }

    /// Sets how many tokens are good.
    pub(super) fn token_count(&self, count: usize) {
        self.tokens.set(u32::try_from(count).unwrap_or(u32::MAX));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_named_in_documents_exist() {
        let metrics = Metrics::new();
        metrics.answer("music", "quoted", Instant::now());
        metrics.request("GET", "/livez", 200, 0.001);
        metrics.book_reload("failure");
        metrics.token_reload("failure");
        let text = metrics.text();
        for (page, expected) in [
            (include_str!("../../docs/service.md"), 9),
            (include_str!("../../examples/service/alerts.yaml"), 6),
        ] {
            let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            let words = page.split(|letter| !is_part(letter));
            let named: Vec<&str> = words
                .filter(|word| word.starts_with("almoner_") || word.starts_with("http_server_"))
                .collect();
            assert_eq!(named.len(), expected, "{named:?}");
            for name in named {
                // A sample is followed by its labels or its value.
                let samples = [
                    format!("{name}{{"),
                    format!("{name} "),
                    format!("{name}_count{{"),
                ];
                let is_there = samples.iter().any(|sample| text.contains(sample));
                assert!(is_there, "{name} in {text}");
            }
        }
    }
}
