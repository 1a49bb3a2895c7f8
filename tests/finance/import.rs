//! Schedules of fees taken in: what `appendix` writes comes back as the same
//! tariff, other councils' tables keep what they say, and damage is reported.

use std::{fs, path::Path};

use almoner::finance::import;

use crate::harness::{TempDir, almoner, root, utf8};

/// Imports a file on a fixed day; returns the files made and the messages.
fn imported(file: &Path, out: &Path, more: &[&str]) -> (Vec<String>, String) {
    let args = [
        "import",
        utf8(file),
        "--out",
        utf8(out),
        "--on",
        "2017-12-12",
    ];
    let import = almoner(args).args(more).run().success();
    let paths = import.text();
    let read = |path: &str| fs::read_to_string(path).expect("a file");
    (paths.lines().map(read).collect(), import.stderr)
}

/// The council's own files: the catalogue and both years.
fn filed() -> Vec<String> {
    let folder = root().join("tariffs");
    let names = ["charges.ron", "2017-18.ron", "2018-19.ron"];
    let read = |name| fs::read_to_string(folder.join(name)).expect("a file");
    names.map(read).into()
}

/// Writes a year's appendix of a book to a file.
fn appendix(book: &[&str], file: &Path, more: &[&str]) {
    let args = ["appendix", "2018/19", "--out", utf8(file)];
    almoner(args).args(book).args(more).run().success();
}

#[test]
fn imported_appendix_equals_the_council_files_byte_for_byte() {
    let folder = TempDir::new();
    for (number, (name, more)) in [
        ("a.csv", &[][..]),
        ("a.xlsx", &[][..]),
        ("cited.csv", &["--cited"][..]),
        ("cited.xlsx", &["--cited"][..]),
    ]
    .into_iter()
    .enumerate()
    {
        let file = folder.join(name);
        appendix(&[], &file, more);
        let (made, remarks) = imported(&file, &folder.join(number.to_string()), &[]);
        assert!(made == filed(), "{name}: other files");
        assert!(!remarks.contains("warning"), "{remarks}");
    }
}

#[test]
fn price_changed_in_the_table_is_one_changed_line() {
    let folder = TempDir::new();
    let file = folder.join("a.csv");
    appendix(&[], &file, &[]);
    let text = fs::read_to_string(&file).expect("a table");
    fs::write(&file, text.replace("£ 3.15", "£3.20")).expect("written");
    let (made, remarks) = imported(&file, &folder.join("book"), &[]);
    let said = "tariffs/2018-19.ron: the book's own file with 1 other price";
    assert!(remarks.contains(said), "{remarks}");
    let filed = filed();
    assert!(made[..2] == filed[..2]);
    let body = |text: &str| {
        let (_, body) = text.split_once("    services: [").expect("services");
        body.to_owned()
    };
    assert_eq!(body(&made[2]), body(&filed[2]).replace(" 3.15,", " 3.20,"));
    assert!(made[2].contains("decided: Proposed(on: \"2017-12-12\", by: \"draft by Finance\")"));
    let tariff = folder.join("book/tariffs/2018-19.ron");
    let compared = almoner(["compare", "2018/19", utf8(&tariff), "--above", "0"]).run();
    let compared = compared.text();
    assert!(compared.contains("All: 1 charge: 1 rises"), "{compared}");
}

#[test]
fn table_of_another_council_round_trips_byte_for_byte() {
    let folder = TempDir::new();
    let file = folder.join("others.tsv");
    fs::write(&file, OTHERS).expect("a file");
    let vat = ["--vat", "A=standard", "--vat", "X=outside-scope"];
    let home = folder.join("book");
    let (first, _) = imported(&file, &home, &vat);
    fs::create_dir_all(home.join("rules")).expect("a directory");
    for name in ["a.csv", "a.xlsx"] {
        let file = folder.join(name);
        let book = ["--book", utf8(&home)];
        appendix(&book, &file, &[]);
        let (again, _) = imported(&file, &folder.join(format!("{name}-again")), &book);
        assert_eq!(again, first, "{name}");
    }

    // The same without a book to compare with, from a table without notes.
    let plain = OTHERS
        .replace("All halls are heated\n", "")
        .replace("\tnew stage", "");
    let file = folder.join("plain.csv");
    fs::write(&file, plain).expect("a file");
    let home = folder.join("plain");
    let (first, _) = imported(&file, &home, &vat);
    fs::create_dir_all(home.join("rules")).expect("a directory");
    appendix(&["--book", utf8(&home)], &file, &["--replace"]);
    let (again, _) = imported(&file, &folder.join("plain-again"), &vat);
    assert_eq!(again, first);
}

const OTHERS: &str = "\
Fees and charges of another council\t\t\t\t\t\t\t\t\t\t
Name of fee or Charge\tStatutory/ Discretionary Charge\tVAT Status 17/18\tCharge excl. VAT 2017/18\tVAT Amount 2017/18\tCharge incl. VAT 2017/18\tVAT Status 18/19\tCharge excl. VAT 2018/19\tVAT Amount 2018/19\tCharge incl. VAT 2018/19\tComments
All halls are heated
Halls - Large hall - Per hour\tD\tA\t208.33\t41.67\t250.00 £\tA\t£ 1,250.00\t£250.00\t£1,500.00\tnew stage
Halls - Small hall\t\t\t10\t2\t12\t\tPOA\t\tPOA
Halls - Works\tD\tX\tn/a\t\tn/a\tX\t13.5% of works value\t-\t13.5% of works value
Halls - Legal\tD\tX\t5\t-\t5\tX\tN/A\t\t
";

