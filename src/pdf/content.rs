//! Whether what draws an appearance can be read in one way only, and stays within it.
//!
//! A program clips a form to its box and then draws it. Where the drawing restores more states than it has saved, some programs take the
//! clipping away, and what follows lands anywhere on the page. So saving and restoring must match; inline images, whose end programs
//! find differently, and operators of other kinds are refused.

use super::Refusal;
use super::budget::Budget;
use super::lexer::Lexer;
use super::value::Value;

/// States within each other; programs need a handful, and ISO 32000-1 names 28 as the limit of readers (annex C).
const MAX_STATES: usize = 28;

/// What may stand in an appearance (ISO 32000-1, annex A), apart from `q`, `Q` and the names of marked content: no inline images
/// (`BI`, `ID`, `EI`), no glyph descriptions (`d0`, `d1`), nothing for other readers (`BX`, `EX`).
const OPERATORS: &[&[u8]] = &[
    b"b", b"B", b"b*", b"B*", b"BMC", b"BT", b"c", b"cm", b"CS", b"cs", b"d", b"Do", b"EMC", b"ET", b"f", b"F", b"f*", b"G",
    b"g", b"gs", b"h", b"i", b"j", b"J", b"K", b"k", b"l", b"M", b"m", b"n", b"re", b"RG", b"rg", b"ri", b"s", b"S", b"SC",
    b"sc", b"SCN", b"scn", b"sh", b"T*", b"Tc", b"Td", b"TD", b"Tf", b"Tj", b"TJ", b"TL", b"Tm", b"Tr", b"Ts", b"Tw", b"Tz",
    b"v", b"w", b"W", b"W*", b"y", b"'", b"\"",
];

fn unknown(what: &[u8]) -> Refusal {
    Refusal::AppearanceContent { what: String::from_utf8_lossy(what).into_owned() }
}

/// Checks a content stream. Without `resources` of its own it may name none: some programs would look for the names on the page.
///
/// # Errors
/// What of it is not taken.
pub(super) fn check(content: &[u8], resources: bool, budget: &Budget) -> Result<(), Refusal> {
    let mut lexer = Lexer::new(content, 0, budget);
    let mut states = 0_usize;
    let mut tag: Option<Vec<u8>> = None;
    while !lexer.at_end() {
        let Some(word) = lexer.operator() else {
            let value = lexer.value().map_err(|error| match error {
                super::PdfError::Limit(_) => Refusal::AppearanceTooLarge,
                _ => unknown(b"?"),
            })?;
            match value {
                Value::Reference(_) => return Err(unknown(b"R")),
                Value::Name(name) => tag = tag.or_else(|| Some(name.into_owned())),
                _ => {}
            }
            continue;
        };
        let named = tag.take();
        match word {
            b"q" if states < MAX_STATES => states += 1,
            b"Q" => states = states.checked_sub(1).ok_or_else(|| unknown(word))?,
            // Marked content that is shown at times and at others not.
            b"BDC" if named.as_deref() != Some(b"OC") => {}
            b"BMC" | b"EMC" => {}
            other if !OPERATORS.contains(&other) => return Err(unknown(other)),
            other if named.is_some() && !resources => return Err(unknown(other)),
            _ => {}
        }
    }
    if states == 0 { Ok(()) } else { Err(unknown(b"q")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(content: &str, resources: bool) -> Result<(), Refusal> {
        check(content.as_bytes(), resources, &Budget::default())
    }

    #[test]
    fn drawing_of_the_usual_kind_is_taken() {
        for content in [
            "",
            "% DSBlank\n",
            "q 1 0 0 1 0 0 cm /FRM Do Q",
            "q 0.9 g 0 0 200 50 re f Q q BT /F1 10 Tf 2 40 Td 12 TL (Johto (nen)) Tj T* [<00410042> -20.5 (x)] TJ ET Q",
            "/Tx BMC q W n Q EMC /Span << /ActualText (x) >> BDC EMC",
            "q q q Q Q Q",
        ] {
            assert_eq!(checked(content, true), Ok(()), "{content}");
        }
        assert_eq!(checked("q 0 0 9 9 re f Q /Tx BMC EMC", false), Ok(()));
    }

    #[test]
    fn what_leaves_the_box_or_is_read_differently_is_refused() {
        for content in [
            "Q 0 0 999 999 re f q",
            "q Q Q",
            "q",
            "BI /W 1 /H 1 ID x EI",
            "/OC /Layer BDC EMC",
            "/OC << >> BDC EMC",
            "1000 0 d0",
            "BX strange EX",
            "strange",
            "(unclosed",
            "1 0 R",
            "}",
        ] {
            assert!(matches!(checked(content, true), Err(Refusal::AppearanceContent { .. })), "{content}");
        }
        assert!(checked(&"q ".repeat(100), true).is_err());
        for content in ["/A Do", "/F1 10 Tf", "/G gs", "/P scn"] {
            assert!(checked(content, false).is_err() && checked(content, true).is_ok(), "{content}");
        }
    }
}
