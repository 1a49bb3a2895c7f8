//! What a change of rules changes, as reports: what it does to cases, and two
//! versions side by side.

pub mod diff_report;
mod effect_report;
mod row_case;

pub use diff_report::diff_report;
pub use effect_report::{Compared, cases_first, effect_report};
pub use row_case::row_case;
