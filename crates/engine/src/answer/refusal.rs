//! Why a question has no answer.

use std::fmt;

use super::{
    Asked,
    book::{Book, Identity},
    json::fragments::Fragments,
};
use crate::{
    base::date::Date,
    eval::{
        facts::Facts,
        trace::Trace,
        {fault::Fault, fault_message::fault_message},
    },
    facts::Problem,
    program::{model::Ruling, select::Unavailable},
};

/// Why a question has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such rule set, or no rules or prices for the day.
    NotAvailable {
        /// What there is none of, and why.
        reason: Unavailable,
        /// How the day came to be asked about.
        day: DaySource,
    },
    /// The question names no day, none follows from its facts, and there is no
    /// default.
    NoDay,
    /// The rule set does not say who comes first among several applicants.
    NoPriority {
        /// Its id.
        rule_set: Box<str>,
    },
    /// What is wrong with the facts, all at once.
    Facts(Vec<Problem>),
    /// A sum could not be done with these facts.
    Fault(Box<Faulted>),
}

/// How the day came to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DaySource {
    /// The question named it.
    Named,
    /// It is the first day of a booking, or was named for one.
    Booking,
    /// It is a later day of a booking, which lasts until the day given by the
    /// fact of this name.
    WithinBooking(Box<str>),
    /// Nothing named it: it is the question's default, mostly today.
    Default,
}

/// An answer that could not be finished, since a sum could not be done.
#[derive(Clone, Debug)]
pub struct Faulted {
    book: Identity,
    rule_set: Box<str>,
    on: Date,
    known: Option<Date>,
    facts: Facts,
    fault: Fault,
    trace: Option<Trace>,
    words: String,
}

impl Faulted {
    pub(super) fn new(
        book: &Book,
        ruling: &Ruling<'_>,
        facts: Facts,
        fault: Fault,
        trace: Option<Trace>,
    ) -> Faulted {
        Faulted {
            book: book.identity().clone(),
            rule_set: ruling.version.id.clone(),
            on: ruling.on,
            known: ruling.known,
            words: fault_message(ruling, &fault),
            facts,
            fault,
            trace,
        }
    }

    /// What could not be done, in words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The day asked about.
    #[must_use]
    pub fn on(&self) -> Date {
        self.on
    }

    /// Everything that is known of it, with the rules of the book that was
    /// asked; none if another book is given.
    #[must_use]
    pub fn in_book<'b>(&'b self, book: &'b Book) -> Option<FaultedAnswer<'b>> {
        if *book.identity() != self.book {
            return None;
        }
        let ruling = book
            .program()
            .select(&self.rule_set, self.on, self.known)
            .ok()?;
        Some(FaultedAnswer {
            fragments: book.fragments(&ruling),
            ruling,
            faulted: self,
        })
    }
}

/// An answer that could not be finished, with the rules that were asked.
#[derive(Debug)]
pub struct FaultedAnswer<'b> {
    ruling: Ruling<'b>,
    fragments: Fragments<'b>,
    faulted: &'b Faulted,
}

impl FaultedAnswer<'_> {
    /// The rules, prices and facts together.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            ruling: &self.ruling,
            facts: &self.faulted.facts,
            fragments: self.fragments,
        }
    }

    /// What could not be done.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.faulted.fault
    }

    /// What had been done by then, where the question asked for a trace.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.faulted.trace.as_ref()
    }
}

impl From<Unavailable> for Refusal {
    fn from(reason: Unavailable) -> Refusal {
        Refusal::NotAvailable {
            reason,
            day: DaySource::Named,
        }
    }
}

impl Refusal {
    /// The name for programs: `not-available`, `no-day`, `facts`, `fault`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAvailable { .. } => "not-available",
            Refusal::NoDay => "no-day",
            Refusal::NoPriority { .. } => "no-priority",
            Refusal::Facts(_) => "facts",
            Refusal::Fault(_) => "fault",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotAvailable { reason, .. } => reason.fmt(f),
            Refusal::NoDay => f.write_str("the question names no day"),
            Refusal::NoPriority { rule_set } => {
                write!(f, "`{rule_set}` says nothing of who comes first")
            }
            Refusal::Facts(problems) => {
                for (number, problem) in problems.iter().enumerate() {
                    if number > 0 {
                        f.write_str("; ")?;
                    }
                    f.write_str(&problem.says)?;
                }
                Ok(())
            }
            Refusal::Fault(faulted) => f.write_str(faulted.words()),
        }
    }
}

impl std::error::Error for Refusal {}
