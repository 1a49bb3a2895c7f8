//! The books in `examples/books/`: nothing to remark on, every case right, and
//! nothing left out by the cases.

use std::fs;

use crate::harness::{almoner, root, utf8};

#[test]
fn example_books_are_quiet_and_complete() {
    let folder = root().join("examples/books");
    let mut books: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    books.sort();
    assert!(!books.is_empty(), "{}", folder.display());
    for book in books {
        let checked = almoner(["check", "--book", utf8(&book)]).run();
        assert_eq!(checked.code, Some(0), "{}", checked.text());
        assert!(
            checked.text().contains("no errors, no warnings"),
            "{}: {}",
            book.display(),
            checked.text()
        );
        let tested = almoner(["test", "--coverage", "--book", utf8(&book)]).run();
        assert_eq!(tested.code, Some(0), "{}", tested.text());
    }
}
