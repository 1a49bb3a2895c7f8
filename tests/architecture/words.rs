//! Words that may not occur in comments, messages and names. Each is a sign
//! that a sentence avoids the standard term or hides what it means.

use std::{fs, path::Path};

use super::modules::rust_files;
use crate::harness::root;

/// Whole words, which may not be a part of a name in snake case either.
const WORDS: [&str; 6] = ["whoever", "anew", "told", "besides", "beside", "hangs"];

/// Phrases, which are found across the lines of a comment too.
const PHRASES: [&str; 15] = [
    "a person's to",
    "as it stands",
    "as they stand",
    "at hand",
    "at one go",
    "hang on",
    "how it stands",
    "hung on",
    "of late",
    "so many",
    "so-and-so",
    "take down",
    "takes down",
    "what comes of",
    "worked out",
];

/// Exceptions, with the reason.
const ALLOWED: [(&str, &str); 1] = [("open_beside", "a key of the JSON, which clients read")];

const FOLDERS: [&str; 5] = ["benches", "crates", "examples", "src", "tests"];

/// `file:line: word` of each occurrence in a text.
fn found(file: &Path, text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (phrase, _) in ALLOWED {
        text = text.replace(phrase, "");
    }
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (at, line) in lines.iter().enumerate() {
        let mut add = |what: &str| found.push(format!("{}:{}: {what}", file.display(), at + 1));
        for word in line.split(|it: char| !it.is_alphanumeric()) {
            if WORDS.contains(&&*word.to_lowercase()) {
                add(word);
            }
        }
        if line.contains("MOST_") || line.contains(" MOST:") {
            add("MOST, for MAX");
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
            // A phrase that begins in the next line is found there.
            for _ in starts.filter(|start| *start < line.len()).filter(is_whole) {
                add(phrase);
            }
        }
    }
    found
}

#[test]
fn forbidden_words_do_not_occur() {
    let mut files = Vec::new();
    for folder in FOLDERS {
        let before = files.len();
        rust_files(&root().join(folder), &mut files);
        assert!(files.len() > before, "{folder} has no files");
    }
    files.retain(|file| !file.ends_with("tests/architecture/words.rs"));
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).expect("the file is text");
            found(path.strip_prefix(root()).expect("it is inside"), &text)
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn forbidden_words_are_found_across_lines_and_in_names() {
    let lines = [
        "/// The price hung",
        "    /// on it.",
        "let told = 1; // Besides.",
        "fn is_told_twice() {}",
        "retold(); beforehand, exchangs",
        "const MOST_ROWS: u8 = 1;",
        "open_beside: Vec<String>",
    ];
    let expected = [
        "a.rs:1: hung on",
        "a.rs:3: told",
        "a.rs:3: Besides",
        "a.rs:4: told",
        "a.rs:6: MOST, for MAX",
    ];
    assert_eq!(found(Path::new("a.rs"), &lines.join("\n")), expected);
}
