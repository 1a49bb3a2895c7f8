//! The search for the cheapest packages that hold a party.
//!
//! The kinds are tried from the cheapest a head to the dearest, as many of each
//! as could be of use before fewer. What the rest of a party must cost at
//! least is then known early, and almost everything that is not the cheapest
//! is left untried, so that the largest party is answered at once.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use smallvec::SmallVec;

use super::trace::Bought;
use crate::{
    base::{money::Money, ratio::Ratio},
    check::model::Package,
};

/// Of whom a package has the people that it must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Minimum<'s> {
    /// Of these, who are there whatever else the party has.
    Of(&'s [u16]),
    /// Of nobody: every package can be bought.
    None,
}

/// A party, the packages there are for it, and what each costs.
pub(super) struct PackageSearch<'s> {
    party: &'s [u16],
    minimum: Minimum<'s>,
    offers: &'s [Package],
    prices: &'s [Money],
    order: Vec<usize>,
}

impl<'s> PackageSearch<'s> {
    pub(super) fn new(
        party: &'s [u16],
        offers: &'s [Package],
        prices: &'s [Money],
    ) -> PackageSearch<'s> {
        PackageSearch::with_minimum(party, Minimum::Of(party), (offers, prices))
    }

    /// Packages that hold every party of no more people than this one, of which each has
    /// its minimum in some other way.
    pub(super) fn with_minimum(
        party: &'s [u16],
        minimum: Minimum<'s>,
        (offers, prices): (&'s [Package], &'s [Money]),
    ) -> PackageSearch<'s> {
        let mut it = PackageSearch {
            party,
            minimum,
            offers,
            prices,
            order: Vec::new(),
        };
        it.order = it.by_price_a_head();
        it
    }

    /// How many of each kind are bought, and what they cost. Of several ways
    /// that cost the same, the one tried first.
    pub(super) fn cheapest(&self) -> Option<(Bought, Money)> {
        let mut search = Search {
            it: self,
            bought: Bought::default(),
            best: None,
        };
        search.try_from(0, Money::ZERO);
        search.best
    }

    /// How many of a kind alone hold the party, and at what cost; `None` where
    /// that kind alone cannot.
    pub(super) fn alone(&self, kind: usize) -> Option<(u16, Money)> {
        let (offer, price) = (self.offers.get(kind)?, self.prices.get(kind)?);
        let count = self.useful(offer);
        let mut bought = Bought::default();
        *bought.0.get_mut(kind)? = count;
        let holds = self.hold(bought);
        Some((count, price.checked_mul(Ratio::from(count))?)).filter(|_| holds)
    }

    /// Whether everyone has a place, and every package its minimum of people.
    ///
    /// First each package takes those that it must have. The others find their
    /// places if and only if no group of them, such as the adults, or everyone
    /// together, outnumbers the places that are left for it (Hall's theorem).
    fn hold(&self, bought: Bought) -> bool {
        let sum = |of: &dyn Fn(&Package) -> u32| -> u32 {
            let kinds = self.offers.iter().zip(bought.0);
            kinds
                .map(|(offer, count)| of(offer) * u32::from(count))
                .sum()
        };
        let needed = |sort: usize| sum(&|offer| number(self.needs(offer), sort));
        let mut left: SmallVec<[u32; 8]> = SmallVec::new();
        for (sort, there) in self.party.iter().enumerate() {
            let needed = needed(sort);
            if matches!(self.minimum, Minimum::Of(people) if needed > number(people, sort)) {
                return false;
            }
            left.push(u32::from(*there).saturating_sub(needed));
        }
        (1u32..1 << left.len()).all(|group| {
            let left = left.iter().enumerate();
            let of_group = left.filter(|(sort, _)| group & (1 << sort) != 0);
            let waiting: u32 = of_group.map(|(_, left)| *left).sum();
            waiting <= sum(&|offer| self.places(offer, group))
        })
    }

    /// Whom a package must have.
    fn needs<'o>(&self, offer: &'o Package) -> &'o [u16] {
        match self.minimum {
            Minimum::Of(_) => &offer.at_least,
            Minimum::None => &[],
        }
    }

    /// The most of a kind that could be of use: enough for everyone that it holds,
    /// and no more than can have their minimum of people.
    fn useful(&self, offer: &Package) -> u16 {
        let party = self.party;
        let needs = offer.holds.iter().zip(party);
        let each = needs
            .filter(|(holds, _)| **holds > 0)
            .map(|(holds, there)| there.div_ceil(*holds));
        let all: u16 = party.iter().fold(0, |sum, it| sum.saturating_add(*it));
        let together = all
            .checked_div(offer.in_all)
            .map(|_| all.div_ceil(offer.in_all));
        let most = each.chain(together).max().unwrap_or(0);
        let Minimum::Of(people) = self.minimum else {
            return most;
        };
        let needed = offer.at_least.iter().zip(people);
        let filled = needed.filter_map(|(least, there)| there.checked_div(*least));
        filled.fold(most, u16::min)
    }

    /// The places of a package for some sorts of people, one bit each, beyond those it
    /// must have.
    fn places(&self, offer: &Package, group: u32) -> u32 {
        let needs = self.needs(offer);
        let taken: u32 = needs.iter().map(|it| u32::from(*it)).sum();
        let beyond = |sort: usize| number(&offer.holds, sort).saturating_sub(number(needs, sort));
        let sorts = (0..offer.holds.len()).filter(|sort| group & (1 << sort) != 0);
        let held: u32 = sorts.map(beyond).sum();
        held.min(u32::from(offer.in_all).saturating_sub(taken))
    }

    /// The kinds from the cheapest a head to the dearest; at the same price a
    /// head, those first that hold more sorts of people.
    fn by_price_a_head(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.offers.len().min(self.prices.len())).collect();
        order.sort_by(|one, other| {
            let price = |kind: &usize| self.prices.get(*kind).map_or(Decimal::ZERO, |it| it.min());
            let heads = |kind: &usize| Decimal::from(self.heads(*kind));
            let sorts = |kind: &usize| {
                let holds = self.offers.get(*kind).map(|offer| &offer.holds);
                holds.map_or(0, |holds| holds.iter().filter(|it| **it > 0).count())
            };
            // One price a head against the other, multiplied out.
            let here = price(one).checked_mul(heads(other));
            let there = price(other).checked_mul(heads(one));
            here.cmp(&there).then(sorts(other).cmp(&sorts(one)))
        });
        order
    }

    fn heads(&self, kind: usize) -> u32 {
        self.held(kind, Group::EVERYONE)
    }

    /// How many of a group a package of a kind holds at most.
    fn held(&self, kind: usize, group: Group) -> u32 {
        let offer = self.offers.get(kind);
        offer.map_or(0, |offer| {
            let holds = offer.holds.iter().enumerate();
            let of_group = holds.filter(|(sort, _)| group.contains(*sort));
            let held: u32 = of_group.map(|(_, held)| u32::from(*held)).sum();
            held.min(offer.in_all.into())
        })
    }
}

