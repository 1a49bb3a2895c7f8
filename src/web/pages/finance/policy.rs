//! `/policy/{old}/{new}`: a year's prices checked against policy.

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    choices::{Choice, Chooser, Query},
    navigation::{self, Paper},
    paper::{self, PaperPage},
    report_view::Additions,
};
use crate::{
    finance::{
        policy::{self, ReportOptions},
        report::{Cell, Report, Row},
        tariff_ref::TariffRef,
    },
    web::{
        handlers::tables, pages::off_worker::off_worker, paths, problem::Problem,
        problem_code::Code, shared_state::Service,
    },
};
use almoner_engine::check::model::{Contents, Policy, Status};

/// What its address can choose.
const TAKEN: [&str; 3] = ["policy", "rule", "summary"];

/// `GET /policy/{old}/{new}`.
pub(in crate::web::pages) async fn open(
    State(service): State<Service>,
    Path((old, last)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    off_worker(move || {
        let (new, format) = paper::split_suffix(&last)?;
        let snapshot = service.snapshot();
        let book = snapshot.book.contents();
        let years = paths::tariffs_named(book, [&old, new])?;
        let query = Query::read(query.as_deref(), &TAKEN)?;
        let policy = of_year(book, query.get("policy"), years)?;
        let page = PolicyPage {
            years,
            query: &query,
            path: address(years),
        };
        match (policy, format) {
            (Some(policy), Some(format)) => {
                let report = page.report(policy, query.get("summary").is_some())?;
                let [old, new] = years.map(tables::plain);
                paper::file(&report, format, &format!("policy-{old}-{new}"), &headers)
            }
            (None, Some(_)) => Err(no_policy(&years[1].tariff.year)),
            (Some(policy), None) => page.checked(policy, &headers),
            (None, None) => page.without_policy(&headers),
        }
    })
    .await
}

/// The policy of the year that is asked for, or else of the later tariff's.
///
/// # Errors
/// 400 where a year is asked for that has none.
pub(super) fn of_year<'b>(
    book: &'b Contents,
    asked: Option<&str>,
    [old, new]: [TariffRef<'b>; 2],
) -> Result<Option<&'b Policy>, Problem> {
    let Some(asked) = asked else {
        return Ok(new.policy_with(old));
    };
    let year = asked.replace('-', "/");
    let found = book.policy(&year).ok_or_else(|| no_policy(&year));
    found.map(Some)
}

pub(super) fn no_policy(year: &str) -> Problem {
    let says = format!("the book has no policy for {year}");
    Problem::new(Code::InvalidQuery, says).help("choose that of another year with `policy`")
}

/// The years whose policy can be chosen.
pub(super) fn chooser(
    book: &Contents,
    current: Option<&Policy>,
    path: &str,
    query: &Query,
) -> Chooser {
    let choices = book.policies.iter().map(|it| Choice {
        words: it.year.to_string(),
        href: query
            .with("policy", Some(&it.year.replace('/', "-")))
            .with("rule", None)
            .after(path),
        is_current: current.is_some_and(|current| std::ptr::eq(current, it)),
    });
    Chooser {
        label: "Policy of",
        choices: choices.collect(),
    }
}

struct PolicyPage<'p> {
    years: [TariffRef<'p>; 2],
    query: &'p Query,
    path: String,
}

