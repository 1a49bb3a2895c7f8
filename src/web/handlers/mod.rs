//! What answers a request, by kind of endpoint.

pub(super) mod answers;
pub(super) mod health;
pub(super) mod pages;
pub(super) mod questions;
mod stream;
pub(super) mod tables;
pub(super) mod verify;
