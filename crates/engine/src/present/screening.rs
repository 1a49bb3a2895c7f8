//! A screening in words: the outcome, every criterion with its standing and
//! reasons, what is missing, what follows and who decides.

use super::{
    context::Context,
    deciding_criteria::{in_conflict, reasons, remedy},
    failed_tests::Reason,
    header::{Footer, Header},
    letter,
    missing::{self, MissingFact},
    needed,
    notes::{self, Assumption},
    outcome_words,
    schedule::{self, ScheduleView},
    value_words,
};
use crate::{
    base::{date::LongDate, ids::ValueId, name::to_words, value::Value},
    check::{
        formula::Node,
        model::{Criterion, NamedDay},
    },
    eval::{
        general_readings,
        screen::{Outcome, Screening, Standing},
    },
};

/// A screening in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreeningView {
    /// What was asked.
    pub header: Header,
    /// The outcome.
    pub outcome: Outcome,
    /// The outcome in a sentence.
    pub headline: String,
    /// Of a period, why its parts begin, in a sentence.
    pub division: Option<String>,
    /// Every criterion, in file order; none of a period.
    pub criteria: Vec<CriterionView>,
    /// The parts of a period, in the order of their days.
    pub parts: Vec<ScreenedPartView>,
    /// What is missing.
    pub missing: Vec<MissingFact>,
    /// What would settle it, a sentence or two each.
    pub settles: Vec<String>,
    /// The questions that some answers make worth asking.
    pub later: Vec<String>,
    /// What was assumed.
    pub assumed: Vec<Assumption>,
    /// How open points were read, a sentence each.
    pub readings: Vec<String>,
    /// What follows; none where the answer is no, or nothing follows.
    pub follows: Option<FollowsView>,
    /// How to ask for a review; none where nothing is decided yet.
    pub review: Option<String>,
    /// Who decides, and the papers.
    pub footer: Footer,
}

/// The screening of a part of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenedPartView {
    /// The days with the outcome, in a sentence.
    pub headline: String,
    /// The criteria, in file order: those that stand as in the part before are
    /// left out.
    pub criteria: Vec<CriterionView>,
}

/// One criterion in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionView {
    /// The criterion's id.
    pub id: String,
    /// The policy's words.
    pub words: String,
    /// The paragraph, without the name of the rule set's own paper.
    pub cite: String,
    /// Whether it is met.
    pub standing: StandingView,
    /// The day it is about, where that is not the day asked about: a sentence.
    pub day: Option<String>,
    /// Why, a sentence each.
    pub reasons: Vec<Reason>,
    /// What would turn a no into a yes, in a sentence.
    pub remedy: Option<String>,
}

impl CriterionView {
    /// The policy's words with the paragraph in brackets.
    #[must_use]
    pub fn cited(&self) -> String {
        value_words::cited(self.words.clone(), Some(&self.cite))
    }
}

/// A standing's sign and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingView {
    /// `✓`, `✗`, `→`, `?` or `–`.
    pub sign: char,
    /// `Met`.
    pub word: &'static str,
}

/// What follows from an answer that is not no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowsView {
    /// `What follows`, or that it would.
    pub heading: &'static str,
    /// What follows, in words with the paragraph.
    pub values: Vec<String>,
    /// Days that keep returning.
    pub schedules: Vec<ScheduleView>,
}

/// A screening in words.
pub(super) fn screening(context: &Context<'_>, screening: &Screening) -> ScreeningView {
    let needed = needed::needed(context, screening.missing);
    ScreeningView {
        header: Header::of(context, "screening", screening.into()),
        outcome: screening.outcome,
        headline: headline(context, screening),
        division: None,
        criteria: criteria(context, screening),
        parts: Vec::new(),
        missing: missing::missing(context, screening.missing),
        settles: needed.settles,
        later: needed.later,
        assumed: notes::assumptions(context, screening.assumed),
        readings: notes::readings(context, general_readings::of_screening(screening)),
        follows: follows(context, screening),
        review: letter::review(context.version(), screening.outcome).map(value_words::sentence),
        footer: Footer::of([(context.ruling, screening.into())]),
    }
}

