//! Saved answers, opened again.

use super::{
    Document, Reply, Service,
    answers::{self, without_fingerprints},
    applicants, issued, shared,
};

fn open(service: &Service, fields: &[(&str, &str)], file: &str) -> Reply {
    applicants::post(service, "/saved", fields, file)
}

fn quoted(service: &Service) -> String {
    let question = r#"{"on": "2018-05-01", "facts": {"lessons": 10, "minutes": 20, "pupils": 2,
        "free_school_meals": true, "key_stage": 2, "pupil_premium": false}}"#;
    service.post("/v1/quotes/music", question).text().to_owned()
}

fn saved_with(service: &Service, kind: &str) -> String {
    let question = format!(
        r#"{{"on": "2018-06-15", "facts": {{"date_of_birth": "1999-03-01",
            "unspent_convictions": ["{kind}"]}}}}"#
    );
    let reply = service.post("/v1/screenings/head-start", &question);
    reply.text().to_owned()
}

#[test]
fn saved_answer_is_the_page_that_it_was() {
    let service = shared();
    let empty = service.get("/saved");
    assert_eq!(Document::parse(empty.text()).faults(), Vec::<String>::new());
    let reply = open(&service, &[], &quoted(&service));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let shown = &page.by_id("answer").unwrap().text;
    assert!(shown.contains("£25.00"), "{shown}");
    assert!(reply.text().contains("Identical: "));
    let lessons = page
        .all("input")
        .find(|it| it.get("name") == Some("lessons"));
    assert_eq!(lessons.and_then(|it| it.get("value")), Some("10"));
}

/// With a key, what is saved is issued, and opened with its reference.
#[test]
fn saved_answer_is_sealed_where_there_is_a_key() {
    let folder = crate::harness::TempDir::new();
    let (secret, _) = issued::keys(&folder, "key");
    let service = Service::start(&["--seal", &secret]);
    let typed = [
        ("on", "1/5/2018"),
        ("lessons", "10"),
        ("minutes", "20"),
        ("pupils", "2"),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let saved = answers::post(&service, "/quote/music/saved", &typed, "");
    assert_eq!(saved.status, 200, "{}", saved.text());
    let issued = &saved.json()["issued"];
    let reference = issued["reference"].as_str().unwrap();
    let name = saved.header("content-disposition").unwrap();
    assert!(name.contains(reference), "{name}");
    let page = open(&service, &[], saved.text());
    assert!(
        page.text().contains("by Anytown Council"),
        "{}",
        page.text()
    );
    let shown = Document::parse(page.text());
    assert_eq!(shown.faults(), Vec::<String>::new());
    assert!(shown.by_id("answer").unwrap().text.contains(reference));
    let altered = saved.text().replacen("Anytown", "Elsewhere", 1);
    let page = open(&service, &[], &altered);
    assert!(
        page.text().contains("Its seal is of another text"),
        "{}",
        page.text()
    );
}

#[test]
fn altered_answer_is_shown_as_it_was_and_as_it_is() {
    let service = shared();
    let altered = quoted(&service).replace("\"total\":\"25.00\"", "\"total\":\"20.00\"");
    let reply = open(&service, &[("answer", &altered)], "");
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    assert!(reply.text().contains("Altered: "), "{}", reply.text());
    let rows: Vec<&str> = page.all("tr").map(|it| it.text.as_str()).collect();
    assert!(
        rows.iter()
            .any(|it| it.contains("Total") && it.contains("£20.00")),
        "{rows:?}"
    );
    let today = &page.by_id("answer").unwrap().text;
    assert!(today.contains("£25.00"), "{today}");
}

#[test]
fn what_is_withheld_is_asked_for_and_not_written_back() {
    let service = shared();
    let saved = saved_with(&service, "arson");
    assert!(
        saved.contains(r#""withheld":["unspent_convictions"]"#),
        "{saved}"
    );
    let reply = open(&service, &[("answer", &saved)], "");
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let asked = page
        .all("input")
        .any(|it| it.get("name") == Some("unspent_convictions"));
    assert!(asked, "{}", reply.text());
    assert!(page.by_id("answer").is_none());
    let given = [("answer", &*saved), ("unspent_convictions", "arson")];
    let reply = open(&service, &given, "");
    assert!(reply.text().contains("Identical: "), "{}", reply.text());
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    assert!(page.by_id("answer").is_some());
    let is_ticked = |it: &super::document::Element| it.get("checked").is_some();
    assert!(!page.all("input").any(is_ticked));
    // Another kind of the same outcome leaves the same page.
    let other = saved_with(&service, "fraud");
    let given = [("answer", &*other), ("unspent_convictions", "fraud")];
    let other = open(&service, &given, "");
    assert_eq!(
        without_fingerprints(reply.text()),
        without_fingerprints(other.text())
    );
    let other = [("answer", &*saved), ("unspent_convictions", "none")];
    let reply = open(&service, &other, "");
    assert!(reply.text().contains("Different: "), "{}", reply.text());
}

#[test]
fn what_is_not_an_answer_is_refused_in_words() {
    let service = shared();
    for bad in ["", "{}", "not JSON"] {
        let reply = open(&service, &[("answer", bad)], "");
        assert_eq!(reply.status, 422, "{bad}");
        let page = Document::parse(reply.text());
        assert_eq!(page.faults(), Vec::<String>::new());
        assert!(reply.text().contains("There is a problem"));
    }
}
