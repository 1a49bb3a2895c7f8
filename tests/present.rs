//! The words for the reader and the JSON are of the same answer: every amount
//! that a quote shows in words is in its JSON. The words are for people: no name
//! of a fact or of an option is in them, and letters speak to the reader.

use crate::harness::given_facts;
use almoner_engine::{
    answer::{Answer, Question},
    base::money::plain_pounds,
    book::{Book, open},
    load::BookFrom,
    present::{self, Amount, AnswerView, Group, QuoteView},
};

fn council() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files()));
    let opened = opened.expect("the built-in book is there");
    opened.book.expect("the built-in book has no errors")
}

/// Every amount in a column of a quote, and what it is for.
fn amounts(quote: &QuoteView) -> Vec<(&str, &Amount)> {
    fn of_group(group: &Group) -> impl Iterator<Item = (&str, &Amount)> {
        let lines = group.lines.iter().flat_map(|line| {
            let reductions = line.reductions.iter().map(|it| (&*it.label, &it.amount));
            std::iter::once((&*line.label, &line.amount)).chain(reductions)
        });
        let subtotal = group.subtotal.iter().map(|it| (&*it.label, &it.amount));
        lines.chain(subtotal)
    }
    let mut found = vec![(&*quote.total.label, &quote.total.amount)];
    found.extend(quote.vat.iter().map(|it| (&*it.label, &it.amount)));
    for part in &quote.parts {
        found.extend(part.groups.iter().flat_map(of_group));
        found.extend(part.subtotal.iter().map(|it| (&*it.label, &it.amount)));
    }
    for row in quote.other_totals.iter().flat_map(|table| &table.rows) {
        found.extend(row.amounts.iter().map(|it| (&*row.label, it)));
    }
    found
}

/// The amounts within words, as they are read: `£1,234.50`.
fn within(words: &str) -> Vec<&str> {
    let amounts = words.match_indices('£').map(|(at, _)| {
        let rest = words.get(at..).unwrap_or("");
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, letter)| !letter.is_ascii_digit() && *letter != ',' && *letter != '.');
        let end = end.map_or(rest.len(), |(end, _)| end);
        rest.get(..end).unwrap_or("").trim_end_matches(['.', ','])
    });
    amounts.collect()
}

/// Whether an amount is in a JSON text, as a number or within words.
fn is_in(json: &str, amount: &str) -> bool {
    let plain = amount.replace(['£', ','], "");
    json.contains(&format!("\"{plain}\"")) || json.contains(amount)
}

/// Shows every case that is answered to `see`.
fn each_answer(mut see: impl FnMut(&str, &Question<'_>, &Answer<'_>)) {
    let book = council();
    for set in book.rule_sets() {
        for case in &set.cases {
            let facts = given_facts(case).to_string();
            let mut question = Question::new(&*set.id).on(case.on).json(&facts);
            if let Some(known) = case.known {
                question = question.known(known);
            }
            // Some cases show what is refused.
            if let Ok(answer) = book.answer(&question) {
                see(&format!("{}: {}", set.id, case.says), &question, &answer);
            }
        }
    }
}

/// Shows every case that is quoted to `see`.
fn each_quote(mut see: impl FnMut(&str, &Answer<'_>, &QuoteView)) {
    let mut seen = 0;
    each_answer(|case, _, answer| {
        if let AnswerView::Quote(view) = present::answer(answer) {
            see(case, answer, &view);
            seen += 1;
        }
    });
    assert!(seen > 300, "only {seen} cases were quoted");
}

/// The words with `_` in them, as the names of facts and options have.
fn names_in(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words
        .filter(|word| word.trim_matches('_').contains('_'))
        .collect()
}

#[test]
fn every_amount_of_a_quote_is_in_its_json() {
    let mut missing: Vec<String> = Vec::new();
    each_quote(|case, answer, view| {
        let json = answer.to_json();
        let mut view = view.clone();
        // What each value of a missing fact would come to is in words only.
        for part in &mut view.parts {
            part.notes.settles.clear();
            part.notes.later.clear();
        }
        for amount in within(&format!("{view:?}")) {
            if !is_in(&json, amount) {
                missing.push(format!("{case}: {amount}"));
            }
        }
    });
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn amounts_and_their_words_agree() {
    let mut wrong: Vec<String> = Vec::new();
    each_quote(|case, _, view| {
        for (label, amount) in amounts(view) {
            let Some(money) = amount.money else { continue };
            let ends = [money.min(), money.max()].map(plain_pounds);
            let words = amount.words.replace(',', "");
            if !ends.iter().all(|end| words.contains(end)) {
                wrong.push(format!("{case}: {label}: {amount} of {money}"));
            }
        }
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_answer_or_letter_shows_the_name_of_a_fact() {
    let mut wrong: Vec<String> = Vec::new();
    let mut letters = Letters::new();
    each_answer(|case, question, answer| {
        let letter = letters.next(question, answer).unwrap_or_default();
        for text in [almoner::text::answer(answer, false), letter] {
            wrong.extend(names_in(&text).iter().map(|name| format!("{case}: {name}")));
        }
    });
    assert_eq!(wrong, Vec::<String>::new());
}

/// Letters for answers. What would change a no is found for some of them: for all it
/// would take minutes.
struct Letters {
    book: Book,
    count: usize,
}

/// One letter of this number says what would change the answer.
const EXPLAINED: usize = 16;

impl Letters {
    fn new() -> Letters {
        Letters {
            book: council(),
            count: 0,
        }
    }

    fn next(&mut self, question: &Question<'_>, answer: &Answer<'_>) -> Option<String> {
        self.count += 1;
        let explanation = match self.count % EXPLAINED {
            0 => self.book.explain_for_letter(question).unwrap(),
            _ => None,
        };
        almoner::text::letter(answer, explanation.as_ref())
    }
}

#[test]
fn letters_speak_to_the_reader() {
    let mut letters = 0;
    let mut written = Letters::new();
    each_answer(|case, question, answer| {
        if let Some(letter) = written.next(question, answer) {
            assert!(!letter.contains("the applicant"), "{case}:\n{letter}");
            letters += 1;
        }
    });
    assert!(letters > 20, "only {letters} letters were written");
}
