//! Authentication by bearer token, or, for pages, by the council's sign-in, and
//! the scope that each path needs. Without either the service is open, and listens
//! only on its own machine.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, Method, Request};
use headers::{Authorization, HeaderMapExt as _, authorization::Bearer};

pub(super) use super::tokens::Scope;
use super::{
    peer::{self, Peer},
    problem::Problem,
    problem_code::Code,
    sign_in::SignIn,
    tokens::{Scopes, Shown, Tokens},
};
use crate::protected_file::Unusable;

/// Hash buckets of failure counters, one per IPv4 address or IPv6 /64.
const BUCKETS: usize = 1024;
/// How long failures are remembered.
const MEMORY: Duration = Duration::from_secs(60);
/// Further failures within `MEMORY` get 429.
const MAX_FAILURES: u32 = 20;
/// The delay of the first failure; each further one waits this much longer.
const DELAY: Duration = Duration::from_millis(50);

/// A caller with the scopes of its token.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    scopes: Scopes,
    /// None where no tokens are used.
    token: Option<Shown>,
    /// How often the tokens had been replaced when it was looked up.
    change: u64,
}

/// The name of the caller's token, for the log.
#[derive(Clone, Debug)]
pub(super) struct TokenName(pub(super) Arc<str>);

impl Caller {
    /// The name of its token.
    pub(super) fn token_name(&self) -> Option<TokenName> {
        let token = self.token.as_ref()?;
        Some(TokenName(Arc::clone(&token.name)))
    }

    /// Whether it has the scope.
    pub(super) fn has(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }

