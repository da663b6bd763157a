//! Whether certificates are revoked: by OCSP (RFC 6960) and revocation lists (RFC 5280, 5).

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::asn1::BadDer;
use super::certificate::Certificate;
use super::fetch::{Fetch, MOST_ANSWER, MOST_CRL, NamedBy};
use super::{crl, ocsp};

/// How far clocks may be apart.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);
/// How long an answer counts that does not say when the next one comes.
const WITHOUT_NEXT: TimeDelta = TimeDelta::days(1);
/// Most addresses of a certificate that are asked, of either kind.
const MOST_ADDRESSES: usize = 3;
/// Most answers about one certificate whose signatures are checked: a file may bring any number.
const MOST_CHECKED: usize = 32;

/// It could not be established whether a certificate is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("it is not known whether the certificate of {certificate} is revoked: {}", tried.join("; "))]
pub struct RevocationError {
    /// Whose.
    pub certificate: String,
    /// Each server asked and what was wrong with its answer, in words.
    pub tried: Vec<String>,
}

/// What an answer says of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Good,
    Revoked { at: DateTime<Utc> },
    Unknown,
}

/// An OCSP answer or a list, signed by whoever may, about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub status: Status,
    pub this_update: DateTime<Utc>,
    pub next_update: Option<DateTime<Utc>>,
}

/// Why an answer or a list is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Fault {
    #[error("the answer cannot be read")]
    Unreadable,
    #[error("the responder refused, status {0}")]
    Refused(u32),
    #[error("the nonce is not the one sent")]
    WrongNonce,
    #[error("the answer is not about this certificate")]
    NotAboutIt,
    #[error("the answer is not signed by whoever may")]
    WrongSignature,
    #[error("the answer is too old, or not valid yet")]
    NotFresh,
    #[error("the responder does not know the certificate")]
    Unknown,
}

impl From<BadDer> for Fault {
    fn from(_: BadDer) -> Self {
        Self::Unreadable
    }
}

/// Where a certificate stands at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not revoked then; perhaps later.
    Good { revoked_later: bool },
    /// Revoked then or before.
    Revoked { at: DateTime<Utc> },
    /// Nothing says.
    Unknown,
}

impl Answer {
    /// What it says about the time `at`. An answer that was given later counts as long as the certificate had not run out by then: after that it
    /// may have been dropped from the list (RFC 5280, 3.3).
    pub fn at(&self, at: DateTime<Utc>, certificate: &Certificate<'_>) -> Standing {
        let next = self.next_update.unwrap_or(self.this_update + WITHOUT_NEXT);
        let then = self.this_update - CLOCKS_APART <= at && at <= next + CLOCKS_APART;
        let later = self.this_update >= at && self.this_update <= certificate.not_after;
        match self.status {
            Status::Revoked { at: revoked } if revoked <= at => Standing::Revoked { at: revoked },
            Status::Revoked { .. } => Standing::Good { revoked_later: true },
            Status::Good if then || later => Standing::Good { revoked_later: false },
            Status::Good | Status::Unknown => Standing::Unknown,
        }
    }

    /// Whether it is of the present.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let next = self.next_update.unwrap_or(self.this_update + WITHOUT_NEXT);
        self.this_update - CLOCKS_APART <= now && now <= next + CLOCKS_APART
    }
}

/// Answers at hand, each in DER.
#[derive(Debug, Default)]
pub(crate) struct AtHand<'a> {
    pub ocsp: Vec<&'a [u8]>,
    pub crls: Vec<&'a [u8]>,
}

impl AtHand<'_> {
    /// Where `certificate` of `issuer` stands at `at`, by what is at hand. One answer that it is revoked outweighs all others.
    pub fn standing(&self, certificate: &Certificate<'_>, issuer: &Certificate<'_>, at: DateTime<Utc>) -> Standing {
        let by_ocsp = self.ocsp.iter().map(|answer| ocsp::read(answer, certificate, issuer, None));
        let by_list = self.crls.iter().map(|list| crl::read(list, certificate, issuer));
        let about = by_ocsp.chain(by_list).filter(|answer| !matches!(answer, Err(Fault::NotAboutIt | Fault::Unreadable)));
        let mut standing = Standing::Unknown;
        for answer in about.take(MOST_CHECKED).flatten() {
            match (answer.at(at, certificate), standing) {
                (revoked @ Standing::Revoked { .. }, _) => return revoked,
                (Standing::Good { revoked_later }, Standing::Good { revoked_later: before }) => {
                    standing = Standing::Good { revoked_later: revoked_later || before };
                }
                (good @ Standing::Good { .. }, _) => standing = good,
                (Standing::Unknown, _) => {}
            }
        }
        standing
    }
}

