//! Changes of an agreement that was made: begun by its party's people, or by Kela as a notice. What is begun here is filed and reviewed as
//! any other request.

mod notice;

pub use notice::{Notice, give_notice};

use chrono::{NaiveDate, TimeDelta};

use super::post::{Concerning, Desk, More};
use super::{Actor, Outcome, Service, Staff, WorkflowError, check, link, ownership, request, signing};
use crate::agreement::change::{
    Asker, ChangeDraft, FiledChange, KINDS, Obstacle, Situation, is_agreed_anew, may_begin, obstacle,
};
use crate::agreement::draft::{ChangeAnswers, Draft, Section};
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::{EventKind, RequestState};
use crate::agreement::version::{Standing, Validity, VersionKind, VersionState, basis, standing};
use crate::agreement::{AgreementId, EmailAddress, Language, RequestId, prefill};
use crate::federation::SipDomain;
use crate::i18n::format::day;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::{Db, agreements, documents, requests};

/// Drafts that one filer begins in a day, first ones and changes together.
const PER_FILER: i64 = 40;

/// The agreement as a change of it is begun from.
struct Ground {
    agreement: Agreement,
    /// Newest first.
    versions: Vec<Version>,
    signed: Vec<Validity>,
    requests: Vec<Request>,
}

impl Ground {
    fn load(db: &mut Db, number: &str) -> Outcome<Self> {
        let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
        Self::of(db, agreement)
    }

    fn of(db: &mut Db, agreement: Agreement) -> Outcome<Self> {
        let versions = agreements::versions(db, &agreement.id)?;
        let signed = signed(&versions);
        let requests = requests::of_agreement(db, &agreement.id)?;
        Ok(Self { agreement, versions, signed, requests })
    }

    /// The newest version, whatever became of it; there is always one.
    fn newest(&self) -> Outcome<&Version> {
        self.versions.first().ok_or(WorkflowError::NotFound)
    }

    /// The signed version that a change starts from.
    fn basis(&self) -> Option<(&Version, &Validity)> {
        let validity = basis(&self.signed)?;
        Some((self.versions.iter().find(|version| version.version == validity.version)?, validity))
    }

    /// The request for a change that is not decided, but for `except`; Kela does not see drafts.
    fn open(&self, except: Option<&RequestId>, drafts: bool) -> Option<&Request> {
        let mut open = self.requests.iter().filter(|request| !request.state.is_final() && Some(&request.id) != except);
        open.find(|request| drafts || request.state != RequestState::Draft)
    }

    fn obstacle(&self, kind: VersionKind, today: NaiveDate, requested: bool) -> Option<Obstacle> {
        let waits = |version: &&Version| matches!(version.state, VersionState::Preparing | VersionState::AwaitingSignature);
        let pending = self.versions.iter().find(waits).map(|version| version.version);
        obstacle(kind, Situation { signed: &self.signed, pending, requested }, today)
    }

    fn asker(&self, db: &mut Db, email: &EmailAddress) -> Outcome<Asker> {
        let mut holders = Vec::new();
        // Who gave Kela's notice is nobody of the party.
        let by_kela = |version: &&Version| version.content.change.as_ref().is_some_and(|change| change.by_kela);
        for version in self.versions.iter().filter(|version| !by_kela(version)) {
            holders.extend(requests::find(db, &version.request)?.map(|request| request.holder));
        }
        // A version that nobody signed names nobody.
        let names = |version: &&Version| !matches!(version.state, VersionState::Declined | VersionState::Lapsed);
        let naming = self.versions.iter().find(names).map_or_else(|| self.newest(), Ok)?;
        Ok(Asker::of(email, &naming.party(), &holders))
    }
}

/// The signed ones of these versions, by their days.
pub(super) fn signed(versions: &[Version]) -> Vec<Validity> {
    versions.iter().filter_map(Version::validity).collect()
}

/// What an address that a link proved is to an agreement.
pub(super) fn asker(db: &mut Db, agreement: &Agreement, email: &EmailAddress) -> Outcome<Asker> {
    Ground::of(db, agreement.clone())?.asker(db, email)
}

