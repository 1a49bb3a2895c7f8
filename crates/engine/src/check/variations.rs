//! Variations: prices that change within a year, under delegated authority.
//!
//! They make states of the tariff they vary, each in force from the first day
//! of one and known from the decision of one: a question by day and by what was
//! known finds the state in which just those variations are that had begun and
//! were known. Each price says which variation set it.

use std::collections::BTreeSet;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Decision, Price, PriceForm, Tariff, Variation, VariationPower},
    provenance::{self, UNREAD},
    resolve,
    symbols::BookSymbols,
    tariffs::{self, Tariffs},
    variation_powers,
};
use crate::{
    base::{
        date::{Date, LongDate},
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::ChargeId,
        source_text::{Place, SourceId},
    },
    source::model::{Document, VariationFile, VariationHead, VariedChargeEntry},
};

/// Adds the states that variations make to the tariffs.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    powers: &[VariationPower],
    shared: &BookSymbols,
    tariffs: &mut Tariffs,
    sink: &mut Sink<'_>,
) {
    let mut headers: Vec<VariationChecker<'_, '_>> = Vec::new();
    for (id, document) in documents {
        if let Document::Variation(variation) = document {
            headers.push(VariationChecker::read(*id, variation, powers, sink));
        }
    }
    headers.sort_by_key(|it| (it.decision.known, it.in_force));
    let mut varied: Vec<Varied> = Vec::new();
    for header in headers {
        if let Some(one) = header.varied(shared, tariffs, sink) {
            header.disturbs(&one, &varied, sink);
            varied.push(one);
        }
    }
    let states = states(&tariffs.list, &varied);
    tariffs.list.extend(states);
    let order = |tariff: &Tariff| (tariff.in_force, tariff.known);
    tariffs.list.sort_by_key(order);
}

/// A variation that was read.
struct Varied {
    year: Box<str>,
    variation: Variation,
    prices: Vec<VariedPrice>,
    fingerprint: Fingerprint,
    /// Where its first day is written.
    place: Place,
}

/// A new price, without what stays as it is in the tariff.
struct VariedPrice {
    charge: ChargeId,
    form: PriceForm,
    words: Option<Box<str>>,
    note: Option<Box<str>>,
    place: Place,
}

/// Every state that variations make of the tariffs: one for each first day and
/// each day of a decision, with the variations that have begun and are known.
/// A variation may begin before one that was decided earlier: both hold.
fn states(tariffs: &[Tariff], varied: &[Varied]) -> Vec<Tariff> {
    let mut states: Vec<Tariff> = Vec::new();
    for begun in varied {
        let of_year = || varied.iter().filter(|it| it.year == begun.year);
        let decided = of_year().map(|it| it.variation.decision.known);
        let of_tariffs = tariffs.iter().filter(|it| it.year == begun.year);
        let days: BTreeSet<Date> = decided.chain(of_tariffs.map(|it| it.known)).collect();
        let (in_force, known) = (begun.variation.in_force, begun.variation.decision.known);
        for day in days.range(known..) {
            let is_there =
                |it: &Tariff| it.year == begun.year && it.in_force == in_force && it.known == *day;
            if states.iter().any(is_there) {
                continue;
            }
            states.extend(state(tariffs, of_year(), in_force, *day));
        }
    }
    states
}

