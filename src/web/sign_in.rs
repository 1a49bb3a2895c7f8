//! People who are signed in to the council's own proxy: it names them in a
//! header, which is believed from the proxy's address alone.

use std::net::IpAddr;

use axum::http::{HeaderName, Request};

use super::peer::Peer;

/// The proxy that lets people in.
#[derive(Clone, Debug)]
pub struct SignIn {
    header: HeaderName,
    from: Vec<IpAddr>,
}

impl SignIn {
    /// A proxy at these addresses that names people in this header; none where
    /// that is not a valid header name.
    #[must_use]
    pub fn new(header: &str, from: Vec<IpAddr>) -> Option<SignIn> {
        let header = HeaderName::try_from(header).ok()?;
        Some(SignIn { header, from })
    }

    /// Whether the proxy sent a request, with the name of one person.
    pub(super) fn is_signed_in<B>(&self, request: &Request<B>) -> bool {
        let peer = request.extensions().get::<Peer>();
        let is_proxy = peer.is_some_and(|peer| self.from.contains(&peer.0.to_canonical()));
        let mut names = request.headers().get_all(&self.header).iter();
        let name = names.next();
        let is_named = name.is_some_and(|name| !name.as_bytes().trim_ascii().is_empty());
        is_proxy && is_named && names.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_signed_in(from: &str, names: &[&str]) -> bool {
        let proxy = SignIn::new("X-Forwarded-User", vec!["10.0.0.5".parse().unwrap()]);
        let mut request = Request::builder().extension(Peer(from.parse().unwrap()));
        for name in names {
            request = request.header("x-forwarded-user", *name);
        }
        proxy.unwrap().is_signed_in(&request.body(()).unwrap())
    }

    #[test]
    fn only_the_proxy_is_believed() {
        assert!(is_signed_in("10.0.0.5", &["officer"]));
        assert!(is_signed_in("::ffff:10.0.0.5", &["officer"]));
        assert!(!is_signed_in("10.0.0.6", &["officer"]));
        assert!(!is_signed_in("127.0.0.1", &["officer"]));
    }

    #[test]
    fn exactly_one_person_is_named() {
        assert!(!is_signed_in("10.0.0.5", &[]));
        assert!(!is_signed_in("10.0.0.5", &[" "]));
        assert!(!is_signed_in("10.0.0.5", &["officer", "attacker"]));
    }

    #[test]
    fn header_needs_a_name() {
        assert!(SignIn::new("not a header", Vec::new()).is_none());
    }
}
