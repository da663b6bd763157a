//! Approval: the decision, the number and the frozen version in one transaction; the document is made after it by a job.

use super::post::{Concerning, Desk, More};
use super::review::{is_fit, to_decide};
use super::{Lacking, Outcome, Service, Staff, WorkflowError, change, request, review};
use crate::agreement::change::FiledChange;
use crate::agreement::content::{AgreementContent, Approval, ChangeContent, FORMAT, ProvenDomain, Terms};
use crate::agreement::difference::between;
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::{EventKind, RequestAction};
use crate::agreement::version::Course;
use crate::agreement::{AgreementId, Language, PartySheet, RequestId};
use crate::config::UnprovenDomains;
use crate::federation::{Ownership, Report, SipDomain};
use crate::i18n::format::day;
use crate::store::accounts::User;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::kela::KelaHalf;
use crate::store::requests::Request;
use crate::store::{Db, accounts, agreements, counters, kela, submissions};

/// What the reviewer wrote with an approval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// Why it is approved over errors of the check; needed where there are any.
    pub over_errors: String,
    /// How the filer's authority was checked through an independent channel; needed at the first agreement with an organisation.
    pub authority_check: String,
    /// The reviewer's tick that domains which are not proven are taken as they are; needed where the operator wants them proven.
    pub unproven_accepted: bool,
}

/// Approves; gives the number of the agreement that comes to be, or that gets a new version.
///
/// # Errors
/// [`WorkflowError::Lacking`] with all that is missing; [`WorkflowError::Conflict`] with who was faster; [`WorkflowError::Obstacle`] where
/// a change is no longer possible.
pub async fn approve(service: &Service, staff: &Staff, id: &RequestId, revision: i32, grounds: Grounds) -> Outcome<String> {
    let (desk, staff, id) = (service.desk(), staff.clone(), id.clone());
    let number = service
        .store
        .write(move |db| {
            let mut request = to_decide(db, &staff, &id, RequestAction::Approve, revision)?;
            let submission = submissions::of_request(db, &id)?.pop().ok_or(WorkflowError::NotFound)?;
            let filing = submission.filing;
            let approver = accounts::find(db, &staff.id)?.ok_or(WorkflowError::Forbidden)?;
            change::still_possible(db, &request, day(desk.now))?;
            let unchecked = review::authority_unproven(db, &filing, &submission.filed_by)?;
            let basis = basis(db, &request, &filing)?;
            let kept = basis.as_ref().map(|(_, base, _)| base).filter(|_| !is_agreed_anew(&filing));
            let rest = match kept {
                Some(base) => Some(Rest::of(&base.content)),
                None => Rest::now(db, &request, filing.language)?,
            };
            let standing = review::ownership_of(db, &request, &filing)?;
            let without_proof = unproven(&standing);
            let mut lacks = lacking(db, &filing, review::errors(&request, &filing), unchecked, rest.is_some(), &grounds)?;
            lacks.extend(lacking_proof(desk.settings.unproven_domains, &without_proof, &grounds));
            let (Some(rest), true) = (rest, lacks.is_empty()) else {
                return Err(WorkflowError::Lacking(lacks));
            };
            let step = request.state.step(RequestAction::Approve)?;
            let mut approval = approval(&desk, approver, review::errors(&request, &filing), &grounds);
            approval.proven_domains = proven(standing);
            if desk.settings.unproven_domains == UnprovenDomains::Warn {
                approval.unproven_accepted = without_proof;
            }
            request.state = step.to();
            request.reviewer = Some(staff.id.clone());
            request.updated_at = desk.now;
            let request = request::write(db, request)?;
            let (agreement, version) = match basis {
                None => first(db, &desk, &request, filing, rest, approval.clone())?,
                Some((agreement, base, number)) => {
                    next(db, &desk, &request, filing, rest, approval.clone(), (agreement, &base, number))?
                }
            };
            let concerning = Concerning { request: Some(&id), agreement: Some((&agreement.id, version)) };
            let cause = Cause::Staff(staff.id.clone());
            if let Some(accepted) = listed(&approval.unproven_accepted) {
                let more = More::by(&staff.name).subject(accepted);
                desk.event(db, EventKind::UnprovenAccepted, cause.clone(), concerning, more)?;
            }
            let decided = More::by(&staff.name)
                .text(approval.over_errors)
                .note(approval.authority_check)
                .states(step.from().code(), step.to().code());
            desk.event(db, step.event(), cause.clone(), concerning, decided)?;
            let frozen = agreements::version_digest(db, agreement.id.as_str(), version)?.ok_or(WorkflowError::NotFound)?;
            desk.event(db, EventKind::VersionCreated, cause, concerning, More::default().subject(frozen))?;
            let subject = [agreement.id.as_str(), "/", &version.to_string()].concat();
            jobs::add(db, JobKind::MakeDocument, &subject, desk.now, desk.now)?;
            Ok::<_, WorkflowError>(agreement.number)
        })
        .await?;
    service.wake();
    Ok(number)
}

