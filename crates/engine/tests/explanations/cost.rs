//! What explanations cost: how often the question was asked again, and how long that
//! took. The time is only printed: it is another on every machine.

use std::{
    fmt,
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
        let since = Instant::now();
        let explanation = explain();
        self.times.push(since.elapsed());
        assert!(
            explanation.evaluations <= MAX_EVALUATIONS,
            "{explanation:?}"
        );
        self.evaluations.push(explanation.evaluations);
        explanation
    }
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
