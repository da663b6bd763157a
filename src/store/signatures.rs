//! How the party signed a version.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::log::moment;
use super::schema::{signatures, signing_codes};
use super::{Db, StoreError, code, json, naive, to_json, utc};
use crate::agreement::AgreementId;
use crate::agreement::signing::{Act, Way};

/// The party's signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// In the service, or with a certificate of its own.
    pub way: Way,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the document that was signed, in hex: in the service the bytes that were shown, with a certificate the bytes that came back.
    pub sha256: String,
    /// Who, and what was accepted or found.
    pub act: Act,
}

/// Stores the party's signature. A version has one, and it is never changed.
///
/// # Errors
/// [`StoreError`]; a second signature is a unique violation.
pub fn insert(connection: &mut Db, agreement: &AgreementId, version: i32, signature: &Signature) -> Result<(), StoreError> {
    diesel::insert_into(signatures::table)
        .values((
            signatures::agreement_id.eq(agreement.as_str()),
            signatures::version.eq(version),
            signatures::way.eq(signature.way.code()),
            signatures::signed_at.eq(naive(signature.signed_at)),
            signatures::sha256.eq(&signature.sha256),
            signatures::act.eq(to_json("signatures", &signature.act)?),
        ))
        .execute(connection)?;
    Ok(())
}

/// The party's signature of a version, if it was given.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Signature>, StoreError> {
    let row: Option<(String, chrono::NaiveDateTime, String, String)> = signatures::table
        .filter(signatures::agreement_id.eq(agreement.as_str()))
        .filter(signatures::version.eq(version))
        .select((signatures::way, signatures::signed_at, signatures::sha256, signatures::act))
        .first(connection)
        .optional()?;
    row.map(|(way, signed_at, sha256, act)| {
        Ok(Signature {
            way: code("signatures", &way, Way::from_code)?,
            signed_at: utc(signed_at),
            sha256,
            act: json("signatures", &act)?,
        })
    })
    .transpose()
}

/// A code that was mailed to a signatory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningCode {
    /// Fingerprint of the code.
    pub code_hash: String,
    /// When it was mailed.
    pub sent_at: DateTime<Utc>,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// How often a wrong one was given.
    pub tries: i32,
}

/// Stores a new code in place of the last.
///
/// # Errors
/// [`StoreError`].
pub fn replace_code(connection: &mut Db, agreement: &AgreementId, version: i32, new: &SigningCode) -> Result<(), StoreError> {
    remove_code(connection, agreement, version)?;
    diesel::insert_into(signing_codes::table)
        .values((
            signing_codes::agreement_id.eq(agreement.as_str()),
            signing_codes::version.eq(version),
            signing_codes::code_hash.eq(&new.code_hash),
            signing_codes::sent_at.eq(naive(new.sent_at)),
            signing_codes::expires_at.eq(naive(new.expires_at)),
            signing_codes::tries.eq(new.tries),
        ))
        .execute(connection)?;
    Ok(())
}

/// The code that a signatory has, if one was mailed.
///
/// # Errors
/// [`StoreError`].
pub fn signing_code(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<SigningCode>, StoreError> {
    let row: Option<(String, chrono::NaiveDateTime, chrono::NaiveDateTime, i32)> = signing_codes::table
        .filter(signing_codes::agreement_id.eq(agreement.as_str()))
        .filter(signing_codes::version.eq(version))
        .select((signing_codes::code_hash, signing_codes::sent_at, signing_codes::expires_at, signing_codes::tries))
        .first(connection)
        .optional()?;
    Ok(row.map(|(code_hash, sent_at, expires_at, tries)| SigningCode {
        code_hash,
        sent_at: utc(sent_at),
        expires_at: utc(expires_at),
        tries,
    }))
}

/// Counts a wrong code.
///
/// # Errors
/// [`StoreError`].
pub fn count_try(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<(), StoreError> {
    diesel::update(
        signing_codes::table
            .filter(signing_codes::agreement_id.eq(agreement.as_str()))
            .filter(signing_codes::version.eq(version)),
    )
    .set(signing_codes::tries.eq(signing_codes::tries + 1))
    .execute(connection)?;
    Ok(())
}

/// Removes the code of a version.
///
/// # Errors
/// [`StoreError`].
pub fn remove_code(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<(), StoreError> {
    diesel::delete(
        signing_codes::table
            .filter(signing_codes::agreement_id.eq(agreement.as_str()))
            .filter(signing_codes::version.eq(version)),
    )
    .execute(connection)?;
    Ok(())
}

/// A signature as its event tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Agreement and version.
    pub at: (String, i32),
    /// The digest of what was signed.
    pub sha256: String,
    /// Its moment.
    pub moment: String,
    /// The digest of the act as it is stored ([`Act::digest`]).
    pub act: String,
}

/// Every signature, in order.
///
/// # Errors
/// [`StoreError`].
pub fn places(connection: &mut Db) -> Result<Vec<Place>, StoreError> {
    let rows: Vec<(String, i32, String, chrono::NaiveDateTime, String)> = signatures::table
        .order((signatures::agreement_id.asc(), signatures::version.asc()))
        .select((signatures::agreement_id, signatures::version, signatures::sha256, signatures::signed_at, signatures::act))
        .load(connection)?;
    let place = |(agreement, version, sha256, at, act): (String, i32, String, chrono::NaiveDateTime, String)| Place {
        at: (agreement, version),
        sha256,
        moment: moment(at),
        act: hex::encode(Sha256::digest(act)),
    };
    Ok(rows.into_iter().map(place).collect())
}
