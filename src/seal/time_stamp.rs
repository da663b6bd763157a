//! Time stamps (RFC 3161): asking for one, and checking one.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::TrustAnchors;
use super::algorithm::{AlgorithmId, Digest};
use super::asn1::{self, BadDer, Reader, Tlv, sequence, tag, tlv};
use super::certificate::{Certificate, read_extensions};
use super::chain::{Path, Purpose, find_path};
use super::fetch::{Fetch, FetchReason, MOST_ANSWER, NamedBy};
use super::oid;
use super::report::{Integrity, Trust};
use super::signed_data::{SignedData, Tie};

/// How far a server's clock may be from this machine's.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);

/// Why a time-stamp server gave no time stamp that holds.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the time-stamp server {url}: {reason}")]
pub struct TimeStampError {
    /// Who was asked.
    pub url: String,
    /// What was wrong.
    pub reason: TimeStampReason,
}

/// What was wrong with a time stamp.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeStampReason {
    /// No answer.
    #[error("{0}")]
    Fetch(FetchReason),
    /// It refused (RFC 3161, 2.4.2).
    #[error("refused, status {0}")]
    Refused(u32),
    /// The answer is no time stamp.
    #[error("the answer is not a time stamp")]
    Unreadable,
    /// It answers another question.
    #[error("the nonce is not the one sent")]
    WrongNonce,
    /// It stamps something else.
    #[error("the digest stamped is not the one sent")]
    WrongImprint,
    /// Its clock is off.
    #[error("the time stamped, {stamped}, is not the present, {now}")]
    WrongTime {
        /// What it says.
        stamped: DateTime<Utc>,
        /// The present.
        now: DateTime<Utc>,
    },
    /// Its signature is not right, or is by weak algorithms.
    #[error("the signature of the time stamp does not hold")]
    WrongSignature,
    /// Its certificate does not lead to a trusted authority, or is not for time stamps.
    #[error("the certificate of the server does not hold: {0:?}")]
    Certificate(Trust),
}

/// A time stamp whose signature and imprint hold.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub at: DateTime<Utc>,
    nonce: Option<&'a [u8]>,
    /// The server's certificate.
    pub server: Certificate<'a>,
    /// The other certificates that came with it.
    pub certificates: Vec<&'a [u8]>,
}

/// TSTInfo (RFC 3161, 2.4.2), as far as it is used.
struct Info<'a> {
    digest: Option<Digest>,
    imprint: &'a [u8],
    at: DateTime<Utc>,
    nonce: Option<&'a [u8]>,
}

impl<'a> Info<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, BadDer> {
        let mut fields = Tlv::only(bytes)?.inside();
        if fields.next()?.small()? != 1 {
            return Err(BadDer);
        }
        fields.expect(tag::OID)?;
        let mut imprint = fields.sequence()?;
        let digest = Digest::of(AlgorithmId::read(imprint.next()?)?.id);
        let value = imprint.expect(tag::OCTET_STRING)?.value;
        fields.expect(tag::INTEGER)?;
        let at = fields.expect(tag::GENERALIZED_TIME)?.time()?;
        fields.optional(tag::SEQUENCE)?;
        fields.optional(tag::BOOLEAN)?;
        let nonce = fields.optional(tag::INTEGER)?.map(|nonce| nonce.value);
        fields.optional(tag::context(0))?;
        if let Some(extensions) = fields.optional(tag::context(1))?
            && read_extensions(extensions.inside())?.iter().any(|extension| extension.critical)
        {
            return Err(BadDer);
        }
        fields.finish()?;
        Ok(Self { digest, imprint: value, at, nonce })
    }
}

