//! What decided a screening, each criterion in a sentence or two: the policy's
//! words and paragraph, what was required and what there is, and what would
//! turn a no into a yes.

use super::{answered::Answered, open, reasons, shown};
use almoner_engine::{
    check::model::Criterion,
    eval::screen::{Outcome, Screening, Standing},
};

/// A criterion on which the outcome rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// Its name.
    pub id: String,
    /// The policy's words with the paragraph.
    pub criterion: String,
    /// What was required and what there is, a sentence each; then what would
    /// turn a no into a yes.
    pub reasons: Vec<String>,
}

impl Decider {
    /// All of it in one text.
    #[must_use]
    pub fn words(&self) -> String {
        if self.reasons.is_empty() {
            return self.criterion.clone();
        }
        format!("{}: {}", self.criterion, self.reasons.join(" "))
    }
}

/// The criteria on which an outcome rests, in file order; none where all are
/// met.
#[must_use]
pub fn deciding(answered: &Answered<'_>, screening: &Screening) -> Vec<Decider> {
    let criteria = answered.version().criteria.iter();
    criteria
        .zip(&screening.standings)
        .filter(|(_, standing)| decides(screening.outcome, **standing))
        .map(|(criterion, standing)| {
            let says = answered.say(&criterion.says, None);
            Decider {
                id: criterion.id.to_string(),
                criterion: answered.cited(says, Some(&criterion.cite)),
                reasons: why(answered, criterion, *standing),
            }
        })
        .collect()
}

fn decides(outcome: Outcome, standing: Standing) -> bool {
    match outcome {
        Outcome::Eligible => false,
        Outcome::NotEligible => standing == Standing::NotMet,
        Outcome::Undetermined => matches!(standing, Standing::Unknown(_)),
        Outcome::Refer => standing == Standing::Refer,
    }
}

/// Why a criterion stands as it does.
pub(super) fn why(
    answered: &Answered<'_>,
    criterion: &Criterion,
    standing: Standing,
) -> Vec<String> {
    let mut why = Vec::new();
    match standing {
        Standing::NotMet => {
            why.extend(reasons::unmet(answered, &criterion.holds, None));
            let remedy = criterion.remedy.as_ref();
            why.extend(remedy.map(|remedy| answered.say(remedy, None)));
        }
        Standing::Refer => {
            let refer = criterion.refer.as_ref();
            why.extend(refer.map(|refer| answered.say(refer, None)));
        }
        Standing::Unknown(missing) => {
            why.push(format!("needs {}", open::names(answered, missing)));
        }
        Standing::Met | Standing::DoesNotApply => {}
    }
    why.iter().map(|words| shown::sentence(words)).collect()
}
