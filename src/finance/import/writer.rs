//! The files that are made of a schedule.

use std::collections::BTreeMap;

use super::{
    charge_ids::Named,
    entry::{self, Entry, Price},
};
use crate::finance::{
    print_format,
    tariff_file::{self, only_gross, quoted, vat_word},
};
use almoner_engine::{
    base::date::Date,
    check::model::{Category, Contents, PriceForm, Tariff, Unit, Vat},
};

/// The VAT letters of a tariff, each with its meaning.
pub type Letters = Vec<(Box<str>, Vat)>;

/// The head of the tariff files.
#[derive(Clone, Debug)]
pub struct Head {
    /// The file they came from.
    pub from: String,
    /// The day they are proposed.
    pub on: Date,
    /// Who they are proposed to.
    pub proposed_to: String,
    /// The paper they are printed in.
    pub source: String,
}

/// A year of a schedule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year<'s> {
    /// Its number among the years of the schedule.
    pub(super) number: usize,
    /// What it is called, `2018/19`.
    pub(super) name: &'s str,
    /// Its VAT letters.
    pub(super) letters: &'s Letters,
    /// Whether the schedule prints what is paid alone.
    pub(super) prints_only_gross: bool,
    /// The head of its tariff.
    pub(super) head: &'s Head,
    /// The book's adopted tariff of the year, where its prices stay.
    pub(super) adopted: Option<&'s Tariff>,
}

/// A file of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path in the book, `tariffs/2018-19.ron`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// For a file of the book that is given back: how many of its prices are
    /// others. None for a new file.
    pub changed: Option<usize>,
}

/// The services in the order in which they first come, each with its charges.
fn services<'n, 'e>(named: &'n [Named<'e>]) -> Vec<(&'n str, Vec<&'n Named<'e>>)> {
    let mut services: Vec<(&str, Vec<&Named<'e>>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for it in named {
        let place = *places.entry(&it.service).or_insert(services.len());
        match services.get_mut(place) {
            Some((_, charges)) => charges.push(it),
            None => services.push((&it.service, vec![it])),
        }
    }
    services
}

