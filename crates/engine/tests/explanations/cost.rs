//! What explanations cost: how often the question was asked again, and how long that
//! took. The time is only printed: it is another on every machine.

use std::{
    fmt, fs,
    time::{Duration, Instant},
};

use almoner_engine::explain::{Explanation, MAX_EVALUATIONS};

#[derive(Default)]
pub(crate) struct Cost {
    evaluations: Vec<usize>,
    times: Vec<Duration>,
}

impl Cost {
    pub(crate) fn of(&mut self, explain: impl FnOnce() -> Explanation) -> Explanation {
        let clock = Clock::start();
        let explanation = explain();
        self.times.push(clock.elapsed());
        assert!(
            explanation.evaluations <= MAX_EVALUATIONS,
            "{explanation:?}"
        );
        self.evaluations.push(explanation.evaluations);
        explanation
    }
}

/// Less than this is not measured by what a thread ran.
const SHORT: Duration = Duration::from_millis(10);

/// The time that this thread runs: on a machine with other work that is less than what
/// passes.
struct Clock {
    since: Instant,
    ran: Option<u64>,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            since: Instant::now(),
            ran: nanoseconds_run(),
        }
    }

    fn elapsed(&self) -> Duration {
        let passed = self.since.elapsed();
        match (self.ran, nanoseconds_run()) {
            // It is counted every few milliseconds only.
            (Some(before), Some(now)) if passed > SHORT => Duration::from_nanos(now - before),
            _ => passed,
        }
    }
}

/// The first number of Linux' `schedstat`; none elsewhere.
fn nanoseconds_run() -> Option<u64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut evaluations, mut times) = (self.evaluations.clone(), self.times.clone());
        evaluations.sort_unstable();
        times.sort_unstable();
        let (Some(most), Some(longest)) = (evaluations.last(), times.last()) else {
            return write!(f, "nothing was explained");
        };
        let middle = evaluations.len() / 2;
        write!(
            f,
            "evaluations: median {}, at most {most}; median {:.2?}, at most {longest:.2?}",
            evaluations[middle], times[middle]
        )
    }
}
