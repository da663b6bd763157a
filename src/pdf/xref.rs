//! Cross-reference sections: tables and streams (ISO 32000-1, 7.5.4 and 7.5.8), each with the end of its revision.

use std::collections::BTreeMap;

use super::PdfError;
use super::budget::Budget;
use super::filter;
use super::lexer::{Lexer, is_space};
use super::object;
use super::value::{Dictionary, Value};

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nowhere: the number is free.
    Free,
    /// At an offset of the file.
    At { offset: usize, generation: u16 },
    /// In an object stream, the so manieth.
    Packed { stream: u32, index: usize },
}

/// Which of the two forms a section has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    /// A stream, with its object's number.
    Stream(u32),
}

/// One section.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) kind: Kind,
    /// Offset of `xref`, or of the stream's object.
    pub(super) at: usize,
    /// Offset behind the trailer or the stream's object.
    pub(super) end: usize,
    /// Offset of `startxref`.
    pub(super) startxref: usize,
    /// Offset behind `%%EOF`.
    pub(super) eof: usize,
    /// Offset behind the end of line that follows `%%EOF`, if one does.
    pub(super) closed: usize,
    pub(super) entries: BTreeMap<u32, Entry>,
    pub(super) trailer: Dictionary<'a>,
    pub(super) previous: Option<usize>,
}

/// The offset that the file's last `startxref` gives. Nothing but one end of line may follow `%%EOF`.
pub(super) fn last_offset(bytes: &[u8]) -> Result<usize, PdfError> {
    let line = |bytes: &[u8]| {
        bytes.strip_suffix(b"\r\n").or_else(|| bytes.strip_suffix(b"\n")).or_else(|| bytes.strip_suffix(b"\r")).map(<[u8]>::len)
    };
    let whole = line(bytes).unwrap_or(bytes.len());
    let before = bytes.get(..whole).and_then(|bytes| bytes.strip_suffix(b"%%EOF")).ok_or(PdfError::End)?;
    let space = before.iter().rev().take_while(|byte| is_space(**byte)).count();
    let digits = before.iter().rev().skip(space).take_while(|byte| byte.is_ascii_digit()).count();
    let number =
        before.len().checked_sub(space + digits).and_then(|from| before.get(from..before.len() - space)).ok_or(PdfError::End)?;
    if !(1..=10).contains(&number.len()) || space == 0 {
        return Err(PdfError::End);
    }
    std::str::from_utf8(number).ok().and_then(|number| number.parse().ok()).ok_or(PdfError::End)
}

/// Reads the section at `at`, and what ends its revision.
pub(super) fn section<'a>(bytes: &'a [u8], at: usize, budget: &Budget) -> Result<Section<'a>, PdfError> {
    let mut lexer = Lexer::new(bytes, at, budget);
    let (kind, entries, trailer) = if lexer.take(b"xref") {
        let entries = table(&mut lexer, at, budget)?;
        lexer.keyword("trailer")?;
        (Kind::Table, entries, lexer.dictionary()?)
    } else {
        let object = object::read(bytes, at, budget, &mut |_| None)?;
        lexer.at = object.extent.end;
        let number = object.id.number;
        let (entries, trailer) = stream(bytes, object, at, budget)?;
        (Kind::Stream(number), entries, trailer)
    };
    let end = lexer.at;
    lexer.skip_space();
    let startxref = lexer.at;
    let (eof, closed) = ending(&mut lexer, at)?;
    let malformed = PdfError::Xref { at };
    if trailer.get("Encrypt").is_some() {
        return Err(PdfError::Encrypted);
    }
    if trailer.get("XRefStm").is_some() {
        return Err(PdfError::Hybrid);
    }
    let size = trailer.get("Size").and_then(Value::as_count).ok_or(malformed.clone())?;
    let highest = entries.last_key_value().map_or(0, |(number, _)| *number);
    if usize::try_from(highest).map_or(true, |highest| highest >= size) {
        return Err(malformed);
    }
    let previous = match trailer.get("Prev") {
        None => None,
        Some(value) => Some(value.as_count().ok_or(malformed)?),
    };
    Ok(Section { kind, at, end, startxref, eof, closed, entries, trailer, previous })
}

/// `startxref`, this section's own offset, `%%EOF`. Gives the offsets behind `%%EOF` and behind its end of line.
fn ending(lexer: &mut Lexer<'_, '_>, at: usize) -> Result<(usize, usize), PdfError> {
    lexer.keyword("startxref")?;
    lexer.skip_blank();
    if lexer.count()? != at {
        return Err(PdfError::Xref { at });
    }
    lexer.skip_blank();
    if !lexer.take(b"%%EOF") {
        return Err(PdfError::Syntax { at: lexer.at, expected: "%%EOF" });
    }
    let eof = lexer.at;
    lexer.end_of_line();
    Ok((eof, lexer.at))
}

