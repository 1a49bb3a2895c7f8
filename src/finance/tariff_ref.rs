//! A tariff to compare: a year of the book, one of several states of a year,
//! or a tariff of another book.

use std::fmt;

use super::print_format;
use almoner_engine::{
    base::{
        date::{self, Date, LongDate},
        ids::ChargeId,
        name,
    },
    check::model::{Charge, Contents, Policy, Price, Status, Tariff},
};

/// A tariff with the book whose catalogue names its charges.
#[derive(Clone, Copy, Debug)]
pub struct TariffRef<'b> {
    /// The book.
    pub book: &'b Contents,
    /// The tariff.
    pub tariff: &'b Tariff,
}

/// No tariff has this year, with the years to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchTariff {
    /// What was asked for.
    pub asked: String,
    /// The years there are.
    pub years: Vec<String>,
    /// The nearest of them.
    pub nearest: Option<String>,
}

impl fmt::Display for NoSuchTariff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no tariff `{}`", self.asked)
    }
}

/// The book has no such service, with those to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchService {
    /// What was asked for.
    pub asked: String,
    /// The services there are.
    pub services: Vec<String>,
    /// The nearest of them.
    pub nearest: Option<String>,
}

impl fmt::Display for NoSuchService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no service `{}`", self.asked)
    }
}

impl<'b> TariffRef<'b> {
    /// The tariff that `2018/19` names (or `2018-19`), the state known last;
    /// with `@proposed`, `@adopted` or `@2018-07-01` the state of that kind or
    /// the one in force on that day.
    ///
    /// # Errors
    /// When the book has no such tariff.
    pub fn named(book: &'b Contents, asked: &str) -> Result<TariffRef<'b>, NoSuchTariff> {
        let (year, state) = match asked.split_once('@') {
            Some((year, state)) => (year, Some(state)),
            None => (asked, None),
        };
        let year = year.replace('-', "/");
        let of_year = book.tariffs.iter().filter(|tariff| *tariff.year == year);
        let is_meant = |tariff: &&Tariff| match (state, state.and_then(date::parse)) {
            (None, _) => true,
            (_, Some(day)) => tariff.in_force <= day && day <= tariff.until,
            (Some("proposed"), _) => tariff.decision.status == Status::Proposed,
            (Some("adopted"), _) => tariff.decision.status == Status::Adopted,
            (Some(_), _) => false,
        };
        let on_a_day = state.and_then(date::parse).is_some();
        let newest = |tariff: &&Tariff| {
            let first = if on_a_day {
                None
            } else {
                Some(tariff.in_force)
            };
            (first.map(std::cmp::Reverse), tariff.in_force, tariff.known)
        };
        match of_year.filter(is_meant).max_by_key(newest) {
            Some(tariff) => Ok(TariffRef { book, tariff }),
            None => Err(NoSuchTariff::of(book, asked, &year)),
        }
    }

    /// The tariff of a book that ends the day before this one begins, the state
    /// known last.
    #[must_use]
    pub fn before(self, book: &Contents) -> Option<TariffRef<'_>> {
        let mut found: Option<&Tariff> = None;
        let begins = self.tariff.year_begins;
        for tariff in &book.tariffs {
            let ends = date::add_days(tariff.until, 1);
            let later = found.is_none_or(|other| order(other) < order(tariff));
            if ends == Some(begins) && later {
                found = Some(tariff);
            }
        }
        found.map(|tariff| TariffRef { book, tariff })
    }

    /// Every charge of the catalogue with its price here, in printed order.
    pub fn charges(self) -> impl Iterator<Item = (&'b Charge, Option<&'b Price>)> {
        self.book.charges_in(self.tariff)
    }

