//! Judging the signatures of a document: who, when, intact, trusted, not revoked (ETSI EN 319 102-1, in the part that PAdES baseline needs).
//!
//! The time of the judgement is the time that a trusted time stamp proves, else the present: a signature stays valid when its certificate
//! runs out or is revoked later, if it is proved to have been there before.

use std::cell::RefCell;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::TrustAnchors;
use super::certificate::{Certificate, CertificateInfo};
use super::chain::pairs;
use super::chain::{Path, Purpose, find_path};
use super::distinguished_name::DistinguishedName;
use super::exactness::{Record, is_written_as_here};
use super::fetch::Fetch;
use super::level::Level;
use super::report::{Integrity, ProblemCode, ProvenTime, Revocation, SignatureReport, Trust, WarningCode};
use super::revocation::{self, AtHand, Standing};
use super::sealing::MOST_STAMPS;
use super::signed_data::{SignedData, Tie};
use super::time_stamp::{TimeStampReason, Token};
use crate::pdf::{self, EmbeddedSignature, Pdf, PdfError, SignatureKind};

/// The most certificates of a file that paths are looked for among.
const MOST_CERTIFICATES: usize = 200;
/// How much later than the proven time a claimed one may be.
const CLOCKS_APART: TimeDelta = TimeDelta::minutes(5);

/// Judges every signature, seal and document time stamp of `file`, oldest first, as of `now`. Without `fetch` it uses what is in the file; with
/// it, servers are asked for what is missing, by the addresses of certificates that lead to an authority of `trust`. Blocks while they are.
///
/// # Errors
/// When the file cannot be read, or a signature covers other bytes than it must.
pub fn judge(
    file: &[u8],
    trust: &TrustAnchors,
    now: DateTime<Utc>,
    fetch: Option<&dyn Fetch>,
) -> Result<Vec<SignatureReport>, PdfError> {
    judge_read(&pdf::read(file)?, trust, now, fetch)
}

/// The same for a file that was read.
///
/// # Errors
/// When a signature covers other bytes than it must.
pub fn judge_read(
    pdf: &Pdf<'_>,
    trust: &TrustAnchors,
    now: DateTime<Utc>,
    fetch: Option<&dyn Fetch>,
) -> Result<Vec<SignatureReport>, PdfError> {
    let file = pdf.bytes();
    let embedded = pdf.signatures()?;
    let store = pdf.validation_data()?;
    let read: Vec<Result<SignedData<'_>, ProblemCode>> = embedded.iter().map(|one| SignedData::read(&one.der)).collect();
    let mut at_hand = AtHand::default();
    let mut certificates: Vec<&[u8]> = store.certificates.iter().map(Vec::as_slice).collect();
    at_hand.ocsp.extend(store.ocsp_responses.iter().map(Vec::as_slice));
    at_hand.crls.extend(store.crls.iter().map(Vec::as_slice));
    for signed in read.iter().flatten() {
        let (crls, ocsp) = signed.signer.adobe_revocation();
        certificates.extend(&signed.certificates);
        at_hand.ocsp.extend(signed.ocsp.iter().chain(&ocsp));
        at_hand.crls.extend(signed.crls.iter().chain(&crls));
        for token in signed.signer.time_stamps().into_iter().take(MOST_STAMPS) {
            certificates.extend(SignedData::read(token).map(|token| token.certificates).unwrap_or_default());
        }
    }
    certificates.truncate(MOST_CERTIFICATES);
    let court = Court { file, trust, now, fetch, certificates, at_hand, record: RefCell::default() };
    // The newest first: a later document time stamp proves what stood before it.
    let mut stamps: Vec<Stamp> = Vec::new();
    let mut reports = Vec::new();
    for (signature, signed) in embedded.iter().zip(&read).rev() {
        let mut report = begin(signature);
        if signature.kind == SignatureKind::DocumentTimeStamp {
            stamps.extend(court.document_time_stamp(&mut report, signature, &stamps));
        } else {
            match signed {
                Ok(signed) => court.signature(&mut report, signature, signed, &stamps),
                Err(problem) => report.problem(*problem),
            }
        }
        reports.push(report);
    }
    reports.reverse();
    let record = court.record.into_inner();
    let all_used = record.has_used_all(&store);
    for ((report, signature), signed) in reports.iter_mut().zip(&embedded).zip(&read) {
        report.exact = all_used
            && is_written_as_here(file, signature)
            && signed.as_ref().is_ok_and(|signed| record.has_used_message(signed));
    }
    Ok(reports)
}

