//! The request pipeline: authenticate, route, handle; with compression, CORS, a
//! timeout and panic catching.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::Poll,
};

use almoner_engine::check::model::Kind;
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
    auth::{Caller, Peer},
    handlers::{health, pages, questions, tables, verify},
    negotiate,
    problem::Problem,
    request_log::RequestLog,
    response::{self, Body, Head, Request, Response},
    routes::{self, Endpoint, Route},
    service::Service,
};

/// The body of a response, compressed or not.
/// Boxed to keep the uncompressed future small.
type MaybeCompressed = Either<Body, Pin<Box<CompressionBody<Body>>>>;

/// A request without its body.
#[derive(Clone, Copy)]
struct Call<'s> {
    service: &'s Service,
    peer: Peer,
    route: Option<Route>,
    head: &'s Head,
}

impl Call<'_> {
    /// The request put together again, for a tower layer.
    fn request(self, body: Incoming) -> Request {
        self.head.clone().map(|()| body)
    }
}

/// Handles a caller's request.
pub(super) async fn handle(
    service: Service,
    peer: Peer,
    request: Request,
) -> hyper::Response<MaybeCompressed> {
    let (head, body) = response::split(request);
    let route = Route::for_caller(head.uri().path());
    let log = RequestLog::start(&service, route, &head);
    let call = Call {
        service: &service,
        peer,
        route,
        head: &head,
    };
    let mut response = match head.headers().contains_key(header::ACCEPT_ENCODING) {
        true => {
            let compressed = Box::pin(compressed(call, body)).await;
            compressed.map(|body| Either::Right(Box::pin(body)))
        }
        false => {
            let Ok(plain) = with_cors(call, body).await;
            varying(plain).map(Either::Left)
        }
    };
    log.end(&service, &mut response);
    response
}

/// Handles a request on the monitoring listener.
pub(super) async fn handle_monitoring(service: Service, _: Peer, request: Request) -> Response {
    let (head, body) = response::split(request);
    let route = Route::for_monitoring(head.uri().path());
    let handled = dispatch(&service, Caller::default(), route, &head, body).await;
    handled.unwrap_or_else(Problem::response)
}

/// A response compressed as the caller accepts.
async fn compressed(call: Call<'_>, body: Incoming) -> hyper::Response<CompressionBody<Body>> {
    let inner = service_fn(|request: Request| with_cors(call, request.into_body()));
    let mut compression = Compression::new(inner).compress_when(compressible());
    let Ok(response) = compression.call(call.request(body)).await;
    response
}

/// Adds `Vary` to a response that another caller would get compressed.
fn varying(mut response: Response) -> Response {
    if compressible().should_compress(&response) {
        let varies = HeaderValue::from(header::ACCEPT_ENCODING);
        response.headers_mut().append(header::VARY, varies);
    }
    response
}

fn compressible() -> impl Predicate {
    SizeAbove::new(1024).and(NotForContentType::const_new(negotiate::NDJSON))
}

async fn with_cors(call: Call<'_>, body: Incoming) -> Result<Response, Infallible> {
    let Some(cors) = &call.service.0.cors else {
        return with_timeout(call, body).await;
    };
    let inner = service_fn(|request: Request| with_timeout(call, request.into_body()));
    let mut cors = cors.layer(inner);
    Box::pin(cors.call(call.request(body))).await
}

async fn with_timeout(call: Call<'_>, body: Incoming) -> Result<Response, Infallible> {
    let handled = pin!(authorized(call, body));
    let handled = pin!(catch_panic(handled));
    let handled = tokio::time::timeout(call.service.0.limits.total, handled).await;
    Ok(handled.unwrap_or_else(|_| {
        let says = "the answer took too long";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, says);
        problem.retry_after(5).response()
    }))
}

/// 500 where the handler panics.
async fn catch_panic(mut handled: Pin<&mut impl Future<Output = Response>>) -> Response {
    let caught = poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| handled.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| Poll::Ready(Problem::internal().response()))
    });
    caught.await
}

async fn authorized(call: Call<'_>, body: Incoming) -> Response {
    let Call {
        service,
        peer,
        route,
        head,
    } = call;
    let shared = &service.0;
    let handled = match shared.auth.authorize(&shared.metrics, peer, head).await {
        Ok(caller) => dispatch(service, caller, route, head, body).await,
        Err(problem) => Err(problem),
    };
    handled.unwrap_or_else(Problem::response)
}

