//! What the administrator keeps: Kela's half of the form and the agreement's terms.

use super::post::{Concerning, More};
use super::{Outcome, Service, Staff, WorkflowError};
use crate::agreement::content::Terms;
use crate::agreement::draft::{Draft, is_plain};
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::{EmailAddress, Language};
use crate::i18n::format::day;
use crate::store::events::{Cause, Event};
use crate::store::kela::KelaHalf;
use crate::store::{events, kela};

/// The longest terms, in characters.
pub const LONGEST_TERMS: usize = 60_000;

fn permit(staff: &Staff, action: DeskAction) -> Outcome<()> {
    if may_at_desk(staff.role, action) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

/// Kela's half in use.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn half(service: &Service, staff: &Staff) -> Outcome<Option<KelaHalf>> {
    permit(staff, DeskAction::KeepKelaHalf)?;
    service.store.read(|db| Ok(kela::current_half(db)?)).await
}

/// The mailbox of Kela's IT administration, which everybody may know; none before Kela's half is kept.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn public_mailbox(service: &Service) -> Outcome<Option<EmailAddress>> {
    service.store.read(|db| Ok(kela::current_half(db)?.map(|half| half.sheet.it_mailbox))).await
}

/// Saves a new version of Kela's half. Its domains are checked first, outside the transaction. Agreements made before keep what was
/// frozen in them.
///
/// # Errors
/// [`WorkflowError::Invalid`]; [`WorkflowError::Conflict`] where the half in use is no longer number `on`.
pub async fn save_half(service: &Service, staff: &Staff, on: Option<i64>, draft: Draft) -> Outcome<()> {
    permit(staff, DeskAction::KeepKelaHalf)?;
    let filing = Filing::parse(&draft, day(service.now())).map_err(WorkflowError::Invalid)?;
    let reports = service.check(&filing.sheet.domains, &service.declared_by(&filing.sheet)).await;
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            if kela::current_half(db)?.map(|half| half.number) != on {
                return Err(WorkflowError::Conflict(None));
            }
            kela::insert_half(db, &draft, &filing.sheet, &reports, &staff.id, desk.now)?;
            let cause = Cause::Staff(staff.id.clone());
            desk.event(db, EventKind::KelaHalfChanged, cause, Concerning::default(), More::by(&staff.name))
        })
        .await
}

/// All published terms, newest first within a language.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn terms(service: &Service, staff: &Staff) -> Outcome<Vec<Terms>> {
    permit(staff, DeskAction::KeepTerms)?;
    service.store.read(|db| Ok(kela::all_terms(db)?)).await
}

/// Why terms were not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermsProblem {
    /// There is no text.
    Empty,
    /// It is longer than [`LONGEST_TERMS`].
    Long,
    /// It holds hidden characters.
    Hidden,
}

/// Publishes terms: version `version`, which must be the next in its language. Terms that are published are never changed.
///
/// # Errors
/// The problem, as the inner error; [`WorkflowError::Conflict`] where the version is not the next one.
pub async fn publish_terms(
    service: &Service,
    staff: &Staff,
    language: Language,
    version: u32,
    text: &str,
    sample: bool,
) -> Outcome<Result<(), TermsProblem>> {
    permit(staff, DeskAction::KeepTerms)?;
    let text = text.trim().replace("\r\n", "\n");
    let problem = [
        (text.is_empty(), TermsProblem::Empty),
        (text.chars().count() > LONGEST_TERMS, TermsProblem::Long),
        (!text.chars().all(is_plain), TermsProblem::Hidden),
    ];
    if let Some((_, problem)) = problem.into_iter().find(|(found, _)| *found) {
        return Ok(Err(problem));
    }
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            let next = kela::current_terms(db, language)?.map_or(1, |terms| terms.version + 1);
            if next != version {
                return Err(WorkflowError::Conflict(None));
            }
            let terms = Terms { language, version, text, sample, published_at: desk.now };
            kela::insert_terms(db, &terms, &staff.id)?;
            let subject = [language.code(), "/", &version.to_string()].concat();
            let cause = Cause::Staff(staff.id.clone());
            desk.event(db, EventKind::TermsPublished, cause, Concerning::default(), More::by(&staff.name).subject(subject))?;
            Ok(Ok(()))
        })
        .await
}

/// The newest `most` events of accounts, terms and Kela's half, or of those before the event `before`, newest first.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn administration_history(
    service: &Service,
    staff: &Staff,
    before: Option<i64>,
    most: i64,
) -> Outcome<Vec<(Event, String)>> {
    permit(staff, DeskAction::KeepUsers)?;
    service
        .store
        .read(move |db| {
            let events = events::of_administration(db, before, most)?;
            super::review::named(db, events)
        })
        .await
}
