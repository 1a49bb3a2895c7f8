//! The files that are made of a schedule.

use super::{
    Letters,
    names::Named,
    row::{Price, Year},
};
use crate::{
    base::date::Date,
    finance::{
        printed,
        tariff_file::{quoted, vat_word},
    },
    source::model::CategoryEntry,
};

/// What the tariffs say of themselves.
#[derive(Clone, Debug)]
pub struct Head {
    /// The file they came from.
    pub from: String,
    /// The day they are proposed.
    pub on: Date,
    /// Before whom they are put.
    pub before: String,
    /// The paper they are printed in.
    pub source: String,
}

/// A file of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its path in the book, `tariffs/2018-19.ron`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The services in the order in which they first come, each with its charges.
fn services<'n, 'e>(named: &'n [Named<'e>]) -> Vec<(&'n str, Vec<&'n Named<'e>>)> {
    let mut services: Vec<(&str, Vec<&Named<'e>>)> = Vec::new();
    for it in named {
        match services
            .iter_mut()
            .find(|(service, _)| *service == it.service)
        {
            Some((_, charges)) => charges.push(it),
            None => services.push((&it.service, vec![it])),
        }
    }
    services
}

/// The catalogue.
pub(super) fn catalogue(named: &[Named<'_>]) -> Made {
    let mut text =
        "// The charges: what each is called and what one price buys.\nCharges(\n    services: [\n"
            .to_owned();
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
            text.push_str(&format!(
                "                (id: {},{per} name: {}),\n",
                quoted(&it.id),
                quoted(&it.entry.name)
            ));
        }
        text.push_str("            ],\n        ),\n");
    }
    text.push_str("    ],\n)\n");
    Made {
        path: "tariffs/charges.ron".to_owned(),
        text,
    }
}

/// A year's tariff. Charges that the last year leaves out are rows of Appendix
/// 2, all others of Appendix 1.
pub(super) fn tariff(
    named: &[Named<'_>],
    (number, year): (usize, &str),
    letters: &Letters,
    head: &Head,
) -> Made {
    let mut text = opening(year, letters, head);
    let mut rows = [0u32; 2];
    let numbered: Vec<(&Named<'_>, bool, u32)> = named
        .iter()
        .map(|it| {
            let ended = it.entry.has_ended();
            let [first, second] = &mut rows;
            let row = if ended { second } else { first };
            *row += 1;
            (it, ended, *row)
        })
        .collect();
    for (service, _) in services(named) {
        for table in [false, true] {
            let of = |it: &&(&Named<'_>, bool, u32)| it.1 == table && it.0.service == service;
            let priced: Vec<Charge<'_>> = numbered
                .iter()
                .filter(of)
                .filter_map(|(it, _, row)| Charge::of(it, number, *row))
                .collect();
            run(&mut text, service, table, &priced);
        }
    }
    text.push_str("    ],\n)\n");
    Made {
        path: format!("tariffs/{}.ron", year.replace('/', "-")),
        text,
    }
}

fn opening(year: &str, letters: &Letters, head: &Head) -> String {
    let (first, second) = year.split_once('/').unwrap_or((year, ""));
    let century = first.get(..2).unwrap_or("20");
    let codes = letters
        .iter()
        .map(|(letter, meaning)| format!("{}: {}", quoted(letter), vat_word(*meaning)));
    format!(
        "// The charges of {year}, taken from {}. `row` is the row of Appendix 1, or\n\
         // of Appendix 2 for what is withdrawn. What the charges are called stands once, in\n\
         // charges.ron.\n\
         Tariff(\n    year: {},\n    in_force: \"{first}-04-01\",\n    until: \"{century}{second}-03-31\",\n    \
         decided: Proposed(on: \"{}\", by: {}),\n    source: {},\n    vat_codes: {{ {} }},\n    services: [\n",
        head.from.replace('\n', " "),
        quoted(year),
        head.on,
        quoted(&head.before),
        quoted(&head.source),
        codes.collect::<Vec<_>>().join(", ")
    )
}

/// A charge with its price in the year.
struct Charge<'n> {
    of: &'n Named<'n>,
    year: &'n Year,
    row: u32,
}

impl<'n> Charge<'n> {
    fn of(of: &'n Named<'n>, number: usize, row: u32) -> Option<Charge<'n>> {
        let year = of.entry.years.get(number)?.as_ref()?;
        Some(Charge { of, year, row })
    }

    fn category(&self) -> CategoryEntry {
        self.of
            .entry
            .category
            .unwrap_or(CategoryEntry::Discretionary)
    }
}

/// A run of charges of one service and table.
fn run(text: &mut String, service: &str, ended: bool, charges: &[Charge<'_>]) {
    let Some(first) = charges.first() else { return };
    let (category, letter) = (first.category(), &first.year.letter);
    let table = if ended { "Appendix 2" } else { "Appendix 1" };
    text.push_str(&format!(
        "        (\n            id: {}, category: {category:?}, vat: {}, cite: {},\n            charges: [\n",
        quoted(service),
        quoted(letter),
        quoted(table)
    ));
    for charge in charges {
        for note in &charge.of.above {
            let words = [note.name.as_str(), note.note.as_str()].join(" ");
            text.push_str(&format!("                // {}\n", words.trim()));
        }
        let price = match &charge.year.price {
            Price::Form(form) => printed::filed(*form),
            Price::Words(words) => format!("Printed({})", quoted(words)),
        };
        text.push_str(&format!(
            "                (id: {}, price: {price}, row: {}",
            quoted(&charge.of.id),
            charge.row
        ));
        if charge.year.letter != *letter {
            text.push_str(&format!(", vat: {}", quoted(&charge.year.letter)));
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
