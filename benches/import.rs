//! What it costs to take a table in: the council's own appendix as CSV and as a
//! workbook, and a CSV of 60,000 rows; then, of a whole process each, the most
//! memory it held, also for a table of more rows than a tariff has room for and for
//! workbooks that unpack to hundreds of megabytes, which are refused.
//!
//! `cargo bench --bench import`
#![expect(
    clippy::expect_used,
    reason = "a bench stops where its ground is missing"
)]

use std::{
    env, fs,
    hint::black_box,
    io::{self, Write as _},
    path::Path,
    process::Command,
};

use almoner::{
    finance::{appendix, import, tariff_ref::TariffRef},
    tables::Format,
};
use almoner_engine::{book::open_without_cases, check::model::Contents, load::BookFrom};
use criterion::Criterion;
use zip::{ZipWriter, write::SimpleFileOptions};

const HEADINGS: &str = "Name of fee or Charge,Statutory/ Discretionary Charge,\
    VAT Status 17/18,Charge excl. VAT 2017/18,VAT Amount 2017/18,Charge incl. VAT 2017/18,\
    VAT Status 18/19,Charge excl. VAT 2018/19,VAT Amount 2018/19,Charge incl. VAT 2018/19\n";

/// A table with this number of rows.
fn long(rows: u32) -> Vec<u8> {
    let mut text = HEADINGS.to_owned();
    for row in 0..rows {
        text.push_str(&format!(
            "Halls - Hall {row} - Per hour,D,E,\"£1,005.00\",£ -,\"£1,005.00\",E,£6.50,£ -,£6.50\n"
        ));
    }
    text.into_bytes()
}

fn council(book: &Contents, format: Format) -> Vec<u8> {
    let year = TariffRef::named(book, "2018/19").expect("the year");
    let report = appendix::report(year.before(book), year);
    format.write(&report).expect("a table")
}

/// A workbook of one part, which repeats a piece of XML to 600 MB.
fn unpacking(name: &str, head: &str, piece: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), (name, head)] {
        archive.start_file(name, options).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    let pieces = piece.repeat(1_000_000 / piece.len());
    for _ in 0..600 {
        archive.write_all(pieces.as_bytes()).expect("written");
    }
    archive.finish().expect("a package").into_inner()
}

/// OpenDocuments of one long text, and of many cells in a row.
fn workbooks_that_unpack() -> [(&'static str, Vec<u8>); 2] {
    let row = "<office:spreadsheet><table:table table:name=\"Fees\"><table:table-row>";
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>";
    [
        (
            "a text of 600 MB.ods",
            unpacking("content.xml", &format!("{row}{cell}"), "A"),
        ),
        (
            "a row of 600 MB.ods",
            unpacking(
                "content.xml",
                row,
                &format!("{cell}A</text:p></table:table-cell>"),
            ),
        ),
    ]
}

fn times(tables: &[(&str, Vec<u8>)]) {
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    for (name, bytes) in tables {
        criterion.bench_function(&format!("import/{name}"), |bench| {
            bench.iter(|| {
                black_box(import::read(bytes, &import::Options::default()))
                    .expect("a table")
                    .charges()
            });
        });
    }
    criterion.final_summary();
}

/// The most memory that this process has held, as the kernel says.
fn peak() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

/// In a process of its own: takes a file in as the command line does, and says
/// what memory that took.
fn measured(file: &str, out: &str) {
    let verb = [
        "almoner",
        "import",
        file,
        "--out",
        out,
        "--on",
        "2018-01-01",
    ];
    let vat = ["--vat", "E=exempt", "--vat", "O=outside-scope"];
    let args = verb.into_iter().chain(vat).map(Into::into);
    let ended = almoner::cli::run(args).map_err(|failure| failure.exit());
    println!(
        "{:?} {}",
        ended,
        peak().unwrap_or_else(|| "not known here".to_owned())
    );
}

fn memory(tables: &[(&str, Vec<u8>)]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-memory");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a directory");
    for (name, bytes) in tables {
        let file = folder.join(name.replace(' ', "-"));
        fs::write(&file, bytes).expect("written");
        let child = Command::new(env::current_exe().expect("this program"))
            .arg("--measure")
            .arg(&file)
            .arg(folder.join(format!("{name}-book")))
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&child.stdout).into_owned();
        let last = said.lines().last().unwrap_or("nothing was said");
        println!(
            "import/{name}: {} bytes, the whole process: {last}",
            bytes.len()
        );
    }
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if let [_, measure, file, out] = args.as_slice()
        && measure == "--measure"
    {
        return measured(file, out);
    }
    let opened =
        open_without_cases(BookFrom::Files(almoner_built_in::files())).expect("the built-in book");
    let book = opened.book.as_ref().expect("no errors").contents();
    let tables = [
        ("council.csv", council(book, Format::Csv)),
        ("council.xlsx", council(book, Format::Xlsx)),
        ("60,000 rows.csv", long(60_000)),
    ];
    times(&tables);
    memory(&tables);
    memory(&[("90,000 rows.csv", long(90_000))]);
    memory(&workbooks_that_unpack());
}
