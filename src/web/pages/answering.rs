//! A form that is being answered: the whole page, or the part with the answer.

use std::time::Instant;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    answer_view::{answer_html, hidden_fields},
    form_fields::Fields,
    form_view::{Entry, FormView},
    html::{self, Cache},
    question::{self, Asked},
    typed_facts::FieldError,
};
use crate::web::{problem::Problem, shared_state::Service, snapshot::Snapshot};
use almoner_engine::{
    base::date::{Date, LongDate},
    check::model::{Kind, RuleSet},
};

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage<'a> {
    title: &'a str,
    screens: bool,
    /// The address that the form is sent to.
    action: String,
    form: &'a FormView,
    on: &'a str,
    on_error: Option<&'a str>,
    on_understood: Option<String>,
    is_booking: bool,
    errors: &'a [FieldError],
    notices: Vec<String>,
    answer: String,
    has_answer: bool,
    has_letter: bool,
    kept: Vec<(String, String)>,
    book: &'a str,
    known: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "no_answer.html")]
struct NoAnswer<'a> {
    errors: &'a [FieldError],
    unavailable: Option<&'a str>,
    screens: bool,
    /// The fields that are not worth filling in, where that is known.
    hidden: Option<String>,
}

/// A form that is being answered.
pub(super) struct Answering<'s> {
    pub(super) service: &'s Service,
    pub(super) snapshot: &'s Snapshot,
    pub(super) set: &'s RuleSet,
    /// The record that was just added.
    pub(super) added: Option<String>,
    /// Whether the form was opened and not sent.
    pub(super) is_first: bool,
}

impl<'s> Answering<'s> {
    fn today(&self) -> Option<Date> {
        (self.service.0.today)()
    }

    /// Whether nothing has been asked yet.
    fn is_fresh(&self, asked: &Asked<'_>) -> bool {
        self.is_first && asked.is_blank
    }

    fn screens(&self) -> bool {
        self.set.kind() == Kind::Eligibility
    }

    fn asked(&self, fields: &Fields) -> Asked<'s> {
        let since = Instant::now();
        let asked = question::ask(&self.snapshot.book, self.set, fields, self.today());
        let outcome = match &asked.answer {
            Some(answer) => answer.outcome().name(),
            None if asked.errors.is_empty() => "refused",
            None => "rejected",
        };
        if !self.is_fresh(&asked) {
            self.service.0.metrics.answer(&self.set.id, outcome, since);
        }
        asked
    }

    /// The part of the page with the answer, and whether there is one.
    fn answer(
        &self,
        asked: &Asked<'_>,
        form: &FormView,
        kept: Option<&Fields>,
    ) -> Option<(String, bool)> {
        if let Some(answer) = asked.answer.as_ref().filter(|_| !self.is_fresh(asked)) {
            let kept =
                kept.map(|kept| question::ask(&self.snapshot.book, self.set, kept, self.today()));
            let kept = kept.as_ref().and_then(|kept| kept.answer.as_ref());
            return Some((answer_html(answer, form, self.today(), kept)?, true));
        }
        let none = NoAnswer {
            errors: &asked.errors,
            unavailable: asked.unavailable.as_deref(),
            screens: self.screens(),
            hidden: asked.answer.as_ref().map(hidden_fields),
        };
        Some((none.render().ok()?, false))
    }

    fn cache(&self, asked: &Asked<'_>) -> Cache {
        let asks_confidential = asked.version.facts.iter().any(|fact| fact.confidential);
        match asks_confidential {
            true => Cache::Never,
            false => Cache::Private,
        }
    }

    fn status(asked: &Asked<'_>) -> StatusCode {
        match asked.errors.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The answer alone, for the script.
    pub(super) fn part(&self, fields: &Fields) -> Result<Response, Problem> {
        let asked = self.asked(&fields.own());
        let form = asked.form(fields, None);
        let kept = fields.kept();
        let (text, _) = self
            .answer(&asked, &form, kept.as_ref())
            .ok_or_else(Problem::internal)?;
        Ok(html::respond(StatusCode::OK, text, self.cache(&asked)))
    }

    /// The whole page.
    pub(super) fn page(&self, fields: &Fields, notices: Vec<String>) -> Result<Response, Problem> {
        let own = fields.own();
        let asked = self.asked(&own);
        let form = asked.form(&own, self.added.as_deref());
        let kept = match fields.get("_keep") {
            Some(_) => Some(own.only(|name| !is_confidential(&asked, name))),
            None => fields.kept(),
        };
        let (answer, has_answer) = self
            .answer(&asked, &form, kept.as_ref())
            .ok_or_else(Problem::internal)?;
        let is_booking = asked
            .version
            .facts
            .iter()
            .any(|it| asked.version.is_period_end(it));
        let today = self.today().map(|day| LongDate(day).to_string());
        let default_day = today.filter(|_| !is_booking && self.is_fresh(&asked));
        let on = own.get("on").map(str::to_owned).or(default_day);
        let page = QuestionPage {
            title: &asked.version.title,
            screens: self.screens(),
            action: action(self.set),
            form: &form,
            on: on.as_deref().unwrap_or_default(),
            on_error: asked.error_of("on"),
            on_understood: question::day_understood(&own),
            is_booking,
            errors: &asked.errors,
            notices,
            answer,
            has_answer,
            has_letter: self.screens(),
            kept: kept.map(|it| it.as_kept()).unwrap_or_default(),
            book: &self.snapshot.fingerprint,
            known: own.get("known"),
        };
        html::page(Self::status(&asked), &page, self.cache(&asked))
    }
}

/// The address that the form of a rule set is sent to.
fn action(set: &RuleSet) -> String {
    match set.kind() {
        Kind::Pricing => format!("/quote/{}", set.id),
        Kind::Eligibility => format!("/screen/{}", set.id),
    }
}

/// Whether a field is a confidential fact: of a record too.
fn is_confidential(asked: &Asked<'_>, field: &str) -> bool {
    let fact = field.rsplit('.').next().unwrap_or(field);
    let facts = asked.version.facts.iter();
    facts.filter(|it| it.confidential).any(|it| *it.id == *fact)
}
