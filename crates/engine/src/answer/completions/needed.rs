//! What is still needed to settle an answer: the facts that can matter now and
//! perhaps later, the smallest sets of facts that settle it whatever they are, and
//! what each value of one fact would come to.

use std::{cmp::Ordering, collections::BTreeSet, ops::ControlFlow};

use super::{Cell, Completions, Ended, MAX_EVALUATIONS, outcome::settle_within};
use crate::{
    answer::{Evaluation, Outcome},
    base::{
        bounds::{Bounds, order},
        money::Money,
        types::Type,
        value::{Missing, Value},
    },
    check::model::{Home, Version},
    eval::{
        bounded::{domain::domain, range::Values},
        facts::Facts,
    },
    program::model::Ruling,
};

/// The most facts of a set that settles an answer.
const MAX_SET: usize = 4;

/// The most evaluations to find whether one fact can matter, and what its values
/// come to.
const FOR_ONE_FACT: u32 = 120;

/// With this many completions that are open without a fact, it is taken to matter.
const MAX_OPEN: usize = 8;

/// The most evaluations to find whether a set of facts settles an answer.
const FOR_ONE_SET: u32 = 400;

/// The most evaluations to find the facts that may be asked for later.
const FOR_LATER_FACTS: u32 = 400;

/// The most different results that the values of one fact are named with.
const MAX_RUNGS: usize = 6;

/// What is still needed to settle an answer.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Needed {
    /// The facts to ask for now that can matter.
    pub now: Vec<Cell>,
    /// Facts that some values of those make worth asking for.
    pub perhaps_later: Vec<Cell>,
    /// All smallest sets of facts that settle the answer whatever their values are,
    /// of four facts at most.
    pub settling: Vec<Vec<Cell>>,
    /// What the values of one fact come to, of each fact of which some settle the
    /// answer.
    pub ladders: Vec<Ladder>,
    /// Whether the search was finished: the sets are then all there are.
    pub is_whole: bool,
    /// How often facts were evaluated for it.
    pub evaluations: usize,
}

/// What the values of one fact come to while the other facts stay missing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ladder {
    /// The fact.
    pub cell: Cell,
    /// Its values in their order, with what they come to.
    pub rungs: Vec<Rung>,
}

/// Some values of a fact that come to the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rung {
    pub(crate) values: Values,
    /// What they come to; none where that depends on other facts.
    pub becomes: Option<Becomes>,
}

/// What an answer becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Becomes {
    /// A total.
    Total(Money),
    /// An outcome.
    Outcome(Outcome),
}

impl Rung {
    /// The one value, where there is one.
    pub(crate) fn value(&self) -> Option<Value> {
        match self.values {
            Values::One(value) => Some(value),
            _ => None,
        }
    }

    /// The options, one bit each, where the values are options.
    pub(crate) fn options(&self) -> Option<u64> {
        self.values.few()
    }

    /// The values one by one, where they are options, yes or no, or one.
    pub(crate) fn listed(&self) -> Vec<Value> {
        let bits = |mask: u64| (0u8..64).filter(move |bit| mask & (1 << bit) != 0);
        match self.values {
            Values::One(value) => vec![value],
            Values::YesOrNo => vec![Value::YesNo(false), Value::YesNo(true)],
            Values::Options(mask) => bits(mask).map(Value::Choice).collect(),
            _ => Vec::new(),
        }
    }

    /// The ends between which the values lie.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.values.bounds()
    }
}

impl Ladder {
    /// Whether every value settles the answer.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.rungs.iter().all(|rung| rung.becomes.is_some())
    }
}

impl Needed {
    /// Of an answer that is undetermined; nothing of any other, and of a part of a
    /// period. `facts` are those that it was evaluated with.
    #[must_use]
    pub fn of(ruling: &Ruling<'_>, facts: &Facts, missing: Missing) -> Option<Needed> {
        if missing.facts().next().is_none() || facts.is_of_part() {
            return None;
        }
        let given = facts.clone().without_assumed(ruling.version);
        let mut search = Search {
            ruling,
            given: &given,
            left: MAX_EVALUATIONS,
        };
        let wanted = Completions::new(ruling, 0).wanted(facts, missing);
        let ladders = search.ladders(&wanted);
        let (settling, is_whole) = search.settling(&wanted);
        let now: Vec<Cell> = wanted
            .iter()
            .copied()
            .filter(|cell| match settling.as_slice() {
                // Without it the set does not settle the answer: it matters.
                [only] => only.contains(cell),
                // Completions that differ in what a set leaves out come to the same.
                sets => sets.iter().all(|set| set.contains(cell)) && search.can_matter(*cell),
            })
            .collect();
        let perhaps_later = search.later(&wanted);
        Some(Needed {
            now: if now.is_empty() { wanted } else { now },
            perhaps_later,
            settling,
            ladders,
            is_whole,
            evaluations: (MAX_EVALUATIONS - search.left) as usize,
        })
    }
}

