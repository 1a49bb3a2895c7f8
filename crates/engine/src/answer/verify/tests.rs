//! Each verdict, and that no altered answer is called identical.

use std::sync::LazyLock;

use proptest::{prelude::*, sample::Index};

use super::{Saved, TOO_LONG, Unprovable, Verdict};
use crate::answer::json::{FORMAT, test_node::Node};
use crate::{
    answer::{Detail, Question, Refusal, json},
    base::date,
    book::{Book, open},
    check::model::Case,
    load::BookFrom,
};

/// What is done to a node, or to the entries below it.
#[derive(Clone, Copy, Debug)]
enum Alteration {
    Change,
    DropEntry,
    RepeatEntry,
    SwapEntries,
    AddKey,
}

const ALTERATIONS: [Alteration; 5] = [
    Alteration::Change,
    Alteration::DropEntry,
    Alteration::RepeatEntry,
    Alteration::SwapEntries,
    Alteration::AddKey,
];

impl Node {
    fn read(text: &str) -> Node {
        serde_json::from_str(text).unwrap()
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap()
    }

    fn children(&mut self) -> Vec<&mut Node> {
        match self {
            Node::List(entries) => entries.iter_mut().collect(),
            Node::Object(members) => members.0.iter_mut().map(|(_, it)| it).collect(),
            _ => Vec::new(),
        }
    }

    fn count(&mut self) -> usize {
        1 + self.children().into_iter().map(Node::count).sum::<usize>()
    }

    /// The node of this number, counted from the root in the order written.
    fn at(&mut self, number: usize) -> Option<&mut Node> {
        let mut before = 1;
        if number == 0 {
            return Some(self);
        }
        for child in self.children() {
            let size = child.count();
            if number < before + size {
                return child.at(number - before);
            }
            before += size;
        }
        None
    }

    /// Alters a node; false where there is nothing to alter in this way.
    fn alter(&mut self, how: Alteration, which: usize) -> bool {
        match (how, self) {
            (Alteration::Change, Node::List(_) | Node::Object(_)) => return false,
            (Alteration::Change, node) => {
                *node = match node {
                    Node::Null => Node::Text("0.00".to_owned()),
                    Node::YesNo(yes) => Node::YesNo(!*yes),
                    Node::Number(number) => {
                        Node::Number((number.as_f64().unwrap() as i64 + 1).into())
                    }
                    Node::Text(text) => Node::Text(format!("{text}0")),
                    Node::List(_) | Node::Object(_) => return false,
                };
            }
            (Alteration::DropEntry, Node::List(all)) if !all.is_empty() => {
                all.remove(which % all.len());
            }
            (Alteration::DropEntry, Node::Object(all)) if !all.0.is_empty() => {
                all.0.remove(which % all.0.len());
            }
            (Alteration::RepeatEntry, Node::List(all)) if !all.is_empty() => {
                let at = which % all.len();
                all.insert(at, all[at].clone());
            }
            (Alteration::RepeatEntry, Node::Object(all)) if !all.0.is_empty() => {
                let at = which % all.0.len();
                all.0.insert(at, all.0[at].clone());
            }
            (Alteration::SwapEntries, Node::List(all)) if all.len() > 1 => {
                let (one, other) = (which % all.len(), (which + 1) % all.len());
                let is_same = all[one] == all[other];
                all.swap(one, other);
                return !is_same;
            }
            (Alteration::AddKey, Node::Object(all)) => all.0.push(("added".into(), Node::Null)),
            _ => return false,
        }
        true
    }
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.into_book().unwrap()
});

/// The answer to each case of the built-in rule sets, with and without trace.
static ANSWERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let sets = &BOOK.contents().rule_sets;
    let cases = sets
        .iter()
        .flat_map(|set| set.cases.iter().map(|case| (&*set.id, case)));
    let details = [Detail::Traced, Detail::Silent];
    cases
        .flat_map(|(set, case)| details.map(|detail| answered(set, case, detail)))
        .flatten()
        .collect()
});

fn answered(set: &str, case: &Case, detail: Detail) -> Option<String> {
    let mut question = Question::new(set).on(case.on).detail(detail);
    if let Some(known) = case.known {
        question = question.known(known);
    }
    for (name, given) in &case.facts {
        question = question.given(&**name, given.clone());
    }
    match BOOK.answer(&question) {
        Ok(answer) => {
            let json = answer.to_json();
            assert!(answer.min_json_bytes() <= json.len(), "{json}");
            Some(json)
        }
        Err(Refusal::Fault(faulted)) => Some(json::fault(&faulted.in_book(&BOOK).unwrap())),
        Err(_) => None,
    }
}

