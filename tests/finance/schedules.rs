//! Schedules in the manner of different councils: each layout is taken right,
//! or every cell that cannot be taken is named. And properties: what is
//! exported comes back as the same book, and a cell of another kind is the same
//! price or is named.

use std::fs;

use almoner::{
    finance::{
        appendix,
        import::{self, Code, ColumnChoice, Head, Letters, Options, Schedule},
        tariff_ref::TariffRef,
    },
    tables::Format as TableFormat,
};
use almoner_engine::{
    base::{
        date,
        source_text::{SourceFile, SourceSet},
    },
    book,
    check::model::{Category, Contents, Vat},
};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use rust_xlsxwriter::{Format, FormatScript, Formula, Workbook, Worksheet};

use crate::harness::{TempDir, almoner, utf8};

/// The letters that the schedules use.
pub(super) fn letters() -> Letters {
    [
        ("E", Vat::Exempt),
        ("O", Vat::OutsideScope),
        ("S", Vat::Standard),
        ("Std", Vat::Standard),
        ("Exempt", Vat::Exempt),
        ("X", Vat::NotExplained),
    ]
    .map(|(letter, meaning)| (letter.into(), meaning))
    .into()
}

pub(super) fn read_as(bytes: &[u8], options: &Options, letters: &Letters) -> Schedule {
    let mut schedule = import::read(bytes, options).expect("a table");
    schedule.explain(|_| Some(letters.clone()));
    schedule
}

fn read(bytes: &[u8]) -> Schedule {
    read_as(bytes, &Options::default(), &letters())
}

/// The ids and prices of a year, as the tariff file has them.
pub(super) fn prices(schedule: &Schedule, year: &str) -> Vec<String> {
    let empty = book::open_loaded(SourceSet::new(Vec::new()));
    let empty = empty.book.expect("an empty book");
    let files = schedule.files(
        empty.contents(),
        &SourceSet::new(Vec::new()),
        |_| Some(letters()),
        &head(),
    );
    let path = format!("tariffs/{}.ron", year.replace('/', "-"));
    let file = files.iter().find(|it| it.path == path);
    let text = &file.expect("the year's file").text;
    let mut service = String::new();
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(id) = line.strip_prefix("id: \"") {
            service = id.split('"').next().unwrap_or_default().to_owned();
        }
        if let Some(rest) = line.strip_prefix("(id: \"") {
            let (id, rest) = rest.split_once("\", price: ").expect("a price");
            let price = rest.split(", row").next().unwrap_or_default();
            found.push(format!("{service}.{id} {price}"));
        }
    }
    found
}

/// The errors, each as its code and cell.
pub(super) fn errors(schedule: &Schedule) -> Vec<String> {
    let errors = schedule.diagnostics.iter().filter(|it| it.is_error());
    errors
        .map(|it| {
            let at = it.at.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {at}", it.code.name())
        })
        .collect()
}

fn head() -> Head {
    Head {
        from: "schedule".to_owned(),
        on: date::parse("2017-12-12").expect("a day"),
        proposed_to: "Cabinet".to_owned(),
        source: "item 1".to_owned(),
    }
}

/// A workbook of one sheet.
pub(super) fn workbook(name: &str, write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).expect("a name");
    write(sheet);
    book.save_to_buffer().expect("a workbook")
}

pub(super) fn row(sheet: &mut Worksheet, at: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells) {
        if let Ok(number) = text.parse::<f64>() {
            sheet.write_number(at, column, number).expect("a cell");
        } else if !text.is_empty() {
            sheet.write_string(at, column, *text).expect("a cell");
        }
    }
}

pub(super) const ONE_YEAR: [&str; 6] = [
    "Name of fee",
    "Statutory/Discretionary",
    "VAT status 2019/20",
    "Charge excl. VAT 2019/20",
    "VAT amount 2019/20",
    "Charge incl. VAT 2019/20",
];

/// A workbook with one charge, whose price another function writes to F2.
fn one_price(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    workbook("Fees", |sheet| {
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Hall", "D", "E"]);
        write(sheet);
    })
}