impl<'a> Token<'a> {
    /// Reads a token and checks that it stamps `stamped`. Whether its certificate is trusted is another question: [`Token::path`].
    pub fn read(der: &'a [u8], stamped: &[&[u8]], others: &[&'a [u8]]) -> Result<Self, TimeStampReason> {
        let signed = SignedData::read(der).map_err(|_| TimeStampReason::Unreadable)?;
        let content = signed.content.filter(|_| signed.content_type == oid::TST_INFO).ok_or(TimeStampReason::Unreadable)?;
        let info = Info::read(content).map_err(|_| TimeStampReason::Unreadable)?;
        let digest = info.digest.filter(|digest| *digest != Digest::Sha1).ok_or(TimeStampReason::WrongImprint)?;
        if digest.of_parts(stamped) != info.imprint {
            return Err(TimeStampReason::WrongImprint);
        }
        let found = signed.check(&[content], Tie::V1OrV2, others);
        if found.integrity != Integrity::Intact || !found.problems.is_empty() {
            return Err(TimeStampReason::WrongSignature);
        }
        let server = found.certificate.ok_or(TimeStampReason::WrongSignature)?;
        let SignedData { certificates, .. } = signed;
        Ok(Self { at: info.at, nonce: info.nonce, server, certificates })
    }

    /// The path of the server's certificate as it holds at `at`.
    pub fn path(&self, others: &[&'a [u8]], anchors: &'a TrustAnchors, at: DateTime<Utc>) -> Result<Path<'a>, Trust> {
        let between: Vec<&[u8]> = self.certificates.iter().chain(others).copied().collect();
        find_path(&self.server, &between, anchors, at, Purpose::TimeStamping)
    }
}

/// Who is asked for a time stamp, and by what the answer is judged.
pub(super) struct Server<'a> {
    pub fetch: &'a dyn Fetch,
    pub url: &'a str,
    pub anchors: &'a TrustAnchors,
    /// Certificates of authorities that the answer may leave out.
    pub others: &'a [&'a [u8]],
}

/// Asks the server to stamp `stamped`, and checks the answer. Gives the token.
pub(super) fn ask(
    server: &Server<'_>,
    stamped: &[&[u8]],
    now: DateTime<Utc>,
    random: &[u8; 32],
) -> Result<Vec<u8>, TimeStampError> {
    let failed = |reason| TimeStampError { url: server.url.to_owned(), reason };
    let nonce = asn1::unsigned(random.get(..16).unwrap_or_default());
    let imprint =
        sequence(&[&Digest::Sha256.algorithm_identifier(), &tlv(tag::OCTET_STRING, &[&Digest::Sha256.of_parts(stamped)])]);
    // Version 1, and the server's certificate is wanted.
    let request = sequence(&[&asn1::unsigned(&[1]), &imprint, &nonce, &tlv(tag::BOOLEAN, &[&[0xff]])]);
    let answer = server
        .fetch
        .post(NamedBy::Settings, server.url, "application/timestamp-query", &request, MOST_ANSWER)
        .map_err(|error| failed(TimeStampReason::Fetch(error.reason)))?;
    let der = granted(&answer).map_err(failed)?;
    let token = Token::read(der, stamped, server.others).map_err(failed)?;
    let sent = Tlv::only(&nonce).map(|nonce| nonce.value);
    if token.nonce.is_none() || token.nonce != sent.ok() {
        return Err(failed(TimeStampReason::WrongNonce));
    }
    if (token.at - now).abs() > CLOCKS_APART {
        return Err(failed(TimeStampReason::WrongTime { stamped: token.at, now }));
    }
    token.path(server.others, server.anchors, now).map_err(|trust| failed(TimeStampReason::Certificate(trust)))?;
    Ok(der.to_vec())
}

/// The token of a TimeStampResp (RFC 3161, 2.4.2) that grants it, with modifications or without.
fn granted(answer: &[u8]) -> Result<&[u8], TimeStampReason> {
    let parts = |answer| {
        let mut fields = Tlv::only(answer)?.inside();
        let status = fields.sequence()?.next()?.small()?;
        Ok::<(u32, Reader<'_>), BadDer>((status, fields))
    };
    let (status, mut fields) = parts(answer).map_err(|_| TimeStampReason::Unreadable)?;
    if status > 1 {
        return Err(TimeStampReason::Refused(status));
    }
    fields.expect(tag::SEQUENCE).map(|token| token.whole).map_err(|_| TimeStampReason::Unreadable)
}
