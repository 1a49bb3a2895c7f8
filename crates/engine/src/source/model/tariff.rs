//! Tariffs and the catalogue of charges as written.

use ron::value::RawValue;
use serde::Deserialize;

use super::DecisionEntry;
use crate::{
    base::terms::{Category, Unit, Vat},
    source::ordered_map::OrderedMap,
};

/// A year's prices.
#[derive(Debug)]
pub struct TariffFile<'s> {
    /// Its own fields.
    pub head: TariffHead<'s>,
    /// Services, each with its charges.
    pub services: Vec<(ServiceHead<'s>, Vec<ChargeEntry<'s>>)>,
}

/// The fields of a tariff that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffHead<'s> {
    /// `2018/19`.
    pub year: &'s str,
    /// First day in force.
    pub in_force: &'s str,
    /// Last day in force.
    pub until: &'s str,
    /// Who decided it, and when it became known.
    #[serde(borrow)]
    pub decided: DecisionEntry<'s>,
    /// The paper it is printed in.
    pub source: &'s str,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
    /// What each VAT letter means here.
    #[serde(borrow)]
    pub vat_codes: OrderedMap<'s, Vat>,
    /// Whether the paper prints what is paid alone, without net and VAT.
    #[serde(default)]
    pub prints_only_gross: bool,
}

/// Prices changed within a year.
#[derive(Debug)]
pub struct VariationFile<'s> {
    /// Its own fields.
    pub head: VariationHead<'s>,
    /// The new prices.
    pub charges: Vec<VariedChargeEntry<'s>>,
}

/// The fields of a variation that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariationHead<'s> {
    /// The year whose tariff it varies, `2018/19`.
    pub year: &'s str,
    /// First day in force; it lasts as long as the tariff it varies.
    pub in_force: &'s str,
    /// Who decided it, and when it became known.
    #[serde(borrow)]
    pub decided: DecisionEntry<'s>,
    /// What allows those who decided to decide.
    pub authority: &'s str,
    /// On which of the grounds that the authority names.
    #[serde(borrow, default)]
    pub ground: Option<&'s str>,
    /// Why prices change within the year.
    pub reason: &'s str,
    /// The record of the decision.
    pub source: &'s str,
}

/// A charge's new price.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariedChargeEntry<'s> {
    /// Its id, with the service's.
    pub id: &'s str,
    /// As in a tariff.
    #[serde(borrow)]
    pub price: &'s RawValue,
    /// Anything a reader of the file should know.
    #[serde(borrow, default)]
    pub note: Option<&'s str>,
}

/// What a run of charges has in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceHead<'s> {
    /// The first part of its charges' ids.
    pub id: &'s str,
    /// Who sets them.
    pub category: Category,
    /// Their VAT letter.
    pub vat: &'s str,
    /// The table they are printed in.
    pub cite: &'s str,
}

/// One priced entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargeEntry<'s> {
    /// Its id, without the service's.
    pub id: &'s str,
    /// `25.00`, `230.00..=240.00`, `Variable(30.00)`, `Ended` or
    /// `Printed("POA")`, unread so that no digit is lost.
    #[serde(borrow)]
    pub price: &'s RawValue,
    /// The row of the printed table.
    pub row: u16,
    /// A VAT letter of its own.
    #[serde(borrow, default)]
    pub vat: Option<&'s str>,
    /// The VAT that is printed, unread so that no digit is lost.
    #[serde(borrow, default)]
    pub vat_amount: Option<&'s RawValue>,
    /// How the paper prints the price, where that is not the usual form.
    #[serde(borrow, default)]
    pub printed_as: Option<&'s str>,
    /// A category of its own.
    #[serde(default)]
    pub category: Option<Category>,
    /// Anything a reader of the file should know.
    #[serde(borrow, default)]
    pub note: Option<&'s str>,
}

/// The catalogue: what each charge is called and counted in, over the years.
#[derive(Debug)]
pub struct CatalogueFile<'s> {
    /// Its own fields.
    pub head: CatalogueHead<'s>,
    /// The units of its own that charges are counted in.
    pub units: Vec<UnitEntry<'s>>,
    /// Services with their charges.
    pub services: Vec<(CatalogueServiceHead<'s>, Vec<CatalogueEntry<'s>>)>,
}

/// The fields of a catalogue that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueHead<'s> {
    /// The council, as papers name it.
    #[serde(borrow, default)]
    pub council: Option<&'s str>,
    /// What appendices print above the names of charges.
    #[serde(borrow, default)]
    pub heading: Option<&'s str>,
    /// The powers to vary prices within a year.
    #[serde(borrow, default)]
    pub may_vary: Vec<VariationPowerEntry<'s>>,
}

/// Something that one price can buy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitEntry<'s> {
    /// Its name, as charges give it.
    pub id: &'s str,
    /// One of it, in words.
    pub says: &'s str,
}

/// Who may vary prices within a year, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariationPowerEntry<'s> {
    /// The paragraph that gives the power, which variations name.
    pub cite: &'s str,
    /// Who has it.
    #[serde(borrow)]
    pub by: Vec<&'s str>,
    /// Whether they decide only together.
    #[serde(default)]
    pub jointly: bool,
    /// The only grounds on which they may.
    #[serde(borrow, default)]
    pub grounds: Vec<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// A service in the catalogue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueServiceHead<'s> {
    /// The first part of its charges' ids.
    pub id: &'s str,
    /// What it is called.
    pub title: &'s str,
}

/// A charge in the catalogue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry<'s> {
    /// Its id, without the service's.
    pub id: &'s str,
    /// The name as printed.
    pub name: &'s str,
    /// What one price buys.
    #[serde(default)]
    pub per: Option<Unit>,
    /// Why no rule set reads it, or why it can never be chosen.
    #[serde(borrow, default)]
    pub unread: Option<&'s str>,
}
