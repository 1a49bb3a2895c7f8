//! Charges, and what they cost in a year.

use crate::base::{
    date::Date,
    fingerprint::Fingerprint,
    ids::{ChargeId, IdVec},
    money::Money,
    source_text::{Place, SourceId},
    terms::{Category, Unit, Vat},
};

/// A charge as catalogued: what stays the same over the years.
#[derive(Debug)]
#[non_exhaustive]
pub struct Charge {
    /// Its id, `music.tuition`.
    pub id: Box<str>,
    /// The name as printed.
    pub name: Box<str>,
    /// What the service is called.
    pub service: Box<str>,
    /// What one price buys, where the paper says.
    pub per: Option<Unit>,
    /// Why no rule set reads it, or why it can never be chosen.
    pub unread: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

/// A unit that the catalogue declares.
#[derive(Debug)]
#[non_exhaustive]
pub struct NamedUnit {
    /// Its name.
    pub id: Box<str>,
    /// One of it, in words.
    pub says: Box<str>,
}

impl Charge {
    /// The first part of its id, which groups the charges of a service.
    #[must_use]
    pub fn group(&self) -> &str {
        self.id
            .split_once('.')
            .map_or(&*self.id, |(group, _)| group)
    }
}

/// Adopted, or only proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Decided by those who may.
    Adopted,
    /// Put before those who may decide: answers are indicative.
    Proposed,
}

impl Status {
    /// Of a decision: `adopted` or `proposed`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Adopted => "adopted",
            Status::Proposed => "proposed",
        }
    }

    /// Before a committee's name: `adopted by` or `proposed to`.
    #[must_use]
    pub fn word_with_preposition(self) -> &'static str {
        match self {
            Status::Adopted => "adopted by",
            Status::Proposed => "proposed to",
        }
    }

    /// Of an answer that rests on the decision: `adopted` or `indicative`.
    #[must_use]
    pub fn answer_word(self) -> &'static str {
        match self {
            Status::Adopted => "adopted",
            Status::Proposed => "indicative",
        }
    }
}

/// Who decided, and when it became known.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decision {
    /// Adopted or proposed.
    pub status: Status,
    /// The day it became known.
    pub known: Date,
    /// Who decided, or before whom it was put.
    pub by: Box<str>,
    /// What the source does not say of the day or of who decided: both are then
    /// how the source is read, not what it states.
    pub reading: Option<Box<str>>,
}

/// A year's prices, or what they are from a day within the year on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tariff {
    /// `2018/19`.
    pub year: Box<str>,
    /// First day in force.
    pub in_force: Date,
    /// Last day in force.
    pub until: Date,
    /// The first day of the year's tariff; [`Tariff::in_force`] is later in a
    /// state that variations make of it.
    pub year_begins: Date,
    /// Who decided the year's tariff, apart from its variations.
    pub decision: Decision,
    /// The day since which this state is known: that of the last decision in it.
    pub known: Date,
    /// The paper it is printed in.
    pub source: Box<str>,
    /// How an open point of the paper is read.
    pub reading: Option<Box<str>>,
    /// What each VAT letter means.
    pub vat_codes: Vec<(Box<str>, Vat)>,
    /// Whether the paper prints what is paid alone: net and VAT are then calculated.
    pub prints_only_gross: bool,
    /// Prices by the charge's number; `None` where the tariff has no such charge.
    pub prices: IdVec<ChargeId, Option<Price>>,
    /// What made it differ from the tariff of its year, within the year, in
    /// the order of their first days.
    pub variations: Vec<Variation>,
    /// The file it is written in.
    pub file: SourceId,
    /// The fingerprint of that file's text, and of what varies it.
    pub fingerprint: Fingerprint,
}

impl Tariff {
    /// The variation that sets a price; none where it is the year's own.
    #[must_use]
    pub fn variation_of(&self, price: &Price) -> Option<&Variation> {
        self.variations.get(price.varied?)
    }