fn is_agreed_anew(filing: &Filing) -> bool {
    filing.change.as_ref().is_none_or(FiledChange::is_agreed_anew)
}

/// What a change alters: the agreement, the signed version that it starts from, and the number of the next.
fn basis(db: &mut Db, request: &Request, filing: &Filing) -> Outcome<Option<(Agreement, Version, i32)>> {
    match (&request.changes, &filing.change) {
        (None, None) => Ok(None),
        (Some(agreement), Some(change)) if change.kind == request.kind => Ok(Some(change::to_change(db, agreement, change)?)),
        _ => Err(WorkflowError::Store(crate::store::impossible("submissions", "a filing of another kind than its request"))),
    }
}

/// What a version holds beside the party's half.
struct Rest {
    kela: PartySheet,
    kela_reports: Vec<Report>,
    party_reports: Vec<Report>,
    terms: Terms,
}

impl Rest {
    /// As it was agreed before.
    fn of(content: &AgreementContent) -> Self {
        Self {
            kela: content.kela.clone(),
            kela_reports: content.kela_reports.clone(),
            party_reports: content.party_reports.clone(),
            terms: content.terms.clone(),
        }
    }

    /// As it is now; `None` before there are terms and Kela's half.
    fn now(db: &mut Db, request: &Request, language: Language) -> Outcome<Option<Self>> {
        let (Some(half), Some(terms)) = (kela::current_half(db)?, kela::current_terms(db, language)?) else { return Ok(None) };
        let KelaHalf { sheet: mut kela, reports: kela_reports, .. } = half;
        if let (Language::Sv, Some(name)) = (language, &kela.organisation.name_sv) {
            kela.organisation.name.clone_from(name);
        }
        Ok(Some(Self { kela, kela_reports, party_reports: request.reports.clone(), terms }))
    }
}

/// What was written, where anything was.
fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// All that an approval lacks.
fn lacking(
    db: &mut Db,
    filing: &Filing,
    errors: usize,
    unproven: bool,
    has_rest: bool,
    grounds: &Grounds,
) -> Outcome<Vec<Lacking>> {
    let (terms, half) = if has_rest {
        (true, true)
    } else {
        (kela::current_terms(db, filing.language)?.is_some(), kela::current_half(db)?.is_some())
    };
    let all = [
        (errors > 0 && given(&grounds.over_errors).is_none(), Lacking::ReasonOverErrors),
        (unproven && given(&grounds.authority_check).is_none(), Lacking::AuthorityCheck),
        (!terms, Lacking::Terms),
        (!half, Lacking::KelaHalf),
        (!is_fit(&grounds.over_errors) || !is_fit(&grounds.authority_check), Lacking::Text),
    ];
    Ok(all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect())
}

/// What the operator's setting asks of domains that are not proven.
fn lacking_proof(setting: UnprovenDomains, unproven: &[SipDomain], grounds: &Grounds) -> Option<Lacking> {
    match setting {
        _ if unproven.is_empty() => None,
        UnprovenDomains::Allow => None,
        UnprovenDomains::Warn => (!grounds.unproven_accepted).then_some(Lacking::UnprovenAccepted),
        UnprovenDomains::Refuse => Some(Lacking::ProvenDomains),
    }
}

fn proven(standing: Vec<(SipDomain, Ownership)>) -> Vec<ProvenDomain> {
    let of = |(domain, state)| match state {
        Ownership::Proven { since } => Some(ProvenDomain { domain, since }),
        Ownership::NeverProven | Ownership::Lost { .. } => None,
    };
    standing.into_iter().filter_map(of).collect()
}

