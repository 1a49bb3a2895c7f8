//! Remarks on rule files drawn for a terminal, with the text they are about.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use almoner_engine::base::{
    diagnostic::Diagnostic,
    diagnostic_code::Severity,
    source_text::{Place, SourceId, SourceSet},
};

/// Draws diagnostics by file, place and code, with a blank line between two;
/// with escape sequences for colour or without. Empty when there are none.
///
/// ```text
/// error[unknown-name]: `minuets` is not a fact, value or table
///   --> rules/music/2017-04-01.ron:12:18
///    |
/// 12 |     is: "charge * minuets",
///    |                   ^^^^^^^
///    = help: did you mean `minutes`?
/// ```
#[must_use]
pub fn draw(sources: &SourceSet, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let drawn = diagnostics.iter().map(|remark| {
        let mut text = renderer.render(&[group(sources, remark)]);
        text.push('\n');
        text
    });
    drawn.collect::<Vec<_>>().join("\n")
}

fn group<'a>(sources: &'a SourceSet, remark: &'a Diagnostic) -> Group<'a> {
    let level = match remark.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&*remark.says).id(remark.code.name()));
    for file in files(remark) {
        let mut marks = Vec::new();
        if file == remark.place.file {
            let label = remark.label.as_deref().unwrap_or("");
            marks.push((AnnotationKind::Primary, remark.place, label));
        }
        for (place, says) in remark
            .related
            .iter()
            .filter(|(place, _)| place.file == file)
        {
            marks.push((AnnotationKind::Context, *place, says));
        }
        group = match snippet(sources, file, &marks) {
            Some(snippet) => group.element(snippet),
            None => group.element(origin(sources, file, &marks)),
        };
    }
    if let Some(help) = &remark.help {
        group = group.element(Level::HELP.message(&**help));
    }
    group
}

/// The files that a diagnostic has places in, its own first.
fn files(remark: &Diagnostic) -> Vec<SourceId> {
    let mut files = vec![remark.place.file];
    for (place, _) in &remark.related {
        if !files.contains(&place.file) {
            files.push(place.file);
        }
    }
    files
}

/// The most bytes of text that are drawn, so that a file of one long line is not drawn
/// whole with each of its mistakes.
const MAX_DRAWN: usize = 4_000;

/// The place of the first mark, without its text.
fn origin<'a>(
    sources: &'a SourceSet,
    file: SourceId,
    marks: &[(AnnotationKind, Place, &'a str)],
) -> Origin<'a> {
    let place = marks
        .first()
        .map_or(Place::head_of(file), |(_, place, _)| *place);
    let (line, column) = sources.line_and_column(place);
    let path = Origin::path(sources.path(file));
    path.line(line as usize).char_column(column as usize)
}

