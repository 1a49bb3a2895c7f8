//! Screens an applicant for the Head Start houses and prints each criterion
//! with its standing and the reasons.
//!
//! `cargo run --example screen`

use almoner_engine::{
    Book, Question,
    present::{self, AnswerView},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::from_files(almoner_built_in::files())?;
    let question = Question::new("head-start").on("2018-06-15".parse()?).json(
        r#"{"date_of_birth": "1991-03-01", "in_care_or_care_leaver": true,
                "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#,
    );

    let answer = book.answer(&question)?;
    if let AnswerView::Screening(view) = present::answer(&answer) {
        println!("{}", view.headline);
        for criterion in &view.criteria {
            println!("{} {}", criterion.standing.sign, criterion.cited());
            for reason in &criterion.reasons {
                println!("    {}", reason.words);
            }
        }
    }
    Ok(())
}
