//! Every criterion, row, bound, line, reduction, way and condition of the
//! council's own rules taken out, one at a time: the checker must refuse what
//! is left, or a case must fail.
//!
//! ```sh
//! sh tests/long/removals
//! ```
//!
//! tries them all and says how many were noticed (`ALMONER_RULE_SET=music`
//! before it: those of one rule set; `ALMONER_REMOVALS_BOOK=examples/books/small-council`:
//! those of another book); the tests that always run try a sample.
#![expect(clippy::print_stdout, reason = "reports what it found")]

mod layout;
mod removal;

use std::collections::BTreeMap;

use self::removal::Removal;
use crate::harness::root;
use almoner_engine::{
    base::{
        diagnostic::Diagnostic,
        source_text::{SourceFile, SourceId, SourceSet},
    },
    book::{Opened, open},
    cases::{self, Ran},
    check::{check, model::RuleSet},
    load::BookFrom,
    program, source,
};

/// Where not all removals of a rule set are tried, this number of them is, from
/// its first file to its last.
const SAMPLE: usize = 20;

/// The rule sets of which nothing can be taken out unnoticed.
const GUARDED: [&str; 9] = [
    "childcare",
    "council-tax",
    "grangewaters",
    "head-start",
    "music",
    "nursery",
    "play-scheme",
    "play-service",
    "private-tuition",
];

/// The files on which a rule set's answers rest.
struct Rules<'b> {
    set: &'b RuleSet,
    files: Vec<(SourceId, &'b str, &'b str)>,
}

impl<'b> Rules<'b> {
    fn of(sources: &'b SourceSet, set: &'b RuleSet) -> Rules<'b> {
        let own = format!("rules/{}/", set.id);
        let rests_on = |path: &str| {
            let parameter = path.starts_with("rules/") && path.matches('/').count() == 1;
            let version = path.starts_with(&own) && !path.ends_with("cases.ron");
            let shared = path.starts_with("tariffs/") || path.starts_with("calendars/");
            parameter || version || shared
        };
        let files = sources.iter().filter(|(_, file)| rests_on(file.path()));
        Rules {
            set,
            files: files
                .map(|(id, file)| (id, file.path(), file.text()))
                .collect(),
        }
    }

    /// Whether anything shows that something was taken out.
    fn notice(&self, removal: &Removal) -> bool {
        let one = |(id, path, text): &(SourceId, &str, &str)| {
            let mut text = (*text).to_owned();
            if *id == removal.file {
                text.replace_range(removal.range.clone(), &removal.instead);
            }
            SourceFile::new(*path, text.into_bytes()).unwrap()
        };
        let sources = SourceSet::new(self.files.iter().map(one).collect());
        let checked = check(&sources, source::parse(&sources));
        let Some(book) = checked.book else {
            assert!(checked.diagnostics.iter().any(Diagnostic::is_error));
            return true;
        };
        let program = program::compile(book);
        !cases::run(&program, self.set).iter().all(Ran::passed)
    }
}

/// Tries every removal, or at most `at_most`, of each of the rule sets chosen, and
/// says which ones nobody noticed.
fn unnoticed(from: BookFrom<'_>, at_most: usize, chosen: impl Fn(&str) -> bool) -> Vec<String> {
    let Opened { sources, book, .. } = open(from).unwrap();
    let program = book.unwrap().into_program();
    let book = program.contents();
    let mut survivors = Vec::new();
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for set in book.rule_sets.iter().filter(|set| chosen(&set.id)) {
        let rules = Rules::of(&sources, set);
        let removals = removal::of(&sources, book, set);
        let every = removals.len().div_ceil(at_most).max(1);
        for removal in removals.iter().step_by(every) {
            let noticed = rules.notice(removal);
            let count = counts.entry((&set.id, removal.kind)).or_default();
            count.0 += 1;
            count.1 += usize::from(noticed);
            if !noticed {
                survivors.push(description(&sources, removal));
            }
        }
    }
    let (mut all, mut all_noticed) = (0, 0);
    for ((set, kind), (tried, noticed)) in counts {
        println!("{set:14} {kind:10} {tried:5} taken out, {noticed:5} noticed");
        all += tried;
        all_noticed += noticed;
    }
    println!("{all} taken out, {all_noticed} noticed");
    survivors
}

/// `path:line: kind: was → instead`.
fn description(sources: &SourceSet, removal: &Removal) -> String {
    let file = sources.get(removal.file).unwrap();
    let line = file.text()[..removal.range.start].matches('\n').count() + 1;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let was: String = words(&file.text()[removal.range.clone()])
        .chars()
        .take(120)
        .collect();
    format!(
        "{}:{line}: {}: {was} → {}",
        file.path(),
        removal.kind,
        words(&removal.instead)
    )
}

#[test]
fn sampled_removals_fail_a_case() {
    let guarded = |set: &str| GUARDED.contains(&set);
    let survivors = unnoticed(built_in(), SAMPLE, guarded);
    assert_eq!(survivors, Vec::<String>::new());
}

#[test]
fn sampled_removals_of_the_example_books_fail_a_case() {
    for book in ["early-childhood", "small-council"] {
        let book = root().join("examples/books").join(book);
        let survivors = unnoticed(BookFrom::Directory(&book), SAMPLE, |_| true);
        assert_eq!(survivors, Vec::<String>::new());
    }
}

fn built_in() -> BookFrom<'static> {
    BookFrom::Files(almoner_built_in::files())
}

#[test]
#[ignore = "takes minutes: run it by name"]
fn every_removal_fails_a_case() {
    let only = std::env::var("ALMONER_RULE_SET").ok();
    let folder = std::env::var("ALMONER_REMOVALS_BOOK").ok();
    let book = match &folder {
        Some(folder) => BookFrom::Directory(folder.as_ref()),
        None => built_in(),
    };
    let survivors = unnoticed(book, usize::MAX, |set| {
        only.as_ref().is_none_or(|only| only == set)
    });
    for survivor in &survivors {
        println!("{survivor}");
    }
    assert!(survivors.is_empty());
}
