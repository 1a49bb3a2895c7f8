//! The way of a request: who may call is asked first, then what is asked for
//! is found and done, within a time and whatever happens.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::Poll,
};

use http_body_util::Either;
use hyper::{
    Method, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use tokio::task::JoinSet;
use tower::{Layer as _, Service as _, service_fn};
use tower_http::compression::{
    Compression, CompressionBody, Predicate,
    predicate::{NotForContentType, SizeAbove},
};

use super::{
    asking,
    body::{Body, Head, Request, Response, parted},
    gate::{self, Caller, Peer},
    health,
    manners::Manners,
    negotiate, pages, papers,
    problem::Problem,
    proving,
    route::{self, Place, Route},
    service::Service,
};
use almoner_engine::check::model::Kind;

/// What goes back to a caller, packed or as it is.
type Packed = Either<Body, Pin<Box<CompressionBody<Body>>>>;

/// Answers a caller.
pub(super) async fn answer(
    service: Service,
    peer: Peer,
    request: Request,
) -> hyper::Response<Packed> {
    let (head, body) = parted(request);
    let route = Route::of_caller(head.uri().path());
    let manners = Manners::of(&service, route, &head);
    let asked = (&service, peer, route, &head);
    let mut response = match head.headers().contains_key(header::ACCEPT_ENCODING) {
        // In boxes, so that whoever does not ask for it holds no room for it.
        true => {
            let packed = Box::pin(packed(asked, body)).await;
            packed.map(|body| Either::Right(Box::pin(body)))
        }
        false => {
            let Ok(plain) = across(asked, body).await;
            varying(plain).map(Either::Left)
        }
    };
    manners.end(&service, &mut response);
    response
}

/// An answer packed as the caller can unpack it.
async fn packed(asked: Asked<'_>, body: Incoming) -> hyper::Response<CompressionBody<Body>> {
    let across = service_fn(|request: Request| across(asked, request.into_body()));
    let mut packed = Compression::new(across).compress_when(worth_packing());
    let Ok(response) = packed.call(whole(asked, body)).await;
    response
}

/// An answer that says where it could have been had packed.
fn varying(mut response: Response) -> Response {
    if worth_packing().should_compress(&response) {
        let varies = HeaderValue::from(header::ACCEPT_ENCODING);
        response.headers_mut().append(header::VARY, varies);
    }
    response
}

fn worth_packing() -> impl Predicate {
    SizeAbove::new(1024).and(NotForContentType::const_new(negotiate::LINES))
}

/// Answers whoever watches the service.
pub(super) async fn tell(service: Service, _: Peer, request: Request) -> Response {
    let route = Route::of_watcher(request.uri().path());
    let (head, body) = parted(request);
    let told = lead((&service, Caller::default()), route, &head, body).await;
    told.unwrap_or_else(Problem::response)
}

/// Who is asked, by whom, and for what.
type Asked<'s> = (&'s Service, Peer, Option<Route>, &'s Head);

/// A request put together again, for who must have it whole.
fn whole((.., head): Asked<'_>, body: Incoming) -> Request {
    head.clone().map(|()| body)
}

/// Tells pages of the sites that were named that they may call.
async fn across(asked: Asked<'_>, body: Incoming) -> Result<Response, Infallible> {
    let Some(origins) = &asked.0.0.origins else {
        return in_time(asked, body).await;
    };
    let in_time = service_fn(|request: Request| in_time(asked, request.into_body()));
    let mut across = origins.layer(in_time);
    Box::pin(across.call(whole(asked, body))).await
}

/// An answer within the time there is.
async fn in_time(asked: Asked<'_>, body: Incoming) -> Result<Response, Infallible> {
    let answered = pin!(admit(asked, body));
    let unbroken = pin!(unbroken(answered));
    let in_time = tokio::time::timeout(asked.0.0.limits.total, unbroken).await;
    Ok(in_time.unwrap_or_else(|_| {
        let says = "the answer took too long";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, says);
        problem.retry_after(5).response()
    }))
}

/// An answer even where working it out breaks.
async fn unbroken(mut answered: Pin<&mut impl Future<Output = Response>>) -> Response {
    let unbroken = poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| answered.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| Poll::Ready(ourselves().response()))
    });
    unbroken.await
}

/// Says nothing of what happened: the log of the process has it.
fn ourselves() -> Problem {
    let says = "the fault is with the service and not with the question";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, says)
}

async fn admit((service, peer, route, head): Asked<'_>, body: Incoming) -> Response {
    let answered = match gate::gate(service, peer, head).await {
        Ok(caller) => lead((service, caller), route, head, body).await,
        Err(problem) => Err(problem),
    };
    answered.unwrap_or_else(Problem::response)
}

