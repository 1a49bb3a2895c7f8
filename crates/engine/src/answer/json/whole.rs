//! A question worked out and written in one go.

use crate::{
    answer::Asked,
    check::model::Kind,
    eval::{
        joined::quote_parts,
        quote::{quote, quote_traced},
        screen::{Unfinished, screen, screen_traced},
    },
    facts::parts::Part,
};

/// How much of the way to an answer is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Every formula with what it read.
    Traced,
    /// The answer alone: `"trace":null`.
    Silent,
}

/// A question that was worked out, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The answer as one JSON object.
    pub json: String,
    /// `quoted`, `eligible`, `undetermined`, `fault` and so on.
    pub outcome: &'static str,
}

/// Works out the answer to a question and writes it. Where a sum cannot be
/// done, the trace up to there is written whatever was asked for.
#[must_use]
pub fn answer(asked: Asked<'_>, told: Told) -> Whole {
    let written = match asked.ruling.version.kind {
        Kind::Pricing => quoted(asked, told),
        Kind::Eligibility => screened(asked, told),
    };
    written.unwrap_or_else(|unfinished| Whole {
        json: super::fault(asked, &unfinished),
        outcome: "fault",
    })
}

/// Works out the answer to a question that has parts, and writes it; without
/// any the question is asked whole.
#[must_use]
pub fn answer_in_parts(asked: Asked<'_>, parts: &[Part<'_>], told: Told) -> Whole {
    if parts.is_empty() {
        return answer(asked, told);
    }
    let questions = parts.iter().map(|part| (&part.ruling, &part.facts));
    match quote_parts(questions) {
        Ok(joined) => Whole {
            json: super::parts::write(asked, parts, &joined, told),
            outcome: joined.together.outcome.name(),
        },
        Err((number, unfinished)) => {
            let part = parts.get(number).map(super::parts::asked_of);
            Whole {
                json: super::fault(part.unwrap_or(asked), &unfinished),
                outcome: "fault",
            }
        }
    }
}

fn quoted(asked: Asked<'_>, told: Told) -> Result<Whole, Box<Unfinished>> {
    if told == Told::Silent
        && let Ok(quote) = quote(asked.ruling, asked.facts)
    {
        return Ok(Whole {
            json: super::quote::write(asked, &quote, None),
            outcome: quote.outcome().name(),
        });
    }
    let (quote, trace) = quote_traced(asked.ruling, asked.facts)?;
    Ok(Whole {
        json: super::quote(asked, &quote, &trace),
        outcome: quote.outcome().name(),
    })
}

fn screened(asked: Asked<'_>, told: Told) -> Result<Whole, Box<Unfinished>> {
    if told == Told::Silent
        && let Ok(screening) = screen(asked.ruling, asked.facts)
    {
        return Ok(Whole {
            json: super::screening::write(asked, &screening, None),
            outcome: screening.outcome.name(),
        });
    }
    let (screening, trace) = screen_traced(asked.ruling, asked.facts)?;
    Ok(Whole {
        json: super::screening(asked, &screening, &trace),
        outcome: screening.outcome.name(),
    })
}
