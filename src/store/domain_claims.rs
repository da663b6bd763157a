//! The tokens by which organisations prove that they control their SIP domains, and how the proofs stand.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::domain_claims;
use super::{Db, StoreError, code, impossible, naive, utc};
use crate::agreement::{BusinessId, RequestId};
use crate::federation::{Claim, Ownership, SipDomain};

const T: &str = "domain_claims";

/// Whose a claim is: the request that the agreement rests on, and the Y-tunnus given there. A Y-tunnus alone is nobody: anybody can type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimant {
    /// The first request of the agreement; of a first request, itself.
    pub request: RequestId,
    /// The Y-tunnus.
    pub business_id: BusinessId,
}

/// The claims of a claimant by domain, in their order.
///
/// # Errors
/// [`StoreError`].
pub fn of(connection: &mut Db, claimant: &Claimant) -> Result<Vec<(SipDomain, Claim)>, StoreError> {
    let rows: Vec<(String, String, String, chrono::NaiveDateTime)> = domain_claims::table
        .filter(domain_claims::request_id.eq(claimant.request.as_str()))
        .filter(domain_claims::business_id.eq(claimant.business_id.as_str()))
        .order(domain_claims::domain.asc())
        .select((domain_claims::domain, domain_claims::token, domain_claims::state, domain_claims::since))
        .load(connection)?;
    rows.into_iter()
        .map(|(domain, token, state, since)| {
            let domain = SipDomain::parse(&domain).map_err(|_| impossible(T, &domain))?;
            let before = code(T, &state, |state| read(state, utc(since)))?;
            Ok((domain, Claim { token, before }))
        })
        .collect()
}

/// How many claims a request has, whatever Y-tunnus was given.
///
/// # Errors
/// [`StoreError`].
pub fn count(connection: &mut Db, request: &RequestId) -> Result<i64, StoreError> {
    Ok(domain_claims::table.filter(domain_claims::request_id.eq(request.as_str())).count().get_result(connection)?)
}

/// Stores the token for a domain.
///
/// # Errors
/// [`StoreError`]; a second token for the same is a unique violation.
pub fn insert(
    connection: &mut Db,
    claimant: &Claimant,
    domain: &SipDomain,
    token: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(domain_claims::table)
        .values((
            domain_claims::request_id.eq(claimant.request.as_str()),
            domain_claims::business_id.eq(claimant.business_id.as_str()),
            domain_claims::domain.eq(domain.as_str()),
            domain_claims::token.eq(token),
            domain_claims::state.eq(written(Ownership::NeverProven)),
            domain_claims::since.eq(naive(at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes how a proof stands now.
///
/// # Errors
/// [`StoreError`].
pub fn set(connection: &mut Db, claimant: &Claimant, domain: &SipDomain, now: Ownership) -> Result<(), StoreError> {
    let (Ownership::Proven { since } | Ownership::Lost { since }) = now else { return Ok(()) };
    diesel::update(
        domain_claims::table
            .filter(domain_claims::request_id.eq(claimant.request.as_str()))
            .filter(domain_claims::business_id.eq(claimant.business_id.as_str()))
            .filter(domain_claims::domain.eq(domain.as_str())),
    )
    .set((domain_claims::state.eq(written(now)), domain_claims::since.eq(naive(since))))
    .execute(connection)?;
    Ok(())
}

const fn written(of: Ownership) -> &'static str {
    match of {
        Ownership::NeverProven => "never_proven",
        Ownership::Proven { .. } => "proven",
        Ownership::Lost { .. } => "lost",
    }
}

fn read(state: &str, since: DateTime<Utc>) -> Option<Ownership> {
    match state {
        "never_proven" => Some(Ownership::NeverProven),
        "proven" => Some(Ownership::Proven { since }),
        "lost" => Some(Ownership::Lost { since }),
        _ => None,
    }
}
