//! Tariffs: each charge's price in one year.

use std::collections::BTreeSet;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Price, PriceForm, Tariff},
    provenance, resolve,
    symbols::{self, BookSymbols},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::ChargeId,
        money::{Money, MoneyError, plain_pounds},
        name,
        source_text::SourceId,
    },
    source::model::{ChargeEntry, Document, ServiceHead, TariffFile},
};

/// The tariffs, and what could not be read of them.
pub(super) struct Tariffs {
    /// In the order of their years.
    pub(super) list: Vec<Tariff>,
    /// Charges whose price in a tariff, by its file, may be one that could
    /// not be read.
    pub(super) unsettled: BTreeSet<(SourceId, ChargeId)>,
}

/// Checks every tariff of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Tariffs {
    let mut tariffs = Tariffs {
        list: Vec::new(),
        unsettled: BTreeSet::new(),
    };
    for (id, document) in documents {
        if let Document::Tariff(written) = document {
            let file = FileScope {
                sources: sink.sources,
                file: *id,
            };
            let mut checking = TariffChecker {
                file,
                shared,
                unsettled: &mut tariffs.unsettled,
                sink,
            };
            let tariff = checking.tariff(written);
            checking.unread(&tariff);
            tariffs.list.push(tariff);
        }
    }
    let order = |tariff: &Tariff| (tariff.in_force, tariff.known);
    tariffs.list.sort_by_key(order);
    tariffs
}

/// A tariff while it is checked.
struct TariffChecker<'c, 'd> {
    file: FileScope<'c>,
    shared: &'c BookSymbols,
    unsettled: &'c mut BTreeSet<(SourceId, ChargeId)>,
    sink: &'c mut Sink<'d>,
}

impl TariffChecker<'_, '_> {
    fn tariff(&mut self, written: &TariffFile<'_>) -> Tariff {
        let (head, file) = (&written.head, self.file);
        let in_force = provenance::day(head.in_force, file, self.sink);
        let until = provenance::day(head.until, file, self.sink);
        let decision = provenance::decision(&head.decided, file, self.sink);
        let mut tariff = Tariff {
            year: head.year.into(),
            in_force,
            until,
            year_begins: in_force,
            known: decision.known,
            decision,
            source: head.source.into(),
            reading: head.reading.map(Box::from),
            vat_codes: vat_codes(written, file, self.sink),
            prints_only_gross: head.prints_only_gross,
            prices: self.shared.charges().map(|_| None),
            variations: Vec::new(),
            file: file.file,
            fingerprint: Fingerprint::of(file.text()),
        };
        misplaced(head.year, file, self.sink);
        for (service, charges) in &written.services {
            let known = self.service(service);
            for entry in charges {
                self.charge(&mut tariff, service, known, entry);
            }
        }
        tariff
    }

    /// Charges without a price that a file which could not be read whole has
    /// a name for.
    fn unread(&mut self, tariff: &Tariff) {
        let Some(text) = self.sink.unread_text(self.file.file) else {
            return;
        };
        let written = |id: &str| {
            let mut ids = symbols::after_dots(id);
            ids.any(|id| text.contains(&format!("\"{id}\"")))
        };
        let charges = self.shared.charges().iter_ids();
        for ((number, charge), price) in charges.zip(&tariff.prices) {
            if price.is_none() && written(&charge.id) {
                self.unsettled.insert((self.file.file, number));
            }
        }
    }

