//! Appendix 1 and Appendix 2 as the council prints them: ten columns for
//! the year before and the year, in the order of the printed rows (item 12,
//! 12 December 2017, Appendix 1 and 2).

use super::{
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tariff_ref::TariffRef,
    vat,
};
use almoner_engine::check::model::{Charge, Price, PriceForm};

/// Above the names of charges, where the catalogue says nothing else.
const NAME_HEADING: &str = "Name of fee or charge";

/// The appendices of a year, with the year before where there is one.
#[must_use]
pub fn report(before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Report {
    let mut names: Vec<&str> = Vec::new();
    for (_, price) in year.charges() {
        if let Some(price) = price
            && !names.contains(&&*price.table)
        {
            names.push(&price.table);
        }
    }
    names.sort_unstable();
    let tables = names.iter().map(|name| table(name, before, year));
    let tables: Vec<Table> = tables.filter(|table| !table.rows.is_empty()).collect();
    let tariffs = || before.into_iter().chain([year]);
    let decided = before.into_iter().map(TariffRef::decided);
    let varied = tariffs().flat_map(TariffRef::variations);
    let notes = decided.chain(varied).chain([legend(year)]).collect();
    Report {
        title: format!("Schedule of fees and charges {}", year.tariff.year),
        lead: Some(year.decided()),
        notes,
        fingerprints: tariffs().map(TariffRef::fingerprint).collect(),
        tables,
        ..Report::default()
    }
}

/// The appendices with further columns: each charge's id and, year by year, the
/// row of the paper that its price is printed in and the decision it rests on.
#[must_use]
pub fn cited(before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Report {
    const OLD: [&str; 2] = ["cite_before", "decided_before"];
    const NEW: [&str; 2] = ["cite", "decided"];
    let mut report = report(before, year);
    report.shows_keys = true;
    let tariffs = || {
        let before = before.map(|tariff_ref| (tariff_ref, OLD));
        before.into_iter().chain([(year, NEW)])
    };
    for table in &mut report.tables {
        table.columns.push(Column::key("charge", "Charge id"));
        table
            .columns
            .extend(tariffs().flat_map(|(tariff_ref, [cite, decided])| {
                let year = &tariff_ref.tariff.year;
                [
                    Column::wide(cite, format!("Printed in {year}"), Kind::Text),
                    Column::wide(decided, format!("Decided {year}"), Kind::Text),
                ]
            }));
        for row in &mut table.rows {
            let Some(id) = row.id.clone() else { continue };
            row.cells.push(Cell::text(&*id));
            for (tariff_ref, _) in tariffs() {
                row.cells.extend(match tariff_ref.price(&id) {
                    Some(price) => [
                        Cell::text(&*price.cite),
                        Cell::text(tariff_ref.decision(price)),
                    ],
                    None => [Cell::Empty, Cell::Empty],
                });
            }
        }
    }
    report
}

/// What the letters mean.
fn legend(year: TariffRef<'_>) -> String {
    let vat: Vec<String> = year
        .tariff
        .vat_codes
        .iter()
        .map(|(letter, meaning)| format!("{letter} {}", print_format::vat_words(*meaning)))
        .collect();
    format!(
        "D discretionary, S statutory, R regulatory. VAT: {}. “£ -” is no VAT.",
        vat.join(", ")
    )
}

fn table(name: &str, before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Table {
    let mut priced: Vec<(&Charge, &Price)> = year
        .charges()
        .filter_map(|(charge, price)| Some((charge, price?)))
        .filter(|(_, price)| &*price.table == name)
        .collect();
    priced.sort_by_key(|(_, price)| price.row);
    let rows = priced
        .into_iter()
        .filter_map(|(charge, price)| row(charge, price, before, year));
    Table {
        title: name.to_owned(),
        notes: Vec::new(),
        rows: rows.collect(),
        columns: columns(before, year),
    }
}

fn columns(before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Vec<Column> {
    let mut columns = vec![
        Column::new(
            "name",
            year.book.charges_heading.as_deref().unwrap_or(NAME_HEADING),
            Kind::Text,
        ),
        Column::new("category", "Statutory/ Discretionary Charge", Kind::Code),
    ];
    const OLD: [&str; 4] = ["vat_before", "net_before", "tax_before", "gross_before"];
    const NEW: [&str; 4] = ["vat", "net", "tax", "gross"];
    let years = before
        .map(|tariff_ref| (tariff_ref, OLD))
        .into_iter()
        .chain([(year, NEW)]);
    for (tariff_ref, [vat, net, tax, gross]) in years {
        let full = &tariff_ref.tariff.year;
        let short = print_format::short_year(full);
        columns.extend([
            Column::new(vat, format!("VAT Status {short}"), Kind::Code),
            Column::new(net, format!("Charge excl. VAT {full}"), Kind::Printed),
            Column::new(tax, format!("VAT Amount {full}"), Kind::Printed),
            Column::new(gross, format!("Charge incl. VAT {full}"), Kind::Printed),
        ]);
    }
    columns
}

/// A charge's row; none when it had ended the year before already.
fn row(
    charge: &Charge,
    price: &Price,
    before: Option<TariffRef<'_>>,
    year: TariffRef<'_>,
) -> Option<Row> {
    let old = before.and_then(|tariff_ref| tariff_ref.price(&charge.id));
    let had = old.is_some_and(|old| old.form != PriceForm::Ended);
    if price.form == PriceForm::Ended && !had {
        return None;
    }
    let mut cells = vec![
        Cell::text(&*charge.name),
        Cell::text(print_format::category(price.category)),
    ];
    if let Some(tariff_ref) = before {
        cells.extend(old.map_or([const { Cell::Empty }; 4], |old| four(old, tariff_ref)));
    }
    cells.extend(four(price, year));
    let cites = [old, Some(price)].into_iter().flatten();
    Some(Row {
        kind: RowKind::Charge,
        id: Some(charge.id.clone()),
        cites: cites.map(|price| price.cite.to_string()).collect(),
        cells,
    })
}

/// A year's four columns.
fn four(price: &Price, tariff_ref: TariffRef<'_>) -> [Cell; 4] {
    let letter = Cell::text(&*price.vat);
    let nothing = || Cell::Printed(print_format::NOTHING.to_owned(), None);
    if price.form == PriceForm::Ended {
        return [letter, Cell::Empty, nothing(), nothing()];
    }
    if let Some(words) = &price.words {
        let words = || Cell::Text(words.to_string());
        return [letter, words(), Cell::Empty, words()];
    }
    let gross = Cell::Printed(print_format::price(price.form), price.form.amount());
    match vat::split(price, tariff_ref.tariff) {
        Some(split) => {
            let amount = |money| Cell::Printed(print_format::amount(money), Some(money));
            [letter, amount(split.net), amount(split.vat), gross]
        }
        None => [letter, gross.clone(), nothing(), gross],
    }
}
