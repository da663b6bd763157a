//! What the appearance of a signature that can be seen is made of: forms within each other, images, fonts and colours, all of them
//! written by the update itself and used for nothing else.

use std::collections::BTreeMap;

use super::appearance::FORM;
use super::change::Change;
use super::object::Object;
use super::place::rectangle;
use super::value::{Dictionary, Value};
use super::{PdfError, Refusal, content, part};

/// Bytes of all streams of the appearances of one update, as they are in the file: a scanned signature takes a few hundred thousand.
const MAX_BYTES: usize = 4 << 20;
/// Objects of those appearances.
const MAX_PARTS: usize = 500;
/// Forms within each other: Adobe's layers are three, what a program puts into them one or two more.
const MAX_LEVELS: usize = 8;
/// Values of a font or colour within each other.
const MAX_VALUES_DEEP: usize = 24;
/// Points of an image. Unfolded they take four times as many bytes in whatever program shows them.
const MAX_POINTS: i64 = 16 << 20;

/// What an image may have (ISO 32000-1, table 89): not other images in its place, nothing that is shown at times only.
const IMAGE: &[&str] = &[
    "Type",
    "Subtype",
    "Width",
    "Height",
    "ColorSpace",
    "BitsPerComponent",
    "Intent",
    "ImageMask",
    "Mask",
    "Decode",
    "Interpolate",
    "SMask",
    "Matte",
    "Name",
    "Length",
    "Filter",
    "DecodeParms",
];
/// What a pattern of tiles may have (table 75).
const PATTERN: &[&str] = &[
    "Type",
    "PatternType",
    "PaintType",
    "TilingType",
    "BBox",
    "XStep",
    "YStep",
    "Resources",
    "Matrix",
    "Length",
    "Filter",
    "DecodeParms",
];
/// How an image may be packed. The decoders of JBIG2 and JPEG 2000 have been the way into programs too often.
const FILTERS: &[&str] =
    &["FlateDecode", "DCTDecode", "CCITTFaxDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode", "LZWDecode"];

/// What an object of an appearance is. It is one of these, wherever it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A form or pattern that is being looked at: met again, it shows itself.
    Open,
    Form,
    Pattern,
    Image,
    Material,
}

/// The objects of the appearances of an update, and what they take.
#[derive(Debug, Default)]
pub(super) struct Parts {
    kinds: BTreeMap<u32, Kind>,
    bytes: usize,
}

fn holds(what: impl AsRef<[u8]>) -> Refusal {
    Refusal::AppearanceContent { what: String::from_utf8_lossy(what.as_ref()).into_owned() }
}

fn only(dictionary: &Dictionary<'_>, known: &[&str]) -> Result<(), Refusal> {
    let strange = dictionary.iter().find(|(key, _)| !known.iter().any(|known| known.as_bytes() == *key));
    strange.map_or(Ok(()), |(key, _)| Err(holds(key)))
}

impl<'p, 'a> Change<'p, 'a> {
    /// The appearance of a field that can be seen: the usual one, and none for other states.
    pub(super) fn drawn(&mut self, appearance: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let [_, appearance] = self.dictionaries(None, appearance, &Refusal::AppearanceStates)?;
        for (key, value) in appearance.into_iter().flat_map(Dictionary::iter) {
            let stream = value.as_reference().and_then(|id| self.new.object(id)).is_some_and(|object| object.stream.is_some());
            if key != b"N" || !stream {
                return Err(Refusal::AppearanceStates);
            }
            self.shown_object(value, 0)?;
        }
        Ok(())
    }

