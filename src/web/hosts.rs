//! The `Host` of a request. A service without tokens answers only to the names
//! of its own machine: otherwise a page in a browser there could lead its own name
//! to 127.0.0.1 and read what is answered (DNS rebinding).

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::http::{Request, Version, header};

use super::{problem::Problem, problem_code::Code};

/// The names that a service answers to.
#[derive(Debug)]
pub(super) enum Hosts {
    /// Any: callers are known by their tokens.
    Any,
    /// Those of this machine, and these.
    Local(Vec<String>),
}

impl Hosts {
    /// Checks the host of a request.
    ///
    /// # Errors
    /// 400 unless there is exactly one `Host` (RFC 9112, §3.2); 421 for a name of
    /// another machine.
    pub(super) fn check<B>(&self, request: &Request<B>) -> Result<(), Problem> {
        let mut headers = request.headers().get_all(header::HOST).iter();
        let host = headers.next();
        let is_older = request.version() < Version::HTTP_11;
        if headers.next().is_some() || host.is_none() && !is_older {
            let says = "a request has exactly one `Host` header";
            return Err(Problem::new(Code::InvalidHost, says));
        }
        let Hosts::Local(others) = self else {
            return Ok(());
        };
        let header = host.map(|it| it.to_str().unwrap_or_default());
        let names = header.into_iter().chain(request.uri().host());
        let is_known = |name: &str| is_local(name) || others.iter().any(|it| it == name);
        match names.map(name_of).all(|name| is_known(&name)) {
            true => Ok(()),
            false => {
                let says = "the service does not answer to this host name";
                let problem = Problem::new(Code::UnknownHost, says);
                Err(problem.help("use localhost, or start it with --host NAME or with tokens"))
            }
        }
    }
}

/// A host without its port, in small letters.
fn name_of(host: &str) -> String {
    let name = match host.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn is_local(name: &str) -> bool {
    name == "localhost"
        || name.parse().is_ok_and(|it: Ipv4Addr| it.is_loopback())
        || name.parse().is_ok_and(|it: Ipv6Addr| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(hosts: &Hosts, uri: &str, given: &[&str]) -> Option<u16> {
        let mut request = Request::builder().uri(uri);
        for host in given {
            request = request.header(header::HOST, *host);
        }
        let checked = hosts.check(&request.body(()).unwrap());
        checked.err().map(|problem| problem.status().as_u16())
    }

    #[test]
    fn local_service_answers_only_to_local_names() {
        let local = Hosts::Local(vec!["desk.council.example".to_owned()]);
        for host in [
            "localhost:8080",
            "LOCALHOST",
            "127.0.0.1:80",
            "[::1]:8080",
            "127.1.2.3",
        ] {
            assert_eq!(checked(&local, "/", &[host]), None, "{host}");
        }
        assert_eq!(checked(&local, "/", &["desk.council.example:8080"]), None);
        for host in [
            "attacker.example",
            "localhost.attacker.example",
            "",
            "10.0.0.1",
            "[::2]",
        ] {
            assert_eq!(checked(&local, "/", &[host]), Some(421), "{host}");
        }
        let absolute = "http://attacker.example/";
        assert_eq!(checked(&local, absolute, &["localhost"]), Some(421));
        assert_eq!(checked(&Hosts::Any, absolute, &["attacker.example"]), None);
    }

    #[test]
    fn host_is_given_exactly_once() {
        assert_eq!(checked(&Hosts::Any, "/", &[]), Some(400));
        assert_eq!(checked(&Hosts::Any, "/", &["a", "a"]), Some(400));
        assert_eq!(checked(&Hosts::Any, "/", &["a"]), None);
    }
}