    /// The price of a charge by its id.
    #[must_use]
    pub fn price(self, id: &str) -> Option<&'b Price> {
        self.charges()
            .find(|(charge, _)| &*charge.id == id)
            .and_then(|(_, price)| price)
    }

    /// The policy of this tariff's year, from its own book or the other's.
    #[must_use]
    pub fn policy_with(self, other: TariffRef<'b>) -> Option<&'b Policy> {
        let mut books = [self.book, other.book].into_iter();
        books.find_map(|book| book.policy(&self.tariff.year))
    }

    /// Different headings for two tariffs: their years, or else the decision, who
    /// made it, when, or the order of naming.
    #[must_use]
    pub fn headings(first: TariffRef<'_>, second: TariffRef<'_>) -> [String; 2] {
        let ways: [fn(TariffRef<'_>) -> String; 4] = [
            |tariff_ref| tariff_ref.tariff.year.to_string(),
            |tariff_ref| {
                format!(
                    "{}, {}",
                    tariff_ref.tariff.year,
                    tariff_ref.tariff.decision.status.word()
                )
            },
            |tariff_ref| {
                format!(
                    "{}, {}",
                    tariff_ref.tariff.year, tariff_ref.tariff.decision.by
                )
            },
            |tariff_ref| {
                let known = LongDate(tariff_ref.tariff.known);
                format!(
                    "{}, {} {known}",
                    tariff_ref.tariff.year,
                    tariff_ref.tariff.decision.status.word()
                )
            },
        ];
        let pairs = ways.into_iter().map(|way| [way(first), way(second)]);
        let apart = pairs.into_iter().find(|[a, b]| a != b);
        apart.unwrap_or_else(|| {
            let year = &second.tariff.year;
            [format!("{year}, first"), format!("{year}, second")]
        })
    }

    /// Dates, decision and source in a sentence: `2018/19, …: proposed to ….`.
    #[must_use]
    pub fn decided(self) -> String {
        let decision = &self.tariff.decision;
        let known = LongDate(decision.known);
        let known = match &decision.reading {
            Some(reading) => format!("taken as known from {known} ({reading})"),
            None => format!("known from {known}"),
        };
        format!(
            "{}, in force {} to {}: {} {}, {known}; printed in {}.",
            self.tariff.year,
            LongDate(self.tariff.year_begins),
            LongDate(self.tariff.until),
            decision.status.word_with_preposition(),
            decision.by,
            self.tariff.source
        )
    }

    /// What papers say under their title: the council, and who decides.
    #[must_use]
    pub fn lead(self) -> Vec<String> {
        let council = self.book.council.as_deref().map(str::to_owned);
        council.into_iter().chain([self.decided()]).collect()
    }

    /// Each variation of its year as known last, in a sentence: what it changes,
    /// from when, who decided, and why.
    #[must_use]
    pub fn variations(self) -> Vec<String> {
        let of_year = self.book.tariffs.iter();
        let of_year = of_year.filter(|it| it.year == self.tariff.year);
        let Some(last) = of_year.max_by_key(|it| order(it)) else {
            return Vec::new();
        };
        let sentences = last.varied().map(|(variation, charges)| {
            let changed = charges.iter().map(|charge| self.changed(last, *charge));
            let changed: Vec<String> = changed.collect();
            let ground = variation.ground.as_deref();
            let ground = ground.map_or_else(String::new, |it| format!(", on {it} grounds"));
            let decision = &variation.decision;
            format!(
                "{} varied from {} to {}: {}. This is {} {}, known from {}{ground} ({}): {}.",
                self.tariff.year,
                LongDate(variation.in_force),
                LongDate(last.until),
                changed.join("; "),
                decision.status.word_with_preposition(),
                decision.by,
                LongDate(decision.known),
                variation.authority,
                variation.reason.trim_end_matches('.')
            )
        });
        sentences.collect()
    }

    /// What a variation makes of a charge's price: `Lunch: £3.40, before £3.15`.
    fn changed(self, varied: &Tariff, charge: ChargeId) -> String {
        let name = &self.book.charges[charge].name;
        let price = |tariff: &Tariff| {
            let price = tariff.prices[charge].as_ref();
            price.map_or_else(String::new, |it| print_format::price_words(it.form))
        };
        let of_year = self.book.tariffs.iter();
        let own = of_year.filter(|it| it.year == varied.year && it.variations.is_empty());
        match own.max_by_key(|it| order(it)) {
            Some(own) => format!("{name}: {}, before {}", price(varied), price(own)),
            None => format!("{name}: {}", price(varied)),
        }
    }

    /// The decision on a price alone, in a few words: `proposed to …, 12
    /// December 2017`.
    #[must_use]
    pub fn decision(self, price: &Price) -> String {
        let varied = self.tariff.variation_of(price);
        let decision = varied.map_or(&self.tariff.decision, |it| &it.decision);
        let taken = if decision.reading.is_some() {
            "taken as known from "
        } else {
            ""
        };
        format!(
            "{} {}, {taken}{}",
            decision.status.word_with_preposition(),
            decision.by,
            LongDate(decision.known)
        )
    }

    /// The fingerprint of the tariff's file, in a sentence.
    #[must_use]
    pub fn fingerprint(self) -> String {
        format!("{} is {}.", self.tariff.year, self.tariff.fingerprint)
    }
}

/// Sort key: the states of a year in order of time.
fn order(tariff: &Tariff) -> (Date, Date) {
    (tariff.in_force, tariff.known)
}

/// The first part of a charge's id: its service.
#[must_use]
pub fn service(id: &str) -> &str {
    id.split_once('.').map_or(id, |(service, _)| service)
}

/// The services of a book, each once, in the order of its catalogue.
#[must_use]
pub fn services(book: &Contents) -> Vec<&str> {
    let mut services: Vec<&str> = Vec::new();
    for charge in &book.charges {
        let of = service(&charge.id);
        if !services.contains(&of) {
            services.push(of);
        }
    }
    services
}

/// The service of that name.
///
/// # Errors
/// When the book has no such service.
pub fn service_named(book: &Contents, asked: &str) -> Result<String, NoSuchService> {
    let services = services(book);
    if services.contains(&asked) {
        return Ok(asked.to_owned());
    }
    let nearest = name::nearest(asked, services.iter().copied());
    Err(NoSuchService {
        asked: asked.to_owned(),
        nearest: nearest.map(str::to_owned),
        services: services.into_iter().map(str::to_owned).collect(),
    })
}

impl NoSuchTariff {
    fn of(book: &Contents, asked: &str, year: &str) -> NoSuchTariff {
        let mut years: Vec<String> = Vec::new();
        for tariff in &book.tariffs {
            if !years.iter().any(|known| **known == *tariff.year) {
                years.push(tariff.year.to_string());
            }
        }
        // Another year that the book lacks is no slip of the pen.
        let is_year = crate::finance::import::year_in(year).is_some();
        let nearest = name::nearest(year, years.iter().map(String::as_str));
        let nearest = nearest.filter(|_| !is_year);
        NoSuchTariff {
            asked: asked.to_owned(),
            nearest: nearest.map(str::to_owned).filter(|near| *near != year),
            years,
        }
    }
}
