//! A file as a chain of revisions, each with the objects it defines.
//!
//! A program that mends broken files would show what a signature does not cover: here every revision must follow the one before
//! it, with its cross-reference section behind its objects, and every object must stand within the revision that defines it, on
//! bytes of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, MAX_FILE, MAX_REVISIONS};
use super::filter;
use super::lexer::Lexer;
use super::object::{self, Object};
use super::value::{Dictionary, Id, Value};
use super::xref::{self, Entry, Kind, Section};
use super::{Limit, PdfError};

/// One revision: the document as first written, or one incremental update of it.
#[derive(Debug)]
pub struct Revision<'a> {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its `%%EOF` and the end of line that may follow.
    pub end: usize,
    /// Offset behind its `%%EOF`.
    pub eof: usize,
    pub(super) section: Section<'a>,
    pub(super) objects: BTreeMap<u32, Object<'a>>,
}

impl Revision<'_> {
    /// The numbers of the objects that it defines, in order.
    pub fn objects(&self) -> impl Iterator<Item = u32> {
        self.objects.keys().copied()
    }
}

/// A PDF file that has been read from beginning to end.
#[derive(Debug)]
pub struct Pdf<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) revisions: Vec<Revision<'a>>,
    pub(super) budget: Budget,
}

/// Reads a file, strictly and within limits: its size, and the number of its revisions, objects and values, how deep they go, and
/// what their streams unfold to.
///
/// # Errors
/// If the file is not a PDF, is encrypted, exceeds a limit, or says anything that readers may understand differently.
pub fn read(bytes: &[u8]) -> Result<Pdf<'_>, PdfError> {
    if bytes.len() > MAX_FILE {
        return Err(PdfError::Limit(Limit::FileSize));
    }
    if !matches!(bytes.get(..8), Some([b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', b'0'..=b'9'])) {
        return Err(PdfError::NotPdf);
    }
    let budget = Budget::default();
    let mut revisions: Vec<Revision<'_>> = Vec::new();
    for section in sections(bytes, &budget)? {
        let start = revisions.last().map_or(0, |revision| revision.end);
        if section.at < start {
            return Err(PdfError::Chain { at: section.at });
        }
        let objects = objects(bytes, start, &section, &revisions, &budget)?;
        revisions.push(Revision { start, end: section.closed, eof: section.eof, section, objects });
    }
    // The last revision ends the file: `last_offset` allows one end of line after %%EOF, which the revision includes.
    match revisions.last() {
        Some(last) if last.end == bytes.len() => Ok(Pdf { bytes, revisions, budget }),
        _ => Err(PdfError::End),
    }
}

/// The cross-reference sections, oldest first. Each must point to an earlier byte, so the chain ends.
fn sections<'a>(bytes: &'a [u8], budget: &Budget) -> Result<Vec<Section<'a>>, PdfError> {
    let mut chain: Vec<Section<'a>> = Vec::new();
    let mut next = Some(xref::last_offset(bytes)?);
    while let Some(at) = next {
        if chain.last().is_some_and(|newer| at >= newer.at) || at >= bytes.len() {
            return Err(PdfError::Chain { at });
        }
        if chain.len() == MAX_REVISIONS {
            return Err(PdfError::Limit(Limit::Revisions));
        }
        let section = xref::section(bytes, at, budget)?;
        next = section.previous;
        chain.push(section);
    }
    chain.reverse();
    Ok(chain)
}

/// The objects of one revision.
fn objects<'a>(
    bytes: &'a [u8],
    start: usize,
    section: &Section<'a>,
    older: &[Revision<'a>],
    budget: &Budget,
) -> Result<BTreeMap<u32, Object<'a>>, PdfError> {
    let mut places = Vec::new();
    let mut packed: BTreeMap<u32, BTreeMap<usize, u32>> = BTreeMap::new();
    for (number, entry) in &section.entries {
        match *entry {
            Entry::Free => {}
            // A cross-reference stream may list itself; it is read already.
            Entry::At { offset, generation: 0 } if section.kind == Kind::Stream(*number) && offset == section.at => {}
            Entry::At { offset, .. } if offset < start || offset >= section.at => {
                return Err(PdfError::OutsideRevision { object: *number });
            }
            Entry::At { offset, generation } => places.push((offset, Id { number: *number, generation })),
            Entry::Packed { stream, index } => {
                if packed.entry(stream).or_default().insert(index, *number).is_some() {
                    return Err(PdfError::ObjectStream { object: stream });
                }
            }
        }
    }
    places.sort_unstable();
    let mut found = BTreeMap::new();
    let ends = places.iter().skip(1).map(|(offset, _)| *offset).chain([section.at]);
    for ((offset, id), end) in places.iter().copied().zip(ends) {
        let within = bytes.get(..end).unwrap_or_default();
        let mut length = |of: Id| length_of(bytes, of, section, older, budget);
        let object = object::read(within, offset, budget, &mut length).map_err(|error| match error {
            PdfError::Syntax { at, .. } if at >= end => PdfError::Overlap { object: id.number },
            other => other,
        })?;
        if object.id != id {
            return Err(PdfError::Xref { at: section.at });
        }
        found.insert(id.number, object);
    }
    for (stream, wanted) in packed {
        unpack(bytes, stream, &wanted, &mut found, budget)?;
    }
    Ok(found)
}

