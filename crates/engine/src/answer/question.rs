//! A question: which rule set, about which day, with which facts.

use std::borrow::Cow;

use super::{booking_days::first_day, changed_facts::FactChange, refusal::DaySource};
use crate::{
    base::date::Date,
    book::Book,
    check::model::{FactText, RuleSet},
    facts::{FactValue, GivenFacts},
};

/// Whether an answer keeps its trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Every formula with what it read: the trace.
    #[default]
    Traced,
    /// The answer alone.
    Silent,
}

/// A question to a book.
///
/// ```
/// use almoner_engine::Question;
///
/// let question = Question::new("music")
///     .on("2018-05-01".parse()?)
///     .fact("lessons", 10)
///     .fact("key_stage", "2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Question<'t> {
    pub(super) rule_set: Cow<'t, str>,
    pub(super) on: Option<Date>,
    pub(super) default_day: Option<Date>,
    pub(super) known: Option<Date>,
    pub(super) facts: GivenFacts<'t>,
    pub(super) detail: Detail,
    pub(super) changes: Vec<FactChange>,
    /// Whether a screening that depends on missing facts stays so, even if all
    /// completions have the same outcome.
    pub(super) is_unsettled: bool,
}

impl<'t> Question<'t> {
    /// A question to a rule set, by its id.
    #[must_use]
    pub fn new(rule_set: impl Into<Cow<'t, str>>) -> Question<'t> {
        Question {
            rule_set: rule_set.into(),
            ..Question::default()
        }
    }

    /// Names the day asked about. A booking is asked about from its first day,
    /// which need not be named again.
    #[must_use]
    pub fn on(self, day: Date) -> Question<'t> {
        Question {
            on: Some(day),
            ..self
        }
    }

    /// The day to take where none is named and none follows from the facts:
    /// mostly today. The engine itself reads no clock.
    #[must_use]
    pub fn default_day(self, day: Date) -> Question<'t> {
        Question {
            default_day: Some(day),
            ..self
        }
    }

    /// Uses only rules and prices that were known by the end of this day.
    #[must_use]
    pub fn known(self, day: Date) -> Question<'t> {
        Question {
            known: Some(day),
            ..self
        }
    }

    /// Adds a fact with a typed value.
    #[must_use]
    pub fn fact(
        mut self,
        name: impl Into<Cow<'t, str>>,
        value: impl Into<FactValue>,
    ) -> Question<'t> {
        self.facts.fact(name, value);
        self
    }

    /// Adds a fact as people write it: as typed for a flag.
    #[must_use]
    pub fn text(mut self, name: impl Into<Cow<'t, str>>, text: &str) -> Question<'t> {
        self.facts.text(name, FactText::One(text.into()));
        self
    }

    /// Adds a fact as a rule set's cases write it.
    #[must_use]
    pub(crate) fn given(mut self, name: impl Into<Cow<'t, str>>, given: FactText) -> Question<'t> {
        self.facts.text(name, given);
        self
    }

    /// Adds the facts of one JSON object.
    #[must_use]
    pub fn json(mut self, text: &'t str) -> Question<'t> {
        self.facts.json(text);
        self
    }

    /// Adds facts that were gathered before, as given later.
    #[must_use]
    pub fn facts(mut self, facts: GivenFacts<'t>) -> Question<'t> {
        self.facts.extend(facts);
        self
    }

    /// The day that the question is about: the one named, the first of a
    /// booking, or the default.
    #[must_use]
    pub fn day(&self, book: &Book) -> Option<Date> {
        let set = book.program().rule_set(&self.rule_set);
        self.day_in(set).map(|(day, _)| day)
    }

    /// The day, and how the question came to be about it.
    pub(super) fn day_in(&self, set: Option<&RuleSet>) -> Option<(Date, DaySource)> {
        let first_day = set.and_then(|set| first_day(set, &self.facts));
        match (self.on.or(first_day), first_day) {
            (Some(day), Some(_)) => Some((day, DaySource::Booking)),
            (Some(day), None) => Some((day, DaySource::Named)),
            (None, _) => Some((self.default_day?, DaySource::Default)),
        }
    }

    /// The same question about this day.
    pub(crate) fn on_day(&self, day: Date) -> Question<'t> {
        self.clone().on(day)
    }

    /// The same question about another day, with the facts that are asked for then.
    pub(crate) fn about(&self, day: Date, is_asked: impl Fn(&str) -> bool) -> Question<'t> {
        Question {
            facts: self.facts.only(is_asked),
            on: Some(day),
            ..self.clone()
        }
    }

    /// The day by whose end what counts must have been known.
    pub(crate) fn known_by(&self) -> Option<Date> {
        self.known
    }

    /// The same question with facts changed; numbered as in the version that
    /// answers on its day.
    #[must_use]
    pub(crate) fn with_changes(&self, changes: Vec<FactChange>) -> Question<'t> {
        Question {
            changes,
            ..self.clone()
        }
    }

    /// The same question, of which completions are not looked at.
    #[must_use]
    pub(crate) fn unsettled(self) -> Question<'t> {
        Question {
            is_unsettled: true,
            ..self
        }
    }

    /// The same question without the facts that the rules call confidential.
    #[must_use]
    pub(crate) fn without_confidential(&self) -> Question<'t> {
        let mut question = self.clone();
        question.facts.leave_out_confidential();
        question
    }

    /// With or without a trace.
    #[must_use]
    pub fn detail(self, detail: Detail) -> Question<'t> {
        Question { detail, ..self }
    }
}
