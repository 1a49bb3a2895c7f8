//! The command `almoner` around the library [`almoner_engine`], which has
//! the rules, the questions and the answers. Here is what a program for people
//! needs: files in, pages out.
//!
//! ```text
//!  CSV, workbooks        Book                 Answer
//!      │ sheets           │                     │ engine: json, present
//!      ▼                  ▼                     ▼
//!  schedules, volumes ─▶ finance               text   laid out for a terminal
//!                         │ Report
//!                         ▼
//!                        tables   text, CSV, JSON, Markdown, HTML, XLSX, DOCX
//!
//!  changes  what a change of rules changes, as a Report too
//!  forms    the questions of a rule set as a form
//!  letters  to one person or several, as text, HTML or DOCX
//!  seal     answers that the council issues     protected_file  tokens and keys
//!  web   the same over HTTP        mcp   the same as tools for assistants
//!  lsp   diagnostics for editors    cli   the command line; files, clock, exit codes
//! ```
//!
//! The modules import only from those before them: `sheets`, `finance`, `changes`,
//! `tables`, `text`, `forms`, `letters`, `protected_file`, `seal`, `web`, `mcp`, `lsp`,
//! `cli`;
//! `tests/architecture/` holds them to it.

#![cfg_attr(
    test,
    expect(clippy::string_slice, reason = "tests cut texts whose bytes they know")
)]

pub mod changes;

pub mod finance;

mod forms;

pub mod letters;

pub mod protected_file;

pub mod seal;

pub mod sheets;

pub mod tables;

pub mod text;

pub mod web;

pub mod mcp;

pub mod lsp;

pub mod cli;

/// The example in Rust is run.
#[cfg(doctest)]
#[doc = include_str!("../docs/api.md")]
mod api_page {}

/// The example in Rust is run.
#[cfg(doctest)]
#[doc = include_str!("../docs/webassembly.md")]
mod webassembly_page {}
