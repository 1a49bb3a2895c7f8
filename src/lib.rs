//! The command `almoner`: finance's tables, text, web pages and the command
//! line, over the engine in `crates/engine`.

#![cfg_attr(
    test,
    expect(clippy::string_slice, reason = "tests cut texts whose bytes they know")
)]

pub mod finance;

pub mod sheets;

pub mod tables;

pub mod text;

pub mod web;

pub mod cli;
