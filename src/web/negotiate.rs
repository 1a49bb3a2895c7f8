//! Content negotiation: what a caller accepts (RFC 9110, §12.5.1), and the
//! media type of a body.

use hyper::{
    StatusCode,
    header::{self, HeaderMap},
};

use super::problem::Problem;
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

/// The first of the kinds offered that the caller likes best; the first of
/// all where it does not say.
///
/// # Errors
/// 406 when it can read none of them.
pub(super) fn choose<'k>(headers: &HeaderMap, offered: &[&'k str]) -> Result<&'k str, Problem> {
    let ranges = ranges(headers);
    let quality = |kind: &str| {
        let fits = ranges.iter().filter(|range| range.fits(kind));
        let most_specific = fits.max_by_key(|range| range.precision());
        most_specific.map_or(0, |range| range.thousandths)
    };
    let liked = offered.iter().map(|kind| match ranges.is_empty() {
        true => (1000, *kind),
        false => (quality(kind), *kind),
    });
    let best = liked.rev().max_by_key(|(quality, _)| *quality);
    match best {
        Some((quality, kind)) if quality > 0 => Ok(kind),
        _ => {
            let says = format!("this is written as {}", offered.join(" or "));
            Err(Problem::new(StatusCode::NOT_ACCEPTABLE, says))
        }
    }
}

struct Range {
    kind: String,
    thousandths: u16,
}

impl Range {
    fn fits(&self, kind: &str) -> bool {
        let kind = kind.split(';').next().unwrap_or(kind);
        match self.kind.strip_suffix("/*") {
            Some("*") => true,
            Some(family) => kind.split('/').next() == Some(family),
            None => self.kind == kind,
        }
    }

    fn precision(&self) -> u8 {
        match self.kind.strip_suffix("/*") {
            Some("*") => 0,
            Some(_) => 1,
            None => 2,
        }
    }
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    let all = headers.get_all(header::ACCEPT);
    let texts = all.iter().filter_map(|value| value.to_str().ok());
    let parts = texts.flat_map(|text| text.split(','));
    let named = parts.filter(|part| !part.trim().is_empty());
    // More than anyone means is not looked at.
    named.take(50).map(range).collect()
}

fn range(text: &str) -> Range {
    let mut parts = text.split(';');
    let kind = parts.next().unwrap_or("").trim().to_ascii_lowercase();
    let quality = parts.find_map(|part| part.trim().strip_prefix("q=").map(thousandths));
    Range {
        kind,
        thousandths: quality.unwrap_or(1000),
    }
}

/// `0.5` as 500; what is not a quality counts as none.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", _) => 1000,
        ("0", Ok(thousandths)) => thousandths,
        _ => 0,
    }
}

/// The kind a body is said to be, of those that are read here.
///
/// # Errors
/// 415 when it is none of them.
pub(super) fn kind_of_body<'k>(headers: &HeaderMap, read: &[&'k str]) -> Result<&'k str, Problem> {
    let said = headers.get(header::CONTENT_TYPE);
    let said = said.and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = said.split(';').map(str::trim_ascii);
    let kind = parts.next().unwrap_or("");
    let plain_text = parts.all(|part| {
        let charset = part.to_ascii_lowercase();
        match charset.strip_prefix("charset=") {
            Some(name) => name.trim_matches('"') == "utf-8",
            None => true,
        }
    });
    let is_encoded = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|coding| coding != "identity");
    let found = read.iter().find(|it| it.eq_ignore_ascii_case(kind));
    found
        .filter(|_| plain_text && !is_encoded)
        .copied()
        .ok_or_else(|| {
            let says = format!("the body must be {}, in UTF-8", read.join(" or "));
            let help = format!(
                "send the header `Content-Type: {}`",
                read.first().unwrap_or(&JSON)
            );
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, says).help(help)
        })
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
    fn the_liking_and_then_the_order_decide() {
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
