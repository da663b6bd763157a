//! DER (ITU-T X.690) as it is read and written here: borrowed, bounded, and byte-exact, since digests are over bytes as given.
//!
//! Only what certificates, CMS, CRL, OCSP and time stamps use: tags of one byte and definite lengths.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use const_oid::ObjectIdentifier;
use thiserror::Error;

/// These bytes are not the DER that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the expected DER")]
pub(crate) struct BadDer;

/// The tags in use.
pub(crate) mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const ENUMERATED: u8 = 0x0a;
    pub const TELETEX_STRING: u8 = 0x14;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const BMP_STRING: u8 = 0x1e;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;

    /// `[n]`, constructed.
    pub const fn context(n: u8) -> u8 {
        0xa0 | n
    }

    /// `[n] IMPLICIT` of a primitive type.
    pub const fn context_primitive(n: u8) -> u8 {
        0x80 | n
    }
}

/// One value: its tag, its contents, and both with the length between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    pub tag: u8,
    pub value: &'a [u8],
    pub whole: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The one value that `bytes` are.
    pub fn only(bytes: &'a [u8]) -> Result<Self, BadDer> {
        let mut reader = Reader::new(bytes);
        let tlv = reader.next()?;
        reader.finish()?;
        Ok(tlv)
    }

    /// Reads what a constructed value holds.
    pub const fn inside(self) -> Reader<'a> {
        Reader { rest: self.value }
    }

    /// The value as an object identifier.
    pub fn oid(self) -> Result<ObjectIdentifier, BadDer> {
        if self.tag != tag::OID {
            return Err(BadDer);
        }
        ObjectIdentifier::from_bytes(self.value).map_err(|_| BadDer)
    }

    /// A BIT STRING of whole bytes.
    pub fn whole_bits(self) -> Result<&'a [u8], BadDer> {
        match self.value.split_first() {
            Some((0, bits)) if self.tag == tag::BIT_STRING => Ok(bits),
            _ => Err(BadDer),
        }
    }

    /// A BOOLEAN.
    pub fn boolean(self) -> Result<bool, BadDer> {
        match (self.tag, self.value) {
            (tag::BOOLEAN, [0]) => Ok(false),
            (tag::BOOLEAN, [_]) => Ok(true),
            _ => Err(BadDer),
        }
    }

    /// A small INTEGER or ENUMERATED that is not negative.
    pub fn small(self) -> Result<u32, BadDer> {
        match (self.tag, self.value) {
            (tag::INTEGER | tag::ENUMERATED, [first, ..]) if *first < 0x80 && self.value.len() <= 4 => {
                Ok(self.value.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
            }
            _ => Err(BadDer),
        }
    }

    /// A UTCTime or GeneralizedTime in UTC; fractions of a second as RFC 3161, 2.4.2, allows them.
    pub fn time(self) -> Result<DateTime<Utc>, BadDer> {
        let text = std::str::from_utf8(self.value).map_err(|_| BadDer)?.strip_suffix('Z').ok_or(BadDer)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if !digits(whole) || !digits(fraction) {
            return Err(BadDer);
        }
        let number = |from: usize, to: usize| whole.get(from..to).and_then(|part| part.parse::<u32>().ok()).ok_or(BadDer);
        let (year, at) = match (self.tag, whole.len()) {
            (tag::GENERALIZED_TIME, 14) => (number(0, 4)?, 4),
            // RFC 5280, 4.1.2.5.1: 50 and later is of the 1900s.
            (tag::UTC_TIME, 12) if fraction.is_empty() => match number(0, 2)? {
                year @ 50.. => (1900 + year, 2),
                year => (2000 + year, 2),
            },
            _ => return Err(BadDer),
        };
        let day = NaiveDate::from_ymd_opt(i32::try_from(year).map_err(|_| BadDer)?, number(at, at + 2)?, number(at + 2, at + 4)?);
        let moment: NaiveDateTime = day
            .and_then(|day| {
                day.and_hms_opt(number(at + 4, at + 6).ok()?, number(at + 6, at + 8).ok()?, number(at + 8, at + 10).ok()?)
            })
            .ok_or(BadDer)?;
        let millis =
            fraction.bytes().chain(std::iter::repeat(b'0')).take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        Ok(moment.and_utc() + TimeDelta::milliseconds(millis))
    }
}

