//! What explanations cost, by rule set.

use super::{
    super::{cost::Cost, random::Random},
    built_in,
    cases::random_case,
    explained, rule_set,
};

const RULE_SETS: [&str; 9] = [
    "childcare",
    "head-start",
    "council-tax",
    "grangewaters",
    "music",
    "nursery",
    "play-scheme",
    "play-service",
    "private-tuition",
];

/// Explains random cases of each rule set, a quarter of them without some of their
/// facts, and prints what that costs.
pub(crate) fn costs(cases: usize) {
    let book = built_in();
    for (seed, name) in (40..).zip(RULE_SETS) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let mut cost = Cost::default();
        let mut asked = 0;
        while asked < cases {
            let (on, mut facts) = random_case(&mut random, set);
            if random.chance(25) {
                facts.retain(|_, _| random.chance(70));
            }
            let found = explained(&book, name, on, &facts, &mut cost);
            asked += usize::from(found.is_some());
        }
        println!("{name}: {asked} cases; {cost}");
    }
}
