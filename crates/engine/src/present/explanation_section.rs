//! A part of an explanation, in words.

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplanationSection {
    /// The heading.
    pub heading: &'static str,
    /// A sentence that leads to the entries; none where they stand alone.
    pub lead: Option<String>,
    /// An entry each.
    pub entries: Vec<String>,
    /// Sentences after them.
    pub notes: Vec<String>,
}
