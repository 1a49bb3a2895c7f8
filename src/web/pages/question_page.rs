//! `/quote/{rule_set}` and `/screen/{rule_set}`: the requests that show and answer a
//! form.

use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    answering::{Answering, Asker, Part},
    form_fields::Fields,
    off_worker::off_worker,
    personal::is_personal,
    sent_form::{Desk, SentForm, find},
};
use crate::web::{problem::Problem, shared_state::Service};
use almoner_engine::check::model::{Fact, Kind};

/// The header by which the script asks for a part of the page alone.
const PART: &str = "x-part";

/// What of the page is asked for.
pub(super) fn part(headers: &HeaderMap) -> Part {
    match headers.get(PART).map(|it| it.as_bytes()) {
        Some(b"answer") => Part::Answer,
        Some(_) => Part::Explained,
        None => Part::Page,
    }
}

/// `GET /quote/{rule_set}`, `GET /screen/{rule_set}`.
pub(super) async fn open(
    State(service): State<Service>,
    Extension(Desk(kind)): Extension<Desk>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    off_worker(move || show(&service, &id, kind, query.as_deref())).await
}

/// `POST /quote/{rule_set}`, `POST /screen/{rule_set}`: the whole page, or for the
/// script a part of it. What would settle or change an answer takes as long as many
/// answers, and is not looked for on a worker thread.
pub(super) async fn submit(headers: HeaderMap, form: SentForm) -> Result<Response, Problem> {
    let part = part(&headers);
    off_worker(move || ask(form, part)).await
}

/// `POST /quote/{rule_set}/explained`, `POST /screen/{rule_set}/explained`: the page
/// with what would change the answer, for browsers without script.
pub(super) async fn explain(form: SentForm) -> Result<Response, Problem> {
    off_worker(move || ask(form, Part::ExplainedPage)).await
}

/// The form, with the facts of a link that are not personal.
fn show(service: &Service, id: &str, kind: Kind, query: Option<&str>) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let set = find(&snapshot, id, kind)?;
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
        book: &snapshot.book,
        fingerprint: &snapshot.fingerprint,
        set,
        added: None,
        is_first: true,
        asker: Asker::Desk,
    };
    answering.page(&fields, (notices, Part::Page))
}

/// The form and its answer, or a part of that.
pub(super) fn ask(form: SentForm, part: Part) -> Result<Response, Problem> {
    let SentForm {
        service,
        kind,
        id,
        mut fields,
    } = form;
    let snapshot = service.snapshot();
    let set = find(&snapshot, &id, kind)?;
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
        service: &service,
        book: &snapshot.book,
        fingerprint: &snapshot.fingerprint,
        set,
        added,
        is_first: false,
        asker: Asker::Desk,
    };
    match part {
        Part::Page | Part::ExplainedPage => answering.page(&fields, (notices, part)),
        Part::Answer | Part::Explained => answering.part(&fields, part),
    }
}

/// Adds or removes a record where its button was pressed; the name of one that
/// was added.
pub(super) fn edit_records(fields: &mut Fields) -> Option<String> {
    let removed = fields.get("_remove").and_then(|it| it.rsplit_once('.'));
    if let Some((list, number)) = removed.map(|(list, it)| (list.to_owned(), it.parse())) {
        fields.remove_record(&list, number.unwrap_or(0));
    }
    let list = fields.get("_add")?.to_owned();
    let count = fields.record_count(&list).unwrap_or(1).saturating_add(1);
    fields.set(&format!("{list}.count"), count.to_string());
    Some(format!("{list}.{count}"))
}
