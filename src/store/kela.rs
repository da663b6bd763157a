//! Kela's half of the form and the agreement's terms, each kept in all its versions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{kela_halves, terms};
use super::{Db, StoreError, code, json, naive, to_json, utc};
use crate::agreement::content::Terms;
use crate::agreement::draft::Draft;
use crate::agreement::{Language, PartySheet, UserId};
use crate::federation::Report;

/// A version of Kela's half.
#[derive(Debug, Clone, PartialEq)]
pub struct KelaHalf {
    /// Number, in the order of saving.
    pub number: i64,
    /// As typed.
    pub draft: Draft,
    /// As read.
    pub sheet: PartySheet,
    /// What the check found of its domains.
    pub reports: Vec<Report>,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
}

/// The half in use: the newest.
///
/// # Errors
/// [`StoreError`].
pub fn current_half(connection: &mut Db) -> Result<Option<KelaHalf>, StoreError> {
    let row: Option<(i64, String, String, String, chrono::NaiveDateTime)> = kela_halves::table
        .order(kela_halves::number.desc())
        .select((kela_halves::number, kela_halves::draft, kela_halves::sheet, kela_halves::reports, kela_halves::created_at))
        .first(connection)
        .optional()?;
    row.map(|(number, draft, sheet, reports, created_at)| {
        Ok(KelaHalf {
            number,
            draft: json("kela_halves", &draft)?,
            sheet: json("kela_halves", &sheet)?,
            reports: json("kela_halves", &reports)?,
            created_at: utc(created_at),
        })
    })
    .transpose()
}

/// Stores a new version of Kela's half.
///
/// # Errors
/// [`StoreError`].
pub fn insert_half(
    connection: &mut Db,
    draft: &Draft,
    sheet: &PartySheet,
    reports: &[Report],
    by: &UserId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(kela_halves::table)
        .values((
            kela_halves::draft.eq(to_json("kela_halves", draft)?),
            kela_halves::sheet.eq(to_json("kela_halves", sheet)?),
            kela_halves::reports.eq(to_json("kela_halves", &reports)?),
            kela_halves::created_at.eq(naive(at)),
            kela_halves::created_by.eq(by.as_str()),
        ))
        .execute(connection)?;
    Ok(())
}

/// All published terms, newest first within a language.
///
/// # Errors
/// [`StoreError`].
pub fn all_terms(connection: &mut Db) -> Result<Vec<Terms>, StoreError> {
    let rows: Vec<(String, i32, String, bool, chrono::NaiveDateTime)> = terms::table
        .order((terms::language.asc(), terms::version.desc()))
        .select((terms::language, terms::version, terms::text, terms::sample, terms::published_at))
        .load(connection)?;
    rows.into_iter()
        .map(|(language, version, text, sample, published_at)| {
            Ok(Terms {
                language: code("terms", &language, Language::from_code)?,
                version: u32::try_from(version).map_err(|error| super::impossible("terms", error))?,
                text,
                sample,
                published_at: utc(published_at),
            })
        })
        .collect()
}

/// The terms in use in a language: the newest published.
///
/// # Errors
/// [`StoreError`].
pub fn current_terms(connection: &mut Db, language: Language) -> Result<Option<Terms>, StoreError> {
    Ok(all_terms(connection)?.into_iter().find(|terms| terms.language == language))
}

/// Publishes terms.
///
/// # Errors
/// [`StoreError`]; a version that exists is a unique violation.
pub fn insert_terms(connection: &mut Db, given: &Terms, by: &UserId) -> Result<(), StoreError> {
    diesel::insert_into(terms::table)
        .values((
            terms::language.eq(given.language.code()),
            terms::version.eq(i32::try_from(given.version).map_err(|error| super::impossible("terms", error))?),
            terms::text.eq(&given.text),
            terms::sample.eq(given.sample),
            terms::published_at.eq(naive(given.published_at)),
            terms::published_by.eq(by.as_str()),
        ))
        .execute(connection)?;
    Ok(())
}
