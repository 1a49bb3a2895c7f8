//! The state that every request shares.

use std::sync::Arc;

use tower_http::cors::CorsLayer;

use super::{
    auth::Auth,
    budget::Budget,
    cors::{self, Origin},
    hosts::Hosts,
    limits::Limits,
    metrics::Metrics,
    pages::workbench::book_files::EditedBook,
    readiness::RefusedBook,
    seals::{Keys, Seals},
    sign_in::SignIn,
    snapshot::{CurrentBook, Snapshot},
    tokens::Tokens,
};
use crate::protected_file::Unusable;
use almoner_engine::{
    base::{date::Date, source_text::SourceSet},
    book::Book,
};

/// Says what day it is; none where that is not known. The service itself reads
/// no clock for an answer.
pub type Today = fn() -> Option<Date>;

/// What can be chosen when a service is started.
#[derive(Debug)]
pub struct Settings {
    /// The clock.
    pub today: Today,
    /// Sizes and times.
    pub limits: Limits,
    /// Who may call; anyone where there are no tokens.
    pub tokens: Option<Tokens>,
    /// The council's keys; none where nothing is issued and no seal checked.
    pub keys: Keys,
    /// The proxy that signs people in, who then may use the pages.
    pub sign_in: Option<SignIn>,
    /// The names that it answers to next to those of this machine, where there are
    /// no tokens.
    pub hosts: Vec<String>,
    /// The origins whose pages may call; none but our own if empty.
    pub origins: Vec<Origin>,
    /// The book that the workbench edits; none where there is no workbench.
    pub edited_book: Option<EditedBook>,
}

/// A running service. Copies are the same service.
#[derive(Clone, Debug)]
pub struct Service(pub(super) Arc<Parts>);

#[derive(Debug)]
pub(super) struct Parts {
    pub(super) books: CurrentBook,
    pub(super) metrics: Metrics,
    pub(super) auth: Auth,
    pub(super) hosts: Hosts,
    pub(super) today: Today,
    pub(super) limits: Limits,
    pub(super) budget: Budget,
    pub(super) seals: Seals,
    pub(super) cors: Option<CorsLayer>,
    pub(super) edited_book: Option<EditedBook>,
}

impl Service {
    /// A service that answers from a book, with the files of the book.
    #[must_use]
    pub fn new(book: Book, sources: SourceSet, settings: Settings) -> Service {
        let metrics = Metrics::new();
        metrics.token_count(settings.tokens.as_ref().map_or(0, |it| it.all().len()));
        let hosts = match settings.tokens {
            Some(_) => Hosts::Any,
            None => Hosts::Local(settings.hosts),
        };
        // Where people sign in, programs need tokens: none is good if there is no file.
        let no_tokens = settings.sign_in.as_ref().map(|_| Tokens::none());
        Service(Arc::new(Parts {
            hosts,
            books: CurrentBook::new(Snapshot::new(book, sources)),
            metrics,
            auth: Auth::new(settings.tokens.or(no_tokens), settings.sign_in),
            today: settings.today,
            limits: settings.limits,
            budget: Budget::new(settings.limits.in_flight),
            seals: Seals::new(settings.keys),
            cors: cors::layer(settings.origins),
            edited_book: settings.edited_book,
        }))
    }

    /// The current book. A request keeps the one it started with.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        self.0.books.current()
    }

    /// Replaces the book atomically: each request sees one book.
    pub fn put(&self, book: Book, sources: SourceSet) {
        self.0.books.put(Snapshot::new(book, sources));
        self.0.metrics.book_reload("success");
    }

    /// Records why a book was refused; the current one keeps answering.
    pub(crate) fn refuse(&self, why: RefusedBook) {
        self.0.books.refuse(why);
        self.0.metrics.book_reload("failure");
    }

    /// Replaces the tokens; where they cannot be used, nobody may call.
    pub fn set_tokens(&self, read: Result<Tokens, Unusable>) {
        let result = match read {
            Ok(_) => "success",
            Err(_) => "failure",
        };
        self.0.auth.set_tokens(read);
        self.0.metrics.token_reload(result);
        let count = self.0.auth.token_count().unwrap_or_default();
        self.0.metrics.token_count(count);
    }

    /// Replaces the council's keys; where they cannot be used, nothing is issued and
    /// no seal is checked.
    pub fn set_keys(&self, read: Result<Keys, Unusable>) {
        self.0.seals.set(read);
    }

    /// From now on `/readyz` is 503 and every response closes its connection.
    pub fn start_draining(&self) {
        self.0.books.start_draining();
    }

    pub(super) fn is_draining(&self) -> bool {
        self.0.books.is_draining()
    }

    /// The fingerprint of the book that answers.
    #[must_use]
    pub fn book(&self) -> String {
        self.snapshot().fingerprint.clone()
    }
}
