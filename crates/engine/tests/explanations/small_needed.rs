//! What is still needed, in small screenings of which every completion is tried: an
//! answer is settled exactly where all completions agree, the sets that settle it are
//! all the smallest, and what the values of one fact come to is so.

use std::collections::{BTreeMap, BTreeSet};

use almoner_engine::{
    Book, Outcome,
    answer::{
        Detail,
        json::{Ladder, Needed, NeededFact, RungOutcome, Value},
    },
};

use super::{
    random::Random,
    small_book::{self, Fact, Kind, Values, condition, facts},
};

/// The most facts of a set that settles an answer.
const MAX_SET: usize = 4;

pub(crate) fn compare(books: usize) {
    let mut random = Random::new(5);
    let (mut open, mut stopped, mut sets, mut rungs, mut most) = (0, 0, 0, 0, 0);
    for number in 0..books {
        let facts = facts(&mut random, 3_000);
        let text = criteria(&mut random, &facts);
        let book = small_book::book("Eligibility", &facts, &text);
        let now: Values = facts
            .iter()
            .map(|it| random.chance(40).then(|| random.below(it.count())))
            .collect();
        let about = format!("book {number}, {now:?}: {text}");
        let question = small_book::question(&facts, &now).detail(Detail::Silent);
        let answer = book.answer(&question).unwrap();
        let grid = Grid::of(&book, &facts, &now);
        let settled = grid.settled(&BTreeMap::new());
        let expected = settled.unwrap_or(Outcome::Undetermined);
        assert_eq!(answer.outcome(), expected, "{about}");
        let explanation = book.explain(&question, &answer).shape(&answer);
        most = most.max(explanation.evaluations);
        let Some(needed) = explanation.needed else {
            assert!(settled.is_some(), "{about}");
            continue;
        };
        open += 1;
        if !needed.complete {
            stopped += 1;
            continue;
        }
        let about = format!("{about}\n{needed:?}");
        assert_eq!(found_sets(&facts, &needed), grid.smallest_sets(), "{about}");
        check_facts(&facts, &grid, &needed, &about);
        for ladder in &needed.ladders {
            rungs += check_ladder(&facts, &grid, ladder, &about);
        }
        sets += needed.settling.len();
    }
    println!(
        "{books} small books, {open} open, {stopped} of them stopped: {sets} settling sets, {rungs} rungs, \
         at most {most} evaluations"
    );
    assert!(stopped <= open / 100, "{stopped} searches were stopped");
    assert!(open > books / 4 && sets > open / 2 && rungs > open / 4);
}

fn criteria(random: &mut Random, facts: &[Fact]) -> String {
    let criteria: Vec<String> = (0..=random.below(3))
        .map(|number| {
            let holds = condition(random, facts, 2);
            let refer = match random.chance(20) {
                true => ", refer: \"A person.\"",
                false => "",
            };
            format!("(id: \"c{number}\", says: \"C\", cite: \"1\", holds: \"{holds}\"{refer})")
        })
        .collect();
    format!("criteria: [{}]", criteria.join(", "))
}

/// Every completion with its outcome.
struct Grid {
    unknown: Vec<usize>,
    all: Vec<(Values, Outcome)>,
}

/// Values of some of the unknown facts.
type Given = BTreeMap<usize, usize>;

impl Grid {
    fn of(book: &Book, facts: &[Fact], now: &Values) -> Grid {
        let mut all: Vec<Values> = vec![Vec::new()];
        for (fact, own) in facts.iter().zip(now) {
            let values: Vec<usize> = match own {
                Some(own) => vec![*own],
                None => (0..fact.count()).collect(),
            };
            all = all
                .into_iter()
                .flat_map(|before| {
                    values.iter().map(move |value| {
                        let mut longer = before.clone();
                        longer.push(Some(*value));
                        longer
                    })
                })
                .collect();
        }
        let outcome = |values: &Values| {
            let question = small_book::question(facts, values).detail(Detail::Silent);
            book.answer(&question).unwrap().outcome()
        };
        Grid {
            unknown: (0..now.len()).filter(|at| now[*at].is_none()).collect(),
            all: all
                .into_iter()
                .map(|values| (values.clone(), outcome(&values)))
                .collect(),
        }
    }

