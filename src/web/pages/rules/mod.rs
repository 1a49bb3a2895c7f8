//! The rules as pages: a version next to what the paper says, with an example from
//! the rule set's own cases for each entry, and two versions side by side.
//!
//! ```text
//! text::show ─▶ rule_view ──▶ rule_page
//!  the entries   laid out   ▲
//! cases ─▶ worked_examples ─┘      changes ─▶ change_page
//! ```

pub(super) mod change_page;
pub(super) mod rule_page;
mod rule_view;
mod worked_examples;
