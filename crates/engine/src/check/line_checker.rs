//! A line while it is checked: what its price and its reductions share.

use super::{
    diagnostics::Sink,
    formula::Formula,
    model::Wording,
    resolve::{self, FormulaText, LineCharge},
    symbols::Scope,
    values::{self, EntryContext},
};
use crate::base::{
    diagnostic::Diagnostic, diagnostic_code::Code, ids::ListId, source_text::Place, types::Type,
};

/// The line, and what is around it.
pub(super) struct LineChecker<'c, 'a, 'd> {
    pub(super) around: &'c EntryContext<'a>,
    pub(super) scope: &'c Scope<'a>,
    pub(super) sink: &'c mut Sink<'d>,
    pub(super) each: Option<ListId>,
    pub(super) charge: LineCharge,
}

/// Reports an entry without a paragraph.
pub(super) fn no_citation(kind: &str, id: &str, place: Place, sink: &mut Sink<'_>) {
    let says = format!("the {kind} `{id}` does not say where it comes from");
    let help = "add `cite: \"§…\"` with the paragraph of the file's source";
    sink.add(Diagnostic::new(Code::NoCitation, place, says).help(help));
}

impl LineChecker<'_, '_, '_> {
    pub(super) fn site<'t>(&self, text: &'t str) -> FormulaText<'t> {
        FormulaText {
            each: self.each,
            charge: self.charge,
            ..FormulaText::of_case(text, self.around.file.place(text))
        }
    }

    pub(super) fn formula(&mut self, text: &str, expected: Option<&Type>) -> Option<Formula> {
        let site = self.site(text);
        resolve::formula(site, expected, self.scope, self.sink)
    }

    pub(super) fn yes_no(&mut self, text: Option<&str>) -> Option<Formula> {
        text.and_then(|text| self.formula(text, Some(&Type::YesNo)))
    }

    pub(super) fn words(&mut self, text: &str) -> Wording {
        values::words(self.site(text), self.scope, self.sink)
    }
}
