//! The start page: what can be done, a link for each.

use askama::Template;

use crate::web::paths;
use almoner_engine::check::model::{Contents, Kind};

/// The start page.
#[derive(Template)]
#[template(path = "desk.html")]
pub(super) struct DeskPage<'b> {
    quotes: Vec<Link<'b>>,
    screenings: Vec<Link<'b>>,
    years: Vec<Year<'b>>,
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

impl<'b> DeskPage<'b> {
    pub(super) fn new(book: &'b Contents) -> DeskPage<'b> {
        let of_kind = |kind: Kind| {
            let sets = book.rule_sets.iter().filter(|set| set.kind() == kind);
            let mut links: Vec<Link<'b>> = sets
                .map(|set| Link {
                    id: &set.id,
                    title: &set.newest().title,
                })
                .collect();
            links.sort_by_key(|link| link.title);
            links
        };
        let years = book.tariffs.iter().rev().map(|tariff| Year {
            year: &tariff.year,
            path: paths::tariff_name(book, tariff),
        });
        DeskPage {
            quotes: of_kind(Kind::Pricing),
            screenings: of_kind(Kind::Eligibility),
            years: years.collect(),
        }
    }
}
