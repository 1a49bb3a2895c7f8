//! Stage 1: files as text become the source model, as written.
//!
//! The promise: [`parse`] never fails. It reads what can be read and reports
//! everything that cannot, each bad field or entry once and in its place, and
//! says which files are incomplete so that later stages need not complain of
//! what is missing from them. Formulas and wordings inside are texts still;
//! [`formula::parse`] and [`wording::parse`] read them for the checker, which
//! knows what each belongs to.
//!
//! Only this stage knows how files are written.

mod diagnostics;
mod document;
mod field_homes;
mod fields;
mod list_fields;
mod reader;
mod recovering_pass;
mod repair;
mod strict_pass;

pub mod budget;
pub mod calendar;
pub mod case_facts;
pub mod compact_text;
pub mod formula;
pub mod model;
pub mod ordered_map;
pub mod plan;
pub mod policy;
pub mod wording;

use std::collections::BTreeSet;

pub use self::repair::{Repaired, repair};
use self::{model::Document, reader::Reader};
use crate::base::{
    diagnostic::Diagnostic,
    source_text::{SourceId, SourceSet},
};

/// What could be read of a set of files.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// Every file whose own fields could be read, in the order of the files.
    pub documents: Vec<(SourceId, Document<'s>)>,
    /// Everything that could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of which something could not be read: their document lacks
    /// entries, or there is none.
    pub incomplete: BTreeSet<SourceId>,
}

/// Reads every file and collects the problems of all of them.
#[must_use]
pub fn parse(sources: &SourceSet) -> Parsed<'_> {
    read(sources, |_| true)
}

/// Reads every file but those of cases, on which no answer rests.
#[must_use]
pub fn parse_without_cases(sources: &SourceSet) -> Parsed<'_> {
    read(sources, |text| !document::is_of_cases(text))
}

