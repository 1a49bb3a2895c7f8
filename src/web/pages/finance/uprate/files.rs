//! What is downloaded of a draft: the year's file, the plan, and papers.

use axum::{http::HeaderMap, response::Response};

use super::{
    drafting::{Drafted, Drafting},
    view,
};
use crate::{
    finance::{plan_file, report::Report},
    tables::Format,
    web::{pages::finance::paper, problem::Problem},
};

/// The content type of files of the book.
const PLAIN: &str = "text/plain; charset=utf-8";

/// A file by its name; the page with what is wrong where that is in the way.
pub(super) fn file(
    mut drafting: Drafting<'_>,
    name: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let (paper, suffix) = match name {
        "tariff.ron" | "plan.ron" => (name, None),
        _ => paper::split_suffix(name)?,
    };
    if !["tariff.ron", "plan.ron", "report", "policy", "comparison"].contains(&paper) {
        return Err(Problem::unknown_address());
    }
    if paper == "plan.ron" {
        let (tariff_ref, fields) = (drafting.tariff_ref, drafting.fields);
        drafting.plan.require_reasons(tariff_ref, fields);
    }
    if drafting.plan.rules.is_empty() && drafting.plan.errors.is_empty() {
        drafting.plan.require_something();
    }
    let chosen = drafting.fields.get("format").and_then(Format::named);
    let format = suffix.or(chosen).unwrap_or(Format::Xlsx);
    let found = match drafting.plan.errors.is_empty() {
        true => written(&drafting, &drafting.drafted(), paper, format, headers)?,
        false => None,
    };
    match found {
        Some(file) => Ok(file),
        None => view::page(drafting, true),
    }
}

/// The file; none where there is no draft.
fn written(
    drafting: &Drafting<'_>,
    drafted: &Drafted<'_>,
    paper: &str,
    format: Format,
    headers: &HeaderMap,
) -> Result<Option<Response>, Problem> {
    let Ok(draft) = &drafted.draft else {
        return Ok(None);
    };
    let next = &drafting.next;
    let plain = next.replace('/', "-");
    let text =
        |text: String, name: &str| Some(paper::attached(PLAIN, text.into_bytes(), name, headers));
    let report = |report: Option<Report>, name: &str| {
        let file = |it: Report| paper::file(&it, format, &format!("{name}-{plain}"), headers);
        report.map(file).transpose()
    };
    match paper {
        "tariff.ron" => Ok(text(draft.file.clone(), &format!("{plain}.ron"))),
        "plan.ron" => {
            let plan = plan_file::written(drafting.tariff_ref, next, &drafting.plan.rules);
            Ok(text(plan, &format!("plan-{plain}.ron")))
        }
        "report" => report(Some(drafted.report()), "uprating"),
        "policy" => report(drafted.policy_report(), "policy"),
        _ => report(drafted.comparison(), "comparison"),
    }
}
