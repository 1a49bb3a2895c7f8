//! The names that formulas may use: those of the whole book, and those of one
//! version.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    catalogue::Catalogue,
    diagnostics::Sink,
    formula_cache::FormulaCache,
    model::{Calendar, Charge, Column, Home, NamedUnit, Parameter},
};
use crate::base::{
    ids::{
        CalendarId, ChargeId, FactId, IdVec, ListId, PackagesId, ParameterId, ReasonId, TableId,
        ValueId,
    },
    operators::Operator,
    source_text::{Place, SourceId},
    time_unit::TimeUnit,
    types::Type,
};
use crate::source::model::ConversionEntry;

/// What every version shares: charges and parameters, and formulas.
pub(super) struct BookSymbols {
    catalogue: Catalogue,
    parameters: BTreeMap<Box<str>, Signature<ParameterId>>,
    /// The calendars' numbers and words.
    calendars: BTreeMap<Box<str>, (CalendarId, Box<str>)>,
    /// The formulas that were read so far.
    pub(super) formulas: FormulaCache,
}

/// A table or parameter as a function: its number, columns and result.
#[derive(Clone)]
pub(super) struct Signature<I> {
    pub(super) number: I,
    pub(super) columns: Vec<(Box<str>, Type)>,
    /// None while the result's type is in error.
    pub(super) gives: Option<Type>,
}

impl<I> Signature<I> {
    /// How it is called: `band(age, apprentice)`.
    pub(super) fn usage(&self, name: &str) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|(id, _)| &**id).collect();
        format!("{name}({})", columns.join(", "))
    }

    pub(super) fn new(number: I, columns: &[Column], gives: &Type) -> Signature<I> {
        Signature {
            number,
            columns: columns
                .iter()
                .map(|it| (it.id.clone(), it.ty.by(it.per)))
                .collect(),
            gives: Some(gives.clone()),
        }
    }
}

impl BookSymbols {
    pub(super) fn new(catalogue: Catalogue) -> BookSymbols {
        BookSymbols {
            catalogue,
            parameters: BTreeMap::new(),
            calendars: BTreeMap::new(),
            formulas: FormulaCache::default(),
        }
    }

    pub(super) fn with_parameters(
        mut self,
        parameters: &IdVec<ParameterId, Parameter>,
    ) -> BookSymbols {
        for (number, parameter) in parameters.iter_ids() {
            let gives = parameter.gives.by(parameter.per);
            let mut signature = Signature::new(number, &parameter.columns, &gives);
            signature.columns.push(("day".into(), Type::Date));
            self.parameters.insert(parameter.id.clone(), signature);
        }
        self
    }

    pub(super) fn with_calendars(mut self, calendars: &IdVec<CalendarId, Calendar>) -> BookSymbols {
        let earlier: BTreeSet<CalendarId> = calendars.iter().filter_map(|it| it.earlier).collect();
        for (number, calendar) in calendars.iter_ids() {
            if earlier.contains(&number) {
                continue;
            }
            let words = calendar.says.clone();
            self.calendars.insert(calendar.id.clone(), (number, words));
        }
        self
    }

    /// What a calendar's days are, in words.
    pub(super) fn calendar_words(&self, number: CalendarId) -> &str {
        let mut all = self.calendars.values();
        all.find(|(it, _)| *it == number)
            .map_or("", |(_, words)| words)
    }

    /// The calendars' names.
    pub(super) fn calendars(&self) -> impl Iterator<Item = &str> {
        self.calendars.keys().map(AsRef::as_ref)
    }

    pub(super) fn charge(&self, id: &str) -> Option<ChargeId> {
        self.catalogue.numbers.get(id).copied()
    }

    pub(super) fn charges(&self) -> &IdVec<ChargeId, Charge> {
        &self.catalogue.charges
    }

    /// Whether a charge that is not there may be listed where the catalogue
    /// could not be read.
    pub(super) fn may_be_unread(&self, id: &str, sink: &Sink<'_>) -> bool {
        let is_unread = |id| sink.may_hold_unread("Charges(", id);
        // What breaks off may have held any charge.
        let has_none = self.charges().is_empty() && sink.has_unread("Charges(");
        self.charge(id).is_none() && (has_none || after_dots(id).any(is_unread))
    }

    /// The services' ids: what their charges' ids start with.
    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        self.catalogue.services.iter().map(AsRef::as_ref)
    }

    /// The parameters' names.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.keys().map(AsRef::as_ref)
    }

    /// What the catalogue names apart from its charges.
    pub(super) fn take_names(&mut self) -> CatalogueNames {
        CatalogueNames {
            units: std::mem::take(&mut self.catalogue.units),
            council: self.catalogue.council.take(),
            heading: self.catalogue.heading.take(),
        }
    }

    pub(super) fn catalogue_file(&self) -> Option<SourceId> {
        self.catalogue.file
    }

    pub(super) fn into_charges(self) -> IdVec<ChargeId, Charge> {
        self.catalogue.charges
    }
}