#[test]
fn years_merged_above_net_vat_and_gross() {
    let bytes = workbook("Leisure", |sheet| {
        let plain = Format::new();
        row(sheet, 0, &["Fees and charges"]);
        sheet
            .merge_range(1, 3, 1, 5, "2018/19", &plain)
            .expect("years");
        sheet
            .merge_range(1, 6, 1, 8, "2019/20", &plain)
            .expect("years");
        row(
            sheet,
            2,
            &[
                "Description",
                "S/D",
                "VAT code",
                "Net",
                "VAT",
                "Gross",
                "Net",
                "VAT",
                "Gross",
            ],
        );
        row(
            sheet,
            3,
            &["Hall", "D", "S", "10", "2", "12", "20", "4", "24"],
        );
    });
    let schedule = read(&bytes);
    assert_eq!(errors(&schedule), [""; 0]);
    assert_eq!(prices(&schedule, "2018/19"), ["other.hall 12.00"]);
    assert_eq!(prices(&schedule, "2019/20"), ["other.hall 24.00"]);
}

#[test]
fn year_in_the_title_with_current_and_proposed() {
    let text = "Proposed fees and charges 2019/20;;;\n\nDescription;S/D;Current charge;Proposed charge\nHall;D;£10.00;£10.50\n";
    let letters: Letters = vec![("O".into(), Vat::OutsideScope)];
    let schedule = read_as(text.as_bytes(), &Options::default(), &letters);
    assert_eq!(errors(&schedule), [""; 0]);
    assert_eq!(prices(&schedule, "2018/19"), ["other.hall 10.00"]);
    assert_eq!(prices(&schedule, "2019/20"), ["other.hall 10.50"]);
}

#[test]
fn tabs_carriage_returns_and_sep_lines() {
    let rows = [
        "Item\tD/S\tVAT code 2019/20\t2019/20 ex VAT\t2019/20 VAT\t2019/20 inc VAT",
        "Hall\tD\tE\t20\t-\t20",
    ];
    for text in [
        rows.join("\n"),
        rows.join("\r\n"),
        rows.join("\r"),
        format!("sep=;\r\n{}", rows.join("\r\n").replace('\t', ";")),
        rows.join("\n").replace('\t', ";"),
        rows.join("\n").replace('\t', ","),
    ] {
        let schedule = read(text.as_bytes());
        assert_eq!(errors(&schedule), [""; 0], "{text}");
        assert_eq!(prices(&schedule, "2019/20"), ["other.hall 20.00"], "{text}");
    }
}

#[test]
fn sections_notes_and_totals() {
    let bytes = workbook("Fees", |sheet| {
        row(sheet, 0, &["Charges from 1 April 2019"]);
        row(
            sheet,
            1,
            &["Description", "S/D", "VAT code", "Net", "VAT", "Gross"],
        );
        row(sheet, 2, &["PARKING PERMITS"]);
        row(sheet, 3, &["First permit", "D", "O", "50", "-", "50"]);
        row(sheet, 4, &["Second permit", "D", "O", "80", "-", "80"]);
        row(
            sheet,
            5,
            &["Note: permits are free for blue badge holders."],
        );
        row(sheet, 6, &["Total", "", "", "130", "-", "130"]);
        row(sheet, 7, &["GARDEN WASTE"]);
        row(sheet, 8, &["First bin", "D", "O", "40", "-", "40"]);
    });
    let schedule = read(&bytes);
    assert_eq!(errors(&schedule), [""; 0]);
    assert_eq!(
        prices(&schedule, "2019/20"),
        [
            "parking_permits.first_permit 50.00",
            "parking_permits.second_permit 80.00",
            "garden_waste.first_bin 40.00"
        ]
    );
    let codes: Vec<&str> = schedule
        .diagnostics
        .iter()
        .map(|it| it.code.name())
        .collect();
    assert_eq!(codes, ["total-row"]);
}

#[test]
fn columns_in_any_order_with_codes_and_increases() {
    let text = "Charge incl. VAT 2019/20,VAT code 2019/20,Increase incl. VAT,Charge code,Statutory or discretionary,Description\n\
                £21.00,E,£1.00,P30,D,Hall\n";
    let schedule = read(text.as_bytes());
    assert_eq!(errors(&schedule), [""; 0]);
    assert_eq!(prices(&schedule, "2019/20"), ["other.hall 21.00"]);
}

#[test]
fn years_alone_as_headings() {
    let text = "Service,2018/19,2019/20\nHall,£20.00,£21.00\nPool,\"£1,020\",POA\n";
    let options = Options {
        category: Some(Category::Discretionary),
        ..Options::default()
    };
    let only: Letters = vec![("O".into(), Vat::OutsideScope)];
    let schedule = read_as(text.as_bytes(), &options, &only);
    assert_eq!(errors(&schedule), [""; 0]);
    let found = prices(&schedule, "2019/20");
    assert_eq!(found, ["other.hall 21.00", "other.pool Printed(\"POA\")"]);
    // Without the two facts both are asked for, once.
    let asked = read_as(text.as_bytes(), &Options::default(), &Vec::new());
    assert_eq!(
        errors(&asked),
        ["bad-row ", "unknown-vat-code ", "unknown-vat-code "]
    );
}

