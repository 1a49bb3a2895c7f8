//! A copy of the council's own book with ten different mistakes in it: all ten
//! are said at once, each in its place, and nothing else.

use std::fs;

use almoner::text::diagnostics::draw;
use almoner_engine::{book::open, load::BookFrom};

use crate::harness::{TempDir, council_book};

/// Puts a mistake in place of the first occurrence of the right text, and
/// returns the place of the word that must be underlined.
fn make_mistake(book: &TempDir, [file, right, wrong, word]: Mistake) -> String {
    let path = book.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let start = text
        .find(right)
        .unwrap_or_else(|| panic!("{file} has no {right}"));
    let text = text.replacen(right, wrong, 1);
    let at = start + text[start..].find(word).unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    fs::write(&path, text).unwrap();
    format!("{file}:{line}:{column}")
}

/// A file, the right text, the wrong text that replaces it, and the word in it
/// that the diagnostic must underline.
type Mistake = [&'static str; 4];

const MUSIC: &str = "rules/music/2017-04-01.ron";
const MUSIC_CASES: &str = "rules/music/cases.ron";
const NURSERY: &str = "rules/nursery/2017-04-01.ron";
const COUNCIL_TAX: &str = "rules/council-tax/2018-04-01.ron";
const HEAD_START: &str = "rules/head-start/2016-06-01.ron";
const WAGE: &str = "rules/minimum-wage.ron";
const EARLIER: &str = "tariffs/2017-18.ron";
const LATER: &str = "tariffs/2018-19.ron";

const MISTAKES: [(&str, Mistake); 8] = [
    (
        "unknown-name",
        [MUSIC, "/ 60 / pupils", "/ 60 / pupil", "pupil"],
    ),
    (
        "type-mismatch",
        [MUSIC, "take: \"50%\"", "take: \"50\"", "50"],
    ),
    (
        "bad-date",
        [
            MUSIC_CASES,
            "on: \"2018-05-01\"",
            "on: \"2018-02-30\"",
            "2018",
        ],
    ),
    (
        "table-overlap",
        [
            NURSERY,
            "([\"2\"], \"age_2_3\")",
            "([\"2..3\"], \"age_2_3\")",
            "3..5",
        ],
    ),
    (
        "unknown-charge",
        [
            NURSERY,
            "\"nursery.lunch\"",
            "\"nursery.lunches\"",
            "nursery",
        ],
    ),
    (
        "shape",
        [HEAD_START, "says: \"Aged", "syas: \"Aged", "syas"],
    ),
    (
        "backwards-range",
        [COUNCIL_TAX, "in 18..21", "in 21..18", "21..18"],
    ),
    ("price-decimals", [LATER, "133.00", "133.005", "133.005"]),
];

/// Mistakes that are said elsewhere than where they are made: where the
/// period without a row begins, and where the later tariff does.
const SAID_ELSEWHERE: [(&str, Mistake, Mistake); 2] = [
    (
        "table-gap",
        [WAGE, "[\"18..20\"", "[\"19..20\"", "19"],
        [WAGE, "2016-04-01", "2016-04-01", "2016"],
    ),
    (
        "version-gap",
        [
            EARLIER,
            "until: \"2018-03-31\"",
            "until: \"2018-03-30\"",
            "2018",
        ],
        [LATER, "2018-04-01", "2018-04-01", "2018"],
    ),
];

#[test]
fn ten_mistakes_are_reported_at_once() {
    let book = council_book();
    let mut expected: Vec<(&str, String)> = Vec::new();
    for (code, mistake) in MISTAKES {
        expected.push((code, make_mistake(&book, mistake)));
    }
    for (code, mistake, said) in SAID_ELSEWHERE {
        make_mistake(&book, mistake);
        expected.push((code, make_mistake(&book, said)));
    }
    let opened = open(BookFrom::Directory(book.as_ref())).unwrap();
    let found = opened.diagnostics.iter().map(|diagnostic| {
        let file = opened.sources.get(diagnostic.place.file).unwrap().path();
        let (line, column) = opened.sources.line_and_column(diagnostic.place);
        (diagnostic.code.name(), format!("{file}:{line}:{column}"))
    });
    let mut found: Vec<(&str, String)> = found.collect();
    found.sort();
    expected.sort();
    let drawn = draw(&opened.sources, &opened.diagnostics, false);
    assert_eq!(found, expected, "{drawn}");
    assert!(opened.book.is_none());
    for (_, place) in &expected {
        assert!(
            drawn.contains(&format!("--> {place}\n")),
            "{place}: {drawn}"
        );
    }
}
