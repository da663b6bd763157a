//! Agreements and their versions.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::log::moment;
use super::schema::{agreement_domains, agreement_versions, agreements, documents, signatures};
use super::signatories::{self, Successor};
use super::{Db, StoreError, anywhere, code, impossible, json, naive, row_digest, to_json, utc};
use crate::agreement::content::AgreementContent;
use crate::agreement::version::{Course, DocumentKind, SigningOrder, Validity, VersionKind, VersionState};
use crate::agreement::{AgreementId, BusinessId, Language, PartySheet, RequestId, Signatory};
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
    /// What it is to the agreement.
    pub kind: VersionKind,
    /// The request that it rests on.
    pub request: RequestId,
    /// State.
    pub state: VersionState,
    /// Language of the document.
    pub language: Language,
    /// What was frozen.
    pub content: AgreementContent,
    /// Who was named to sign in place of the signatory that stands in it.
    pub successor: Option<Successor>,
    /// What was planned for it and what has been done.
    pub course: Course,
    /// When the signatory is to be reminded.
    pub remind_at: Option<DateTime<Utc>>,
    /// When the time to sign runs out.
    pub lapses_at: Option<DateTime<Utc>>,
    /// When it was complete.
    pub completed_at: Option<DateTime<Utc>>,
    /// Its first day, once it is complete.
    pub valid_from: Option<NaiveDate>,
    /// Its last day, where one was agreed; for a termination the agreement's last day.
    pub valid_until: Option<NaiveDate>,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
    /// Raised at every change.
    pub revision: i32,
}

impl Version {
    /// Who signs: the successor, or the signatory that stands in the content.
    #[must_use]
    pub fn signatory(&self) -> &Signatory {
        self.successor.as_ref().map_or(&self.content.party.signatory, |named| &named.signatory)
    }

    /// The party's half with who signs now: what rights rest on. What was agreed stands in the content.
    #[must_use]
    pub fn party(&self) -> Cow<'_, PartySheet> {
        match &self.successor {
            None => Cow::Borrowed(&self.content.party),
            Some(named) => Cow::Owned(PartySheet { signatory: named.signatory.clone(), ..self.content.party.clone() }),
        }
    }

    /// Whether its time to sign is up, whether or not it was marked as lapsed.
    #[must_use]
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.state == VersionState::AwaitingSignature && self.lapses_at.is_some_and(|at| at <= now)
    }

    /// From when to when it holds; nothing before it is complete.
    #[must_use]
    pub fn validity(&self) -> Option<Validity> {
        Some(Validity { version: self.version, kind: self.kind, from: self.valid_from?, until: self.valid_until })
    }
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
    insert_domains(connection, &agreement.id, domains)
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
            agreement_versions::kind.eq(version.kind.code()),
            agreement_versions::request_id.eq(version.request.as_str()),
            agreement_versions::state.eq(version.state.code()),
            agreement_versions::language.eq(version.language.code()),
            agreement_versions::content.eq(to_json("agreement_versions", &version.content)?),
            agreement_versions::signing_order.eq(version.course.order.code()),
            agreement_versions::needs_signature.eq(version.course.needs_signature),
            agreement_versions::created_at.eq(naive(version.created_at)),
            agreement_versions::revision.eq(version.revision),
        ))
        .execute(connection)?;
    Ok(())
}

/// The digest of what is frozen in a version's row, whatever its state.
///
/// # Errors
/// [`StoreError`].
pub fn version_digest(connection: &mut Db, agreement: &str, version: i32) -> Result<Option<String>, StoreError> {
    type Frozen = (String, String, String, String, String, bool, chrono::NaiveDateTime);
    let row: Option<Frozen> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement))
        .filter(agreement_versions::version.eq(version))
        .select((
            agreement_versions::kind,
            agreement_versions::request_id,
            agreement_versions::language,
            agreement_versions::content,
            agreement_versions::signing_order,
            agreement_versions::needs_signature,
            agreement_versions::created_at,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(kind, request, language, content, order, needs_signature, created_at)| {
        let needs_signature = needs_signature.to_string();
        let version = version.to_string();
        row_digest(&[agreement, &version, &kind, &request, &language, &content, &order, &needs_signature, &moment(created_at)])
    }))
}

