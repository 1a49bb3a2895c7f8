//! What a user says of a schedule that its headings do not.

use super::heading::Role;
use almoner_engine::check::model::Category;

/// What is not in the file, or not to be read from it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The year of prices whose heading names none, `2019/20`.
    pub year: Option<String>,
    /// Who sets the charges where no column says so.
    pub category: Option<Category>,
    /// The VAT letter of charges where no column has letters.
    pub letter: Option<String>,
    /// Only these sheets; all where none is named.
    pub sheets: Vec<String>,
    /// Columns by their headings.
    pub columns: Vec<ColumnChoice>,
}

/// What a column holds, as the user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// What it holds.
    pub role: Role,
    /// Its heading, or its letter in the spreadsheet.
    pub heading: String,
}

impl ColumnChoice {
    /// Reads `net=Charge excl.` or `gross=F`.
    ///
    /// # Errors
    /// In words, when there is no such role or no heading.
    pub fn parse(text: &str) -> Result<ColumnChoice, String> {
        let (name, heading) = text.split_once('=').unwrap_or((text, ""));
        let found = Role::NAMED.iter().find(|(known, _)| *known == name.trim());
        match found {
            Some((_, role)) if !heading.trim().is_empty() => Ok(ColumnChoice {
                role: *role,
                heading: heading.trim().to_owned(),
            }),
            _ => {
                let known = Role::NAMED.map(|(name, _)| name).join(", ");
                Err(format!(
                    "write what a column holds and its heading, such as net=Charge; it can hold: {known}"
                ))
            }
        }
    }

    /// Whether it means the column at a place, from zero, with this heading.
    pub(super) fn means(&self, at: usize, heading: &str) -> bool {
        let letter = crate::sheets::cell_name(at, 0);
        self.heading.eq_ignore_ascii_case(heading.trim())
            || format!("{}0", self.heading.to_uppercase()) == letter
    }
}
