//! The documents of agreement versions: one of a kind, never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::log::moment;
use super::schema::documents;
use super::{Db, StoreError, code, naive, utc};
use crate::agreement::AgreementId;
use crate::agreement::version::DocumentKind;

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// The PDF.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Stores a finished document. It is never changed, and a version has one of a kind.
///
/// # Errors
/// [`StoreError`]; a second document of one kind and version is a unique violation.
pub fn insert(connection: &mut Db, agreement: &AgreementId, version: i32, document: &Document) -> Result<(), StoreError> {
    diesel::insert_into(documents::table)
        .values((
            documents::agreement_id.eq(agreement.as_str()),
            documents::version.eq(version),
            documents::kind.eq(document.kind.code()),
            documents::bytes.eq(&document.bytes),
            documents::sha256.eq(&document.sha256),
            documents::created_at.eq(naive(document.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The document of a kind, if there is one.
///
/// # Errors
/// [`StoreError`].
pub fn find(
    connection: &mut Db,
    agreement: &AgreementId,
    version: i32,
    kind: DocumentKind,
) -> Result<Option<Document>, StoreError> {
    let row: Option<(Vec<u8>, String, chrono::NaiveDateTime)> = documents::table
        .filter(documents::agreement_id.eq(agreement.as_str()))
        .filter(documents::version.eq(version))
        .filter(documents::kind.eq(kind.code()))
        .select((documents::bytes, documents::sha256, documents::created_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(bytes, sha256, created_at)| Document { kind, bytes, sha256, created_at: utc(created_at) }))
}

/// The document of a version with all that was added to it so far: upgraded, sealed, signed by the party, or as made.
///
/// # Errors
/// [`StoreError`].
pub fn newest(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Document>, StoreError> {
    match newest_listed(connection, agreement, version)? {
        Some(listed) => find(connection, agreement, version, listed.kind),
        None => Ok(None),
    }
}

/// The same without its bytes.
///
/// # Errors
/// [`StoreError`].
pub fn newest_listed(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Listed>, StoreError> {
    let of_chain = |listed: &Listed| !matches!(listed.kind, DocumentKind::Evidence | DocumentKind::Mandate);
    // Each is the one before it with something added, in whichever order the party and Kela came.
    Ok(of_version(connection, agreement, version)?.into_iter().filter(of_chain).max_by_key(|listed| listed.size))
}

/// A document as lists show it: without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is.
    pub kind: DocumentKind,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How many bytes.
    pub size: usize,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

diesel::define_sql_function! {
    /// How many bytes, without reading them.
    fn length(bytes: diesel::sql_types::Binary) -> diesel::sql_types::Integer;
}

/// The documents of a version, in the order in which they were made.
///
/// # Errors
/// [`StoreError`].
pub fn of_version(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<(String, i32, String, chrono::NaiveDateTime)> = documents::table
        .filter(documents::agreement_id.eq(agreement.as_str()))
        .filter(documents::version.eq(version))
        .order(documents::created_at.asc())
        .select((documents::kind, length(documents::bytes), documents::sha256, documents::created_at))
        .load(connection)?;
    rows.into_iter()
        .map(|(kind, size, sha256, created_at)| {
            listed(code("documents", &kind, DocumentKind::from_code)?, size, sha256, created_at)
        })
        .collect()
}

pub(super) fn listed(
    kind: DocumentKind,
    size: i32,
    sha256: String,
    created_at: chrono::NaiveDateTime,
) -> Result<Listed, StoreError> {
    let size = usize::try_from(size).map_err(|error| super::impossible("documents", error))?;
    Ok(Listed { kind, sha256, size, created_at: utc(created_at) })
}

/// Where a document of this digest stands: the agreement, its version and what it is. Several where the same bytes were stored twice.
///
/// # Errors
/// [`StoreError`].
pub fn by_digest(connection: &mut Db, sha256: &str) -> Result<Vec<(AgreementId, i32, DocumentKind)>, StoreError> {
    let rows: Vec<(String, i32, String)> = documents::table
        .filter(documents::sha256.eq(sha256))
        .select((documents::agreement_id, documents::version, documents::kind))
        .load(connection)?;
    rows.into_iter()
        .map(|(agreement, version, kind)| {
            Ok((code("documents", &agreement, AgreementId::parse)?, version, code("documents", &kind, DocumentKind::from_code)?))
        })
        .collect()
}

/// Agreement, version and kind code of every document, in order.
///
/// # Errors
/// [`StoreError`].
pub fn places(connection: &mut Db) -> Result<Vec<(String, i32, String)>, StoreError> {
    Ok(documents::table
        .order((documents::agreement_id.asc(), documents::version.asc(), documents::kind.asc()))
        .select((documents::agreement_id, documents::version, documents::kind))
        .load(connection)?)
}

/// What a document's row holds now: the digest of its bytes, the digest that is written beside them, and its moment.
///
/// # Errors
/// [`StoreError`].
pub fn digest(
    connection: &mut Db,
    (agreement, version, kind): (&str, i32, &str),
) -> Result<Option<(String, String, String)>, StoreError> {
    let row: Option<(Vec<u8>, String, chrono::NaiveDateTime)> = documents::table
        .filter(documents::agreement_id.eq(agreement))
        .filter(documents::version.eq(version))
        .filter(documents::kind.eq(kind))
        .select((documents::bytes, documents::sha256, documents::created_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(bytes, written, at)| (hex::encode(crate::log::merkle::sha256(&[&bytes]).0), written, moment(at))))
}
