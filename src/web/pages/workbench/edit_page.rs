//! `/workbench`: the files of the book. `/workbench/edit`: one of them in a text area,
//! with what is wrong in the draft.

use askama::Template;
use axum::{
    extract::RawQuery,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    super::{
        form_fields::Fields,
        html::{self, Cache},
        off_worker::off_worker,
    },
    bench::{Bench, SentDraft},
    draft::Draft,
    remarks::Remarks,
};
use crate::web::{problem::Problem, response};
use almoner_engine::book::{Book, Opened};

/// The header by which the script asks for the remarks alone.
const PART: &str = "x-part";

/// The content type of a file of the book.
const PLAIN: &str = "text/plain; charset=utf-8";

#[derive(Template)]
#[template(path = "workbench.html")]
struct FilesPage {
    groups: Vec<FileGroup>,
}

/// The files of a folder.
pub(super) struct FileGroup {
    pub(super) name: String,
    pub(super) paths: Vec<String>,
}

#[derive(Template)]
#[template(path = "workbench_edit.html")]
struct EditPage<'d> {
    draft: &'d Draft,
    hidden: Vec<(String, String)>,
    remarks: Remarks,
    groups: Vec<FileGroup>,
    sets: Vec<(String, String)>,
    notice: Option<&'d str>,
}

impl EditPage<'_> {
    /// Whether the file that is edited is of a rule set.
    fn is_own(&self, set: &str) -> bool {
        let folder = format!("rules/{set}/");
        self.draft.path.starts_with(&folder)
    }
}

/// `GET /workbench`.
pub(super) async fn files(bench: Bench) -> Result<Response, Problem> {
    off_worker(move || {
        let draft = Draft::read(&bench.book, &Fields::default())?;
        let page = FilesPage {
            groups: groups(&draft),
        };
        html::page(StatusCode::OK, &page, Cache::Private)
    })
    .await
}

/// `GET /workbench/edit?file=PATH`.
pub(super) async fn open(bench: Bench, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    off_worker(move || {
        let query = Fields::read(query.as_deref().unwrap_or_default());
        let mut draft = Draft::read(&bench.book, &Fields::default())?;
        draft.open_file(query.get("file").unwrap_or_default());
        if draft.path.is_empty() {
            return Err(Problem::unknown_address());
        }
        page(&bench, &draft, None)
    })
    .await
}

/// `POST /workbench/edit`: checks the draft; for the script the remarks alone.
pub(super) async fn check(headers: HeaderMap, sent: SentDraft) -> Result<Response, Problem> {
    let is_part = headers.contains_key(PART);
    off_worker(move || {
        let SentDraft { bench, fields } = sent;
        let mut draft = Draft::read(&bench.book, &fields)?;
        if is_part {
            let opened = draft.open(&bench.book)?;
            let text = Remarks::new(&draft, &opened).render();
            let text = text.map_err(|_| Problem::internal())?;
            return Ok(html::respond(StatusCode::OK, text, Cache::Private));
        }
        if let Some(path) = fields.get("_open").filter(|_| fields.has("_go")) {
            draft.open_file(path);
        }
        page(&bench, &draft, None)
    })
    .await
}

/// `POST /workbench/file`: a file of the draft, to be saved.
pub(super) async fn download(sent: SentDraft) -> Result<Response, Problem> {
    off_worker(move || {
        let SentDraft { bench, fields } = sent;
        let draft = Draft::read(&bench.book, &fields)?;
        let name = draft.path.rsplit('/').next().unwrap_or_default();
        let name = format!("attachment; filename=\"{name}\"");
        let mut response = response::ok(PLAIN, draft.text);
        if let Ok(name) = HeaderValue::from_str(&name) {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Ok(response)
    })
    .await
}

/// The draft's book; or the page that says what is wrong with it.
pub(super) fn whole(bench: &Bench, draft: &Draft) -> Result<Result<Book, Response>, Problem> {
    let Opened { book, .. } = draft.open(&bench.book)?;
    Ok(match book {
        Some(book) => Ok(book),
        None => Err(page(
            bench,
            draft,
            Some("The draft has errors. Put them right first."),
        )?),
    })
}

pub(super) fn page(
    bench: &Bench,
    draft: &Draft,
    notice: Option<&str>,
) -> Result<Response, Problem> {
    let opened = draft.open(&bench.book)?;
    let page = EditPage {
        hidden: draft.fields(true),
        remarks: Remarks::new(draft, &opened),
        groups: groups(draft),
        sets: sets(&bench.service.snapshot().book),
        notice,
        draft,
    };
    html::page(StatusCode::OK, &page, Cache::Private)
}

/// Every file, by its folder; those of the draft that the book does not have too.
fn groups(draft: &Draft) -> Vec<FileGroup> {
    let of_book = draft.base.iter().map(|(_, file)| file.path().to_owned());
    let mut paths: Vec<String> = of_book.chain(draft.files.keys().cloned()).collect();
    paths.sort();
    paths.dedup();
    let mut groups: Vec<FileGroup> = Vec::new();
    for path in paths {
        let folder = path.rsplit_once('/').map_or("", |it| it.0);
        match groups.last_mut().filter(|it| it.name == folder) {
            Some(group) => group.paths.push(path),
            None => groups.push(FileGroup {
                name: folder.to_owned(),
                paths: vec![path],
            }),
        }
    }
    groups
}

/// The rule sets that can be tried: their ids and titles.
fn sets(book: &Book) -> Vec<(String, String)> {
    let sets = book.rule_sets();
    let named = sets.map(|set| (set.id.to_string(), set.newest().title.to_string()));
    named.collect()
}
