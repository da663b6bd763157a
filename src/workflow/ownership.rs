//! Proof that organisations control their SIP domains: the token that each is given, and what a look at DNS makes of it.
//!
//! A full check takes three steps, whoever makes it (the form, the job that checks again, the watch of agreements): [`claims`] before
//! DNS is asked, [`Service::check`] with them, [`note`] in the transaction that stores the reports.

use super::post::{Concerning, Desk, More};
use super::{Outcome, Service, WorkflowError, check};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::{BusinessId, PartySheet};
use crate::config::UnprovenDomains;
use crate::federation::{Claim, Claims, Ownership, ProofSeen, Report, SipDomain};
use crate::store::agreements::Agreement;
use crate::store::domain_claims::{self, Claimant};
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::{Db, agreements};

/// The most tokens of one request: whoever types domains without end gets no more.
const MOST: i64 = 400;

/// Whose the domains of a request are; none while its Y-tunnus cannot be read. A change goes on where its agreement began.
pub(super) fn of_request(db: &mut Db, request: &Request) -> Outcome<Option<Claimant>> {
    let Ok(business_id) = BusinessId::parse(&request.draft.organisation.business_id) else { return Ok(None) };
    let first = match &request.changes {
        None => request.id.clone(),
        Some(agreement) => agreements::find(db, agreement)?.ok_or(WorkflowError::NotFound)?.request,
    };
    Ok(Some(Claimant { request: first, business_id }))
}

/// Whose the domains of an agreement are, by the half of its party.
#[must_use]
pub fn of_agreement(agreement: &Agreement, party: &PartySheet) -> Claimant {
    Claimant { request: agreement.request.clone(), business_id: party.organisation.business_id.clone() }
}

/// Makes the tokens that a request still lacks: for each domain of its draft that can be read. A token that was made stays, also when the
/// domain or the Y-tunnus is corrected and put back: its line may be in the zone already.
pub(super) fn prepare(db: &mut Db, desk: &Desk, request: &Request) -> Outcome<()> {
    let domains = check::domains_of(&request.draft);
    if domains.is_empty() {
        return Ok(());
    }
    let Some(claimant) = of_request(db, request)? else { return Ok(()) };
    let known = domain_claims::of(db, &claimant)?;
    let mut left = MOST - domain_claims::count(db, &claimant.request)?;
    for domain in domains {
        if left > 0 && !known.iter().any(|(known, _)| *known == domain) {
            let token = hex::encode(desk.random().get(..16).unwrap_or_default());
            domain_claims::insert(db, &claimant, &domain, &token, desk.now)?;
            left -= 1;
        }
    }
    Ok(())
}

/// The claims to look for in a full check of `domains`.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn claims(service: &Service, claimant: &Claimant, domains: &[SipDomain]) -> Outcome<Claims> {
    let (claimant, wanted) = (claimant.clone(), service.settings.unproven_domains != UnprovenDomains::Allow);
    let known = service.store.read(move |db| Ok::<_, WorkflowError>(domain_claims::of(db, &claimant)?)).await?;
    Ok(Claims { of: known.into_iter().filter(|(domain, _)| domains.contains(domain)).collect(), wanted })
}

/// The same for the domains of a request's draft.
pub(super) async fn claims_of_request(service: &Service, request: &Request) -> Outcome<Claims> {
    let of = request.clone();
    match service.store.read(move |db| of_request(db, &of)).await? {
        Some(claimant) => claims(service, &claimant, &check::domains_of(&request.draft)).await,
        None => Ok(Claims::default()),
    }
}

/// Notes what a full check saw of the proofs, with an event for each that came or went. What was not answered changes nothing. To be
/// called in the transaction that stores the reports.
pub(super) fn note(db: &mut Db, desk: &Desk, claimant: &Claimant, reports: &[Report], about: Concerning<'_>) -> Outcome<()> {
    for report in reports {
        if let Some(seen) = report.proof_seen() {
            note_seen(db, desk, claimant, (&report.domain, seen), about)?;
        }
    }
    Ok(())
}

/// The same for one domain: the watch takes a proof for gone only when a second look confirmed it.
pub(super) fn note_seen(
    db: &mut Db,
    desk: &Desk,
    claimant: &Claimant,
    (domain, seen): (&SipDomain, ProofSeen),
    about: Concerning<'_>,
) -> Outcome<()> {
    let known = domain_claims::of(db, claimant)?.into_iter().find(|(known, _)| known == domain);
    let Some((claim, now)) = known.and_then(|(_, claim)| claim.before.after(seen, desk.now).map(|now| (claim, now))) else {
        return Ok(());
    };
    domain_claims::set(db, claimant, domain, now)?;
    let kind = match (claim.before, now) {
        (Ownership::Lost { .. }, Ownership::Proven { .. }) => EventKind::DomainProvenAgain,
        (_, Ownership::Proven { .. }) => EventKind::DomainProven,
        _ => EventKind::DomainLost,
    };
    desk.event(db, kind, Cause::Service, about, More::default().subject(domain.as_str()))
}

/// [`note`] for a request.
pub(super) fn note_of_request(db: &mut Db, desk: &Desk, request: &Request, reports: &[Report]) -> Outcome<()> {
    match of_request(db, request)? {
        Some(claimant) => note(db, desk, &claimant, reports, Concerning::request(&request.id)),
        None => Ok(()),
    }
}

/// How the proof of each of `domains` stands, in their order.
pub(super) fn standing(db: &mut Db, claimant: Option<&Claimant>, domains: &[SipDomain]) -> Outcome<Vec<(SipDomain, Ownership)>> {
    let known: Vec<(SipDomain, Claim)> = match claimant {
        Some(claimant) => domain_claims::of(db, claimant)?,
        None => Vec::new(),
    };
    let of = |domain: &SipDomain| known.iter().find(|(known, _)| known == domain).map(|(_, claim)| claim.before);
    Ok(domains.iter().map(|domain| (domain.clone(), of(domain).unwrap_or(Ownership::NeverProven))).collect())
}
