//! The certificates.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc6960};
use der::Encode;
use der::asn1::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType, SerialNumber,
};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{AccessDescription, AuthorityInfoAccessSyntax, ExtendedKeyUsage};

use super::AuthorityError;
use super::keep::{Kept, KeyAndCertificate};
use crate::clock::{Randomness, SystemRandomness};

const ORGANIZATION_IDENTIFIER: &[u64] = &[2, 5, 4, 97];
const GIVEN_NAME: &[u64] = &[2, 5, 4, 42];
const SURNAME: &[u64] = &[2, 5, 4, 4];
const QC_STATEMENTS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 3];
const EXTENDED_KEY_USAGE: &[u64] = &[2, 5, 29, 37];
const AUTHORITY_INFORMATION: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
const OCSP_NO_CHECK: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 48, 1, 5];
/// QCStatements with the one statement that the certificate is for seals (ETSI EN 319 412-5, 4.2.3).
const FOR_SEALS: &[u8] = &[
    0x30, 0x15, 0x30, 0x13, 0x06, 0x06, 0x04, 0x00, 0x8e, 0x46, 0x01, 0x06, 0x30, 0x09, 0x06, 0x07, 0x04, 0x00, 0x8e, 0x46, 0x01,
    0x06, 0x02,
];

/// Who a certificate is for.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// `CN`.
    pub common_name: &'a str,
    /// `O`.
    pub organization: &'a str,
    /// `organizationIdentifier`; with it the certificate is for seals.
    pub organization_identifier: Option<&'a str>,
    /// Given name and surname, of a person.
    pub person: Option<(&'a str, &'a str)>,
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// Whether its key usage allows signatures.
    pub for_signatures: bool,
    /// A private key in PEM (PKCS#8); without it an ECDSA P-256 key is made.
    pub key: Option<&'a str>,
}

/// A certificate that was given, in PEM.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The private key (PKCS#8).
    pub key: String,
    /// The certificate.
    pub certificate: String,
    /// The certificates of the authorities between it and the root.
    pub authorities: String,
    /// Its serial number, in hexadecimal digits.
    pub serial: String,
}

impl Issued {
    /// Key, certificate and authorities, as the seal's key file has them.
    #[must_use]
    pub fn all(&self) -> String {
        [self.key.as_str(), self.certificate.as_str(), self.authorities.as_str()].concat()
    }
}

/// Gives a certificate to `holder`.
pub(super) fn issue(kept: &Kept, holder: &Holder<'_>) -> Result<Issued, AuthorityError> {
    let key = match holder.key {
        Some(pem) => KeyPair::from_pem(pem)?,
        None => KeyPair::generate()?,
    };
    let mut name = distinguished(holder.common_name, holder.organization);
    if let Some(identifier) = holder.organization_identifier {
        name.push(DnType::from_oid(ORGANIZATION_IDENTIFIER), identifier);
    }
    if let Some((given, surname)) = holder.person {
        name.push(DnType::from_oid(GIVEN_NAME), given);
        name.push(DnType::from_oid(SURNAME), surname);
    }
    let mut params = leaf(kept.port, name, holder.not_before, holder.not_after)?;
    params.key_usages = match holder.for_signatures {
        true => vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment],
        false => vec![KeyUsagePurpose::KeyEncipherment],
    };
    if holder.organization_identifier.is_some() {
        params.custom_extensions.push(CustomExtension::from_oid_content(QC_STATEMENTS, FOR_SEALS.to_vec()));
    }
    let serial = serial_of(&params);
    let certificate = params.signed_by(&key, &issuing(&kept.issuing)?)?;
    Ok(Issued { key: key.serialize_pem(), certificate: certificate.pem(), authorities: kept.issuing.certificate.clone(), serial })
}

