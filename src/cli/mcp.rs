//! `almoner mcp`.

use super::{
    exit::{Exit, Failure},
    open_book,
};
use crate::mcp;
use almoner_engine::book::Opened;

pub(super) fn run(opened: Opened) -> Result<Exit, Failure> {
    open_book::book(&opened)?;
    let Some(book) = opened.book else {
        return Err(Failure::Quiet(Exit::Rules));
    };
    mcp::run(book).map_err(|error| Failure::new(Exit::Io, error))?;
    Ok(Exit::Done)
}