/// The domains that are not proven, lost ones too.
#[must_use]
pub fn unproven(standing: &[(SipDomain, Ownership)]) -> Vec<SipDomain> {
    standing.iter().filter(|(_, state)| !state.is_proven()).map(|(domain, _)| domain.clone()).collect()
}

/// The names of domains in a row, where there are any.
fn listed(domains: &[SipDomain]) -> Option<String> {
    let names: Vec<&str> = domains.iter().map(SipDomain::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn approval(desk: &Desk, approver: User, errors: usize, grounds: &Grounds) -> Approval {
    Approval {
        at: desk.now,
        name: approver.name,
        position: approver.position,
        authority: approver.authority,
        // A reason is kept only where there was something to approve over.
        over_errors: given(&grounds.over_errors).filter(|_| errors > 0),
        authority_check: given(&grounds.authority_check),
        proven_domains: Vec::new(),
        unproven_accepted: Vec::new(),
    }
}

/// The first version of a new agreement.
fn first(
    db: &mut Db,
    desk: &Desk,
    request: &Request,
    filing: Filing,
    rest: Rest,
    approval: Approval,
) -> Outcome<(Agreement, i32)> {
    let year = chrono::Datelike::year(&day(desk.now));
    let number = ["KELA-FED", &year.to_string(), &request::four_digits(counters::next(db, "KELA-FED", year)?)].join("-");
    let content = frozen(request, &number, 1, filing, rest, approval)?;
    let agreement = Agreement {
        id: AgreementId::new(desk.now, desk.random()),
        number: number.clone(),
        request: request.id.clone(),
        business_id: content.party.organisation.business_id.clone(),
        party_name: content.party.organisation.name.clone(),
        created_at: desk.now,
    };
    let search_text = [request::digest(request).search_text, number.to_lowercase()].join("\n");
    agreements::insert(db, &agreement, &search_text, &content.party.domains)?;
    agreements::insert_version(db, &agreement.id, &version(desk, request, content, true))?;
    Ok((agreement, 1))
}

/// The next version of an agreement: its number, and what it changes of the signed version before it.
fn next(
    db: &mut Db,
    desk: &Desk,
    request: &Request,
    filing: Filing,
    rest: Rest,
    approval: Approval,
    (agreement, base, number): (Agreement, &Version, i32),
) -> Outcome<(Agreement, i32)> {
    let change = filing.change.clone().ok_or(WorkflowError::NotFound)?;
    let needs_signature = change.needs_signature();
    let numbers = |version: i32| u32::try_from(version).map_err(|error| crate::store::impossible("agreement_versions", error));
    let mut content = frozen(request, &agreement.number, numbers(number)?, filing, rest, approval)?;
    content.change = Some(ChangeContent {
        kind: change.kind,
        previous: numbers(base.version)?,
        first_day: change.first_day,
        last_day: change.last_day,
        reason: change.reason,
        by_kela: change.by_kela,
        difference: between(&base.content, &content),
    });
    agreements::insert_version(db, &agreement.id, &version(desk, request, content, needs_signature))?;
    change::follow(db, &agreement.id, &request::digest(request).search_text)?;
    Ok((agreement, number))
}

fn frozen(
    request: &Request,
    number: &str,
    version: u32,
    filing: Filing,
    rest: Rest,
    approval: Approval,
) -> Outcome<AgreementContent> {
    Ok(AgreementContent {
        format: FORMAT,
        number: number.to_owned(),
        version,
        request: request::reference_of(request)?,
        language: filing.language,
        party: filing.sheet,
        kela: rest.kela,
        opening_date: filing.opening_date,
        party_reports: rest.party_reports,
        kela_reports: rest.kela_reports,
        terms: rest.terms,
        approval,
        change: None,
    })
}

fn version(desk: &Desk, request: &Request, content: AgreementContent, needs_signature: bool) -> Version {
    let course = Course { order: desk.settings.signing_order, needs_signature, made: false, party_signed: false, sealed: false };
    Version {
        version: i32::try_from(content.version).unwrap_or(i32::MAX),
        kind: request.kind,
        request: request.id.clone(),
        state: course.state(),
        language: content.language,
        content,
        successor: None,
        course,
        remind_at: None,
        lapses_at: None,
        completed_at: None,
        valid_from: None,
        valid_until: None,
        created_at: desk.now,
        revision: 1,
    }
}
