//! The papers of two years: what they show, what can be chosen, their files.

use crate::harness::almoner;

use super::{Document, Reply, assert_same_figures, assert_whole, page, post, shared};

/// Papers as pages.
const PAPERS: [&str; 9] = [
    "/compare/2017-18/2018-19",
    "/compare/2018-19/2017-18",
    "/compare/2017-18/2018-19?service=nursery&only=rises",
    "/compare/2017-18/2018-19?over_policy=yes",
    "/compare/2017-18/2018-19?largest=5",
    "/compare/2017-18/2018-19?above=1000",
    "/appendix/2018-19",
    "/appendix/2018-19?cited=yes",
    "/forecast/2017-18/2018-19",
];

/// The same with a suffix.
fn file(path: &str, suffix: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{query}")
    };
    format!("{path}.{suffix}{query}")
}

#[test]
fn figures_on_pages_are_those_of_their_files() {
    let service = shared();
    let mut compared = 0;
    for path in PAPERS {
        let page = page(&service, path);
        let paper = service.get(&file(path, "json")).json();
        // The sources of an appendix are tables of their own on paper alone.
        if path.contains("cited") {
            continue;
        }
        compared += assert_same_figures(&page, &[&paper]);
    }
    let policy = "/policy/2017-18/2018-19";
    let summary = service
        .get("/policy/2017-18/2018-19.json?summary=yes")
        .json();
    let findings = service.get("/policy/2017-18/2018-19.json").json();
    compared += assert_same_figures(&page(&service, policy), &[&summary, &findings]);
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn files_are_those_of_the_command_line() {
    let service = shared();
    let papers: [(&str, &[&str], &[&str]); 6] = [
        (
            "/compare/2017-18/2018-19?service=nursery&only=rises",
            &[
                "compare",
                "2017/18",
                "2018/19",
                "--service",
                "nursery",
                "--only",
                "rises",
            ],
            &["csv", "html", "md", "txt", "json"],
        ),
        (
            "/compare/2017-18/2018-19?largest=5",
            &["compare", "2017/18", "2018/19", "--largest", "5"],
            &["xlsx", "json"],
        ),
        (
            "/appendix/2018-19",
            &["appendix", "2018/19"],
            &["csv", "json"],
        ),
        (
            "/appendix/2018-19?cited=yes",
            &["appendix", "2018/19", "--cited"],
            &["csv", "html"],
        ),
        (
            "/policy/2017-18/2018-19?summary=yes",
            &["policy", "2017/18", "2018/19", "--summary"],
            &["docx", "csv"],
        ),
        (
            "/forecast/2017-18/2018-19",
            &["forecast", "2017/18", "2018/19"],
            &["xlsx", "csv"],
        ),
    ];
    for (path, args, suffixes) in papers {
        for suffix in suffixes {
            let reply = service.get(&file(path, suffix));
            assert_eq!(reply.status, 200, "{path} {suffix}");
            let format = if *suffix == "txt" { "text" } else { suffix };
            let mut printed = almoner(args).args(["--format", format]);
            if *suffix == "csv" {
                printed = printed.args(["--bom"]);
            }
            assert!(
                reply.body == printed.run().success().stdout,
                "{path} as {suffix}"
            );
            let saved = reply.header("content-disposition").unwrap();
            assert!(saved.starts_with("attachment; filename=\""), "{saved}");
            assert!(saved.ends_with(&format!(".{format}\"")), "{saved}");
        }
    }
}

#[test]
fn what_can_be_chosen_leads_to_a_page() {
    let service = shared();
    let first = page(&service, "/compare/2017-18/2018-19");
    let links: Vec<&str> = first.all("a").filter_map(|it| it.get("href")).collect();
    let own = links
        .iter()
        .filter(|it| it.starts_with("/compare/") && it.contains('?'));
    let own: Vec<_> = own.collect();
    assert!(own.len() > 15, "{own:?}");
    for link in own
        .into_iter()
        .filter(|it| !it.contains(".xlsx") && !it.contains(".docx"))
    {
        page(&service, link);
    }
    for paper in ["/appendix/", "/policy/", "/forecast/", "/uprate/"] {
        let link = links.iter().find(|it| it.starts_with(paper)).unwrap();
        assert_eq!(service.get(link).status, 200, "{link}");
    }
    let narrow = page(
        &service,
        "/compare/2017-18/2018-19?service=music&only=unchanged",
    );
    let chosen = narrow
        .all("a")
        .filter(|it| it.get("aria-current") == Some("true"));
    let chosen: Vec<&str> = chosen.map(|it| it.text.as_str()).collect();
    assert!(chosen.contains(&"Unchanged"), "{chosen:?}");
    let kept = narrow.all("a").filter_map(|it| it.get("href"));
    let kept = kept.filter(|it| it.contains("service=music") && it.contains("only=falls"));
    assert_eq!(kept.count(), 1);
}

/// Item 12: the premium hourly rate rises from £6.50 to £7.50, by 15.38%; nothing
/// rises or falls by more.
#[test]
fn largest_change_is_found() {
    let service = shared();
    let page = page(&service, "/compare/2017-18/2018-19?largest=1");
    let table = page.all("table").next().unwrap();
    let rows = page.rows(table);
    let charges: Vec<_> = rows.iter().skip(1).filter(|it| it.len() > 1).collect();
    assert_eq!(charges.len(), 1, "{charges:?}");
    assert_eq!(charges[0][1..5], ["£6.50", "£7.50", "+£1.00", "+15.38%"]);
    assert_eq!(charges[0][5], "rises ▲ above policy");
    let bar = page.all("svg").next().unwrap();
    assert!(
        bar.text.starts_with("+15.38%; policy allows 3.00%"),
        "{}",
        bar.text
    );
}

#[test]
fn what_an_address_gets_wrong_is_said_in_words() {
    let service = shared();
    let reply = service.get("/compare/2017-18/2018-19?above=lots&service=nursery");
    assert_eq!(reply.status, 200);
    let page = assert_whole(&reply);
    let field = page.by_id("f-above").unwrap();
    assert_eq!(field.get("aria-invalid"), Some("true"));
    assert!(
        page.by_id("error-above")
            .unwrap()
            .text
            .contains("Enter a percentage")
    );
    for (path, status) in [
        ("/compare/2017-18/1918-19", 404),
        ("/compare/2017-18/2018-19.pdf", 404),
        ("/compare/2017-18/2018-19?colour=red", 400),
        ("/compare/2017-18/2018-19?largest=0", 400),
        ("/appendix/2018-19?previous=1918-19", 404),
        ("/policy/2017-18/2018-19?rule=none", 400),
        ("/policy/2017-18/2018-19?policy=1918-19", 400),
        ("/policy/2018-19/2017-18.csv", 400),
        ("/forecast/2018-19/2017-18.csv", 400),
        ("/forecast/2017-18/2018-19?from=nowhere", 400),
    ] {
        let reply = service.call("GET", path, "accept: text/html\r\n");
        assert_eq!(reply.status, status, "{path}");
        assert_whole(&reply);
    }
}

#[test]
fn year_without_policy_or_budget_says_what_to_choose() {
    let service = shared();
    for path in ["/policy/2018-19/2017-18", "/forecast/2018-19/2017-18"] {
        let page = page(&service, path);
        let notice = page.all("p").find(|it| it.get("class") == Some("notice"));
        assert!(
            notice.is_some_and(|it| it.text.starts_with("There is no ")),
            "{path}"
        );
        let links = page.all("a").filter_map(|it| it.get("href"));
        let chosen = links.filter(|it| it.contains("policy=2018-19"));
        for link in chosen {
            assert_eq!(service.get(link).status, 200, "{link}");
        }
    }
}

#[test]
fn papers_without_a_year_lead_to_the_newest() {
    let service = shared();
    for (path, to) in [
        ("/compare", "/compare/2017-18/2018-19"),
        ("/appendix", "/appendix/2018-19"),
        ("/policy", "/policy/2017-18/2018-19"),
        ("/forecast", "/forecast/2017-18/2018-19"),
        ("/uprate", "/uprate/2018-19"),
    ] {
        let reply = service.get(path);
        assert_eq!(reply.status, 303, "{path}");
        assert_eq!(reply.header("location"), Some(to));
    }
}

/// The file that the page gives, with one price as it was before and one row taken out,
/// shows these two changes; as it is, none.
#[test]
fn appendix_shows_what_changed_since_a_saved_file() {
    let service = shared();
    let saved = service.get("/appendix/2018-19.csv");
    let saved = saved.text();
    let send = |file: &str| post(&service, "/appendix/2018-19", &[], file);
    let rows_of = |reply: &Reply| -> Vec<Vec<String>> {
        assert_eq!(reply.status, 200, "{}", reply.text());
        let page = Document::parse(reply.text());
        assert_eq!(page.faults(), Vec::<String>::new());
        let rows = page.rows(page.all("table").next().unwrap());
        let charges = rows.into_iter().skip(1).filter(|it| it.len() > 1);
        let owned = |it: Vec<&str>| it.into_iter().map(str::to_owned).collect();
        charges.map(owned).collect()
    };
    assert_eq!(rows_of(&send(saved)), Vec::<Vec<String>>::new());

    let is_kept = |it: &&str| !it.contains("Leonberger");
    let lines: Vec<&str> = saved.lines().filter(is_kept).collect();
    assert_eq!(lines.len() + 1, saved.lines().count());
    let changed = lines.join("\n").replace("£ 9,460.00", "£ 9,450.00");
    let rows = rows_of(&send(&changed));
    let found = |name: &str| rows.iter().find(|it| it[0].contains(name)).unwrap();
    assert_eq!(rows.len(), 2, "{rows:?}");
    let angling = found("Thurrock Angling Club");
    assert_eq!(angling[1..4], ["£9,450.00", "£9,460.00", "+£10.00"]);
    assert!(found("Leonberger").contains(&"new".to_owned()), "{rows:?}");

    let damaged = send(&saved.replace("£ 9,460.00", "5%"));
    assert_eq!(damaged.status, 422);
    let says = damaged.text();
    assert!(says.contains("5% is a percentage, not a price"), "{says}");
    assert_eq!(send("").status, 422);
}
