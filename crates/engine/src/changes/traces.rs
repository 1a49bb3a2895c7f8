//! The first step at which the traces of two answers part: from what differs in
//! the answers back through the values that it reads, to the formula, rate, price
//! or fact that differs of itself.

use super::entry::{EntryName, Section};
use crate::{
    answer::Part,
    base::{
        bounds::DisplayValue,
        ids::{FormulaId, IdVec},
        types::Type,
        value::Value,
    },
    check::{
        formula::Formula,
        model::{Role, Step, Version},
    },
    eval::{
        template,
        trace::{Entry, Source, Worked},
    },
    program::{model::Ruling, step_label},
};

/// The first step at which two answers part.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parting {
    /// The entry.
    pub entry: EntryName,
    /// Its words.
    pub says: String,
    /// Its result before the change; none where it was not evaluated.
    pub before: Option<String>,
    /// Its result after the change; none where it was not evaluated.
    pub after: Option<String>,
    /// Why it differs.
    pub cause: Cause,
}

/// Why a step differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Its formula is another.
    Formula {
        /// As it was.
        before: String,
        /// As it is.
        after: String,
    },
    /// It reads something that has another value.
    Read {
        /// What it reads.
        what: String,
        /// Its value before the change.
        before: String,
        /// Its value after the change.
        after: String,
    },
    /// The entry is in one version only, or was evaluated on one side only.
    OneSide,
    /// It is about another day.
    Day,
}

/// Where a formula stands: its entry, its role, and the record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    entry: EntryName,
    role: Role,
    record: Option<u16>,
}

/// How a part of an answer was evaluated.
struct Side<'a> {
    part: &'a Part<'a>,
    worked: Vec<(Key, Worked)>,
    formulas: IdVec<FormulaId, &'a Formula>,
}

/// The entry that a step of a version is.
pub(super) fn entry_of(version: &Version, step: Step) -> EntryName {
    let section = match step {
        Step::Fact(_) => Section::Fact,
        Step::Value(value) if version.follows.contains(&value) => Section::Follows,
        Step::Value(_) => Section::Value,
        Step::Criterion(_) => Section::Criterion,
        Step::Schedule(_) => Section::Schedule,
        Step::Priority(_) => Section::Priority,
        Step::Letter(_) => Section::Letter,
        Step::Line(_) => Section::Line,
        Step::Option(line, option)
            if version.lines[line].options[option].id == version.lines[line].id =>
        {
            Section::Line
        }
        Step::Option(..) => Section::Option,
        Step::Reduction(..) => Section::Reduction,
        Step::Total(_) => Section::Total,
        Step::Limit(_) => Section::Limit,
    };
    let own = step_label::step_label(version, step).id;
    let id = match step {
        Step::Fact(fact) => step_label::fact_path(version, fact, None).replace("[]", ""),
        Step::Option(line, _) if *own != *version.lines[line].id => {
            format!("{}.{own}", version.lines[line].id)
        }
        Step::Reduction(line, _) => format!("{}.{own}", version.lines[line].id),
        _ => own.to_owned(),
    };
    EntryName::new(section, id)
}

impl<'a> Side<'a> {
    fn of(part: &'a Part<'a>) -> Option<Side<'a>> {
        let version = part.ruling().version;
        let formulas = version.formulas();
        let worked = part.trace()?.worked().into_iter().map(|worked| {
            let site = version.formula_sites[worked.formula];
            let key = Key {
                entry: entry_of(version, site.step),
                role: site.role,
                record: worked.record,
            };
            (key, worked)
        });
        Some(Side {
            worked: worked.collect(),
            formulas,
            part,
        })
    }

    fn find(&self, key: &Key) -> Option<&Worked> {
        let found = self.worked.iter().find(|(it, _)| it == key);
        found.map(|(_, worked)| worked)
    }

    fn formula(&self, worked: &Worked) -> &'a Formula {
        self.formulas[worked.formula]
    }

    /// The result of a formula, in words.
    fn result(&self, worked: &Worked) -> String {
        let ruling = self.part.ruling();
        let formula = self.formula(worked);
        let Some(value) = worked.result else {
            return "could not be calculated".to_owned();
        };
        match ruling.secrets.within(&formula.expr) {
            true => "withheld".to_owned(),
            false => self.words(value, &formula.ty),
        }
    }

    fn words(&self, value: Value, ty: &Type) -> String {
        match value {
            Value::Unknown(_) => "not known yet".to_owned(),
            Value::DoesNotApply(_) => "does not apply".to_owned(),
            _ => template::format_value(value, ty, self.part.facts()),
        }
    }

    /// What a formula read, in order: where, its name, and its value in words.
    fn reads(&self, worked: &Worked) -> Vec<Read> {
        let entries = worked.entries.iter();
        let reads = entries.filter_map(|entry| match entry {
            Entry::Read(source, _, value) => self.read(*source, *value),
            _ => None,
        });
        reads.collect()
    }

    fn read(&self, source: Source, value: Value) -> Option<Read> {
        let ruling = self.part.ruling();
        let version = ruling.version;
        let plain = |value: Value| match value {
            Value::Unknown(_) => "not known yet".to_owned(),
            Value::DoesNotApply(_) => "does not apply".to_owned(),
            value => DisplayValue(value).to_string(),
        };
        let (what, words) = match source {
            Source::On => return None,
            Source::Fact(fact) | Source::Field(fact, _) if ruling.secrets.fact(fact) => {
                return None;
            }
            Source::Fact(fact) | Source::Field(fact, _) => {
                let fact = &version.facts[fact];
                (fact.words().into_owned(), self.words(value, &fact.ty))
            }
            Source::Value(number, record) => {
                let named = &version.values[number];
                let key = Key {
                    entry: entry_of(version, Step::Value(number)),
                    role: Role::Is,
                    record,
                };
                return Some(Read {
                    words: self.words(value, &named.is.ty),
                    what: named.id.to_string(),
                    value: Some(key),
                });
            }
            Source::Charge(charge) => {
                let charge = &ruling.book.charges[charge];
                (format!("the price of {}", charge.name), plain(value))
            }
            Source::Table(table, _) => {
                let table = &version.tables[table];
                (table.says.to_string(), self.words(value, &table.gives))
            }
            Source::Parameter(rate, ..) => {
                let rate = &ruling.parameters[rate];
                (rate.says.to_string(), self.words(value, &rate.gives))
            }
            Source::Packages(set, _) | Source::Offer(set, ..) => {
                (version.packages[set].says.to_string(), plain(value))
            }
            Source::Calendar(calendar, _) => (
                ruling.book.calendars[calendar].says.to_string(),
                plain(value),
            ),
            Source::Used(number) => (self.used(ruling, number)?, plain(value)),
            Source::Counted(..) | Source::NoRules(..) => return None,
        };
        Some(Read {
            what,
            words,
            value: None,
        })
    }

    /// The name of a value of another rule set.
    fn used(&self, ruling: &Ruling<'_>, number: u16) -> Option<String> {
        let used = self.part.trace()?.used().get(usize::from(number))?;
        let set = &ruling.book.rule_sets[used.rule_set];
        let value = set.newest().values.iter_ids();
        let mut value = value.filter(|(it, _)| *it == used.value);
        let id = value.next().map_or("", |(_, it)| &*it.id);
        Some(format!("{id} of {}", set.newest().title))
    }
}

