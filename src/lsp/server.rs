//! What the editor says, and what it is answered.

use std::{collections::BTreeMap, path::PathBuf};

use lsp_server::{ErrorCode, Notification, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    book_folder::{self, BookFolder},
    completion,
    protocol::{DocumentParams, Position, PositionParams},
    uri,
};

/// The books of which a file is open, by folder.
#[derive(Default)]
pub(super) struct Server {
    books: BTreeMap<PathBuf, BookFolder>,
}

impl Server {
    /// The answer to a request.
    pub(super) fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match method.as_str() {
            "textDocument/hover" => {
                let hover = self.at(params, |book, within, position| {
                    completion::hover(book, within, position)
                });
                Response::new_ok(id, hover.flatten())
            }
            "textDocument/completion" => {
                let items = self.at(params, |book, within, position| {
                    completion::completion(book, within, position)
                });
                Response::new_ok(id, items.unwrap_or_default())
            }
            _ => {
                let says = format!("`{method}` is not offered");
                Response::new_err(id, ErrorCode::MethodNotFound as i32, says)
            }
        }
    }

    /// Asks the book of a document about a position in it.
    fn at<T>(
        &mut self,
        params: Value,
        ask: impl FnOnce(&BookFolder, &str, Position) -> T,
    ) -> Option<T> {
        let params: PositionParams = read(params)?;
        let (book, within) = self.book(&params.text_document.uri)?;
        // What was typed just before may not have been checked yet.
        if book.book().is_none() && book.has_changed {
            book.check();
            book.has_changed = true;
        }
        Some(ask(book, &within, params.position))
    }

    /// Takes note of what changed.
    pub(super) fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let Some(DocumentParams {
            text_document,
            content_changes,
        }) = read(params)
        else {
            return;
        };
        let uri = text_document.uri;
        let Some((book, within)) = self.book(&uri) else {
            return;
        };
        match method.as_str() {
            "textDocument/didOpen" => book.edit(within, uri, text_document.text),
            "textDocument/didChange" => {
                if let Some(change) = content_changes.into_iter().next_back() {
                    book.edit(within, uri, change.text);
                }
            }
            "textDocument/didClose" => book.close(&within),
            "textDocument/didSave" => book.has_changed = true,
            _ => {}
        }
    }

    /// Checks every book that changed; what to show.
    pub(super) fn check_changed(&mut self) -> Vec<Notification> {
        let changed = self.books.values_mut().filter(|book| book.has_changed);
        let shown = changed.flat_map(BookFolder::check);
        let method = "textDocument/publishDiagnostics";
        shown
            .map(|it| Notification::new(method.to_owned(), it))
            .collect()
    }

    /// The book of a document, and the document's path in it.
    fn book(&mut self, uri: &str) -> Option<(&mut BookFolder, String)> {
        let (folder, within) = book_folder::split(&uri::path(uri)?)?;
        let book = self.books.entry(folder.clone());
        Some((book.or_insert_with(|| BookFolder::new(folder)), within))
    }
}

/// What cannot be read is passed over, as the protocol has it.
fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
