//! Finance's tables in every format: one writer a file, each from the same
//! table, none of which works anything out.

pub mod csv;
pub mod csvw;
pub mod docx;
pub mod escape;
mod format;
pub mod html;
mod json;
pub mod lines;
pub mod markdown;
mod room;
pub mod text;
mod words;
pub mod xlsx;

pub use format::Format;
pub use json::{add_schemas, paper as json};
use words::percent;
