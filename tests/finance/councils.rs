//! Schedules in the manner of different councils, each made here and named by
//! its layout: every price is taken right, or its cell is named.

use std::io::Write as _;

use almoner::finance::import::{ColumnChoice, Options};
use almoner_engine::check::model::Category;
use rust_xlsxwriter::{Format, Workbook};
use zip::write::SimpleFileOptions;

use super::schedules::{ONE_YEAR, errors, letters, prices, read_as, row, workbook};

/// A schedule, and what is right.
#[derive(Clone)]
struct Sample {
    layout: &'static str,
    bytes: Vec<u8>,
    options: Options,
    /// Each year with its charges and prices.
    prices: &'static [(&'static str, &'static [&'static str])],
    /// The cells that cannot be taken, each with its code.
    errors: &'static [&'static str],
}

impl Sample {
    fn new(layout: &'static str, bytes: impl Into<Vec<u8>>) -> Sample {
        Sample {
            layout,
            bytes: bytes.into(),
            options: Options::default(),
            prices: &[],
            errors: &[],
        }
    }

    /// A paper that says neither who sets its charges nor what its VAT is.
    fn without_letters(mut self) -> Sample {
        self.options.category = Some(Category::Discretionary);
        self.options.letter = Some("O".to_owned());
        self
    }

    fn gives(mut self, prices: &'static [(&'static str, &'static [&'static str])]) -> Sample {
        self.prices = prices;
        self
    }

    fn names(mut self, errors: &'static [&'static str]) -> Sample {
        self.errors = errors;
        self
    }
}

const HALL: &[(&str, &[&str])] = &[("2019/20", &["other.hall 12.00"])];

#[test]
fn each_layout_is_taken_right_or_its_cells_are_named() {
    let samples = [
        text_files(),
        text_layouts(),
        rows_and_columns(),
        workbooks(),
        named_cells(),
    ]
    .concat();
    assert!(samples.len() >= 20, "{}", samples.len());
    for sample in samples {
        let mut schedule = read_as(&sample.bytes, &sample.options, &letters());
        let found = errors(&schedule);
        assert_eq!(
            found, sample.errors,
            "{}: {:?}",
            sample.layout, schedule.diagnostics
        );
        schedule.leave_out_bad();
        for (year, expected) in sample.prices {
            assert_eq!(
                prices(&schedule, year),
                *expected,
                "{}: {year}",
                sample.layout
            );
        }
    }
}

/// What a schedule can be saved as.
fn text_files() -> Vec<Sample> {
    let rows = "Item;S/D;VAT code;Charge incl. VAT 2019/20\r\nHall;D;E;£12.00\r\n";
    let utf16 = rows.replace(';', "\t");
    let utf16 = utf16.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    let windows: Vec<u8> = rows
        .chars()
        .map(|it| u8::try_from(u32::from(it)).expect("a letter of Windows-1252"))
        .collect();
    vec![
        Sample::new("semicolons", rows).gives(HALL),
        Sample::new("a line `sep=;`", format!("sep=;\r\n{rows}")).gives(HALL),
        Sample::new(
            "tabs and carriage returns",
            rows.replace(';', "\t").replace("\r\n", "\r"),
        )
        .gives(HALL),
        Sample::new("Excel's CSV in Windows-1252", windows).gives(HALL),
        Sample::new("Excel's Unicode text in UTF-16", utf16).gives(HALL),
        old_workbook(),
        old_number_formats(),
        Sample::new("an OpenDocument", open_document(&["20", "0.05"]))
            .gives(&[("2019/20", &["other.hall 20.00"])])
            .names(&["not-a-price Fees, row 3, cell D3"]),
    ]
}

fn old_workbook() -> Sample {
    Sample::new(
        "a workbook of the old Excel",
        include_bytes!("old-workbook.xls").as_slice(),
    )
    .gives(&[
        (
            "2018/19",
            &[
                "halls.hall 20.00",
                "halls.room 10.00",
                "halls.free_swim 0.00",
            ],
        ),
        (
            "2019/20",
            &[
                "halls.hall 21.50",
                "halls.room 0.05",
                "halls.free_swim 0.00",
            ],
        ),
    ])
}

/// What Excel shows of each: £20.00, 20p, € 20.00, $20.00, 20%, 05/10/2018, 0,
/// 20.00 in a hidden row, 21, £0.20, and a formula that was never calculated.
fn old_number_formats() -> Sample {
    Sample::new(
        "number formats of the old Excel",
        include_bytes!("old-formats.xls").as_slice(),
    )
    .gives(&[(
        "2019/20",
        &["other.hall 20.00", "other.copy 0.20", "other.locker 0.20"],
    )])
    .names(&[
        "not-a-price Fees, row 4, cell E4",
        "not-a-price Fees, row 5, cell E5",
        "not-a-price Fees, row 6, cell E6",
        "not-a-price Fees, row 7, cell E7",
        "shown-otherwise Fees, row 8, cell E8",
        "hidden-price Fees, row 9, cell D9",
        "hidden-price Fees, row 9, cell E9",
        "shown-otherwise Fees, row 10, cell E10",
        "not-a-price Fees, row 12, cell E12",
    ])
}

