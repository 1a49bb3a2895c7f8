//! Several applicants from a file, in order of priority.

use super::{Document, Reply, Service, shared};
use crate::harness::almoner;

/// The form as a browser sends it, with a file.
pub(super) fn post(service: &Service, path: &str, fields: &[(&str, &str)], file: &str) -> Reply {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--x9\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!(
        "--x9\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
         content-type: text/csv\r\n\r\n{file}\r\n--x9--\r\n"
    ));
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         sec-fetch-site: same-origin\r\naccept: text/html\r\n\
         content-type: multipart/form-data; boundary=x9\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    super::send(service, (head + &body).as_bytes())
}

const PATH: &str = "/screen/head-start/applicants";

fn csv() -> String {
    std::fs::read_to_string("examples/batch/applicants.csv").unwrap()
}

#[test]
fn applicants_are_in_order_as_on_the_command_line() {
    let service = shared();
    let reply = post(&service, PATH, &[("on", "15/6/2018")], &csv());
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let shown: Vec<String> = page
        .all("th")
        .filter(|it| it.get("scope") == Some("row"))
        .map(|it| it.text.clone())
        .collect();
    let printed = almoner(["screen", "head-start", "--on", "2018-06-15"])
        .args(["--facts", "examples/batch/applicants.csv"])
        .run();
    let printed = printed.text();
    let order: Vec<&str> = printed
        .lines()
        .filter(|it| it.starts_with("  ") && it.contains("HS-") && !it.starts_with("    "))
        .filter_map(|it| it.split_whitespace().find(|it| it.starts_with("HS-")))
        .collect();
    assert!(shown.len() > 3, "{shown:?}");
    assert_eq!(shown, order, "{printed}");
}

#[test]
fn faults_of_a_file_are_named_by_row() {
    let service = shared();
    let rows = "ref,date_of_birth\nA,yesterday\nB,1/2/1999\nB,1/2/1999\n";
    let reply = post(
        &service,
        PATH,
        &[("on", "15/6/2018"), ("places", "x")],
        rows,
    );
    assert_eq!(reply.status, 422);
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let title = &page.all("title").next().unwrap().text;
    assert!(title.starts_with("Error: "), "{title}");
    let reply = post(&service, PATH, &[("on", "15/6/2018")], rows);
    let text = reply.text();
    assert!(text.contains("ow 2: "), "{text}");
    assert!(text.contains("ow 4: "), "{text}");
    let none = post(&service, PATH, &[("on", "15/6/2018")], "");
    assert!(none.text().contains("Choose a file"), "{}", none.text());
}

/// The page says what to do with a column that is no fact, without options of the
/// command line.
#[test]
fn columns_that_are_no_facts_are_named() {
    let rows = "ref,name,date_of_birth,status\nA,Ann,1/3/1999,new\n";
    let reply = post(&shared(), PATH, &[("on", "15/6/2018")], rows);
    assert_eq!(reply.status, 422);
    let says = "“name”, “status” are no facts that the rules ask for. Take these columns out, \
                or correct their headings";
    assert!(reply.text().contains(says), "{}", reply.text());
    assert!(!reply.text().contains("--skip"));
}

/// A conviction in a row is in no list: two kinds leave the same page.
#[test]
fn confidential_fact_of_a_row_is_in_no_list() {
    let service = shared();
    let rows = |kind: &str| format!("ref,date_of_birth,unspent_convictions\nA,1/3/1999,{kind}\n");
    let page = |kind: &str| {
        let reply = post(&service, PATH, &[("on", "15/6/2018")], &rows(kind));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.text().to_owned()
    };
    let (arson, fraud) = (page("arson"), page("fraud"));
    assert!(!arson.contains("value=\"arson"));
    assert_eq!(arson, fraud);
}
