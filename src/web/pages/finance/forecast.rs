//! `/forecast/{old}/{new}`: income by service stream against budget; with volumes that
//! are sent, and not kept.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    choices::{Choice, Chooser, Query},
    navigation::{self, Paper},
    paper::{self, PaperPage},
    policy,
    report_view::Additions,
};
use crate::{
    finance::{
        forecast::{self, Basis, Remark, Volume},
        report::Report,
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
        problem_code::Code,
        shared_state::Service,
    },
};
use almoner_engine::{
    check::model::{Budget, BudgetFigure, Policy, Status},
    present::value_words,
};

/// What its address can choose.
const TAKEN: [&str; 2] = ["policy", "from"];

/// The columns of a budget that a year can be measured from.
const FIGURES: [(&str, &str, BudgetFigure); 3] = [
    ("outturn", "Outturn", BudgetFigure::Outturn),
    ("budget", "Budget", BudgetFigure::Budget),
    ("forecast", "Forecast", BudgetFigure::Forecast),
];

/// The most faults that are shown at once.
const MAX_FAULTS: usize = 20;

/// The form for volumes.
#[derive(Template)]
#[template(path = "volumes.html")]
struct VolumesForm<'f> {
    action: String,
    /// As they were sent, to be changed.
    volumes: &'f str,
    errors: Vec<String>,
    /// Faults beyond those that are shown.
    more: usize,
    headings: String,
    /// The address of a file of the forecast with these volumes, by format.
    files: Vec<(Format, String)>,
}

