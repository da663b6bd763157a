//! Whether an update is made up of its objects and nothing else, so that every program sees the same objects in it, even one that
//! mends a file by looking for them.

use super::file::Pdf;
use super::lexer::is_space;
use super::value::Value;
use super::xref::{Entry, Kind};
use super::{PdfError, Refusal};

/// A comment may name the program that wrote the file (iText does), but is not a place to keep things.
const LONGEST_COMMENT: usize = 100;

/// Checks the update `index` of `pdf`, the document itself being update 0.
pub(super) fn check(pdf: &Pdf<'_>, index: usize) -> Result<(), Refusal> {
    let revision = pdf.revisions.get(index).ok_or(PdfError::Structure("revisions"))?;
    let old = pdf.view_of(index);
    let mut extents: Vec<_> =
        revision.objects.values().filter(|object| object.packed_in.is_none()).map(|object| &object.extent).collect();
    extents.sort_unstable_by_key(|extent| extent.start);
    let mut at = revision.start;
    for extent in extents {
        gap(pdf.bytes, at, extent.start)?;
        at = extent.end;
    }
    gap(pdf.bytes, at, revision.section.at)?;
    gap(pdf.bytes, revision.section.end, revision.section.startxref)?;
    let whole = pdf.bytes.get(revision.start..revision.end).unwrap_or_default();
    for word in [&b"%%EOF"[..], b"startxref"] {
        let mut places = whole.windows(word.len()).enumerate().filter(|(_, window)| *window == word).map(|(place, _)| place);
        if let (Some(first), Some(_)) = (places.next(), places.next()) {
            return Err(Refusal::HiddenBytes { at: revision.start + first });
        }
    }
    if let Kind::Stream(number) = revision.section.kind {
        let listed = revision.section.entries.get(&number);
        let itself = listed.is_none_or(|entry| *entry == Entry::At { offset: revision.section.at, generation: 0 });
        if !itself || old.numbered(number).is_some() {
            return Err(Refusal::ObjectRedefined { object: number });
        }
    }
    for (number, entry) in &revision.section.entries {
        if *entry == Entry::Free && old.numbered(*number).is_some() {
            return Err(Refusal::ObjectRemoved { object: *number });
        }
    }
    let size = |index: usize| pdf.revisions.get(index)?.section.trailer.get("Size").and_then(Value::as_count);
    if index.checked_sub(1).and_then(size) > size(index) {
        return Err(Refusal::SettingChanged { key: "Size".to_owned() });
    }
    Ok(())
}

/// Between two objects stands nothing but white space and short comments.
fn gap(bytes: &[u8], start: usize, end: usize) -> Result<(), Refusal> {
    let hidden = |at| Refusal::HiddenBytes { at };
    let between = bytes.get(start..end).ok_or(hidden(start))?;
    for line in between.split(|byte| matches!(byte, b'\r' | b'\n')) {
        let text = line.iter().position(|byte| !is_space(*byte)).and_then(|first| line.get(first..)).unwrap_or_default();
        let comment = text.first() == Some(&b'%') && text.len() <= LONGEST_COMMENT;
        let plain = text.iter().all(|byte| matches!(byte, b' '..=b'~')) && !text.starts_with(b"%PDF");
        let object = text.windows(3).any(|window| window == b"obj");
        if !(text.is_empty() || comment && plain && !object) {
            return Err(hidden(start));
        }
    }
    Ok(())
}
