//! Records in relation: `this.born`, `other.born`, and the rank of a record
//! among those of its list.

use super::{
    lexer::{Token, TokenKind},
    model::{Formula, FormulaError, FormulaKind, Rank, Whose},
    parser::{ParseResult, Parser},
};
use crate::base::operators::{First, Ties};

/// Words before a point by which people mean the record a formula is about.
const LIKE_THIS: [&str; 9] = [
    "self", "me", "my", "mine", "own", "outer", "parent", "current", "subject",
];

/// Words before a point by which people mean the record that is counted.
const LIKE_OTHER: [&str; 9] = [
    "others", "another", "that", "they", "inner", "each", "item", "row", "record",
];

/// Which comes first: the word, the end of the order, whether it is of days.
const DIRECTIONS: [(&str, First, bool); 4] = [
    ("latest", First::Highest, true),
    ("earliest", First::Lowest, true),
    ("highest", First::Highest, false),
    ("lowest", First::Lowest, false),
];

const EXAMPLE: &str = "as in `rank(children by born latest first where placed, ties in order)`";

impl Parser<'_> {
    /// A name with a qualifier before its point.
    pub(super) fn qualified(token: &Token<'_>, qualifier: &str, name: &str) -> ParseResult {
        let whose = match qualifier {
            "this" => Some(Whose::This),
            "other" => Some(Whose::Other),
            _ => None,
        };
        if let Some(whose) = whose.filter(|_| name.split('.').count() <= 2) {
            let kind = FormulaKind::Qualified(whose, name.to_owned());
            return Ok(Formula::new(token.span.clone(), kind));
        }
        let is_like_a_record = LIKE_THIS.contains(&qualifier) || LIKE_OTHER.contains(&qualifier);
        if !is_like_a_record && !name.contains('.') && qualifier != "charge" {
            let kind = FormulaKind::Name(token.text.to_owned());
            return Ok(Formula::new(token.span.clone(), kind));
        }
        let says = format!("`{}` is not a name", token.text);
        let error = FormulaError::new(token.span.clone(), says);
        let meant = if LIKE_THIS.contains(&qualifier) {
            Some("this")
        } else if LIKE_OTHER.contains(&qualifier) {
            Some("other")
        } else {
            None
        };
        Err(match meant {
            Some(meant) => error.help(format!("write `{meant}.{name}`")),
            None => {
                let path = token.text.strip_prefix("charge.").unwrap_or(token.text);
                error.help(format!("for the price of a charge, write `charge {path}`"))
            }
        })
    }

    /// Whether this word begins a rank and not a call.
    pub(super) fn is_rank(&self, token: &Token<'_>) -> bool {
        let at = |ahead| self.cursor.peek_at(ahead);
        let is_word = |ahead| at(ahead).is_some_and(|next| next.kind == TokenKind::Word);
        token.text == "rank"
            && at(0).is_some_and(|next| next.is("("))
            && is_word(1)
            && (is_word(2) || at(2).is_some_and(|next| next.is("where")))
    }

    /// What follows `rank`.
    pub(super) fn rank(&mut self, token: &Token<'_>) -> ParseResult {
        let open = self.cursor.peek().map_or(0..0, |next| next.span.clone());
        self.cursor.skip(1);
        let list = self.cursor.eat_word();
        let list = list.filter(|list| !list.text.contains('.'));
        let Some(list) = list else {
            return Err(self.cursor.expected("the name of a list").help(EXAMPLE));
        };
        if !self.cursor.eat_plain("by") {
            return Err(self.cursor.expected("`by`").help(EXAMPLE));
        }
        let by = self.deeper(Parser::sum)?;
        let direction = DIRECTIONS
            .iter()
            .find(|(word, ..)| self.cursor.plain_at(0, word) && self.cursor.plain_at(1, "first"));
        let Some((_, first, of_days)) = direction else {
            let what = "`latest first` or `earliest first`, `highest first` or `lowest first`";
            return Err(self.cursor.expected(what).help(EXAMPLE));
        };
        self.cursor.skip(2);
        let filter = match self.cursor.eat("where") {
            Some(_) => Some(self.formula()?),
            None => None,
        };
        let ties = self.ties()?;
        self.cursor.close(&open, "(", ")")?;
        let span = token.span.start..self.cursor.before().end;
        let rank = Rank {
            list: list.text.to_owned(),
            list_span: list.span,
            by,
            first: *first,
            of_days: *of_days,
            filter,
            ties,
        };
        Ok(Formula::new(span, FormulaKind::Rank(Box::new(rank))))
    }

    /// `, ties in order` or `, ties shared`, which must be said.
    fn ties(&mut self) -> Result<Ties, FormulaError> {
        let said =
            self.cursor.peek().is_some_and(|next| next.is(",")) && self.cursor.plain_at(1, "ties");
        if said {
            self.cursor.skip(2);
            if self.cursor.eat_plain("shared") {
                return Ok(Ties::Shared);
            }
            if self.cursor.eat("in").is_some() && self.cursor.eat_plain("order") {
                return Ok(Ties::InOrder);
            }
        }
        let what = if said {
            "`in order` or `shared`"
        } else {
            "`, ties in order` or `, ties shared`"
        };
        let help =
            "say what rank equal records have: the next one each, in the order given, or the same";
        Err(self.cursor.expected(what).help(help))
    }
}
