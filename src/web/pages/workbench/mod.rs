//! The workbench: files of the book are edited in a form, checked while they are
//! typed, held against the book's cases, and asked. Nothing is written: a draft is in
//! its form alone, and leaves as a download.
//!
//! ```text
//! book_files ─▶ draft ─▶ edit_page    the text, with remarks
//!                 │ ├──▶ effect_page  what it does to cases
//!                 │ └──▶ ask_page     a desk, answered by the draft
//!              remarks                what is wrong, and where
//! ```

mod ask_page;
mod bench;
pub(in crate::web) mod book_files;
mod draft;
mod edit_page;
mod effect_page;
mod remarks;
pub(super) mod routes;
