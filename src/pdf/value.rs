//! The values that PDF objects are made of (ISO 32000-1, 7.3).

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The number and generation by which an object is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// Object number, from 1.
    pub number: u32,
    /// Generation, 0 in nearly all files.
    pub generation: u16,
}

/// A value, with names and strings decoded.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// As written, so that it is copied unchanged.
    Real(&'a [u8]),
    /// A real of an object stream.
    OwnedReal(Vec<u8>),
    Name(Cow<'a, [u8]>),
    String(Cow<'a, [u8]>),
    Array(Vec<Value<'a>>),
    Dictionary(Dictionary<'a>),
    Reference(Id),
}

/// A dictionary in the order it was written; no key stands twice.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary<'a>(Vec<(Cow<'a, [u8]>, Value<'a>)>);

/// What stands for a dictionary that is not there.
pub(super) static NOTHING: Dictionary<'static> = Dictionary(Vec::new());

impl<'a> Value<'a> {
    pub(super) fn name(text: &'static str) -> Self {
        Self::Name(Cow::Borrowed(text.as_bytes()))
    }

    /// A count, offset or length. Larger than any file this program reads is not met.
    pub(super) fn count(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(super) fn as_dictionary(&self) -> Option<&Dictionary<'a>> {
        if let Self::Dictionary(dictionary) = self { Some(dictionary) } else { None }
    }

    pub(super) fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub(super) fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn as_string(&self) -> Option<&[u8]> {
        if let Self::String(string) = self { Some(string) } else { None }
    }

    pub(super) fn as_reference(&self) -> Option<Id> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }

    pub(super) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// A number that counts bytes or objects.
    pub(super) fn as_count(&self) -> Option<usize> {
        self.as_integer().and_then(|number| usize::try_from(number).ok())
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            // Beyond 2^53 is no coordinate.
            Self::Integer(number) => i32::try_from(*number).ok().map(f64::from),
            Self::Real(text) => real(text),
            Self::OwnedReal(text) => real(text),
            _ => None,
        }
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        self.as_name() == Some(name.as_bytes())
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same value, apart from the file it was read from.
    pub(super) fn into_owned(self) -> Value<'static> {
        let owned = |bytes: Cow<'_, [u8]>| Cow::Owned(bytes.into_owned());
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(truth),
            Self::Integer(number) => Value::Integer(number),
            Self::Real(text) => Value::OwnedReal(text.to_vec()),
            Self::OwnedReal(text) => Value::OwnedReal(text),
            Self::Name(name) => Value::Name(owned(name)),
            Self::String(string) => Value::String(owned(string)),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Dictionary(entries) => Value::Dictionary(Dictionary(
                entries.0.into_iter().map(|(key, value)| (owned(key), value.into_owned())).collect(),
            )),
            Self::Reference(id) => Value::Reference(id),
        }
    }

    /// Whether both say the same: dictionaries in any order, numbers by their value, texts in either encoding.
    pub(super) fn same_as(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(one), Value::Bool(other)) => one == other,
            (Self::Name(one), Value::Name(other)) => one == other,
            (Self::String(one), Value::String(other)) => one == other || same_text(one, other),
            (Self::Reference(one), Value::Reference(other)) => one == other,
            (Self::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same_as(other))
            }
            (Self::Dictionary(one), Value::Dictionary(other)) => one.differing(other).is_empty(),
            (Self::Integer(one), Value::Integer(other)) => one == other,
            _ => match (self.as_number(), other.as_number()) {
                (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
                _ => false,
            },
        }
    }

    /// Calls `seen` with every reference within the value.
    pub(super) fn references(&self, seen: &mut impl FnMut(Id)) {
        match self {
            Self::Reference(id) => seen(*id),
            Self::Array(items) => items.iter().for_each(|item| item.references(seen)),
            Self::Dictionary(entries) => entries.iter().for_each(|(_, value)| value.references(seen)),
            _ => {}
        }
    }
}

/// Whether two strings are the same text in two encodings. What is no character in either is not compared.
fn same_text(one: &[u8], other: &[u8]) -> bool {
    let one = text(one);
    one == text(other) && !one.contains('\u{FFFD}')
}