fn begin(signature: &EmbeddedSignature) -> SignatureReport {
    SignatureReport {
        field: signature.field.clone(),
        kind: signature.kind,
        revision: signature.revision,
        covered_to: signature.covered_to,
        signer: None,
        is_seal: false,
        says_qualified: false,
        chain: Vec::new(),
        level: None,
        claimed_time: signature.signing_time.as_deref().and_then(pdf_date),
        proven_time: None,
        integrity: Integrity::Unknown,
        trust: Trust::NoCertificate,
        revocation: Revocation::Unknown,
        tells_revocation: false,
        algorithms: String::new(),
        exact: false,
        reason: signature.reason.clone(),
        location: signature.location.clone(),
        problems: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A time stamp as judged.
#[derive(Debug, Clone)]
struct Stamp {
    at: DateTime<Utc>,
    server: CertificateInfo,
    chain: Vec<String>,
    trust: Trust,
    revocation: Revocation,
    /// Whether the file itself holds what it takes to check it.
    complete: bool,
    warnings: Vec<WarningCode>,
}

impl Stamp {
    /// Whether its time is proven.
    fn holds(&self) -> bool {
        self.trust == Trust::Trusted && !matches!(self.revocation, Revocation::Revoked { .. })
    }
}

/// What every judgement of a file has in common.
struct Court<'a> {
    file: &'a [u8],
    trust: &'a TrustAnchors,
    now: DateTime<Utc>,
    fetch: Option<&'a dyn Fetch>,
    /// The certificates of the file.
    certificates: Vec<&'a [u8]>,
    at_hand: AtHand<'a>,
    record: RefCell<Record>,
}

/// Where a path stands, and whether the file alone says so.
struct PathStanding {
    standing: Standing,
    from_file: bool,
}

impl Court<'_> {
    fn signature(&self, report: &mut SignatureReport, signature: &EmbeddedSignature, signed: &SignedData<'_>, later: &[Stamp]) {
        let found = signed.check(&signature.covered(self.file), Tie::V2, &self.certificates);
        report.integrity = found.integrity;
        report.algorithms = found.algorithms;
        found.problems.iter().for_each(|problem| report.problem(*problem));
        let signing_time = signed.signer.signing_time();
        report.claimed_time = report.claimed_time.or(signing_time);
        let proof = self.proof(report, signed, later);
        let at = proof.as_ref().map_or(self.now, |proof| proof.at);
        let Some(certificate) = found.certificate else { return };
        describe(report, &certificate);
        let between: Vec<&[u8]> = signed.certificates.iter().chain(&self.certificates).copied().take(MOST_CERTIFICATES).collect();
        let mut complete = false;
        match self.path(&certificate, &between, at, Purpose::Signing) {
            Ok(path) => {
                report.trust = Trust::Trusted;
                report.chain = chain_names(&path);
                let standing = self.standing(&certificate, &path, at);
                complete = standing.from_file;
                tell_standing(report, standing.standing);
            }
            Err(trust) => {
                report.trust = trust;
                report.problem(trust_problem(trust));
            }
        }
        if let Some(proof) = &proof {
            if self.now > certificate.not_after {
                report.warn(WarningCode::ExpiredLater);
            }
            if report.claimed_time.is_some_and(|claimed| claimed > proof.at + CLOCKS_APART) {
                report.warn(WarningCode::ClaimedTimeLater);
            }
        }
        let baseline =
            signature.sub_filter == "ETSI.CAdES.detached" && signing_time.is_none() && signature.signing_time.is_some();
        report.level = match &proof {
            _ if !baseline || report.integrity != Integrity::Intact || report.problems.contains(&ProblemCode::NotTied) => None,
            Some(proof) if proof.complete && complete => Some(Level::BaselineLt),
            Some(_) => Some(Level::BaselineT),
            None => Some(Level::BaselineB),
        };
        if !baseline {
            report.warn(WarningCode::NotBaseline);
        }
        report.proven_time = proof.map(|proof| ProvenTime { at: proof.at, server: proof.server });
    }

    /// The earliest time stamp that holds: of the signature itself, or of the document later.
    fn proof(&self, report: &mut SignatureReport, signed: &SignedData<'_>, later: &[Stamp]) -> Option<Stamp> {
        let mut holding: Vec<Stamp> = later.iter().filter(|stamp| stamp.holds()).cloned().collect();
        for token in signed.signer.time_stamps().into_iter().take(MOST_STAMPS) {
            match self.stamp(token, &[signed.signer.value], later) {
                Ok(stamp) if stamp.holds() => holding.push(stamp),
                Ok(stamp) => stamp.warnings.iter().for_each(|warning| report.warn(*warning)),
                Err(_) => report.problem(ProblemCode::TimeStampWrong),
            }
        }
        let earliest = holding.into_iter().min_by_key(|stamp| stamp.at);
        match &earliest {
            Some(stamp) => stamp.warnings.iter().for_each(|warning| report.warn(*warning)),
            None => report.warn(WarningCode::TimeNotProven),
        }
        earliest
    }

    fn document_time_stamp(&self, report: &mut SignatureReport, signature: &EmbeddedSignature, later: &[Stamp]) -> Option<Stamp> {
        match self.stamp(&signature.der, &signature.covered(self.file), later) {
            Ok(stamp) => {
                report.integrity = Integrity::Intact;
                report.signer = Some(stamp.server.clone());
                report.chain.clone_from(&stamp.chain);
                report.trust = stamp.trust;
                report.revocation = stamp.revocation;
                report.warnings.clone_from(&stamp.warnings);
                if stamp.trust != Trust::Trusted {
                    report.problem(trust_problem(stamp.trust));
                } else if stamp.holds() {
                    report.proven_time = Some(ProvenTime { at: stamp.at, server: stamp.server.clone() });
                } else {
                    report.problem(ProblemCode::Revoked);
                }
                Some(stamp)
            }
            Err(reason) => {
                report.integrity = match reason {
                    TimeStampReason::Unreadable => Integrity::Unknown,
                    _ => Integrity::Broken,
                };
                report.problem(match reason {
                    TimeStampReason::Unreadable => ProblemCode::Unreadable,
                    TimeStampReason::WrongImprint => ProblemCode::DocumentChanged,
                    _ => ProblemCode::SignatureWrong,
                });
                None
            }
        }
    }

    /// Judges a time stamp as of the next later one that holds, else as of now.
    fn stamp(&self, der: &[u8], stamped: &[&[u8]], later: &[Stamp]) -> Result<Stamp, TimeStampReason> {
        let token = Token::read(der, stamped, &self.certificates)?;
        let control = later.iter().filter(|stamp| stamp.holds()).map(|stamp| stamp.at).min().unwrap_or(self.now);
        let server = token.server.info().map_err(|_| TimeStampReason::Unreadable)?;
        let mut stamp = Stamp {
            at: token.at,
            server,
            chain: Vec::new(),
            trust: Trust::Trusted,
            revocation: Revocation::Unknown,
            complete: false,
            warnings: Vec::new(),
        };
        let between: Vec<&[u8]> = token.certificates.iter().chain(&self.certificates).copied().take(MOST_CERTIFICATES).collect();
        let mut path = self.path(&token.server, &between, control, Purpose::TimeStamping);
        if matches!(path, Err(Trust::Expired)) {
            path = self.path(&token.server, &between, token.at, Purpose::TimeStamping);
            stamp.warnings.extend(path.is_ok().then_some(WarningCode::TimeStampExpired));
        }
        match path {
            Ok(path) => {
                stamp.chain = chain_names(&path);
                self.judge_server(&mut stamp, &token.server, &path, control);
            }
            Err(trust) => {
                stamp.trust = trust;
                stamp.warnings.push(WarningCode::TimeStampUntrusted);
            }
        }
        Ok(stamp)
    }

    /// A server that is known to be revoked at the time of the judgement proves nothing: its key may have stamped any time.
    fn judge_server(&self, stamp: &mut Stamp, server: &Certificate<'_>, path: &Path<'_>, control: DateTime<Utc>) {
        let mut found = self.standing(server, path, control);
        if found.standing == Standing::Unknown {
            found = self.standing(server, path, stamp.at);
        }
        match found.standing {
            Standing::Good { revoked_later: false } => {
                stamp.revocation = Revocation::Good;
                stamp.complete = found.from_file;
            }
            Standing::Good { revoked_later: true } | Standing::Unknown => {
                stamp.warnings.push(WarningCode::TimeStampRevocationUnknown);
            }
            Standing::Revoked { at } => {
                stamp.revocation = Revocation::Revoked { at };
                stamp.warnings.push(WarningCode::TimeStampUntrusted);
            }
        }
    }

    /// A path; where there is none because something ran out, it is said whether there was one before.
    fn path<'p>(
        &'p self,
        leaf: &Certificate<'p>,
        between: &[&'p [u8]],
        at: DateTime<Utc>,
        purpose: Purpose,
    ) -> Result<Path<'p>, Trust> {
        let path = find_path(leaf, between, self.trust, at, purpose);
        if matches!(path, Err(Trust::Expired)) {
            find_path(leaf, between, self.trust, leaf.not_after, purpose)?;
        }
        if let Ok(path) = &path {
            self.record.borrow_mut().add(leaf, path);
        }
        path
    }

    /// Where the certificates of a path stand at `at`, the authorities' too.
    fn standing(&self, leaf: &Certificate<'_>, path: &Path<'_>, at: DateTime<Utc>) -> PathStanding {
        let mut all = PathStanding { standing: Standing::Good { revoked_later: false }, from_file: true };
        let Ok(pairs) = pairs(leaf, path) else { return PathStanding { standing: Standing::Unknown, from_file: false } };
        for (certificate, issuer) in pairs {
            let mut standing = self.at_hand.standing(&certificate, &issuer, at);
            if standing == Standing::Unknown {
                all.from_file = false;
                standing = self.ask(&certificate, &issuer, at);
            }
            all.standing = match (all.standing, standing) {
                (_, revoked @ Standing::Revoked { .. }) => return PathStanding { standing: revoked, ..all },
                (Standing::Good { revoked_later: one }, Standing::Good { revoked_later: other }) => {
                    Standing::Good { revoked_later: one || other }
                }
                _ => Standing::Unknown,
            };
        }
        all
    }

    fn ask(&self, certificate: &Certificate<'_>, issuer: &Certificate<'_>, at: DateTime<Utc>) -> Standing {
        // Without a nonce: an old answer that counts still is one that the responder gave for this time.
        let asked = self.fetch.map(|fetch| revocation::ask(fetch, certificate, issuer, self.now, None));
        asked.and_then(Result::ok).map_or(Standing::Unknown, |(answer, _)| answer.at(at, certificate))
    }
}

