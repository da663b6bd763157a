//! Requests, and the queue of them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::{requests, submissions};
use super::{Db, StoreError, anywhere, code, impossible, json, naive, to_json, utc};
use crate::agreement::draft::Draft;
use crate::agreement::lifecycle::RequestState;
use crate::agreement::version::VersionKind;
use crate::agreement::{AgreementId, BusinessId, EmailAddress, Language, RequestId, UserId};
use crate::federation::{Report, Verdict};

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Id, in addresses.
    pub id: RequestId,
    /// Reference number, given when it is first filed.
    pub reference: Option<String>,
    /// State.
    pub state: RequestState,
    /// Who fills it.
    pub holder: EmailAddress,
    /// The language that the filer reads, and that mails about the request are written in.
    pub language: Language,
    /// The form as typed.
    pub draft: Draft,
    /// What the newest check found, one report a domain.
    pub reports: Vec<Report>,
    /// The reviewer who took it.
    pub reviewer: Option<UserId>,
    /// What Kela last wrote to the filer.
    pub message: Option<String>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last filed.
    pub filed_at: Option<DateTime<Utc>>,
    /// Raised at every change.
    pub revision: i32,
    /// What it asks for.
    pub kind: VersionKind,
    /// The agreement that it is to change; none for a first one.
    pub changes: Option<AgreementId>,
    /// The day from which a change is to hold, or on which the agreement is to end.
    pub wished_from: Option<NaiveDate>,
}

/// What the queue shows and searches of a request, worked out when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// The organisation's name as typed.
    pub party_name: String,
    /// Its Y-tunnus, once it parses.
    pub business_id: Option<BusinessId>,
    /// All that a search should find, in lower case.
    pub search_text: String,
    /// The worst verdict of its domains; none before the first check.
    pub verdict: Option<Verdict>,
    /// How many errors were found.
    pub errors: i32,
    /// How many departures from the guidance there are.
    pub departures: i32,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = requests, treat_none_as_null = true)]
struct RequestRow {
    id: String,
    reference: Option<String>,
    state: String,
    holder_email: String,
    page_language: String,
    draft: String,
    reports: String,
    party_name: String,
    business_id: Option<String>,
    search_text: String,
    verdict: String,
    errors: i32,
    departures: i32,
    reviewer_id: Option<String>,
    message: Option<String>,
    created_at: chrono::NaiveDateTime,
    updated_at: chrono::NaiveDateTime,
    filed_at: Option<chrono::NaiveDateTime>,
    revision: i32,
    kind: String,
    agreement_id: Option<String>,
    wished_from: Option<NaiveDate>,
}

const T: &str = "requests";

impl TryFrom<RequestRow> for Request {
    type Error = StoreError;

    fn try_from(row: RequestRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: code(T, &row.id, RequestId::parse)?,
            reference: row.reference,
            state: code(T, &row.state, RequestState::from_code)?,
            holder: EmailAddress::parse(&row.holder_email).map_err(|error| impossible(T, error))?,
            language: code(T, &row.page_language, Language::from_code)?,
            draft: json(T, &row.draft)?,
            reports: json(T, &row.reports)?,
            reviewer: row.reviewer_id.map(|id| code(T, &id, UserId::parse)).transpose()?,
            message: row.message,
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
            filed_at: row.filed_at.map(utc),
            revision: row.revision,
            kind: code(T, &row.kind, VersionKind::from_code)?,
            changes: row.agreement_id.map(|id| code(T, &id, AgreementId::parse)).transpose()?,
            wished_from: row.wished_from,
        })
    }
}

const fn verdict_code(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => "none",
        Some(Verdict::Ok) => "ok",
        Some(Verdict::Warnings) => "warnings",
        Some(Verdict::Errors) => "errors",
        Some(Verdict::Unverified) => "unverified",
    }
}

fn verdict_from(text: &str) -> Option<Option<Verdict>> {
    [None, Some(Verdict::Ok), Some(Verdict::Warnings), Some(Verdict::Errors), Some(Verdict::Unverified)]
        .into_iter()
        .find(|verdict| verdict_code(*verdict) == text)
}

