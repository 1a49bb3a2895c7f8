//! A question with its answer's trace, indexed for looking up.

use super::value_words;
use crate::{
    answer::{Asked, Part},
    base::{
        bounds::Bounds,
        ids::{FormulaId, IdVec, ListId, ReasonId, RecordId},
        time_unit::TimeUnit,
        types::Type,
        value::{Missing, Value},
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Home, Line, Role, Step, Version, Wording},
    },
    eval::{
        bounded,
        evaluator::trace_of,
        facts::Facts,
        quote::QuotedLine,
        template::{self, TemplateRenderer},
        trace::{Entry, Source, Trace, TracedUse, Worked},
    },
    program::{model::Ruling, secrets::Secrets},
};

/// A question and what was evaluated to answer it.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The rules and prices that answered.
    pub ruling: &'a Ruling<'a>,
    /// The facts, assumptions included.
    pub facts: &'a Facts,
    /// Every formula by its number.
    pub(super) formulas: IdVec<FormulaId, &'a Formula>,
    /// Every formula that was evaluated, in file order.
    pub(super) worked: Vec<Worked>,
    /// The values of other rule sets that were read.
    pub(super) used: Vec<TracedUse>,
}

impl<'a> Context<'a> {
    /// Indexes the trace.
    pub(super) fn new(asked: Asked<'a>, trace: Option<&Trace>) -> Context<'a> {
        Context {
            ruling: asked.ruling,
            facts: asked.facts,
            formulas: asked.ruling.version.formulas(),
            worked: trace.map(Trace::worked).unwrap_or_default(),
            used: trace.map(|trace| trace.used().to_vec()).unwrap_or_default(),
        }
    }

    /// With how a condition was evaluated for every record of a list: an answer may go
    /// no further than the first that decides it.
    pub(super) fn with_every_record(&self, list: ListId, condition: &Expr) -> Context<'a> {
        let mut worked = self.worked.clone();
        let records = self.facts.records(list);
        let records: Vec<u16> = records.into_iter().flat_map(|it| it.present()).collect();
        condition.each(&mut |part| {
            let Node::Value(value, _) = part.node else {
                return;
            };
            let value = &self.version().values[value];
            for number in records.iter().filter(|_| value.each == Some(list)) {
                if self.work_of(&value.is, Some(*number)).is_none() {
                    let record = RecordId {
                        list,
                        number: *number,
                    };
                    let trace = trace_of(self.ruling, self.facts, &value.is, record);
                    worked.extend(trace.worked());
                }
            }
        });
        Context {
            ruling: self.ruling,
            facts: self.facts,
            formulas: self.formulas.clone(),
            worked,
            used: self.used.clone(),
        }
    }