/// The catalogue.
pub(super) fn catalogue(named: &[Named<'_>], book: &Contents) -> WrittenFile {
    let mut text =
        "// The charges: what each is called and what one price buys.\nCharges(\n".to_owned();
    text.push_str(&units(named, book));
    text.push_str("    services: [\n");
    for (service, charges) in services(named) {
        let title = charges.first().map_or(service, |it| &it.title);
        text.push_str(&format!(
            "        (\n            id: {}, title: {},\n            charges: [\n",
            quoted(service),
            quoted(title)
        ));
        for it in charges {
            let per = it
                .per
                .as_ref()
                .map_or_else(String::new, |per| format!(" per: {per:?},"));
            text.push_str("                (id: ");
            text.push_str(&quoted(&it.id));
            text.push(',');
            text.push_str(&per);
            text.push_str(" name: ");
            text.push_str(&quoted(&it.entry.name));
            text.push_str("),\n");
        }
        text.push_str("            ],\n        ),\n");
    }
    text.push_str("    ],\n)\n");
    WrittenFile {
        path: "tariffs/charges.ron".to_owned(),
        text,
        changed: None,
    }
}

/// The units of the book's catalogue that these charges are counted in.
fn units(named: &[Named<'_>], book: &Contents) -> String {
    let is_used = |id: &str| {
        let mut units = named.iter().filter_map(|it| it.per.as_ref());
        units.any(|per| matches!(per, Unit::Unit(unit) if **unit == *id))
    };
    let used = book.units.iter().filter(|unit| is_used(&unit.id));
    let lines: String = used
        .map(|unit| {
            let (id, says) = (quoted(&unit.id), quoted(&unit.says));
            format!("        (id: {id}, says: {says}),\n")
        })
        .collect();
    match lines.is_empty() {
        true => lines,
        false => format!("    units: [\n{lines}    ],\n"),
    }
}

/// Appendix 1, and Appendix 2 for charges that the last year leaves out.
const TABLES: [&str; 2] = ["Appendix 1", "Appendix 2"];

/// The charges with the tables and rows they are printed in.
pub(super) fn numbered<'n, 'e>(
    named: &'n [Named<'e>],
) -> impl Iterator<Item = (&'n Named<'e>, &'static str, u32)> {
    let [first, second] = TABLES;
    let mut rows = [0u32; 2];
    named.iter().map(move |it| {
        let [kept, ended] = &mut rows;
        let (table, row) = if it.entry.has_ended() {
            (second, ended)
        } else {
            (first, kept)
        };
        *row = row.saturating_add(1);
        (it, table, *row)
    })
}

/// A year's tariff.
pub(super) fn tariff(named: &[Named<'_>], year: Year<'_>) -> WrittenFile {
    let mut text = opening(year);
    let mut by_service: BTreeMap<(&str, &str), Vec<Charge<'_>>> = BTreeMap::new();
    for (it, table, row) in numbered(named) {
        if let Some(charge) = Charge::of(it, year, row) {
            let of = by_service.entry((&it.service, table)).or_default();
            of.push(charge);
        }
    }
    for (service, _) in services(named) {
        for table in TABLES {
            let priced = by_service.get(&(service, table));
            let charges = priced.map_or(&[][..], Vec::as_slice);
            run(&mut text, service, table, charges, year.letters);
        }
    }
    text.push_str("    ],\n)\n");
    WrittenFile {
        path: tariff_file::path_of(year.name),
        text,
        changed: None,
    }
}

/// Comment and head of a year's file, to where its services begin. A year that
/// was adopted stays so as long as its prices do.
pub(super) fn opening(it: Year<'_>) -> String {
    let (year, head) = (it.name, it.head);
    let (first, second) = year.split_once('/').unwrap_or((year, ""));
    let century = first.get(..2).unwrap_or("20");
    let codes = it
        .letters
        .iter()
        .map(|(letter, meaning)| format!("{}: {}", quoted(letter), vat_word(*meaning)));
    let only_gross = only_gross(
        it.adopted
            .map_or(it.prints_only_gross, |it| it.prints_only_gross),
    );
    let (decided, source) = match it.adopted {
        Some(tariff) => {
            let (on, by) = (tariff.decision.known, quoted(&tariff.decision.by));
            let reading = tariff.decision.reading.as_deref();
            let reading = reading.map(|it| format!(", reading: {}", quoted(it)));
            let reading = reading.unwrap_or_default();
            let decided = format!("Adopted(on: \"{on}\", by: {by}{reading})");
            (decided, &*tariff.source)
        }
        None => {
            let (on, by) = (head.on, quoted(&head.proposed_to));
            (format!("Proposed(on: \"{on}\", by: {by})"), &*head.source)
        }
    };
    format!(
        "// The charges of {year}, taken from {}. `row` is the row of Appendix 1, or\n\
         // of Appendix 2 for what is withdrawn. What the charges are called stands once, in\n\
         // charges.ron.\n\
         Tariff(\n    year: {},\n    in_force: \"{first}-04-01\",\n    until: \"{century}{second}-03-31\",\n    \
         decided: {decided},\n    source: {},\n    vat_codes: {{ {} }},\n{only_gross}    services: [\n",
        head.from.replace('\n', " "),
        quoted(year),
        quoted(source),
        codes.collect::<Vec<_>>().join(", ")
    )
}

/// A charge with its price in the year.
struct Charge<'n> {
    of: &'n Named<'n>,
    year: &'n entry::Year,
    row: u32,
}

impl<'n> Charge<'n> {
    fn of(of: &'n Named<'n>, of_year: Year<'_>, row: u32) -> Option<Charge<'n>> {
        let year = of.entry.years.get(of_year.number)?.as_ref()?;
        Some(Charge { of, year, row })
    }

    fn category(&self) -> Category {
        self.of.entry.category.unwrap_or(Category::Discretionary)
    }
}

/// Words printed above a charge, as a comment line of a tariff file.
pub(super) fn comment(note: &Entry) -> String {
    let words = [note.name.as_str(), note.note.as_str()].join(" ");
    format!("                // {}\n", words.trim())
}

/// A price as a tariff file has it.
pub(super) fn price(price: &Price) -> String {
    match price {
        Price::Form(form) => print_format::filed(*form),
        Price::Words(words) => format!("Printed({})", quoted(words)),
    }
}

/// A run of charges of one service and table.
fn run(text: &mut String, service: &str, table: &str, charges: &[Charge<'_>], letters: &Letters) {
    let Some(first) = charges.first() else { return };
    let (category, letter) = (first.category(), &first.year.letter);
    text.push_str(&format!(
        "        (\n            id: {}, category: {category:?}, vat: {}, cite: {},\n            charges: [\n",
        quoted(service),
        quoted(letter),
        quoted(table)
    ));
    for charge in charges {
        for note in &charge.of.above {
            text.push_str(&comment(note));
        }
        let price = price(&charge.year.price);
        text.push_str("                (id: ");
        text.push_str(&quoted(&charge.of.id));
        text.push_str(", price: ");
        text.push_str(&price);
        text.push_str(", row: ");
        text.push_str(&charge.row.to_string());
        if charge.year.letter != *letter {
            text.push_str(&format!(", vat: {}", quoted(&charge.year.letter)));
        }
        if let Some(vat) = charge.year.vat_amount(letters) {
            let vat = print_format::filed(PriceForm::Fixed(vat));
            text.push_str(&format!(", vat_amount: {vat}"));
        }
        if let Some(printed) = &charge.year.printed_as {
            text.push_str(&format!(", printed_as: {}", quoted(printed)));
        }
        if charge.category() != category {
            text.push_str(&format!(", category: {:?}", charge.category()));
        }
        if !charge.of.entry.note.is_empty() {
            text.push_str(&format!(", note: {}", quoted(&charge.of.entry.note)));
        }
        text.push_str("),\n");
    }
    text.push_str("            ],\n        ),\n");
}
