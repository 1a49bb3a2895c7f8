//! Pages for the people at the desks, made on the server: HTML that works
//! without script, one style sheet, one small script.
//!
//! Words about an answer come from `almoner_engine::present`; a template in
//! `templates/` lays them out. Facts are in bodies of requests, never in
//! addresses, unless the rule set says that they are not personal.
//!
//! ```text
//! form_fields ─▶ typed_facts ─▶ question ─▶ answer_view
//!  as typed       read           asked        laid out, and replaced
//!                                  │
//!                              form_view      the form, as it was filled in
//! ```
//!
//! All but `answer_view` are in `forms`, which the command line uses too.

pub(super) mod about_pages;
mod answer_papers;
mod answer_view;
mod answering;
mod applicants;
mod assets;
mod comparison;
mod desk_page;
pub(super) mod error_page;
mod finance;
mod html;
mod multipart;
mod off_worker;
mod personal;
mod prices;
mod question_page;
pub(super) mod routes;
mod rules;
mod same_origin;
mod saved_facts;
mod saved_page;
mod sent_form;
pub(super) mod workbench;

use crate::forms::{form_fields, form_view, question, typed_facts};
