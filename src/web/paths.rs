//! Paths of questions and tariffs.

use super::{problem::Problem, problem_code::Code};
use crate::finance::tariff_ref::TariffRef;
use almoner_engine::check::model::{Contents, Kind, Tariff};

/// A tariff's name in a path, such as `2018-19`, or `2018-19@2018-07-01` where
/// the year alone means another state of it.
pub(super) fn tariff_name(book: &Contents, tariff: &Tariff) -> String {
    let year = tariff.year.replace('/', "-");
    let names = [
        year.clone(),
        format!("{year}@{}", tariff.decision.status.word()),
        format!("{year}@{}", tariff.in_force),
    ];
    let means = |name: &String| {
        TariffRef::named(book, name).is_ok_and(|side| std::ptr::eq(side.tariff, tariff))
    };
    names.into_iter().find(means).unwrap_or(year)
}

/// The tariff that a path names.
///
/// # Errors
/// 404 where there is none.
pub(super) fn tariff_named<'b>(book: &'b Contents, asked: &str) -> Result<TariffRef<'b>, Problem> {
    TariffRef::named(book, asked).map_err(|why| {
        let problem = Problem::new(Code::UnknownTariff, "there is no tariff of that name");
        problem.help(format!("there are: {}", why.years.join(", ")))
    })
}

/// The tariffs that a path names, the earlier first.
///
/// # Errors
/// 404 where one of them is not there.
pub(super) fn tariffs_named<'b>(
    book: &'b Contents,
    [old, new]: [&str; 2],
) -> Result<[TariffRef<'b>; 2], Problem> {
    Ok([tariff_named(book, old)?, tariff_named(book, new)?])
}

/// The address of a tariff's prices.
pub(super) fn tariff(book: &Contents, tariff: &Tariff) -> String {
    format!("/v1/tariffs/{}", tariff_name(book, tariff))
}

/// The path of the questions to a rule set.
pub(super) fn questions(kind: Kind, rule_set: &str) -> String {
    let folder = match kind {
        Kind::Pricing => "quotes",
        Kind::Eligibility => "screenings",
    };
    format!("/v1/{folder}/{rule_set}")
}
