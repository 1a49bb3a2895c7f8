//! Finance's papers as pages: the reports that the command line prints, with what
//! can be chosen as links, and as files by the suffix of the address; next year's
//! prices as a form.
//!
//! ```text
//! compare, appendix, policy, forecast ─▶ paper         a page, or a file
//! uprate                                   │
//!                                      report_view     its tables, laid out
//! ```

pub(super) mod appendix;
mod choices;
pub(super) mod compare;
pub(super) mod forecast;
mod navigation;
mod newest;
pub(super) mod paper;
pub(super) mod policy;
pub(super) mod report_view;
pub(super) mod uprate;

pub(super) use newest::{newest_pair, newest_year};