/// A version as its party's people see it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// From 1.
    pub version: i32,
    /// What it is.
    pub kind: VersionKind,
    /// Its state.
    pub state: VersionState,
}

/// Who has asked for a change that is not decided yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The request.
    pub id: RequestId,
    /// Who holds it.
    pub holder: EmailAddress,
    /// What it asks for.
    pub kind: VersionKind,
    /// Its state.
    pub state: RequestState,
    /// Its reference number, once it is filed.
    pub reference: Option<String>,
}

/// What an agreement's people can do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The agreement.
    pub agreement: Agreement,
    /// How it stands today.
    pub standing: Standing,
    /// Its versions, newest first.
    pub versions: Vec<Listed>,
    /// The signed ones by their days.
    pub signed: Vec<Validity>,
    /// The request for a change that is not decided yet.
    pub open: Option<Open>,
    /// Whether a version waits for its signature and they may name another signatory of it.
    pub names_signatory: bool,
    /// Each change that they may ask for, with what stands in its way.
    pub kinds: Vec<(VersionKind, Option<Obstacle>)>,
}

/// An agreement and what can be asked of it, for someone who may.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger.
pub async fn overview(service: &Service, filer: &EmailAddress, number: &str) -> Outcome<Overview> {
    let (filer, number, now) = (filer.clone(), number.to_owned(), service.now());
    let today = day(now);
    service
        .store
        .read(move |db| {
            let ground = Ground::load(db, &number)?;
            let asker = permit(&ground, db, &filer)?;
            let names_signatory = signing::to_name_in(db, now, &Actor::Filer(filer), &number).is_ok();
            let open = ground.open(None, true);
            let kinds = KINDS.into_iter().filter(|kind| may_begin(asker, *kind));
            Ok(Overview {
                names_signatory,
                standing: standing(&ground.signed, today),
                versions: ground
                    .versions
                    .iter()
                    .map(|version| Listed { version: version.version, kind: version.kind, state: version.state })
                    .collect(),
                kinds: kinds.map(|kind| (kind, ground.obstacle(kind, today, open.is_some()))).collect(),
                open: open.map(|open| Open {
                    id: open.id.clone(),
                    holder: open.holder.clone(),
                    kind: open.kind,
                    state: open.state,
                    reference: open.reference.clone(),
                }),
                signed: ground.signed.clone(),
                agreement: ground.agreement,
            })
        })
        .await
}

/// What `email` is to the agreement; a stranger is not told that there is one.
fn permit(ground: &Ground, db: &mut Db, email: &EmailAddress) -> Outcome<Asker> {
    match ground.asker(db, email)? {
        Asker::Stranger => Err(WorkflowError::NotFound),
        asker => Ok(asker),
    }
}

/// Begins a request for a change, filled with what the version in force holds.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger; [`WorkflowError::Obstacle`] where it cannot be begun now; [`WorkflowError::TooMany`].
pub async fn begin(
    service: &Service,
    filer: &EmailAddress,
    number: &str,
    kind: VersionKind,
    language: Language,
) -> Outcome<RequestId> {
    let (desk, by, number) = (service.desk(), filer.clone(), number.to_owned());
    let id = service
        .store
        .write(move |db| {
            let today = day(desk.now);
            let ground = Ground::load(db, &number)?;
            if !may_begin(permit(&ground, db, &by)?, kind) {
                return Err(WorkflowError::Forbidden);
            }
            if let Some(obstacle) = ground.obstacle(kind, today, ground.open(None, true).is_some()) {
                return Err(WorkflowError::Obstacle(obstacle));
            }
            let (base, validity) = ground.basis().ok_or(WorkflowError::Obstacle(Obstacle::NothingSigned))?;
            link::limit(db, &desk, "draft", &by.folded(), PER_FILER, TimeDelta::days(1))?;
            let request = Request {
                draft: prefilled(&ground.agreement, base, validity, kind, today),
                reports: base.content.party_reports.clone(),
                ..blank(&desk, &ground.agreement.id, kind, by, language)
            };
            requests::insert(db, &request, &request::digest(&request))?;
            ownership::prepare(db, &desk, &request)?;
            let more = More::by(request.holder.as_str());
            desk.event(db, EventKind::RequestStarted, Cause::Filer, Concerning::request(&request.id), more)?;
            Ok::<_, WorkflowError>(request.id)
        })
        .await?;
    if is_agreed_anew(kind) {
        // What was found when the version was approved may no longer be so.
        check::check_draft(service, filer, &id).await?;
    }
    Ok(id)
}

