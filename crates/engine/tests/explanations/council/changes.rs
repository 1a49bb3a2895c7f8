//! Changes as an answer has them, made to facts.

use almoner_engine::{
    Date, Outcome,
    answer::json::{Change, ChangeKind, NearestOutcome, Value as Json},
    base::date::add_days,
};
use serde_json::{Value, json};

use super::Facts;

/// Makes a change to facts as an answer has it.
fn apply(facts: &mut Facts, change: &Change) {
    let to = || serde_json::to_value(&change.to).unwrap();
    match (change.change, &change.record) {
        (ChangeKind::Value, None) => {
            facts.insert(change.fact.clone(), to());
        }
        (ChangeKind::Value, Some(record)) => {
            let at = usize::try_from(record.number).unwrap() - 1;
            facts[&record.list][at][&change.fact] = to();
        }
        (ChangeKind::RecordLess, Some(record)) => {
            let at = usize::try_from(record.number).unwrap() - 1;
            // Kept as a hole, so that the others keep their numbers.
            facts[&record.list][at] = Value::Null;
        }
        (ChangeKind::RecordMore, _) => {
            let with = serde_json::to_value(&change.with).unwrap();
            let list = facts.entry(change.fact.clone()).or_insert(json!([]));
            list.as_array_mut().unwrap().push(with);
        }
        other => panic!("{other:?}"),
    }
}

pub(super) fn with_changes<'c>(
    facts: &Facts,
    changes: impl IntoIterator<Item = &'c Change>,
) -> Facts {
    let mut facts = facts.clone();
    let changes = changes.into_iter();
    changes.for_each(|it| apply(&mut facts, it));
    for value in facts.values_mut() {
        if let Value::Array(records) = value {
            records.retain(|it| !it.is_null());
        }
    }
    facts
}

pub(super) fn outcome(of: NearestOutcome) -> Outcome {
    match of {
        NearestOutcome::Eligible => Outcome::Eligible,
        NearestOutcome::NotEligible => Outcome::NotEligible,
        NearestOutcome::Undetermined => Outcome::Undetermined,
        NearestOutcome::Refer => Outcome::Refer,
    }
}

/// What a change is of.
pub(super) fn spot(change: &Change) -> String {
    let record = change.record.as_ref().map(|it| it.number);
    match change.change {
        ChangeKind::Value => format!("{} {record:?}", change.fact),
        kind => format!("{} {kind:?}", change.fact),
    }
}

/// A value one step nearer to the present one.
pub(super) fn nearer(change: &Change) -> Option<Json> {
    if let (Some(Json::Number(to)), Some(Json::Number(now))) = (&change.to, &change.now) {
        let (to, now) = (to.as_i64()?, now.as_i64()?);
        let value = if to > now { to - 1 } else { to + 1 };
        return (value != now).then(|| Json::Number(value.into()));
    }
    let (Some(Json::Text(to)), Some(Json::Text(now))) = (&change.to, &change.now) else {
        return None;
    };
    if let (Ok(to), Ok(now)) = (to.parse::<Date>(), now.parse::<Date>()) {
        let by = if to > now { -1 } else { 1 };
        let day = add_days(to, by)?;
        return (day != now).then(|| Json::Text(day.to_string()));
    }
    let (to, now) = (
        to.parse::<rust_decimal::Decimal>().ok()?,
        now.parse::<rust_decimal::Decimal>().ok()?,
    );
    let penny = rust_decimal::Decimal::new(1, 2);
    let value = if to > now { to - penny } else { to + penny };
    (value != now).then(|| Json::Text(value.to_string()))
}
