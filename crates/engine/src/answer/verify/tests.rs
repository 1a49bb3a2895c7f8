//! Each verdict, and that no altered answer is called identical.

use std::sync::LazyLock;

use proptest::{prelude::*, sample::Index};

use super::{Saved, Unprovable, Verdict};
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

    fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members
                .0
                .iter()
                .find(|(name, _)| name == key)
                .map(|it| &it.1),
            _ => None,
        }
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
        Ok(answer) => Some(answer.to_json()),
        Err(Refusal::Fault(faulted)) => Some(json::fault(&faulted.in_book(&BOOK).unwrap())),
        Err(_) => None,
    }
}

fn verdict(text: &str) -> Result<Verdict, Unprovable> {
    BOOK.verify(&Saved::read(text)?, None)
}

/// Whether an altered answer is one that almoner has given: before formats were
/// numbered, or by another of its engines.
fn is_genuine(altered: &Node, original: &Node) -> bool {
    let engine = |node: &Node| node.get("fingerprints")?.get("engine").cloned();
    match (engine(altered), engine(original)) {
        (Some(Node::Text(own)), Some(Node::Text(other))) if own != other => {
            own.starts_with("almoner ")
        }
        _ => altered.get("format").is_none(),
    }
}

/// Alters one node and says what verify must not: that nothing is different.
fn check(answer: &str, number: usize, how: Alteration, which: usize) {
    let original = Node::read(answer);
    let mut altered = original.clone();
    let node = altered.at(number).unwrap();
    if !node.alter(how, which) || is_genuine(&altered, &original) {
        return;
    }
    let text = altered.text();
    let verdict = verdict(&text);
    assert_ne!(
        verdict,
        Ok(Verdict::Identical),
        "{how:?} of node {number}, entry {which}: {text}"
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
        for number in 0..Node::read(&answer).count() {
            for how in ALTERATIONS {
                let entries = Node::read(&answer).at(number).unwrap().children().len();
                (0..entries.max(1)).for_each(|which| check(&answer, number, how, which));
            }
        }
    }
}

#[test]
fn differences_name_what_has_changed() {
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
    let Ok(Verdict::Differs(says)) = verdict(&altered) else {
        panic!("it differs");
    };
    assert!(
        says.iter()
            .any(|it| it.starts_with("the total was £1.00, and is now £")),
        "{says:?}"
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

#[test]
fn other_rules_or_prices_differ() {
    let text = ANSWERS
        .iter()
        .find(|it| it.contains(r#""rule_set":"music""#))
        .unwrap();
    let files: Vec<_> = almoner_built_in::files()
        .iter()
        .map(|(name, text)| {
            let text = match name.starts_with("rules/music/") {
                true => [b"// A comment.\n", *text].concat().leak(),
                false => *text,
            };
            (name.to_string(), text)
        })
        .collect();
    let book = Book::from_files(&files).unwrap();
    let verdict = book.verify(&Saved::read(text).unwrap(), None).unwrap();
    let Verdict::Differs(says) = verdict else {
        panic!("the file of the rules is another");
    };
    assert_eq!(says, ["the file of the rules has changed since"]);
}