fn real(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

impl<'a> Dictionary<'a> {
    /// A dictionary of these entries, or nothing if a key stands twice.
    pub(super) fn of(entries: Vec<(Cow<'a, [u8]>, Value<'a>)>) -> Option<Self> {
        let unique = if entries.len() <= 8 {
            entries.iter().enumerate().all(|(index, (key, _))| entries.iter().skip(index + 1).all(|(other, _)| other != key))
        } else {
            let mut keys: Vec<&[u8]> = entries.iter().map(|(key, _)| key.as_ref()).collect();
            keys.sort_unstable();
            keys.iter().zip(keys.iter().skip(1)).all(|(one, next)| one != next)
        };
        unique.then_some(Self(entries))
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.0.iter().find(|(name, _)| name.as_ref() == key.as_bytes()).map(|(_, value)| value)
    }

    /// Sets `key`, in its place if it is there already.
    pub(super) fn set(&mut self, key: &'static str, value: Value<'a>) {
        match self.0.iter_mut().find(|(name, _)| name.as_ref() == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((Cow::Borrowed(key.as_bytes()), value)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &Value<'a>)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The keys whose values are not the same in both. A key that stands with null is as good as absent (7.3.7).
    pub(super) fn differing(&self, other: &Dictionary<'_>) -> Vec<Vec<u8>> {
        let theirs: BTreeMap<&[u8], &Value<'_>> = other.iter().collect();
        let ours: BTreeMap<&[u8], &Value<'a>> = self.iter().collect();
        let absent = |value: Option<&Value<'_>>| value.is_none_or(Value::is_null);
        let differs = |key: &[u8]| match (ours.get(key), theirs.get(key)) {
            (Some(one), Some(other)) => !one.same_as(other),
            (one, other) => !(absent(one.copied()) && absent(other.copied())),
        };
        let mut keys: Vec<&[u8]> = ours.keys().chain(theirs.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().filter(|key| differs(key)).map(<[u8]>::to_vec).collect()
    }
}

/// What `PDFDocEncoding` has at 0x80 to 0x9F (ISO 32000-1, annex D.2).
const DOC_ENCODING: [char; 32] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ',
    'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}',
];

/// A text string in words: UTF-16 or UTF-8 by its mark, else `PDFDocEncoding` (7.9.2.2).
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = utf16.chunks(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0xFFFD,
        });
        return char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
    }
    if let Some(utf8) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => DOC_ENCODING.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{FFFD}'),
        0xA0 => '€',
        other => char::from(*other),
    };
    bytes.iter().map(letter).collect()
}

/// A text as a text string: as it is if it is printable ASCII, else UTF-16.
pub(super) fn text_string(text: &str) -> Value<'static> {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7E)) {
        return Value::String(Cow::Owned(text.as_bytes().to_vec()));
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Value::String(Cow::Owned(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_from_either_encoding() {
        for given in ["Kela", "Päivi Päättäjä", "😀"] {
            let Value::String(bytes) = text_string(given) else { panic!() };
            assert_eq!(text(&bytes), given);
        }
        assert_eq!(text(b"\x84 \xE4 \xA0"), "— ä €");
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA4"), "ä");
        assert_eq!(text(b"\xFE\xFF\x00"), "\u{FFFD}");
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        assert!(Value::Integer(595).same_as(&Value::Real(b"595.0")));
        assert!(!Value::Integer(595).same_as(&Value::Real(b"595.01")));
        let utf16 = Value::String(Cow::Borrowed(b"\xFE\xFF\x00f\x00i"));
        assert!(utf16.same_as(&Value::String(Cow::Borrowed(b"fi"))));
        assert!(!Value::name("fi").same_as(&utf16));
        assert!(!Value::String(Cow::Borrowed(b"\x9F")).same_as(&Value::String(Cow::Borrowed(b"\xFE\xFF\xD8\x00"))));
        let mut one = Dictionary::default();
        one.set("A", Value::Integer(1));
        one.set("B", Value::Null);
        let mut other = Dictionary::default();
        other.set("A", Value::Integer(1));
        assert!(one.differing(&other).is_empty());
        other.set("C", Value::Bool(true));
        assert_eq!(one.differing(&other), [b"C".to_vec()]);
    }
}
