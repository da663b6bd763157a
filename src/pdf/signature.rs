//! The signatures of a document, with the bytes they cover (ISO 32000-1, 12.7.4.5 and 12.8.1).

use std::collections::BTreeSet;

use super::budget::MAX_DEPTH;
use super::file::{Pdf, Revision, View};
use super::lexer::Lexer;
use super::object::Object;
use super::value::{Dictionary, Value, text};
use super::{ByteRangeFault, Limit, PdfError};

/// What a signature field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// A signature or seal.
    Signature,
    /// A document time stamp (ETSI EN 319 142-1, 5.4.3).
    DocumentTimeStamp,
}

/// A signature that has been put into a document. That the bytes it covers hash to what it signs is for others to check; which bytes
/// those are is settled: everything from the beginning of the file to the end of the signature's revision, except its own hex string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedSignature {
    /// The name of its form field.
    pub field: String,
    /// Signature or time stamp, by its `/Type` and `/SubFilter`.
    pub kind: SignatureKind,
    /// `/SubFilter`, for example `ETSI.CAdES.detached`.
    pub sub_filter: String,
    /// `/ByteRange`: offset and length, twice.
    pub byte_range: [usize; 4],
    /// `/Contents` without the zeros that pad it: one DER value.
    pub der: Vec<u8>,
    /// The index of the revision that holds it.
    pub revision: usize,
    /// Offset behind the last byte covered.
    pub covered_to: usize,
    /// `/M` as written: the time that the signer claims.
    pub signing_time: Option<String>,
    /// `/Name`.
    pub name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
}

impl EmbeddedSignature {
    /// The bytes of `file` that the signature covers, in two parts. Both are empty if `file` is not the file it was read from.
    #[must_use]
    pub fn covered<'a>(&self, file: &'a [u8]) -> [&'a [u8]; 2] {
        let [start, length, second, rest] = self.byte_range;
        let part = |from: usize, length: usize| file.get(from..from.saturating_add(length));
        match (part(start, length), part(second, rest)) {
            (Some(first), Some(second)) => [first, second],
            _ => [&[], &[]],
        }
    }
}

impl Pdf<'_> {
    /// The signatures and time stamps, oldest first.
    ///
    /// # Errors
    /// If the form cannot be read, or a signature covers other bytes than it must.
    pub fn signatures(&self) -> Result<Vec<EmbeddedSignature>, PdfError> {
        let view = self.view();
        let mut found = Vec::new();
        let mut met = BTreeSet::new();
        for (name, field) in fields(view)? {
            if view.get(field, "FT").is_some_and(|kind| kind.is_name("Sig"))
                && field.get("V").is_some_and(|value| !value.is_null())
            {
                // A signature belongs to one field only.
                let value = field.get("V").and_then(Value::as_reference).filter(|id| met.insert(*id));
                let value = value.ok_or(PdfError::Structure("signature"))?;
                let (revision, object) = view
                    .numbered(value.number)
                    .filter(|(_, object)| object.id == value)
                    .ok_or(PdfError::Structure("signature"))?;
                found.push(embedded(view, name, revision, object)?);
            }
        }
        found.sort_by_key(|signature| signature.covered_to);
        Ok(found)
    }
}

/// The form's fields without children, each with its full name.
pub(super) fn fields<'p, 'a>(view: View<'p, 'a>) -> Result<Vec<(String, &'p Dictionary<'a>)>, PdfError> {
    let (_, catalog) = view.catalog()?;
    let Some(form) = view.get(catalog, "AcroForm") else { return Ok(Vec::new()) };
    let form = form.as_dictionary().ok_or(PdfError::Structure("form"))?;
    let Some(roots) = view.get(form, "Fields") else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    below(view, roots, "", 0, &mut BTreeSet::new(), &mut found)?;
    Ok(found)
}

