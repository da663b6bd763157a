//! Identifiers that people type: Y-tunnus, e-mail address, telephone number. Each parses or says why not.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use validator::ValidateEmail as _;

/// Why an identifier was refused. [`Refusal::key`] names the text that tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A Y-tunnus is seven digits, a hyphen and a check digit.
    #[error("not of the form 1234567-8")]
    BusinessIdForm,
    /// The check digit of the Y-tunnus does not follow from its seven digits.
    #[error("the check digit does not match")]
    BusinessIdCheckDigit,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    EmailForm,
    /// An e-mail address longer than 254 characters (RFC 5321 section 4.5.3.1.3, less the angle brackets).
    #[error("longer than 254 characters")]
    EmailLength,
    /// Not a telephone number in international form, and not one that can be turned into it.
    #[error("not a telephone number")]
    PhoneForm,
    /// A telephone number has 7 to 15 digits (ITU-T E.164).
    #[error("not between 7 and 15 digits")]
    PhoneLength,
}

impl Refusal {
    /// The key of the text that tells the refusal to a person.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::BusinessIdForm => "error-business-id-form",
            Self::BusinessIdCheckDigit => "error-business-id-check-digit",
            Self::EmailForm => "error-email-form",
            Self::EmailLength => "error-email-length",
            Self::PhoneForm => "error-phone-form",
            Self::PhoneLength => "error-phone-length",
        }
    }
}

macro_rules! text_identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The identifier as it is stored and compared.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }
    };
}

text_identifier! {
    /// A Finnish business ID (Y-tunnus, FO-nummer): seven digits, a hyphen and a check digit.
    BusinessId
}

impl BusinessId {
    /// Reads a Y-tunnus; six digits before the hyphen are the old form and get a leading zero. A `FI` VAT prefix is understood.
    ///
    /// The check digit is by the weights 7 9 10 5 8 4 2, modulo 11 (YTJ's rule): remainder 0 gives 0, remainder 1 is never issued.
    ///
    /// # Errors
    /// [`Refusal::BusinessIdForm`] or [`Refusal::BusinessIdCheckDigit`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let (bare, vat) = match text.strip_prefix("FI").or_else(|| text.strip_prefix("fi")) {
            Some(rest) => (rest.trim(), true),
            None => (text, false),
        };
        let (body, check) = match bare.split_once(['-', '–']) {
            Some(parts) => parts,
            None if vat && bare.len() == 8 && bare.is_ascii() => bare.split_at(7),
            None => return Err(Refusal::BusinessIdForm),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !(6..=7).contains(&body.len()) || check.len() != 1 || !all_digits(body) || !all_digits(check) {
            return Err(Refusal::BusinessIdForm);
        }
        let padded: Vec<u32> = std::iter::repeat_n(0, 7 - body.len()).chain(body.bytes().map(|b| u32::from(b - b'0'))).collect();
        let sum: u32 = padded.iter().zip([7, 9, 10, 5, 8, 4, 2]).map(|(digit, weight)| digit * weight).sum();
        let expected = match sum % 11 {
            0 => 0,
            1 => return Err(Refusal::BusinessIdCheckDigit),
            remainder => 11 - remainder,
        };
        if check.bytes().next().map(|byte| u32::from(byte - b'0')) != Some(expected) {
            return Err(Refusal::BusinessIdCheckDigit);
        }
        let digits: String = padded.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect();
        Ok(Self([&digits, "-", check].concat()))
    }
}

text_identifier! {
    /// An e-mail address. The domain is lower case; the local part is kept as it was given.
    EmailAddress
}

