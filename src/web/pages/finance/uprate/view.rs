//! The form about next year's prices, with what becomes of each.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    drafting::{Drafted, Drafting},
    plan_form::{Group, groups},
};
use crate::{
    finance::{
        policy::Judged,
        price_change::RangeDelta,
        report::{Cell, Report, Row, RowKind, Table},
    },
    tables,
    web::{
        pages::{
            finance::{
                navigation::{self, Paper, PaperLink},
                paper::FORMATS,
            },
            html::{self, Cache},
            typed_facts::{self, FieldError},
        },
        paths,
        problem::Problem,
    },
};
use almoner_engine::{check::model::Charge, present::value_words};

/// The most errors that are listed.
const MAX_LISTED: usize = 20;

#[derive(Template)]
#[template(path = "uprate.html")]
struct UpratePage<'p> {
    year: &'p str,
    next: &'p str,
    path: String,
    papers: Vec<PaperLink>,
    notices: Vec<&'static str>,
    book: &'p str,
    errors: &'p [FieldError],
    groups: Vec<GroupFields<'p>>,
    head: &'p super::drafting::TypedHead,
    policies: Vec<PolicyOption<'p>>,
    answer: String,
    services: Vec<ServiceRows<'p>>,
}

/// What is calculated, apart from the form: for the page, and for the script.
#[derive(Template)]
#[template(path = "uprate_answer.html")]
struct AnswerPart<'p> {
    path: &'p str,
    next: &'p str,
    headline: Option<String>,
    notes: Vec<String>,
    errors: &'p [FieldError],
    not_drafted: Option<String>,
    has_policy: bool,
    /// The format of papers, and those to choose from.
    format: &'p str,
    formats: &'static [(&'static str, &'static str)],
    /// The calculated cells of every charge, for the script.
    rows: Vec<&'p Calculated>,
}

/// The fields of a percentage.
struct GroupFields<'p> {
    suffix: &'p str,
    words: &'p str,
    by: &'p str,
    round: &'p str,
    why: &'p str,
}

struct PolicyOption<'p> {
    year: &'p str,
    is_current: bool,
}

struct ServiceRows<'p> {
    name: &'p str,
    rows: Vec<PriceRow<'p>>,
}

/// A charge: what it costs, what was typed, what was calculated.
struct PriceRow<'p> {
    id: &'p str,
    name: String,
    old: String,
    set: &'p str,
    note: &'p str,
    is_wrong: bool,
    calculated: Calculated,
}

/// What was calculated for a charge.
#[derive(Default)]
struct Calculated {
    /// The number of its row.
    number: usize,
    exact: String,
    new: String,
    pounds: String,
    percent: String,
    why: String,
    /// What policy finds.
    findings: Vec<String>,
    /// What is wrong with what was typed.
    errors: Vec<String>,
}

