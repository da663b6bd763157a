//! A key of the seal for tests, and a version that waits for nobody's signature.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::version::{Course, SigningOrder, VersionKind};
use federointi::agreement::{AgreementId, RequestId};
use federointi::store::agreements::Version;
use federointi::store::events::{Cause, NewEvent};
use federointi::store::jobs::{self, JobKind};
use federointi::store::requests::Digest;
use federointi::store::{Db, StoreError, agreements, events, requests};
use federointi::workflow::seal_key::SealSetup;
use rcgen::{CertificateParams, DnType, KeyPair, KeyUsagePurpose};

/// Writes a key with a certificate of its own, valid until the end of the day `until`, as PEM.
pub fn write_key(file: &Path, until: DateTime<Utc>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Kela, sähköinen leima (esimerkki)");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(until.year(), until.month().try_into().unwrap(), until.day().try_into().unwrap());
    let certificate = params.self_signed(&key).unwrap();
    std::fs::write(file, [key.serialize_pem(), certificate.pem()].concat()).unwrap();
}

/// A seal at B-B by the key of a file, which need not be there yet.
pub fn setup(key_file: PathBuf) -> SealSetup {
    SealSetup { key_file: Some(key_file), ..SealSetup::default() }
}

/// Adds a version to an agreement that changes contacts alone, so that nobody signs it: with the job that makes its document. `number` tells it
/// from other requests.
pub fn add_contacts_version(
    db: &mut Db,
    agreement: &AgreementId,
    order: SigningOrder,
    number: u8,
    now: DateTime<Utc>,
) -> Result<i32, StoreError> {
    let before = agreements::versions(db, agreement)?.swap_remove(0);
    let mut request = requests::find(db, &before.request)?.unwrap();
    request.id = RequestId::new(now, [number; 32]);
    request.reference = Some(format!("FP-2026-9{number:03}"));
    request.state = RequestState::Approved;
    request.kind = VersionKind::Contacts;
    request.changes = Some(agreement.clone());
    let digest = Digest {
        party_name: before.content.party.organisation.name.clone(),
        business_id: Some(before.content.party.organisation.business_id.clone()),
        search_text: String::new(),
        verdict: None,
        errors: 0,
        departures: 0,
    };
    requests::insert(db, &request, &digest)?;
    let course = Course { order, needs_signature: false, made: false, party_signed: false, sealed: false };
    let mut version = Version {
        version: before.version + 1,
        kind: VersionKind::Contacts,
        request: request.id,
        state: course.state(),
        course,
        created_at: now,
        revision: 1,
        completed_at: None,
        valid_from: None,
        ..before
    };
    version.content.version += 1;
    agreements::insert_version(db, agreement, &version)?;
    let created = NewEvent {
        at: now,
        kind: EventKind::VersionCreated,
        cause: Cause::Service,
        request: Some(version.request.clone()),
        agreement: Some((agreement.clone(), version.version)),
        subject: agreements::version_digest(db, agreement.as_str(), version.version)?,
        states: None,
        content: None,
        salt: [number; 32],
    };
    events::append(db, &created)?;
    let subject = format!("{agreement}/{}", version.version);
    jobs::add(db, JobKind::MakeDocument, &subject, now, now)?;
    Ok(version.version)
}
