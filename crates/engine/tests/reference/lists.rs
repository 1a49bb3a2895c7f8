//! Aggregates over the records of a list, and the rank of one record.

use std::cmp::Ordering;

use almoner_engine::{
    base::operators::{First, Operator, Quantifier, Ties},
    source::{
        formula::model::{Aggregate, Formula, FormulaKind, Rank},
        model::TypeEntry,
    },
};

use crate::{
    formula::{Evaluator, Scope},
    fraction,
    functions::extreme,
    operators::{arithmetic, order},
    value::{Computed, Evaluated, Fault, Truth, Value},
};

/// The records of a list that are known, and whether there may be others.
pub(crate) struct Records {
    pub(crate) numbers: Vec<usize>,
    pub(crate) may_be_more: bool,
}

impl<'s> Evaluator<'s> {
    fn list_id(&self, list: &str) -> &'s str {
        self.book.fact(list).expect("a list").id
    }

    pub(crate) fn records(&self, list: &str) -> Records {
        let complete = self.given(&format!("{list}_complete"));
        let asks = self.book.fact(list).expect("a list").complete.is_some();
        let is_complete = !asks || complete == Some(&Value::YesNo(true));
        match self.case.lists.get(list) {
            Some(records) => Records {
                // A record that is not there on the day is not counted; the others
                // keep their numbers.
                numbers: (0..records.len())
                    .filter(|number| records[*number].is_there(self.case.on))
                    .collect(),
                may_be_more: !is_complete,
            },
            None => Records {
                numbers: Vec::new(),
                may_be_more: true,
            },
        }
    }

    pub(crate) fn aggregate(&self, aggregate: &Aggregate, scope: &Scope<'s>) -> Evaluated {
        let list = self.list_id(&aggregate.list);
        let records = self.records(list);
        let inside = |number: usize| {
            let mut scope = scope.clone();
            scope.records.push((list, number));
            scope
        };
        let mut truths = Vec::new();
        for number in &records.numbers {
            let truth = match &aggregate.filter {
                Some(filter) => self.formula(filter, &inside(*number))?.truth(),
                None => Truth::Yes,
            };
            truths.push((*number, truth));
            // What follows the record that decides cannot be a fault.
            match (aggregate.quantifier, truth) {
                (Quantifier::Any, Truth::Yes) | (Quantifier::Every, Truth::No) => break,
                _ => {}
            }
        }
        let mut only: Vec<Truth> = truths.iter().map(|(_, truth)| *truth).collect();
        only.retain(|truth| *truth != Truth::NotApplicable);
        if records.may_be_more {
            only.push(Truth::Unknown);
        }
        let is_open = only.contains(&Truth::Unknown);
        let counted = || truths.iter().filter(|(_, truth)| *truth == Truth::Yes);
        match aggregate.quantifier {
            Quantifier::Any => return Ok(Truth::join(Truth::Yes, &only).computed()),
            Quantifier::Every => return Ok(Truth::join(Truth::No, &only).computed()),
            Quantifier::Count if is_open => return Ok(Computed::Unknown),
            Quantifier::Count => {
                let count = i64::try_from(counted().count()).expect("few records");
                return Ok(Computed::Known(Value::Number(fraction::whole(count))));
            }
            _ => {}
        }
        let take = aggregate.take.as_ref().expect("what is taken");
        // One taken value that does not apply makes the whole not apply.
        let taken = counted().map(|(number, _)| self.formula(take, &inside(*number)));
        let mut taken = taken.collect::<Result<Vec<_>, _>>()?;
        if is_open {
            taken.push(Computed::Unknown);
        }
        let values = match Computed::all(taken) {
            Ok(values) => values,
            Err(computed) => return Ok(computed),
        };
        match aggregate.quantifier {
            Quantifier::Sum => sum(&values, zero(self.is_money(take, list))),
            _ if values.is_empty() => Err(Fault("the least or the most of nothing")),
            Quantifier::Least => Ok(Computed::Known(extreme(&values, Ordering::Less))),
            _ => Ok(Computed::Known(extreme(&values, Ordering::Greater))),
        }
    }

    /// Whether a field alone is taken that is money: the type of an empty sum.
    fn is_money(&self, take: &Formula, list: &str) -> bool {
        let FormulaKind::Name(name) = &take.kind else {
            return false;
        };
        let fields = self.book.fields(list).expect("a list");
        fields
            .iter()
            .any(|field| field.id == name && matches!(field.is, TypeEntry::Money))
    }

    pub(crate) fn rank(&self, rank: &Rank, scope: &Scope<'s>) -> Evaluated {
        let list = self.list_id(&rank.list);
        let records = self.records(list);
        let (_, own) = *scope
            .records
            .iter()
            .rev()
            .find(|(it, _)| *it == list)
            .expect("a record");
        let inside = |number: usize| Scope {
            records: vec![(list, number)],
            ..scope.clone()
        };
        let has_rank = |number: usize| match &rank.filter {
            Some(filter) => Ok(self.formula(filter, &inside(number))?.truth()),
            None => Ok(Truth::Yes),
        };
        match has_rank(own)? {
            Truth::Yes => {}
            Truth::Unknown => return Ok(Computed::Unknown),
            Truth::No | Truth::NotApplicable => return Ok(Computed::NotApplicable),
        }
        // A record that what it is ranked by does not apply to has no
        // rank, and comes before no other.
        let mine = self.formula(&rank.by, &inside(own))?;
        if mine == Computed::NotApplicable {
            return Ok(mine);
        }
        let mut place = 1;
        let mut is_open = records.may_be_more;
        let others = records.numbers.into_iter().filter(|other| *other != own);
        for other in others {
            let takes_part = has_rank(other)?;
            let theirs = self.formula(&rank.by, &inside(other))?;
            let comes_first = match (&takes_part, &mine, &theirs) {
                (Truth::No | Truth::NotApplicable, ..) | (_, _, Computed::NotApplicable) => {
                    Truth::No
                }
                (_, Computed::Known(mine), Computed::Known(theirs)) => {
                    let better = match rank.first {
                        First::Highest => Ordering::Greater,
                        First::Lowest => Ordering::Less,
                    };
                    let order = order(theirs, mine);
                    let wins_tie = rank.ties == Ties::InOrder && other < own;
                    if order == better || (order == Ordering::Equal && wins_tie) {
                        takes_part
                    } else {
                        Truth::No
                    }
                }
                _ => Truth::Unknown,
            };
            place += i64::from(comes_first == Truth::Yes);
            is_open |= comes_first == Truth::Unknown;
        }
        Ok(match is_open {
            true => Computed::Unknown,
            false => Computed::Known(Value::Number(fraction::whole(place))),
        })
    }
}

fn sum(values: &[Value], zero: Value) -> Evaluated {
    let Some((first, others)) = values.split_first() else {
        return Ok(Computed::Known(zero));
    };
    let mut sum = first.clone();
    for value in others {
        match arithmetic(Operator::Add, &sum, value)? {
            Computed::Known(next) => sum = next,
            open => return Ok(open),
        }
    }
    Ok(Computed::Known(sum))
}

fn zero(is_money: bool) -> Value {
    let nothing = fraction::whole(0);
    match is_money {
        true => Value::Money(nothing.clone(), nothing),
        false => Value::Number(nothing),
    }
}
