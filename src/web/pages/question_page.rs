//! `/quote/{rule_set}` and `/screen/{rule_set}`: a form and its answer on one page.

use std::time::Instant;

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    answer_view::{self, answer_html, plain},
    form_fields::Fields,
    form_view::{Entry, FormView},
    html::{self, Cache},
    personal::is_personal,
    question::{self, Asked},
    typed_facts::FieldError,
};
use crate::{
    text,
    web::{
        body::{self, BodyLimits},
        negotiate::{self, JSON},
        problem::Problem,
        response,
        shared_state::Service,
        snapshot::Snapshot,
    },
};
use almoner_engine::{
    base::date::{Date, LongDate},
    check::model::{Kind, RuleSet},
};

const FORM: &str = "application/x-www-form-urlencoded";

/// The header by which the script asks for the answer alone.
const PART: &str = "x-part";

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

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage<'a> {
    set: &'a str,
    title: &'a str,
    letter: Option<String>,
}

/// `GET /quote/{rule_set}`.
pub(super) async fn quote(
    State(service): State<Service>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    show(&service, &id, Kind::Pricing, query.as_deref())
}

/// `GET /screen/{rule_set}`.
pub(super) async fn screen(
    State(service): State<Service>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    show(&service, &id, Kind::Eligibility, query.as_deref())
}

/// `POST /quote/{rule_set}`.
pub(super) async fn ask_quote(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = read(&service, &headers, body).await?;
    ask(
        &service,
        &id,
        Kind::Pricing,
        fields,
        headers.contains_key(PART),
    )
}

/// `POST /screen/{rule_set}`.
pub(super) async fn ask_screen(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = read(&service, &headers, body).await?;
    ask(
        &service,
        &id,
        Kind::Eligibility,
        fields,
        headers.contains_key(PART),
    )
}

/// `POST /quote/{rule_set}/saved`, `POST /screen/{rule_set}/saved`: the answer to
/// be kept, which `/saved` proves.
pub(super) async fn save(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = read(&service, &headers, body).await?;
    let snapshot = service.snapshot();
    let set = find(&snapshot, &id)?;
    let asked = question::ask(&snapshot.book, set, &fields.own(), (service.0.today)());
    let Some(answer) = &asked.answer else {
        return ask(&service, &id, set.kind(), fields, false);
    };
    let json = answer.to_json() + "\n";
    let name = format!(
        "attachment; filename=\"{}-{}.json\"",
        set.id,
        answer_view::reference(&json)
    );
    let mut response = response::ok(JSON, json);
    if let Ok(name) = HeaderValue::from_str(&name) {
        response
            .headers_mut()
            .insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// `POST /screen/{rule_set}/letter`.
pub(super) async fn letter(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = read(&service, &headers, body).await?;
    let snapshot = service.snapshot();
    let set = find(&snapshot, &id)?;
    let asked = question::ask(&snapshot.book, set, &fields.own(), (service.0.today)());
    let Some(answer) = &asked.answer else {
        return ask(&service, &id, set.kind(), fields, false);
    };
    let page = LetterPage {
        set: &set.id,
        title: &asked.version.title,
        letter: text::letter(answer).map(|it| plain(&it)),
    };
    html::page(StatusCode::OK, &page, Cache::Never)
}

/// The form, with the facts of a link that are not personal.
fn show(service: &Service, id: &str, kind: Kind, query: Option<&str>) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let set = find(&snapshot, id)?;
    if set.kind() != kind {
        return Err(Problem::unknown_address());
    }
    let given = Fields::read(query.unwrap_or_default());
    let may_be_linked = |name: &str| {
        let of = |fact: &_| !is_personal(fact);
        let facts = &set.newest().facts;
        matches!(name, "on" | "known") || facts.iter().any(|fact| *fact.id == *name && of(fact))
    };
    let fields = given.only(may_be_linked);
    let left: Vec<String> = given
        .iter()
        .filter(|(name, _)| !may_be_linked(name))
        .map(|(name, _)| name.chars().take(40).collect())
        .collect();
    let mut notices = Vec::new();
    if !left.is_empty() {
        notices.push(format!(
            "This link carried “{}”. It was not used: facts about people are not taken from links.",
            left.join("”, “")
        ));
    }
    let answering = Answering {
        service,
        snapshot: &snapshot,
        set,
        added: None,
        is_first: true,
    };
    answering.page(&fields, notices)
}

/// The form and its answer, or the answer alone.
fn ask(
    service: &Service,
    id: &str,
    kind: Kind,
    mut fields: Fields,
    is_part: bool,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let set = find(&snapshot, id)?;
    if set.kind() != kind {
        return Err(Problem::unknown_address());
    }
    let mut notices = Vec::new();
    if fields
        .get("_book")
        .is_some_and(|book| book != snapshot.fingerprint)
    {
        notices.push(
            "The rules or prices changed while you filled in this form. This answer uses the new ones."
                .to_owned(),
        );
    }
    let mut added = None;
    if let Some(list) = fields.get("_add").map(str::to_owned) {
        let count = fields.record_count(&list).unwrap_or(1).saturating_add(1);
        fields.set(&format!("{list}.count"), count.to_string());
        added = Some(format!("{list}.{count}"));
    }
    let removed = fields.get("_remove").and_then(|it| it.rsplit_once('.'));
    if let Some((list, number)) = removed.map(|(list, it)| (list.to_owned(), it.parse())) {
        fields.remove_record(&list, number.unwrap_or(0));
    }
    let answering = Answering {
        service,
        snapshot: &snapshot,
        set,
        added,
        is_first: false,
    };
    match is_part {
        true => answering.part(&fields),
        false => answering.page(&fields, notices),
    }
}

fn find<'s>(snapshot: &'s Snapshot, id: &str) -> Result<&'s RuleSet, Problem> {
    let found = snapshot.book.program().rule_set(id);
    found.ok_or_else(Problem::unknown_address)
}

async fn read(service: &Service, headers: &HeaderMap, body: Body) -> Result<Fields, Problem> {
    negotiate::kind_of_body(headers, &[FORM])?;
    let limits = BodyLimits::new(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    Ok(Fields::read(body::text(&read.bytes)?))
}

/// A form that is being answered.
struct Answering<'s> {
    service: &'s Service,
    snapshot: &'s Snapshot,
    set: &'s RuleSet,
    /// The record that was just added.
    added: Option<String>,
    /// Whether the form was opened and not sent.
    is_first: bool,
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
        let hidden = asked.answer.as_ref().map(|answer| {
            let hidden = almoner_engine::present::not_worth_asking(answer);
            let hidden: Vec<String> = hidden
                .iter()
                .map(|at| super::form_fields::name_of_place(at))
                .collect();
            hidden.join(" ")
        });
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
            hidden,
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
    fn part(&self, fields: &Fields) -> Result<Response, Problem> {
        let asked = self.asked(&fields.own());
        let form = asked.form(fields, None);
        let kept = fields.kept();
        let (text, _) = self
            .answer(&asked, &form, kept.as_ref())
            .ok_or_else(Problem::internal)?;
        Ok(html::respond(StatusCode::OK, text, self.cache(&asked)))
    }

    /// The whole page.
    fn page(&self, fields: &Fields, notices: Vec<String>) -> Result<Response, Problem> {
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
