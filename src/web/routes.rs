//! The route table.

use std::borrow::Cow;

use almoner_engine::check::model::Kind;
use percent_encoding::percent_decode;

use super::problem::Problem;

/// A path pattern, with parameters in braces, and its endpoint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) pattern: &'static str,
    pub(super) endpoint: Endpoint,
}

/// What answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Quote,
    Screening,
    Verify,
    /// Written once for each book.
    Page,
    Tariff,
    Comparison,
    Appendices,
    Live,
    Ready,
    Metrics,
}

/// Routes for callers; questions come first because the table is searched in
/// order.
const CALLERS: [Route; 16] = [
    to("/v1/quotes/{rule_set}", Endpoint::Quote),
    to("/v1/screenings/{rule_set}", Endpoint::Screening),
    to("/v1/verify", Endpoint::Verify),
    to("/v1/rule-sets", Endpoint::Page),
    to("/v1/rule-sets/{id}", Endpoint::Page),
    to("/v1/rule-sets/{id}/schema", Endpoint::Page),
    to("/v1/rule-sets/{id}/versions/{first_day}", Endpoint::Page),
    to("/v1/tariffs", Endpoint::Page),
    to("/v1/tariffs/{year}", Endpoint::Tariff),
    to("/v1/comparisons/{old}/{new}", Endpoint::Comparison),
    to("/v1/appendices/{year}", Endpoint::Appendices),
    to("/livez", Endpoint::Live),
    to("/readyz", Endpoint::Ready),
    to("/openapi.json", Endpoint::Page),
    to("/style.css", Endpoint::Page),
    to("/", Endpoint::Page),
];

/// Routes of the monitoring listener, separate so that probes do not queue
/// behind callers.
const MONITORING: [Route; 3] = [
    to("/metrics", Endpoint::Metrics),
    to("/livez", Endpoint::Live),
    to("/readyz", Endpoint::Ready),
];

const fn to(pattern: &'static str, endpoint: Endpoint) -> Route {
    Route { pattern, endpoint }
}

impl Route {
    /// The route of a caller's path.
    pub(super) fn for_caller(path: &str) -> Option<Route> {
        CALLERS.into_iter().find(|route| route.matches(path))
    }

    /// The route of a path on the monitoring listener.
    pub(super) fn for_monitoring(path: &str) -> Option<Route> {
        MONITORING.into_iter().find(|route| route.matches(path))
    }

    fn matches(self, path: &str) -> bool {
        let is_slash = |byte: &u8| *byte == b'/';
        let mut given = path.as_bytes().split(is_slash);
        let fits = |part: &[u8]| {
            let is_name = part.starts_with(b"{");
            let given = given.next();
            given.is_some_and(|given| given == part || is_name && !given.is_empty())
        };
        self.pattern.as_bytes().split(is_slash).all(fits) && given.next().is_none()
    }
}

/// `quotes` or `screenings`: the folder of the questions of a kind.
pub(super) fn questions(kind: Kind) -> &'static str {
    match kind {
        Kind::Pricing => "quotes",
        Kind::Eligibility => "screenings",
    }
}

/// The decoded path segment this many before the last.
///
/// # Errors
/// 404 where it is not UTF-8.
pub(super) fn segment(path: &str, before: usize) -> Result<Cow<'_, str>, Problem> {
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').nth(before);
    let name = percent_decode(name.unwrap_or_default()).decode_utf8();
    name.map_err(|_| Problem::no_such_address())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_has_one_route_or_none() {
        let leads = |path: &str| Route::for_caller(path).map(|route| route.endpoint);
        for (path, endpoint) in [
            ("/", Endpoint::Page),
            ("/v1/quotes/music", Endpoint::Quote),
            ("/v1/rule-sets/music/schema", Endpoint::Page),
            ("/v1/comparisons/2017-18/2018-19", Endpoint::Comparison),
        ] {
            assert_eq!(leads(path), Some(endpoint), "{path}");
        }
        for nowhere in [
            "",
            "*",
            "//",
            "/v1",
            "/v1/quotes",
            "/v1/quotes/",
            "/v1/quotes/music/",
            "/v1/quotes//music",
            "/v1/rule-sets/music/versions",
            "/v1/rule-sets/{id}/schemas",
            "/metrics",
        ] {
            assert_eq!(leads(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn segments_are_decoded() {
        let path = "/v1/comparisons/2017%2D18/%ff";
        assert_eq!(segment(path, 1).unwrap(), "2017-18");
        assert!(segment(path, 0).is_err());
    }
}
