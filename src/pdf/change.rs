//! What one update does to the document: every object in it must be explained.

use std::collections::BTreeSet;

use super::budget::MAX_DEPTH;
use super::drawn::Parts;
use super::file::{Pdf, Revision, View};
use super::object::Object;
use super::only_signed::References;
use super::place::{Corners, Place};
use super::value::{Dictionary, Id, Value};
use super::xref::Kind;
use super::{Limit, PdfError, Refusal, part};

/// What an update touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// It adds a signature, which covers the update and all before it.
    pub(super) signature: bool,
    /// It adds a field or changes the form otherwise.
    pub(super) form: bool,
    /// It adds validation data.
    pub(super) validation: bool,
}

/// One update, and the document before and after it.
#[derive(Debug)]
pub(super) struct Change<'p, 'a> {
    pub(super) old: View<'p, 'a>,
    pub(super) new: View<'p, 'a>,
    pub(super) revision: &'p Revision<'a>,
    references: &'p References,
    /// The objects of the update that have been found to be in order.
    explained: BTreeSet<u32>,
    /// Those among them that nothing is drawn or done with, however often they are mentioned.
    inert: BTreeSet<u32>,
    /// The names of the form's fields.
    pub(super) names: BTreeSet<String>,
    /// The widgets of new fields, which the pages may list.
    pub(super) widgets: BTreeSet<Id>,
    /// The place that is kept free for signatures that can be seen, and where in it fields of this update stand.
    pub(super) free: Option<Place>,
    pub(super) shown: Vec<Corners>,
    /// What the appearances of this update are made of.
    pub(super) parts: Parts,
    pub(super) touched: Touched,
}

impl<'p, 'a> Change<'p, 'a> {
    pub(super) fn new(pdf: &'p Pdf<'a>, index: usize, references: &'p References, free: Option<Place>) -> Result<Self, Refusal> {
        let revision = pdf.revisions.get(index).ok_or(PdfError::Structure("revisions"))?;
        Ok(Self {
            old: pdf.view_of(index),
            new: pdf.view_of(index + 1),
            revision,
            references,
            explained: BTreeSet::new(),
            inert: BTreeSet::new(),
            names: BTreeSet::new(),
            widgets: BTreeSet::new(),
            free,
            shown: Vec::new(),
            parts: Parts::default(),
            touched: Touched::default(),
        })
    }

    /// Finds what the update adds, or why it is refused.
    pub(super) fn judge(mut self) -> Result<Touched, Refusal> {
        self.numbers()?;
        self.trailer()?;
        self.catalog()?;
        self.pages()?;
        for (number, object) in &self.revision.objects {
            if !self.explained.contains(number) && !self.unchanged(*number, object) {
                return Err(part::refusal(self.old, *number, object));
            }
        }
        Ok(self.touched)
    }

    /// A new object must not take a number that the document mentions already: what it meant was nothing, and would be something.
    /// An old one stays what it was, a stream or none.
    fn numbers(&self) -> Result<(), Refusal> {
        for (number, object) in &self.revision.objects {
            let redefined = Refusal::ObjectRedefined { object: *number };
            match self.old.numbered(*number) {
                Some((_, before)) if before.id == object.id && before.stream.is_some() == object.stream.is_some() => {}
                None if self.mentions(*number) == 0 => {}
                _ => return Err(redefined),
            }
        }
        match self.revision.section.kind {
            Kind::Stream(number) if self.mentions(number) > 0 => Err(Refusal::ObjectRedefined { object: number }),
            _ => Ok(()),
        }
    }

    /// How often the document refers to an object as it was before the update.
    fn mentions(&self, number: u32) -> usize {
        self.references.get(&number).copied().unwrap_or_default()
    }

    /// Whether an object was written again as it was. An object stream has no meaning of its own.
    fn unchanged(&self, number: u32, object: &Object<'a>) -> bool {
        let Some((_, before)) = self.old.numbered(number) else {
            return self.revision.objects.values().any(|other| other.packed_in == Some(number));
        };
        let data = |object: &Object<'_>| object.stream.clone().map(|range| self.new.pdf.bytes.get(range));
        before.value.same_as(&object.value) && data(before) == data(object)
    }

    /// Whether the update defines this object for the first time.
    fn is_new(&self, id: Id) -> bool {
        self.revision.objects.get(&id.number).is_some_and(|object| object.id == id) && self.old.numbered(id.number).is_none()
    }