/// A server that gets a certificate.
#[derive(Debug, Clone, Copy)]
pub struct ServerHolder<'a> {
    /// Its DNS names in A-labels; the first is the common name too.
    pub names: &'a [&'a str],
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// Whether it is for clients too, as an Edge server is one.
    pub for_clients: bool,
}

/// Gives a certificate to a server.
pub(super) fn issue_server(kept: &Kept, holder: &ServerHolder<'_>) -> Result<Issued, AuthorityError> {
    let key = KeyPair::generate()?;
    let name = distinguished(holder.names.first().copied().unwrap_or_default(), "Esimerkki (esittely)");
    let mut params = leaf(kept.port, name, holder.not_before, holder.not_after)?;
    let names = holder.names.iter().map(|name| Ok(SanType::DnsName((*name).try_into()?)));
    params.subject_alt_names = names.collect::<Result<_, rcgen::Error>>()?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if holder.for_clients {
        params.extended_key_usages.push(ExtendedKeyUsagePurpose::ClientAuth);
    }
    let serial = serial_of(&params);
    let certificate = params.signed_by(&key, &issuing(&kept.issuing)?)?;
    Ok(Issued { key: key.serialize_pem(), certificate: certificate.pem(), authorities: kept.issuing.certificate.clone(), serial })
}

/// The root, which signs itself.
pub(super) fn make_root(now: DateTime<Utc>) -> Result<KeyAndCertificate, AuthorityError> {
    let key = KeyPair::generate()?;
    let certificate = root_params(Some(now))?.self_signed(&key)?;
    Ok(KeyAndCertificate::new(&key, &certificate))
}

/// The authority that gives the certificates, by the root.
pub(super) fn make_issuing(port: u16, root: &KeyAndCertificate, now: DateTime<Utc>) -> Result<KeyAndCertificate, AuthorityError> {
    let key = KeyPair::generate()?;
    let mut params = issuing_params()?;
    valid(&mut params, now - TimeDelta::days(60), now + TimeDelta::days(3_650));
    params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![url(port, "root.crl")] }];
    let certificate = params.signed_by(&key, &Issuer::new(root_params(None)?, root.key()?))?;
    Ok(KeyAndCertificate::new(&key, &certificate))
}

/// The OCSP responder (RFC 6960, 4.2.2.2) of the issuing authority.
pub(super) fn make_responder(port: u16, by: &KeyAndCertificate, now: DateTime<Utc>) -> Result<KeyAndCertificate, AuthorityError> {
    let mut params = service(port, "Esittelyn OCSP-vastaaja (esittely)", now)?;
    params.custom_extensions.push(purpose(rfc5912::ID_KP_OCSP_SIGNING, false)?);
    params.custom_extensions.push(CustomExtension::from_oid_content(OCSP_NO_CHECK, vec![5, 0]));
    signed(params, by)
}

/// The time-stamp server (RFC 3161, 2.3): for nothing else.
pub(super) fn make_stamper(port: u16, by: &KeyAndCertificate, now: DateTime<Utc>) -> Result<KeyAndCertificate, AuthorityError> {
    let mut params = service(port, "Esittelyn aikaleimapalvelu (esittely)", now)?;
    params.custom_extensions.push(purpose(rfc5912::ID_KP_TIME_STAMPING, true)?);
    signed(params, by)
}

fn signed(params: CertificateParams, by: &KeyAndCertificate) -> Result<KeyAndCertificate, AuthorityError> {
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &issuing(by)?)?;
    Ok(KeyAndCertificate::new(&key, &certificate))
}

/// The root as an issuer.
pub(super) fn root(root: &KeyAndCertificate) -> Result<Issuer<'static, KeyPair>, AuthorityError> {
    Ok(Issuer::new(root_params(None)?, root.key()?))
}

/// The issuing authority as an issuer.
pub(super) fn issuing(issuing: &KeyAndCertificate) -> Result<Issuer<'static, KeyPair>, AuthorityError> {
    Ok(Issuer::new(issuing_params()?, issuing.key()?))
}