fn table(lexer: &mut Lexer<'_, '_>, at: usize, budget: &Budget) -> Result<BTreeMap<u32, Entry>, PdfError> {
    let malformed = || PdfError::Xref { at };
    let mut entries = BTreeMap::new();
    lexer.skip_blank();
    while let Ok(first) = lexer.count() {
        if !lexer.take(b" ") {
            return Err(malformed());
        }
        let count = lexer.count()?;
        let _ = lexer.take(b" ");
        if !lexer.end_of_line() {
            return Err(malformed());
        }
        for index in 0..count {
            budget.object()?;
            let entry = table_entry(lexer, at)?;
            let number = first.checked_add(index).and_then(|number| u32::try_from(number).ok()).ok_or_else(malformed)?;
            if entries.insert(number, entry).is_some() {
                return Err(PdfError::DuplicateObject { object: number });
            }
        }
        lexer.skip_blank();
    }
    Ok(entries)
}

/// Exactly twenty bytes (7.5.4).
fn table_entry(lexer: &mut Lexer<'_, '_>, at: usize) -> Result<Entry, PdfError> {
    let start = lexer.at;
    let offset = lexer.count()?;
    let spaced = lexer.at == start + 10 && lexer.take(b" ");
    let generation = u16::try_from(lexer.count()?).ok();
    let used = spaced && lexer.at == start + 16 && lexer.take(b" n");
    let free = !used && lexer.take(b" f");
    let ended = lexer.take(b" \n") || lexer.take(b" \r") || lexer.take(b"\r\n");
    match generation {
        Some(generation) if used && ended => Ok(Entry::At { offset, generation }),
        Some(_) if free && spaced && ended && lexer.at == start + 20 => Ok(Entry::Free),
        _ => Err(PdfError::Xref { at }),
    }
}

fn stream<'a>(
    bytes: &'a [u8],
    object: object::Object<'a>,
    at: usize,
    budget: &Budget,
) -> Result<(BTreeMap<u32, Entry>, Dictionary<'a>), PdfError> {
    let malformed = || PdfError::Xref { at };
    let data = object.stream.clone().and_then(|range| bytes.get(range)).ok_or_else(malformed)?;
    let Value::Dictionary(dictionary) = object.value else { return Err(malformed()) };
    if !dictionary.get("Type").is_some_and(|value| value.is_name("XRef")) {
        return Err(malformed());
    }
    let counts = |value: &Value<'_>| value.as_array().map(|items| items.iter().map(Value::as_count).collect::<Option<Vec<_>>>());
    let widths = dictionary.get("W").and_then(counts).flatten().ok_or_else(malformed)?;
    let &[kind, second, third] = widths.as_slice() else { return Err(malformed()) };
    if kind > 1 || second > 8 || third > 8 {
        return Err(malformed());
    }
    let size = dictionary.get("Size").and_then(Value::as_count).ok_or_else(malformed)?;
    let index = match dictionary.get("Index") {
        None => vec![0, size],
        Some(value) => counts(value).flatten().ok_or_else(malformed)?,
    };
    let data = filter::decode(&dictionary, data, budget)?;
    let width = kind + second + third;
    if width == 0 || index.len() % 2 != 0 {
        return Err(malformed());
    }
    let mut rows = data.chunks_exact(width);
    let mut entries = BTreeMap::new();
    for pair in index.chunks_exact(2) {
        let &[first, count] = pair else { return Err(malformed()) };
        for position in 0..count {
            budget.object()?;
            let row = rows.next().ok_or_else(malformed)?;
            let number = first.checked_add(position).and_then(|number| u32::try_from(number).ok()).ok_or_else(malformed)?;
            let entry = stream_entry(row, [kind, second]).ok_or_else(malformed)?;
            if entries.insert(number, entry).is_some() {
                return Err(PdfError::DuplicateObject { object: number });
            }
        }
    }
    if rows.next().is_some() || !rows.remainder().is_empty() {
        return Err(malformed());
    }
    Ok((entries, dictionary))
}

/// One row (table 18); nothing for a type that is not known.
fn stream_entry(row: &[u8], [kind, second]: [usize; 2]) -> Option<Entry> {
    let number = |bytes: &[u8]| bytes.iter().try_fold(0_u64, |number, byte| Some(number.checked_mul(256)? + u64::from(*byte)));
    let (first, rest) = row.split_at_checked(kind)?;
    let (middle, last) = rest.split_at_checked(second)?;
    let (middle, last) = (number(middle)?, number(last)?);
    match first.first().copied().unwrap_or(1) {
        0 => Some(Entry::Free),
        1 => Some(Entry::At { offset: usize::try_from(middle).ok()?, generation: u16::try_from(last).ok()? }),
        2 => Some(Entry::Packed { stream: u32::try_from(middle).ok()?, index: usize::try_from(last).ok()? }),
        _ => None,
    }
}
