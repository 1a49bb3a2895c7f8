//! The same answers over HTTP. Only this room knows hyper and tokio, and
//! only here are the shapes of the wire. The addresses are a table of their
//! own: a router with its layers took longer over a request than hyper does.
//!
//! ```text
//!  connection ─▶ server   limits, graceful stop; a thread that keeps it
//!                  │
//!                  ▼
//!               router    the way of a request, within a time
//!                  │
//!                  ├──▶ route     which address it is
//!                  ├──▶ manners   request id, headers, log, counts
//!                  ├──▶ gate      who may call
//!                  │
//!                  └─┬▶ pages     written once for each book
//!                    ├▶ papers    comparisons and appendices, beside the threads
//!                    ├▶ asking    a question, or a stream of them
//!                    ├▶ proving   a saved answer
//!                    └▶ health    alive, and ready; what was counted
//! ```
//! Every request takes the book as it is at that moment and keeps it to the
//! end; a reload puts another in its place, whole. Facts are in no log.

mod answer;
mod asking;
mod body;
mod example;
mod gate;
mod health;
mod manners;
mod meters;
mod negotiate;
mod openapi;
mod origin;
mod pages;
mod papers;
mod patient;
mod problem;
mod proving;
mod question;
mod reference;
mod reload;
mod route;
mod router;
mod running;
mod schema;
pub mod server;
pub mod service;
mod shapes;
mod shelf;
mod stream;
mod tariffs;
mod threads;
pub mod tokens;

pub use origin::Origin;
pub use reload::Followed;
pub use running::{CannotRun, Running, log, run};
pub use server::Limits;
pub use service::{Service, Settings};
