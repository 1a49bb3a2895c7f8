//! Sequences: their items once each, and as read aloud.

use std::fmt::Display;

/// The items in their order, each once.
pub fn each_once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut once, next| {
        if !once.contains(&next) {
            once.push(next);
        }
        once
    })
}

/// A list as read aloud: `a, b and c`.
#[must_use]
pub fn listed<T: Display>(items: &[T], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., end] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("{} {last} {end}", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_the_order_in_which_they_first_come() {
        assert_eq!(each_once([3, 1, 3, 2, 1].into_iter()), [3, 1, 2]);
    }
}