    /// # Errors
    /// 403 without the scope.
    pub(super) fn require(&self, scope: Scope) -> Result<(), Problem> {
        if self.has(scope) {
            return Ok(());
        }
        let says = format!("this needs a token with the scope `{}`", scope.word());
        Err(Problem::new(Code::ScopeRequired, says))
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// The tokens in force, and the recent failures by network.
#[derive(Debug)]
pub(super) struct Auth {
    tokens: RwLock<Option<Tokens>>,
    /// How often the tokens were replaced.
    changes: AtomicU64,
    /// Why the last token file was refused: nobody may call until it is mended.
    refused: RwLock<Option<Unusable>>,
    /// The proxy whose people may use the pages.
    sign_in: Option<SignIn>,
    failures: Mutex<Vec<Failures>>,
    hasher: RandomState,
}

impl Auth {
    pub(super) fn new(tokens: Option<Tokens>, sign_in: Option<SignIn>) -> Auth {
        let last = Instant::now();
        Auth {
            tokens: RwLock::new(tokens),
            changes: AtomicU64::new(0),
            refused: RwLock::new(None),
            sign_in,
            failures: Mutex::new(vec![Failures { count: 0, last }; BUCKETS]),
            hasher: RandomState::new(),
        }
    }

    /// Replaces the tokens. A file that cannot be used lets nobody call: a slip
    /// in one line must not keep the others good that it was to withdraw.
    pub(super) fn set_tokens(&self, read: Result<Tokens, Unusable>) {
        let (tokens, refused) = match read {
            Ok(tokens) => (tokens, None),
            Err(why) => (Tokens::none(), Some(why)),
        };
        *self.tokens.write().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = refused;
        self.changes.fetch_add(1, Ordering::Release);
    }

    /// Why the last token file was refused.
    pub(super) fn refused(&self) -> Option<Unusable> {
        let refused = self.refused.read();
        refused.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many tokens are good; none where no tokens are used.
    pub(super) fn token_count(&self) -> Option<usize> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        tokens.as_ref().map(|it| it.all().len())
    }

    /// The caller of a request.
    fn caller(&self, headers: &HeaderMap) -> Caller {
        let change = self.changes.load(Ordering::Acquire);
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let Some(tokens) = &*tokens else {
            return Caller {
                scopes: Scopes::ALL,
                token: None,
                change,
            };
        };
        let given = headers.typed_get::<Authorization<Bearer>>();
        let token = given.and_then(|given| tokens.find(given.token().trim()));
        Caller {
            scopes: token.as_ref().map_or_else(Scopes::default, |it| it.scopes),
            token,
            change,
        }
    }

    /// Checks that a caller who was let in still has a scope: its token may have
    /// been withdrawn since.
    ///
    /// # Errors
    /// It has been.
    pub(super) fn recheck(&self, caller: &mut Caller, scope: Scope) -> Result<(), Problem> {
        let change = self.changes.load(Ordering::Acquire);
        if caller.change == change {
            return Ok(());
        }
        caller.change = change;
        if let Some(token) = &caller.token {
            let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
            let of_hash = |it: &Tokens| it.scopes(&token.hash);
            caller.scopes = tokens.as_ref().map_or_else(Scopes::default, of_hash);
        }
        match caller.scopes.has(scope) {
            true => Ok(()),
            false => Err(Problem::new(
                Code::TokenRequired,
                "the token has been withdrawn",
            )),
        }
    }

    /// Counts a failed authentication; returns the recent count for that network.
    fn count_failure(&self, from: IpAddr) -> u32 {
        let bucket = self.hasher.hash_one(peer::network(from)) % (BUCKETS as u64);
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = usize::try_from(bucket)
            .ok()
            .and_then(|it| failures.get_mut(it));
        let Some(slot) = slot else { return 1 };
        if slot.last.elapsed() > MEMORY {
            slot.count = 0;
        }
        slot.count = slot.count.saturating_add(1);
        slot.last = Instant::now();
        slot.count
    }

    /// Checks that a request has a token for its path.
    ///
    /// # Errors
    /// There is no valid token, or it does not have the scope.
    pub(super) fn authorize<B>(&self, request: &Request<B>) -> Result<Caller, Denied> {
        let caller = self.caller(request.headers());
        let needs = match *request.method() {
            Method::OPTIONS => Needs::Nothing,
            _ => needs(request.uri().path()),
        };
        match needs {
            Needs::Nothing | Needs::Person(_) if self.is_signed_in(request) => Ok(Caller {
                scopes: Scopes::ALL,
                ..caller
            }),
            Needs::Nothing => Ok(caller),
            _ if !caller.scopes.is_any() => Err(Denied::NoToken),
            Needs::Person(scope) => match scope.map_or(Ok(()), |scope| caller.require(scope)) {
                Ok(()) => Ok(caller),
                Err(problem) => Err(Denied::NoScope(problem, caller.token_name())),
            },
            Needs::AnyToken => Ok(caller),
            Needs::Scope(scope) => match caller.require(scope) {
                Ok(()) => Ok(caller),
                Err(problem) => Err(Denied::NoScope(problem, caller.token_name())),
            },
        }
    }

    fn is_signed_in<B>(&self, request: &Request<B>) -> bool {
        let sign_in = self.sign_in.as_ref();
        sign_in.is_some_and(|proxy| proxy.is_signed_in(request))
    }

    /// Whether a request has a token with a scope.
    pub(super) fn has_scope<B>(&self, request: &Request<B>, scope: Scope) -> bool {
        self.caller(request.headers()).scopes.has(scope)
    }

    /// The problem of a request that is not authorized, after a delay where it
    /// has no token.
    pub(super) async fn deny(&self, denied: Denied, peer: Peer) -> Problem {
        match denied {
            Denied::NoToken => delayed_refusal(self.count_failure(peer.0)).await,
            Denied::NoScope(problem, _) => problem,
        }
    }
}

/// Why a request is not authorized.
pub(super) enum Denied {
    NoToken,
    NoScope(Problem, Option<TokenName>),
}

impl Denied {
    /// The name of the token that lacks the scope.
    pub(super) fn token_name(&self) -> Option<TokenName> {
        match self {
            Denied::NoToken => None,
            Denied::NoScope(_, name) => name.clone(),
        }
    }
}

/// What a path needs: a scope, any token, or nothing.
enum Needs {
    Scope(Scope),
    /// A page: a person who is signed in, or a token, with this scope if any.
    Person(Option<Scope>),
    AnyToken,
    Nothing,
}

/// The pages about prices, and the folders of further ones.
const PRICE_PAGES: [&str; 7] = [
    "/prices",
    "/charges",
    "/compare",
    "/appendix",
    "/policy",
    "/forecast",
    "/uprate",
];

fn needs(path: &str) -> Needs {
    let under = |folder: &str| path.starts_with(folder);
    let person = |scope| Needs::Person(Some(scope));
    let is_in = |folder: &str| {
        let rest = path.strip_prefix(folder);
        rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
    };
    if under("/v1/quotes") {
        Needs::Scope(Scope::Quotes)
    } else if under("/v1/screenings") {
        Needs::Scope(Scope::Screenings)
    } else if under("/v1/tariffs") || under("/v1/comparisons") || under("/v1/appendices") {
        Needs::Scope(Scope::Tariffs)
    } else if under("/v1") {
        Needs::AnyToken
    } else if under("/quote/") {
        person(Scope::Quotes)
    } else if under("/screen/") {
        person(Scope::Screenings)
    } else if PRICE_PAGES.iter().any(|folder| is_in(folder)) {
        person(Scope::Tariffs)
    } else if under("/rules") || under("/workbench") || under("/saved") {
        Needs::Person(None)
    } else {
        Needs::Nothing
    }
}

/// Delays a failed authentication. A good token is never delayed by failures
/// from the same network.
async fn delayed_refusal(failures: u32) -> Problem {
    tokio::time::sleep(DELAY * failures.min(MAX_FAILURES)).await;
    if failures > MAX_FAILURES {
        let says = "too many calls without a good token";
        return Problem::new(Code::TooManyFailures, says);
    }
    let says = "this needs a token: `Authorization: Bearer …`";
    Problem::new(Code::TokenRequired, says)
}
