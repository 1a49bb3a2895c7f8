//! The lowest layer: money, dates, names, values, places in source text and
//! diagnostics about them. Every other module may import it; it imports none.

pub mod bounds;
pub mod date;
pub mod date_text;
pub mod decimal;
pub mod diagnostic;
pub mod diagnostic_code;
pub mod fingerprint;
pub mod hidden_char;
pub mod ids;
pub mod money;
pub mod name;
pub mod operators;
pub mod ratio;
pub mod rounding;
pub mod rounding_bands;
pub mod sequence;
pub mod source_text;
pub(crate) mod step;
pub mod terms;
pub mod time;
pub mod time_unit;
pub mod types;
pub mod value;
pub mod vat;
