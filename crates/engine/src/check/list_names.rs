//! The lists that entries name.

use super::{
    diagnostics::{FileScope, Sink},
    model::Home,
    symbols::{Scope, Symbol},
};
use crate::base::{diagnostic::Diagnostic, diagnostic_code::Code, ids::ListId, types::Type};

/// The number of the list of that name, or a diagnostic.
pub(super) fn list_named(
    name: &str,
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<ListId> {
    if let Some(Symbol::Fact(_, Type::List, Home::List(list))) = scope.look_up(name) {
        return Some(*list);
    }
    if scope.get(name).is_some() {
        let says = format!("`{name}` is not a list");
        sink.at(Code::TypeMismatch, file.place(name), says);
    } else if !scope.may_be_unread(name) {
        let says = format!("there is no list `{name}`");
        let diagnostic = Diagnostic::new(Code::UnknownName, file.place(name), says);
        sink.add(diagnostic.nearest(name, scope.lists()));
    }
    None
}
