//! Values as bytes.

use super::value::{Dictionary, Value};

/// Writes a value. Dictionaries keep their order, and what was read as a number is written as it was.
pub(super) fn value(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(truth) => out.extend(if *truth { &b"true"[..] } else { b"false" }),
        Value::Integer(number) => out.extend(number.to_string().bytes()),
        Value::Real(text) => out.extend(*text),
        Value::OwnedReal(text) => out.extend(text),
        Value::Name(text) => name(out, text),
        Value::String(text) => string(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                self::value(out, item);
            }
            out.push(b']');
        }
        Value::Dictionary(entries) => dictionary(out, entries),
        Value::Reference(id) => out.extend(format!("{} {} R", id.number, id.generation).bytes()),
    }
}

/// Writes a dictionary.
pub(super) fn dictionary(out: &mut Vec<u8>, entries: &Dictionary<'_>) {
    out.extend(b"<< ");
    for (key, entry) in entries.iter() {
        name(out, key);
        out.push(b' ');
        value(out, entry);
        out.push(b' ');
    }
    out.extend(b">>");
}

fn name(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'/');
    for byte in text {
        match byte {
            b'#' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => hex_byte(out, *byte),
            b'!'..=b'~' => out.push(*byte),
            other => hex_byte(out, *other),
        }
    }
}

fn hex_byte(out: &mut Vec<u8>, byte: u8) {
    out.push(b'#');
    out.extend(hex::encode_upper([byte]).bytes());
}

/// A literal string where it is readable, else hex.
fn string(out: &mut Vec<u8>, text: &[u8]) {
    if !text.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')) {
        out.push(b'<');
        out.extend(hex::encode_upper(text).bytes());
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            other => out.push(*other),
        }
    }
    out.push(b')');
}
