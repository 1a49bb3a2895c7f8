//! The catalogue of charges: ids that stay the same over the years.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    model::{Charge, NamedUnit, Unit, VariationPower},
    variation_powers,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{ChargeId, IdVec},
        name,
        source_text::{Place, SourceId},
    },
    source::model::{CatalogueServiceHead, Document},
};

/// The charges with their numbers.
pub(super) struct Catalogue {
    pub(super) file: Option<SourceId>,
    pub(super) charges: IdVec<ChargeId, Charge>,
    pub(super) numbers: BTreeMap<Box<str>, ChargeId>,
    pub(super) services: BTreeSet<Box<str>>,
    pub(super) units: Vec<NamedUnit>,
    pub(super) council: Option<Box<str>>,
    pub(super) heading: Option<Box<str>>,
    /// The powers to vary prices within a year.
    pub(super) powers: Vec<VariationPower>,
}

/// Reads every catalogue of the book as one.
pub(super) fn check(documents: &[SourceDocument<'_>], sink: &mut Sink<'_>) -> Catalogue {
    let mut catalogue = Catalogue {
        file: None,
        charges: IdVec::new(),
        numbers: BTreeMap::new(),
        services: BTreeSet::new(),
        units: units(documents, sink),
        council: None,
        heading: None,
        powers: Vec::new(),
    };
    for (id, document) in documents {
        let Document::Charges(written) = document else {
            continue;
        };
        catalogue.file = catalogue.file.or(Some(*id));
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        misplaced(file, &written.services, sink);
        let council = written.head.council.map(Box::from);
        catalogue.council = catalogue.council.or(council);
        let heading = written.head.heading.map(Box::from);
        catalogue.heading = catalogue.heading.or(heading);
        let powers = written.head.may_vary.iter();
        let powers = powers.map(|it| variation_powers::read(it, file, sink));
        catalogue.powers.extend(powers);
        for (service, charges) in &written.services {
            catalogue.services.insert(service.id.into());
            if !name::is_path(service.id) {
                bad_path(service.id, file.place(service.id), sink);
            }
            for charge in charges {
                let full = format!("{}.{}", service.id, charge.id);
                let place = file.place(charge.id);
                if !name::is_path(charge.id) {
                    bad_path(charge.id, place, sink);
                }
                if let Some(Unit::Unit(unit)) = &charge.per {
                    declared(unit, place, &catalogue.units, sink);
                }
                let charge = Charge {
                    id: full.into(),
                    name: charge.name.into(),
                    service: service.title.into(),
                    per: charge.per.clone(),
                    unread: charge.unread.map(Box::from),
                    place,
                };
                catalogue.add(charge, sink);
            }
        }
    }
    catalogue
}

/// The units that any catalogue of the book declares.
fn units(documents: &[SourceDocument<'_>], sink: &mut Sink<'_>) -> Vec<NamedUnit> {
    let mut units: Vec<NamedUnit> = Vec::new();
    for (id, document) in documents {
        let Document::Charges(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        names(
            "units",
            written.units.iter().map(|unit| unit.id),
            file,
            sink,
        );
        units.extend(written.units.iter().map(|unit| NamedUnit {
            id: unit.id.into(),
            says: unit.says.into(),
        }));
    }
    units
}

/// Reports a unit that no catalogue declares.
fn declared(unit: &str, place: Place, units: &[NamedUnit], sink: &mut Sink<'_>) {
    if units.iter().any(|known| *known.id == *unit) {
        return;
    }
    let says = format!("the unit `{unit}` of this charge is not declared");
    let diagnostic = Diagnostic::new(Code::UnknownName, place, says)
        .help(format!(r#"add it to `units`: (id: "{unit}", says: "…")"#));
    sink.add(diagnostic.nearest(unit, units.iter().map(|known| &*known.id)));
}

impl Catalogue {
    fn add(&mut self, charge: Charge, sink: &mut Sink<'_>) {
        if self.charges.len() > usize::from(u16::MAX) {
            sink.at(
                Code::TooMany,
                charge.place,
                "there are more charges than can be numbered",
            );
            return;
        }
        if let Some(first) = self.numbers.get(&charge.id) {
            let diagnostic = Diagnostic::new(
                Code::DuplicateName,
                charge.place,
                format!("the charge `{}` is listed twice", charge.id),
            );
            let diagnostic = diagnostic.related(self.charges[*first].place, "first listed here");
            sink.add(diagnostic.help("give each charge an id of its own, or take one out"));
            return;
        }
        let name = charge.id.clone();
        self.numbers.insert(name, self.charges.push(charge));
    }
}

/// The catalogue is kept among the tariffs.
fn misplaced<C>(
    file: FileScope<'_>,
    services: &[(CatalogueServiceHead<'_>, C)],
    sink: &mut Sink<'_>,
) {
    let Some((first, _)) = services.first() else {
        return;
    };
    let path = file.path();
    if !path.starts_with("tariffs/") {
        let says = format!("this catalogue of charges is kept in {path}");
        let diagnostic = Diagnostic::new(Code::Misplaced, file.place(first.id), says);
        sink.add(diagnostic.help("keep it in tariffs/charges.ron"));
    }
}

/// Reports a part of a charge's name.
fn bad_path(written: &str, place: Place, sink: &mut Sink<'_>) {
    let says = format!("`{written}` cannot be part of the name of a charge");
    let help = "use small letters, digits and `_`, starting with a letter, with dots between parts";
    sink.add(Diagnostic::new(Code::BadName, place, says).help(help));
}

/// Reports names of one kind that are malformed or repeated.
pub(super) fn names<'e>(
    kind: &str,
    ids: impl IntoIterator<Item = &'e str>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let mut seen: Vec<&str> = Vec::new();
    for id in ids {
        let place = file.place(id);
        if !name::is_name(id) {
            bad_name(id, place, sink);
        }
        if let Some(first) = seen.iter().find(|seen| **seen == id) {
            let says = format!("two {kind} are called `{id}`");
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(file.place(first), "the other one"));
        }
        seen.push(id);
    }
}

/// Reports a name with other letters than names may have.
pub(super) fn bad_name(written: &str, place: Place, sink: &mut Sink<'_>) {
    let diagnostic = Diagnostic::new(
        Code::BadName,
        place,
        format!("`{written}` cannot be a name"),
    );
    sink.add(diagnostic.help("use small letters, digits and `_`, starting with a letter"));
}
