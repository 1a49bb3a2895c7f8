//! Files of cases from outside the binary: whatever is wrong with a file or a
//! row is reported with its row, the other rows are answered, and no answer repeats
//! what is confidential.

use std::fs;

use crate::harness::{Finished, TempDir, almoner, root, utf8};

fn batch(args: &[&str], input: impl Into<Vec<u8>>) -> Finished {
    almoner(["batch", "head-start", "--on", "2018-06-15"])
        .args(args)
        .stdin(input)
        .run()
}

fn csv(input: impl Into<Vec<u8>>) -> Finished {
    batch(&["--in", "-"], input)
}

#[test]
fn full_width_signs_of_formulas_are_escaped() {
    for sign in ['＝', '＋', '－', '＠'] {
        let answers = csv(format!("ref,date_of_birth\n{sign}1+1,2000-06-15\n")).success();
        let written = answers.text();
        assert!(written.contains(&format!("\n2,'{sign}1+1,")), "{written}");
    }
}

#[test]
fn unreadable_table_is_refused_with_its_row() {
    for (input, says) in [
        (b"".to_vec(), "the file is empty"),
        (b"\xff\xfe".to_vec(), "row 1 is not UTF-8 text"),
        (
            b"ref,date_of_brith\n".to_vec(),
            "did you mean `date_of_birth`?",
        ),
        (b"ref,ref\n".to_vec(), "two columns are called `ref`"),
        (
            b"ref,date_of_birth\nA,\"2000-01-01\nB,\n".to_vec(),
            "row 2 does not end",
        ),
        (
            [b"ref,date_of_birth\nA,".as_slice(), &vec![b'1'; 10 << 20]].concat(),
            "row 2 is longer than 1 MiB",
        ),
    ] {
        let remarks = csv(input).exits(4).stderr;
        assert!(remarks.contains(says), "{says}: {remarks}");
    }
    let folder = batch(&["--in", utf8(root())], "").exits(1);
    assert!(folder.stderr.contains("it is a directory"), "{folder:?}");
}

#[test]
fn faulty_rows_are_reported_and_the_others_answered() {
    let input = "ref,date_of_birth,note\nA,2000-06-15,x\nB,in June,y\nC\nD,2000-06-16,z\n";
    let batch = batch(&["--in", "-", "--skip", "note"], input).exits(4);
    let (answers, remarks) = (batch.text(), batch.stderr);
    let rows: Vec<&str> = answers.lines().collect();
    let begins = |row: usize, start: &str| rows.get(row).is_some_and(|it| it.starts_with(start));
    assert!(begins(1, "2,A,2018-06-15,undetermined"), "{answers}");
    assert!(begins(2, "3,B,2018-06-15,,"), "{answers}");
    assert!(answers.contains("date_of_birth,\"“date of birth” must be a date, not `in June`"));
    assert!(begins(3, "4,C,2018-06-15,,"), "{answers}");
    assert!(begins(4, "5,D,2018-06-15,not_eligible,"), "{answers}");
    assert!(
        remarks.contains("2 rows could not be answered"),
        "{remarks}"
    );
    assert!(remarks.contains("row 4: the row has 1 cells, but there are 3 columns"));
}

#[test]
fn confidential_facts_are_in_no_output() {
    let table = "ref,unspent_convictions\n=A,arson\nB,arsonist\n";
    let lines = "{\"ref\":\"A\",\"unspent_convictions\":[\"arson\"]}\n{\"unspent_convictions\":[\"arsonist\"]}\n";
    for (from, input) in [("csv", table), ("ndjson", lines)] {
        for to in ["csv", "ndjson", "json"] {
            let args = ["--in", "-", "--from", from, "--to", to];
            let batch = batch(&args, input).exits(4);
            let (answers, remarks) = (batch.text(), batch.stderr);
            // The rule's own words name arson; the given value must not occur.
            let said = format!("{answers}{remarks}")
                .replace("arson, fraud", "")
                .replace(", arson,", "");
            assert!(!said.contains("arson\""), "{said}");
            assert!(!said.contains("arsonist"), "{said}");
        }
    }
    let answers = csv(table).text();
    assert!(answers.contains("\n2,'=A,"), "{answers}");
}

#[test]
fn answer_file_is_replaced_only_when_complete() {
    let folder = TempDir::new();
    let (cases, answers) = (folder.join("in.csv"), folder.join("out.ndjson"));
    let run = || {
        batch(
            &["--in", utf8(&cases), "--replace", "--out", utf8(&answers)],
            "",
        )
    };
    folder.write("in.csv", "ref\nA\nB\n");
    run().success();
    let whole = fs::read_to_string(&answers).expect("the answers are there");
    assert_eq!(whole.lines().count(), 2);

    folder.write("in.csv", "ref\nA\n\"B\n");
    run().exits(4);
    let kept = fs::read_to_string(&answers).expect("the earlier answers are there");
    assert_eq!(kept, whole);
    let files = fs::read_dir(&folder).expect("the folder is read").count();
    assert_eq!(files, 2, "no temporary file is left");
}

/// Progress is written over itself, which only a terminal shows so.
#[test]
fn no_progress_is_written_into_a_log() {
    let folder = TempDir::new();
    let answers = folder.join("out.csv");
    let cases = format!("ref,date_of_birth\n{}", "A,2000-06-15\n".repeat(600));
    for reasons in ["codes", "words"] {
        let out = utf8(&answers);
        let args = ["--in", "-", "--reasons", reasons, "--replace", "--out", out];
        let remarks = batch(&args, cases.as_str()).success().stderr;
        assert!(remarks.starts_with("600 rows answered"), "{remarks:?}");
        assert!(!remarks.contains('\r'), "{remarks:?}");
    }
}
