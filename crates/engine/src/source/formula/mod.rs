//! Formulas: short, typed later, read here. The grammar, loosest first:
//!
//! ```text
//! formula    = "if" formula "then" formula "else" formula | or
//! or         = and { "or" and }
//! and        = not { "and" not }
//! not        = "not" not | comparison
//! comparison = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
//!                  | ["not"] "in" ( sum ".." sum | sum ".." | ".." sum | "[" formula { "," formula } "]" )
//!                  | "includes" ( sum | "[" formula { "," formula } "]" )
//!                  | "is" ["not"] "known" ]
//! sum        = product { ("+" | "-") product }
//! product    = sign { ("*" | "/") sign }
//! sign       = "-" sign | primary
//! primary    = literal | "(" formula ")" | name "(" [ formula { "," formula } ] ")" | over
//!            | "charge" [ path ] | ("this." | "other.") name | name
//!            | "rank" "(" name "by" sum ("latest" | "earliest" | "highest" | "lowest") "first"
//!              [ "where" formula ] "," "ties" ( "in" "order" | "shared" ) ")"
//! over       = ("any" | "every" | "count") name [ "where" formula ]
//!            | ("sum" | "least" | "most") sum "of" name [ "where" formula ]
//! literal    = 20 | 1.5 | £0.01 | 50% | 2018-05-01 | 24 months | 'text' | yes | no
//! ```
//!
//! `≤ ≥ ≠ × ÷` may stand for `<= >= != * /`. A number followed by `days`,
//! `weeks`, `months` or `years` (or their singular) is a span. A text has no
//! `'` inside. A comma directly between a digit and three digits parts thousands
//! and is read in amounts only; after a plain number it is refused, since
//! `1,234` could be one number or two.
//!
//! The words of the grammar are reserved: nothing else can have them as its
//! name. The units are not, nor are `this`, `other` and the words of `rank`.

mod comparison;
mod comparison_words;
mod cursor;
mod hints;
mod lexer;
pub mod model;
mod parser;
#[cfg(test)]
mod parser_tests;
mod records;

pub use lexer::RESERVED;
pub use parser::parse;
