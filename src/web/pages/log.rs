//! The log, for everybody: checkpoint, tiles and entries as files (C2SP tlog-tiles), proofs as JSON, and a page that says what the log is.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use crate::i18n::{Translate, format};
use crate::log::merkle::{Hash, leaf_hash};
use crate::log::tile::Resource;
use crate::log::{InclusionProof, VerifierKey};
use crate::web::components::{Sign, facts, question, verdict};
use crate::web::problem::Problem;
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::log::prove::{self, Consistent, Included, Newest, Of, Unprovable};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/log", page, Rule::Anyone),
    route!(Root Get "/log/checkpoint", checkpoint, Rule::Anyone),
    route!(Root Get "/log/key", key, Rule::Anyone),
    route!(Root Get "/log/tile/{path:.+}", tile, Rule::Anyone),
    route!(Root Get "/api/v1/log/inclusion", inclusion, Rule::Anyone),
    route!(Root Get "/api/v1/log/consistency", consistency, Rule::Anyone),
];

const TEXT: &str = "text/plain; charset=utf-8";

/// The newest checkpoint. It changes every second, so that nobody keeps it.
async fn checkpoint(cx: Cx) -> Answer {
    let newest = prove::newest(cx.service()).await?.ok_or(PageError::NotFound)?;
    Ok(HttpResponse::Ok().content_type(TEXT).insert_header((header::CACHE_CONTROL, "no-cache")).body(newest.note))
}

/// The keys that checkpoints are signed with, one a line, the present one first.
async fn key(cx: Cx) -> Answer {
    let keys: String = cx.service().log.keys().iter().map(|key| [key.to_string().as_str(), "\n"].concat()).collect();
    if keys.is_empty() {
        return Err(PageError::NotFound);
    }
    Ok(HttpResponse::Ok().content_type(TEXT).insert_header((header::CACHE_CONTROL, "no-cache")).body(keys))
}

/// A tile or a bundle of entries. What is given once for an address never changes.
async fn tile(cx: Cx) -> Answer {
    let path = cx.path().strip_prefix("/log/").unwrap_or_default();
    let resource = Resource::parse(path).ok_or(PageError::NotFound)?;
    let bytes = prove::resource(cx.service(), resource).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(bytes))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    event: Option<String>,
    leaf: Option<String>,
    size: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// A whole number from 0 on, if there is one.
fn number(name: &'static str, given: Option<&str>) -> Result<Option<u64>, Problem> {
    let Some(given) = given else { return Ok(None) };
    // Above that, the database has no place for it.
    let number = given.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok() && number.to_string() == given);
    number.map(Some).ok_or_else(|| Problem::parameter(name, "a whole number from 0 on", given))
}

fn unprovable(why: Unprovable) -> Problem {
    let (status, detail) = match why {
        Unprovable::Empty => (StatusCode::NOT_FOUND, "The log has no checkpoint yet.".to_owned()),
        Unprovable::Unknown => (StatusCode::NOT_FOUND, "No event of this number has been logged.".to_owned()),
        Unprovable::Beyond(size) => (StatusCode::BAD_REQUEST, format!("The log has {size} leaves, and no more.")),
        Unprovable::Later(index) => (StatusCode::BAD_REQUEST, format!("The leaf stands at {index}, beyond the size asked for.")),
        Unprovable::Reversed => (StatusCode::BAD_REQUEST, "from is greater than to.".to_owned()),
    };
    Problem::new(status, detail)
}

fn hashes(path: &[Hash]) -> Vec<String> {
    path.iter().map(Hash::base64).collect()
}

/// `?event=` or `?leaf=`, and `&size=`: the proof that a leaf is in the log.
async fn inclusion(cx: Cx) -> Answer {
    let asked: Asked = cx.query()?;
    let read = || -> Result<(Of, Option<u64>), Problem> {
        let (event, leaf) = (number("event", asked.event.as_deref())?, number("leaf", asked.leaf.as_deref())?);
        let of = match (event, leaf) {
            (Some(event), None) => Of::Event(i64::try_from(event).unwrap_or(i64::MAX)),
            (None, Some(leaf)) => Of::Leaf(leaf),
            _ => return Err(Problem::parameter("event", "the number of an event, or leaf in its place", "neither, or both")),
        };
        Ok((of, number("size", asked.size.as_deref())?))
    };
    let (of, size) = match read() {
        Ok(read) => read,
        Err(problem) => return Ok(problem.respond()),
    };
    Ok(match prove::inclusion(cx.service(), of, size).await? {
        Ok(proof) => HttpResponse::Ok().json(included(proof)),
        Err(why) => unprovable(why).respond(),
    })
}

