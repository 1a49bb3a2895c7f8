//! The rules of two days side by side, entry by entry, with what the change does to
//! the rule set's own cases.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::super::{
    finance::report_view::{Additions, ReportView},
    form_fields::Fields,
    html::{self, Cache},
    question,
    typed_facts::{self, FieldError},
};
use crate::{
    changes::{Compared, diff_report, effect_report},
    finance::report::Report,
    web::problem::Problem,
};
use almoner_engine::{
    base::date::Date,
    book::Book,
    changes::{self, Diff, EffectCase, EntryChange, Side, effect},
    check::model::RuleSet,
    present::value_words::sentence,
    program::model::Ruling,
};

#[derive(Template)]
#[template(path = "rule_change.html")]
struct ChangePage<'b> {
    id: &'b str,
    title: &'b str,
    before: &'b str,
    after: &'b str,
    errors: Vec<FieldError>,
    change: Option<Change>,
}

impl ChangePage<'_> {
    fn error_of(&self, field: &str) -> Option<&str> {
        typed_facts::error_of(&self.errors, field)
    }
}

/// What differs.
struct Change {
    heading: String,
    counted: String,
    sections: Vec<SectionChange>,
    /// The effect, laid out.
    effect: String,
    notes: Vec<String>,
}

/// What differs under a heading.
struct SectionChange {
    heading: &'static str,
    entries: Vec<EntryChange>,
}

/// The page for the days that were typed.
pub(super) fn show(book: &Book, set: &RuleSet, fields: &Fields) -> Result<Response, Problem> {
    let mut errors = Vec::new();
    let before = ruling(book, set, (fields, "before"), &mut errors);
    let after = ruling(book, set, (fields, "after"), &mut errors);
    let change = match (&before, &after) {
        (Some(before), Some(after)) => Some(change(book, set, (before, after))?),
        _ => None,
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = ChangePage {
        id: &set.id,
        title: &set.newest().title,
        before: fields.get("before").unwrap_or_default(),
        after: fields.get("after").unwrap_or_default(),
        errors,
        change,
    };
    html::page(status, &page, Cache::Private)
}

/// The rules of the day in a field.
fn ruling<'b>(
    book: &'b Book,
    set: &RuleSet,
    (fields, name): (&Fields, &str),
    errors: &mut Vec<FieldError>,
) -> Option<Ruling<'b>> {
    let day = match fields.get(name) {
        Some(text) => question::day(text),
        None => Err("Write both days.".to_owned()),
    };
    let ruling = day.and_then(|day| {
        let ruling = book.program().select(&set.id, day, None);
        ruling.map_err(|why| sentence(&why.to_string()))
    });
    let found = ruling.map_err(|says| {
        errors.push(FieldError {
            field: name.to_owned(),
            says,
        });
    });
    found.ok()
}

fn change(
    book: &Book,
    set: &RuleSet,
    (before, after): (&Ruling<'_>, &Ruling<'_>),
) -> Result<Change, Problem> {
    let diff = changes::diff(before, after);
    let side = |on| Side { book, on: Some(on) };
    let cases = set.cases.iter().map(EffectCase::of_book);
    let found = effect(&set.id, (side(before.on), side(after.on)), cases);
    let compared = Compared {
        title: &set.newest().title,
        days: (Some(before.on), Some(after.on)),
        with: None,
        cases: "those of the rule set's own tests".to_owned(),
    };
    let report = effect_report(&found, &compared, false);
    Ok(Change {
        heading: diff_report::title(&diff),
        counted: diff_report::counted(&diff),
        sections: sections(diff),
        effect: tables(&report)?,
        notes: report.notes,
    })
}

/// The tables of a report.
pub(in crate::web::pages) fn tables(report: &Report) -> Result<String, Problem> {
    let view = ReportView::new(report, &Additions::default());
    view.render().map_err(|_| Problem::internal())
}

fn sections(diff: Diff) -> Vec<SectionChange> {
    let mut sections: Vec<SectionChange> = Vec::new();
    for entry in diff.changes {
        let heading = entry.name.section.heading();
        match sections.last_mut().filter(|it| it.heading == heading) {
            Some(section) => section.entries.push(entry),
            None => sections.push(SectionChange {
                heading,
                entries: vec![entry],
            }),
        }
    }
    sections
}

/// The first days of the last two versions; of one version alone those of the last two
/// tariffs.
pub(super) fn proposed_days(book: &Book, set: &RuleSet) -> (Date, Date) {
    let newest = set.newest().in_force;
    let versions = set.versions.iter().map(|it| it.in_force);
    let tariffs = book.contents().tariffs.iter().map(|it| it.in_force);
    let is_answered = |day: &Date| book.program().select(&set.id, *day, None).is_ok();
    let mut days: Vec<Date> = versions.chain(tariffs).filter(is_answered).collect();
    days.sort_unstable();
    days.dedup();
    match days.as_slice() {
        [.., before, after] => (*before, *after),
        [only] => (*only, *only),
        [] => (newest, newest),
    }
}
