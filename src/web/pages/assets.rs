//! The style sheet and the script, each under an address with its fingerprint,
//! so that a browser keeps them for good.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::header::{self, HeaderValue},
    response::Response,
};

use crate::web::{problem::Problem, response};
use almoner_engine::base::fingerprint::Fingerprint;

/// A file that pages load.
struct Asset {
    path: String,
    media_type: &'static str,
    text: &'static str,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("static/desk.css");
    Asset::new("css", "text/css; charset=utf-8", text)
});

static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("static/desk.js");
    Asset::new("js", "text/javascript; charset=utf-8", text)
});

static WORKBENCH: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("static/workbench.js");
    Asset::new("js", "text/javascript; charset=utf-8", text)
});

impl Asset {
    fn new(suffix: &str, media_type: &'static str, text: &'static str) -> Asset {
        let hash = Fingerprint::of_bytes(text.as_bytes()).to_string();
        let hash: String = hash.chars().skip("sha256:".len()).take(12).collect();
        Asset {
            path: format!("/assets/desk-{hash}.{suffix}"),
            media_type,
            text,
        }
    }
}

/// The address of the style sheet.
pub(super) fn style() -> &'static str {
    &STYLE.path
}

/// The address of the script.
pub(super) fn script() -> &'static str {
    &SCRIPT.path
}

/// The address of the workbench's script.
pub(super) fn workbench_script() -> &'static str {
    &WORKBENCH.path
}

/// `GET /assets/{name}`.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let path = format!("/assets/{name}");
    let all = [&*STYLE, &*SCRIPT, &*WORKBENCH];
    let found = all.into_iter().find(|it| it.path == path);
    let asset = found.ok_or_else(Problem::unknown_address)?;
    let mut response = response::ok(asset.media_type, asset.text);
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, forever);
    Ok(response)
}
