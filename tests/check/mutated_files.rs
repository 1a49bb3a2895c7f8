//! The council's files with random changes: each gives a book or at least one
//! error, and every diagnostic can be drawn.

use almoner::text::diagnostics::draw;
use almoner_engine::{
    base::{
        diagnostic::Diagnostic,
        source_text::{SourceFile, SourceSet},
    },
    book::open,
    check::check,
    load::{BookFrom, load},
    source,
};
use proptest::{
    collection::vec,
    prelude::{
        Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
    },
    sample::{Index, select},
};

use crate::harness::council_book;

/// A change to one file.
#[derive(Clone, Debug)]
enum Change {
    /// Bytes replaced by a text.
    Put(Index, usize, String),
    /// A line written again in another place.
    Repeat(Index, Index),
    /// A line taken out.
    Drop(Index),
    /// Everything after a byte taken out.
    Cut(Index),
    /// A word put in the place of another.
    Swap(Index, Index),
}

/// What is put in: what people write, and what nobody should.
const TEXTS: [&str; 36] = [
    "",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "“",
    "’",
    "£",
    "-",
    "..",
    "..=",
    "%",
    "=",
    " and ",
    " not ",
    "0",
    "9223372036854775807",
    "79228162514264337593543950335",
    "-1",
    "1.005",
    "2018-02-30",
    "9999-12-31",
    " days",
    " months",
    "charge ",
    "any ",
    "on",
    "None",
    "é",
    "\u{0}",
    "\u{fffd}",
];

fn change() -> impl Strategy<Value = Change> {
    let text = prop_oneof![
        select(&TEXTS[..]).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-z_]{1,4}",
    ];
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), 0..6_usize, text).prop_map(|(at, length, text)| Change::Put(at, length, text)),
        4 => (index(), index()).prop_map(|(one, other)| Change::Swap(one, other)),
        1 => (index(), index()).prop_map(|(line, to)| Change::Repeat(line, to)),
        1 => index().prop_map(Change::Drop),
        1 => (Just(()), index()).prop_map(|((), at)| Change::Cut(at)),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    match change {
        Change::Put(at, length, new) => {
            let mut chars: Vec<char> = text.chars().collect();
            let start = at.index(chars.len() + 1);
            let end = (start + length).min(chars.len());
            chars.splice(start..end, new.chars());
            return chars.into_iter().collect();
        }
        Change::Repeat(line, to) => {
            let line = lines[line.index(lines.len())];
            lines.insert(to.index(lines.len()), line);
        }
        Change::Drop(line) => {
            lines.remove(line.index(lines.len()));
        }
        Change::Cut(at) => {
            let chars: Vec<char> = text.chars().collect();
            return chars[..at.index(chars.len() + 1)].iter().collect();
        }
        Change::Swap(one, other) => {
            let words: Vec<(usize, &str)> = words(text);
            if words.is_empty() {
                return text.to_owned();
            }
            let (start, word) = words[one.index(words.len())];
            let (_, new) = words[other.index(words.len())];
            return format!("{}{new}{}", &text[..start], &text[start + word.len()..]);
        }
    }
    lines.join("\n")
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let from = &rest[start..];
        let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
        words.push((text.len() - from.len(), &from[..end]));
        rest = &from[end..];
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_mutation_gives_a_book_or_an_error(
        changes in vec((any::<Index>(), change()), 1..6),
    ) {
        let council = load(BookFrom::Files(almoner_built_in::files())).unwrap().sources;
        let files = council.iter().map(|(_, file)| (file.path(), file.text()));
        let mut files: Vec<(&str, String)> = files.map(|(path, text)| (path, text.to_owned())).collect();
        for (file, change) in &changes {
            let (_, text) = &mut files[file.index(council.iter().count())];
            *text = changed(text, change);
        }
        let files = files.into_iter().map(|(path, text)| SourceFile::new(path, text.into_bytes()).unwrap());
        let sources = SourceSet::new(files.collect());
        let checked = check(&sources, source::parse(&sources));
        let wrong = checked.diagnostics.iter().any(Diagnostic::is_error);
        prop_assert!(wrong != checked.book.is_some());
        let drawn = draw(&sources, &checked.diagnostics, false);
        prop_assert_eq!(drawn.matches("--> ").count(), checked.diagnostics.len());
        for diagnostic in &checked.diagnostics {
            let text = sources.get(diagnostic.place.file).unwrap().text();
            let range = diagnostic.place.start as usize..diagnostic.place.end as usize;
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn any_bytes_on_disk_give_a_book_or_an_error(
        places in vec((any::<Index>(), any::<u8>()), 1..20), file in any::<Index>(),
    ) {
        let council = load(BookFrom::Files(almoner_built_in::files())).unwrap().sources;
        let files: Vec<(&str, &str)> = council.iter().map(|(_, file)| (file.path(), file.text())).collect();
        let (path, text) = files[file.index(files.len())];
        let mut bytes = text.as_bytes().to_vec();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let book = council_book();
        book.write(path, &bytes);
        let opened = open(BookFrom::Directory(book.as_ref())).unwrap();
        let wrong = opened.diagnostics.iter().any(Diagnostic::is_error);
        prop_assert!(wrong != opened.book.is_some());
        let drawn = draw(&opened.sources, &opened.diagnostics, true);
        prop_assert!(drawn.is_empty() == opened.diagnostics.is_empty());
    }
}
