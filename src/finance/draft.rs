//! The draft of next year's tariff: its prices by the rules of a plan, and its file,
//! read back before anyone gets it.

use super::{
    tariff_file::{self, Head},
    tariff_ref::TariffRef,
    uprate::{self, Uprated},
};
use almoner_engine::{book::Book, check::model::PlanRule};

/// A draft.
#[derive(Debug)]
pub struct Draft<'b> {
    /// The text of its file.
    pub file: String,
    /// Every charge with its price.
    pub uprated: Vec<Uprated<'b>>,
    /// The file read back: a book of this tariff alone.
    book: Book,
}

/// Why there is no draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDrafted {
    /// The file of this year has no services or no year after it.
    NotCarried,
    /// A new charge is in a service that has no charges this year.
    NewService,
    /// The file would not have the prices that are reported: the ids of charges,
    /// nothing where it would not be a tariff.
    OtherPrices(Vec<String>),
}

impl Draft<'_> {
    /// The draft as a tariff that can be compared.
    #[must_use]
    pub fn tariff_ref(&self) -> Option<TariffRef<'_>> {
        let book = self.book.contents();
        let tariff = book.tariffs.first()?;
        Some(TariffRef { book, tariff })
    }
}

/// The draft of the year after a tariff, from the text of the tariff's file and of
/// the catalogue.
///
/// # Errors
/// The file cannot be written so that it says what is reported.
pub fn draft<'b>(
    tariff_ref: TariffRef<'b>,
    [text, catalogue]: [&str; 2],
    rules: &'b [PlanRule],
    head: &Head,
) -> Result<Draft<'b>, NotDrafted> {
    let uprated = uprate::uprate(tariff_ref, rules);
    let next = tariff_file::year_after(&tariff_ref.tariff.year).ok_or(NotDrafted::NotCarried)?;
    let file = tariff_file::written(tariff_ref, text, &uprated, head);
    let file = file.ok_or(NotDrafted::NotCarried)?;
    let file = tariff_file::with_new(&file, &next, catalogue, &uprated);
    let file = file.ok_or(NotDrafted::NewService)?;
    let book = tariff_file::read_back(&file, &next, catalogue, &uprated);
    Ok(Draft {
        book: book.map_err(NotDrafted::OtherPrices)?,
        file,
        uprated,
    })
}
