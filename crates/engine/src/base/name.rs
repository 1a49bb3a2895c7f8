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
pub fn to_words(name: &str) -> String {
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

/// The word for one record of a list: `child`, for `children`.
#[must_use]
pub fn singular(list: &str) -> String {
    let id = to_words(list);
    let endings = [
        ("children", "child"),
        ("people", "person"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("xes", "x"),
    ];
    for (many, one) in endings {
        if let Some(stem) = id.strip_suffix(many) {
            return format!("{stem}{one}");
        }
    }
    id.strip_suffix('s').map_or(id.clone(), str::to_owned)
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
        .filter(|candidate| !is_opposite(written, candidate))
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Whether two names differ by a negation alone: `core_hours` and
/// `non_core_hours`.
fn is_opposite(written: &str, candidate: &str) -> bool {
    let is_negation = |word: &&str| matches!(*word, "no" | "non" | "not");
    let stated = |name: &str| {
        name.split('_')
            .filter(|it| !is_negation(it))
            .collect::<String>()
    };
    let negations = |name: &str| name.split('_').filter(is_negation).count();
    negations(written) != negations(candidate) && stated(written) == stated(candidate)
}

/// The most options that are offered for one text.
const MAX_NEAR: usize = 3;

/// The options that a text most likely means, at most three: compared word by
/// word, so that `full_day` means `full` rather than `half_day`. Empty where
/// none is near, or too many are.
#[must_use]
pub fn near_options<'c>(written: &str, options: &[&'c str]) -> Vec<&'c str> {
    let tests: [fn(&str, &str) -> bool; 4] = [
        |written, option| joined(written) == joined(option),
        |written, option| has_words_of(written, option) || has_words_of(option, written),
        is_misspelt,
        |written, option| written.len() >= 3 && option.starts_with(written),
    ];
    let near = tests.into_iter().map(|test| {
        let near = options
            .iter()
            .copied()
            .filter(|option| test(written, option));
        near.collect::<Vec<_>>()
    });
    let mut near = near.skip_while(Vec::is_empty);
    near.next()
        .filter(|near| near.len() <= MAX_NEAR)
        .unwrap_or_default()
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').filter(|word| !word.is_empty())
}

fn joined(name: &str) -> String {
    words(name).collect()
}

/// Whether a name has every word of another.
fn has_words_of(name: &str, other: &str) -> bool {
    words(other).next().is_some() && words(other).all(|word| words(name).any(|it| it == word))
}

/// Whether every word is near the option's word at the same place, or the
/// whole is when its words are joined.
fn is_misspelt(written: &str, option: &str) -> bool {
    let near = |written: &str, right: &str, part: usize| {
        let allowed = right.chars().count() / part;
        strsim::damerau_levenshtein(written, right) <= allowed
    };
    let same_count = words(written).count() == words(option).count();
    let word_by_word = words(written).zip(words(option));
    let each_near = word_by_word.into_iter().all(|(a, b)| near(a, b, 3));
    (same_count && each_near) || near(&joined(written), &joined(option), 5)
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
    fn one_record_has_the_singular() {
        let lists = [
            "children",
            "young_people",
            "parties",
            "illnesses",
            "references",
            "staff",
        ];
        let words = lists.map(singular);
        assert_eq!(
            words,
            [
                "child",
                "young person",
                "party",
                "illness",
                "reference",
                "staff"
            ]
        );
    }

    #[test]
    fn name_syntax_is_enforced() {
        assert!(is_name("key_stage") && is_name("age_2_3"));
        assert!(!is_name("2_3") && !is_name("Key") && !is_name("a-b") && !is_name(""));
        assert!(is_path("nursery.babies.day") && !is_path("nursery..day"));
        assert!(is_rule_set_id("head-start") && !is_rule_set_id("head--start"));
    }

    #[test]
    fn names_become_words() {
        assert_eq!(to_words("half_day"), "half day");
        assert_eq!(to_words("age_2_3"), "age 2–3");
    }

    #[test]
    fn nearest_name_is_offered_only_when_near() {
        let names = ["minutes", "pupils", "lessons"];
        assert_eq!(nearest("minuets", names), Some("minutes"));
        assert_eq!(nearest("garlic", names), None);
    }

    #[test]
    fn opposite_is_not_offered() {
        let names = ["hours_per_week", "non_core_hours_per_week"];
        let near = |written: &str| nearest(written, names);
        assert_eq!(near("core_hours_per_week"), Some("hours_per_week"));
        assert_eq!(
            near("non_core_hour_per_week"),
            Some("non_core_hours_per_week")
        );
        assert_eq!(nearest("core_hours", ["non_core_hours"]), None);
    }

    #[test]
    fn options_are_matched_by_their_words() {
        let near = |written: &str| {
            let options = ["half_day", "full", "hours", "none", "starting_job"];
            near_options(written, &options)
        };
        assert_eq!(near("full_day"), ["full"]);
        assert_eq!(near("half"), ["half_day"]);
        assert_eq!(near("halfday"), ["half_day"]);
        assert_eq!(near("helf_day"), ["half_day"]);
        assert_eq!(near("ful"), ["full"]);
        assert_eq!(near("start"), ["starting_job"]);
        assert_eq!(near("hall"), [""; 0]);
        assert_eq!(near("violin"), [""; 0]);
        assert_eq!(near(""), [""; 0]);
        let days = ["a_day", "b_day", "c_day", "d_day"];
        assert_eq!(near_options("day", &days), [""; 0]);
        assert_eq!(
            near_options("mon", &crate::base::date::WEEKDAYS),
            ["monday"]
        );
    }

    #[test]
    fn charge_is_within_its_service() {
        assert!(is_within("music.tuition", "music"));
        assert!(is_within("music", "music"));
        assert!(!is_within("musical.tuition", "music"));
    }
}
