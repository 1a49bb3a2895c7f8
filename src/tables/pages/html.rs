//! Pages of paragraphs as one self-contained HTML page: no script, nothing fetched.
//! On paper each begins on a new sheet.

use super::{Block, Pages};
use crate::tables::escape::markup;

const STYLE: &str = "body{font:1rem/1.5 Arial,sans-serif;margin:0;color:#0b0c0c}\
    main{max-width:40rem;margin:2rem auto;padding:0 1rem}\
    article+article{margin-top:4rem}\
    @page{size:A4;margin:25mm}\
    @media print{main{max-width:none;margin:0;padding:0}\
    article+article{margin-top:0;break-before:page}}";

/// The pages as one text.
#[must_use]
pub fn pages(pages: &Pages) -> String {
    let title = markup(&pages.title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for page in &pages.pages {
        text.push_str("<article>\n");
        if let Some(heading) = &page.heading {
            text.push_str(&format!("<h2>{}</h2>\n", markup(heading)));
        }
        for block in &page.blocks {
            push(&mut text, block);
        }
        text.push_str("</article>\n");
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn push(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph(words) => text.push_str(&format!("<p>{}</p>\n", markup(words))),
        Block::List(items) => {
            text.push_str("<ul>\n");
            for item in items {
                text.push_str(&format!("<li>{}</li>\n", markup(item)));
            }
            text.push_str("</ul>\n");
        }
    }
}
