//! The command `almoner lsp`, called by a client of the protocol.

use std::{
    fs,
    io::BufReader,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use crate::harness::TempDir;

/// An editor that talks to a server of its own.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    requests: i32,
}

impl Editor {
    fn start() -> Editor {
        let mut server = Command::new(env!("CARGO_BIN_EXE_almoner"))
            .arg("lsp")
            .env_remove("ALMONER_BOOK")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let to = server.stdin.take().unwrap();
        let from = BufReader::new(server.stdout.take().unwrap());
        let mut editor = Editor {
            server,
            to,
            from,
            requests: 0,
        };
        let offered = editor.ask("initialize", json!({"capabilities": {}}));
        assert_eq!(offered["capabilities"]["hoverProvider"], true);
        editor.say("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: Message) {
        message.write(&mut self.to).expect("the server listens");
    }

    fn next(&mut self) -> Message {
        let message = Message::read(&mut self.from).expect("the protocol is kept");
        message.expect("the server is there")
    }

    /// A request's result. Diagnostics that come before it are passed over.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(Request::new(id.clone(), method.to_owned(), params).into());
        loop {
            if let Message::Response(response) = self.next() {
                assert_eq!(response.id, id);
                return response.response_result.expect("a result");
            }
        }
    }

    fn say(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params).into());
    }

    fn open(&mut self, file: &Path, text: &str) {
        let document = json!({"uri": uri(file), "languageId": "ron", "version": 1, "text": text});
        self.say("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, file: &Path, text: &str) {
        let document = json!({"uri": uri(file), "version": 2});
        let changes = json!([{"text": text}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.say("textDocument/didChange", params);
    }

    /// The diagnostics of a file that come next.
    fn diagnostics(&mut self, file: &Path) -> Vec<Value> {
        loop {
            if let Message::Notification(it) = self.next()
                && it.method == "textDocument/publishDiagnostics"
                && it.params["uri"] == uri(file)
            {
                return it.params["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// Hover or completion where a text begins.
    fn at(&mut self, method: &str, file: &Path, text: &str, words: &str) -> Value {
        let before = &text[..text.find(words).unwrap() + words.len()];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let position = json!({"line": line, "character": character});
        let params = json!({"textDocument": {"uri": uri(file)}, "position": position});
        self.ask(method, params)
    }

    /// Ends the conversation as the protocol has it.
    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.say("exit", Value::Null);
        assert!(self.server.wait().unwrap().success());
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
    }
}

fn uri(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// A book with the council's prices and its music rules; the file of these.
fn music_book() -> (TempDir, PathBuf, String) {
    let book = TempDir::of_rule_set("music");
    let file = book.join("rules/music/2017-04-01.ron");
    let text = fs::read_to_string(&file).unwrap();
    (book, file, text)
}

#[test]
fn diagnostics_follow_what_is_typed() {
    let (_book, file, text) = music_book();
    let mut editor = Editor::start();
    editor.open(&file, &text);
    assert_eq!(editor.diagnostics(&file), Vec::<Value>::new());

    let wrong = text.replace("when: \"lessons > 0\"", "when: \"lesons > 0\"");
    editor.change(&file, &wrong);
    let found = editor.diagnostics(&file);
    let first = &found[0];
    assert_eq!(first["code"], "unknown-name");
    assert_eq!(first["severity"], 1);
    assert!(
        first["message"]
            .as_str()
            .unwrap()
            .contains("did you mean `lessons`?")
    );
    let line = wrong[..wrong.find("lesons").unwrap()].matches('\n').count();
    assert_eq!(first["range"]["start"]["line"], line);

    editor.change(&file, &text);
    assert_eq!(editor.diagnostics(&file), Vec::<Value>::new());
    editor.end();
}

#[test]
fn hover_shows_type_wording_and_citation() {
    let (_book, file, text) = music_book();
    let mut editor = Editor::start();
    editor.open(&file, &text);
    let mut words = |at: &str| {
        let hover = editor.at("textDocument/hover", &file, &text, at);
        hover["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let fact = words("id: \"minu");
    assert!(
        fact.starts_with("**minutes** (fact: a whole number, from 5 to 240)"),
        "{fact}"
    );
    assert!(fact.contains("How many minutes is a lesson?"), "{fact}");
    let line = words("id: \"tuit");
    assert!(line.contains("§4.11"), "{line}");
    let charge = words("charge: \"music.tui");
    assert!(charge.starts_with("**music.tuition"), "{charge}");
    assert!(charge.contains("2018/19: £"), "{charge}");
    assert!(charge.contains("row"), "{charge}");
    editor.end();
}

#[test]
fn completion_has_names_in_formulas_and_charges_after_charge() {
    let (_book, file, text) = music_book();
    let mut editor = Editor::start();
    editor.open(&file, &text);
    let mut labels = |at: &str| -> Vec<String> {
        let items = editor.at("textDocument/completion", &file, &text, at);
        let items = items.as_array().unwrap().clone();
        let label = |item: &Value| item["label"].as_str().unwrap().to_owned();
        items.iter().map(label).collect()
    };
    let has = |labels: &[String], name: &str| labels.iter().any(|label| label == name);
    let names = labels("when: \"less");
    assert!(has(&names, "lessons") && has(&names, "minutes") && has(&names, "max"));
    assert!(!has(&names, "music.tuition"));
    let charges = labels("charge: \"music.tui");
    assert!(
        charges.iter().all(|label| label.contains('.')),
        "{charges:?}"
    );
    assert!(
        charges
            .iter()
            .any(|label| label.starts_with("music.tuition"))
    );
    assert_eq!(labels("// Music tui"), Vec::<String>::new());

    // While a formula is half typed, names come from the text before.
    let half = text.replacen("when: \"lessons > 0\"", "when: \"pup", 1);
    editor.change(&file, &half);
    assert!(!editor.diagnostics(&file).is_empty());
    let items = editor.at("textDocument/completion", &file, &half, "when: \"pup");
    assert!(items.to_string().contains("\"pupils\""));
    editor.end();
}

#[test]
fn unknown_request_is_refused_and_the_server_goes_on() {
    let mut editor = Editor::start();
    let request = Request::new(RequestId::from(77), "textDocument/rename".into(), json!({}));
    editor.send(request.into());
    let Message::Response(refused) = editor.next() else {
        panic!("no response");
    };
    assert_eq!(refused.response_result.unwrap_err().code, -32601);
    editor.open(Path::new("/nowhere/notes.txt"), "text");
    editor.end();
}
