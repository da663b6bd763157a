//! The proof of signature, of one given in the service: a document of its own, PDF/A-3a and PDF/UA-1, that tells who signed what, when and how
//! they were identified. Its data goes along as JSON.

use chrono::{DateTime, Utc};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::{Metadata, TextDirection};
use serde::Serialize;

use super::attachment::moment;
use super::flow::Flow;
use super::fonts::Fonts;
use super::furniture::Furniture;
use super::page::{self, BOTTOM, HEIGHT, TOP, mm};
use super::table::{Cell, Row, TWO};
use super::{RenderError, conformance, page_of, paint};
use crate::agreement::Language;
use crate::agreement::content::AgreementContent;
use crate::agreement::signing::Act;
use crate::i18n::{Translate, format};

/// The name of the file that is attached to the proof.
pub const EVIDENCE_ATTACHMENT: &str = "signature.json";

/// A signature given in the service.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Evidence<'a> {
    /// The agreement's number.
    pub number: &'a str,
    /// The version that was signed.
    pub version: u32,
    /// The party that signed.
    pub organisation: &'a str,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the exact document that was signed, in hex.
    pub sha256: &'a str,
    /// Its size in bytes.
    pub size: usize,
    /// Who, how identified, and what was accepted.
    pub act: &'a Act,
}

/// Writes the proof in the language of the agreement. Nothing but the arguments goes into the bytes.
///
/// # Errors
/// If the document cannot be made or would not conform to its profiles.
pub fn render_evidence(evidence: &Evidence<'_>, content: &AgreementContent, sample: bool) -> Result<Vec<u8>, RenderError> {
    let language = content.language;
    let fonts = Fonts::get().ok_or(RenderError::Fonts)?;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| RenderError::Profile)?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut flow = Flow::new(language, fonts);
    compose(&mut flow, evidence, sample);
    let furniture = furniture(evidence, content, sample);
    let head = furniture.head(fonts, 1, 1).1;
    let foot = furniture.foot(fonts, 1, 1).1;
    let pages = page::paginate(flow.units, &flow.repeated, TOP + head + mm(5.0), HEIGHT - BOTTOM - foot - mm(3.0));
    let count = pages.len();
    let drawn = |page| (furniture.head(fonts, page, count).0, furniture.foot(fonts, page, count).0);
    paint::pages(&mut document, fonts, &pages, drawn, &mut flow.structure)?;
    document.set_outline(paint::outline(&pages));
    document.set_tag_tree(flow.structure.into_tree());
    document.set_metadata(metadata(evidence, content));
    document.embed_file(file(evidence, language)?).ok_or(RenderError::Attachment)?;
    document.finish().map_err(|error| conformance(&error))
}

fn compose(flow: &mut Flow, evidence: &Evidence<'_>, sample: bool) {
    let language = flow.language;
    flow.title([&[language.t("evidence-title"), ": ".to_owned()].concat(), &reference(evidence, language)]);
    if sample {
        flow.boxed(&language.t("document-sample-word"), &language.t("document-sample"));
    }
    flow.boxed(&language.t("evidence-kind"), &language.t("evidence-kind-text"));
    flow.paragraph(&language.t("evidence-explained"));
    if !language.binds() {
        flow.paragraph(&language.t("document-translation"));
    }
    let row = |key: &str, values: Vec<String>| Row::new(language.t(key), vec![Cell::text(values)]);
    let act = evidence.act;

    flow.heading(&language.t("evidence-section-what"));
    let digest = Row::new(language.t("evidence-sha256"), vec![Cell::names([evidence.sha256.to_owned()])]);
    let size = language.ta("evidence-bytes", &[("n", evidence.size.into())]);
    let rows = vec![
        row("evidence-agreement", vec![reference(evidence, language)]),
        row("evidence-party", vec![evidence.organisation.to_owned()]),
        digest,
        row("evidence-size", vec![size]),
    ];
    flow.table(&TWO, &[], rows);

    flow.heading(&language.t("evidence-section-who"));
    let at = |moment: DateTime<Utc>| format::moment_with_zone(language, moment);
    let rows = vec![
        row("evidence-name", vec![act.name.clone()]),
        row("evidence-position", vec![act.position.clone()]),
        row("evidence-authority", vec![act.authority.clone()]),
        row("evidence-signed-at", vec![at(evidence.signed_at)]),
    ];
    flow.table(&TWO, &[], rows);
    flow.space(mm(2.0));
    flow.paragraph(&language.t("evidence-stated"));

    flow.heading(&language.t("evidence-section-how"));
    let mut rows = vec![row("evidence-link", vec![act.email.as_str().to_owned()])];
    if let Some(before) = &act.in_place_of {
        rows.push(row("evidence-in-place-of", vec![[before.name.as_str(), &before.position].join(", ")]));
        rows.push(row("evidence-named-at", vec![at(before.named_at)]));
    }
    rows.extend(act.opened_at.map(|opened| row("evidence-opened-at", vec![at(opened)])));
    rows.extend(act.code_sent_at.map(|sent| row("evidence-code-at", vec![at(sent)])));
    flow.table(&TWO, &[], rows);
    flow.space(mm(2.0));
    let identified = if act.in_place_of.is_some() { "evidence-identified-named" } else { "evidence-identified" };
    flow.paragraph(&language.t(identified));

    flow.heading(&language.t("evidence-section-accepted"));
    flow.list(&act.accepted);
    flow.heading(&language.t("evidence-section-check"));
    flow.paragraph(&language.t("evidence-check"));
}

fn reference(evidence: &Evidence<'_>, language: Language) -> String {
    language.ta("document-reference", &[("number", evidence.number.into()), ("version", evidence.version.to_string().into())])
}

fn file(evidence: &Evidence<'_>, language: Language) -> Result<EmbeddedFile, RenderError> {
    let mut data = serde_json::to_vec_pretty(evidence)?;
    data.push(b'\n');
    Ok(EmbeddedFile {
        path: EVIDENCE_ATTACHMENT.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some(language.t("evidence-attachment")),
        association_kind: AssociationKind::Data,
        data: data.into(),
        modification_date: Some(moment(evidence.signed_at)),
        compress: Some(true),
        location: None,
    })
}

fn metadata(evidence: &Evidence<'_>, content: &AgreementContent) -> Metadata {
    let language = content.language;
    let title = [language.t("evidence-title"), ": ".to_owned(), reference(evidence, language)].concat();
    Metadata::new()
        .title(title)
        .authors(vec![content.kela.organisation.name.clone()])
        .description(language.t("evidence-subject"))
        .keywords(vec![evidence.number.to_owned()])
        .language(language.tag().to_owned())
        .creator("Federointi".to_owned())
        .producer("krilla".to_owned())
        .creation_date(moment(evidence.signed_at))
        .document_id([evidence.number, "/", &evidence.version.to_string(), "/evidence"].concat())
        .text_direction(TextDirection::LeftToRight)
}

fn furniture(evidence: &Evidence<'_>, content: &AgreementContent, sample: bool) -> Furniture {
    let language = content.language;
    Furniture {
        agency: content.kela.organisation.name.clone(),
        unit: language.t("document-unit"),
        kind: language.t("evidence-title"),
        dated: language.t("evidence-dated"),
        date: format::date(language, format::day(evidence.signed_at)),
        number: evidence.number.to_owned(),
        version: language.ta("document-version", &[("version", evidence.version.to_string().into())]),
        reference: reference(evidence, language),
        foot: language.t("evidence-foot"),
        marks: sample.then(|| language.t("document-sample-mark")).into_iter().collect(),
        page: page_of,
        language,
    }
}