    /// Whether the catalogue has the service. An unknown service is one
    /// diagnostic, not one for each of its charges.
    fn service(&mut self, service: &ServiceHead<'_>) -> bool {
        let known = self.shared.services().any(|id| id == service.id);
        if known
            || self.shared.charges().is_empty()
            || self.sink.may_hold_unread("Charges(", service.id)
        {
            return true;
        }
        let near = name::nearest(service.id, self.shared.services());
        let says = format!("the catalogue has no service `{}`", service.id);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to tariffs/charges.ron, with its charges".to_owned(),
        };
        let place = self.file.place(service.id);
        self.sink
            .add(Diagnostic::new(Code::UnknownCharge, place, says).help(help));
        let meant = near.map(|near| format!("{near}."));
        for (number, charge) in self.shared.charges().iter_ids() {
            if meant
                .as_ref()
                .is_some_and(|meant| charge.id.starts_with(&**meant))
            {
                self.unsettled.insert((self.file.file, number));
            }
        }
        false
    }

    fn charge(
        &mut self,
        tariff: &mut Tariff,
        service: &ServiceHead<'_>,
        known: bool,
        entry: &ChargeEntry<'_>,
    ) {
        let file = self.file;
        let id = format!("{}.{}", service.id, entry.id);
        let place = file.place(entry.id);
        let form = price_form(entry.price.get_ron(), file, self.sink);
        let letter = entry.vat.unwrap_or(service.vat);
        vat_letter(letter, tariff, file, self.sink);
        let Some(number) = self.shared.charge(&id) else {
            if known {
                self.unknown(service.id, entry.id);
            }
            return;
        };
        let slot = &mut tariff.prices[number];
        if let Some(first) = slot {
            let says = format!("the charge `{id}` has two prices in this tariff");
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            let help = "keep one of them, or give the other its own id";
            self.sink.add(
                diagnostic
                    .related(first.place, "the other price")
                    .help(help),
            );
            return;
        }
        if form.is_none() {
            self.unsettled.insert((file.file, number));
        }
        let printed = entry.vat_amount.map(|it| it.get_ron());
        if let (Some(vat), true) = (printed, tariff.prints_only_gross) {
            let says = "the paper prints no VAT: `prints_only_gross` is `true`";
            let diagnostic = Diagnostic::new(Code::BadPrice, file.place(vat), says);
            let help = "leave out `vat_amount`, or `prints_only_gross`";
            self.sink.add(diagnostic.help(help));
        }
        let vat_amount = printed.and_then(|it| vat_amount(it, form, file, self.sink));
        let printed_as = entry.printed_as.filter(|it| {
            let is_right = form.is_none_or(|form| form.is_printed_as(it));
            if !is_right {
                let says = format!("`{it}` has other amounts than the price");
                let diagnostic = Diagnostic::new(Code::BadPrice, file.place(it), says);
                let help = "correct one of them; `printed_as` has the amounts in pounds";
                self.sink.add(diagnostic.help(help));
            }
            is_right
        });
        let cite = provenance::citation(&tariff.source, service.cite);
        *slot = form.map(|form| Price {
            form,
            words: words(entry.price.get_ron()),
            cite: format!("{cite}, row {}", entry.row).into(),
            table: service.cite.into(),
            row: entry.row,
            vat: letter.into(),
            vat_amount,
            printed_as: printed_as.map(Box::from),
            category: entry.category.unwrap_or(service.category),
            note: entry.note.map(Box::from),
            varied: None,
            place: file.place(entry.price.get_ron()),
        });
    }

    /// A charge of a service that the catalogue has, but not this charge; the
    /// one that was meant has its price here.
    fn unknown(&mut self, service: &str, written: &str) {
        let id = format!("{service}.{written}");
        let place = self.file.place(written);
        let prefix = format!("{service}.");
        let charges = self.shared.charges().iter();
        let siblings = charges.filter_map(|charge| charge.id.strip_prefix(&*prefix));
        let Some(near) = name::nearest(written, siblings) else {
            resolve::unknown_charge(&id, place, self.shared, self.sink);
            return;
        };
        let meant = self.shared.charge(&format!("{prefix}{near}"));
        self.unsettled
            .extend(meant.map(|number| (self.file.file, number)));
        if !self.shared.may_be_unread(&id, self.sink) {
            let says = format!("the catalogue has no charge `{id}`");
            let diagnostic = Diagnostic::new(Code::UnknownCharge, place, says);
            self.sink
                .add(diagnostic.help(format!("did you mean `{near}`?")));
        }
    }
}

fn vat_letter(letter: &str, tariff: &Tariff, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let known: Vec<&str> = tariff.vat_codes.iter().map(|(known, _)| &**known).collect();
    if known.contains(&letter) {
        return;
    }
    let says = format!("this tariff does not say what the VAT letter `{letter}` means");
    let diagnostic = Diagnostic::new(Code::UnknownVatCode, file.place(letter), says);
    let same = known
        .iter()
        .find(|known| known.eq_ignore_ascii_case(letter));
    sink.add(match same {
        Some(same) => diagnostic.help(format!("did you mean `{same}`?")),
        None => diagnostic.help(format!(
            "add it to `vat_codes`, which explains {}",
            known.join(", ")
        )),
    });
}

