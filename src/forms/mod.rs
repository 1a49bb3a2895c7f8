//! A rule set's questions as a form: pages show it at once, the command line asks it
//! question by question, in the same order and words.
//!
//! ```text
//! form_fields ─▶ typed_facts ─▶ question ─▶ form_view
//!  as typed       read           asked       the form, as it was filled in
//! ```

pub(crate) mod form_fields;
pub(crate) mod form_view;
pub(crate) mod question;
pub(crate) mod typed_facts;
