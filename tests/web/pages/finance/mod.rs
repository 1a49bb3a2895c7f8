//! Finance's pages: their numbers are those of the files, their files those of the
//! command line.

mod forecast;
mod papers;
mod scopes;
mod uprate;

use serde_json::Value;

use super::{Document, Reply, Service, applicants::post, shared};

/// The heading of the column that repeats a change as a bar.
const BAR: &str = "Change, as a bar";

/// Checks that the tables of a page are those of the same paper as JSON, figure by
/// figure, in the same order; returns how many figures it compared.
fn assert_same_figures(page: &Document, papers: &[&Value]) -> usize {
    let expected = papers
        .iter()
        .flat_map(|it| it["tables"].as_array().unwrap());
    let expected: Vec<&Value> = expected
        .filter(|it| !it["rows"].as_array().unwrap().is_empty())
        .collect();
    let tables: Vec<_> = page.all("table").map(|it| page.rows(it)).collect();
    assert_eq!(tables.len(), expected.len());
    let mut compared = 0;
    for (rows, table) in tables.iter().zip(expected) {
        let [headings, rows @ ..] = rows.as_slice() else {
            panic!("a table has no rows");
        };
        let columns: Vec<Option<&str>> = headings
            .iter()
            .map(|heading| column_of(table, heading))
            .collect();
        let entries = table["rows"].as_array().unwrap();
        assert_eq!(rows.len(), entries.len(), "{}", table["title"]);
        for (row, entry) in rows.iter().zip(entries) {
            let Some(cells) = entry["cells"].as_object() else {
                assert_eq!(row.len(), 1, "{row:?}");
                assert_eq!(row[0], entry["says"].as_str().unwrap());
                continue;
            };
            assert_eq!(row.len(), columns.len(), "{row:?}");
            for (shown, column) in row.iter().zip(&columns) {
                let Some(column) = column else { continue };
                assert_same(shown, &cells[*column]);
                compared += 1;
            }
        }
    }
    compared
}

/// The column of a heading; none for a bar.
fn column_of<'t>(table: &'t Value, heading: &str) -> Option<&'t str> {
    if heading == BAR {
        return None;
    }
    let mut columns = table["columns"].as_array().unwrap().iter();
    let found = columns.find(|it| it["heading"] == heading);
    let column = found.unwrap_or_else(|| panic!("{heading} is no column of {}", table["title"]));
    column["id"].as_str()
}

/// What a cell shows, and its value as JSON.
fn assert_same(shown: &str, value: &Value) {
    let words = shown.replace(" ▲ above policy", "");
    match value {
        Value::Null => assert_eq!(words, ""),
        Value::Number(number) => assert_eq!(words, number.to_string()),
        Value::String(text) if figures(text).is_empty() || !is_figure(text) => {
            assert_eq!(&words, text);
        }
        Value::Object(it) if it.contains_key("printed") => {
            assert_eq!(words, it["printed"].as_str().unwrap());
        }
        other => {
            let mut expected = Vec::new();
            all_figures(other, &mut expected);
            assert_eq!(figures(&words), expected, "{shown} {value}");
        }
    }
}

fn is_figure(text: &str) -> bool {
    text.chars()
        .all(|it| it.is_ascii_digit() || "-.%".contains(it))
}

fn all_figures(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(figures(text)),
        Value::Object(parts) => {
            let ends = ["low", "min", "high", "max"];
            let parts = ends.iter().filter_map(|end| parts.get(*end));
            parts.for_each(|it| all_figures(it, found));
        }
        other => panic!("no figure: {other}"),
    }
}

/// The figures of a text without signs of currency and commas: `-3.75` of `−£3.75`,
/// and of `(3.75)`, which is income.
fn figures(text: &str) -> Vec<String> {
    let ends = text.split(['/', '–']).map(str::trim);
    let figures = ends.map(|end| {
        let digits: String = end
            .chars()
            .filter(|it| it.is_ascii_digit() || *it == '.')
            .collect();
        let is_negative = end.contains(['−', '-', '(']);
        let digits = match digits.split_once('.') {
            None if !digits.is_empty() => format!("{digits}.00"),
            _ => digits,
        };
        match is_negative && digits.contains(|it: char| ('1'..='9').contains(&it)) {
            true => format!("-{digits}"),
            false => digits,
        }
    });
    figures.filter(|it| !it.is_empty()).collect()
}

/// A page in which nothing is wrong.
fn page(service: &Service, path: &str) -> Document {
    let reply = service.get(path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    assert_whole(&reply)
}

fn assert_whole(reply: &Reply) -> Document {
    let document = Document::parse(reply.text());
    assert_eq!(document.faults(), Vec::<String>::new());
    document
}

#[test]
fn figures_are_read_as_people_write_them() {
    assert_eq!(figures("£1,020.00"), ["1020.00"]);
    assert_eq!(figures("+£7.00 / −£10.50"), ["7.00", "-10.50"]);
    assert_eq!(figures("(1,236,463)"), ["-1236463.00"]);
    assert_eq!(figures("0.00%"), ["0.00"]);
    assert_eq!(figures("-3.75"), ["-3.75"]);
    assert_eq!(figures("£230.00–£240.00"), ["230.00", "240.00"]);
}
