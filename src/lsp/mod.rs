//! A language server for rule files: diagnostics while typing, hover and
//! completion, over standard input and output (LSP 3.17).
//!
//! What it says of a file is what `almoner check` says of the whole book, with
//! the text in the editor in the place of the text on disk. Names come from the
//! last text of the book in which there was no error.

mod book_folder;
mod completion;
mod cursor;
mod entries;
mod positions;
mod protocol;
mod server;
mod uri;

use std::io;

use lsp_server::{Connection, Message};
use serde_json::json;

use self::server::Server;

/// Serves an editor until it ends the conversation.
///
/// # Errors
/// When standard input or output cannot be used, or the editor does not keep to
/// the protocol.
pub fn run() -> io::Result<()> {
    let (connection, threads) = Connection::stdio();
    converse(&connection)?;
    drop(connection);
    threads.join()
}

fn converse(connection: &Connection) -> io::Result<()> {
    let (id, _) = connection.initialize_start().map_err(io::Error::other)?;
    let answer = json!({
        "capabilities": {
            "positionEncoding": "utf-16",
            "textDocumentSync": {"openClose": true, "change": 1, "save": true},
            "hoverProvider": true,
            "completionProvider": {"triggerCharacters": ["."]},
        },
        "serverInfo": {"name": "almoner", "version": env!("CARGO_PKG_VERSION")},
    });
    let begun = connection.initialize_finish(id, answer);
    begun.map_err(io::Error::other)?;
    let mut server = Server::default();
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                let ends = connection.handle_shutdown(&request);
                if ends.map_err(io::Error::other)? {
                    break;
                }
                send(connection, server.answer(request).into())?;
            }
            Message::Notification(notification) if notification.method == "exit" => break,
            Message::Notification(notification) => server.note(notification),
            Message::Response(_) => {}
        }
        // A book is checked once for all that was typed in the meantime.
        if connection.receiver.is_empty() {
            for notification in server.check_changed() {
                send(connection, notification.into())?;
            }
        }
    }
    Ok(())
}

fn send(connection: &Connection, message: Message) -> io::Result<()> {
    connection.sender.send(message).map_err(io::Error::other)
}