struct Search<'s, 'p> {
    ruling: &'s Ruling<'p>,
    given: &'s Facts,
    left: u32,
}

impl<'s, 'p> Search<'s, 'p> {
    /// A search of some of the evaluations that are left.
    fn completions(&self, most: u32) -> Completions<'s, 'p> {
        Completions::new(self.ruling, most.min(self.left)).with_texts()
    }

    fn spend(&mut self, most: u32, completions: &Completions<'_, '_>) {
        let spent = most.min(self.left).saturating_sub(completions.left());
        self.left = self.left.saturating_sub(spent);
    }

    /// The facts of which some value settles the answer.
    fn ladders(&mut self, wanted: &[Cell]) -> Vec<Ladder> {
        let mut ladders = Vec::new();
        for cell in wanted {
            let fact = &self.ruling.version.facts[cell.0];
            let is_simple = !matches!(fact.ty, Type::List | Type::Text | Type::Choices(_));
            if !is_simple || self.ruling.secrets.fact(cell.0) {
                continue;
            }
            let rungs = self.rungs(self.given, *cell);
            if let Some(rungs) = rungs.filter(|rungs| rungs.iter().any(|it| it.becomes.is_some())) {
                ladders.push(Ladder { cell: *cell, rungs });
            }
        }
        ladders
    }

    /// What the values of a fact come to; none where they are too many to be
    /// named.
    fn rungs(&mut self, given: &Facts, cell: Cell) -> Option<Vec<Rung>> {
        let version = self.ruling.version;
        let mut leaves: Vec<Rung> = Vec::new();
        let mut completions = self
            .completions(FOR_ONE_FACT)
            .only(vec![cell])
            .settling(settle_within);
        let ended = completions.visit(given, |leaf| {
            leaves.push(Rung {
                values: values_of(version, leaf.given, cell),
                becomes: becomes(leaf.evaluation),
            });
            ControlFlow::Continue(())
        });
        self.spend(FOR_ONE_FACT, &completions);
        let rungs = merged(leaves);
        (ended == Ended::All && rungs.len() > 1 && rungs.len() <= MAX_RUNGS).then_some(rungs)
    }