/// The length of a stream that stands in an object of its own, in the same revision or an older one.
fn length_of(bytes: &[u8], of: Id, section: &Section<'_>, older: &[Revision<'_>], budget: &Budget) -> Option<usize> {
    let sections = older.iter().map(|revision| &revision.section).chain([section]);
    let entry = sections.rev().find_map(|section| section.entries.get(&of.number))?;
    match *entry {
        Entry::At { offset, .. } => object::lone_integer(bytes, offset, of, budget),
        _ => None,
    }
}

/// Takes the objects out of an object stream (7.5.7), which must hold exactly those that are wanted of it.
fn unpack<'a>(
    bytes: &'a [u8],
    stream: u32,
    wanted: &BTreeMap<usize, u32>,
    found: &mut BTreeMap<u32, Object<'a>>,
    budget: &Budget,
) -> Result<(), PdfError> {
    let wrong = || PdfError::ObjectStream { object: stream };
    let container = found.get(&stream).filter(|object| object.packed_in.is_none()).ok_or_else(wrong)?;
    let data = container.stream.clone().and_then(|range| bytes.get(range)).ok_or_else(wrong)?;
    let dictionary = container.dictionary().ok_or_else(wrong)?;
    if !dictionary.get("Type").is_some_and(|value| value.is_name("ObjStm")) || dictionary.get("Extends").is_some() {
        return Err(wrong());
    }
    let count = |key| dictionary.get(key).and_then(Value::as_count).ok_or_else(wrong);
    let (number, first) = (count("N")?, count("First")?);
    if number != wanted.len() {
        return Err(wrong());
    }
    let data = filter::decode(dictionary, data, budget)?;
    let head = data.get(..first).ok_or_else(wrong)?;
    let mut lexer = Lexer::new(head, 0, budget);
    let mut places = Vec::new();
    for (index, object) in wanted {
        lexer.skip_space();
        let stated = lexer.count().map_err(|_| wrong())?;
        lexer.skip_space();
        let offset = lexer.count().map_err(|_| wrong())?.checked_add(first).ok_or_else(wrong)?;
        if *index != places.len() || usize::try_from(*object) != Ok(stated) {
            return Err(wrong());
        }
        places.push((offset, *object));
    }
    if !lexer.at_end() {
        return Err(wrong());
    }
    let ends = places.iter().skip(1).map(|(offset, _)| *offset).chain([data.len()]);
    for ((offset, number), end) in places.iter().copied().zip(ends) {
        if offset >= end {
            return Err(wrong());
        }
        let mut lexer = Lexer::new(data.get(..end).ok_or_else(wrong)?, offset, budget);
        let value = lexer.value()?.into_owned();
        if !lexer.at_end() {
            return Err(wrong());
        }
        let id = Id { number, generation: 0 };
        if found.insert(number, Object { id, value, stream: None, extent: 0..0, packed_in: Some(stream) }).is_some() {
            return Err(PdfError::DuplicateObject { object: number });
        }
    }
    Ok(())
}

impl<'a> Pdf<'a> {
    /// The file.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The revisions, oldest first; there is one at least.
    #[must_use]
    pub fn revisions(&self) -> &[Revision<'a>] {
        &self.revisions
    }

    pub(super) fn last(&self) -> Result<&Revision<'a>, PdfError> {
        self.revisions.last().ok_or(PdfError::Structure("revisions"))
    }

    /// The document as its newest revision has it.
    pub(super) fn view(&self) -> View<'_, 'a> {
        View { pdf: self, upto: self.revisions.len() }
    }

    /// The document as it was when it had so many revisions.
    pub(super) fn view_of(&self, revisions: usize) -> View<'_, 'a> {
        View { pdf: self, upto: revisions.min(self.revisions.len()) }
    }
}