#[test]
fn column_headed_vat_may_hold_letters() {
    let text = "Fee,S/D,2019/20 charge,VAT 2019/20\nHall,D,£24.00,Std\nRoom,D,£10.00,Exempt\n";
    let schedule = read(text.as_bytes());
    assert_eq!(errors(&schedule), [""; 0]);
    let found = prices(&schedule, "2019/20");
    assert_eq!(found, ["other.hall 24.00", "other.room 10.00"]);
}

#[test]
fn net_and_vat_without_gross_are_added() {
    let text = "Item,S/D,VAT code 2019/20,Net 2019/20,VAT 2019/20\nHall,D,S,10.00,2.00\n";
    assert_eq!(
        prices(&read(text.as_bytes()), "2019/20"),
        ["other.hall 12.00"]
    );
}

#[test]
fn pence_free_and_words() {
    let bytes = workbook("Fees", |sheet| {
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["A4 copy", "D", "E", "", "", ""]);
        let pence = Format::new().set_num_format("0\"p\"");
        sheet
            .write_number_with_format(1, 5, 20, &pence)
            .expect("a cell");
        row(sheet, 2, &["A3 copy", "D", "E", "", "", "40 p"]);
        row(sheet, 3, &["Renewal", "D", "E", "", "", "Free"]);
        row(
            sheet,
            4,
            &["Works", "D", "E", "", "", "13.5% of works value"],
        );
        row(sheet, 5, &["Legal", "D", "E", "N/A", "", ""]);
    });
    let schedule = read(&bytes);
    assert_eq!(errors(&schedule), [""; 0]);
    assert_eq!(
        prices(&schedule, "2019/20"),
        [
            "other.a4_copy 0.20",
            "other.a3_copy 0.40",
            "other.renewal 0.00",
            "other.works Printed(\"13.5% of works value\")",
            "other.legal Printed(\"N/A\")",
        ]
    );
}

#[test]
fn hidden_rows_sheets_and_merged_prices_are_named() {
    let hidden_row = one_price(|sheet| {
        sheet.write_number(1, 5, 20).expect("a cell");
        sheet.set_row_hidden(1).expect("hidden");
    });
    assert_eq!(
        errors(&read(&hidden_row)),
        ["hidden-price Fees, row 2, cell F2"]
    );
    let merged = workbook("Fees", |sheet| {
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Hall", "D", "E"]);
        row(sheet, 2, &["Room", "D", "E"]);
        sheet
            .merge_range(1, 5, 2, 5, "", &Format::new())
            .expect("merged");
        sheet.write_number(1, 5, 20).expect("a cell");
    });
    assert_eq!(
        errors(&read(&merged)),
        [
            "merged-price Fees, row 2, cell F2",
            "merged-price Fees, row 3, cell F3"
        ]
    );
    let mut book = Workbook::new();
    for (name, is_hidden) in [("New", false), ("Old", true)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name").set_hidden(is_hidden);
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Hall", "D", "E", "20", "-", "20"]);
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    assert_eq!(errors(&read(&bytes)), ["hidden-price Old, row 2, cell F2"]);
    let options = Options {
        sheets: vec!["New".to_owned()],
        ..Options::default()
    };
    assert_eq!(errors(&read_as(&bytes, &options, &letters())), [""; 0]);
}

#[test]
fn name_on_two_sheets_is_two_charges() {
    let mut book = Workbook::new();
    for name in ["Swimming", "Skating"] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Adult", "D", "E", "5", "-", "5"]);
    }
    let schedule = read(&book.save_to_buffer().expect("a workbook"));
    let found = prices(&schedule, "2019/20");
    assert_eq!(found, ["swimming.adult 5.00", "skating.adult 5.00"]);
}

#[test]
fn sheet_with_prices_and_no_headings_is_named() {
    let mut book = Workbook::new();
    for (name, has_headings) in [("Fees", true), ("Late", false)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        if has_headings {
            row(sheet, 0, &ONE_YEAR);
        }
        row(sheet, 1, &["Hall", "D", "E", "£20.00", "-", "£20.00"]);
    }
    let schedule = read(&book.save_to_buffer().expect("a workbook"));
    assert_eq!(errors(&schedule), ["wrong-layout Late, row 2"]);
}

