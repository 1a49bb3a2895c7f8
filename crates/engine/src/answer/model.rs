//! The answer to a question, in one part or several.

use super::{change_points::Change, json::fragments::Fragments};
use crate::{
    base::{date::Date, ids::ChargeId, money::Money, value::Missing},
    check::model::{RatePeriod, Status},
    eval::{
        basis::Basis,
        facts::Facts,
        facts_read::FactsRead,
        parts_total::{PartsAlternative, Totals},
        period_screening::PeriodScreening,
        quote::{self, Quote},
        screen::{self, Screening},
        trace::Trace,
    },
    program::model::Ruling,
};

/// A question that was answered: the rules and prices that answer it, and the
/// facts of the case.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rules and prices.
    pub ruling: &'a Ruling<'a>,
    /// The facts.
    pub facts: &'a Facts,
    /// What the JSON of such answers repeats.
    pub fragments: Fragments<'a>,
}

/// What was found: a price, or whether someone is eligible.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Evaluation {
    /// A price.
    Quote(Quote),
    /// Whether someone is eligible.
    Screening(Screening),
}

impl Evaluation {
    /// Whether nothing is missing that the outcome depends on.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Evaluation::Quote(quote) => quote.outcome() != quote::Outcome::Undetermined,
            Evaluation::Screening(it) => it.outcome != screen::Outcome::Undetermined,
        }
    }

    /// The charges whose prices were read, each once, in the order of reading.
    #[must_use]
    pub fn prices(&self) -> &[ChargeId] {
        self.basis().prices
    }

    /// The rates that were read, each once, in the order of reading.
    #[must_use]
    pub fn rates(&self) -> &[RatePeriod] {
        self.basis().rates
    }

    /// What it rests on.
    pub(super) fn basis(&self) -> Basis<'_> {
        match self {
            Evaluation::Quote(quote) => quote.into(),
            Evaluation::Screening(screening) => screening.into(),
        }
    }

    /// The facts that are needed and were not given.
    pub(crate) fn missing(&self) -> Missing {
        match self {
            Evaluation::Quote(quote) => quote.missing,
            Evaluation::Screening(screening) => screening.missing,
        }
    }

    /// The facts for which a value was assumed.
    pub(crate) fn assumed(&self) -> Missing {
        match self {
            Evaluation::Quote(quote) => quote.assumed,
            Evaluation::Screening(screening) => screening.assumed,
        }
    }

    /// The facts that were read.
    pub(super) fn read(&self) -> &FactsRead {
        match self {
            Evaluation::Quote(quote) => &quote.read,
            Evaluation::Screening(screening) => &screening.read,
        }
    }
}

/// The outcome of a question of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A quote with a total.
    Quoted,
    /// A quote with several totals: an open point of the source decides.
    Alternatives,
    /// A quote of which no line applies.
    DoesNotApply,
    /// Every criterion is met.
    Eligible,
    /// Some criterion is not met.
    NotEligible,
    /// It depends on facts that are not known.
    Undetermined,
    /// A person decides or prices the rest.
    Refer,
}

impl Outcome {
    /// The name for programs: `quoted`, `not_eligible`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Quoted => "quoted",
            Outcome::Alternatives => "alternatives",
            Outcome::DoesNotApply => "does_not_apply",
            Outcome::Eligible => "eligible",
            Outcome::NotEligible => "not_eligible",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
        }
    }

    /// Whether the answer is a yes or a price: nothing is open, nothing
    /// refused.
    #[must_use]
    pub fn is_settled_yes(self) -> bool {
        matches!(
            self,
            Outcome::Quoted | Outcome::DoesNotApply | Outcome::Eligible
        )
    }
}

impl From<quote::Outcome> for Outcome {
    fn from(outcome: quote::Outcome) -> Outcome {
        match outcome {
            quote::Outcome::Quoted => Outcome::Quoted,
            quote::Outcome::Alternatives => Outcome::Alternatives,
            quote::Outcome::Undetermined => Outcome::Undetermined,
            quote::Outcome::Refer => Outcome::Refer,
            quote::Outcome::DoesNotApply => Outcome::DoesNotApply,
        }
    }
}

