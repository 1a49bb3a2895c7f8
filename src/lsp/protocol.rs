//! The few types of the Language Server Protocol that are spoken here, with the
//! names and numbers of its specification.

use serde::{Deserialize, Serialize};

/// A place in a text: line and UTF-16 code unit, both from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) character: u32,
}

/// From one place up to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

#[derive(Deserialize)]
pub(super) struct TextDocument {
    pub(super) uri: String,
    /// Empty where only the document is named.
    #[serde(default)]
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentParams {
    pub(super) text_document: TextDocument,
    /// Each is the whole text: that is the kind of change that was asked for.
    #[serde(default)]
    pub(super) content_changes: Vec<ContentChange>,
}

#[derive(Deserialize)]
pub(super) struct ContentChange {
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PositionParams {
    pub(super) text_document: TextDocument,
    pub(super) position: Position,
}

#[derive(Serialize)]
pub(super) struct PublishDiagnostics {
    pub(super) uri: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Diagnostic {
    pub(super) range: Range,
    /// 1 is an error, 2 a warning.
    pub(super) severity: u8,
    pub(super) code: &'static str,
    pub(super) source: &'static str,
    pub(super) message: String,
    pub(super) related_information: Vec<RelatedInformation>,
}

#[derive(Serialize)]
pub(super) struct RelatedInformation {
    pub(super) location: Location,
    pub(super) message: String,
}

#[derive(Serialize)]
pub(super) struct Location {
    pub(super) uri: String,
    pub(super) range: Range,
}

#[derive(Serialize)]
pub(super) struct Hover {
    pub(super) contents: Markdown,
    pub(super) range: Range,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Markdown {
    kind: &'static str,
    value: String,
}

impl Markdown {
    pub(super) fn new(value: String) -> Markdown {
        Markdown {
            kind: "markdown",
            value,
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CompletionItem {
    pub(super) label: String,
    /// A `CompletionItemKind`.
    pub(super) kind: u8,
    pub(super) detail: String,
    pub(super) documentation: Markdown,
}
