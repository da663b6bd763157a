//! An agreement whose versions are completed: the party's signature is written by the table's step, the seal is the service's own.

use std::path::PathBuf;

use federointi::agreement::rights::Role;
use federointi::agreement::signing::{Act, Way};
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionAction, VersionState};
use federointi::agreement::{EmailAddress, Language, RequestId};
use federointi::demo::parties::DemoParty;
use federointi::store::agreements::Version;
use federointi::store::events::{Cause, EventContent, NewEvent};
use federointi::store::jobs::{self, JobKind};
use federointi::store::signatures::Signature;
use federointi::store::{StoreError, agreements, documents, events, signatures};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{Staff, file, link, password};
use tempfile::TempDir;

use super::app::{App, PASSWORD};
use super::database::TestDatabase;
use super::seal::{setup, write_key};
use super::visitor::Visitor;

/// A service that seals, with its people.
pub struct Record {
    pub app: App,
    pub administrator: Staff,
    pub reviewer: Staff,
    pub auditor: Staff,
    _folder: TempDir,
}

impl Record {
    pub async fn start(database: &TestDatabase) -> Self {
        let folder = TempDir::new().unwrap();
        let key: PathBuf = folder.path().join("seal.pem");
        write_key(&key, "2036-01-01T00:00:00Z".parse().unwrap());
        let app = App::start_sealing(database, true, SigningOrder::PartyFirst, setup(key)).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        let auditor = app.staff(Role::Auditor, "Tarja Tarkka").await;
        app.ready_for_approval(&administrator).await;
        Self { app, administrator, reviewer, auditor, _folder: folder }
    }

    /// An agreement of `party` whose first version is complete; its number, and who filed it.
    pub async fn agreement(&self, party: &DemoParty) -> (String, EmailAddress) {
        let (filer, id) = self.app.filed(party).await;
        let number = self.approve(&filer, &id).await;
        self.complete(&number).await;
        (number, filer)
    }

    /// Approves a filed request over whatever is lacking.
    pub async fn approve(&self, filer: &EmailAddress, id: &RequestId) -> String {
        let revision = self.app.revision(filer, id).await;
        let grounds = Grounds {
            over_errors: "Sovittu.".to_owned(),
            authority_check: "Soitettu vaihteeseen.".to_owned(),
            ..Grounds::default()
        };
        approve(&self.app.service, &self.reviewer, id, revision, grounds).await.unwrap()
    }

    /// Files a draft as it stands.
    pub async fn file(&self, filer: &EmailAddress, id: &RequestId) {
        let revision = self.app.revision(filer, id).await;
        file::file(&self.app.service, filer, id, revision).await.unwrap();
    }

    /// Makes, signs where that is needed, and seals the newest version of an agreement.
    pub async fn complete(&self, number: &str) {
        self.app.work().await;
        if self.newest(number).await.state == VersionState::AwaitingSignature {
            self.sign(number).await;
            self.app.work().await;
        }
        assert_eq!(self.newest(number).await.state, VersionState::Signed);
    }

    pub async fn newest(&self, number: &str) -> Version {
        self.versions(number).await.swap_remove(0)
    }

    /// Newest first.
    pub async fn versions(&self, number: &str) -> Vec<Version> {
        let number = number.to_owned();
        let read = self.app.service.store.read(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.unwrap();
            agreements::versions(db, &agreement.id)
        });
        read.await.unwrap()
    }

    /// Writes the party's signature and leaves the sealing to its job.
    async fn sign(&self, number: &str) {
        let (number, now) = (number.to_owned(), self.app.service.now());
        let write = self.app.service.store.write(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.unwrap().id;
            let current = agreements::versions(db, &agreement)?.swap_remove(0);
            let step = current.course.step(current.state, VersionAction::Sign).unwrap();
            let base = documents::find(db, &agreement, current.version, DocumentKind::Base)?.unwrap();
            let signatory = &current.content.party.signatory;
            let act = Act {
                name: signatory.name.clone(),
                position: signatory.position.clone(),
                authority: "Hallintosääntö".to_owned(),
                email: signatory.email.clone(),
                opened_at: Some(now),
                code_sent_at: Some(now),
                accepted: Vec::new(),
                found: Vec::new(),
                in_place_of: None,
            };
            let event = NewEvent {
                at: now,
                kind: step.event(),
                cause: Cause::Filer,
                request: Some(current.request.clone()),
                agreement: Some((agreement.clone(), current.version)),
                subject: Some(base.sha256.clone()),
                states: Some((step.from().code(), step.to().code())),
                content: Some(EventContent { act: Some(act.digest()), ..EventContent::default() }),
                salt: [7; 32],
            };
            events::append(db, &event)?;
            let signature = Signature { way: Way::Service, signed_at: now, sha256: base.sha256, act };
            signatures::insert(db, &agreement, current.version, &signature)?;
            jobs::add(db, JobKind::SealVersion, &format!("{agreement}/{}", current.version), now, now)?;
            let next = Version { state: step.to(), remind_at: None, lapses_at: None, ..current };
            assert!(agreements::update_version(db, &agreement, &next)?);
            Ok::<_, StoreError>(())
        });
        write.await.unwrap();
    }

    /// The browser of whoever reads an address.
    pub async fn filer(&self, email: &str) -> Visitor {
        Visitor::with_session(&self.app.base, &self.filer_token(email).await)
    }

    pub async fn filer_token(&self, email: &str) -> String {
        let email = EmailAddress::parse(email).unwrap();
        link::ask(&self.app.service, &email, Language::Fi, "192.0.2.0/24", None).await.unwrap();
        self.app.send().await;
        let raw = self.app.mailed_link(email.as_str(), "/link/").rsplit('/').next().unwrap().to_owned();
        link::enter(&self.app.service, &raw).await.unwrap().session
    }

    /// The browser of someone of Kela.
    pub async fn desk(&self, staff: &Staff) -> Visitor {
        Visitor::with_session(&self.app.base, &self.desk_token(staff).await)
    }

    pub async fn desk_token(&self, staff: &Staff) -> String {
        let email = format!("{}@kela.example", staff.name.to_lowercase().replace(' ', "."));
        password::sign_in(&self.app.service, &email, PASSWORD, "192.0.2.0/24").await.unwrap().unwrap()
    }
}
