//! `/screen/{rule_set}/applicants`: several applicants from a file, in order of
//! priority, with the places that are free. Nothing of it is kept.

use std::io::Cursor;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};

use super::{
    form_fields::Fields,
    html::{self, Cache},
    question, sent_form,
    typed_facts::{self, FieldError},
};
use crate::{
    sheets::{
        Broken, WrongHeading,
        fact_rows::{Rows, Shape},
    },
    web::{body::BodyLimits, problem::Problem, shared_state::Service},
};
use almoner_engine::{
    answer::{
        Detail, Refusal,
        ranking::{Candidate, MAX_APPLICANTS, Ranker, Ranking, Vacancies},
    },
    base::date::{Date, LongDate},
    book::Book,
    check::model::{Kind, RuleSet, Vacancy},
    present::{self, Decider, RankingView, labels, value_words},
};

/// The most faults that are shown at once.
const MAX_FAULTS: usize = 20;

#[derive(Template)]
#[template(path = "applicants.html")]
struct ApplicantsPage<'a> {
    set: &'a RuleSet,
    title: &'a str,
    on: String,
    places: Vec<PlaceField<'a>>,
    columns: Vec<&'a str>,
    errors: Vec<FieldError>,
    /// Faults beyond those that are shown.
    more: usize,
    view: Option<RankingView>,
}

/// How many places of a kind are free.
struct PlaceField<'a> {
    id: &'a str,
    words: String,
    holds: u16,
    value: String,
}

/// `GET /screen/{rule_set}/applicants`.
pub(super) async fn open(
    State(service): State<Service>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let set = find(&snapshot.book, &id)?;
    let today = (service.0.today)();
    let mut fields = Fields::default();
    if let Some(today) = today {
        fields.set("on", LongDate(today).to_string());
    }
    respond(set, &fields, Ok(None))
}

/// `POST /screen/{rule_set}/applicants`.
pub(super) async fn submit(
    State(service): State<Service>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let limits = BodyLimits::new(&service.0.limits);
    sent_form::answer_parts(service, limits, request, move |service, parts| {
        let snapshot = service.snapshot();
        let set = find(&snapshot.book, &id)?;
        let texts = parts
            .texts()
            .filter(|(name, _)| name != "file" && name != "text");
        let fields = Fields::of(texts.collect());
        let given = parts.bytes("file").or_else(|| parts.bytes("text"));
        let ranking = rank(&snapshot.book, set, &fields, given);
        respond(set, &fields, ranking.map(Some))
    })
    .await
}

/// A rule set that says who comes first.
fn find<'b>(book: &'b Book, id: &str) -> Result<&'b RuleSet, Problem> {
    let found = book.program().rule_set(id);
    let found = found.filter(|set| set.kind() == Kind::Eligibility && ranks(set));
    found.ok_or_else(Problem::unknown_address)
}

/// Whether a rule set says who comes first.
pub(super) fn ranks(set: &RuleSet) -> bool {
    !set.newest().selection.priority.is_empty()
}

fn wrong(field: &str, says: impl Into<String>) -> FieldError {
    FieldError {
        field: field.to_owned(),
        says: value_words::sentence(&says.into()),
    }
}

/// Puts the applicants of a file in order.
fn rank<'b>(
    book: &'b Book,
    set: &RuleSet,
    fields: &Fields,
    given: Option<&[u8]>,
) -> Result<Ranking<'b>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let on = match fields.get("on").map(question::day) {
        Some(Ok(day)) => Some(day),
        Some(Err(says)) => {
            errors.push(wrong("on", says));
            None
        }
        None => {
            errors.push(wrong(
                "on",
                "enter the day on which the places are given out",
            ));
            None
        }
    };
    let vacancies = vacancies(&set.newest().selection.places, fields, &mut errors);
    if given.is_none() {
        errors.push(wrong("file", "choose a file, or paste the rows"));
    }
    match (on, given) {
        (Some(on), Some(given)) if errors.is_empty() => {
            let shape = shape(given);
            let rows = Rows::open(shape, Cursor::new(given), set, &[]);
            let rows = rows.map_err(|broken| vec![unreadable(broken)])?;
            rank_rows(book, set, on, rows, vacancies)
        }
        _ => Err(errors),
    }
}

fn rank_rows<'b>(
    book: &'b Book,
    set: &RuleSet,
    on: Date,
    mut rows: Rows<Cursor<&[u8]>>,
    vacancies: Option<Vacancies>,
) -> Result<Ranking<'b>, Vec<FieldError>> {
    let mut ranker = Ranker::new(book, &set.id, on, None, Detail::Traced)
        .map_err(|refusal| vec![not_available(&refusal)])?;
    while let Some(row) = rows
        .read_next()
        .map_err(|broken| vec![unreadable(broken)])?
    {
        if ranker.is_full() {
            let says = format!("there are more than {MAX_APPLICANTS} applicants in the file");
            return Err(vec![wrong("file", says)]);
        }
        ranker.add(Candidate {
            row: row.number,
            reference: row.reference.clone(),
            on: row.on,
            facts: row.facts(),
        });
    }
    let version = ranker.ruling().version;
    ranker.finish(vacancies).map_err(|problems| {
        let problems = problems.iter();
        let named = problems.map(|it| FieldError {
            field: if it.at == "/vacancies" {
                "places"
            } else {
                "file"
            }
            .to_owned(),
            says: present::problem_words(version, it),
        });
        named.collect()
    })
}

