//! **almoner-engine** answers questions of price and entitlement from a
//! council's versioned rule files, with exact money and reasons that can be
//! checked.
//!
//! # A price
//!
//! A [`Book`] is a council's rules, tariffs and calendars, checked. A [`Question`] names a
//! rule set, a day and facts; the [`Answer`] has a total, the lines it consists
//! of, how each was calculated, and what is still missing.
//!
//! ```
//! use almoner_engine::{Book, Outcome, Question};
//!
//! let book = Book::from_files(almoner_built_in::files())?;
//! let question = Question::new("music")
//!     .on("2018-05-01".parse()?)
//!     .fact("lessons", 10)
//!     .fact("minutes", 20)
//!     .fact("pupils", 2)
//!     .fact("free_school_meals", true);
//!
//! // Whether the price is reduced depends on the key stage.
//! let answer = book.answer(&question)?;
//! assert_eq!(answer.outcome(), Outcome::Undetermined);
//! assert_eq!(answer.total(), None);
//!
//! let question = question.fact("key_stage", 2);
//! let answer = book.answer(&question)?;
//! assert_eq!(answer.total().map(|total| total.to_string()), Some("£25.00".into()));
//! assert!(answer.to_json().starts_with("{"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Facts come in typed ([`Question::fact`]), as people write them
//! ([`Question::text`]) or as JSON ([`Question::json`]). What a rule set asks
//! for is said by [`Book::facts`]. A question about a booking is answered for
//! each span of days with the same rules and prices ([`Answer::parts`]).
//!
//! # An entitlement
//!
//! ```
//! use almoner_engine::{Book, Outcome, Question, present::{self, AnswerView}};
//!
//! let book = Book::from_files(almoner_built_in::files())?;
//! let question = Question::new("head-start")
//!     .on("2018-06-15".parse()?)
//!     .json(r#"{"date_of_birth": "1991-03-01"}"#);
//! let answer = book.answer(&question)?;
//! assert_eq!(answer.outcome(), Outcome::NotEligible);
//!
//! let AnswerView::Screening(view) = present::answer(&answer) else { unreachable!() };
//! assert!(view.headline.starts_with("Not eligible"), "{}", view.headline);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`present`] has the words for a reader, without layout. [`Ranker`] puts
//! several applicants in order of priority (`examples/rank.rs`), and
//! [`Book::answer_together`] asks several rule sets with one set of facts. A
//! saved answer is asked again by [`Book::verify`].
//!
//! # A book of your own
//!
//! [`Book::open`] reads a directory with `rules` and `tariffs` in it, and
//! `calendars` if there are any, and reports every mistake at once, each with
//! file, line and column. `examples/own_book.rs` is a whole one.
//!
//! ```
//! use almoner_engine::{Book, OpenError};
//!
//! let rules = br#"Eligibility(id: "permit", title: "Permits", in_force: "2026-04-01",
//!     decided: Adopted(on: "2026-02-10", by: "Cabinet"), source: "Policy",
//!     facts: [(id: "age", is: Whole, ask: "How old?")],
//!     criteria: [(id: "adult", says: "Is 18", cite: "1", holds: "agge >= 18")])"#;
//! let files = [("rules/permit/2026-04-01.ron".to_owned(), rules.as_slice())];
//! let Err(OpenError::Rejected(rejected)) = Book::from_files(&files) else { unreachable!() };
//! assert!(rejected.to_string().contains("permit/2026-04-01.ron:4:"));
//! ```
//!
//! # Errors
//!
//! Every error implements [`std::error::Error`] and has a stable code: a
//! [`Refusal`] why a question has no answer, a [`Problem`] for each thing wrong
//! with its facts, a [`Diagnostic`] for each thing wrong with a rule file.
//!
//! # Inside
//!
//! ```text
//!  calendars/ rules/ tariffs/ **.ron       Question: rule set, day, known, facts
//!      │ load                                              │
//!      ▼                                                   │
//!  SourceSet      text and file names                      │
//!      │ source::parse                                     │
//!      ▼                                                   │
//!  source model   as written, borrowed from the text       │
//!      │ check::check                                      │
//!      ▼                                                   │
//!  contents       names resolved, types agreed,            │
//!      │          versions and tables complete             │
//!      │ program::compile   (cannot fail)                  │
//!      ▼                                                   ▼
//!  Book ───────────────────────────────────────── answer::answer ──▶ Answer
//!     select version and tariff → read facts → split the period →   │
//!     evaluate each part → put parts together            answer::json │ present
//!                                                                   ▼ ▼
//!                                                        JSON   words for the reader
//! ```
//!
//! The modules, in this order, import only from those before them:
//! `base`, `load`, `source`, `check`, `program`, `eval`, `facts`, `answer`,
//! `columns`, `explain`, `present`, `cases`, `changes`; `tests/architecture/` holds them to
//! it. Evaluation reads no clock, file, environment or random source.
//!
//! A **fact** is one typed value about a case. A **rule set** has **versions**,
//! each with **criteria** (the smallest citable yes/no tests) or priced
//! **lines** with **reductions**, and named **values** between. A **limit** is on
//! what lines come to together, over a month or the whole quote. A rule set
//! **uses** a value of another as it is in force on a day. A **tariff** prices
//! **charges** for a year; a **calendar** names days, such as those of a term.
//! All of them, checked, are a **book**; compiled, a **program**.
//!
//! A **screening** has an **outcome**, a **quote** a total; both have a
//! **trace**. Where the total depends on how an open point of the source is
//! read, the quote has **alternatives**, one for each reading. A question about a
//! period has a screening or quote for each of its parts, and what they come to
//! together: the **totals** of quotes, the **period screening** of screenings.
//! Numbers are **ratios**, which no operation rounds; a rule set says where to
//! round. An answer names the facts that were given and **not used**, and the
//! **fingerprints** of the files that it rests on and of itself: by these
//! `verify` tells what changed in the files, and whether the saved text was
//! altered. A **diagnostic** is a message about a rule file, a **fault**
//! arithmetic that could not be done.
#![cfg_attr(
    test,
    expect(clippy::string_slice, reason = "tests cut texts whose bytes they know")
)]

#[doc(hidden)]
pub mod base;

#[doc(hidden)]
pub mod load;

#[doc(hidden)]
pub mod source;

#[doc(hidden)]
pub mod check;

#[doc(hidden)]
pub mod program;

#[doc(hidden)]
pub mod eval;

#[doc(hidden)]
pub mod facts;

#[doc(hidden)]
pub mod answer;
#[doc(hidden)]
pub use answer::book;

#[doc(hidden)]
pub mod columns;

#[doc(hidden)]
pub mod explain;

pub mod present;

#[doc(hidden)]
pub mod cases;

#[doc(hidden)]
pub mod changes;

pub mod model;

#[doc(inline)]
pub use {
    answer::{
        Answer, DaySource, Detail, Evaluation, Faulted, FaultedAnswer, Outcome, Part, Question,
        Refusal, Shared, Together, Use,
        ranking::{Candidate, Ranker, Ranking, Vacancies},
        verify::{Saved, Unprovable, Verdict},
    },
    base::{date::Date, diagnostic::Diagnostic, money::Money, time::Time},
    book::{Book, OpenError, Rejected},
    check::model::Status,
    facts::{DatedValue, FactRecord, FactValue, GivenFacts, Problem, ProblemCode},
    load::LoadError,
    program::select::{Cause, Needed, Unavailable},
};
