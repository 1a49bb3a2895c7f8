//! Open points of the source: lines with the same readings are about one point,
//! and an answer has a total for each combination of readings.

use super::{diagnostics::Sink, model::Line, values::EntryContext};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, LineId},
    },
    source::model::LineEntry,
};

/// How many combinations of readings a version can have.
pub const MAX_COMBINATIONS: usize = 64;

/// Reports points that share only some of their readings, and more combinations
/// than an answer can have.
pub(super) fn check(
    entries: &[LineEntry<'_>],
    lines: &IdVec<LineId, Line>,
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) {
    let mut points: Vec<(&str, usize)> = Vec::new();
    for line in lines {
        let Some(point) = line.open_point.as_deref() else {
            continue;
        };
        if points.iter().any(|(known, _)| *known == point) {
            continue;
        }
        let shares = |known: &str| {
            known
                .split(' ')
                .any(|id| point.split(' ').any(|it| it == id))
        };
        if let Some((known, _)) = points.iter().find(|(known, _)| shares(known)) {
            let says = format!(
                "`{}` shares only some of its readings with another line",
                line.id
            );
            let help = format!(
                "lines about one open point have the same readings in the same order ({}); \
                 give readings of another point other names",
                known.replace(' ', ", ")
            );
            let place = first_reading(entries, line).map_or(line.place, |id| around.file.place(id));
            sink.add(Diagnostic::new(Code::Shape, place, says).help(help));
        }
        points.push((point, line.options.len()));
        let combinations = points
            .iter()
            .try_fold(1usize, |all, (_, readings)| all.checked_mul(*readings));
        if combinations.is_none_or(|all| all > MAX_COMBINATIONS) {
            let says = format!(
                "the open points of this version can be read in more than {MAX_COMBINATIONS} ways \
                 together"
            );
            let help = "decide some of them, and say how in `reading`";
            sink.add(Diagnostic::new(Code::TooMany, line.place, says).help(help));
            return;
        }
    }
}

/// The name of a line's first reading, as it is written.
fn first_reading<'s>(entries: &[LineEntry<'s>], line: &Line) -> Option<&'s str> {
    let entry = entries.iter().find(|entry| *entry.id == *line.id)?;
    entry.alternatives.first().map(|it| it.id)
}
