//! The start page: what can be done, a link for each.

use askama::Template;
use axum::{Extension, extract::State, http::HeaderMap, response::Response};

use super::html::HTML;
use crate::{
    finance::tariff_ref::TariffRef,
    web::{
        auth::{Caller, Scope},
        etag_page::Page,
        negotiate, paths,
        problem::Problem,
        shared_state::Service,
    },
};
use almoner_engine::check::model::{Contents, Kind, Tariff};

/// The start page.
#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage<'b> {
    quotes: Vec<Link<'b>>,
    screenings: Vec<Link<'b>>,
    years: Vec<Year<'b>>,
    finance: Option<FinanceLinks<'b>>,
    has_workbench: bool,
    /// Whether the caller may use a desk.
    is_known: bool,
}

/// A page about a rule set.
struct Link<'b> {
    id: &'b str,
    title: &'b str,
}

/// A year's prices.
struct Year<'b> {
    year: &'b str,
    path: String,
}

/// The newest year for finance, with the one before it.
struct FinanceLinks<'b> {
    new: Year<'b>,
    old: Option<Year<'b>>,
}

/// `GET /`: the pages that the caller may use.
pub(super) async fn open(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    negotiate::choose(&headers, &[HTML])?;
    let snapshot = service.snapshot();
    let has_workbench = service.0.edited_book.is_some();
    let page = DeskPage {
        has_workbench,
        ..DeskPage::new(snapshot.book.contents(), &caller)
    };
    let text = page.render().map_err(|_| Problem::internal())?;
    Ok(Page::new(HTML, text).respond(&headers))
}

impl<'b> DeskPage<'b> {
    fn new(book: &'b Contents, caller: &Caller) -> DeskPage<'b> {
        let of_kind = |kind: Kind| {
            let may = caller.has(Scope::of(kind));
            let sets = book.rule_sets.iter().filter(|_| may);
            let mut links: Vec<Link<'b>> = sets
                .filter(|set| set.kind() == kind)
                .map(|set| Link {
                    id: &set.id,
                    title: &set.newest().title,
                })
                .collect();
            links.sort_by_key(|link| link.title);
            links
        };
        let may_see_prices = caller.has(Scope::Tariffs);
        let year = |tariff| Year::new(book, tariff);
        let years = book.tariffs.iter().rev().filter(|_| may_see_prices);
        let newest = years.clone().next();
        DeskPage {
            quotes: of_kind(Kind::Pricing),
            screenings: of_kind(Kind::Eligibility),
            years: years.map(year).collect(),
            finance: newest.map(|tariff| FinanceLinks {
                new: year(tariff),
                old: TariffRef { book, tariff }
                    .before(book)
                    .map(|it| year(it.tariff)),
            }),
            has_workbench: false,
            is_known: [Scope::Quotes, Scope::Screenings, Scope::Tariffs]
                .into_iter()
                .any(|scope| caller.has(scope)),
        }
    }
}

impl<'b> Year<'b> {
    fn new(book: &'b Contents, tariff: &'b Tariff) -> Year<'b> {
        Year {
            year: &tariff.year,
            path: paths::tariff_name(book, tariff),
        }
    }
}
