//! A page about the book, block by block, so that the terminal and the pages of the
//! service show the same entries in the same words.

use almoner_engine::present::value_words::cited;

use crate::{tables::grid::Grid, text::layout::Page};

/// A page about the book.
#[derive(Debug, Default)]
pub struct Sheet {
    blocks: Vec<Block>,
}

/// A piece of such a page.
#[derive(Debug)]
pub enum Block {
    /// The heading of the page, or of a section.
    Heading(String),
    /// An entry of the rules; what follows is about it.
    Entry(EntryHead),
    /// Words, behind an opening that may be empty.
    Words {
        /// How many columns they are indented.
        indent: usize,
        /// What stands before the words: `Read as: `.
        opening: String,
        /// The words.
        words: String,
        /// Whether they are a formula.
        is_formula: bool,
    },
    /// A table, and how many columns it is indented.
    Table(usize, Grid),
    /// A blank line.
    Gap,
}

/// The name of an entry, its words and where they come from.
#[derive(Debug)]
pub struct EntryHead {
    /// Its id.
    pub id: String,
    /// Its words, as written; empty where it has none.
    pub says: String,
    /// The paragraph, with the name of another paper.
    pub cite: Option<String>,
}

impl Sheet {
    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.blocks.push(Block::Heading(words.to_owned()));
    }

    pub(super) fn blank(&mut self) {
        self.blocks.push(Block::Gap);
    }

    pub(super) fn paragraph(&mut self, indent: usize, words: &str) {
        self.hanging(indent, "", words);
    }

    pub(super) fn hanging(&mut self, indent: usize, opening: &str, words: &str) {
        self.words((indent, opening), words, false);
    }

    pub(super) fn formula(&mut self, indent: usize, opening: &str, formula: &str) {
        self.words((indent, opening), formula, true);
    }

    fn words(&mut self, (indent, opening): (usize, &str), words: &str, is_formula: bool) {
        self.blocks.push(Block::Words {
            indent,
            opening: opening.to_owned(),
            words: words.to_owned(),
            is_formula,
        });
    }

    pub(super) fn entry(&mut self, head: EntryHead) {
        self.blocks.push(Block::Entry(head));
    }

    pub(super) fn grid(&mut self, indent: usize, grid: Grid) {
        self.blocks.push(Block::Table(indent, grid));
    }

    /// The page as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut page = Page::default();
        for block in &self.blocks {
            match block {
                Block::Heading(words) => page.heading(words),
                Block::Entry(head) => {
                    let says = match head.says.as_str() {
                        "" => String::new(),
                        says => format!("— {says}"),
                    };
                    page.titled(&head.id, &cited(says, head.cite.as_deref()));
                }
                Block::Words {
                    indent,
                    opening,
                    words,
                    ..
                } => page.hanging(*indent, opening, words),
                Block::Table(indent, grid) => page.block(*indent, &grid.draw()),
                Block::Gap => page.blank(),
            }
        }
        page.finish()
    }
}
