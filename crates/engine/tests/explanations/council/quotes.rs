//! What would cost less than a quote.

use serde_json::Value;

use super::{
    super::{cost::Cost, random::Random},
    ask, built_in,
    cases::random_case,
    changes::apply,
    explained, rule_set,
};

pub(crate) fn quotes(cases: usize) {
    let book = built_in();
    let names = [
        "grangewaters",
        "music",
        "nursery",
        "play-scheme",
        "play-service",
        "private-tuition",
    ];
    for (seed, name) in (20..).zip(names) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let (mut savings, mut asked) = (0, 0);
        let mut cost = Cost::default();
        let mut tried = 0;
        while asked < cases && tried < cases * 50 {
            tried += 1;
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(&book, name, on, &facts, &mut cost) else {
                continue;
            };
            let Some(cheaper) = &found.cheaper else {
                continue;
            };
            asked += 1;
            for saving in &cheaper.savings {
                let mut changed = facts.clone();
                saving.changes.iter().for_each(|it| apply(&mut changed, it));
                let answer = ask(&book, name, on, &changed).unwrap();
                let total = serde_json::to_value(&saving.total).unwrap();
                let again = answer.1.map(|it| it.min().to_string());
                let about = format!(
                    "{name} on {on}: {} {saving:?}",
                    Value::Object(facts.clone())
                );
                assert_eq!(
                    again.as_deref().map(pounds),
                    total.as_str().map(pounds),
                    "{about}"
                );
                savings += 1;
            }
        }
        println!("{name}: {asked} quotes, {savings} savings; {cost}");
    }
}

fn pounds(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}
