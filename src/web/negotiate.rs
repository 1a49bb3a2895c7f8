//! Content negotiation: what a caller accepts (RFC 9110, §12.5.1), and the
//! media type of a body.

use axum::http::header::{self, HeaderMap};
use headers::{ContentType, HeaderMapExt as _};
use headers_accept::Accept;
use mediatype::MediaType;
use mime::Mime;

use super::{problem::Problem, problem_code::Code};
use crate::tables::Format;

/// JSON.
pub(super) const JSON: &str = "application/json";
/// One JSON text on each line.
pub(super) const NDJSON: &str = "application/x-ndjson";

/// The formats of tables, the first where the caller does not say.
pub(super) const TABLE_FORMATS: [Format; 7] = [
    Format::Json,
    Format::Csv,
    Format::Html,
    Format::Markdown,
    Format::Text,
    Format::Xlsx,
    Format::Docx,
];

/// The media type of those offered that the caller prefers; the first where it
/// does not say.
///
/// # Errors
/// 406 when it accepts none of them.
pub(super) fn choose<'k>(headers: &HeaderMap, offered: &[&'k str]) -> Result<&'k str, Problem> {
    let first = offered.first().copied().unwrap_or(JSON);
    let accepted = headers.typed_get::<Accept>();
    let Some(accept) = accepted.filter(|it| it.media_types().next().is_some()) else {
        return Ok(first);
    };
    let essence = |kind: &&'k str| MediaType::parse(kind.split(';').next()?).ok();
    let parsed: Vec<MediaType<'_>> = offered.iter().filter_map(essence).collect();
    let chosen = accept.negotiate(&parsed);
    let is_chosen = |kind: &&'k str| chosen.is_some() && essence(kind).as_ref() == chosen;
    offered.iter().copied().find(is_chosen).ok_or_else(|| {
        let says = format!("this is written as {}", offered.join(" or "));
        Problem::new(Code::NotAcceptable, says)
    })
}

/// The media type of a body, of those that are read here.
///
/// # Errors
/// 415 when it is none of them.
pub(super) fn kind_of_body<'k>(headers: &HeaderMap, read: &[&'k str]) -> Result<&'k str, Problem> {
    let given = headers.typed_get::<ContentType>().map(Mime::from);
    let codings = headers.get_all(header::CONTENT_ENCODING);
    let is_encoded = codings.iter().any(|coding| coding != "identity");
    let given = given.filter(|mime| {
        let charset = mime.get_param(mime::CHARSET);
        !is_encoded && charset.is_none_or(|charset| charset == mime::UTF_8)
    });
    let found = given.and_then(|mime| read.iter().find(|it| mime.essence_str() == **it));
    found.copied().ok_or_else(|| {
        let says = format!("the body must be {}, in UTF-8", read.join(" or "));
        let help = format!(
            "send the header `Content-Type: {}`",
            read.first().unwrap_or(&JSON)
        );
        Problem::new(Code::UnsupportedMediaType, says).help(help)
    })
}

/// Checks what a request expects, and how its body is transferred.
///
/// # Errors
/// 417 when it expects something other than `100-continue` (RFC 9110, §10.1.1), 501
/// when its body is in a coding other than `chunked` (RFC 9112, §6.1).
pub(super) fn check_transfer(headers: &HeaderMap) -> Result<(), Problem> {
    let only = |name, word: &[u8]| {
        let mut values = headers.get_all(name).iter();
        values.all(|it| it.as_bytes().trim_ascii().eq_ignore_ascii_case(word))
    };
    if !only(header::EXPECT, b"100-continue") {
        let says = "only `100-continue` can be expected";
        return Err(Problem::new(Code::ExpectationFailed, says));
    }
    if !only(header::TRANSFER_ENCODING, b"chunked") {
        let says = "a body is transferred as it is or `chunked`, not packed";
        return Err(Problem::new(Code::UnsupportedTransferCoding, says));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, text.parse().unwrap());
        headers
    }

    #[test]
    fn accept_prefers_quality_then_order() {
        let offered = [JSON, "text/csv"];
        let chosen = |text: &str| choose(&accepting(text), &offered).ok();
        assert_eq!(choose(&HeaderMap::new(), &offered).ok(), Some(JSON));
        assert_eq!(chosen("*/*"), Some(JSON));
        assert_eq!(chosen("text/*, application/json;q=0.9"), Some("text/csv"));
        assert_eq!(chosen("TEXT/CSV;q=0.25, application/*;q=0.5"), Some(JSON));
        assert_eq!(chosen("application/json;q=0, */*;q=0.1"), Some("text/csv"));
        assert_eq!(chosen("image/png"), None);
        assert_eq!(chosen("application/json;q=0"), None);
    }
}