    /// An object that the appearance has for itself; nothing if it has been looked at as the same kind of thing.
    fn own(&mut self, value: &'p Value<'a>, kind: Kind) -> Result<Option<&'p Object<'a>>, Refusal> {
        let id = value.as_reference().ok_or_else(|| holds("?"))?;
        match self.parts.kinds.get(&id.number) {
            Some(Kind::Open) => return Err(Refusal::AppearanceLoop),
            Some(known) if *known == kind => return Ok(None),
            Some(_) => return Err(Refusal::AppearanceShared { object: id.number }),
            None => {}
        }
        let object = self.added(id).ok_or(Refusal::AppearanceShared { object: id.number })?;
        self.parts.bytes = self.parts.bytes.saturating_add(object.stream.as_ref().map_or(0, ExactSizeIterator::len));
        if self.parts.bytes > MAX_BYTES || self.parts.kinds.len() >= MAX_PARTS {
            return Err(Refusal::AppearanceTooLarge);
        }
        self.parts.kinds.insert(id.number, if matches!(kind, Kind::Form | Kind::Pattern) { Kind::Open } else { kind });
        Ok(Some(object))
    }

    /// A form or an image.
    fn shown_object(&mut self, value: &'p Value<'a>, level: usize) -> Result<(), Refusal> {
        let id = value.as_reference().ok_or_else(|| holds("XObject"))?;
        if self.old.numbered(id.number).is_some() {
            return Err(Refusal::AppearanceShared { object: id.number });
        }
        match self
            .new
            .object(id)
            .and_then(Object::dictionary)
            .and_then(|dictionary| dictionary.get("Subtype"))
            .and_then(Value::as_name)
        {
            Some(b"Form") => self.content_of(value, Kind::Form, level),
            Some(b"Image") => self.image(value),
            other => Err(holds(other.unwrap_or(b"?"))),
        }
    }

    /// A form, or the tile of a pattern: its box, what draws it, and what it is drawn with.
    fn content_of(&mut self, value: &'p Value<'a>, kind: Kind, level: usize) -> Result<(), Refusal> {
        if level > MAX_LEVELS {
            return Err(Refusal::AppearanceTooLarge);
        }
        let Some(object) = self.own(value, kind)? else { return Ok(()) };
        let dictionary = object.dictionary().filter(|_| object.stream.is_some()).ok_or_else(|| holds("?"))?;
        only(dictionary, if kind == Kind::Form { FORM } else { PATTERN })?;
        // A box without an area is stretched to the rectangle by dividing by nothing: programs differ in what they do then.
        let [left, bottom, right, top] = rectangle(dictionary.get("BBox")).ok_or_else(|| holds("BBox"))?;
        if right <= left || top <= bottom || !is_matrix(dictionary.get("Matrix")) {
            return Err(holds("BBox"));
        }
        if let Some(group) = dictionary.get("Group") {
            self.material(group)?;
        }
        let data = self.new.data(object).map_err(|error| match error {
            PdfError::Filter => holds("Filter"),
            other => other.into(),
        })?;
        let [_, resources] = self.dictionaries(None, dictionary.get("Resources"), &holds("Resources"))?;
        content::check(&data, resources.is_some(), &self.new.pdf.budget)?;
        for (key, entry) in resources.into_iter().flat_map(Dictionary::iter) {
            self.resources(key, entry, level + 1)?;
        }
        self.parts.kinds.insert(object.id.number, kind);
        Ok(())
    }

    /// The resources of one category (ISO 32000-1, table 33). `Properties` may say that something is shown at times only.
    fn resources(&mut self, category: &[u8], entries: &'p Value<'a>, level: usize) -> Result<(), Refusal> {
        if category == b"ProcSet" {
            return self.material(entries);
        }
        let [_, named] = self.dictionaries(None, Some(entries), &holds(category))?;
        for (_, entry) in named.into_iter().flat_map(Dictionary::iter) {
            match category {
                b"XObject" => self.shown_object(entry, level)?,
                b"ExtGState" => self.state(entry, level)?,
                b"Pattern" => self.pattern(entry, level)?,
                b"Font" | b"ColorSpace" | b"Shading" => self.material(entry)?,
                other => return Err(holds(other)),
            }
        }
        Ok(())
    }

