//! The formats of letters and quotes to hand over.

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterFormat {
    /// Plain text, to be pasted.
    Text,
    /// A page.
    Html,
    /// A document.
    Docx,
}

impl LetterFormat {
    /// The format of files with this extension.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<LetterFormat> {
        match ending.to_lowercase().as_str() {
            "txt" => Some(LetterFormat::Text),
            "html" | "htm" => Some(LetterFormat::Html),
            "docx" => Some(LetterFormat::Docx),
            _ => None,
        }
    }
}