/// An issuer of the right name with a key of nobody, for faults.
pub(super) fn with_key_of_nobody(of_root: bool) -> Result<Issuer<'static, KeyPair>, AuthorityError> {
    let params = if of_root { root_params(None)? } else { issuing_params()? };
    Ok(Issuer::new(params, KeyPair::generate()?))
}

fn distinguished(common_name: &str, organization: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "FI");
    name.push(DnType::OrganizationName, organization);
    name.push(DnType::CommonName, common_name);
    name
}

fn authority(common_name: &str) -> Result<CertificateParams, AuthorityError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name = distinguished(common_name, "Esimerkkivarmentaja (esittely)");
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.serial_number = Some(fresh_serial());
    Ok(params)
}

fn root_params(made: Option<DateTime<Utc>>) -> Result<CertificateParams, AuthorityError> {
    let mut params = authority("Esittelyn juurivarmentaja (esittely)")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    if let Some(now) = made {
        valid(&mut params, now - TimeDelta::days(90), now + TimeDelta::days(7_300));
    }
    Ok(params)
}

fn issuing_params() -> Result<CertificateParams, AuthorityError> {
    let mut params = authority("Esittelyn leimavarmentaja (esittely)")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn service(port: u16, common_name: &str, now: DateTime<Utc>) -> Result<CertificateParams, AuthorityError> {
    let name = distinguished(common_name, "Esimerkkivarmentaja (esittely)");
    let mut params = leaf(port, name, now - TimeDelta::days(30), now + TimeDelta::days(1_825))?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    Ok(params)
}

fn leaf(
    port: u16,
    name: DistinguishedName,
    not_before: DateTime<Utc>,
    not_after: DateTime<Utc>,
) -> Result<CertificateParams, AuthorityError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name = name;
    valid(&mut params, not_before, not_after);
    params.serial_number = Some(fresh_serial());
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![url(port, "issuing.crl")] }];
    let describe = |method, path: &str| {
        let place = GeneralName::UniformResourceIdentifier(Ia5String::new(&url(port, path))?);
        Ok::<_, der::Error>(AccessDescription { access_method: method, access_location: place })
    };
    let access = AuthorityInfoAccessSyntax(vec![
        describe(rfc6960::ID_PKIX_OCSP, "ocsp")?,
        describe(rfc5912::ID_AD_CA_ISSUERS, "issuing.cer")?,
    ]);
    params.custom_extensions.push(CustomExtension::from_oid_content(AUTHORITY_INFORMATION, access.to_der()?));
    Ok(params)
}

fn purpose(id: ObjectIdentifier, critical: bool) -> Result<CustomExtension, AuthorityError> {
    let mut extension = CustomExtension::from_oid_content(EXTENDED_KEY_USAGE, ExtendedKeyUsage(vec![id]).to_der()?);
    extension.set_criticality(critical);
    Ok(extension)
}

fn url(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}/{path}")
}

fn fresh_serial() -> SerialNumber {
    let mut bytes = SystemRandomness.bytes32();
    // Positive and of full length, whatever was drawn.
    if let Some(first) = bytes.first_mut() {
        *first = (*first & 0x3f) | 0x40;
    }
    SerialNumber::from_slice(bytes.get(..16).unwrap_or_default())
}

fn serial_of(params: &CertificateParams) -> String {
    params.serial_number.as_ref().map(|serial| hex::encode(serial.to_bytes())).unwrap_or_default()
}

/// Sets from when until when a certificate is valid, in whole seconds.
fn valid(params: &mut CertificateParams, from: DateTime<Utc>, until: DateTime<Utc>) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = epoch + since_epoch(from);
    params.not_after = epoch + since_epoch(until);
}

/// The time since 1970, in whole seconds.
pub(super) fn since_epoch(at: DateTime<Utc>) -> Duration {
    Duration::from_secs(u64::try_from(at.timestamp()).unwrap_or(0))
}
