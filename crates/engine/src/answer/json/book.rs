//! The book itself as JSON: what there is, what is asked for, and how it came
//! to be.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    after_screening::SelectionShape,
    fact_shape::{FactShape, shapes},
    price_status::VariedPrice,
    provision::ProvisionShape,
    rule_shape::{self, Rule},
};
use crate::check::model::{
    Calendar, Contents, Decision, Kind, PriceForm, RuleSet, Status, Tariff, Variation, Version,
};

/// Adds the schemas of the pages about the book.
pub(super) fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<List<'_>>();
    generator.subschema_for::<TariffList<'_>>();
    generator.subschema_for::<RuleSetPage<'_>>();
    generator.subschema_for::<Page<'_>>();
    generator.subschema_for::<FactShape<'_>>();
}

/// Who decided something, and when.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Decision")]
pub(super) struct Decided<'b> {
    /// Whether it is adopted.
    status: DecisionStatus,
    /// The day since which it is known.
    #[schemars(extend("format" = "date"))]
    known: String,
    /// Who decided or proposed it.
    by: &'b str,
    /// What the source does not say of this, so that it is how the source is
    /// read; absent if the source says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
}

/// Whether something is adopted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum DecisionStatus {
    /// It is decided.
    Adopted,
    /// It is not decided yet.
    Proposed,
}

impl Decided<'_> {
    pub(super) fn of(decision: &Decision) -> Decided<'_> {
        Decided {
            status: match decision.status {
                Status::Adopted => DecisionStatus::Adopted,
                Status::Proposed => DecisionStatus::Proposed,
            },
            known: decision.known.to_string(),
            by: &decision.by,
            reading: decision.reading.as_deref(),
        }
    }
}

/// A version of a rule set: from when it is in force, and what it rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VersionSummary")]
struct VersionHead<'b> {
    /// The first day in force.
    #[schemars(extend("format" = "date"))]
    in_force: String,
    /// The last day in force; absent if no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    until: Option<String>,
    /// Who decided it, and when.
    decided: Decided<'b>,
    /// The paper or law it is taken from.
    source: &'b str,
    /// The SHA-256 fingerprint of its file.
    fingerprint: String,
}

impl VersionHead<'_> {
    fn of(version: &Version) -> VersionHead<'_> {
        VersionHead {
            in_force: version.in_force.to_string(),
            until: version.until.map(|until| until.to_string()),
            decided: Decided::of(&version.decision),
            source: &version.source,
            fingerprint: version.fingerprint.to_string(),
        }
    }
}

/// A rule set and its versions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSetSummary")]
struct SetHead<'b> {
    /// Its name.
    rule_set: &'b str,
    /// Its title.
    title: &'b str,
    /// Whether it quotes prices or screens applicants.
    verb: Verb,
    /// Its versions, the oldest first.
    versions: Vec<VersionHead<'b>>,
}

impl SetHead<'_> {
    fn of(set: &RuleSet) -> SetHead<'_> {
        SetHead {
            rule_set: &set.id,
            title: &set.newest().title,
            verb: verb(set.kind()),
            versions: set.versions.iter().map(VersionHead::of).collect(),
        }
    }
}

/// What a rule set does.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Verb {
    /// It quotes prices.
    Quote,
    /// It screens applicants.
    Screen,
}

fn verb(kind: Kind) -> Verb {
    match kind {
        Kind::Pricing => Verb::Quote,
        Kind::Eligibility => Verb::Screen,
    }
}

/// A rule set with the facts that its newest version asks for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleSet")]
struct RuleSetPage<'b> {
    #[serde(flatten)]
    head: SetHead<'b>,
    /// The facts that the newest version asks for.
    facts: Vec<FactShape<'b>>,
}

/// A tariff: its year, and what it rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TariffSummary")]
pub(super) struct TariffHead<'b> {
    /// The year, `"2018/19"`.
    year: &'b str,
    /// The first day in force.
    #[schemars(extend("format" = "date"))]
    in_force: String,
    /// The last day in force.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Who decided it, and when.
    decided: Decided<'b>,
    /// The paper it is taken from.
    source: &'b str,
    /// The prices changed within the year that hold in it; absent if none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variations: Vec<VariationHead<'b>>,
    /// The SHA-256 fingerprint of its file.
    fingerprint: String,
    /// The address of its prices; only in lists of tariffs over HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

/// Prices changed within a year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VariationSummary")]
pub(super) struct VariationHead<'b> {
    /// Who decided it, and when.
    decided: Decided<'b>,
    /// From when, by what power and why.
    #[serde(flatten)]
    varied: VariedPrice,
}

impl VariationHead<'_> {
    pub(super) fn of(variation: &Variation) -> VariationHead<'_> {
        VariationHead {
            decided: Decided::of(&variation.decision),
            varied: VariedPrice::of(variation),
        }
    }
}

impl TariffHead<'_> {
    pub(super) fn of(tariff: &Tariff, path: Option<String>) -> TariffHead<'_> {
        TariffHead {
            path,
            year: &tariff.year,
            in_force: tariff.in_force.to_string(),
            until: tariff.until.to_string(),
            decided: Decided::of(&tariff.decision),
            source: &tariff.source,
            variations: tariff.variations.iter().map(VariationHead::of).collect(),
            fingerprint: tariff.fingerprint.to_string(),
        }
    }
}

/// Every rule set and tariff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookContents")]
struct List<'b> {
    /// Every rule set.
    rule_sets: Vec<SetHead<'b>>,
    /// Every tariff, the oldest first.
    tariffs: Vec<TariffHead<'b>>,
    /// Every calendar; absent if there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    calendars: Vec<CalendarHead<'b>>,
}

