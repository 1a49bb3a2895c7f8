//! `docs/year.md`, step by step: a year of charges as finance takes it from the
//! plan to adoption and a variation.

use std::{fs, path::Path};

use crate::harness::{Finished, TempDir, almoner, root};

/// A block of the page: what is behind its opening marks, and its lines.
struct Block {
    info: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut parts = page.split("```");
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        let (info, text) = block.split_once('\n').expect("a block");
        blocks.push(Block {
            info: info.to_owned(),
            text: text.to_owned(),
        });
    }
    blocks
}

/// The words of a command, with those in quotation marks together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(number, part)| match number % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// Runs every command of the page in a folder, in order.
fn follow(page: &str, folder: &Path) -> Vec<(String, Finished)> {
    let mut done = Vec::new();
    for block in blocks(page) {
        if let Some(name) = block.info.split("file=").nth(1) {
            fs::write(folder.join(name), &block.text).expect("a file");
        } else if let Some(name) = block.info.split("line=").nth(1) {
            let path = folder.join(name);
            let text = fs::read_to_string(&path).expect("the file");
            let lines = text.lines().map(|line| {
                let is_it = line.trim_start().starts_with("decided:");
                if is_it { block.text.trim_end() } else { line }
            });
            let text: Vec<&str> = lines.collect();
            fs::write(path, text.join("\n")).expect("written");
        } else {
            assert_eq!(block.info, "sh");
            for line in block.text.lines() {
                let args = words(line.strip_prefix("almoner ").expect("a command"));
                let run = almoner(args).inside(folder).run().success();
                done.push((line.to_owned(), run));
            }
        }
    }
    done
}

#[test]
fn year_is_planned_adopted_and_varied_as_the_page_says() {
    let folder = TempDir::new();
    let page = fs::read_to_string(root().join("docs/year.md")).expect("the page");
    let done = follow(&page, Path::new(folder.path()));
    let said = |opening: &str, number: usize| -> String {
        let mut runs = done.iter().filter(|(line, _)| line.starts_with(opening));
        let (_, run) = runs.nth(number).expect("the command");
        let text = String::from_utf8_lossy(&run.stdout).into_owned() + &run.stderr;
        // Long lines are broken.
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(said("almoner policy", 0).contains("A 3% rise is the most"));
    // 3.15 and 3%: 3.2445, to 5p; late: 3.30; varied: 3.50. The Award stays.
    let three = said("almoner tariff 2017/18", 0);
    assert!(three.contains("£3.00 £3.15 £3.30"), "{three}");
    assert!(three.contains("adopted by Full Council"), "{three}");
    let varied = said("almoner tariff 2019/20", 0);
    assert!(varied.contains("£3.50"), "{varied}");
    assert!(varied.contains("2 September 2019"), "{varied}");
    let tariff = folder.join("book/tariffs/2019-20.ron");
    let tariff = fs::read_to_string(tariff).expect("the tariff");
    for reason in ["the caterer's price", "asked for by committee"] {
        assert!(tariff.contains(reason), "{reason}");
    }
    for paper in [
        "uprating.xlsx",
        "forecast.xlsx",
        "appendix.docx",
        "comparison.xlsx",
        "appendix-varied.docx",
    ] {
        assert!(folder.join(paper).exists(), "{paper}");
    }
}
