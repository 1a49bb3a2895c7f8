//! A form that is being answered: the whole page, or the part with the answer.

use std::time::Instant;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    answer_view::{Shown, answer_html, hidden_fields},
    applicants,
    form_fields::Fields,
    form_view::{Entry, FormView},
    html::{self, Cache},
    question::{self, Asked},
    typed_facts::FieldError,
};
use crate::{
    letters::Slip,
    web::{problem::Problem, shared_state::Service},
};
use almoner_engine::{
    base::date::{Date, LongDate},
    book::Book,
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
    day_words: &'static str,
    is_booking: bool,
    errors: &'a [FieldError],
    notices: Vec<String>,
    answer: String,
    /// What the form carries along: the answer that is kept, or a draft.
    hidden: Vec<(String, String)>,
    is_draft: bool,
    book: &'a str,
    known: Option<&'a str>,
    /// Whether several can be put in order.
    has_several: bool,
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

/// What of a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it, without what would change the answer.
    Page,
    /// All of it.
    ExplainedPage,
    /// The answer, without what would change it.
    Answer,
    /// The answer with what would change it.
    Explained,
}

/// A form that is being answered.
pub(super) struct Answering<'s> {
    pub(super) service: &'s Service,
    pub(super) book: &'s Book,
    /// The fingerprint of the book that the form was made from; empty for a draft.
    pub(super) fingerprint: &'s str,
    pub(super) set: &'s RuleSet,
    /// The record that was just added.
    pub(super) added: Option<String>,
    /// Whether the form was opened and not sent.
    pub(super) is_first: bool,
    pub(super) asker: Asker,
}

/// What asks.
#[derive(Debug)]
pub(super) enum Asker {
    /// A desk.
    Desk,
    /// The workbench, with the fields that carry its draft. Nothing is made from such
    /// an answer, and it is not counted.
    Draft(Vec<(String, String)>),
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
        let asked = question::ask(self.book, self.set, fields, self.today());
        let outcome = match &asked.answer {
            Some(answer) => answer.outcome().name(),
            None if asked.errors.is_empty() => "refused",
            None => "rejected",
        };
        if !self.is_fresh(&asked) && matches!(self.asker, Asker::Desk) {
            self.service.0.metrics.answer(&self.set.id, outcome, since);
        }
        asked
    }

    /// The part of the page with the answer; none where a template fails.
    fn answer(
        &self,
        asked: &Asked<'_>,
        form: &FormView,
        (kept, part): (Option<&Fields>, Part),
    ) -> Option<String> {
        if let Some(answer) = asked.answer.as_ref().filter(|_| !self.is_fresh(asked)) {
            let kept = kept.map(|kept| question::ask(self.book, self.set, kept, self.today()));
            let kept = kept.as_ref().and_then(|kept| kept.answer.as_ref());
            // What is confidential is not in the form that comes back, so that what
            // would change the answer cannot be asked for later.
            let explains = match part {
                Part::Page => asks_confidential(asked),
                Part::Answer => false,
                Part::ExplainedPage | Part::Explained => true,
            };
            let explanation = explains.then(|| self.book.explain(&asked.question, answer));
            let action = action(self.set);
            let html = answer_html(&Shown {
                answer,
                explanation: explanation.as_ref(),
                action: match self.asker {
                    Asker::Desk => &action,
                    Asker::Draft(_) => "",
                },
                form,
                has_fields: true,
                slip: Slip::of(answer, self.today()),
                kept,
            });
            return html;
        }
        let none = NoAnswer {
            errors: &asked.errors,
            unavailable: asked.unavailable.as_deref(),
            screens: self.screens(),
            hidden: asked.answer.as_ref().map(hidden_fields),
        };
        none.render().ok()
    }

    fn status(asked: &Asked<'_>) -> StatusCode {
        match asked.errors.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The answer alone, for the script.
    pub(super) fn part(&self, fields: &Fields, part: Part) -> Result<Response, Problem> {
        let asked = self.asked(&fields.own());
        let form = asked.form(fields, None);
        let kept = fields.kept();
        let text = self
            .answer(&asked, &form, (kept.as_ref(), part))
            .ok_or_else(Problem::internal)?;
        Ok(html::respond(StatusCode::OK, text, cache(&asked)))
    }

    /// The whole page.
    pub(super) fn page(
        &self,
        fields: &Fields,
        (notices, part): (Vec<String>, Part),
    ) -> Result<Response, Problem> {
        let own = fields.own();
        let asked = self.asked(&own);
        let form = asked.form(&own, self.added.as_deref());
        let kept = match fields.get("_keep") {
            Some(_) => Some(own.only(|name| !is_confidential(&asked, name))),
            None => fields.kept(),
        };
        let answer = self
            .answer(&asked, &form, (kept.as_ref(), part))
            .ok_or_else(Problem::internal)?;
        let (day_words, is_booking) = question::day_words(asked.version);
        let today = self.today().map(|day| LongDate(day).to_string());
        let default_day = today.filter(|_| !is_booking && self.is_fresh(&asked));
        let on = own.get("on").map(str::to_owned).or(default_day);
        let page = QuestionPage {
            title: &asked.version.title,
            screens: self.screens(),
            action: match self.asker {
                Asker::Desk => action(self.set),
                Asker::Draft(_) => "/workbench/ask".to_owned(),
            },
            form: &form,
            on: on.as_deref().unwrap_or_default(),
            on_error: asked.error_of("on"),
            on_understood: question::day_understood(&own),
            day_words,
            is_booking,
            errors: &asked.errors,
            notices,
            answer,
            hidden: match &self.asker {
                Asker::Desk => kept.map(|it| it.as_kept()).unwrap_or_default(),
                Asker::Draft(draft) => draft.clone(),
            },
            is_draft: matches!(self.asker, Asker::Draft(_)),
            book: self.fingerprint,
            known: own.get("known"),
            has_several: matches!(self.asker, Asker::Desk) && applicants::ranks(self.set),
        };
        html::page(Self::status(&asked), &page, cache(&asked))
    }
}

fn asks_confidential(asked: &Asked<'_>) -> bool {
    asked.version.facts.iter().any(|fact| fact.confidential)
}

/// Who may keep a page about this answer.
pub(super) fn cache(asked: &Asked<'_>) -> Cache {
    match asks_confidential(asked) {
        true => Cache::Never,
        false => Cache::Private,
    }
}

/// The address that the form of a rule set is sent to.
pub(super) fn action(set: &RuleSet) -> String {
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
