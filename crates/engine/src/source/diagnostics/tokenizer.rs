//! The text of a rule file cut into words, texts and brackets: no second
//! parser, only enough to say where a file starts and where it went wrong.

use std::ops::Range;

/// A token of a file's text; spaces and comments are no tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Token {
    pub(in crate::source) kind: TokenKind,
    /// In bytes.
    pub(in crate::source) range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum TokenKind {
    /// Letters, digits and the signs inside names and numbers.
    Word,
    /// Text between quotation marks.
    Text,
    /// Text that runs to the end of the file.
    EndlessText,
    /// A comment that runs to the end of the file.
    EndlessComment,
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// A curly quotation mark outside text.
    Curly,
    /// Anything else, one character.
    Mark(char),
}

/// Whether a character is one of the quotation marks of word processors.
pub(in crate::source) fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’')
}

/// The tokens of a text in order.
pub(in crate::source) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (skipped, endless) = blank_length(rest);
        at += skipped;
        let rest = text.get(at..)?;
        let (kind, length) = match (endless, rest.chars().next()) {
            (true, _) => (TokenKind::EndlessComment, rest.len()),
            (false, Some(first)) => token_at(rest, first),
            (false, None) => return None,
        };
        let range = at..at + length;
        at = range.end;
        // An endless comment may be empty at the very end; it ends the text.
        (length > 0).then_some(Token { kind, range })
    })
}

/// How the brackets of a text fail to fit.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::source) enum Unbalanced {
    /// A closing bracket without an opening one.
    ClosesNothing(Range<usize>),
    /// A closing bracket where the opening one needs another.
    Mismatched {
        open: Range<usize>,
        close: Range<usize>,
        needed: char,
    },
    /// An opening bracket without a closing one.
    NeverClosed { open: Range<usize>, needed: char },
}

/// The first brackets that do not fit, if any.
pub(in crate::source) fn unbalanced(tokens: &[Token]) -> Option<Unbalanced> {
    let mut open: Vec<(Range<usize>, char)> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(bracket) => open.push((token.range.clone(), closing(bracket))),
            TokenKind::Close(bracket) => match open.pop() {
                None => return Some(Unbalanced::ClosesNothing(token.range.clone())),
                Some((start, needed)) if needed != bracket => {
                    return Some(Unbalanced::Mismatched {
                        open: start,
                        close: token.range.clone(),
                        needed,
                    });
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    let (open, needed) = open.pop()?;
    Some(Unbalanced::NeverClosed { open, needed })
}

/// The opening bracket of the closing one that starts at `close`.
pub(in crate::source) fn opening_of(tokens: &[Token], close: usize) -> Option<Range<usize>> {
    let mut open: Vec<Range<usize>> = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open(_) => open.push(token.range.clone()),
            TokenKind::Close(_) => {
                let start = open.pop();
                if token.range.start >= close {
                    return start;
                }
            }
            _ => {}
        }
    }
    None
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// The length of the leading spaces and comments, and whether a comment without
/// an end follows; such a comment is not part of the length.
fn blank_length(text: &str) -> (usize, bool) {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or("");
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            match block_comment_length(rest) {
                Some(length) => at += length,
                None => return (at, true),
            }
        } else {
            return (at, false);
        }
    }
}

/// Block comments nest.
fn block_comment_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let next = rest.find(['/', '*'])?;
        let mark = rest.get(next..)?;
        if mark.starts_with("/*") {
            depth += 1;
            at += next + 2;
        } else if mark.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += next + 2;
        } else {
            at += next + 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn token_at(text: &str, first: char) -> (TokenKind, usize) {
    if let Some(token) = quoted(text) {
        return token;
    }
    let one = first.len_utf8();
    match first {
        '(' | '[' | '{' => (TokenKind::Open(first), one),
        ')' | ']' | '}' => (TokenKind::Close(first), one),
        _ if is_curly(first) => (TokenKind::Curly, one),
        _ if is_wordy(first) => {
            let end = text.find(|c| !is_wordy(c)).unwrap_or(text.len());
            (TokenKind::Word, end)
        }
        _ => (TokenKind::Mark(first), one),
    }
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '=')
}

/// Text of any kind: `"…"`, `r"…"`, `r#"…"#`, with or without `b`.
fn quoted(text: &str) -> Option<(TokenKind, usize)> {
    let letters = text.strip_prefix('b').unwrap_or(text);
    let (raw, marks) = match letters.strip_prefix('r') {
        Some(after) => (true, after),
        None => (false, letters),
    };
    let hashes = if raw {
        marks.len() - marks.trim_start_matches('#').len()
    } else {
        0
    };
    let inside = marks.get(hashes..)?.strip_prefix('"')?;
    let start = text.len() - inside.len();
    let length = if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        inside.find(&end).map(|at| at + end.len())
    } else {
        plain_text_length(inside)
    };
    Some(match length {
        Some(length) => (TokenKind::Text, start + length),
        None => (TokenKind::EndlessText, text.len()),
    })
}

/// Up to and with the closing quotation mark that no backslash precedes.
fn plain_text_length(inside: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).map(|token| &text[token.range]).collect()
    }

    #[test]
    fn comments_and_brackets_in_text_are_skipped() {
        assert_eq!(
            cut("// a (\n/* b /* ( */ */ Tariff(id: \"x\\\")\", r#\"a\"b\"#, 230.00..=240.00)"),
            [
                "Tariff",
                "(",
                "id",
                ":",
                "\"x\\\")\"",
                ",",
                "r#\"a\"b\"#",
                ",",
                "230.00..=240.00",
                ")"
            ]
        );
        assert_eq!(cut("  // only this"), Vec::<&str>::new());
    }

    #[test]
    fn unterminated_text_and_comment_have_own_kinds() {
        let kinds = |text: &str| tokens(text).map(|token| token.kind).collect::<Vec<_>>();
        assert_eq!(kinds("a \"b"), [TokenKind::Word, TokenKind::EndlessText]);
        assert_eq!(
            kinds("a /* b"),
            [TokenKind::Word, TokenKind::EndlessComment]
        );
        assert_eq!(kinds("“"), [TokenKind::Curly]);
    }

    #[test]
    fn mismatched_brackets_are_found() {
        let first = |text: &str| unbalanced(&tokens(text).collect::<Vec<_>>());
        assert_eq!(first("([{}])"), None);
        assert_eq!(
            first("([)"),
            Some(Unbalanced::Mismatched {
                open: 1..2,
                close: 2..3,
                needed: ']'
            })
        );
        assert_eq!(
            first("([]"),
            Some(Unbalanced::NeverClosed {
                open: 0..1,
                needed: ')'
            })
        );
        assert_eq!(first("a)"), Some(Unbalanced::ClosesNothing(1..2)));
    }

    proptest! {
        #[test]
        fn tokens_end_at_character_boundaries(text in any::<String>()) {
            for token in tokens(&text) {
                prop_assert!(text.get(token.range).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
