//! Stylesheet, script, fonts and icon, held in the program and served from our own host.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use sha2::{Digest, Sha256};

use super::{Answer, Cx, PageError};

struct Asset {
    name: &'static str,
    kind: &'static str,
    /// `/assets/look.0123456789abcdef.css`: changes with the bytes, so that it may be kept for ever.
    address: String,
    bytes: Vec<u8>,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/woff2";
const SVG: &str = "image/svg+xml";
const TEXT: &str = "text/plain; charset=utf-8";

macro_rules! embedded {
    ($($name:literal $kind:expr;)*) => {
        [$(($name, $kind, &include_bytes!(concat!("../../assets/", $name))[..])),*]
    };
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let plain = embedded! {
        "fonts/NotoSans-Regular.woff2" FONT;
        "fonts/NotoSans-SemiBold.woff2" FONT;
        "fonts/NotoSansMono-Regular.woff2" FONT;
        "fonts/OFL.txt" TEXT;
        "app.js" SCRIPT;
        "favicon.svg" SVG;
    };
    let mut assets: Vec<Asset> = plain.into_iter().map(|(name, kind, bytes)| Asset::new(name, kind, bytes.to_vec())).collect();
    // The stylesheet names the fonts by their plain addresses; served, it names the ones that may be kept.
    let mut css = include_str!("../../assets/look.css").to_owned();
    for font in assets.iter().filter(|asset| asset.kind == FONT) {
        css = css.replace(&["/assets/", font.name].concat(), &font.address);
    }
    assets.push(Asset::new("look.css", CSS, css.into_bytes()));
    assets
});

impl Asset {
    fn new(name: &'static str, kind: &'static str, bytes: Vec<u8>) -> Self {
        let digest = hex::encode(Sha256::digest(&bytes));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let digest = digest.get(..16).unwrap_or_default();
        Self { name, kind, address: ["/assets/", stem, ".", digest, ".", extension].concat(), bytes }
    }
}

/// The address of an asset by its name below `assets/`, such as `look.css`.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(found.is_some(), "there is no asset {name}");
    found.map_or("/assets/", |asset| asset.address.as_str())
}

/// Serves an asset by its lasting address, or by its plain name (which may be kept for an hour only).
pub(super) async fn serve(cx: Cx) -> Answer {
    let path = cx.path();
    let plain = path.strip_prefix("/assets/").unwrap_or_default();
    let (asset, keep) = match ASSETS.iter().find(|asset| asset.address == path) {
        Some(asset) => (asset, "public, max-age=31536000, immutable"),
        None => (ASSETS.iter().find(|asset| asset.name == plain).ok_or(PageError::NotFound)?, "public, max-age=3600"),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, asset.kind))
        .insert_header((header::CACHE_CONTROL, keep))
        .body(asset.bytes.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_the_bytes() {
        let (one, two) = (Asset::new("a.css", CSS, b"1".to_vec()), Asset::new("a.css", CSS, b"2".to_vec()));
        assert!(one.address != two.address && one.address.starts_with("/assets/a.") && one.address.ends_with(".css"));
    }

    #[test]
    fn the_stylesheet_asks_no_other_host_and_names_fonts_that_are_served() {
        let css = ASSETS.iter().find(|asset| asset.name == "look.css").unwrap();
        let css = std::str::from_utf8(&css.bytes).unwrap();
        for address in css.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(ASSETS.iter().any(|asset| asset.address == address), "{address}");
        }
        assert!(!css.contains("http"));
    }
}
