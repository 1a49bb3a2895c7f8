//! What is around every page: headers, files, errors, who may come in.

use super::{Document, Reply, Service, shared};

const BROWSER: &str = "accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";

const ABOUT: [&str; 6] = [
    "/",
    "/api",
    "/accessibility",
    "/privacy",
    "/transparency",
    "/about",
];

fn seen(service: &Service, path: &str) -> Reply {
    service.call("GET", path, BROWSER)
}

#[test]
fn pages_about_the_service_are_whole() {
    let service = shared();
    for path in ABOUT {
        let page = seen(&service, path);
        assert_eq!(page.status, 200, "{path}");
        let faults = Document::parse(page.text()).faults();
        assert!(faults.is_empty(), "{path}: {faults:#?}");
        assert!(page.body.len() <= 60 * 1024, "{path}: {}", page.body.len());
    }
}

#[test]
fn addresses_on_pages_lead_somewhere() {
    let service = shared();
    let mut seen_before: Vec<String> = Vec::new();
    for path in ABOUT {
        let page = Document::parse(seen(&service, path).text());
        let links = page
            .all("a")
            .chain(page.all("link"))
            .filter_map(|it| it.get("href"));
        let sources = page.all("script").filter_map(|it| it.get("src"));
        for address in links.chain(sources) {
            let (at, place) = address.split_once('#').unwrap_or((address, ""));
            if at.is_empty() || seen_before.iter().any(|it| it == address) {
                continue;
            }
            seen_before.push(address.to_owned());
            let reply = service.get(at);
            assert_eq!(reply.status, 200, "{address} on {path}");
            if !place.is_empty() {
                let other = Document::parse(reply.text());
                assert!(other.by_id(place).is_some(), "{address} on {path}");
            }
        }
    }
    assert!(seen_before.len() > 10, "{seen_before:?}");
}

#[test]
fn pages_load_nothing_but_our_own_files() {
    let service = shared();
    let page = seen(&service, "/");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("script-src 'self'; connect-src 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    let page = Document::parse(page.text());
    let style = page.all("link").find_map(|it| it.get("href")).unwrap();
    let script = page.all("script").find_map(|it| it.get("src")).unwrap();
    for path in [style, script] {
        let file = service.get(path);
        assert_eq!(file.status, 200);
        let cache = file.header("cache-control").unwrap();
        assert!(cache.contains("immutable"), "{path}: {cache}");
    }
    assert_eq!(service.get("/assets/desk-000000000000.css").status, 404);
}

#[test]
fn errors_are_pages_for_people_and_details_for_programs() {
    let service = shared();
    let page = seen(&service, "/nowhere");
    assert_eq!(page.status, 404);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let document = Document::parse(page.text());
    assert!(document.faults().is_empty(), "{:?}", document.faults());
    let title = document.all("title").next().unwrap();
    assert_eq!(title.text, "Error: Page not found");
    let id = page.header("x-request-id").unwrap();
    assert!(page.text().contains(id));

    let details = service.get("/nowhere");
    assert_eq!(
        details.header("content-type"),
        Some("application/problem+json")
    );
    let any = service.call("GET", "/nowhere", "accept: */*\r\n");
    assert_eq!(any.header("content-type"), Some("application/problem+json"));

    let method = service.call("DELETE", "/", BROWSER);
    assert_eq!(method.status, 405);
    assert!(method.header("allow").is_some_and(|it| it.contains("GET")));
    assert!(method.text().contains("<h1>"));
}

#[test]
fn errors_repeat_nothing_that_was_sent_as_markup() {
    let service = shared();
    for path in ["/%3Cscript%3E", "/v1/rule-sets/%3Cscript%3Ealert(1)"] {
        let page = seen(&service, path);
        assert_eq!(page.status, 404);
        assert!(!page.text().contains("<script>"), "{path}");
    }
}

#[test]
fn proxy_lets_people_in_to_pages_alone() {
    let service = Service::start(&["--signed-in-as", "X-Forwarded-User", "--from", "127.0.0.1"]);
    let person = "x-forwarded-user: officer\r\n";
    assert_eq!(service.call("GET", "/saved", "").status, 401);
    assert_ne!(service.call("GET", "/saved", person).status, 401);
    assert_eq!(service.call("GET", "/v1/rule-sets", person).status, 401);
    assert_eq!(service.get("/privacy").status, 200);

    let other = Service::start(&["--signed-in-as", "X-Forwarded-User", "--from", "127.0.0.2"]);
    assert_eq!(other.call("GET", "/saved", person).status, 401);
}