/// Sorts of people, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group(u32);

impl Group {
    const EVERYONE: Group = Group(u32::MAX);
    const NOBODY: Group = Group(0);

    /// Everyone first, then every smaller group of this number of sorts.
    fn all(sorts: usize) -> impl Iterator<Item = Group> {
        let smaller = 1u32..(1u32 << sorts).saturating_sub(1);
        std::iter::once(Group::EVERYONE).chain(smaller.map(Group))
    }

    fn contains(self, sort: usize) -> bool {
        self.0 & (1 << sort) != 0
    }
}

struct Search<'c, 's> {
    it: &'c PackageSearch<'s>,
    bought: Bought,
    best: Option<(Bought, Money)>,
}

impl Search<'_, '_> {
    /// Tries every number of the kinds from this place of the order on that
    /// could be of use.
    fn try_from(&mut self, place: usize, so_far: Money) {
        let it = self.it;
        let mut rest = it.order.iter().skip(place);
        let is_free = |kind: &usize| {
            it.prices
                .get(*kind)
                .is_none_or(|it| it.min() <= Decimal::ZERO)
        };
        // Once everyone has a place, more packages only cost more.
        if !rest.clone().any(is_free)
            && self.best.is_none_or(|(_, best)| cheaper(so_far, best))
            && it.hold(self.bought)
        {
            self.best = Some((self.bought, so_far));
            return;
        }
        let Some(kind) = rest.next() else {
            return;
        };
        let (Some(offer), Some(price)) = (it.offers.get(*kind), it.prices.get(*kind)) else {
            return;
        };
        let most = it.useful(offer).min(self.affordable(*price, so_far));
        for count in (0..=most).rev() {
            self.set(*kind, count);
            let cost = price
                .checked_mul(Ratio::from(count))
                .and_then(|cost| so_far.checked_add(cost));
            let Some(cost) = cost else { continue };
            match self.hopeless(place + 1, cost) {
                None => self.try_from(place + 1, cost),
                // Fewer of this kind leave more to those that are dearer a head.
                Some(Group::EVERYONE) => break,
                Some(_) => {}
            }
        }
        self.set(*kind, 0);
    }

