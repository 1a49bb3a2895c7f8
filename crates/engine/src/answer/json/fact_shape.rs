//! A fact that a rule set asks for, as the pages about the book have it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    base::{
        time_unit::TimeUnit,
        types::{Options, Type},
    },
    check::model::{Changes, Fact, Home, RelationKind, Version},
};

/// A fact that a rule set asks for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fact")]
pub(super) struct FactShape<'b> {
    /// Its name.
    name: &'b str,
    /// Its type.
    #[serde(rename = "type")]
    ty: FactType,
    /// What an amount is by: `day`, `week`, `fortnight`, `month`, `term` or `year`.
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'static str>,
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
    /// Whether it can be changed, so that an explanation may name the change.
    changes: ChangesName,
    /// Whether it is about a person.
    personal: bool,
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
            per: fact.per.map(TimeUnit::name),
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
            changes: ChangesName::of(fact.changes),
            personal: fact.personal,
            of_each,
        }
    }
}

/// Whether a fact can be changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Changes")]
#[serde(rename_all = "snake_case")]
enum ChangesName {
    /// Someone can change it.
    Can,
    /// Only time changes it.
    Time,
    /// Nothing that can be advised changes it.
    Never,
}

impl ChangesName {
    fn of(changes: Changes) -> ChangesName {
        match changes {
            Changes::Can => ChangesName::Can,
            Changes::Time => ChangesName::Time,
            Changes::Never => ChangesName::Never,
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
            Type::Money | Type::MoneyPer(_) => FactType::Money,
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

/// The facts of a version; those of a record within their list.
pub(super) fn shapes(version: &Version) -> Vec<FactShape<'_>> {
    let facts = version.facts.iter();
    facts
        .filter(|fact| !matches!(fact.home, Home::Record(..)))
        .map(|fact| FactShape::of(version, fact))
        .collect()
}
