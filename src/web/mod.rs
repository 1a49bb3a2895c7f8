//! The same answers over HTTP. Only this folder knows axum and hyper.
//!
//! ```text
//!  connection ─▶ server        limits, graceful shutdown; a worker keeps it
//!                  │
//!                  ▼
//!               routes         addresses, and layers around them
//!                  │
//!                  ├──▶ request_log  request id, headers, log, metrics
//!                  ├──▶ auth         tokens and scopes
//!                  ▼
//!               handlers/
//!                  questions   a question, or a stream of them
//!                  verify      a saved answer
//!                  pages       written once for each book
//!                  tables      comparisons and appendices, off the workers
//!                  health      liveness, readiness, metrics
//!               pages/         pages for people: forms, answers, errors
//! ```
//! Every request keeps the snapshot of the book that it started with; a reload
//! replaces the snapshot, whole. Facts are in no log.

mod answer;
mod auth;
mod body;
mod budget;
mod comparison_query;
mod connections;
mod cors;
mod docs_page;
mod etag_page;
mod examples;
mod facts_schema;
mod handlers;
mod hosts;
mod json_body;
mod lifecycle;
mod limits;
mod long_answer;
mod long_work;
mod metrics;
mod negotiate;
mod openapi;
mod pages;
mod paths;
mod peer;
mod problem;
mod problem_code;
mod question;
mod readiness;
mod refused_head;
mod reload;
mod request_log;
mod response;
mod routes;
mod rule_sets_asked;
mod seals;
mod server;
pub mod shared_state;
mod sign_in;
mod snapshot;
pub mod tokens;
mod trace_context;
mod watched_stream;
mod workers;

pub use cors::Origin;
pub use lifecycle::{CannotRun, Running, log, run};
pub use limits::Limits;
pub use pages::workbench::book_files::EditedBook;
pub use problem_code::markdown as problem_codes;
pub use reload::Followed;
pub(crate) use reload::mistakes;
pub use seals::{KeyFiles, Keys};
pub use shared_state::{Service, Settings};
pub use sign_in::SignIn;
