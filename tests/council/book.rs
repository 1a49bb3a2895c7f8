//! The council's own book: it passes the checker, and every case of every rule
//! set is answered as its policy officer says.

use almoner::text::diagnostics::draw;
use almoner_engine::{
    check::{Checked, check},
    load::{BookFrom, load},
    source,
};

#[test]
fn built_in_book_passes_without_diagnostics() {
    let loaded =
        load(BookFrom::Files(almoner_built_in::files())).expect("the built-in book is there");
    let Checked {
        diagnostics, book, ..
    } = check(&loaded.sources, source::parse(&loaded.sources));
    assert_eq!(draw(&loaded.sources, &diagnostics, false), "");
    assert!(book.is_some());
}
