//! The service described for programs: OpenAPI 3.1, made from the types of the
//! answers and from the facts and cases of the book's own rule sets.
//!
//! It keeps to what makers of clients read: every array says of what, every
//! operation has a name, a tag and a description, and every schema that is used
//! twice has a name. NDJSON is described in words only, because no maker of
//! clients knows the media type.

mod get_operations;
mod operation;
mod questions;
mod schemas;

use almoner_engine::check::model::Contents;
use serde_json::{Value, json};

/// The document.
pub(super) fn document(book: &Contents) -> String {
    let mut paths = get_operations::paths(book);
    let mut schemas = schemas::all(book);
    for set in &book.rule_sets {
        let (path, item) = questions::ask(set, set.newest(), &mut schemas);
        paths.insert(path, item);
    }
    paths.insert("/v1/answers".to_owned(), questions::answers());
    paths.insert("/v1/verify".to_owned(), questions::verify());
    let paths = Value::Object(paths);
    let problem = operation::problem_response();
    schemas::retain_used(&mut schemas, &[&paths, &problem]);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "almoner",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A council's prices and eligibility rules, answered with reasons.",
            "contact": { "name": "The operator of this service" },
            "license": { "name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "tags": operation::tags(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": problem },
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "Needed where the service is run with tokens",
            } },
        },
    })
    .to_string()
}