/// The state of a year's tariff on a day, as known on another; none where
/// nothing was decided on that other day which had begun.
fn state<'v>(
    tariffs: &[Tariff],
    varied: impl Iterator<Item = &'v Varied> + Clone,
    in_force: Date,
    known: Date,
) -> Option<Tariff> {
    let year = &varied.clone().next()?.year;
    let base = base(tariffs, year, in_force, known)?;
    let own = varied.filter(|it| {
        let began = it.variation.in_force;
        base.in_force <= began && began <= in_force && it.variation.decision.known <= known
    });
    let is_decided = |it: &Varied| it.variation.decision.known == known;
    if base.known != known && !own.clone().any(is_decided) {
        return None;
    }
    let mut own: Vec<&Varied> = own.collect();
    own.sort_by_key(|it| (it.variation.in_force, it.variation.decision.known));
    let mut tariff = base.clone();
    let all = std::iter::once(base.fingerprint).chain(own.iter().map(|it| it.fingerprint));
    let all: Vec<String> = all.map(|it| it.to_string()).collect();
    tariff.fingerprint = Fingerprint::of_parts(all.iter().map(String::as_str));
    tariff.in_force = in_force;
    tariff.known = known;
    for (number, varied) in own.into_iter().enumerate() {
        for price in &varied.prices {
            if let Some(old) = &mut tariff.prices[price.charge] {
                let year_cite = base.prices[price.charge].as_ref().map_or("", |it| &it.cite);
                *old = Price {
                    form: price.form,
                    words: price.words.clone(),
                    cite: format!("{}, varying {year_cite}", varied.variation.source).into(),
                    note: price.note.clone(),
                    // That of the old price.
                    vat_amount: None,
                    printed_as: None,
                    varied: Some(number),
                    place: price.place,
                    ..old.clone()
                };
            }
        }
        tariff.variations.push(varied.variation.clone());
    }
    Some(tariff)
}

/// The tariff of a year that a variation begun on a day and known on another
/// varies.
fn base<'t>(tariffs: &'t [Tariff], year: &str, on: Date, known: Date) -> Option<&'t Tariff> {
    let of_year = tariffs
        .iter()
        .filter(|it| *it.year == *year && it.in_force <= on && on <= it.until && it.known <= known);
    of_year.max_by_key(|it| (it.in_force, it.known))
}

/// A variation with its days read.
struct VariationChecker<'v, 's> {
    id: SourceId,
    file: &'v VariationFile<'s>,
    in_force: Date,
    decision: Decision,
}

impl<'v, 's> VariationChecker<'v, 's> {
    fn read(
        id: SourceId,
        file: &'v VariationFile<'s>,
        powers: &[VariationPower],
        sink: &mut Sink<'_>,
    ) -> Self {
        let within = FileScope {
            sources: sink.sources,
            file: id,
        };
        let head = &file.head;
        tariffs::misplaced(head.year, within, sink);
        reasoned(head, within, sink);
        let decision = provenance::decision(&head.decided, within, sink);
        variation_powers::compare(head, &decision, powers, within, sink);
        VariationChecker {
            id,
            file,
            in_force: provenance::day(head.in_force, within, sink),
            decision,
        }
    }

    /// Its prices, if there is a tariff that it varies.
    fn varied(
        &self,
        shared: &BookSymbols,
        tariffs: &mut Tariffs,
        sink: &mut Sink<'_>,
    ) -> Option<Varied> {
        if self.in_force == UNREAD || self.decision.known == UNREAD {
            return None;
        }
        let file = FileScope {
            sources: sink.sources,
            file: self.id,
        };
        let head = &self.file.head;
        let Some(base) = base(&tariffs.list, head.year, self.in_force, self.decision.known) else {
            if !sink.may_hold_unread("Tariff(", head.year) {
                sink.add(self.without_tariff(tariffs, file.place(head.in_force)));
            }
            return None;
        };
        let mut prices: Vec<VariedPrice> = Vec::new();
        let mut places: Vec<(ChargeId, Place)> = Vec::new();
        for entry in &self.file.charges {
            let Some(charge) = known(entry, base, shared, file, sink) else {
                continue;
            };
            let place = file.place(entry.id);
            if let Some((_, first)) = places.iter().find(|(other, _)| *other == charge) {
                let says = format!("the charge `{}` has two prices in this variation", entry.id);
                let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
                let diagnostic = diagnostic.related(*first, "the other price");
                sink.add(diagnostic.help("keep one of them"));
                continue;
            }
            places.push((charge, place));
            let written = entry.price.get_ron();
            if let Some(form) = tariffs::price_form(written, file, sink) {
                prices.push(VariedPrice {
                    charge,
                    form,
                    words: tariffs::words(written),
                    note: entry.note.map(Box::from),
                    place: file.place(written),
                });
            }
        }
        Some(Varied {
            year: head.year.into(),
            variation: Variation {
                in_force: self.in_force,
                decision: self.decision.clone(),
                authority: head.authority.into(),
                ground: head.ground.map(Box::from),
                reason: head.reason.into(),
                source: head.source.into(),
            },
            prices,
            fingerprint: Fingerprint::of(file.text()),
            place: file.place(head.in_force),
        })
    }