fn verdict(text: &str) -> Result<Verdict, Unprovable> {
    BOOK.verify(&Saved::read(text)?, None)
}

/// Alters one node and says what verify must not: that nothing is different, or
/// that only the book is.
fn check(answer: &str, number: usize, how: Alteration, which: usize) {
    let mut altered = Node::read(answer);
    let node = altered.at(number).unwrap();
    if !node.alter(how, which) {
        return;
    }
    let text = altered.text();
    let verdict = verdict(&text);
    let is_seen = match &verdict {
        Err(_) | Ok(Verdict::Altered(_) | Verdict::NeedsFacts(_)) => true,
        // Of another day or rule set than was asked about, or with facts that are
        // refused, there is no answer to compare.
        Ok(Verdict::Differs(says)) => !says.is_empty(),
        Ok(_) => false,
    };
    assert!(
        is_seen,
        "{how:?} of node {number}, entry {which}: {verdict:?} of {text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn altered_answer_is_never_identical(
        answer in any::<Index>(),
        node in any::<Index>(),
        how in prop::sample::select(&ALTERATIONS[..]),
        which in 0usize..40,
    ) {
        let answer = answer.get(&ANSWERS);
        let number = node.index(Node::read(answer).count());
        check(answer, number, how, which);
    }

    #[test]
    fn layout_and_key_order_are_no_difference(answer in any::<Index>()) {
        let answer = answer.get(&ANSWERS);
        let sorted: serde_json::Value = serde_json::from_str(answer).unwrap();
        let given = verdict(answer);
        prop_assert_eq!(verdict(&serde_json::to_string_pretty(&sorted).unwrap()), given);
    }
}

/// One quote, one screening: every node, in every way.
#[test]
fn change_of_any_node_is_a_difference() {
    let quote = Question::new("music")
        .on(date::parse("2018-05-01").unwrap())
        .json(r#"{"lessons": 10, "minutes": 20, "pupils": 2, "key_stage": 2}"#);
    let screening = Question::new("head-start").on(date::parse("2018-06-15").unwrap());
    for question in [quote, screening] {
        let answer = BOOK
            .answer(&question.detail(Detail::Silent))
            .unwrap()
            .to_json();
        assert_eq!(verdict(&answer), Ok(Verdict::Identical));
        check_every_node(&answer);
    }
}

fn check_every_node(answer: &str) {
    for number in 0..Node::read(answer).count() {
        for how in ALTERATIONS {
            let entries = Node::read(answer).at(number).unwrap().children().len();
            (0..entries.max(1)).for_each(|which| check(answer, number, how, which));
        }
    }
}

/// Every node of the answers to the built-in cases, in every way: one answer of as
/// many as `ALMONER_ONE_OF` says.
#[test]
#[ignore = "takes minutes: tests/long/verify"]
fn change_of_any_node_of_any_answer_is_a_difference() {
    let one_of = std::env::var("ALMONER_ONE_OF").map_or(200, |it| it.parse().unwrap());
    let answers: Vec<&String> = ANSWERS.iter().step_by(one_of).collect();
    let half = answers.len().div_ceil(2).max(1);
    std::thread::scope(|scope| {
        for answers in answers.chunks(half) {
            scope.spawn(|| answers.iter().for_each(|answer| check_every_node(answer)));
        }
    });
}

#[test]
fn altered_total_is_named_with_both_amounts() {
    let question = Question::new("music")
        .on(date::parse("2018-05-01").unwrap())
        .json(
            r#"{"lessons": 10, "minutes": 20, "pupils": 2, "key_stage": 2,
            "free_school_meals": true}"#,
        );
    let answer = BOOK.answer(&question).unwrap();
    let text = answer.to_json();
    let total = format!("\"total\":\"{:.2}\"", answer.total().unwrap().min());
    assert!(text.contains(&total), "{total}");
    let altered = text.replacen(&total, "\"total\":\"1.00\"", 1);
    let Ok(Verdict::Altered(says)) = verdict(&altered) else {
        panic!("it was altered");
    };
    assert_eq!(
        says[0],
        "the total is £1.00 in the saved answer, and £25.00 when asked again"
    );
}

