//! Schedules of fees taken in: what `appendix` writes comes back as the same
//! tariff, other councils' tables keep what they say, and damage is told.
#![expect(
    clippy::expect_used,
    reason = "a test stops where its ground is missing"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use almoner::finance::import;

fn almoner(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(args)
        .env_remove("ALMONER_BOOK")
        .output()
        .expect("the program runs")
}

/// A directory of a test's own, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).expect("a directory");
    path
}

fn typed(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Takes a file in, with a fixed day and name, and gives the files made.
fn taken_in(file: &Path, out: &Path, more: &[&str]) -> Vec<String> {
    let args = [
        "import",
        typed(file),
        "--out",
        typed(out),
        "--on",
        "2017-12-12",
    ];
    let output = almoner(&[&args[..], more].concat());
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{remarks}");
    let paths = String::from_utf8(output.stdout).expect("UTF-8");
    let read = |path: &str| {
        let text = fs::read_to_string(path).expect("a file");
        // The file it came from stands in its first line.
        text.split_once('\n').expect("lines").1.to_owned()
    };
    paths.lines().map(read).collect()
}

#[test]
fn an_appendix_comes_back_as_the_same_tariff() {
    let folder = folder("import-round");
    let [csv, xlsx] = ["a.csv", "a.xlsx"].map(|name| folder.join(name));
    for file in [&csv, &xlsx] {
        let output = almoner(&["appendix", "2018/19", "--out", typed(file)]);
        assert!(output.status.success());
    }
    let from_csv = taken_in(&csv, &folder.join("csv"), &[]);
    let from_xlsx = taken_in(&xlsx, &folder.join("xlsx"), &[]);
    assert_eq!(from_csv.len(), 3);
    assert_eq!(from_csv, from_xlsx);

    let imported = folder.join("csv/tariffs/2018-19.ron");
    let compared = almoner(&["compare", "2018/19", typed(&imported), "--format", "csv"]);
    let compared = String::from_utf8(compared.stdout).expect("UTF-8");
    let rows: Vec<&str> = compared.lines().skip(1).collect();
    assert_eq!(rows.len(), 67);
    assert!(
        rows.iter().all(|row| row.ends_with("unchanged")),
        "{compared}"
    );

    fs::create_dir_all(folder.join("csv/rules")).expect("a directory");
    let again = folder.join("again.csv");
    let book = folder.join("csv");
    let written = [
        "--book",
        typed(&book),
        "appendix",
        "2018/19",
        "--out",
        typed(&again),
    ];
    let output = almoner(&written);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let read = |path: &Path| fs::read_to_string(path).expect("a file");
    assert_eq!(read(&csv), read(&again));
    assert_eq!(taken_in(&again, &folder.join("again"), &[]), from_csv);
}

const OTHERS: &str = "\
Fees and charges of another council\t\t\t\t\t\t\t\t\t\t
Name of fee or Charge\tStatutory/ Discretionary Charge\tVAT Status 17/18\tCharge excl. VAT 2017/18\tVAT Amount 2017/18\tCharge incl. VAT 2017/18\tVAT Status 18/19\tCharge excl. VAT 2018/19\tVAT Amount 2018/19\tCharge incl. VAT 2018/19\tComments
All halls are heated
Halls - Large hall - Per hour\tD\tA\t208.33\t41.67\t250.00 £\tA\t£ 1,250.00\t£250.00\t£1,500.00\tnew stage
Halls - Small hall\t\t\t10\t2\t12\t\tPOA\t\tPOA
Halls - Works\tD\tX\tn/a\t\tn/a\tX\t13.5% of works value\t-\t13.5% of works value
Halls - Broken\tD\tX\t5\t-\t5\tX\t#DIV/0!\t\t#DIV/0!
";

#[test]
fn what_is_printed_stays_what_it_is() {
    let folder = folder("import-others");
    let file = folder.join("others.tsv");
    fs::write(&file, OTHERS).expect("a file");
    let vat = ["--vat", "A=standard", "--vat", "X=outside-scope"];
    let made = taken_in(&file, &folder.join("book"), &vat);
    let expected = "\
                // All halls are heated
                (id: \"large_hall.per_hour\", price: 1500.00, row: 1, note: \"Comments: new stage\"),
                (id: \"small_hall\", price: Printed(\"POA\"), row: 2),
                (id: \"works\", price: Printed(\"13.5% of works value\"), row: 3, vat: \"X\"),
                (id: \"broken\", price: Printed(\"#DIV/0!\"), row: 4, vat: \"X\"),
";
    assert!(made[2].contains(expected), "{}", made[2]);
    let tariff = folder.join("book/tariffs/2018-19.ron");
    let checked = almoner(&["compare", typed(&tariff), typed(&tariff)]);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[test]
fn letters_are_never_guessed_and_nothing_is_written_by_halves() {
    let folder = folder("import-letters");
    let file = folder.join("others.tsv");
    fs::write(&file, OTHERS).expect("a file");
    let out = folder.join("book");
    let output = almoner(&[
        "import",
        typed(&file),
        "--out",
        typed(&out),
        "--vat",
        "A=standard",
    ]);
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{remarks}");
    let said = "error[unknown-vat-code]: row 6: nothing says what the VAT letter `X` means in 2017/18\n  help: say it: --vat X=exempt";
    assert!(remarks.contains(said), "{remarks}");
    assert!(!out.exists());
}

#[test]
fn other_tables_and_damaged_workbooks_are_told_apart() {
    let folder = folder("import-damaged");
    let workbook = folder.join("a.xlsx");
    let output = almoner(&["appendix", "2018/19", "--out", typed(&workbook)]);
    assert!(output.status.success());
    let whole = fs::read(&workbook).expect("a workbook");
    let schedule = import::read(&whole).expect("a schedule");
    assert_eq!((schedule.charges(), schedule.remarks.len()), (74, 0));
    for cut in (0..whole.len()).step_by(997) {
        drop(import::read(&whole[..cut]));
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x55;
        drop(import::read(&flipped));
    }
    let half = &whole[..whole.len() / 2];
    assert!(import::read(half).is_err());

    let other = import::read(b"Name,Age\nAnn,3\n").expect("rows");
    assert_eq!(other.remarks[0].wrong.name(), "wrong-layout");
}

#[test]
fn a_hundred_thousand_rows_are_read_to_the_end() {
    let mut text = OTHERS.lines().nth(1).expect("headings").replace('\t', ",");
    for row in 0..100_000 {
        text.push_str(&format!(
            "\nHalls - Hall {row},D,E,5.00,-,5.00,E,6.00,-,6.00"
        ));
    }
    let schedule = import::read(text.as_bytes()).expect("rows");
    assert_eq!(schedule.charges(), 100_000);
    assert_eq!(schedule.remarks[0].wrong.name(), "too-many");
}
