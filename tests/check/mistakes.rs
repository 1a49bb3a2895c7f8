//! A copy of the council's own book with ten different mistakes in it: all ten
//! are said at once, each in its place, and nothing else.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test stops where its ground is missing"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use almoner::text::diagnostics::draw;
use almoner_engine::{book::open, load::BookFrom};

/// A copy of the book in a directory of its own, taken away at the end.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Copy {
        let path = std::env::temp_dir().join(format!("almoner-mistakes-{}", std::process::id()));
        let council = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["rules", "tariffs"] {
            copy(&council.join(folder), &path.join(folder));
        }
        Copy(path)
    }

    /// Makes a mistake where its text stands first, and says where the word
    /// to underline is from there on.
    fn mistake(&self, [file, right, wrong, word]: Mistake) -> String {
        let path = self.0.join(file);
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
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A file, what stands in it, what is written instead, and the word there
/// that the remark must underline.
type Mistake = [&'static str; 4];

const MUSIC: &str = "rules/music/2017-04-01.ron";
const MUSIC_CASES: &str = "rules/music/cases.ron";
const NURSERY: &str = "rules/nursery/2017-04-01.ron";
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
        [HEAD_START, "in 18..25", "in 25..18", "25..18"],
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
fn ten_mistakes_are_said_at_once() {
    let book = Copy::new();
    let mut expected: Vec<(&str, String)> = Vec::new();
    for (code, mistake) in MISTAKES {
        expected.push((code, book.mistake(mistake)));
    }
    for (code, mistake, said) in SAID_ELSEWHERE {
        book.mistake(mistake);
        expected.push((code, book.mistake(said)));
    }
    let opened = open(BookFrom::Directory(&book.0)).unwrap();
    let found = opened.diagnostics.iter().map(|remark| {
        let file = opened.sources.get(remark.place.file).unwrap().path();
        let (line, column) = opened.sources.line_and_column(remark.place);
        (remark.code.name(), format!("{file}:{line}:{column}"))
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