#[test]
fn printed_words_and_notes_are_kept() {
    let folder = TempDir::new();
    let file = folder.join("others.tsv");
    fs::write(&file, OTHERS).expect("a file");
    let vat = ["--vat", "A=standard", "--vat", "X=outside-scope"];
    let (made, _) = imported(&file, &folder.join("book"), &vat);
    let expected = "\
                // All halls are heated
                (id: \"large_hall.per_hour\", price: 1500.00, row: 1, note: \"Comments: new stage\"),
                (id: \"small_hall\", price: Printed(\"POA\"), row: 2),
                (id: \"works\", price: Printed(\"13.5% of works value\"), row: 3, vat: \"X\"),
                (id: \"legal\", price: Printed(\"N/A\"), row: 4, vat: \"X\"),
";
    assert!(made[2].contains(expected), "{}", made[2]);
    let tariff = folder.join("book/tariffs/2018-19.ron");
    almoner(["compare", utf8(&tariff), utf8(&tariff)])
        .run()
        .success();
}

#[test]
fn unreadable_letter_is_refused_and_no_file_written() {
    let folder = TempDir::new();
    let file = folder.join("others.tsv");
    fs::write(&file, OTHERS).expect("a file");
    let out = folder.join("book");
    let output = almoner([
        "import",
        utf8(&file),
        "--out",
        utf8(&out),
        "--vat",
        "A=standard",
    ])
    .run();
    let remarks = &output.stderr;
    assert_eq!(output.code, Some(3), "{remarks}");
    let said = "error[unknown-vat-code]: row 6, cell C6: nothing says what the VAT letter `X` means in 2017/18\n  help: say it: --vat X=standard, or exempt";
    assert!(remarks.contains(said), "{remarks}");
    assert!(!out.exists());
}

#[test]
fn damaged_workbook_and_wrong_layout_differ() {
    let folder = TempDir::new();
    let workbook = folder.join("a.xlsx");
    let output = almoner(["appendix", "2018/19", "--out", utf8(&workbook)]).run();
    assert_eq!(output.code, Some(0));
    let whole = fs::read(&workbook).expect("a workbook");
    let schedule = import::read(&whole, &import::Options::default()).expect("a schedule");
    assert_eq!((schedule.charges(), schedule.diagnostics.len()), (74, 0));
    for cut in (0..whole.len()).step_by(997) {
        drop(import::read(&whole[..cut], &import::Options::default()));
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x55;
        drop(import::read(&flipped, &import::Options::default()));
    }
    let half = &whole[..whole.len() / 2];
    assert!(import::read(half, &import::Options::default()).is_err());

    let other = import::read(b"Name,Age\nAnn,3\n", &import::Options::default()).expect("rows");
    assert_eq!(other.diagnostics[0].code.name(), "wrong-layout");
}

#[test]
fn more_rows_than_a_tariff_has_room_for_are_refused() {
    let mut text = OTHERS.lines().nth(1).expect("headings").replace('\t', ",");
    for row in 0..70_000 {
        text.push_str(&format!(
            "\nHalls - Hall {row},D,E,5.00,-,5.00,E,6.00,-,6.00"
        ));
    }
    let schedule = import::read(text.as_bytes(), &import::Options::default()).expect("rows");
    // One more than a tariff has room for; the rest is not kept in memory.
    assert_eq!(schedule.charges(), 65_536);
    assert_eq!(schedule.diagnostics[0].code.name(), "too-many");
}

#[test]
fn typed_row_joins_its_neighbours_service_and_adopted_years_stay() {
    let folder = TempDir::new();
    let file = folder.join("a.csv");
    appendix(&[], &file, &[]);
    let text = fs::read_to_string(&file).expect("the appendix");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines
        .iter()
        .rposition(|it| it.contains("Grangewaters"))
        .expect("a row");
    // Between two of its charges, for both years.
    let new = "Learning and Universal Outcomes - Kayak trail,D,E,£ 10.00,£ -,£ 10.00,E,£ 11.00,£ -,£ 11.00";
    let letter = lines[at].split(",D,").nth(1).expect("a letter").to_owned();
    let letter = letter.split(',').next().expect("a letter").to_owned();
    lines.insert(at, new.replace(",E,", &format!(",{letter},")));
    fs::write(&file, lines.join("\r\n")).expect("written");
    let (made, remarks) = imported(&file, &folder.join("book"), &[]);
    let grangewaters = made[0]
        .split("id: \"grangewaters\"")
        .nth(1)
        .expect("the service");
    let kayak = grangewaters.split("],").next().expect("its charges");
    assert!(kayak.contains("kayak_trail"), "{remarks}\n{}", made[0]);
    assert!(
        made[1].contains("decided: Adopted(on: \"2017-04-01\""),
        "{}",
        made[1]
    );
    assert!(made[2].contains("decided: Proposed("), "{}", made[2]);
}
