//! A screening as text: the outcome first, then every criterion with how it
//! stands, then what is missing, what follows and who decides.

use super::{
    answered::Answered,
    deciding, head, open,
    page::{Page, listed},
    reasons, shown, why,
};
use almoner_engine::{
    base::{date::Spoken, ids::ValueId, name::spoken, value::Value},
    check::{
        formula::Node,
        model::{Criterion, NamedValue, Schedule, Words},
    },
    eval::{
        schedule::Days,
        screen::{Outcome, Screening, Standing},
    },
};

/// Where what belongs to a criterion is set in.
const BENEATH: usize = 21;

/// The screening in full; with `why`, every formula worked out besides.
#[must_use]
pub fn screening(answered: &Answered<'_>, screening: &Screening, why: bool) -> String {
    let mut page = Page::default();
    head::above(&mut page, answered, "screening");
    page.heading(&outcome(answered, screening));
    page.blank();
    let criteria = &answered.version().criteria;
    for (criterion, standing) in criteria.iter().zip(&screening.standings) {
        one(&mut page, answered, criterion, *standing);
    }
    page.blank();
    open::missing(&mut page, answered, screening.missing);
    head::assumed(&mut page, answered, screening.assumed);
    head::readings(&mut page, answered);
    follows(&mut page, answered, screening);
    if why {
        why::screening(&mut page, answered);
    }
    head::below(&mut page, answered);
    page.finish()
}

/// The outcome in words.
#[must_use]
pub fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Eligible => "Eligible",
        Outcome::NotEligible => "Not eligible",
        Outcome::Undetermined => "Undetermined",
        Outcome::Refer => "Refer to a person",
    }
}

/// The outcome in a sentence.
fn outcome(answered: &Answered<'_>, screening: &Screening) -> String {
    let word = outcome_words(screening.outcome);
    let day = Spoken(answered.ruling.on);
    let count =
        |wanted: fn(&Standing) -> bool| screening.standings.iter().filter(|it| wanted(it)).count();
    let are = |count: usize| {
        if count == 1 {
            "1 criterion is"
        } else {
            "criteria are"
        }
    };
    let several = |count: usize| match count {
        1 => are(1).to_owned(),
        _ => format!("{count} {}", are(count)),
    };
    match screening.outcome {
        Outcome::Eligible => format!("{word} on {day}: every criterion that applies is met."),
        Outcome::NotEligible => {
            let unmet = count(|it| *it == Standing::NotMet);
            format!("{word} on {day}: {} not met.", several(unmet))
        }
        Outcome::Undetermined => {
            let needs = open::names(answered, screening.missing);
            format!("{word} on {day}: it hangs on {needs}.")
        }
        Outcome::Refer => {
            let person = count(|it| *it == Standing::Refer);
            let rest = "everything else is met";
            format!(
                "{word}: on {day} {} for a person to decide; {rest}.",
                several(person)
            )
        }
    }
}

/// A standing's sign and word.
fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Met => "✓ Met",
        Standing::NotMet => "✗ Not met",
        Standing::Refer => "→ Refer",
        Standing::Unknown(_) => "? Not settled",
        Standing::DoesNotApply => "– Does not apply",
    }
}

fn one(page: &mut Page, answered: &Answered<'_>, criterion: &Criterion, standing: Standing) {
    let opening = format!("{:<1$}", sign(standing), BENEATH - 2);
    let words = answered.say(&criterion.says, None);
    page.marked(2, &opening, &answered.cited(words, Some(&criterion.cite)));
    match standing {
        Standing::DoesNotApply => {
            let why = out_of_place(answered, criterion);
            page.paragraph(BENEATH, &why);
        }
        standing => {
            for why in deciding::why(answered, criterion, standing) {
                page.paragraph(BENEATH, &why);
            }
        }
    }
}

/// Why a criterion has no place in the case.
fn out_of_place(answered: &Answered<'_>, criterion: &Criterion) -> String {
    let result = |formula| {
        let worked = answered.work_of(formula, None)?;
        match worked.result? {
            Value::DoesNotApply(reason) => Some(answered.reason(reason)),
            _ => None,
        }
    };
    if let Some(why) = result(&criterion.holds).filter(|why| !why.is_empty()) {
        return shown::sentence(why);
    }
    let Some(when) = &criterion.when else {
        return String::new();
    };
    if let Some(why) = result(when).filter(|why| !why.is_empty()) {
        return shown::sentence(why);
    }
    let because = reasons::unmet(answered, when, None);
    if because.is_empty() {
        return String::new();
    }
    shown::sentence(&format!("only asked when: {}", listed(&because, "and")))
}

/// What follows, unless the answer is no.
fn follows(page: &mut Page, answered: &Answered<'_>, screening: &Screening) {
    let title = match screening.outcome {
        Outcome::NotEligible => return,
        Outcome::Eligible => "What follows",
        Outcome::Undetermined | Outcome::Refer => "What would follow, if it is decided so",
    };
    let version = answered.version();
    if version.follows.is_empty() && version.selection.schedules.is_empty() {
        return;
    }
    page.blank();
    page.heading(title);
    for (number, value) in version.follows.iter().zip(&screening.follows) {
        let named = version.values.get(usize::from(*number));
        if let Some(named) = named.filter(|_| !answered.secrets().value(*number)) {
            let words = followed(answered, *number, named, *value);
            page.hanging(2, "- ", &answered.cited(words, named.cite.as_deref()));
        }
    }
    let schedules = version.selection.schedules.iter();
    for (schedule, days) in schedules.zip(&screening.schedules) {
        if !answered.secrets().schedule(schedule) {
            scheduled(page, answered, schedule, days);
        }
    }
}

/// The days of a schedule, each stretch on lines of its own.
pub(super) fn scheduled(
    page: &mut Page,
    answered: &Answered<'_>,
    schedule: &Schedule,
    days: &Days,
) {
    let says = answered.say(&schedule.says, None);
    let words = match days {
        Days::Unknown(missing) => {
            format!(
                "{says}: not known yet, needs {}",
                open::names(answered, *missing)
            )
        }
        Days::DoesNotApply(reason) => {
            format!("{says}: does not apply: {}", answered.reason(*reason))
        }
        Days::Known(_) => says,
    };
    page.hanging(2, "- ", &answered.cited(words, Some(&schedule.cite)));
    let Days::Known(stretches) = days else { return };
    for (stretch, days) in schedule.stretches.iter().zip(stretches) {
        let days: Vec<String> = days.iter().map(|day| Spoken(*day).to_string()).collect();
        let days = match days.as_slice() {
            [] => "none".to_owned(),
            days => days.join(", "),
        };
        page.hanging(4, &format!("{}: ", shown::every(stretch.every)), &days);
    }
}

fn followed(answered: &Answered<'_>, number: ValueId, named: &NamedValue, value: Value) -> String {
    let says = match answered.say(&named.says, None) {
        says if says.is_empty() => spoken(&named.id),
        says => says,
    };
    let says_itself = named.says.0.iter().any(|words| {
        matches!(words, Words::Formula(formula)
            if matches!(formula.expr.node, Node::Value(of, _) if of == number))
    });
    match value {
        Value::Unknown(missing) => {
            format!(
                "{says}: not known yet, needs {}",
                open::names(answered, missing)
            )
        }
        _ if says_itself && value.is_settled() => says,
        _ => format!("{says}: {}", shown::value(answered, value, &named.is.ty)),
    }
}
