//! Runs of rich text (ECMA-376, part 1, §18.4.7): what their look changes in what
//! the words say.

use quick_xml::events::BytesStart;

use super::styles::is_on;
use crate::sheets::{model::STRUCK, xml::attribute};

/// How a run of letters looks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunLook {
    is_struck: bool,
    is_raised: bool,
}

impl RunLook {
    /// Takes what an element that opens says of its run.
    pub(super) fn open(&mut self, it: &BytesStart<'_>) {
        match it.local_name().as_ref() {
            "rPr" => *self = RunLook::default(),
            "strike" => self.is_struck = is_on(it),
            "vertAlign" => {
                let place = attribute(it, "val");
                self.is_raised = place.as_deref() == Some("superscript");
            }
            _ => {}
        }
    }

    /// A run's words: raised digits stay apart from those before them, as in
    /// `£5` with the mark of a footnote, and struck letters from the others.
    pub(super) fn show(self, words: &str) -> String {
        let mut shown = String::new();
        for letter in words.chars() {
            let digit = letter.to_digit(10).and_then(|it| usize::try_from(it).ok());
            let small = digit.and_then(|it| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(it));
            shown.push(small.filter(|_| self.is_raised).unwrap_or(letter));
            if self.is_struck {
                shown.push(STRUCK);
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_and_struck_digits_are_none_of_the_amount() {
        let look = |is_struck, is_raised| RunLook {
            is_struck,
            is_raised,
        };
        assert_eq!(look(false, false).show("£5.00"), "£5.00");
        assert_eq!(look(false, true).show("12*"), "¹²*");
        assert_eq!(look(true, false).show("5"), "5\u{336}");
    }
}
