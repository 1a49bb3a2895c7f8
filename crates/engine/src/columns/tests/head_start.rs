//! Confidential facts, and rows that lack a fact, of a screening.

use super::{answer_as_rows_do, assert_same, council, small_book, table, whole, yes_no};
use crate::{
    columns::{
        Bits, Column, ColumnValues, Days, ListColumn, RowsQuestion, Standing, Table,
        answer_rows::{answer_rows, by_columns_alone, by_rows_alone},
        completed_table::{Completing, Tried},
        fillable::Fillable,
    },
    facts::MAX_RECORDS,
};

/// Young people who meet every condition but that about convictions: without any,
/// with one that counts, with one and no support, and with one and a fact missing.
fn young_people() -> Table {
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
    let all = |values: ColumnValues, name: &str| Column {
        name: name.to_owned(),
        values,
        given: Bits::all(true, 4),
    };
    let kinds = texts(&["training", "character"]);
    let mut agrees = yes_no("agrees_to_conditions", &[true; 4]);
    agrees.given = Bits::of([true, true, true, false].into_iter());
    Table {
        rows: 4,
        columns: vec![
            all(ColumnValues::Date(vec![19_980_301; 4]), "date_of_birth"),
            yes_no("in_care_or_care_leaver", &[true; 4]),
            yes_no("supported_by_inspire", &[true, true, false, true]),
            yes_no("in_education_employment_or_training", &[true; 4]),
            yes_no("is_employed", &[false; 4]),
            yes_no("eligible_for_social_housing", &[true; 4]),
            agrees,
            all(
                ColumnValues::Options(vec![0, 1, 1, 1], texts(&["violence"])),
                "unspent_convictions",
            ),
        ],
        lists: vec![ListColumn {
            name: "references".to_owned(),
            offsets: vec![0, 2, 4, 6, 8],
            given: Bits::all(true, 4),
            columns: vec![
                Column {
                    name: "kind".to_owned(),
                    values: ColumnValues::Text(vec![0, 1, 0, 1, 0, 1, 0, 1], kinds),
                    given: Bits::all(true, 8),
                },
                Column {
                    given: Bits::of((0..8).map(|record| record % 2 == 1)),
                    ..yes_no("relative", &[false; 8])
                },
            ],
        }],
    }
}

/// As in any list that others see: a conviction makes it a case for the panel, and
/// the row says no more than that.
#[test]
fn convictions_do_not_show_in_rows() {
    let (book, table) = (council(), young_people());
    let days = Days::One("2018-06-15".parse().unwrap());
    let question = RowsQuestion {
        rule_set: "head-start",
        days: &days,
        default_day: None,
        known: None,
        reasons: true,
    };
    let by_columns = answer_rows(book, &question, &table, 0..4);
    let by_rows = by_rows_alone(book, &question, &table, &[0, 1, 2, 3]);
    assert_eq!(by_columns.by_columns, 3);
    for answered in [by_columns, by_rows] {
        let outcomes = answered.outcomes.iter().flatten().map(|it| it.name());
        let meant = ["eligible", "refer", "not_eligible", "undetermined"];
        assert_eq!(outcomes.collect::<Vec<_>>(), meant);
        let rows: Vec<_> = (0..4).map(|row| answered.row(row)).collect();
        assert!(rows[1].criteria.iter().all(Option::is_none), "{rows:?}");
        assert!(rows[1].missing.is_empty());
        let mut entries = answered.entries.iter();
        let secret = entries.position(|it| **it == *"offences").unwrap();
        for row in [0, 2, 3] {
            assert_eq!(rows[row].criteria[secret], None, "{rows:?}");
            assert!(rows[row].criteria.iter().any(Option::is_some), "{rows:?}");
        }
        assert_eq!(rows[3].missing, ["agrees_to_conditions".into()]);
    }
}