#[test]
fn verify_asks_for_confidential_facts() {
    let withholds = |text: &&String| !text.contains(r#""withheld":[]"#);
    let text = ANSWERS.iter().find(withholds).unwrap();
    assert!(matches!(verdict(text), Ok(Verdict::NeedsFacts(names)) if !names.is_empty()));
}

#[test]
fn text_that_is_no_answer_is_refused() {
    for text in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"rule_set":"music","rule_set":"music"}"#,
    ] {
        assert!(
            matches!(verdict(text), Err(Unprovable::Answer(_))),
            "{text}"
        );
    }
    let text = &ANSWERS[0];
    let twice = text.replacen('{', r#"{"total":"1.00","total":"1.00","#, 1);
    let Err(Unprovable::Answer(says)) = verdict(&twice) else {
        panic!("it is refused");
    };
    assert_eq!(
        says,
        "the saved answer has been altered: it has `total` twice in one place"
    );
    let format = |number: u32| format!(r#""format":{number}"#);
    let newer = text.replacen(&format(FORMAT), &format(FORMAT + 1), 1);
    assert!(matches!(verdict(&newer), Err(Unprovable::Answer(_))));
}

/// The council's files, with changes to those whose names begin so.
fn changed(prefix: &str, change: impl Fn(&str) -> String) -> Book {
    let text = |name: &str, text: &'static [u8]| match name.starts_with(prefix) {
        true => {
            let text: &'static str = change(std::str::from_utf8(text).unwrap()).leak();
            text.as_bytes()
        }
        false => text,
    };
    let files = almoner_built_in::files().iter();
    let files: Vec<_> = files
        .map(|(name, of)| (name.to_string(), text(name, of)))
        .collect();
    Book::from_files(&files).unwrap()
}

/// Another price of an hour in a nursery, which no lesson uses.
fn dearer_non_core_hour(tariff: &str) -> String {
    let dearer = tariff.replacen("price:   7.50", "price:   7.51", 1);
    assert_ne!(dearer, tariff);
    dearer
}

/// What `verify` says of an answer after a change of the book.
fn differences(text: &str, prefix: &str, from: &str, to: &str) -> Vec<String> {
    let book = changed(prefix, |file| file.replace(from, to));
    let verdict = book.verify(&Saved::read(text).unwrap(), None).unwrap();
    match verdict {
        Verdict::Differs(says) => says,
        other => panic!("{from} has become {to}: {other:?}"),
    }
}

fn lesson() -> String {
    let question = Question::new("music")
        .on(date::parse("2018-05-01").unwrap())
        .json(
            r#"{"lessons": 10, "minutes": 20, "pupils": 2, "key_stage": 2,
            "free_school_meals": true}"#,
        );
    BOOK.answer(&question).unwrap().to_json()
}

#[test]
fn answer_that_is_too_long_today_is_only_compared_whole() {
    let saved = lesson();
    let verdict = |text: &str| {
        let saved = Saved::read(text).unwrap().compared_within(100);
        BOOK.verify(&saved, None).unwrap()
    };
    assert_eq!(verdict(&saved), Verdict::Identical);
    let altered = saved.replacen("\"format\":4", "\"format\": 4", 1);
    assert_ne!(altered, saved);
    assert_eq!(
        verdict(&altered),
        Verdict::Differs(vec![TOO_LONG.to_owned()])
    );
}

/// A comment, the price of another service, and the book of another rule set
/// change nothing that the answer uses.
#[test]
fn changes_that_the_answer_does_not_use_leave_it_the_same() {
    let text = lesson();
    let saved = || Saved::read(&text).unwrap();
    let comment = changed("rules/music/2", |text| format!("// A comment.\n{text}"));
    let nursery_price = changed("tariffs/2018-19", dearer_non_core_hour);
    let nursery_rules = changed("rules/nursery/2", |text| format!("{text}\n"));
    assert_eq!(comment.verify(&saved(), None), Ok(Verdict::Unchanged));
    assert_eq!(nursery_price.verify(&saved(), None), Ok(Verdict::Unchanged));
    assert_eq!(nursery_rules.verify(&saved(), None), Ok(Verdict::Identical));
}

/// Comments alone: no answer of the cases says that anything differs.
#[test]
fn comments_make_no_answer_differ() {
    let book = changed("", |text| format!("// A comment.\n{text}"));
    for text in ANSWERS.iter().step_by(7) {
        let saved = Saved::read(text).unwrap();
        let verdict = book.verify(&saved, None).unwrap();
        let is_same = matches!(verdict, Verdict::Unchanged | Verdict::NeedsFacts(_));
        assert!(is_same, "{verdict:?}: {text}");
    }
}

