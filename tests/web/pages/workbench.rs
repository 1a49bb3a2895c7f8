//! The workbench: drafts are checked, tried and downloaded, and nothing is written.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Document, Reply, Service, answers::post};
use crate::harness::{TempDir, almoner, council_book};

const FILE: &str = "rules/music/2017-04-01.ron";

/// A service with a workbench on a copy of the council's book.
struct Bench {
    book: TempDir,
    service: Service,
}

impl Bench {
    fn start() -> Bench {
        let book = council_book();
        let folder = book.path().to_owned();
        let service = Service::start(&["--workbench", "--book", &folder]);
        Bench { book, service }
    }

    fn text(&self) -> String {
        fs::read_to_string(self.book.join(FILE)).unwrap()
    }

    /// Sends a draft in which one text takes the place of another.
    fn send(&self, path: &str, (old, new): (&str, &str), more: &[(&str, &str)]) -> Reply {
        let text = self.text();
        assert!(text.contains(old), "{old}");
        // A browser sends line ends as CR LF.
        let text = text.replacen(old, new, 1).replace('\n', "\r\n");
        let mut fields = vec![("_file", FILE), ("_path", FILE), ("_text", &*text)];
        fields.extend_from_slice(more);
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        post(&self.service, path, &fields, "")
    }
}

/// Every file of a folder with its bytes.
fn files(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => {
                let bytes = fs::read(&path).unwrap();
                found.insert(path.display().to_string(), bytes);
            }
        }
    }
}

fn page(reply: &Reply) -> Document {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let document = Document::parse(reply.text());
    let faults = document.faults();
    assert!(faults.is_empty(), "{faults:#?}");
    document
}

