//! Whether two answers are the same but for the engine that gave them or the
//! files that they rest on.

use crate::answer::json::Tree;

/// Whether two answers are the same but for the engine that gave them. The saved
/// answer's own fingerprint must be right, if it has one.
pub(super) fn is_same_but_for_engine(saved: &Tree, mut again: Tree) -> bool {
    take_over_engine(saved, &mut again);
    saved.says_the_same_as(&again)
}

/// Whether two answers are the same but for the engine and the fingerprints of
/// the files of rules, prices and rates. Either the fingerprint of what was used
/// is the same, or the trace has every price, rate and formula that was used:
/// what has changed is not among them.
pub(super) fn is_same_but_for_files(saved: &Tree, mut again: Tree) -> bool {
    let keys: &[&str] = if is_used_the_same(saved, &again) {
        &["rules", "tariff", "parameters", "calendars", "rule_sets"]
    } else if let Some(Tree::Array(_)) = saved.get("trace") {
        &["rules", "tariff", "parameters", "rule_sets", "used"]
    } else {
        return false;
    };
    if !take_over_fingerprints(saved, &mut again, keys) {
        return false;
    }
    if let (Some(Tree::Array(then)), Some(Tree::Array(now))) =
        (saved.get("parts"), again.get_mut("parts"))
    {
        let mut parts = then.iter().zip(now);
        if !parts.all(|(then, now)| take_over_fingerprints(then, now, keys)) {
            return false;
        }
    }
    is_same_but_for_engine(saved, again)
}

/// Whether the fingerprint of what was used is there and the same.
fn is_used_the_same(saved: &Tree, again: &Tree) -> bool {
    let used = |tree: &'_ Tree| {
        tree.get("fingerprints")
            .and_then(|it| it.get("used"))
            .cloned()
    };
    let then = used(saved);
    then.is_some() && then == used(again)
}

/// Puts the engine's name that a saved answer has, and the answer's own
/// fingerprint, in the place of those of the other.
fn take_over_engine(saved: &Tree, again: &mut Tree) {
    let then = saved.get("fingerprints");
    let Some((then, now)) = then.zip(again.get_mut("fingerprints")) else {
        return;
    };
    if let Some((Tree::Text(engine), now)) = then.get("engine").zip(now.get_mut("engine"))
        && engine.starts_with("almoner ")
    {
        *now = Tree::Text(engine.clone());
    }
    if let Some((own, now)) = then.get("answer").zip(now.get_mut("answer")) {
        now.clone_from(own);
    }
}

/// Puts the fingerprints of files that one answer has in the place of those of
/// the other; false where one is not of the form of a SHA-256 fingerprint.
fn take_over_fingerprints(then: &Tree, now: &mut Tree, keys: &[&str]) -> bool {
    let of = "fingerprints";
    let Some((then, now)) = then.get(of).zip(now.get_mut(of)) else {
        return false;
    };
    keys.iter()
        .all(|key| match (then.get(key), now.get_mut(key)) {
            (Some(then), Some(now)) => take_over(then, now),
            (then, now) => then.is_none() && now.is_none(),
        })
}

fn take_over(then: &Tree, now: &mut Tree) -> bool {
    match (then, now) {
        (Tree::Null, Tree::Null) => true,
        (Tree::Text(then), Tree::Text(now)) => {
            let digits = then.strip_prefix("sha256:").unwrap_or_default();
            now.clone_from(then);
            digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit())
        }
        (Tree::Object(then), Tree::Object(now)) => {
            let same = then.keys().eq(now.keys());
            let mut pairs = then.values().zip(now.values_mut());
            same && pairs.all(|(then, now)| take_over(then, now))
        }
        _ => false,
    }
}
