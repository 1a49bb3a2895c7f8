//! Tables, parameters and packages: every row and every combination is tried.

use std::collections::BTreeMap;

use almoner_engine::source::{
    formula::model::Formula,
    model::{ColumnEntry, PackagesEntry, RowEntry, TypeEntry},
};

use crate::{
    book::literal,
    days,
    formula::{Evaluator, Scope, small},
    fraction::{self, Fraction},
    operators::order,
    value::{Computed, Evaluated, Fault, Value},
};

impl<'s> Evaluator<'s> {
    pub(crate) fn look_up(
        &self,
        name: &str,
        arguments: &[Formula],
        scope: &Scope<'s>,
    ) -> Option<Evaluated> {
        let rules = self.book.rules;
        if let Some(table) = rules.tables.iter().find(|table| table.id == name) {
            let given = arguments
                .iter()
                .map(|it| self.formula(it, scope))
                .collect::<Result<Vec<_>, _>>();
            return Some(given.and_then(|given| {
                let none = match table.otherwise {
                    Some(_) => Ok(Computed::NotApplicable),
                    None => Err(Fault("outside the table")),
                };
                self.row(&table.takes, &table.rows, &given, &table.gives, scope, none)
            }));
        }
        if let Some(packages) = rules.packages.iter().find(|packages| packages.id == name) {
            let parts: Vec<&Formula> = arguments.iter().collect();
            return Some(self.over(&parts, scope, |counts| {
                let counts = counts.iter().map(small).collect::<Result<Vec<_>, _>>()?;
                if counts.iter().any(|count| !(0..=1000).contains(count)) {
                    return Err(Fault("a count of people"));
                }
                let price = cheapest(self, packages, &counts);
                Ok(Computed::Known(Value::Money(price.clone(), price)))
            }));
        }
        let parameter = self.book.parameters.get(name)?;
        Some((|| {
            let given = arguments
                .iter()
                .map(|it| self.formula(it, scope))
                .collect::<Result<Vec<_>, _>>()?;
            // As the engine: the day is the last of the arguments, and comes before what
            // is unknown in the others.
            let (day, given) = given.split_last().expect("a day");
            let Computed::Known(Value::Day(day)) = day else {
                return Ok(day.clone());
            };
            let read = |text| days::parse(text).expect("a day");
            if *day > read(parameter.head.until) {
                return Err(Fault("no rate"));
            }
            let period = parameter
                .periods
                .iter()
                .rfind(|period| read(period.from) <= *day);
            let period = period.ok_or(Fault("no rate"))?;
            let none = Err(Fault("outside the table"));
            self.row(
                &parameter.head.takes,
                &period.rows,
                given,
                &parameter.head.gives,
                scope,
                none,
            )
        })())
    }

    fn row(
        &self,
        columns: &[ColumnEntry<'_>],
        rows: &[RowEntry<'_>],
        given: &[Computed],
        gives: &TypeEntry<'_>,
        scope: &Scope<'s>,
        none: Evaluated,
    ) -> Evaluated {
        for RowEntry(cells, result) in rows {
            let is_met = cells
                .iter()
                .zip(columns)
                .zip(given)
                .all(|((cell, column), value)| match value {
                    _ if cell.trim() == "-" => true,
                    Computed::Known(value) => meets(cell, &column.is, value),
                    _ => false,
                });
            if is_met {
                return match result.strip_prefix("charge ") {
                    Some(_) => self.text(result, scope),
                    None => Ok(Computed::Known(literal(result, gives))),
                };
            }
        }
        match Computed::all(given.to_vec()) {
            Err(computed) => Ok(computed),
            Ok(_) => none,
        }
    }
}

fn meets(cell: &str, ty: &TypeEntry<'_>, value: &Value) -> bool {
    cell.split(',')
        .any(|part| match part.trim().split_once("..") {
            None => match (literal(part, ty), value) {
                (Value::Option(name), Value::Option(given)) => name == *given,
                (Value::YesNo(yes), Value::YesNo(given)) => yes == *given,
                (literal, value) => order(&literal, value).is_eq(),
            },
            Some((low, high)) => {
                let above = low.trim().is_empty() || order(&literal(low, ty), value).is_le();
                let below = high.trim().is_empty() || order(value, &literal(high, ty)).is_le();
                above && below
            }
        })
}

/// The least that packages holding everybody cost, found by taking away the
/// people of one package after the other in every possible way.
fn cheapest(evaluator: &Evaluator<'_>, packages: &PackagesEntry<'_>, counts: &[i64]) -> Fraction {
    let prices: Vec<Fraction> = packages
        .offers
        .iter()
        .map(|offer| match offer.price.strip_prefix("charge ") {
            Some(id) => evaluator.book.charges[id].low.clone(),
            None => match literal(offer.price, &TypeEntry::Money) {
                Value::Money(price, _) => price,
                other => panic!("no price: {other:?}"),
            },
        })
        .collect();
    let mut best = BTreeMap::from([(vec![0; counts.len()], fraction::whole(0))]);
    for party in parties(counts) {
        if party.iter().all(|count| *count == 0) {
            continue;
        }
        let mut least: Option<Fraction> = None;
        for (offer, price) in packages.offers.iter().zip(&prices) {
            for held in parties(&party) {
                let limits = offer.holds.iter().map(|limit| i64::from(*limit));
                let fits = held
                    .iter()
                    .zip(limits)
                    .all(|(count, limit)| *count <= limit);
                let needs = offer.at_least.iter().map(|least| i64::from(*least));
                let enough = held.iter().zip(needs).all(|(count, least)| *count >= least);
                let all: i64 = held.iter().sum();
                let in_all = offer.in_all.is_none_or(|limit| all <= i64::from(limit));
                if all == 0 || !fits || !enough || !in_all {
                    continue;
                }
                let rest: Vec<i64> = party
                    .iter()
                    .zip(&held)
                    .map(|(count, held)| count - held)
                    .collect();
                if let Some(before) = best.get(&rest) {
                    let cost = before + price;
                    if least.as_ref().is_none_or(|least| cost < *least) {
                        least = Some(cost);
                    }
                }
            }
        }
        if let Some(least) = least {
            best.insert(party, least);
        }
    }
    best.get(counts).expect("somebody holds everybody").clone()
}

/// Every party that is no larger, smaller ones first.
fn parties(counts: &[i64]) -> Vec<Vec<i64>> {
    let mut all: Vec<Vec<i64>> = vec![Vec::new()];
    for count in counts {
        let longer = |party: &Vec<i64>| {
            let party = party.clone();
            (0..=*count).map(move |next| [party.clone(), vec![next]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}
