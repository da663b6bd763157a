//! An incremental update: objects behind the file's last byte, with a cross-reference section of the kind that the file ends in
//! (ISO 32000-1, 7.5.6). The file as it was is a prefix of the result.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::budget::MAX_OBJECTS;
use super::file::Pdf;
use super::value::{Dictionary, Id, Value};
use super::xref::Kind;
use super::{Limit, PdfError, write};

/// An update that is being written.
#[derive(Debug)]
pub(super) struct Update<'p, 'a> {
    pdf: &'p Pdf<'a>,
    out: Vec<u8>,
    /// Where the update begins.
    start: usize,
    written: BTreeMap<u32, (usize, u16)>,
    next: u32,
}

impl<'p, 'a> Update<'p, 'a> {
    /// An update of `pdf` with nothing in it.
    pub(super) fn of(pdf: &'p Pdf<'a>) -> Result<Self, PdfError> {
        let mut out = pdf.bytes.to_vec();
        // PDF/A (ISO 19005-3, 6.1.9) wants an end of line before an object's number, and krilla ends without one.
        if !matches!(out.last(), Some(b'\n' | b'\r')) {
            out.push(b'\n');
        }
        // No revision may have used the number, whatever its /Size says.
        let sizes = pdf.revisions.iter().filter_map(|revision| revision.section.trailer.get("Size").and_then(Value::as_count));
        let next = sizes.max().and_then(|size| u32::try_from(size).ok()).filter(|size| *size > 0);
        let next = next.ok_or(PdfError::Structure("trailer"))?;
        let start = out.len();
        Ok(Self { pdf, out, start, written: BTreeMap::new(), next })
    }

    /// A number that is not used yet.
    pub(super) fn fresh(&mut self) -> Result<Id, PdfError> {
        let number = self.next;
        if usize::try_from(number).map_or(true, |number| number >= MAX_OBJECTS) {
            return Err(PdfError::Limit(Limit::Objects));
        }
        self.next += 1;
        Ok(Id { number, generation: 0 })
    }

    fn begin(&mut self, id: Id) {
        self.written.insert(id.number, (self.out.len(), id.generation));
        self.out.extend(format!("{} {} obj\n", id.number, id.generation).bytes());
    }

    /// Writes an object, or what an object is from now on.
    pub(super) fn object(&mut self, id: Id, value: &Value<'_>) {
        self.begin(id);
        write::value(&mut self.out, value);
        self.out.extend(b"\nendobj\n");
    }

    /// Writes an object in parts, noting where each begins.
    pub(super) fn parts(&mut self, id: Id, parts: &[&[u8]]) -> Vec<usize> {
        self.begin(id);
        let mut places = Vec::new();
        for part in parts {
            places.push(self.out.len());
            self.out.extend(*part);
        }
        self.out.extend(b"\nendobj\n");
        places
    }

    /// Writes a stream as it is, without a filter.
    pub(super) fn stream(&mut self, id: Id, mut dictionary: Dictionary<'_>, data: &[u8]) {
        dictionary.set("Length", Value::count(data.len()));
        self.begin(id);
        write::dictionary(&mut self.out, &dictionary);
        self.out.extend(b"\nstream\n");
        self.out.extend(data);
        self.out.extend(b"\nendstream\nendobj\n");
    }

    /// Writes the cross-reference section and ends the file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        let at = self.out.len();
        match self.pdf.last()?.section.kind {
            Kind::Table => self.table()?,
            Kind::Stream(_) => self.cross_reference_stream()?,
        }
        self.out.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
        Ok(self.out)
    }

    fn table(&mut self) -> Result<(), PdfError> {
        self.out.extend(b"xref\n");
        for run in runs(&self.written) {
            let Some((first, _)) = run.first() else { continue };
            self.out.extend(format!("{first} {}\n", run.len()).bytes());
            for (_, (offset, generation)) in &run {
                self.out.extend(format!("{offset:010} {generation:05} n \n").bytes());
            }
        }
        let trailer = self.trailer()?;
        self.out.extend(b"trailer\n");
        write::dictionary(&mut self.out, &trailer);
        self.out.push(b'\n');
        Ok(())
    }

    fn cross_reference_stream(&mut self) -> Result<(), PdfError> {
        let id = self.fresh()?;
        self.written.insert(id.number, (self.out.len(), 0));
        let mut rows = Vec::new();
        let mut index = Vec::new();
        for run in runs(&self.written) {
            let Some((first, _)) = run.first() else { continue };
            index.extend([Value::Integer(i64::from(*first)), Value::count(run.len())]);
            for (_, (offset, generation)) in &run {
                let offset = u32::try_from(*offset).map_err(|_| PdfError::Limit(Limit::FileSize))?;
                rows.push(1);
                rows.extend(offset.to_be_bytes());
                rows.extend(generation.to_be_bytes());
            }
        }
        let mut dictionary = self.trailer()?;
        dictionary.set("Type", Value::name("XRef"));
        dictionary.set("W", Value::Array([1, 4, 2].map(Value::Integer).to_vec()));
        dictionary.set("Index", Value::Array(index));
        self.stream(id, dictionary, &rows);
        Ok(())
    }

    fn trailer(&self) -> Result<Dictionary<'static>, PdfError> {
        let last = self.pdf.last()?;
        let old = &last.section.trailer;
        let mut trailer = Dictionary::default();
        trailer.set("Size", Value::Integer(i64::from(self.next)));
        trailer.set("Prev", Value::count(last.section.at));
        for key in ["Root", "Info"] {
            if let Some(value) = old.get(key) {
                trailer.set(key, value.clone().into_owned());
            }
        }
        if let Some([first, second]) = old.get("ID").and_then(Value::as_array)
            && let (Some(first), Some(second)) = (first.as_string(), second.as_string())
        {
            let id = self.second_id(first, second);
            let strings = [first.to_vec(), id].map(|id| Value::String(id.into()));
            trailer.set("ID", Value::Array(strings.to_vec()));
        }
        Ok(trailer)
    }

    /// The second file identifier changes with each update (14.4). It follows from the first, the one before and what the update
    /// writes, so the same update of the same file is the same bytes.
    fn second_id(&self, first: &[u8], second: &[u8]) -> Vec<u8> {
        let mut digest = Sha256::new();
        for part in [first, second, self.out.get(self.start..).unwrap_or_default()] {
            digest.update(part);
        }
        digest.finalize().into_iter().take(16).collect()
    }
}

type Run = Vec<(u32, (usize, u16))>;

/// The entries parted into runs of consecutive numbers.
fn runs(entries: &BTreeMap<u32, (usize, u16)>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (number, place) in entries {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.checked_add(1) == Some(*number)) => run.push((*number, *place)),
            _ => runs.push(vec![(*number, *place)]),
        }
    }
    runs
}