fn below<'p, 'a>(
    view: View<'p, 'a>,
    kids: &'p Value<'a>,
    parent: &str,
    depth: usize,
    met: &mut BTreeSet<u32>,
    found: &mut Vec<(String, &'p Dictionary<'a>)>,
) -> Result<(), PdfError> {
    let wrong = || PdfError::Structure("form");
    if depth > MAX_DEPTH {
        return Err(PdfError::Limit(Limit::Depth));
    }
    let kids = kids.as_array().ok_or_else(wrong)?;
    view.pdf.budget.values(kids.len())?;
    for kid in kids {
        let id = kid.as_reference().filter(|id| met.insert(id.number)).ok_or_else(wrong)?;
        let field = view.object(id).and_then(Object::dictionary).ok_or_else(wrong)?;
        // A kid without a name of its own is a widget, not a field (12.7.3.1).
        let own = field.get("T").and_then(Value::as_string).map(text);
        let name = match (own, parent) {
            (Some(own), "") => own,
            (Some(own), parent) => [parent, ".", &own].concat(),
            (None, _) => return Err(wrong()),
        };
        match view.get(field, "Kids") {
            Some(kids) if has_fields(view, kids)? => {
                below(view, kids, &name, depth + 1, met, found)?;
            }
            _ => found.push((name, field)),
        }
    }
    Ok(())
}

/// Whether the children of a field are fields, and not only its widgets.
fn has_fields(view: View<'_, '_>, kids: &Value<'_>) -> Result<bool, PdfError> {
    let kids = kids.as_array().unwrap_or_default();
    view.pdf.budget.values(kids.len())?;
    let child = |kid: &Value<'_>| kid.as_reference().and_then(|id| view.object(id)).and_then(Object::dictionary);
    Ok(kids.iter().filter_map(child).any(|kid| kid.get("T").is_some()))
}

fn embedded(view: View<'_, '_>, field: String, revision: usize, object: &Object<'_>) -> Result<EmbeddedSignature, PdfError> {
    let wrong = || PdfError::Structure("signature");
    let dictionary = object.dictionary().ok_or_else(wrong)?;
    let defining = view.revisions().get(revision).ok_or_else(wrong)?;
    let sub_filter = dictionary.get("SubFilter").and_then(Value::as_name).map(text).ok_or_else(wrong)?;
    let typed = dictionary.get("Type").is_some_and(|value| value.is_name("DocTimeStamp"));
    let kind = match (typed, sub_filter.as_str()) {
        (true, "ETSI.RFC3161") => SignatureKind::DocumentTimeStamp,
        (false, other) if other != "ETSI.RFC3161" => SignatureKind::Signature,
        _ => return Err(wrong()),
    };
    let byte_range = covered(view, object, defining).map_err(|fault| PdfError::ByteRange { object: object.id.number, fault })?;
    let contents = dictionary.get("Contents").and_then(Value::as_string).ok_or_else(wrong)?;
    let der = only_der(contents).ok_or(PdfError::ByteRange { object: object.id.number, fault: ByteRangeFault::Contents })?;
    let words = |key| dictionary.get(key).and_then(Value::as_string).map(text);
    let [_, _, second, rest] = byte_range;
    Ok(EmbeddedSignature {
        field,
        kind,
        sub_filter,
        byte_range,
        der: der.to_vec(),
        revision,
        covered_to: second + rest,
        signing_time: words("M"),
        name: words("Name"),
        reason: words("Reason"),
        location: words("Location"),
    })
}

