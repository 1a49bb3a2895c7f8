//! The links between the papers of a year.

use crate::{finance::tariff_ref::TariffRef, web::paths};

/// The papers of a year, by the first part of their addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Compare,
    Appendix,
    Policy,
    Forecast,
    Uprate,
}

/// A link to a paper.
#[derive(Debug)]
pub(super) struct PaperLink {
    pub(super) words: &'static str,
    pub(super) href: String,
    pub(super) is_current: bool,
}

/// The papers of a year, compared with another where there is one.
pub(super) fn links(
    current: Paper,
    old: Option<TariffRef<'_>>,
    new: TariffRef<'_>,
) -> Vec<PaperLink> {
    let name = |it: TariffRef<'_>| paths::tariff_name(it.book, it.tariff);
    let year = name(new);
    let pair = old.map(|old| format!("{}/{year}", name(old)));
    let papers = [
        (Paper::Compare, "Compare", pair.as_ref()),
        (Paper::Appendix, "Fees and charges", Some(&year)),
        (Paper::Policy, "Policy", pair.as_ref()),
        (Paper::Forecast, "Forecast", pair.as_ref()),
        (Paper::Uprate, "Next year’s prices", Some(&year)),
    ];
    let links = papers.into_iter().filter_map(|(paper, words, years)| {
        Some(PaperLink {
            words,
            href: format!("/{}/{}", paper.folder(), years?),
            is_current: paper == current,
        })
    });
    links.collect()
}

impl Paper {
    /// The first part of its address.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Paper::Compare => "compare",
            Paper::Appendix => "appendix",
            Paper::Policy => "policy",
            Paper::Forecast => "forecast",
            Paper::Uprate => "uprate",
        }
    }
}