fn flat(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A rule that is misspelt, on a line of its own.
const BROKEN: (&str, &str) = ("lessons > 0", "lesons > 0");

/// Prices that are halved.
const CHANGED: (&str, &str) = ("take: \"50%\"", "take: \"25%\"");

#[test]
fn nothing_is_written() {
    let bench = Bench::start();
    let mut before = BTreeMap::new();
    files(Path::new(bench.book.path()), &mut before);
    page(&bench.service.get("/workbench"));
    page(&bench.service.get(&format!("/workbench/edit?file={FILE}")));
    page(&bench.send("/workbench/edit", CHANGED, &[]));
    page(&bench.send("/workbench/effect", CHANGED, &[("_set", "music")]));
    page(&bench.send("/workbench/ask", CHANGED, &[("_set", "music")]));
    let new = [("_path", "rules/music/2019-04-01.ron")];
    assert_eq!(bench.send("/workbench/file", CHANGED, &new).status, 200);
    let mut after = BTreeMap::new();
    files(Path::new(bench.book.path()), &mut after);
    assert!(before == after, "a file of the book was written");
}

#[test]
fn edited_file_comes_back_whole() {
    let bench = Bench::start();
    let opened = page(&bench.service.get(&format!("/workbench/edit?file={FILE}")));
    assert_eq!(opened.by_id("text").unwrap().text, bench.text());
    let remarks = &opened.by_id("remarks").unwrap().text;
    assert!(remarks.contains("Nothing differs"), "{remarks}");

    let edited = bench.text().replacen(CHANGED.0, CHANGED.1, 1);
    let checked = page(&bench.send("/workbench/edit", CHANGED, &[]));
    assert_eq!(checked.by_id("text").unwrap().text, edited);
    let remarks = &checked.by_id("remarks").unwrap().text;
    assert!(remarks.contains("No errors"), "{remarks}");

    let file = bench.send("/workbench/file", CHANGED, &[]);
    assert_eq!(file.text(), edited);
    let name = file.header("content-disposition").unwrap();
    assert!(name.contains("\"2017-04-01.ron\""), "{name}");

    // Another file is edited next, and the first one stays part of the draft.
    let tariff = "tariffs/2018-19.ron";
    let go_on = [("_open", tariff), ("_go", "yes")];
    let next = page(&bench.send("/workbench/edit", CHANGED, &go_on));
    let text = fs::read_to_string(bench.book.join(tariff)).unwrap();
    assert_eq!(next.by_id("text").unwrap().text, text);
    let name = format!("_draft.{FILE}");
    let mut inputs = next.all("input");
    let carried = inputs.find(|it| it.get("name") == Some(&*name)).unwrap();
    assert_eq!(carried.get("value"), Some(&*edited));
}

#[test]
fn broken_draft_is_marked_at_its_line() {
    let bench = Bench::start();
    let text = bench.text();
    let line = text[..text.find(BROKEN.0).unwrap()].matches('\n').count() + 1;
    let document = page(&bench.send("/workbench/edit", BROKEN, &[]));
    let remarks = &document.by_id("remarks").unwrap().text;
    assert!(
        remarks.contains(&format!("Line {line}, column")),
        "{remarks}"
    );
    assert!(remarks.contains("Did you mean `lessons`?"), "{remarks}");
    let marks: Vec<&str> = document.all("mark").map(|it| it.text.as_str()).collect();
    assert!(marks.contains(&"lesons"), "{marks:?}");
    // The place is that of the text area, whose line ends are one letter.
    let mut links = document.all("a");
    let link = links.find(|it| it.get("data-start").is_some()).unwrap();
    let at = |name: &str| link.get(name).unwrap().parse::<usize>().unwrap();
    let edited = text.replacen(BROKEN.0, BROKEN.1, 1);
    let units: Vec<u16> = edited.encode_utf16().collect();
    let marked = String::from_utf16(&units[at("data-start")..at("data-end")]).unwrap();
    assert_eq!(marked, "lesons");

    // The same as `almoner check` says.
    fs::write(bench.book.join(FILE), &edited).unwrap();
    let checked = almoner(["check"]).book(bench.book.path()).run().exits(3);
    let place = format!("{FILE}:{line}:");
    assert!(checked.stderr.contains(&place), "{}", checked.stderr);

    for path in ["/workbench/effect", "/workbench/ask"] {
        let book = Bench::start();
        let reply = book.send(path, BROKEN, &[("_set", "music")]);
        let text = flat(&page(&reply).all("main").next().unwrap().text);
        assert!(text.contains("The draft has errors"), "{text}");
        assert!(text.contains("Did you mean `lessons`?"), "{text}");
    }
}

#[test]
fn script_gets_the_remarks_alone() {
    let bench = Bench::start();
    let text = bench.text().replacen(BROKEN.0, BROKEN.1, 1);
    let fields = [("_file", FILE), ("_text", &*text)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let part = post(
        &bench.service,
        "/workbench/edit",
        &fields,
        "x-part: remarks\r\n",
    );
    assert!(
        part.text().starts_with("<div id=\"remarks\""),
        "{}",
        part.text()
    );
    assert!(part.text().contains("Did you mean"), "{}", part.text());
    assert!(Document::parse(part.text()).faults_of_part().is_empty());
}

#[test]
fn effect_is_that_of_the_command() {
    let bench = Bench::start();
    let shown = bench.send("/workbench/effect", CHANGED, &[("_set", "music")]);
    let text = flat(&page(&shown).all("main").next().unwrap().text);
    let more = [("_set", "music"), ("_format", "csv")];
    let file = bench.send("/workbench/effect", CHANGED, &more);
    let draft = council_book();
    let edited = bench.text().replacen(CHANGED.0, CHANGED.1, 1);
    fs::write(draft.join(FILE), edited).unwrap();
    let with = draft.path();
    let command = |format: &str| {
        let args = ["effect", "music", "--with", with, "--format", format];
        almoner(args).book(bench.book.path()).run().success()
    };
    let json = command("json").json();
    let rows = json["tables"].as_array().unwrap().iter();
    let rows: Vec<_> = rows.flat_map(|it| it["rows"].as_array().unwrap()).collect();
    assert!(rows.len() > 5, "{rows:?}");
    for row in rows {
        for name in ["case", "effect", "before", "after", "step", "entry"] {
            let cell = row["cells"][name].as_str().unwrap_or_default();
            if !cell.starts_with(|it: char| it.is_ascii_digit()) {
                assert!(text.contains(&flat(cell)), "{name}: {cell}: {text}");
            }
        }
    }
    assert_eq!(
        file.text().trim_start_matches('\u{feff}'),
        command("csv").text()
    );
}

#[test]
fn draft_is_asked_as_a_desk_is() {
    let bench = Bench::start();
    let form = page(&bench.send("/workbench/ask", CHANGED, &[("_set", "music")]));
    let text = flat(&form.all("main").next().unwrap().text);
    assert!(text.contains("DRAFT"), "{text}");
    let facts = [
        ("_set", "music"),
        ("_asked", "yes"),
        ("on", "1/5/2018"),
        ("lessons", "10"),
        ("minutes", "20"),
        ("pupils", "2"),
        ("free_school_meals", "yes"),
        ("key_stage", "2"),
    ];
    let answered = page(&bench.send("/workbench/ask", CHANGED, &facts));
    let mut totals = answered.all("output");
    let total = totals.next().map(|it| it.text.clone());
    let text = flat(&answered.all("main").next().unwrap().text);
    // A quarter off £50.00.
    assert!(text.contains("£37.50"), "{total:?}: {text}");
    assert!(!text.contains("Save the answer"), "{text}");
}

#[test]
fn workbench_is_only_where_it_was_asked_for() {
    let service = super::shared();
    for path in [
        "/workbench",
        "/workbench/edit?file=rules/music/2017-04-01.ron",
    ] {
        assert_eq!(service.get(path).status, 404, "{path}");
    }
    assert!(!service.get("/").text().contains("/workbench"));
    let bench = Bench::start();
    assert!(bench.service.get("/").text().contains("/workbench"));
    for file in [
        "rules/../../etc/passwd.ron",
        "/etc/passwd",
        "rules/nothing.ron",
    ] {
        let reply = bench.service.get(&format!("/workbench/edit?file={file}"));
        assert_eq!(reply.status, 404, "{file}");
    }
    let refused = almoner(["serve", "--workbench", "--listen", "0.0.0.0:0"]);
    let refused = refused.args(["--tokens", "/dev/null"]).run();
    assert_ne!(refused.code, Some(0));
    assert!(refused.stderr.contains("only for this machine") || refused.stderr.contains("token"));
}

#[test]
fn pasted_cases_take_the_place_of_the_books_own() {
    let bench = Bench::start();
    let rows = "ref,on,lessons,minutes,pupils,free_school_meals,pupil_premium,key_stage\r\n\
                mine,2018-05-01,10,20,2,yes,no,2\r\n";
    let more = [("_set", "music"), ("_cases", rows)];
    let shown = page(&bench.send("/workbench/effect", CHANGED, &more));
    let text = flat(&shown.all("main").next().unwrap().text);
    assert!(text.contains("mine"), "{text}");
    assert!(text.contains("£25.00") && text.contains("£37.50"), "{text}");
    let kept = shown
        .all("input")
        .any(|it| it.get("name") == Some("_cases"));
    assert!(!kept, "the cases are carried along");

    let more = [("_set", "music"), ("_cases", "colour\r\nred\r\n")];
    let shown = page(&bench.send("/workbench/effect", CHANGED, &more));
    let text = flat(&shown.all("main").next().unwrap().text);
    assert!(text.contains("Your cases: "), "{text}");
    let more = [("_cases", rows)];
    let shown = page(&bench.send("/workbench/effect", CHANGED, &more));
    let text = flat(&shown.all("main").next().unwrap().text);
    assert!(text.contains("Choose the rule set"), "{text}");
}