/// Begins an amendment that Kela proposes, in the name of the party's contact for agreement matters, who may ask for it and files it or not;
/// `alter` puts the new values into the form.
pub(super) fn prepare(
    db: &mut Db,
    desk: &Desk,
    agreement: &AgreementId,
    staff: &Staff,
    alter: impl FnOnce(&mut Draft),
) -> Outcome<Request> {
    let (kind, today) = (VersionKind::Amendment, day(desk.now));
    let agreement = agreements::find(db, agreement)?.ok_or(WorkflowError::NotFound)?;
    let ground = Ground::of(db, agreement)?;
    if let Some(obstacle) = ground.obstacle(kind, today, ground.open(None, true).is_some()) {
        return Err(WorkflowError::Obstacle(obstacle));
    }
    let (base, validity) = ground.basis().ok_or(WorkflowError::Obstacle(Obstacle::NothingSigned))?;
    let holder = base.content.party.agreement_contact.email.clone();
    if !may_begin(ground.asker(db, &holder)?, kind) {
        return Err(WorkflowError::Forbidden);
    }
    let mut draft = prefilled(&ground.agreement, base, validity, kind, today);
    alter(&mut draft);
    let request = Request {
        draft,
        reports: base.content.party_reports.clone(),
        ..blank(desk, &ground.agreement.id, kind, holder, base.content.language)
    };
    requests::insert(db, &request, &request::digest(&request))?;
    let cause = Cause::Staff(staff.id.clone());
    desk.event(db, EventKind::RequestStarted, cause, Concerning::request(&request.id), More::by(&staff.name))?;
    Ok(request)
}

fn blank(desk: &Desk, agreement: &AgreementId, kind: VersionKind, holder: EmailAddress, language: Language) -> Request {
    Request {
        id: RequestId::new(desk.now, desk.random()),
        reference: None,
        state: RequestState::Draft,
        holder,
        language,
        draft: Draft::default(),
        reports: Vec::new(),
        reviewer: None,
        message: None,
        created_at: desk.now,
        updated_at: desk.now,
        filed_at: None,
        revision: 1,
        kind,
        changes: Some(agreement.clone()),
        wished_from: None,
    }
}

/// The form with what `base` holds. What is to be gone through counts as not answered yet.
fn prefilled(agreement: &Agreement, base: &Version, validity: &Validity, kind: VersionKind, today: NaiveDate) -> Draft {
    let filing = Filing {
        sheet: base.content.party.clone(),
        language: base.content.language,
        opening_date: base.content.opening_date,
        change: None,
    };
    let to_do = |section: &Section| match kind {
        VersionKind::Contacts => matches!(section, Section::Contacts | Section::Support | Section::People),
        VersionKind::Renewal => *section != Section::Change,
        VersionKind::Termination => *section == Section::Change,
        VersionKind::First | VersionKind::Amendment => false,
    };
    Draft {
        saved: Section::ALL.iter().copied().filter(|section| !to_do(section)).collect(),
        change: Some(Box::new(ChangeDraft {
            kind,
            number: agreement.number.clone(),
            version: base.version,
            base: filing.clone(),
            not_before: validity.from,
            by_kela: false,
            answers: ChangeAnswers::default(),
        })),
        ..prefill::draft(&filing, today)
    }
}

