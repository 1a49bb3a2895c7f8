//! The records that a list is tried with: one less, or one more of which as much
//! is known as the conditions over the list ask for.

use super::{
    candidates::values,
    changes::{Changes, blocks, with},
    probe::Probe,
    prober::Prober,
};
use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, NewValue, Spot},
    },
    base::{
        ids::{FactId, ListId},
        value::{Missing, Value},
    },
    eval::screen::Standing,
};

/// The most records that are tried for one list at a time.
const MAX_NEW_RECORDS: usize = 256;

/// The most changes of one list in one answer.
const MAX_CHANGES_OF_LIST: usize = 4;

/// A record that could be put in: what is known of it.
type NewRecord = Vec<(FactId, Value)>;

/// The changes with a record less, or one more, in a list. Of new records those are
/// kept that make a difference to some criterion, and of two that make the same the
/// one with less to be known. A record of which so little is known that a criterion
/// becomes open is no advice where another one meets it. `None` where the question was asked as often as it may be.
pub(super) fn changes(
    prober: &mut Prober<'_>,
    goal: Outcome,
    (changes, probe): (&[FactChange], &Probe),
    list: ListId,
) -> Option<Vec<Changes>> {
    let spot = Spot::List(list);
    let own = changes.iter().filter(|it| it.spot == spot);
    if own.count() >= MAX_CHANGES_OF_LIST {
        return Some(Vec::new());
    }
    let records = probe.facts.as_ref().and_then(|facts| facts.records(list));
    let present: Vec<u16> = records.map_or_else(Vec::new, |it| it.present().collect());
    let present = present
        .into_iter()
        .filter(|it| prober.was_given(prober.version.lists[list].fact, *it));
    let change = |to| with(changes, FactChange { spot, to });
    let mut larger: Vec<Changes> = present.map(|it| change(NewValue::Without(it))).collect();
    let mut kept: Vec<(NewRecord, Vec<Standing>)> = Vec::new();
    let mut others: Vec<NewRecord> = Vec::new();
    let mut opening: Vec<NewRecord> = Vec::new();
    for record in new_records(prober, goal, list, probe) {
        let asked = prober.ask(&change(NewValue::With(record.clone())))?;
        let is_longer = |(short, standings): &(NewRecord, Vec<Standing>)| {
            *standings == asked.standings && short.iter().all(|it| record.contains(it))
        };
        if kept.iter().any(is_longer) {
            continue;
        }
        if goal == Outcome::Undetermined && is_opened(&probe.standings, &asked.standings) {
            opening.push(record);
            continue;
        }
        match asked.standings == probe.standings {
            true => others.push(record),
            false => kept.push((record, asked.standings.clone())),
        }
    }
    let records: Vec<NewRecord> = match kept.is_empty() {
        false => kept.into_iter().map(|(record, _)| record).collect(),
        true if !opening.is_empty() => opening,
        // It may take several.
        true => others,
    };
    larger.extend(records.into_iter().map(|it| change(NewValue::With(it))));
    Some(larger)
}

/// Whether a criterion that was not met is open.
fn is_opened(before: &[Standing], after: &[Standing]) -> bool {
    let mut pairs = before.iter().zip(after);
    pairs.any(|it| matches!(it, (Standing::NotMet, Standing::Unknown(_))))
}

/// Every record of the facts that matter: those with fewer facts first, so that no
/// fact is named that is not needed.
fn new_records(prober: &Prober<'_>, goal: Outcome, list: ListId, probe: &Probe) -> Vec<NewRecord> {
    let version = prober.version;
    let blocking = probe.blocking.iter().flatten();
    let blocking = blocking.filter(|it| blocks(it.standing, goal));
    let depends_on = blocking
        .map(|it| it.depends_on)
        .fold(Missing::NONE, Missing::union);
    let fields = version.fields(list);
    let fields = fields.filter(|(number, fact)| depends_on.contains(*number) && !fact.confidential);
    let mut records: Vec<NewRecord> = vec![Vec::new()];
    for (number, _) in fields {
        let values = values(prober, (number, None), None, probe);
        let longer: Vec<NewRecord> = records
            .iter()
            .flat_map(|record| {
                values.iter().map(|value| {
                    let mut record = record.clone();
                    record.push((number, *value));
                    record
                })
            })
            .collect();
        records.extend(longer);
        if records.len() > MAX_NEW_RECORDS {
            records.truncate(MAX_NEW_RECORDS);
            break;
        }
    }
    records.sort_by_key(Vec::len);
    records
}
