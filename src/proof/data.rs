//! Whether the data attached to a document is what the document shows.
//!
//! The service draws a document from its data and from nothing else, the same bytes every time. So the data is drawn again: if the bytes
//! are those of the file, both are the same. A later version of the program may draw otherwise; then the words on the pages are compared.

use std::panic::AssertUnwindSafe;

use serde_json::Value;

use super::claim::{Claim, EvidenceClaim};
use crate::agreement::content::AgreementContent;
use crate::document::{self, Marks};
use crate::pdf::{self, Pdf};

/// Letters of an excerpt.
const EXCERPT: usize = 60;

/// What came of comparing the attached data with what is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataFinding {
    /// Drawn again, the data gives exactly these bytes.
    SameBytes {
        /// Marked as a sample.
        sample: bool,
        /// Marked as a copy of an agreement that is yet to be signed.
        to_be_signed: bool,
    },
    /// Other bytes, the same words on each page.
    SameText,
    /// Another version of the program drew it, with other words around; every value of the data stands in the text.
    ValuesShown,
    /// Not the same.
    Differs {
        /// The page, from 1; none where a value of the data stands nowhere.
        page: Option<usize>,
        /// What the document shows there.
        shown: String,
        /// What the data says.
        data: String,
    },
    /// It cannot be told by this version of the program.
    NotTold,
    /// It was not compared, because the file was changed or nothing is attached.
    NotCompared,
}

impl DataFinding {
    /// A word for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SameBytes { .. } => "same_bytes",
            Self::SameText => "same_text",
            Self::ValuesShown => "values_shown",
            Self::Differs { .. } => "differs",
            Self::NotTold => "not_told",
            Self::NotCompared => "not_compared",
        }
    }
}

/// Compares a claim with the document as it was first written: `first` is that revision.
pub(super) fn compare(claim: &Claim, first: &Pdf<'_>) -> DataFinding {
    match claim {
        Claim::Agreement(content) => agreement(content, first),
        Claim::Evidence(claim) => evidence(claim, first),
    }
}

/// The document drawn again. A panic of the drawing library is no reason to fall: the file's sender may have caused it.
fn drawn(content: &AgreementContent, sample: bool, to_be_signed: bool) -> Option<Vec<u8>> {
    std::panic::catch_unwind(AssertUnwindSafe(|| document::render(content, Marks { sample, to_be_signed }))).ok()?.ok()
}

fn agreement(content: &AgreementContent, first: &Pdf<'_>) -> DataFinding {
    // A value that this program does not know is no longer there when the data is written again.
    if !is_whole(content, first) {
        return DataFinding::NotTold;
    }
    let mut closest = None;
    for (sample, to_be_signed) in [(false, false), (true, false), (false, true), (true, true)] {
        match drawn(content, sample, to_be_signed) {
            Some(bytes) if bytes == first.bytes() => return DataFinding::SameBytes { sample, to_be_signed },
            Some(bytes) => {
                let finding = by_text(content, first, &bytes);
                if matches!(finding, DataFinding::SameText | DataFinding::ValuesShown) {
                    return finding;
                }
                closest.get_or_insert(finding);
            }
            None => return DataFinding::NotTold,
        }
    }
    closest.unwrap_or(DataFinding::NotTold)
}

/// Whether the attached JSON is the content and nothing more.
fn is_whole(content: &AgreementContent, first: &Pdf<'_>) -> bool {
    let Ok(attachments) = first.attachments() else { return false };
    let attached = attachments.iter().find(|file| file.name == document::ATTACHMENT);
    let attached: Option<Value> = attached.and_then(|file| serde_json::from_slice(&file.bytes).ok());
    attached.is_some() && attached == serde_json::to_value(content).ok()
}

fn texts(file: &Pdf<'_>) -> Option<Vec<String>> {
    let pages = file.page_texts().ok()?;
    Some(pages.iter().map(|page| letters(page)).collect())
}

/// Without white space, which the lines of a page part at will.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

fn by_text(content: &AgreementContent, first: &Pdf<'_>, again: &[u8]) -> DataFinding {
    let (Some(shown), Some(expected)) = (texts(first), pdf::read(again).ok().and_then(|again| texts(&again))) else {
        return DataFinding::NotTold;
    };
    if shown == expected {
        return DataFinding::SameText;
    }
    let (all_shown, all_expected) = (shown.concat(), expected.concat());
    let mut values = Vec::new();
    if let Ok(value) = serde_json::to_value(content) {
        strings(&value, &mut values);
    }
    let missing = values.iter().find(|value| all_expected.contains(value.as_str()) && !all_shown.contains(value.as_str()));
    if let Some(missing) = missing {
        return DataFinding::Differs { page: None, shown: String::new(), data: missing.chars().take(EXCERPT).collect() };
    }
    if first.information("Creator").as_deref() != Some(document::CREATOR) {
        return DataFinding::ValuesShown;
    }
    let pages = shown.len().max(expected.len());
    let differing = (0..pages).find(|page| shown.get(*page) != expected.get(*page)).unwrap_or_default();
    let of = |texts: &[String]| texts.get(differing).cloned().unwrap_or_default();
    let (shown, data) = excerpts(&of(&shown), &of(&expected));
    DataFinding::Differs { page: Some(differing + 1), shown, data }
}

/// Where two texts part, a few letters of each.
fn excerpts(one: &str, other: &str) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(EXCERPT / 4);
    let part = |text: &str| text.chars().skip(from).take(EXCERPT).collect();
    (part(one), part(other))
}

/// The texts of the data: short ones whole, longer ones word by word, for they may run over the end of a page.
fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) if text.len() <= EXCERPT => into.push(letters(text)),
        Value::String(text) => into.extend(text.split_whitespace().map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(members) => members.values().for_each(|member| strings(member, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The proof of signature shows what its data says: whose, of what, which bytes.
fn evidence(claim: &EvidenceClaim, first: &Pdf<'_>) -> DataFinding {
    let Some(shown) = texts(first).map(|pages| pages.concat()) else { return DataFinding::NotTold };
    let act = &claim.act;
    let values = [&claim.number, &claim.organisation, &claim.sha256, &act.name, &act.position, &act.authority];
    let missing = values.into_iter().map(|value| letters(value)).find(|value| !shown.contains(value));
    match missing {
        Some(missing) => DataFinding::Differs { page: None, shown: String::new(), data: missing.chars().take(EXCERPT).collect() },
        None => DataFinding::ValuesShown,
    }
}
