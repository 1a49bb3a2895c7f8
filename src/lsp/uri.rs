//! `file:` URIs and paths.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a path as it is (RFC 3986, `pchar` without sub-delimiters).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':');

/// The path of a `file:` URI; none for another scheme.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.get(rest.find('/')?..)?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/C:/rules` names a drive.
    let drive = path
        .strip_prefix('/')
        .filter(|it| it.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

/// The URI of a path.
pub(super) fn of(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&text, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_with_spaces_and_accents_comes_back() {
        let at = Path::new("/home/a b/règles/rules/x.ron");
        assert_eq!(of(at), "file:///home/a%20b/r%C3%A8gles/rules/x.ron");
        assert_eq!(path(&of(at)).as_deref(), Some(at));
        assert_eq!(path("file:///C%3A/b"), Some(PathBuf::from("C:/b")));
        assert_eq!(path("untitled:1"), None);
    }
}