fn describe(report: &mut SignatureReport, certificate: &Certificate<'_>) {
    let Ok(info) = certificate.info() else { return };
    let names_organization = info.subject.organization_identifier.is_some() && !info.subject.is_person;
    report.is_seal = certificate.extensions.for_seals || names_organization;
    report.tells_revocation = !certificate.extensions.ocsp.is_empty() || !certificate.extensions.crls.is_empty();
    report.says_qualified = certificate.extensions.qualified;
    report.signer = Some(info);
}

fn tell_standing(report: &mut SignatureReport, standing: Standing) {
    match standing {
        Standing::Good { revoked_later } => {
            report.revocation = Revocation::Good;
            if revoked_later {
                report.warn(WarningCode::RevokedLater);
            }
        }
        Standing::Revoked { at } => {
            report.revocation = Revocation::Revoked { at };
            report.problem(ProblemCode::Revoked);
        }
        Standing::Unknown => report.problem(ProblemCode::RevocationUnknown),
    }
}

const fn trust_problem(trust: Trust) -> ProblemCode {
    match trust {
        Trust::Untrusted => ProblemCode::Untrusted,
        Trust::Expired => ProblemCode::Expired,
        Trust::NotYetValid => ProblemCode::NotYetValid,
        Trust::NotForSigning => ProblemCode::NotForSigning,
        Trust::NoCertificate => ProblemCode::NoCertificate,
        Trust::Invalid | Trust::Trusted => ProblemCode::CertificateInvalid,
    }
}

