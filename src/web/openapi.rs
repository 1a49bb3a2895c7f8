//! The service described for machines: OpenAPI 3.1, made from the facts and
//! cases of the book's own rule sets.

use serde_json::{Map, Value, json};

use super::{
    examples, negotiate, schema,
    shapes::{self, refer},
    tariffs,
};
use crate::{finance::side, tables::Format};
use almoner_engine::check::model::{Book, Kind, RuleSet, Version};

/// The document.
pub(super) fn page(book: &Book) -> String {
    let mut paths = Map::new();
    let mut put = |path: String, item: Value| paths.insert(path, item);
    put(
        "/v1/rule-sets".to_owned(),
        read("Every rule set and tariff", "List"),
    );
    for set in &book.rule_sets {
        let Some(newest) = set.versions.last() else {
            continue;
        };
        let at = format!("/v1/rule-sets/{}", set.id);
        put(
            at.clone(),
            read(&format!("{}: versions and facts", newest.title), "RuleSet"),
        );
        let says = format!("{}: the facts as a JSON Schema", newest.title);
        put(format!("{at}/schema"), read(&says, "Schema"));
        for version in &set.versions {
            let says = format!("{}: the rules from {}", version.title, version.in_force);
            put(
                format!("{at}/versions/{}", version.in_force),
                read(&says, "Version"),
            );
        }
        put(
            format!("/v1/{}/{}", questions(newest.kind), set.id),
            ask(set, newest),
        );
    }
    put("/v1/tariffs".to_owned(), read("Every tariff", "Tariffs"));
    let named = book.tariffs.iter().map(|it| tariffs::name(book, it));
    let years: Vec<String> = named.collect();
    for year in &years {
        let says = format!("The prices of {year}");
        let item = paper(&says, &json!([]), (refer("Tariff"), &[]));
        put(format!("/v1/tariffs/{year}"), item);
    }
    put(
        "/v1/comparisons/{old}/{new}".to_owned(),
        comparison(book, &years),
    );
    put("/v1/appendices/{year}".to_owned(), appendices(&years));
    put("/v1/verify".to_owned(), verify());
    put(
        "/readyz".to_owned(),
        read("Whether the service is ready, and its book", "Ready"),
    );
    name_operations(&mut paths);
    document(&paths).to_string()
}

/// The operation's name in the programs that are made from the document:
/// `get_rule_sets_music_schema`, `post_quotes_music`.
fn name_operations(paths: &mut Map<String, Value>) {
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let path = path.trim_start_matches("/v1").replace(['{', '}'], "");
            let name = format!("{method}{}", path.replace(['/', '-', '@', '.'], "_"));
            if let Value::Object(members) = operation {
                members.insert("operationId".to_owned(), json!(name));
            }
        }
    }
}

fn document(paths: &Map<String, Value>) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "almoner",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A council's prices and eligibility rules, answered with reasons.",
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": shapes::schemas(),
            "responses": { "Problem": shapes::problem_response() },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

/// `quotes` or `screenings`.
pub(super) fn questions(kind: Kind) -> &'static str {
    match kind {
        Kind::Pricing => "quotes",
        Kind::Eligibility => "screenings",
    }
}

/// What an answer may be: this, or a problem.
fn responses(content: Value, problems: &[&str]) -> Value {
    let mut responses = Map::new();
    let good = json!({ "description": "The answer", "content": content });
    responses.insert("200".to_owned(), good);
    for status in problems
        .iter()
        .chain(&["401", "403", "404", "406", "429", "500", "503"])
    {
        let problem = json!({ "$ref": "#/components/responses/Problem" });
        responses.insert((*status).to_owned(), problem);
    }
    Value::Object(responses)
}

fn unchanged() -> Value {
    json!({ "description": "It has not changed since `If-None-Match`" })
}

fn read(summary: &str, shape: &str) -> Value {
    let content = json!({ (negotiate::JSON): { "schema": refer(shape) } });
    let mut responses = responses(content, &[]);
    if let Value::Object(members) = &mut responses {
        members.insert("304".to_owned(), unchanged());
    }
    json!({ "get": { "summary": summary, "responses": responses } })
}

