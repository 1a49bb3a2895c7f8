//! Files of the book that a schedule gives back: unchanged where it says the
//! same, and with other prices in the same lines where only prices differ. So
//! order, comments and notes stay, and a changed price is one
//! changed line in review.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    charge_ids::Named,
    entry,
    writer::{self, WrittenFile, Year},
};
use crate::finance::{ron_text, tariff_ref::TariffRef, vat};
use almoner_engine::{
    base::source_text::{SourceId, SourceSet},
    check::model::{Contents, Price, PriceForm, Status, Tariff},
};

/// The book's catalogue, where it has every charge of the schedule.
pub(super) fn catalogue(
    named: &[Named<'_>],
    book: &Contents,
    sources: &SourceSet,
) -> Option<WrittenFile> {
    named.iter().all(|it| it.is_known).then_some(())?;
    let (path, text) = stored(sources, book.catalogue_file?)?;
    Some(WrittenFile {
        path,
        text: text.to_owned(),
        changed: Some(0),
    })
}

/// The book's tariff of a year, where it has the schedule's rows, letters and
/// notes and no others.
pub(super) fn tariff(
    named: &[Named<'_>],
    year: Year<'_>,
    book: &Contents,
    sources: &SourceSet,
) -> Option<WrittenFile> {
    let tariff_ref = TariffRef::named(book, year.name).ok()?;
    let (path, text) = stored(sources, tariff_ref.tariff.file)?;
    let prices: BTreeMap<&str, &Price> = tariff_ref
        .charges()
        .filter_map(|(charge, price)| Some((&*charge.id, price?)))
        .collect();
    let mut changes: Vec<(&Price, String)> = Vec::new();
    let mut there: BTreeSet<String> = BTreeSet::new();
    // Rows keep the numbers of the paper that they were printed in, as long as
    // they are in its order.
    let mut last_rows: BTreeMap<&str, u16> = BTreeMap::new();
    for (it, table, _) in writer::numbered(named) {
        let Some(read) = it.entry.years.get(year.number)?.as_ref() else {
            continue;
        };
        let id = format!("{}.{}", it.service, it.id);
        let price = prices.get(&*id).copied().filter(|_| it.is_known)?;
        let means = |letter: &str| year.letters.iter().find(|(it, _)| **it == *letter);
        let is_next = last_rows.insert(&price.table, price.row) < Some(price.row);
        let alike = *price.table == *table
            && is_next
            && *price.vat == *read.letter
            && means(&read.letter)?.1 == vat::meaning(tariff_ref.tariff, &price.vat)?
            && price.vat_amount == read.vat_amount(year.letters)
            && price.printed_as.as_deref() == read.printed_as.as_deref()
            && Some(price.category) == it.entry.category
            && (it.entry.note.is_empty() || price.note.as_deref() == Some(&*it.entry.note))
            && it
                .above
                .iter()
                .all(|note| text.contains(&writer::comment(note)));
        alike.then_some(())?;
        if !says(price, &read.price) {
            changes.push((price, writer::price(&read.price)));
        }
        there.insert(id);
    }
    let left_out = prices
        .iter()
        .any(|(id, price)| price.form != PriceForm::Ended && !there.contains(*id));
    (!left_out).then_some(())?;
    let changed = changes.len();
    let text = if changes.is_empty() {
        text.to_owned()
    } else {
        let opening = writer::opening(Year {
            letters: &tariff_ref.tariff.vat_codes,
            prints_only_gross: tariff_ref.tariff.prints_only_gross,
            adopted: None,
            ..year
        });
        opening + &services(text, changes)?
    };
    Some(WrittenFile {
        path,
        text,
        changed: Some(changed),
    })
}

/// The book's tariff of a year where it was adopted and the schedule changes
/// none of its prices.
pub(super) fn adopted<'b>(
    named: &[Named<'_>],
    number: usize,
    year: &str,
    book: &'b Contents,
) -> Option<&'b Tariff> {
    let tariff_ref = TariffRef::named(book, year).ok()?;
    let tariff = tariff_ref.tariff;
    (tariff.decision.status == Status::Adopted).then_some(())?;
    let prices: BTreeMap<&str, &Price> = tariff_ref
        .charges()
        .filter_map(|(charge, price)| Some((&*charge.id, price?)))
        .collect();
    let is_kept = |it: &Named<'_>| {
        let id = format!("{}.{}", it.service, it.id);
        let read = it.entry.years.get(number).and_then(Option::as_ref);
        match (prices.get(&*id), read) {
            (Some(price), Some(read)) => says(price, &read.price),
            _ => true,
        }
    };
    named
        .iter()
        .filter(|it| it.is_known)
        .all(is_kept)
        .then_some(tariff)
}

fn stored(sources: &SourceSet, id: SourceId) -> Option<(String, &str)> {
    let file = sources.get(id)?;
    Some((file.path().to_owned(), file.text()))
}

/// Whether a price is the one that was read.
fn says(price: &Price, read: &entry::Price) -> bool {
    match read {
        entry::Price::Form(form) => price.form == *form,
        entry::Price::Words(words) => price.words.as_deref() == Some(words),
    }
}

/// The services of a file with other prices in place.
fn services(text: &str, changes: Vec<(&Price, String)>) -> Option<String> {
    let (field, _) = ron_text::list_field(text, "services")?;
    let begins = field.checked_add(text.get(field..)?.find('[')?)?;
    let begins = begins.checked_add(text.get(begins..)?.find('\n')?)? + 1;
    with(text, begins, changes)?
        .get(begins..)
        .map(str::to_owned)
}

/// A file's text with other prices in place, from an offset on. A longer price
/// takes the spaces before it, so that decimal points stay aligned.
fn with(text: &str, begins: usize, mut changes: Vec<(&Price, String)>) -> Option<String> {
    changes.sort_by_key(|(price, _)| std::cmp::Reverse(price.place.start));
    let mut text = text.to_owned();
    for (price, new) in changes {
        let (start, end) = (price.place.start as usize, price.place.end as usize);
        (start > begins).then_some(())?;
        let old = end.checked_sub(start)?;
        let spaces = text.get(..start)?;
        let spaces = spaces.len() - spaces.trim_end_matches(' ').len();
        let taken = new.len().saturating_sub(old).min(spaces.saturating_sub(1));
        let from = start - taken;
        text.replace_range(
            from..end,
            &format!("{new:>width$}", width = old.min(end - from)),
        );
    }
    Some(text)
}
