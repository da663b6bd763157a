//! The agreement as a document: PDF/A-3a and PDF/UA-1, written by krilla.
//!
//! [`render`] is a pure function of the agreement's content and of its marks: the same gives the same bytes. The sections are composed into
//! units (`agreement`, `terms`, `approval`, `annexes`, `change` by way of `flow` and `table`), the units fill pages (`page`), and the pages
//! are painted with their tags (`paint`, `structure`).

mod agreement;
mod annexes;
mod approval;
mod attachment;
mod change;
mod evidence;
mod flow;
mod fonts;
mod furniture;
mod page;
mod paint;
mod structure;
mod table;
mod terms;
mod text;

pub use attachment::{ATTACHMENT, json};
pub use evidence::{EVIDENCE_ATTACHMENT, Evidence, render_evidence};

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::metadata::{Metadata, TextDirection};
use krilla::{Document, SerializeSettings};

use crate::agreement::Language;
use crate::agreement::content::AgreementContent;
use crate::i18n::{Translate, format};
use flow::Flow;
use fonts::Fonts;
use furniture::Furniture;
use page::{BOTTOM, HEIGHT, TOP, mm};

/// What a document names as the program that made it: another version may draw the same data with other words around it.
pub const CREATOR: &str = concat!("Federointi ", env!("CARGO_PKG_VERSION"));

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The faces built into the program could not be read.
    #[error("the fonts of the document cannot be read")]
    Fonts,
    /// PDF/A-3a and PDF/UA-1 cannot be had together.
    #[error("the profiles of the document exclude each other")]
    Profile,
    /// A page could not be begun.
    #[error("a page of the document cannot be begun")]
    Page,
    /// The data could not be written as JSON.
    #[error("the data of the agreement cannot be written as JSON")]
    Data(#[from] serde_json::Error),
    /// The data could not be attached.
    #[error("the data cannot be attached to the document")]
    Attachment,
    /// The document would not conform to its profiles; what is wrong with it.
    #[error("the document would not conform: {0}")]
    Conformance(String),
}

/// What a document is marked as on its first page and on the head of every page. Without marks it is the document itself: it says nothing of
/// how far it has come, for it stays inside the file that is signed and sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Its details are invented.
    pub sample: bool,
    /// It is a copy to read, of an agreement that is yet to be signed.
    pub to_be_signed: bool,
}

impl Marks {
    /// The texts of the marks that it bears: on the head of every page, and on the first page in a frame and after it.
    fn texts(self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let signed = ("document-to-be-signed-mark", "document-to-be-signed-word", "document-to-be-signed");
        let sample = ("document-sample-mark", "document-sample-word", "document-sample");
        [(self.to_be_signed, signed), (self.sample, sample)].into_iter().filter_map(|(bears, texts)| bears.then_some(texts))
    }
}

/// Writes `content` as PDF/A-3a and PDF/UA-1, in its language, with its data attached as [`ATTACHMENT`]. Nothing but `content` and `marks` goes
/// into the bytes.
///
/// # Errors
/// If the document cannot be made or would not conform to its profiles.
pub fn render(content: &AgreementContent, marks: Marks) -> Result<Vec<u8>, RenderError> {
    let language = content.language;
    let fonts = Fonts::get().ok_or(RenderError::Fonts)?;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| RenderError::Profile)?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });

    let mut flow = Flow::new(language, fonts);
    if change::is_notice(content) {
        change::notice(&mut flow, content, marks);
        approval::compose(&mut flow, content);
    } else {
        agreement::compose(&mut flow, content, marks);
        terms::compose(&mut flow, &content.terms, marks.sample);
        approval::compose(&mut flow, content);
        annexes::compose(&mut flow, content);
        change::annex(&mut flow, content);
    }

    let furniture = furniture(content, marks);
    let head = furniture.head(fonts, 1, 1).1;
    let foot = furniture.foot(fonts, 1, 1).1;
    let pages = page::paginate(flow.units, &flow.repeated, TOP + head + mm(5.0), HEIGHT - BOTTOM - foot - mm(3.0));
    let count = pages.len();
    let drawn = |page| (furniture.head(fonts, page, count).0, furniture.foot(fonts, page, count).0);
    paint::pages(&mut document, fonts, &pages, drawn, &mut flow.structure)?;

    document.set_outline(paint::outline(&pages));
    document.set_tag_tree(flow.structure.into_tree());
    document.set_metadata(metadata(content, marks));
    let file = attachment::file(content, language.t("document-attachment"))?;
    document.embed_file(file).ok_or(RenderError::Attachment)?;
    document.finish().map_err(|error| conformance(&error))
}

/// What krilla refused, by the names of its rules: its own details may quote the text, and the text names people.
fn conformance(error: &KrillaError) -> RenderError {
    let rules: Vec<String> = match error {
        KrillaError::Validation(errors) => errors.iter().map(|(rule, _)| format!("{rule:?}")).collect(),
        other => vec![format!("{other:?}")],
    };
    let mut named: Vec<&str> = rules.iter().filter_map(|rule| rule.split(['(', ' ', '{']).next()).collect();
    named.dedup();
    RenderError::Conformance(named.join(", "))
}

/// The agreement's title: what it is, and between whom. Names stand after a colon, for they cannot be inflected.
fn title(content: &AgreementContent) -> [String; 2] {
    let names = [&content.party, &content.kela].map(|sheet| sheet.organisation.name.as_str());
    let [party, kela] = names.map(Into::into);
    let parties = content.language.ta("document-title-parties", &[("party", party), ("kela", kela)]);
    let what = content.language.t(if change::is_notice(content) { "document-notice-title" } else { "document-title" });
    [[&what, ": "].concat(), parties]
}

/// Number and version in words.
fn reference(content: &AgreementContent) -> String {
    let version = content.version.to_string();
    content.language.ta("document-reference", &[("number", content.number.as_str().into()), ("version", version.into())])
}

fn metadata(content: &AgreementContent, marks: Marks) -> Metadata {
    let titled = [title(content).concat(), reference(content)].join(", ");
    // A copy is another document than the one that it is of.
    let copy = if marks.to_be_signed { "/to-be-signed" } else { "" };
    Metadata::new()
        .title(titled)
        .authors(vec![content.kela.organisation.name.clone()])
        .description(content.language.t("document-subject"))
        .keywords(vec![content.number.clone(), content.request.clone()])
        .language(content.language.tag().to_owned())
        .creator(CREATOR.to_owned())
        .producer("krilla".to_owned())
        .creation_date(attachment::moment(content.approval.at))
        .document_id([content.number.as_str(), "/", &content.version.to_string(), copy].concat())
        .text_direction(TextDirection::LeftToRight)
}

fn page_of(language: Language, page: usize, pages: usize) -> String {
    language.ta("document-page", &[("page", page.to_string().into()), ("pages", pages.to_string().into())])
}

fn furniture(content: &AgreementContent, marks: Marks) -> Furniture {
    let language = content.language;
    let mut foot = language.t("document-foot");
    if !language.binds() {
        foot = [language.t("document-translation"), foot].join(" ");
    }
    Furniture {
        agency: content.kela.organisation.name.clone(),
        unit: language.t("document-unit"),
        kind: language.t(if change::is_notice(content) { "document-notice-kind" } else { "document-kind" }),
        dated: language.t("document-dated"),
        date: format::date(language, format::day(content.approval.at)),
        number: content.number.clone(),
        version: language.ta("document-version", &[("version", content.version.to_string().into())]),
        reference: reference(content),
        foot,
        marks: marks.texts().map(|(mark, ..)| language.t(mark)).collect(),
        page: page_of,
        language,
    }
}
