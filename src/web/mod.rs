//! The same answers over HTTP. Only this folder knows hyper and tokio. The
//! routes are a table: a router with layers took longer over a request than
//! hyper does.
//!
//! ```text
//!  connection ─▶ server        limits, graceful shutdown; a worker keeps it
//!                  │
//!                  ▼
//!               router         the request pipeline, within a timeout
//!                  │
//!                  ├──▶ request_log  request id, headers, log, metrics
//!                  ├──▶ routes       which endpoint it is
//!                  ├──▶ auth         tokens and scopes
//!                  ▼
//!               handlers/
//!                  questions   a question, or a stream of them
//!                  verify      a saved answer
//!                  pages       written once for each book
//!                  tables      comparisons and appendices, off the workers
//!                  health      liveness, readiness, metrics
//! ```
//! Every request keeps the snapshot of the book that it started with; a reload
//! replaces the snapshot, whole. Facts are in no log.

mod answer;
mod auth;
mod body;
mod comparison_query;
mod cors;
mod docs_page;
mod examples;
mod facts_schema;
mod handlers;
mod json_body;
mod lifecycle;
mod limits;
mod metrics;
mod negotiate;
mod openapi;
mod page;
mod problem;
mod question;
mod readiness;
mod reload;
mod request_log;
mod response;
mod router;
mod routes;
mod server;
pub mod service;
mod snapshot;
mod tariffs;
pub mod tokens;
mod trace_context;
mod workers;
mod write_timeout;

pub use cors::Origin;
pub use lifecycle::{CannotRun, Running, log, run};
pub use limits::Limits;
pub use reload::Followed;
pub use service::{Service, Settings};
