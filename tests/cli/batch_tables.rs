//! `batch` from Parquet and Arrow files to others.

use crate::harness::{TempDir, almoner, utf8};

#[test]
#[cfg(not(feature = "columns"))]
fn table_is_refused_by_a_program_built_without_arrow() {
    let folder = TempDir::new();
    let (cases, answers) = (folder.join("a.parquet"), folder.join("b.arrow"));
    let args = ["--in", utf8(&cases), "--out", utf8(&answers)];
    let refused = almoner(["batch", "music"]).args(args).run().exits(2);
    let says = "this almoner was built without Parquet and Arrow";
    assert!(refused.stderr.contains(says), "{refused:?}");
}

#[test]
fn table_needs_a_table_on_the_other_side() {
    let folder = TempDir::new();
    let cases = folder.write("a.csv", "lessons\n");
    for to in ["b.parquet", "b.arrow"] {
        let answers = folder.join(to);
        let args = ["--in", utf8(&cases), "--out", utf8(&answers)];
        let refused = almoner(["batch", "music"]).args(args).run().exits(2);
        let says = "cases and answers must both be tables";
        assert!(refused.stderr.contains(says), "{refused:?}");
    }
    let args = ["--in", "a.parquet", "--to", "parquet"];
    let refused = almoner(["batch", "music"]).args(args).run().exits(2);
    assert!(
        refused.stderr.contains("name a file with --out"),
        "{refused:?}"
    );
}

#[cfg(feature = "columns")]
mod with_tables {
    use std::{fs::File, path::Path, sync::Arc};

