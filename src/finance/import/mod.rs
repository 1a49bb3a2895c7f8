//! A council's printed schedule of fees, in any usual layout, as tariff files
//! and their catalogue.
//!
//! The promise: nothing is guessed and nothing is lost in silence. A price is
//! taken only from what is plainly a price; words stay the words they are, a
//! note stays a comment, a VAT letter means what the user or the tariff says,
//! and every cell that cannot be taken is named; then no file is made unless
//! the rest is asked for.

mod amount;

mod amount_text;

mod charge_ids;

mod diagnostic;

mod entry;

mod heading;

mod layout;

mod options;

mod patch;

mod printed;

mod reader;

mod rest;

mod row;

mod schedule;

mod totals;

mod vat_letters;

mod writer;

pub use diagnostic::{Code, Diagnostic, Place};
pub use heading::{Role, year_in};
pub use options::{ColumnChoice, Options};
pub use reader::read;
pub use rest::rest;
pub use schedule::Schedule;
pub use writer::{Head, Letters, WrittenFile};
