//! Every test of the command and of the council's book, in one program: it is
//! linked once. `cargo test --test tests web::` runs those of one module.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails where what it needs is missing"
)]

mod answers;
mod architecture;
mod books;
mod check;
mod cli;
mod council;
mod coverage;
mod docs;
mod examples;
mod finance;
mod harness;
mod language;
mod lsp;
mod mcp;
mod not_used;
mod present;
mod properties;
mod removals;
mod trace;
mod web;