/// `GET /forecast/{old}/{new}`.
pub(in crate::web::pages) async fn open(
    State(service): State<Service>,
    Path((old, last)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    off_worker(move || {
        let snapshot = service.snapshot();
        let asked = Asked {
            book: snapshot.book.contents(),
            old: &old,
            last: &last,
            query: query.as_deref(),
        };
        answer(&asked, None, &headers)
    })
    .await
}

/// `POST /forecast/{old}/{new}`: with volumes.
pub(in crate::web::pages) async fn submit(
    State(service): State<Service>,
    Path((old, last)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let limits = BodyLimits::new(&service.0.limits);
    sent_form::answer_parts(service, limits, request, move |service, parts| {
        let snapshot = service.snapshot();
        let asked = Asked {
            book: snapshot.book.contents(),
            old: &old,
            last: &last,
            query: query.as_deref(),
        };
        let given = parts.bytes("file").or_else(|| parts.bytes("volumes"));
        answer(&asked, Some(given.unwrap_or_default()), &headers)
    })
    .await
}

/// What the address asks for.
struct Asked<'a> {
    book: &'a almoner_engine::check::model::Contents,
    old: &'a str,
    last: &'a str,
    query: Option<&'a str>,
}

/// A forecast that is asked for.
struct ForecastPage<'p> {
    years: [TariffRef<'p>; 2],
    query: &'p Query,
    path: String,
    policy: Option<&'p Policy>,
    from: BudgetFigure,
}

fn answer(
    asked: &Asked<'_>,
    sent: Option<&[u8]>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (new, format) = paper::split_suffix(asked.last)?;
    let book = asked.book;
    let years = paths::tariffs_named(book, [asked.old, new])?;
    let query = Query::read(asked.query, &TAKEN)?;
    let figure = query.get("from").unwrap_or("forecast");
    let figure = FIGURES.iter().find(|(name, ..)| *name == figure);
    let (_, _, from) = *figure.ok_or_else(|| {
        let says = "`from` is outturn, budget or forecast";
        Problem::new(Code::InvalidQuery, says)
    })?;
    let [old, new] = years.map(|it| paths::tariff_name(it.book, it.tariff));
    let page = ForecastPage {
        years,
        query: &query,
        path: format!("/forecast/{old}/{new}"),
        policy: policy::of_year(book, query.get("policy"), years)?,
        from,
    };
    let volumes = sent.map(|bytes| forecast::read(bytes, years[0], years[1]));
    let volumes = volumes.transpose();
    let budget = page.budget();
    let kept = volumes.as_ref().ok().and_then(Option::as_deref);
    let report = budget.map(|budget| page.report(budget, kept)).transpose()?;
    match (format, report, volumes) {
        (None, report, volumes) => {
            let typed = typed(volumes.as_ref().map(Option::as_deref), sent, years);
            let errors = volumes.err().unwrap_or_default();
            page.respond(report.as_ref(), &typed, &errors, sent.is_some(), headers)
        }
        (Some(format), Some(report), Ok(_)) => {
            let [old, new] = years.map(tables::plain);
            paper::file(&report, format, &format!("forecast-{old}-{new}"), headers)
        }
        (Some(_), _, Err(remarks)) => {
            let first = remarks.first().map(ToString::to_string);
            let says = first.unwrap_or_else(|| "the volumes cannot be read".to_owned());
            Err(Problem::new(Code::InvalidQuery, says))
        }
        (Some(_), None, Ok(_)) => Err(page.no_budget()),
    }
}

/// The volumes as the form shows them: as they were read, or as they were sent.
fn typed(
    volumes: Result<Option<&[Volume]>, &Vec<Remark>>,
    sent: Option<&[u8]>,
    [old, new]: [TariffRef<'_>; 2],
) -> String {
    match volumes {
        Ok(Some(volumes)) => {
            let (old, new) = (&old.tariff.year, &new.tariff.year);
            let headings = match old == new {
                true => "charge,before,after\n".to_owned(),
                false => format!("charge,{old},{new}\n"),
            };
            let rows = volumes.iter().map(|it| {
                let [before, after] = [it.before, it.after].map(|it| it.normalize());
                format!("{},{before},{after}\n", it.id)
            });
            std::iter::once(headings).chain(rows).collect()
        }
        _ => sent
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
            .to_owned(),
    }
}

impl<'p> ForecastPage<'p> {
    /// The budget of the later year, or else of the year of the policy.
    fn budget(&self) -> Option<&'p Budget> {
        let [_, new] = self.years;
        let own = new.book.budget(&new.tariff.year);
        own.or_else(|| new.book.budget(&self.policy?.year))
    }

    fn no_budget(&self) -> Problem {
        let [_, new] = self.years;
        let says = format!("the book has no budget for {}", new.tariff.year);
        Problem::new(Code::InvalidQuery, says).help("choose that of another year with `policy`")
    }

    fn report(&self, budget: &Budget, volumes: Option<&[Volume]>) -> Result<Report, Problem> {
        let [old, new] = self.years;
        let basis = Basis {
            old,
            new,
            budget,
            policy: self.policy,
            from: self.from,
        };
        forecast::report(basis, volumes).ok_or_else(|| {
            let says = "the budget lacks the column to measure from, or `Proposed`";
            Problem::new(Code::InvalidQuery, says).help("choose another with `from`")
        })
    }

    fn respond(
        &self,
        report: Option<&Report>,
        volumes: &str,
        errors: &[Remark],
        is_sent: bool,
        headers: &HeaderMap,
    ) -> Result<Response, Problem> {
        let [old, new] = self.years;
        let year = &new.tariff.year;
        let title = match report {
            Some(report) => report.title.clone(),
            None => format!("Forecast of {year}"),
        };
        let title = match errors.is_empty() {
            true => title,
            false => format!("Error: {title}"),
        };
        let without_budget = report.is_none().then(|| {
            format!(
                "There is no budget for {year}. Choose the year whose policy and budget are used."
            )
        });
        let form = match report {
            Some(_) => paper::written(&self.form(volumes, errors, is_sent))?,
            None => String::new(),
        };
        let files = match report {
            Some(_) if !is_sent => paper::files(&self.path, self.query),
            _ => Vec::new(),
        };
        let empty = Report::default();
        let shown = report.unwrap_or(&empty);
        let page = PaperPage {
            title: &title,
            papers: navigation::links(Paper::Forecast, Some(old), new),
            is_indicative: new.tariff.decision.status == Status::Proposed,
            choosers: self.choosers(report.is_some()),
            form,
            notices: without_budget.into_iter().collect(),
            summary: Vec::new(),
            files,
            tables: paper::tables_html(shown, &Additions::default())?,
            report: shown,
        };
        if !is_sent {
            return page.respond(headers);
        }
        let status = match errors.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        html::page(status, &page, Cache::Private)
    }

    fn form<'f>(&self, volumes: &'f str, errors: &[Remark], is_sent: bool) -> VolumesForm<'f> {
        let [old, new] = self.years.map(|it| &*it.tariff.year);
        let shown = errors.iter().take(MAX_FAULTS);
        let is_whole = is_sent && errors.is_empty();
        let formats = [Format::Xlsx, Format::Docx, Format::Csv];
        let files = formats.into_iter().filter(|_| is_whole).map(|format| {
            let path = format!("{}.{}", self.path, format.name());
            (format, self.query.after(&path))
        });
        VolumesForm {
            action: self.query.after(&self.path),
            volumes,
            errors: shown
                .map(|it| value_words::sentence(&it.to_string()))
                .collect(),
            more: errors.len().saturating_sub(MAX_FAULTS),
            headings: match old == new {
                true => "charge,before,after".to_owned(),
                false => format!("charge,{old},{new}"),
            },
            files: files.collect(),
        }
    }

    fn choosers(&self, has_report: bool) -> Vec<Chooser> {
        let [old, new] = self.years;
        let [before, after] = self.years.map(|it| paths::tariff_name(it.book, it.tariff));
        let [one, other] = [Some(old.tariff), Some(new.tariff)];
        let query = self.query;
        let current = query.get("from").unwrap_or("forecast");
        let figures = FIGURES.iter().map(|(name, words, _)| Choice {
            words: (*words).to_owned(),
            href: query.with("from", Some(name)).after(&self.path),
            is_current: *name == current,
        });
        let figures = Chooser {
            label: "Measured from",
            choices: figures.filter(|_| has_report).collect(),
        };
        let all = [
            Chooser::of_years("From", new.book, [one, other], |it| {
                query.after(&format!("/forecast/{it}/{after}"))
            }),
            Chooser::of_years("To", new.book, [other, one], |it| {
                query.after(&format!("/forecast/{before}/{it}"))
            }),
            figures,
        ];
        let mut choosers: Vec<Chooser> = all.into_iter().filter(Chooser::is_open).collect();
        let policies = policy::chooser(new.book, self.policy, &self.path, query);
        if policies.is_open() || !has_report && !policies.choices.is_empty() {
            choosers.push(policies);
        }
        choosers
    }
}
