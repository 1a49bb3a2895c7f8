//! A quote to hand over: what it costs, how long that stands, and whom to ask.

use super::letter_format::LetterFormat;
use crate::{
    tables::pages::{self, AmountRow, Block, Page, Pages},
    text,
};
use almoner_engine::{
    answer::{Answer, json::Issued},
    base::{
        date::{self, Date, LongDate},
        sequence,
    },
    present::{self, AnswerView, QuoteView, labels},
};

/// A quote with what is printed on it.
#[derive(Clone, Debug)]
pub struct QuotePaper {
    view: QuoteView,
    slip: Slip,
}

/// What identifies a quote on paper, and how long it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// What it is referred to by.
    pub reference: String,
    /// The day it was issued; none where that is not known.
    pub issued: Option<Date>,
    /// The council that issued it with its seal; none where it has none.
    pub council: Option<String>,
    /// The last day on which it is valid; none where the rules do not say how long.
    pub valid_until: Option<Date>,
    /// The last day of the prices that it uses.
    pub prices_until: Option<Date>,
    /// Whom to ask.
    pub contact: Option<String>,
}

impl Slip {
    /// What is printed on an answer that is given on a day.
    #[must_use]
    pub fn of(answer: &Answer<'_>, issued: Option<Date>) -> Slip {
        let ruling = answer.asked().ruling;
        let contact = ruling.version.selection.contact.as_deref();
        Slip {
            reference: answer.reference(),
            issued,
            council: None,
            valid_until: issued.and_then(|day| answer.valid_until(day)),
            prices_until: ruling.tariff.map(|it| it.until),
            contact: contact.map(str::to_owned),
        }
    }

    /// What is printed on an answer that has the council's seal.
    #[must_use]
    pub fn of_issued(answer: &Answer<'_>, issued: &Issued) -> Slip {
        Slip {
            reference: issued.reference.clone(),
            issued: date::parse(&issued.on),
            council: Some(issued.council.clone()),
            valid_until: issued.valid_until.as_deref().and_then(date::parse),
            contact: issued.contact.clone(),
            ..Slip::of(answer, None)
        }
    }

    /// Each with its label.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let day = |label, day: Option<Date>| Some((label, LongDate(day?).to_string()));
        let until = match self.valid_until {
            Some(_) => day("Valid until", self.valid_until),
            None => day("Prices until", self.prices_until),
        };
        let rows = [
            Some(("Reference", self.reference.clone())),
            day("Issued on", self.issued),
            self.council.clone().map(|council| ("Issued by", council)),
            until,
        ];
        rows.into_iter().flatten().collect()
    }
}

impl QuotePaper {
    /// The paper of a quote; none of a screening.
    #[must_use]
    pub fn of(answer: &Answer<'_>, slip: Slip) -> Option<QuotePaper> {
        match present::answer(answer) {
            AnswerView::Quote(view) => Some(QuotePaper { view, slip }),
            _ => None,
        }
    }

    /// The paper as bytes.
    ///
    /// # Errors
    /// In words, when it is too long for a document.
    pub fn write(&self, format: LetterFormat) -> Result<Vec<u8>, String> {
        let pages = self.pages();
        match format {
            LetterFormat::Text => Ok(plain(&pages).into_bytes()),
            LetterFormat::Html => Ok(pages::html::pages(&pages).into_bytes()),
            LetterFormat::Docx => pages::docx::pages(&pages),
        }
    }

    fn pages(&self) -> Pages {
        let view = &self.view;
        let paragraph = |words: &String| Block::Paragraph(words.clone());
        let indicative = view.header.indicative.iter();
        let indicative =
            indicative.map(|why| Block::Paragraph(format!("{}: {why}", labels::INDICATIVE)));
        let mut blocks: Vec<Block> = indicative.collect();
        blocks.push(Block::Amounts(text::quote_rows(view)));
        blocks.extend(self.lists());
        let slip = self
            .slip
            .rows()
            .into_iter()
            .map(|(label, amount)| AmountRow {
                label: label.to_owned(),
                amount,
                ..AmountRow::default()
            });
        blocks.push(Block::Heading("About this quote".to_owned()));
        blocks.push(Block::Amounts(slip.collect()));
        blocks.extend(self.slip.contact.iter().map(paragraph));
        blocks.extend(view.footer.advice.iter().map(paragraph));
        blocks.extend(view.footer.sources.iter().map(paragraph));
        Pages {
            title: view.header.title.clone(),
            pages: vec![Page {
                heading: None,
                blocks,
            }],
        }
    }

    /// What is open, left to agree and assumed, each with its heading.
    fn lists(&self) -> Vec<Block> {
        let notes = || self.view.parts.iter().map(|part| &part.notes);
        let needed = notes().flat_map(|it| it.missing.iter().map(|it| it.words()));
        let refer = notes().flat_map(|it| it.refer.iter().cloned());
        let assumed = notes().flat_map(|it| it.assumed.iter().map(|it| it.words.clone()));
        let lists = [
            (labels::MISSING, sequence::each_once(needed)),
            (labels::REFER, sequence::each_once(refer)),
            (labels::ASSUMED, sequence::each_once(assumed)),
        ];
        let lists = lists.into_iter().filter(|(_, items)| !items.is_empty());
        lists
            .flat_map(|(heading, items)| [Block::Heading(heading.to_owned()), Block::List(items)])
            .collect()
    }
}

/// The pages as plain text.
fn plain(pages: &Pages) -> String {
    let mut out = format!("{}\n\n", pages.title);
    for block in pages.pages.iter().flat_map(|page| &page.blocks) {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("{words}\n\n")),
            Block::Heading(words) => out.push_str(&format!("{words}\n")),
            Block::List(items) => {
                for item in items {
                    out.push_str(&format!("- {item}\n"));
                }
                out.push('\n');
            }
            Block::Amounts(rows) => {
                for row in rows {
                    let set_in = " ".repeat(row.indent);
                    let cells = [&*row.label, &*row.working, &*row.amount];
                    let cells = cells.into_iter().filter(|it| !it.is_empty());
                    let cells: Vec<&str> = cells.collect();
                    out.push_str(&format!("{set_in}{}\n", cells.join("  ")));
                }
                out.push('\n');
            }
        }
    }
    out
}
