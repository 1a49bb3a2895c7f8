//! `/prices/{year}`: every charge of a year, to be searched; `/charges/{charge}`: one
//! charge over the years.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};

use super::{
    form_fields::Fields,
    html::{self, Cache},
};
use crate::{
    finance::{print_format, tariff_ref::TariffRef, vat},
    text::show::{price_notes, price_words, unit_words},
    web::{paths, problem::Problem, shared_state::Service},
};
use almoner_engine::{
    base::{date::LongDate, ids::ChargeId},
    check::model::{Charge, Contents, Status, Tariff},
    present::{labels, value_words},
};

#[derive(Template)]
#[template(path = "prices.html")]
struct PricesPage<'b> {
    year: &'b str,
    decided: String,
    is_indicative: bool,
    years: Vec<YearLink<'b>>,
    /// What was typed to find a charge.
    find: &'b str,
    count: usize,
    services: Vec<ServicePrices<'b>>,
}

/// Another year's prices.
struct YearLink<'b> {
    year: &'b str,
    name: String,
}

/// The charges of a service.
struct ServicePrices<'b> {
    name: &'b str,
    rows: Vec<PriceRow<'b>>,
}

/// A charge with its price.
struct PriceRow<'b> {
    id: &'b str,
    name: &'b str,
    price: String,
    vat: &'static str,
}

#[derive(Template)]
#[template(path = "charge.html")]
struct ChargePage<'b> {
    charge: &'b Charge,
    unit: Option<String>,
    years: Vec<YearPrice<'b>>,
    notes: Vec<String>,
}

/// A charge's price in a year.
struct YearPrice<'b> {
    year: &'b str,
    name: String,
    price: String,
    from: String,
    decided: String,
    cite: Option<&'b str>,
}

/// `GET /prices/{year}`, with `?find=lunch` those charges that have every word.
pub(super) async fn prices(
    State(service): State<Service>,
    Path(year): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let book = snapshot.book.contents();
    let found = paths::tariff_named(book, &year)?;
    let fields = Fields::read(query.as_deref().unwrap_or_default());
    let find = fields.get("find").unwrap_or_default();
    let services = services(found, find);
    let others = book.tariffs.iter().rev();
    let others = others.filter(|it| !std::ptr::eq(*it, found.tariff));
    let page = PricesPage {
        year: &found.tariff.year,
        decided: found.decided(),
        is_indicative: found.tariff.decision.status == Status::Proposed,
        years: others.map(|it| YearLink::new(book, it)).collect(),
        find,
        count: services.iter().map(|it| it.rows.len()).sum(),
        services,
    };
    html::page(StatusCode::OK, &page, Cache::Private)
}

/// `GET /charges/{charge}`.
pub(super) async fn charge(
    State(service): State<Service>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let book = snapshot.book.contents();
    let mut charges = book.charges.iter_ids();
    let (number, charge) = charges
        .find(|(_, charge)| *charge.id == *id)
        .ok_or_else(Problem::unknown_address)?;
    let years = book.tariffs.iter();
    let notes = years.clone().flat_map(|it| price_notes(it, number));
    let page = ChargePage {
        charge,
        unit: unit_words(book, charge),
        notes: notes.map(|it| value_words::sentence(&it)).collect(),
        years: years.map(|it| YearPrice::new(book, it, number)).collect(),
    };
    html::page(StatusCode::OK, &page, Cache::Private)
}

/// The charges that have every word of what was typed, in their names, their
/// service or their price, by service.
fn services<'b>(tariff: TariffRef<'b>, find: &str) -> Vec<ServicePrices<'b>> {
    let find = find.to_lowercase();
    let words: Vec<&str> = find.split_whitespace().collect();
    let mut services: Vec<ServicePrices<'b>> = Vec::new();
    for (number, charge) in tariff.book.charges.iter_ids() {
        let Some(price) = &tariff.tariff.prices[number] else {
            continue;
        };
        let row = PriceRow {
            id: &charge.id,
            name: &charge.name,
            price: value_words::capital(&price_words(tariff.tariff, number)),
            vat: vat::meaning(tariff.tariff, &price.vat).map_or("", print_format::vat_words),
        };
        let text = format!("{} {} {}", row.name, charge.service, row.price).to_lowercase();
        if !words.iter().all(|word| text.contains(word)) {
            continue;
        }
        match services.last_mut().filter(|it| it.name == &*charge.service) {
            Some(service) => service.rows.push(row),
            None => services.push(ServicePrices {
                name: &charge.service,
                rows: vec![row],
            }),
        }
    }
    services
}

impl<'b> YearLink<'b> {
    fn new(book: &'b Contents, tariff: &'b Tariff) -> YearLink<'b> {
        YearLink {
            year: &tariff.year,
            name: paths::tariff_name(book, tariff),
        }
    }
}

impl<'b> YearPrice<'b> {
    fn new(book: &'b Contents, tariff: &'b Tariff, number: ChargeId) -> YearPrice<'b> {
        let price = tariff.prices[number].as_ref();
        YearPrice {
            year: &tariff.year,
            name: paths::tariff_name(book, tariff),
            price: value_words::capital(&price_words(tariff, number)),
            from: LongDate(tariff.in_force).to_string(),
            decided: value_words::decided_briefly(tariff.decision_of(number)),
            cite: price.map(|it| &*it.cite),
        }
    }
}
