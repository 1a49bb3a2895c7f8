//! The limits on connections, sizes and times.

use std::time::Duration;

/// Limits on the sizes and times of requests.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most connections at once; more wait to be accepted.
    pub connections: usize,
    /// The most bytes of one question.
    pub body: usize,
    /// The most bytes of one answer.
    pub answer: usize,
    /// The most bytes of bodies and answers in flight.
    pub in_flight: usize,
    /// The most bytes of a request's head.
    pub head: usize,
    /// How long a request's head may take to arrive, and a connection may lie
    /// idle.
    pub header: Duration,
    /// How long a body, or the next part of a stream, may take to arrive.
    pub reading: Duration,
    /// How long a caller may take nothing of what is sent.
    pub writing: Duration,
    /// How long an answer may take to begin.
    pub total: Duration,
    /// How long the service still takes connections after the signal to stop,
    /// while `/readyz` says that it is stopping, so that a proxy drains it
    /// first.
    pub linger: Duration,
    /// How long requests in flight have to finish after that.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 1024,
            body: 1024 * 1024,
            answer: 4 * 1024 * 1024,
            in_flight: 64 * 1024 * 1024,
            head: 16 * 1024,
            header: Duration::from_secs(10),
            reading: Duration::from_secs(10),
            writing: Duration::from_secs(10),
            total: Duration::from_secs(20),
            linger: Duration::ZERO,
            grace: Duration::from_secs(25),
        }
    }
}
