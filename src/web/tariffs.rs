//! The list of tariffs, each with where its page is.

use serde::Serialize;

use crate::finance::side::Side;
use almoner_engine::check::model::{Book, Tariff};

#[derive(Serialize)]
struct Head<'b> {
    year: &'b str,
    /// Where its page is.
    path: String,
    in_force: String,
    until: String,
    status: &'static str,
    known: String,
    by: &'b str,
    source: &'b str,
    fingerprint: String,
}

#[derive(Serialize)]
struct List<'b> {
    tariffs: Vec<Head<'b>>,
}

/// A tariff's name in a path, such as `2018-19`, or `2018-19@2018-07-01` where
/// the year alone means another state of it.
pub(super) fn name(book: &Book, tariff: &Tariff) -> String {
    let year = tariff.year.replace('/', "-");
    let names = [
        year.clone(),
        format!("{year}@{}", tariff.decision.status.word()),
        format!("{year}@{}", tariff.in_force),
    ];
    let means =
        |name: &String| Side::named(book, name).is_ok_and(|side| std::ptr::eq(side.tariff, tariff));
    names.into_iter().find(means).unwrap_or(year)
}

/// Every tariff.
pub(super) fn list(book: &Book) -> String {
    let tariffs = book.tariffs.iter().map(|tariff| head(book, tariff));
    let list = List {
        tariffs: tariffs.collect(),
    };
    serde_json::to_string(&list).unwrap_or_default()
}

fn head<'b>(book: &Book, tariff: &'b Tariff) -> Head<'b> {
    Head {
        year: &tariff.year,
        path: format!("/v1/tariffs/{}", name(book, tariff)),
        in_force: tariff.in_force.to_string(),
        until: tariff.until.to_string(),
        status: tariff.decision.status.word(),
        known: tariff.decision.known.to_string(),
        by: &tariff.decision.by,
        source: &tariff.source,
        fingerprint: tariff.fingerprint.to_string(),
    }
}