impl From<screen::Outcome> for Outcome {
    fn from(outcome: screen::Outcome) -> Outcome {
        match outcome {
            screen::Outcome::Eligible => Outcome::Eligible,
            screen::Outcome::NotEligible => Outcome::NotEligible,
            screen::Outcome::Undetermined => Outcome::Undetermined,
            screen::Outcome::Refer => Outcome::Refer,
        }
    }
}

/// The answer to a question. It has several parts where it is about a booking
/// within which rules or prices change.
#[derive(Debug)]
pub struct Answer<'b> {
    pub(super) first: Part<'b>,
    pub(super) later: Vec<Part<'b>>,
    /// Where it is in parts: the question as a whole.
    pub(super) whole: Option<Whole<'b>>,
    /// Whether it is as a list that others may see has it.
    pub(super) is_listed: bool,
}

/// A question that is answered in parts, as a whole.
#[derive(Debug)]
pub(super) struct Whole<'b> {
    /// The rules and prices of the day asked about.
    pub(super) ruling: Ruling<'b>,
    pub(super) fragments: Fragments<'b>,
    pub(super) facts: Facts,
    /// What the parts come to together.
    pub(super) together: WholeTogether,
    /// How what follows for the whole was evaluated.
    pub(super) trace: Option<Trace>,
    /// How the limits over the parts of a quote were evaluated, with the number of
    /// the first part of each span.
    pub(super) limit_traces: Vec<(usize, Trace)>,
}

/// What several parts come to together.
#[derive(Debug)]
pub(crate) enum WholeTogether {
    /// Of a quote.
    Quotes(Totals),
    /// Of a screening.
    Screenings(PeriodScreening),
}

/// The days of a part.
#[derive(Clone, Debug)]
pub(crate) struct PartDays {
    /// Its first day.
    pub(crate) first: Date,
    /// Its last day.
    pub(crate) last: Date,
    /// Why it begins; nothing for the first part.
    pub(crate) begins: Vec<Change>,
}

/// Days for which the answer reads the same, and their answer.
#[derive(Debug)]
pub struct Part<'b> {
    pub(super) days: Option<PartDays>,
    pub(super) ruling: Ruling<'b>,
    pub(super) fragments: Fragments<'b>,
    pub(super) facts: Facts,
    pub(super) evaluation: Evaluation,
    pub(super) trace: Option<Trace>,
}

impl<'b> Part<'b> {
    /// The first and the last day, where the answer has several parts.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        self.days.as_ref().map(|days| (days.first, days.last))
    }

    /// Why the part begins; nothing for the first one.
    #[must_use]
    pub fn begins(&self) -> &[Change] {
        self.days.as_ref().map_or(&[], |days| &days.begins)
    }

    /// The rules and prices that answer.
    #[must_use]
    pub fn ruling(&self) -> &Ruling<'b> {
        &self.ruling
    }

    /// The facts, with what was assumed; where the answer has several parts,
    /// the first and last day are those of this part.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The rules, prices and facts together.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            ruling: &self.ruling,
            facts: &self.facts,
            fragments: self.fragments,
        }
    }

    /// What was found.
    #[must_use]
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The quote, if it is one.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        match &self.evaluation {
            Evaluation::Quote(quote) => Some(quote),
            Evaluation::Screening(_) => None,
        }
    }

    /// The screening, if it is one.
    #[must_use]
    pub fn screening(&self) -> Option<&Screening> {
        match &self.evaluation {
            Evaluation::Screening(screening) => Some(screening),
            Evaluation::Quote(_) => None,
        }
    }

    /// The trace, where the question asked for it.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }
}

