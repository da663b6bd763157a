//! Agreements, their versions and their documents.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::log::moment;
use super::schema::{agreement_domains, agreement_versions, agreements, documents};
use super::{Db, StoreError, anywhere, code, impossible, json, naive, row_digest, to_json, utc};
use crate::agreement::content::AgreementContent;
use crate::agreement::lifecycle::VersionState;
use crate::agreement::{AgreementId, BusinessId, Language, RequestId};
use crate::federation::SipDomain;

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// Number, such as `KELA-FED-2026-0131`.
    pub number: String,
    /// The request that it rests on.
    pub request: RequestId,
    /// The party's Y-tunnus.
    pub business_id: BusinessId,
    /// The party's name.
    pub party_name: String,
    /// When it was approved.
    pub created_at: DateTime<Utc>,
}

/// A version of an agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// From 1.
    pub version: i32,
    /// State.
    pub state: VersionState,
    /// Language of the document.
    pub language: Language,
    /// What was frozen.
    pub content: AgreementContent,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
    /// Raised at every change.
    pub revision: i32,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements)]
struct AgreementRow {
    id: String,
    number: String,
    request_id: String,
    business_id: String,
    party_name: String,
    search_text: String,
    created_at: chrono::NaiveDateTime,
}

const T: &str = "agreements";

impl TryFrom<AgreementRow> for Agreement {
    type Error = StoreError;

    fn try_from(row: AgreementRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: code(T, &row.id, AgreementId::parse)?,
            number: row.number,
            request: code(T, &row.request_id, RequestId::parse)?,
            business_id: BusinessId::parse(&row.business_id).map_err(|error| impossible(T, error))?,
            party_name: row.party_name,
            created_at: utc(row.created_at),
        })
    }
}

/// Stores a new agreement with the domains of its first version.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, agreement: &Agreement, search_text: &str, domains: &[SipDomain]) -> Result<(), StoreError> {
    diesel::insert_into(agreements::table)
        .values(AgreementRow {
            id: agreement.id.to_string(),
            number: agreement.number.clone(),
            request_id: agreement.request.to_string(),
            business_id: agreement.business_id.to_string(),
            party_name: agreement.party_name.clone(),
            search_text: search_text.to_owned(),
            created_at: naive(agreement.created_at),
        })
        .execute(connection)?;
    for domain in domains {
        diesel::insert_into(agreement_domains::table)
            .values((agreement_domains::agreement_id.eq(agreement.id.as_str()), agreement_domains::domain.eq(domain.as_str())))
            .execute(connection)?;
    }
    Ok(())
}

/// Stores a new version.
///
/// # Errors
/// [`StoreError`].
pub fn insert_version(connection: &mut Db, agreement: &AgreementId, version: &Version) -> Result<(), StoreError> {
    diesel::insert_into(agreement_versions::table)
        .values((
            agreement_versions::agreement_id.eq(agreement.as_str()),
            agreement_versions::version.eq(version.version),
            agreement_versions::state.eq(version.state.code()),
            agreement_versions::language.eq(version.language.code()),
            agreement_versions::content.eq(to_json("agreement_versions", &version.content)?),
            agreement_versions::created_at.eq(naive(version.created_at)),
            agreement_versions::revision.eq(version.revision),
        ))
        .execute(connection)?;
    Ok(())
}

/// The digest of what is frozen in a version's row: its language, content and moment, whatever its state.
///
/// # Errors
/// [`StoreError`].
pub fn version_digest(connection: &mut Db, agreement: &str, version: i32) -> Result<Option<String>, StoreError> {
    let row: Option<(String, String, chrono::NaiveDateTime)> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement))
        .filter(agreement_versions::version.eq(version))
        .select((agreement_versions::language, agreement_versions::content, agreement_versions::created_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(language, content, created_at)| {
        row_digest(&[agreement, &version.to_string(), &language, &content, &moment(created_at)])
    }))
}