/// Whether a filed or drafted change can still go on: nothing else has come in its way.
pub(super) fn still_possible(db: &mut Db, request: &Request, today: NaiveDate) -> Outcome<()> {
    let Some(agreement) = &request.changes else { return Ok(()) };
    let agreement = agreements::find(db, agreement)?.ok_or(WorkflowError::NotFound)?;
    let ground = Ground::of(db, agreement)?;
    let other = ground.open(Some(&request.id), false).is_some();
    match ground.obstacle(request.kind, today, other) {
        Some(obstacle) => Err(WorkflowError::Obstacle(obstacle)),
        None => Ok(()),
    }
}

/// The agreement that an approved change alters, the signed version that it starts from, and the number of the version that it makes.
pub(super) fn to_change(db: &mut Db, agreement: &AgreementId, change: &FiledChange) -> Outcome<(Agreement, Version, i32)> {
    let agreement = agreements::find(db, agreement)?.ok_or(WorkflowError::NotFound)?;
    let ground = Ground::of(db, agreement)?;
    let next = ground.newest()?.version + 1;
    let (base, _) = ground.basis().ok_or(WorkflowError::Conflict(None))?;
    if base.version != change.version {
        return Err(WorkflowError::Conflict(None));
    }
    let base = base.clone();
    Ok((ground.agreement, base, next))
}

/// Brings the party's name and the domains that an agreement holds up to its versions: those that hold or will hold, and those that wait to
/// be completed. To be called whenever a version comes to be, is complete, is declined or lapses.
///
/// # Errors
/// [`WorkflowError::Store`].
pub(super) fn follow(db: &mut Db, agreement: &AgreementId, words: &str) -> Outcome<()> {
    let versions = agreements::versions(db, agreement)?;
    let signed = signed(&versions);
    let holds = |version: &&Version| match version.state {
        VersionState::Preparing | VersionState::AwaitingSignature => true,
        VersionState::Signed => basis(&signed).is_some_and(|base| base.version == version.version),
        VersionState::Declined | VersionState::Lapsed => false,
    };
    let mut domains: Vec<SipDomain> = Vec::new();
    for domain in versions.iter().filter(holds).flat_map(|version| &version.content.party.domains) {
        if !domains.contains(domain) {
            domains.push(domain.clone());
        }
    }
    let named = versions.iter().find(|version| basis(&signed).is_some_and(|base| base.version == version.version));
    let Some(named) = named.or(versions.first()) else { return Ok(()) };
    Ok(agreements::update(db, agreement, &named.content.party.organisation.name, &domains, words)?)
}

/// Two versions of an agreement, for their comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The agreement.
    pub agreement: Agreement,
    /// The number and the content of one, and of the other.
    pub versions: [Version; 2],
    /// Every version's number, newest first, with whether its document is made.
    pub all: Vec<i32>,
}

/// Two versions of an agreement side by side: for Kela, and for its party's people.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and where there is no such version.
pub async fn pair(service: &Service, actor: &Actor, number: &str, from: Option<i32>, to: Option<i32>) -> Outcome<Pair> {
    let (actor, number) = (actor.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let ground = Ground::load(db, &number)?;
            let shown: Vec<&Version> = match &actor {
                Actor::Staff(_) => ground.versions.iter().collect(),
                Actor::Filer(email) => {
                    permit(&ground, db, email)?;
                    let mut made = Vec::new();
                    for version in &ground.versions {
                        // The party's people see what has been put into a document for them.
                        if version.course.made || !documents::of_version(db, &ground.agreement.id, version.version)?.is_empty() {
                            made.push(version);
                        }
                    }
                    made
                }
            };
            let of = |number: i32| shown.iter().find(|version| version.version == number).map(|version| (*version).clone());
            let newest = shown.first().ok_or(WorkflowError::NotFound)?;
            let to = of(to.unwrap_or(newest.version)).ok_or(WorkflowError::NotFound)?;
            let before = to.content.change.as_ref().and_then(|change| i32::try_from(change.previous).ok()).unwrap_or(to.version);
            let from = of(from.unwrap_or(before)).ok_or(WorkflowError::NotFound)?;
            let all = shown.iter().map(|version| version.version).collect();
            Ok(Pair { versions: [from, to], all, agreement: ground.agreement })
        })
        .await
}
