//! A place for a signature: an incremental update with a signature field, whose hex string is filled in when the bytes around it
//! have been signed (ISO 32000-1, 12.8.1).

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::PdfError;
use super::file::{View, read};
use super::signature::{SignatureKind, fields};
use super::update::Update;
use super::value::{Dictionary, Id, Value, text_string};
use super::write;

/// The signature field to add, with what stands in it beside the signature.
#[derive(Debug, Clone, Copy)]
pub struct SignatureField<'a> {
    /// The field's name, which no other field of the document has. Without full stops.
    pub field_name: &'a str,
    /// Signature or time stamp.
    pub kind: SignatureKind,
    /// What the field is, in words: PDF/UA-1 (ISO 14289-1, 7.18.1) asks for it.
    pub tooltip: &'a str,
    /// Why it is signed. Not for a time stamp.
    pub reason: Option<&'a str>,
    /// Who signs. Not for a time stamp.
    pub name: Option<&'a str>,
    /// Where it is signed. Not for a time stamp.
    pub location: Option<&'a str>,
    /// When it is signed, as the signer says. Not for a time stamp.
    pub at: DateTime<Utc>,
    /// Bytes kept free for the signature's DER.
    pub space: usize,
}

/// A file with a signature field whose signature is still to be filled in.
#[derive(Debug, Clone)]
pub struct Reserved {
    bytes: Vec<u8>,
    /// The hex string with its angle brackets.
    hole: Range<usize>,
}

/// Adds a signature field that nobody sees: its rectangle is empty and outside the page, so the document stays PDF/A-3a and PDF/UA-1.
///
/// # Errors
/// If the file cannot be read, or has a field of this name already.
pub fn reserve(file: &[u8], field: &SignatureField<'_>) -> Result<Reserved, PdfError> {
    let pdf = read(file)?;
    let view = pdf.view();
    if fields(view)?.iter().any(|(name, _)| name == field.field_name) {
        return Err(PdfError::FieldExists);
    }
    let page = view.pages()?.first().copied().ok_or(PdfError::Structure("pages"))?;
    let mut update = Update::of(&pdf)?;
    let signature = update.fresh()?;
    let widget = update.fresh()?;
    let (hole, range_at) = signature_object(&mut update, signature, field)?;
    update.object(widget, &widget_object(field, signature, page));
    put_on_page(&mut update, view, page, widget)?;
    put_into_form(&mut update, view, widget)?;
    let mut bytes = update.finish()?;
    let range = format!("[0 {} {} {}]", hole.start, hole.end, bytes.len() - hole.end);
    let place = bytes.get_mut(range_at..range_at + RANGE.len()).ok_or(PdfError::Structure("signature"))?;
    for (byte, digit) in place.iter_mut().zip(range.bytes().chain(std::iter::repeat(b' '))) {
        *byte = digit;
    }
    Ok(Reserved { bytes, hole })
}

/// Room for any byte range of a file that this program reads.
const RANGE: &[u8] = b"[0 0000000000 0000000000 0000000000]";

fn signature_object(update: &mut Update<'_, '_>, id: Id, field: &SignatureField<'_>) -> Result<(Range<usize>, usize), PdfError> {
    let mut rest = Dictionary::default();
    let head: &[u8] = match field.kind {
        SignatureKind::Signature => {
            rest.set("M", text_string(&field.at.format("D:%Y%m%d%H%M%S+00'00'").to_string()));
            for (key, words) in [("Name", field.name), ("Reason", field.reason), ("Location", field.location)] {
                if let Some(words) = words {
                    rest.set(key, text_string(words));
                }
            }
            b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange "
        }
        SignatureKind::DocumentTimeStamp => b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /ByteRange ",
    };
    let contents = ["<", &"00".repeat(field.space), ">"].concat();
    let mut tail = Vec::new();
    write::dictionary(&mut tail, &rest);
    let tail = tail.strip_prefix(b"<<").unwrap_or_default();
    let places = update.parts(id, &[head, RANGE, b" /Contents ", contents.as_bytes(), tail]);
    match places.as_slice() {
        [_, range, _, start, end] => Ok((*start..*end, *range)),
        _ => Err(PdfError::Structure("signature")),
    }
}

