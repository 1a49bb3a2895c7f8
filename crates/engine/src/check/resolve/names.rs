//! Names and charges: what each word of a formula stands for.

use std::ops::Range;

use super::{LineCharge, Resolver, TEXT_HELP, Typed};
use crate::{
    base::{
        diagnostic::Diagnostic, diagnostic_code::Code, name, source_text::Place, types::Type,
        value::Value,
    },
    check::{
        diagnostics::Sink,
        formula::{Expr, Node},
        model::{Home, NamedDay},
        symbols::{BookSymbols, Symbol},
    },
    source::formula::model::Formula as Written,
};

impl Resolver<'_, '_, '_> {
    /// A name: an option where one is expected, a fact of the current records,
    /// or a fact or value of the case.
    pub(super) fn name(
        &mut self,
        name: &str,
        written: &Written,
        hint: Option<&Type>,
    ) -> Option<Typed> {
        let span = &written.span;
        let expr = |node| Expr {
            node,
            start: span.start,
            end: span.end,
        };
        if let Some((value, ty)) = option_named(name, hint) {
            return Some((expr(Node::Constant(value)), ty));
        }
        if name == "on" {
            let day = self.site.on.map_or(Node::On, NamedDay::node);
            return Some((expr(day), Type::Date));
        }
        match self.scope.look_up(name) {
            Some(Symbol::Fact(_, Type::List, _)) => {
                let says = format!("`{name}` is a list, not a value");
                let help = format!("ask something of it: `any {name} where …`, `count {name}`");
                self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
                None
            }
            Some(Symbol::Fact(number, ty, Home::Record(list, column))) => {
                self.in_reach(name, *list, span)?;
                Some((expr(Node::Field(*list, *column, *number)), ty.clone()))
            }
            Some(Symbol::Fact(number, ty, _)) => Some((expr(Node::Fact(*number)), ty.clone())),
            Some(Symbol::Value(number, ty, each)) => {
                if let Some(list) = each {
                    self.in_reach(name, *list, span)?;
                }
                Some((expr(Node::Value(*number, *each)), ty.clone()?))
            }
            Some(Symbol::Table(table)) => {
                let help = format!("write `{}`", table.usage(name));
                let says = format!("`{name}` is a table and needs its columns");
                self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
                None
            }
            Some(Symbol::Packages(packages)) => {
                let help = format!("write `{}`", packages.usage(name));
                let says = format!("`{name}` is a set of packages and needs what it covers");
                self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
                None
            }
            None => {
                self.unknown(name, span, hint);
                None
            }
        }
    }

    pub(super) fn unknown(&mut self, name: &str, span: &Range<u32>, hint: Option<&Type>) {
        if self.scope.may_be_unread(name) || self.scope.means_bad_name(name) {
            return;
        }
        if hint == Some(&Type::Text) {
            let says = format!("text cannot be compared with `{name}`");
            self.diagnostic(Code::TypeMismatch, span, says, Some(TEXT_HELP));
            return;
        }
        let options = hint.and_then(Type::options);
        if options.is_some_and(|options| options.position(name).is_some()) {
            let says = format!("`{name}` is one of several that can be chosen together");
            let help = format!("write `includes`, as in `… includes {name}`");
            self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
            return;
        }
        if let Some((of, value)) = name.split_once('.') {
            self.unknown_used((of, value), name, span);
            return;
        }
        if let Some(usage) = self.scope.usage_of_parameter(name) {
            let says = format!("`{name}` is a parameter and needs its columns");
            self.diagnostic(Code::TypeMismatch, span, says, Some(&usage));
            return;
        }
        if self.scope.is_calendar(name) {
            let says = format!("`{name}` is a calendar, not a value");
            let help = format!("ask whether a day is in it: `day in {name}`");
            self.diagnostic(Code::TypeMismatch, span, says, Some(&help));
            return;
        }
        if options.is_none() && self.is_for_a_record(name, span) {
            return;
        }
        let mut candidates: Vec<&str> = self.scope.candidates().collect();
        candidates.extend(options.into_iter().flat_map(|options| options.iter()));
        let near = name::nearest(name, candidates);
        // What was meant is not unused.
        near.and_then(|near| self.scope.look_up(near));
        let says = match options {
            Some(options) => {
                let known: Vec<&str> = options.iter().collect();
                format!("`{name}` is none of {}", known.join(", "))
            }
            None => format!("nothing is called `{name}`"),
        };
        let help = match near {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if options.is_none() => Some(
                "name a fact, a value or a table of this file; an option is compared with its fact, as in `kind = training`"
                    .to_owned(),
            ),
            None => None,
        };
        self.diagnostic(Code::UnknownName, span, says, help.as_deref());
    }

    /// Reports a name with a point that no use of this version has.
    fn unknown_used(&mut self, (of, value): (&str, &str), name: &str, span: &Range<u32>) {
        if self.scope.is_failed_use(name) {
            return;
        }
        let taken = self.scope.used_of(of);
        if taken.is_empty() {
            let says = format!("`{name}` is not a name");
            let help = format!("for the price of a charge, write `charge {name}`");
            return self.diagnostic(Code::UnknownName, span, says, Some(&help));
        }
        let near = name::nearest(value, taken.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{of}.{near}`?"),
            None => format!("name it in `values` of the use `{of}`"),
        };
        let says = format!("`{of}` takes no value `{value}`");
        self.diagnostic(Code::UnknownName, span, says, Some(&help));
    }

    pub(super) fn charge(&mut self, id: Option<&str>, span: &Range<u32>) -> Option<(Node, Type)> {
        let place = self.place(span);
        let found = match id {
            None => match self.site.charge {
                LineCharge::Known(number, place) => Some((number, place)),
                _ => None,
            },
            Some(id) => self.scope.shared.charge(id).map(|number| (number, place)),
        };
        if let Some((number, place)) = found {
            self.scope.use_charge(number, place);
            return Some((Node::Charge(number), Type::Money));
        }
        match id {
            // A charge that was named and is unknown has had its diagnostic.
            None if self.site.charge == LineCharge::Unknown => {}
            None => {
                let help = "say which: `charge music.tuition`, or give the line a `charge`";
                let says = "`charge` alone stands for the line's charge, and none is given";
                self.diagnostic(Code::UnknownCharge, span, says.to_owned(), Some(help));
            }
            Some(id) => {
                let from = "charge".len();
                let gap = self.sink.sources.text_at(place);
                let gap = gap.get(from..).unwrap_or("");
                let start = from + gap.len() - gap.trim_start().len();
                let start = u32::try_from(start).unwrap_or(0);
                let id_place = place.within(start..place.end);
                unknown_charge(id, id_place, self.scope.shared, self.sink);
            }
        }
        None
    }
}

/// The option that a name stands for where one is expected; `none` is that of
/// several options without any.
fn option_named(name: &str, expected: Option<&Type>) -> Option<(Value, Type)> {
    let ty = expected?;
    let option = ty.options()?.position(name);
    let value = match (ty, option) {
        (Type::Choice(_), Some(option)) => Value::Choice(option),
        (Type::Choices(_), None) if name == "none" => Value::Choices(0),
        _ => return None,
    };
    Some((value, ty.clone()))
}

/// Reports a charge that the catalogue does not have.
pub(in crate::check) fn unknown_charge(
    id: &str,
    place: Place,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) {
    if shared.may_be_unread(id, sink) {
        return;
    }
    let diagnostic = |says: String| Diagnostic::new(Code::UnknownCharge, place, says);
    if shared.charges().is_empty() {
        let says = format!("there is no catalogue of charges to find `{id}` in");
        sink.add(diagnostic(says).help("list the charges in tariffs/charges.ron"));
        return;
    }
    let help = match nearest_charge(id, shared) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it to tariffs/charges.ron, or name another".to_owned(),
    };
    sink.add(diagnostic(format!("the catalogue has no charge `{id}`")).help(help));
}

/// The charge most likely meant: near in the part in which the two differ.
fn nearest_charge<'s>(id: &str, shared: &'s BookSymbols) -> Option<&'s str> {
    let near = name::nearest(id, shared.charges().iter().map(|charge| &*charge.id))?;
    let mut parts = id.split('.').zip(near.split('.'));
    parts
        .all(|(one, other)| one == other || name::nearest(one, [other]).is_some())
        .then_some(near)
}
