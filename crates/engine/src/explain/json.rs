//! An explanation as JSON, at the end of the answer that it explains.

use super::explanation::{
    AssumedRange, Cheaper, Check, Explanation, Later, Limit, NamedChange, Nearest, Present,
    SameValues, Saving,
};
use super::timeline::{NextPrice, Timeline, TimelineEnd};
use crate::{
    answer::{
        Answer, Asked, Outcome,
        changed_facts::{NewValue, Spot},
        json,
    },
    base::{
        bounds::Bounds,
        ids::{FactId, RecordId},
        money::Money,
        sequence::each_once,
        value::Value,
    },
    check::model::Home,
};

impl Explanation {
    /// The answer that it explains as one JSON object, with the explanation as its
    /// last key.
    #[must_use]
    pub fn to_json(&self, answer: &Answer<'_>) -> String {
        let mut out = answer.to_json();
        let shape = self.shape(answer);
        if let (Ok(own), Some('}')) = (serde_json::to_string(&shape), out.pop()) {
            out.push_str(",\"explanation\":");
            out.push_str(&own);
            out.push('}');
        }
        out
    }

    /// What is written of it.
    #[must_use]
    pub fn shape(&self, answer: &Answer<'_>) -> json::Explanation {
        let asked = answer.asked();
        let cheaper = self.cheaper.as_ref().zip(answer.total());
        let needed = self.needed.as_ref();
        json::Explanation {
            needed: needed.map(|it| json::Needed::of(asked, it)),
            nearest: self.nearest.as_ref().map(|it| nearest(asked, it)),
            checks: self.checks.iter().map(|it| check(asked, it)).collect(),
            timeline: self.timeline.as_ref().map(timeline),
            later: self.later.as_ref().map(|it| later(asked, it)),
            cheaper: cheaper.map(|(it, total)| self::cheaper(asked, it, total)),
            next_price: self.next_price.map(next_price),
            assumed: self.assumed.iter().map(|it| assumed(asked, it)).collect(),
            evaluations: count(self.evaluations),
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn outcome(outcome: Outcome) -> json::NearestOutcome {
    match outcome {
        Outcome::NotEligible => json::NearestOutcome::NotEligible,
        Outcome::Undetermined => json::NearestOutcome::Undetermined,
        Outcome::Refer => json::NearestOutcome::Refer,
        // A screening has no other outcome.
        Outcome::Eligible | Outcome::Quoted | Outcome::Alternatives | Outcome::DoesNotApply => {
            json::NearestOutcome::Eligible
        }
    }
}

fn nearest(asked: Asked<'_>, nearest: &Nearest) -> json::Nearest {
    let ways = nearest.ways.iter().map(|way| json::Way {
        changes: changes(asked, &way.changes),
    });
    json::Nearest {
        outcome: outcome(nearest.goal),
        ways: ways.collect(),
        stopped_after: nearest.stopped_after.map(count),
    }
}

fn later(asked: Asked<'_>, later: &Later) -> json::Later {
    let ways = later.ways.iter().map(|way| json::Way {
        changes: changes(asked, &way.changes),
    });
    json::Later {
        on: later.on.to_string(),
        ways: ways.collect(),
    }
}

fn changes(asked: Asked<'_>, changes: &[NamedChange]) -> Vec<json::Change> {
    changes.iter().map(|it| change(asked, it)).collect()
}

fn change(asked: Asked<'_>, named: &NamedChange) -> json::Change {
    let version = asked.ruling.version;
    let value = |fact: FactId, value: Value| json::fact_value(asked, fact, value);
    let base = subject(asked, named);
    match &named.change.to {
        NewValue::Value(to) => json::Change {
            to: named.fact().and_then(|fact| value(fact, *to)),
            ..base
        },
        NewValue::Without(number) => {
            let list = match named.change.spot {
                Spot::List(list) => Some(list),
                Spot::Case(_) | Spot::Record(..) => None,
            };
            let record = RecordId::of(list, Some(*number));
            json::Change {
                change: json::ChangeKind::RecordLess,
                record: record.map(|it| json::Record::of(version, it)),
                ..base
            }
        }
        NewValue::With(fields) => {
            let fields = fields.iter().filter_map(|(fact, it)| {
                Some((version.facts[*fact].id.to_string(), value(*fact, *it)?))
            });
            json::Change {
                change: json::ChangeKind::RecordMore,
                with: Some(json::OrderedObject(fields.collect())),
                ..base
            }
        }
    }
}

/// The name of what is at a spot, and the record whose fact it is.
fn name(asked: Asked<'_>, spot: Spot) -> (&str, Option<json::Record>) {
    let version = asked.ruling.version;
    match spot {
        Spot::Case(fact) => (&*version.facts[fact].id, None),
        Spot::Record(fact, number) => {
            let fact = &version.facts[fact];
            let of = match fact.home {
                Home::Record(list, _) => Some(RecordId { list, number }),
                _ => None,
            };
            (&*fact.id, of.map(|it| json::Record::of(version, it)))
        }
        Spot::List(list) => (version.list_name(list), None),
    }
}

fn next_price(next: NextPrice) -> json::NextPrice {
    json::NextPrice {
        on: next.on.map(|on| on.to_string()),
        total: next.total.map(json::Amount::of),
        until: next.until.to_string(),
        ends: end(next.ends),
    }
}

fn assumed(asked: Asked<'_>, range: &AssumedRange) -> json::AssumedRange {
    let (name, record) = name(asked, range.spot);
    let value = |value: Value| match range.spot {
        Spot::Case(fact) | Spot::Record(fact, _) => json::fact_value(asked, fact, value),
        Spot::List(_) => None,
    };
    let (values, bounds) = match &range.same {
        SameValues::Listed(values) => (values.as_slice(), Bounds::default()),
        SameValues::Between(bounds) => (&[][..], *bounds),
    };
    json::AssumedRange {
        fact: name.to_owned(),
        record,
        value: value(range.value),
        every: range.is_every(),
        values: values.iter().filter_map(|it| value(*it)).collect(),
        at_least: bounds.low.and_then(value),
        at_most: bounds.high.and_then(value),
    }
}

fn check(asked: Asked<'_>, check: &Check) -> json::Check {
    let (name, record) = name(asked, check.spot);
    let now = match (check.spot, check.present) {
        (Spot::Case(fact) | Spot::Record(fact, _), Present::Value(now)) => {
            json::fact_value(asked, fact, now)
        }
        _ => None,
    };
    json::Check {
        fact: name.to_owned(),
        record,
        now,
    }
}

/// What is changed, and what is there now.
fn subject(asked: Asked<'_>, named: &NamedChange) -> json::Change {
    let (name, of) = name(asked, named.change.spot);
    let now = match (named.fact(), named.present) {
        (Some(fact), Present::Value(now)) => json::fact_value(asked, fact, now),
        _ => None,
    };
    json::Change {
        fact: name.to_owned(),
        record: of,
        change: json::ChangeKind::Value,
        to: None,
        now,
        limit: match named.limit {
            Limit::Exactly => json::ChangeLimit::Exactly,
            Limit::AtLeast => json::ChangeLimit::AtLeast,
            Limit::AtMost => json::ChangeLimit::AtMost,
        },
        with: None,
    }
}

fn timeline(timeline: &Timeline) -> json::Timeline {
    let spans = timeline.spans.iter().map(|span| json::TimeSpan {
        from: span.from.to_string(),
        outcome: outcome(span.outcome),
        criteria: span.criteria.clone(),
    });
    json::Timeline {
        spans: spans.collect(),
        until: timeline.until.to_string(),
        ends: end(timeline.ends),
    }
}

fn end(of: TimelineEnd) -> json::TimelineEnd {
    match of {
        TimelineEnd::Horizon => json::TimelineEnd::Horizon,
        TimelineEnd::Rules => json::TimelineEnd::Rules,
        TimelineEnd::Spent => json::TimelineEnd::Spent,
    }
}

fn cheaper(asked: Asked<'_>, cheaper: &Cheaper, total: Money) -> json::Cheaper {
    let savings = cheaper.savings.iter().map(|it| saving(asked, it, total));
    json::Cheaper {
        savings: savings.collect(),
        compared: each_once(
            cheaper
                .compared
                .iter()
                .map(|it| name(asked, *it).0.to_owned()),
        ),
        not_tried: each_once(
            cheaper
                .not_tried
                .iter()
                .map(|it| name(asked, *it).0.to_owned()),
        ),
        complete: cheaper.is_whole,
    }
}

fn saving(asked: Asked<'_>, saving: &Saving, total: Money) -> json::Saving {
    let fact = saving.changes.first().and_then(NamedChange::fact);
    let up_to = fact.zip(saving.up_to);
    json::Saving {
        changes: changes(asked, &saving.changes),
        total: json::Amount::of(saving.total),
        saves: json::Amount::of(total.checked_sub(saving.total).unwrap_or(Money::ZERO)),
        up_to: up_to.and_then(|(fact, value)| json::fact_value(asked, fact, value)),
    }
}