/// An eligible young person, and as many more who each lack one of the facts: of all of them
/// another fact is a no, if `refused`.
fn each_lacks_a_fact(refused: Option<&str>) -> Table {
    let one = young_people();
    let names = one.columns.iter().map(|it| it.name.clone());
    let names: Vec<String> = names.filter(|it| Some(it.as_str()) != refused).collect();
    let rows = names.len() + 1;
    let repeated = |column: &Column| {
        let lacks = |row: usize| row > 0 && names[row - 1] == column.name;
        let is_refused = Some(column.name.as_str()) == refused;
        let values = match &column.values {
            ColumnValues::YesNo(yes) => ColumnValues::YesNo(Bits::of(
                (0..rows).map(|row| yes.get(0) && !(is_refused && row > 0)),
            )),
            ColumnValues::Date(days) => ColumnValues::Date(vec![days[0]; rows]),
            ColumnValues::Options(_, texts) => ColumnValues::Options(vec![0; rows], texts.clone()),
            other => panic!("{other:?}"),
        };
        Column {
            name: column.name.clone(),
            values,
            given: Bits::of((0..rows).map(|row| !lacks(row))),
        }
    };
    let list = &one.lists[0];
    let records = |column: &Column| {
        let first = |given: &Bits| Bits::of((0..2 * rows).map(|record| given.get(record % 2)));
        let values = match &column.values {
            ColumnValues::YesNo(yes) => ColumnValues::YesNo(first(yes)),
            ColumnValues::Text(kinds, texts) => {
                let kinds = (0..2 * rows).map(|record| kinds[record % 2]);
                ColumnValues::Text(kinds.collect(), texts.clone())
            }
            other => panic!("{other:?}"),
        };
        Column {
            name: column.name.clone(),
            values,
            given: first(&column.given),
        }
    };
    Table {
        rows,
        columns: one.columns.iter().map(repeated).collect(),
        lists: vec![ListColumn {
            name: list.name.clone(),
            offsets: (0..=rows).map(|row| 2 * row).collect(),
            given: Bits::all(true, rows),
            columns: list.columns.iter().map(records).collect(),
        }],
    }
}

/// No search of completions is left to the row evaluator, and rows that are refused for
/// another reason are not left to it at all.
#[test]
fn rows_that_lack_a_fact_need_no_search() {
    let book = council();
    let days = Days::One("2018-06-15".parse().unwrap());
    let question = RowsQuestion {
        rule_set: "head-start",
        days: &days,
        default_day: None,
        known: None,
        reasons: true,
    };
    for refused in [None, Some("eligible_for_social_housing")] {
        let table = each_lacks_a_fact(refused);
        let all: Vec<usize> = (0..table.rows).collect();
        let (found, left) = by_columns_alone(book, &question, &table, 0..table.rows);
        assert!(left.is_empty(), "{left:?}");
        let expected = by_rows_alone(book, &question, &table, &all);
        for row in all {
            assert_same((&found, &expected), row, &question, &table);
        }
        let open = |criteria: &Vec<Option<Standing>>| {
            let mut rows = criteria.iter().skip(1);
            rows.any(|it| *it == Some(Standing::Undetermined))
        };
        assert!(found.criteria.iter().filter(|it| open(it)).count() > 5);
        // In training, whether they are employed does not matter.
        let answered = match refused {
            None => 2,
            Some(_) => table.rows,
        };
        assert_eq!(found.by_columns, answered, "{refused:?}");
    }
}

/// A question has no more records than it may have, and neither has a completion of it.
#[test]
fn completion_has_no_more_records_than_a_question_may_have() {
    let mut table = young_people();
    let list = &mut table.lists[0];
    list.offsets = vec![
        0,
        MAX_RECORDS,
        MAX_RECORDS + 2,
        MAX_RECORDS + 4,
        MAX_RECORDS + 6,
    ];
    for column in &mut list.columns {
        let records = MAX_RECORDS + 6;
        column.given = Bits::all(true, records);
        column.values = match &column.values {
            ColumnValues::YesNo(_) => ColumnValues::YesNo(Bits::all(false, records)),
            ColumnValues::Text(_, texts) => ColumnValues::Text(vec![0; records], texts.clone()),
            other => panic!("{other:?}"),
        };
    }
    let on = "2018-06-15".parse().unwrap();
    let ruling = council().program().select("head-start", on, None).unwrap();
    let completing = Completing {
        table: &table,
        version: ruling.version,
        fillable: &Fillable::of(ruling.version),
        donor: Some(1),
        tried: Tried::Same,
    };
    let completed = completing.table(&[0, 1]);
    let records = |row| completed.lists[0].records(row).len();
    assert_eq!((records(0), records(1)), (MAX_RECORDS, 4));
}

/// A list refuses a fault that only a confidential fact would keep from being evaluated, or it
/// would say what the fact is.
#[test]
fn fault_behind_a_confidential_fact_is_refused_whatever_the_fact_is() {
    let rules = r#"
        facts: [
            (id: "ill", is: YesNo, confidential: true, ask: "?", changes: Never),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
        ],
        criteria: [(id: "a", says: "A", cite: "1", holds: "not (ill and 5 / n > 1)")],"#;
    let ill = yes_no("ill", &[false, true, false, true]);
    let table = table(4, vec![ill, whole("n", &[0, 0, 1, 1])]);
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table);
    for row in 0..4 {
        assert_eq!(found.problem_of(row).is_some(), row < 2, "{row}");
    }
}
