//! Waiting and changing: a later day on which a change gives a yes, where neither the
//! change alone nor time alone does. The days tried are those on which some criterion
//! turns while no fact changes.

use super::{
    dependence::Dependence,
    evaluations::Evaluations,
    explanation::{Later, NamedChange, Way},
    prober::Prober,
    search,
};
use crate::{
    answer::{
        Question,
        changed_facts::{FactChange, NewValue, Spot},
    },
    base::{
        date::Date,
        ids::{FactId, ListId},
    },
    check::model::{Home, Version},
    program::model::{Program, Ruling},
};

/// The first of the days on which a change gives a yes.
pub(super) fn later(
    program: &Program,
    question: &Question<'_>,
    ruling: &Ruling<'_>,
    days: &[Date],
    evaluations: &mut Evaluations,
) -> Option<Later> {
    for day in days {
        let known = question.known_by();
        let ruling_then = program.select(&ruling.version.id, *day, known).ok()?;
        let version = ruling_then.version;
        let question = question.about(*day, |name| version.fact(name).is_some());
        let dependence = Dependence::of(version);
        let mut prober =
            Prober::new(program, &question, &ruling_then, &dependence).after(*evaluations);
        let ways = search::to_a_yes(&mut prober);
        *evaluations = prober.evaluations();
        let names = Names {
            from: version,
            to: ruling.version,
        };
        let ways: Option<Vec<Way>> = ways.iter().map(|way| names.way(way)).collect();
        if let Some(ways) = ways.filter(|ways| !ways.is_empty()) {
            return Some(Later { on: *day, ways });
        }
    }
    None
}

/// The numbers that one version's facts have in another.
struct Names<'v> {
    from: &'v Version,
    to: &'v Version,
}

impl Names<'_> {
    /// A way by the numbers of the other version; none where it has not all facts.
    fn way(&self, way: &Way) -> Option<Way> {
        let changes = way.changes.iter().map(|it| self.change(it));
        Some(Way {
            changes: changes.collect::<Option<_>>()?,
        })
    }

    fn change(&self, named: &NamedChange) -> Option<NamedChange> {
        let spot = match named.change.spot {
            Spot::Case(fact) => Spot::Case(self.fact(fact)?),
            Spot::Record(fact, record) => Spot::Record(self.fact(fact)?, record),
            Spot::List(list) => Spot::List(self.list(list)?),
        };
        let to = match &named.change.to {
            NewValue::With(fields) => {
                let fields = fields.iter();
                let fields = fields.map(|(fact, value)| Some((self.fact(*fact)?, *value)));
                NewValue::With(fields.collect::<Option<_>>()?)
            }
            other => other.clone(),
        };
        Some(NamedChange {
            change: FactChange { spot, to },
            ..named.clone()
        })
    }

    /// The same fact in the other version, where it has the same type.
    fn fact(&self, number: FactId) -> Option<FactId> {
        let fact = &self.from.facts[number];
        let (number, other) = match fact.home {
            Home::Record(list, _) => {
                let mut fields = self.to.fields(self.list(list)?);
                fields.find(|(_, it)| it.id == fact.id)?
            }
            _ => self.to.fact(&fact.id)?,
        };
        (other.ty == fact.ty).then_some(number)
    }

    fn list(&self, number: ListId) -> Option<ListId> {
        self.to.list_named(self.from.list_name(number))
    }
}