fn not_available(refusal: &Refusal) -> FieldError {
    match refusal {
        Refusal::NotAvailable { reason, .. } => wrong("on", reason.to_string()),
        other => wrong("on", other.to_string()),
    }
}

fn unreadable(broken: Broken) -> FieldError {
    match broken {
        Broken::Text(why) => wrong(
            "file",
            format!("{}. {}", why.says, value_words::sentence(why.help)),
        ),
        Broken::Headings(headings) => wrong("file", wrong_headings(&headings)),
        Broken::World(error) => wrong("file", error.to_string()),
    }
}

/// What to do with headings that cannot be read.
fn wrong_headings(headings: &[WrongHeading]) -> String {
    let named = |is_repeated: bool| {
        let of_kind = headings.iter().filter(|it| it.is_repeated == is_repeated);
        of_kind.map(|it| it.name.as_str()).collect::<Vec<_>>()
    };
    let (repeated, unknown) = (named(true), named(false));
    let twice = repeated
        .iter()
        .map(|name| format!("Two columns are called “{name}”. "));
    let unknown = match unknown.as_slice() {
        [] => String::new(),
        [one] => format!(
            "“{one}” is no fact that the rules ask for. Take the column out, or correct its heading."
        ),
        many => format!(
            "“{}” are no facts that the rules ask for. Take these columns out, or correct their \
             headings.",
            many.join("”, “")
        ),
    };
    let says = twice.collect::<String>() + &unknown;
    says.trim_end().to_owned()
}

/// How the rows are written.
fn shape(given: &[u8]) -> Shape {
    match given.trim_ascii_start().first() {
        Some(b'[') => Shape::Json,
        Some(b'{') => Shape::Ndjson,
        _ => Shape::Csv,
    }
}

/// How many places are free: of each kind, or of all.
fn vacancies(
    places: &[Vacancy],
    fields: &Fields,
    errors: &mut Vec<FieldError>,
) -> Option<Vacancies> {
    let mut free = Vacancies {
        of_kind: Vec::new(),
        total: 0,
    };
    let mut number = |name: &str, holds: u16| {
        let text = fields.get(name)?;
        let found = text.parse::<u16>().ok().filter(|count| *count <= holds);
        if found.is_none() {
            let says = match holds {
                u16::MAX => "write the number of free places in digits".to_owned(),
                holds => format!("write a number of free places from 0 to {holds}"),
            };
            errors.push(wrong(name, says));
        }
        found
    };
    if places.is_empty() {
        free.total = number("places", u16::MAX)?;
        return Some(free);
    }
    for (kind, place) in places.iter().enumerate() {
        if let Some(count) = number(&format!("places.{}", place.id), place.holds) {
            free.of_kind.push((kind, count));
            free.total = free.total.saturating_add(count);
        }
    }
    (!free.of_kind.is_empty()).then_some(free)
}

/// The page: with the applicants in order, or with what is wrong.
fn respond(
    set: &RuleSet,
    fields: &Fields,
    ranking: Result<Option<Ranking<'_>>, Vec<FieldError>>,
) -> Result<Response, Problem> {
    let newest = set.newest();
    let field = |place: &'_ Vacancy| {
        fields
            .get(&format!("places.{}", place.id))
            .unwrap_or_default()
            .to_owned()
    };
    let places = newest.selection.places.iter().map(|place| PlaceField {
        id: &place.id,
        words: value_words::capital(&place.says),
        holds: place.holds,
        value: field(place),
    });
    let (view, mut errors) = match ranking {
        Ok(ranking) => (ranking.map(|it| present::ranking(&it)), Vec::new()),
        Err(errors) => (None, errors),
    };
    let more = errors.len().saturating_sub(MAX_FAULTS);
    errors.truncate(MAX_FAULTS);
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let facts = newest.facts.iter();
    let page = ApplicantsPage {
        set,
        title: &newest.title,
        on: fields.get("on").unwrap_or_default().to_owned(),
        places: places.collect(),
        columns: facts.map(|fact| &*fact.id).collect(),
        errors,
        more,
        view,
    };
    html::page(status, &page, Cache::Never)
}

impl ApplicantsPage<'_> {
    fn error_of(&self, field: &str) -> Option<&str> {
        typed_facts::error_of(&self.errors, field)
    }
}