/// Every criterion, in file order.
pub(super) fn criteria(context: &Context<'_>, screening: &Screening) -> Vec<CriterionView> {
    let criteria = context.version().criteria.iter_ids();
    criteria
        .zip(screening.standings.iter().zip(&screening.days))
        .map(|((number, criterion), (standing, day))| {
            let mut view = one(context, criterion, (*standing, *day));
            view.reasons.extend(in_conflict(context, screening, number));
            view
        })
        .collect()
}

fn headline(context: &Context<'_>, screening: &Screening) -> String {
    let word = outcome_words::heading(screening.outcome);
    let day = LongDate(context.ruling.on);
    let asked = match &context.version().selection.about {
        Some(span) => format!("for the {span} of {day}"),
        None => format!("on {day}"),
    };
    let criteria_are = |standing: Standing| {
        let standings = screening.standings.iter();
        criteria_are(standings.filter(|it| **it == standing).count())
    };
    match screening.outcome {
        Outcome::Eligible => {
            let every = every_condition(screening);
            format!("{word} {asked}: every {every} that applies is met.")
        }
        Outcome::NotEligible if !screening.cannot_all_be_met.is_empty() => {
            let conflict = match screening.cannot_all_be_met.len() {
                2 => "2 conditions cannot both be met".to_owned(),
                count => format!("{count} conditions cannot all be met"),
            };
            format!("{word} {asked}: {conflict}.")
        }
        Outcome::NotEligible => {
            let unmet = criteria_are(Standing::NotMet);
            format!("{word} {asked}: {unmet} not met.")
        }
        Outcome::Undetermined => {
            let missing = missing::missing(context, screening.missing).len();
            format!("{word} {asked}: {}.", still_needed(missing))
        }
        Outcome::Refer => {
            let person = criteria_are(Standing::Refer);
            let asked = value_words::capital(&asked);
            let every = every_condition(screening);
            format!("{word}. {asked} {person} left to a person. Every other {every} is met.")
        }
    }
}

/// The conditions that an outcome is about: not all of those in the source,
/// where the rules say that they leave some out.
fn every_condition(screening: &Screening) -> &'static str {
    match screening.open_provisions.first() {
        Some(_) => "condition checked here",
        None => "condition",
    }
}

pub(super) fn criteria_are(count: usize) -> String {
    match count {
        1 => "1 condition is".to_owned(),
        count => format!("{count} conditions are"),
    }
}

/// How many questions are open.
pub(super) fn still_needed(count: usize) -> String {
    match count {
        1 => "we still need to know one thing".to_owned(),
        count => format!("we still need to know {count} things"),
    }
}

impl StandingView {
    fn of(standing: Standing) -> StandingView {
        let (sign, word) = match standing {
            Standing::Met => ('✓', "Met"),
            Standing::NotMet => ('✗', "Not met"),
            Standing::Refer => ('→', "Refer"),
            Standing::Unknown(_) => ('?', "Not known yet"),
            Standing::DoesNotApply => ('–', "Does not apply"),
        };
        StandingView { sign, word }
    }
}

fn one(
    context: &Context<'_>,
    criterion: &Criterion,
    (standing, day): (Standing, Value),
) -> CriterionView {
    CriterionView {
        id: criterion.id.to_string(),
        words: context.say(&criterion.says, None),
        cite: value_words::in_paper(context.version(), &criterion.cite).to_owned(),
        standing: StandingView::of(standing),
        day: criterion.on.map(|named| day_words(context, named, day)),
        reasons: reasons(context, criterion, standing),
        remedy: remedy(context, criterion, standing),
    }
}

