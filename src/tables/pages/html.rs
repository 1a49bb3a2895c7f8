//! Pages of paragraphs as one self-contained HTML page: no script, nothing fetched.
//! On paper each begins on a new sheet.

use super::{AmountRow, Block, Pages};
use crate::tables::escape::markup;

const STYLE: &str = "body{font:1rem/1.5 Arial,sans-serif;margin:0;color:#0b0c0c}\
    main{max-width:40rem;margin:2rem auto;padding:0 1rem}\
    article+article{margin-top:4rem}\
    h3{font-size:1rem;margin:1.25rem 0 .25rem}\
    table{border-collapse:collapse;width:100%}\
    th,td{text-align:left;vertical-align:top;font-weight:400;padding:.15rem 1rem .15rem 0}\
    td{text-align:right;white-space:nowrap;padding-right:0;padding-left:1rem}\
    .in th{padding-left:1rem}.b th,.b td{font-weight:700}\
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

fn push_row(text: &mut String, row: &AmountRow) {
    let class = match (row.bold, row.indent > 0) {
        (true, _) => " class=\"b\"",
        (false, true) => " class=\"in\"",
        (false, false) => "",
    };
    text.push_str(&format!(
        "<tr{class}><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
        markup(&row.label),
        markup(&row.working),
        markup(&row.amount)
    ));
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
        Block::Heading(words) => text.push_str(&format!("<h3>{}</h3>\n", markup(words))),
        Block::Amounts(rows) => {
            text.push_str("<table>\n");
            for row in rows {
                push_row(text, row);
            }
            text.push_str("</table>\n");
        }
    }
}
