//! Variations: prices that change within a year, under delegated authority.
//!
//! Each becomes a state of the tariff it varies, in force from its own first
//! day and known from its own decision: a question by day and by what was
//! known finds it or the state before, and nothing else needs to know of it.

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Price, Tariff, Variation},
    provenance::{self, UNREAD},
    resolve,
    symbols::BookSymbols,
    tariffs::{self, Tariffs},
};
use crate::{
    base::{
        date::LongDate,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::ChargeId,
        name,
        source_text::{Place, SourceId},
    },
    source::model::{Document, VariationFile, VariationHead, VariedChargeEntry},
};

/// Adds the states that variations make to the tariffs.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    tariffs: &mut Tariffs,
    sink: &mut Sink<'_>,
) {
    let mut written: Vec<(SourceId, &VariationFile<'_>)> = Vec::new();
    for (id, document) in documents {
        if let Document::Variation(variation) = document {
            written.push((*id, variation));
        }
    }
    let mut headers: Vec<VariationChecker<'_, '_>> = written
        .into_iter()
        .map(|(id, file)| VariationChecker::read(id, file, sink))
        .collect();
    headers.sort_by_key(|it| (it.decision.known, it.in_force));
    for varied in headers {
        if let Some(tariff) = varied.tariff(shared, tariffs, sink) {
            tariffs.list.push(tariff);
        }
    }
    let order = |tariff: &Tariff| (tariff.in_force, tariff.decision.known);
    tariffs.list.sort_by_key(order);
}

/// A variation with its days read.
struct VariationChecker<'v, 's> {
    id: SourceId,
    file: &'v VariationFile<'s>,
    in_force: crate::base::date::Date,
    decision: super::model::Decision,
}

impl<'v, 's> VariationChecker<'v, 's> {
    fn read(id: SourceId, file: &'v VariationFile<'s>, sink: &mut Sink<'_>) -> Self {
        let within = FileScope {
            sources: sink.sources,
            file: id,
        };
        let head = &file.head;
        tariffs::misplaced(head.year, within, sink);
        reasoned(head, within, sink);
        VariationChecker {
            id,
            file,
            in_force: provenance::day(head.in_force, within, sink),
            decision: provenance::decision(&head.decided, within, sink),
        }
    }

    /// The state it makes of the tariff it varies, if there is one.
    fn tariff(
        &self,
        shared: &BookSymbols,
        tariffs: &mut Tariffs,
        sink: &mut Sink<'_>,
    ) -> Option<Tariff> {
        if self.in_force == UNREAD || self.decision.known == UNREAD {
            return None;
        }
        let file = FileScope {
            sources: sink.sources,
            file: self.id,
        };
        let head = &self.file.head;
        let Some(base) = self.base(tariffs) else {
            if !sink.may_hold_unread("Tariff(", head.year) {
                sink.add(self.without_tariff(tariffs, file.place(head.in_force)));
            }
            return None;
        };
        let mut tariff = base.clone();
        let own = Fingerprint::of(file.text());
        let both = [base.fingerprint.to_string(), own.to_string()];
        tariff.fingerprint = Fingerprint::of_parts(both.iter().map(String::as_str));
        tariff.in_force = self.in_force;
        tariff.decision = self.decision.clone();
        tariff.source = head.source.into();
        tariff.file = self.id;
        let varies = base.variation.as_ref();
        tariff.variation = Some(Variation {
            varies: varies.map_or(base.in_force, |it| it.varies),
            authority: head.authority.into(),
            reason: head.reason.into(),
        });
        if tariffs.list.iter().any(|other| self.disturbs(other)) {
            let says =
                "another variation of this year, decided no later, begins on this day or after it";
            let place = file.place(head.in_force);
            let help = "let the one decided last begin last, or put both into one file";
            sink.add(Diagnostic::new(Code::VersionOverlap, place, says).help(help));
        }
        let mut places: Vec<(ChargeId, Place)> = Vec::new();
        for entry in &self.file.charges {
            let Some(number) = known(entry, &tariff, shared, file, sink) else {
                continue;
            };
            let place = file.place(entry.id);
            if let Some((_, first)) = places.iter().find(|(other, _)| *other == number) {
                let says = format!("the charge `{}` has two prices in this variation", entry.id);
                let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
                let diagnostic = diagnostic.related(*first, "the other price");
                sink.add(diagnostic.help("keep one of them"));
                continue;
            }
            places.push((number, place));
            match tariffs::price_form(entry.price.get_ron(), file, sink) {
                Some(form) => self.put(&mut tariff, number, entry, form, file),
                None => drop(tariffs.unsettled.insert((self.id, number))),
            }
        }
        Some(tariff)
    }

    fn put(
        &self,
        tariff: &mut Tariff,
        number: ChargeId,
        entry: &VariedChargeEntry<'_>,
        form: super::model::PriceForm,
        file: FileScope<'_>,
    ) {
        if let Some(old) = &mut tariff.prices[number] {
            *old = Price {
                form,
                words: tariffs::words(entry.price.get_ron()),
                cite: format!("{}, varying {}", self.file.head.source, old.cite).into(),
                note: entry.note.map(Box::from),
                place: file.place(entry.price.get_ron()),
                ..old.clone()
            };
        }
    }

    /// The state of its year that it varies: in force on its first day, and
    /// known when it was decided.
    fn base<'t>(&self, tariffs: &'t Tariffs) -> Option<&'t Tariff> {
        let of_year = tariffs.list.iter().filter(|it| {
            *it.year == *self.file.head.year
                && it.in_force <= self.in_force
                && self.in_force <= it.until
                && it.decision.known <= self.decision.known
        });
        of_year.max_by_key(|it| (it.in_force, it.decision.known))
    }

    /// Whether another variation would be undone or go on without this one.
    fn disturbs(&self, other: &Tariff) -> bool {
        *other.year == *self.file.head.year
            && other.variation.is_some()
            && (other.in_force > self.in_force
                || (other.in_force == self.in_force && other.decision.known == self.decision.known))
    }

    fn without_tariff(&self, tariffs: &Tariffs, place: Place) -> Diagnostic {
        let year = self.file.head.year;
        let states = tariffs.list.iter().filter(|it| *it.year == *year);
        let Some(tariff) = states.min_by_key(|it| (it.in_force, it.decision.known)) else {
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
        let near = name::nearest(entry.id, priced.map(|(charge, _)| &*charge.id));
        let diagnostic = Diagnostic::new(Code::UnknownCharge, place, says);
        sink.add(match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic
                .help("a variation changes prices; a new charge waits for the year's tariff"),
        });
    }
    None
}
