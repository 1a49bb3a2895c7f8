//! What is read with GET: rule sets, tariffs and the state of the service.

use almoner_engine::check::model::{Contents, RuleSet};
use serde_json::{Map, Value, json};

use super::operation::{Operation, Tag, in_path, in_query, reference};
use crate::{
    finance::{compare::Way, tariff_ref},
    tables::Format,
    web::{negotiate::TABLE_FORMATS, paths},
};

/// Every path that is read, with its operation.
pub(super) fn paths(book: &Contents) -> Map<String, Value> {
    let mut paths = Map::new();
    let mut put = |path: &str, operation: Operation| {
        paths.insert(path.to_owned(), operation.get());
    };
    if let Some(first) = book.rule_sets.first() {
        rule_sets(first, &mut put);
    }
    let years: Vec<String> = book
        .tariffs
        .iter()
        .map(|it| paths::tariff_name(book, it))
        .collect();
    if let Some(newest) = years.last() {
        prices(book, newest, &mut put);
    }
    let ready = Operation::new(
        Tag::Health,
        "get_readiness",
        "Whether the service is ready",
        "Names the book that answers, and says why the last book offered was refused, if it was. \
         503 while the service stops.",
    );
    put("/readyz", ready.answer("It is ready", &reference("Ready")));
    paths
}

fn rule_sets(first: &RuleSet, put: &mut impl FnMut(&str, Operation)) {
    let list = Operation::new(
        Tag::RuleSets,
        "list_rule_sets",
        "Every rule set and tariff",
        "Each rule set with its versions, and each tariff: what decided them and from when.",
    );
    let list = list.answer("The list", &reference("BookContents"));
    put("/v1/rule-sets", list.cached());
    let id = in_path(
        "rule_set",
        "The rule set",
        &reference("RuleSetId"),
        &first.id,
    );
    let set = Operation::new(
        Tag::RuleSets,
        "get_rule_set",
        "A rule set: versions and facts",
        "Its versions, and the facts that the newest asks for.",
    );
    let set = set.parameters(std::slice::from_ref(&id));
    let set = set.answer("The rule set", &reference("RuleSet"));
    put("/v1/rule-sets/{rule_set}", set.cached());
    let facts = Operation::new(
        Tag::RuleSets,
        "get_facts_schema",
        "The facts of a rule set as a JSON Schema",
        "A JSON Schema (2020-12) of `facts` in a question to the newest version.",
    );
    let facts = facts.parameters(std::slice::from_ref(&id));
    let facts = facts.answer("The schema", &reference("JsonSchema"));
    put("/v1/rule-sets/{rule_set}/schema", facts.cached());
    let day = json!({ "type": "string", "format": "date" });
    let newest = first.newest().in_force.to_string();
    let says = "The first day of the version, as the list of rule sets has it in `in_force`";
    let day = in_path("first_day", says, &day, &newest);
    let version = Operation::new(
        Tag::RuleSets,
        "get_rule_set_version",
        "The rules of a version",
        "Every fact, value, criterion and line of one version, with its formulas and citations.",
    );
    let version = version.parameters(&[id, day]);
    let version = version.answer("The version", &reference("Version"));
    put(
        "/v1/rule-sets/{rule_set}/versions/{first_day}",
        version.cached(),
    );
}

fn prices(book: &Contents, newest: &str, put: &mut impl FnMut(&str, Operation)) {
    let year = |name: &str, says: &str| {
        let pattern = "^[0-9]{4}-[0-9]{2}(@(adopted|proposed|[0-9]{4}-[0-9]{2}-[0-9]{2}))?$";
        let schema = json!({ "type": "string", "pattern": pattern });
        let says = format!(
            "{says}, such as 2018-19; with `@adopted`, `@proposed` or `@` and a day one of its \
             states"
        );
        in_path(name, &says, &schema, newest)
    };
    let list = Operation::new(
        Tag::Tariffs,
        "list_tariffs",
        "Every tariff",
        "Each tariff with the path of its prices.",
    );
    let list = list.answer("The list", &reference("TariffList"));
    put("/v1/tariffs", list.cached());
    let tariff = Operation::new(
        Tag::Tariffs,
        "get_tariff",
        "The prices of a year",
        "Every price of one tariff.",
    );
    let tariff = tariff.parameters(&[year("year", "The year")]);
    let tariff = tariff.content("The prices", &in_every_format("Tariff"));
    put("/v1/tariffs/{year}", tariff.cached());
    put("/v1/comparisons/{old}/{new}", comparison(book, &year));
    let appendices = Operation::new(
        Tag::Tariffs,
        "get_appendices",
        "The appendices of a year",
        "The tables of prices as the council prints them for its committees.",
    );
    let appendices = appendices.parameters(&[year("year", "The year")]);
    let appendices = appendices.content("The appendices", &in_every_format("Report"));
    put("/v1/appendices/{year}", appendices.cached());
}

/// How two tariffs are compared.
fn comparison(book: &Contents, year: &impl Fn(&str, &str) -> Value) -> Operation {
    let category =
        json!({ "type": "string", "enum": ["discretionary", "statutory", "regulatory"] });
    let percent = json!({ "type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$" });
    let service = json!({ "type": "string", "enum": tariff_ref::services(book) });
    let way = json!({ "type": "string", "enum": Way::NAMED.map(|(name, _)| name) });
    let yes = json!({ "type": "string", "enum": ["yes"] });
    let count = json!({ "type": "integer", "minimum": 1, "maximum": u16::MAX });
    let comparison = Operation::new(
        Tag::Tariffs,
        "compare_tariffs",
        "Two tariffs compared",
        "Every charge with its price in both years and the change.",
    );
    let comparison = comparison.parameters(&[
        year("old", "The earlier year"),
        year("new", "The later year"),
        in_query("service", "Only charges of this service", &service),
        in_query("category", "Only charges of this category", &category),
        in_query("above", "Only rises above this percentage", &percent),
        in_query(
            "only",
            "Only charges that went this way; may be repeated",
            &way,
        ),
        in_query(
            "largest",
            "Only the charges that change most, this number of them",
            &count,
        ),
        in_query(
            "over_policy",
            "Only rises above the policy of the later year",
            &yes,
        ),
    ]);
    let comparison = comparison.content("The comparison", &in_every_format("Report"));
    comparison.query_problems().cached()
}

/// Content in every format of tables; in JSON of this schema.
fn in_every_format(schema: &str) -> Value {
    let content = |format: &Format| {
        let schema = match format {
            Format::Json => reference(schema),
            _ if format.is_text() => json!({ "type": "string" }),
            // Bytes (OpenAPI 3.1.1, §4.14.1).
            _ => json!({}),
        };
        (format.media_type().to_owned(), json!({ "schema": schema }))
    };
    let content: Map<String, Value> = TABLE_FORMATS.iter().map(content).collect();
    Value::Object(content)
}
