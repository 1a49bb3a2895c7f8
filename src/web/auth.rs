//! Authentication by bearer token, and the scope that each path needs. Without
//! tokens the service is open, and listens only on its own machine.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, Method, Request};
use headers::{Authorization, HeaderMapExt as _, authorization::Bearer};

pub(super) use super::tokens::Scope;
use super::{
    problem::Problem,
    problem_code::Code,
    tokens::{Scopes, Tokens},
};

/// Hash buckets of failure counters, one per IPv4 address or IPv6 /64.
const BUCKETS: usize = 1024;
/// How long failures are remembered.
const MEMORY: Duration = Duration::from_secs(60);
/// Further failures within `MEMORY` get 429.
const MAX_FAILURES: u32 = 20;
/// The delay of the first failure; each further one waits this much longer.
const DELAY: Duration = Duration::from_millis(50);

/// The scopes of the caller; none by default.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Caller(Scopes);

impl Caller {
    /// # Errors
    /// 403 without the scope.
    pub(super) fn require(self, scope: Scope) -> Result<(), Problem> {
        if self.0.has(scope) {
            return Ok(());
        }
        let says = format!("this needs a token with the scope `{}`", scope.word());
        Err(Problem::new(Code::ScopeRequired, says))
    }
}

/// The address of the caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// The tokens in force, and the recent failures by network.
#[derive(Debug)]
pub(super) struct Auth {
    tokens: RwLock<Option<Tokens>>,
    failures: Mutex<Vec<Failures>>,
    hasher: RandomState,
}

impl Auth {
    pub(super) fn new(tokens: Option<Tokens>) -> Auth {
        let last = Instant::now();
        Auth {
            tokens: RwLock::new(tokens),
            failures: Mutex::new(vec![Failures { count: 0, last }; BUCKETS]),
            hasher: RandomState::new(),
        }
    }

    /// Replaces the tokens.
    pub(super) fn set_tokens(&self, tokens: Tokens) {
        *self.tokens.write().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
    }

    /// The scopes of the caller's token.
    fn scopes(&self, headers: &HeaderMap) -> Scopes {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let Some(tokens) = &*tokens else {
            return Scopes::ALL;
        };
        let given = headers.typed_get::<Authorization<Bearer>>();
        given.map_or_else(Scopes::default, |given| tokens.scopes(given.token().trim()))
    }

    /// Counts a failed authentication; returns the recent count for that network.
    fn count_failure(&self, from: IpAddr) -> u32 {
        let bucket = self.hasher.hash_one(network(from)) % (BUCKETS as u64);
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
        let caller = Caller(self.scopes(request.headers()));
        let needs = match *request.method() {
            Method::OPTIONS => Needs::Nothing,
            _ => needs(request.uri().path()),
        };
        match needs {
            Needs::Nothing => Ok(caller),
            _ if !caller.0.is_any() => Err(Denied::NoToken),
            Needs::AnyToken => Ok(caller),
            Needs::Scope(scope) => match caller.require(scope) {
                Ok(()) => Ok(caller),
                Err(problem) => Err(Denied::NoScope(problem)),
            },
        }
    }

    /// The problem of a request that is not authorized, after a delay where it
    /// has no token.
    pub(super) async fn deny(&self, denied: Denied, peer: Peer) -> Problem {
        match denied {
            Denied::NoToken => delayed_refusal(self.count_failure(peer.0)).await,
            Denied::NoScope(problem) => problem,
        }
    }
}

/// Why a request is not authorized.
pub(super) enum Denied {
    NoToken,
    NoScope(Problem),
}

/// An address without the part that its owner can choose (RFC 4291, §2.5.4).
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// What a path needs: a scope, any token, or nothing.
enum Needs {
    Scope(Scope),
    AnyToken,
    Nothing,
}

fn needs(path: &str) -> Needs {
    let under = |folder: &str| path.starts_with(folder);
    if under("/v1/quotes") {
        Needs::Scope(Scope::Quotes)
    } else if under("/v1/screenings") {
        Needs::Scope(Scope::Screenings)
    } else if under("/v1/tariffs") || under("/v1/comparisons") || under("/v1/appendices") {
        Needs::Scope(Scope::Tariffs)
    } else if under("/v1") {
        Needs::AnyToken
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
