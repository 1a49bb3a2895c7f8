//! Workbooks and documents from outside: what finance opens and what goes into
//! the committee's pack.
#![expect(
    clippy::float_arithmetic,
    reason = "recalculates as a spreadsheet does"
)]

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use calamine::{Data, Reader as _, Xlsx};

use crate::harness::almoner;

/// A paper on the built-in book, as bytes on standard output.
fn paper(args: &[&str]) -> Vec<u8> {
    almoner(args).run().success().stdout
}

/// A part of a package.
fn part(package: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("the part");
    part.read_to_string(&mut text).expect("text");
    text
}

/// The parts of a package by name.
fn parts(package: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let names = zip.file_names();
    names
        .map(|name| name.expect("a name").into_owned())
        .collect()
}

/// The cells of a workbook by sheet and place, with the formulas among them.
struct Workbook {
    values: BTreeMap<(String, String), Data>,
    formulas: Vec<(String, String, String)>,
}

impl Workbook {
    fn of(bytes: Vec<u8>) -> Workbook {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let (mut values, mut formulas) = (BTreeMap::new(), Vec::new());
        let place = |row: u32, column: u32| {
            let letter = char::from(b'A' + u8::try_from(column).expect("a letter"));
            format!("{letter}{}", row + 1)
        };
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).expect("a sheet");
            let (row, column) = range.start().unwrap_or_default();
            for (down, across, value) in range.used_cells() {
                let at = place(row + down as u32, column + across as u32);
                values.insert((sheet.clone(), at), value.clone());
            }
            let range = book.worksheet_formula(&sheet).expect("its formulas");
            let (row, column) = range.start().unwrap_or_default();
            for (down, across, formula) in range.used_cells() {
                let at = place(row + down as u32, column + across as u32);
                if !formula.is_empty() {
                    formulas.push((sheet.clone(), at, formula.clone()));
                }
            }
        }
        Workbook { values, formulas }
    }

    fn value(&self, sheet: &str, at: &str) -> &Data {
        let found = self.values.get(&(sheet.to_owned(), at.to_owned()));
        found.unwrap_or(&Data::Empty)
    }

    fn number(&self, sheet: &str, at: &str) -> f64 {
        match self.value(sheet, at) {
            Data::Float(number) => *number,
            Data::Int(number) => *number as f64,
            other => panic!("{sheet}!{at} is {other:?}"),
        }
    }

    /// The cells of `'Sheet'!A4:A9`, or of `A4:A9` on this sheet.
    fn span(&self, sheet: &str, span: &str) -> Vec<&Data> {
        let (sheet, span) = span.split_once('!').map_or((sheet, span), |(sheet, span)| {
            (sheet.trim_matches('\''), span)
        });
        let (first, last) = span.split_once(':').expect("a span");
        let halves = |at: &str| {
            let (letter, row) = at.split_at(1);
            (letter.to_owned(), row.parse::<u32>().expect("a row"))
        };
        let ((letter, first), (_, last)) = (halves(first), halves(last));
        let rows = first..=last;
        rows.map(|row| self.value(sheet, &format!("{letter}{row}")))
            .collect()
    }

    /// The result of a formula, calculated independently of the program.
    fn worked(&self, sheet: &str, formula: &str) -> Data {
        let within = |name: &str| {
            let rest = formula.strip_prefix(name)?;
            rest.strip_prefix('(')?.strip_suffix(')')
        };
        let sum = |span: &str| {
            let cells = self.span(sheet, span).into_iter();
            let numbers = cells.filter_map(|cell| match cell {
                Data::Float(number) => Some(*number),
                _ => None,
            });
            Data::Float(numbers.sum())
        };
        if let Some(span) = within("SUM") {
            return sum(span);
        }
        if let Some(rest) = within("SUBTOTAL") {
            return sum(rest.strip_prefix("109,").expect("a sum"));
        }
        if let Some(span) = within("COUNTA") {
            let cells = self.span(sheet, span).into_iter();
            return Data::Float(cells.filter(|cell| **cell != Data::Empty).count() as f64);
        }
        if let Some(rest) = within("COUNTIF") {
            let (span, word) = rest.split_once(',').expect("a word");
            let word = Data::String(word.trim_matches('"').to_owned());
            let cells = self.span(sheet, span).into_iter();
            return Data::Float(cells.filter(|cell| **cell == word).count() as f64);
        }
        if let Some((there, at)) = formula.split_once('!') {
            return self.value(there.trim_matches('\''), at).clone();
        }
        let (difference, divisor) = match formula.split_once(")/") {
            Some((difference, divisor)) => (difference.trim_start_matches('('), Some(divisor)),
            None => (formula, None),
        };
        let (new, old) = difference.split_once('-').expect("a difference");
        let difference = self.number(sheet, new) - self.number(sheet, old);
        Data::Float(match divisor {
            Some(divisor) => difference / self.number(sheet, divisor),
            None => difference,
        })
    }
}