#[test]
fn columns_and_years_can_be_said() {
    let text = "Item,Std,Conc.\nHall,£20.00,£10.00\n";
    let said = |columns: &[&str]| Options {
        year: Some("2019/20".to_owned()),
        category: Some(Category::Discretionary),
        columns: columns
            .iter()
            .map(|it| ColumnChoice::parse(it).expect("a column"))
            .collect(),
        ..Options::default()
    };
    let only: Letters = vec![("O".into(), Vat::OutsideScope)];
    for columns in [["gross=Std"], ["gross=B"]] {
        let schedule = read_as(text.as_bytes(), &said(&columns), &only);
        assert_eq!(prices(&schedule, "2019/20"), ["other.hall 20.00"]);
    }
    let unsaid = read_as(text.as_bytes(), &Options::default(), &only);
    assert_eq!(errors(&unsaid)[0].split(' ').next(), Some("wrong-layout"));
    assert!(unsaid.diagnostics[0].says.contains("Item | Std | Conc."));
    assert!(ColumnChoice::parse("price=Std").is_err());
}

#[test]
fn what_cannot_be_a_schedule_is_an_error() {
    let twice = "Item,Gross 2019/20,Charge incl. VAT 2019/20\nHall,20,20\n";
    let diagnostics = read(twice.as_bytes()).diagnostics;
    assert!(
        diagnostics[0].says.starts_with("two columns are headed"),
        "{diagnostics:?}"
    );
    let undated = "Item,Charge incl. VAT\nHall,20\n";
    let diagnostics = read(undated.as_bytes()).diagnostics;
    assert!(diagnostics[0].help.contains("--year"), "{diagnostics:?}");
    let empty = format!("{}\n", ONE_YEAR.join(","));
    let diagnostics = read(empty.as_bytes()).diagnostics;
    assert!(
        diagnostics[0].says.contains("no charges"),
        "{diagnostics:?}"
    );
}

#[test]
fn vat_that_contradicts_its_letter_is_named() {
    let text = format!(
        "{}\nGym,D,E,£20.00,£4.00,£24.00\nPool,D,S,£20.00,£1.00,£21.00\nHut,D,S,£20.00,£4.00,£25.00\nOld,D,X,£20.00,£1.00,£21.00\nTent,D,?,£1.00,-,£1.00\n",
        ONE_YEAR.join(",")
    );
    let mut found = errors(&read(text.as_bytes()));
    found.sort();
    assert_eq!(
        found,
        [
            "unknown-vat-code row 6, cell C6",
            "vat-sum row 2, cell E2",
            "vat-sum row 3, cell E3",
            "vat-sum row 4, cell E4"
        ]
    );
}

#[test]
fn good_rows_are_written_and_the_rest_is_listed() {
    let folder = TempDir::new();
    let file = folder.join("fees.csv");
    let text = format!(
        "{}\nHall,D,E,20,-,20\nRoom,D,E,,,05/10/2018\n",
        ONE_YEAR.join(",")
    );
    fs::write(&file, text).expect("a file");
    let out = folder.join("book");
    let rest = folder.join("rest.csv");
    let args = [
        "import",
        utf8(&file),
        "--out",
        utf8(&out),
        "--vat",
        "E=exempt",
        "--rest",
        utf8(&rest),
    ];
    let refused = almoner(args).run();
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(!out.exists() && refused.stderr.contains("--partial"));
    let taken = almoner([&args[..], &["--partial", "--replace"]].concat()).run();
    assert_eq!(taken.code, Some(0), "{}", taken.stderr);
    assert!(
        taken.stderr.contains("1 row is left out"),
        "{}",
        taken.stderr
    );
    let listed = fs::read_to_string(&rest).expect("the list");
    assert!(listed.contains(",3,F3,error,not-a-price,"), "{listed}");
    let tariff = fs::read_to_string(out.join("tariffs/2019-20.ron")).expect("a tariff");
    assert!(
        tariff.contains("hall") && !tariff.contains("room"),
        "{tariff}"
    );
}