fn address(years: [TariffRef<'_>; 2]) -> String {
    let [old, new] = years.map(|it| paths::tariff_name(it.book, it.tariff));
    format!("/policy/{old}/{new}")
}

/// A report whose tables have another title.
fn titled(mut report: Report, title: &str) -> Report {
    for table in &mut report.tables {
        title.clone_into(&mut table.title);
    }
    report
}

impl PolicyPage<'_> {
    /// The findings, or how many there are by each rule.
    fn report(&self, policy: &Policy, summary: bool) -> Result<Report, Problem> {
        let [_, new] = self.years;
        let rules: Vec<String> = self
            .query
            .get("rule")
            .map(str::to_owned)
            .into_iter()
            .collect();
        if let Some(asked) = rules
            .iter()
            .find(|asked| policy.rules.iter().all(|it| *it.id != ***asked))
        {
            let says = format!("the policy has no rule `{asked}`");
            return Err(Problem::new(Code::InvalidQuery, says));
        }
        let own = new.book.budget(&new.tariff.year);
        let budget = own.or_else(|| new.book.budget(&policy.year));
        let shown = ReportOptions { rules, summary };
        Ok(policy::report(policy, budget, self.years, &shown))
    }

    /// How many rows each rule finds, then the rows.
    fn checked(&self, policy: &Policy, headers: &HeaderMap) -> Result<Response, Problem> {
        let [old, new] = self.years;
        let rules = titled(self.report(policy, true)?, "Rules");
        let report = self.report(policy, false)?;
        let findings = titled(report.clone(), "Findings");
        let chosen = self.query.get("rule");
        let link = |row: &Row| match row.cells.first() {
            Some(Cell::Text(id)) => Some(self.query.with("rule", Some(id)).after(&self.path)),
            _ => None,
        };
        let additions = Additions {
            link: Some(&link).filter(|_| chosen.is_none()).map(|it| it as _),
            mark: None,
        };
        let tables = paper::tables_html(&rules, &additions)?
            + &paper::tables_html(&findings, &Additions::default())?;
        let all = chosen.map(|_| Choice {
            words: "All rules".to_owned(),
            href: self.query.with("rule", None).after(&self.path),
            is_current: false,
        });
        let mut choosers = self.choosers(Some(policy));
        choosers.extend(all.map(|all| Chooser {
            label: "Rules",
            choices: vec![all],
        }));
        PaperPage {
            title: &report.title,
            papers: navigation::links(Paper::Policy, Some(old), new),
            is_indicative: new.tariff.decision.status == Status::Proposed,
            choosers,
            form: String::new(),
            notices: Vec::new(),
            summary: Vec::new(),
            files: paper::files(&self.path, self.query),
            tables,
            report: &report,
        }
        .respond(headers)
    }

    /// The page of a year that has no policy.
    fn without_policy(&self, headers: &HeaderMap) -> Result<Response, Problem> {
        let [old, new] = self.years;
        let (year, before) = (&new.tariff.year, &old.tariff.year);
        let notice = match new.book.policies.is_empty() {
            true => format!("There is no policy for {year}."),
            false => format!(
                "There is no policy for {year}. Choose the year whose policy these prices are checked against."
            ),
        };
        PaperPage {
            title: &format!("Policy: {year} compared with {before}"),
            papers: navigation::links(Paper::Policy, Some(old), new),
            is_indicative: new.tariff.decision.status == Status::Proposed,
            choosers: self.choosers(None),
            form: String::new(),
            notices: vec![notice],
            summary: Vec::new(),
            files: Vec::new(),
            tables: String::new(),
            report: &Report::default(),
        }
        .respond(headers)
    }

    fn choosers(&self, policy: Option<&Policy>) -> Vec<Chooser> {
        let [old, new] = self.years;
        let [before, after] = self.years.map(|it| paths::tariff_name(it.book, it.tariff));
        let query = self.query.with("rule", None);
        let tariffs = [Some(old.tariff), Some(new.tariff)];
        let [one, other] = tariffs;
        let years = [
            Chooser::of_years("From", new.book, [one, other], |it| {
                query.after(&format!("/policy/{it}/{after}"))
            }),
            Chooser::of_years("To", new.book, [other, one], |it| {
                query.after(&format!("/policy/{before}/{it}"))
            }),
        ];
        let mut choosers: Vec<Chooser> = years.into_iter().filter(Chooser::is_open).collect();
        let policies = chooser(new.book, policy, &self.path, self.query);
        if policies.is_open() || policy.is_none() && !policies.choices.is_empty() {
            choosers.push(policies);
        }
        choosers
    }
}