    /// How many of a price can be bought before the best found costs less.
    fn affordable(&self, price: Money, so_far: Money) -> u16 {
        let spare = self
            .best
            .and_then(|(_, best)| best.min().checked_sub(so_far.min()));
        let count = spare
            .filter(|_| price.min() > Decimal::ZERO)
            .and_then(|spare| spare.checked_div(price.min()))
            // One more, where the price is no decimal and was cut off.
            .and_then(|count| count.max(Decimal::ZERO).floor().checked_add(Decimal::ONE));
        count.and_then(|count| count.to_u16()).unwrap_or(u16::MAX)
    }

    /// How many of a group at least are held by nothing bought so far.
    fn waiting(&self, group: Group) -> u32 {
        let party = self.it.party.iter().enumerate();
        let of_group = party.filter(|(sort, _)| group.contains(*sort));
        let all: u32 = of_group.map(|(_, there)| u32::from(*there)).sum();
        let counts = self.bought.0.iter().enumerate();
        let held: u32 = counts
            .filter(|(_, count)| **count > 0)
            .map(|(kind, count)| u32::from(*count) * self.it.held(kind, group))
            .sum();
        all.saturating_sub(held)
    }

    /// A group of people whom no kinds from a place of the order on can hold for less
    /// than the best found, or can hold at all.
    fn hopeless(&self, place: usize, so_far: Money) -> Option<Group> {
        let spare = match self.best {
            None => None,
            Some((_, best)) if so_far.min() >= best.min() => {
                return (!cheaper(so_far, best)).then_some(Group::NOBODY);
            }
            Some((_, best)) => best.min().checked_sub(so_far.min()),
        };
        Group::all(self.it.party.len()).find(|group| {
            let waiting = self.waiting(*group);
            let mut rest = self.it.order.iter().skip(place);
            waiting > 0 && rest.all(|kind| self.is_too_dear(*kind, *group, (waiting, spare)))
        })
    }

    /// Whether those of a group who wait would cost as much in a kind as may still be
    /// spent, or have no place in it.
    fn is_too_dear(
        &self,
        kind: usize,
        group: Group,
        (waiting, spare): (u32, Option<Decimal>),
    ) -> bool {
        let held = self.it.held(kind, group);
        if held == 0 {
            return true;
        }
        let price = self.it.prices.get(kind).map(|price| price.min());
        let needed = price.and_then(|price| price.checked_mul(waiting.into()));
        let spared = spare.and_then(|spare| spare.checked_mul(held.into()));
        needed
            .zip(spared)
            .is_some_and(|(needed, spared)| needed >= spared)
    }

    fn set(&mut self, kind: usize, count: u16) {
        if let Some(slot) = self.bought.0.get_mut(kind) {
            *slot = count;
        }
    }
}

fn cheaper(one: Money, other: Money) -> bool {
    (one.min(), one.max()) < (other.min(), other.max())
}

