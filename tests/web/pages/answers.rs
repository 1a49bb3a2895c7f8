//! The forms and their answers: every case of every rule set, as a desk would type
//! it, has the answer of the engine on its page.

use almoner_engine::{
    Answer, Outcome, Question, Refusal,
    book::{Book, open},
    check::model::{Case, DaysText, FactText, Kind, RuleSet},
    load::BookFrom,
    present,
};
use serde_json::Value;

use super::{Document, Reply, Service, shared};

fn book() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.book.unwrap()
}

fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// A form as a browser sends it from our own page.
pub(super) fn post(
    service: &Service,
    path: &str,
    fields: &[(String, String)],
    headers: &str,
) -> Reply {
    let pairs = fields.iter();
    let pairs = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let body = pairs.collect::<Vec<_>>().join("&");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         sec-fetch-site: same-origin\r\naccept: text/html\r\n{headers}\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    super::send(service, (head + &body).as_bytes())
}

fn fields(of: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    of.iter().map(owned).collect()
}

fn path(set: &RuleSet) -> String {
    match set.kind() {
        Kind::Pricing => format!("/quote/{}", set.id),
        Kind::Eligibility => format!("/screen/{}", set.id),
    }
}

/// What is typed for a fact; none where a form has no place for it.
fn typed(name: &str, fact: &FactText, fields: &mut Vec<(String, String)>) -> Option<()> {
    match fact {
        FactText::One(text) => fields.push((name.to_owned(), text.to_string())),
        FactText::Dated(values) => {
            let values = values.iter().map(|it| {
                let end = |end: &Option<Box<str>>| end.as_deref().unwrap_or("").to_owned();
                format!(
                    "{}@{}..{}",
                    it.value,
                    end(&it.days.from),
                    end(&it.days.until)
                )
            });
            fields.push((name.to_owned(), values.collect::<Vec<_>>().join(";")));
        }
        FactText::List(records) => {
            fields.push((format!("{name}.count"), records.len().to_string()));
            for (number, record) in records.iter().enumerate() {
                if record.days != DaysText::default() {
                    return None;
                }
                for (field, fact) in &record.facts {
                    typed(&format!("{name}.{}.{field}", number + 1), fact, fields)?;
                }
            }
            // One record of which nothing is known is the empty form.
            if let [only] = records.as_slice() {
                (!only.facts.is_empty()).then_some(())?;
            }
        }
    }
    Some(())
}

fn typed_case(case: &Case) -> Option<Vec<(String, String)>> {
    let mut fields = vec![("on".to_owned(), case.on.to_string())];
    fields.extend(case.known.map(|it| ("known".to_owned(), it.to_string())));
    for (name, fact) in &case.facts {
        typed(name, fact, &mut fields)?;
    }
    Some(fields)
}

/// An amount of the JSON as it is written for people.
fn pounds(amount: &Value) -> Option<String> {
    let one = |text: &str| {
        let (whole, pence) = text.split_once('.').unwrap_or((text, "00"));
        let mut with_commas = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                with_commas.push(',');
            }
            with_commas.push(digit);
        }
        format!("£{with_commas}.{pence}")
    };
    match amount {
        Value::String(text) => Some(one(text)),
        Value::Object(range) => {
            let end = |name: &str| range.get(name).and_then(Value::as_str).map(one);
            Some(format!("{}–{}", end("min")?, end("max")?))
        }
        _ => None,
    }
}

/// Every amount that a quote must show: its total, and each line that is charged.
fn amounts(json: &Value) -> Vec<String> {
    let mut found: Vec<String> = pounds(&json["total"]).into_iter().collect();
    for line in json["lines"].as_array().into_iter().flatten() {
        found.extend(pounds(&line["gross"]));
        for reduction in line["reductions"].as_array().into_iter().flatten() {
            found.extend(pounds(&reduction["amount"]));
        }
    }
    found
}

/// What the engine answers to a case.
fn ask<'b>(book: &'b Book, set: &RuleSet, case: &Case) -> Result<Answer<'b>, Refusal> {
    let mut question = Question::new(set.id.to_string()).on(case.on);
    for (name, fact) in &case.facts {
        let mut given = almoner_engine::GivenFacts::default();
        given.text(name.to_string(), fact.clone());
        question = question.facts(given);
    }
    if let Some(known) = case.known {
        question = question.known(known);
    }
    book.answer(&question)
}

