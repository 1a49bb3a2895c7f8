//! What is still needed to settle an answer, as answers that explain themselves have
//! it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    record::Record,
    values::{Amount, Value, fact_value},
};
use crate::{
    answer::{self, Asked, Cell, Outcome, completions::needed},
    base::{bounds::Bounds, ids::RecordId, value},
    check::model::Home,
};

/// What is still needed to settle an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Needed {
    /// The facts to ask for now that can matter.
    pub now: Vec<NeededFact>,
    /// Facts that some values of those make worth asking for.
    pub perhaps_later: Vec<NeededFact>,
    /// All smallest sets of facts that settle the answer whatever their values are, of
    /// four facts at most.
    pub settling: Vec<SettlingSet>,
    /// What the values of one fact come to, of each fact of which some settle the
    /// answer.
    pub ladders: Vec<Ladder>,
    /// Whether the search was finished: `settling` then has every smallest set.
    pub complete: bool,
}

/// A fact that was not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NeededFact {
    /// The name of the fact.
    pub fact: String,
    /// The record it is of; absent of a fact of the case, and of records that are not
    /// given yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// The question that asks for it; absent if the rule set has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Who can supply it; absent if the rule set does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// Facts that settle the answer together, whatever their values are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SettlingSet {
    /// The facts.
    pub facts: Vec<NeededFact>,
}

/// What the values of one fact come to while the other facts stay missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ladder {
    /// The fact.
    #[serde(flatten)]
    pub of: NeededFact,
    /// Its values in their order, with what they come to.
    pub rungs: Vec<Rung>,
}

/// Values of a fact that come to the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rung {
    /// The values, where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// The lowest of the values; absent if they are listed or have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Value>,
    /// The highest of the values; absent if they are listed or have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Value>,
    /// The total that they come to; absent if they come to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// The outcome that they come to; `undetermined` if it depends on other facts too.
    pub outcome: RungOutcome,
}

/// The outcome that values of a fact come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RungOutcome {
    /// Every criterion is met.
    Eligible,
    /// Some criterion is not met.
    NotEligible,
    /// It depends on other facts too.
    Undetermined,
    /// A person decides, or prices it.
    Refer,
    /// There is a total.
    Quoted,
    /// The total depends on how an open point of the source is read.
    Alternatives,
    /// Nothing is charged.
    DoesNotApply,
}

impl Needed {
    pub(crate) fn of(asked: Asked<'_>, needed: &answer::Needed) -> Needed {
        let facts = |cells: &[Cell]| cells.iter().map(|it| fact(asked, *it)).collect();
        let sets = needed.settling.iter();
        let ladders = needed.ladders.iter();
        Needed {
            now: facts(&needed.now),
            perhaps_later: facts(&needed.perhaps_later),
            settling: sets.map(|set| SettlingSet { facts: facts(set) }).collect(),
            ladders: ladders.map(|it| ladder(asked, it)).collect(),
            complete: needed.is_whole,
        }
    }
}

fn fact(asked: Asked<'_>, (number, record): Cell) -> NeededFact {
    let version = asked.ruling.version;
    let fact = &version.facts[number];
    let list = match fact.home {
        Home::Record(list, _) => Some(list),
        _ => None,
    };
    let record = RecordId::of(list, record).map(|it| Record::of(version, it));
    NeededFact {
        fact: fact.id.to_string(),
        record,
        ask: (!fact.ask.is_empty()).then(|| fact.ask.to_string()),
        from: fact.from.as_ref().map(ToString::to_string),
    }
}

fn ladder(asked: Asked<'_>, ladder: &needed::Ladder) -> Ladder {
    let rungs = ladder.rungs.iter();
    Ladder {
        of: fact(asked, ladder.cell),
        rungs: rungs.map(|it| rung(asked, ladder.cell, it)).collect(),
    }
}

fn rung(asked: Asked<'_>, (number, _): Cell, rung: &needed::Rung) -> Rung {
    let written = |value: value::Value| fact_value(asked, number, value);
    let values: Vec<Value> = rung.listed().into_iter().filter_map(written).collect();
    let bounds = match values.is_empty() {
        true => rung.bounds(),
        false => Bounds::default(),
    };
    let (total, outcome) = match rung.becomes {
        Some(needed::Becomes::Total(total)) => (Some(Amount::of(total)), RungOutcome::Quoted),
        Some(needed::Becomes::Outcome(outcome)) => (None, self::outcome(outcome)),
        None => (None, RungOutcome::Undetermined),
    };
    Rung {
        values,
        at_least: bounds.low.and_then(written),
        at_most: bounds.high.and_then(written),
        total,
        outcome,
    }
}

fn outcome(outcome: Outcome) -> RungOutcome {
    match outcome {
        Outcome::Eligible => RungOutcome::Eligible,
        Outcome::NotEligible => RungOutcome::NotEligible,
        Outcome::Undetermined => RungOutcome::Undetermined,
        Outcome::Refer => RungOutcome::Refer,
        Outcome::Quoted => RungOutcome::Quoted,
        Outcome::Alternatives => RungOutcome::Alternatives,
        Outcome::DoesNotApply => RungOutcome::DoesNotApply,
    }
}
