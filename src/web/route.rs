//! The addresses of the service, and what each leads to.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use super::{pages, problem::Problem};

/// An address. Its parts in braces name something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    pub(super) pattern: &'static str,
    pub(super) place: Place,
}

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Quote,
    Screening,
    Proof,
    /// Written once for each book.
    Page,
    Tariff,
    Comparison,
    Appendices,
    Alive,
    Ready,
    Counts,
}

/// Where callers go, those first who are in a hurry.
const CALLERS: [Route; 16] = [
    to("/v1/quotes/{rule_set}", Place::Quote),
    to("/v1/screenings/{rule_set}", Place::Screening),
    to("/v1/verify", Place::Proof),
    to("/v1/rule-sets", Place::Page),
    to("/v1/rule-sets/{id}", Place::Page),
    to("/v1/rule-sets/{id}/schema", Place::Page),
    to("/v1/rule-sets/{id}/versions/{first_day}", Place::Page),
    to("/v1/tariffs", Place::Page),
    to("/v1/tariffs/{year}", Place::Tariff),
    to("/v1/comparisons/{old}/{new}", Place::Comparison),
    to("/v1/appendices/{year}", Place::Appendices),
    to("/livez", Place::Alive),
    to("/readyz", Place::Ready),
    to("/openapi.json", Place::Page),
    to("/style.css", Place::Page),
    to("/", Place::Page),
];

/// Where those go who watch the service, on a listener of their own: they get
/// through however many callers wait at the other one.
const WATCHERS: [Route; 3] = [
    to("/metrics", Place::Counts),
    to("/livez", Place::Alive),
    to("/readyz", Place::Ready),
];

const fn to(pattern: &'static str, place: Place) -> Route {
    Route { pattern, place }
}

impl Route {
    /// Where a caller's path leads.
    pub(super) fn of_caller(path: &str) -> Option<Route> {
        CALLERS.into_iter().find(|route| route.fits(path))
    }

    /// Where a watcher's path leads.
    pub(super) fn of_watcher(path: &str) -> Option<Route> {
        WATCHERS.into_iter().find(|route| route.fits(path))
    }

    fn fits(self, path: &str) -> bool {
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

/// What a path names with its last part, or with one so many before it.
///
/// # Errors
/// 404: what cannot be read as text names nothing.
pub(super) fn named(path: &str, before: usize) -> Result<Cow<'_, str>, Problem> {
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').nth(before);
    let name = percent_decode(name.unwrap_or_default()).decode_utf8();
    name.map_err(|_| pages::missing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_one_place_or_nowhere() {
        let leads = |path: &str| Route::of_caller(path).map(|route| route.place);
        for (path, place) in [
            ("/", Place::Page),
            ("/v1/quotes/music", Place::Quote),
            ("/v1/rule-sets/music/schema", Place::Page),
            ("/v1/comparisons/2017-18/2018-19", Place::Comparison),
        ] {
            assert_eq!(leads(path), Some(place), "{path}");
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
    fn a_path_names_with_its_last_parts() {
        let path = "/v1/comparisons/2017%2D18/%ff";
        assert_eq!(named(path, 1).unwrap(), "2017-18");
        assert!(named(path, 0).is_err());
    }
}
