//! `almoner uprate` and `almoner explain-uprating`.

use std::path::PathBuf;

use clap::ArgMatches;
use rust_decimal::Decimal;

use super::{
    exit::{Exit, Failure},
    output, papers, sides, today,
};
use crate::{
    finance::{
        explain,
        side::Side,
        tariff_file::{self, Head},
        uprate::{self, ByHand, Uprating},
    },
    tables,
};
use almoner_engine::{
    base::{date::Date, money::Money, name, steps::Steps},
    book::Opened,
    check::model::Book,
    program::model::Program,
};

/// Writes next year's tariff, and says on standard error what was done.
pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let side = sides::year(book, sides::typed(matches, "a")?)?;
    let how = uprating(book, matches)?;
    let uprated = uprate::uprate(side, &how);
    let text = opened
        .sources
        .get(side.tariff.file)
        .map_or("", |file| file.text());
    let file = tariff_file::written(
        side,
        text,
        &uprated,
        &head(side.tariff.year.as_ref(), &how, matches)?,
    )
    .ok_or_else(|| {
        let year = &side.tariff.year;
        Failure::new(
            Exit::Usage,
            format!("the file of {year} cannot be carried over into another year"),
        )
    })?;
    let after = tariff_file::year_after(&side.tariff.year);
    let after = after.and_then(|year| Side::named(book, &year).ok());
    let paper = uprate::paper(side, &how, &uprated, after);
    let report: Option<&PathBuf> = matches.get_one("report");
    match report {
        Some(path) => papers::report(&paper, path)?,
        None => output::remark(&tables::text::paper(&paper))?,
    }
    let out: Option<&PathBuf> = matches.get_one("out");
    match out {
        Some(path) => papers::save(path, file.as_bytes())?,
        None => output::data(&file)?,
    }
    Ok(Exit::Done)
}

/// Finds the method behind a year's prices.
pub(super) fn explain(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let [old, new] = sides::both(opened, book, matches)?;
    let (old, new) = (old.side()?, new.side()?);
    let service: Option<&String> = matches.get_one("service");
    let service = service
        .map(|typed| sides::service(new.book, typed))
        .transpose()?;
    papers::write(&explain::paper(old, new, service.as_deref()), matches)?;
    Ok(Exit::Done)
}

fn uprating(book: &Book, matches: &ArgMatches) -> Result<Uprating, Failure> {
    let by: Option<&Decimal> = matches.get_one("by");
    let steps: Option<&Steps> = matches.get_one("round");
    let (Some(by), Some(steps)) = (by, steps) else {
        return Err(Failure::new(
            Exit::Usage,
            "a percentage and a rounding are needed",
        ));
    };
    let services = matches.get_many::<String>("service").into_iter().flatten();
    let services = services.map(|typed| sides::service(book, typed));
    let mut by_hand = Vec::new();
    for typed in matches.get_many::<String>("keep").into_iter().flatten() {
        let (id, reason) = halves(typed)?;
        by_hand.push(hand(book, id, None, reason)?);
    }
    for typed in matches.get_many::<String>("set").into_iter().flatten() {
        let (id, rest) = halves(typed)?;
        let (price, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let price = Money::parse(price)
            .ok()
            .filter(|it| it.is_whole_pennies())
            .ok_or_else(|| {
                Failure::new(Exit::Usage, format!("`{price}` is not a price"))
                    .help("write 25.00 or 230.00..=240.00")
            })?;
        by_hand.push(hand(book, id, Some(price), reason)?);
    }
    Ok(Uprating {
        by: *by,
        steps: steps.clone(),
        services: services.collect::<Result<_, _>>()?,
        by_hand,
    })
}

fn halves(typed: &str) -> Result<(&str, &str), Failure> {
    typed.split_once('=').ok_or_else(|| {
        Failure::new(Exit::Usage, format!("`{typed}` does not say why"))
            .help("write --keep CHARGE=REASON or --set CHARGE=PRICE:REASON")
    })
}

/// A charge decided by hand: it must exist, and have a reason.
fn hand(book: &Book, id: &str, price: Option<Money>, reason: &str) -> Result<ByHand, Failure> {
    if !book.charges.iter().any(|charge| *charge.id == *id) {
        let ids = book.charges.iter().map(|charge| &*charge.id);
        let near = name::nearest(id, ids);
        return Err(Failure::new(Exit::Usage, format!("there is no charge `{id}`")).nearest(near));
    }
    if reason.trim().is_empty() {
        let says = format!("`{id}` is decided by hand without a reason");
        return Err(Failure::new(Exit::Usage, says).help("the reason stays in the file"));
    }
    Ok(ByHand {
        id: id.to_owned(),
        price,
        reason: reason.trim().to_owned(),
    })
}

fn head(year: &str, how: &Uprating, matches: &ArgMatches) -> Result<Head, Failure> {
    let words = |id: &str| matches.get_one::<String>(id).cloned().unwrap_or_default();
    let on: Option<&Date> = matches.get_one("on");
    let percent = how.by.saturating_mul(Decimal::ONE_HUNDRED).normalize();
    let of = if how.services.is_empty() {
        String::new()
    } else {
        format!(" in {}", how.services.join(", "))
    };
    Ok(Head {
        made: format!(
            "It is {year}{of} by {percent}%, rounded half up to {}.",
            how.steps
        ),
        on: match on {
            Some(day) => *day,
            None => today::today()?,
        },
        before: words("before"),
        source: words("source"),
    })
}