fn vat_codes(
    written: &TariffFile<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(Box<str>, super::model::Vat)> {
    let mut codes: Vec<(Box<str>, _)> = Vec::new();
    for (letter, meaning) in &written.head.vat_codes.0 {
        let mut before = written.head.vat_codes.0.iter().take(codes.len());
        if let Some((first, _)) = before.find(|(known, _)| known == letter) {
            let says = format!("the VAT letter `{letter}` is explained twice");
            let diagnostic = Diagnostic::new(Code::DuplicateName, file.place(letter), says);
            let diagnostic = diagnostic.related(file.place(first), "first explained here");
            sink.add(diagnostic.help("take one out"));
        }
        codes.push(((*letter).into(), *meaning));
    }
    codes
}

pub(super) fn misplaced(year: &str, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let expected = format!("{}.ron", year.replace('/', "-"));
    let path = file.path();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    // A tariff may be kept in several states: 2018-19.ron, 2018-19-adopted.ron.
    let stem = expected.trim_end_matches(".ron");
    let named = name == expected || name.starts_with(&format!("{stem}-"));
    if named && folder.starts_with("tariffs") {
        return;
    }
    let says = format!("the tariff for {year} is kept in {path}");
    let diagnostic = Diagnostic::new(Code::Misplaced, file.place(year), says);
    sink.add(diagnostic.help(format!(
        "keep it in tariffs/{expected}, or correct the year"
    )));
}

const FORMS: &str =
    "write 25.00, 230.00..=240.00, Variable(30.00), Ended, or Printed(\"on application\")";

/// What is printed in place of an amount: the text in `Printed("POA")`.
pub(super) fn words(written: &str) -> Option<Box<str>> {
    let inside = written.trim().strip_prefix("Printed(")?.strip_suffix(')')?;
    let inside = inside.trim().trim_end_matches(',').trim_end();
    let hashes = inside.strip_prefix('r').map(|rest| rest.trim_matches('#'));
    let text = hashes
        .unwrap_or(inside)
        .strip_prefix('"')?
        .strip_suffix('"')?;
    let plain = hashes.is_some() || !text.contains(['"', '\\']);
    (plain && !text.trim().is_empty()).then(|| text.into())
}

/// `25.00`, `230.00..=240.00`, `Variable(30.00)`, `Ended` or `Printed("POA")`.
pub(super) fn price_form(
    written: &str,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<PriceForm> {
    let text = written.trim();
    if text == "Ended" {
        return Some(PriceForm::Ended);
    }
    if words(text).is_some() {
        return Some(PriceForm::Unpriced);
    }
    let rate = text
        .strip_prefix("Variable(")
        .and_then(|rest| rest.strip_suffix(')'))
        .filter(|rate| !rate.trim().is_empty());
    let amount = amount(rate.unwrap_or(text).trim(), file, sink)?;
    Some(if rate.is_some() {
        PriceForm::Variable(amount)
    } else {
        PriceForm::Fixed(amount)
    })
}

/// The VAT that is printed with a price, which is no more than the price.
fn vat_amount(
    written: &str,
    price: Option<PriceForm>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Money> {
    let text = written.trim();
    let vat = amount(text, file, sink)?;
    let fits = match price.and_then(PriceForm::amount) {
        Some(price) => vat.min() <= price.min() && vat.max() <= price.max(),
        None => price.is_none(),
    };
    if !fits {
        let says = format!("`{text}` of VAT is not in the price");
        let diagnostic = Diagnostic::new(Code::BadPrice, file.place(text), says);
        sink.add(diagnostic.help("a price contains its VAT: correct one of them"));
        return None;
    }
    Some(vat)
}

fn amount(text: &str, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<Money> {
    let diagnostic = |code, part: &str, says: String| Diagnostic::new(code, file.place(part), says);
    let long = text.split("..=").find(|end| decimals(end) > 2);
    sink.add(match (Money::parse(text), long) {
        (Ok(money), None) if money.min().is_sign_negative() => {
            diagnostic(Code::BadPrice, text, format!("`{text}` is below zero"))
                .help("a charge is nothing or more; what is given back is a reduction of a rule")
        }
        (Ok(money), None) => return Some(money),
        (Ok(_), Some(end)) => {
            let end = end.trim();
            let says = format!("`{end}` has more than two decimals");
            diagnostic(Code::PriceDecimals, end, says).help("a price is in whole pennies")
        }
        (Err(MoneyError::Backwards), _) => {
            let says = format!("`{text}` starts above its end");
            diagnostic(Code::BackwardsRange, text, says).help("write the lower price first")
        }
        (Err(MoneyError::NotAnAmount), _) => {
            let inside = text.trim_matches('"');
            let help = match Money::parse(inside) {
                Ok(amount) if inside != text => {
                    format!("write {}, without quotation marks", as_written(amount))
                }
                _ => FORMS.to_owned(),
            };
            diagnostic(Code::BadPrice, text, format!("`{text}` is not a price")).help(help)
        }
    });
    None
}

/// An amount as a tariff has it: digits, without a sign or commas.
fn as_written(amount: Money) -> String {
    match amount.is_range() {
        true => format!(
            "{}..={}",
            plain_pounds(amount.min()),
            plain_pounds(amount.max())
        ),
        false => plain_pounds(amount.min()),
    }
}

fn decimals(text: &str) -> usize {
    text.trim()
        .split_once('.')
        .map_or(0, |(_, pence)| pence.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_words_need_content() {
        assert_eq!(
            words("Printed(\"13.5% of works\")").as_deref(),
            Some("13.5% of works")
        );
        assert_eq!(
            words("Printed( r#\"a \"b\"\"#, )").as_deref(),
            Some("a \"b\"")
        );
        for wrong in [
            "Printed()",
            "Printed(\" \")",
            "Printed(POA)",
            "\"POA\"",
            "Printed(\"a\", \"b\")",
        ] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }
}