    fn image(&mut self, value: &'p Value<'a>) -> Result<(), Refusal> {
        let Some(object) = self.own(value, Kind::Image)? else { return Ok(()) };
        let dictionary = object.dictionary().filter(|_| object.stream.is_some()).ok_or_else(|| holds("Image"))?;
        only(dictionary, IMAGE)?;
        let points = |key| dictionary.get(key).and_then(Value::as_integer).filter(|points| *points > 0).ok_or_else(|| holds(key));
        if points("Width")?.saturating_mul(points("Height")?) > MAX_POINTS {
            return Err(Refusal::AppearanceTooLarge);
        }
        let filters =
            dictionary.get("Filter").map_or(&[][..], |filter| filter.as_array().unwrap_or(std::slice::from_ref(filter)));
        let known = |filter: &Value<'_>| FILTERS.iter().any(|known| filter.is_name(known));
        if filters.len() > 2 || !filters.iter().all(known) {
            return Err(holds("Filter"));
        }
        for (key, entry) in dictionary.iter() {
            match key {
                b"SMask" | b"Mask" if entry.as_reference().is_some() => self.image(entry)?,
                _ => self.material(entry)?,
            }
        }
        Ok(())
    }

    /// A graphics state, whose mask may be a form (ISO 32000-1, 11.6.5.3).
    fn state(&mut self, state: &'p Value<'a>, level: usize) -> Result<(), Refusal> {
        let [_, state] = self.dictionaries(None, Some(state), &holds("ExtGState"))?;
        for (key, entry) in state.into_iter().flat_map(Dictionary::iter) {
            let mask = if key == b"SMask" { entry.as_dictionary() } else { None };
            match mask {
                Some(mask) => {
                    for (key, entry) in mask.iter() {
                        if key == b"G" { self.content_of(entry, Kind::Form, level + 1)? } else { self.material(entry)? }
                    }
                }
                None => self.material(entry)?,
            }
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &'p Value<'a>, level: usize) -> Result<(), Refusal> {
        let object = pattern.as_reference().and_then(|id| self.new.object(id));
        if object.is_some_and(|object| object.stream.is_some()) {
            self.content_of(pattern, Kind::Pattern, level)
        } else {
            self.material(pattern)
        }
    }

    /// What is drawn with: fonts, colours, gradients, numbers and names. Nothing in it draws by itself, starts anything, or is fetched from
    /// elsewhere.
    pub(super) fn material(&mut self, value: &'p Value<'a>) -> Result<(), Refusal> {
        self.material_within(value, 0)
    }

    fn material_within(&mut self, value: &'p Value<'a>, depth: usize) -> Result<(), Refusal> {
        if depth > MAX_VALUES_DEEP {
            return Err(Refusal::AppearanceTooLarge);
        }
        match value {
            Value::Reference(_) => {
                let Some(object) = self.own(value, Kind::Material)? else { return Ok(()) };
                let outside = |key: &[u8]| matches!(key, b"F" | b"FFilter" | b"FDecodeParms");
                let dictionary = object.dictionary().filter(|_| object.stream.is_some());
                if dictionary.into_iter().flat_map(Dictionary::iter).any(|(key, _)| outside(key)) {
                    return Err(holds("F"));
                }
                self.material_within(&object.value, depth + 1)
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.material_within(item, depth + 1)),
            Value::Dictionary(entries) => {
                let is = |key, name| entries.get(key).is_some_and(|value: &Value<'_>| value.is_name(name));
                if is("Subtype", "Type3") || is("Subtype", "Form") || is("Subtype", "Image") || entries.get("OC").is_some() {
                    return Err(holds(entries.get("Subtype").and_then(Value::as_name).unwrap_or(b"OC")));
                }
                entries.iter().try_for_each(|(key, entry)| {
                    if part::is_active(key, entry) { Err(Refusal::ActiveContent) } else { self.material_within(entry, depth + 1) }
                })
            }
            _ => Ok(()),
        }
    }
}

/// Whether there is no matrix, or one by which an area stays one.
fn is_matrix(value: Option<&Value<'_>>) -> bool {
    let Some(value) = value else { return true };
    let numbers: Option<Vec<f64>> = value.as_array().and_then(|items| items.iter().map(Value::as_number).collect());
    match numbers.as_deref() {
        Some([a, b, c, d, _, _]) => (a * d - b * c).abs() > 1e-9,
        _ => false,
    }
}