fn widget_object(field: &SignatureField<'_>, signature: Id, page: Id) -> Value<'static> {
    let mut widget = Dictionary::default();
    widget.set("Type", Value::name("Annot"));
    widget.set("Subtype", Value::name("Widget"));
    widget.set("FT", Value::name("Sig"));
    widget.set("T", text_string(field.field_name));
    widget.set("TU", text_string(field.tooltip));
    widget.set("V", Value::Reference(signature));
    // Printed and locked: PDF/A (ISO 19005-3, 6.3.2) wants the first, and an empty rectangle outside the page shows nothing.
    widget.set("F", Value::Integer(132));
    widget.set("Rect", Value::Array([-1; 4].map(Value::Integer).to_vec()));
    widget.set("P", Value::Reference(page));
    Value::Dictionary(widget)
}

/// Adds the widget to the page's annotations, and says in which order they are reached (PDF/UA-1, 7.18.3).
fn put_on_page(update: &mut Update<'_, '_>, view: View<'_, '_>, id: Id, widget: Id) -> Result<(), PdfError> {
    let page = view.object(id).and_then(|object| object.dictionary()).ok_or(PdfError::Structure("pages"))?;
    let mut page = page.clone();
    let mut changed = false;
    if page.get("Tabs").is_none() {
        page.set("Tabs", Value::name("S"));
        changed = true;
    }
    match page.get("Annots").cloned() {
        Some(Value::Reference(array)) => append(update, view, array, widget)?,
        other => {
            page.set("Annots", appended(other, widget)?);
            changed = true;
        }
    }
    if changed {
        update.object(id, &Value::Dictionary(page));
    }
    Ok(())
}

fn appended(array: Option<Value<'_>>, item: Id) -> Result<Value<'_>, PdfError> {
    let mut items = match array {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(PdfError::Structure("form")),
    };
    items.push(Value::Reference(item));
    Ok(Value::Array(items))
}

/// Writes the array `id` anew, with `item` at its end.
fn append(update: &mut Update<'_, '_>, view: View<'_, '_>, id: Id, item: Id) -> Result<(), PdfError> {
    let array = view.object(id).map(|object| object.value.clone());
    let array = appended(array, item)?;
    update.object(id, &array);
    Ok(())
}

/// Adds the field to the form, which begins with the first field.
fn put_into_form(update: &mut Update<'_, '_>, view: View<'_, '_>, widget: Id) -> Result<(), PdfError> {
    let (catalog_id, catalog) = view.catalog()?;
    let mut form = match view.get(catalog, "AcroForm") {
        None => Dictionary::default(),
        Some(form) => form.as_dictionary().cloned().ok_or(PdfError::Structure("form"))?,
    };
    match form.get("Fields").cloned() {
        Some(Value::Reference(array)) => append(update, view, array, widget)?,
        other => form.set("Fields", appended(other, widget)?),
    }
    // Signatures exist, and the file may only be appended to (12.7.2, table 219).
    form.set("SigFlags", Value::Integer(3));
    let form = Value::Dictionary(form);
    if let Some(Value::Reference(id)) = catalog.get("AcroForm") {
        update.object(*id, &form);
        return Ok(());
    }
    let id = update.fresh()?;
    update.object(id, &form);
    let mut catalog = catalog.clone();
    catalog.set("AcroForm", Value::Reference(id));
    update.object(catalog_id, &Value::Dictionary(catalog));
    Ok(())
}

impl Reserved {
    /// The bytes to sign, in two parts: everything but the place of the signature.
    #[must_use]
    pub fn covered(&self) -> [&[u8]; 2] {
        let part = |range: Range<usize>| self.bytes.get(range).unwrap_or_default();
        [part(0..self.hole.start), part(self.hole.end..self.bytes.len())]
    }

    /// The finished file, with `der` in the place of the signature.
    ///
    /// # Errors
    /// If `der` is larger than the space reserved.
    pub fn fill(mut self, der: &[u8]) -> Result<Vec<u8>, PdfError> {
        let space = self.hole.len().saturating_sub(2) / 2;
        let digits = hex::encode(der);
        let place = self.bytes.get_mut(self.hole.start + 1..self.hole.start + 1 + digits.len()).filter(|_| der.len() <= space);
        match place {
            Some(place) => place.copy_from_slice(digits.as_bytes()),
            None => return Err(PdfError::Space { needed: der.len(), space }),
        }
        Ok(self.bytes)
    }
}
