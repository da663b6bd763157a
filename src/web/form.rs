//! What was posted: pairs of names and values, in UTF-8 or not at all.

use serde::de::DeserializeOwned;

use super::PageError;

/// The most that a form may weigh, in bytes.
pub(super) const MAX_BODY: usize = 256 * 1024;
/// The most fields that a form may have: the largest page has about 120 (50 domains and their buttons).
pub(super) const MAX_FIELDS: usize = 512;

/// A posted form. Names and values are UTF-8; everything else about them is the domain's to judge.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    encoded: String,
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Reads `application/x-www-form-urlencoded` bytes. Unlike browsers' own lenient reading, a broken escape or bytes that are not
    /// UTF-8 are refused: replacement characters must not get into an agreement.
    pub(super) fn parse(body: &[u8]) -> Result<Self, PageError> {
        let encoded = std::str::from_utf8(body).map_err(|_| PageError::BadRequest)?;
        let mut pairs = Vec::new();
        for pair in encoded.split('&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == MAX_FIELDS {
                return Err(PageError::TooLarge);
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Self { encoded: encoded.to_owned(), pairs })
    }

    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, PageError> {
        serde_html_form::from_str(&self.encoded.replace("%00", "%01")).map_err(|_| PageError::BadRequest)
    }
}

/// Reads a query string by the same rules.
pub(super) fn query<T: DeserializeOwned>(text: &str) -> Result<T, PageError> {
    Fields::parse(text.as_bytes())?.read()
}

fn decode(text: &str) -> Result<String, PageError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit =
                    || rest.next().and_then(|digit| char::from(digit).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
                match (digit(), digit()) {
                    (Some(high), Some(low)) => high << 4 | low,
                    _ => return Err(PageError::BadRequest),
                }
            }
            other => other,
        });
    }
    // PostgreSQL takes no NUL in a text. Another control character stands in for it, which every field refuses by the same rule.
    let text = String::from_utf8(bytes).map_err(|_| PageError::BadRequest)?;
    Ok(if text.contains('\0') { text.replace('\0', "\u{1}") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, serde::Deserialize)]
    struct Form {
        name: String,
        #[serde(default)]
        blocked: Vec<String>,
    }

    #[test]
    fn repeated_fields_become_a_list() {
        let fields = Fields::parse(b"name=J%C3%A4ms%C3%A4+1&blocked=video&blocked=files&csrf=x").unwrap();
        let expected = Form { name: "Jämsä 1".into(), blocked: vec!["video".into(), "files".into()] };
        assert_eq!(fields.read::<Form>().unwrap(), expected);
        assert_eq!((fields.first("csrf"), fields.pairs().len()), (Some("x"), 4));
        assert_eq!(Fields::parse(b"name=a&blocked=one").unwrap().read::<Form>().unwrap().blocked, ["one"]);
        assert!(Fields::parse(b"name=").unwrap().read::<Form>().unwrap().blocked.is_empty());
    }

    #[test]
    fn what_is_not_utf8_or_not_a_form_is_refused() {
        for bad in [&b"name=%FF"[..], b"name=\xff", b"name=%4", b"name=%zz"] {
            assert!(matches!(Fields::parse(bad), Err(PageError::BadRequest)), "{bad:?}");
        }
        assert!(matches!(Fields::parse(b"other=1").unwrap().read::<Form>(), Err(PageError::BadRequest)));
        assert!(matches!(Fields::parse("a=1&".repeat(MAX_FIELDS + 1).as_bytes()), Err(PageError::TooLarge)));
    }
}
