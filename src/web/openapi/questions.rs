//! Questions to rule sets, and the proof of answers.

use almoner_engine::check::model::{Kind, RuleSet, Version};
use serde_json::{Map, Value, json};

use super::operation::{Operation, Tag, in_query, reference};
use crate::web::{examples, facts_schema, paths};

/// The path of a rule set's questions, and its operation.
pub(super) fn ask(
    set: &RuleSet,
    newest: &Version,
    schemas: &mut Map<String, Value>,
) -> (String, Value) {
    let (verb, answer) = match newest.kind {
        Kind::Pricing => ("quote", "Quote"),
        Kind::Eligibility => ("screen", "Screening"),
    };
    let question = question(set, newest, schemas);
    let examples: Map<String, Value> = (1..)
        .zip(examples::questions(set))
        .map(|(number, (says, value))| {
            (
                format!("case_{number}"),
                json!({ "summary": says, "value": value }),
            )
        })
        .collect();
    let id = format!("{verb}_{}", set.id.replace('-', "_"));
    let says = "One question, answered with reasons. Many questions go to the same address as \
                `application/x-ndjson`, one on each line; the answers come in the same order, \
                one on each line.";
    let operation = Operation::new(Tag::Questions, &id, &newest.title, says)
        .parameters(&[trace(), explain(), seal()])
        .body(&question, &examples)
        .answer("The answer", &reference(answer));
    let path = paths::questions(newest.kind, &set.id);
    (path, operation.post())
}

fn trace() -> Value {
    let says = "Whether the answer has its trace; yes if not given";
    in_query("trace", says, &reference("WithTrace"))
}

fn explain() -> Value {
    let says = "Whether the answer says what would change it; no if not given. Only of one \
                question, not of a stream";
    in_query("explain", says, &reference("WithTrace"))
}

fn seal() -> Value {
    let says = "Whether the answer is issued: it then has a reference, the day and the council's \
                seal in `issued`; no if not given. Only of one question, not of a stream";
    in_query("seal", says, &reference("WithTrace"))
}

/// The schema of a question, with separate schemas for its facts, the records
/// of its lists and the options of its choices: `HeadStartQuestion` with
/// `HeadStartFacts` and `HeadStartReferencesRecord`.
fn question(set: &RuleSet, newest: &Version, schemas: &mut Map<String, Value>) -> Value {
    let set = pascal(&set.id);
    let mut facts = facts_schema::facts(newest);
    for (fact_name, fact) in properties(&mut facts) {
        let name = format!("{set}{}", pascal(fact_name));
        if let Some(items) = fact.get_mut("items").filter(|it| it["type"] == "object") {
            for (field_name, field) in properties(items) {
                name_options(format!("{name}{}", pascal(field_name)), field, schemas);
                title_to_description(field);
            }
            if let Some(members) = items.as_object_mut() {
                let says = format!("A record of `{fact_name}`");
                members.insert("description".to_owned(), json!(says));
            }
            *items = add(format!("{name}Record"), items.take(), schemas);
        }
        name_options(name, fact, schemas);
        title_to_description(fact);
    }
    title_to_description(&mut facts);
    let facts = add(format!("{set}Facts"), facts, schemas);
    let day =
        |says: &str| json!({ "type": ["string", "null"], "format": "date", "description": says });
    let question = json!({
        "type": "object",
        "description": format!("A question to {}", newest.title),
        "required": ["facts"],
        "additionalProperties": false,
        "properties": {
            "on": day("The day asked about; today in Europe/London if none"),
            "known": day("Only what was known by this day counts; all of it if none"),
            "facts": facts,
        },
    });
    add(format!("{set}Question"), question, schemas)
}

fn properties(schema: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    let properties = schema.get_mut("properties");
    let properties = properties.and_then(Value::as_object_mut);
    properties.into_iter().flatten()
}

/// Adds a schema under this name, or with a number where the name is taken.
fn add(name: String, schema: Value, schemas: &mut Map<String, Value>) -> Value {
    let mut free = name.clone();
    let mut number = 2;
    while schemas.contains_key(&free) {
        free = format!("{name}{number}");
        number += 1;
    }
    let reference = reference(&free);
    schemas.insert(free, schema);
    reference
}

/// Gives the options of a choice a schema of their own: makers of clients name
/// the type after it.
fn name_options(name: String, fact: &mut Value, schemas: &mut Map<String, Value>) {
    if let Some(items) = fact.get_mut("items").filter(|it| it.get("enum").is_some()) {
        *items = add(name, items.take(), schemas);
        return;
    }
    let Some(members) = fact.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(mut options)) = members.remove("enum") {
        options.retain(|option| !option.is_null());
        let options = add(name, json!({ "type": "string", "enum": options }), schemas);
        members.remove("type");
        members.insert("anyOf".to_owned(), json!([options, { "type": "null" }]));
    }
}

/// Joins the title to the description: makers of clients name types by titles,
/// and those of facts are whole questions.
fn title_to_description(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::String(title)) = members.remove("title") {
        let description = members.get("description").and_then(Value::as_str);
        let description = description.map_or(title.clone(), |rest| format!("{title} {rest}"));
        members.insert("description".to_owned(), json!(description));
    }
}

/// `head-start` as `HeadStart`.
fn pascal(id: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    id.split(['-', '_']).map(capitalised).collect()
}

/// `POST /v1/answers`.
pub(super) fn answers() -> Value {
    let says = "One set of facts, answered by several rule sets: each gets the facts that it \
                asks for. A fact that none of them has is refused, and so is one that is of \
                another type in each. The token needs the scope of each of them.";
    let summary = "Ask several rule sets at once";
    let operation = Operation::new(Tag::Questions, "answer_together", summary, says)
        .parameters(&[trace()])
        .body(&reference("AnswersRequest"), &Map::new());
    operation
        .answer("The answers, and how they touch", &reference("Answers"))
        .post()
}

/// `POST /v1/verify`.
pub(super) fn verify() -> Value {
    let says = "Asks the question of a saved answer again and compares the two answers, and \
                checks the council's seal, if it has one. Confidential facts, which an answer \
                withholds, are given in `facts`.";
    let operation = Operation::new(
        Tag::Questions,
        "verify_answer",
        "Verify a saved answer",
        says,
    );
    let operation = operation.body(&reference("VerifyRequest"), &Map::new());
    operation.answer("The verdict", &reference("Proof")).post()
}
