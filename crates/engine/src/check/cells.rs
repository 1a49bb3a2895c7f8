//! Table cells and bounds: texts that say which values are meant.

use super::{
    diagnostics::{FileScope, Sink},
    model::{Cell, TableResult},
    provenance,
    resolve::{self, FormulaText},
    symbols::BookSymbols,
    table_coverage,
};
use crate::{
    base::{
        bounds::{Bounds, order},
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        types::Type,
        value::Value,
    },
    source::formula::{self, model::FormulaKind},
};

/// A range as written: `1..10`, `18..`, `..5` or one value; `None` after a
/// diagnostic.
pub(super) fn bounds(
    text: &str,
    ty: &Type,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Bounds> {
    let (low, high) = match text.split_once("..") {
        Some((low, high)) => (low.trim(), high.trim()),
        None => (text.trim(), text.trim()),
    };
    if low.is_empty() && high.is_empty() {
        let says = "this cell says nothing";
        let diagnostic = Diagnostic::new(Code::BadCell, file.place(text), says);
        sink.add(diagnostic.help(STRETCHES));
        return None;
    }
    let mut end = |part: &str| match part {
        "" => Some(None),
        part => value(part, ty, file, sink).map(Some),
    };
    let (low, high) = (end(low)?, end(high)?);
    if let (Some(low), Some(high)) = (low, high)
        && order(low, high).is_some_and(|order| order.is_gt())
    {
        let text = text.trim();
        let says = format!("`{text}` runs backwards, so nothing is in it");
        let diagnostic = Diagnostic::new(Code::BackwardsRange, file.place(text), says);
        sink.add(diagnostic.help("write the lower end first"));
        return None;
    }
    Some(Bounds { low, high })
}

const STRETCHES: &str = "write a value, a range such as `18..25`, `18..` or `..25`, \
                         or `-` where any value will do";

/// One value of a type, as written in a cell.
fn value(text: &str, ty: &Type, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<Value> {
    let read = formula::parse(text).ok();
    let found = read.as_ref().and_then(|read| resolve::literal(&read.kind));
    if let Some((value, found)) = found
        && resolve::fits(&found, ty)
    {
        return Some(value);
    }
    let says = format!("`{text}` is not {ty}");
    let diagnostic = Diagnostic::new(Code::BadCell, file.place(text), says);
    sink.add(diagnostic.help(match ty {
        Type::Money => "write an amount with its sign, such as £5.00".to_owned(),
        Type::Date => provenance::remedy(text),
        Type::Time => "write a time such as `18:00`, or a range such as `18:00..22:00`".to_owned(),
        _ => range_meant(text).unwrap_or_else(|| STRETCHES.to_owned()),
    }));
    None
}

/// What to write for `0-17` or `0 to 17`.
fn range_meant(text: &str) -> Option<String> {
    let (low, high) = text
        .split_once("to")
        .or_else(|| text.split_once(['-', '–']))?;
    let (low, high) = (low.trim(), high.trim());
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(low) && digits(high)).then(|| format!("write `{low}..{high}`"))
}

/// A cell as written: `-`, options, or ranges, with commas between several.
pub(super) fn cell(
    text: &str,
    ty: &Type,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Cell> {
    if text.trim() == "-" {
        return Some(Cell::Any);
    }
    match ty {
        // A column that cannot be one has had its diagnostic.
        _ if !table_coverage::can_be_column(ty) => Some(Cell::Any),
        Type::Choice(_) | Type::YesNo => options(text, ty, file, sink).map(Cell::Options),
        _ => {
            let spans: Vec<Option<Bounds>> = text
                .split(',')
                .map(|part| bounds(part.trim(), ty, file, sink))
                .collect();
            spans
                .into_iter()
                .collect::<Option<Vec<_>>>()
                .map(Cell::Spans)
        }
    }
}

fn options(text: &str, ty: &Type, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<u64> {
    let yes_no = crate::base::types::Options::new(["no", "yes"]);
    let known = ty.options().unwrap_or(&yes_no);
    let mut mask = 0u64;
    let mut whole = true;
    for part in text.split(',').map(str::trim) {
        match known.position(part) {
            Some(number) => mask |= 1u64.checked_shl(u32::from(number)).unwrap_or(0),
            None => {
                whole = false;
                let says = format!("`{part}` is not {ty}");
                let diagnostic = Diagnostic::new(Code::BadCell, file.place(part), says);
                sink.add(
                    diagnostic
                        .help("commas part several; `-` stands for any")
                        .nearest(part, known.iter()),
                );
            }
        }
    }
    whole.then_some(mask)
}

/// A row's result: a value of the type, or a charge.
pub(super) fn result(
    text: &str,
    ty: &Type,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Option<TableResult> {
    let place = file.place(text);
    if let Type::Choice(options) = ty {
        if let Some(option) = options.position(text.trim()) {
            return Some(TableResult::Value(Value::Choice(option)));
        }
        let says = format!("`{text}` is not {ty}");
        sink.add(Diagnostic::new(Code::BadCell, place, says).nearest(text, options.iter()));
        return None;
    }
    let read = match formula::parse(text) {
        Ok(read) => read,
        Err(error) => {
            sink.add(FormulaText::of_case(text, place).unread(error));
            return None;
        }
    };
    if let (FormulaKind::Charge(Some(id)), Type::Money) = (&read.kind, ty) {
        let number = shared.charge(id);
        if number.is_none() {
            let start = text.find(&**id).and_then(|at| text.get(at..));
            let place = file.place(start.unwrap_or(text));
            resolve::unknown_charge(id, place, shared, sink);
        }
        return number.map(TableResult::Charge);
    }
    match resolve::literal(&read.kind) {
        Some((value, found)) if resolve::fits(&found, ty) => Some(TableResult::Value(value)),
        _ => {
            let says = format!("`{text}` is not {ty}");
            let help = match ty {
                Type::Money => {
                    "write an amount, such as £5.00, or a charge, such as `charge music.tuition`"
                }
                _ => "a row's result is written out: it cannot depend on facts",
            };
            sink.add(Diagnostic::new(Code::BadCell, place, says).help(help));
            None
        }
    }
}
