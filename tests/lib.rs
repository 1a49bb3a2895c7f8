//! Every test of the command and of the council's book, in one program: it is
//! linked once. `cargo test --test tests web::` runs those of one module.

mod answers;
mod architecture;
mod check;
mod cli;
mod council;
mod coverage;
mod examples;
mod finance;
mod present;
mod properties;
mod readme;
mod removals;
mod web;
