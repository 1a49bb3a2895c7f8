//! `/quote/{rule_set}` and `/screen/{rule_set}`: the requests that show, answer and
//! save a form.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    answer_view::{self, plain},
    answering::Answering,
    form_fields::Fields,
    html::{self, Cache},
    personal::is_personal,
    question,
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
use almoner_engine::check::model::{Fact, Kind, RuleSet};

const FORM: &str = "application/x-www-form-urlencoded";

/// The header by which the script asks for the answer alone.
const PART: &str = "x-part";

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
    submit(&service, &id, Kind::Pricing, &headers, body).await
}

/// `POST /screen/{rule_set}`.
pub(super) async fn ask_screen(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    submit(&service, &id, Kind::Eligibility, &headers, body).await
}

/// `POST /quote/{rule_set}/saved`, `POST /screen/{rule_set}/saved`: the answer as
/// a file, which `POST /v1/verify` can check later.
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
    let set = find_kind(&snapshot, id, kind)?;
    let given = Fields::read(query.unwrap_or_default());
    let may_be_linked = |name: &str| {
        let mut facts = set.newest().facts.iter();
        let is_linkable = |fact: &Fact| *fact.id == *name && !is_personal(fact);
        matches!(name, "on" | "known") || facts.any(is_linkable)
    };
    let fields = given.only(may_be_linked);
    let left: Vec<String> = given
        .iter()
        .filter(|(name, _)| !may_be_linked(name))
        .map(|(name, _)| {
            let mut facts = set.newest().facts.iter();
            let declared = facts.find(|fact| *fact.id == *name);
            declared.map_or_else(
                || name.chars().take(40).collect(),
                |fact| fact.words().into_owned(),
            )
        })
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

/// Answers the form that a request sends: the whole page, or for the script the
/// answer alone.
async fn submit(
    service: &Service,
    id: &str,
    kind: Kind,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let fields = read(service, headers, body).await?;
    ask(service, id, kind, fields, headers.contains_key(PART))
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
    let set = find_kind(&snapshot, id, kind)?;
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
    let added = edit_records(&mut fields);
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

/// Adds or removes a record where its button was pressed; the name of one that
/// was added.
fn edit_records(fields: &mut Fields) -> Option<String> {
    let removed = fields.get("_remove").and_then(|it| it.rsplit_once('.'));
    if let Some((list, number)) = removed.map(|(list, it)| (list.to_owned(), it.parse())) {
        fields.remove_record(&list, number.unwrap_or(0));
    }
    let list = fields.get("_add")?.to_owned();
    let count = fields.record_count(&list).unwrap_or(1).saturating_add(1);
    fields.set(&format!("{list}.count"), count.to_string());
    Some(format!("{list}.{count}"))
}

fn find<'s>(snapshot: &'s Snapshot, id: &str) -> Result<&'s RuleSet, Problem> {
    let found = snapshot.book.program().rule_set(id);
    found.ok_or_else(Problem::unknown_address)
}

/// A rule set of the kind that the address is for.
fn find_kind<'s>(snapshot: &'s Snapshot, id: &str, kind: Kind) -> Result<&'s RuleSet, Problem> {
    let set = find(snapshot, id)?;
    match set.kind() == kind {
        true => Ok(set),
        false => Err(Problem::unknown_address()),
    }
}

async fn read(service: &Service, headers: &HeaderMap, body: Body) -> Result<Fields, Problem> {
    negotiate::kind_of_body(headers, &[FORM])?;
    let limits = BodyLimits::new(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    Ok(Fields::read(body::text(&read.bytes)?))
}
