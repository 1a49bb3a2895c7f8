//! Who may call. With tokens, every question needs one of its scope; without,
//! the service is open, and listens only where its own machine can reach it.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use hyper::{
    Method, StatusCode,
    header::{self, HeaderMap},
};

pub(super) use super::tokens::Scope;
use super::{
    body::Head,
    problem::Problem,
    service::Service,
    tokens::{Scopes, Tokens},
};

/// How many neighbourhoods of callers are told apart.
const PLACES: usize = 1024;
/// How long failures are remembered.
const MEMORY: Duration = Duration::from_secs(60);
/// After this many the answer is that there were too many.
const MOST_FAILURES: u32 = 20;
/// How long the first failure is kept waiting; each further one as much more.
const STEP: Duration = Duration::from_millis(50);

/// Who is calling, as far as it matters: by default one who may nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Caller(Scopes);

impl Caller {
    /// # Errors
    /// 403 when the caller may not.
    pub(super) fn may(self, scope: Scope) -> Result<(), Problem> {
        if self.0.has(scope) {
            return Ok(());
        }
        let says = format!("this needs a token with the scope `{}`", scope.word());
        Err(Problem::new(StatusCode::FORBIDDEN, says))
    }
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// The gate itself.
#[derive(Debug)]
pub(super) struct Gate {
    tokens: RwLock<Option<Tokens>>,
    failures: Mutex<Vec<Failures>>,
    places: RandomState,
}

impl Gate {
    pub(super) fn new(tokens: Option<Tokens>) -> Gate {
        let last = Instant::now();
        Gate {
            tokens: RwLock::new(tokens),
            failures: Mutex::new(vec![Failures { count: 0, last }; PLACES]),
            places: RandomState::new(),
        }
    }

    /// From now on these tokens are good and no others.
    pub(super) fn admit(&self, tokens: Tokens) {
        *self.tokens.write().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
    }

    /// What the caller's token is good for.
    fn scopes(&self, headers: &HeaderMap) -> Scopes {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let Some(tokens) = &*tokens else {
            return Scopes::ALL;
        };
        let said = headers.get(header::AUTHORIZATION);
        let said = said.and_then(|value| value.to_str().ok());
        let token = said.and_then(|said| {
            let (scheme, token) = said.split_once(' ')?;
            Some(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
        });
        token.map_or(Scopes::default(), |token| tokens.scopes(token))
    }

    /// Notes a failure and says how many there were of late from there.
    fn failed(&self, from: IpAddr) -> u32 {
        let place = self.places.hash_one(network(from)) % (PLACES as u64);
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = usize::try_from(place)
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

/// Lets through who may.
///
/// # Errors
/// 401, 403 or 429.
pub(super) async fn gate(service: &Service, peer: Peer, head: &Head) -> Result<Caller, Problem> {
    let gate = &service.0.gate;
    let needs = needs(head.uri().path());
    let scopes = gate.scopes(head.headers());
    let is_open = matches!(needs, Needs::Nothing) || head.method() == Method::OPTIONS;
    if !scopes.is_any() && !is_open {
        service.0.meters.turned_away.inc();
        return Err(turned_away(gate.failed(peer.0)).await);
    }
    let caller = Caller(scopes);
    if let (Needs::Scope(scope), false) = (&needs, is_open)
        && let Err(problem) = caller.may(*scope)
    {
        service.0.meters.turned_away.inc();
        return Err(problem);
    }
    Ok(caller)
}

/// Keeps a failure waiting. A good token is never kept waiting for those of
/// its neighbours: only failures come here.
async fn turned_away(failures: u32) -> Problem {
    tokio::time::sleep(STEP * failures.min(MOST_FAILURES)).await;
    if failures > MOST_FAILURES {
        let says = "too many calls without a good token";
        return Problem::new(StatusCode::TOO_MANY_REQUESTS, says).retry_after(60);
    }
    let says = "this needs a token: `Authorization: Bearer …`";
    Problem::new(StatusCode::UNAUTHORIZED, says)
}
