//! What is declared and read by nothing.

use super::{
    diagnostics::Sink,
    model::{Home, Version},
    symbols::Usage,
};
use crate::base::{diagnostic::Diagnostic, diagnostic_code::Code, ids::ListId, source_text::Place};

const TAKE_OUT: &str = "use it in a formula or wording, or take it out";

const DROP: &str = "name it in `drops`: this version no longer needs it";

/// Reports facts, values and tables that no formula names. What is only
/// taken over from `base` is reported there.
pub(super) fn check(version: &Version, used: &Usage, base: Option<Place>, sink: &mut Sink<'_>) {
    let mut unread = |code, place: Place, says: String, help: &str| {
        let taken_over = base.filter(|_| place.file != version.file);
        let diagnostic = Diagnostic::new(code, taken_over.unwrap_or(place), says);
        sink.add(match taken_over {
            Some(_) => diagnostic.related(place, "taken over from here").help(DROP),
            None => diagnostic.help(help),
        });
    };
    let is_used = |id: &str| used.names.contains(id);
    // An unused list is one warning, not one for each of its records' facts.
    let list_is_used = |list: ListId| is_used(version.list_name(list));
    for fact in &version.facts {
        let said = match fact.home {
            Home::Completeness(_) => true,
            Home::Record(list, _) => !list_is_used(list),
            _ => false,
        };
        if !said && !is_used(&fact.id) {
            let says = format!("nothing reads the fact `{}`", fact.id);
            let help = "use it in a formula or take it out: what decides nothing is not asked for";
            unread(Code::UnusedFact, fact.place, says, help);
        }
    }
    for (number, value) in version.values.iter_ids() {
        if !version.follows.contains(&number) && !is_used(&value.id) {
            let says = format!("nothing reads the value `{}`", value.id);
            unread(Code::UnusedValue, value.place, says, TAKE_OUT);
        }
    }
    for set in &version.packages {
        if !is_used(&set.id) {
            let says = format!("nothing reads the packages `{}`", set.id);
            unread(Code::UnusedValue, set.place, says, TAKE_OUT);
        }
    }
    for table in &version.tables {
        if !is_used(&table.id) {
            let says = format!("nothing reads the table `{}`", table.id);
            unread(Code::UnusedValue, table.place, says, TAKE_OUT);
        }
    }
}
