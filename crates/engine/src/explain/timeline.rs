//! When time alone changes a screening: the days on which the outcome becomes
//! another while no fact does, over all versions, tariffs and rates of the book.
//!
//! The question is asked for days on which something may change: those that the
//! evaluations themselves name (a birthday, a day that is compared with the day asked
//! about), those on which rules or prices begin, and the first of each month. Wherever
//! criteria stand otherwise on two neighbouring ones, the days between are halved until
//! the day of the change is found.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluations::Evaluations;
use crate::{
    answer::{Evaluated, EvaluatedPart, Evaluation, Outcome, Question, evaluate},
    base::{
        date::{self, Date},
        ids::FormulaId,
        money::Money,
        sequence::each_once,
        value::{Missing, Value},
    },
    check::model::NamedDay,
    eval::{
        screen::Standing,
        trace::{Entry, Recorder, Silent},
    },
    program::model::{Program, Ruling},
};

/// For how many years the future is looked at.
pub(super) const HORIZON_YEARS: i64 = 10;

/// How an answer changes while no fact does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// The outcomes in the order of their days; the first is that of the day asked
    /// about.
    pub spans: Vec<TimeSpan>,
    /// The last day of the last span.
    pub until: Date,
    /// Why it ends there.
    pub ends: TimelineEnd,
}

impl Timeline {
    /// Whether time alone gives a yes.
    #[must_use]
    pub fn has_a_yes(&self) -> bool {
        let mut spans = self.spans.iter();
        spans.any(|span| span.outcome == Outcome::Eligible)
    }
}

/// Days in a row with one outcome.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TimeSpan {
    /// The first day.
    pub from: Date,
    /// The outcome.
    pub outcome: Outcome,
    /// The names of the criteria that stand otherwise than the day before.
    pub criteria: Vec<String>,
}

/// The next day with another price.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NextPrice {
    /// The first day on which the same comes to something else; none where there is
    /// none up to the last one known.
    pub on: Option<Date>,
    /// What it comes to on that day; none where it has no total then.
    pub total: Option<Money>,
    /// The last day up to which prices were looked at.
    pub until: Date,
    /// Why it is that day.
    pub ends: TimelineEnd,
}

/// Why a timeline ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineEnd {
    /// It is as far as an explanation looks.
    Horizon,
    /// No rules, prices or rates of the book cover the next day.
    Rules,
    /// The question was asked as often as one explanation may ask it.
    Spent,
}

/// What a day gives.
#[derive(Clone, Debug, PartialEq)]
struct DayOutcome {
    outcome: Outcome,
    /// Of a quote: its total, where it has one.
    total: Option<Money>,
    /// Every criterion by its name, with its standing; of a period part by part.
    standings: Vec<(String, Standing)>,
}

/// The timeline of a screening from the day asked about, and the days on which some
/// criterion turns; none of a question about days that its facts name.
pub(super) fn timeline(
    program: &Program,
    question: &Question<'_>,
    ruling: &Ruling<'_>,
    evaluations: &mut Evaluations,
) -> Option<(Timeline, Vec<Date>)> {
    DaySearch::of(program, question, ruling, evaluations)?.finish()
}

/// The next day on which a quote comes to something else; none of a question about days
/// that its facts name.
pub(super) fn next_price(
    program: &Program,
    question: &Question<'_>,
    ruling: &Ruling<'_>,
    evaluations: &mut Evaluations,
) -> Option<NextPrice> {
    let search = DaySearch::of(program, question, ruling, evaluations)?;
    let known = search.days.iter();
    let known = known.map_while(|(day, outcome)| Some((*day, outcome.as_ref()?)));
    let days: Vec<(Date, &DayOutcome)> = known.collect();
    let (_, first) = days.first()?;
    first.total?;
    let next = days.iter().find(|(_, it)| it.total != first.total);
    let until = days.last()?.0;
    Some(NextPrice {
        on: next.map(|(day, _)| *day),
        total: next.and_then(|(_, it)| it.total),
        until,
        ends: search.ends(until),
    })
}

/// Days asked about so far, and days still to be asked about.
struct DaySearch<'s> {
    program: &'s Program,
    question: &'s Question<'s>,
    rule_set: &'s str,
    evaluations: &'s mut Evaluations,
    /// `None` for a day that gives no outcome.
    days: BTreeMap<Date, Option<DayOutcome>>,
    candidates: BTreeSet<Date>,
    horizon: Date,
}

