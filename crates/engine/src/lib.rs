//! **almoner-engine** answers questions of price and entitlement from a
//! council's versioned rule files, with exact decimal money and reasons that
//! can be checked.
//!
//! # The pipeline
//!
//! ```text
//!  rules/**.ron  tariffs/**.ron                   facts (flags, file, row, case)
//!      │ load::load                                       │
//!      ▼                                                  │
//!  SourceSet        text and file names, kept for messages│
//!      │ source::parse                                    │
//!      ▼                                                  │
//!  Parsed           as written, borrowed from the text    │
//!      │ check::check                                     │
//!      ▼                                                  │
//!  Book             names resolved, types agreed,         │
//!      │            versions and tables complete          │
//!      │ program::compile            (cannot fail)        │
//!      ▼                                                  ▼ facts::Intake
//!  Program ──choose(rule set, day)──▶ Ruling ──────▶ Facts (checked against it)
//!                                        │ eval::quote · eval::screen
//!                                        ▼
//!                      Quote / Screening, with its Trace
//!                        answer::json │ │ present
//!                                     ▼ ▼
//!                                  JSON  words for the reader
//! ```
//!
//! [`book`] goes from files to program in one call. [`answer::verify`] answers
//! a saved answer's question again, [`cases`] those that a rule set's officer
//! expects.
//!
//! # The layers
//!
//! Modules stand below in the order of the pipeline, and import only from those
//! above them. `eval` names no file, clock or printing; `source` alone names
//! the syntax of the files. `tests/house/` holds the layers.
//!
//! # The words
//!
//! A **fact** is one typed value about a case. A **rule set** has **versions**,
//! each with **criteria** (the smallest citable yes/no tests) or priced
//! **lines** with **reductions**, and named **values** between. A **screening**
//! has an **outcome**, a **quote** a total; both have a **trace**. A **tariff**
//! prices **charges** for a year. All of them, checked, are a **book**;
//! compiled, a **program**. A **diagnostic** is a message about a rule file, a
//! **fault** arithmetic that could not be done.
#![cfg_attr(
    test,
    expect(clippy::string_slice, reason = "tests cut texts whose bytes they know")
)]

pub mod base;

pub mod load;

pub mod source;

pub mod check;

pub mod program;

pub mod eval;

pub mod facts;

pub mod answer;
pub use answer::book;

pub mod present;

pub mod cases;
