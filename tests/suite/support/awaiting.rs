//! A version that waits for the party's signature, its signatory, and what was stored and mailed of it.

use chrono::TimeDelta;
use federointi::agreement::draft::SectionAnswers;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionState};
use federointi::agreement::{EmailAddress, Language, RequestId};
use federointi::demo::parties;
use federointi::store::agreements::{Agreement, Version};
use federointi::store::documents::Document;
use federointi::store::events::Event;
use federointi::store::signatures::Signature;
use federointi::store::{StoreError, agreements, documents, events, signatures};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{Staff, draft, file, link};
use tempfile::TempDir;

use super::app::App;
use super::database::TestDatabase;
use super::seal;
use super::visitor::Visitor;

/// Who signs for the invented municipality.
pub const SIGNATORY: &str = "johto.johtonen@esimerkkila.example";

/// A version that waits for its signature, and who may do what with it.
pub struct Awaiting {
    pub app: App,
    pub number: String,
    pub reviewer: Staff,
    pub filer: EmailAddress,
    _folder: TempDir,
}

impl Awaiting {
    pub async fn of(database: &TestDatabase) -> Self {
        Self::with(database, "regulations").await
    }

    /// With this basis of the signatory's authority.
    pub async fn with(database: &TestDatabase, basis: &str) -> Self {
        Self::in_order(database, basis, SigningOrder::PartyFirst).await
    }

    /// In this order.
    pub async fn in_order(database: &TestDatabase, basis: &str, order: SigningOrder) -> Self {
        Self::trusting(database, basis, order, SealSetup::default()).await
    }

    /// With the trusted authorities and the patience of `trust`; Kela's own key is one of the test's own.
    pub async fn trusting(database: &TestDatabase, basis: &str, order: SigningOrder, trust: SealSetup) -> Self {
        let folder = TempDir::new().unwrap();
        let key = folder.path().join("seal.pem");
        seal::write_key(&key, "2030-12-31T00:00:00Z".parse().unwrap());
        let setup = SealSetup { key_file: Some(key), ..trust };
        let app = App::start_sealing(database, false, order, setup).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.drafted(&parties::ESIMERKKILA).await;
        for section in parties::answers(&parties::ESIMERKKILA) {
            if let SectionAnswers::Signing(mut answers) = section {
                answers.signatory_basis = basis.to_owned();
                draft::save(&app.service, &filer, &id, SectionAnswers::Signing(answers)).await.unwrap();
            }
        }
        let revision = app.revision(&filer, &id).await;
        file::file(&app.service, &filer, &id, revision).await.unwrap();
        let number = Self::approved(&app, &reviewer, &filer, &id).await;
        app.work().await;
        Self { app, number, reviewer, filer, _folder: folder }
    }

    async fn approved(app: &App, reviewer: &Staff, filer: &EmailAddress, id: &RequestId) -> String {
        let revision = app.revision(filer, id).await;
        let grounds =
            Grounds { over_errors: String::new(), authority_check: "Soitettu vaihteeseen.".to_owned(), ..Grounds::default() };
        approve(&app.service, reviewer, id, revision, grounds).await.unwrap()
    }

    pub fn page(&self, rest: &str) -> String {
        format!("/fi/sign/{}{rest}", self.number)
    }

    /// Comes by the newest link that was mailed to the signatory.
    pub async fn signatory(&self) -> Visitor {
        let link = self.app.mailed_link(SIGNATORY, "/link/");
        let raw = link.rsplit('/').next().unwrap();
        let entered = link::enter(&self.app.service, raw).await.unwrap();
        assert_eq!(entered.next.as_deref(), Some(self.page("").as_str()));
        Visitor::with_session(&self.app.base, &entered.session)
    }

    /// Someone else who proved an address.
    pub async fn someone(&self, email: &str) -> Visitor {
        let email = EmailAddress::parse(email).unwrap();
        link::ask(&self.app.service, &email, Language::Fi, "192.0.2.0/24", None).await.unwrap();
        self.app.clock.advance(TimeDelta::seconds(1));
        self.app.send().await;
        let raw = self.app.mailed_link(email.as_str(), "/link/").rsplit('/').next().unwrap().to_owned();
        Visitor::with_session(&self.app.base, &link::enter(&self.app.service, &raw).await.unwrap().session)
    }

    pub async fn stored(&self) -> (Agreement, Version) {
        let number = self.number.clone();
        self.app
            .service
            .store
            .read(move |db| {
                let agreement = agreements::find_by_number(db, &number)?.unwrap();
                let version = agreements::version(db, &agreement.id, 1)?.unwrap();
                Ok::<_, StoreError>((agreement, version))
            })
            .await
            .unwrap()
    }

    pub async fn signature(&self) -> Option<Signature> {
        let id = self.stored().await.0.id;
        self.app.service.store.read(move |db| signatures::find(db, &id, 1)).await.unwrap()
    }

    pub async fn state(&self) -> VersionState {
        self.stored().await.1.state
    }

    pub async fn document(&self, kind: DocumentKind) -> Option<Document> {
        let id = self.stored().await.0.id;
        self.app.service.store.read(move |db| documents::find(db, &id, 1, kind)).await.unwrap()
    }

    pub async fn history(&self) -> Vec<Event> {
        let id = self.stored().await.0.id;
        self.app.service.store.read(move |db| events::of_agreement(db, &id)).await.unwrap()
    }

    pub async fn count(&self, kind: EventKind) -> usize {
        self.history().await.iter().filter(|event| event.kind == kind).count()
    }

    /// How many mails with this in their text were sent to an address.
    pub fn mails(&self, to: &str, text: &str) -> usize {
        self.app.mails().iter().filter(|mail| mail.to.contains(to) && mail.text.contains(text)).count()
    }

    /// The code in the newest mail that has one.
    pub async fn code(&self) -> String {
        self.app.clock.advance(TimeDelta::seconds(1));
        self.app.send().await;
        let mails = self.app.mails();
        let text = mails.iter().rev().find(|mail| mail.to.contains(SIGNATORY) && mail.text.contains("Vahvistuskoodi:"));
        let (_, after) = text.expect("a code was mailed").text.split_once("Vahvistuskoodi:").unwrap();
        after.lines().next().unwrap().trim().to_owned()
    }
}

pub const STATED: [(&str, &str); 6] = [
    ("name", "Johto Johtonen"),
    ("position", "vt. kunnanjohtaja"),
    ("authority", "Hallintosääntö 23 §"),
    ("accept_read", "yes"),
    ("accept_right", "yes"),
    ("accept_sign", "yes"),
];

/// What the signatory states, with the digest of a page and more.
pub fn stated<'a>(sha256: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    STATED.iter().copied().chain([("sha256", sha256)]).chain(more.iter().copied()).collect()
}
