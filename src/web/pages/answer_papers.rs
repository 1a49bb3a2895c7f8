//! What is made from an answer: the file to keep, the letter, and how it was
//! calculated. Each comes from the form that was answered, so that nothing is kept.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    answer_view::plain,
    answering::{Part, cache},
    html::{self, Cache},
    off_worker::off_worker,
    question::{self, Asked},
    question_page,
    sent_form::{self, SentForm},
};
use crate::{
    letters::{LetterFormat, QuotePaper, Slip},
    tables::Format,
    text,
    web::{negotiate::JSON, problem::Problem, response},
};
use almoner_engine::{
    answer::Answer,
    check::model::RuleSet,
    present::{self, AnswerView, Working, labels},
};

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage<'a> {
    set: &'a str,
    title: &'a str,
    letter: Option<String>,
}

#[derive(Template)]
#[template(path = "working.html")]
struct WorkingPage<'a> {
    title: &'a str,
    heading: String,
    working: &'a [Working],
    /// Decisions and papers.
    sources: &'a [String],
}

/// `POST /quote/{rule_set}/saved`, `POST /screen/{rule_set}/saved`: the answer as
/// a file, which `/saved` and `POST /v1/verify` can check later; with the council's seal
/// where the service has its key.
pub(super) async fn save(form: SentForm) -> Result<Response, Problem> {
    let service = form.service.clone();
    of_answer(form, move |set, _, answer| {
        let json = answer.to_json();
        let today = (service.0.today)();
        let (json, reference) = match service.0.seals.issue_if_keyed(answer, &json, today)? {
            Some(sealed) => (sealed.json, sealed.issued.reference),
            None => (json, answer.reference()),
        };
        let name = format!("{}-{reference}.json", set.id);
        Ok(download(JSON, (json + "\n").into_bytes(), &name))
    })
    .await
}

/// `POST /quote/{rule_set}/document`: the quote to hand over, as a document, or as a web
/// page that needs nothing else.
pub(super) async fn document(form: SentForm) -> Result<Response, Problem> {
    let today = form.service.0.today;
    let (format, ending, media_type) = match form.fields.get("_format") {
        Some("html") => (LetterFormat::Html, "html", Format::Html.media_type()),
        _ => (LetterFormat::Docx, "docx", Format::Docx.media_type()),
    };
    of_answer(form, move |set, _, answer| {
        let paper =
            QuotePaper::of(answer, Slip::of(answer, today())).ok_or_else(Problem::internal)?;
        let bytes = paper.write(format);
        let bytes = bytes.map_err(|_| Problem::internal())?;
        let name = format!("{}-{}.{ending}", set.id, answer.reference());
        Ok(download(media_type, bytes, &name))
    })
    .await
}

/// A response that a browser saves under a name.
fn download(media_type: &'static str, bytes: Vec<u8>, name: &str) -> Response {
    let mut response = response::ok(media_type, bytes);
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// `POST /screen/{rule_set}/letter`.
pub(super) async fn letter(form: SentForm) -> Result<Response, Problem> {
    of_answer(form, |set, asked, answer| {
        let explanation = asked.book.explain_for_letter(&asked.question);
        let explanation = explanation.ok().flatten();
        let page = LetterPage {
            set: &set.id,
            title: &asked.version.title,
            letter: text::letter_to_edit(answer, explanation.as_ref()).map(|it| plain(&it)),
        };
        html::page(StatusCode::OK, &page, Cache::Never)
    })
    .await
}

/// `POST /quote/{rule_set}/working`, `POST /screen/{rule_set}/working`: how the
/// answer was calculated, step by step.
pub(super) async fn working(form: SentForm) -> Result<Response, Problem> {
    of_answer(form, |_, asked, answer| {
        let (header, footer) = match present::answer(answer) {
            AnswerView::Quote(view) => (view.header, view.footer),
            AnswerView::Screening(view) => (view.header, view.footer),
            _ => return Err(Problem::internal()),
        };
        let page = WorkingPage {
            title: &asked.version.title,
            heading: header.title,
            working: &present::working(answer),
            sources: &footer.sources,
        };
        html::page(StatusCode::OK, &page, cache(asked))
    })
    .await
}

/// What is made from the answer to a form; the form again where it has none.
async fn of_answer(
    form: SentForm,
    make: impl FnOnce(&RuleSet, &Asked<'_>, &Answer<'_>) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    off_worker(move || {
        let snapshot = form.service.snapshot();
        let set = sent_form::find(&snapshot, &form.id, form.kind)?;
        let today = (form.service.0.today)();
        let asked = question::ask(&snapshot.book, set, &form.fields.own(), today);
        match &asked.answer {
            Some(answer) => make(set, &asked, answer),
            None => question_page::ask(form, Part::Page),
        }
    })
    .await
}