/// The byte range, if it covers all of the revision and all before it but the hex string of `/Contents` itself.
fn covered(view: View<'_, '_>, object: &Object<'_>, revision: &Revision<'_>) -> Result<[usize; 4], ByteRangeFault> {
    let range = object.dictionary().and_then(|dictionary| dictionary.get("ByteRange")).and_then(Value::as_array);
    let range = range.map(|items| items.iter().map(Value::as_count).collect::<Option<Vec<_>>>());
    let Some(Some(range)) = range else { return Err(ByteRangeFault::Form) };
    let &[start, length, second, rest] = range.as_slice() else { return Err(ByteRangeFault::Form) };
    let covered_to = second.checked_add(rest).ok_or(ByteRangeFault::Form)?;
    let first_end = start.checked_add(length).ok_or(ByteRangeFault::Form)?;
    if covered_to > view.pdf.bytes.len() {
        return Err(ByteRangeFault::Form);
    }
    if start != 0 {
        return Err(ByteRangeFault::Start);
    }
    if second < first_end {
        return Err(ByteRangeFault::Overlap);
    }
    // The hex string must stand in the object itself, not in an object stream, for the file's own bytes to be left out.
    let place = contents_place(view, object).ok_or(ByteRangeFault::Gap)?;
    let written = view.pdf.bytes.get(place.clone()).unwrap_or_default();
    let digits = written.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">"));
    if (first_end..second) != place || !digits.is_some_and(one_spelling) {
        return Err(ByteRangeFault::Gap);
    }
    if !(revision.eof..=revision.end).contains(&covered_to) {
        return Err(ByteRangeFault::End);
    }
    Ok([start, length, second, rest])
}

/// Hex digits in one case. In both, a letter could be changed without changing what is read or covered.
fn one_spelling(digits: &[u8]) -> bool {
    let all = |of: fn(&u8) -> bool| digits.iter().all(|digit| digit.is_ascii_digit() || of(digit));
    all(|digit| matches!(digit, b'a'..=b'f')) || all(|digit| matches!(digit, b'A'..=b'F'))
}

fn contents_place(view: View<'_, '_>, object: &Object<'_>) -> Option<std::ops::Range<usize>> {
    if object.packed_in.is_some() {
        return None;
    }
    let bytes = view.pdf.bytes.get(..object.extent.end)?;
    let mut lexer = Lexer::new(bytes, object.extent.start, &view.pdf.budget);
    lexer.object_head().ok()?;
    lexer.place_of("Contents").ok()?
}

/// The one DER value at the beginning of `contents`, if nothing but zeros follows it.
pub(super) fn only_der(contents: &[u8]) -> Option<&[u8]> {
    let (value, padding) = contents.split_at_checked(der_length(contents)?)?;
    padding.iter().all(|byte| *byte == 0).then_some(value)
}

/// The length of the DER SEQUENCE that `bytes` begin with, head included (ITU-T X.690, 8.1.3 and 10.1: definite and shortest).
pub(super) fn der_length(bytes: &[u8]) -> Option<usize> {
    let [0x30, first, rest @ ..] = bytes else { return None };
    if *first < 0x80 {
        return Some(2 + usize::from(*first));
    }
    let octets = usize::from(first & 0x7F);
    let length = rest.get(..octets).filter(|length| (1..=4).contains(&length.len()) && length.first() != Some(&0))?;
    let length = length.iter().try_fold(0_usize, |sum, byte| Some(sum.checked_mul(256)? + usize::from(*byte)))?;
    if length < 0x80 {
        return None;
    }
    length.checked_add(2 + octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_der_value_is_cut_out_of_its_padding() {
        assert_eq!(only_der(&[0x30, 1, 5, 0, 0]), Some(&[0x30, 1, 5][..]));
        assert_eq!(only_der(&[0x30, 1, 5, 0, 1]), None);
        assert_eq!(only_der(&[0x30, 5, 5]), None);
        assert_eq!(only_der(&[0x30, 0x80, 0, 0]), None);
        assert_eq!(only_der(&[0x30, 0x81, 0x7F]), None);
        assert_eq!(only_der(&[0x04, 1, 5]), None);
        assert_eq!(only_der(&[]), None);
        let mut long = vec![0x30, 0x82, 0x01, 0x00];
        long.extend([7; 256]);
        assert_eq!(only_der(&long).map(<[u8]>::len), Some(260));
        assert_eq!(der_length(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]), Some(0xFFFF_FFFF + 6));
    }
}