/// The lines of one file that hold the marks; none if they are too long.
fn snippet<'a>(
    sources: &'a SourceSet,
    file: SourceId,
    marks: &[(AnnotationKind, Place, &'a str)],
) -> Option<Snippet<'a, Annotation<'a>>> {
    let source = sources.get(file)?;
    let text = source.text();
    let first = marks.iter().map(|(_, place, _)| place.start).min()? as usize;
    let last = marks.iter().map(|(_, place, _)| place.end).max()? as usize;
    let start = text.get(..first)?.rfind('\n').map_or(0, |end| end + 1);
    let end = last + text.get(last..)?.find('\n').unwrap_or(text.len() - last);
    if end - start > MAX_DRAWN {
        return None;
    }
    let lines_before = text.get(..start)?.matches('\n').count();
    let within = |place: &Place| -> Range<usize> {
        let from = place.start as usize - start;
        from..(place.end as usize).saturating_sub(start).max(from)
    };
    let annotations = marks.iter().map(|(kind, place, label)| {
        let annotation = kind.span(within(place));
        if label.is_empty() {
            annotation
        } else {
            annotation.label(*label)
        }
    });
    let snippet = Snippet::source(text.get(start..end)?)
        .line_start(lines_before + 1)
        .path(source.path());
    Some(snippet.annotations(annotations))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;
    use almoner_engine::base::diagnostic_code::Code;
    use almoner_engine::base::source_text::SourceFile;

    fn book() -> SourceSet {
        let file = |path: &str, text: &str| SourceFile::new(path, text.into()).unwrap();
        SourceSet::new(vec![
            file(
                "rules/a.ron",
                "Pricing(\n    // £\n    is: \"£5 * minuets\",\n)\n",
            ),
            file("rules/b.ron", "Pricing(id: \"b\")"),
            file("rules/c.ron", ""),
        ])
    }

    fn place(file: u32, range: Range<u32>) -> Place {
        Place {
            file: SourceId(file),
            start: range.start,
            end: range.end,
        }
    }

    #[test]
    fn long_line_is_named_and_not_drawn() {
        let text = format!("Pricing(\n{}x)", " ".repeat(5_000));
        let file = SourceFile::new("rules/long.ron", text.into_bytes()).unwrap();
        let sources = SourceSet::new(vec![file]);
        let diagnostic = Diagnostic::new(Code::Shape, place(0, 5_009..5_010), "odd");
        let drawn = draw(&sources, &[diagnostic], false);
        assert!(drawn.contains("rules/long.ron:2:5001"), "{drawn}");
        assert!(drawn.len() < 200, "{}", drawn.len());
    }

    #[test]
    fn diagnostic_shows_its_source_text() {
        let sources = book();
        let remark = Diagnostic::new(Code::UnknownName, place(0, 34..41), "`minuets` is unknown")
            .label("in this formula")
            .related(place(1, 8..10), "the other rule set")
            .help("did you mean `minutes`?");
        assert_eq!(
            draw(&sources, &[remark], false),
            "error[unknown-name]: `minuets` is unknown
 --> rules/a.ron:3:15
  |
3 |     is: \"£5 * minuets\",
  |               ^^^^^^^ in this formula
  |
 ::: rules/b.ron:1:9
  |
1 | Pricing(id: \"b\")
  |         -- the other rule set
  |
  = help: did you mean `minutes`?
"
        );
    }

    #[test]
    fn remarks_are_drawn_in_the_order_given() {
        let sources = book();
        let remarks = [
            Diagnostic::new(Code::Syntax, place(2, 0..0), "nothing"),
            Diagnostic::new(Code::NoCases, place(0, 0..7), "no cases"),
            Diagnostic::new(Code::Shape, place(0, 0..7), "shape"),
            Diagnostic::new(Code::Shape, place(9, 0..7), "no such file"),
        ];
        let drawn = draw(&sources, &remarks, false);
        let titles: Vec<&str> = drawn.lines().filter(|line| line.contains("]:")).collect();
        assert_eq!(
            titles,
            [
                "error[syntax]: nothing",
                "warning[no-cases]: no cases",
                "error[shape]: shape",
                "error[shape]: no such file"
            ]
        );
        assert_eq!(draw(&sources, &[], false), "");
        assert!(draw(&sources, &remarks, true).contains('\u{1b}'));
    }

    proptest! {
        #[test]
        fn diagnostic_at_any_place_is_drawn(text in "(\\PC|\n|\t|£){0,40}", ends in any::<(u8, u8)>()) {
            let sources = SourceSet::new(vec![SourceFile::new("a.ron", text.into()).unwrap()]);
            let text = sources.get(SourceId(0)).unwrap().text();
            let end_near = |end: u8| (0..=u32::from(end)).rfind(|end| text.is_char_boundary(*end as usize)).unwrap();
            let (one, other) = (end_near(ends.0), end_near(ends.1));
            let remark = Diagnostic::new(Code::Syntax, place(0, one.min(other)..one.max(other)), "s")
                .related(place(0, one..one), "r");
            prop_assert!(draw(&sources, &[remark], true).contains("a.ron"));
        }
    }
}
