//! Pages about the service, written once for each book: the start page, the
//! reference for programs, and what a public service states about itself.

use askama::Template;

use super::html::HTML;
use crate::web::{docs_page, etag_page::Page};
use almoner_engine::{
    base::date::LongDate,
    check::model::{Contents, Kind, RuleSet, Version},
    present::value_words::decided,
};

/// The pages, by their paths.
pub(in crate::web) fn pages(book: &Contents, fingerprint: &str) -> Vec<(&'static str, Page)> {
    let sets: Vec<SetAbout<'_>> = book.rule_sets.iter().map(SetAbout::new).collect();
    let confidential = sets.iter().any(|set| set.asks_confidential);
    let transparency = TransparencyPage {
        sets: &sets,
        fingerprint,
    };
    let about = AboutPage {
        sets: &sets,
        tariffs: book.tariffs.iter().map(TariffAbout::new).collect(),
        fingerprint,
    };
    let api = ApiPage {
        body: docs_page::page(book),
    };
    vec![
        ("/api", page(&api)),
        ("/accessibility", page(&AccessibilityPage)),
        ("/privacy", page(&PrivacyPage { confidential })),
        ("/transparency", page(&transparency)),
        ("/about", page(&about)),
    ]
}

/// A page; an empty one if its template failed, which writing to a text cannot.
fn page(template: &impl Template) -> Page {
    Page::new(HTML, template.render().unwrap_or_default())
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    body: String,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage;

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    confidential: bool,
}

/// The record of the Algorithmic Transparency Recording Standard, filled from
/// the book.
#[derive(Template)]
#[template(path = "transparency.html")]
struct TransparencyPage<'b> {
    sets: &'b [SetAbout<'b>],
    fingerprint: &'b str,
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'b> {
    sets: &'b [SetAbout<'b>],
    tariffs: Vec<TariffAbout<'b>>,
    fingerprint: &'b str,
}

/// A rule set, as the pages about the service describe it.
struct SetAbout<'b> {
    id: &'b str,
    title: &'b str,
    screens: bool,
    asks_confidential: bool,
    source: &'b str,
    advice: Option<&'b str>,
    /// How many criteria it has, or lines.
    entries: usize,
    facts: usize,
    not_checked: usize,
    versions: Vec<VersionAbout>,
}

/// A version of a rule set.
struct VersionAbout {
    in_force: String,
    decided: String,
    fingerprint: String,
}

impl<'b> SetAbout<'b> {
    fn new(set: &'b RuleSet) -> SetAbout<'b> {
        let newest = set.newest();
        let screens = newest.kind == Kind::Eligibility;
        SetAbout {
            id: &set.id,
            title: &newest.title,
            screens,
            asks_confidential: newest.facts.iter().any(|fact| fact.confidential),
            source: &newest.source,
            advice: newest.advice.as_deref(),
            entries: match screens {
                true => newest.criteria.len(),
                false => newest.lines.len(),
            },
            facts: newest.facts.len(),
            not_checked: newest.not_checked().count(),
            versions: set.versions.iter().rev().map(VersionAbout::new).collect(),
        }
    }
}

impl VersionAbout {
    fn new(version: &Version) -> VersionAbout {
        VersionAbout {
            in_force: LongDate(version.in_force).to_string(),
            decided: decided(&version.decision),
            fingerprint: version.fingerprint.to_string(),
        }
    }
}

/// A tariff.
struct TariffAbout<'b> {
    year: &'b str,
    in_force: String,
    decided: String,
    fingerprint: String,
}

impl<'b> TariffAbout<'b> {
    fn new(tariff: &'b almoner_engine::check::model::Tariff) -> TariffAbout<'b> {
        TariffAbout {
            year: &tariff.year,
            in_force: LongDate(tariff.in_force).to_string(),
            decided: decided(&tariff.decision),
            fingerprint: tariff.fingerprint.to_string(),
        }
    }
}