    /// The one outcome of the completions with these values; none where they differ.
    fn settled(&self, given: &Given) -> Option<Outcome> {
        let fits = |values: &Values| given.iter().all(|(at, it)| values[*at] == Some(*it));
        let mut outcomes = self.all.iter().filter(|it| fits(&it.0)).map(|it| it.1);
        let first = outcomes.next()?;
        outcomes.all(|it| it == first).then_some(first)
    }

    /// Whether these facts settle it whatever their values are.
    fn settles(&self, set: &BTreeSet<usize>) -> bool {
        let mut by: BTreeMap<Vec<Option<usize>>, Outcome> = BTreeMap::new();
        self.all.iter().all(|(values, outcome)| {
            let own = set.iter().map(|at| values[*at]).collect();
            *by.entry(own).or_insert(*outcome) == *outcome
        })
    }

    fn smallest_sets(&self) -> BTreeSet<BTreeSet<usize>> {
        let mut level: BTreeSet<BTreeSet<usize>> = BTreeSet::from([BTreeSet::new()]);
        for _ in 0..=MAX_SET {
            let found: BTreeSet<BTreeSet<usize>> = level
                .iter()
                .filter(|it| self.settles(it))
                .cloned()
                .collect();
            if !found.is_empty() {
                return found;
            }
            let larger = level.iter().flat_map(|set| {
                let others = self.unknown.iter().filter(|it| !set.contains(it));
                others.map(|other| {
                    let mut larger = set.clone();
                    larger.insert(*other);
                    larger
                })
            });
            level = larger.collect();
        }
        BTreeSet::new()
    }

    /// Whether two completions that differ in this fact alone have other outcomes.
    fn matters(&self, at: usize) -> bool {
        let others: BTreeSet<usize> = (0..self.all[0].0.len()).filter(|it| *it != at).collect();
        !self.settles(&others)
    }
}

fn at(facts: &[Fact], fact: &NeededFact) -> usize {
    facts.iter().position(|it| it.name == fact.fact).unwrap()
}

fn found_sets(facts: &[Fact], needed: &Needed) -> BTreeSet<BTreeSet<usize>> {
    let sets = needed.settling.iter();
    sets.map(|set| set.facts.iter().map(|it| at(facts, it)).collect())
        .collect()
}

/// What is asked for can matter, and what can matter is asked for now or later.
fn check_facts(facts: &[Fact], grid: &Grid, needed: &Needed, about: &str) {
    for fact in &needed.now {
        assert!(
            grid.matters(at(facts, fact)),
            "{fact:?} cannot matter: {about}"
        );
    }
    let named: BTreeSet<usize> = needed
        .now
        .iter()
        .chain(&needed.perhaps_later)
        .map(|it| at(facts, it))
        .collect();
    for fact in grid.unknown.iter().filter(|it| grid.matters(**it)) {
        assert!(named.contains(fact), "f{fact} is not named: {about}");
    }
}

/// Each value is in one rung, and comes to what that says; how many rungs there are.
fn check_ladder(facts: &[Fact], grid: &Grid, ladder: &Ladder, about: &str) -> usize {
    let at = at(facts, &ladder.of);
    for value in 0..facts[at].count() {
        let written = written(&facts[at], value);
        let rungs = ladder.rungs.iter().filter(|rung| {
            let bounds = (&rung.at_least, &rung.at_most);
            let number = |it: &Option<Value>| match it {
                Some(Value::Number(number)) => usize::try_from(number.as_u64()?).ok(),
                _ => None,
            };
            let is_between = bounds != (&None, &None)
                && number(bounds.0).is_none_or(|low| low <= value)
                && number(bounds.1).is_none_or(|high| value <= high);
            rung.values.contains(&written) || is_between
        });
        let rungs: Vec<RungOutcome> = rungs.map(|it| it.outcome).collect();
        let settled = grid.settled(&Given::from([(at, value)]));
        let expected = match settled {
            Some(Outcome::Eligible) => RungOutcome::Eligible,
            Some(Outcome::NotEligible) => RungOutcome::NotEligible,
            Some(Outcome::Refer) => RungOutcome::Refer,
            _ => RungOutcome::Undetermined,
        };
        assert_eq!(rungs, [expected], "f{at} = {value}: {about}");
    }
    ladder.rungs.len()
}

fn written(fact: &Fact, value: usize) -> Value {
    match fact.kind {
        Kind::YesNo => Value::YesNo(value == 1),
        Kind::Whole(_) => Value::Number(value.into()),
        Kind::Choice(_) => Value::Text(format!("option_{value}")),
    }
}