/// The document as a number of revisions leave it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'p, 'a> {
    pub(super) pdf: &'p Pdf<'a>,
    upto: usize,
}

impl<'p, 'a> View<'p, 'a> {
    pub(super) fn revisions(self) -> &'p [Revision<'a>] {
        self.pdf.revisions.get(..self.upto).unwrap_or_default()
    }

    /// The trailer that counts.
    pub(super) fn trailer(self) -> Result<&'p Dictionary<'a>, PdfError> {
        self.revisions().last().map(|revision| &revision.section.trailer).ok_or(PdfError::Structure("trailer"))
    }

    /// The object of this number, with the revision that defines it.
    pub(super) fn numbered(self, number: u32) -> Option<(usize, &'p Object<'a>)> {
        let newest =
            self.revisions().iter().enumerate().rev().find(|(_, revision)| revision.section.entries.contains_key(&number));
        newest.and_then(|(index, revision)| revision.objects.get(&number).map(|object| (index, object)))
    }

    /// The object that is meant; nothing if there is none, which counts as null.
    pub(super) fn object(self, id: Id) -> Option<&'p Object<'a>> {
        self.numbered(id.number).map(|(_, object)| object).filter(|object| object.id == id)
    }

    /// What is meant by a value that may be a reference. A reference to a reference leads nowhere.
    pub(super) fn resolve(self, value: &'p Value<'a>) -> &'p Value<'a> {
        match value {
            Value::Reference(id) => match self.object(*id).map(|object| &object.value) {
                Some(Value::Reference(_)) | None => &Value::Null,
                Some(found) => found,
            },
            direct => direct,
        }
    }

    /// The value of a key, resolved.
    pub(super) fn get(self, dictionary: &'p Dictionary<'a>, key: &str) -> Option<&'p Value<'a>> {
        dictionary.get(key).map(|value| self.resolve(value)).filter(|value| !value.is_null())
    }

    /// The value of a key as a dictionary.
    pub(super) fn dictionary(self, dictionary: &'p Dictionary<'a>, key: &str) -> Option<&'p Dictionary<'a>> {
        self.get(dictionary, key).and_then(Value::as_dictionary)
    }

    /// The unfolded data of a stream.
    pub(super) fn data(self, object: &Object<'a>) -> Result<std::borrow::Cow<'a, [u8]>, PdfError> {
        let raw = object.stream.clone().and_then(|range| self.pdf.bytes.get(range));
        match (raw, object.dictionary()) {
            (Some(raw), Some(dictionary)) => filter::decode(dictionary, raw, &self.pdf.budget),
            _ => Err(PdfError::Structure("stream")),
        }
    }

    /// The catalog and where it is.
    pub(super) fn catalog(self) -> Result<(Id, &'p Dictionary<'a>), PdfError> {
        let id = self.trailer()?.get("Root").and_then(Value::as_reference).ok_or(PdfError::Structure("catalog"))?;
        let catalog = self.object(id).and_then(Object::dictionary).ok_or(PdfError::Structure("catalog"))?;
        if !catalog.get("Type").is_some_and(|value| value.is_name("Catalog")) {
            return Err(PdfError::Structure("catalog"));
        }
        Ok((id, catalog))
    }

    /// The pages in order.
    pub(super) fn pages(self) -> Result<Vec<Id>, PdfError> {
        let root = self.catalog()?.1.get("Pages").and_then(Value::as_reference).ok_or(PdfError::Structure("pages"))?;
        let mut met = BTreeSet::new();
        let mut pages = Vec::new();
        // Newest at the end: children are pushed in reverse.
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            let node = self.object(id).and_then(Object::dictionary).filter(|_| met.insert(id));
            let node = node.ok_or(PdfError::Structure("pages"))?;
            match node.get("Type").and_then(Value::as_name) {
                Some(b"Page") => pages.push(id),
                Some(b"Pages") => {
                    let kids = self.get(node, "Kids").and_then(Value::as_array).ok_or(PdfError::Structure("pages"))?;
                    for kid in kids.iter().rev() {
                        waiting.push(kid.as_reference().ok_or(PdfError::Structure("pages"))?);
                    }
                    // Each object is met once, so more waiting than there are objects is a loop.
                    if waiting.len() > super::budget::MAX_OBJECTS {
                        return Err(PdfError::Limit(Limit::Objects));
                    }
                }
                _ => return Err(PdfError::Structure("pages")),
            }
        }
        if pages.is_empty() { Err(PdfError::Structure("pages")) } else { Ok(pages) }
    }
}
