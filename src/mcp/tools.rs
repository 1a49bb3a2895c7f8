//! The tools: their names, what they say of themselves, and what each calls.

use std::sync::Arc;

use rmcp::model::{self, JsonObject, ToolAnnotations};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use super::{
    answers,
    arguments::{self, CiteArguments, Mistake, NoArguments, QuestionArguments, VersionArguments},
    book_pages,
    outputs::{AnswerOutput, CitationsOutput, Output},
};
use almoner_engine::{book::Book, check::model::Kind};

/// A tool that an assistant can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    /// Which rule sets, tariffs and calendars there are.
    ListRuleSets,
    /// Which facts a rule set asks for.
    Facts,
    /// A price.
    Quote,
    /// Whether someone is eligible.
    Screen,
    /// Either of them with its working.
    Explain,
    /// What the source says and how the rules read it.
    Cite,
}

impl Tool {
    /// Every tool, in the order in which they are of use.
    pub(super) const ALL: [Tool; 6] = [
        Tool::ListRuleSets,
        Tool::Facts,
        Tool::Quote,
        Tool::Screen,
        Tool::Explain,
        Tool::Cite,
    ];

    /// The tool of that name.
    pub(super) fn named(name: &str) -> Option<Tool> {
        Tool::ALL.into_iter().find(|tool| tool.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Tool::ListRuleSets => "list_rule_sets",
            Tool::Facts => "facts",
            Tool::Quote => "quote",
            Tool::Screen => "screen",
            Tool::Explain => "explain",
            Tool::Cite => "cite",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Tool::ListRuleSets => "List the rule sets",
            Tool::Facts => "List the facts that a rule set asks for",
            Tool::Quote => "Quote a price",
            Tool::Screen => "Screen a person against the rules",
            Tool::Explain => "Answer, and show how each figure was calculated",
            Tool::Cite => "Cite the source of a rule set",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Tool::ListRuleSets => {
                "The rule sets with their titles, whether they quote a price or screen a person, \
                 and the days for which there are rules and prices."
            }
            Tool::Facts => {
                "The questions of one rule set: the name, type, permitted values, when it is \
                 worth asking, what is assumed when it is not given, and who can answer it."
            }
            Tool::Quote => {
                "The price by a rule set that quotes. `questions` has what must be asked before \
                 there is a total: never answer one of them yourself."
            }
            Tool::Screen => {
                "Whether a person is eligible by a rule set that screens. `questions` has what \
                 must be asked before it is settled: never answer one of them yourself."
            }
            Tool::Explain => {
                "The answer of `quote` or `screen` with every formula, the values in it and what \
                 came of it."
            }
            Tool::Cite => {
                "The entries of a rule set with the paragraph that each comes from, what the \
                 source says there, and how open points are read."
            }
        }
    }

    /// The tool as the protocol lists it.
    pub(super) fn described(self) -> model::Tool {
        let input = match self {
            Tool::ListRuleSets => schema::<NoArguments>(),
            Tool::Facts => schema::<VersionArguments>(),
            Tool::Quote | Tool::Screen | Tool::Explain => schema::<QuestionArguments>(),
            Tool::Cite => schema::<CiteArguments>(),
        };
        let reads_only = ToolAnnotations::new()
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        let tool = model::Tool::new(self.name(), self.description(), input)
            .with_title(self.title())
            .with_annotations(reads_only);
        match self {
            Tool::Quote | Tool::Screen | Tool::Explain => {
                tool.with_raw_output_schema(schema::<AnswerOutput>())
            }
            Tool::Cite => tool.with_raw_output_schema(schema::<CitationsOutput>()),
            Tool::ListRuleSets | Tool::Facts => tool,
        }
    }

    /// Calls it.
    pub(super) fn call(self, book: &Book, given: JsonObject) -> Result<Output, Mistake> {
        match self {
            Tool::ListRuleSets => {
                let NoArguments {} = arguments::read(given)?;
                Ok(book_pages::rule_sets(book))
            }
            Tool::Facts => book_pages::facts(book, &arguments::read(given)?),
            Tool::Quote => answers::answer(book, arguments::read(given)?, Some(Kind::Pricing)),
            Tool::Screen => answers::answer(book, arguments::read(given)?, Some(Kind::Eligibility)),
            Tool::Explain => answers::answer(book, arguments::read(given)?, None),
            Tool::Cite => book_pages::citations(book, &arguments::read(given)?),
        }
    }
}

/// The JSON Schema of a type, in one piece: few clients resolve references.
fn schema<T: JsonSchema>() -> Arc<JsonObject> {
    let settings = SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    let schema = settings.into_generator().into_root_schema_for::<T>();
    match schema.to_value() {
        Value::Object(object) => Arc::new(object),
        _ => Arc::default(),
    }
}
