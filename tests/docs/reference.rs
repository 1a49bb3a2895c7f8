//! `docs/rules.md` has every field of every kind of file, every word of a
//! fixed set, and every function of the formula language; and nothing else.

use std::{fs, path::PathBuf};

use super::{between, read};
use crate::harness::root;

/// A type of the source model: its name and its text.
struct Declared {
    name: String,
    text: String,
}

/// The sources of the stage that reads files, by path.
fn sources() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("crates/engine/src/source")];
    let mut files = vec![root().join("crates/engine/src/base/terms.rs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    files.into_iter().map(read).collect()
}

/// The text of the source files between the first `opening` and the next `end`.
fn after(opening: &str, end: &str) -> String {
    let sources = sources();
    let mut found = sources
        .iter()
        .filter_map(|(_, text)| text.split_once(opening));
    let (_, rest) = found.next().expect(opening);
    rest.split_once(end).expect(end).0.to_owned()
}

/// The texts between quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// Every type that is read from a file with `Deserialize`.
fn declared(keyword: &str) -> Vec<Declared> {
    let mut all = Vec::new();
    for (_, source) in sources() {
        for part in source.split("#[derive(").skip(1) {
            let declared = part.split_once(")]").and_then(|(derives, rest)| {
                let (body, _) = rest.split_once("\n}")?;
                let (_, item) = body.split_once(&format!("pub {keyword} "))?;
                (derives.contains("Deserialize") && item.contains('{')).then_some(item)
            });
            let Some(item) = declared else { continue };
            let name = item.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            all.push(Declared {
                name: name.to_owned(),
                text: item.to_owned(),
            });
        }
    }
    all
}

/// The fields of a struct with whether they are needed.
fn fields(declared: &Declared) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut has_default = false;
    for line in declared.text.lines().map(str::trim) {
        if line.starts_with("#[serde(") {
            has_default |= line.contains("default");
        } else if let Some(field) = line.strip_prefix("pub ").and_then(|it| it.split_once(':')) {
            found.push((field.0.to_owned(), !has_default));
            has_default = false;
        }
    }
    found
}

/// The rows of a table: the code in the first cell, and the second cell.
fn rows(text: &str) -> Vec<(String, String)> {
    let table = text
        .lines()
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    let row = |line: &str| {
        let mut cells = line.split('|').skip(1).map(str::trim);
        let field = cells.next()?.split('`').nth(1)?.to_owned();
        Some((field, cells.next()?.to_owned()))
    };
    table.map(|line| row(line).expect(line)).collect()
}

/// What follows each mark of a kind, by its name: `<!-- fields: line -->`.
fn marked<'p>(page: &'p str, kind: &str) -> Vec<(&'p str, &'p str)> {
    let mark = format!("<!-- {kind}: ");
    let parts = page.split(mark.as_str()).skip(1);
    parts
        .map(|part| part.split_once(" -->\n").unwrap())
        .collect()
}

/// A table's fields and whether each is needed to read the file. A citation
/// that only `check` asks for is not.
fn listed_fields(text: &str) -> Vec<(String, bool)> {
    let field = |(field, needed): (String, String)| (field, needed == "yes");
    rows(text).into_iter().map(field).collect()
}

#[test]
fn every_field_is_listed_with_whether_it_is_needed() {
    let page = read("docs/rules.md");
    let tables: Vec<_> = marked(&page, "fields")
        .into_iter()
        .map(|(name, text)| (name, listed_fields(text)))
        .collect();
    let structs: Vec<_> = declared("struct")
        .into_iter()
        .map(|it| (fields(&it), it.name))
        .collect();
    assert!(structs.len() > 30, "{}", structs.len());
    for (fields, name) in &structs {
        let is_listed = tables.iter().any(|(_, listed)| listed == fields);
        assert!(
            is_listed,
            "docs/rules.md has no table for {name}: {fields:?}"
        );
    }
    for (name, listed) in &tables {
        let exists = structs.iter().any(|(fields, _)| fields == listed);
        assert!(
            exists,
            "docs/rules.md: nothing has the fields of {name}: {listed:?}"
        );
    }
}

#[test]
fn every_list_of_a_rule_set_is_listed() {
    let source = after("for RuleLists<'s> {", "];");
    let mut names = quoted(&source);
    let page = read("docs/rules.md");
    let (_, table) = *marked(&page, "lists").last().unwrap();
    let listed = rows(table);
    let mut listed: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, names);
}

#[test]
fn every_other_list_and_kind_of_file_is_named() {
    let page = read("docs/rules.md");
    let mut count = 0;
    for (_, source) in sources() {
        for names in source.split("NAMES: &'static [&'static str] = &[").skip(1) {
            for name in quoted(names.split_once("];").unwrap().0) {
                assert!(page.contains(&format!("`{name}`")), "{name}");
                count += 1;
            }
        }
    }
    assert!(count >= 18, "{count}");
    for kind in quoted(&after("const KINDS", "];")) {
        assert!(page.contains(&format!("| `{kind}(` |")), "{kind}");
    }
}

#[test]
fn every_word_of_a_fixed_set_is_listed() {
    let page = read("docs/rules.md");
    let sets = marked(&page, "variants");
    let enums = declared("enum");
    assert!(enums.len() >= 9, "{}", enums.len());
    for set in enums {
        let lines = set.text.lines().skip(1).map(str::trim);
        let variants = lines.filter(|line| line.starts_with(char::is_uppercase));
        let names: Vec<&str> = variants
            .map(|it| it.split(|c: char| !c.is_alphanumeric()).next().unwrap())
            .collect();
        let are_in = |text: &str| {
            let paragraph = text.split("\n\n").next().unwrap();
            let is_there = |name: &&str| {
                let mut ends = ["`", "("].iter();
                ends.any(|end| paragraph.contains(&format!("`{name}{end}")))
            };
            names.iter().all(is_there)
        };
        let is_listed = sets.iter().any(|(_, text)| are_in(text));
        assert!(
            is_listed,
            "docs/rules.md lacks words of {}: {names:?}",
            set.name
        );
    }
}

#[test]
fn every_function_and_reserved_word_is_listed() {
    let page = read("docs/rules.md");
    let source = read("crates/engine/src/check/formula.rs");
    let (_, functions) = source.split_once("pub const FUNCTIONS").unwrap();
    let functions = functions.split_once("];").unwrap().0;
    let mut functions: Vec<&str> = functions.split('"').skip(1).step_by(2).collect();
    assert!(functions.len() >= 20, "{functions:?}");
    let table = between(&page, "functions");
    let calls = read("crates/engine/src/check/resolve/calendar.rs");
    let (_, of_calendars) = calls.split_once("const CALENDAR_FUNCTIONS").unwrap();
    let of_calendars = of_calendars.split_once("];").unwrap().0;
    functions.extend(of_calendars.split('"').skip(1).step_by(2));
    for function in functions.iter().chain([&"round", &"over"]) {
        assert!(table.contains(&format!("`{function}(")), "{function}");
    }
    // And each that is listed is one.
    let rows = table
        .lines()
        .skip(2)
        .filter_map(|row| row.split('|').nth(1));
    for code in rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
        let name = code.split('(').next().unwrap();
        assert!(
            functions.contains(&name) || ["round", "over"].contains(&name),
            "{name}"
        );
    }
    let listed = between(&page, "reserved");
    let words = after("pub const RESERVED", "];");
    assert!(quoted(&words).len() >= 20, "{words}");
    for word in quoted(&words) {
        assert!(listed.contains(&format!("`{word}`")), "{word}");
    }
}
