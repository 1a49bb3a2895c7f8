//! What comes before and after every answer: what was asked, whether it is
//! only indicative, who decides, and the papers it rests on.

use super::{
    context::Context,
    value_words::{self, decided, decided_briefly},
};
use crate::{
    base::{date::LongDate, ids::ChargeId},
    check::model::{RatePeriod, Status, Tariff, Variation},
    eval::basis::Basis,
    program::model::Ruling,
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
    /// The facts that were given and not used, a sentence or two for those that
    /// matter in the same case.
    pub not_used: Vec<String>,
    /// Whether the answer is not settled, so that they may be used yet.
    pub is_open: bool,
    /// What the sources say and no rule checks, a sentence or two each.
    pub not_checked: Vec<String>,
    /// Who decides in the end, a paragraph each.
    pub advice: Vec<String>,
    /// The rules and the charges, a sentence each.
    pub sources: Vec<String>,
}

impl Header {
    /// For a question about one day or one period, whose answer used these prices and
    /// rates.
    pub(super) fn of(context: &Context<'_>, kind: &str, used: Basis<'_>) -> Header {
        let ruling = context.ruling;
        let days = match context.facts.period(ruling.version) {
            Some((first, last)) => super::value_words::from_to(first, last),
            None => LongDate(ruling.on).to_string(),
        };
        Header::titled(ruling, &format!("{kind} for {days}"), used)
    }

    /// With what was asked in words.
    pub(super) fn titled(ruling: &Ruling<'_>, asked: &str, used: Basis<'_>) -> Header {
        let mut title = format!("{} — {asked}", ruling.version.title);
        if let Some(known) = ruling.known {
            title.push_str(&format!(", as known on {}", LongDate(known)));
        }
        Header {
            title,
            indicative: indicative(ruling, used),
        }
    }
}

/// Where the rules or prices are only proposed, that they are, and which prices
/// where others in the answer are adopted.
pub(super) fn indicative(ruling: &Ruling<'_>, used: Basis<'_>) -> Vec<String> {
    let decision = &ruling.version.decision;
    let rules = (decision.status == Status::Proposed).then(|| {
        format!(
            "these rules were {}, not adopted.",
            decided_briefly(decision)
        )
    });
    let proposed = ruling.prices_status == Status::Proposed;
    let charges = ruling.tariff.filter(|_| proposed);
    let charges = charges.map(|tariff| proposed_prices(ruling, tariff, used.prices));
    rules
        .into_iter()
        .chain(charges.into_iter().flatten())
        .chain(proposed_rates(ruling, used.rates))
        .collect()
}

/// Which rates are only proposed: of those that were used or, while it is open
/// which are, of those that the rules may use.
fn proposed_rates(ruling: &Ruling<'_>, used: &[RatePeriod]) -> Vec<String> {
    let proposed = ruling.rates_status == Status::Proposed;
    let may_be_used: Vec<RatePeriod> = ruling.rates_of_day().collect();
    let rates = match used.is_empty() {
        true => &*may_be_used,
        false => used,
    };
    let rates = rates.iter().filter(|_| proposed);
    let periods = rates.filter_map(|it| {
        let parameter = &ruling.parameters[it.parameter];
        let period = parameter.period(it.period)?;
        (period.decision.status == Status::Proposed).then_some((parameter, period))
    });
    periods
        .map(|(parameter, period)| {
            let (from, decision) = (LongDate(period.from), decided_briefly(&period.decision));
            let says = &parameter.says;
            format!("the rates of “{says}” from {from} were {decision}, not adopted.")
        })
        .collect()
}

fn proposed_prices(ruling: &Ruling<'_>, tariff: &Tariff, used: &[ChargeId]) -> Vec<String> {
    let is_proposed = |it: &&ChargeId| tariff.decision_of(**it).status == Status::Proposed;
    let proposed: Vec<ChargeId> = used.iter().filter(is_proposed).copied().collect();
    // Nothing was read yet: whichever price is read may be a proposed one.
    let all = match proposed.is_empty() {
        true => ruling.version.charges.as_slice(),
        false => used,
    };
    let (varied, own): (Vec<ChargeId>, Vec<ChargeId>) = all
        .iter()
        .filter(is_proposed)
        .partition(|it| variation(tariff, **it).is_some());
    let mut says = Vec::new();
    if !own.is_empty() {
        let which = match own.len() == used.len() || proposed.is_empty() {
            true => String::new(),
            false => format!(" This is about {}.", names(ruling, &own)),
        };
        let decision = decided_briefly(&tariff.decision);
        let year = &tariff.year;
        says.push(format!(
            "the {year} charges were {decision}, not adopted.{which}"
        ));
    }
    for (variation, charges) in tariff.varied() {
        let charges: Vec<ChargeId> = varied
            .iter()
            .filter(|it| charges.contains(it))
            .copied()
            .collect();
        if !charges.is_empty() {
            let (names, from) = (names(ruling, &charges), LongDate(variation.in_force));
            let decision = decided_briefly(&variation.decision);
            let changed = if charges.len() == 1 {
                "the new price"
            } else {
                "the new prices"
            };
            says.push(format!(
                "{changed} of {names} from {from}, {decision}: not adopted."
            ));
        }
    }
    says
}

