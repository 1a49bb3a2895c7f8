//! Texts as JSON strings.

/// A text in quotation marks, escaped for JSON.
#[must_use]
pub fn quoted(text: &str) -> Box<str> {
    serde_json::Value::from(text).to_string().into_boxed_str()
}

pub(super) fn quoted_or_null(text: Option<&str>) -> Box<str> {
    text.map_or_else(|| "null".into(), quoted)
}