/// What is wrong with what a page shows of an answer.
fn wrong(set: &RuleSet, answer: &Answer<'_>, shown: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(&answer.to_json()).unwrap();
    let missing = amounts(&json).into_iter().filter(|it| !shown.contains(it));
    let mut wrong: Vec<String> = missing
        .map(|it| format!("{it} is not on the page"))
        .collect();
    let word = match answer.outcome() {
        Outcome::Eligible => "Eligible",
        Outcome::NotEligible => "Not eligible",
        Outcome::Undetermined if set.kind() == Kind::Eligibility => "Not decided yet",
        Outcome::Refer if set.kind() == Kind::Eligibility => "person",
        _ => "",
    };
    if !shown.contains(word) {
        wrong.push(format!("no {word}"));
    }
    let own = json["fingerprints"]["answer"].as_str().unwrap();
    let reference: String = own.trim_start_matches("sha256:").chars().take(10).collect();
    if !shown.contains(&reference) {
        wrong.push(format!("no reference {reference}"));
    }
    wrong
}

/// Addresses with facts in them.
fn with_facts(page: &Document) -> impl Iterator<Item = String> {
    let addresses = page.all("a").filter_map(|it| it.get("href"));
    let addresses = addresses.chain(page.all("form").filter_map(|it| it.get("action")));
    addresses
        .filter(|it| it.contains(['?', '=']))
        .map(|it| format!("an address with facts: {it}"))
}

/// One case of each rule set and outcome, and one in this many, is looked at as a
/// whole page with its explanation; of every case the answer is.
const WHOLE_PAGES: usize = 30;

/// A case as a form has it, and whether the whole page is looked at.
struct Typed<'b> {
    set: &'b RuleSet,
    case: &'b Case,
    fields: Vec<(String, String)>,
    is_whole: bool,
}

/// What is wrong with the page of a case.
fn faults(book: &Book, service: &Service, typed: &Typed<'_>) -> Vec<String> {
    let headers = match typed.is_whole {
        true => "",
        false => "x-part: answer\r\n",
    };
    let reply = post(service, &path(typed.set), &typed.fields, headers);
    let page = Document::parse(reply.text());
    let shown = page.by_id("answer").map(|it| it.text.clone());
    let shown = shown.unwrap_or_default();
    let mut faults: Vec<String> = with_facts(&page).collect();
    faults.extend(match typed.is_whole {
        true => page.faults(),
        false => page.faults_of_part(),
    });
    match ask(book, typed.set, typed.case) {
        Ok(answer) => {
            if reply.status != 200 {
                faults.push(format!("status {}", reply.status));
            }
            faults.extend(wrong(typed.set, &answer, &shown));
        }
        Err(_) if shown.contains('£') => faults.push("an amount without an answer".to_owned()),
        Err(_) => {}
    }
    let named = |it| format!("{}: {}: {it}", typed.set.id, typed.case.says);
    faults.into_iter().map(named).collect()
}

#[test]
fn every_case_has_its_answer_on_the_page() {
    // A service of its own: what it asks keeps a service busy.
    let (book, service) = (book(), Service::start(&[]));
    let mut kinds: Vec<(&str, &str)> = Vec::new();
    let (mut all, mut left) = (Vec::new(), 0);
    for set in &book.contents().rule_sets {
        for case in &set.cases {
            let Some(fields) = typed_case(case) else {
                left += 1;
                continue;
            };
            let outcome = ask(&book, set, case).map(|it| it.outcome().name());
            let kind = (&*set.id, outcome.unwrap_or("refused"));
            let is_whole = all.len() % WHOLE_PAGES == 0 || !kinds.contains(&kind);
            kinds.push(kind);
            all.push(Typed {
                set,
                case,
                fields,
                is_whole,
            });
        }
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (book, service) = (&book, &service);
    let found: Vec<String> = std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(threads));
        let running = parts.map(|part| {
            let each = move || part.iter().flat_map(|it| faults(book, service, it));
            scope.spawn(move || each().collect::<Vec<String>>())
        });
        let running: Vec<_> = running.collect();
        let done = running.into_iter().map(|it| it.join().unwrap());
        done.flatten().collect()
    });
    assert!(
        found.is_empty(),
        "{} of {}: {:#?}",
        found.len(),
        all.len(),
        &found[..found.len().min(20)]
    );
    let pages = all.iter().filter(|it| it.is_whole).count();
    assert!(
        all.len() > 500 && left * 20 < all.len() && pages > 30,
        "{} done, {pages} whole pages, {left} left out",
        all.len()
    );
}

