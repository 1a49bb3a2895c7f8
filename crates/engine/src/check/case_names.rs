//! What the cases of a rule set can speak of: the facts and the names of all
//! its versions.

use super::{
    diagnostics::Sink,
    model::{Case, Home, Line, Version},
};
use crate::base::{name, sequence::each_once, source_text::SourceId};

/// The words a case may expect in addition to names of values, criteria and lines.
pub(super) const EXPECTED: [&str; 12] = [
    "outcome",
    "outcome_on_day",
    "total",
    "without_referred",
    "missing",
    "not_checked",
    "not_used",
    "refused",
    "tariff",
    "parts",
    "first",
    "last",
];

/// What cases can speak of, each name once and in the order of the files.
pub(super) struct CaseNames<'v> {
    /// Facts, with the lists whose records they are facts of.
    facts: Vec<(Option<&'v str>, &'v str)>,
    lists: Vec<&'v str>,
    expected: Vec<String>,
    /// The files of the versions, also of those that could not be read.
    files: Vec<SourceId>,
}

impl<'v> CaseNames<'v> {
    /// What the cases of these versions can speak of; `unread` are the files of
    /// versions that could not be read whole.
    pub(super) fn of(versions: &'v [Version], unread: &[SourceId]) -> CaseNames<'v> {
        let read = versions.iter().map(|version| version.file);
        let always = EXPECTED.map(String::from);
        CaseNames {
            facts: each_once(versions.iter().flat_map(facts)),
            lists: each_once(versions.iter().flat_map(lists)),
            expected: each_once(versions.iter().flat_map(names).chain(always)),
            files: read.chain(unread.iter().copied()).collect(),
        }
    }

    /// The facts of the case, or of the records of a list.
    pub(super) fn facts_of(&self, list: Option<&str>) -> impl Iterator<Item = &'v str> {
        let facts = self.facts.iter().filter(move |(of, _)| *of == list);
        facts.map(|(_, fact)| *fact)
    }

    /// Whether a fact of the case is a list.
    pub(super) fn is_list(&self, fact: &str) -> bool {
        self.lists.contains(&fact)
    }

    /// The list, if it is of one, of whose records this is a fact.
    pub(super) fn home_of(&self, fact: &str) -> Option<Option<&'v str>> {
        let mut facts = self.facts.iter().rev();
        facts.find(|(_, id)| *id == fact).map(|(list, _)| *list)
    }

    /// Whether a case can expect something of this.
    pub(super) fn can_be_expected(&self, name: &str) -> bool {
        self.expected.iter().any(|known| known == name)
    }

    /// What a case may have meant to expect something of.
    pub(super) fn nearest_expected(&self, name: &str) -> Option<&str> {
        name::nearest(name, self.expected.iter().map(String::as_str))
    }

    /// Whether a name that is not there may be that of an entry in error.
    pub(super) fn may_be_in_error(&self, name: &str, sink: &Sink<'_>) -> bool {
        let mut files = self.files.iter();
        files.any(|file| sink.may_be_in_error(*file, name))
    }
}

fn facts(version: &Version) -> impl Iterator<Item = (Option<&str>, &str)> {
    version.facts.iter().map(|fact| {
        let list = match fact.home {
            Home::Record(list, _) => Some(version.list_name(list)),
            _ => None,
        };
        (list, &*fact.id)
    })
}

fn lists(version: &Version) -> impl Iterator<Item = &str> {
    version.lists.ids().map(|list| version.list_name(list))
}

/// The names of everything a case can expect something of.
fn names(version: &Version) -> impl Iterator<Item = String> {
    let values = version.values.iter().map(|value| &value.id);
    let criteria = version.criteria.iter().map(|criterion| &criterion.id);
    let days = version.criteria.iter();
    let days = days.map(|criterion| format!("{}.{}", criterion.id, Case::ON));
    let schedules = version.selection.schedules.iter().map(|it| &it.id);
    let priority = version.selection.priority.iter().map(|it| &it.id);
    let reductions = version.lines.iter().flat_map(|line| &line.reductions);
    let reductions = reductions.map(|reduction| &reduction.id);
    let plain = values
        .chain(criteria)
        .chain(schedules)
        .chain(priority)
        .chain(reductions)
        .map(|id| id.to_string());
    let totals = version.totals.iter().map(|total| total.id.to_string());
    let lines = version.lines.iter().flat_map(names_of_line);
    let limits = version.limits.iter().map(|limit| limit.id.to_string());
    plain.chain(days).chain(lines).chain(totals).chain(limits)
}

fn names_of_line(line: &Line) -> Vec<String> {
    let reductions = line.reductions.iter();
    let reductions = reductions.map(|reduction| format!("{}.{}", line.id, reduction.id));
    let mut names = vec![line.id.to_string(), format!("{}.{}", line.id, Case::CHOSEN)];
    let ways = line.options.iter().filter(|_| line.has_named_ways());
    names.extend(ways.map(|way| format!("{}.{}", line.id, way.id)));
    names.extend(reductions);
    names
}
