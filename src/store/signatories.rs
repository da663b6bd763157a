//! Who signs in place of the signatory that a version names, and the mandates shown in place of the first one. Rows are never changed; the
//! last one counts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::documents::{Document, Listed, length, listed};
use super::log::moment;
use super::schema::{later_mandates, signatories};
use super::{Db, StoreError, json, naive, row_digest, to_json, utc};
use crate::agreement::version::DocumentKind;
use crate::agreement::{AgreementId, Signatory};

/// Who was named to sign in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// Who.
    pub signatory: Signatory,
    /// When.
    pub named_at: DateTime<Utc>,
}

/// Stores that another was named; gives the row's digest for its event.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, agreement: &AgreementId, version: i32, named: &Successor) -> Result<String, StoreError> {
    let before: i64 = signatories::table
        .filter(signatories::agreement_id.eq(agreement.as_str()))
        .filter(signatories::version.eq(version))
        .count()
        .get_result(connection)?;
    let number = i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1);
    diesel::insert_into(signatories::table)
        .values((
            signatories::agreement_id.eq(agreement.as_str()),
            signatories::version.eq(version),
            signatories::number.eq(number),
            signatories::signatory.eq(to_json("signatories", &named.signatory)?),
            signatories::named_at.eq(naive(named.named_at)),
        ))
        .execute(connection)?;
    let digest = digest(connection, agreement.as_str(), version, number)?;
    digest.ok_or_else(|| super::impossible("signatories", "a row that was just written is not there"))
}

/// Who was named last for each version of an agreement of which somebody was.
///
/// # Errors
/// [`StoreError`].
pub fn of_agreement(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<(i32, Successor)>, StoreError> {
    let rows: Vec<(i32, String, chrono::NaiveDateTime)> = signatories::table
        .filter(signatories::agreement_id.eq(agreement.as_str()))
        .order((signatories::version.asc(), signatories::number.desc()))
        .select((signatories::version, signatories::signatory, signatories::named_at))
        .load(connection)?;
    let mut last: Vec<(i32, Successor)> = Vec::new();
    for (version, signatory, named_at) in rows {
        if last.iter().all(|(known, _)| *known != version) {
            let signatory = json("signatories", &signatory)?;
            last.push((version, Successor { signatory, named_at: utc(named_at) }));
        }
    }
    Ok(last)
}

/// Agreement, version and number of every row, in order.
///
/// # Errors
/// [`StoreError`].
pub fn places(connection: &mut Db) -> Result<Vec<(String, i32, i32)>, StoreError> {
    Ok(signatories::table
        .order((signatories::agreement_id.asc(), signatories::version.asc(), signatories::number.asc()))
        .select((signatories::agreement_id, signatories::version, signatories::number))
        .load(connection)?)
}

/// The digest of what stands in a row now.
///
/// # Errors
/// [`StoreError`].
pub fn digest(connection: &mut Db, agreement: &str, version: i32, number: i32) -> Result<Option<String>, StoreError> {
    let row: Option<(String, chrono::NaiveDateTime)> = signatories::table
        .filter(signatories::agreement_id.eq(agreement))
        .filter(signatories::version.eq(version))
        .filter(signatories::number.eq(number))
        .select((signatories::signatory, signatories::named_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(signatory, named_at)| {
        row_digest(&[agreement, &version.to_string(), &number.to_string(), &signatory, &moment(named_at)])
    }))
}

/// Stores a mandate that is shown in place of the one before it.
///
/// # Errors
/// [`StoreError`].
pub fn insert_mandate(connection: &mut Db, agreement: &AgreementId, version: i32, mandate: &Document) -> Result<(), StoreError> {
    let before: i64 = later_mandates::table
        .filter(later_mandates::agreement_id.eq(agreement.as_str()))
        .filter(later_mandates::version.eq(version))
        .count()
        .get_result(connection)?;
    diesel::insert_into(later_mandates::table)
        .values((
            later_mandates::agreement_id.eq(agreement.as_str()),
            later_mandates::version.eq(version),
            // The first one is among the documents.
            later_mandates::number.eq(i32::try_from(before).unwrap_or(i32::MAX).saturating_add(2)),
            later_mandates::bytes.eq(&mandate.bytes),
            later_mandates::sha256.eq(&mandate.sha256),
            later_mandates::created_at.eq(naive(mandate.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The mandate that was shown last.
///
/// # Errors
/// [`StoreError`].
pub fn mandate(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Document>, StoreError> {
    let later: Option<(Vec<u8>, String, chrono::NaiveDateTime)> = later_mandates::table
        .filter(later_mandates::agreement_id.eq(agreement.as_str()))
        .filter(later_mandates::version.eq(version))
        .order(later_mandates::number.desc())
        .select((later_mandates::bytes, later_mandates::sha256, later_mandates::created_at))
        .first(connection)
        .optional()?;
    match later {
        Some((bytes, sha256, at)) => Ok(Some(Document { kind: DocumentKind::Mandate, bytes, sha256, created_at: utc(at) })),
        None => super::documents::find(connection, agreement, version, DocumentKind::Mandate),
    }
}

/// The same without its bytes.
///
/// # Errors
/// [`StoreError`].
pub fn listed_mandate(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Listed>, StoreError> {
    let later: Option<(i32, String, chrono::NaiveDateTime)> = later_mandates::table
        .filter(later_mandates::agreement_id.eq(agreement.as_str()))
        .filter(later_mandates::version.eq(version))
        .order(later_mandates::number.desc())
        .select((length(later_mandates::bytes), later_mandates::sha256, later_mandates::created_at))
        .first(connection)
        .optional()?;
    match later {
        Some((size, sha256, at)) => listed(DocumentKind::Mandate, size, sha256, at).map(Some),
        None => {
            let all = super::documents::of_version(connection, agreement, version)?;
            Ok(all.into_iter().find(|listed| listed.kind == DocumentKind::Mandate))
        }
    }
}

/// Where a later mandate stands: agreement, version and number; and of what stands there now the digest of its bytes, the digest that is written
/// beside them, and its moment.
pub type Later = ((String, i32, i32), (String, String, String));

/// Every later mandate, in order.
///
/// # Errors
/// [`StoreError`].
pub fn later(connection: &mut Db) -> Result<Vec<Later>, StoreError> {
    type Row = (String, i32, i32, Vec<u8>, String, chrono::NaiveDateTime);
    let rows: Vec<Row> = later_mandates::table
        .order((later_mandates::agreement_id.asc(), later_mandates::version.asc(), later_mandates::number.asc()))
        .load(connection)?;
    let found = |bytes: &[u8]| hex::encode(crate::log::merkle::sha256(&[bytes]).0);
    Ok(rows
        .into_iter()
        .map(|(agreement, version, number, bytes, sha256, at)| {
            ((agreement, version, number), (found(&bytes), sha256, moment(at)))
        })
        .collect())
}