    /// An object that the update adds. It is explained, and not again by another mention.
    pub(super) fn added(&mut self, id: Id) -> Option<&'p Object<'a>> {
        if !self.is_new(id) || !self.explained.insert(id.number) {
            return None;
        }
        self.revision.objects.get(&id.number)
    }

    /// Lets the next state of an object stand, which the caller compares with the state before. Other parts of the document must not
    /// use it, or the change might mean something else there: it is mentioned `mentions` times at most.
    pub(super) fn continued(&mut self, id: Id, mentions: usize) -> Result<(), Refusal> {
        if !self.revision.objects.contains_key(&id.number) {
            return Ok(());
        }
        if self.mentions(id.number) > mentions {
            return Err(Refusal::ObjectRedefined { object: id.number });
        }
        self.explained.insert(id.number);
        Ok(())
    }

    /// The two states of what stands at a place that an update may change: in an object of its own, the same as before or a new one,
    /// or directly.
    pub(super) fn states(
        &mut self,
        old: Option<&'p Value<'a>>,
        new: Option<&'p Value<'a>>,
        refused: &Refusal,
    ) -> Result<[Option<&'p Value<'a>>; 2], Refusal> {
        match (old.and_then(Value::as_reference), new.and_then(Value::as_reference)) {
            (_, None) => {}
            (Some(before), Some(after)) if before == after => self.continued(after, 1)?,
            (_, Some(after)) => {
                let object = self.added(after).ok_or(refused.clone())?;
                if object.stream.is_some() {
                    return Err(refused.clone());
                }
            }
        }
        let state = |view: View<'p, 'a>, value: Option<&'p Value<'a>>| {
            value.map(|value| view.resolve(value)).filter(|value| !value.is_null())
        };
        Ok([state(self.old, old), state(self.new, new)])
    }

    /// [`states`](Self::states) of what must be a dictionary, if it is there.
    pub(super) fn dictionaries(
        &mut self,
        old: Option<&'p Value<'a>>,
        new: Option<&'p Value<'a>>,
        refused: &Refusal,
    ) -> Result<[Option<&'p Dictionary<'a>>; 2], Refusal> {
        let [old, new] = self.states(old, new, refused)?;
        let dictionary =
            |value: Option<&'p Value<'a>>| value.map(|value| value.as_dictionary().ok_or(refused.clone())).transpose();
        let states = [dictionary(old)?, dictionary(new)?];
        states.iter().flatten().try_for_each(|state| self.new.pdf.budget.values(state.len()))?;
        Ok(states)
    }

