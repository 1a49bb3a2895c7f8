//! **almoner** quotes a council's prices and screens people against its
//! eligibility rules, from versioned files that a policy officer can read,
//! with exact decimal money and reasons that can be checked.
//!
//! # The journey
//!
//! ```text
//!  rules/**.ron  tariffs/**.ron                   facts (flags, file, row, case)
//!      │ load::load                                       │
//!      ▼                                                  │
//!  SourceSet        text and file names, kept for remarks │
//!      │ source::parse                                    │
//!      ▼                                                  │
//!  Parsed           as written, borrowed from the text    │
//!      │ check::check                                     │
//!      ▼                                                  │
//!  Book             names resolved, types agreed,         │
//!      │            versions and tables whole             │
//!      │ program::compile            (cannot fail)        │
//!      ▼                                                  ▼ intake::Intake
//!  Program ──choose(rule set, day)──▶ Ruling ──────▶ Facts (checked against it)
//!                                        │ eval::quote · eval::screen
//!                                        ▼
//!                      Quote / Screening, with its Trace
//!                                        │ report
//!                                        ▼
//!                                   text · JSON
//!                                        │
//!                                  cli, and web over HTTP
//! ```
//!
//! A second, shorter journey goes from the book to finance's papers: Book ─▶
//! [`finance`] (compare, appendix, uprate, forecast, policy) ─▶ tables ─▶
//! `report::tables`, one writer a format.
//!
//! [`open`] walks the left side in one call. [`verify`] walks the right side
//! again for an answer that was saved, [`cases`] for the answers that a rule
//! set's officer expects and for how much of the rules they reach. [`cli`] is
//! the only room that prints, and [`web`] the only one that knows HTTP.
//!
//! # The layers
//!
//! Modules stand below in the order of the journey, and import only from those
//! above them: `base ← load, sheets, source ← check ← program ← eval ← intake ← cases, finance ←
//! report ← verify ← web ← cli`. `eval` names no file, clock, printing or
//! wire format; `source` alone names the syntax of the files,
//! `sheets` reads the tables of others for `intake` and `finance`, `web` alone HTTP,
//! `cli` alone the command line and the clock. `tests/house.rs` holds the house
//! to this.
//!
//! # The words
//!
//! A **fact** is one typed value about a case. A **rule set** has **versions**,
//! each with **criteria** (the smallest citable yes/no tests) or priced
//! **lines** with **reductions**, and named **values** between. A **screening**
//! has an **outcome**, a **quote** a total; both have a **trace**. A **tariff**
//! prices **charges** for a year. All of them, checked, are a **book**;
//! compiled, a **program**. A **diagnostic** is a remark on a rule file, a
//! **fault** arithmetic that could not be done.
#![cfg_attr(
    test,
    expect(clippy::string_slice, reason = "tests cut texts whose bytes they know")
)]

pub mod base;

pub mod load;

pub mod sheets;

pub mod source;

pub mod check;

pub mod program;

pub mod open;

pub mod eval;

pub mod intake;

pub mod cases;

pub mod finance;

pub mod report;

pub mod verify;

pub mod web;

pub mod cli;
