//! What is still needed to settle a screening: an answer is open only where two
//! completions differ, each set that is said to settle it does, and no smaller set of
//! the facts that are asked for does.

use almoner_engine::{
    Date, Outcome,
    answer::json::{Needed, NeededFact},
    check::model::RuleSet,
};
use serde_json::Value;

use super::{
    super::{cost::Cost, is_long, random::Random},
    Facts, ask,
    cases::{completed, random_case},
    columns::{Books, Columns},
    explained, rule_set,
};

/// How many completions of a case are tried at least.
const SAMPLES: usize = 24;

/// How many completions are tried to find two that differ, and how many at first.
const MAX_SAMPLES: usize = 20_000;
const FIRST_SAMPLES: usize = 8;

#[derive(Debug, Default)]
struct Counts {
    settled: usize,
    open: usize,
    /// Answers that are open and of which no two completions tried differ: it may take
    /// values that are hard to hit at random.
    open_alike: usize,
    sets: usize,
    /// Smaller sets, which must leave the answer open.
    smaller: usize,
    /// Of those, sets with which no two completions tried differ, as before.
    smaller_alike: usize,
}

pub(crate) fn needed(cases: usize) {
    let books = Books::built_in();
    let book = &books.own;
    for (seed, name) in (30..).zip(["childcare", "head-start", "council-tax"]) {
        let set = rule_set(book, name);
        let mut columns = Columns::new(&books, name);
        let mut random = Random::new(seed);
        let mut counts = Counts::default();
        let mut cost = Cost::default();
        let mut asked = 0;
        while asked < cases {
            let (on, mut facts) = random_case(&mut random, set);
            facts.retain(|_, _| random.chance(70));
            let Some(found) = explained(book, name, on, &facts, &mut cost) else {
                continue;
            };
            let Some((outcome, _)) = ask(book, name, on, &facts) else {
                continue;
            };
            asked += 1;
            let mut case = Case {
                columns: &mut columns,
                set,
                on,
                facts: &facts,
            };
            if outcome == Outcome::Undetermined {
                counts.open += 1;
                case.check_open(found.needed.as_ref(), &mut random, &mut counts);
            } else {
                counts.settled += 1;
                case.check_settled(outcome, &mut random);
            }
        }
        println!(
            "{name}: {asked} partial cases, {counts:?}; {cost}; {}",
            columns.counted()
        );
    }
}

/// A case of which some facts are missing.
struct Case<'c, 'b> {
    columns: &'c mut Columns<'b>,
    set: &'c RuleSet,
    on: Date,
    facts: &'c Facts,
}

impl Case<'_, '_> {
    fn about(&self) -> String {
        let facts = Value::Object(self.facts.clone());
        format!("{} on {}: {facts}", self.set.id, self.on)
    }

    fn outcome(&self, facts: &Facts) -> Option<Outcome> {
        ask(self.columns.book(), &self.set.id, self.on, facts).map(|it| it.0)
    }

    fn completed(&self, random: &mut Random, only: Option<&[NeededFact]>) -> Facts {
        completed(random, self.set, self.on, self.facts, only)
    }

    /// Every completion has the outcome.
    fn check_settled(&mut self, outcome: Outcome, random: &mut Random) {
        let complete = (0..SAMPLES).map(|_| self.completed(random, None));
        let complete: Vec<Facts> = complete.collect();
        let outcomes = self.columns.outcomes(self.on, &complete);
        for (complete, again) in complete.iter().zip(outcomes) {
            assert!(
                again.is_none_or(|it| it == outcome || it == Outcome::Undetermined),
                "{}\n{again:?} {complete:?}",
                self.about()
            );
        }
    }

    fn check_open(&mut self, needed: Option<&Needed>, random: &mut Random, counts: &mut Counts) {
        let Some(needed) = needed else { return };
        let asked_for: Vec<NeededFact> = needed
            .now
            .iter()
            .chain(&needed.perhaps_later)
            .cloned()
            .collect();
        if !self.differ(self.facts, &asked_for, random) {
            counts.open_alike += 1;
            println!("no two completions differ: {}", self.about());
        }
        for settling in &needed.settling {
            self.check_settles(&settling.facts, random);
            counts.sets += 1;
        }
        let size = needed.settling.first().map_or(0, |it| it.facts.len());
        if size < 2 || !needed.complete {
            return;
        }
        for fewer in subsets(&needed.now, size - 1) {
            counts.smaller += 1;
            let is_open = (0..MAX_SAMPLES / 100).any(|_| {
                let given = self.completed(random, Some(&fewer));
                self.outcome(&given) == Some(Outcome::Undetermined)
                    && self.differ(&given, &asked_for, random)
            });
            if !is_open {
                counts.smaller_alike += 1;
                println!("{fewer:?} settles: {}", self.about());
            }
        }
    }

    /// Whether two completions of these facts differ, by what is asked for.
    fn differ(&mut self, facts: &Facts, asked_for: &[NeededFact], random: &mut Random) -> bool {
        let most = if is_long() { MAX_SAMPLES } else { 2_000 };
        let mut first: Option<Outcome> = None;
        let mut tried = 0;
        while tried < most {
            // Mostly a few show it.
            let batch = tried.max(FIRST_SAMPLES).min(most - tried);
            tried += batch;
            let complete =
                (0..batch).map(|_| completed(random, self.set, self.on, facts, Some(asked_for)));
            let complete: Vec<Facts> = complete.collect();
            let outcomes = self.columns.outcomes(self.on, &complete).into_iter();
            let settled = outcomes.flatten().filter(|it| *it != Outcome::Undetermined);
            for outcome in settled {
                if *first.get_or_insert(outcome) != outcome {
                    return true;
                }
            }
        }
        false
    }

    /// With values for the facts of a set the answer is settled, as every completion is.
    fn check_settles(&self, own: &[NeededFact], random: &mut Random) {
        for _ in 0..SAMPLES / 4 {
            let given = self.completed(random, Some(own));
            let Some(outcome) = self.outcome(&given) else {
                continue;
            };
            assert_ne!(
                outcome,
                Outcome::Undetermined,
                "{}\n{own:?}: {given:?}",
                self.about()
            );
            let complete = completed(random, self.set, self.on, &given, None);
            let again = self.outcome(&complete);
            assert!(
                again.is_none_or(|it| it == outcome || it == Outcome::Undetermined),
                "{}\n{own:?}: {given:?}, {complete:?}",
                self.about()
            );
        }
    }
}

/// Every set of this many of the facts.
fn subsets(facts: &[NeededFact], size: usize) -> Vec<Vec<NeededFact>> {
    let Some((first, rest)) = facts.split_first() else {
        return if size == 0 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    };
    let mut all = subsets(rest, size);
    if size > 0 {
        all.extend(subsets(rest, size - 1).into_iter().map(|mut set| {
            set.push(first.clone());
            set
        }));
    }
    all
}
