//! The book that answers, with every page about it written once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use hyper::{body::Bytes, header::HeaderValue};

use super::{negotiate, openapi, reference, schema, tariffs};
use almoner_engine::{
    answer::json,
    base::fingerprint::Fingerprint,
    check::model::{Book, RuleSet},
    program::model::Program,
};

/// A page as it is sent.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) kind: &'static str,
    pub(super) body: Bytes,
    /// The fingerprint of the body. It is weak because the same page may be
    /// sent compressed.
    pub(super) tag: HeaderValue,
}

impl Page {
    pub(super) fn new(kind: &'static str, body: impl Into<Bytes>) -> Page {
        let body = body.into();
        let tag = format!("W/\"{}\"", Fingerprint::of_bytes(&body));
        Page {
            kind,
            tag: HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"\"")),
            body,
        }
    }

    fn json(mut body: String) -> Page {
        body.push('\n');
        Page::new(negotiate::JSON, body)
    }
}

/// A program with its pages by path.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) program: Program,
    /// Of every rule file and tariff together.
    pub(super) fingerprint: String,
    /// The same as it is sent with each answer.
    pub(super) name: HeaderValue,
    pages: BTreeMap<String, Page>,
}

impl Shelf {
    pub(super) fn new(program: Program) -> Shelf {
        let book = program.book();
        let mut pages = BTreeMap::new();
        let mut put = |path: &str, json: String| pages.insert(path.to_owned(), Page::json(json));
        put("/v1/rule-sets", json::book::list(book));
        for set in &book.rule_sets {
            let at = format!("/v1/rule-sets/{}", set.id);
            put(&at, rule_set(set));
            if let Some(newest) = set.versions.last() {
                put(&format!("{at}/schema"), schema::page(newest));
            }
            for version in &set.versions {
                let page = json::book::version(book, version);
                put(&format!("{at}/versions/{}", version.in_force), page);
            }
        }
        put("/v1/tariffs", tariffs::list(book));
        put("/openapi.json", openapi::page(book));
        let reference = Page::new("text/html; charset=utf-8", reference::page(book));
        pages.insert("/".to_owned(), reference);
        let style = Page::new("text/css; charset=utf-8", reference::STYLE.to_owned());
        pages.insert("/style.css".to_owned(), style);
        let fingerprint = fingerprint(book);
        Shelf {
            program,
            name: HeaderValue::from_str(&fingerprint).unwrap_or(HeaderValue::from_static("")),
            fingerprint,
            pages,
        }
    }

    pub(super) fn page(&self, path: &str) -> Option<&Page> {
        self.pages.get(path)
    }
}

/// A rule set: its versions, and the facts that the newest asks for.
fn rule_set(set: &RuleSet) -> String {
    let mut page = json::book::rule_set_history(set);
    let facts = set.versions.last().map(json::book::facts);
    page.truncate(page.trim_end_matches('}').len());
    page.push_str(",\"facts\":");
    page.push_str(facts.as_deref().unwrap_or("[]"));
    page.push('}');
    page
}

fn fingerprint(book: &Book) -> String {
    let versions = book.rule_sets.iter().flat_map(|set| &set.versions);
    let versions = versions.map(|version| version.fingerprint);
    let tariffs = book.tariffs.iter().map(|tariff| tariff.fingerprint);
    let rates = book.parameters.iter().map(|rates| rates.fingerprint);
    let all = versions.chain(tariffs).chain(rates);
    let all: Vec<String> = all.map(|it| it.to_string()).collect();
    Fingerprint::of_parts(all.iter().map(String::as_str)).to_string()
}

/// The book that answers now, and what was last refused.
#[derive(Debug)]
pub(super) struct Books {
    current: RwLock<Arc<Shelf>>,
    refused: RwLock<Option<Arc<str>>>,
    stopping: AtomicBool,
}

impl Books {
    pub(super) fn new(shelf: Shelf) -> Books {
        Books {
            current: RwLock::new(Arc::new(shelf)),
            refused: RwLock::new(None),
            stopping: AtomicBool::new(false),
        }
    }

    pub(super) fn current(&self) -> Arc<Shelf> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }

    /// Why the last book offered was not taken, as JSON.
    pub(super) fn refused(&self) -> Option<Arc<str>> {
        let refused = self.refused.read();
        refused.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn put(&self, shelf: Shelf) {
        let shelf = Arc::new(shelf);
        // Before the new book answers, so that no one who has its answer is
        // still told that it was refused.
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = None;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = shelf;
    }

    pub(super) fn refuse(&self, why: String) {
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = Some(why.into());
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
