//! Every case that the policy officers wrote for the council's own book is
//! answered as they say.

use almoner_engine::{
    book::open,
    cases::{self, coverage},
    load::BookFrom,
    program::model::Program,
};

fn council() -> Program {
    let opened =
        open(BookFrom::Files(almoner_built_in::files())).expect("the built-in book is there");
    opened
        .book
        .expect("the built-in book has no errors")
        .into_program()
}

#[test]
fn every_case_of_every_rule_set_is_answered_as_expected() {
    let program = council();
    let mut failed = Vec::new();
    for set in &program.contents().rule_sets {
        for ran in cases::run(&program, set) {
            for difference in &ran.differences {
                failed.push(format!(
                    "{}: {}: {}: expected {}, got {}",
                    ran.rule_set, ran.says, difference.what, difference.expected, difference.actual
                ));
            }
        }
    }
    assert_eq!(failed, Vec::<String>::new());
}

/// `almoner test --coverage` on the council's own book.
#[test]
fn cases_cover_the_whole_book() {
    let opened =
        open(BookFrom::Files(almoner_built_in::files())).expect("the built-in book is there");
    let program = opened
        .book
        .expect("the built-in book has no errors")
        .into_program();
    for set in &program.contents().rule_sets {
        let measured = coverage::measure(&program, &opened.sources, set);
        let left_out: Vec<&str> = measured.left_out().map(|goal| &*goal.says).collect();
        assert_eq!(left_out, Vec::<&str>::new(), "{}", set.id);
    }
}

/// A rule set whose cases were lost would pass the test above.
#[test]
fn every_rule_set_has_twenty_cases_or_more() {
    for set in &council().contents().rule_sets {
        let count = set.cases.len();
        assert!(count >= 20, "`{}` has {count} cases", set.id);
    }
}

/// A case that expects nothing cannot fail.
#[test]
fn every_case_expects_something() {
    for set in &council().contents().rule_sets {
        for case in &set.cases {
            assert!(!case.expect.is_empty(), "{}: {}", set.id, case.says);
        }
    }
}