/// The kinds that a cell with a price can be mutated to.
fn mutate(sheet: &mut Worksheet, kind: u8, pence: u32) {
    let shown = format!("{}.{:02}", pence / 100, pence % 100);
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let pounds = number(&shown);
    let format = |code: &str| Format::new().set_num_format(code);
    let written = match kind {
        0 => sheet.write_string(1, 5, format!("£{shown}")),
        1 => sheet.write_string(1, 5, format!("{shown} £")),
        2 => sheet.write_number_with_format(1, 5, pounds, &format("£#,##0.00")),
        3 => sheet.write_number_with_format(1, 5, pounds.next_up(), &format("0.00")),
        4 => sheet.write_number_with_format(1, 5, f64::from(pence), &format("0\"p\"")),
        5 => sheet.write_number_with_format(1, 5, pounds, &format("0%")),
        6 => sheet.write_number_with_format(1, 5, pounds, &format("dd/mm/yyyy")),
        7 => sheet.write_number_with_format(1, 5, pounds, &format("hh:mm")),
        8 => sheet.write_number_with_format(1, 5, pounds, &format("[$€-407]#,##0.00")),
        9 => sheet.write_number_with_format(1, 5, pounds, &format("#,##0,")),
        10 => sheet.write_number_with_format(1, 5, pounds, &format(";;;")),
        11 => sheet.write_number_with_format(1, 5, number(&format!("{shown}5")), &format("0.00")),
        12 => sheet.write_boolean(1, 5, pence.is_multiple_of(2)),
        13 => sheet.write_formula(1, 5, Formula::new("=1/0").set_result("#DIV/0!")),
        14 => sheet.write_string(1, 5, format!("${shown}")),
        15 => sheet.write_string(1, 5, format!("{shown}%")),
        16 => sheet.write_number_with_format(1, 5, pounds, &format("0")),
        18 => sheet.write_number_with_format(1, 5, pounds, &format("0.00\" days\"")),
        19 => sheet.write_number_with_format(1, 5, pounds, &format("\"POA\"")),
        20 => sheet.write_number_with_format(1, 5, pounds, &format("[>0]\"-\";0.00")),
        21 => sheet.write_number_with_format(1, 5, pounds, &format("[$CHF] 0.00")),
        22 => sheet.write_string(1, 5, shown.replace('.', ",")),
        23 => sheet.write_string(1, 5, format!("£{shown} + VAT")),
        24 => sheet.write_string(1, 5, format!("{shown} euros")),
        25 => sheet.write_number_with_format(1, 5, pounds, &Format::new().set_font_strikethrough()),
        26 => {
            let struck = Format::new().set_font_strikethrough();
            sheet.write_rich_string(1, 5, &[(&struck, "9"), (&Format::new(), shown.as_str())])
        }
        27 => {
            let raised = Format::new().set_font_script(FormatScript::Superscript);
            sheet.write_rich_string(1, 5, &[(&Format::new(), shown.as_str()), (&raised, "1")])
        }
        28 => sheet
            .write_number(1, 5, pounds)
            .and_then(|it| it.set_row_hidden(1)),
        29 => sheet
            .write_number(1, 5, pounds)
            .and_then(|it| it.set_column_width(5, 0)),
        30 => sheet
            .merge_range(1, 5, 2, 5, "", &Format::new())
            .and_then(|it| it.write_string(1, 5, format!("£{shown}"))),
        31 => sheet.write_blank(1, 5, &Format::new()),
        32 => sheet.write_string(1, 5, format!("{shown}-")),
        33 => sheet.write_string(1, 5, format!("\u{2212}{shown}")),
        34 => sheet.write_string(1, 5, format!("₤{shown}")),
        35 => sheet.write_string(1, 5, format!("({shown})")),
        36 => {
            let below_zero = number(&format!("-{shown}"));
            sheet.write_number_with_format(1, 5, below_zero, &format("0.00;0.00"))
        }
        37 => sheet.write_string(1, 5, format!("{shown} kr")),
        _ => sheet.write_string(1, 5, "5-Oct"),
    };
    written.expect("a cell");
}

/// A part of a name.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-z=+@][A-Za-z0-9 ,&'()]{0,24}[a-z]"
}

/// An amount of pence in pounds.
fn pounds(pence: u32) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

/// A price, or none, as a schedule prints it with its net and VAT.
fn price() -> impl Strategy<Value = (String, Option<u32>)> {
    (0..6u8, 1..100_000u32, 1..5_000u32).prop_map(|(form, pence, more)| match form {
        0 => (format!("£{}-{}", pounds(pence), pounds(pence + more)), None),
        1 => (format!("£{} (variable)", pounds(pence)), None),
        2 if pence.is_multiple_of(7) => ("POA".to_owned(), None),
        3 if pence.is_multiple_of(5) => ("Free".to_owned(), Some(0)),
        _ => (format!("£ {}", pounds(pence)), Some(pence)),
    })
}

