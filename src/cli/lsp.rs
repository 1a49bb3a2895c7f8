//! `almoner lsp`.

use super::exit::{Exit, Failure};
use crate::lsp;

pub(super) fn run() -> Result<Exit, Failure> {
    lsp::run().map_err(|error| Failure::new(Exit::Io, error))?;
    Ok(Exit::Done)
}