/// An OpenDocument with a price, and a percentage in the place of one.
fn open_document([price, share]: &[&str; 2]) -> Vec<u8> {
    let words = |words: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let headings = ["Item", "S/D", "VAT code", "Charge 2019/20"].map(words);
    let number = format!(
        "<table:table-cell office:value-type=\"currency\" office:currency=\"GBP\" office:value=\"{price}\"><text:p>£{price}.00</text:p></table:table-cell>"
    );
    let percent = format!(
        "<table:table-cell office:value-type=\"percentage\" office:value=\"{share}\"><text:p>5%</text:p></table:table-cell>"
    );
    let rows = [
        row(&headings),
        row(&[words("Hall"), words("D"), words("E"), number]),
        row(&[words("Uplift"), words("D"), words("E"), percent]),
        "<table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>".to_owned(),
    ];
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Fees\">{}</table:table></office:spreadsheet></office:body></office:document-content>",
        rows.concat()
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ] {
        archive.start_file(name, stored).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("a document").into_inner()
}

/// Headings and columns.
fn text_layouts() -> Vec<Sample> {
    vec![
        Sample::new(
            "a year in the title, charge, VAT and total",
            "Leisure charges 2019/20\nItem,S/D,VAT code,Charge,VAT,Total\nHall,D,S,10.00,2.00,12.00\n",
        )
        .gives(HALL),
        Sample::new(
            "before and after VAT, which has no column",
            "Fees 2019/20\nItem,S/D,VAT code,Charge before VAT,Charge after VAT\nHall,D,S,10.00,12.00\n",
        )
        .gives(HALL),
        Sample::new(
            "a column of VAT rates",
            "Item,S/D,VAT %,Price (no VAT) 2019/20,VAT @ 20% 2019/20,Cost to customer 2019/20\nHall,D,Std,10.00,2.00,12.00\n",
        )
        .gives(HALL),
        Sample::new(
            "headings over three rows",
            "Item,Charge,VAT,Charge\n,excl. VAT,,incl. VAT\n,2019/20,2019/20,2019/20\nHall,10,2,12\n",
        )
        .without_letters()
        .gives(&[])
        .names(&["vat-sum row 4, cell C4"]),
        Sample::new(
            "current and proposed charge, increase",
            "Charges from 1 April 2019\nItem,Current,Proposed,Increase £,Increase %\nHall,11.00,12.00,1.00,9%\n",
        )
        .without_letters()
        .gives(&[("2018/19", &["other.hall 11.00"]), ("2019/20", &["other.hall 12.00"])]),
    ]
}

/// Services, sections, codes and columns without a heading.
fn rows_and_columns() -> Vec<Sample> {
    vec![
        Sample::new(
            "a service in the first column, blank below",
            "Service,Item,2019/20\nLibraries,A4 copy,10p\n,A3 copy,20p\nHalls,Hall,£5.00 per hour\n",
        )
        .without_letters()
        .gives(&[(
            "2019/20",
            &["libraries.a4_copy 0.10", "libraries.a3_copy 0.20", "halls.hall 5.00"],
        )]),
        Sample::new(
            "sections, notes, headings on each page and totals",
            "Item,2019/20\nPARKING\nFirst permit,50\nSecond permit,80*\nNote: badge holders park free.\n\
             Item,2019/20\nTotal,130\nTotal wellness class,8\n",
        )
        .without_letters()
        .gives(&[(
            "2019/20",
            &["parking.first_permit 50.00", "parking.second_permit 80.00", "parking.total_wellness_class 8.00"],
        )]),
        Sample::new(
            "ledger codes first, a column without a heading",
            "Charge code,2019/20 inc VAT,Increase,Description,\nP30,£12.00,£1.00,Hall,£6.00\n",
        )
        .without_letters()
        .gives(HALL),
        Sample::new(
            "two prices, one of them said by the user",
            "Fees 2019/20\nItem,Standard,Concession\nHall,12.00,6.00\n",
        )
        .with_columns(&["gross=B", "note=C"])
        .gives(HALL),
    ]
}

impl Sample {
    fn with_columns(self, columns: &[&str]) -> Sample {
        let mut sample = self.without_letters();
        let columns = columns.iter().map(|it| ColumnChoice::parse(it));
        sample.options.columns = columns.map(|it| it.expect("a column")).collect();
        sample
    }
}

/// A workbook of two sheets with one charge.
fn sheets(names: [&str; 2], year: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, price) in names.into_iter().zip(["5", "6"]) {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        row(
            sheet,
            0,
            &["Item", if year { "Charge" } else { "Charge 2019/20" }],
        );
        row(sheet, 1, &["Adult", price]);
    }
    book.save_to_buffer().expect("a workbook")
}