/// Does what is asked for, where it can be done.
async fn lead(
    asked: (&Service, Caller),
    route: Option<Route>,
    head: &Head,
    body: Incoming,
) -> Result<Response, Problem> {
    let place = route.ok_or_else(pages::missing)?.place;
    let is_asked = matches!(place, Place::Quote | Place::Screening | Place::Proof);
    let taken = match is_asked {
        true => "POST, OPTIONS",
        false => "GET, HEAD, OPTIONS",
    };
    match (is_asked, head.method()) {
        (true, &Method::POST) | (false, &Method::GET | &Method::HEAD) => {
            go(asked, place, head, body).await
        }
        (_, &Method::OPTIONS) => Ok(allow(taken)),
        _ => Ok(not_here(taken)),
    }
}

async fn go(
    (service, caller): (&Service, Caller),
    place: Place,
    head: &Head,
    body: Incoming,
) -> Result<Response, Problem> {
    let (uri, headers) = (head.uri(), head.headers());
    let kind = match place {
        Place::Quote => Kind::Pricing,
        Place::Screening => Kind::Eligibility,
        Place::Proof => return proving::verify(service, caller, headers, body).await,
        Place::Page => return pages::page(service, uri.path(), headers),
        Place::Tariff => return beside(papers::tariff, service, head).await,
        Place::Comparison => return beside(papers::comparison, service, head).await,
        Place::Appendices => return beside(papers::appendices, service, head).await,
        Place::Alive => return Ok(health::live()),
        Place::Ready => return health::ready(service),
        Place::Counts => return Ok(health::counts(service)),
    };
    let wanted = asking::wanted(&route::named(uri.path(), 0)?, kind, uri)?;
    asking::ask(service, wanted, headers, body).await
}

/// Writes a paper beside the threads that answer: a workbook takes as long as
/// hundreds of quotes, and none of them is to wait for it. Papers wait for each
/// other; one whose time is over before it is begun is not written.
async fn beside(
    paper: fn(&Service, &Head) -> Result<Response, Problem>,
    service: &Service,
    head: &Head,
) -> Result<Response, Problem> {
    let (service, head) = (service.clone(), head.clone());
    let mut writing = JoinSet::new();
    writing.spawn_blocking(move || paper(&service, &head));
    let written = writing.join_next().await;
    written
        .and_then(Result::ok)
        .unwrap_or_else(|| Err(ourselves()))
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

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        thread,
        time::Duration,
    };

    use super::*;
    use crate::web::{Limits, Settings};
    use almoner_engine::load::BookFrom;
    use almoner_engine::open::open_without_cases;

    #[tokio::test]
    async fn an_answer_comes_even_where_working_it_out_breaks() {
        async fn breaks() -> Response {
            panic!("as it may")
        }
        let answered = unbroken(pin!(breaks())).await;
        assert_eq!(answered.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn a_paper_that_breaks_is_our_own_fault() {
        fn breaks(_: &Service, _: &Head) -> Result<Response, Problem> {
            panic!("as it may")
        }
        let service = service();
        let broken = beside(breaks, &service, &Head::new(())).await;
        let status = broken.err().unwrap().response().status();
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    /// Papers that were begun, and those that may end.
    static BEGUN: AtomicUsize = AtomicUsize::new(0);
    static MAY_END: AtomicUsize = AtomicUsize::new(0);

    fn slow(_: &Service, _: &Head) -> Result<Response, Problem> {
        let number = BEGUN.fetch_add(1, Ordering::Relaxed);
        while MAY_END.load(Ordering::Relaxed) <= number {
            thread::sleep(Duration::from_millis(1));
        }
        Ok(Response::default())
    }

    #[test]
    fn a_paper_whose_time_is_over_is_not_begun() {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(1).build();
        runtime.unwrap().block_on(async {
            let (service, head) = (service(), Head::new(()));
            let mut first = pin!(beside(slow, &service, &head));
            let moment = Duration::from_millis(50);
            let first_is_late = tokio::time::timeout(moment, &mut first).await.is_err();
            let second = beside(slow, &service, &head);
            let second_is_late = tokio::time::timeout(moment, second).await.is_err();
            MAY_END.store(3, Ordering::Relaxed);
            assert!(first_is_late && second_is_late);
            assert!(first.await.is_ok());
            assert!(beside(slow, &service, &head).await.is_ok());
        });
        assert_eq!(BEGUN.load(Ordering::Relaxed), 2, "the first and the last");
    }

    fn service() -> Service {
        let opened = open_without_cases(BookFrom::Files(almoner_built_in::files())).unwrap();
        let settings = Settings {
            today: || None,
            limits: Limits::default(),
            tokens: None,
            origins: Vec::new(),
        };
        Service::new(opened.program.unwrap(), settings)
    }
}
