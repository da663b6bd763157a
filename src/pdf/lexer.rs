//! From bytes to values (ISO 32000-1, 7.2 and 7.3), taking nothing that readers understand differently.

use std::borrow::Cow;

use super::budget::{Budget, MAX_DEPTH};
use super::value::{Dictionary, Id, Value};
use super::{Limit, PdfError};

/// White space (table 1).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Reads values one after another.
#[derive(Debug)]
pub(super) struct Lexer<'a, 'b> {
    bytes: &'a [u8],
    /// The byte that is read next.
    pub(super) at: usize,
    budget: &'b Budget,
}

impl<'a, 'b> Lexer<'a, 'b> {
    /// Reads from `at`, and nothing past the end of `bytes`.
    pub(super) fn new(bytes: &'a [u8], at: usize, budget: &'b Budget) -> Self {
        Self { bytes, at, budget }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn fail<T>(&self, expected: &'static str) -> Result<T, PdfError> {
        Err(PdfError::Syntax { at: self.at, expected })
    }

    /// Takes `word` if it stands here.
    pub(super) fn take(&mut self, word: &[u8]) -> bool {
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// Takes `word`, which must end here.
    pub(super) fn keyword(&mut self, word: &'static str) -> Result<(), PdfError> {
        let followed = self.bytes.get(self.at + word.len()).copied().is_some_and(is_regular);
        if followed || !self.take(word.as_bytes()) {
            return self.fail(word);
        }
        Ok(())
    }

    /// Passes white space, but no comment.
    pub(super) fn skip_blank(&mut self) {
        self.at += self.rest().iter().take_while(|byte| is_space(**byte)).count();
    }

    /// Takes an end of line, of any of the three kinds.
    pub(super) fn end_of_line(&mut self) -> bool {
        self.take(b"\r\n") || self.take(b"\n") || self.take(b"\r")
    }

    /// Passes white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                let line = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                self.at = line.map_or(self.bytes.len(), |length| self.at + length);
            } else {
                return;
            }
        }
    }

    /// Whether nothing but white space is left.
    pub(super) fn at_end(&mut self) -> bool {
        self.skip_space();
        self.at >= self.bytes.len()
    }

    /// The operator that stands here (7.8.2), unless it is a value.
    pub(super) fn operator(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest();
        let starts = rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"'));
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        let word = rest.get(..length).filter(|word| starts && !matches!(*word, b"true" | b"false" | b"null"))?;
        self.at += length;
        Some(word)
    }

    /// Digits alone, without a sign: a count, an offset, an object's number.
    pub(super) fn count(&mut self) -> Result<usize, PdfError> {
        let digits: usize = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.rest().get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
        // Ten digits suffice for all that is read here; more would only be zeros that hide something.
        match text.filter(|_| (1..=10).contains(&digits)).and_then(|text| text.parse().ok()) {
            Some(count) => {
                self.at += digits;
                Ok(count)
            }
            None => self.fail("a number"),
        }
    }

    /// `12 0 obj`.
    pub(super) fn object_head(&mut self) -> Result<Id, PdfError> {
        let id = self.id()?;
        self.skip_space();
        self.keyword("obj")?;
        Ok(id)
    }

    fn id(&mut self) -> Result<Id, PdfError> {
        let number = self.count()?;
        let between = self.at;
        self.skip_space();
        if self.at == between {
            return self.fail("white space");
        }
        let generation = self.count()?;
        match (u32::try_from(number), u16::try_from(generation)) {
            (Ok(number), Ok(generation)) => Ok(Id { number, generation }),
            _ => self.fail("an object's number"),
        }
    }

    /// The value that stands here, after white space.
    pub(super) fn value(&mut self) -> Result<Value<'a>, PdfError> {
        self.value_within(0)
    }

    fn value_within(&mut self, depth: usize) -> Result<Value<'a>, PdfError> {
        self.budget.value()?;
        if depth > MAX_DEPTH {
            return Err(PdfError::Limit(Limit::Depth));
        }
        self.skip_space();
        match self.peek() {
            Some(b'/') => Ok(Value::Name(self.name()?)),
            Some(b'(') => Ok(Value::String(Cow::Owned(self.literal_string()?))),
            Some(b'<') if self.rest().starts_with(b"<<") => Ok(Value::Dictionary(self.dictionary_within(depth)?)),
            Some(b'<') => Ok(Value::String(Cow::Owned(self.hex_string()?))),
            Some(b'[') => self.array(depth),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number_or_reference(),
            Some(b't') => self.keyword("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.keyword("false").map(|()| Value::Bool(false)),
            Some(b'n') => self.keyword("null").map(|()| Value::Null),
            _ => self.fail("a value"),
        }
    }

    fn name(&mut self) -> Result<Cow<'a, [u8]>, PdfError> {
        self.at += 1;
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let written = self.rest().get(..length).unwrap_or_default();
        let start = self.at;
        self.at += length;
        if !written.contains(&b'#') {
            return Ok(Cow::Borrowed(written));
        }
        let mut decoded = Vec::with_capacity(length);
        let mut bytes = written.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte != b'#' {
                decoded.push(byte);
                continue;
            }
            match (bytes.next().and_then(nibble), bytes.next().and_then(nibble)) {
                (Some(high), Some(low)) if (high, low) != (0, 0) => decoded.push(high << 4 | low),
                _ => return Err(PdfError::Syntax { at: start, expected: "a name" }),
            }
        }
        Ok(Cow::Owned(decoded))
    }

    fn literal_string(&mut self) -> Result<Vec<u8>, PdfError> {
        self.at += 1;
        let mut decoded = Vec::new();
        let mut open = 1_usize;
        loop {
            let Some(byte) = self.peek() else { return self.fail("the end of a string") };
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return Ok(decoded),
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut decoded)?;
                    continue;
                }
                // An end of line within a string is read as one line feed (7.3.4.2).
                b'\r' => {
                    self.take(b"\n");
                    decoded.push(b'\n');
                    continue;
                }
                _ => {}
            }
            decoded.push(byte);
        }
    }

    fn escape(&mut self, decoded: &mut Vec<u8>) -> Result<(), PdfError> {
        let Some(byte) = self.peek() else { return self.fail("the end of a string") };
        self.at += 1;
        decoded.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 0x08,
            b'f' => 0x0C,
            b'\n' => return Ok(()),
            b'\r' => {
                self.take(b"\n");
                return Ok(());
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    code = code * 8 + u32::from(digit - b'0');
                }
                // What does not fit into a byte loses its high bit (table 3).
                u8::try_from(code & 0xFF).unwrap_or_default()
            }
            other => other,
        });
        Ok(())
    }

    fn hex_string(&mut self) -> Result<Vec<u8>, PdfError> {
        self.at += 1;
        let mut decoded = Vec::new();
        let mut half: Option<u8> = None;
        loop {
            let Some(byte) = self.peek() else { return self.fail("the end of a string") };
            self.at += 1;
            match (byte, nibble(byte), half) {
                (b'>', _, _) => {
                    decoded.extend(half.map(|high| high << 4));
                    return Ok(decoded);
                }
                (_, Some(low), Some(high)) => {
                    decoded.push(high << 4 | low);
                    half = None;
                }
                (_, Some(high), None) => half = Some(high),
                (space, None, _) if is_space(space) => {}
                _ => return self.fail("a hex digit"),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, PdfError> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.take(b"]") {
                return Ok(Value::Array(items));
            }
            items.push(self.value_within(depth + 1)?);
        }
    }

    /// The dictionary that stands here, after white space.
    pub(super) fn dictionary(&mut self) -> Result<Dictionary<'a>, PdfError> {
        self.skip_space();
        if !self.rest().starts_with(b"<<") {
            return self.fail("a dictionary");
        }
        self.dictionary_within(0)
    }

    fn dictionary_within(&mut self, depth: usize) -> Result<Dictionary<'a>, PdfError> {
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Dictionary::of(entries).ok_or(PdfError::DuplicateKey { at: self.at });
            }
            if self.peek() != Some(b'/') {
                return self.fail("a key");
            }
            let key = self.name()?;
            entries.push((key, self.value_within(depth + 1)?));
        }
    }

    fn number_or_reference(&mut self) -> Result<Value<'a>, PdfError> {
        let start = self.at;
        let length = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let written = self.rest().get(..length).unwrap_or_default();
        let digits = written.strip_prefix(b"-").or_else(|| written.strip_prefix(b"+")).unwrap_or(written);
        let points = digits.iter().filter(|byte| **byte == b'.').count();
        let plain = digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        if !plain || points > 1 || digits.len() == points || digits.len() > 40 {
            return self.fail("a number");
        }
        if points == 1 {
            self.at += length;
            return Ok(Value::Real(written));
        }
        if digits.len() == length
            && let Some(id) = self.reference()
        {
            return Ok(Value::Reference(id));
        }
        self.at = start + length;
        let number = std::str::from_utf8(written).ok().and_then(|text| text.parse().ok());
        number.map(Value::Integer).ok_or(PdfError::Syntax { at: start, expected: "a number" })
    }

    /// `12 0 R`, or nothing and no step taken.
    fn reference(&mut self) -> Option<Id> {
        let start = self.at;
        let id = self.id().ok().filter(|_| {
            self.skip_space();
            self.keyword("R").is_ok()
        });
        if id.is_none() {
            self.at = start;
        }
        id
    }

    /// The place of the value of `key` in the dictionary that stands here, which is not read otherwise.
    pub(super) fn place_of(&mut self, key: &str) -> Result<Option<std::ops::Range<usize>>, PdfError> {
        self.skip_space();
        if !self.take(b"<<") {
            return self.fail("a dictionary");
        }
        loop {
            self.skip_space();
            if self.take(b">>") {
                return Ok(None);
            }
            if self.peek() != Some(b'/') {
                return self.fail("a key");
            }
            let found = self.name()?;
            self.skip_space();
            let start = self.at;
            self.value_within(1)?;
            if found.as_ref() == key.as_bytes() {
                return Ok(Some(start..self.at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &[u8]) -> Result<String, PdfError> {
        let budget = Budget::default();
        let mut lexer = Lexer::new(text, 0, &budget);
        let value = lexer.value()?;
        let mut written = Vec::new();
        crate::pdf::write::value(&mut written, &value);
        if !lexer.at_end() {
            return lexer.fail("the end");
        }
        Ok(String::from_utf8_lossy(&written).into_owned())
    }

    #[test]
    fn values_are_read_as_written() {
        for (given, read) in [
            ("null", "null"),
            (" true", "true"),
            ("-17", "-17"),
            ("+5", "5"),
            ("-.5", "-.5"),
            ("595.28", "595.28"),
            ("/Na#6de", "/Name"),
            ("/A#20B", "/A#20B"),
            ("(a\\)b(c)\\101\\n)", "(a\\)b\\(c\\)A\\n)"),
            ("(a\\\r\nb\r\nc)", "(ab\\nc)"),
            ("<4b 656c6>", "(Kel`)"),
            ("[1 0 R 2 0 3]", "[1 0 R 2 0 3]"),
            ("[1 0%comment\nR]", "[1 0 R]"),
            ("<</A 1/B[/C(d)]>>", "<< /A 1 /B [/C (d)] >>"),
            ("<</A<<>>>>", "<< /A << >> >>"),
        ] {
            assert_eq!(value(given.as_bytes()).unwrap(), read, "{given}");
        }
    }

    #[test]
    fn what_readers_would_differ_on_is_not_read() {
        for given in [
            "", "nul", "nulll", "1e5", "--5", "1.2.3", ".", "+", "(a", "<4g>", "<4", "[1", "<</A>>", "<</A 1", "<<1 2>>", "/A#0",
            "/#00",
        ] {
            assert!(matches!(value(given.as_bytes()), Err(PdfError::Syntax { .. })), "{given}");
        }
        assert!(matches!(value(b"<</A 1/#41 2>>"), Err(PdfError::DuplicateKey { .. })));
        let many: String = (0..20).map(|number| format!("/K{number} 1")).collect();
        assert!(value(format!("<<{many}>>").as_bytes()).is_ok());
        assert!(matches!(value(format!("<<{many}/K7 1>>").as_bytes()), Err(PdfError::DuplicateKey { .. })));
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(value(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(value(nested(100_000).as_bytes()), Err(PdfError::Limit(Limit::Depth)));
        assert_eq!(value("<</A ".repeat(100_000).as_bytes()), Err(PdfError::Limit(Limit::Depth)));
        // Parentheses within a string are no depth.
        assert!(value(["(".repeat(100_000), ")".repeat(100_000)].concat().as_bytes()).is_ok());
    }
}
