//! A question as a form asks it: which day, which version of the rules, the facts,
//! and the answer to them.

use super::{
    form_fields::Fields,
    form_view::{FormBuilder, FormView},
    typed_facts::{self, FieldError, TypedFacts},
};
use almoner_engine::{
    answer::{self, Answer, Detail, Refusal},
    base::{
        date::{Date, LongDate},
        date_text::{self, DateText},
    },
    book::Book,
    check::model::{Kind, RuleSet, Version},
    present::value_words::sentence,
};

/// The fields of the days that a question can name.
const DAYS: [&str; 2] = ["on", "known"];

/// A question, and what came of it.
pub(crate) struct Asked<'b> {
    pub(crate) book: &'b Book,
    pub(crate) version: &'b Version,
    /// As it was asked, with what could be read of the facts.
    pub(crate) question: answer::Question<'static>,
    pub(crate) answer: Option<Answer<'b>>,
    pub(crate) errors: Vec<FieldError>,
    /// Why there is no answer on this day, where nothing that was typed is wrong.
    pub(crate) unavailable: Option<String>,
    pub(crate) is_blank: bool,
}

/// Asks a rule set what a form asks.
pub(crate) fn ask<'b>(
    book: &'b Book,
    set: &'b RuleSet,
    fields: &Fields,
    today: Option<Date>,
) -> Asked<'b> {
    let (question, mut errors) = about_days(set, fields, today);
    let mut version = set.newest();
    let mut typed = TypedFacts::read(version, fields);
    // The day may be that of a booking, so the facts are read to find the version.
    let day = question.clone().facts(typed.given.clone()).day(book);
    let selected = day.and_then(|day| book.program().select(&set.id, day, None).ok());
    if let Some(ruling) = selected
        && !std::ptr::eq(ruling.version, version)
    {
        version = ruling.version;
        typed = TypedFacts::read(version, fields);
    }
    let is_blank = typed.is_blank;
    let mut asked = Asked {
        book,
        version,
        question: question.facts(typed.given.clone()).detail(Detail::Traced),
        answer: None,
        errors: Vec::new(),
        unavailable: None,
        is_blank,
    };
    errors.append(&mut typed.errors);
    if errors.is_empty() {
        match book.answer(&asked.question) {
            Ok(answer) => asked.answer = Some(answer),
            Err(Refusal::Facts(problems)) => typed.report(version, &problems),
            Err(Refusal::NotAvailable { reason, .. }) => {
                asked.unavailable = Some(sentence(&reason.to_string()));
            }
            Err(other) => asked.unavailable = Some(sentence(&other.to_string())),
        }
        errors.append(&mut typed.errors);
    }
    asked.errors = errors;
    asked
}

/// The question without facts, and what is wrong with its days.
fn about_days(
    set: &RuleSet,
    fields: &Fields,
    today: Option<Date>,
) -> (answer::Question<'static>, Vec<FieldError>) {
    let mut question = answer::Question::new(set.id.to_string());
    let mut errors = Vec::new();
    if let Some(today) = today {
        question = question.default_day(today);
    }
    for name in DAYS {
        let Some(text) = fields.get(name) else {
            continue;
        };
        match (day(text), name) {
            (Ok(day), "on") => question = question.on(day),
            (Ok(day), _) => question = question.known(day),
            (Err(says), _) => errors.push(FieldError {
                field: name.to_owned(),
                says,
            }),
        }
    }
    (question, errors)
}

/// Reads a day.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    match date_text::read(text) {
        DateText::Day(day) => Ok(day),
        DateText::ShortYear { .. } => {
            Err("Write all four digits of the year, such as 1/5/2018.".to_owned())
        }
        DateText::AfterMonthEnd(_) => Err("The date must exist.".to_owned()),
        _ => Err("Write the date such as 1/5/2018 or 1 May 2018.".to_owned()),
    }
}

/// The question for the day, and whether it can be left out because a booking has days
/// of its own.
pub(crate) fn day_words(version: &Version) -> (&'static str, bool) {
    let is_booking = version.facts.iter().any(|it| version.is_period_end(it));
    let words = match (version.kind, is_booking) {
        (Kind::Eligibility, _) => "Which day is it about?",
        (Kind::Pricing, true) => "Which day is it about, if not the first day of the booking?",
        (Kind::Pricing, false) => "Which day is it for?",
    };
    (words, is_booking)
}

/// The day as it is shown under the box it was typed in.
pub(crate) fn day_understood(fields: &Fields) -> Option<String> {
    let day = day(fields.get("on")?).ok()?;
    Some(LongDate(day).to_string())
}

impl Asked<'_> {
    /// The form, with what was typed.
    pub(crate) fn form(&self, fields: &Fields, added: Option<&str>) -> FormView {
        FormBuilder {
            version: self.version,
            fields,
            errors: &self.errors,
            added,
        }
        .form()
    }

    pub(crate) fn error_of(&self, field: &str) -> Option<&str> {
        typed_facts::error_of(&self.errors, field)
    }
}
