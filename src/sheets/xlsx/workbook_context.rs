//! What the sheets of a workbook share.

use super::{strings::Strings, styles::Styles};

/// Strings, styles and the calendar.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) strings: Strings,
    pub(super) styles: Styles,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}
