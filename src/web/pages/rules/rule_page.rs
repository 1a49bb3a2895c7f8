//! `/rules`: every rule set. `/rules/{rule_set}`: the version in force today, or two
//! versions side by side. `/rules/{rule_set}/{first_day}`: one version.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::Response,
};

use super::{
    super::{
        form_fields::Fields,
        html::{self, Cache},
        off_worker::off_worker,
    },
    change_page,
    rule_view::{Piece, RuleView},
    worked_examples,
};
use crate::{
    text::show,
    web::{problem::Problem, shared_state::Service, snapshot::Snapshot},
};
use almoner_engine::{
    base::date::{Date, LongDate},
    check::model::{Kind, RuleSet, Version},
    present::value_words::decided_briefly,
};

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'b> {
    sets: Vec<SetLink<'b>>,
}

/// A rule set.
struct SetLink<'b> {
    id: &'b str,
    title: &'b str,
    screens: bool,
    versions: Vec<VersionLink>,
}

/// A version of it.
pub(super) struct VersionLink {
    pub(super) first_day: Date,
    pub(super) from: String,
    pub(super) decided: String,
    /// Whether it is the one on the page.
    pub(super) is_shown: bool,
}

#[derive(Template)]
#[template(path = "rule_version.html")]
struct VersionPage<'b> {
    id: &'b str,
    title: &'b str,
    screens: bool,
    view: RuleView,
    versions: Vec<VersionLink>,
    /// The days that are proposed for a comparison.
    days: (Date, Date),
}

/// `GET /rules`.
pub(in crate::web::pages) async fn list(
    State(service): State<Service>,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let sets = snapshot.book.contents().rule_sets.iter();
    let mut sets: Vec<SetLink<'_>> = sets
        .map(|set| SetLink {
            id: &set.id,
            title: &set.newest().title,
            screens: set.kind() == Kind::Eligibility,
            versions: versions(set, None),
        })
        .collect();
    sets.sort_by_key(|set| set.title);
    html::page(StatusCode::OK, &RulesPage { sets }, Cache::Private)
}

/// `GET /rules/{rule_set}`; with `?before=DAY&after=DAY` what differs between them.
pub(in crate::web::pages) async fn rule_set(
    State(service): State<Service>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    off_worker(move || {
        let snapshot = service.snapshot();
        let set = find(&snapshot, &id)?;
        let fields = Fields::read(query.as_deref().unwrap_or_default());
        if fields.has("before") || fields.has("after") {
            return change_page::show(&snapshot.book, set, &fields);
        }
        let today = (service.0.today)();
        let in_force = today.and_then(|today| set.in_force(today));
        show_version(&snapshot, set, in_force.unwrap_or_else(|| set.newest()))
    })
    .await
}

/// `GET /rules/{rule_set}/{first_day}`.
pub(in crate::web::pages) async fn version(
    State(service): State<Service>,
    Path((id, first_day)): Path<(String, String)>,
) -> Result<Response, Problem> {
    off_worker(move || {
        let snapshot = service.snapshot();
        let set = find(&snapshot, &id)?;
        let mut versions = set.versions.iter().rev();
        let found = versions.find(|it| it.in_force.to_string() == first_day);
        show_version(&snapshot, set, found.ok_or_else(Problem::unknown_address)?)
    })
    .await
}

fn find<'s>(snapshot: &'s Snapshot, id: &str) -> Result<&'s RuleSet, Problem> {
    let found = snapshot.book.program().rule_set(id);
    found.ok_or_else(Problem::unknown_address)
}

fn show_version(
    snapshot: &Snapshot,
    set: &RuleSet,
    version: &Version,
) -> Result<Response, Problem> {
    let book = &snapshot.book;
    let sheet = show::version(book.contents(), version);
    let examples = worked_examples::examples(book, set, version);
    let page = VersionPage {
        id: &set.id,
        title: &version.title,
        screens: set.kind() == Kind::Eligibility,
        view: RuleView::new(&sheet, version, examples),
        versions: versions(set, Some(version)),
        days: change_page::proposed_days(book, set),
    };
    html::page(StatusCode::OK, &page, Cache::Private)
}

/// The versions of a rule set, the last one first.
pub(super) fn versions(set: &RuleSet, shown: Option<&Version>) -> Vec<VersionLink> {
    let versions = set.versions.iter().rev();
    let links = versions.map(|version| VersionLink {
        first_day: version.in_force,
        from: LongDate(version.in_force).to_string(),
        decided: decided_briefly(&version.decision),
        is_shown: shown.is_some_and(|it| std::ptr::eq(it, version)),
    });
    links.collect()
}