impl<'b> Answer<'b> {
    /// Whether nothing in it rests on a confidential fact, as lists of several
    /// people have it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// The outcome of all parts together.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (&self.whole, &self.first.evaluation) {
            (Some(whole), _) => match &whole.together {
                WholeTogether::Quotes(totals) => totals.outcome.into(),
                WholeTogether::Screenings(screening) => screening.outcome.into(),
            },
            (None, Evaluation::Quote(quote)) => quote.outcome().into(),
            (None, Evaluation::Screening(screening)) => screening.outcome.into(),
        }
    }

    /// The total of a quote, once everything is known; of all parts together.
    /// `None` also where it depends on how the source is read:
    /// [`present::alternatives`](crate::present::alternatives) has each total.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        match (self.totals(), &self.first.evaluation) {
            (Some(totals), _) => totals.total,
            (None, Evaluation::Quote(quote)) => quote.total,
            (None, Evaluation::Screening(_)) => None,
        }
    }

    /// Proposed if the rules, prices or rates of any part are: the answer then is
    /// indicative.
    #[must_use]
    pub fn status(&self) -> Status {
        let proposed = |part: &Part<'_>| part.ruling.status() == Status::Proposed;
        match self.parts().any(proposed) {
            true => Status::Proposed,
            false => Status::Adopted,
        }
    }

    /// The last day on which a quote issued on a day is valid: `valid_for` later,
    /// and never after the last day of its tariff. `None` where the rules do not say
    /// how long, and where the tariff has ended by then.
    #[must_use]
    pub fn valid_until(&self, issued: Date) -> Option<Date> {
        let ruling = self.asked().ruling;
        let until = ruling.version.selection.valid_for?.after(issued, 1)?;
        let ends = [ruling.version.until, ruling.tariff.map(|it| it.until)];
        let until = ends.into_iter().flatten().fold(until, Date::min);
        (until >= issued).then_some(until)
    }

    /// The rules and prices of the day asked about, with the facts of the whole
    /// question.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        match &self.whole {
            Some(whole) => Asked {
                ruling: &whole.ruling,
                facts: &whole.facts,
                fragments: whole.fragments,
            },
            None => self.first.asked(),
        }
    }

    /// The facts of the whole question.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        let whole = self.whole.as_ref().map(|whole| &whole.facts);
        whole.unwrap_or(&self.first.facts)
    }

    /// The first part: the only one, unless rules or prices change within a
    /// booking.
    #[must_use]
    pub fn first(&self) -> &Part<'b> {
        &self.first
    }

    /// Every part, in the order of their days.
    pub fn parts(&self) -> impl Iterator<Item = &Part<'b>> + Clone {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The readings of an alternative of all parts, as one clause that fits after
    /// "if".
    pub(crate) fn reading_words(&self, of: &PartsAlternative) -> String {
        let words = of.readings.iter().filter_map(|(number, reading)| {
            let part = self.parts().nth(*number)?;
            Some(reading.words(&part.ruling, &part.facts))
        });
        words.collect::<Vec<_>>().join(" and ")
    }

    /// The quote of each part under an alternative of all of them.
    pub(crate) fn quotes_under<'a>(
        &'a self,
        of: &'a PartsAlternative,
    ) -> impl Iterator<Item = (&'a Quote, &'a Ruling<'b>)> {
        let parts = self.parts().zip(&of.taken);
        parts.filter_map(|(part, taken)| {
            let quote = part.quote()?;
            let taken = taken.and_then(|number| quote.alternatives.get(number));
            Some((taken.map_or(quote, |it| &it.quote), &part.ruling))
        })
    }

    /// What the parts of a quote come to together; none where it is in one.
    #[must_use]
    pub fn totals(&self) -> Option<&Totals> {
        match &self.whole.as_ref()?.together {
            WholeTogether::Quotes(totals) => Some(totals),
            WholeTogether::Screenings(_) => None,
        }
    }

    /// The screening of a whole period; none of a question about one day.
    #[must_use]
    pub fn period_screening(&self) -> Option<&PeriodScreening> {
        match &self.whole.as_ref()?.together {
            WholeTogether::Quotes(_) => None,
            WholeTogether::Screenings(screening) => Some(screening),
        }
    }

    /// How what follows for a whole period was evaluated, where the question
    /// asked for it.
    #[must_use]
    pub fn whole_trace(&self) -> Option<&Trace> {
        self.whole.as_ref()?.trace.as_ref()
    }

    /// How the limits over the parts of a quote were evaluated, with the number of
    /// the first part of each span.
    pub(crate) fn limit_traces(&self) -> &[(usize, Trace)] {
        self.whole.as_ref().map_or(&[], |whole| &whole.limit_traces)
    }

    /// The first part with the outcome of the whole screening, which says why
    /// it is so; of a quote the first part.
    #[must_use]
    pub fn deciding_part(&self) -> &Part<'b> {
        let outcome = self.period_screening().map(|whole| whole.outcome);
        let decides = |part: &&Part<'b>| {
            let screening = part.screening();
            outcome.is_some() && screening.map(|it| it.outcome) == outcome
        };
        self.parts().find(decides).unwrap_or(&self.first)
    }
}
