//! What a quote without a total can come to, in small pricings of which every completion
//! is tried: both ends are the lowest and the highest total, or no total is beyond them
//! where they are not said to be.

use std::collections::BTreeSet;

use almoner_engine::{
    Book, Money,
    answer::{Detail, Evaluation, PossibleTotals},
    eval::quote::Outcome,
};

use rust_decimal::Decimal;

use super::{
    random::Random,
    small_book::{self, Fact, Kind, Values, condition, facts},
};

/// The most completions of a book.
const MAX_COMPLETIONS: usize = 3_000;

pub(crate) fn compare(books: usize) {
    let mut random = Random::new(7);
    let (mut open, mut narrowest, mut named, mut referred) = (0, 0, 0, 0);
    for number in 0..books {
        let mut facts = facts(&mut random, 100_000);
        widen(&mut random, &mut facts);
        let text = pricing(&mut random, &facts);
        let book = small_book::book("Pricing", &facts, &text);
        let now = now(&mut random, &facts);
        let about = format!("book {number}: {now:?}\n{text}");
        let question = small_book::question(&facts, &now).detail(Detail::Silent);
        let answer = book.answer(&question).unwrap();
        let part = answer.first();
        let Evaluation::Quote(quote) = part.evaluation() else {
            panic!("a quote: {about}");
        };
        let possible = PossibleTotals::of(part.ruling(), part.facts(), quote);
        if quote.outcome() != Outcome::Undetermined {
            assert_eq!(possible, PossibleTotals::default(), "{about}");
            continue;
        }
        open += 1;
        let about = format!("{about}\n{possible:?}");
        let Some(all) = totals(&book, &facts, &now) else {
            assert_eq!(possible.at_least, None, "{about}");
            referred += 1;
            continue;
        };
        check(&all, &possible, &about);
        narrowest += usize::from(possible.are_narrowest);
        named += usize::from(!possible.amounts.is_empty());
    }
    println!(
        "{books} small pricings, {open} open: {narrowest} with the narrowest range, {named} of them \
         with every total, {referred} where a person may price some"
    );
    assert!(open > books / 3 && named > books / 20 && referred > books / 200);
    let priced = open - referred;
    assert!(priced - narrowest <= priced / 20, "{narrowest} of {priced}");
}

fn check(all: &BTreeSet<Decimal>, possible: &PossibleTotals, about: &str) {
    let (lowest, highest) = (all.first().copied(), all.last().copied());
    let (least, most) = (
        possible.at_least.map(Money::min),
        possible.at_most.map(Money::min),
    );
    if possible.are_narrowest {
        assert_eq!((least, most), (lowest, highest), "{all:?} {about}");
    }
    assert!(least <= lowest, "{lowest:?} {about}");
    assert!(
        most.is_none_or(|most| Some(most) >= highest),
        "{highest:?} {about}"
    );
    if !possible.amounts.is_empty() {
        let named: Vec<Decimal> = possible.amounts.iter().map(|it| it.min()).collect();
        let all: Vec<Decimal> = all.iter().copied().collect();
        assert_eq!(named, all, "{about}");
    }
}

/// Makes one number large: its values are not looked at one by one.
fn widen(random: &mut Random, facts: &mut [Fact]) {
    let whole = facts.iter().position(|it| it.is_ordered());
    if let (Some(at), true) = (whole, random.chance(50)) {
        facts[at].kind = Kind::Whole(100 + random.below(900));
    }
}

/// Values of some facts: of the others there are few enough completions.
fn now(random: &mut Random, facts: &[Fact]) -> Values {
    let mut left = MAX_COMPLETIONS;
    let mut value = |fact: &Fact| {
        let is_open = fact.count() <= left && random.chance(60);
        left /= if is_open { fact.count() } else { 1 };
        (!is_open).then(|| random.below(fact.count()))
    };
    facts.iter().map(&mut value).collect()
}

/// The totals of all completions; none where a person prices some.
fn totals(book: &Book, facts: &[Fact], now: &Values) -> Option<BTreeSet<Decimal>> {
    let mut all: Vec<Values> = vec![Vec::new()];
    for (fact, own) in facts.iter().zip(now) {
        let values: Vec<usize> = match own {
            Some(own) => vec![*own],
            None => (0..fact.count()).collect(),
        };
        let longer = all.iter().flat_map(|before| {
            values.iter().map(|value| {
                let mut longer = before.clone();
                longer.push(Some(*value));
                longer
            })
        });
        all = longer.collect();
    }
    let mut totals = BTreeSet::new();
    for values in all {
        let question = small_book::question(facts, &values).detail(Detail::Silent);
        let answer = book.answer(&question).unwrap();
        let Evaluation::Quote(quote) = answer.first().evaluation() else {
            panic!("a quote");
        };
        match quote.outcome() {
            Outcome::Quoted => totals.extend(quote.total.map(Money::min)),
            Outcome::DoesNotApply => {
                totals.insert(Decimal::ZERO);
            }
            Outcome::Alternatives => {
                for alternative in quote.open_alternatives() {
                    totals.insert(alternative.quote.total?.min());
                }
            }
            Outcome::Refer => return None,
            Outcome::Undetermined => panic!("{values:?}"),
        }
    }
    Some(totals)
}