/// The digest of when a version was complete and of its first and last day; nothing before it is complete.
///
/// # Errors
/// [`StoreError`].
pub fn days_digest(connection: &mut Db, agreement: &str, version: i32) -> Result<Option<String>, StoreError> {
    type Days = (Option<chrono::NaiveDateTime>, Option<NaiveDate>, Option<NaiveDate>);
    let row: Option<Days> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement))
        .filter(agreement_versions::version.eq(version))
        .select((agreement_versions::completed_at, agreement_versions::valid_from, agreement_versions::valid_until))
        .first(connection)
        .optional()?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(row.and_then(|(completed_at, from, until)| {
        let completed_at = completed_at.map(moment);
        let known = completed_at.is_some() || from.is_some() || until.is_some();
        known.then(|| row_digest(&[agreement, &version.to_string(), &completed_at.unwrap_or_default(), &day(from), &day(until)]))
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

/// Writes the state and the times of a version over the revision that it was read at; tells whether it was still that one.
///
/// # Errors
/// [`StoreError`].
pub fn update_version(connection: &mut Db, agreement: &AgreementId, version: &Version) -> Result<bool, StoreError> {
    Ok(diesel::update(
        agreement_versions::table
            .filter(agreement_versions::agreement_id.eq(agreement.as_str()))
            .filter(agreement_versions::version.eq(version.version))
            .filter(agreement_versions::revision.eq(version.revision)),
    )
    .set((
        agreement_versions::state.eq(version.state.code()),
        agreement_versions::remind_at.eq(version.remind_at.map(naive)),
        agreement_versions::lapses_at.eq(version.lapses_at.map(naive)),
        agreement_versions::completed_at.eq(version.completed_at.map(naive)),
        agreement_versions::valid_from.eq(version.valid_from),
        agreement_versions::valid_until.eq(version.valid_until),
        agreement_versions::revision.eq(version.revision + 1),
    ))
    .execute(connection)?
        == 1)
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

/// The agreement of which a version rests on a request.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_request(connection: &mut Db, request: &RequestId) -> Result<Option<Agreement>, StoreError> {
    Ok(version_of_request(connection, request)?.map(|(agreement, _)| agreement))
}

/// The version that a request led to, and its agreement.
///
/// # Errors
/// [`StoreError`].
pub fn version_of_request(connection: &mut Db, request: &RequestId) -> Result<Option<(Agreement, i32)>, StoreError> {
    let row: Option<(AgreementRow, i32)> = agreements::table
        .inner_join(agreement_versions::table.on(agreement_versions::agreement_id.eq(agreements::id)))
        .filter(agreement_versions::request_id.eq(request.as_str()))
        .select((AgreementRow::as_select(), agreement_versions::version))
        .first(connection)
        .optional()?;
    row.map(|(row, version)| Ok((Agreement::try_from(row)?, version))).transpose()
}

/// Writes the name of the party and the domains that an agreement holds now; what is searched grows by `words`.
///
/// # Errors
/// [`StoreError`].
pub fn update(
    connection: &mut Db,
    agreement: &AgreementId,
    party_name: &str,
    domains: &[SipDomain],
    words: &str,
) -> Result<(), StoreError> {
    let row = agreements::table.filter(agreements::id.eq(agreement.as_str()));
    let known: String = row.select(agreements::search_text).first(connection)?;
    let mut lines: Vec<&str> = known.lines().collect();
    for word in words.lines() {
        if !lines.contains(&word) {
            lines.push(word);
        }
    }
    diesel::update(row)
        .set((agreements::party_name.eq(party_name), agreements::search_text.eq(lines.join("\n"))))
        .execute(connection)?;
    diesel::delete(agreement_domains::table.filter(agreement_domains::agreement_id.eq(agreement.as_str())))
        .execute(connection)?;
    insert_domains(connection, agreement, domains)
}

fn insert_domains(connection: &mut Db, agreement: &AgreementId, domains: &[SipDomain]) -> Result<(), StoreError> {
    for domain in domains {
        diesel::insert_into(agreement_domains::table)
            .values((agreement_domains::agreement_id.eq(agreement.as_str()), agreement_domains::domain.eq(domain.as_str())))
            .execute(connection)?;
    }
    Ok(())
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_versions)]
struct VersionRow {
    version: i32,
    kind: String,
    request_id: String,
    state: String,
    language: String,
    content: String,
    signing_order: String,
    needs_signature: bool,
    remind_at: Option<chrono::NaiveDateTime>,
    lapses_at: Option<chrono::NaiveDateTime>,
    completed_at: Option<chrono::NaiveDateTime>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    created_at: chrono::NaiveDateTime,
    revision: i32,
}

const V: &str = "agreement_versions";

impl VersionRow {
    /// `made` and `sealed` by the documents that there are, `party_signed` by the signature.
    fn version(
        self,
        documents: &[DocumentKind],
        party_signed: bool,
        successor: Option<Successor>,
    ) -> Result<Version, StoreError> {
        let course = Course {
            order: code(V, &self.signing_order, SigningOrder::from_code)?,
            needs_signature: self.needs_signature,
            made: documents.contains(&DocumentKind::Base),
            party_signed,
            sealed: documents.contains(&DocumentKind::Sealed),
        };
        let state = code(V, &self.state, VersionState::from_code)?;
        if !matches!(state, VersionState::Declined | VersionState::Lapsed) && course.state() != state {
            return Err(impossible(V, ["a version whose state does not fit what was done: ", state.code()].concat()));
        }
        Ok(Version {
            version: self.version,
            kind: code(V, &self.kind, VersionKind::from_code)?,
            request: code(V, &self.request_id, RequestId::parse)?,
            state,
            language: code(V, &self.language, Language::from_code)?,
            content: json(V, &self.content)?,
            successor,
            course,
            remind_at: self.remind_at.map(utc),
            lapses_at: self.lapses_at.map(utc),
            completed_at: self.completed_at.map(utc),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            created_at: utc(self.created_at),
            revision: self.revision,
        })
    }
}

/// The versions of an agreement, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn versions(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<VersionRow> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement.as_str()))
        .order(agreement_versions::version.desc())
        .select(VersionRow::as_select())
        .load(connection)?;
    let kinds: Vec<(i32, String)> = documents::table
        .filter(documents::agreement_id.eq(agreement.as_str()))
        .select((documents::version, documents::kind))
        .load(connection)?;
    let signed: Vec<i32> =
        signatures::table.filter(signatures::agreement_id.eq(agreement.as_str())).select(signatures::version).load(connection)?;
    let named = signatories::of_agreement(connection, agreement)?;
    rows.into_iter()
        .map(|row| {
            let successor = named.iter().find(|(version, _)| *version == row.version).map(|(_, named)| named.clone());
            let of_version = kinds.iter().filter(|(version, _)| *version == row.version);
            let documents: Vec<DocumentKind> =
                of_version.map(|(_, kind)| code("documents", kind, DocumentKind::from_code)).collect::<Result<_, _>>()?;
            let party_signed = signed.contains(&row.version);
            row.version(&documents, party_signed, successor)
        })
        .collect()
}

/// One version of an agreement.
///
/// # Errors
/// [`StoreError`].
pub fn version(connection: &mut Db, agreement: &AgreementId, version: i32) -> Result<Option<Version>, StoreError> {
    Ok(versions(connection, agreement)?.into_iter().find(|found| found.version == version))
}

/// The versions that wait for a signature and whose signatory is to be reminded by `now`, or whose time to sign is up.
///
/// # Errors
/// [`StoreError`].
pub fn signing_due(connection: &mut Db, now: DateTime<Utc>) -> Result<Vec<(AgreementId, i32)>, StoreError> {
    let due = agreement_versions::remind_at.le(naive(now)).or(agreement_versions::lapses_at.le(naive(now)));
    let rows: Vec<(String, i32)> = agreement_versions::table
        .filter(agreement_versions::state.eq(VersionState::AwaitingSignature.code()))
        .filter(due.assume_not_null())
        .order((agreement_versions::created_at.asc(), agreement_versions::agreement_id.asc()))
        .select((agreement_versions::agreement_id, agreement_versions::version))
        .load(connection)?;
    rows.into_iter().map(|(agreement, version)| Ok((code(V, &agreement, AgreementId::parse)?, version))).collect()
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
    let newer = diesel::alias!(agreement_versions as newer);
    let newer_of_same = newer
        .filter(newer.field(agreement_versions::agreement_id).eq(agreement_versions::agreement_id))
        .filter(newer.field(agreement_versions::version).gt(agreement_versions::version));
    let mut rows = agreements::table
        .inner_join(agreement_versions::table.on(agreement_versions::agreement_id.eq(agreements::id)))
        .filter(diesel::dsl::not(diesel::dsl::exists(newer_of_same)))
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
    let rows: Vec<(AgreementRow, i32, String)> = rows.order(agreements::number.desc()).limit(filter.most).load(connection)?;
    rows.into_iter()
        .map(|(row, version, state)| {
            Ok((Agreement::try_from(row)?, version, code("agreement_versions", &state, VersionState::from_code)?))
        })
        .collect()
}
