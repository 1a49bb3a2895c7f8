//! `almoner uprate`.

use std::path::PathBuf;

use clap::Args;
use rust_decimal::Decimal;

use super::{
    args, clock,
    exit::{Exit, Failure},
    report_output, stdout, tariff_args,
};
use crate::{
    finance::{
        tariff_file::{self, Head},
        tariff_ref::TariffRef,
        uprate::{self, ByHand, Uprating},
    },
    tables,
};
use almoner_engine::{
    base::{date::Date, money::Money, name, rounding_bands::RoundingBands},
    book::Opened,
    check::model::Contents,
    program::model::Program,
};

/// Write next year's tariff file: every price raised and rounded, with what is decided by hand
#[derive(Args)]
pub(super) struct UprateArgs {
    /// The year to raise, such as 2018/19
    #[arg(id = "a", value_name = "YEAR")]
    year: String,
    /// How much, such as 5%
    #[arg(long, value_name = "PERCENT", value_parser = args::percent, allow_hyphen_values = true)]
    by: Decimal,
    /// The rounding, such as "5p under £10, 50p under £100, £1"
    #[arg(long, value_name = "STEPS", value_parser = RoundingBands::parse)]
    round: RoundingBands,
    /// Only this service's charges, such as grangewaters
    #[arg(id = "service", long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// Keep this year's price of a charge
    #[arg(long, value_name = "CHARGE=REASON")]
    keep: Vec<String>,
    /// Set the price of a charge
    #[arg(long, value_name = "CHARGE=PRICE:REASON")]
    set: Vec<String>,
    /// The day it is proposed [default: today]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    on: Option<Date>,
    /// Who it is proposed to
    #[arg(
        long = "to",
        value_name = "COMMITTEE",
        default_value = "draft by Finance"
    )]
    proposed_to: String,
    /// The paper it is printed in
    #[arg(long, value_name = "PAPER", default_value = "draft by Finance")]
    source: String,
    /// Write what was done here, in the format of its ending [default: standard error]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the tariff to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes next year's tariff, and says on standard error what was done.
pub(super) fn run(opened: &Opened, program: &Program, args: &UprateArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let tariff_ref = tariff_args::year(book, &args.year)?;
    let how = uprating(book, args)?;
    let uprated = uprate::uprate(tariff_ref, &how);
    let head = head(&tariff_ref.tariff.year, &how, args)?;
    let text = opened
        .sources
        .get(tariff_ref.tariff.file)
        .map(|it| it.text());
    let file = text.and_then(|text| tariff_file::written(tariff_ref, text, &uprated, &head));
    let file = file.ok_or_else(|| {
        let year = &tariff_ref.tariff.year;
        Failure::new(
            Exit::Usage,
            format!("the file of {year} cannot be carried over into another year"),
        )
        .help("it needs `services: [...]` and a year such as 2018/19; a variation has none")
    })?;
    let catalogue = book.catalogue_file.and_then(|id| opened.sources.get(id));
    let catalogue = catalogue.map_or("", |it| it.text());
    let next = tariff_file::year_after(&tariff_ref.tariff.year).unwrap_or_default();
    if let Err(ids) = tariff_file::read_back(&file, &next, catalogue, &uprated) {
        let says = "the file would not have the prices of the report: nothing is written";
        let failure = Failure::new(Exit::Rules, says);
        return Err(match ids.as_slice() {
            [] => failure.help("check the year's own file: almoner check"),
            ids => failure.help(format!("other than reported: {}", ids.join(", "))),
        });
    }
    let after = TariffRef::named(book, &next).ok();
    let report = uprate::report(tariff_ref, &how, &uprated, after);
    match &args.report {
        Some(path) => report_output::report(&report, path)?,
        None => stdout::remark(&tables::text::report(&report))?,
    }
    match &args.out {
        Some(path) => report_output::save(path, file.as_bytes())?,
        None => stdout::data(&file)?,
    }
    Ok(Exit::Done)
}

fn uprating(book: &Contents, args: &UprateArgs) -> Result<Uprating, Failure> {
    let services = args.services.iter();
    let services = services.map(|typed| tariff_args::service(book, typed));
    let mut by_hand = Vec::new();
    for typed in &args.keep {
        let (id, reason) = halves(typed)?;
        by_hand.push(hand(book, id, None, reason)?);
    }
    for typed in &args.set {
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
        by: args.by,
        steps: args.round.clone(),
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
fn hand(book: &Contents, id: &str, price: Option<Money>, reason: &str) -> Result<ByHand, Failure> {
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

fn head(year: &str, how: &Uprating, args: &UprateArgs) -> Result<Head, Failure> {
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
        on: match args.on {
            Some(day) => day,
            None => clock::today()?,
        },
        proposed_to: args.proposed_to.clone(),
        source: args.source.clone(),
    })
}
