//! `almoner tariff`.

use std::path::PathBuf;

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output, papers, sides,
};
use crate::{finance::prices, tables::Format};
use almoner_engine::{answer::json, book::Opened, program::model::Program};

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let named = sides::named(opened, book, sides::typed(matches, "a")?)?;
    let side = named.side()?;
    let service: Option<&String> = matches.get_one("service");
    let only = service.map(|typed| sides::service(side.book, typed));
    let only = only.transpose()?;
    let out: Option<&PathBuf> = matches.get_one("out");
    if papers::format(matches, out.map(PathBuf::as_path))? == Format::Json {
        let json = json::tariff(side.book, side.tariff, only.as_deref(), None) + "\n";
        match out {
            Some(path) => papers::save(path, json.as_bytes())?,
            None => output::data(&json)?,
        }
    } else {
        papers::write(&prices::paper(side, only.as_deref()), matches)?;
    }
    Ok(Exit::Done)
}
