//! An answer of each built-in rule set as JSON, with its trace, as recorded:
//! `ALMONER_RERECORD=1 cargo test -p almoner-engine golden` writes them to
//! `tests/golden/`, to be reviewed as a change. The question is that of the
//! first case that is answered.

use std::{env, fs, path::Path};

use super::{OrderedObject, test_node::Node};
use crate::{
    answer::Question,
    book::{Book, open},
    check::model::{Case, RuleSet},
    load::BookFrom,
};

impl Node {
    /// Shortens fingerprints: each change of a comment in a file would have
    /// the answers recorded again.
    fn without_digests(self) -> Node {
        match self {
            Node::Text(text) if text.starts_with("sha256:") => Node::Text("sha256:…".to_owned()),
            Node::List(all) => Node::List(all.into_iter().map(Node::without_digests).collect()),
            Node::Object(OrderedObject(members)) => {
                let members = members.into_iter();
                let members = members.map(|(key, node)| (key, node.without_digests()));
                Node::Object(OrderedObject(members.collect()))
            }
            other => other,
        }
    }
}

fn answer(book: &Book, set: &RuleSet, case: &Case) -> Option<String> {
    let mut question = Question::new(set.id.to_string()).on(case.on);
    if let Some(known) = case.known {
        question = question.known(known);
    }
    for (name, given) in &case.facts {
        question = question.given(&**name, given.clone());
    }
    Some(book.answer(&question).ok()?.to_json())
}

#[test]
fn answers_match_the_recorded_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    let book = opened.into_book().unwrap();
    let mut recorded = 0;
    for set in &book.contents().rule_sets {
        let json = set.cases.iter().find_map(|case| answer(&book, set, case));
        let json = json.unwrap_or_else(|| panic!("no case of {} is answered", set.id));
        let node: Node = serde_json::from_str(&json).unwrap();
        let pretty = serde_json::to_string_pretty(&node.without_digests()).unwrap() + "\n";
        let file = folder.join(format!("{}.json", set.id));
        if env::var_os("ALMONER_RERECORD").is_some() {
            fs::write(&file, &pretty).unwrap();
        }
        let before = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            before == pretty,
            "the answer of {} is another: record it again with ALMONER_RERECORD=1 and review the change",
            set.id
        );
        recorded += 1;
    }
    let files = fs::read_dir(&folder).unwrap();
    let json = files.filter(|it| {
        it.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|it| it == "json")
    });
    assert_eq!(json.count(), recorded, "a recorded answer has no rule set");
}
