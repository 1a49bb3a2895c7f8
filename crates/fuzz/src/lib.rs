//! What the fuzz targets share: books to ask, and the properties that hold whatever
//! bytes come in. A target fails by a panic, so these panic.
//!
//! `crates/fuzz/run` runs the targets; see `CONTRIBUTING.md`.

use std::sync::LazyLock;

use almoner::{
    finance::import::{self, Head, Options},
    text::diagnostics::draw,
};
use almoner_engine::{
    Answer, Book, Question, Saved, Verdict,
    base::source_text::{SourceFile, SourceSet},
    book::{Opened, open_loaded},
    check::model::{Category, Vat},
};
use serde_json::Value;

static COUNCIL: LazyLock<Book> =
    LazyLock::new(|| Book::from_files(almoner_built_in::files()).expect("the built-in book"));

/// The council's book.
pub fn council() -> &'static Book {
    &COUNCIL
}

/// Opens a book from texts. One that is refused has an error, and whatever is said of
/// it can be drawn.
pub fn opened(files: Vec<(&str, String)>) -> Opened {
    let of_text = |(path, text)| SourceFile::of_text(path, String::into(text));
    let opened = open_loaded(SourceSet::new(files.into_iter().map(of_text).collect()));
    let drawn = draw(&opened.sources, &opened.diagnostics, false);
    assert_eq!(drawn.is_empty(), opened.diagnostics.is_empty());
    let has_error = opened.diagnostics.iter().any(|it| it.is_error());
    assert_eq!(opened.book.is_none(), has_error, "{drawn}");
    opened
}

/// Asks a question. An answer is JSON, and is proved unless facts are withheld from it.
pub fn ask(book: &Book, question: &Question<'_>) {
    let Ok(answer) = book.answer(question) else {
        return;
    };
    let text = answer.to_json();
    if is_withholding(&answer) {
        return;
    }
    let saved = Saved::read(&text).expect("our own answer");
    let verdict = book.verify(&saved, None);
    assert_eq!(verdict.as_ref().ok(), Some(&Verdict::Identical), "{text}");
}

fn is_withholding(answer: &Answer<'_>) -> bool {
    let answer: Value = serde_json::from_str(&answer.to_json()).expect("an answer is JSON");
    let withheld = answer.get("withheld").and_then(Value::as_array);
    withheld.is_none_or(|it| !it.is_empty())
}

/// A rule set of a rule file, by the fuzzer's choice.
pub fn rule_set(book: &Book, choice: u8) -> String {
    let ids: Vec<&str> = book.rule_sets().map(|it| &*it.id).collect();
    ids[usize::from(choice) % ids.len()].to_owned()
}

/// Takes in a schedule of fees. A book of what is taken in has no errors.
pub fn import(bytes: &[u8]) {
    let options = Options {
        year: Some("2019/20".to_owned()),
        category: Some(Category::Discretionary),
        ..Options::default()
    };
    let Ok(mut schedule) = import::read(bytes, &options) else {
        return;
    };
    let _ = import::rest(&schedule);
    let letters = |_: &str| Some(vec![("E".into(), Vat::Exempt), ("S".into(), Vat::Standard)]);
    schedule.explain(letters);
    if !schedule.is_whole_without_bad() || schedule.charges() == 0 {
        return;
    }
    schedule.leave_out_bad();
    let head = Head {
        from: "schedule.csv".to_owned(),
        on: "2019-01-01".parse().expect("a day"),
        proposed_to: "draft".to_owned(),
        source: "draft".to_owned(),
    };
    let empty = opened(Vec::new());
    let contents = empty.book.as_ref().expect("an empty book").contents();
    let files = schedule.files(contents, &empty.sources, letters, &head);
    let texts = files.iter().map(|it| (it.path.as_str(), it.text.clone()));
    let opened = opened(texts.collect());
    assert!(
        opened.book.is_some(),
        "{}",
        draw(&opened.sources, &opened.diagnostics, false)
    );
}
