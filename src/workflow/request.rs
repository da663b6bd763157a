//! A request as the use cases share it: loaded for someone who may, written with what the queue shows of it, named in messages.

use super::post::Desk;
use super::{Actor, Outcome, WorkflowError, permit};
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::RequestAction;
use crate::agreement::{BusinessId, RequestId};
use crate::federation::{Report, Severity, SipDomain, Verdict};
use crate::mail::About;
use crate::store::requests::{Digest, Request};
use crate::store::{Db, requests};

/// The request, if `actor` may take `action` on it.
pub(super) fn load(db: &mut Db, actor: &Actor, id: &RequestId, action: RequestAction) -> Outcome<Request> {
    let request = requests::find(db, id)?.ok_or(WorkflowError::NotFound)?;
    permit(actor.towards(&request.holder), action, request.state)?;
    Ok(request)
}

/// Writes a changed request and gives it at its new revision.
pub(super) fn write(db: &mut Db, mut request: Request) -> Outcome<Request> {
    if !requests::update(db, &request, &digest(&request))? {
        return Err(WorkflowError::Conflict(None));
    }
    request.revision += 1;
    Ok(request)
}

/// The worst verdict of several reports, and how many errors they hold. Not knowing outweighs a warning, not an error.
#[must_use]
pub fn verdict(reports: &[Report]) -> (Option<Verdict>, usize) {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Ok => 0,
        Verdict::Warnings => 1,
        Verdict::Unverified => 2,
        Verdict::Errors => 3,
    };
    let worst = reports.iter().map(|report| report.verdict).max_by_key(rank);
    let errors = reports
        .iter()
        .flat_map(|report| &report.findings)
        .filter(|finding| finding.severity == Severity::Error && !finding.code.is_of_the_network())
        .count();
    (worst, errors)
}

/// What the queue shows and searches of a request.
pub(super) fn digest(request: &Request) -> Digest {
    let draft = &request.draft;
    let (verdict, errors) = verdict(&request.reports);
    let mut words: Vec<&str> = vec![
        &draft.organisation.name,
        &draft.organisation.business_id,
        &draft.organisation.case_number,
        &draft.contacts.agreement_name,
        &draft.contacts.agreement_email,
        &draft.contacts.operational_name,
        &draft.contacts.operational_email,
        &draft.contacts.technical_name,
        &draft.contacts.technical_email,
        &draft.support.it_mailbox,
        request.holder.as_str(),
    ];
    words.extend(draft.typed_domains());
    // As DNS has them, and the Y-tunnus without its hyphen: what an auditor copies from elsewhere.
    let in_dns: Vec<String> =
        draft.typed_domains().into_iter().filter_map(|typed| Some(SipDomain::parse(typed).ok()?.as_str().to_owned())).collect();
    words.extend(in_dns.iter().map(String::as_str));
    let digits = draft.organisation.business_id.replace('-', "");
    words.push(&digits);
    words.extend(request.reference.as_deref());
    let today = crate::i18n::format::day(request.filed_at.unwrap_or(request.updated_at));
    let departures = Filing::parse(draft, today).map_or(0, |filing| filing.sheet.departures().len());
    Digest {
        party_name: draft.organisation.name.trim().to_owned(),
        business_id: BusinessId::parse(&draft.organisation.business_id).ok(),
        search_text: words.join("\n").to_lowercase(),
        verdict,
        errors: i32::try_from(errors).unwrap_or(i32::MAX),
        departures: i32::try_from(departures).unwrap_or(i32::MAX),
    }
}

/// A running number with at least four digits.
pub(super) fn four_digits(number: i32) -> String {
    let digits = number.to_string();
    ["0".repeat(4_usize.saturating_sub(digits.len())), digits].concat()
}

/// What a message about a request says of it.
pub(super) fn about(desk: &Desk, request: &Request, path: &str) -> Outcome<About> {
    Ok(About {
        organisation: request.draft.organisation.name.trim().to_owned(),
        reference: reference_of(request)?,
        page: desk.address(request.language, &[path, request.id.as_str()].concat()),
    })
}

/// The reference number of a request that has been filed.
pub(super) fn reference_of(request: &Request) -> Outcome<String> {
    let missing = || WorkflowError::Store(crate::store::impossible("requests", "a filed request without a reference"));
    request.reference.clone().ok_or_else(missing)
}