/// Agreement, number and state code of every version, in order.
///
/// # Errors
/// [`StoreError`].
pub fn version_states(connection: &mut Db) -> Result<Vec<(String, i32, String)>, StoreError> {
    Ok(agreement_versions::table
        .order((agreement_versions::agreement_id.asc(), agreement_versions::version.asc()))
        .select((agreement_versions::agreement_id, agreement_versions::version, agreement_versions::state))
        .load(connection)?)
}

/// Agreement and version of every document, in order.
///
/// # Errors
/// [`StoreError`].
pub fn document_places(connection: &mut Db) -> Result<Vec<(String, i32)>, StoreError> {
    Ok(documents::table
        .order((documents::agreement_id.asc(), documents::version.asc()))
        .select((documents::agreement_id, documents::version))
        .load(connection)?)
}

/// What a document's row holds now: the digest of its bytes, the digest that is written beside them, and its moment.
///
/// # Errors
/// [`StoreError`].
pub fn document_digest(
    connection: &mut Db,
    agreement: &str,
    version: i32,
) -> Result<Option<(String, String, String)>, StoreError> {
    let row: Option<(Vec<u8>, String, chrono::NaiveDateTime)> = documents::table
        .filter(documents::agreement_id.eq(agreement))
        .filter(documents::version.eq(version))
        .select((documents::bytes, documents::sha256, documents::created_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(bytes, written, at)| (hex::encode(crate::log::merkle::sha256(&[&bytes]).0), written, moment(at))))
}

/// Moves a version to another state; tells whether it was still at the revision that was read.
///
/// # Errors
/// [`StoreError`].
pub fn set_version_state(
    connection: &mut Db,
    agreement: &AgreementId,
    version: &Version,
    state: VersionState,
) -> Result<bool, StoreError> {
    Ok(diesel::update(
        agreement_versions::table
            .filter(agreement_versions::agreement_id.eq(agreement.as_str()))
            .filter(agreement_versions::version.eq(version.version))
            .filter(agreement_versions::revision.eq(version.revision)),
    )
    .set((agreement_versions::state.eq(state.code()), agreement_versions::revision.eq(version.revision + 1)))
    .execute(connection)?
        == 1)
}