/// The page.
pub(super) fn page(drafting: Drafting<'_>, is_sent: bool) -> Result<Response, Problem> {
    let drafted = drafting.drafted();
    let services = services(&drafting, &drafted);
    let path = path(&drafting);
    let tariff_ref = drafting.tariff_ref;
    let book = &drafting.snapshot.fingerprint;
    let is_other = drafting.fields.get("_book").is_some_and(|it| it != book);
    let current = drafting.policy().map(|it| &*it.year);
    let policies = tariff_ref.book.policies.iter().map(|it| PolicyOption {
        year: &it.year,
        is_current: current == Some(&it.year),
    });
    let page = UpratePage {
        year: &tariff_ref.tariff.year,
        next: &drafting.next,
        papers: navigation::links(Paper::Uprate, tariff_ref.before(tariff_ref.book), tariff_ref),
        notices: is_other
            .then_some("The prices or rules changed while you filled in this form. These are calculated from the new ones.")
            .into_iter()
            .collect(),
        book,
        errors: listed(&drafting.plan.errors),
        groups: groups(tariff_ref, drafting.fields).into_iter().map(|it| group_fields(it, &drafting)).collect(),
        head: &drafting.head,
        policies: policies.collect(),
        answer: answer(&drafting, &drafted, &path, Vec::new())?,
        services,
        path: path.clone(),
    };
    let status = match drafting.plan.errors.is_empty() || !is_sent {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    html::page(status, &page, Cache::Private)
}

/// What is calculated alone, for the script.
pub(super) fn part(drafting: Drafting<'_>) -> Result<Response, Problem> {
    let drafted = drafting.drafted();
    let services = services(&drafting, &drafted);
    let rows = services.iter().flat_map(|it| &it.rows);
    let rows = rows.map(|it| &it.calculated).collect();
    let text = answer(&drafting, &drafted, &path(&drafting), rows)?;
    Ok(html::respond(StatusCode::OK, text, Cache::Private))
}

fn listed(errors: &[FieldError]) -> &[FieldError] {
    errors.get(..MAX_LISTED).unwrap_or(errors)
}

fn path(drafting: &Drafting<'_>) -> String {
    let it = drafting.tariff_ref;
    format!("/uprate/{}", paths::tariff_name(it.book, it.tariff))
}

fn group_fields<'p>(group: Group<'p>, drafting: &Drafting<'p>) -> GroupFields<'p> {
    let field = |name: &str| {
        let name = format!("{name}.{}", group.suffix);
        drafting.fields.get(&name).unwrap_or_default()
    };
    GroupFields {
        suffix: group.suffix,
        words: group.words,
        by: field("by"),
        round: field("round"),
        why: field("why"),
    }
}

fn answer(
    drafting: &Drafting<'_>,
    drafted: &Drafted<'_>,
    path: &str,
    rows: Vec<&Calculated>,
) -> Result<String, Problem> {
    let is_filled = !drafting.plan.rules.is_empty();
    let counts = drafted.counts().filter(|_| is_filled);
    let part = AnswerPart {
        path,
        next: &drafting.next,
        headline: counts.map(|it| value_words::capital(&it.words())),
        notes: match is_filled {
            true => notes(drafting, drafted),
            false => Vec::new(),
        },
        errors: listed(&drafting.plan.errors),
        not_drafted: drafted.not_drafted(),
        has_policy: drafting.policy().is_some(),
        format: drafting.fields.get("format").unwrap_or("xlsx"),
        formats: &FORMATS,
        rows,
    };
    part.render().map_err(|_| Problem::internal())
}

/// What the plan does, and how much of it policy finds.
fn notes(drafting: &Drafting<'_>, drafted: &Drafted<'_>) -> Vec<String> {
    let mut notes = drafted.report().notes;
    if let (Some(policy), Ok(_)) = (drafting.policy(), &drafted.draft) {
        let count: usize = drafted.judged().iter().map(|it| it.findings.len()).sum();
        notes.push(match count {
            0 => format!("Checked against {}: no findings.", policy.title),
            1 => format!("Checked against {}: 1 finding.", policy.title),
            many => format!("Checked against {}: {many} findings.", policy.title),
        });
    }
    notes
}

/// The charges by service.
fn services<'p>(drafting: &Drafting<'p>, drafted: &Drafted<'_>) -> Vec<ServiceRows<'p>> {
    let report = drafted.report();
    let judged = drafted.judged();
    let mut services: Vec<ServiceRows<'p>> = Vec::new();
    for (number, (charge, price)) in drafting.tariff_ref.charges().enumerate() {
        let row = Reported::of(&report, &charge.id);
        let [set, note] = ["set", "note"].map(|name| {
            let field = format!("{name}.{}", charge.id);
            (drafting.fields.get(&field).unwrap_or_default(), field)
        });
        let errors = [&set.1, &note.1].map(|it| typed_facts::error_of(&drafting.plan.errors, it));
        let errors: Vec<String> = errors.into_iter().flatten().map(str::to_owned).collect();
        let row = PriceRow {
            id: &charge.id,
            name: row.name(charge),
            old: price.map_or_else(|| "–".to_owned(), |_| row.cell("old")),
            set: set.0,
            note: note.0,
            is_wrong: !errors.is_empty(),
            calculated: Calculated {
                number,
                exact: row.cell("exact"),
                new: row.cell("new"),
                pounds: row.pounds(),
                percent: row.cell("percent"),
                why: value_words::capital(&row.cell("why")),
                findings: findings(&judged, &charge.id),
                errors,
            },
        };
        match services.last_mut().filter(|it| it.name == &*charge.service) {
            Some(service) => service.rows.push(row),
            None => services.push(ServiceRows {
                name: &charge.service,
                rows: vec![row],
            }),
        }
    }
    services
}

/// What policy finds of a charge, each with its paragraph.
fn findings(judged: &[Judged<'_>], id: &str) -> Vec<String> {
    let all = judged
        .iter()
        .flat_map(|it| it.findings.iter().map(move |found| (it.rule, found)));
    let own = all.filter(|(_, found)| found.rows.iter().any(|row| **row == *id));
    own.map(|(rule, found)| {
        let paragraph = rule.cite.rsplit(", ").next().unwrap_or(&rule.cite);
        format!("{paragraph}: {}", found.says)
    })
    .collect()
}

/// A charge's row of the report; none where it has no price in either year.
struct Reported<'r>(Option<(&'r Table, &'r Row)>);

impl<'r> Reported<'r> {
    fn of(report: &'r Report, id: &str) -> Reported<'r> {
        let rows = report.tables.iter().flat_map(|table| {
            let rows = table.rows.iter().filter(|it| it.kind == RowKind::Charge);
            rows.map(move |row| (table, row))
        });
        let mut rows = rows.filter(|(_, row)| row.id.as_deref() == Some(id));
        Reported(rows.next())
    }

    fn found(&self, column: &str) -> Option<&'r Cell> {
        let (table, row) = self.0?;
        let at = table.columns.iter().position(|it| it.id == column)?;
        row.cells.get(at)
    }

    fn cell(&self, column: &str) -> String {
        self.found(column).map(tables::display).unwrap_or_default()
    }

    /// Its printed name under the heading of its service.
    fn name(&self, charge: &Charge) -> String {
        let name = self.cell("charge");
        if name.is_empty() {
            charge.name.to_string()
        } else {
            name
        }
    }

    /// The change in pounds.
    fn pounds(&self) -> String {
        let amount = |column: &str| match self.found(column)? {
            Cell::Money(money) | Cell::Printed(_, Some(money)) => Some(*money),
            _ => None,
        };
        let both = amount("old").zip(amount("new"));
        let change = both.and_then(|(old, new)| RangeDelta::pounds(old, new));
        change
            .map(|it| tables::display(&Cell::Change(it)))
            .unwrap_or_default()
    }
}

impl UpratePage<'_> {
    fn error_of_head(&self, field: &str) -> Option<&str> {
        typed_facts::error_of(self.errors, field)
    }

    fn error_of(&self, name: &str, suffix: &str) -> Option<&str> {
        typed_facts::error_of(self.errors, &format!("{name}.{suffix}"))
    }
}
