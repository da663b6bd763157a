//! One indirect object: its value, its stream, and the bytes it takes up (ISO 32000-1, 7.3.8 and 7.3.10).

use std::ops::Range;

use super::PdfError;
use super::budget::Budget;
use super::lexer::Lexer;
use super::value::{Dictionary, Id, Value};

/// An object as it stands in the file.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) id: Id,
    pub(super) value: Value<'a>,
    /// The stream's data as stored, if it is one: bytes of the file.
    pub(super) stream: Option<Range<usize>>,
    /// From the number to behind `endobj`. Empty for an object of an object stream.
    pub(super) extent: Range<usize>,
    /// The object stream that holds it.
    pub(super) packed_in: Option<u32>,
}

impl<'a> Object<'a> {
    /// Its dictionary, if it is one or is a stream.
    pub(super) fn dictionary(&self) -> Option<&Dictionary<'a>> {
        self.value.as_dictionary()
    }
}

/// Reads the object at `at`, which must end within `bytes`. `length` looks up the length of a stream that stands elsewhere.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    at: usize,
    budget: &Budget,
    length: &mut dyn FnMut(Id) -> Option<usize>,
) -> Result<Object<'a>, PdfError> {
    let mut lexer = Lexer::new(bytes, at, budget);
    let id = lexer.object_head()?;
    let value = lexer.value()?;
    lexer.skip_space();
    let mut stream = None;
    if let Value::Dictionary(dictionary) = &value
        && lexer.take(b"stream")
    {
        let wrong = PdfError::StreamLength { object: id.number };
        if !(lexer.take(b"\r\n") || lexer.take(b"\n")) {
            return Err(PdfError::Syntax { at: lexer.at, expected: "an end of line" });
        }
        let said = match dictionary.get("Length") {
            Some(Value::Reference(id)) => length(*id),
            Some(value) => value.as_count(),
            None => None,
        };
        let data = said.and_then(|said| Some(lexer.at..lexer.at.checked_add(said)?)).ok_or(wrong.clone())?;
        lexer.at = data.end;
        lexer.end_of_line();
        if !lexer.take(b"endstream") {
            return Err(wrong);
        }
        lexer.skip_space();
        stream = Some(data);
    }
    lexer.keyword("endobj")?;
    Ok(Object { id, value, stream, extent: at..lexer.at, packed_in: None })
}

/// The integer that stands alone in the object `id` at `at`: the length of a stream.
pub(super) fn lone_integer(bytes: &[u8], at: usize, id: Id, budget: &Budget) -> Option<usize> {
    // "4294967295 65535 obj" and a number fit into this, with room for ends of line.
    let short = bytes.get(..bytes.len().min(at.saturating_add(80)))?;
    let mut lexer = Lexer::new(short, at, budget);
    let found = lexer.object_head().ok().filter(|found| *found == id);
    let value = found.and_then(|_| lexer.value().ok())?;
    lexer.skip_space();
    lexer.keyword("endobj").ok()?;
    value.as_count()
}
