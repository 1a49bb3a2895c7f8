//! Why a question has no answer.

use std::fmt;

use super::{Asked, json::Fragments};
use crate::{
    eval::{
        facts::Facts,
        fault::{Fault, fault_words},
        trace::Trace,
    },
    facts::Problem,
    program::{choose::Refused, model::Ruling},
};

/// Why a question has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refusal<'b> {
    /// There is no such rule set, or no rules or prices for the day.
    NotAvailable {
        /// What there is none of, and why.
        reason: Refused,
        /// How the day came to be asked about.
        day: DaySource,
    },
    /// The question names no day, none follows from its facts, and there is no
    /// default.
    NoDay,
    /// What is wrong with the facts, all at once.
    Facts(Vec<Problem>),
    /// A sum could not be done with these facts.
    Fault(Box<Faulted<'b>>),
}

/// How the day came to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DaySource {
    /// The question named it.
    Named,
    /// It is the first day of a booking.
    BookingStart,
    /// It is a later day of a booking, which lasts until the day given by the
    /// fact of this name.
    WithinBooking(Box<str>),
    /// Nothing named it: it is the question's default, mostly today.
    Default,
}

/// An answer that could not be finished.
#[derive(Debug)]
pub struct Faulted<'b> {
    /// The rules and prices that were asked.
    pub(crate) ruling: Ruling<'b>,
    /// What the JSON of answers by these rules repeats.
    pub(crate) fragments: Fragments<'b>,
    /// The facts.
    pub(crate) facts: Facts,
    /// What could not be done.
    pub(crate) fault: Fault,
    /// What had been done by then, where the question asked for a trace.
    pub(crate) trace: Option<Trace>,
}

impl<'b> Faulted<'b> {
    /// The rules and prices that were asked.
    #[must_use]
    pub fn ruling(&self) -> &Ruling<'b> {
        &self.ruling
    }

    /// The facts.
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

    /// What could not be done.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// What had been done by then, where the question asked for a trace.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// What could not be done, in words.
    #[must_use]
    pub fn words(&self) -> String {
        fault_words(&self.ruling, &self.fault)
    }
}

impl Refusal<'_> {
    /// The name for programs: `not-available`, `no-day`, `facts`, `fault`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAvailable { .. } => "not-available",
            Refusal::NoDay => "no-day",
            Refusal::Facts(_) => "facts",
            Refusal::Fault(_) => "fault",
        }
    }
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotAvailable { reason, .. } => reason.fmt(f),
            Refusal::NoDay => f.write_str("the question names no day"),
            Refusal::Facts(problems) => {
                for (number, problem) in problems.iter().enumerate() {
                    if number > 0 {
                        f.write_str("; ")?;
                    }
                    f.write_str(&problem.says)?;
                }
                Ok(())
            }
            Refusal::Fault(faulted) => f.write_str(&faulted.words()),
        }
    }
}

impl std::error::Error for Refusal<'_> {}
