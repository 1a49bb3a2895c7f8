//! One tariff, or several side by side: every charge with its price, in the order
//! of the catalogue.

use super::{
    compare::price_cell,
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tariff_ref::{TariffRef, service},
};
use almoner_engine::{
    base::date::LongDate,
    check::model::{Charge, Price},
};

/// The prices of a tariff, all or those of one service.
#[must_use]
pub fn report(tariff_ref: TariffRef<'_>, only: Option<&str>) -> Report {
    let year = &tariff_ref.tariff.year;
    let priced: Vec<(&Charge, &Price)> = tariff_ref
        .charges()
        .filter_map(|(charge, price)| Some((charge, price?)))
        .filter(|(charge, _)| only.is_none_or(|only| service(&charge.id) == only))
        .collect();
    let groups = priced.chunk_by(|a, b| service(&a.0.id) == service(&b.0.id));
    Report {
        title: format!("Fees and charges {year}"),
        lead: tariff_ref.lead(),
        notes: tariff_ref.variations(),
        fingerprints: vec![tariff_ref.fingerprint()],
        tables: vec![Table {
            title: format!("Fees and charges {year}"),
            columns: columns(tariff_ref),
            rows: groups
                .flat_map(|group| of_service(group, tariff_ref))
                .collect(),
            ..Table::default()
        }],
        ..Report::default()
    }
}

fn columns(tariff_ref: TariffRef<'_>) -> Vec<Column> {
    let has_varied = tariff_ref
        .tariff
        .prices
        .iter()
        .flatten()
        .any(|it| it.varied.is_some());
    let columns = vec![
        Column::new("name", "Charge", Kind::Text),
        Column::key("id", "Id"),
        Column::new("price", tariff_ref.tariff.year.to_string(), Kind::Money),
        Column::new("vat", "VAT", Kind::Code),
        Column::wide("category", "Set as", Kind::Text),
        Column::wide("cite", "Printed", Kind::Text),
        Column::wide("note", "Note", Kind::Text),
    ];
    let varied = has_varied.then(|| Column::new("varied", "Varied", Kind::Text));
    columns.into_iter().chain(varied).collect()
}

/// The columns of prices, of which a table has no more.
const YEARS: [&str; 5] = ["price_1", "price_2", "price_3", "price_4", "price_5"];

/// The prices of several tariffs side by side, all or those of one service. The
/// order is that of the last one's catalogue; charges that it lacks come last.
#[must_use]
pub fn side_by_side(tariffs: &[TariffRef<'_>], only: Option<&str>) -> Report {
    let mut charges: Vec<&Charge> = Vec::new();
    for tariff_ref in tariffs.iter().rev() {
        for (charge, price) in tariff_ref.charges() {
            let is_asked = only.is_none_or(|only| service(&charge.id) == only);
            let is_known = charges.iter().any(|it| it.id == charge.id);
            if is_asked && price.is_some() && !is_known {
                charges.push(charge);
            }
        }
    }
    let names: Vec<&str> = tariffs.iter().map(|it| &*it.tariff.year).collect();
    let title = format!("Fees and charges {}", names.join(", "));
    let prices = tariffs.iter().zip(YEARS);
    let prices = prices.map(|(it, id)| Column::new(id, it.tariff.year.to_string(), Kind::Money));
    let first = [
        Column::new("name", "Charge", Kind::Text),
        Column::key("id", "Id"),
    ];
    let mut rows = Vec::new();
    charges.sort_by_key(|it| position(tariffs, &it.id));
    for group in charges.chunk_by(|a, b| service(&a.id) == service(&b.id)) {
        let heading = group.first().map(|charge| &*charge.service);
        rows.extend(heading.map(|words| Row::words(RowKind::Service, words)));
        rows.extend(group.iter().map(|charge| across(charge, tariffs)));
    }
    let decided = tariffs.iter().map(|it| it.decided());
    let varied = tariffs.iter().flat_map(|it| it.variations());
    Report {
        title: title.clone(),
        notes: decided.chain(varied).collect(),
        fingerprints: tariffs.iter().map(|it| it.fingerprint()).collect(),
        tables: vec![Table {
            title,
            columns: first.into_iter().chain(prices).collect(),
            rows,
            ..Table::default()
        }],
        ..Report::default()
    }
}

/// The place of a charge's service: in the last catalogue that has it.
fn position(tariffs: &[TariffRef<'_>], id: &str) -> Option<(usize, usize)> {
    let of = service(id);
    tariffs.iter().rev().enumerate().find_map(|(book, it)| {
        let mut charges = it.book.charges.iter();
        let at = charges.position(|charge| service(&charge.id) == of)?;
        Some((book, at))
    })
}

/// A charge's prices in every tariff.
fn across(charge: &Charge, tariffs: &[TariffRef<'_>]) -> Row {
    let prices: Vec<Option<&Price>> = tariffs.iter().map(|it| it.price(&charge.id)).collect();
    let cells = prices.iter().map(|price| price_cell(*price));
    let names = [Cell::text(&*charge.name), Cell::text(&*charge.id)];
    Row {
        cites: prices
            .iter()
            .flatten()
            .map(|it| it.cite.to_string())
            .collect(),
        ..Row::entry(Some(&charge.id), names.into_iter().chain(cells).collect())
    }
}

fn of_service(group: &[(&Charge, &Price)], tariff_ref: TariffRef<'_>) -> Vec<Row> {
    let heading = group.first().map(|(charge, _)| &*charge.service);
    let heading = heading.map(|words| Row::words(RowKind::Service, words));
    let rows = group
        .iter()
        .map(|(charge, price)| row(charge, price, tariff_ref));
    heading.into_iter().chain(rows).collect()
}

fn row(charge: &Charge, price: &Price, tariff_ref: TariffRef<'_>) -> Row {
    let varied = price
        .varied
        .and_then(|at| tariff_ref.tariff.variations.get(at));
    let varied = varied.map(|it| format!("from {}", LongDate(it.in_force)));
    let note = price.note.as_deref();
    Row {
        kind: RowKind::Charge,
        id: Some(charge.id.clone()),
        cites: vec![price.cite.to_string()],
        cells: vec![
            Cell::text(&*charge.name),
            Cell::text(&*charge.id),
            price_cell(Some(price)),
            Cell::text(&*price.vat),
            Cell::text(print_format::category_word(price.category)),
            Cell::text(&*price.cite),
            note.map_or(Cell::Empty, Cell::text),
            varied.map_or(Cell::Empty, Cell::text),
        ],
    }
}
