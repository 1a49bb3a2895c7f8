//! Letters to one person and to several: who decides and how to ask for a review, in
//! every format, with no reason that rests on a confidential fact.

use std::{
    fs,
    io::{Cursor, Read as _},
};

use crate::harness::{Finished, TempDir, almoner, utf8};

/// Two rules: a condition, and one that rests on a confidential fact and is a no.
const RULES: &str = r#"Eligibility(
    id: "pass", title: "Bus passes", in_force: "2026-04-01",
    decided: Adopted(on: "2026-02-01", by: "Cabinet"), source: "the paper",
    decides: "The travel team decides.",
    review: "You can ask us to look at it again.",
    contact: "Write to the travel team.",
    facts: [
        (id: "years", is: Whole, ask: "How old?", letter: "How old are you?", within: "0..120"),
        (id: "banned", is: YesNo, ask: "Is the person banned?", letter: "Have you been banned from buses?", confidential: true),
    ],
    criteria: [
        (id: "old_enough", says: "Is 65", cite: "1", holds: "years >= 65", letter: "You need to be 65."),
        (id: "not_banned", says: "Is not banned", cite: "2", holds: "not banned", letter: "You are banned."),
    ],
    letters: [
        (outcome: "eligible", opening: ["You can have a pass."]),
        (outcome: "not_eligible", opening: ["You cannot have a pass:"], closing: ["Ask again later."]),
        (outcome: "undetermined", opening: ["We need to know:"]),
        (outcome: "refer", opening: ["The travel team will write to you."]),
    ],
)"#;

fn book() -> TempDir {
    let book = TempDir::new();
    book.write("rules/pass/2026-04-01.ron", RULES);
    book
}

fn letter(book: &TempDir, args: &[&str]) -> Finished {
    almoner(["screen", "pass", "--on", "2026-05-01", "--letter"])
        .args(args)
        .book(book)
        .run()
}

#[test]
fn letter_ends_with_who_decides_and_how_to_ask_for_a_review() {
    let book = book();
    let text = letter(&book, &["--years", "64", "--banned", "no"])
        .success()
        .text();
    assert_eq!(
        text,
        "You cannot have a pass:\n\n  - You need to be 65 (1).\n\n\
         We know of no change that you could make now to get a yes.\n\nAsk again later.\n\n\
         The travel team decides.\n\nYou can ask us to look at it again.\n\n\
         Write to the travel team.\n"
    );
    let open = letter(&book, &["--years", "70"]).success().text();
    assert_eq!(
        open,
        "We need to know:\n\n  - Have you been banned from buses?\n\n\
         The travel team decides.\n\nWrite to the travel team.\n"
    );
}

#[test]
fn no_letter_gives_a_confidential_reason() {
    let book = book();
    let both = letter(&book, &["--years", "64", "--banned", "yes"])
        .success()
        .text();
    let alone = letter(&book, &["--years", "64", "--banned", "no"])
        .success()
        .text();
    assert_eq!(both, alone);
    let only = letter(&book, &["--years", "70", "--banned", "yes"])
        .success()
        .text();
    assert!(
        only.starts_with("The travel team will write to you."),
        "{only}"
    );
    assert!(
        !only.contains("banned") && !only.contains("look at it again"),
        "{only}"
    );
}

#[test]
fn several_people_get_a_letter_each_in_every_format() {
    let book = book();
    let people = book.write("people.csv", "ref,years,banned\nA,64,no\nB & C,70,no\n");
    let facts = ["--facts", utf8(&people)];
    let text = letter(&book, &facts).success().text();
    let pages: Vec<&str> = text
        .split("────")
        .filter(|it| it.contains("pass"))
        .collect();
    assert_eq!(pages.len(), 2, "{text}");
    assert!(
        text.starts_with("Your reference: A\n\nYou cannot have a pass:"),
        "{text}"
    );
    assert!(
        text.contains("Your reference: B & C\n\nYou can have a pass.\n"),
        "{text}"
    );

    let of = |name: &str| {
        let out = book.join(name);
        letter(&book, &[&facts[..], &["--out", utf8(&out)]].concat()).success();
        fs::read(out).expect("the letters are there")
    };
    let html = String::from_utf8(of("letters.html")).expect("it is text");
    assert_eq!(html.matches("<article>").count(), 2);
    assert!(html.contains("<h2>Your reference: B &amp; C</h2>\n<p>You can have a pass.</p>"));
    let mut package =
        zip::ZipArchive::new(Cursor::new(of("letters.docx"))).expect("it is a package");
    let mut document = String::new();
    let mut part = package.by_name("word/document.xml").expect("it has a text");
    part.read_to_string(&mut document).expect("it is text");
    assert_eq!(document.matches("<w:pageBreakBefore/>").count(), 1);
    for words in [
        "Your reference: A",
        "You need to be 65 (1).",
        "You can ask us to look at it again.",
    ] {
        assert!(document.contains(words), "{words}");
    }
    let says = letter(&book, &["--years", "64", "--out", "letter.pdf"])
        .exits(2)
        .stderr;
    assert!(says.contains(".docx"), "{says}");
}
