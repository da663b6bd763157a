//! Who is told of an incident: the technical contact of the party by the version in force, and Kela's IT administration; each once, in the
//! transaction that brings it about.

use chrono::NaiveDate;

use super::{Outcome, Owner, settle, subject, watched};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::Role;
use crate::agreement::{EmailAddress, Language};
use crate::i18n::drift;
use crate::i18n::format::day;
use crate::mail::{About, Incident as Told, Message};
use crate::store::events::Cause;
use crate::store::incidents::Incident;
use crate::store::watched::Watched;
use crate::store::{Db, accounts, incidents, kela, watched as rows};
use crate::workflow::post::{Concerning, Desk, More};
use crate::workflow::{Service, WorkflowError};

/// The language of letters to Kela's IT administration.
pub(super) const OF_KELA: Language = Language::Fi;

/// Both readers of a letter about an incident: the party's technical contact, and Kela's IT administration.
fn to_both(
    db: &mut Db,
    desk: &Desk,
    owner: &Owner,
    (row, incident): (&Watched, &Incident),
    message: impl Fn(About, Told) -> Message,
) -> Outcome<()> {
    let letter = |language: Language, at_desk: bool| {
        let mut facts = drift::facts(language, &incident.evidence);
        if !facts.iter().any(|(key, _)| *key == "drift-fact-domain") {
            facts.insert(0, ("drift-fact-domain", row.domain.to_unicode()));
        }
        let told = Told {
            title: drift::title(incident.kind),
            why: drift::why(incident.kind),
            todo: if at_desk { drift::todo_of_kela(incident.kind) } else { drift::todo(incident.kind) },
            facts,
            at_desk,
        };
        let page = if at_desk { ["/incidents/", &incident.id.to_string()].concat() } else { String::new() };
        let about = About {
            organisation: owner.sheet.organisation.name.clone(),
            reference: owner.agreement.as_ref().map(|(agreement, _)| agreement.number.clone()).unwrap_or_default(),
            page: desk.address(language, &page),
        };
        message(about, told)
    };
    let mailbox = kela::current_half(db)?.map(|half| half.sheet.it_mailbox);
    let contact = &owner.sheet.technical_contact.email;
    let of_party = owner.agreement.is_some() && mailbox.as_ref().is_none_or(|mailbox| mailbox.folded() != contact.folded());
    if of_party {
        desk.mail(db, &letter(owner.language, false), owner.language, &[contact], owner.concerning())?;
    }
    let of_kela: Vec<&EmailAddress> =
        mailbox.iter().chain(std::iter::once(contact).filter(|_| owner.agreement.is_none())).collect();
    desk.mail(db, &letter(OF_KELA, true), OF_KELA, &of_kela, owner.concerning())
}

/// Tells that an incident is open; `again` where it was told before a time of silence.
pub(super) fn opened(db: &mut Db, desk: &Desk, owner: &Owner, row: &Watched, incident: &Incident, again: bool) -> Outcome<()> {
    to_both(db, desk, owner, (row, incident), |about, incident| Message::IncidentOpened { about, incident, again })
}

/// Tells that an incident has become more pressing.
pub(super) fn rose(db: &mut Db, desk: &Desk, owner: &Owner, row: &Watched, incident: &Incident) -> Outcome<()> {
    to_both(db, desk, owner, (row, incident), |about, incident| Message::IncidentRose { about, incident })
}

/// Tells that an incident is over.
pub(super) fn healed(db: &mut Db, desk: &Desk, owner: &Owner, row: &Watched, incident: &Incident) -> Outcome<()> {
    to_both(db, desk, owner, (row, incident), |about, incident| Message::IncidentHealed { about, incident })
}

/// Tells the administrators that incidents are held back: once as long as they keep coming.
pub(super) fn held(db: &mut Db, desk: &Desk) -> Outcome<()> {
    const STEM: &str = "held/";
    let administrators: Vec<_> =
        accounts::all(db)?.into_iter().filter(|user| user.role == Role::Administrator && user.disabled_at.is_none()).collect();
    let since = settle::storm_since(desk.now);
    // As long as there is nobody to tell, nobody has been told.
    if administrators.is_empty() || rows::noted(db, STEM)?.is_some_and(|at| at > since) {
        return Ok(());
    }
    rows::note(db, &[STEM, &desk.now.to_rfc3339()].concat(), desk.now)?;
    let count = incidents::opened_since(db, since)?;
    for user in &administrators {
        let message = Message::IncidentsHeld { count, page: desk.address(user.language, "/incidents") };
        desk.mail(db, &message, user.language, &[&user.email], Concerning::default())?;
    }
    desk.event(db, EventKind::IncidentsHeld, Cause::Service, Concerning::default(), More::default())
}

/// Tells again of what is still open when its time of silence is up.
pub(super) async fn silence_over(service: &Service) -> Outcome<()> {
    let today = day(service.now());
    let over = service.store.read(move |db| Ok::<_, WorkflowError>(incidents::silence_over(db, today)?)).await?;
    let any = !over.is_empty();
    for id in over {
        // One that cannot be told of must not keep the others silent.
        if let Err(error) = again(service, id, today).await {
            tracing::error!(%error, incident = id, "an incident whose silence is over could not be told of");
        }
    }
    if any {
        service.wake();
    }
    Ok(())
}

/// Tells of one incident again, if it is still open and its silence over.
async fn again(service: &Service, id: i64, today: NaiveDate) -> Outcome<()> {
    let desk = service.desk();
    service
        .store
        .write(move |db| {
            let found = incidents::find(db, id)?;
            let due = |incident: &Incident| {
                incident.ended_at.is_none() && incident.silence.as_ref().is_some_and(|silence| silence.until < today)
            };
            let Some(incident) = found.filter(due) else { return Ok::<_, WorkflowError>(()) };
            let row = watched(db, incident.watched)?;
            let owner = Owner::of(db, row.of.as_ref())?;
            let next = Incident { silence: None, ..incident };
            if !incidents::update(db, &next)? {
                return Err(WorkflowError::Conflict(None));
            }
            let more = More::default().subject(subject(id));
            desk.event(db, EventKind::IncidentToldAgain, Cause::Service, owner.concerning(), more)?;
            if next.held { Ok(()) } else { opened(db, &desk, &owner, &row, &next, true) }
        })
        .await
}
