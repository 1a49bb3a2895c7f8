//! What every request can reach: the book, the clock, the limits, the counts.

use std::sync::Arc;

use tower_http::cors::CorsLayer;

use super::{
    gate::Gate,
    meters::Meters,
    origin::{self, Origin},
    server::Limits,
    shelf::{Books, Shelf},
    tokens::Tokens,
};
use almoner_engine::{base::date::Date, program::model::Program};

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
    /// The origins whose pages may call; none but our own if empty.
    pub origins: Vec<Origin>,
}

/// A running service. Copies are the same service.
#[derive(Clone, Debug)]
pub struct Service(pub(super) Arc<Parts>);

#[derive(Debug)]
pub(super) struct Parts {
    pub(super) books: Books,
    pub(super) meters: Meters,
    pub(super) gate: Gate,
    pub(super) today: Today,
    pub(super) limits: Limits,
    pub(super) origins: Option<CorsLayer>,
}

impl Service {
    /// A service that answers from a program.
    #[must_use]
    pub fn new(program: Program, settings: Settings) -> Service {
        let meters = Meters::new();
        Service(Arc::new(Parts {
            books: Books::new(Shelf::new(program)),
            gate: Gate::new(settings.tokens),
            meters,
            today: settings.today,
            limits: settings.limits,
            origins: origin::layer(settings.origins),
        }))
    }

    /// The book as it is now; whoever holds it keeps it whole.
    pub(super) fn shelf(&self) -> Arc<Shelf> {
        self.0.books.current()
    }

    /// Puts another program in the place of the present one, at once and whole.
    pub fn put(&self, program: Program) {
        self.0.books.put(Shelf::new(program));
        self.0.meters.loaded("taken");
    }

    /// Notes why a book was not taken, as JSON; the present one keeps
    /// answering.
    pub fn refuse(&self, why: String) {
        self.0.books.refuse(why);
        self.0.meters.loaded("refused");
    }

    /// Lets in whoever has one of these tokens, and nobody else.
    pub fn admit(&self, tokens: Tokens) {
        self.0.gate.admit(tokens);
    }

    /// From now on the service says that it is not ready, and with each answer
    /// that its connection ends.
    pub fn stopping(&self) {
        self.0.books.stop();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.0.books.is_stopping()
    }

    /// The fingerprint of the book that answers.
    #[must_use]
    pub fn book(&self) -> String {
        self.shelf().fingerprint.clone()
    }
}