impl<'s> DaySearch<'s> {
    /// Asks about days from the one asked about; none of a question about days that its
    /// facts name.
    fn of(
        program: &'s Program,
        question: &'s Question<'s>,
        ruling: &'s Ruling<'s>,
        evaluations: &'s mut Evaluations,
    ) -> Option<DaySearch<'s>> {
        let period = ruling.version.period.map(|period| [period.from, period.to]);
        let mut ends = period.into_iter().flatten().filter_map(NamedDay::fact);
        if ends.next().is_some() {
            return None;
        }
        let first = ruling.on;
        let horizon = date::birthday(first, HORIZON_YEARS).unwrap_or(first);
        let mut search = DaySearch {
            program,
            question,
            rule_set: &ruling.version.id,
            evaluations,
            days: BTreeMap::new(),
            candidates: BTreeSet::from([first]),
            horizon,
        };
        search.go_through(first);
        search.halve_all();
        Some(search)
    }

    /// Asks about every candidate; what a day names is asked about too.
    fn go_through(&mut self, first: Date) {
        let mut month = Some(first.last_of_month());
        while let Some(day) = month
            .and_then(|it| date::add_days(it, 1))
            .filter(|it| *it <= self.horizon)
        {
            self.candidates.insert(day);
            month = Some(day.last_of_month());
        }
        self.candidates.insert(self.horizon);
        while let Some(day) = self.candidates.pop_first() {
            if self.days.contains_key(&day) {
                continue;
            }
            if !self.ask(day) {
                return;
            }
            let rules = self.program.next_change(self.rule_set, day);
            self.add(rules);
            if matches!(self.days.get(&day), Some(None)) {
                // Later days may be covered again; what is between is not known.
                return;
            }
        }
    }

    fn add(&mut self, days: impl IntoIterator<Item = Date>) {
        let days = days.into_iter().filter(|it| *it <= self.horizon);
        let new = days.filter(|it| !self.days.contains_key(it));
        self.candidates.extend(new);
    }

    /// Asks about a day; false where the question was asked as often as it may be.
    fn ask(&mut self, day: Date) -> bool {
        if self.evaluations.are_spent() {
            return false;
        }
        let is_first = self.days.is_empty();
        let (outcome, named) = self.evaluated(day, is_first).unzip();
        self.days.insert(day, outcome);
        self.add(named.into_iter().flatten().filter(|it| *it > day));
        true
    }

    /// What a day gives, with the days that it names; `None` where it gives no outcome.
    fn evaluated(&mut self, day: Date, is_first: bool) -> Option<(DayOutcome, Vec<Date>)> {
        let known = self.question.known_by();
        let ruling = self.program.select(self.rule_set, day, known).ok()?;
        let version = ruling.version;
        let question = self
            .question
            .about(day, |name| version.fact(name).is_some());
        let recorder = || NextDays::on(day, is_first);
        let evaluated = evaluate(self.program, &question, recorder);
        let evaluations = evaluated.as_ref().map_or(1, Evaluated::evaluations);
        self.evaluations.add(evaluations);
        let evaluated = evaluated.ok()?;
        let outcome = evaluated.outcome()?;
        let mut standings = Vec::new();
        for part in evaluated.parts() {
            let screening = match part.evaluation.as_ref().ok()? {
                Evaluation::Screening(screening) => screening,
                Evaluation::Quote(_) => continue,
            };
            let criteria = part.ruling.version.criteria.iter();
            let criteria = criteria.zip(&screening.standings);
            // Which facts are missing does not matter here, and is numbered by version.
            standings.extend(criteria.map(|(it, standing)| {
                let standing = match standing {
                    Standing::Unknown(_) => Standing::Unknown(Missing::NONE),
                    other => *other,
                };
                (it.id.to_string(), standing)
            }));
        }
        let named = evaluated.parts().flat_map(named_days).collect();
        let total = evaluated.total();
        let outcome = DayOutcome {
            outcome,
            total,
            standings,
        };
        Some((outcome, named))
    }

    /// Finds the day of each change between neighbouring days that were asked about.
    fn halve_all(&mut self) {
        let days: Vec<Date> = self.days.keys().copied().collect();
        for (before, after) in days.iter().zip(days.iter().skip(1)) {
            self.halve(*before, *after);
        }
    }

    fn halve(&mut self, before: Date, after: Date) {
        let apart = date::days_between(before, after);
        if apart <= 1 || self.days.get(&before) == self.days.get(&after) {
            return;
        }
        let Some(middle) = date::add_days(before, apart / 2) else {
            return;
        };
        if !self.days.contains_key(&middle) && !self.ask(middle) {
            return;
        }
        self.halve(before, middle);
        self.halve(middle, after);
    }

    fn finish(self) -> Option<(Timeline, Vec<Date>)> {
        let mut turns: Vec<Date> = Vec::new();
        let mut spans: Vec<TimeSpan> = Vec::new();
        let mut last: Option<(Date, &DayOutcome)> = None;
        for (day, outcome) in &self.days {
            let Some(outcome) = outcome else {
                break;
            };
            if last.is_some_and(|(_, before)| before != outcome) {
                turns.push(*day);
            }
            if spans
                .last()
                .is_none_or(|span| span.outcome != outcome.outcome)
            {
                spans.push(TimeSpan {
                    from: *day,
                    outcome: outcome.outcome,
                    criteria: turned(last.map(|(_, before)| before), outcome),
                });
            }
            last = Some((*day, outcome));
        }
        let (until, _) = last?;
        let ends = self.ends(until);
        Some((Timeline { spans, until, ends }, turns))
    }

    /// Why what is known ends on a day.
    fn ends(&self, until: Date) -> TimelineEnd {
        match self.days.values().any(Option::is_none) {
            true => TimelineEnd::Rules,
            false if until < self.horizon => TimelineEnd::Spent,
            false => TimelineEnd::Horizon,
        }
    }
}

