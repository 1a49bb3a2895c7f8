//! `/appendix/{year}`: the fees and charges of a year as the council prints them.

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
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
        report::{Report, Row},
        tariff_ref::TariffRef,
    },
    tables::Format,
    web::{
        handlers::tables, pages::off_worker::off_worker, paths, problem::Problem,
        shared_state::Service,
    },
};
use almoner_engine::check::model::Status;

/// What its address can choose.
const TAKEN: [&str; 2] = ["previous", "cited"];

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
            None => page(before, year, &query, &report)?.respond(&headers),
        }
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
    report: &'r Report,
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
    Ok(PaperPage {
        title: &report.title,
        papers: navigation::links(Paper::Appendix, before, year),
        is_indicative: year.tariff.decision.status == Status::Proposed,
        choosers: choosers.into_iter().filter(Chooser::is_open).collect(),
        form: String::new(),
        notices: Vec::new(),
        summary: Vec::new(),
        files: paper::files(&path, query),
        tables: paper::tables_html(report, &additions)?,
        report,
    })
}