    use arrow_array::{
        Array as _, ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray,
        cast::AsArray as _, types::Decimal128Type,
    };
    use arrow_ipc::{reader::FileReader, writer::FileWriter};
    use parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder};

    use super::{TempDir, almoner, utf8};

    /// More than are in memory at once.
    const ROWS: usize = 70_001;

    /// Ten lessons of 20 minutes for two pupils, whose family has free school meals: the
    /// hour costs £30.00, so a lesson of 20 minutes for one of two pupils costs £5.00,
    /// and half of that at key stage 2. Where no key stage is known, neither is the total;
    /// and some rows have no pupils, which cannot be.
    fn lessons() -> RecordBatch {
        let all = |value: i64| Arc::new(Int64Array::from(vec![value; ROWS]));
        let rows = || 0..ROWS;
        let stages = rows().map(|row| (row % 1000 != 3).then_some(2));
        let pupils = rows().map(|row| if row % 1000 == 4 { 0 } else { 2 });
        let columns: [(&str, ArrayRef); 7] = [
            (
                "ref",
                Arc::new(StringArray::from_iter_values(
                    rows().map(|it| format!("M-{it}")),
                )),
            ),
            ("lessons", all(10)),
            ("minutes", all(20)),
            ("pupils", Arc::new(Int64Array::from_iter_values(pupils))),
            (
                "free_school_meals",
                Arc::new(BooleanArray::from(vec![true; ROWS])),
            ),
            ("key_stage", Arc::new(stages.collect::<Int64Array>())),
            ("note", Arc::new(StringArray::from(vec!["x"; ROWS]))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn write(path: &Path, batch: &RecordBatch) {
        let file = File::create(path).unwrap();
        match path.extension().unwrap().to_str().unwrap() {
            "parquet" => {
                let mut to = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
                to.write(batch).unwrap();
                to.close().unwrap();
            }
            _ => {
                let mut to = FileWriter::try_new(file, &batch.schema()).unwrap();
                to.write(batch).unwrap();
                to.finish().unwrap();
            }
        }
    }

    fn read(path: &Path) -> Vec<RecordBatch> {
        let file = File::open(path).unwrap();
        match path.extension().unwrap().to_str().unwrap() {
            "parquet" => {
                let rows = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
                rows.build().unwrap().map(Result::unwrap).collect()
            }
            _ => {
                let rows = FileReader::try_new(file, None).unwrap();
                rows.map(Result::unwrap).collect()
            }
        }
    }

    /// What a row says: its reference, outcome, total in pennies and problem.
    fn rows(batches: &[RecordBatch]) -> Vec<(String, String, Option<i128>, bool)> {
        let mut found = Vec::new();
        for batch in batches {
            let text = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>();
            let totals = batch.column_by_name("total_max").unwrap();
            let totals = totals.as_primitive::<Decimal128Type>();
            for row in 0..batch.num_rows() {
                found.push((
                    text("ref").value(row).to_owned(),
                    text("outcome").value(row).to_owned(),
                    totals.is_valid(row).then(|| totals.value(row)),
                    text("problem").is_valid(row),
                ));
            }
        }
        found
    }

    #[test]
    fn tables_are_answered_row_by_row_in_order() {
        let (folder, lessons) = (TempDir::new(), lessons());
        for (from, to) in [("parquet", "arrow"), ("arrow", "parquet")] {
            let cases = folder.join(format!("cases.{from}"));
            let answers = folder.join(format!("answers.{to}"));
            write(&cases, &lessons);
            let args = [
                "--in",
                utf8(&cases),
                "--out",
                utf8(&answers),
                "--skip",
                "note",
            ];
            let batch = almoner(["batch", "music", "--on", "2018-05-01"]);
            let stderr = batch.args(args).run().exits(4).stderr;
            let counts = "69931 rows answered: 69861 quoted, 70 undetermined; \
                          70 rows could not be answered";
            assert!(stderr.contains(counts), "{stderr}");
            let first =
                "row 5: “number of pupils who share a lesson” must be from 1 to 40, not `0`";
            assert!(stderr.contains(first), "{stderr}");
            let found = rows(&read(&answers));
            assert_eq!(found.len(), ROWS);
            for (row, (reference, outcome, total, is_refused)) in found.into_iter().enumerate() {
                let meant = match row % 1000 {
                    3 => ("undetermined", None, false),
                    4 => ("", None, true),
                    _ => ("quoted", Some(25_00), false),
                };
                assert_eq!(reference, format!("M-{row}"));
                assert_eq!((outcome.as_str(), total, is_refused), meant, "{row}");
            }
        }
    }

    /// The texts of a column after `batch` with reasons of a kind, from Parquet to Parquet;
    /// none where there is no answer.
    fn texts(reasons: &str, column: &str) -> Vec<Option<String>> {
        let folder = TempDir::new();
        let (cases, answers) = (folder.join("cases.parquet"), folder.join("answers.parquet"));
        write(&cases, &lessons().slice(0, 5));
        let args = ["--in", utf8(&cases), "--out", utf8(&answers)];
        let batch = almoner(["batch", "music", "--on", "2018-05-01", "--skip", "note"]);
        batch.args(args).args(["--reasons", reasons]).run().exits(4);
        let batches = read(&answers);
        let texts = batches.iter().flat_map(|batch| {
            let texts = batch.column_by_name(column).unwrap().as_string::<i32>();
            texts
                .iter()
                .map(|it| it.map(str::to_owned))
                .collect::<Vec<_>>()
        });
        texts.collect()
    }

    /// Ten lessons at £5.00 are £50.00, half of it £25.00; without the key stage nothing is
    /// charged yet, and no pupils have no answer.
    #[test]
    fn reasons_in_words_are_a_column_of_the_table() {
        let words = texts("words", "reasons");
        let all = words[0].as_deref().unwrap();
        assert!(all.contains("£25.00"), "{all}");
        assert_eq!(words[1], words[0]);
        let open = words[3].as_deref().unwrap();
        assert!(!open.contains("£25.00"), "{open}");
        assert_eq!((words.len(), &words[4]), (5, &None));
    }

    #[test]
    fn working_is_a_column_of_the_table() {
        let working = texts("trace", "answer");
        let read = |row: usize| -> serde_json::Value {
            serde_json::from_str(working[row].as_deref().unwrap()).unwrap()
        };
        assert_eq!(read(0)["outcome"], "quoted");
        assert!(read(0)["trace"].is_array(), "{}", read(0));
        assert_eq!(read(3)["outcome"], "undetermined");
        assert_eq!((working.len(), &working[4]), (5, &None));
    }

    #[test]
    fn column_that_is_no_fact_is_refused_before_a_file_is_begun() {
        let folder = TempDir::new();
        let (cases, answers) = (folder.join("cases.parquet"), folder.join("answers.parquet"));
        write(&cases, &lessons().slice(0, 3));
        let args = ["--in", utf8(&cases), "--out", utf8(&answers)];
        let refused = almoner(["batch", "music"]).args(args).run().exits(4);
        let says = "the column `note` is no fact of the rule set";
        assert!(refused.stderr.contains(says), "{refused:?}");
        assert!(!answers.exists());
    }

    #[test]
    fn answers_do_not_replace_the_cases() {
        let folder = TempDir::new();
        let cases = folder.join("cases.arrow");
        write(&cases, &lessons().slice(0, 3));
        let args = ["--in", utf8(&cases), "--out", utf8(&cases), "--replace"];
        let batch = almoner(["batch", "music", "--skip", "note"]);
        let refused = batch.args(args).run().exits(2);
        assert!(refused.stderr.contains("holds the cases"), "{refused:?}");
        let broken = folder.write("broken.parquet", "PAR1 and no more");
        let answers = folder.join("b.arrow");
        let args = ["--in", utf8(&broken), "--out", utf8(&answers)];
        let refused = almoner(["batch", "music"]).args(args).run().exits(4);
        assert!(refused.stderr.contains("is no Parquet file"), "{refused:?}");
    }
}
