//! Making the seal, and raising it to B-LT later. Every file that is given out has passed [`judge`].

use chrono::{DateTime, Utc};

use super::certificate::Certificate;
use super::chain::{Purpose, find_path};
use super::cms;
use super::fetch::Fetch;
use super::judge::judge;
use super::key::KeyError;
use super::level::Level;
use super::report::{Integrity, SignatureReport, Trust};
use super::sealer::{SealError, SealSettings, SealText, Sealed, Sealer};
use super::signed_data::{SignedData, Tie};
use super::time_stamp::{self, Server, Token};
use super::validation::Gathering;
use crate::clock::Randomness;
use crate::pdf::{self, EmbeddedSignature, SignatureField, SignatureKind};

/// Bytes kept free for a time stamp: servers send their certificates with it.
const TOKEN_SPACE: usize = 16 * 1024;
/// Bytes kept free for a signature without its certificates and time stamp.
const SIGNATURE_SPACE: usize = 2 * 1024;
/// The most time stamps of one signature that are looked at.
pub(super) const MOST_STAMPS: usize = 8;

impl Sealer {
    /// Seals `pdf` by an incremental update. Blocks while servers are asked.
    ///
    /// # Errors
    /// When the key cannot be used, is revoked, the document cannot be extended, or the level wanted is not reached and no lower one is allowed.
    pub fn seal(
        &self,
        pdf: &[u8],
        text: &SealText<'_>,
        now: DateTime<Utc>,
        randomness: &dyn Randomness,
    ) -> Result<Sealed, SealError> {
        let SealSettings { key, level, .. } = &self.settings;
        key.check(now)?;
        if *level == Level::BaselineLt {
            self.own_path(now)?;
        }
        let fetch = &self.fetch.begun();
        let reserved = pdf::reserve(pdf, &self.field(text, SignatureKind::Signature, now))?;
        let signed = cms::sign(key, &reserved.covered())?;
        let mut lowered = None;
        let mut token = None;
        if *level >= Level::BaselineT {
            match self.time_stamp(fetch, &[signed.value()], now, randomness) {
                Ok(stamp) => token = Some(stamp),
                Err(error) => lowered = Some(self.lower(error)?),
            }
        }
        let der = signed.finish(key, token.as_deref()).map_err(|_| KeyError::Failed)?;
        let mut bytes = reserved.fill(&der)?;
        let mut reached = if token.is_some() { Level::BaselineT } else { Level::BaselineB };
        if *level == Level::BaselineLt && token.is_some() {
            match self.complete(fetch, &bytes, now, randomness) {
                Ok(complete) => (bytes, reached) = (complete, Level::BaselineLt),
                Err(error) => lowered = Some(self.lower(error)?),
            }
        } else if *level >= Level::BaselineT {
            self.refuse_revoked(fetch, now, randomness)?;
        }
        self.confirm(&bytes, reached, now)?;
        Ok(Sealed { bytes, level: reached, lowered })
    }

    /// Raises a document that this key sealed to B-LT: appends a document time stamp where no time is proven, and the data for checking.
    /// The sealed bytes stay as they are and come first. `text` is of the time stamp's field, if there is to be one. Blocks while servers
    /// are asked.
    ///
    /// # Errors
    /// When the document holds no seal of this key, or B-LT is not reached.
    pub fn upgrade(
        &self,
        sealed: &[u8],
        text: &SealText<'_>,
        now: DateTime<Utc>,
        randomness: &dyn Randomness,
    ) -> Result<Sealed, SealError> {
        self.own_path(now)?;
        let own = self.own_report(sealed, now)?;
        if own.integrity != Integrity::Intact {
            return Err(SealError::NotConfirmed(own.problems));
        }
        let fetch = &self.fetch.begun();
        let stamped = match own.proven_time {
            Some(_) => sealed.to_vec(),
            None => {
                let reserved = pdf::reserve(sealed, &self.field(text, SignatureKind::DocumentTimeStamp, now))?;
                let token = self.time_stamp(fetch, &reserved.covered(), now, randomness)?;
                reserved.fill(&token)?
            }
        };
        let bytes = self.complete(fetch, &stamped, now, randomness)?;
        self.confirm(&bytes, Level::BaselineLt, now)?;
        Ok(Sealed { bytes, level: Level::BaselineLt, lowered: None })
    }

    /// Gives `error` back as the reason of a lower level, where that is allowed. A revoked certificate never seals.
    fn lower(&self, error: SealError) -> Result<SealError, SealError> {
        match error {
            SealError::TimeStamp(_) | SealError::Revocation(_) if self.settings.lower_allowed => Ok(error),
            other => Err(other),
        }
    }

    fn field<'a>(&'a self, text: &SealText<'a>, kind: SignatureKind, at: DateTime<Utc>) -> SignatureField<'a> {
        let certificates: usize = self.settings.key.certificates().iter().map(Vec::len).sum();
        let space = match (kind, self.settings.level) {
            (SignatureKind::DocumentTimeStamp, _) => TOKEN_SPACE,
            (SignatureKind::Signature, Level::BaselineB) => certificates + SIGNATURE_SPACE,
            (SignatureKind::Signature, _) => certificates + SIGNATURE_SPACE + TOKEN_SPACE,
        };
        let own_name = self.settings.key.certificate().subject.short();
        SignatureField {
            field_name: text.field_name,
            kind,
            tooltip: text.tooltip,
            reason: text.reason,
            name: Some(self.settings.name.as_deref().unwrap_or(own_name)),
            location: self.settings.location.as_deref(),
            at,
            space,
        }
    }

