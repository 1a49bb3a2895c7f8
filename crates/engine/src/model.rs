//! What a book holds, for programs that show one: rule sets with their
//! versions, facts, criteria and lines; tariffs with their charges; formulas;
//! and what an evaluation recorded. Everything here is read only.
//!
//! ```
//! let book = almoner_engine::Book::from_files(almoner_built_in::files())?;
//! let contents = book.contents();
//! for tariff in &contents.tariffs {
//!     println!("{}: {} to {}", tariff.year, tariff.in_force, tariff.until);
//! }
//! # Ok::<(), almoner_engine::OpenError>(())
//! ```

pub use crate::{
    check::{
        formula::{Expr, Formula, Node},
        model::*,
    },
    eval::{
        facts::Facts,
        quote::{Quote, QuotedLine},
        screen::{Screening, Standing},
        trace::{Entry, Trace},
    },
    program::model::Ruling,
};