/// Passes a request with a good method to its endpoint.
async fn dispatch(
    service: &Service,
    caller: Caller,
    route: Option<Route>,
    head: &Head,
    body: Incoming,
) -> Result<Response, Problem> {
    let endpoint = route.ok_or_else(Problem::no_such_address)?.endpoint;
    let is_question = matches!(
        endpoint,
        Endpoint::Quote | Endpoint::Screening | Endpoint::Verify
    );
    let methods = match is_question {
        true => "POST, OPTIONS",
        false => "GET, HEAD, OPTIONS",
    };
    match (is_question, head.method()) {
        (true, &Method::POST) | (false, &Method::GET | &Method::HEAD) => {
            call_endpoint(service, caller, endpoint, head, body).await
        }
        (_, &Method::OPTIONS) => Ok(options(methods)),
        _ => Ok(method_not_allowed(methods)),
    }
}

async fn call_endpoint(
    service: &Service,
    caller: Caller,
    endpoint: Endpoint,
    head: &Head,
    body: Incoming,
) -> Result<Response, Problem> {
    let (uri, headers) = (head.uri(), head.headers());
    let kind = match endpoint {
        Endpoint::Quote => Kind::Pricing,
        Endpoint::Screening => Kind::Eligibility,
        Endpoint::Verify => return verify::verify(service, caller, headers, body).await,
        Endpoint::Page => return pages::page(service, uri.path(), headers),
        Endpoint::Tariff => return run_blocking(tables::tariff, service, head).await,
        Endpoint::Comparison => return run_blocking(tables::comparison, service, head).await,
        Endpoint::Appendices => return run_blocking(tables::appendices, service, head).await,
        Endpoint::Live => return Ok(health::live()),
        Endpoint::Ready => return health::ready(service),
        Endpoint::Metrics => return Ok(health::metrics(service)),
    };
    let wanted = questions::wanted(&routes::segment(uri.path(), 0)?, kind, uri)?;
    questions::ask(service, wanted, headers, body).await
}

/// Writes a table off the worker thread: a workbook takes as long as hundreds
/// of quotes. Tables wait for each other; one whose request timed out before
/// its turn is not written.
async fn run_blocking(
    table: fn(&Service, &Head) -> Result<Response, Problem>,
    service: &Service,
    head: &Head,
) -> Result<Response, Problem> {
    let (service, head) = (service.clone(), head.clone());
    let mut writing = JoinSet::new();
    writing.spawn_blocking(move || table(&service, &head));
    let written = writing.join_next().await;
    written
        .and_then(Result::ok)
        .unwrap_or_else(|| Err(Problem::internal()))
}

/// The response to OPTIONS.
fn options(methods: &'static str) -> Response {
    let mut response = response::empty(StatusCode::NO_CONTENT);
    let methods = HeaderValue::from_static(methods);
    response.headers_mut().insert(header::ALLOW, methods);
    response
}

fn method_not_allowed(methods: &'static str) -> Response {
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
    use almoner_engine::book::open_without_cases;
    use almoner_engine::load::BookFrom;

    #[tokio::test]
    async fn panic_in_handler_gives_500() {
        async fn breaks() -> Response {
            panic!("as it may")
        }
        let answered = catch_panic(pin!(breaks())).await;
        assert_eq!(answered.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn panic_in_table_gives_500() {
        fn breaks(_: &Service, _: &Head) -> Result<Response, Problem> {
            panic!("as it may")
        }
        let service = service();
        let broken = run_blocking(breaks, &service, &Head::new(())).await;
        let status = broken.err().unwrap().response().status();
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    /// Tables that were begun, and those that may end.
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
    fn timed_out_table_is_not_begun() {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(1).build();
        runtime.unwrap().block_on(async {
            let (service, head) = (service(), Head::new(()));
            let mut first = pin!(run_blocking(slow, &service, &head));
            let moment = Duration::from_millis(50);
            let first_is_late = tokio::time::timeout(moment, &mut first).await.is_err();
            let second = run_blocking(slow, &service, &head);
            let second_is_late = tokio::time::timeout(moment, second).await.is_err();
            MAY_END.store(3, Ordering::Relaxed);
            assert!(first_is_late && second_is_late);
            assert!(first.await.is_ok());
            assert!(run_blocking(slow, &service, &head).await.is_ok());
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
        Service::new(opened.book.unwrap(), settings)
    }
}