#[test]
fn empty_forms_are_whole() {
    let (book, service) = (book(), shared());
    for set in &book.contents().rule_sets {
        let page = service.call("GET", &path(set), "accept: text/html\r\n");
        assert_eq!(page.status, 200, "{}", set.id);
        let document = Document::parse(page.text());
        assert_eq!(document.faults(), Vec::<String>::new(), "{}", set.id);
        assert!(
            page.body.len() < 40 * 1024,
            "{}: {}",
            set.id,
            page.body.len()
        );
    }
    assert_eq!(service.get("/quote/head-start").status, 404);
    assert_eq!(service.get("/screen/music").status, 404);
    assert_eq!(service.get("/quote/musik").status, 404);
}

#[test]
fn facts_of_a_link_are_not_used_and_named() {
    let service = shared();
    let page = service.get("/quote/nursery?on=1/5/2018&children.1.date_of_birth=2016-05-01");
    let document = Document::parse(page.text());
    assert!(document.faults().is_empty());
    assert!(page.text().contains("This link carried"), "{}", page.text());
    assert!(!page.text().contains("2016-05-01"));
    assert_eq!(
        document.by_id("f-on").and_then(|it| it.get("value")),
        Some("1/5/2018")
    );
}

#[test]
fn wrong_facts_are_named_at_their_fields_and_kept() {
    let service = shared();
    let typed = fields(&[
        ("on", "31/6/2018"),
        ("children.count", "2"),
        ("children.1.date_of_birth", "yesterday"),
        ("children.2.date_of_birth", "1/5/2016"),
    ]);
    let reply = post(&service, "/quote/nursery", &typed, "");
    assert_eq!(reply.status, 422);
    let page = Document::parse(reply.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let title = &page.all("title").next().unwrap().text;
    assert!(title.starts_with("Error: "), "{title}");
    let error = page.by_id("error-children.1.date_of_birth").unwrap();
    assert!(error.text.contains("must be a date"), "{}", error.text);
    assert!(!error.text.contains('_'), "{}", error.text);
    let kept = page.by_id("f-children.1.date_of_birth").unwrap();
    assert_eq!(kept.get("value"), Some("yesterday"));
    let read = page.by_id("read-children.2.date_of_birth").unwrap();
    assert_eq!(read.text, "1 May 2016");
    assert!(page.by_id("error-on").is_some());
}

#[test]
fn records_are_added_and_removed() {
    let service = shared();
    let mut typed = fields(&[
        ("on", "1/5/2018"),
        ("children.count", "1"),
        ("children.1.date_of_birth", "1/5/2016"),
        ("_add", "children"),
    ]);
    let added = post(&service, "/quote/nursery", &typed, "");
    let page = Document::parse(added.text());
    let first = page.by_id("f-children.1.date_of_birth").unwrap();
    assert_eq!(first.get("value"), Some("1/5/2016"));
    assert!(page.by_id("f-children.2").is_some() && page.by_id("f-children.3").is_none());
    let focus: Vec<&str> = ["input", "select"]
        .iter()
        .flat_map(|name| page.all(name))
        .filter(|it| it.get("autofocus").is_some())
        .filter_map(|it| it.get("name"))
        .collect();
    assert_eq!(focus, ["children.2.date_of_birth"]);

    typed.pop();
    typed.extend(fields(&[
        ("children.2.date_of_birth", "2/5/2016"),
        ("_remove", "children.1"),
    ]));
    typed.retain(|(name, _)| name != "children.count");
    typed.push(("children.count".to_owned(), "2".to_owned()));
    let removed = post(&service, "/quote/nursery", &typed, "");
    let page = Document::parse(removed.text());
    let left = page.by_id("f-children.1.date_of_birth").unwrap();
    assert_eq!(left.get("value"), Some("2/5/2016"));
    assert!(page.by_id("f-children.2").is_none());
}

#[test]
fn answer_that_was_kept_is_compared() {
    let service = shared();
    let settled = |lessons: &'static str| {
        let on = [("on", "1/5/2018"), ("minutes", "20"), ("pupils", "2")];
        let more = [("free_school_meals", "no"), ("pupil_premium", "no")];
        fields(&[&on[..], &more[..], &[("lessons", lessons)]].concat())
    };
    let mut kept = settled("10");
    kept.push(("_keep".to_owned(), "yes".to_owned()));
    let page = post(&service, "/quote/music", &kept, "");
    assert_eq!(page.status, 200, "{}", page.text());
    let document = Document::parse(page.text());
    let hidden = document
        .all("input")
        .find(|it| it.get("name") == Some("a.lessons"));
    assert_eq!(hidden.and_then(|it| it.get("value")), Some("10"));
    let mut now = settled("12");
    let named = settled("10").into_iter();
    now.extend(named.map(|(name, value)| (format!("a.{name}"), value)));
    let page = post(&service, "/quote/music", &now, "");
    let text = Document::parse(page.text())
        .by_id("answer")
        .unwrap()
        .text
        .clone();
    assert!(text.contains("Compared with what you kept"), "{text}");
    assert!(text.contains("£50.00") && text.contains("£60.00"), "{text}");
    assert_eq!(Document::parse(page.text()).faults(), Vec::<String>::new());
}

