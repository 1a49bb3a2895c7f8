//! What comes before and after every answer: what was asked, whether it is
//! only indicative, who decides, and the papers it rests on.

use super::{
    context::Context,
    value_words::{self, decided, decided_briefly},
};
use crate::{
    answer::booking_days, base::date::LongDate, check::model::Status, program::model::Ruling,
};

/// What was asked, and whether the answer binds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// `Music tuition — quote for 1 May 2018`.
    pub title: String,
    /// Why the answer is only indicative, a sentence each; none if it is not.
    pub indicative: Vec<String>,
}

/// Who decides, and the papers the answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footer {
    /// What the sources say and no rule checks, a sentence or two each.
    pub not_checked: Vec<String>,
    /// Who decides in the end, a paragraph each.
    pub advice: Vec<String>,
    /// The rules and the charges, a sentence each.
    pub sources: Vec<String>,
}

impl Header {
    /// For a question about one day or one period.
    pub(super) fn of(context: &Context<'_>, kind: &str) -> Header {
        let ruling = context.ruling;
        let days = match booking_days::period(ruling, context.facts) {
            Some((first, last)) => super::value_words::from_to(first, last),
            None => LongDate(ruling.on).to_string(),
        };
        Header::titled(ruling, &format!("{kind} for {days}"))
    }

    /// With what was asked in words.
    pub(super) fn titled(ruling: &Ruling<'_>, asked: &str) -> Header {
        let mut title = format!("{} — {asked}", ruling.version.title);
        if let Some(known) = ruling.known {
            title.push_str(&format!(", as known on {}", LongDate(known)));
        }
        Header {
            title,
            indicative: indicative(ruling),
        }
    }
}

/// Where the rules or prices are only proposed, that they are.
pub(super) fn indicative(ruling: &Ruling<'_>) -> Vec<String> {
    let rules = ("these rules were".to_owned(), &ruling.version.decision);
    let charges = ruling.tariff.map(|tariff| {
        let what = format!("the {} charges were", tariff.year);
        (what, &tariff.decision)
    });
    std::iter::once(rules)
        .chain(charges)
        .filter(|(_, decision)| decision.status == Status::Proposed)
        .map(|(what, decision)| format!("{what} {}, not adopted.", decided_briefly(decision)))
        .collect()
}

impl Footer {
    /// For answers by these rules and prices, each paper once.
    pub(super) fn of<'r>(rulings: impl IntoIterator<Item = &'r Ruling<'r>>) -> Footer {
        let mut footer = Footer::default();
        for ruling in rulings {
            for gap in not_checked(ruling) {
                if !footer.not_checked.contains(&gap) {
                    footer.not_checked.push(gap);
                }
            }
            let advice = ruling.version.advice.as_deref();
            let advice = advice.filter(|advice| !footer.advice.iter().any(|it| it == advice));
            footer.advice.extend(advice.map(str::to_owned));
            for source in sources(ruling) {
                if !footer.sources.contains(&source) {
                    footer.sources.push(source);
                }
            }
        }
        footer
    }
}

/// What the source says and no rule checks: its words with the paragraph, and
/// why not.
pub(super) fn not_checked(ruling: &Ruling<'_>) -> impl Iterator<Item = String> {
    let version = ruling.version;
    version.not_checked().map(|(it, why)| {
        let cite = value_words::in_paper(version, &it.cite);
        let says = value_words::cited(it.says.to_string(), Some(cite));
        format!("{}. {}", says, value_words::sentence(why))
    })
}

fn sources(ruling: &Ruling<'_>) -> impl Iterator<Item = String> {
    let from = LongDate(ruling.version.in_force);
    let decision = decided(&ruling.version.decision);
    let source = &ruling.version.source;
    let rules = format!("Rules: {source}; in force from {from}, {decision}.");
    let charges = ruling.tariff.map(|tariff| {
        let decision = decided(&tariff.decision);
        let from = LongDate(tariff.in_force);
        let year = &tariff.year;
        format!("Charges: {year}, in force from {from}, {decision}.")
    });
    std::iter::once(rules).chain(charges)
}
