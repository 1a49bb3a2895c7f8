//! The book itself as JSON: what there is, what is asked for, and how it came
//! to be.

use std::collections::BTreeMap;

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    after_screening::SelectionShape,
    price_status::VariedPrice,
    provision::ProvisionShape,
    rule_shape::{self, Rule},
};
use crate::{
    base::types::{Options, Type},
    check::model::{
        Calendar, Contents, Decision, Fact, Home, Kind, PriceForm, RelationKind, RuleSet, Status,
        Tariff, Variation, Version,
    },
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
    status: Decidedness,
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
#[schemars(rename = "DecisionStatus")]
enum Decidedness {
    /// It is decided.
    Adopted,
    /// It is not decided yet.
    Proposed,
}

impl Decided<'_> {
    pub(super) fn of(decision: &Decision) -> Decided<'_> {
        Decided {
            status: match decision.status {
                Status::Adopted => Decidedness::Adopted,
                Status::Proposed => Decidedness::Proposed,
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
struct VariationHead<'b> {
    /// Who decided it, and when.
    decided: Decided<'b>,
    /// From when, by what power and why.
    #[serde(flatten)]
    varied: VariedPrice,
}

impl VariationHead<'_> {
    fn of(variation: &Variation) -> VariationHead<'_> {
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

/// A fact that a rule set asks for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fact")]
struct FactShape<'b> {
    /// Its name.
    name: &'b str,
    /// Its type.
    #[serde(rename = "type")]
    ty: FactType,
    /// The options of a `one_of` or `any_of`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<&'b str>,
    /// The options' words for the reader, by option; only of those that have
    /// words of their own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    option_labels: BTreeMap<&'b str, &'b str>,
    /// What it is called where there is no room for the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'b str>,
    /// The values it may have, such as `0..40`.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    /// The question that asks for it.
    ask: &'b str,
    /// What helps to answer the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'b str>,
    /// The formula that says when it is asked for; absent if always.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'b str>,
    /// The formula whose value is assumed if the fact is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'b str>,
    /// The date that it may not be before.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<&'b str>,
    /// The fact than which it may not be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_more_than: Option<String>,
    /// The facts that cannot be given with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excludes: Vec<&'b str>,
    /// The facts without which it cannot be given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<&'b str>,
    /// Who can supply it.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'b str>,
    /// Whether answers withhold it.
    confidential: bool,
    /// The facts of each record, if it is a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of_each: Vec<FactShape<'b>>,
}

impl FactShape<'_> {
    fn of<'b>(version: &'b Version, fact: &'b Fact) -> FactShape<'b> {
        let of_each = match fact.home {
            Home::List(list) => version
                .fields(list)
                .map(|(_, field)| FactShape::of(version, field))
                .collect(),
            _ => Vec::new(),
        };
        let options = fact.ty.options().map(|options| options.iter().collect());
        let labels = fact.ty.options().into_iter().flat_map(Options::labels);
        let related = |kind| {
            let of_kind = fact.relations.iter().filter(move |it| it.kind == kind);
            of_kind.map(|it| &*version.facts[it.other].id)
        };
        let no_more_than: Vec<&str> = related(RelationKind::NoMoreThan).collect();
        FactShape {
            name: &fact.id,
            ty: FactType::of(&fact.ty),
            options: options.unwrap_or_default(),
            option_labels: labels
                .filter_map(|(name, label)| Some((name, label?)))
                .collect(),
            label: fact.label.as_deref(),
            within: Some(fact.within)
                .filter(|within| !within.is_open())
                .map(|within| within.to_string()),
            ask: &fact.ask,
            hint: fact.hint.as_deref(),
            when: fact.when.as_ref().map(|when| &*when.text),
            default: fact.assume.as_ref().map(|assume| &*assume.text),
            not_before: related(RelationKind::NotBefore).next(),
            no_more_than: (!no_more_than.is_empty()).then(|| no_more_than.join(" + ")),
            excludes: related(RelationKind::Excludes).collect(),
            needs: related(RelationKind::Needs).collect(),
            from: fact.from.as_deref(),
            confidential: fact.confidential,
            of_each,
        }
    }
}

/// The type of a fact.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FactType {
    /// Yes or no.
    YesNo,
    /// A whole number.
    WholeNumber,
    /// A number.
    Number,
    /// An amount in pounds.
    Money,
    /// A percentage.
    Percentage,
    /// A day.
    Date,
    /// A time of day, `18:00`.
    Time,
    /// A number of days.
    Days,
    /// A number of months.
    Months,
    /// One of several options.
    OneOf,
    /// Any of several options.
    AnyOf,
    /// A text.
    Text,
    /// A list of records.
    List,
}

impl FactType {
    fn of(ty: &Type) -> FactType {
        match ty {
            Type::YesNo => FactType::YesNo,
            Type::Whole => FactType::WholeNumber,
            Type::Number => FactType::Number,
            Type::Money => FactType::Money,
            Type::Percent => FactType::Percentage,
            Type::Date => FactType::Date,
            Type::Time => FactType::Time,
            Type::Days => FactType::Days,
            Type::Months => FactType::Months,
            Type::Choice(_) => FactType::OneOf,
            Type::Choices(_) => FactType::AnyOf,
            Type::Text => FactType::Text,
            Type::List => FactType::List,
        }
    }
}

fn shapes(version: &Version) -> Vec<FactShape<'_>> {
    let facts = version.facts.iter();
    facts
        .filter(|fact| !matches!(fact.home, Home::Record(..)))
        .map(|fact| FactShape::of(version, fact))
        .collect()
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
    let values = version.values.iter().map(|it| Rule {
        id: &it.id,
        says: it.says.as_written(),
        formulas: vec![&it.is.text],
        when: it.when.as_ref().map(|when| &*when.text),
        cite: it.cite.as_deref(),
        reading: it.reading.as_deref(),
        reductions_apply: None,
        reductions: Vec::new(),
    });
    let criteria = version.criteria.iter().map(|it| Rule {
        id: &it.id,
        says: it.says.as_written(),
        formulas: vec![&it.holds.text],
        when: it.when.as_ref().map(|when| &*when.text),
        cite: Some(&it.cite),
        reading: it.reading.as_deref(),
        reductions_apply: None,
        reductions: Vec::new(),
    });
    let charges = version.charges.iter();
    written(&Page {
        rule_set: &version.id,
        title: &version.title,
        verb: verb(version.kind),
        head: VersionHead::of(version),
        facts: shapes(version),
        values: values.collect(),
        criteria: criteria.collect(),
        selection: SelectionShape::of(&version.selection),
        lines: version.lines.iter().map(rule_shape::line).collect(),
        totals: version.totals.iter().map(rule_shape::total).collect(),
        limits: version.limits.iter().map(rule_shape::limit).collect(),
        provisions: version.provisions.iter().map(ProvisionShape::of).collect(),
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
