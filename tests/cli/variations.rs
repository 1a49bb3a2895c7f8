//! Prices changed within the year, from outside: the day decides, and what was
//! known decides, and the tariff stays as it is.
#![expect(
    clippy::expect_used,
    reason = "a test stops where its ground is missing"
)]

use std::process::Command;

fn said(args: &[&str]) -> String {
    let book = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/varied");
    let output = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(args)
        .env("ALMONER_BOOK", book)
        .output()
        .expect("the program runs");
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {remarks}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn total(on: &str, more: &[&str]) -> bool {
    let quote = ["quote", "hire", "--hours", "1", "--on", on];
    let page = said(&[&quote[..], more].concat());
    assert!(page.contains("£9.00") != page.contains("£10.00"), "{page}");
    page.contains("£9.00")
}

#[test]
fn a_variation_changes_the_price_from_its_day() {
    assert!(!total("2018-06-30", &[]));
    assert!(total("2018-07-01", &[]));
    assert!(total("2019-03-31", &[]));
}

#[test]
fn what_was_known_before_it_gives_the_old_price() {
    assert!(!total("2018-07-01", &["--known", "2018-06-01"]));
    assert!(total("2018-07-01", &["--known", "2018-06-15"]));
}

#[test]
fn comparison_and_history_follow_it() {
    let compared = said(&[
        "compare",
        "2018/19",
        "2018/19@2018-07-01",
        "--format",
        "csv",
    ]);
    assert!(compared.contains("10.00,9.00,-1.00"), "{compared}");
    let history = said(&["history", "hall.hour"]);
    for words in ["£10.00", "£9.00", "2018-07-01", "Heating costs less"] {
        assert!(history.contains(words), "{history}");
    }
}
