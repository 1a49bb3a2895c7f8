//! `docs/rules.md` has every field of every kind of file, every word of a
//! fixed set, and every function of the formula language; and nothing else.

use super::{between, read};

/// A type of the source model: its name and its text.
struct Declared {
    name: String,
    text: String,
}

/// The files that say what can be written.
const MODEL: [&str; 7] = [
    "crates/engine/src/source/model/mod.rs",
    "crates/engine/src/source/model/decided.rs",
    "crates/engine/src/source/model/eligibility.rs",
    "crates/engine/src/source/model/tariff.rs",
    "crates/engine/src/source/model/total.rs",
    "crates/engine/src/source/policy.rs",
    "crates/engine/src/base/terms.rs",
];

/// Every type that is read from a file with `Deserialize`.
fn declared(keyword: &str) -> Vec<Declared> {
    let mut all = Vec::new();
    let mut add = |path: &str, prefix: &str| {
        let source = read(path);
        for part in source.split("#[derive(").skip(1) {
            let Some((derives, rest)) = part.split_once(")]") else {
                continue;
            };
            let Some((_, item)) = rest.split_once(&format!("pub {keyword} ")) else {
                continue;
            };
            let Some(body) = item.split_once("\n}").map(|(body, _)| body) else {
                continue;
            };
            if derives.contains("Deserialize") && body.contains('{') {
                let name = body.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                all.push(Declared {
                    name: format!("{prefix}{name}"),
                    text: body.to_owned(),
                });
            }
        }
    };
    for path in MODEL {
        add(path, "");
    }
    // Its columns are not those of a table, and both are called so.
    add("crates/engine/src/source/budget.rs", "budget.");
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

/// The rows below `<!-- MARK -->`: the code in the first cell, and the second
/// cell.
fn rows(page: &str, mark: &str) -> Option<Vec<(String, String)>> {
    let (_, after) = page.split_once(&format!("<!-- {mark} -->\n"))?;
    let table = after
        .lines()
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    let row = |line: &str| {
        let mut cells = line.split('|').skip(1).map(str::trim);
        let field = cells.next()?.split('`').nth(1)?.to_owned();
        Some((field, cells.next()?.to_owned()))
    };
    table.map(row).collect()
}

#[test]
fn every_field_is_listed_with_whether_it_is_needed() {
    let page = read("docs/rules.md");
    let structs = declared("struct");
    assert!(structs.len() > 30, "{}", structs.len());
    let mut faults = Vec::new();
    for entry in &structs {
        let budget = entry
            .name
            .strip_prefix("budget.")
            .filter(|name| *name != "ColumnEntry");
        let name = budget.unwrap_or(&entry.name);
        let Some(listed) = rows(&page, &format!("fields: {name}")) else {
            faults.push(format!("{name}: no table"));
            continue;
        };
        let listed: Vec<(String, bool)> = listed
            .into_iter()
            .map(|(field, needed)| (field, needed == "yes"))
            .collect();
        let mut expected = fields(entry);
        // `check` asks for a citation that the file can be read without.
        let cited = page_asks_for_cite(&page, name);
        expected
            .iter_mut()
            .filter(|(field, _)| field == "cite" && cited)
            .for_each(|it| it.1 = false);
        if listed != expected {
            faults.push(format!("{name}: listed {listed:?}, there are {expected:?}"));
        }
    }
    assert!(faults.is_empty(), "docs/rules.md:\n{}", faults.join("\n"));
}

fn page_asks_for_cite(page: &str, name: &str) -> bool {
    let rows = rows(page, &format!("fields: {name}")).unwrap_or_default();
    rows.contains(&("cite".to_owned(), "yes, by `check`".to_owned()))
}

/// Lists of entries: `lists.rs` names those of a rule set.
#[test]
fn every_list_of_a_rule_set_is_listed() {
    let source = read("crates/engine/src/source/lists.rs");
    let (_, rules) = source.split_once("for RuleLists<'s>").unwrap();
    let (_, names) = rules.split_once("NAMES").unwrap();
    let names = names.split_once("];").unwrap().0;
    let mut names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
    let page = read("docs/rules.md");
    let listed = rows(&page, "lists: Rules").unwrap();
    let mut listed: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, names);
}

#[test]
fn every_other_list_and_kind_of_file_is_named() {
    let page = read("docs/rules.md");
    let lists = read("crates/engine/src/source/lists.rs");
    let lists = lists.split("NAMES: &'static [&'static str] = &[").skip(1);
    for names in lists {
        let names = names.split_once("];").unwrap().0;
        for name in names.split('"').skip(1).step_by(2) {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
    let document = read("crates/engine/src/source/document.rs");
    let (_, kinds) = document.split_once("const KINDS").unwrap();
    for kind in kinds
        .split_once("];")
        .unwrap()
        .0
        .split('"')
        .skip(1)
        .step_by(2)
    {
        assert!(page.contains(&format!("| `{kind}(` |")), "{kind}");
    }
}

#[test]
fn every_word_of_a_fixed_set_is_listed() {
    let page = read("docs/rules.md");
    let enums = declared("enum");
    assert!(enums.len() >= 9, "{}", enums.len());
    for set in enums {
        let (_, after) = page
            .split_once(&format!("<!-- variants: {} -->", set.name))
            .expect(&set.name);
        let paragraph = after.split("\n\n").next().unwrap();
        let lines = set.text.lines().skip(1).map(str::trim);
        let variants = lines.filter(|line| line.starts_with(char::is_uppercase));
        for variant in variants {
            let name = variant
                .split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap();
            let is_there = [",", "`", "("]
                .iter()
                .any(|end| paragraph.contains(&format!("`{name}{end}")));
            assert!(is_there, "{}: {name}", set.name);
        }
    }
}

#[test]
fn every_function_and_reserved_word_is_listed() {
    let page = read("docs/rules.md");
    let source = read("crates/engine/src/check/formula.rs");
    let (_, functions) = source.split_once("pub const FUNCTIONS").unwrap();
    let functions = functions.split_once("];").unwrap().0;
    let functions: Vec<&str> = functions.split('"').skip(1).step_by(2).collect();
    assert!(functions.len() >= 20, "{functions:?}");
    let table = between(&page, "functions");
    for function in functions.iter().chain([&"round"]) {
        assert!(table.contains(&format!("`{function}(")), "{function}");
    }
    // And each that is listed is one.
    let rows = table
        .lines()
        .skip(2)
        .filter_map(|row| row.split('|').nth(1));
    for code in rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
        let name = code.split('(').next().unwrap();
        assert!(functions.contains(&name) || name == "round", "{name}");
    }
    let lexer = read("crates/engine/src/source/formula/lexer.rs");
    let (_, reserved) = lexer.split_once("pub const RESERVED").unwrap();
    let listed = between(&page, "reserved");
    for word in reserved
        .split_once("];")
        .unwrap()
        .0
        .split('"')
        .skip(1)
        .step_by(2)
    {
        assert!(listed.contains(&format!("`{word}`")), "{word}");
    }
}
