//! The README is true: its examples answer as printed.

#[test]
fn its_examples_answer_as_printed() {
    trycmd::TestCases::new()
        .env("ALMONER_BOOK", "")
        .env("COLUMNS", "100")
        .case("README.md");
}

/// The kinds of remark, between their two marks; `ALMONER_RERECORD=1` writes
/// them there.
#[test]
fn it_lists_every_kind_of_remark() {
    const BEGIN: &str = "<!-- remarks: begin -->\n";
    const END: &str = "<!-- remarks: end -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    let table = format!("{}\n", almoner::text::codes::markdown());
    if std::env::var_os("ALMONER_RERECORD").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(listed, table);
    }
}