fn included(proof: Included) -> serde_json::Value {
    let Included { index, entry, size, root, path, checkpoint, tiles_read } = proof;
    let text =
        checkpoint.clone().map(|checkpoint| InclusionProof { extra: None, index, path: path.clone(), checkpoint }.to_string());
    json!({
        "leaf_index": index,
        "tree_size": size,
        "entry": STANDARD.encode(entry),
        "leaf_hash": leaf_hash(&entry).base64(),
        "root_hash": root.base64(),
        "hashes": hashes(&path),
        "tiles_read": tiles_read,
        "checkpoint": checkpoint,
        "tlog_proof": text,
    })
}

/// `?from=` and `&to=`: the proof that the log of one size begins with that of another.
async fn consistency(cx: Cx) -> Answer {
    let asked: Asked = cx.query()?;
    let read = || -> Result<(u64, Option<u64>), Problem> {
        let from = number("from", asked.from.as_deref())?;
        let from = from.ok_or_else(|| Problem::parameter("from", "the earlier size of the log", "nothing"))?;
        Ok((from, number("to", asked.to.as_deref())?))
    };
    let (from, to) = match read() {
        Ok(read) => read,
        Err(problem) => return Ok(problem.respond()),
    };
    Ok(match prove::consistency(cx.service(), from, to).await? {
        Ok(Consistent { from, to, path, checkpoint, tiles_read }) => HttpResponse::Ok().json(json!({
            "from_size": from.0,
            "from_root_hash": from.1.base64(),
            "to_size": to.0,
            "to_root_hash": to.1.base64(),
            "hashes": hashes(&path),
            "tiles_read": tiles_read,
            "checkpoint": checkpoint,
        })),
        Err(why) => unprovable(why).respond(),
    })
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("log-title");
    let newest = prove::newest(cx.service()).await?;
    let key = cx.service().log.keys().into_iter().next();
    let body = question(&html! {
        h1 { (title) }
        p.lead { (lang.t("log-lead")) }
        p { (lang.t("log-discloses")) }
        h2 { (lang.t("log-checkpoint")) }
        @match &newest {
            Some(newest) => { (newest_facts(&cx, newest, key.as_ref())) }
            None => { p { (lang.t("log-empty")) } }
        }
        h2 { (lang.t("log-check")) }
        (last_check(&cx))
        h2 { (lang.t("log-how")) }
        p { (lang.t("log-how-text")) }
        (addresses(&cx))
        p { (lang.t("log-how-witness")) }
    });
    Ok(cx.page(&title, body))
}

fn newest_facts(cx: &Cx, newest: &Newest, key: Option<&VerifierKey>) -> Markup {
    let lang = cx.lang;
    let (origin, size, root) = (lang.t("log-origin"), lang.t("log-size"), lang.t("log-root"));
    let (until, fingerprint) = (lang.t("log-until"), lang.t("log-fingerprint"));
    let code = |text: &str| html! { code translate="no" { (text) } };
    let mut rows = vec![
        (origin.as_str(), code(&newest.checkpoint.origin)),
        (size.as_str(), html! { (newest.checkpoint.size) }),
        (root.as_str(), code(&newest.checkpoint.root.base64())),
    ];
    if let Some(at) = newest.until {
        rows.push((until.as_str(), html! { (format::moment_with_zone(lang, at)) }));
    }
    if let Some(key) = key {
        rows.push((fingerprint.as_str(), code(&key.fingerprint())));
    }
    facts(&rows)
}

fn last_check(cx: &Cx) -> Markup {
    let lang = cx.lang;
    html! {
        p { (lang.t("log-check-text")) }
        @match cx.service().log.checked() {
            None => { p { (verdict(Sign::Unverified, &lang.t("log-check-none"), None)) } }
            Some(checked) => {
                p {
                    @if checked.findings.is_empty() { (verdict(Sign::Ok, &lang.t("log-check-clean"), None)) }
                    @else { (verdict(Sign::Error, &lang.t("log-check-findings"), None)) }
                }
                p { (lang.ta("log-check-at", &[("moment", format::moment_with_zone(lang, checked.at).into())])) }
            }
        }
    }
}

fn addresses(cx: &Cx) -> Markup {
    let lang = cx.lang;
    let rows = [
        ("/log/checkpoint", "/log/checkpoint", "log-address-checkpoint"),
        ("/log/key", "/log/key", "log-address-key"),
        ("", "/log/tile/0/000", "log-address-tile"),
        ("", "/log/tile/entries/000", "log-address-entries"),
        ("", "/api/v1/log/inclusion?event=1", "log-address-inclusion"),
        ("", "/api/v1/log/consistency?from=1&to=2", "log-address-consistency"),
    ];
    html! {
        ul { @for (href, address, key) in rows { li {
            @if href.is_empty() { code translate="no" { (address) } } @else { a href=(href) translate="no" { (address) } }
            ": " (lang.t(key))
        } } }
    }
}
