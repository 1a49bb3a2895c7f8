//! Explanations: what would change an answer. An explanation is found by asking
//! again with changed facts, so that whatever it names is true of the same rules:
//! no change is named that was not answered.
//!
//! [`explain()`] finds what would settle an answer that depends on missing facts
//! ([`Needed`](crate::answer::Needed)). Of a screening it finds the nearest yes
//! (`search`): every smallest change, over facts that can be changed, that gives a
//! yes, to the penny, the day and the option; the given facts to check (`checks`);
//! the days on which time alone changes it (`timeline`); and a later day on which a
//! change gives a yes (`later`). Of a quote it finds other ways to the same thing for
//! less (`cheaper`).

mod assumed;
mod blocking;
mod candidates;
mod changes;
mod cheaper;
mod checks;
mod compared;
mod completed;
mod criterion_reads;
mod cut_points;
mod dependence;
mod evaluations;
mod explanation;
mod interior;
mod json;
mod later;
mod narrow;
mod nearest_value;
mod notation;
mod open_changes;
mod other_bookings;
mod out_of_reach;
mod probe;
mod prober;
mod rates;
mod recorder;
mod records;
mod search;
#[cfg(test)]
mod tests;
mod timeline;

pub use evaluations::MAX_EVALUATIONS;
pub use explanation::{
    AssumedRange, Cheaper, Check, Explanation, Later, Limit, NamedChange, Nearest, Present,
    SameValues, Saving, Way,
};
pub(crate) use notation::{notation, saving_notation};
pub use timeline::{NextPrice, TimeSpan, Timeline, TimelineEnd};

use crate::{
    answer::{Answer, Outcome, Question, Refusal, evaluate},
    base::money::Money,
    book::Book,
    check::model::Kind,
    eval::trace::Silent,
    program::model::{Program, Ruling},
};
use dependence::Dependence;
use prober::Prober;

impl Book {
    /// Explains an answer to a question: what would settle it; what would make it a
    /// yes, and when; or what would cost less.
    #[must_use]
    pub fn explain(&self, question: &Question<'_>, answer: &Answer<'_>) -> Explanation {
        let found = (answer.outcome(), answer.total());
        explain(self.program(), question, answer.asked().ruling, found)
    }

    /// Explains a no as a letter does: without the confidential facts, so that nothing
    /// in it depends on them. `None` where the answer without them is not a no.
    ///
    /// # Errors
    /// When the question has no answer.
    pub fn explain_for_letter(
        &self,
        question: &Question<'_>,
    ) -> Result<Option<Explanation>, Refusal> {
        let question = question.without_confidential();
        let evaluated = evaluate(self.program(), &question, || Silent)?;
        let found = (evaluated.outcome(), evaluated.total());
        Ok(match found {
            (Some(outcome @ Outcome::NotEligible), total) => {
                let ruling = evaluated.ruling();
                Some(explain(self.program(), &question, ruling, (outcome, total)))
            }
            _ => None,
        })
    }
}

/// Explains what came of a question: the outcome and, of a quote, the total.
#[must_use]
pub fn explain(
    program: &Program,
    question: &Question<'_>,
    ruling: &Ruling<'_>,
    (outcome, total): (Outcome, Option<Money>),
) -> Explanation {
    let question = question.on_day(ruling.on);
    let dependence = Dependence::of(ruling.version);
    let is_screening = ruling.version.kind == Kind::Eligibility;
    let mut prober = Prober::new(program, &question, ruling, &dependence);
    let needed = prober.needed();
    let nearest = is_screening
        .then(|| search::nearest(&mut prober, outcome))
        .flatten();
    let checks = match is_screening {
        true => checks::checks(&mut prober, outcome),
        false => Vec::new(),
    };
    let total = total.filter(|total| !total.is_range());
    let cheaper = total.and_then(|total| cheaper::cheaper(&mut prober, total));
    // Later days come last: they take the most where facts are missing.
    let mut evaluations = prober.evaluations();
    let (timeline, turns) = is_screening
        .then(|| timeline::timeline(program, &question, ruling, &mut evaluations))
        .flatten()
        .unzip();
    let next_price = (!is_screening)
        .then(|| timeline::next_price(program, &question, ruling, &mut evaluations))
        .flatten();
    let may_wait = nearest.as_ref().is_some_and(Nearest::is_certainly_none)
        && timeline.as_ref().is_some_and(|it| !it.has_a_yes());
    let later = turns
        .filter(|_| may_wait)
        .and_then(|days| later::later(program, &question, ruling, &days, &mut evaluations));
    let mut prober = prober.after(evaluations);
    let assumed = assumed::ranges(&mut prober);
    Explanation {
        needed,
        nearest,
        checks,
        timeline,
        later,
        cheaper,
        next_price,
        assumed,
        evaluations: prober.evaluations().made,
    }
}