/// An answer that was asked for.
#[derive(Debug)]
pub(crate) enum Evidence {
    Ocsp(Vec<u8>),
    Crl(Vec<u8>),
}

/// Asks whether `certificate` of `issuer` is revoked: first the OCSP responders, then the places of the lists, that the certificate names.
/// `nonce` is of the OCSP question.
pub(crate) fn ask(
    fetch: &dyn Fetch,
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
    now: DateTime<Utc>,
    nonce: Option<&[u8]>,
) -> Result<(Answer, Evidence), RevocationError> {
    let mut tried = Vec::new();
    let settled = |answer: Answer| match answer.status {
        Status::Unknown => Err(Fault::Unknown),
        _ if !answer.is_fresh(now) => Err(Fault::NotFresh),
        _ => Ok(answer),
    };
    let question = ocsp::question(certificate, issuer, nonce);
    for url in certificate.extensions.ocsp.iter().take(MOST_ADDRESSES) {
        match fetch.post(NamedBy::Certificate, url, "application/ocsp-request", &question, MOST_ANSWER) {
            Err(error) => tried.push(error.to_string()),
            Ok(bytes) => match ocsp::read(&bytes, certificate, issuer, nonce).and_then(settled) {
                Ok(answer) => return Ok((answer, Evidence::Ocsp(bytes))),
                Err(fault) => tried.push(format!("{url}: {fault}")),
            },
        }
    }
    for url in certificate.extensions.crls.iter().take(MOST_ADDRESSES) {
        match fetch.get(url, MOST_CRL) {
            Err(error) => tried.push(error.to_string()),
            Ok(bytes) => match crl::read(&bytes, certificate, issuer).and_then(settled) {
                Ok(answer) => return Ok((answer, Evidence::Crl(bytes))),
                Err(fault) => tried.push(format!("{url}: {fault}")),
            },
        }
    }
    if tried.is_empty() {
        tried.push("it names no OCSP responder and no revocation list".to_owned());
    }
    Err(RevocationError { certificate: name(certificate), tried })
}

/// The name that people know a certificate by.
pub(crate) fn name(certificate: &Certificate<'_>) -> String {
    certificate.info().map(|info| info.subject.short().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A certificate that is valid until the end of 2026.
    fn certificate() -> Vec<u8> {
        let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2026, 12, 31);
        params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn an_answer_counts_for_its_days_and_for_the_time_before_while_the_certificate_was_valid() {
        let der = certificate();
        let certificate = Certificate::read(&der).unwrap();
        let answer = |status, this_update, next_update: Option<&str>| Answer {
            status,
            this_update: moment(this_update),
            next_update: next_update.map(moment),
        };
        let good = answer(Status::Good, "2026-06-10T00:00:00Z", Some("2026-06-17T00:00:00Z"));
        let at = |answer: Answer, at| answer.at(moment(at), &certificate);
        let yes = Standing::Good { revoked_later: false };
        assert_eq!(at(good, "2026-06-12T00:00:00Z"), yes);
        assert_eq!(at(good, "2026-06-01T00:00:00Z"), yes, "it was good later, so it was good before");
        assert_eq!(at(good, "2026-06-18T00:00:00Z"), Standing::Unknown);
        let open = answer(Status::Good, "2026-06-10T00:00:00Z", None);
        assert_eq!(at(open, "2026-06-10T23:00:00Z"), yes);
        assert_eq!(at(open, "2026-06-12T00:00:00Z"), Standing::Unknown);
        let after_the_end = answer(Status::Good, "2027-06-10T00:00:00Z", Some("2027-06-17T00:00:00Z"));
        assert_eq!(at(after_the_end, "2026-06-12T00:00:00Z"), Standing::Unknown, "a list may have dropped it by then");
        let revoked = answer(Status::Revoked { at: moment("2026-06-05T00:00:00Z") }, "2026-06-10T00:00:00Z", None);
        assert_eq!(at(revoked, "2026-06-05T00:00:00Z"), Standing::Revoked { at: moment("2026-06-05T00:00:00Z") });
        assert_eq!(at(revoked, "2026-06-04T23:59:59Z"), Standing::Good { revoked_later: true });
        assert_eq!(at(answer(Status::Unknown, "2026-06-10T00:00:00Z", None), "2026-06-10T00:00:00Z"), Standing::Unknown);
    }
}
