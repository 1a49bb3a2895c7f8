//! Which record a name is of: the one the formula is about, or the one that is
//! counted.

use std::ops::Range;

use super::{Around, Resolver};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, ids::ListId, types::Type},
    check::{
        formula::{Expr, Node},
        model::Home,
        symbols::Symbol,
    },
    source::formula::model::Whose,
};

/// Names by which people mean a record.
const RECORDS: [&str; 7] = ["this", "other", "self", "me", "mine", "outer", "own"];

/// How many records of a list a name could be of.
pub(super) enum Reach {
    /// None.
    None,
    /// One.
    One,
    /// The one that the formula is about, and the one that is counted.
    Two,
}

impl Resolver<'_, '_, '_> {
    /// The number of the list of that name.
    pub(super) fn list_named(&mut self, name: &str, span: &Range<u32>) -> Option<ListId> {
        match self.scope.look_up(name) {
            Some(Symbol::Fact(_, Type::List, Home::List(list))) => return Some(*list),
            Some(_) => {
                let says = format!("`{name}` is not a list");
                self.diagnostic(Code::TypeMismatch, span, says, None);
            }
            None if !self.scope.may_be_unread(name) => {
                let place = self.place(span);
                let says = format!("there is no list `{name}`");
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                self.sink.add(diagnostic.nearest(name, self.scope.lists()));
            }
            None => {}
        }
        None
    }

    /// Whether a name of a record can be written here without saying whose it
    /// is.
    pub(super) fn in_reach(&mut self, name: &str, list: ListId, span: &Range<u32>) -> Option<()> {
        match self.reach(list) {
            Reach::One => Some(()),
            Reach::None => {
                let list = self.scope.list(list);
                let says = format!(
                    "`{name}` belongs to each record of `{list}`, and this is not about one"
                );
                let help = format!("ask it of the list, as in `any {list} where …`");
                self.diagnostic(Code::UnknownName, span, says, Some(&help));
                None
            }
            Reach::Two => {
                let list = self.scope.list(list);
                let says = format!("`{name}` could be that of two records of `{list}`");
                let help = format!(
                    "write `other.{name}` for the record counted, `this.{name}` for the one this is about"
                );
                self.diagnostic(Code::AmbiguousName, span, says, Some(&help));
                None
            }
        }
    }

    /// Which records of a list could be meant here. Of lists within lists the
    /// innermost is.
    pub(super) fn reach(&self, list: ListId) -> Reach {
        let around = self.lists.iter().rev();
        let innermost = around.copied().find(|around| around.list == list);
        match (self.site.each == Some(list), innermost) {
            (false, None) => Reach::None,
            (true, Some(Around { ranks: false, .. })) => Reach::Two,
            _ => Reach::One,
        }
    }

    /// `this.born` or `other.born`.
    pub(super) fn qualified(
        &mut self,
        whose: Whose,
        name: &str,
        span: &Range<u32>,
    ) -> Option<(Node, Type)> {
        let list = match whose {
            Whose::This => self.site.each,
            Whose::Other => self.lists.last().map(|around| around.list),
        };
        let Some(list) = list else {
            self.no_such_record(whose, name, span);
            return None;
        };
        self.relates = true;
        let (node, ty) = match self.scope.look_up(name) {
            Some(Symbol::Fact(number, ty, Home::Record(of, column))) if *of == list => {
                (Node::Field(list, *column, *number), ty.clone())
            }
            Some(Symbol::Value(number, ty, Some(of))) if *of == list => {
                (Node::Value(*number, Some(list)), ty.clone()?)
            }
            _ => {
                self.not_of_record(whose, name, list, span);
                return None;
            }
        };
        let is_gone_through = self.lists.iter().any(|around| around.list == list);
        let is_current = whose == Whose::Other || !is_gone_through;
        if is_current {
            return Some((node, ty));
        }
        let named = Expr {
            node,
            start: span.start,
            end: span.end,
        };
        Some((Node::Subject(list, named.into()), ty))
    }

    fn no_such_record(&mut self, whose: Whose, name: &str, span: &Range<u32>) {
        self.scope.look_up(name);
        let (says, help) = match whose {
            Whose::Other => (
                format!("`other.{name}` is of a record that is counted, and none is counted here"),
                format!(
                    "write `{name}`, or ask it of a list, as in `count … where other.{name} = …`"
                ),
            ),
            Whose::This => (
                format!(
                    "`this.{name}` is of the record that something is about, and this is not about one"
                ),
                "give the value `each`, or the line `for_each`, with the name of the list"
                    .to_owned(),
            ),
        };
        self.diagnostic(Code::UnknownName, span, says, Some(&help));
    }

    fn not_of_record(&mut self, whose: Whose, name: &str, list: ListId, span: &Range<u32>) {
        if self.scope.may_be_unread(name) || self.scope.means_bad_name(name) {
            return;
        }
        let (word, list_name) = (word_of(whose), self.scope.list(list));
        let place = self.place(span);
        let says = format!("`{word}` is a record of `{list_name}`, which has no `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
        self.sink.add(match self.scope.get(name) {
            Some(_) => diagnostic.help(format!("write `{name}` alone")),
            None => diagnostic.nearest(name, self.scope.of_record(list)),
        });
    }

    /// Reports a name by which a record is meant, and says whether it is one.
    pub(super) fn is_for_a_record(&mut self, name: &str, span: &Range<u32>) -> bool {
        let within = self.site.each.is_some() || !self.lists.is_empty();
        if !within || !RECORDS.contains(&name) {
            return false;
        }
        let says = format!("nothing is called `{name}`");
        let help = "write `this.` and a name for what the record has that this is about, `other.` and a name for the record counted";
        self.diagnostic(Code::UnknownName, span, says, Some(help));
        true
    }
}

fn word_of(whose: Whose) -> &'static str {
    match whose {
        Whose::This => "this",
        Whose::Other => "other",
    }
}