impl EmailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Refusal::EmailForm`] or [`Refusal::EmailLength`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        if text.chars().count() > 254 {
            return Err(Refusal::EmailLength);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Refusal::EmailForm)?;
        // Quoted local parts are legal and never used for people; a dotless domain cannot be written to from outside.
        // Dots stand between other characters (RFC 5321 section 4.1.2, Dot-string); the browsers' rule lets them stand anywhere.
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if dots || !text.is_ascii() || !text.validate_email() || !domain.contains('.') || domain.starts_with('[') {
            return Err(Refusal::EmailForm);
        }
        Ok(Self([local, "@", &domain.to_ascii_lowercase()].concat()))
    }

    /// The part after the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// For logs and for pages of people who must not see the whole: `s…@kunta.example`.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.0.chars().take(1).collect();
        [&first, "…@", self.domain()].concat()
    }

    /// The form by which two addresses are the same mailbox for us: all in lower case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

text_identifier! {
    /// A telephone number in international form (ITU-T E.164): `+` and 7 to 15 digits.
    PhoneNumber
}

impl PhoneNumber {
    /// Reads a number. `00` is taken for `+`; a number that begins with one `0` is taken for a Finnish one.
    ///
    /// # Errors
    /// [`Refusal::PhoneForm`] or [`Refusal::PhoneLength`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim().replace("(0)", "");
        let mut bare = String::new();
        for (position, character) in text.chars().enumerate() {
            match character {
                '0'..='9' => bare.push(character),
                '+' if position == 0 => bare.push('+'),
                ' ' | '\u{a0}' | '-' | '–' | '.' | '/' | '(' | ')' => {}
                _ => return Err(Refusal::PhoneForm),
            }
        }
        let digits = if let Some(rest) = bare.strip_prefix('+') {
            rest.to_owned()
        } else if let Some(rest) = bare.strip_prefix("00") {
            rest.to_owned()
        } else if let Some(rest) = bare.strip_prefix('0') {
            ["358", rest].concat()
        } else {
            return Err(Refusal::PhoneForm);
        };
        if !(7..=15).contains(&digits.len()) {
            return Err(Refusal::PhoneLength);
        }
        if digits.starts_with('0') {
            return Err(Refusal::PhoneForm);
        }
        Ok(Self(["+", &digits].concat()))
    }

    /// The number as people read it: a Finnish one as `+358 00 000 0001`, another with its digits in groups of three.
    #[must_use]
    pub fn readable(&self) -> String {
        let digits = self.0.trim_start_matches('+');
        let (country, rest) = match digits.strip_prefix("358") {
            Some(rest) => ("+358", rest),
            None => ("+", digits),
        };
        let mut groups = vec![country.to_owned()];
        let mut rest = rest;
        let sizes: &[usize] = if country == "+358" { &[2, 3] } else { &[3, 3, 3, 3] };
        for size in sizes {
            if rest.len() > *size + 1 {
                let (group, tail) = rest.split_at(*size);
                groups.push(group.to_owned());
                rest = tail;
            }
        }
        groups.push(rest.to_owned());
        groups.join(" ").replacen("+ ", "+", 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_id_is_checked_by_its_digit() {
        assert_eq!(BusinessId::parse("0000012-3").unwrap().as_str(), "0000012-3");
        assert_eq!(BusinessId::parse(" FI00000123 ").unwrap().as_str(), "0000012-3");
        assert_eq!(BusinessId::parse("000012-3").unwrap().as_str(), "0000012-3");
        assert_eq!(BusinessId::parse("0000012-4"), Err(Refusal::BusinessIdCheckDigit));
        for text in ["", "0000012", "000001-23", "12345678-9", "abcdefg-h", "0000012-", "0000012-33", "００00012-3"] {
            assert_eq!(BusinessId::parse(text), Err(Refusal::BusinessIdForm), "{text}");
        }
    }

    #[test]
    fn one_digit_at_most_fits_a_body() {
        for body in ["0000012", "0000021", "1234567", "7654321"] {
            let fitting = (0..10).filter(|digit| BusinessId::parse(&format!("{body}-{digit}")).is_ok()).count();
            assert!(fitting <= 1, "{body}");
        }
    }

    #[test]
    fn an_address_is_read_or_refused() {
        assert_eq!(EmailAddress::parse(" Saara.Sopija@Kunta.Example ").unwrap().as_str(), "Saara.Sopija@kunta.example");
        for text in [
            "",
            "saara",
            "saara@",
            "@kunta.example",
            "saara@kunta",
            "a b@kunta.example",
            "a..b@kunta.example",
            ".a@kunta.example",
            "a.@kunta.example",
            "a@b@c.example\r\nBcc: x@y.example",
        ] {
            assert_eq!(EmailAddress::parse(text), Err(Refusal::EmailForm), "{text}");
        }
        assert_eq!(EmailAddress::parse(&format!("{}@kunta.example", "a".repeat(250))), Err(Refusal::EmailLength));
        assert_eq!(EmailAddress::parse("saara@kunta.example").unwrap().masked(), "s…@kunta.example");
    }

    #[test]
    fn a_number_becomes_international() {
        for (given, stored) in [
            ("+358 00 000 0001", "+358000000001"),
            ("000 000 0001", "+"),
            ("050 000 0001", "+358500000001"),
            ("00358 50 000 0001", "+358500000001"),
            ("+358 (0)50 000 0001", "+358500000001"),
            ("+46 8 000 000 01", "+46800000001"),
        ] {
            match PhoneNumber::parse(given) {
                Ok(number) => assert_eq!(number.as_str(), stored),
                Err(refusal) => assert_eq!((refusal, stored), (Refusal::PhoneForm, "+")),
            }
        }
        assert_eq!(PhoneNumber::parse("050 000 000 000 000 000"), Err(Refusal::PhoneLength));
        assert_eq!(PhoneNumber::parse("soita minulle"), Err(Refusal::PhoneForm));
        assert_eq!(PhoneNumber::parse("+358000000001").unwrap().readable(), "+358 00 000 0001");
        assert_eq!(PhoneNumber::parse("+46800000001").unwrap().readable(), "+468 000 000 01");
    }
}
