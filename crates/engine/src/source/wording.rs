//! Wordings split at their `{…}` parts, so that no number is typed twice.
//!
//! `{lessons}` puts a value in. `{lessons: # lesson|# lessons}` puts in the
//! words before `|` if the value is one, and those after it for any other
//! number; `#` in them is replaced by the value.

use std::ops::Range;

use super::{
    formula::{
        self,
        model::{Formula, FormulaError},
    },
    model::WordingPart,
};

/// Splits a wording; `{{` and `}}` are literal braces. The places of a part's
/// formula count from the start of that part, those of an error from the start
/// of `text`.
///
/// # Errors
/// The first brace without its fellow, or the first part that is no formula.
pub fn parse(text: &str) -> Result<Vec<WordingPart<'_>>, FormulaError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let at = text.len() - rest.len() + brace;
        let (words, from_brace) = rest.split_at(brace);
        let literal = from_brace.starts_with("{{") || from_brace.starts_with("}}");
        // A literal brace stays with the words before it.
        let words = if literal {
            rest.get(..=brace).unwrap_or(words)
        } else {
            words
        };
        if !words.is_empty() {
            parts.push(WordingPart::Words(words));
        }
        let after = from_brace.get(1..).unwrap_or("");
        if literal {
            rest = after.get(1..).unwrap_or("");
        } else if from_brace.starts_with('}') {
            return Err(unmatched(at, "`}` has no `{` before it"));
        } else {
            let Some(end) = closing_brace(after) else {
                return Err(unmatched(at, "`{` has no `}` after it"));
            };
            let (inside, from_end) = after.split_at(end);
            parts.push(part(inside, at + 1)?);
            rest = from_end.get(1..).unwrap_or("");
        }
    }
    if !rest.is_empty() {
        parts.push(WordingPart::Words(rest));
    }
    Ok(parts)
}

/// Reads the text between braces, at `offset` in the wording.
fn part(inside: &str, offset: usize) -> Result<WordingPart<'_>, FormulaError> {
    let Some(colon) = colon(inside) else {
        return Ok(WordingPart::Formula(inside, read(inside, offset)?));
    };
    let (text, words) = inside.split_at(colon);
    let words = words.get(1..).unwrap_or("");
    let forms: Vec<&str> = words.split('|').map(str::trim).collect();
    match forms.as_slice() {
        [one, other] => Ok(WordingPart::Plural(text, read(text, offset)?, [one, other])),
        _ => {
            let span = narrow(offset + colon..offset + inside.len());
            let says = "after `:` come the words for one, `|`, and the words for other numbers";
            let help = "such as `{lessons: # lesson|# lessons}`, where `#` is the number";
            Err(FormulaError::new(span, says).help(help))
        }
    }
}

/// The first `:` outside `'text'`.
fn colon(text: &str) -> Option<usize> {
    let mut in_text = false;
    text.char_indices().find_map(|(at, c)| match c {
        '\'' => {
            in_text = !in_text;
            None
        }
        ':' if !in_text => Some(at),
        _ => None,
    })
}

/// Reads the formula at `offset` in the wording.
fn read(inside: &str, offset: usize) -> Result<Formula, FormulaError> {
    if inside.trim().is_empty() {
        let braces = offset.saturating_sub(1)..offset + inside.len() + 1;
        return Err(
            FormulaError::new(narrow(braces), "`{}` has nothing to put in")
                .help("name a fact, a value or another formula between the braces"),
        );
    }
    formula::parse(inside).map_err(|error| {
        let shift = narrow(offset..offset).start;
        let span = error.span.start.saturating_add(shift)..error.span.end.saturating_add(shift);
        FormulaError { span, ..error }
    })
}

/// The first `}` outside `'text'`, unless a `{` comes first. After `:` come
/// words, in which `'` is an apostrophe.
fn closing_brace(text: &str) -> Option<usize> {
    let mut in_text = false;
    let mut in_words = false;
    for (at, c) in text.char_indices() {
        match c {
            ':' if !in_text => in_words = true,
            '\'' if !in_words => in_text = !in_text,
            '}' if !in_text => return Some(at),
            '{' if !in_text => return None,
            _ => {}
        }
    }
    None
}

fn unmatched(at: usize, says: &str) -> FormulaError {
    FormulaError::new(narrow(at..at + 1), says)
        .help("for a brace among the words, write it twice: `{{` or `}}`")
}

fn narrow(range: Range<usize>) -> Range<u32> {
    let offset = |end| u32::try_from(end).unwrap_or(u32::MAX);
    offset(range.start)..offset(range.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    fn shown(text: &str) -> String {
        let parts = parse(text).unwrap();
        let shown: Vec<String> = parts
            .into_iter()
            .map(|part| match part {
                WordingPart::Words(words) => format!("{words:?}"),
                WordingPart::Formula(text, _) => format!("<{text}>"),
                WordingPart::Plural(text, _, [one, other]) => format!("<{text}: {one}|{other}>"),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn words_and_formulas_alternate() {
        assert_eq!(
            shown("{lessons} lessons of {minutes} minutes"),
            r#"<lessons> " lessons of " <minutes> " minutes""#
        );
        assert_eq!(shown(""), "");
        assert_eq!(shown("a {{b}} {'}'}."), r#""a {" "b}" " " <'}'> ".""#);
    }

    #[test]
    fn words_for_one_and_for_several() {
        assert_eq!(
            shown("{lessons: # lesson|# lessons} of {minutes} minutes"),
            r#"<lessons: # lesson|# lessons> " of " <minutes> " minutes""#
        );
        assert_eq!(
            shown("{kids: # child's|# children's}"),
            "<kids: # child's|# children's>"
        );
        assert_eq!(shown("{':|}'}"), "<':|}'>");
    }

    #[test]
    fn unpaired_brace_is_refused() {
        let refusals = [
            ("£{charge", 2..3, "`{` has no `}` after it"),
            ("{a {b}", 0..1, "`{` has no `}` after it"),
            ("a } b", 2..3, "`}` has no `{` before it"),
            ("a { } b", 2..5, "`{}` has nothing to put in"),
            (
                "{a: one}",
                2..7,
                "after `:` come the words for one, `|`, and the words for other numbers",
            ),
            ("{ : a|b}", 0..3, "`{}` has nothing to put in"),
            (
                "half: {a b}",
                7..10,
                "`a b` lacks an operator between its parts",
            ),
        ];
        for (text, span, says) in refusals {
            let error = parse(text).unwrap_err();
            assert_eq!((error.span, error.says.as_str()), (span, says), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_refused(text in any::<String>()) {
            if let Err(error) = parse(&text) {
                prop_assert!(text.get(error.span.start as usize..error.span.end as usize).is_some());
            }
        }
    }
}
