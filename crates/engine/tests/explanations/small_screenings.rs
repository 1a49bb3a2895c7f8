//! The nearest yes of small screenings against every combination of facts.

use std::collections::{BTreeMap, BTreeSet};

use almoner_engine::{
    Book, Outcome, Question,
    answer::{
        Detail,
        changed_facts::{NewValue, Spot},
    },
    base::value::Value,
    explain::{Limit, Nearest, Way},
};

use super::{
    first,
    random::Random,
    small_book::{self, Fact, Values, combinations, condition, facts, values},
};

/// Which facts are changed, and the new values of those without an order.
type Key = (Vec<usize>, Vec<(usize, usize)>);

pub(crate) fn compare(books: usize) {
    let mut random = Random::new(1);
    let (mut ways, mut none, mut stopped, mut most) = (0, 0, 0, 0);
    for number in 0..books {
        let facts = facts(&mut random, 1_500);
        let text = criteria(&mut random, &facts);
        let cases = [(); 3].map(|()| values(&mut random, &facts));
        if number < first() {
            continue;
        }
        let book = small_book::book("Eligibility", &facts, &text);
        for now in cases {
            let about = || format!("book {number}, {now:?}: {text}");
            let question = small_book::question(&facts, &now).detail(Detail::Silent);
            let answer = book.answer(&question).unwrap();
            let present = answer.outcome();
            let explanation = book.explain(&question, &answer);
            most = most.max(explanation.evaluations);
            let Some(nearest) = explanation.nearest else {
                assert_eq!(present, Outcome::Eligible, "{}", about());
                continue;
            };
            let outcomes = Outcomes::of(&book, &facts, &now);
            let (goal, expected) = outcomes.nearest(&facts, present, nearest.goal);
            if let Some(certain) = nearest.stopped_after {
                let is_beyond = |(changed, _): &Key| changed.len() > certain;
                let is_certain = goal != Outcome::Eligible || expected.iter().all(is_beyond);
                assert!(is_certain, "{}\n{nearest:?}", about());
                stopped += 1;
                continue;
            }
            assert_eq!(nearest.goal, goal, "{}\n{nearest:?}", about());
            let found: BTreeSet<Key> = nearest.ways.iter().map(|it| key(&facts, it)).collect();
            assert_eq!(found, expected, "{}\n{nearest:?}", about());
            outcomes.check_values(&facts, &nearest, &about());
            ways += nearest.ways.len();
            none += usize::from(nearest.ways.is_empty());
        }
    }
    println!(
        "{books} small books: {ways} ways, {none} without one, {stopped} stopped, at most {most} \
         evaluations"
    );
    let books = books - first();
    assert!(stopped <= books / 1_000, "{stopped} searches were stopped");
    assert!(ways > books && none > 0, "{ways} ways, {none} without one");
}

fn criteria(random: &mut Random, facts: &[Fact]) -> String {
    let count = 1 + random.below(3);
    let mut values = String::new();
    let mut criteria = String::new();
    for number in 0..count {
        let holds = condition(random, facts, 2);
        let holds = match random.chance(40) {
            true => {
                values +=
                    &format!("(id: \"v{number}\", says: \"V\", cite: \"1\", is: \"{holds}\"), ");
                format!("v{number}")
            }
            false => holds,
        };
        let refer = if random.chance(25) {
            ", refer: \"A person.\""
        } else {
            ""
        };
        let when = match random.chance(20) {
            true => format!(", when: \"{}\"", condition(random, facts, 1)),
            false => String::new(),
        };
        criteria += &format!(
            "(id: \"c{number}\", says: \"C\", cite: \"1\", holds: \"{holds}\"{refer}{when}), "
        );
    }
    format!("values: [{values}], criteria: [{criteria}]")
}

/// The outcome of every combination of facts.
struct Outcomes {
    now: Values,
    all: BTreeMap<Values, Outcome>,
}

impl Outcomes {
    fn of(book: &Book, facts: &[Fact], now: &[Option<usize>]) -> Outcomes {
        let ask = |values: &Values| {
            let question: Question<'_> = small_book::question(facts, values).detail(Detail::Silent);
            book.answer(&question).unwrap().outcome()
        };
        let all = combinations(facts, now).into_iter();
        Outcomes {
            now: now.to_vec(),
            all: all.map(|values| (values.clone(), ask(&values))).collect(),
        }
    }