/// What a catalogue names apart from its charges.
pub(super) struct CatalogueNames {
    /// The units that it declares.
    pub(super) units: Vec<NamedUnit>,
    /// The council.
    pub(super) council: Option<Box<str>>,
    /// What appendices print above the names of charges.
    pub(super) heading: Option<Box<str>>,
}

/// The ways to write a charge's id where its service is named separately:
/// `summer.day` and `day` of `play_scheme.summer.day`, and the whole id.
pub(super) fn after_dots(id: &str) -> impl Iterator<Item = &str> {
    let parts = id.match_indices('.');
    parts
        .filter_map(move |(at, _)| id.get(at + 1..))
        .chain([id])
}

/// What a name stands for.
#[derive(Clone)]
pub(super) enum Symbol {
    /// A fact.
    Fact(FactId, Type, Home),
    /// A value: number, type (none while it is in error), list.
    Value(ValueId, Option<Type>, Option<ListId>),
    /// A table.
    Table(Signature<TableId>),
    /// A set of packages.
    Packages(Signature<PackagesId>),
}

impl Symbol {
    /// The list of whose records it is a fact or value.
    pub(super) fn list(&self) -> Option<ListId> {
        match self {
            Symbol::Fact(_, _, Home::Record(list, _)) => Some(*list),
            Symbol::Value(_, _, each) => *each,
            _ => None,
        }
    }
}

/// The names of one version.
pub(super) struct Scope<'a> {
    pub(super) shared: &'a BookSymbols,
    names: BTreeMap<Box<str>, (Symbol, Place)>,
    used: RefCell<Usage>,
    /// The values that convert amounts, each with its units.
    conversions: Vec<(Box<str>, ConversionEntry)>,
    /// Why something does not apply, by number.
    reasons: RefCell<IdVec<ReasonId, Box<str>>>,
    /// Names that cannot be written in formulas, and were reported.
    bad_names: Vec<Box<str>>,
    /// Values of other rule sets that could not be taken, which was reported.
    failed_uses: Vec<String>,
    /// The file's text, if some of its entries could not be read.
    unread: Option<String>,
}

