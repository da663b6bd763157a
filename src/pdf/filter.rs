//! Stream data unfolded (ISO 32000-1, 7.4): Flate with or without PNG prediction, and nothing else, within the budget.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::budget::Budget;
use super::value::{Dictionary, Value};
use super::{Limit, PdfError};

/// `data` as the filters of `dictionary` unfold it.
pub(super) fn decode<'a>(dictionary: &Dictionary<'_>, data: &'a [u8], budget: &Budget) -> Result<Cow<'a, [u8]>, PdfError> {
    // One filter may stand alone or in an array, and its parameters likewise.
    let single = |key| match dictionary.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => match items.as_slice() {
            [] | [Value::Null] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(PdfError::Filter),
        },
        Some(other) => Ok(Some(other)),
    };
    if dictionary.get("F").is_some() {
        return Err(PdfError::Filter);
    }
    match single("Filter")? {
        None => budget.inflate(data.len()).map(|()| Cow::Borrowed(data)),
        Some(filter) if filter.is_name("FlateDecode") => {
            let unfolded = inflate(data, budget)?;
            match single("DecodeParms")? {
                None => Ok(Cow::Owned(unfolded)),
                Some(Value::Dictionary(parameters)) => predicted(parameters, unfolded).map(Cow::Owned),
                Some(_) => Err(PdfError::Filter),
            }
        }
        Some(_) => Err(PdfError::Filter),
    }
}

fn inflate(data: &[u8], budget: &Budget) -> Result<Vec<u8>, PdfError> {
    let limit = budget.inflatable();
    let mut unfolded = Vec::new();
    let mut reader = ZlibDecoder::new(data).take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1));
    reader.read_to_end(&mut unfolded).map_err(|_| PdfError::Filter)?;
    if unfolded.len() > limit {
        return Err(PdfError::Limit(Limit::Inflated));
    }
    budget.inflate(unfolded.len())?;
    Ok(unfolded)
}

/// Undoes PNG prediction (7.4.4.4), which cross-reference streams often use.
fn predicted(parameters: &Dictionary<'_>, data: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    let number = |key, default| parameters.get(key).map_or(Some(default), Value::as_count).ok_or(PdfError::Filter);
    match number("Predictor", 1)? {
        1 => return Ok(data),
        10..=15 => {}
        _ => return Err(PdfError::Filter),
    }
    if number("Colors", 1)? != 1 || number("BitsPerComponent", 8)? != 8 {
        return Err(PdfError::Filter);
    }
    let columns = number("Columns", 1)?;
    if columns == 0 || columns > 1 << 16 || !data.len().is_multiple_of(columns + 1) {
        return Err(PdfError::Filter);
    }
    let mut above = vec![0_u8; columns];
    let mut plain = Vec::with_capacity(data.len());
    for row in data.chunks_exact(columns + 1) {
        let (kind, bytes) = row.split_first().ok_or(PdfError::Filter)?;
        let mut left = 0_u8;
        let mut corner = 0_u8;
        for (byte, up) in bytes.iter().zip(&mut above) {
            let foreseen = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => u8::midpoint(left, *up),
                4 => paeth(left, *up, corner),
                _ => return Err(PdfError::Filter),
            };
            corner = *up;
            left = byte.wrapping_add(foreseen);
            *up = left;
            plain.push(left);
        }
    }
    Ok(plain)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (estimate - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prediction_is_undone_by_row() {
        let mut parameters = Dictionary::default();
        parameters.set("Predictor", Value::Integer(12));
        parameters.set("Columns", Value::Integer(3));
        let rows = [2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1, 3, 2, 2, 2, 4, 1, 0, 0, 0, 9, 9, 9].to_vec();
        let plain = predicted(&parameters, rows).unwrap();
        assert_eq!(plain, [1, 2, 3, 2, 3, 4, 5, 6, 7, 4, 7, 9, 5, 7, 9, 9, 9, 9]);
        assert!(predicted(&parameters, vec![7, 0, 0, 0]).is_err());
        assert!(predicted(&parameters, vec![0, 0, 0]).is_err());
    }
}