    fn changed(&self, values: &Values) -> Vec<usize> {
        let pairs = values.iter().zip(&self.now).enumerate();
        pairs
            .filter(|(_, (a, b))| a != b)
            .map(|(at, _)| at)
            .collect()
    }

    /// The best outcome that can be had, and every smallest change that gives it. What is
    /// open may be found only by opening a criterion that is met: where a person decides
    /// without that, the search does not look for it.
    fn nearest(
        &self,
        facts: &[Fact],
        present: Outcome,
        found: Outcome,
    ) -> (Outcome, BTreeSet<Key>) {
        let goals: &[Outcome] = match (present, found) {
            (Outcome::NotEligible, Outcome::Refer) => &[Outcome::Eligible, Outcome::Refer],
            (Outcome::NotEligible, _) => {
                &[Outcome::Eligible, Outcome::Undetermined, Outcome::Refer]
            }
            _ => &[Outcome::Eligible],
        };
        for goal in goals {
            let good = || {
                self.all
                    .iter()
                    .filter(|(_, it)| *it == goal)
                    .map(|(values, _)| values)
            };
            let Some(least) = good().map(|it| self.changed(it).len()).min() else {
                continue;
            };
            let smallest = good().filter(|it| self.changed(it).len() == least);
            let keys = smallest.map(|values| {
                let changed = self.changed(values);
                let options = changed.iter().filter(|at| !facts[**at].is_ordered());
                let options = options.map(|at| (*at, values[*at].unwrap())).collect();
                (changed, options)
            });
            return (*goal, keys.collect());
        }
        (present, BTreeSet::new())
    }

    /// Each way is good, no step nearer is, and what is said of values beyond it is so.
    fn check_values(&self, facts: &[Fact], nearest: &Nearest, about: &str) {
        for way in &nearest.ways {
            let values = self.changed_by(way);
            assert_eq!(self.all[&values], nearest.goal, "{about}\n{way:?}");
            for change in &way.changes {
                let at = usize::from(change.fact().unwrap().number());
                if !facts[at].is_ordered() {
                    continue;
                }
                let value = values[at].unwrap();
                let is_good = |value: usize| {
                    let mut other = values.clone();
                    other[at] = Some(value);
                    self.all.get(&other) == Some(&nearest.goal)
                };
                if let Some(now) = self.now[at] {
                    let nearer = if value > now { value - 1 } else { value + 1 };
                    assert!(nearer == now || !is_good(nearer), "{about}\n{way:?}");
                    if way.changes.len() == 1 {
                        let closer = (0..facts[at].count())
                            .filter(|it| it.abs_diff(now) < value.abs_diff(now) && *it != now);
                        assert!(!closer.into_iter().any(is_good), "{about}\n{way:?}");
                    }
                }
                let mut beyond: Vec<usize> = match change.limit {
                    Limit::Exactly => Vec::new(),
                    Limit::AtLeast => (value..facts[at].count()).collect(),
                    Limit::AtMost => (0..=value).collect(),
                };
                beyond.retain(|it| Some(*it) != self.now[at]);
                assert!(beyond.into_iter().all(is_good), "{about}\n{way:?}");
            }
        }
    }

    fn changed_by(&self, way: &Way) -> Values {
        let mut values = self.now.clone();
        for change in &way.changes {
            let at = usize::from(change.fact().unwrap().number());
            values[at] = Some(number(&change.change.to));
        }
        values
    }
}

fn key(facts: &[Fact], way: &Way) -> Key {
    let mut changed = Vec::new();
    let mut options = Vec::new();
    for change in &way.changes {
        let Spot::Case(fact) = change.change.spot else {
            panic!("{change:?}");
        };
        let at = usize::from(fact.number());
        changed.push(at);
        if !facts[at].is_ordered() {
            options.push((at, number(&change.change.to)));
        }
    }
    (changed, options)
}

pub(crate) fn number(to: &NewValue) -> usize {
    match to {
        NewValue::Value(Value::YesNo(yes)) => usize::from(*yes),
        NewValue::Value(Value::Whole(whole)) => usize::try_from(*whole).unwrap(),
        NewValue::Value(Value::Choice(option)) => usize::from(*option),
        other => panic!("{other:?}"),
    }
}
