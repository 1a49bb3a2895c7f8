//! Tables that follow from the code.

use std::sync::{Mutex, PoisonError};

use super::{between, read};
use crate::harness::root;

/// The codes of `almoner check`; `ALMONER_RERECORD=1` writes them.
#[test]
fn rules_page_lists_every_diagnostic_code() {
    assert_listed("docs/rules.md", "codes", &almoner::text::codes::markdown());
}

#[test]
fn programs_page_lists_every_problem_code() {
    let table = almoner::text::codes::problems_markdown();
    assert_listed("docs/api.md", "problem codes", &table);
}

#[test]
fn programs_page_lists_every_http_problem_code() {
    let table = almoner::web::problem_codes();
    assert_listed("docs/api.md", "HTTP problem codes", &table);
}

#[test]
fn commands_page_lists_every_exit_code() {
    assert!(read("docs/commands.md").contains(&almoner::cli::exit_codes()));
}

/// Asserts that a page has a table between two marks, or writes it there.
fn assert_listed(page: &str, name: &str, table: &str) {
    // Two tests may write tables of one page: one would overwrite the other's.
    static PAGES: Mutex<()> = Mutex::new(());
    let _one_at_a_time = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    let text = read(page);
    let listed = between(&text, name);
    if std::env::var_os("ALMONER_RERECORD").is_some() {
        let begin = format!("<!-- {name}: begin -->\n");
        let recorded = text.replacen(&(begin.clone() + listed), &(begin + table), 1);
        std::fs::write(root().join(page), recorded).unwrap();
    } else {
        assert_eq!(listed, table);
    }
}

#[test]
fn programs_page_lists_every_address() {
    let app = read("src/web/routes.rs") + &read("src/web/pages/routes.rs");
    let routes = app.split(".route(").skip(1);
    let addresses = routes.filter_map(|route| route.split('"').nth(1));
    let addresses = addresses.filter(|address| *address != "/metrics");
    let addresses: Vec<&str> = addresses.collect();
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
