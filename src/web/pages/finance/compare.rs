//! `/compare/{old}/{new}`: two tariffs compared.

use askama::Template;
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
        compare::{self, Way},
        report::Row,
        tariff_ref::{self, TariffRef},
    },
    web::{
        comparison_query, handlers::tables, pages::off_worker::off_worker, paths, problem::Problem,
        shared_state::Service,
    },
};
use almoner_engine::{
    base::decimal,
    check::model::{Contents, Status},
};

/// What its address can choose.
const TAKEN: [&str; 6] = [
    "service",
    "only",
    "over_policy",
    "category",
    "largest",
    "above",
];

/// How many of the largest changes can be chosen.
const LARGEST: [&str; 3] = ["5", "10", "20"];

/// The form for a percentage.
#[derive(Template)]
#[template(path = "above.html")]
struct AboveForm<'q> {
    /// What else the address chooses.
    kept: Vec<&'q (String, String)>,
    above: &'q str,
    error: Option<&'static str>,
}

/// `GET /compare/{old}/{new}`.
pub(in crate::web::pages) async fn open(
    State(service): State<Service>,
    Path((old, last)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    off_worker(move || {
        let (new, format) = paper::split_suffix(&last)?;
        let snapshot = service.snapshot();
        let book = snapshot.book.contents();
        let years = paths::tariffs_named(book, [&old, new])?;
        let query = Query::read(query.as_deref(), &TAKEN)?;
        let Some(format) = format else {
            return page(years, &query, &headers);
        };
        let report = comparison_query::report(years, &query.sent())?;
        let [old, new] = years.map(tables::plain);
        paper::file(
            &report,
            format,
            &format!("comparison-{old}-{new}"),
            &headers,
        )
    })
    .await
}

fn page(
    [old, new]: [TariffRef<'_>; 2],
    asked: &Query,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let above = asked.get("above").unwrap_or_default();
    let is_wrong = !above.is_empty() && decimal::parse_percent(above).is_none();
    let query = match is_wrong {
        true => asked.with("above", None),
        false => asked.clone(),
    };
    let report = comparison_query::report([old, new], &query.sent())?;
    let over_policy = compare::above_policy(old, new, new.policy_with(old));
    let link = |row: &Row| row.id.as_ref().map(|id| format!("/charges/{id}"));
    let mark = |row: &Row| {
        let id = row.id.as_deref()?;
        over_policy.contains(&id).then_some("▲ above policy")
    };
    let additions = Additions {
        link: Some(&link),
        mark: Some(("what", &mark)),
    };
    let form = AboveForm {
        kept: query.except("above").collect(),
        above,
        error: is_wrong.then_some("Enter a percentage, such as 3 or 2.5"),
    };
    let path = address(old, new);
    let page = PaperPage {
        title: &report.title,
        papers: navigation::links(Paper::Compare, Some(old), new),
        is_indicative: new.tariff.decision.status == Status::Proposed,
        choosers: choosers([old, new], &path, &query),
        form: paper::written(&form)?,
        notices: Vec::new(),
        summary: paper::summed_up(&report),
        files: paper::files(&path, &query),
        tables: paper::tables_html(&report, &additions)?,
        report: &report,
    };
    page.respond(headers)
}

fn name(it: TariffRef<'_>) -> String {
    paths::tariff_name(it.book, it.tariff)
}

fn address(old: TariffRef<'_>, new: TariffRef<'_>) -> String {
    format!("/compare/{}/{}", name(old), name(new))
}

fn choosers([old, new]: [TariffRef<'_>; 2], path: &str, query: &Query) -> Vec<Chooser> {
    let book = new.book;
    let chooser = |label, of: &str, choices: &[(Option<&str>, String)]| {
        Chooser::of_query(label, path, query, of, choices)
    };
    let years =
        |label, one: TariffRef<'_>, other: TariffRef<'_>, address: &dyn Fn(&str) -> String| {
            let tariffs = [Some(one.tariff), Some(other.tariff)];
            Chooser::of_years(label, book, tariffs, |name| query.after(&address(name)))
        };
    let has_policy = new.policy_with(old).is_some();
    let policy = [(None, "All"), (Some("yes"), "Above policy only")].map(in_words);
    let all = [
        years("From", old, new, &|it| {
            format!("/compare/{it}/{}", name(new))
        }),
        years("To", new, old, &|it| format!("/compare/{}/{it}", name(old))),
        chooser("Service", "service", &services(book)),
        chooser("Change", "only", &ways()),
        chooser("Largest", "largest", &largest()),
        chooser("Set by", "category", &categories()),
        chooser(
            "Policy",
            "over_policy",
            policy
                .get(..if has_policy { 2 } else { 0 })
                .unwrap_or_default(),
        ),
    ];
    all.into_iter().filter(Chooser::is_open).collect()
}

fn in_words<'c>((value, words): (Option<&'c str>, &str)) -> (Option<&'c str>, String) {
    (value, words.to_owned())
}

/// The services of a book by the headings of their charges.
fn services(book: &Contents) -> Vec<(Option<&str>, String)> {
    let services = tariff_ref::services(book).into_iter().map(|id| {
        let mut charges = book.charges.iter();
        let of = charges.find(|it| tariff_ref::service(&it.id) == id);
        let words = of.map_or(id, |charge| &charge.service);
        (Some(id), words.to_owned())
    });
    std::iter::once((None, "All".to_owned()))
        .chain(services)
        .collect()
}

fn ways() -> Vec<(Option<&'static str>, String)> {
    let ways = Way::NAMED.iter().map(|(name, _)| {
        let mut words = (*name).to_owned();
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        (Some(*name), words)
    });
    std::iter::once((None, "All".to_owned()))
        .chain(ways)
        .collect()
}

fn largest() -> Vec<(Option<&'static str>, String)> {
    let counts = LARGEST
        .iter()
        .map(|count| (Some(*count), format!("The {count} largest")));
    std::iter::once((None, "All".to_owned()))
        .chain(counts)
        .collect()
}

fn categories() -> Vec<(Option<&'static str>, String)> {
    let all = [
        (None, "Anyone"),
        (Some("discretionary"), "The council"),
        (Some("statutory"), "Law"),
        (Some("regulatory"), "A regulator"),
    ];
    all.map(in_words).into()
}
