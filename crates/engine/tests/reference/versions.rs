//! Versions that are based on an earlier one: an entry with the same id takes its
//! place, a new one comes last, and what is dropped is left out.

use almoner_engine::source::model::{
    CriterionEntry, FactEntry, LimitEntry, LineEntry, PackagesEntry, PriorityEntry, RuleFile,
    ScheduleEntry, TableEntry, TotalEntry, TypeEntry, UseEntry, ValueEntry,
};

/// Something with an id.
trait Entry: Clone {
    fn id(&self) -> &str;
}

macro_rules! entries {
    ($($entry:ident),*) => {
        $(impl Entry for $entry<'_> {
            fn id(&self) -> &str {
                self.id
            }
        })*
    };
}

entries!(
    CriterionEntry,
    FactEntry,
    LimitEntry,
    LineEntry,
    PackagesEntry,
    PriorityEntry,
    ScheduleEntry,
    TableEntry,
    TotalEntry,
    UseEntry,
    ValueEntry
);

fn merged<T: Entry>(earlier: &[T], later: &[T], drops: &[&str]) -> Vec<T> {
    let mut all: Vec<T> = earlier
        .iter()
        .filter(|entry| !drops.contains(&entry.id()))
        .cloned()
        .collect();
    for entry in later {
        match all.iter_mut().find(|other| other.id() == entry.id()) {
            Some(place) => *place = entry.clone(),
            None => all.push(entry.clone()),
        }
    }
    all
}

/// Facts are merged like other entries; a list gains fields with `Also`.
fn merged_facts<'s>(
    earlier: &[FactEntry<'s>],
    later: &[FactEntry<'s>],
    drops: &[&str],
) -> Vec<FactEntry<'s>> {
    let mut all = merged(earlier, later, drops);
    for fact in &mut all {
        let TypeEntry::Also(fields) = &fact.is else {
            continue;
        };
        let before = earlier.iter().find(|other| other.id == fact.id);
        let Some(TypeEntry::List(known)) = before.map(|fact| &fact.is) else {
            panic!("no list {}", fact.id)
        };
        let fields = merged(known, fields, &[]);
        fact.is = TypeEntry::List(fields);
    }
    all
}

/// All that holds in a version that is based on another.
pub(crate) fn complete<'s>(earlier: &RuleFile<'s>, later: &RuleFile<'s>) -> RuleFile<'s> {
    let drops = &later.head.drops;
    let mut all = later.clone();
    all.facts = merged_facts(&earlier.facts, &later.facts, drops);
    all.uses = merged(&earlier.uses, &later.uses, drops);
    all.tables = merged(&earlier.tables, &later.tables, drops);
    all.packages = merged(&earlier.packages, &later.packages, drops);
    all.values = merged(&earlier.values, &later.values, drops);
    all.criteria = merged(&earlier.criteria, &later.criteria, drops);
    all.follows = merged(&earlier.follows, &later.follows, drops);
    all.lines = merged(&earlier.lines, &later.lines, drops);
    all.totals = merged(&earlier.totals, &later.totals, drops);
    all.limits = merged(&earlier.limits, &later.limits, drops);
    let (before, after) = (&earlier.selection, &later.selection);
    all.selection.schedules = merged(&before.schedules, &after.schedules, drops);
    all.selection.priority = merged(&before.priority, &after.priority, drops);
    if all.head.rounding.is_none() {
        all.head.rounding.clone_from(&earlier.head.rounding);
    }
    if all.head.period.is_none() {
        all.head.period.clone_from(&earlier.head.period);
    }
    all
}