#[test]
fn changed_price_that_is_used_is_named_with_both_amounts() {
    let says = differences(
        &lesson(),
        "tariffs/2018-19",
        "Variable(30.00)",
        "Variable(31.00)",
    );
    let price = "the price of music.tuition was £30.00";
    assert!(says.iter().any(|it| it.starts_with(price)), "{says:?}");
}

#[test]
fn changed_reading_and_formula_are_named_with_both_texts() {
    let (from, to) = ("Key Stage 2 itself counts", "Key Stage 2 counts too");
    let says = differences(&lesson(), "rules/music/2", from, to);
    let reading =
        format!("reading was “either is enough; {from}”, and is now “either is enough; {to}”");
    assert!(says.iter().any(|it| it.contains(&reading)), "{says:?}");

    let (from, to) = ("key_stage >= 2", "key_stage > 1");
    let says = differences(&lesson(), "rules/music/2", from, to);
    let formula = "the formula of value remission was";
    let is_it = |it: &String| it.starts_with(formula) && it.contains(from) && it.contains(to);
    assert!(says.iter().any(is_it), "{says:?}");
}

#[test]
fn changed_rate_is_named_with_both_amounts() {
    let reads = |text: &&String| {
        text.contains(r#""parameter":"minimum_wage""#)
            && text.contains(r#""value":"11.44""#)
            && text.contains(r#""withheld":[]"#)
    };
    let text = ANSWERS.iter().find(reads).unwrap();
    let says = differences(text, "rules/minimum-wage", "£11.44", "£11.45");
    let rate = "the rate of minimum_wage from 2024-04-01";
    let is_it = |it: &String| it.starts_with(rate) && it.ends_with("was £11.44, and is now £11.45");
    assert!(says.iter().any(is_it), "{says:?}");
}

/// Steps that one of the answers has not are named in one line.
#[test]
fn steps_that_are_gone_are_one_line() {
    let text = lesson();
    let says = differences(
        &text,
        "rules/music/2",
        "is: \"(free_school_meals",
        "when: \"pupils > 90\", is: \"(free_school_meals",
    );
    let lines = says.iter().filter(|it| it.contains("calculated"));
    assert!(lines.count() <= 2, "{says:?}");
}

#[test]
fn price_adopted_since_is_said_to_be() {
    let text = lesson();
    let book = changed("tariffs/2018-19", |text| {
        text.replace("Proposed(on: \"2017-12-12\"", "Adopted(on: \"2018-02-28\"")
    });
    let verdict = book.verify(&Saved::read(&text).unwrap(), None).unwrap();
    let Verdict::Differs(says) = verdict else {
        panic!("the status has changed");
    };
    let adopted = "the price of music.tuition was proposed, and has been adopted since";
    assert!(says.iter().any(|it| it.starts_with(adopted)), "{says:?}");
}

/// What was done to an answer, and what `verify` says of it.
#[test]
fn forgeries_are_seen() {
    let text = lesson();
    let doubled = text.replacen('{', r#"{"outcome":"quoted","total":"1.00","#, 1);
    assert!(matches!(verdict(&doubled), Err(Unprovable::Answer(_))));
    let inside = text.replacen(
        r#""amount":"25.00""#,
        r#""amount":"1.00","amount":"25.00""#,
        1,
    );
    assert!(matches!(verdict(&inside), Err(Unprovable::Answer(_))));
    let engine = concat!(r#""engine":"almoner "#, env!("CARGO_PKG_VERSION"));
    for (what, from, to) in [
        (
            "an approval",
            r#""fingerprints":{"#,
            r#""fingerprints":{"approved_by":"Chief Executive","#,
        ),
        ("another engine", engine, r#""engine":"almoner 9.9.9"#),
        (
            "a step's amount",
            r#""result":"5.00""#,
            r#""result":"6.00""#,
        ),
        ("a formula", " / pupils", ""),
        ("a title", "Music tuition", "Music"),
        ("a fact", r#""minutes":20"#, r#""minutes":30"#),
        (
            "a status",
            r#""status":"indicative""#,
            r#""status":"adopted""#,
        ),
    ] {
        let altered = text.replacen(from, to, 1);
        assert_ne!(altered, text, "{what}");
        let verdict = verdict(&altered);
        assert!(
            matches!(verdict, Ok(Verdict::Altered(_))),
            "{what}: {verdict:?}"
        );
    }
}

/// Entries put in twice, taken out or in another order.
#[test]
fn altered_lists_are_seen() {
    let text = lesson();
    for key in ["lines", "trace", "prices"] {
        for how in [
            Alteration::DropEntry,
            Alteration::RepeatEntry,
            Alteration::SwapEntries,
        ] {
            let mut altered = Node::read(&text);
            let Node::Object(members) = &mut altered else {
                panic!("an answer is an object");
            };
            let (_, list) = members.0.iter_mut().find(|(name, _)| name == key).unwrap();
            if list.alter(how, 0) {
                let verdict = verdict(&altered.text());
                let is_seen = matches!(verdict, Ok(Verdict::Altered(_)));
                assert!(is_seen, "{key}, {how:?}: {verdict:?}");
            }
        }
    }
}

/// Whatever has been done with its layout and keys, an answer is as it was given:
/// also where a price has changed since.
#[test]
fn stored_answer_is_not_called_altered() {
    let book = changed("tariffs/2018-19", |text| {
        text.replace("Variable(30.00)", "Variable(31.00)")
    });
    let text = lesson();
    let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
    for stored in [
        serde_json::to_string_pretty(&Node::read(&text)).unwrap(),
        serde_json::to_string_pretty(&sorted).unwrap(),
        text.replace('£', r"\u00a3"),
    ] {
        let verdict = book.verify(&Saved::read(&stored).unwrap(), None).unwrap();
        let Verdict::Differs(says) = verdict else {
            panic!("a price has changed: {verdict:?}");
        };
        assert!(!says[0].contains("altered"), "{says:?}");
    }
    let altered = text.replacen(r#""total":"25.00""#, r#""total":"20.00""#, 1);
    let verdict = book.verify(&Saved::read(&altered).unwrap(), None);
    assert!(matches!(verdict, Ok(Verdict::Altered(_))), "{verdict:?}");
}

/// The own fingerprint of every answer is that of its text, however it is stored.
#[test]
fn own_fingerprint_of_every_case_matches() {
    let book = changed("", |text| format!("// A comment.\n{text}"));
    for text in ANSWERS.iter().step_by(5) {
        let sorted: serde_json::Value = serde_json::from_str(text).unwrap();
        let stored = serde_json::to_string_pretty(&sorted).unwrap();
        let verdict = book.verify(&Saved::read(&stored).unwrap(), None).unwrap();
        let is_same = matches!(verdict, Verdict::Unchanged | Verdict::NeedsFacts(_));
        assert!(is_same, "{verdict:?}: {text}");
    }
}

/// Without a trace too, what the answer does not use changes nothing.
#[test]
fn unused_changes_leave_an_untraced_answer_the_same() {
    let question = Question::new("music")
        .on(date::parse("2018-05-01").unwrap())
        .json(r#"{"lessons": 10, "minutes": 20, "pupils": 2, "key_stage": 2}"#);
    let text = BOOK
        .answer(&question.detail(Detail::Silent))
        .unwrap()
        .to_json();
    let of = |book: &Book| book.verify(&Saved::read(&text).unwrap(), None);
    let comment = changed("rules/music/2", |text| format!("/* A comment. */\n{text}"));
    let nursery_price = changed("tariffs/2018-19", dearer_non_core_hour);
    let dearer = changed("tariffs/2018-19", |text| {
        text.replace("Variable(30.00)", "Variable(31.00)")
    });
    assert_eq!(of(&comment), Ok(Verdict::Unchanged));
    assert_eq!(of(&nursery_price), Ok(Verdict::Unchanged));
    assert!(matches!(of(&dearer), Ok(Verdict::Differs(_))));
}

#[test]
fn added_fact_that_is_refused_differs_from_a_saved_one_that_is() {
    let question = Question::new("music")
        .on(date::parse("2018-05-01").unwrap())
        .json(r#"{"lessons": 10, "minutes": 20, "pupils": 2, "key_stage": 2}"#);
    let text = BOOK.answer(&question).unwrap().to_json();
    let with =
        |text: &str| BOOK.verify(&Saved::read(text).unwrap(), Some(r#"{"minutes": "long"}"#));
    let Err(Unprovable::Facts(problems)) = with(&text) else {
        panic!("the added fact is refused");
    };
    assert!(problems[0].at.contains("minutes"), "{problems:?}");
    // What the answer itself holds is refused without what is added.
    let unread = text.replacen("\"lessons\":10", "\"lessons\":\"many\"", 1);
    assert_ne!(unread, text);
    let Ok(Verdict::Differs(says)) = with(&unread) else {
        panic!("a fact of the answer is refused");
    };
    assert!(
        says[0].starts_with("a fact can no longer be given"),
        "{says:?}"
    );
}
