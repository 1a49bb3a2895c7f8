//! What would cost less in small pricings, against every change of one fact and of
//! two by up to two steps.

use almoner_engine::{Book, Money, answer::Detail};

use super::{
    random::Random,
    small_book::{self, Fact, Kind, Values, facts},
};

/// A change of one fact that is tried: which fact, its new value, whether it is more
/// of something, and to what share of it otherwise.
#[derive(Clone, Copy)]
struct Try {
    at: usize,
    value: usize,
    is_more: bool,
    /// New and old number, where it is less.
    share: Option<(usize, usize)>,
}

pub(crate) fn compare(books: usize) {
    let mut random = Random::new(3);
    let (mut savings, mut silent, mut most) = (0, 0, 0);
    for number in 0..books {
        let facts = facts(&mut random, 100_000);
        let text = lines(&mut random, &facts);
        let book = small_book::book("Pricing", &facts, &text);
        let now: Values = facts
            .iter()
            .map(|it| Some(random.below(it.count())))
            .collect();
        let question = small_book::question(&facts, &now).detail(Detail::Silent);
        let answer = book.answer(&question).unwrap();
        let total = answer.total().unwrap();
        let explanation = book.explain(&question, &answer);
        most = most.max(explanation.evaluations);
        let cheaper = explanation.cheaper.unwrap();
        assert!(cheaper.is_whole, "book {number}");
        let best = best(&book, &facts, &now, total);
        let found = cheaper
            .savings
            .iter()
            .map(|it| it.total)
            .min_by_key(|it| it.min());
        let about = format!("book {number}: {now:?} at {total}: {text}\n{cheaper:?}");
        match (best, found) {
            (Some(best), Some(found)) => assert!(
                found.min() <= best.min() || cheaper.savings.len() == 3,
                "{best} {about}"
            ),
            (Some(best), None) => panic!("{best} {about}"),
            // What the next turn of a price saves is more than two steps away.
            (None, _) => {}
        }
        for saving in &cheaper.savings {
            let mut values = now.clone();
            for change in &saving.changes {
                let at = usize::from(change.fact().unwrap().number());
                values[at] = Some(super::small_screenings::number(&change.change.to));
            }
            let asked = small_book::question(&facts, &values);
            assert_eq!(
                book.answer(&asked).unwrap().total(),
                Some(saving.total),
                "{about}"
            );
            assert!(saving.total.min() <= total.min(), "{about}");
        }
        savings += cheaper.savings.len();
        silent += usize::from(cheaper.savings.is_empty());
    }
    println!(
        "{books} small pricings: {savings} savings, {silent} without one, at most {most} evaluations"
    );
    assert!(
        savings > books / 4 && silent > 0,
        "{savings} savings, {silent} without one"
    );
}

/// The lowest total below the present one, among changes that are no mere loss.
fn best(book: &Book, facts: &[Fact], now: &Values, total: Money) -> Option<Money> {
    let tries = tries(facts, now);
    let singles: Vec<Vec<Try>> = tries.iter().map(|it| vec![*it]).collect();
    let is_better = |of: &[Try]| better(book, facts, now, total, of);
    let moved = |it: &Try| Some(new_total(book, facts, now, &[*it])?.min() - total.min());
    let alone: Vec<bool> = singles.iter().map(|it| is_better(it).is_some()).collect();
    let mut found: Vec<Money> = singles.iter().filter_map(|it| is_better(it)).collect();
    for (number, first) in tries.iter().enumerate() {
        for (other, second) in tries.iter().enumerate().skip(number + 1) {
            if first.at != second.at && !alone[number] && !alone[other] {
                // Two that only add up are two choices, and no better than each.
                let sum = moved(first).zip(moved(second));
                let sum = sum.map(|(one, other)| total.min() + one + other);
                let together = is_better(&[*first, *second]);
                found.extend(together.filter(|it| Some(it.min()) != sum));
            }
        }
    }
    found.retain(|it| it.min() < total.min());
    found.into_iter().min_by_key(|it| it.min())
}

fn new_total(book: &Book, facts: &[Fact], now: &Values, tries: &[Try]) -> Option<Money> {
    let mut values = now.clone();
    for it in tries {
        values[it.at] = Some(it.value);
    }
    let question = small_book::question(facts, &values).detail(Detail::Silent);
    book.answer(&question).unwrap().total()
}

fn better(book: &Book, facts: &[Fact], now: &Values, total: Money, tries: &[Try]) -> Option<Money> {
    let new = new_total(book, facts, now, tries)?;
    let mut fair = total.min();
    for (part, whole) in tries.iter().filter_map(|it| it.share) {
        fair = fair * rust_decimal::Decimal::from(part) / rust_decimal::Decimal::from(whole);
    }
    let is_less = tries.iter().any(|it| it.share.is_some());
    let is_more = tries.iter().all(|it| it.is_more);
    let is_better = match is_less {
        true => new.min() < fair && new.min() < total.min(),
        false => new.min() < total.min() || (is_more && new.min() == total.min()),
    };
    is_better.then_some(new)
}

fn tries(facts: &[Fact], now: &Values) -> Vec<Try> {
    let mut tries = Vec::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, it)| it.can_change) {
        let own = now[at].unwrap();
        for value in (0..fact.count()).filter(|it| *it != own) {
            let is_number = matches!(fact.kind, Kind::Whole(_));
            if is_number && value.abs_diff(own) > 2 {
                continue;
            }
            tries.push(Try {
                at,
                value,
                is_more: is_number && value > own,
                share: (is_number && value < own).then_some((value, own)),
            });
        }
    }
    tries
}

/// Lines with steps in their prices; each fact is read whatever the others are.
fn lines(random: &mut Random, facts: &[Fact]) -> String {
    let count = 1 + random.below(2);
    let mut lines = String::new();
    for number in 0..count {
        let fact = random.pick(facts);
        let (low, high) = (1 + random.below(20), 1 + random.below(20));
        let test = match fact.kind {
            Kind::YesNo => fact.name.clone(),
            Kind::Choice(count) => format!("{} = option_{}", fact.name, random.below(count)),
            Kind::Whole(most) => format!("{} >= {}", fact.name, random.below(most + 1)),
        };
        let wholes: Vec<&Fact> = facts.iter().filter(|it| it.is_ordered()).collect();
        let quantity = match wholes.is_empty() {
            true => "1".to_owned(),
            false => format!("{} + 1", random.pick(&wholes).name),
        };
        lines += &format!(
            "(id: \"l{number}\", says: \"L\", cite: \"1\", \
             each: \"if {test} then £{low}.00 else £{high}.00\", quantity: \"{quantity}\"), "
        );
    }
    format!("rounding: (mode: \"half_up\", to: \"£0.01\"), lines: [{lines}]")
}
