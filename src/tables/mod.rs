//! Finance's tables in every format: one writer a file. Writers compute
//! nothing.

mod cell_format;
mod column_width;
pub mod csv;
pub mod csvw;
pub mod docx;
pub mod escape;
pub mod grid;
pub mod html;
mod json;
pub mod markdown;
mod output_format;
pub mod pages;
pub mod text;
pub mod wrap;
pub mod xlsx;

pub use cell_format::display;
use cell_format::percent;
pub use json::{add_schemas, report as json};
pub use output_format::Format;