/// A workbook with years merged above columns, and a merged section.
fn merged() -> Vec<u8> {
    workbook("Fees", |sheet| {
        let plain = Format::new();
        row(sheet, 0, &["Fees and charges of the council"]);
        for (first, year) in [(2, "2018/19"), (5, "2019/20")] {
            sheet
                .merge_range(1, first, 1, first + 2, year, &plain)
                .expect("a year");
        }
        row(
            sheet,
            2,
            &[
                "Description",
                "VAT",
                "Net",
                "VAT",
                "Gross",
                "Net",
                "VAT",
                "Gross",
            ],
        );
        sheet
            .merge_range(3, 0, 3, 7, "HALLS", &plain)
            .expect("a section");
        row(sheet, 4, &["Hall", "S", "10", "2", "12", "20", "4", "24"]);
    })
}

/// A workbook with prices in several number formats.
fn formats() -> Vec<u8> {
    workbook("Fees", |sheet| {
        row(sheet, 0, &["Item", "Charge 2019/20"]);
        for (at, (name, value, code)) in (1..).zip([
            ("A4 copy", 20.0, "0\"p\""),
            ("Hall", 13.049_999_999_999_999, "£0.00"),
            ("Room", 5.0, "£0.00\" per hour\""),
            ("Ball", 0.0, "£0.00;-£0.00;\"free\""),
        ]) {
            row(sheet, at, &[name]);
            let format = Format::new().set_num_format(code);
            sheet
                .write_number_with_format(at, 1, value, &format)
                .expect("a price");
        }
    })
}

/// Workbooks with several sheets, merged cells and formats.
fn workbooks() -> Vec<Sample> {
    vec![
        Sample::new(
            "a sheet for each service",
            sheets(["Swimming", "Skating"], false),
        )
        .without_letters()
        .gives(&[("2019/20", &["swimming.adult 5.00", "skating.adult 6.00"])]),
        Sample::new(
            "a sheet for each year",
            sheets(["2018-19", "2019-20"], true),
        )
        .without_letters()
        .gives(&[
            ("2018/19", &["other.adult 5.00"]),
            ("2019/20", &["other.adult 6.00"]),
        ]),
        Sample::new("years merged above net, VAT and gross", merged())
            .with_columns(&["vat-letter=B"])
            .gives(&[
                ("2018/19", &["halls.hall 12.00"]),
                ("2019/20", &["halls.hall 24.00"]),
            ]),
        Sample::new("pence, rates and free in number formats", formats())
            .without_letters()
            .gives(&[(
                "2019/20",
                &[
                    "other.a4_copy 0.20",
                    "other.hall 13.05",
                    "other.room 5.00",
                    "other.ball 0.00",
                ],
            )]),
    ]
}

/// A workbook whose prices are in a hidden column.
fn hidden() -> Vec<u8> {
    workbook("Fees", |sheet| {
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Hall", "D", "E", "12", "-", "12"]);
        sheet.set_column_hidden(5).expect("hidden");
    })
}

/// Workbooks with cells that no price may be taken from.
fn named_cells() -> Vec<Sample> {
    let formatted = |code: &'static str, value: f64| {
        workbook("Fees", move |sheet| {
            row(sheet, 0, &ONE_YEAR);
            row(sheet, 1, &["Hall", "D", "E", "12", "-", "12"]);
            row(sheet, 2, &["Room", "D", "E"]);
            let format = Format::new().set_num_format(code);
            sheet
                .write_number_with_format(2, 5, value, &format)
                .expect("a cell");
        })
    };
    let across = workbook("Fees", |sheet| {
        row(sheet, 0, &ONE_YEAR);
        row(sheet, 1, &["Hall", "D", "E"]);
        sheet
            .merge_range(1, 3, 1, 5, "", &Format::new())
            .expect("merged");
        sheet.write_number(1, 3, 12).expect("a price");
    });
    let mut lost = Workbook::new();
    for (name, rows) in [("Fees", 1), ("Late", 0)] {
        let sheet = lost.add_worksheet();
        sheet.set_name(name).expect("a name");
        if rows > 0 {
            row(sheet, 0, &["Item", "Charge 2019/20"]);
        }
        row(sheet, rows, &["Hall", "12"]);
    }
    vec![
        Sample::new("a price in euros", formatted("[$€-407]0.00", 5.0))
            .gives(HALL)
            .names(&["not-a-price Fees, row 3, cell F3"]),
        Sample::new("a percentage", formatted("0%", 0.05))
            .gives(HALL)
            .names(&["not-a-price Fees, row 3, cell F3"]),
        Sample::new("a number of days", formatted("0\" days\"", 5.0))
            .gives(HALL)
            .names(&["shown-otherwise Fees, row 3, cell F3"]),
        Sample::new(
            "zero that shows as a dash",
            formatted("0.00;-0.00;\"-\"", 0.0),
        )
        .gives(HALL)
        .names(&["bad-price Fees, row 3, cell F3"]),
        Sample::new("a hidden column of prices", hidden())
            .names(&["hidden-price Fees, row 2, cell F2"]),
        Sample::new("one price merged over net, VAT and gross", across)
            .names(&["vat-sum Fees, row 2, cell E2"]),
        Sample::new(
            "rows on a sheet without headings",
            lost.save_to_buffer().expect("a workbook"),
        )
        .without_letters()
        .gives(HALL)
        .names(&["wrong-layout Late, row 1"]),
    ]
}
