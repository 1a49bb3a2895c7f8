//! Prices changed within the year: the day asked about and the day by which it
//! was known decide, and the tariff itself does not change.

use crate::harness::{almoner, root};

fn hall(args: &[&str]) -> String {
    let book = root().join("tests/cli/varied");
    almoner(args).book(book).run().success().text()
}

fn total(on: &str, more: &[&str]) -> bool {
    let quote = ["quote", "hire", "--hours", "1", "--on", on];
    let page = hall(&[&quote[..], more].concat());
    assert!(page.contains("£9.00") != page.contains("£10.00"), "{page}");
    page.contains("£9.00")
}

#[test]
fn variation_changes_the_price_from_its_day() {
    assert!(!total("2018-06-30", &[]));
    assert!(total("2018-07-01", &[]));
    assert!(total("2019-03-31", &[]));
}

#[test]
fn known_before_the_variation_gives_the_old_price() {
    assert!(!total("2018-07-01", &["--known", "2018-06-01"]));
    assert!(total("2018-07-01", &["--known", "2018-06-15"]));
}

#[test]
fn comparison_and_history_show_the_variation() {
    let compared = hall(&[
        "compare",
        "2018/19",
        "2018/19@2018-07-01",
        "--format",
        "csv",
    ]);
    assert!(compared.contains("10.00,9.00,-1.00"), "{compared}");
    let history = hall(&["history", "hall.hour"]);
    for words in ["£10.00", "£9.00", "2018-07-01", "Heating costs less"] {
        assert!(history.contains(words), "{history}");
    }
}