fn alike(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::Float(a), Data::Float(b)) => (a - b).abs() < 1e-9,
        _ => a == b,
    }
}

const PAPERS: [&[&str]; 4] = [
    &["compare", "2017/18", "2018/19"],
    &["appendix", "2018/19"],
    &["policy", "2017/18", "2018/19"],
    &["explain-uprating", "2017/18", "2018/19"],
];

#[test]
fn recalculating_a_workbook_changes_nothing() {
    let mut counts = Vec::new();
    for args in PAPERS {
        let book = Workbook::of(paper(&[args, &["--format", "xlsx"]].concat()));
        for (sheet, at, formula) in &book.formulas {
            let (stored, worked) = (book.value(sheet, at), book.worked(sheet, formula));
            assert!(
                alike(stored, &worked),
                "{args:?} {sheet}!{at} ={formula}: {stored:?}, recalculated {worked:?}"
            );
        }
        counts.push(book.formulas.len());
    }
    // Two changes for each row with two exact prices, and the summary's counts.
    assert!(counts[0] > 2 * 60 && counts[1] >= 3, "{counts:?}");
}

#[test]
fn workbook_has_numbers_a_sheet_for_each_service_and_its_fingerprints() {
    let bytes = paper(&["compare", "2017/18", "2018/19", "--format", "xlsx"]);
    let names = parts(&bytes);
    assert!(!names.iter().any(|name| name.contains("vba")), "{names:?}");
    assert!(names.iter().any(|name| name.contains("charts/chart")));
    let look = part(&bytes, "xl/worksheets/sheet3.xml");
    for words in [
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "state=\"frozen\"",
        "<autoFilter",
    ] {
        assert!(look.contains(words), "{words}");
    }
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"));
    assert!(part(&bytes, "xl/styles.xml").contains("£#,##0.00"));
    assert!(part(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));

    let book = Workbook::of(bytes);
    assert_eq!(*book.value("Nursery places", "B5"), Data::Float(5.0));
    let prints = book.value("Nursery places", "A2").to_string();
    assert!(prints.contains("2017/18 is sha256:") && prints.contains("2018/19 is sha256:"));
    for sheet in ["Grangewaters", "Nursery places", "Others"] {
        assert_eq!(*book.value(sheet, "A4"), Data::String("Charge".to_owned()));
    }
}

#[test]
fn document_is_landscape_and_repeats_the_header_row_of_every_table() {
    let bytes = paper(&["compare", "2017/18", "2018/19", "--format", "docx"]);
    let text = part(&bytes, "word/document.xml");
    let count = |words: &str| text.matches(words).count();
    assert_eq!(count("<w:tbl>"), 8);
    assert_eq!(count("<w:tblHeader/>"), 8);
    assert_eq!(count("<w:tr>"), 8 + 74);
    assert_eq!(count("<w:cantSplit/>"), 8 + 74);
    assert_eq!(count("w:val=\"Heading1\""), 8 + 1);
    assert!(text.contains("w:orient=\"landscape\"") && text.contains("w:val=\"Fees\""));
    let styles = part(&bytes, "word/styles.xml");
    for style in text.split("Style w:val=\"").skip(1) {
        let (style, _) = style.split_once('"').expect("a style");
        assert!(
            styles.contains(&format!("w:styleId=\"{style}\"")),
            "{style}"
        );
    }
    let again = paper(&["compare", "2017/18", "2018/19", "--format", "docx"]);
    assert_eq!(bytes, again);
}
