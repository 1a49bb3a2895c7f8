//! Files of cases from outside the binary: whatever is wrong with a file or a
//! row is told by its row, the other rows are answered, and no answer repeats
//! what is confidential.
#![expect(
    clippy::expect_used,
    reason = "a test stops where its ground is missing"
)]

use std::{
    fs,
    io::Write as _,
    process::{Command, Output, Stdio},
    thread,
};

fn batch(args: &[&str], input: Vec<u8>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["batch", "head-start", "--on", "2018-06-15"])
        .args(args)
        .env_remove("ALMONER_BOOK")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it reads");
    let feeding = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    feeding.join().expect("it was fed");
    output
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn csv(input: impl Into<Vec<u8>>) -> (Option<i32>, String, String) {
    told(&batch(&["--in", "-"], input.into()))
}

#[test]
fn a_file_that_is_no_table_is_refused_by_its_row() {
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
        let (code, _, remarks) = csv(input);
        assert_eq!(code, Some(4), "{remarks}");
        assert!(remarks.contains(says), "{says}: {remarks}");
    }
    let folder = told(&batch(&["--in", env!("CARGO_MANIFEST_DIR")], Vec::new()));
    assert_eq!(folder.0, Some(1));
    assert!(folder.2.contains("it is a directory"), "{}", folder.2);
}

#[test]
fn a_faulty_row_is_told_and_the_others_are_answered() {
    let input = "ref,date_of_birth,note\nA,2000-06-15,x\nB,in June,y\nC\nD,2000-06-16,z\n";
    let (code, answers, remarks) = told(&batch(&["--in", "-", "--skip", "note"], input.into()));
    assert_eq!(code, Some(4));
    let rows: Vec<&str> = answers.lines().collect();
    let begins = |row: usize, start: &str| rows.get(row).is_some_and(|it| it.starts_with(start));
    assert!(begins(1, "2,A,2018-06-15,undetermined"), "{answers}");
    assert!(begins(2, "3,B,2018-06-15,,"), "{answers}");
    assert!(answers.contains("date_of_birth,\"`date_of_birth` must be a date, not `in June`"));
    assert!(begins(3, "4,C,2018-06-15,,"), "{answers}");
    assert!(begins(4, "5,D,2018-06-15,not_eligible,age,"), "{answers}");
    assert!(
        remarks.contains("2 rows could not be answered"),
        "{remarks}"
    );
    assert!(remarks.contains("row 4: the row has 1 cells, but there are 3 columns"));
}

#[test]
fn what_is_confidential_comes_back_in_no_form() {
    let table = "ref,unspent_convictions\n=A,arson\nB,arsonist\n";
    let lines = "{\"ref\":\"A\",\"unspent_convictions\":[\"arson\"]}\n{\"unspent_convictions\":[\"arsonist\"]}\n";
    for (from, input) in [("csv", table), ("ndjson", lines)] {
        for to in ["csv", "ndjson", "json"] {
            let args = ["--in", "-", "--from", from, "--to", to];
            let (code, answers, remarks) = told(&batch(&args, input.into()));
            assert_eq!(code, Some(4), "{remarks}");
            // The rule's own words name arson; what was given stands nowhere else.
            let said = format!("{answers}{remarks}")
                .replace("arson, fraud", "")
                .replace(", arson,", "");
            assert!(!said.contains("arson\""), "{said}");
            assert!(!said.contains("arsonist"), "{said}");
        }
    }
    let (_, answers, _) = csv(table);
    assert!(answers.contains("\n2,'=A,"), "{answers}");
}

#[test]
fn a_file_of_answers_is_whole_or_not_there() {
    let folder = std::env::temp_dir().join(format!("almoner-batch-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder is made");
    let (cases, answers) = (folder.join("in.csv"), folder.join("out.ndjson"));
    let [of_cases, of_answers] =
        [&cases, &answers].map(|path| path.to_str().expect("the path is text"));
    fs::write(&cases, "ref\nA\nB\n").expect("the cases are written");
    let run = || batch(&["--in", of_cases, "--out", of_answers], Vec::new());
    assert_eq!(told(&run()).0, Some(0));
    let whole = fs::read_to_string(&answers).expect("the answers are there");
    assert_eq!(whole.lines().count(), 2);

    fs::write(&cases, "ref\nA\n\"B\n").expect("the cases are written");
    assert_eq!(told(&run()).0, Some(4));
    let kept = fs::read_to_string(&answers).expect("the earlier answers are there");
    assert_eq!(kept, whole);
    let left = fs::read_dir(&folder).expect("the folder is read").count();
    assert_eq!(left, 2, "nothing begun is left behind");
    fs::remove_dir_all(&folder).expect("the folder is taken away");
}