/// What the formulas of a version use.
#[derive(Default)]
pub(super) struct Usage {
    pub(super) names: BTreeSet<Box<str>>,
    pub(super) charges: BTreeMap<ChargeId, Place>,
    pub(super) parameters: Vec<ParameterId>,
    pub(super) calendars: Vec<CalendarId>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(shared: &'a BookSymbols, unread: Option<String>) -> Scope<'a> {
        Scope {
            unread,
            shared,
            names: BTreeMap::new(),
            conversions: Vec::new(),
            used: RefCell::default(),
            reasons: RefCell::default(),
            bad_names: Vec::new(),
            failed_uses: Vec::new(),
        }
    }

    /// Adds a name; the place of the first of that name if there is one.
    pub(super) fn add(&mut self, name: &str, named: Symbol, place: Place) -> Result<(), Place> {
        match self.names.get(name) {
            Some((_, first)) => Err(*first),
            None => {
                self.names.insert(name.into(), (named, place));
                Ok(())
            }
        }
    }

    /// Gives a value the type its formula turned out to have.
    pub(super) fn settle(&mut self, name: &str, ty: Option<Type>) {
        if let Some((Symbol::Value(_, slot, _), _)) = self.names.get_mut(name) {
            *slot = ty;
        }
    }

    /// Notes a value that converts amounts; the name of one that converts
    /// between the same units, if there is one.
    pub(super) fn add_conversion(&mut self, name: &str, units: ConversionEntry) -> Option<&str> {
        let is_same = |it: &ConversionEntry| {
            (it.from, it.to) == (units.from, units.to) || (it.to, it.from) == (units.from, units.to)
        };
        let position = self.conversions.iter().position(|(_, it)| is_same(it));
        if position.is_none() {
            self.conversions.push((name.into(), units));
        }
        position
            .and_then(|at| self.conversions.get(at))
            .map(|(name, _)| &**name)
    }

    /// The value that converts an amount by one unit into one by another, and
    /// what is done with it.
    pub(super) fn conversion(&self, from: TimeUnit, to: TimeUnit) -> Option<(&str, Operator)> {
        self.conversions.iter().find_map(|(name, units)| {
            if (units.from, units.to) == (from, to) {
                return Some((&**name, Operator::Multiply));
            }
            ((units.to, units.from) == (from, to)).then_some((&**name, Operator::Divide))
        })
    }

    /// Notes a name that cannot be written in formulas.
    pub(super) fn add_bad_name(&mut self, name: &str) {
        self.bad_names.push(name.into());
    }

    /// Notes a value of another rule set that cannot be taken.
    pub(super) fn add_failed_use(&mut self, name: String) {
        self.failed_uses.push(name);
    }

    /// Whether a name is of a value that cannot be taken, which was reported.
    pub(super) fn is_failed_use(&self, name: &str) -> bool {
        self.failed_uses.iter().any(|failed| failed == name)
    }

    /// Whether a name that is not there is how a formula would have to write a
    /// name that was reported: `when_hired`, or `when`, of `when-hired`.
    pub(super) fn means_bad_name(&self, name: &str) -> bool {
        self.bad_names.iter().any(|bad| {
            let written = bad.to_lowercase();
            let mut parts = written.split(|c: char| !c.is_alphanumeric());
            parts.any(|part| part == name)
                || written.replace(|c: char| !c.is_alphanumeric(), "_") == name
        })
    }

    pub(super) fn get(&self, name: &str) -> Option<&Symbol> {
        self.names.get(name).map(|(named, _)| named)
    }

    /// Keeps a reason and gives its number.
    pub(super) fn reason(&self, words: String) -> ReasonId {
        self.reasons.borrow_mut().push(words.into())
    }

    /// Takes the reasons, in the order of their numbers.
    pub(super) fn take_reasons(&self) -> IdVec<ReasonId, Box<str>> {
        self.reasons.take()
    }

    /// The names of what a record of a list has: its facts and values.
    pub(super) fn of_record(&self, list: ListId) -> impl Iterator<Item = &str> {
        let names = self.names.iter();
        let of_list = names.filter(move |(_, (named, _))| named.list() == Some(list));
        of_list.map(|(name, _)| &**name)
    }

    /// What a use of that name takes and passes.
    pub(super) fn used_of(&self, id: &str) -> Vec<&str> {
        let names = self.names.keys();
        let used = names.filter_map(|name| name.split_once('.'));
        used.filter(|(of, _)| *of == id)
            .map(|(_, value)| value)
            .collect()
    }

    /// Looks a name up and notes that it is used.
    pub(super) fn look_up(&self, name: &str) -> Option<&Symbol> {
        let (named, _) = self.names.get(name)?;
        self.used.borrow_mut().names.insert(name.into());
        Some(named)
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Signature<ParameterId>> {
        let signature = self.shared.parameters.get(name)?;
        self.used.borrow_mut().parameters.push(signature.number);
        Some(signature)
    }

    /// The calendar of that name, which is used then.
    pub(super) fn calendar(&self, name: &str) -> Option<CalendarId> {
        let (number, _) = self.shared.calendars.get(name)?;
        self.used.borrow_mut().calendars.push(*number);
        Some(*number)
    }

    pub(super) fn is_calendar(&self, name: &str) -> bool {
        self.shared.calendars.contains_key(name)
    }

    pub(super) fn use_charge(&self, number: ChargeId, place: Place) {
        self.used
            .borrow_mut()
            .charges
            .entry(number)
            .or_insert(place);
    }

    /// The names that could have been meant.
    pub(super) fn candidates(&self) -> impl Iterator<Item = &str> {
        self.names
            .keys()
            .chain(self.shared.parameters.keys())
            .map(AsRef::as_ref)
    }

    /// The tables and parameters, which are called like functions.
    pub(super) fn callable(&self) -> impl Iterator<Item = &str> {
        let tables = self
            .names
            .iter()
            .filter_map(|(name, (named, _))| match named {
                Symbol::Table(_) => Some(&**name),
                _ => None,
            });
        tables.chain(self.shared.parameters())
    }

    /// Whether a name that is not there may be that of an entry that could
    /// not be read rather than a slip: it is written somewhere as a name.
    pub(super) fn may_be_unread(&self, name: &str) -> bool {
        let quoted = format!("\"{name}\"");
        self.unread
            .as_ref()
            .is_some_and(|text| text.contains(&quoted))
    }

    /// Notes every name in a formula that could not be resolved: what it
    /// was meant to read is not unused.
    pub(super) fn may_use(&self, text: &str) {
        let mut used = self.used.borrow_mut();
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.') {
            if let Some((name, _)) = self.names.get_key_value(word) {
                used.names.insert(name.clone());
            }
        }
    }

    /// The name of a list, by number.
    pub(super) fn list(&self, list: ListId) -> &str {
        let found = self.names.iter().find(
            |(_, (named, _))| matches!(named, Symbol::Fact(_, _, Home::List(number)) if *number == list),
        );
        found.map_or("", |(name, _)| name)
    }

    pub(super) fn is_parameter(&self, name: &str) -> bool {
        self.shared.parameters.contains_key(name)
    }

    /// How a parameter is called.
    pub(super) fn usage_of_parameter(&self, name: &str) -> Option<String> {
        let signature = self.shared.parameters.get(name)?;
        Some(format!("write `{}`", signature.usage(name)))
    }

    pub(super) fn lists(&self) -> impl Iterator<Item = &str> {
        let is_list = |named: &Symbol| matches!(named, Symbol::Fact(_, Type::List, _));
        self.names
            .iter()
            .filter(move |(_, (named, _))| is_list(named))
            .map(|(name, _)| &**name)
    }

    pub(super) fn into_used(self) -> Usage {
        self.used.into_inner()
    }
}