    /// For one part of an answer.
    pub(super) fn of_part(part: &'a Part<'_>) -> Context<'a> {
        Context::new(part.asked(), part.trace())
    }

    pub(super) fn version(&self) -> &'a Version {
        self.ruling.version
    }

    pub(super) fn formula(&self, number: FormulaId) -> &'a Formula {
        self.formulas[number]
    }

    /// The step a formula belongs to, and its part in it.
    pub(super) fn part(&self, formula: FormulaId) -> (Step, Role) {
        let part = self.version().formula_sites[formula];
        (part.step, part.role)
    }

    /// How a formula was evaluated for a record.
    pub(super) fn work_of(&self, formula: &Formula, record: Option<u16>) -> Option<&Worked> {
        let same = |worked: &&Worked| worked.formula == formula.number && worked.record == record;
        self.worked.iter().find(same)
    }

    /// Whether what decided a formula, for a record, was nothing that was
    /// given: an assumption, or an unknown. A condition is evaluated until one of
    /// its parts decides, so that part is what was read last.
    pub(super) fn rests_on_nothing_given(&self, formula: &Formula, record: Option<u16>) -> bool {
        let worked = self.work_of(formula, record);
        let entries = worked.map_or(&[][..], |worked| &worked.entries);
        let last = entries.iter().rev().find_map(|entry| match entry {
            Entry::Read(source, _, value) => Some((*source, *value)),
            _ => None,
        });
        last.is_some_and(|(source, value)| Self::is_unknown(value) || self.was_not_given(source))
    }

    fn was_not_given(&self, source: Source) -> bool {
        let version = self.version();
        match source {
            Source::Fact(fact) => self.facts.assumed().contains(fact),
            Source::Field(fact, record) => {
                let Home::Record(list, column) = version.facts[fact].home else {
                    return false;
                };
                let records = self.facts.records(list);
                records.is_some_and(|records| records.is_assumed(record, column))
            }
            Source::Value(value, record) => {
                self.rests_on_nothing_given(&version.values[value].is, record)
            }
            _ => false,
        }
    }

    /// The facts read by what applies.
    pub(super) fn facts_behind(&self) -> Missing {
        let mut facts = Missing::NONE;
        for worked in self.behind() {
            for entry in &worked.entries {
                if let Entry::Read(Source::Fact(fact) | Source::Field(fact, _), ..) = *entry {
                    facts = facts.union(Missing::fact(fact));
                }
            }
        }
        facts
    }

    /// What was evaluated for what applies, in file order: conditions that do not
    /// hold, and what only they read, are left out.
    pub(super) fn behind(&self) -> Vec<&Worked> {
        let mut is_behind = vec![false; self.worked.len()];
        let mut open: Vec<usize> = Vec::new();
        for (index, worked) in self.worked.iter().enumerate() {
            let (step, role) = self.part(worked.formula);
            let applies = role != Role::When || worked.result == Some(Value::YesNo(true));
            let is_root = !matches!(step, Step::Fact(_) | Step::Value(_)) || self.follows(step);
            if applies && is_root {
                open.push(index);
            }
        }
        while let Some(index) = open.pop() {
            let (Some(mark), Some(worked)) = (is_behind.get_mut(index), self.worked.get(index))
            else {
                continue;
            };
            if !std::mem::replace(mark, true) {
                self.add_read(worked, &mut open);
            }
        }
        let marked = self.worked.iter().zip(is_behind);
        marked
            .filter_map(|(worked, is_behind)| is_behind.then_some(worked))
            .collect()
    }

    fn follows(&self, step: Step) -> bool {
        matches!(step, Step::Value(value) if self.version().follows.contains(&value))
    }

    /// Adds the places in the trace of the values that a formula read.
    fn add_read(&self, worked: &Worked, open: &mut Vec<usize>) {
        for entry in &worked.entries {
            let Entry::Read(Source::Value(value, record), ..) = *entry else {
                continue;
            };
            let formula = self.version().values[value].is.number;
            let mut places = self.worked.iter();
            open.extend(places.position(|it| it.formula == formula && it.record == record));
        }
    }

    /// A wording with the case's values put in, except what is confidential.
    pub(super) fn say(&self, words: &Wording, record: Option<RecordId>) -> String {
        template::render(self.ruling, self.facts, words, record)
    }

    /// The value of a formula, even if the answer did not need it; none if it
    /// cannot be evaluated.
    pub(super) fn value_of(&self, formula: &Formula, record: Option<RecordId>) -> Option<Value> {
        TemplateRenderer::new(self.ruling, self.facts).value_of(formula, record)
    }

    /// A wording, unless some of its values are not known.
    pub(super) fn say_if_known(&self, words: &Wording, record: Option<RecordId>) -> Option<String> {
        let mut renderer = TemplateRenderer::new(self.ruling, self.facts);
        let mut said = String::new();
        let is_known = renderer.is_known(words, record);
        is_known.then(|| renderer.render(&mut said, words, record))?;
        Some(said)
    }

    /// The ends between which a part of a formula lies.
    pub(super) fn bounds_of(&self, expr: &Expr, record: Option<RecordId>) -> Bounds {
        bounded::bounds(self.ruling, self.facts, expr, record)
    }

    /// A value as read aloud; a long fraction of a penny is cut short with `…`.
    pub(super) fn value_words(&self, value: Value, ty: &Type) -> String {
        match value {
            Value::Money(money) => value_words::amount(money),
            Value::Number(number) => value_words::number(number),
            Value::Percent(share) => value_words::percentage(share),
            Value::DoesNotApply(reason) => match self.reason(reason) {
                "" => "does not apply".to_owned(),
                why => format!("does not apply: {why}"),
            },
            _ => template::format_value(value, ty, self.facts),
        }
    }

    /// The same, and what an amount is by: `£250.00 a week`.
    pub(super) fn words_by(&self, value: Value, ty: &Type, per: Option<TimeUnit>) -> String {
        let words = self.value_words(value, ty);
        match (value, per) {
            (Value::Money(_), Some(unit)) => format!("{words} {}", unit.a()),
            _ => words,
        }
    }

    /// The line that was quoted.
    pub(super) fn line(&self, quoted: &QuotedLine) -> &'a Line {
        &self.version().lines[quoted.line]
    }

    /// The record that a quoted line is for.
    pub(super) fn record_of(&self, quoted: &QuotedLine) -> Option<RecordId> {
        RecordId::of(self.line(quoted).for_each, quoted.record)
    }

    /// A citation in brackets after some words, without the name of the rule
    /// set's own paper: the foot of the answer has it once.
    pub(super) fn cited(&self, words: String, cite: Option<&str>) -> String {
        value_words::cited(
            words,
            cite.map(|cite| value_words::in_paper(self.version(), cite)),
        )
    }

    /// What must not be shown.
    pub(super) fn secrets(&self) -> &'a Secrets {
        self.ruling.secrets
    }

    /// A reason in words.
    pub(super) fn reason(&self, reason: ReasonId) -> &'a str {
        &self.version().reasons[reason]
    }

    /// Whether a value is unknown.
    pub(super) fn is_unknown(value: Value) -> bool {
        matches!(value, Value::Unknown(_))
    }
}
