//! The way of a request: who may call is asked first, then what is asked for
//! is found and done, within a time and whatever happens.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

use hyper::{
    Method, StatusCode,
    header::{self, HeaderValue},
};
use tower::{Layer as _, Service as _, service_fn};
use tower_http::compression::{
    Compression, CompressionBody, Predicate as _,
    predicate::{NotForContentType, SizeAbove},
};

use super::{
    asking,
    body::{Body, Request, Response},
    gate::{self, Caller, Peer},
    health,
    manners::Manners,
    negotiate, pages, papers,
    problem::Problem,
    proving,
    route::{Place, Route},
    service::Service,
};
use crate::check::model::Kind;

/// Answers a caller.
pub(super) async fn answer(
    service: Service,
    peer: Peer,
    request: Request,
) -> hyper::Response<CompressionBody<Body>> {
    let route = Route::of_caller(request.uri().path());
    let manners = Manners::of(&service, route, &request);
    let in_time = service_fn(|request| in_time(&service, (peer, route), request));
    let small = SizeAbove::new(1024).and(NotForContentType::const_new(negotiate::LINES));
    let mut packed = Compression::new(in_time).compress_when(small);
    let Ok(mut response) = packed.call(request).await;
    manners.end(&service, &mut response);
    response
}

/// Answers whoever watches the service.
pub(super) async fn tell(service: Service, _: Peer, request: Request) -> Response {
    let route = Route::of_watcher(request.uri().path());
    let told = lead(&service, route, Caller::default(), request).await;
    told.unwrap_or_else(Problem::response)
}

type At = (Peer, Option<Route>);

async fn in_time(service: &Service, at: At, request: Request) -> Result<Response, Infallible> {
    let answered = unbroken(across(service, at, request));
    let answered = tokio::time::timeout(service.0.limits.total, answered).await;
    Ok(answered.unwrap_or_else(|_| {
        let says = "the answer took too long";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, says);
        problem.retry_after(5).response()
    }))
}

/// An answer even where working it out breaks. It says nothing of what
/// happened: the log of the process has it.
async fn unbroken(answered: impl Future<Output = Response>) -> Response {
    let mut answered = pin!(answered);
    let unbroken = poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| answered.as_mut().poll(cx)));
        polled.map_or_else(|_| Poll::Ready(Err(ourselves())), |polled| polled.map(Ok))
    });
    unbroken.await.unwrap_or_else(Problem::response)
}

fn ourselves() -> Problem {
    let says = "the fault is with the service and not with the question";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, says)
}

/// Tells pages of the sites that were named that they may call.
async fn across(service: &Service, at: At, request: Request) -> Response {
    let Some(origins) = &service.0.origins else {
        return admit(service, at, request).await;
    };
    let admitted = service_fn(async |request| Ok(admit(service, at, request).await));
    let answered: Result<Response, Infallible> = origins.layer(admitted).call(request).await;
    let Ok(response) = answered;
    response
}

async fn admit(service: &Service, (peer, route): At, request: Request) -> Response {
    let answered = match gate::gate(service, peer, &request).await {
        Ok(caller) => lead(service, route, caller, request).await,
        Err(problem) => Err(problem),
    };
    answered.unwrap_or_else(Problem::response)
}

/// Does what is asked for, where it can be done.
async fn lead(
    service: &Service,
    route: Option<Route>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let route = route.ok_or_else(pages::missing)?;
    let is_asked = matches!(route.place, Place::Quote | Place::Screening | Place::Proof);
    match (is_asked, request.method()) {
        (true, &Method::POST) | (false, &Method::GET | &Method::HEAD) => {
            go(service, route, caller, request).await
        }
        (true, &Method::OPTIONS) => Ok(allow("POST, OPTIONS")),
        (false, &Method::OPTIONS) => Ok(allow("GET, HEAD, OPTIONS")),
        (true, _) => Ok(not_here("POST,OPTIONS")),
        (false, _) => Ok(not_here("GET,HEAD,OPTIONS")),
    }
}

async fn go(
    service: &Service,
    route: Route,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let (uri, headers) = (&parts.uri, &parts.headers);
    let named = |number| route.named(uri.path(), number);
    match route.place {
        Place::Quote => {
            let wanted = asking::wanted(&named(0)?, Kind::Pricing, uri)?;
            asking::ask(service, wanted, headers, body).await
        }
        Place::Screening => {
            let wanted = asking::wanted(&named(0)?, Kind::Eligibility, uri)?;
            asking::ask(service, wanted, headers, body).await
        }
        Place::Proof => proving::verify(service, caller, headers, body).await,
        Place::Page => pages::page(service, uri.path(), headers),
        Place::Tariff => papers::tariff(service, &named(0)?, headers),
        Place::Comparison => {
            papers::comparison(service, [&named(0)?, &named(1)?], uri.query(), headers)
        }
        Place::Appendices => papers::appendices(service, &named(0)?, headers),
        Place::Alive => Ok(health::live()),
        Place::Ready => health::ready(service),
        Place::Counts => Ok(health::counts(service)),
    }
}

/// What else can be done with an address.
fn allow(methods: &'static str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    let methods = HeaderValue::from_static(methods);
    response.headers_mut().insert(header::ALLOW, methods);
    response
}

fn not_here(methods: &'static str) -> Response {
    let says = "this address does not take that method; `Allow` says which it takes";
    let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, says).response();
    let methods = HeaderValue::from_static(methods);
    response.headers_mut().insert(header::ALLOW, methods);
    response
}