/// A calendar: the days that it covers, and what it rests on.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CalendarSummary")]
struct CalendarHead<'b> {
    /// Its name in formulas.
    calendar: &'b str,
    /// What its days are, in words.
    says: &'b str,
    /// The first day that it covers.
    #[schemars(extend("format" = "date"))]
    from: String,
    /// The last day that it covers.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// The day since which its days are known.
    #[schemars(extend("format" = "date"))]
    known: String,
    /// What the source does not say of that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
    /// Where its days are published.
    source: &'b str,
    /// The SHA-256 fingerprint of its file.
    fingerprint: String,
}

impl CalendarHead<'_> {
    fn of(calendar: &Calendar) -> CalendarHead<'_> {
        CalendarHead {
            calendar: &calendar.id,
            says: &calendar.says,
            from: calendar.from.to_string(),
            until: calendar.until.to_string(),
            known: calendar.known.to_string(),
            reading: calendar.reading.as_deref(),
            source: &calendar.source,
            fingerprint: calendar.fingerprint.to_string(),
        }
    }
}

/// Every tariff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TariffList")]
struct TariffList<'b> {
    /// Every tariff, the oldest first.
    tariffs: Vec<TariffHead<'b>>,
}

/// Gives the address of a tariff's prices, where it has one.
pub type PathOf<'p> = &'p dyn Fn(&Tariff) -> Option<String>;

/// Every rule set and tariff.
#[must_use]
pub fn list(book: &Contents, path: PathOf<'_>) -> String {
    written(&List {
        rule_sets: book.rule_sets.iter().map(SetHead::of).collect(),
        tariffs: tariff_heads(book, path),
        calendars: book.calendars.iter().map(CalendarHead::of).collect(),
    })
}

/// Every tariff.
#[must_use]
pub fn tariffs(book: &Contents, path: PathOf<'_>) -> String {
    written(&TariffList {
        tariffs: tariff_heads(book, path),
    })
}

fn tariff_heads<'b>(book: &'b Contents, path: PathOf<'_>) -> Vec<TariffHead<'b>> {
    let tariffs = book.tariffs.iter();
    tariffs.map(|it| TariffHead::of(it, path(it))).collect()
}

/// A rule set, with the facts that its newest version asks for.
#[must_use]
pub fn rule_set(set: &RuleSet) -> String {
    written(&RuleSetPage {
        head: SetHead::of(set),
        facts: shapes(set.newest()),
    })
}

/// The versions of one rule set.
#[must_use]
pub fn rule_set_history(set: &RuleSet) -> String {
    written(&SetHead::of(set))
}

/// What a version asks for: a list of facts, a list's own facts within it.
#[must_use]
pub fn facts(version: &Version) -> String {
    written(&shapes(version))
}

/// A version of a rule set in full.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Version")]
struct Page<'b> {
    /// The name of the rule set.
    rule_set: &'b str,
    /// Its title.
    title: &'b str,
    /// Whether it quotes prices or screens applicants.
    verb: Verb,
    #[serde(flatten)]
    head: VersionHead<'b>,
    /// The facts it asks for.
    facts: Vec<FactShape<'b>>,
    /// Its named values.
    values: Vec<Rule<'b>>,
    /// Its criteria.
    criteria: Vec<Rule<'b>>,
    #[serde(flatten)]
    selection: SelectionShape<'b>,
    /// Its lines.
    lines: Vec<Rule<'b>>,
    /// Its further totals.
    totals: Vec<Rule<'b>>,
    /// Its limits on what lines come to together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    limits: Vec<Rule<'b>>,
    /// What its source says, and what the rules make of it.
    provisions: Vec<ProvisionShape<'b>>,
    /// The names of the charges whose prices it reads.
    charges: Vec<&'b str>,
}

/// A version in full.
#[must_use]
pub fn version(book: &Contents, version: &Version) -> String {
    let charges = version.charges.iter();
    written(&Page {
        rule_set: &version.id,
        title: &version.title,
        verb: verb(version.kind),
        head: VersionHead::of(version),
        facts: shapes(version),
        values: version.values.iter().map(rule_shape::value).collect(),
        criteria: version.criteria.iter().map(rule_shape::criterion).collect(),
        selection: SelectionShape::of(&version.selection),
        lines: version.lines.iter().map(rule_shape::line).collect(),
        totals: version.totals.iter().map(rule_shape::total).collect(),
        limits: version.limits.iter().map(rule_shape::limit).collect(),
        provisions: version
            .provisions
            .iter()
            .map(|it| ProvisionShape::of(version, it))
            .collect(),
        charges: charges.map(|number| &*book.charges[*number].id).collect(),
    })
}

/// The form of a price.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PriceForm")]
pub(super) enum Form {
    /// An amount.
    Fixed,
    /// A range within which the price is set case by case.
    Variable,
    /// It is charged no longer.
    Ended,
    /// Words are printed in the place of an amount.
    Printed,
}

impl Form {
    pub(super) fn of(form: PriceForm) -> Form {
        match form {
            PriceForm::Fixed(_) => Form::Fixed,
            PriceForm::Variable(_) => Form::Variable,
            PriceForm::Ended => Form::Ended,
            PriceForm::Unpriced => Form::Printed,
        }
    }
}

/// These shapes have no map with keys other than text and nothing that could
/// fail to be written.
pub(super) fn written<T: Serialize + ?Sized>(shape: &T) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}
