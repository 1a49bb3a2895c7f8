//! Tables that follow from the code.

use super::{between, read};
use crate::harness::root;

/// The codes of `almoner check`; `ALMONER_RERECORD=1` writes them.
#[test]
fn rules_page_lists_every_diagnostic_code() {
    let text = read("docs/rules.md");
    let listed = between(&text, "codes");
    let table = almoner::text::codes::markdown();
    if std::env::var_os("ALMONER_RERECORD").is_some() {
        let recorded = text.replacen(listed, &table, 1);
        std::fs::write(root().join("docs/rules.md"), recorded).unwrap();
    } else {
        assert_eq!(listed, table);
    }
}

/// The words between quotation marks at the end of lines of a `match`.
fn names_in_match<'t>(source: &'t str, arm: &str) -> Vec<&'t str> {
    let lines = source
        .lines()
        .filter(|line| line.trim_start().starts_with(arm));
    let name = |line: &'t str| line.split('"').nth(1);
    lines.filter_map(name).collect()
}

#[test]
fn programs_page_lists_every_problem_code() {
    let source = read("crates/engine/src/facts/problem.rs");
    let codes = names_in_match(&source, "ProblemCode::");
    assert!(codes.len() >= 10, "{codes:?}");
    let text = read("docs/api.md");
    let mut table = between(&text, "problem codes").lines().skip(2);
    let listed: Vec<&str> = table
        .by_ref()
        .filter_map(|row| row.split('`').nth(1))
        .collect();
    assert_eq!(listed, codes);
}

#[test]
fn programs_page_lists_every_address() {
    let openapi = read("src/web/routes.rs");
    let (_, callers) = openapi.split_once("const CALLERS").unwrap();
    let (callers, _) = callers.split_once("];").unwrap();
    let addresses: Vec<&str> = callers.split('"').skip(1).step_by(2).collect();
    assert!(addresses.len() >= 10, "{addresses:?}");
    let text = read("docs/api.md");
    let listed = between(&text, "routes");
    for address in addresses {
        let alone = format!("`{address}`");
        let after_verb = format!(" {address}`");
        assert!(
            listed.contains(&alone) || listed.contains(&after_verb),
            "{address}"
        );
    }
}

#[test]
fn commands_page_lists_every_command() {
    let text = read("docs/commands.md");
    let source = read("src/cli/command.rs");
    let variants = source.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once('(')?;
        let is_variant = name.starts_with(char::is_uppercase) && rest.ends_with("),");
        is_variant.then_some(name)
    });
    let commands: Vec<String> = variants.map(hyphenated).collect();
    assert!(commands.len() >= 15, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "on-book") {
        assert!(
            text.contains(&format!("`{command}")) || text.contains(&format!("almoner {command}")),
            "{command}"
        );
    }
}

/// `ExplainUprating` as the command `explain-uprating`.
fn hyphenated(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