    /// Whether two completions that differ in this fact alone differ in what they
    /// come to; yes where that was not found out.
    fn can_matter(&mut self, cell: Cell) -> bool {
        if self.ruling.version.facts[cell.0].ty == Type::List {
            return true;
        }
        let mut open: Vec<Facts> = Vec::new();
        let mut completions = self
            .completions(FOR_ONE_FACT)
            .except(cell)
            .settling(settle_within);
        let ended = completions.visit(self.given, |leaf| {
            if leaf.evaluation.is_settled() {
                return ControlFlow::Continue(());
            }
            open.push(leaf.given.clone());
            match open.len() < MAX_OPEN {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        self.spend(FOR_ONE_FACT, &completions);
        if ended != Ended::All {
            return true;
        }
        open.iter().any(|given| {
            let mut found: Vec<Option<Becomes>> = Vec::new();
            let mut completions = self
                .completions(FOR_ONE_FACT)
                .only(vec![cell])
                .settling(settle_within);
            let ended = completions.visit(given, |leaf| {
                found.push(becomes(leaf.evaluation));
                ControlFlow::Continue(())
            });
            self.spend(FOR_ONE_FACT, &completions);
            ended != Ended::All || found.windows(2).any(|two| two.first() != two.last())
        })
    }

    /// The facts that are asked for on the way to completions, and not now.
    fn later(&mut self, wanted: &[Cell]) -> Vec<Cell> {
        let most = self.left.min(FOR_LATER_FACTS);
        let mut completions = self.completions(most);
        completions.visit(self.given, |_| ControlFlow::Continue(()));
        self.spend(most, &completions);
        let version = self.ruling.version;
        let mut later = BTreeSet::new();
        for (fact, record) in completions.seen() {
            let cell = match version.facts[*fact].home {
                // A record that was not given has no number yet.
                Home::Record(list, _)
                    if self
                        .given
                        .records(list)
                        .is_none_or(|records| record.is_none_or(|it| it >= records.given())) =>
                {
                    (*fact, None)
                }
                _ => (*fact, *record),
            };
            if !wanted.contains(&cell) {
                later.insert(cell);
            }
        }
        later.into_iter().collect()
    }

    /// All smallest sets that settle the answer, and whether that is certain. A set
    /// that does not is one fact short of the sets to try next: with one of those
    /// on which it depends where it stays open.
    fn settling(&mut self, wanted: &[Cell]) -> (Vec<Vec<Cell>>, bool) {
        let mut level: BTreeSet<Vec<Cell>> = BTreeSet::from([Vec::new()]);
        let mut is_whole = true;
        for size in 0..=MAX_SET {
            let mut settling = Vec::new();
            let mut next: BTreeSet<Vec<Cell>> = BTreeSet::new();
            for set in level {
                if self.left == 0 {
                    return (Vec::new(), false);
                }
                match self.open_with(&set, wanted) {
                    Open::Never => settling.push(set),
                    Open::NotKnown => is_whole = false,
                    Open::By(cells) => {
                        for cell in cells.into_iter().filter(|_| size < MAX_SET) {
                            let mut larger = set.clone();
                            larger.push(cell);
                            larger.sort();
                            larger.dedup();
                            next.insert(larger);
                        }
                    }
                }
            }
            if !settling.is_empty() {
                return (settling, is_whole);
            }
            level = next;
        }
        (Vec::new(), is_whole)
    }

    /// What the answer depends on for some values of a set of facts.
    fn open_with(&mut self, set: &[Cell], wanted: &[Cell]) -> Open {
        if set.is_empty() {
            return Open::By(wanted.to_vec());
        }
        let mut completions = self
            .completions(FOR_ONE_SET)
            .only(set.to_vec())
            .settling(settle_within);
        let mut open: Option<(Facts, Missing)> = None;
        let ended = completions.visit(self.given, |leaf| {
            if leaf.evaluation.is_settled() {
                return ControlFlow::Continue(());
            }
            open = Some((leaf.facts.clone(), leaf.evaluation.missing()));
            ControlFlow::Break(())
        });
        self.spend(FOR_ONE_SET, &completions);
        match (open, ended) {
            (Some((facts, missing)), _) => {
                let cells = completions.wanted(&facts, missing);
                Open::By(cells.into_iter().filter(|it| !set.contains(it)).collect())
            }
            (None, Ended::All) => Open::Never,
            (None, _) => Open::NotKnown,
        }
    }
}

/// What an answer depends on once a set of facts is given.
enum Open {
    /// It is settled whatever their values are.
    Never,
    /// For some of their values, on these.
    By(Vec<Cell>),
    /// That was not found out.
    NotKnown,
}

fn becomes(evaluation: &Evaluation) -> Option<Becomes> {
    let outcome = match evaluation {
        Evaluation::Quote(quote) => match quote.total {
            Some(total) => return Some(Becomes::Total(total)),
            None => quote.outcome().into(),
        },
        Evaluation::Screening(screening) => screening.outcome.into(),
    };
    (outcome != Outcome::Undetermined).then_some(Becomes::Outcome(outcome))
}

/// The values that a fact has, or may have.
fn values_of(version: &Version, facts: &Facts, cell: Cell) -> Values {
    let value = match (version.facts[cell.0].home, cell.1) {
        (Home::Record(list, column), Some(record)) => facts
            .records(list)
            .map_or(Value::Unknown(Missing::NONE), |it| it.cell(record, column)),
        _ => facts.value(cell.0),
    };
    match value.is_settled() {
        true => Values::One(value),
        false => domain(version, facts, cell.0, cell.1),
    }
}

/// Values in their order, neighbours that come to the same put together; of
/// options all that do.
fn merged(mut leaves: Vec<Rung>) -> Vec<Rung> {
    leaves.sort_by(|one, other| {
        let low = |it: &Rung| it.values.bounds().low;
        match (low(one), low(other)) {
            (Some(one), Some(other)) => order(one, other).unwrap_or(Ordering::Equal),
            (one, other) => one.is_some().cmp(&other.is_some()),
        }
    });
    let mut rungs: Vec<Rung> = Vec::new();
    for leaf in leaves {
        let same = |it: &&mut Rung| it.becomes == leaf.becomes;
        let is_ordered = leaf.values.few().is_none();
        let before = match is_ordered {
            true => rungs.last_mut().filter(same),
            false => rungs.iter_mut().find(same),
        };
        match before {
            Some(rung) => rung.values = rung.values.or(leaf.values),
            None => rungs.push(leaf),
        }
    }
    rungs
}