fn variation(tariff: &Tariff, charge: ChargeId) -> Option<&Variation> {
    tariff.variation_of(tariff.prices[charge].as_ref()?)
}

/// Charges by their printed names: `Hall - per hour and Hall - per day`.
fn names(ruling: &Ruling<'_>, charges: &[ChargeId]) -> String {
    let name = |it: &ChargeId| ruling.book.charges[*it].name.to_string();
    value_words::listed(&charges.iter().map(name).collect::<Vec<_>>(), "and")
}

impl Footer {
    /// For answers by these rules, each with the prices and rates it used; each
    /// paper once.
    pub(super) fn of<'r>(answers: impl IntoIterator<Item = (&'r Ruling<'r>, Basis<'r>)>) -> Footer {
        let mut footer = Footer::default();
        for (ruling, used) in answers {
            for gap in not_checked(ruling, used.open_provisions) {
                if !footer.not_checked.contains(&gap) {
                    footer.not_checked.push(gap);
                }
            }
            let advice = ruling.version.advice.as_deref();
            let advice = advice.filter(|advice| !footer.advice.iter().any(|it| it == advice));
            footer.advice.extend(advice.map(str::to_owned));
            for source in sources(ruling, used) {
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
pub(super) fn not_checked(
    ruling: &Ruling<'_>,
    open: Option<&[u16]>,
) -> impl Iterator<Item = String> {
    let version = ruling.version;
    version.not_checked_of(open).map(|(it, why)| {
        let cite = value_words::in_paper(version, &it.cite);
        let says = value_words::cited(it.says.to_string(), Some(cite));
        format!("{}. {}", says, value_words::sentence(why))
    })
}

fn sources(ruling: &Ruling<'_>, used: Basis<'_>) -> Vec<String> {
    let from = LongDate(ruling.version.in_force);
    let decision = decided(&ruling.version.decision);
    let source = &ruling.version.source;
    let mut sources = vec![format!(
        "Rules: {source}; in force from {from}, {decision}."
    )];
    if let Some(tariff) = ruling.tariff {
        charges(ruling, tariff, used.prices, &mut sources);
    }
    sources.extend(used.rates.iter().filter_map(|it| rates(ruling, *it)));
    sources
}

/// The rates in force from a day on: `Rates: Minimum wage, from 1 April 2024
/// (SI 2024/432), adopted on …`.
fn rates(ruling: &Ruling<'_>, used: RatePeriod) -> Option<String> {
    let parameter = &ruling.parameters[used.parameter];
    let period = parameter.period(used.period)?;
    let (says, from) = (&parameter.says, LongDate(period.from));
    let cite = Some(&*period.cite).filter(|cite| **cite != *period.decision.by);
    let words = value_words::cited(format!("Rates: {says}, from {from}"), cite);
    Some(format!("{words}, {}.", decided(&period.decision)))
}

/// The charges, and how those that were used were changed within the year.
fn charges(ruling: &Ruling<'_>, tariff: &Tariff, used: &[ChargeId], sources: &mut Vec<String>) {
    let decision = decided(&tariff.decision);
    let from = LongDate(tariff.year_begins);
    let year = &tariff.year;
    sources.push(format!(
        "Charges: {year}, in force from {from}, {decision}."
    ));
    for (variation, charges) in tariff.varied() {
        let own = used.iter().filter(|it| charges.contains(it)).copied();
        let own: Vec<ChargeId> = own.collect();
        if !own.is_empty() {
            sources.push(varied(variation, &names(ruling, &own)));
        }
    }
}

/// How prices were varied within the year, by whom and why.
fn varied(variation: &Variation, names: &str) -> String {
    let from = LongDate(variation.in_force);
    let decision = decided(&variation.decision);
    let ground = variation.ground.as_deref();
    let ground = ground.map_or_else(String::new, |it| format!(", on {it} grounds"));
    let (authority, reason) = (
        &variation.authority,
        value_words::sentence(&variation.reason),
    );
    format!(
        "Changed within the year: {names}, from {from}, {decision}{ground} ({authority}). {reason}"
    )
}
