//! Names of facts, values, criteria, lines and charges, and the nearest one to
//! a misspelling.

/// Whether a text can name a fact, value, criterion, line or rule set part:
/// small letters, digits and underscores, starting with a letter.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether a text can name a charge: names joined by dots.
#[must_use]
pub fn is_path(text: &str) -> bool {
    text.split('.').all(is_name)
}

/// Whether a text can name a rule set: like a name, with hyphens.
#[must_use]
pub fn is_rule_set_id(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A name as words: `half_day` is half day, `age_2_3` age 2–3.
#[must_use]
pub fn spoken(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let after_digit = words.ends_with(|last: char| last.is_ascii_digit());
        let before_digit = letters.peek().is_some_and(char::is_ascii_digit);
        words.push(match letter {
            '_' if after_digit && before_digit => '–',
            '_' => ' ',
            other => other,
        });
    }
    words
}

/// The candidate a misspelt name most likely meant, if any is near enough.
pub fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let length = written.chars().count();
    let allowed = length.div_ceil(3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Whether an id is another, or goes on after it: `nursery.lunch` is within
/// `nursery`.
#[must_use]
pub fn is_within(id: &str, whole: &str) -> bool {
    id.strip_prefix(whole)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(is_name("key_stage") && is_name("age_2_3"));
        assert!(!is_name("2_3") && !is_name("Key") && !is_name("a-b") && !is_name(""));
        assert!(is_path("nursery.babies.day") && !is_path("nursery..day"));
        assert!(is_rule_set_id("head-start") && !is_rule_set_id("head--start"));
    }

    #[test]
    fn names_as_words() {
        assert_eq!(spoken("half_day"), "half day");
        assert_eq!(spoken("age_2_3"), "age 2–3");
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        let names = ["minutes", "pupils", "lessons"];
        assert_eq!(nearest("minuets", names), Some("minutes"));
        assert_eq!(nearest("garlic", names), None);
    }

    #[test]
    fn a_charge_is_within_its_service() {
        assert!(is_within("music.tuition", "music"));
        assert!(is_within("music", "music"));
        assert!(!is_within("musical.tuition", "music"));
    }
}