fn pricing(random: &mut Random, facts: &[Fact]) -> String {
    let count = 1 + random.below(3);
    let lines: Vec<String> = (0..count).map(|it| line(random, facts, it)).collect();
    let limits = match random.chance(35) {
        true => limits(random, facts, count),
        false => String::new(),
    };
    format!(
        "rounding: (mode: \"half_up\", to: \"£0.01\"), {limits}lines: [{}]",
        lines.join(", ")
    )
}

fn line(random: &mut Random, facts: &[Fact], number: usize) -> String {
    let when = match random.chance(40) {
        true => format!("when: \"{}\", ", condition(random, facts, 1)),
        false => String::new(),
    };
    let is_referred = random.chance(8);
    let refer = match is_referred {
        true => "refer: \"A person.\", ",
        false => "",
    };
    let price = match random.below(5) {
        _ if is_referred => ways(random, facts, "cheapest_of", number),
        0 => ways(random, facts, "cheapest_of", number),
        1 => ways(random, facts, "alternatives", number),
        _ => price(random, facts),
    };
    let reductions = match random.chance(50) {
        true => reductions(random, facts),
        false => String::new(),
    };
    format!("(id: \"l{number}\", says: \"L\", cite: \"1\", {when}{refer}{price}{reductions})")
}

fn ways(random: &mut Random, facts: &[Fact], kind: &str, number: usize) -> String {
    let mut way = |which: usize| {
        let when = match kind == "cheapest_of" && random.chance(60) {
            true => format!("when: \"{}\", ", condition(random, facts, 1)),
            false => String::new(),
        };
        let says = if kind == "cheapest_of" {
            "says"
        } else {
            "reading"
        };
        let price = price(random, facts);
        format!("(id: \"w{number}_{which}\", {says}: \"it is so\", {when}{price})")
    };
    format!("{kind}: [{}, {}], ", way(0), way(1))
}

fn price(random: &mut Random, facts: &[Fact]) -> String {
    let each = amount(random, facts, 2);
    let quantity = match random.chance(60) {
        true => format!("quantity: \"{}\", ", number(random, facts)),
        false => String::new(),
    };
    format!("each: \"{each}\", {quantity}")
}

/// An amount of money that is not below nothing.
fn amount(random: &mut Random, facts: &[Fact], depth: usize) -> String {
    let pounds = 1 + random.below(20);
    match random.below(if depth > 0 { 6 } else { 2 }) {
        0 => format!("£{pounds}.00"),
        1 => format!("£{pounds}.35"),
        2 => {
            let test = condition(random, facts, 1);
            let (one, other) = (
                amount(random, facts, depth - 1),
                amount(random, facts, depth - 1),
            );
            format!("(if {test} then {one} else {other})")
        }
        3 => format!("(£{pounds}.00 * {} / 3)", number(random, facts)),
        4 => {
            let function = random.pick(&["min", "max"]);
            let (one, other) = (
                amount(random, facts, depth - 1),
                amount(random, facts, depth - 1),
            );
            match one == other {
                true => one,
                false => format!("{function}({one}, {other})"),
            }
        }
        _ => format!(
            "max(£0.00, £{pounds}.00 - £0.50 * {})",
            number(random, facts)
        ),
    }
}

fn number(random: &mut Random, facts: &[Fact]) -> String {
    let wholes: Vec<&Fact> = facts.iter().filter(|it| it.is_ordered()).collect();
    if wholes.is_empty() {
        return (1 + random.below(4)).to_string();
    }
    let name = &random.pick(&wholes).name;
    match random.below(4) {
        0 => format!("({name} + 1)"),
        1 => format!("min({name}, 5)"),
        _ => name.clone(),
    }
}

fn reductions(random: &mut Random, facts: &[Fact]) -> String {
    let apply = random.pick(&["to_gross", "one_after_other", "best"]);
    let count = 1 + random.below(3);
    let all: Vec<String> = (0..count)
        .map(|number| {
            let when = condition(random, facts, 1);
            let what = match random.below(3) {
                0 => random.pick(&["10%", "33.3%", "50%", "100%"]).to_string(),
                1 => amount(random, facts, 0),
                _ => amount(random, facts, 1),
            };
            let field = match *apply != "best" && random.chance(25) {
                true => "adds",
                false => "take",
            };
            let most = match random.chance(25) {
                true => format!("at_most: \"{}\", ", amount(random, facts, 1)),
                false => String::new(),
            };
            let rounding = match random.chance(20) {
                true => "rounding: (mode: \"down\", to: \"£0.20\"), ",
                false => "",
            };
            format!(
                "(id: \"r{number}\", says: \"R\", cite: \"1\", when: \"{when}\", \
                 {field}: \"{what}\", {most}{rounding})"
            )
        })
        .collect();
    format!(
        "reductions_apply: \"{apply}\", reductions: [{}], ",
        all.join(", ")
    )
}

fn limits(random: &mut Random, facts: &[Fact], lines: usize) -> String {
    let count = 1 + random.below(2);
    let all: Vec<String> = (0..count)
        .map(|number| {
            let of = match random.chance(40) {
                true => format!("lines: [\"l{}\"], ", random.below(lines)),
                false => String::new(),
            };
            let when = match random.chance(30) {
                true => format!("when: \"{}\", ", condition(random, facts, 1)),
                false => String::new(),
            };
            let kind = random.pick(&["at_most", "at_most", "at_least", "nothing_below"]);
            let amount = amount(random, facts, 1);
            format!("(id: \"m{number}\", says: \"M\", cite: \"1\", {of}{when}{kind}: \"{amount}\")")
        })
        .collect();
    format!("limits: [{}], ", all.join(", "))
}
