//! A question with its answer's trace, as the text writers need it.

use super::shown;
use almoner_engine::{
    answer::Asked,
    base::{
        ids::{FormulaId, IdVec, ListId, ReasonId},
        value::Value,
    },
    check::{
        formula::Formula,
        model::{Home, Role, Step, Version, Wording},
    },
    eval::{
        facts::Facts,
        trace::{Entry, Source, Trace, Worked},
        wording::{self, Speaker},
    },
    program::{model::Ruling, secrets::Secrets},
};

/// A record of a list: the list's number and the record's.
pub(super) type Record = Option<(ListId, u16)>;

/// A question and what was worked out to answer it.
#[derive(Debug)]
pub struct Answered<'a> {
    /// The rules and prices that answered.
    pub ruling: &'a Ruling<'a>,
    /// The facts, assumptions included.
    pub facts: &'a Facts,
    /// Every formula by its number.
    pub(super) formulas: IdVec<FormulaId, &'a Formula>,
    /// Every formula that was worked out, in file order.
    pub(super) worked: Vec<Worked>,
}

impl<'a> Answered<'a> {
    /// Takes the trace apart, ready to be told.
    #[must_use]
    pub fn new(asked: Asked<'a>, trace: &Trace) -> Answered<'a> {
        Answered {
            ruling: asked.ruling,
            facts: asked.facts,
            formulas: asked.ruling.version.formulas(),
            worked: trace.worked(),
        }
    }

    pub(super) fn version(&self) -> &'a Version {
        self.ruling.version
    }

    pub(super) fn formula(&self, number: FormulaId) -> &'a Formula {
        self.formulas[number]
    }

    /// The step a formula belongs to, and its part in it.
    pub(super) fn part(&self, formula: FormulaId) -> Option<(Step, Role)> {
        let part = self.version().parts.get(usize::from(formula))?;
        Some((part.step, part.role))
    }

    /// How a formula was worked out for a record.
    pub(super) fn work_of(&self, formula: &Formula, record: Option<u16>) -> Option<&Worked> {
        let same = |worked: &&Worked| worked.formula == formula.number && worked.record == record;
        self.worked.iter().find(same)
    }

    /// Whether what decided a formula, for a record, was nothing that was
    /// given: an assumption, or what nobody told. The parts of a condition are
    /// gone through until one decides, so that it is what was read last.
    pub(super) fn is_untold(&self, formula: &Formula, record: Option<u16>) -> bool {
        let worked = self.work_of(formula, record);
        let entries = worked.map_or(&[][..], |worked| &worked.entries);
        let last = entries.iter().rev().find_map(|entry| match entry {
            Entry::Read(source, _, value) => Some((*source, *value)),
            _ => None,
        });
        last.is_some_and(|(source, value)| Self::is_unknown(value) || self.was_untold(source))
    }

    fn was_untold(&self, source: Source) -> bool {
        let version = self.version();
        match source {
            Source::Fact(fact) => self.facts.assumed().contains(fact),
            Source::Field(fact, record) => {
                let home = version.facts.get(usize::from(fact)).map(|fact| fact.home);
                let Some(Home::Record(list, column)) = home else {
                    return false;
                };
                let records = self.facts.records(list);
                records.is_some_and(|records| records.is_assumed(record, column))
            }
            Source::Value(number, record) => version
                .values
                .get(usize::from(number))
                .is_some_and(|value| self.is_untold(&value.is, record)),
            _ => false,
        }
    }

    /// A wording with the case's values put in, except what is confidential.
    pub(super) fn say(&self, words: &Wording, record: Record) -> String {
        wording::say(self.ruling, self.facts, words, record)
    }

    /// What a formula comes to, whether or not the answer needed it; none if
    /// it cannot be worked out.
    pub(super) fn value_of(&self, formula: &Formula, record: Record) -> Option<Value> {
        Speaker::new(self.ruling, self.facts).value_of(formula, record)
    }

    /// A citation in brackets after some words, without the rule set's own
    /// paper, which stands once at the foot of the answer.
    pub(super) fn cited(&self, words: String, cite: Option<&str>) -> String {
        shown::cited(
            words,
            cite.map(|cite| shown::in_paper(self.version(), cite)),
        )
    }

    /// What must not be shown.
    pub(super) fn secrets(&self) -> &'a Secrets {
        &self.ruling.wire.secrets
    }

    /// A reason in words.
    pub(super) fn reason(&self, reason: ReasonId) -> &'a str {
        let reasons = &self.version().reasons;
        reasons.get(usize::from(reason)).map_or("", AsRef::as_ref)
    }

    /// Whether a value is unknown.
    pub(super) fn is_unknown(value: Value) -> bool {
        matches!(value, Value::Unknown(_))
    }
}