fn chain_names(path: &Path<'_>) -> Vec<String> {
    let name = |der: &&[u8]| Certificate::read(der).ok().and_then(|read| DistinguishedName::read(read.subject).ok());
    path.authorities.iter().filter_map(name).map(|name| name.to_string()).collect()
}

/// A date of PDF (ISO 32000-1, 7.9.4): `D:20261121100205+02'00'`, where everything after the year may be missing.
fn pdf_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (numbers, zone) = text.split_at_checked(digits)?;
    let number = |from: usize, length: usize, missing: u32| match numbers.get(from..from + length) {
        Some(part) => part.parse().ok(),
        None => Some(missing),
    };
    let day = NaiveDate::from_ymd_opt(numbers.get(..4)?.parse().ok()?, number(4, 2, 1)?, number(6, 2, 1)?)?;
    let local = day.and_hms_opt(number(8, 2, 0)?, number(10, 2, 0)?, number(12, 2, 0)?)?;
    let mut fields = zone.get(1..).unwrap_or_default().split('\'');
    let mut offset = || fields.next().filter(|field| !field.is_empty()).map_or(Some(0), |field| field.parse::<i64>().ok());
    let minutes = offset()? * 60 + offset()?;
    let minutes = match zone.chars().next() {
        Some('+') => minutes,
        Some('-') => -minutes,
        None | Some('Z') => 0,
        Some(_) => return None,
    };
    local.and_utc().checked_sub_signed(TimeDelta::try_minutes(minutes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pdf_are_read_in_every_form() {
        let read = |text: &str| pdf_date(text).map(|at| at.to_rfc3339());
        assert_eq!(read("D:20261121100205+02'00'").as_deref(), Some("2026-11-21T08:02:05+00:00"));
        assert_eq!(read("D:20261121100205+02'00").as_deref(), Some("2026-11-21T08:02:05+00:00"));
        assert_eq!(read("D:20261121033205-04'30'").as_deref(), Some("2026-11-21T08:02:05+00:00"));
        assert_eq!(read("D:20261121080205Z").as_deref(), Some("2026-11-21T08:02:05+00:00"));
        assert_eq!(read("D:202611").as_deref(), Some("2026-11-01T00:00:00+00:00"));
        assert_eq!(read("2026").as_deref(), Some("2026-01-01T00:00:00+00:00"));
        for wrong in
            ["", "D:", "D:26", "D:20261321", "D:20261121100205*02'00'", "D:2026112110+99999999999999999999'", "ä", "D:2026ä"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