/// A schedule of two years as rows of CSV, with net and VAT or without.
fn schedule() -> impl Strategy<Value = String> {
    let charge = (words(), words(), price(), price(), any::<bool>(), 0..10u8);
    let charges = proptest::collection::vec(charge, 1..8);
    (charges, any::<bool>()).prop_map(|(charges, is_split)| {
        let mut text = "Name of fee,Statutory/Discretionary".to_owned();
        for year in ["2018/19", "2019/20"] {
            text.push_str(&format!(",VAT status {year}"));
            if is_split {
                text.push_str(&format!(",Charge excl. VAT {year},VAT amount {year}"));
            }
            text.push_str(&format!(",Charge incl. VAT {year}"));
        }
        text.push('\n');
        for (at, (service, name, old, new, is_exempt, more)) in charges.iter().enumerate() {
            // A paper prints no VAT of a range.
            let is_one = old.1.is_some() && new.1.is_some();
            let is_exempt = *is_exempt || is_split && !is_one;
            let letter = if is_exempt { "E" } else { "S" };
            let category = if *more == 1 { "S" } else { "D" };
            // One service a row keeps the order of the rows.
            text.push_str(&format!(
                "\"{} - {} {at}\",{category}",
                service.trim(),
                name.trim()
            ));
            for (number, (price, pence)) in [old, new].into_iter().enumerate() {
                let is_ended = *more == 2 && number == 1;
                text.push_str(&format!(",{letter}"));
                if is_split {
                    text.push_str(&net_and_vat(pence.filter(|_| !is_ended), is_exempt));
                }
                let price = if is_ended { "" } else { price };
                text.push_str(&format!(",\"{price}\""));
            }
            text.push('\n');
        }
        text
    })
}

/// The columns of net and VAT: nothing where there is no single amount.
fn net_and_vat(pence: Option<u32>, is_exempt: bool) -> String {
    match pence {
        None => ",,".to_owned(),
        Some(pence) if is_exempt => format!(",{},-", pounds(pence)),
        Some(pence) => {
            // A sixth, half a penny rounded up.
            let vat = (pence + 3) / 6;
            format!(",{},{}", pounds(pence - vat), pounds(vat))
        }
    }
}

/// The files that are made of a schedule for a book.
fn files(bytes: &[u8], book: &Contents, sources: &SourceSet) -> Vec<(String, String)> {
    let options = Options::default();
    let mut schedule = import::read(bytes, &options).expect("a schedule");
    schedule.explain(|_| Some(letters()));
    assert_eq!(errors(&schedule), [""; 0]);
    let files = schedule.files(book, sources, |_| Some(letters()), &head());
    files.into_iter().map(|it| (it.path, it.text)).collect()
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn exported_tariff_comes_back_as_the_same_book(text in schedule()) {
        let none = SourceSet::new(Vec::new());
        let empty = book::open_loaded(none.clone()).book.expect("an empty book");
        let first = files(text.as_bytes(), empty.contents(), &none);
        let stored = first.iter().map(|(path, text)| {
            SourceFile::new(path.as_str(), text.clone().into_bytes()).expect("text")
        });
        let opened = book::open_loaded(SourceSet::new(stored.collect()));
        let opened_book = opened.book.expect("a book");
        let contents = opened_book.contents();
        let year = TariffRef::named(contents, "2019/20").expect("the year");
        let report = appendix::report(year.before(contents), year);
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let bytes = format.write(&report).expect("a table");
            prop_assert_eq!(&files(&bytes, contents, &opened.sources), &first);
        }
    }

    #[test]
    fn cell_of_another_kind_is_the_same_price_or_is_named(
        kind in 0..39u8,
        pence in 1..1_000_000u32,
    ) {
        let schedule = read(&one_price(|sheet| mutate(sheet, kind, pence)));
        let found = errors(&schedule);
        if found.is_empty() {
            let expected = format!("other.hall {}.{:02}", pence / 100, pence % 100);
            prop_assert_eq!(prices(&schedule, "2019/20"), [expected]);
        } else {
            prop_assert!(found[0].ends_with("cell F2"), "{found:?}");
            prop_assert!(kind > 4 && ![27, 34].contains(&kind), "{kind}: {found:?}");
            prop_assert!(schedule.diagnostics[0].code != Code::Layout);
        }
    }
}