fn ask(set: &RuleSet, newest: &Version) -> Value {
    let examples: Map<String, Value> = (1..)
        .zip(examples::questions(set))
        .map(|(number, (says, value))| {
            (
                format!("case_{number}"),
                json!({ "summary": says, "value": value }),
            )
        })
        .collect();
    let day =
        |says: &str| json!({ "type": ["string", "null"], "format": "date", "description": says });
    let question = json!({
        "type": "object",
        "required": ["facts"],
        "additionalProperties": false,
        "properties": {
            "on": day("The day asked about; today in Europe/London if none"),
            "known": day("Only what was known by this day counts; all of it if none"),
            "facts": schema::facts(newest),
        },
    });
    let shape = match newest.kind {
        Kind::Pricing => "Quote",
        Kind::Eligibility => "Screening",
    };
    let content = json!({
        (negotiate::JSON): { "schema": refer(shape) },
        (negotiate::NDJSON): { "schema": { "type": "string" } },
    });
    json!({ "post": {
        "summary": newest.title,
        "description": "One question as JSON, or one on each line as NDJSON, answered in order.",
        "parameters": [in_query("trace", &json!({ "enum": ["yes", "no"], "default": "yes" }))],
        "requestBody": { "required": true, "content": {
            (negotiate::JSON): { "schema": question, "examples": examples },
            (negotiate::NDJSON): { "schema": { "type": "string" } },
        } },
        "responses": responses(content, &["400", "408", "413", "415", "422"]),
    } })
}

fn in_path(name: &str, years: &[String]) -> Value {
    let example = years.first().map_or("2018-19", String::as_str);
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" },
        "example": example, "description": "A year such as 2018-19; with @adopted, @proposed or @DATE one of its states" })
}

fn in_query(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "schema": schema })
}

/// Papers of finance in every format; in JSON of this shape.
fn paper(summary: &str, parameters: &Value, (shape, problems): (Value, &[&str])) -> Value {
    let format = |format: &Format| {
        let schema = match format {
            Format::Json => shape.clone(),
            _ if format.is_text() => json!({ "type": "string" }),
            // Bytes as they are (OpenAPI 3.1.1, §4.14.1).
            _ => json!({}),
        };
        let kind = format.media_type().to_owned();
        (kind, json!({ "schema": schema }))
    };
    let content: Map<String, Value> = negotiate::TABLE_FORMATS.iter().map(format).collect();
    let mut responses = responses(Value::Object(content), problems);
    if let Value::Object(members) = &mut responses {
        members.insert("304".to_owned(), unchanged());
    }
    json!({ "get": { "summary": summary, "parameters": parameters, "responses": responses } })
}

fn comparison(book: &Book, years: &[String]) -> Value {
    let category = json!({ "enum": ["discretionary", "statutory", "regulatory"] });
    let percent = json!({ "type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$" });
    let parameters = json!([
        in_path("old", years),
        in_path("new", years),
        in_query("service", &json!({ "enum": side::services(book) })),
        in_query("category", &category),
        in_query("above", &percent),
    ]);
    let as_described = (refer("Paper"), ["400"].as_slice());
    paper("Two tariffs compared", &parameters, as_described)
}

fn appendices(years: &[String]) -> Value {
    let parameters = json!([in_path("year", years)]);
    let says = "A year's appendices as the council prints them";
    paper(says, &parameters, (refer("Paper"), &[]))
}

fn verify() -> Value {
    let body = json!({
        "type": "object",
        "required": ["answer"],
        "additionalProperties": false,
        "properties": {
            "answer": {
                "type": "object",
                "required": ["rule_set", "on", "known", "facts", "withheld"],
                "description": "An answer of this service, as it was saved",
                "properties": {
                    "rule_set": { "type": "string" },
                    "on": { "type": "string", "format": "date" },
                    "known": { "type": ["string", "null"], "format": "date" },
                    "facts": { "type": "object" },
                    "withheld": { "type": "array", "items": { "type": "string" } },
                },
            },
            "facts": { "type": ["object", "null"], "description": "The confidential facts that the answer withholds" },
        },
    });
    let content = json!({ (negotiate::JSON): { "schema": refer("Verdict") } });
    json!({ "post": {
        "summary": "Prove a saved answer by asking again",
        "requestBody": { "required": true, "content": { (negotiate::JSON): { "schema": body } } },
        "responses": responses(content, &["400", "408", "413", "415", "422"]),
    } })
}
