//! Forms are accepted from our own pages only: a page of another site must not
//! send one in the name of a person who is signed in (CSRF).

use axum::{
    extract::Request,
    http::{
        Method, Uri,
        header::{self, HeaderMap},
    },
    middleware::Next,
    response::Response,
};

use crate::web::{problem::Problem, problem_code::Code};

/// Passes on every request except `POST`, and each `POST` from our own pages.
///
/// # Errors
/// 403 when another site's page, or a program, sent it.
pub(super) async fn layer(request: Request, next: Next) -> Result<Response, Problem> {
    if request.method() == Method::POST && !is_same_origin(request.headers()) {
        let says = "this form was not sent from our own page";
        let problem = Problem::new(Code::CrossOrigin, says);
        return Err(problem.help("programs send questions to `/v1`"));
    }
    Ok(next.run(request).await)
}

/// What the browser says of the page that sent a form: by Fetch Metadata, or,
/// where the connection is not secure, by the origin.
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let text = |name| headers.get(name).and_then(|it| it.to_str().ok());
    let origin = text(header::ORIGIN).and_then(|it| it.parse::<Uri>().ok());
    let origin = origin.as_ref().and_then(Uri::authority);
    match (origin, text(header::HOST)) {
        (Some(origin), Some(host)) => origin.as_str().eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(given: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "desk.council.example:8080".parse().unwrap());
        for (name, value) in given {
            headers.insert(*name, value.parse().unwrap());
        }
        is_same_origin(&headers)
    }

    #[test]
    fn only_own_pages_may_post() {
        assert!(accepted(&[("sec-fetch-site", "same-origin")]));
        assert!(accepted(&[("origin", "https://desk.council.example:8080")]));
        for bad in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://desk.council.example:8080"),
            ],
            &[("origin", "https://attacker.example")],
            &[("origin", "null")],
            &[],
        ] {
            assert!(!accepted(bad), "{bad:?}");
        }
    }
}
