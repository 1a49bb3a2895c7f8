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
    let only_gross: Vec<&str> = tariffs()
        .filter(|it| it.tariff.prints_only_gross)
        .map(|it| &*it.tariff.year)
        .collect();
    let calculated = (!only_gross.is_empty()).then(|| {
        format!(
            "{}: the paper prints what is paid alone. The charge without VAT and the VAT are \
             calculated from it.",
            only_gross.join(" and ")
        )
    });
    let notes = decided.chain(varied).chain(calculated);
    let notes = notes.chain([legend(year)]).collect();
    Report {
        title: format!("Schedule of fees and charges {}", year.tariff.year),
        lead: year.lead(),
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
    let mut report = report(before, year);
    report.shows_keys = true;
    for table in &mut report.tables {
        table.columns.extend(source_columns(before, year));
        for row in &mut table.rows {
            let sources = sources(row, before, year, |tariff_ref, price| {
                [price.cite.to_string(), tariff_ref.decision(price)]
            });
            row.cells.extend(sources);
        }
    }
    report
}

/// The appendices as [`cited`], for paper, which has no room for all its columns:
/// what they add stands in tables of its own, without what the notes say of all.
#[must_use]
pub fn cited_on_paper(before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Report {
    let mut report = report(before, year);
    report.shows_keys = true;
    let tables = report.tables.iter();
    let of_sources: Vec<Table> = tables.map(|it| sources_table(it, before, year)).collect();
    report.tables.extend(of_sources);
    report
}

/// The names of a table with their sources alone.
fn sources_table(table: &Table, before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Table {
    let name = table.columns.iter().take(1).cloned();
    let columns = name.chain(source_columns(before, year)).collect();
    let row = |row: &Row| {
        let name = row.cells.iter().take(1).cloned();
        let sources = sources(row, before, year, in_short);
        Row {
            cells: name.chain(sources).collect(),
            ..row.clone()
        }
    };
    Table {
        title: format!("Sources of {}", table.title),
        notes: Vec::new(),
        columns,
        rows: table.rows.iter().map(row).collect(),
    }
}

/// Where a price is printed and what it rests on, without its year's own source
/// and decision.
fn in_short(tariff_ref: TariffRef<'_>, price: &Price) -> [String; 2] {
    let tariff = tariff_ref.tariff;
    let own = price.cite.strip_prefix(&*tariff.source);
    let cite = own.map_or(&*price.cite, |it| it.trim_start_matches([',', ' ']));
    let decided = match tariff.variation_of(price) {
        Some(_) => tariff_ref.decision(price),
        None => tariff.decision.status.word().to_owned(),
    };
    [cite.to_owned(), decided]
}

/// The years of an appendix, each with the ids of its columns of sources.
fn source_years<'b>(
    before: Option<TariffRef<'b>>,
    year: TariffRef<'b>,
) -> impl Iterator<Item = (TariffRef<'b>, [&'static str; 2])> {
    let before = before.map(|it| (it, ["cite_before", "decided_before"]));
    before.into_iter().chain([(year, ["cite", "decided"])])
}

fn source_columns(before: Option<TariffRef<'_>>, year: TariffRef<'_>) -> Vec<Column> {
    let mut columns = vec![Column::key("charge", "Charge id")];
    for (tariff_ref, [cite, decided]) in source_years(before, year) {
        let year = &tariff_ref.tariff.year;
        columns.extend([
            Column::wide(cite, format!("Printed in {year}"), Kind::Text),
            Column::wide(decided, format!("Decided {year}"), Kind::Text),
        ]);
    }
    columns
}

/// A row's cells for [`source_columns`].
fn sources(
    row: &Row,
    before: Option<TariffRef<'_>>,
    year: TariffRef<'_>,
    words: impl Fn(TariffRef<'_>, &Price) -> [String; 2],
) -> Vec<Cell> {
    let Some(id) = row.id.as_deref() else {
        return Vec::new();
    };
    let mut cells = vec![Cell::text(id)];
    for (tariff_ref, _) in source_years(before, year) {
        cells.extend(match tariff_ref.price(id) {
            Some(price) => words(tariff_ref, price).map(Cell::Text),
            None => [Cell::Empty, Cell::Empty],
        });
    }
    cells
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
        let calculated = |heading: String| match tariff_ref.tariff.prints_only_gross {
            true => format!("{heading} {}", print_format::CALCULATED),
            false => heading,
        };
        let without = calculated(format!("Charge excl. VAT {full}"));
        let amount = calculated(format!("VAT Amount {full}"));
        columns.extend([
            Column::new(vat, format!("VAT Status {short}"), Kind::Code),
            Column::new(net, without, Kind::Printed),
            Column::new(tax, amount, Kind::Printed),
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
    let printed = price.printed_as.as_deref().map(str::to_owned);
    let printed = printed.unwrap_or_else(|| print_format::price(price.form));
    let gross = Cell::Printed(printed, price.form.amount());
    match vat::split(price, tariff_ref.tariff) {
        Some(split) => {
            let amount = |money| Cell::Printed(print_format::amount(money), Some(money));
            [letter, amount(split.net), amount(split.vat), gross]
        }
        None => [letter, gross.clone(), nothing(), gross],
    }
}
