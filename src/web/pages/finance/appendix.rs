//! `/appendix/{year}`: the fees and charges of a year as the council prints them, and
//! what changed since an earlier draft, from the workbook that was saved of it.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    choices::{Chooser, Query},
    navigation::{self, Paper},
    paper::{self, PaperPage},
    report_view::Additions,
};
use crate::{
    finance::{
        appendix,
        earlier_draft::EarlierDraft,
        report::{Report, Row},
        tariff_ref::TariffRef,
    },
    tables::Format,
    web::{
        body::BodyLimits,
        handlers::tables,
        pages::{
            html::{self, Cache},
            off_worker::off_worker,
            sent_form,
        },
        paths,
        problem::Problem,
        shared_state::Service,
    },
};
use almoner_engine::{check::model::Status, present::value_words};

/// What its address can choose.
const TAKEN: [&str; 2] = ["previous", "cited"];

/// The most faults that are shown at once.
const MAX_FAULTS: usize = 20;

/// The form for an earlier draft.
#[derive(Default, Template)]
#[template(path = "earlier_draft.html")]
struct EarlierDraftForm {
    action: String,
    is_open: bool,
    errors: Vec<String>,
    /// Faults beyond those that are shown.
    more: usize,
}

/// `GET /appendix/{year}`.
pub(in crate::web::pages) async fn open(
    State(service): State<Service>,
    Path(last): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    off_worker(move || {
        let (year, format) = paper::split_suffix(&last)?;
        let snapshot = service.snapshot();
        let book = snapshot.book.contents();
        let year = paths::tariff_named(book, year)?;
        let query = Query::read(query.as_deref(), &TAKEN)?;
        let before = match query.get("previous") {
            Some(previous) => Some(paths::tariff_named(book, previous)?),
            None => year.before(book),
        };
        let is_cited = query.get("cited").is_some();
        let report = report(before, year, is_cited, format.unwrap_or(Format::Html));
        match format {
            Some(format) => {
                let name = format!("appendix-{}", tables::plain(year));
                paper::file(&report, format, &name, &headers)
            }
            None => {
                let form = EarlierDraftForm::default();
                page(before, year, &query, (&report, form))?.respond(&headers)
            }
        }
    })
    .await
}

/// `POST /appendix/{year}`: what changed since the file that is sent, which is not
/// kept.
pub(in crate::web::pages) async fn submit(
    State(service): State<Service>,
    Path(last): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let limits = BodyLimits::new(&service.0.limits);
    sent_form::answer_parts(service, limits, request, move |service, parts| {
        let snapshot = service.snapshot();
        let year = paths::tariff_named(snapshot.book.contents(), &last)?;
        let sent = parts.bytes("file").filter(|it| !it.is_empty());
        let nothing = || vec!["choose a file".to_owned()];
        let earlier = sent.ok_or_else(nothing);
        let earlier = earlier.and_then(|it| EarlierDraft::read(it, year, &snapshot.sources));
        let before = year.before(year.book);
        let (report, errors) = match earlier {
            Ok(earlier) => (earlier.changes_to(year), Vec::new()),
            Err(errors) => (None, errors),
        };
        let status = match errors.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let report = report.unwrap_or_else(|| appendix::report(before, year));
        let shown = errors.iter().take(MAX_FAULTS);
        let form = EarlierDraftForm {
            is_open: true,
            more: errors.len().saturating_sub(MAX_FAULTS),
            errors: shown.map(|it| value_words::sentence(it)).collect(),
            ..EarlierDraftForm::default()
        };
        let mut page = page(before, year, &Query::default(), (&report, form))?;
        if status == StatusCode::OK {
            // The files of this address are those of the whole appendix.
            page.files.clear();
        }
        html::page(status, &page, Cache::Never)
    })
    .await
}

fn report(
    before: Option<TariffRef<'_>>,
    year: TariffRef<'_>,
    is_cited: bool,
    format: Format,
) -> Report {
    match (is_cited, format) {
        (false, _) => appendix::report(before, year),
        (true, Format::Html | Format::Xlsx | Format::Docx) => {
            appendix::cited_on_paper(before, year)
        }
        (true, _) => appendix::cited(before, year),
    }
}

fn page<'r>(
    before: Option<TariffRef<'_>>,
    year: TariffRef<'_>,
    query: &Query,
    (report, form): (&'r Report, EarlierDraftForm),
) -> Result<PaperPage<'r>, Problem> {
    let book = year.book;
    let path = format!("/appendix/{}", paths::tariff_name(book, year.tariff));
    let link = |row: &Row| row.id.as_ref().map(|id| format!("/charges/{id}"));
    let additions = Additions {
        link: Some(&link),
        mark: None,
    };
    let tariff = before.map(|it| it.tariff);
    let sources = [
        (None, "Not shown".to_owned()),
        (Some("yes"), "Shown".to_owned()),
    ];
    let choosers = [
        Chooser::of_years("Year", book, [Some(year.tariff), None], |name| {
            query
                .with("previous", None)
                .after(&format!("/appendix/{name}"))
        }),
        Chooser::of_years("Printed with", book, [tariff, Some(year.tariff)], |name| {
            query.with("previous", Some(name)).after(&path)
        }),
        Chooser::of_query("Sources", &path, query, "cited", &sources),
    ];
    let form = EarlierDraftForm {
        action: path.clone(),
        ..form
    };
    Ok(PaperPage {
        title: &report.title,
        papers: navigation::links(Paper::Appendix, before, year),
        is_indicative: year.tariff.decision.status == Status::Proposed,
        choosers: choosers.into_iter().filter(Chooser::is_open).collect(),
        form: form.render().map_err(|_| Problem::internal())?,
        notices: Vec::new(),
        summary: Vec::new(),
        files: paper::files(&path, query),
        tables: paper::tables_html(report, &additions)?,
        report,
    })
}