fn number(counts: &[u16], sort: usize) -> u32 {
    counts.get(sort).copied().map_or(0, u32::from)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::base::source_text::Place;
    use crate::{
        base::{source_text::SourceId, value::Value},
        check::model::TableResult,
    };

    /// Holds, at least, in all, price in pounds.
    type Kind = ([u16; 2], [u16; 2], u16, u32);

    fn offer((holds, at_least, in_all, _): &Kind) -> Package {
        Package {
            id: "kind".into(),
            says: "kind".into(),
            holds: holds.to_vec(),
            at_least: at_least.to_vec(),
            in_all: *in_all,
            gives: TableResult::Value(Value::YesNo(true)),
            place: Place::head_of(SourceId(0)),
        }
    }

    fn searched(kinds: &[Kind], party: [u16; 2]) -> Option<(Bought, Money)> {
        let offers: Vec<Package> = kinds.iter().map(offer).collect();
        let prices = kinds
            .iter()
            .map(|(.., price)| Money::exact((*price).into()));
        let prices: Vec<Money> = prices.collect();
        PackageSearch::new(&party, &offers, &prices).cheapest()
    }

    #[test]
    fn groups_are_everyone_and_each_smaller_group() {
        let members = |group: Group| [0, 1, 2].map(|sort| group.contains(sort));
        let groups: Vec<[bool; 3]> = Group::all(2).map(members).collect();
        let expected = [
            [true, true, true],
            [true, false, false],
            [false, true, false],
        ];
        assert_eq!(groups, expected);
    }

    #[test]
    fn package_for_more_sorts_of_people_is_taken_at_the_same_price() {
        let alone = ([1, 0], [0, 0], 1, 5);
        let other = ([0, 1], [0, 0], 1, 5);
        let together = ([1, 1], [0, 0], 2, 10);
        let found = searched(&[alone, other, together], [1, 1]);
        assert_eq!(found.map(|(bought, _)| bought.kinds()), Some(1));
    }

    /// The same by filling one package after another in every way.
    fn filled(
        kinds: &[Kind],
        party: [u16; 2],
        known: &mut HashMap<[u16; 2], Option<u32>>,
    ) -> Option<u32> {
        if party == [0, 0] {
            return Some(0);
        }
        if let Some(cost) = known.get(&party) {
            return *cost;
        }
        let mut best = None;
        for (holds, at_least, in_all, price) in kinds {
            for first in at_least[0]..=holds[0].min(party[0]) {
                for second in at_least[1]..=holds[1].min(party[1]) {
                    if first + second == 0 || first + second > *in_all {
                        continue;
                    }
                    let rest = [party[0] - first, party[1] - second];
                    let cost = filled(kinds, rest, known).map(|rest| rest + price);
                    best = best.into_iter().chain(cost).min();
                }
            }
        }
        known.insert(party, best);
        best
    }

    fn kind() -> impl Strategy<Value = Kind> {
        let holds = (0u16..4, 0u16..5).prop_filter("holds someone", |it| it.0 + it.1 > 0);
        holds.prop_flat_map(|(a, b)| {
            let least = (0..=a.min(1), 0..=b.min(1));
            (least, 1..40u32).prop_flat_map(move |((x, y), price)| {
                (1.max(x + y)..=a + b).prop_map(move |all| ([a, b], [x, y], all, price))
            })
        })
    }

    proptest! {
        #[test]
        fn cheapest_packages_matches_brute_force(
            kinds in proptest::collection::vec(kind(), 1..=4),
            party in [0u16..9, 0u16..9],
        ) {
            let cost = searched(&kinds, party).map(|(_, cost)| cost);
            let expected = filled(&kinds, party, &mut HashMap::new());
            prop_assert_eq!(cost, expected.map(|cost| Money::exact(cost.into())));
        }
    }

    #[test]
    fn largest_party_is_answered_exactly() {
        let kinds = [
            ([0, 10], [0, 0], 10, 121),
            ([10, 10], [1, 0], 10, 121),
            ([2, 2], [1, 1], 4, 94),
            ([2, 4], [1, 1], 6, 110),
        ];
        let found = searched(&kinds, [497, 499]);
        assert_eq!(
            found.map(|(_, cost)| cost),
            Some(Money::exact(12_089.into()))
        );
    }
}