    fn time_stamp(
        &self,
        fetch: &dyn Fetch,
        stamped: &[&[u8]],
        now: DateTime<Utc>,
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, SealError> {
        let url = self.settings.time_stamp_url.as_deref().ok_or(SealError::NoTimeStampServer)?;
        let others = self.own_certificates();
        let server = Server { fetch, url, anchors: &self.settings.trust, others: &others };
        Ok(time_stamp::ask(&server, stamped, now, &randomness.bytes32())?)
    }

    fn own_certificates(&self) -> Vec<&[u8]> {
        self.settings.key.certificates().iter().map(Vec::as_slice).collect()
    }

    /// The seal's certificate must lead to a trusted authority before anything is asked about it.
    fn own_path(&self, now: DateTime<Utc>) -> Result<(), SealError> {
        let certificates = self.own_certificates();
        let own =
            Certificate::read(self.settings.key.own_certificate()).map_err(|_| SealError::Untrusted(Trust::NoCertificate))?;
        find_path(&own, &certificates, &self.settings.trust, now, Purpose::Signing).map(|_| ()).map_err(SealError::Untrusted)
    }

    /// Where nothing else asks whether the seal's certificate is revoked. Only a sure answer counts: these levels do without one.
    fn refuse_revoked(&self, fetch: &dyn Fetch, now: DateTime<Utc>, randomness: &dyn Randomness) -> Result<(), SealError> {
        let certificates = self.own_certificates();
        let Ok(own) = Certificate::read(self.settings.key.own_certificate()) else { return Ok(()) };
        let Ok(path) = find_path(&own, &certificates, &self.settings.trust, now, Purpose::Signing) else { return Ok(()) };
        match Gathering::new(fetch, now, randomness).add(&own, &path) {
            Err(revoked @ SealError::Revoked { .. }) => Err(revoked),
            _ => Ok(()),
        }
    }

    /// What is found of this key's seal in `file`; of the newest, if there are several.
    fn own_report(&self, file: &[u8], now: DateTime<Utc>) -> Result<SignatureReport, SealError> {
        let own = |report: &SignatureReport| {
            let fingerprint = report.signer.as_ref().map(|signer| signer.fingerprint.as_str());
            report.kind == SignatureKind::Signature && fingerprint == Some(self.settings.key.certificate().fingerprint.as_str())
        };
        judge(file, &self.settings.trust, now, None)?.into_iter().rfind(own).ok_or(SealError::NotSealed)
    }

    /// Checks that the seal in `bytes` is intact and proves `level`.
    fn confirm(&self, bytes: &[u8], level: Level, now: DateTime<Utc>) -> Result<(), SealError> {
        let report = self.own_report(bytes, now)?;
        let proves = match level {
            Level::BaselineB => true,
            _ => report.level >= Some(level),
        };
        let wrong = report.problems.iter().any(|problem| !problem.leaves_open());
        if report.integrity == Integrity::Intact && proves && !wrong {
            Ok(())
        } else {
            Err(SealError::NotConfirmed(report.problems))
        }
    }

    /// Appends what it takes to check the document's signatures: of this key's seal and of trusted document time stamps all of it, of
    /// others' signatures what can be had.
    fn complete(
        &self,
        fetch: &dyn Fetch,
        bytes: &[u8],
        now: DateTime<Utc>,
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, SealError> {
        let mut gathering = Gathering::new(fetch, now, randomness);
        for signature in pdf::read(bytes)?.signatures()? {
            let mut with_it = gathering.clone();
            let (gathered, needed) = self.gather(&mut with_it, bytes, &signature, now);
            match gathered {
                Ok(()) => gathering = with_it,
                Err(error) if needed => return Err(error),
                Err(_) => {}
            }
        }
        Ok(pdf::add_validation_data(bytes, &gathering.data)?)
    }

    /// Gathers the data of one signature; says too whether it must be there.
    fn gather(
        &self,
        into: &mut Gathering<'_>,
        file: &[u8],
        signature: &EmbeddedSignature,
        now: DateTime<Utc>,
    ) -> (Result<(), SealError>, bool) {
        let covered = signature.covered(file);
        if signature.kind == SignatureKind::DocumentTimeStamp {
            let gathered = self.gather_stamp(into, &signature.der, &covered, now);
            let needed = !matches!(gathered, Err(SealError::Untrusted(_)));
            return (gathered, needed);
        }
        let Ok(signed) = SignedData::read(&signature.der) else { return (Ok(()), false) };
        let Some(signer) = signed.check(&covered, Tie::V2, &[]).certificate else { return (Ok(()), false) };
        let own = signer.der == self.settings.key.own_certificate();
        let gathered = find_path(&signer, &signed.certificates, &self.settings.trust, now, Purpose::Signing)
            .map_err(SealError::Untrusted)
            .and_then(|path| into.add(&signer, &path))
            .and_then(|()| {
                let mut stamps = signed.signer.time_stamps().into_iter().take(MOST_STAMPS);
                stamps.try_for_each(|token| self.gather_stamp(into, token, &[signed.signer.value], now))
            });
        (gathered, own)
    }

    fn gather_stamp(
        &self,
        into: &mut Gathering<'_>,
        token: &[u8],
        stamped: &[&[u8]],
        now: DateTime<Utc>,
    ) -> Result<(), SealError> {
        let others = self.own_certificates();
        let token = Token::read(token, stamped, &others).map_err(|_| SealError::Untrusted(Trust::Invalid))?;
        let path = token.path(&others, &self.settings.trust, now).map_err(SealError::Untrusted)?;
        into.add(&token.server, &path)
    }
}
