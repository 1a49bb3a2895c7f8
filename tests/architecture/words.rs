//! Words that may not stand in comments, messages and names: each is a sign
//! that a sentence says something other than what it means.

use std::{fs, path::Path};

use super::modules::rust_files;
use crate::harness::root;

/// Single words, which names in code may not use either.
const WORDS: [&str; 5] = ["whoever", "anew", "told", "besides", "beside"];

/// Phrases, across the lines of a comment too.
const PHRASES: [&str; 6] = [
    "hangs on",
    "hang on",
    "hung on",
    "so many",
    "of late",
    "worked out",
];

/// What stays, and why.
const ALLOWED: [(&str, &str); 0] = [];

/// The words that are left in each part of the repository. They only go down:
/// lower a number when you have mended some.
const LEFT: [(&str, usize); 5] = [
    ("benches", 0),
    ("crates", 75),
    ("examples", 0),
    ("src", 30),
    ("tests", 15),
];

/// `file:line: word` of each that stands in a text.
fn found(file: &Path, text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (phrase, _) in ALLOWED {
        text = text.replace(phrase, "");
    }
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (at, line) in lines.iter().enumerate() {
        let mut add = |what: &str| found.push(format!("{}:{}: {what}", file.display(), at + 1));
        let words = line.split(|it: char| !it.is_alphanumeric() && it != '_');
        for word in words.map(str::to_lowercase) {
            if WORDS.contains(&&*word) {
                add(&word);
            }
            if word.starts_with("most_") && line.contains("MOST_") {
                add("MOST_, for MAX_");
            }
        }
        let next = lines.get(at + 1).filter(|it| it.starts_with("//"));
        let next = next.map_or("", |it| it.trim_start_matches(['/', '!', ' ']));
        let both = format!("{line} {next}").to_lowercase();
        for phrase in PHRASES {
            let starts = both.match_indices(phrase).map(|(start, _)| start);
            let is_whole = |start: &usize| {
                let ends = both[start + phrase.len()..].chars().next();
                !both[..*start].ends_with(char::is_alphanumeric)
                    && !ends.is_some_and(char::is_alphanumeric)
            };
            // What begins in the next line is found there.
            for _ in starts.filter(|start| *start < line.len()).filter(is_whole) {
                add(phrase);
            }
        }
    }
    found
}

#[test]
fn forbidden_words_only_decrease() {
    let mut too_many = String::new();
    for (folder, left) in LEFT {
        let mut files = Vec::new();
        rust_files(&root().join(folder), &mut files);
        files.retain(|file| !file.ends_with("tests/architecture/words.rs"));
        assert!(!files.is_empty(), "{folder} has no files");
        let found: Vec<String> = files
            .iter()
            .flat_map(|path| {
                let text = fs::read_to_string(path).expect("the file is text");
                found(path.strip_prefix(root()).expect("it is inside"), &text)
            })
            .collect();
        if found.len() > left {
            let (count, lines) = (found.len(), found.join("\n"));
            too_many += &format!("{count} and not {left} in {folder}:\n{lines}\n");
        }
    }
    assert!(too_many.is_empty(), "{too_many}");
}

#[test]
fn forbidden_words_are_found_across_lines_and_as_whole_words() {
    let text =
        "/// The price hangs\n    /// on it.\nlet told = 1; // Besides.\nretold(); hangs_one";
    let expected = ["a.rs:1: hangs on", "a.rs:3: told", "a.rs:3: besides"];
    assert_eq!(found(Path::new("a.rs"), text), expected);
    assert_eq!(
        found(Path::new("a.rs"), "const MOST_ROWS: u8 = 1;").len(),
        1
    );
}
