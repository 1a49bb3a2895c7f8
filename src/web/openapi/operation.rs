//! One operation of the document.

use serde_json::{Map, Value, json};

use crate::web::negotiate::JSON;

/// The group that an operation is listed under.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tag {
    Questions,
    RuleSets,
    Tariffs,
    Health,
}

impl Tag {
    const ALL: [Tag; 4] = [Tag::Questions, Tag::RuleSets, Tag::Tariffs, Tag::Health];

    fn name(self) -> &'static str {
        match self {
            Tag::Questions => "questions",
            Tag::RuleSets => "rule-sets",
            Tag::Tariffs => "tariffs",
            Tag::Health => "health",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Tag::Questions => "Quotes of prices and screenings of people, and their proof",
            Tag::RuleSets => "The rules, and the facts that they ask for",
            Tag::Tariffs => "The prices, year by year",
            Tag::Health => "Whether the service can be used",
        }
    }
}

/// The tags of the document.
pub(super) fn tags() -> Value {
    let tag = |tag: Tag| json!({ "name": tag.name(), "description": tag.description() });
    Tag::ALL.into_iter().map(tag).collect()
}

/// Statuses of problems that every operation may answer with.
const PROBLEMS: [&str; 7] = ["401", "403", "404", "406", "429", "500", "503"];
/// Those of operations that read a body.
const BODY_PROBLEMS: [&str; 5] = ["400", "408", "413", "415", "422"];

/// An operation while it is described.
#[derive(Debug)]
pub(super) struct Operation {
    members: Map<String, Value>,
    responses: Map<String, Value>,
}

impl Operation {
    /// `id` is the name of the function in clients made from the document.
    pub(super) fn new(tag: Tag, id: &str, summary: &str, description: &str) -> Operation {
        let mut members = Map::new();
        members.insert("tags".to_owned(), json!([tag.name()]));
        members.insert("operationId".to_owned(), json!(id));
        members.insert("summary".to_owned(), json!(summary));
        members.insert("description".to_owned(), json!(description));
        let mut operation = Operation {
            members,
            responses: Map::new(),
        };
        operation.add_problems(&PROBLEMS);
        operation
    }

    pub(super) fn parameters(mut self, parameters: &[Value]) -> Operation {
        self.members
            .insert("parameters".to_owned(), json!(parameters));
        self
    }

    /// A JSON body.
    pub(super) fn body(mut self, schema: &Value, examples: &Map<String, Value>) -> Operation {
        let mut content = json!({ "schema": schema });
        if let (Value::Object(members), false) = (&mut content, examples.is_empty()) {
            members.insert("examples".to_owned(), json!(examples));
        }
        let body = json!({ "required": true, "content": { (JSON): content } });
        self.members.insert("requestBody".to_owned(), body);
        self.add_problems(&BODY_PROBLEMS);
        self
    }

    /// A query that may not be understood.
    pub(super) fn query_problems(mut self) -> Operation {
        self.add_problems(&["400"]);
        self
    }

    /// The good answer, as JSON of this schema.
    pub(super) fn answer(self, description: &str, schema: &Value) -> Operation {
        self.content(description, &json!({ (JSON): { "schema": schema } }))
    }

    /// The good answer, by media type.
    pub(super) fn content(mut self, description: &str, content: &Value) -> Operation {
        let answer = json!({ "description": description, "content": content });
        self.responses.insert("200".to_owned(), answer);
        self
    }

    /// A page that clients may keep and ask for again.
    pub(super) fn cached(mut self) -> Operation {
        let unchanged = json!({ "description": "It has not changed since `If-None-Match`" });
        self.responses.insert("304".to_owned(), unchanged);
        self
    }

    fn add_problems(&mut self, statuses: &[&str]) {
        for status in statuses {
            let problem = json!({ "$ref": "#/components/responses/Problem" });
            self.responses.insert((*status).to_owned(), problem);
        }
    }

    pub(super) fn get(self) -> Value {
        json!({ "get": self.finish() })
    }

    pub(super) fn post(self) -> Value {
        json!({ "post": self.finish() })
    }

    fn finish(mut self) -> Value {
        let responses = Value::Object(self.responses);
        self.members.insert("responses".to_owned(), responses);
        Value::Object(self.members)
    }
}

/// The response shared by all problems.
pub(super) fn problem_response() -> Value {
    json!({
        "description": "Why there is no answer (RFC 9457)",
        "content": { "application/problem+json": { "schema": reference("Problem") } },
    })
}

/// A reference to a schema of the document.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A parameter in the path.
pub(super) fn in_path(name: &str, description: &str, schema: &Value, example: &str) -> Value {
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": description,
        "schema": schema,
        "example": example,
    })
}

/// A parameter in the query.
pub(super) fn in_query(name: &str, description: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}
