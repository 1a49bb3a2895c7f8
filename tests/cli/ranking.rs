//! Several applicants in one run of the binary: the order of input makes no
//! difference, and ties are named.

use crate::harness::{Finished, almoner};

fn screen(args: &[&str], input: String) -> Finished {
    almoner(["screen", "head-start", "--on", "2018-06-15", "--facts", "-"])
        .args(args)
        .stdin(input)
        .run()
}

/// An applicant who meets every criterion, in care or not.
fn applicant(reference: &str, care: &str, convictions: &str) -> String {
    format!(
        r#"{{"ref":"{reference}","date_of_birth":"2000-06-15","in_care_or_care_leaver":{care},"other_vulnerable_young_person":true,"in_education_employment_or_training":true,"references":[{{"kind":"training"}},{{"kind":"character","relative":false}}],"unspent_convictions":"{convictions}","eligible_for_social_housing":true,"agrees_to_conditions":true,"supported_by_inspire":true}}"#
    )
}

fn all() -> Vec<String> {
    vec![
        applicant("D", "false", "none"),
        applicant("B", "true", "none"),
        applicant("C", "false", "none"),
        applicant("A", "null", "none"),
        applicant("E", "true", "arson"),
    ]
}

#[test]
fn ranking_ignores_the_order_of_input() {
    let mut applicants = all();
    for format in ["text", "json"] {
        let args = ["--vacancies", "2", "--format", format];
        let array = format!("[{}]", applicants.join(","));
        let first = screen(&args, array);
        assert_eq!(first.code, Some(0));
        for _ in 0..applicants.len() {
            applicants.rotate_left(1);
            let lines = screen(&args, applicants.join("\n"));
            assert_eq!(lines.stdout, first.stdout);
        }
        applicants.reverse();
        let array = format!("[{}]", applicants.join(","));
        assert_eq!(screen(&args, array).stdout, first.stdout);
    }
}

#[test]
fn ranking_names_ties_and_refers_convictions() {
    let args = ["--vacancies", "4", "--format", "json"];
    let output = screen(&args, format!("[{}]", all().join(",")));
    let answer: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    let of = |outcome: &str, key: &str| -> Vec<String> {
        let list = answer.get(outcome).and_then(|it| it.as_array());
        let list = list.expect("there is a list").iter();
        let values = list.map(|it| it.get(key).map(ToString::to_string));
        values.map(Option::unwrap_or_default).collect()
    };
    assert_eq!(of("eligible", "ref"), ["\"B\"", "\"A\"", "\"C\"", "\"D\""]);
    assert_eq!(of("eligible", "first"), ["1", "1", "2", "2"]);
    assert_eq!(of("eligible", "last"), ["2", "4", "4", "4"]);
    let places = of("eligible", "place");
    assert_eq!(places, ["\"yes\"", "\"open\"", "\"open\"", "\"open\""]);
    assert_eq!(of("eligible", "alike"), ["[]", "[]", "[\"D\"]", "[\"C\"]"]);
    assert_eq!(of("refer", "ref"), ["\"E\""]);
    let text = output.text();
    assert!(
        !text
            .replace("arson, fraud", "")
            .replace(", arson,", "")
            .contains("arson\"")
    );
}

#[test]
fn missing_or_repeated_reference_is_refused() {
    let twice = [
        applicant("A", "true", "none"),
        applicant("A", "true", "none"),
    ];
    let output = screen(&[], format!("[{}]", twice.join(",")));
    assert_eq!(output.code, Some(4));
    let remarks = &output.stderr;
    assert!(
        remarks.contains("the reference `A` is that of row 1 as well"),
        "{remarks}"
    );
    let nobody = screen(&[], "[{}]".to_owned());
    let remarks = &nobody.stderr;
    assert!(
        remarks.contains("row 1: the applicant has no `ref`"),
        "{remarks}"
    );
}
