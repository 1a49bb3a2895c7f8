//! A form that sends a file: `multipart/form-data` (RFC 7578).

use axum::http::{HeaderMap, header};
use headers::{ContentType, HeaderMapExt as _};
use mime::Mime;

use crate::web::{problem::Problem, problem_code::Code};

/// The parts of a form, each with its name.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// Reads a body.
    ///
    /// # Errors
    /// 415 where it is not such a form, 400 where it breaks off.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Parts, Problem> {
        let Some(boundary) = boundary(headers) else {
            let says = "the form must be sent as multipart/form-data";
            return Err(Problem::new(Code::UnsupportedMediaType, says));
        };
        let broken = || Problem::malformed_body("the form broke off");
        let line = format!("\r\n--{boundary}");
        let mut rest = body
            .strip_prefix(line.as_bytes().get(2..).unwrap_or_default())
            .ok_or_else(broken)?;
        let mut parts = Vec::new();
        while !rest.starts_with(b"--") {
            let (head, after) = split(rest, b"\r\n\r\n").ok_or_else(broken)?;
            let (value, next) = split(after, line.as_bytes()).ok_or_else(broken)?;
            if let Some(name) = name(head) {
                parts.push((name, value.to_vec()));
            }
            rest = next;
        }
        Ok(Parts(parts))
    }

    /// The bytes of a part; nothing where it is empty.
    pub(super) fn bytes(&self, name: &str) -> Option<&[u8]> {
        let mut own = self.0.iter().filter(|(own, _)| own == name);
        let found = own.find(|(_, value)| !value.trim_ascii().is_empty());
        found.map(|(_, value)| value.as_slice())
    }

    /// The parts that are text, with their names. Bytes that are not UTF-8 are
    /// replaced.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().map(|(name, value)| {
            let text = String::from_utf8_lossy(value).into_owned();
            (name.clone(), text)
        })
    }
}

/// The line between two parts, without the hyphens before it.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind: Mime = headers.typed_get::<ContentType>()?.into();
    let is_form = kind.essence_str() == mime::MULTIPART_FORM_DATA.essence_str();
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    let boundary = kind
        .get_param(mime::BOUNDARY)
        .filter(|_| is_form && is_plain)?;
    Some(boundary.as_str().to_owned())
}

/// What is before a separator and what is after it.
fn split<'b>(bytes: &'b [u8], separator: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let mut windows = bytes.windows(separator.len());
    let at = windows.position(|it| it == separator)?;
    let (before, rest) = bytes.split_at_checked(at)?;
    Some((before, rest.get(separator.len()..)?))
}

/// The name of a part, from its headers.
fn name(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let line = lines.find(|line| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    })?;
    let mut parameters = line.split(';').map(str::trim);
    let name = parameters.find_map(|it| it.strip_prefix("name="))?;
    Some(name.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str, body: &str) -> Result<Parts, Problem> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        Parts::read(&headers, body.as_bytes())
    }

    const KIND: &str = "multipart/form-data; boundary=--x9";

    #[test]
    fn parts_are_read() {
        let body = "----x9\r\nContent-Disposition: form-data; name=\"on\"\r\n\r\n1/5/2018\r\n\
                    ----x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\nref,age\r\nA,--\r\n\r\n----x9--\r\n";
        let parts = form(KIND, body).unwrap();
        assert_eq!(parts.bytes("on"), Some(&b"1/5/2018"[..]));
        assert_eq!(parts.bytes("file"), Some(&b"ref,age\r\nA,--\r\n"[..]));
        assert_eq!(parts.bytes("else"), None);
        assert_eq!(parts.texts().count(), 2);
    }

    #[test]
    fn what_is_not_a_form_is_refused() {
        assert!(form("text/plain", "").is_err());
        assert!(form(KIND, "").is_err());
        assert!(form(KIND, "----x9\r\nContent-Disposition: form-data").is_err());
        assert!(form(KIND, "----x9\r\nA: b; name=\"c\"\r\n\r\nvalue").is_err());
    }
}
