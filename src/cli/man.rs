//! `almoner man`.

use clap::Command;
use clap_mangen::Man;

use super::{
    exit::{Exit, Failure},
    stdout,
};

pub(super) fn run(command: Command) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    stdout::data(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}
