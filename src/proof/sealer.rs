//! Who sealed: what the seal's certificate says, held against whom the reader expects. A document names Kela itself, but anybody can write a
//! document: only what comes from elsewhere tells whether the sealer is Kela.

use crate::agreement::{BusinessId, Organisation};
use crate::seal::{DistinguishedName, SignatureReport, Verdict};

/// Who sealed, by the certificate of a seal that leads to a trusted authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealerFound {
    /// The subject of the certificate, in words.
    pub name: String,
    /// `organizationIdentifier` (ETSI EN 319 412-1, 5.1.4), as it stands there.
    pub identifier: Option<String>,
    /// Whether it is the organisation that the reader expects; nothing where the reader named none.
    pub compared: Option<bool>,
    /// Whether the seal is valid; if not, it is not known whether its certificate was revoked, or something else is open.
    pub valid: bool,
    /// What tells organisations apart: one organisation may stand in two registers.
    pub(super) same_as: String,
}

impl SealerFound {
    fn of(seal: &SignatureReport, expected: Option<&BusinessId>) -> Self {
        let subject = subject(seal);
        let identifier = subject.organization_identifier.clone();
        let own = identifier.as_deref().map(|identifier| business_id(identifier).unwrap_or_else(|| identifier.to_owned()));
        Self {
            name: subject.to_string(),
            compared: expected.map(|expected| is_of(&subject, expected)),
            valid: seal.verdict() == Verdict::Valid,
            same_as: own.or(subject.organization).unwrap_or_default(),
            identifier,
        }
    }
}

fn subject(seal: &SignatureReport) -> DistinguishedName {
    seal.signer.as_ref().map(|signer| signer.subject.clone()).unwrap_or_default()
}

/// Whether the certificate's organisation has this Y-tunnus: by its identifier, character by character, and by nothing else.
fn is_of(subject: &DistinguishedName, expected: &BusinessId) -> bool {
    subject.organization_identifier.as_deref().and_then(business_id).as_deref() == Some(expected.as_str())
}

/// The Y-tunnus of an `organizationIdentifier`: of the trade register, `NTRFI-1234567-8`, or the VAT number that is made of it,
/// `VATFI-12345678` (ETSI EN 319 412-1, 5.1.4).
fn business_id(identifier: &str) -> Option<String> {
    let written = match (identifier.strip_prefix("NTRFI-"), identifier.strip_prefix("VATFI-")) {
        (Some(number), _) => number.to_owned(),
        (None, Some(digits)) => {
            let (body, check) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
            [body, "-", check].concat()
        }
        (None, None) => return None,
    };
    // Written in its one form, and nothing that only reads as one.
    BusinessId::parse(&written).ok().filter(|read| read.as_str() == written).map(|read| read.as_str().to_owned())
}

/// Of the trusted seals the one that counts: of whom the reader expects, else of whom the document names, else the first.
pub(super) fn choose(
    seals: &[SignatureReport],
    expected: Option<&BusinessId>,
    named: Option<&Organisation>,
) -> Option<(SealerFound, bool)> {
    let by_expected = expected.and_then(|expected| seals.iter().find(|seal| is_of(&subject(seal), expected)));
    let by_name = || named.and_then(|named| seals.iter().find(|seal| is_named(&subject(seal), named)));
    let seal = by_expected.or_else(by_name).or_else(|| seals.first())?;
    Some((SealerFound::of(seal, expected), named.is_none_or(|named| is_named(&subject(seal), named))))
}

/// Whether the document names the sealer as Kela: that is no proof, but another name is a contradiction. Where the certificate has no
/// identifier, the names are compared.
fn is_named(subject: &DistinguishedName, named: &Organisation) -> bool {
    match (&subject.organization_identifier, &subject.organization) {
        (Some(_), _) => is_of(subject, &named.business_id),
        (None, Some(organization)) => *organization == named.name,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_identifier_is_the_organisation() {
        let expected = BusinessId::parse("0000021-1").unwrap();
        let of = |identifier: Option<&str>| {
            let subject = DistinguishedName {
                organization: Some("Kela".to_owned()),
                organization_identifier: identifier.map(str::to_owned),
                ..DistinguishedName::default()
            };
            is_of(&subject, &expected)
        };
        for same in ["NTRFI-0000021-1", "VATFI-00000211"] {
            assert!(of(Some(same)), "{same}");
        }
        for other in [
            "NTRFI-0000012-3",
            "XNTRFI-0000021-1",
            "NTRFI-10000021-1",
            "NTRFI-0000021-11",
            "NTRFI-X-0000021-1",
            "NTRFI-00000211",
            "NTRFI-21-1",
            "NTRFI-000021-1",
            "NTRFI- 0000021-1",
            "NTREE-0000021-1",
            "PSDFI-0000021-1",
            "VATFI-0000021-1",
            "VATFI-FI00000211",
            "VATFI-",
            "VATFI-ä",
            "ntrfi-0000021-1",
            "0000021-1",
            "",
        ] {
            assert!(!of(Some(other)), "{other}");
        }
        assert!(!of(None), "a name is not enough");
    }
}