/// Reads values one after another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next value.
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next value.
    pub fn next(&mut self) -> Result<Tlv<'a>, BadDer> {
        let (&tag, after_tag) = self.rest.split_first().ok_or(BadDer)?;
        if tag & 0x1f == 0x1f {
            return Err(BadDer);
        }
        let (&first, mut body) = after_tag.split_first().ok_or(BadDer)?;
        let mut length = usize::from(first);
        if first >= 0x80 {
            let count = usize::from(first & 0x7f);
            let (bytes, after) = body.split_at_checked(count).ok_or(BadDer)?;
            if !(1..=4).contains(&count) || bytes.first() == Some(&0) {
                return Err(BadDer);
            }
            length = bytes.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte));
            if length < 0x80 {
                return Err(BadDer);
            }
            body = after;
        }
        let (value, rest) = body.split_at_checked(length).ok_or(BadDer)?;
        let whole = self.rest.get(..self.rest.len() - rest.len()).ok_or(BadDer)?;
        self.rest = rest;
        Ok(Tlv { tag, value, whole })
    }

    /// The next value, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, BadDer> {
        if self.peek() == Some(tag) { self.next() } else { Err(BadDer) }
    }

    /// The next value if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, BadDer> {
        if self.peek() == Some(tag) { self.next().map(Some) } else { Ok(None) }
    }

    /// Goes into the next value, a SEQUENCE.
    pub fn sequence(&mut self) -> Result<Self, BadDer> {
        Ok(self.expect(tag::SEQUENCE)?.inside())
    }

    /// Every value that is left.
    pub fn all(mut self) -> Result<Vec<Tlv<'a>>, BadDer> {
        let mut found = Vec::new();
        while !self.is_empty() {
            found.push(self.next()?);
        }
        Ok(found)
    }

    /// Nothing may be left.
    pub const fn finish(self) -> Result<(), BadDer> {
        if self.rest.is_empty() { Ok(()) } else { Err(BadDer) }
    }
}

/// A value with this tag whose contents are `parts`, one after another.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if let Ok(short) = u8::try_from(length)
        && short < 0x80
    {
        out.push(short);
    } else {
        let bytes = length.to_be_bytes();
        let significant = bytes.iter().skip_while(|byte| **byte == 0).copied();
        let count = u8::try_from(significant.clone().count()).unwrap_or(0);
        out.push(0x80 | count);
        out.extend(significant);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SEQUENCE.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag::SEQUENCE, parts)
}

/// The contents of a SET OF: its elements in the order that DER wants (X.690, 11.6).
pub(crate) fn set_contents(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    elements.concat()
}

/// An object identifier.
pub(crate) fn oid(id: ObjectIdentifier) -> Vec<u8> {
    tlv(tag::OID, &[id.as_bytes()])
}

/// An INTEGER from the bytes of a number that is not negative.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let significant = bytes.get(first..).unwrap_or_default();
    match significant.first() {
        Some(0..0x80) => tlv(tag::INTEGER, &[significant]),
        _ => tlv(tag::INTEGER, &[&[0], significant]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let body = vec![7; length];
            let bytes = tlv(tag::OCTET_STRING, &[&body]);
            let read = Tlv::only(&bytes).unwrap();
            assert_eq!((read.tag, read.value, read.whole), (tag::OCTET_STRING, &body[..], &bytes[..]));
        }
        assert_eq!(unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[0]), [2, 1, 0]);
        assert_eq!(unsigned(&[1, 2]), [2, 2, 1, 2]);
        assert_eq!(set_contents(vec![vec![4, 1, 9], vec![4, 1, 3]]), [4, 1, 3, 4, 1, 9]);
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        for bytes in [
            &[0x30][..],
            &[0x30, 0x80],
            &[0x30, 0x81, 5, 1, 1, 1, 1, 1],
            &[4, 3, 1],
            &[4, 0x85, 1, 0, 0, 0, 0],
            &[0x1f, 1, 0],
            &[4, 0x82, 0, 200],
        ] {
            assert_eq!(Tlv::only(bytes), Err(BadDer), "{bytes:?}");
        }
        assert_eq!(Tlv::only(&[4, 0, 4, 0]), Err(BadDer));
    }

    #[test]
    fn times_are_read_in_both_forms() {
        let time = |tag, text: &str| Tlv { tag, value: text.as_bytes(), whole: &[] }.time().map(|at| at.to_rfc3339());
        assert_eq!(time(tag::UTC_TIME, "491231235959Z").unwrap(), "2049-12-31T23:59:59+00:00");
        assert_eq!(time(tag::UTC_TIME, "500101000000Z").unwrap(), "1950-01-01T00:00:00+00:00");
        assert_eq!(time(tag::GENERALIZED_TIME, "20261121080205.25Z").unwrap(), "2026-11-21T08:02:05.250+00:00");
        for bad in [
            "20261121080205",
            "20261321080205Z",
            "2026112108020Z",
            "20261121080205+0200",
            "20261121080205.x0Z",
            "2026112108020éZ",
        ] {
            assert_eq!(time(tag::GENERALIZED_TIME, bad), Err(BadDer), "{bad}");
        }
    }
}
