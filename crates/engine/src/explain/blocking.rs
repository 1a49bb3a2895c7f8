//! What stands in the way of a better outcome.

use std::collections::BTreeSet;

use super::{
    criterion_reads::FormulaReads,
    dependence::Dependence,
    recorder::{ReadRecorder, noted},
};
use crate::{
    answer::{
        EvaluatedPart, Evaluation,
        changed_facts::{FactChange, Spot},
    },
    base::{ids::CriterionId, value::Missing},
    check::model::{Home, RelationKind, Version},
    eval::screen::Standing,
};

/// A criterion that stands in the way.
#[derive(Debug)]
pub(super) struct Blocking {
    pub(super) standing: Standing,
    /// What it read.
    pub(super) reads: BTreeSet<Spot>,
    /// The facts that it can depend on, for records that could be added.
    pub(super) depends_on: Missing,
}

/// What stands in the way in a part; none where it is a yes.
pub(super) fn blocking(
    version: &Version,
    dependence: &Dependence,
    part: &EvaluatedPart<'_, ReadRecorder>,
) -> Option<Vec<Blocking>> {
    if !std::ptr::eq(part.ruling.version, version) {
        return None;
    }
    let reads = FormulaReads::of(version, noted(part));
    let screening = match &part.evaluation {
        Ok(Evaluation::Screening(screening)) => screening,
        Ok(Evaluation::Quote(_)) => return None,
        // Anything that was read may have led to what could not be done.
        Err(_) => return Some(vec![not_met(reads.all())]),
    };
    let criteria = version.criteria.ids().zip(&screening.standings);
    let mut blocking: Vec<Blocking> = criteria
        .filter(|(_, it)| !matches!(it, Standing::Met | Standing::DoesNotApply))
        .map(|(criterion, standing)| Blocking {
            standing: *standing,
            reads: read(part, dependence, criterion, &reads),
            depends_on: dependence.criterion(criterion),
        })
        .collect();
    if !screening.cannot_all_be_met.is_empty() {
        blocking.push(conflict(
            part,
            dependence,
            &screening.cannot_all_be_met,
            &reads,
        ));
    }
    (!blocking.is_empty()).then_some(blocking)
}

/// Criteria of which no completion meets all: a change of any fact that one of
/// them reads may let all be met.
fn conflict(
    part: &EvaluatedPart<'_, ReadRecorder>,
    dependence: &Dependence,
    criteria: &[CriterionId],
    reads: &FormulaReads<'_>,
) -> Blocking {
    let each = || criteria.iter().copied();
    let depends_on = each().map(|it| dependence.criterion(it));
    Blocking {
        standing: Standing::NotMet,
        reads: each()
            .flat_map(|it| read(part, dependence, it, reads))
            .collect(),
        depends_on: depends_on.fold(Missing::NONE, Missing::union),
    }
}

/// What a criterion read. Where a missing fact leaves open whether it applies, it was not
/// asked whether it holds: completions ask that, and any fact of it may decide them.
fn read(
    part: &EvaluatedPart<'_, ReadRecorder>,
    dependence: &Dependence,
    criterion: CriterionId,
    reads: &FormulaReads<'_>,
) -> BTreeSet<Spot> {
    let mut read = reads.criterion(criterion);
    if reads.asked_whether_it_holds(criterion) {
        return read;
    }
    let depends_on = dependence.criterion(criterion);
    for (number, fact) in part.ruling.version.facts.iter_ids() {
        if !depends_on.contains(number) {
            continue;
        }
        match fact.home {
            Home::List(list) => {
                read.insert(Spot::List(list));
            }
            Home::Record(list, _) => {
                let records = part.facts.records(list).into_iter();
                let records = records.flat_map(|it| it.present());
                read.extend(records.map(|record| Spot::Record(number, record)));
            }
            Home::Case | Home::Completeness(_) => {
                read.insert(Spot::Case(number));
            }
        }
    }
    read
}

/// Facts that cannot go together: others of their relations may have to be
/// changed too.
pub(super) fn refused(version: &Version, changes: &[FactChange]) -> Blocking {
    let mut reads = BTreeSet::new();
    for change in changes {
        let (Spot::Case(fact) | Spot::Record(fact, _)) = change.spot else {
            continue;
        };
        let related = |other| match change.spot {
            Spot::Record(_, record) if matches!(version.facts[other].home, Home::Record(..)) => {
                Spot::Record(other, record)
            }
            _ => Spot::Case(other),
        };
        for (number, declared) in version.facts.iter_ids() {
            for relation in &declared.relations {
                if number == fact && relation.kind != RelationKind::Excludes {
                    reads.insert(related(relation.other));
                } else if relation.other == fact {
                    reads.insert(related(number));
                }
            }
        }
    }
    not_met(reads)
}

fn not_met(reads: BTreeSet<Spot>) -> Blocking {
    Blocking {
        standing: Standing::NotMet,
        reads,
        depends_on: Missing::NONE,
    }
}
