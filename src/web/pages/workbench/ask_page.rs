//! `/workbench/ask`: the page of a desk, answered by a draft.

use axum::{http::HeaderMap, response::Response};

use super::{
    super::{
        answering::{Answering, Asker, Part},
        off_worker::off_worker,
        question_page,
    },
    bench::SentDraft,
    draft::Draft,
    edit_page,
};
use crate::web::problem::Problem;

/// Above the form and on paper.
const DRAFT: &str = "DRAFT: these rules or prices are being written, and nobody has decided them. Do not give this answer to anyone.";

/// `POST /workbench/ask`: the form of a rule set, or the answer to it.
pub(super) async fn ask(headers: HeaderMap, sent: SentDraft) -> Result<Response, Problem> {
    let part = question_page::part(&headers);
    off_worker(move || {
        let SentDraft { bench, mut fields } = sent;
        let draft = Draft::read(&bench.book, &fields)?;
        let book = match edit_page::whole(&bench, &draft)? {
            Ok(book) => book,
            Err(page) => return Ok(page),
        };
        let id = fields.get("_set").unwrap_or_default().to_owned();
        let set = book.program().rule_set(&id);
        let set = set.ok_or_else(Problem::unknown_address)?;
        let added = question_page::edit_records(&mut fields);
        let mut hidden = draft.fields(false);
        hidden.push(("_set".to_owned(), id.clone()));
        hidden.push(("_file".to_owned(), draft.path.clone()));
        hidden.push(("_asked".to_owned(), "yes".to_owned()));
        let answering = Answering {
            service: &bench.service,
            book: &book,
            fingerprint: "",
            set,
            added,
            is_first: !fields.has("_asked"),
            asker: Asker::Draft(hidden),
        };
        match part {
            Part::Answer | Part::Explained => answering.part(&fields, part),
            part => answering.page(&fields, (vec![DRAFT.to_owned()], part)),
        }
    })
    .await
}
