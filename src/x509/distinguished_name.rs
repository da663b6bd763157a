//! The subject and the issuer of a certificate in words (X.501, X.520).

use const_oid::ObjectIdentifier;

use super::asn1::{BadDer, Tlv, tag};
use super::oid;

/// The parts of a name that tell people who is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistinguishedName {
    /// `CN`: the name of a person, a seal or an authority.
    pub common_name: Option<String>,
    /// `O`: the organisation.
    pub organization: Option<String>,
    /// `organizationIdentifier`, as `NTRFI-0000012-3` (ETSI EN 319 412-1, 5.1.4).
    pub organization_identifier: Option<String>,
    /// `OU`.
    pub unit: Option<String>,
    /// `serialNumber`: tells persons of the same name apart.
    pub serial_number: Option<String>,
    /// `C`.
    pub country: Option<String>,
    /// `surname`, of a natural person.
    pub surname: Option<String>,
    /// Whether it names a natural person: `givenName`, `surname` or `pseudonym`.
    pub is_person: bool,
}

impl DistinguishedName {
    /// Reads a Name: a SEQUENCE OF SET OF SEQUENCE { type, value }.
    pub(crate) fn read(name: Tlv<'_>) -> Result<Self, BadDer> {
        let mut words = Self::default();
        for relative in name.inside().all()? {
            for attribute in relative.inside().all()? {
                let mut parts = attribute.inside();
                let kind = parts.expect(tag::OID)?;
                let value = parts.next()?;
                // An identifier that is too long for any of those below is none of them.
                if let Ok(kind) = kind.oid() {
                    words.take(kind, value);
                }
            }
        }
        Ok(words)
    }

    fn take(&mut self, kind: ObjectIdentifier, value: Tlv<'_>) {
        let place = match kind {
            oid::COMMON_NAME => &mut self.common_name,
            oid::ORGANIZATION => &mut self.organization,
            oid::ORGANIZATION_IDENTIFIER => &mut self.organization_identifier,
            oid::ORGANIZATIONAL_UNIT => &mut self.unit,
            oid::SERIAL_NUMBER => &mut self.serial_number,
            oid::COUNTRY => &mut self.country,
            oid::SURNAME => {
                self.is_person = true;
                &mut self.surname
            }
            oid::GIVEN_NAME | oid::PSEUDONYM => {
                self.is_person = true;
                return;
            }
            _ => return,
        };
        let text = text(value);
        if place.is_none() && !text.is_empty() {
            *place = Some(text);
        }
    }

    /// The name that people know it by: the common name, else the organisation.
    #[must_use]
    pub fn short(&self) -> &str {
        self.common_name.as_deref().or(self.organization.as_deref()).or(self.unit.as_deref()).unwrap_or("?")
    }
}

impl std::fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            &self.common_name,
            &self.unit,
            &self.organization,
            &self.organization_identifier,
            &self.serial_number,
            &self.country,
        ];
        let mut first = true;
        for part in parts.into_iter().flatten() {
            f.write_str(if first { "" } else { ", " })?;
            f.write_str(part)?;
            first = false;
        }
        if first { f.write_str("?") } else { Ok(()) }
    }
}

/// A string of any of the types of DirectoryString, without what nobody sees and no longer than a line: a stranger wrote it.
fn text(value: Tlv<'_>) -> String {
    const MOST: usize = 200;
    let text: String = match value.tag {
        tag::BMP_STRING => {
            let pairs = value.value.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, byte| (sum << 8) | u16::from(*byte)));
            char::decode_utf16(pairs).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        tag::TELETEX_STRING => value.value.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(value.value).into_owned(),
    };
    let seen = |c: &char| {
        !c.is_control()
            && !matches!(*c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
    };
    let kept: String = text.chars().filter(seen).take(MOST).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::asn1::{oid as encoded, sequence, tlv};
    use super::*;

    fn name(parts: &[(ObjectIdentifier, u8, &[u8])]) -> Vec<u8> {
        let sets: Vec<Vec<u8>> = parts
            .iter()
            .map(|(kind, tag, value)| tlv(tag::SET, &[&sequence(&[&encoded(*kind), &tlv(*tag, &[value])])]))
            .collect();
        sequence(&[&sets.concat()])
    }

    #[test]
    fn a_name_is_read_in_every_kind_of_string() {
        let bytes = name(&[
            (oid::COUNTRY, 0x13, b"FI"),
            (oid::ORGANIZATION, tag::TELETEX_STRING, b"Esimerkkil\xe4"),
            (oid::GIVEN_NAME, 0x0c, "Johto".as_bytes()),
            (oid::COMMON_NAME, tag::BMP_STRING, &[0, b'J', 0, 0xe4]),
        ]);
        let read = DistinguishedName::read(Tlv::only(&bytes).unwrap()).unwrap();
        assert_eq!(read.to_string(), "Jä, Esimerkkilä, FI");
        assert!(read.is_person);
        assert_eq!(read.short(), "Jä");
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_the_endless_is_cut() {
        let bytes = name(&[(oid::COMMON_NAME, 0x0c, "K\u{202e}el\na".as_bytes())]);
        assert_eq!(DistinguishedName::read(Tlv::only(&bytes).unwrap()).unwrap().to_string(), "Kela");
        let bytes = name(&[(oid::COMMON_NAME, 0x0c, "ä".repeat(5_000).as_bytes())]);
        assert_eq!(DistinguishedName::read(Tlv::only(&bytes).unwrap()).unwrap().to_string().chars().count(), 200);
        assert_eq!(DistinguishedName::default().to_string(), "?");
    }
}
