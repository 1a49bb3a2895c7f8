//! What texts were read as, so that each different one is read once.

use std::collections::HashMap;

use super::written_values::Field;

/// Longer texts are hardly the same in two rows.
const MAX_LENGTH: usize = 120;

/// What short texts were read as; none of those that only the row evaluator can read.
#[derive(Debug)]
pub(super) struct TextCache {
    kept: HashMap<Box<str>, Option<Field>>,
    max_texts: usize,
}

impl TextCache {
    /// Keeps at most this many texts.
    pub(super) fn new(max_texts: usize) -> TextCache {
        TextCache {
            kept: HashMap::new(),
            max_texts,
        }
    }

    /// What a text was read as before.
    pub(super) fn get(&self, text: &str) -> Option<&Option<Field>> {
        match text.len() <= MAX_LENGTH {
            true => self.kept.get(text),
            false => None,
        }
    }

    /// Keeps what a text was read as, unless the text is long.
    pub(super) fn keep(&mut self, text: &str, field: &Option<Field>) {
        if text.len() > MAX_LENGTH {
            return;
        }
        if self.kept.len() >= self.max_texts {
            self.kept.clear();
        }
        self.kept.insert(text.into(), field.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded() {
        let mut cache = TextCache::new(2);
        cache.keep(&"x".repeat(1_000_000), &None);
        assert!(cache.kept.is_empty());
        for number in 0..5 {
            let text = number.to_string();
            cache.keep(&text, &Some(Field::Number(number)));
            assert_eq!(cache.get(&text), Some(&Some(Field::Number(number))));
            assert!(cache.kept.len() <= 2);
        }
    }
}
