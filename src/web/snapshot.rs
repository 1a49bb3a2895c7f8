//! The current book, with every page about it written once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    body::Body,
    http::header::{HeaderName, HeaderValue},
    response::Response,
};

use super::{
    etag_page::Page, facts_schema, openapi, pages::about_pages, paths, readiness::RefusedBook,
    response,
};
use almoner_engine::{
    answer::json,
    base::{fingerprint::Fingerprint, source_text::SourceSet},
    book::Book,
    check::model,
};

/// The fingerprint of the book that an answer is from.
static BOOK: HeaderName = HeaderName::from_static("almoner-book");

/// An immutable book with its pages by path.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) book: Book,
    /// The files of the book.
    pub(super) sources: SourceSet,
    /// Of every rule file and tariff together.
    pub(super) fingerprint: String,
    /// The same as a header value.
    header: HeaderValue,
    pages: BTreeMap<String, Page>,
}

impl Snapshot {
    pub(super) fn new(served: Book, sources: SourceSet) -> Snapshot {
        let book = served.contents();
        let mut pages = BTreeMap::new();
        let mut put = |path: &str, json: String| pages.insert(path.to_owned(), Page::json(json));
        let path = |tariff: &_| Some(paths::tariff(book, tariff));
        put("/v1/rule-sets", json::book::list(book, &path));
        for set in &book.rule_sets {
            let at = format!("/v1/rule-sets/{}", set.id);
            put(&at, json::book::rule_set(set));
            put(&format!("{at}/schema"), facts_schema::page(set.newest()));
            for version in &set.versions {
                let page = json::book::version(book, version);
                put(&format!("{at}/versions/{}", version.in_force), page);
            }
        }
        put("/v1/tariffs", json::book::tariffs(book, &path));
        put("/openapi.json", openapi::document(book));
        let fingerprint = fingerprint(book);
        for (path, page) in about_pages::pages(book, &fingerprint) {
            pages.insert(path.to_owned(), page);
        }
        Snapshot {
            book: served,
            sources,
            header: HeaderValue::from_str(&fingerprint).unwrap_or(HeaderValue::from_static("")),
            fingerprint,
            pages,
        }
    }

    pub(super) fn page(&self, path: &str) -> Option<&Page> {
        self.pages.get(path)
    }

    /// A response that no cache keeps, with the fingerprint of the book.
    pub(super) fn respond(&self, media_type: &'static str, body: impl Into<Body>) -> Response {
        let mut response = response::ok(media_type, body);
        response.headers_mut().insert(&BOOK, self.header.clone());
        response
    }
}

fn fingerprint(book: &model::Contents) -> String {
    let versions = book.rule_sets.iter().flat_map(|set| &set.versions);
    let versions = versions.map(|version| version.fingerprint);
    let tariffs = book.tariffs.iter().map(|tariff| tariff.fingerprint);
    let rates = book.parameters.iter().map(|rates| rates.fingerprint);
    let calendars = book.calendars.iter().map(|calendar| calendar.fingerprint);
    let all = versions.chain(tariffs).chain(rates).chain(calendars);
    let all: Vec<String> = all.map(|it| it.to_string()).collect();
    Fingerprint::of_parts(all.iter().map(String::as_str)).to_string()
}

/// The current book, and why the last one offered was refused.
#[derive(Debug)]
pub(super) struct CurrentBook {
    current: RwLock<Arc<Snapshot>>,
    refused: RwLock<Option<Arc<RefusedBook>>>,
    draining: AtomicBool,
}

impl CurrentBook {
    pub(super) fn new(snapshot: Snapshot) -> CurrentBook {
        CurrentBook {
            current: RwLock::new(Arc::new(snapshot)),
            refused: RwLock::new(None),
            draining: AtomicBool::new(false),
        }
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }

    /// Why the last book offered was refused, as JSON.
    pub(super) fn refused(&self) -> Option<Arc<RefusedBook>> {
        let refused = self.refused.read();
        refused.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn put(&self, snapshot: Snapshot) {
        let snapshot = Arc::new(snapshot);
        // First, so that a caller who has an answer of the new book does not
        // then read that it was refused.
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = None;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }

    pub(super) fn refuse(&self, why: RefusedBook) {
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(why));
    }

    pub(super) fn start_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}
