//! Quotes twenty-minute music lessons from the council's built-in book, and
//! says what one missing fact would settle.
//!
//! `cargo run --example quote`

use almoner_engine::{Book, Outcome, Question, present::AnswerView};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::from_files(almoner_built_in::files())?;
    let question = Question::new("music")
        .on("2018-05-01".parse()?)
        .fact("lessons", 10)
        .fact("minutes", 20)
        .fact("pupils", 2)
        .fact("free_school_meals", true);

    let answer = book.answer(&question)?;
    assert_eq!(answer.outcome(), Outcome::Undetermined);
    if let AnswerView::Quote(view) = almoner_engine::present::answer(&answer) {
        for part in &view.parts {
            for missing in &part.notes.missing {
                println!(
                    "Still needed: {}",
                    missing.question.as_deref().unwrap_or(&missing.name)
                );
            }
        }
    }

    let question = question.fact("key_stage", 2);
    let answer = book.answer(&question)?;
    if let Some(total) = answer.total() {
        println!("{total} for ten lessons");
    }
    println!("{}", answer.to_json());
    Ok(())
}
