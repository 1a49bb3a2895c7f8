//! The service from outside: the real binary on a free port.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where its ground is missing"
)]

mod answers;
mod book;
mod described;
mod faults;
mod manners;
mod papers;
mod reload;
mod service;
mod shape;
mod tokens;
