//! One tariff: every charge with its price, in the order of the catalogue.

use super::{
    compare::price_cell,
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tariff_ref::{TariffRef, service},
};
use almoner_engine::check::model::{Charge, Price};

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
        notes: std::iter::once(tariff_ref.decided())
            .chain(tariff_ref.variations())
            .collect(),
        fingerprints: vec![tariff_ref.fingerprint()],
        tables: vec![Table {
            title: format!("Fees and charges {year}"),
            columns: columns(tariff_ref),
            rows: groups.flat_map(of_service).collect(),
            ..Table::default()
        }],
    }
}

fn columns(tariff_ref: TariffRef<'_>) -> Vec<Column> {
    vec![
        Column::new("name", "Charge", Kind::Text),
        Column::key("id", "Id"),
        Column::new("price", tariff_ref.tariff.year.to_string(), Kind::Money),
        Column::new("vat", "VAT", Kind::Code),
        Column::wide("category", "Set as", Kind::Text),
        Column::wide("cite", "Printed", Kind::Text),
        Column::wide("note", "Note", Kind::Text),
    ]
}

fn of_service(group: &[(&Charge, &Price)]) -> Vec<Row> {
    let heading = group.first().map(|(charge, _)| &*charge.service);
    let heading = heading.map(|words| Row::words(RowKind::Service, words));
    let rows = group.iter().map(|(charge, price)| row(charge, price));
    heading.into_iter().chain(rows).collect()
}

fn row(charge: &Charge, price: &Price) -> Row {
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
        ],
    }
}
