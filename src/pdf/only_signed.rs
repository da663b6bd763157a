//! Whether a file is a document with nothing but signatures added.
//!
//! Each update is judged against the document as it was before it. First its bytes: it must be made up of the objects that its
//! cross-reference section lists and of nothing else (`bare`). Then its objects: each is either new and part of a signature, or the
//! next state of an object that a signature must touch, with nothing else in it changed (`change`, `form`, `store`, `description`).
//! What a signature shows stands where the document keeps room for it (`place`, `appearance`) and is drawn harmlessly (`drawn`, `content`).
//! What is left over is refused, with the part of the document that it belongs to as the reason (`part`).

use std::collections::BTreeMap;

use super::change::{Change, Touched};
use super::file::{Pdf, View, read};
use super::place::place;
use super::signature::EmbeddedSignature;
use super::value::Value;
use super::{PdfError, Refusal, bare};

/// What was added to a document, and is nothing but signatures and what belongs to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// The signatures and time stamps that were added, oldest first. Whether they are valid is not known here.
    pub signatures: Vec<EmbeddedSignature>,
    /// Whether certificates or revocation lists were added. They are what a stranger put there: hints, not facts.
    pub validation_data: bool,
    /// How many updates there are.
    pub updates: usize,
}

/// How often each object is referred to within the document.
pub(super) type References = BTreeMap<u32, usize>;

/// Judges whether `file` is `base`, byte for byte, with incremental updates behind it that add nothing but signatures, document time
/// stamps, and validation data. The last signature must cover everything that is not validation data. `base` itself passes, with
/// nothing added. A signature may be seen only in the place that `base` keeps free for it.
///
/// # Errors
/// Why not.
pub fn only_signed(base: &[u8], file: &[u8]) -> Result<Additions, Refusal> {
    if let Some(at) = first_difference(base, file) {
        return Err(if file.starts_with(b"%PDF-") { Refusal::BytesChanged { at } } else { PdfError::NotPdf.into() });
    }
    let before = read(base)?;
    let after = read(file).map_err(|error| second_document(base, file).unwrap_or(Refusal::Unreadable(error)))?;
    only_signed_of(&before, &after)
}

/// The same for files that were read: the bytes of `after` must begin with those of `before`.
///
/// # Errors
/// Why not.
pub fn only_signed_of(before: &Pdf<'_>, after: &Pdf<'_>) -> Result<Additions, Refusal> {
    if !after.bytes.starts_with(before.bytes) {
        return Err(Refusal::SecondDocument);
    }
    let count = before.revisions().len();
    let places = |pdf: &Pdf<'_>| pdf.revisions().iter().map(|revision| revision.section.at).take(count).collect::<Vec<_>>();
    if places(before) != places(after) {
        return Err(Refusal::SecondDocument);
    }
    let mut references = references(after.view_of(count));
    // Updates cannot change it: they may not touch the tags.
    let free = place(after.view_of(count));
    let mut uncovered = None;
    let mut additions = Additions { updates: after.revisions().len() - count, ..Additions::default() };
    for index in count..after.revisions().len() {
        bare::check(after, index)?;
        let touched = Change::new(after, index, &references, free)?.judge()?;
        recount(&mut references, after, index);
        match touched {
            Touched { signature: true, .. } => uncovered = None,
            Touched { form: false, validation: true, .. } => {}
            _ => uncovered = Some(index),
        }
        additions.validation_data |= touched.validation;
    }
    if uncovered.is_some() {
        return Err(Refusal::NotCovered);
    }
    additions.signatures = after.signatures()?.into_iter().filter(|signature| signature.revision >= count).collect();
    Ok(additions)
}

/// Where `file` ceases to be `base`; nothing if it begins with all of it.
fn first_difference(base: &[u8], file: &[u8]) -> Option<usize> {
    if file.starts_with(base) {
        return None;
    }
    // By blocks first: comparing slices is fast even in a build for tests, of which there are ten thousand.
    const BLOCK: usize = 4096;
    let block = base.chunks(BLOCK).zip(file.chunks(BLOCK)).position(|(one, other)| one != other).unwrap_or(0) * BLOCK;
    let pairs = base.iter().zip(file).enumerate().skip(block);
    Some(pairs.filter(|(_, (one, other))| one != other).map(|(at, _)| at).next().unwrap_or(file.len()))
}

/// A whole document behind `base` says more than that its offsets do not fit.
fn second_document(base: &[u8], file: &[u8]) -> Option<Refusal> {
    let behind = file.get(base.len()..)?;
    behind.windows(5).any(|window| window == b"%PDF-").then_some(Refusal::SecondDocument)
}

/// Every reference in the document as it is in `view`.
fn references(view: View<'_, '_>) -> References {
    let mut references = References::new();
    for (index, revision) in view.revisions().iter().enumerate() {
        for (number, object) in &revision.objects {
            if view.numbered(*number).is_some_and(|(newest, _)| newest == index) {
                count(&mut references, &object.value, true);
            }
        }
    }
    references
}

/// Brings the counts from before the update `index` to behind it.
fn recount(references: &mut References, pdf: &Pdf<'_>, index: usize) {
    let (old, new) = (pdf.view_of(index), pdf.view_of(index + 1));
    for number in pdf.revisions.get(index).into_iter().flat_map(|revision| revision.objects.keys()) {
        if let Some((_, object)) = old.numbered(*number) {
            count(references, &object.value, false);
        }
        if let Some((_, object)) = new.numbered(*number) {
            count(references, &object.value, true);
        }
    }
}

fn count(references: &mut References, value: &Value<'_>, more: bool) {
    value.references(&mut |id| {
        let times = references.entry(id.number).or_default();
        *times = if more { times.saturating_add(1) } else { times.saturating_sub(1) };
    });
}