    /// Reports another variation of the same charge that was decided no later
    /// and begins no earlier: which of the two holds would be a guess.
    fn disturbs(&self, own: &Varied, before: &[Varied], sink: &mut Sink<'_>) {
        let begins_later = |it: &&Varied| {
            let order = (it.variation.in_force, it.variation.decision.known);
            it.year == own.year && order >= (self.in_force, self.decision.known)
        };
        let same_charge = |it: &&Varied| {
            let has = |price: &VariedPrice| own.prices.iter().any(|it| it.charge == price.charge);
            it.prices.iter().any(has)
        };
        if let Some(other) = before.iter().filter(begins_later).find(same_charge) {
            let says = "another variation of the same charge, decided no later, begins on this \
                        day or after it";
            let help = "let the one decided last begin last, or put both into one file";
            let diagnostic = Diagnostic::new(Code::VersionOverlap, own.place, says);
            let diagnostic = diagnostic.related(other.place, "the other one begins here");
            sink.add(diagnostic.help(help));
        }
    }

    fn without_tariff(&self, tariffs: &Tariffs, place: Place) -> Diagnostic {
        let year = self.file.head.year;
        let states = tariffs.list.iter().filter(|it| *it.year == *year);
        let Some(tariff) = states.min_by_key(|it| (it.in_force, it.known)) else {
            let says = format!("the book has no tariff for {year}, which this varies");
            let help = "add the year's tariff, or correct the year";
            return Diagnostic::new(Code::OutsideYear, place, says).help(help);
        };
        if tariff.in_force <= self.in_force && self.in_force <= tariff.until {
            let says = format!(
                "this was decided on {}, before the tariff it varies became known on {}",
                LongDate(self.decision.known),
                LongDate(tariff.decision.known)
            );
            return Diagnostic::new(Code::OutsideYear, place, says).help("correct `decided`");
        }
        let says = format!(
            "{} is not within the tariff for {year}, which lasts from {} to {}",
            LongDate(self.in_force),
            LongDate(tariff.in_force),
            LongDate(tariff.until)
        );
        let help = "begin on a day of that year, or vary the tariff of another";
        Diagnostic::new(Code::OutsideYear, place, says).help(help)
    }
}

/// A reason and an authority that are there and say something.
fn reasoned(head: &VariationHead<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let needed = [
        (head.reason, "why prices change within the year"),
        (head.authority, "by what authority prices change"),
    ];
    for (text, what) in needed {
        if text.trim().is_empty() {
            let says = format!("the variation does not say {what}");
            let diagnostic = Diagnostic::new(Code::NoReason, file.place(text), says);
            sink.add(diagnostic.help("write it as members should read it, with the paragraph"));
        }
    }
}

/// The charge of an entry, if the tariff has it.
fn known(
    entry: &VariedChargeEntry<'_>,
    tariff: &Tariff,
    shared: &BookSymbols,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<ChargeId> {
    let place = file.place(entry.id);
    let Some(number) = shared.charge(entry.id) else {
        resolve::unknown_charge(entry.id, place, shared, sink);
        return None;
    };
    if tariff.prices[number].is_some() {
        return Some(number);
    }
    if !sink.is_incomplete(tariff.file) {
        let says = format!(
            "the tariff for {} has no charge `{}`",
            tariff.year, entry.id
        );
        let priced = shared.charges().iter().zip(&tariff.prices);
        let priced = priced.filter(|(_, price)| price.is_some());
        let diagnostic = Diagnostic::new(Code::UnknownCharge, place, says);
        sink.add(
            diagnostic
                .help("a variation changes prices; a new charge waits for the year's tariff")
                .nearest(entry.id, priced.map(|(charge, _)| &*charge.id)),
        );
    }
    None
}