/// The day that a criterion is about, and what day that is.
fn day_words(context: &Context<'_>, named: NamedDay, day: Value) -> String {
    let version = context.version();
    let (words, is_secret) = match named {
        NamedDay::Fact(fact) => {
            let words = version.facts[fact].words().into_owned();
            (words, context.secrets().fact(fact))
        }
        NamedDay::Value(value) => {
            let named = &version.values[value];
            let words = match context.say(&named.says, None) {
                says if says.is_empty() => to_words(&named.id),
                says => says,
            };
            (words, context.secrets().value(value))
        }
    };
    match day {
        _ if is_secret => format!("{}: withheld.", value_words::capital(&words)),
        Value::Date(day) => format!("On {}: {words}.", LongDate(day)),
        _ => format!("{}: not known yet.", value_words::capital(&words)),
    }
}

fn follows(context: &Context<'_>, screening: &Screening) -> Option<FollowsView> {
    let heading = match screening.outcome {
        Outcome::NotEligible => return None,
        Outcome::Eligible => "What follows",
        Outcome::Undetermined | Outcome::Refer => "If the council agrees",
    };
    let version = context.version();
    if version.follows.is_empty() && version.selection.schedules.is_empty() {
        return None;
    }
    let values = version.follows.iter().zip(&screening.follows);
    let values = values.filter_map(|(number, value)| follow(context, *number, *value));
    Some(FollowsView {
        heading,
        values: values.collect(),
        schedules: schedule::schedules(context, screening),
    })
}

/// What follows, with its paragraph; none where it does not apply or may not be
/// shown.
pub(super) fn follow(context: &Context<'_>, number: ValueId, value: Value) -> Option<String> {
    if context.secrets().value(number) || matches!(value, Value::DoesNotApply(_)) {
        return None;
    }
    let named = &context.version().values[number];
    let says = context.say(&named.says, None);
    if says.is_empty() {
        return None;
    }
    let words = followed(context, says, number, value);
    Some(context.cited(words, named.cite.as_deref()))
}

fn followed(context: &Context<'_>, says: String, number: ValueId, value: Value) -> String {
    let named = &context.version().values[number];
    let says_itself = named
        .says
        .formulas()
        .any(|formula| matches!(formula.expr.node, Node::Value(of, _) if of == number));
    match value {
        Value::Unknown(_) => format!("{says}: not known yet"),
        _ if says_itself && value.is_settled() => says,
        _ => {
            let words = context.words_by(value, &named.is.ty, named.is.per);
            format!("{says}: {words}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        answer::Question,
        book::Book,
        present::{self, AnswerView},
    };

    #[test]
    fn day_of_a_criterion_is_named_where_it_is_its_own() {
        let rules = br#"Eligibility(
            id: "room", title: "Room", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
            facts: [
                (id: "born", is: Date, ask: "?"),
                (id: "moves_in", is: Date, label: "day of moving in", ask: "?"),
            ],
            criteria: [
                (id: "young", says: "Under 60", cite: "1", holds: "age(born) < 60"),
                (id: "adult", says: "Adult", cite: "1", on: "moves_in", holds: "age(born) >= 18"),
            ],
        )"#;
        let files = [("rules/room/2018-04-01.ron".to_owned(), rules.as_slice())];
        let book = Book::from_files(&files).unwrap();
        let view = |facts: &str| {
            let question = Question::new("room").on("2018-05-01".parse().unwrap());
            let answer = book.answer(&question.json(facts)).unwrap();
            let AnswerView::Screening(view) = present::answer(&answer) else {
                panic!("a screening");
            };
            view
        };
        let view_then = view(r#"{"born": "2000-06-15", "moves_in": "2018-06-14"}"#);
        assert_eq!(view_then.criteria[0].day, None);
        let adult = &view_then.criteria[1];
        let day = adult.day.as_deref();
        assert_eq!(day, Some("On 14 June 2018: day of moving in."));
        assert_eq!(adult.reasons[0].words, "Age: 17. It must be at least 18.");
        let open = view(r#"{"born": "2000-06-15"}"#);
        let day = open.criteria[1].day.as_deref();
        assert_eq!(day, Some("Day of moving in: not known yet."));
    }

    #[test]
    fn one_criterion_is_and_two_are() {
        assert_eq!(criteria_are(1), "1 condition is");
        assert_eq!(criteria_are(2), "2 conditions are");
    }
}
