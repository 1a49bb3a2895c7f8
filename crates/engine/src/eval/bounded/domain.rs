//! The values that a fact which was not given may have: those that its
//! declaration and the other facts allow.

use super::{
    Bounded,
    range::{Range, Values},
};
use crate::{
    base::{
        bounds::{Bounds, order},
        ids::FactId,
        types::{Options, Type},
        value::{Missing, Value},
    },
    check::model::{Fact, Home, Relation, RelationKind, Version},
    eval::{facts::Facts, trace::Recorder},
};

impl<B: Recorder> Bounded<'_, B> {
    /// The values of an unknown fact. One that waits for its assumption is what
    /// that can come to; where assumptions were not put in, it may be anything.
    pub(super) fn domain(&mut self, fact: FactId, record: Option<u16>) -> Range {
        let ruling = self.exact.ruling;
        let declared = &ruling.version.facts[fact];
        if let Some(assumed) = &declared.assume
            && self.waits_for_assumption(fact, record)
        {
            let (frame, subject) = (self.exact.frame, self.exact.subject);
            self.exact.frame = Default::default();
            self.exact.subject = None;
            let range = self.in_formula(assumed, |it| it.range(&assumed.expr));
            (self.exact.frame, self.exact.subject) = (frame, subject);
            if !range.may_not_apply {
                return range;
            }
        }
        Range::of(domain(ruling.version, self.exact.facts, fact, record))
    }

    /// Whether what is assumed for a fact was looked for, and depends on others:
    /// only then is the fact unknown by those.
    fn waits_for_assumption(&self, fact: FactId, record: Option<u16>) -> bool {
        let facts = self.exact.facts;
        let value = match (self.exact.ruling.version.facts[fact].home, record) {
            (Home::Record(list, column), Some(record)) => facts
                .records(list)
                .and_then(|records| records.cell_ref(record, column).copied()),
            (Home::Record(..), None) => None,
            _ => Some(facts.value(fact)),
        };
        matches!(value, Some(Value::Unknown(missing))
            if !missing.is_empty() && missing != Missing::fact(fact))
    }
}

/// The values of an unknown fact, whatever is assumed for it.
pub(crate) fn domain(
    version: &Version,
    facts: &Facts,
    fact: FactId,
    record: Option<u16>,
) -> Values {
    let declared = &version.facts[fact];
    let values = facts.narrowed(fact, record);
    let values = values.unwrap_or_else(|| declared_values(declared));
    let mut domain = Domain {
        version,
        facts,
        record,
        values,
    };
    domain.narrow_by_own(declared);
    for (number, other) in version.facts.iter_ids() {
        domain.narrow_by_other(fact, number, other);
    }
    domain.values
}

/// The values that a fact may have by its declaration alone.
fn declared_values(fact: &Fact) -> Values {
    let every = |options: &Options| match options.count() {
        count @ 0..64 => Some((1u64 << count) - 1),
        64 => Some(u64::MAX),
        _ => None,
    };
    match &fact.ty {
        Type::YesNo => Values::YesOrNo,
        Type::Choice(options) => every(options).map_or(Values::Any, Values::options),
        Type::Choices(options) => {
            every(options).map_or(Values::Any, |at_most| Values::Sets { always: 0, at_most })
        }
        Type::Text | Type::List => Values::Any,
        _ => Values::between(fact.within),
    }
}

struct Domain<'f> {
    version: &'f Version,
    facts: &'f Facts,
    record: Option<u16>,
    values: Values,
}

impl Domain<'_> {
    /// What was given of a fact of the same record, or of the case. What is assumed need not
    /// agree with other facts, and says nothing of them.
    fn given(&self, number: FactId) -> Option<Value> {
        let fact = &self.version.facts[number];
        let record = self
            .record
            .filter(|_| matches!(fact.home, Home::Record(..)));
        if !self.facts.is_given(fact, number, record) {
            return None;
        }
        let value = match (fact.home, record) {
            (Home::Record(list, column), Some(record)) => {
                self.facts.records(list)?.cell(record, column)
            }
            (Home::Record(..) | Home::List(_), _) => return None,
            _ => self.facts.value(number),
        };
        value.is_settled().then_some(value)
    }

    /// The other fact that a relation alone names: several `no_more_than`
    /// compare with all together.
    fn is_alone(fact: &Fact, relation: &Relation) -> bool {
        let of_kind = |it: &&Relation| it.kind == relation.kind;
        relation.kind == RelationKind::NotBefore
            || fact.relations.iter().filter(of_kind).count() == 1
    }

    fn narrow_by_own(&mut self, declared: &Fact) {
        for relation in &declared.relations {
            if !Self::is_alone(declared, relation) {
                continue;
            }
            let Some(other) = self.given(relation.other) else {
                continue;
            };
            match relation.kind {
                RelationKind::NotBefore => self.at_least(other),
                RelationKind::NoMoreThan => self.at_most(other),
                RelationKind::Excludes | RelationKind::Needs => {}
            }
        }
    }

    fn narrow_by_other(&mut self, fact: FactId, number: FactId, other: &Fact) {
        for relation in other.relations.iter().filter(|it| it.other == fact) {
            if !Self::is_alone(other, relation) {
                continue;
            }
            let Some(given) = self.given(number) else {
                continue;
            };
            match relation.kind {
                RelationKind::NotBefore => self.at_most(given),
                RelationKind::NoMoreThan => self.at_least(given),
                RelationKind::Excludes | RelationKind::Needs => {}
            }
        }
    }

    fn at_least(&mut self, low: Value) {
        match (&mut self.values, low) {
            (Values::Sets { always, .. }, Value::Choices(options)) => *always |= options,
            (Values::Any, Value::Choices(_)) | (Values::Sets { .. }, _) => {}
            (values, low) => {
                let bounds = values.bounds();
                let is_higher = |own| order(own, low).is_some_and(|it| it.is_ge());
                if !bounds.low.is_some_and(is_higher) {
                    *values = Values::between(Bounds {
                        low: Some(low),
                        ..bounds
                    });
                }
            }
        }
    }

    fn at_most(&mut self, high: Value) {
        match (&mut self.values, high) {
            (Values::Sets { at_most, .. }, Value::Choices(options)) => *at_most &= options,
            (Values::Any, Value::Choices(_)) | (Values::Sets { .. }, _) => {}
            (values, high) => {
                let bounds = values.bounds();
                let is_lower = |own| order(own, high).is_some_and(|it| it.is_le());
                if !bounds.high.is_some_and(is_lower) {
                    *values = Values::between(Bounds {
                        high: Some(high),
                        ..bounds
                    });
                }
            }
        }
    }
}