/// Stores a finished document. It is never changed, and a version has one.
///
/// # Errors
/// [`StoreError`]; a second document of one version is a unique violation.
pub fn insert_document(
    connection: &mut Db,
    agreement: &AgreementId,
    version: i32,
    document: &Document,
) -> Result<(), StoreError> {
    diesel::insert_into(documents::table)
        .values((
            documents::agreement_id.eq(agreement.as_str()),
            documents::version.eq(version),
            documents::bytes.eq(&document.bytes),
            documents::sha256.eq(&document.sha256),
            documents::created_at.eq(naive(document.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The agreement of an id.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: &AgreementId) -> Result<Option<Agreement>, StoreError> {
    let row = agreements::table
        .filter(agreements::id.eq(id.as_str()))
        .select(AgreementRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Agreement::try_from).transpose()
}

/// The agreement of a number.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_number(connection: &mut Db, number: &str) -> Result<Option<Agreement>, StoreError> {
    let row =
        agreements::table.filter(agreements::number.eq(number)).select(AgreementRow::as_select()).first(connection).optional()?;
    row.map(Agreement::try_from).transpose()
}

/// The agreement that a request led to.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_request(connection: &mut Db, request: &RequestId) -> Result<Option<Agreement>, StoreError> {
    let row = agreements::table
        .filter(agreements::request_id.eq(request.as_str()))
        .select(AgreementRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Agreement::try_from).transpose()
}

/// The agreements of a Y-tunnus, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_business_id(connection: &mut Db, business_id: &BusinessId) -> Result<Vec<Agreement>, StoreError> {
    agreements::table
        .filter(agreements::business_id.eq(business_id.as_str()))
        .order(agreements::number.asc())
        .select(AgreementRow::as_select())
        .load(connection)?
        .into_iter()
        .map(Agreement::try_from)
        .collect()
}

/// The SIP domains of the newest version of an agreement.
///
/// # Errors
/// [`StoreError`].
pub fn domains_of(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<String>, StoreError> {
    Ok(agreement_domains::table
        .filter(agreement_domains::agreement_id.eq(agreement.as_str()))
        .order(agreement_domains::domain.asc())
        .select(agreement_domains::domain)
        .load(connection)?)
}

/// Of `domains`, those that an agreement with another organisation holds: domain, number and name of the other party. A Y-tunnus is public
/// and typed by anybody: the same number under another name counts as another.
///
/// # Errors
/// [`StoreError`].
pub fn domains_of_others(
    connection: &mut Db,
    domains: &[SipDomain],
    business_id: &BusinessId,
    party_name: &str,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let names: Vec<&str> = domains.iter().map(SipDomain::as_str).collect();
    Ok(agreement_domains::table
        .inner_join(agreements::table.on(agreements::id.eq(agreement_domains::agreement_id)))
        .filter(agreement_domains::domain.eq_any(names))
        .filter(agreements::business_id.ne(business_id.as_str()).or(agreements::party_name.ne(party_name)))
        .order((agreement_domains::domain.asc(), agreements::number.asc()))
        .select((agreement_domains::domain, agreements::number, agreements::party_name))
        .load(connection)?)
}

/// The versions of an agreement, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn versions(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<(i32, String, String, String, chrono::NaiveDateTime, i32)> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement.as_str()))
        .order(agreement_versions::version.desc())
        .select((
            agreement_versions::version,
            agreement_versions::state,
            agreement_versions::language,
            agreement_versions::content,
            agreement_versions::created_at,
            agreement_versions::revision,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(version, state, language, content, created_at, revision)| {
            Ok(Version {
                version,
                state: code("agreement_versions", &state, VersionState::from_code)?,
                language: code("agreement_versions", &language, Language::from_code)?,
                content: json("agreement_versions", &content)?,
                created_at: utc(created_at),
                revision,
            })
        })
        .collect()
}

/// The document of a version, if it has been made.
///
/// # Errors
/// [`StoreError`].
pub fn document(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Document>, StoreError> {
    let row: Option<(Vec<u8>, String, chrono::NaiveDateTime)> = documents::table
        .filter(documents::agreement_id.eq(agreement.as_str()))
        .filter(documents::version.eq(version))
        .select((documents::bytes, documents::sha256, documents::created_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(bytes, sha256, created_at)| Document { bytes, sha256, created_at: utc(created_at) }))
}

/// Which agreements a list shows: newest number first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementFilter {
    /// Words to find: organisation, number, domain, contact, case number.
    pub words: String,
    /// Whose newest version is in this state.
    pub state: Option<VersionState>,
    /// Only those with a number before this one.
    pub before: Option<String>,
    /// At most so many.
    pub most: i64,
}

/// Agreements with the state of their newest version.
///
/// # Errors
/// [`StoreError`].
pub fn list(connection: &mut Db, filter: &AgreementFilter) -> Result<Vec<(Agreement, i32, VersionState)>, StoreError> {
    let mut rows = agreements::table
        .inner_join(agreement_versions::table.on(agreement_versions::agreement_id.eq(agreements::id)))
        .select((AgreementRow::as_select(), agreement_versions::version, agreement_versions::state))
        .into_boxed();
    for word in filter.words.split_whitespace().take(8) {
        rows = rows.filter(agreements::search_text.like(anywhere(word)).escape('\\'));
    }
    if let Some(state) = filter.state {
        rows = rows.filter(agreement_versions::state.eq(state.code()));
    }
    if let Some(before) = &filter.before {
        rows = rows.filter(agreements::number.lt(before.clone()));
    }
    let rows: Vec<(AgreementRow, i32, String)> =
        rows.order((agreements::number.desc(), agreement_versions::version.desc())).limit(filter.most).load(connection)?;
    let mut seen: Vec<String> = Vec::new();
    let mut list = Vec::new();
    for (row, version, state) in rows {
        // Newest version first: the later rows of the same agreement are older ones.
        if seen.contains(&row.id) {
            continue;
        }
        seen.push(row.id.clone());
        list.push((Agreement::try_from(row)?, version, code("agreement_versions", &state, VersionState::from_code)?));
    }
    Ok(list)
}