fn row(request: &Request, digest: &Digest, revision: i32) -> Result<RequestRow, StoreError> {
    Ok(RequestRow {
        id: request.id.to_string(),
        reference: request.reference.clone(),
        state: request.state.code().to_owned(),
        holder_email: request.holder.folded(),
        page_language: request.language.code().to_owned(),
        draft: to_json(T, &request.draft)?,
        reports: to_json(T, &request.reports)?,
        party_name: digest.party_name.clone(),
        business_id: digest.business_id.as_ref().map(ToString::to_string),
        search_text: digest.search_text.clone(),
        verdict: verdict_code(digest.verdict).to_owned(),
        errors: digest.errors,
        departures: digest.departures,
        reviewer_id: request.reviewer.as_ref().map(ToString::to_string),
        message: request.message.clone(),
        created_at: naive(request.created_at),
        updated_at: naive(request.updated_at),
        filed_at: request.filed_at.map(naive),
        revision,
        kind: request.kind.code().to_owned(),
        agreement_id: request.changes.as_ref().map(ToString::to_string),
        wished_from: request.wished_from,
    })
}

/// Stores a new request.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, request: &Request, digest: &Digest) -> Result<(), StoreError> {
    diesel::insert_into(requests::table).values(row(request, digest, request.revision)?).execute(connection)?;
    Ok(())
}

/// The request of an id.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: &RequestId) -> Result<Option<Request>, StoreError> {
    requests::table
        .filter(requests::id.eq(id.as_str()))
        .select(RequestRow::as_select())
        .first(connection)
        .optional()?
        .map(Request::try_from)
        .transpose()
}

/// Writes a changed request over the revision that it was read at; tells whether it was still that one.
///
/// # Errors
/// [`StoreError`].
pub fn update(connection: &mut Db, request: &Request, digest: &Digest) -> Result<bool, StoreError> {
    Ok(diesel::update(
        requests::table.filter(requests::id.eq(request.id.as_str())).filter(requests::revision.eq(request.revision)),
    )
    .set(row(request, digest, request.revision + 1)?)
    .execute(connection)?
        == 1)
}

/// Writes what a check found, whatever the revision: it does not touch what people wrote.
///
/// # Errors
/// [`StoreError`].
pub fn set_reports(
    connection: &mut Db,
    id: &RequestId,
    reports: &[Report],
    verdict: Option<Verdict>,
    errors: i32,
) -> Result<(), StoreError> {
    diesel::update(requests::table.filter(requests::id.eq(id.as_str())))
        .set((
            requests::reports.eq(to_json(T, &reports)?),
            requests::verdict.eq(verdict_code(verdict)),
            requests::errors.eq(errors),
        ))
        .execute(connection)?;
    Ok(())
}

/// The newest requests that a filer holds, a hundred at most.
///
/// # Errors
/// [`StoreError`].
pub fn of_holder(connection: &mut Db, holder: &EmailAddress) -> Result<Vec<Request>, StoreError> {
    requests::table
        .filter(requests::holder_email.eq(holder.folded()))
        .order(requests::created_at.desc())
        .limit(100)
        .select(RequestRow::as_select())
        .load(connection)?
        .into_iter()
        .map(Request::try_from)
        .collect()
}

/// The requests for changes of an agreement, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_agreement(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<Request>, StoreError> {
    requests::table
        .filter(requests::agreement_id.eq(agreement.as_str()))
        .order((requests::created_at.asc(), requests::id.asc()))
        .select(RequestRow::as_select())
        .load(connection)?
        .into_iter()
        .map(Request::try_from)
        .collect()
}