fn read(sources: &SourceSet, which: impl Fn(&str) -> bool) -> Parsed<'_> {
    let mut parsed = Parsed::default();
    for (id, file) in sources.iter().filter(|(_, file)| which(file.text())) {
        let mut reader = Reader::new(sources, id);
        let document = document::read(&mut reader, file.text());
        parsed
            .documents
            .extend(document.map(|document| (id, document)));
        if !reader.diagnostics.is_empty() {
            parsed.incomplete.insert(id);
        }
        parsed.diagnostics.append(&mut reader.diagnostics);
    }
    parsed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;
    use crate::base::source_text::SourceFile;

    fn sources(text: &str) -> SourceSet {
        SourceSet::new(vec![SourceFile::new("a.ron", text.into()).unwrap()])
    }

    /// Each diagnostic as `code|text|says|help`.
    fn remarks(text: &str) -> Vec<String> {
        let sources = sources(text);
        let parsed = parse(&sources);
        assert_eq!(parsed.diagnostics.is_empty(), parsed.incomplete.is_empty());
        let show = |remark: &Diagnostic| {
            let underlined = sources.text_at(remark.place).escape_debug().to_string();
            let help = remark.help.as_deref().unwrap_or("");
            format!("{}|{underlined}|{}|{help}", remark.code.name(), remark.says)
        };
        parsed.diagnostics.iter().map(show).collect()
    }

    fn rule(rest: &str) -> String {
        format!(
            "// A rule (set.\nEligibility(\n    id: \"a\", title: \"‘A’\", in_force: \"2018-04-01\",\n    \
             decided: Adopted(on: \"2018-01-01\", by: \"Council\"), source: \"Paper\",\n    {rest}\n)\n"
        )
    }

    #[test]
    fn file_of_every_kind_is_read() {
        let texts = [
            rule(r#"facts: [(id: "born", is: Date, until: "x")], criteria: []"#),
            rule(r#"facts: [(id: "born", is: Date)], criteria: [(id: "c", says: "C", holds: "yes")]"#),
            r#"Tariff(year: "2018/19", in_force: "2018-04-01", until: "2019-03-31", source: "P",
                decided: Proposed(on: "2017-12-12", by: "Committee"), vat_codes: { "E": Exempt, "E": Standard },
                services: [(id: "n", category: Statutory, vat: "E", cite: "A", charges: [
                    (id: "week", price: 230.00..=240.00, row: 1), (id: "a", price: Ended, row: x)])])"#
                .to_owned(),
            r#"Charges(services: [(id: "n", title: "N", charges: [
                (id: "week", name: "W", per: Family(2, 3, Nights(1, 2)))])])"#
                .to_owned(),
            r#"Parameter(id: "p", says: "P", gives: Money, until: "2027-03-31", periods: [
                (from: "2016-04-01", cite: "SI", rows: [(["-"], "£1")], decided: Adopted(on: "2016-04-01", by: "Cabinet"))])"#
                .to_owned(),
            r#"Cases(rule_set: "a", cases: [(says: "S", on: "2018-05-01",
                facts: { "l": [{ "kind": 20.50 }] }, expect: { "total": "£5.00" })])"#
                .to_owned(),
        ];
        let file = |(number, text): (usize, String)| {
            SourceFile::new(format!("{number}"), text.into()).unwrap()
        };
        let sources = SourceSet::new(texts.into_iter().enumerate().map(file).collect());
        let parsed = parse(&sources);
        assert_eq!(parsed.documents.len(), 6);
        let incomplete: Vec<u32> = parsed.incomplete.iter().map(|id| id.0).collect();
        assert_eq!(incomplete, [0, 2]);
        let Some((_, Document::Tariff(tariff))) = parsed.documents.get(2) else {
            panic!("the third file is a tariff");
        };
        assert_eq!(tariff.head.vat_codes.0.len(), 2);
        let (_, charges) = &tariff.services[0];
        assert_eq!(charges.len(), 1);
        let price = sources.place(SourceId(2), charges[0].price.get_ron());
        assert_eq!(sources.text_at(price), "230.00..=240.00");
    }

    #[test]
    fn every_bad_entry_and_field_gets_a_diagnostic_at_its_place() {
        let facts = r#"facts: [(id: "a", is: Dat), // one
            (id: "b", is: "Date", ask: 6), (is: Date), (id: "£d", ask: "x"), 5, Fact(id: "a"),
            (id: "f", is: OneOf), (id: "g", is: OneOf("a")), (id: "h", is: Date("x")),
            (id: "i", id: "j", is: Date), (id: "k", is: Date, aks: "x"), (id: "l", is: Date, ask: None),
            (id: "m", is: List([(id: "x", Is: Date)])), (id: "n", is: Date, ask: "a \"b\""), (ID: "o", is: Date)]"#;
        let expected = [
            "Dat|`Dat` is not one of the words that can stand here|did you mean `Date`?",
            r#"\"Date\"|expected a word without quotation marks, found `"Date"`|write `Date`"#,
            r#"6|expected text between quotation marks, found `6`|write "6""#,
            "(|the field `id` is missing|add `id: …`",
            r#"\"£d\"|the field `is` is missing|add `is: …`"#,
            "5|expected an entry between `(` and `)`, found `5`|",
            "Fact|`Fact` has no place before `(`|start the entry with `(`",
            "OneOf|`OneOf` needs its parts between `(` and `)`|",
            r#"\"a\"|expected a list between `[` and `]`, found `"a"`|"#,
            "Date|`Date` stands alone, without parts in brackets|",
            "id|the field `id` is given twice|",
            "aks|`aks` is not a field of this entry|did you mean `ask`?",
            "None|expected text between quotation marks, found `None`|leave the field out",
            "Is|`Is` is not a field of this entry|did you mean `is`?",
            r##"\"a \\\"b\\\"\"|the text has a backslash before a character|write the text as r#"…"#, in which a backslash and a quotation mark are characters like any other"##,
            "ID|`ID` is not a field of this entry|it can be `id`, `is`, `ask`, `label`, `hint`, `within`, `when`, `assume`, `one`, `complete`, `not_before`, `no_more_than`, `excludes`, `needs`, `from`, `letter`, `confidential`, `changes`, `personal`",
            "(|the field `id` is missing|add `id: …`",
        ];
        let expected: Vec<String> = expected
            .iter()
            .map(|line| format!("shape|{line}"))
            .collect();
        assert_eq!(remarks(&rule(facts)), expected);
    }

    #[test]
    fn unknown_and_misplaced_file_fields_are_diagnosed() {
        let prices = r#"lines: [], rounding: (mode: "half_up", to: "£0.01"), titel: "x", facts: 5, facts: []"#;
        let help = "prices and their rounding make a quote: they stand in a file that starts with `Pricing(`";
        assert_eq!(
            remarks(&rule(prices)),
            [
                format!("shape|lines|`lines` has no place in `Eligibility(`|{help}"),
                format!("shape|rounding|`rounding` has no place in `Eligibility(`|{help}"),
                "shape|titel|`titel` is not a field of this entry|did you mean `title`?".to_owned(),
                "shape|facts|the field `facts` is given twice|".to_owned(),
                "shape|5|expected a list between `[` and `]`, found `5`|".to_owned(),
            ]
        );
        assert_eq!(
            remarks(r#"Cases(rul_set: "a", cases: [(says: "x")])"#),
            [
                "shape|rul_set|`rul_set` is not a field of this entry|did you mean `rule_set`?",
                "shape|(|the field `on` is missing|add `on: …`",
            ]
        );
        assert_eq!(remarks("Cases()").len(), 2);
    }

    #[test]
    fn syntax_errors_have_their_place() {
        let expected = [
            ("", "syntax||the file has nothing in it"),
            ("// only this", "syntax||the file has nothing in it"),
            (
                "Eligability(id: 5)",
                "shape|Eligability|a file cannot start with `Eligability`",
            ),
            (
                "#![enable(implicit_some)]",
                "syntax|#|a file cannot start with this",
            ),
            ("Tariff", "syntax||the file ends too early"),
            (
                "Tariff(year: \"x\"",
                "syntax|(|this bracket is never closed",
            ),
            ("Tariff {}", "syntax|{|expected `(`, found `{`"),
            (
                "Cases(cases: [)]",
                "syntax|)|expected `]` before this bracket",
            ),
            (
                "Cases(a: 1))",
                "syntax|)|this bracket closes nothing that is open",
            ),
            (
                "Cases(a: 1) 5",
                "syntax|5|`5` stands after the file's last bracket",
            ),
        ];
        for (text, start) in expected {
            let remarks = remarks(text);
            assert!(
                remarks.len() == 1 && remarks[0].starts_with(start),
                "{text}: {remarks:?}"
            );
        }
    }

    #[test]
    fn quote_and_comma_errors_have_distinct_messages() {
        let expected = [
            (
                "Cases(a: \"x, b: [\n])",
                "syntax|\\\"x, b: [|the text that starts here runs on over the end of the line",
            ),
            (
                "Cases(a: “x”)",
                "curly-quotes|“|`“` is a curly quotation mark, which neither starts nor ends text",
            ),
            (
                "Cases(a: \"x”, b: [\n\"])",
                "curly-quotes|”|`”` is a curly quotation mark, which neither starts nor ends text",
            ),
            (
                "Cases(a: \"x\" b: 5)",
                "syntax|b|`b` does not follow from what is before it",
            ),
            (
                "Cases(a \"x\")",
                "syntax|\\\"x\\\"|expected `:` and a value, found `\"x\"`",
            ),
            (
                "Cases(\"x\")",
                "syntax|\\\"x\\\"|expected the name of a field, such as `id:`, found `\"x\"`",
            ),
            (
                "Cases(a-b: 1)",
                "syntax|a-b|expected the name of a field, such as `id:`, found `a-b`",
            ),
            (
                "Cases(a: 2018-05-01)",
                "syntax|2018-05-01|`2018-05-01` has no meaning here",
            ),
            ("Cases(a: £5)", "syntax|£|`£` has no meaning here"),
            (
                "Cases(a: 5 /* b)",
                "syntax|/* b)|the comment that starts here has no end",
            ),
        ];
        for (text, start) in expected {
            let remarks = remarks(text);
            assert!(
                remarks.len() == 1 && remarks[0].starts_with(start),
                "{text}: {remarks:?}"
            );
        }
    }

    #[test]
    fn diagnostics_on_one_entry_and_on_one_file_are_limited() {
        let fields: String = (0..5_000).map(|n| format!("x{n}: 1, ")).collect();
        let of_entry = remarks(&rule(&format!("facts: [({fields})]"))).len();
        assert!((40..100).contains(&of_entry), "{of_entry}");
        let entries = "(), ".repeat(5_000);
        let of_file = remarks(&rule(&format!("facts: [{entries}]"))).len();
        assert!((900..=1_000).contains(&of_file), "{of_file}");
    }

    #[test]
    fn deep_file_is_refused_without_overflow() {
        let brackets = "[".repeat(1_000_000);
        assert_eq!(remarks(&brackets).len(), 1);
        assert_eq!(remarks(&format!("Cases(cases: {brackets}")).len(), 1);
        let closed = format!("Cases(cases: {brackets}{}", "]".repeat(1_000_000));
        assert_eq!(
            remarks(&format!("{closed})")),
            ["syntax|[|the brackets are nested too deeply to read|"]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_diagnosed(text in any::<String>()) {
            let all = format!("Cases(rule_set: \"a\", cases: [{text}])");
            for text in [text, all] {
                let sources = sources(&text);
                for remark in parse(&sources).diagnostics {
                    let file = sources.get(remark.place.file).unwrap().text();
                    prop_assert!(file.get(remark.place.start as usize..remark.place.end as usize).is_some());
                }
            }
        }
    }
}
