//! Puts three applicants for the Head Start houses in order of priority, for
//! two free places.
//!
//! `cargo run --example rank`

use almoner_engine::{
    Book, Candidate, Detail, GivenFacts, Ranker, Vacancies,
    present::{self, PlacesView},
};

const APPLICANTS: [(&str, &str); 3] = [
    (
        "2018-014",
        r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": false, "other_vulnerable_young_person": true,
            "in_education_employment_or_training": true, "unspent_convictions": "none",
            "references": [{"kind": "training"}, {"kind": "character", "relative": false}],
            "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#,
    ),
    (
        "2018-015",
        r#"{"date_of_birth": "1998-01-31", "in_care_or_care_leaver": true,
            "in_education_employment_or_training": true, "unspent_convictions": "none",
            "references": [{"kind": "education"}, {"kind": "character", "relative": false}],
            "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#,
    ),
    ("2018-016", r#"{"date_of_birth": "1950-01-01"}"#),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = Book::from_files(almoner_built_in::files())?;
    let on = "2018-06-15".parse()?;
    let mut ranker = Ranker::new(&book, "head-start", on, None, Detail::Traced)?;
    for (row, (reference, facts)) in (1..).zip(APPLICANTS) {
        let mut given = GivenFacts::default();
        given.json(facts);
        ranker.add(Candidate::new(row, reference, given));
    }
    let vacancies = Vacancies {
        of_kind: Vec::new(),
        total: 2,
    };
    let ranking = match ranker.finish(Some(vacancies)) {
        Ok(ranking) => ranking,
        Err(problems) => {
            for problem in &problems {
                println!("{problem}");
            }
            return Ok(());
        }
    };
    let view = present::ranking(&ranking);
    if let Some(PlacesView { words, .. }) = &view.places {
        println!("{words}");
    }
    for group in &view.groups {
        for applicant in &group.applicants {
            println!("{}: {}", group.heading, applicant.reference);
        }
    }
    Ok(())
}