/// Which requests the queue shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// In these states.
    pub states: Vec<RequestState>,
    /// Words to find.
    pub words: String,
    /// With this verdict.
    pub verdict: Option<Verdict>,
    /// Taken by this reviewer.
    pub reviewer: Option<UserId>,
    /// Taken by nobody.
    pub unassigned: bool,
    /// After this row: when it was filed, and its id.
    pub after: Option<(DateTime<Utc>, RequestId)>,
    /// At most so many.
    pub most: i64,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// Id.
    pub id: RequestId,
    /// Reference.
    pub reference: String,
    /// State.
    pub state: RequestState,
    /// Organisation.
    pub party_name: String,
    /// What it asks for.
    pub kind: VersionKind,
    /// The domains as typed.
    pub domains: Vec<String>,
    /// The worst verdict; none before the first check.
    pub verdict: Option<Verdict>,
    /// Errors found.
    pub errors: i32,
    /// Departures from the guidance.
    pub departures: i32,
    /// Who took it.
    pub reviewer: Option<UserId>,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// How often it was filed.
    pub filings: i64,
    /// The revision that it stands at.
    pub revision: i32,
}

/// The queue, longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub fn queue(connection: &mut Db, filter: &QueueFilter) -> Result<Vec<QueueRow>, StoreError> {
    let mut rows = requests::table.select(RequestRow::as_select()).filter(requests::filed_at.is_not_null()).into_boxed();
    let states: Vec<&str> = filter.states.iter().map(|state| state.code()).collect();
    rows = rows.filter(requests::state.eq_any(states));
    for word in filter.words.split_whitespace().take(8) {
        rows = rows.filter(requests::search_text.like(anywhere(word)).escape('\\'));
    }
    if filter.verdict.is_some() {
        rows = rows.filter(requests::verdict.eq(verdict_code(filter.verdict)));
    }
    if let Some(reviewer) = &filter.reviewer {
        rows = rows.filter(requests::reviewer_id.eq(reviewer.to_string()));
    }
    if filter.unassigned {
        rows = rows.filter(requests::reviewer_id.is_null());
    }
    if let Some((at, id)) = &filter.after {
        let at = naive(*at);
        rows = rows.filter(requests::filed_at.gt(at).or(requests::filed_at.eq(at).and(requests::id.gt(id.to_string()))));
    }
    let rows: Vec<RequestRow> = rows.order((requests::filed_at.asc(), requests::id.asc())).limit(filter.most).load(connection)?;
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let counts: Vec<(String, i64)> = submissions::table
        .filter(submissions::request_id.eq_any(ids))
        .group_by(submissions::request_id)
        .select((submissions::request_id, diesel::dsl::count_star()))
        .load(connection)?;
    rows.into_iter()
        .map(|row| {
            let (verdict, errors, departures, party_name) =
                (row.verdict.clone(), row.errors, row.departures, row.party_name.clone());
            let filings = counts.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, count)| *count);
            let request = Request::try_from(row)?;
            Ok(QueueRow {
                domains: request.draft.typed_domains().into_iter().map(str::to_owned).collect(),
                reference: request.reference.ok_or_else(|| impossible(T, "filed without a reference"))?,
                id: request.id,
                state: request.state,
                kind: request.kind,
                party_name,
                verdict: code(T, &verdict, verdict_from)?,
                errors,
                departures,
                reviewer: request.reviewer,
                filed_at: request.filed_at.ok_or_else(|| impossible(T, "filed at no time"))?,
                filings,
                revision: request.revision,
            })
        })
        .collect()
}

/// Id and state code of every request.
///
/// # Errors
/// [`StoreError`].
pub fn states(connection: &mut Db) -> Result<Vec<(String, String)>, StoreError> {
    Ok(requests::table.order(requests::id.asc()).select((requests::id, requests::state)).load(connection)?)
}

/// How many requests are in `state`, of a reviewer or of nobody if asked.
///
/// # Errors
/// [`StoreError`].
pub fn count(connection: &mut Db, state: RequestState, reviewer: Option<&UserId>, unassigned: bool) -> Result<i64, StoreError> {
    let mut rows = requests::table.filter(requests::state.eq(state.code())).into_boxed();
    if let Some(reviewer) = reviewer {
        rows = rows.filter(requests::reviewer_id.eq(reviewer.to_string()));
    }
    if unassigned {
        rows = rows.filter(requests::reviewer_id.is_null());
    }
    Ok(rows.count().get_result(connection)?)
}
