//! How a value is rounded, as written.

use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        name,
        rounding::{MODES, Mode, Rounding},
        source_text::Place,
    },
    check::diagnostics::Sink,
};

/// A rounding's mode from its word, or a diagnostic.
pub(in crate::check) fn rounding(
    mode: &str,
    mode_place: Place,
    unit: rust_decimal::Decimal,
    unit_place: Place,
    sink: &mut Sink<'_>,
) -> Option<Rounding> {
    let found = Mode::named(mode);
    if found.is_none() {
        let words: Vec<&str> = MODES.iter().map(|(word, _)| *word).collect();
        let says = format!("`{mode}` is no way to round");
        let help = match name::nearest(mode, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", words.join(", ")),
        };
        sink.add(Diagnostic::new(Code::UnknownName, mode_place, says).help(help));
    }
    let rounding = Rounding::new(found.unwrap_or(Mode::HalfUp), unit);
    if rounding.is_none() {
        let says = "a value is rounded to a unit above zero, such as £0.01";
        let diagnostic = Diagnostic::new(Code::TypeMismatch, unit_place, says);
        sink.add(diagnostic.help("write the unit out"));
    }
    rounding.filter(|_| found.is_some())
}