    /// [`states`](Self::states) of what must be an array, empty if it is not there.
    pub(super) fn arrays(
        &mut self,
        old: Option<&'p Value<'a>>,
        new: Option<&'p Value<'a>>,
        refused: &Refusal,
    ) -> Result<[&'p [Value<'a>]; 2], Refusal> {
        let [old, new] = self.states(old, new, refused)?;
        let array = |value: Option<&'p Value<'a>>| value.map_or(Some(&[][..]), Value::as_array).ok_or(refused.clone());
        let states = [array(old)?, array(new)?];
        states.iter().try_for_each(|state| self.new.pdf.budget.values(state.len()))?;
        Ok(states)
    }

    fn trailer(&mut self) -> Result<(), Refusal> {
        let (old, new) = (self.old.trailer()?, self.new.trailer()?);
        let changed = |key: &[u8]| Refusal::SettingChanged { key: String::from_utf8_lossy(key).into_owned() };
        let kept: BTreeSet<&[u8]> = new.iter().map(|(key, _)| key).collect();
        for key in old.differing(new) {
            match key.as_slice() {
                // Of the cross-reference section itself, or of a stream.
                b"Size" | b"Prev" | b"Type" | b"W" | b"Index" | b"Length" | b"Filter" | b"DecodeParms" => {}
                b"Info" => {}
                b"ID" => {
                    let first =
                        |trailer: &Dictionary<'a>| trailer.get("ID").and_then(Value::as_array).and_then(|id| id.first()).cloned();
                    match (first(old), first(new)) {
                        (Some(before), Some(after)) if before.same_as(&after) => {}
                        (None, Some(_)) => {}
                        _ => return Err(changed(&key)),
                    }
                }
                // What the newer section leaves out is of no consequence.
                _ if !kept.contains(key.as_slice()) && key != b"Root" => {}
                _ => return Err(changed(&key)),
            }
        }
        self.information(old.get("Info"), new.get("Info"))
    }

    fn catalog(&mut self) -> Result<(), Refusal> {
        let (id, old) = self.old.catalog()?;
        let (_, new) = self.new.catalog()?;
        for key in old.differing(new) {
            match key.as_slice() {
                b"AcroForm" | b"DSS" | b"Extensions" | b"Perms" | b"Metadata" => {}
                b"Version" => {
                    let version = new.get("Version").and_then(Value::as_name);
                    if !version.is_some_and(|version| matches!(version, [b'1', b'.', b'0'..=b'7'] | b"2.0")) {
                        return Err(Refusal::SettingChanged { key: "Version".to_owned() });
                    }
                }
                other => return Err(part::of_catalog(other, new)),
            }
        }
        // Only the trailer, and what a certification says of the whole document, refer to the catalog.
        self.continued(id, usize::MAX)?;
        self.metadata(old.get("Metadata"), new.get("Metadata"))?;
        self.form(old.get("AcroForm"), new.get("AcroForm"))?;
        self.store(old.get("DSS"), new.get("DSS"))?;
        self.extensions(old.get("Extensions"), new.get("Extensions"))?;
        self.permissions(old.get("Perms"), new.get("Perms"))
    }

    fn pages(&mut self) -> Result<(), Refusal> {
        for id in self.old.pages()? {
            let gone = Refusal::PageChanged { object: id.number };
            let page = |view: View<'p, 'a>| view.object(id).and_then(Object::dictionary).ok_or(gone.clone());
            let (old, new) = (page(self.old)?, page(self.new)?);
            let list = old.get("Annots").and_then(Value::as_reference);
            if ![Some(id), list].iter().flatten().any(|id| self.revision.objects.contains_key(&id.number)) {
                continue;
            }
            for key in old.differing(new) {
                match key.as_slice() {
                    b"Annots" => {}
                    b"Tabs" if new.get("Tabs").and_then(Value::as_name).is_some() => {}
                    b"Contents" | b"Resources" => return Err(Refusal::ContentChanged { object: id.number }),
                    b"AA" => return Err(Refusal::ActiveContent),
                    _ => return Err(gone),
                }
            }
            // A page is mentioned by its parent, by tags and by bookmarks: none of them reads its annotations.
            self.continued(id, usize::MAX)?;
            self.annotations(id, old.get("Annots"), new.get("Annots"))?;
        }
        Ok(())
    }

    /// The old annotations stay as they are and in their order; among them may stand the widgets of new signature fields.
    fn annotations(&mut self, page: Id, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::AnnotationsChanged { object: page.number };
        if let (Some(before), Some(after)) = (old.and_then(Value::as_reference), new.and_then(Value::as_reference))
            && before == after
            && !self.revision.objects.contains_key(&after.number)
        {
            return Ok(());
        }
        let [old, new] = self.arrays(old, new, &refused)?;
        let mut before = old.iter();
        for item in new {
            let widget = item.as_reference().filter(|id| self.widgets.contains(id));
            match widget {
                // Once only: a second mention would be an annotation that nobody has looked at.
                Some(id) => {
                    self.widgets.remove(&id);
                    self.on_its_page(id, page)?;
                }
                None if before.next().is_some_and(|old| old.same_as(item)) => {}
                None => return Err(refused),
            }
        }
        if before.next().is_some() { Err(refused) } else { Ok(()) }
    }

    /// A value that nothing is drawn or done with: numbers, names and texts in dictionaries and arrays, and streams with the fonts of
    /// an appearance that is empty; all of them new.
    pub(super) fn inert(&mut self, value: &'p Value<'a>) -> Result<(), Refusal> {
        self.inert_within(value, 0)
    }

    fn inert_within(&mut self, value: &'p Value<'a>, depth: usize) -> Result<(), Refusal> {
        if depth > MAX_DEPTH {
            return Err(PdfError::Limit(Limit::Depth).into());
        }
        match value {
            Value::Reference(id) if self.inert.contains(&id.number) => Ok(()),
            Value::Reference(id) => {
                let what = || Refusal::SignatureForm { what: format!("{} {} R", id.number, id.generation) };
                let object = self.added(*id).ok_or_else(what)?;
                self.inert.insert(id.number);
                self.inert_within(&object.value, depth + 1)
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.inert_within(item, depth + 1)),
            Value::Dictionary(entries) => entries.iter().try_for_each(|(key, entry)| {
                if part::is_active(key, entry) {
                    return Err(Refusal::ActiveContent);
                }
                self.inert_within(entry, depth + 1)
            }),
            _ => Ok(()),
        }
    }
}
