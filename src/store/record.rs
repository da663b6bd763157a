//! The signed versions of agreements by their days, and the digests of their documents, without what the versions and documents hold:
//! what lists and exports of many agreements are made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::schema::{agreement_versions, documents};
use super::{Db, StoreError, code, impossible};
use crate::agreement::AgreementId;
use crate::agreement::version::{DocumentKind, Validity, VersionKind, VersionState};

/// The signed versions of these agreements, by agreement; of a hundred thousand agreements it is asked in parts.
///
/// # Errors
/// [`StoreError`].
pub fn signed(connection: &mut Db, of: &[AgreementId]) -> Result<BTreeMap<AgreementId, Vec<Validity>>, StoreError> {
    type Row = (String, i32, String, Option<NaiveDate>, Option<NaiveDate>);
    let mut found: BTreeMap<AgreementId, Vec<Validity>> = BTreeMap::new();
    for part in of.chunks(PART) {
        let ids: Vec<&str> = part.iter().map(AgreementId::as_str).collect();
        let rows: Vec<Row> = agreement_versions::table
            .filter(agreement_versions::agreement_id.eq_any(ids))
            .filter(agreement_versions::state.eq(VersionState::Signed.code()))
            .order((agreement_versions::agreement_id.asc(), agreement_versions::version.asc()))
            .select((
                agreement_versions::agreement_id,
                agreement_versions::version,
                agreement_versions::kind,
                agreement_versions::valid_from,
                agreement_versions::valid_until,
            ))
            .load(connection)?;
        for (agreement, version, kind, from, until) in rows {
            let from = from.ok_or_else(|| impossible("agreement_versions", "a signed version without a first day"))?;
            let kind = code("agreement_versions", &kind, VersionKind::from_code)?;
            let agreement = code("agreement_versions", &agreement, AgreementId::parse)?;
            found.entry(agreement).or_default().push(Validity { version, kind, from, until });
        }
    }
    Ok(found)
}

/// How many ids stand in one query.
const PART: usize = 500;

/// The SHA-256 of each version's newest document, by agreement and version. Each document is the one before it with something added, so
/// that the newest is the longest.
///
/// # Errors
/// [`StoreError`].
pub fn digests(connection: &mut Db, of: &[AgreementId]) -> Result<BTreeMap<(AgreementId, i32), String>, StoreError> {
    let mut found: BTreeMap<(AgreementId, i32), (i64, String)> = BTreeMap::new();
    let kinds =
        [DocumentKind::Base, DocumentKind::PartySigned, DocumentKind::Sealed, DocumentKind::Upgraded].map(DocumentKind::code);
    for part in of.chunks(PART) {
        let ids: Vec<&str> = part.iter().map(AgreementId::as_str).collect();
        let rows: Vec<(String, i32, String, i64)> = documents::table
            .filter(documents::agreement_id.eq_any(ids))
            .filter(documents::kind.eq_any(kinds))
            .select((
                documents::agreement_id,
                documents::version,
                documents::sha256,
                sql::<BigInt>("CAST(length(documents.bytes) AS BIGINT)"),
            ))
            .load(connection)?;
        for (agreement, version, sha256, length) in rows {
            let key = (code("documents", &agreement, AgreementId::parse)?, version);
            if found.get(&key).is_none_or(|(known, _)| *known < length) {
                found.insert(key, (length, sha256));
            }
        }
    }
    Ok(found.into_iter().map(|(key, (_, sha256))| (key, sha256)).collect())
}
