//! What the authority keeps in its folder: keys and certificates in PEM, readable for their owner only, and its port.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use der::{Decode as _, Encode as _};
use rcgen::KeyPair;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_cert::Certificate;

use super::AuthorityError;
use super::issue::{self, Holder};

/// The seal's key with its certificates.
pub(super) const SEAL: &str = "seal.pem";
/// The root.
pub(super) const TRUST: &str = "trust.pem";
/// Written last: without it there is nothing.
const PORT: &str = "port";

/// A private key with its certificate, in PEM.
pub(super) struct KeyAndCertificate {
    key: String,
    pub certificate: String,
    parsed: Option<Certificate>,
}

impl KeyAndCertificate {
    pub fn new(key: &KeyPair, certificate: &rcgen::Certificate) -> Self {
        Self { key: key.serialize_pem(), certificate: certificate.pem(), parsed: Certificate::from_der(certificate.der()).ok() }
    }

    fn read(key: String, certificate: String) -> Option<Self> {
        let der = CertificateDer::from_pem_slice(certificate.as_bytes()).ok()?;
        let parsed = Certificate::from_der(&der).ok()?;
        KeyPair::from_pem(&key).ok()?;
        Some(Self { key, certificate, parsed: Some(parsed) })
    }

    pub fn key(&self) -> Result<KeyPair, rcgen::Error> {
        KeyPair::from_pem(&self.key)
    }

    /// The certificate, taken apart.
    pub fn parsed(&self) -> Result<&Certificate, der::Error> {
        self.parsed.as_ref().ok_or_else(|| der::ErrorKind::Failed.into())
    }

    pub fn der(&self) -> Result<Vec<u8>, der::Error> {
        self.parsed()?.to_der()
    }

    pub fn serial(&self) -> Vec<u8> {
        self.parsed.as_ref().map(|read| read.tbs_certificate.serial_number.as_bytes().to_vec()).unwrap_or_default()
    }
}

/// What the authority is made of.
pub(super) struct Kept {
    pub port: u16,
    pub root: KeyAndCertificate,
    pub issuing: KeyAndCertificate,
    pub responder: KeyAndCertificate,
    pub stamper: KeyAndCertificate,
}

impl Kept {
    /// What is kept in `folder`, if all of it is there and its seal's certificate has more than a month left.
    pub fn load(folder: &Path, now: DateTime<Utc>) -> Result<Option<Self>, AuthorityError> {
        let Some(port) = read(folder, PORT)?.and_then(|port| port.trim().parse().ok()) else { return Ok(None) };
        let pair = |name: &str| {
            let (key, certificate) = (read(folder, &[name, ".key.pem"].concat())?, read(folder, &[name, ".pem"].concat())?);
            Ok::<_, AuthorityError>(key.zip(certificate).and_then(|(key, certificate)| KeyAndCertificate::read(key, certificate)))
        };
        let all = (pair("root")?, pair("issuing")?, pair("ocsp")?, pair("tsa")?);
        let (Some(root), Some(issuing), Some(responder), Some(stamper)) = all else { return Ok(None) };
        let seal = read(folder, SEAL)?.and_then(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).ok());
        let left = seal.and_then(|der| Certificate::from_der(&der).ok()).map(|read| read.tbs_certificate.validity.not_after);
        let month = u64::try_from((now + TimeDelta::days(30)).timestamp()).unwrap_or(u64::MAX);
        if left.is_none_or(|left| left.to_unix_duration().as_secs() < month) {
            return Ok(None);
        }
        Ok(Some(Self { port, root, issuing, responder, stamper }))
    }

    /// Makes everything anew and keeps it in `folder`.
    pub fn make(folder: &Path, port: u16, now: DateTime<Utc>) -> Result<Self, AuthorityError> {
        let failed = |source| AuthorityError::File { path: folder.to_owned(), source };
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let root = issue::make_root(now)?;
        let issuing = issue::make_issuing(port, &root, now)?;
        let responder = issue::make_responder(port, &issuing, now)?;
        let stamper = issue::make_stamper(port, &issuing, now)?;
        let kept = Self { port, root, issuing, responder, stamper };
        let seal = issue::issue(
            &kept,
            &Holder {
                common_name: "Kela (esittely)",
                organization: "Kela (esittely)",
                organization_identifier: Some("NTRFI-0000021-1"),
                person: None,
                not_before: now - TimeDelta::days(30),
                not_after: now + TimeDelta::days(1_095),
                for_signatures: true,
                key: None,
            },
        )?;
        let pairs = [("root", &kept.root), ("issuing", &kept.issuing), ("ocsp", &kept.responder), ("tsa", &kept.stamper)];
        for (name, pair) in pairs {
            write(folder, &[name, ".key.pem"].concat(), &pair.key)?;
            write(folder, &[name, ".pem"].concat(), &pair.certificate)?;
        }
        write(folder, SEAL, &seal.all())?;
        write(folder, TRUST, &kept.root.certificate)?;
        write(folder, PORT, &port.to_string())?;
        Ok(kept)
    }
}

fn read(folder: &Path, name: &str) -> Result<Option<String>, AuthorityError> {
    let path = folder.join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AuthorityError::File { path, source }),
    }
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), AuthorityError> {
    let path = folder.join(name);
    let part = folder.join([name, ".part"].concat());
    let written = (|| {
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&part, &path)
    })();
    written.map_err(|source| AuthorityError::File { path, source })
}
