//! Letters to one person or several, and quotes to hand over, as text, a page or a
//! document.

mod letter_format;
mod quote_paper;

pub use letter_format::LetterFormat;
pub use quote_paper::{QuotePaper, Slip};

use almoner_engine::present::LetterView;

use crate::{
    tables::pages::{self, Block, Page, Pages},
    text,
};

/// A letter, and what the office calls the person it is to.
#[derive(Clone, Debug)]
pub struct Addressed {
    /// The reference, where there are several.
    pub reference: Option<String>,
    /// The letter.
    pub letter: LetterView,
}

/// Letters as bytes.
///
/// # Errors
/// In words, when they are too many for a document.
pub fn write(title: &str, letters: &[Addressed], format: LetterFormat) -> Result<Vec<u8>, String> {
    match format {
        LetterFormat::Text => Ok(as_text(letters).into_bytes()),
        LetterFormat::Html => Ok(pages::html::pages(&as_pages(title, letters)).into_bytes()),
        LetterFormat::Docx => pages::docx::pages(&as_pages(title, letters)),
    }
}

/// Letters one after the other; of several, each under its reference.
#[must_use]
pub fn as_text(letters: &[Addressed]) -> String {
    let mut out = String::new();
    for (number, letter) in letters.iter().enumerate() {
        if number > 0 {
            out.push_str(&format!("\n{}\n\n", "─".repeat(40)));
        }
        if let Some(reference) = &letter.reference {
            out.push_str(&format!("{}\n\n", your_reference(reference)));
        }
        out.push_str(&text::letter_view(&letter.letter));
    }
    out
}

fn your_reference(reference: &str) -> String {
    format!("Your reference: {reference}")
}

fn as_pages(title: &str, letters: &[Addressed]) -> Pages {
    let pages = letters.iter().map(|letter| Page {
        heading: letter.reference.as_deref().map(your_reference),
        blocks: blocks(&letter.letter),
    });
    Pages {
        title: title.to_owned(),
        pages: pages.collect(),
    }
}

fn blocks(letter: &LetterView) -> Vec<Block> {
    let paragraphs =
        |words: &[String]| -> Vec<Block> { words.iter().cloned().map(Block::Paragraph).collect() };
    let mut blocks = paragraphs(&letter.opening);
    let schedules = letter.schedules.iter().map(|schedule| {
        let spans = schedule.spans.iter();
        let spans = spans.map(|span| format!("{}: {}", span.every, span.days));
        let words = std::iter::once(schedule.words.clone()).chain(spans);
        words.collect::<Vec<_>>().join("; ")
    });
    let items: Vec<String> = schedules.chain(letter.items.iter().cloned()).collect();
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    for changes in &letter.changes {
        blocks.push(Block::Paragraph(changes.lead.clone()));
        if !changes.items.is_empty() {
            blocks.push(Block::List(changes.items.clone()));
        }
        blocks.extend(paragraphs(&changes.notes));
    }
    if !letter.not_checked.is_empty() {
        blocks.push(Block::Paragraph(text::NOT_CHECKED.to_owned()));
        blocks.push(Block::List(letter.not_checked.clone()));
    }
    blocks.extend(paragraphs(&letter.closing));
    blocks.extend(paragraphs(&letter.decision));
    blocks
}