/// What would change an answer is on its page as the engine says it.
#[test]
fn explanations_are_on_the_page() {
    let (book, service) = (book(), shared());
    let music = [
        ("on", "2018-05-01"),
        ("minutes", "20"),
        ("pupils", "2"),
        ("lessons", "10"),
        ("free_school_meals", "no"),
        ("pupil_premium", "no"),
    ];
    let too_old = [("on", "2018-06-15"), ("date_of_birth", "1991-03-01")];
    let asked = [
        ("music", "/quote/music", &music[..], "What would cost less"),
        (
            "head-start",
            "/screen/head-start",
            &too_old[..],
            "What would make it a yes",
        ),
    ];
    for (set, path, typed, heading) in asked {
        let mut question = Question::new(set);
        for (name, value) in typed {
            question = match *name {
                "on" => question.on(value.parse().unwrap()),
                name => {
                    let mut given = almoner_engine::GivenFacts::default();
                    given.text(name.to_owned(), FactText::One((*value).into()));
                    question.facts(given)
                }
            };
        }
        let answer = book.answer(&question).unwrap();
        let explained = present::explanation(&answer, &book.explain(&question, &answer));
        let part = post(&service, path, &fields(typed), "x-part: explained\r\n");
        let whole = post(&service, &format!("{path}/explained"), &fields(typed), "");
        assert_eq!(Document::parse(whole.text()).faults(), Vec::<String>::new());
        for reply in [part, whole] {
            let page = Document::parse(reply.text());
            let shown = &page.by_id("explained").unwrap().text;
            assert!(shown.contains(heading), "{shown}");
            for section in &explained.sections {
                let words = section
                    .lead
                    .iter()
                    .chain(&section.entries)
                    .chain(&section.notes);
                for words in words {
                    assert!(shown.contains(words), "{words} is not in {shown}");
                }
            }
        }
    }
}

