//! Files with a comma too few or too many, mended in a copy, so that what comes after the
//! mistake is read and checked too. A copy is as long as its file: every place in it is a
//! place in the file.

use std::collections::BTreeSet;

use super::{
    diagnostics::{comma, syntax_error, tokenizer::tokens},
    fields::{Fields, options},
    reader::Reader,
};
use crate::base::{
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    source_text::{SourceFile, SourceId, SourceSet},
};

/// The most commas of one file that are mended.
const MAX_REPAIRS: usize = 20;

/// Files as they are meant.
#[derive(Debug)]
pub struct Repaired {
    /// All files, those with mistakes mended.
    pub sources: SourceSet,
    /// A diagnostic on each comma.
    pub diagnostics: Vec<Diagnostic>,
}

/// Mends the commas of the files that could not be read; none where there are none.
#[must_use]
pub fn repair(sources: &SourceSet, diagnostics: &[Diagnostic]) -> Option<Repaired> {
    let syntax = diagnostics.iter().filter(|it| it.code == Code::Syntax);
    let unread: BTreeSet<SourceId> = syntax.map(|it| it.place.file).collect();
    let mut found = Vec::new();
    let mended = |(id, file): (SourceId, &SourceFile)| {
        let text = unread
            .contains(&id)
            .then(|| mend(sources, id, file, &mut found));
        let text = text.unwrap_or_else(|| file.text().to_owned());
        SourceFile::of_text(file.path(), text.into())
    };
    let files = match unread.is_empty() {
        true => Vec::new(),
        false => sources.iter().map(mended).collect(),
    };
    (!found.is_empty()).then(|| Repaired {
        sources: SourceSet::new(files),
        diagnostics: found,
    })
}

/// The text of a file with its commas mended.
fn mend(
    sources: &SourceSet,
    id: SourceId,
    file: &SourceFile,
    found: &mut Vec<Diagnostic>,
) -> String {
    let mut text = file.text().to_owned();
    let start = tokens(&text).next().map_or(0, |word| word.range.end);
    for _ in 0..MAX_REPAIRS {
        let rest = text.get(start..).unwrap_or_default();
        let Err(error) = options().from_str::<Fields<'_>>(rest) else {
            break;
        };
        let Some((at, comma)) = comma::mended(rest, &error) else {
            break;
        };
        let mut reader = Reader::new(sources, id);
        if let Some(written) = file.text().get(start..) {
            reader.report(written, syntax_error::diagnose(rest, &error));
        }
        found.append(&mut reader.diagnostics);
        let at = start + at;
        text.replace_range(at..at + 1, comma);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::parse;

    /// The mended text, and where the diagnostics are.
    fn mended(text: &str) -> Option<(String, Vec<u32>)> {
        let file = SourceFile::new("a.ron", text.into()).unwrap();
        let sources = SourceSet::new(vec![file]);
        let repaired = repair(&sources, &parse(&sources).diagnostics)?;
        let text = repaired.sources.text(SourceId(0)).to_owned();
        let places = repaired.diagnostics.iter().map(|it| it.place.start);
        Some((text, places.collect()))
    }

    #[test]
    fn missing_commas_are_put_in_and_doubled_ones_taken_out() {
        let text = "Cases(rule_set: \"a\" // b\n cases: [(says: \"x\" on: \"y\"),, ()\n()])";
        let expected = "Cases(rule_set: \"a\",// b\n cases: [(says: \"x\",on: \"y\"),  (),()])";
        let (mended, places) = mended(text).unwrap();
        assert_eq!(mended, expected);
        assert_eq!(places, [26, 45, 54, 59]);
    }

    #[test]
    fn other_mistakes_are_left() {
        for text in [
            "Cases(a: \"x, b: [\n])",
            "Cases(a: [)]",
            "Cases(a: 1",
            "Cases(a: \"x\"b: 1)",
            "Cases(a: 1)",
        ] {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