    /// Who decided the price of a charge, and when.
    #[must_use]
    pub fn decision_of(&self, charge: ChargeId) -> &Decision {
        let price = self.prices[charge].as_ref();
        let varied = price.and_then(|price| self.variation_of(price));
        varied.map_or(&self.decision, |varied| &varied.decision)
    }

    /// The variations whose prices hold here, each with its charges.
    pub fn varied(&self) -> impl Iterator<Item = (&Variation, Vec<ChargeId>)> {
        let all = self.variations.iter().enumerate();
        let charges = |number: usize| {
            let prices = self.prices.iter_ids();
            let own = prices.filter(move |(_, price)| {
                price.as_ref().and_then(|price| price.varied) == Some(number)
            });
            own.map(|(charge, _)| charge).collect::<Vec<_>>()
        };
        all.map(move |(number, variation)| (variation, charges(number)))
            .filter(|(_, charges)| !charges.is_empty())
    }
}

/// Why a year's prices changed within the year.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variation {
    /// First day in force.
    pub in_force: Date,
    /// Who decided it.
    pub decision: Decision,
    /// What allows those who decided to decide.
    pub authority: Box<str>,
    /// On which ground, where the authority names grounds.
    pub ground: Option<Box<str>>,
    /// Why the prices change.
    pub reason: Box<str>,
    /// The record of the decision.
    pub source: Box<str>,
}

/// Who may vary prices within a year, and why.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VariationPower {
    /// The paragraph that gives the power.
    pub cite: Box<str>,
    /// Who has it.
    pub by: Vec<Box<str>>,
    /// Whether they decide only together.
    pub jointly: bool,
    /// The only grounds on which they may; any where none is named.
    pub grounds: Vec<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where it is written.
    pub place: Place,
}

/// A charge's entry in one tariff.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Price {
    /// The amount, in one of its forms.
    pub form: PriceForm,
    /// What is printed in place of an amount, `13.5% of works value`.
    pub words: Option<Box<str>>,
    /// The table and row it is printed in: `…, item 12, Appendix 1, row 48`.
    pub cite: Box<str>,
    /// The table alone, `Appendix 1`.
    pub table: Box<str>,
    /// The row of that table.
    pub row: u16,
    /// Its VAT letter.
    pub vat: Box<str>,
    /// The VAT that the paper prints, where the tariff says it.
    pub vat_amount: Option<Money>,
    /// How the paper prints the price, where the tariff says it: `£10-£21`.
    pub printed_as: Option<Box<str>>,
    /// Who sets it.
    pub category: Category,
    /// Anything a reader should know.
    pub note: Option<Box<str>>,
    /// The number of the variation that sets it, among those of its tariff.
    pub varied: Option<usize>,
    /// Where the price is written.
    pub place: Place,
}

/// The forms a price takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceForm {
    /// An amount or a range.
    Fixed(Money),
    /// A rate from which each price is calculated.
    Variable(Money),
    /// No price any more.
    Ended,
    /// No amount, but what is printed in its place, [`Price::words`].
    Unpriced,
}

impl PriceForm {
    /// Whether words have the amounts of the price in pounds, in its order, and no
    /// others: `£10-£21` has those of £10.00 to £21.00.
    #[must_use]
    pub fn is_printed_as(self, words: &str) -> bool {
        let Some(amount) = self.amount() else {
            return false;
        };
        let numbers = words.split(|it: char| !it.is_ascii_digit() && !".,".contains(it));
        let numbers = numbers.map(|it| it.trim_matches(['.', ',']));
        let numbers = numbers.filter(|it| !it.is_empty());
        let numbers: Option<Vec<Money>> = numbers.map(|it| Money::parse(it).ok()).collect();
        let mut ends = vec![Money::exact(amount.min()), Money::exact(amount.max())];
        ends.dedup();
        numbers == Some(ends)
    }

    /// The amount, unless the charge has ended or has words for a price.
    #[must_use]
    pub fn amount(self) -> Option<Money> {
        match self {
            PriceForm::Fixed(money) | PriceForm::Variable(money) => Some(money),
            PriceForm::Ended | PriceForm::Unpriced => None,
        }
    }
}