#[test]
fn paths_are_of_their_own_kind_of_rule_set() {
    let service = shared();
    let typed = fields(&[("on", "1/5/2018"), ("lessons", "10")]);
    for path in [
        "/screen/music/saved",
        "/screen/music/letter",
        "/screen/music/working",
        "/quote/head-start/saved",
        "/quote/head-start/working",
        "/quote/music/letter",
    ] {
        assert_eq!(post(&service, path, &typed, "").status, 404, "{path}");
    }
    assert_eq!(service.get("/screen/council-tax/applicants").status, 404);
    let working = post(&service, "/quote/music/working", &typed, "");
    let page = Document::parse(working.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    assert!(working.text().contains("How this was calculated"));
    assert!(working.text().contains("<code>"), "{}", working.text());
}

#[test]
fn part_is_the_answer_alone() {
    let service = shared();
    let typed = fields(&[("on", "1/5/2018"), ("lessons", "10")]);
    let part = post(&service, "/quote/music", &typed, "x-part: answer\r\n");
    assert_eq!(part.status, 200);
    assert!(
        part.text().starts_with("<div id=\"answer\""),
        "{}",
        part.text()
    );
    assert!(!part.text().contains("<form"));
}

#[test]
fn forms_of_other_sites_are_refused() {
    let service = shared();
    let body = "on=1/5/2018";
    let head = format!(
        "POST /quote/music HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         sec-fetch-site: cross-site\r\naccept: text/html\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = service.send(head.as_bytes());
    assert_eq!(reply.status, 403);
    assert!(
        reply.text().contains("<h1>You cannot do this here</h1>"),
        "{}",
        reply.text()
    );
}

/// A text without references and fingerprints, which differ with the facts.
pub(super) fn without_fingerprints(text: &str) -> String {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    let is_hash = |it: &&str| it.len() >= 10 && it.bytes().all(|it| it.is_ascii_hexdigit());
    let hashes: Vec<&str> = words.filter(is_hash).collect();
    let text = text.to_owned();
    hashes
        .iter()
        .fold(text, |text, hash| text.replace(hash, "#"))
}

#[test]
fn confidential_fact_is_never_written_back() {
    let service = shared();
    let typed = |kind: &str| {
        fields(&[
            ("on", "15/6/2018"),
            ("date_of_birth", "1/3/1999"),
            ("unspent_convictions", kind),
            ("_keep", "yes"),
        ])
    };
    for (path, headers) in [
        ("/screen/head-start", ""),
        ("/screen/head-start", "x-part: answer\r\n"),
        ("/screen/head-start/letter", ""),
        ("/screen/head-start/saved", ""),
    ] {
        let reply = post(&service, path, &typed("arson"), headers);
        let other = post(&service, path, &typed("fraud"), headers);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert!(!reply.head.contains("arson"));
        let (own, other) = (
            without_fingerprints(reply.text()),
            without_fingerprints(other.text()),
        );
        assert_eq!(own, other, "{path}");
    }
    let letter = post(&service, "/screen/head-start/letter", &typed("arson"), "");
    let letter = Document::parse(letter.text());
    let text = &letter.all("textarea").next().unwrap().text;
    let is_whole = |it: &str| it.is_empty() || it.ends_with(['.', ':', '?', ')']);
    let broken = text.lines().find(|it| !is_whole(it.trim_end()));
    assert_eq!(
        broken, None,
        "a paragraph of the letter is on several lines"
    );
    let page = post(&service, "/screen/head-start", &typed("arson"), "");
    let page = Document::parse(page.text());
    assert_eq!(page.faults(), Vec::<String>::new());
    let is_ticked = |it: &super::document::Element| {
        it.get("name") == Some("unspent_convictions") && it.get("checked").is_some()
    };
    assert!(!page.all("input").any(is_ticked));
    let is_kept = |it: &super::document::Element| it.get("name") == Some("a.unspent_convictions");
    assert!(!page.all("input").any(is_kept));
}

#[test]
fn quote_to_hand_over_is_a_document_or_a_web_page() {
    let service = shared();
    let mut typed = vec![
        ("on", "1/5/2018"),
        ("minutes", "20"),
        ("pupils", "2"),
        ("lessons", "10"),
        ("free_school_meals", "yes"),
        ("key_stage", "2"),
    ];
    let document = post(&service, "/quote/music/document", &fields(&typed), "");
    assert_eq!(document.status, 200);
    let named = document.header("content-disposition").unwrap();
    assert!(
        named.contains("music-") && named.ends_with(".docx\""),
        "{named}"
    );
    assert!(document.body.starts_with(b"PK"));
    typed.push(("_format", "html"));
    let page = post(&service, "/quote/music/document", &fields(&typed), "");
    let named = page.header("content-disposition").unwrap();
    assert!(named.ends_with(".html\""), "{named}");
    assert!(page.text().contains("£25.00"), "{}", page.text());
    // It is opened where there is no service.
    assert!(!page.text().contains("src=") && !page.text().contains("<link"));
}
