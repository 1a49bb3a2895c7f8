//! Pages of paragraphs and amounts, such as letters and quotes: each begins on a sheet of
//! its own.

pub mod docx;
pub mod html;

/// Several pages, each of which begins on a new sheet of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// What they are together.
    pub title: String,
    /// The pages.
    pub pages: Vec<Page>,
}

/// One page, or as many sheets as it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Whose it is, or what it is about; nothing where that is the title.
    pub heading: Option<String>,
    /// What is on it.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A list.
    List(Vec<String>),
    /// A small heading.
    Heading(String),
    /// Amounts with what they are for.
    Amounts(Vec<AmountRow>),
}

/// An amount with what it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountRow {
    /// How far it is set in.
    pub indent: usize,
    /// What it is for.
    pub label: String,
    /// How the amount came about, `10 × £5.00`.
    pub working: String,
    /// The amount.
    pub amount: String,
    /// Whether it is bold.
    pub bold: bool,
}
