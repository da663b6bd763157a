//! The index of a bundle for people: one page that needs nothing else, and the same as text. It is for reading; what it says is proven
//! by the files that it names.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Contents, content_path, document_path, folder, path, record};
use crate::agreement::Language;
use crate::agreement::lifecycle::EventKind;
use crate::i18n::{Translate, format};

/// What the index says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    made_at: chrono::DateTime<chrono::Utc>,
    agreements: Vec<StatedAgreement>,
    checkpoint: Option<String>,
    key: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct StatedAgreement {
    number: String,
    party: String,
    versions: Vec<StatedVersion>,
    /// When, what by its key, and who, where that was not erased.
    events: Vec<(String, Option<&'static str>, String)>,
    events_path: String,
    proofs_path: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct StatedVersion {
    version: u32,
    state: &'static str,
    approved_at: chrono::DateTime<chrono::Utc>,
    domains: Vec<String>,
    content: String,
    /// Path, what it is by its key, SHA-256.
    documents: Vec<(String, &'static str, String)>,
}

impl Stated {
    /// What the index of these contents says.
    #[must_use]
    pub(super) fn of(contents: &Contents) -> Self {
        let agreements = contents.agreements.iter().map(|agreement| {
            let versions: Vec<StatedVersion> = agreement
                .versions
                .iter()
                .map(|version| StatedVersion {
                    version: version.version,
                    state: version.state.key(),
                    approved_at: version.content.approval.at,
                    domains: version.content.party.domains.iter().map(|domain| domain.to_unicode()).collect(),
                    content: content_path(&agreement.number, version.version),
                    documents: version
                        .documents
                        .iter()
                        .map(|(kind, bytes)| {
                            (document_path(&agreement.number, version.version, *kind), kind.key(), record::sha256(bytes))
                        })
                        .collect(),
                })
                .collect();
            let newest = agreement.versions.last();
            StatedAgreement {
                number: agreement.number.clone(),
                party: newest.map(|version| version.content.party.organisation.name.clone()).unwrap_or_default(),
                versions,
                events: agreement.events.iter().map(stated_event).collect(),
                events_path: [&folder(&agreement.number), "events.json"].concat(),
                proofs_path: [&folder(&agreement.number), "proofs.json"].concat(),
            }
        });
        Self {
            made_at: contents.made_at,
            agreements: agreements.collect(),
            checkpoint: contents.log.as_ref().map(|log| log.checkpoint.clone()),
            key: contents.log.as_ref().map(|log| log.key.clone()),
        }
    }
}

fn stated_event(record: &super::EventRecord) -> (String, Option<&'static str>, String) {
    #[derive(serde::Deserialize)]
    struct Who {
        #[serde(default)]
        who: String,
    }
    let who = record.content.as_ref().and_then(|content| serde_json::from_str::<Who>(&content.json).ok());
    (
        record.event.at.clone(),
        EventKind::from_code(&record.event.kind).map(EventKind::key),
        who.map(|who| who.who).unwrap_or_default(),
    )
}

fn when(lang: Language, at: &str) -> String {
    at.parse().map_or_else(|_| at.to_owned(), |at| format::moment(lang, at))
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:60rem;margin:0 auto;padding:1.5rem}\
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.5rem;border-top:1px solid #767676;padding-top:1rem}h3{font-size:1.1rem}\
code,pre{font:14px/1.5 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #d0d0d0}\
a{color:#003580}a:focus-visible{outline:3px solid #003580;outline-offset:2px}";

/// The index as a page.
pub(super) fn page(stated: &Stated, lang: Language) -> String {
    let title = lang.t("bundle-title");
    let made = lang.ta("bundle-made", &[("moment", format::moment_with_zone(lang, stated.made_at).into())]);
    let body = html! {
        main {
            h1 { (title) }
            p { (made) }
            p { (lang.t("bundle-check")) }
            pre translate="no" { code { "federointi verify --trust AUTHORITIES.pem --sealer Y-TUNNUS --log-key KEY BUNDLE.zip" } }
            p { (lang.t("bundle-check-others")) }
            @if let (Some(checkpoint), Some(key)) = (&stated.checkpoint, &stated.key) {
                h2 { (lang.t("bundle-log")) }
                p { (lang.t("bundle-log-text")) }
                p { a href=(path::CHECKPOINT) { (path::CHECKPOINT) } }
                pre translate="no" { (checkpoint) }
                p { a href=(path::KEY) { (path::KEY) } }
                pre translate="no" { (key) }
            }
            @for agreement in &stated.agreements { (agreement_part(agreement, lang)) }
        }
    };
    let whole = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    whole.into_string()
}

fn agreement_part(agreement: &StatedAgreement, lang: Language) -> Markup {
    html! {
        h2 { (lang.ta("bundle-agreement", &[("number", agreement.number.as_str().into()), ("party", agreement.party.as_str().into())])) }
        @for version in &agreement.versions {
            h3 { (version_title(version, lang)) }
            p { (lang.t("field-domains")) ": " span translate="no" { (version.domains.join(", ")) } }
            table {
                caption { (lang.t("bundle-files")) }
                thead { tr { th scope="col" { (lang.t("bundle-file")) } th scope="col" { "SHA-256" } } }
                tbody {
                    @for (path, kind, sha256) in &version.documents {
                        tr { td { a href=(path) { (lang.t(kind)) " (PDF)" } } td { code translate="no" { (sha256) } } }
                    }
                    tr { td { a href=(version.content) { (lang.t("bundle-content")) " (JSON)" } } td {} }
                }
            }
        }
        h3 { (lang.t("bundle-history")) }
        table {
            caption { (lang.t("bundle-history-caption")) }
            thead { tr { th scope="col" { (lang.t("bundle-when")) } th scope="col" { (lang.t("bundle-what")) } th scope="col" { (lang.t("bundle-who")) } } }
            tbody {
                @for (at, kind, who) in &agreement.events {
                    tr { td { (when(lang, at)) } td { (kind.map(|key| lang.t(key)).unwrap_or_default()) } td { (who) } }
                }
            }
        }
        p { a href=(agreement.events_path) { (lang.t("bundle-events")) } " · " a href=(agreement.proofs_path) { (lang.t("bundle-proofs")) } }
    }
}

fn version_title(version: &StatedVersion, lang: Language) -> String {
    lang.ta(
        "bundle-version",
        &[
            ("version", version.version.to_string().into()),
            ("date", format::date(lang, format::day(version.approved_at)).into()),
            ("state", lang.t(version.state).into()),
        ],
    )
}

/// The index as text.
pub(super) fn text(stated: &Stated, lang: Language) -> String {
    let mut lines = vec![
        lang.t("bundle-title"),
        lang.ta("bundle-made", &[("moment", format::moment_with_zone(lang, stated.made_at).into())]),
        lang.t("bundle-check"),
        "federointi verify --trust AUTHORITIES.pem --sealer Y-TUNNUS --log-key KEY BUNDLE.zip".to_owned(),
        lang.t("bundle-check-others"),
    ];
    for agreement in &stated.agreements {
        let party = agreement.party.as_str().into();
        lines.push(String::new());
        lines.push(lang.ta("bundle-agreement", &[("number", agreement.number.as_str().into()), ("party", party)]));
        for version in &agreement.versions {
            lines.push(version_title(version, lang));
            lines.push(["  ", &version.content].concat());
            for (path, kind, sha256) in &version.documents {
                lines.push(["  ", path, ": ", &lang.t(kind), ", SHA-256 ", sha256].concat());
            }
        }
        lines.push([&lang.t("bundle-history"), ":"].concat());
        for (at, kind, who) in &agreement.events {
            lines.push(["  ", &when(lang, at), "  ", &kind.map(|key| lang.t(key)).unwrap_or_default(), "  ", who].concat());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
