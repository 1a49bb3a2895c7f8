//! Links between pages, and the paths that pages name.

use std::path::Path;

use super::{pages, read};
use crate::harness::root;

/// The anchor that a heading has on the web.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn headings(text: &str) -> Vec<String> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if !in_code && line.starts_with('#') {
            found.push(anchor(line.trim_start_matches('#').trim()));
        }
    }
    found
}

/// The targets of `[words](target)`, without those on other sites.
fn links(text: &str) -> Vec<&str> {
    let after = text.split("](").skip(1);
    let targets = after.filter_map(|rest| Some(rest.split_once(')')?.0));
    targets
        .filter(|target| !target.starts_with("http"))
        .collect()
}

#[test]
fn links_lead_to_a_page_and_a_heading() {
    let mut count = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in links(&text) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let to = match path {
                "" => page.clone(),
                path => page.parent().unwrap().join(path),
            };
            assert!(to.exists(), "{}: {target}", page.display());
            if !heading.is_empty() {
                let there = headings(&std::fs::read_to_string(&to).unwrap());
                assert!(
                    there.contains(&heading.to_owned()),
                    "{}: {target}",
                    page.display()
                );
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

/// Paths that a page names exist, if their first folder is one of the
/// repository and not of the book that the page's example writes.
#[test]
fn paths_on_pages_exist() {
    for page in [
        "README.md",
        "docs/commands.md",
        "docs/api.md",
        "docs/service.md",
        "docs/measurements.md",
    ] {
        let text = read(page);
        for code in text.split('`').filter(|code| !code.contains('\n')) {
            let folders = [
                "examples/",
                "tests/",
                "benches/",
                "crates/",
                "rules/",
                "docs/",
            ];
            let is_path = folders.iter().any(|folder| code.starts_with(folder));
            if is_path && !code.contains(['<', '*', ' ']) {
                assert!(root().join(Path::new(code)).exists(), "{page}: {code}");
            }
        }
    }
}
