//! `/workbench/effect`: what a draft does to the book's own cases, as a page or a file.

use std::io::Cursor;

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    super::{
        finance::paper,
        html::{self, Cache},
        off_worker::off_worker,
        rules::change_page,
    },
    bench::{Bench, SentDraft},
    draft::Draft,
    edit_page,
};
use crate::{
    changes::{Compared, cases_first, effect_report, row_case},
    finance::report::Report,
    sheets::{
        Broken,
        fact_rows::{Rows, Shape},
    },
    tables::Format,
    web::problem::Problem,
};
use almoner_engine::{
    book::Book,
    changes::{EffectCase, Side, effect},
    check::model::RuleSet,
    present::value_words::sentence,
};

/// What the book with the change is called.
const DRAFT: &str = "the draft";

/// The most cases that are pasted at once.
const MAX_ROWS: usize = 2_000;

#[derive(Template)]
#[template(path = "workbench_effect.html")]
struct EffectPage<'d> {
    draft: &'d Draft,
    hidden: Vec<(String, String)>,
    set: &'d str,
    title: &'d str,
    reports: Vec<ShownReport>,
}

/// What a draft does to the cases of a rule set, laid out.
struct ShownReport {
    title: String,
    notes: Vec<String>,
    tables: String,
}

/// `POST /workbench/effect`.
pub(super) async fn show(headers: HeaderMap, sent: SentDraft) -> Result<Response, Problem> {
    off_worker(move || {
        let SentDraft { bench, fields } = sent;
        let draft = Draft::read(&bench.book, &fields)?;
        let changed = match edit_page::whole(&bench, &draft)? {
            Ok(changed) => changed,
            Err(page) => return Ok(page),
        };
        let set = fields.get("_set").unwrap_or_default();
        let reports = match fields.get("_cases") {
            None => reports(&bench, &draft, &changed, set),
            Some(cases) => match report_of_rows(&bench, &changed, set, cases) {
                Ok(report) => vec![report],
                Err(says) => return edit_page::page(&bench, &draft, Some(&says)),
            },
        };
        let format = fields.get("_format").and_then(Format::named);
        if let Some(format) = format {
            let mut report = together(reports);
            if format == Format::Csv {
                cases_first(&mut report);
            }
            return paper::file(&report, format, "effect", &headers);
        }
        let shown = reports.into_iter().map(|report| {
            Ok(ShownReport {
                tables: change_page::tables(&report)?,
                title: report.title,
                notes: report.notes,
            })
        });
        let page = EffectPage {
            hidden: draft.fields(false),
            set,
            title: "What the draft does to cases",
            reports: shown.collect::<Result<_, Problem>>()?,
            draft: &draft,
        };
        html::page(StatusCode::OK, &page, Cache::Private)
    })
    .await
}

/// A report for the rule set that was chosen, or for each that the draft can touch.
fn reports(bench: &Bench, draft: &Draft, changed: &Book, chosen: &str) -> Vec<Report> {
    let snapshot = bench.service.snapshot();
    let book = &snapshot.book;
    let sets = book.rule_sets().filter(|set| match chosen {
        "" => is_touched(set, draft),
        chosen => *set.id == *chosen,
    });
    let report = |set: &RuleSet| {
        let sides = (
            Side { book, on: None },
            Side {
                book: changed,
                on: None,
            },
        );
        let found = effect(&set.id, sides, set.cases.iter().map(EffectCase::of_book));
        let compared = Compared {
            title: &set.newest().title,
            days: (None, None),
            with: Some(DRAFT.to_owned()),
            cases: "those of the rule set's own tests".to_owned(),
        };
        effect_report(&found, &compared, false)
    };
    sets.map(report).collect()
}

/// A report for cases that were pasted.
///
/// # Errors
/// What is wrong with them.
fn report_of_rows(
    bench: &Bench,
    changed: &Book,
    chosen: &str,
    cases: &str,
) -> Result<Report, String> {
    let snapshot = bench.service.snapshot();
    let book = &snapshot.book;
    let set = book.rule_sets().find(|set| *set.id == *chosen);
    let set = set.ok_or("Choose the rule set that your cases are for.")?;
    let today = (bench.service.0.today)();
    let today = today.unwrap_or(set.newest().in_force);
    let unreadable = |broken: Broken| match broken {
        Broken::Text(why) => format!("Your cases: {}. {}", why.says, sentence(why.help)),
        Broken::Headings(wrong) => {
            let says: Vec<String> = wrong.into_iter().map(|it| it.says).collect();
            format!("Your cases: {}.", says.join("; "))
        }
        Broken::World(error) => format!("Your cases: {error}."),
    };
    let rows = Rows::open(Shape::Csv, Cursor::new(cases.as_bytes()), set, &[]);
    let mut rows = rows.map_err(unreadable)?;
    let mut read = Vec::new();
    while let Some(row) = rows.read_next().map_err(unreadable)? {
        if read.len() >= MAX_ROWS {
            return Err(format!("There are more than {MAX_ROWS} cases."));
        }
        read.push(row);
    }
    let sides = (
        Side { book, on: None },
        Side {
            book: changed,
            on: None,
        },
    );
    let found = effect(&set.id, sides, read.iter().map(|row| row_case(row, today)));
    let compared = Compared {
        title: &set.newest().title,
        days: (None, None),
        with: Some(DRAFT.to_owned()),
        cases: "those that were pasted".to_owned(),
    };
    Ok(effect_report(&found, &compared, false))
}

/// Whether a draft can change the answers of a rule set: it has a file of it, or one
/// that several rule sets read.
fn is_touched(set: &RuleSet, draft: &Draft) -> bool {
    let own = format!("rules/{}/", set.id);
    let mut paths = draft.files.keys();
    paths.any(|path| match path.strip_prefix("rules/") {
        Some(inner) => path.starts_with(&own) || !inner.contains('/'),
        None => true,
    })
}

/// Several reports as one, their tables one after the other.
fn together(reports: Vec<Report>) -> Report {
    let mut reports = reports.into_iter();
    let Some(mut all) = reports.next() else {
        return Report {
            title: "The draft changes nothing".to_owned(),
            ..Report::default()
        };
    };
    for report in reports {
        let named = report.tables.into_iter().map(|mut table| {
            table.title = format!("{}: {}", report.title, table.title);
            table
        });
        all.tables.extend(named);
        all.notes.extend(report.notes);
    }
    all
}