/// Something that a formula read.
struct Read {
    what: String,
    words: String,
    /// Where a named value is evaluated.
    value: Option<Key>,
}

/// The first step at which two parts of answers differ: of the formulas of the
/// entries that `is_of` names, in file order, or anywhere.
pub(super) fn parting(
    before: &Part<'_>,
    after: &Part<'_>,
    starts: &[EntryName],
) -> Option<Parting> {
    let (old, new) = (Side::of(before)?, Side::of(after)?);
    starts.iter().find_map(|start| {
        let keys = |side: &Side<'_>| -> Vec<Key> {
            let keys = side.worked.iter().map(|(key, _)| key);
            keys.filter(|key| is_within(start, &key.entry))
                .cloned()
                .collect()
        };
        let mut all = keys(&new);
        all.extend(keys(&old).into_iter().filter(|key| new.find(key).is_none()));
        let differs = |key: &&Key| match (old.find(key), new.find(key)) {
            (Some(one), Some(other)) => old.result(one) != new.result(other),
            _ => true,
        };
        let key = all.iter().find(differs)?;
        descend(&old, &new, key)
    })
}

/// Whether an entry is another one, or a way to price or a reduction of it.
fn is_within(of: &EntryName, entry: &EntryName) -> bool {
    let is_part = of.section == Section::Line
        && matches!(entry.section, Section::Option | Section::Reduction)
        && entry.id.split('.').next() == Some(&of.id);
    of == entry || is_part
}

/// From a step that differs to the value that makes it so.
fn descend(old: &Side<'_>, new: &Side<'_>, key: &Key) -> Option<Parting> {
    let mut key = key.clone();
    loop {
        let (one, other) = (old.find(&key), new.find(&key));
        let (Some(one), Some(other)) = (one, other) else {
            return Some(found(old, new, &key, Cause::OneSide));
        };
        let (reads, later) = (old.reads(one), new.reads(other));
        let differing = reads.iter().find_map(|read| {
            let is_same = |it: &&Read| it.what == read.what && it.value == read.value;
            let other = later.iter().find(is_same)?;
            (other.words != read.words).then_some((read, other))
        });
        let cause = match differing {
            Some((
                Read {
                    value: Some(value), ..
                },
                _,
            )) if *value != key => {
                key = value.clone();
                continue;
            }
            Some((read, other)) => Cause::Read {
                what: read.what.clone(),
                before: read.words.clone(),
                after: other.words.clone(),
            },
            None => {
                let text = |side: &Side<'_>, worked| side.formula(worked).text.to_string();
                let (before, after) = (text(old, one), text(new, other));
                match before == after {
                    true => Cause::Day,
                    false => Cause::Formula { before, after },
                }
            }
        };
        return Some(found(old, new, &key, cause));
    }
}

fn found(old: &Side<'_>, new: &Side<'_>, key: &Key, cause: Cause) -> Parting {
    let result = |side: &Side<'_>| side.find(key).map(|worked| side.result(worked));
    Parting {
        says: says(new, key)
            .or_else(|| says(old, key))
            .unwrap_or_default(),
        before: result(old),
        after: result(new),
        entry: key.entry.clone(),
        cause,
    }
}

/// The words of the step at a key.
fn says(side: &Side<'_>, key: &Key) -> Option<String> {
    let version = side.part.ruling().version;
    let step = version.formula_sites[side.find(key)?.formula].step;
    let says = step_label::step_label(version, step).says?;
    let (ruling, facts) = (side.part.ruling(), side.part.facts());
    Some(template::render(ruling, facts, says, None))
}
