//! The fingerprints of what an answer uses and of the answer itself.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use super::{Fault, OrderedObject, Quote, Screening, fragments::Fragments, writer};
use crate::{
    answer::Answer,
    base::{fingerprint::Fingerprint, ids::ChargeId},
};

/// The fingerprint of the rules that answer and the prices that were read, of
/// each part.
pub(super) fn used<'a>(
    parts: impl Iterator<Item = (Fragments<'a>, &'a [ChargeId])>,
) -> Fingerprint {
    let texts = parts.flat_map(|(fragments, prices)| {
        let prices = prices.iter();
        let prices = prices.filter_map(move |charge| fragments.read_charge(*charge));
        std::iter::once(&*fragments.version.content).chain(prices)
    });
    Fingerprint::of_parts(texts)
}

/// As [`used`], of an answer in parts.
pub(super) fn used_in_parts(answer: &Answer<'_>) -> Fingerprint {
    used(answer.parts().map(|part| {
        let prices = part.evaluation().prices();
        (part.asked().fragments, prices)
    }))
}

/// What an answer's own fingerprint says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::answer) enum OwnFingerprint {
    /// The answer is as it was given.
    Matches,
    /// The answer has been altered.
    Differs,
    /// The keys of every object are in alphabetical order, and those that are
    /// data cannot be put back into the order that was written.
    KeysSorted,
}

impl OwnFingerprint {
    /// Compares a saved answer with its own fingerprint and that of its facts.
    /// `again` is what its question gives today.
    pub(in crate::answer) fn of(text: &str, saved: &Value, again: &Value) -> OwnFingerprint {
        let given = |value: &'_ Value, key: &str| {
            let given = value.get("fingerprints").and_then(|it| it.get(key));
            given.and_then(Value::as_str).map(str::to_owned)
        };
        let answer = given(saved, "answer");
        let is_answer = |text: &str| answer.is_some() && own(text) == answer;
        let facts = given(saved, "facts");
        let is_facts =
            facts.is_some() && (of_facts(text) == facts || given(again, "facts") == facts);
        let is_whole =
            || is_answer(text) || reordered(text, saved).is_some_and(|it| is_answer(&it));
        if is_facts && is_whole() {
            return OwnFingerprint::Matches;
        }
        match serde_json::to_string(saved).ok() == compact(text) {
            true => OwnFingerprint::KeysSorted,
            false => OwnFingerprint::Differs,
        }
    }
}

/// The fingerprint of an answer's text.
fn own(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    write(&mut out, serde_json::from_str(text).ok()?, Place::Root)?;
    Some(Fingerprint::of(&out).to_string())
}

/// The fingerprint of an answer's question: the rule set, the days and the facts.
fn of_facts(text: &str) -> Option<String> {
    let members: OrderedObject<&RawValue> = serde_json::from_str(text).ok()?;
    let mut out = String::with_capacity(text.len());
    for key in ["rule_set", "on", "known", "facts"] {
        out.push(if out.is_empty() { '{' } else { ',' });
        writer::text(&mut out, key);
        out.push(':');
        let (_, value) = members.0.iter().find(|(name, _)| name == key)?;
        write(&mut out, value, Place::Inside)?;
    }
    out.push('}');
    Some(Fingerprint::of(&out).to_string())
}

fn compact(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    write(&mut out, serde_json::from_str(text).ok()?, Place::Inside)?;
    Some(out)
}

/// An answer with its keys in the order of its type; none if it has other keys
/// than the type.
fn reordered(text: &str, whole: &Value) -> Option<String> {
    fn read<T: Serialize + DeserializeOwned>(text: &str) -> Option<String> {
        let typed: T = serde_json::from_str(text).ok()?;
        serde_json::to_string(&typed).ok()
    }
    let typed = if whole.get("fault").is_some() {
        read::<Fault>(text)
    } else if whole.get("lines").is_some() {
        read::<Quote>(text)
    } else {
        read::<Screening>(text)
    }?;
    let again: Value = serde_json::from_str(&typed).ok()?;
    (again == *whole).then_some(typed)
}

/// Where in an answer an object is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Fingerprints,
    Inside,
}

/// Writes JSON without white space. The root's `facts` have no value, and its
/// fingerprints no `answer`.
fn write(out: &mut String, raw: &RawValue, place: Place) -> Option<()> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{') => {
            let members: OrderedObject<&RawValue> = serde_json::from_str(text).ok()?;
            out.push('{');
            let mut separator = "";
            for (key, value) in &members.0 {
                if (place, key.as_str()) == (Place::Fingerprints, "answer") {
                    continue;
                }
                out.push_str(separator);
                separator = ",";
                writer::text(out, key);
                out.push(':');
                match (place, key.as_str()) {
                    (Place::Root, "facts") => {}
                    (Place::Root, "fingerprints") => write(out, value, Place::Fingerprints)?,
                    _ => write(out, value, Place::Inside)?,
                }
            }
            out.push('}');
        }
        Some(b'[') => {
            writer::compact_array(out, text, |out, entry| write(out, entry, Place::Inside))?;
        }
        Some(b'"') => writer::text(out, &serde_json::from_str::<String>(text).ok()?),
        _ => out.push_str(text),
    }
    Some(())
}