/// The names of the criteria whose standing is not the one before.
fn turned(before: Option<&DayOutcome>, now: &DayOutcome) -> Vec<String> {
    let Some(before) = before else {
        return Vec::new();
    };
    // Of a period, however many parts it has.
    let stands = |all: &DayOutcome, id: &str| -> Vec<Standing> {
        let own = all.standings.iter().filter(|(it, _)| it == id);
        each_once(own.map(|(_, standing)| *standing))
    };
    let ids = now.standings.iter().chain(&before.standings);
    let turned = ids.filter(|(id, _)| stands(before, id) != stands(now, id));
    each_once(turned.map(|(id, _)| id.clone()))
}

fn named_days(part: &EvaluatedPart<'_, NextDays>) -> impl Iterator<Item = Date> {
    part.assumptions
        .days
        .iter()
        .chain(&part.recorder.days)
        .copied()
}

/// Notes later days on which something that is read may change.
struct NextDays {
    on: Date,
    /// Whether days are named for what is counted from the day asked about too. It
    /// moves with that day, so that every day would name others.
    names_counted: bool,
    days: Vec<Date>,
}

impl NextDays {
    fn on(on: Date, names_counted: bool) -> NextDays {
        NextDays {
            on,
            names_counted,
            days: Vec::new(),
        }
    }

    /// A day that number of days from the one asked about, and the day after.
    fn after(&mut self, days: i64) {
        let day = date::add_days(self.on, days);
        let next = day.and_then(|day| date::add_days(day, 1));
        self.days.extend(day.into_iter().chain(next));
    }
}

impl Recorder for NextDays {
    type Nested<'n> = Silent;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn record(&mut self, _entry: Entry) {}

    fn rules_of(&mut self, _on: Date, next: Option<Date>) {
        self.days.extend(next);
    }

    fn compared(&mut self, _formula: FormulaId, _bound: u32, left: &Value, right: &Value) {
        let (Value::Date(left), Value::Date(right)) = (left, right) else {
            return;
        };
        let apart = date::days_between(*left, *right);
        // Whichever side is the day asked about, or moves with it.
        if *left == self.on || self.names_counted {
            self.after(apart);
        }
        if *right == self.on || self.names_counted {
            self.after(-apart);
        }
    }

    fn aged(&mut self, born: Date, years: i64) {
        self.days
            .extend(date::birthday(born, years.saturating_add(1)));
    }

    fn birthday(&mut self, _born: Date, _years: i64, day: Date) {
        let next = date::add_days(day, 1);
        self.days.extend([day].into_iter().chain(next));
    }
}
