//! Who may see finance's pages.

use super::super::super::tokens::{guarded, made};
use super::super::applicants::post;
use super::{Document, Service, page};

const PAGES: [&str; 10] = [
    "/compare",
    "/compare/2017-18/2018-19",
    "/compare/2017-18/2018-19.csv",
    "/appendix",
    "/appendix/2018-19",
    "/policy/2017-18/2018-19",
    "/forecast",
    "/forecast/2017-18/2018-19",
    "/uprate",
    "/uprate/2018-19",
];

#[test]
fn papers_need_the_scope_of_tariffs() {
    let (tariffs, first) = made("tariffs");
    let (quotes, second) = made("quotes");
    let (_file, service) = guarded("finance", &format!("{first}\n{second}\n"));
    let call = |path: &str, token: &str| {
        service.call("GET", path, &format!("authorization: Bearer {token}\r\n"))
    };
    for path in PAGES {
        assert_eq!(call(path, &quotes).status, 403, "{path}");
        assert!([200, 303].contains(&call(path, &tariffs).status), "{path}");
    }
    assert_eq!(service.get("/compare/2017-18/2018-19").status, 401);
    let links = |reply: &str| {
        let page = Document::parse(reply);
        assert_eq!(page.faults(), Vec::<String>::new());
        let links = page.all("a").filter_map(|it| it.get("href"));
        links.map(str::to_owned).collect::<Vec<String>>()
    };
    let has = |links: &[String], folder: &str| links.iter().any(|it| it.starts_with(folder));
    let desk = links(call("/", &quotes).text());
    assert!(has(&desk, "/quote/") && !has(&desk, "/compare/") && !has(&desk, "/screen/"));
    let finance = links(call("/", &tariffs).text());
    assert!(has(&finance, "/uprate/") && has(&finance, "/prices/") && !has(&finance, "/quote/"));
    let stranger = links(service.get("/").text());
    assert!(!has(&stranger, "/quote/") && !has(&stranger, "/compare/"));
}

#[test]
fn signed_in_person_sees_every_desk() {
    let proxy = ["--signed-in-as", "X-Forwarded-User", "--from", "127.0.0.1"];
    let service = Service::start(&proxy);
    let start = service.call("GET", "/", "x-forwarded-user: officer\r\n");
    for folder in ["/quote/", "/screen/", "/compare/", "/uprate/"] {
        assert!(
            start.text().contains(&format!("href=\"{folder}")),
            "{folder}"
        );
    }
    assert!(service.get("/").text().contains("You need to sign in"));
}

#[test]
fn forms_of_other_sites_are_refused() {
    let service = super::shared();
    page(&service, "/forecast/2017-18/2018-19");
    let own = post(
        &service,
        "/forecast/2017-18/2018-19",
        &[("volumes", "charge,volume\n")],
        "",
    );
    assert_ne!(own.status, 403);
    let body = "by=3&round=5p";
    let other = format!(
        "POST /uprate/2018-19 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         sec-fetch-site: cross-site\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(service.send(other.as_bytes()).status, 403);
}
