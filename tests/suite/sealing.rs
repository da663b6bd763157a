//! The sealing of versions, on both engines: what leaves the service before and after, failures and their mending, the warnings.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionState};
use federointi::agreement::{AgreementId, Language};
use federointi::clock::{Clock, StoppedClock};
use federointi::demo::authority::{AnswerFault, Authority, Faults, TimeStampFault};
use federointi::demo::parties;
use federointi::i18n::Translate;
use federointi::jobs::work;
use federointi::seal::{self, Integrity, Level, Trust, TrustAnchors};
use federointi::store::agreements::Version;
use federointi::store::{StoreError, agreements, documents, events, outbox};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::seal_key::{SealSetup, failure_key};
use federointi::workflow::{Staff, WorkflowError, agreement, document, password, seal_watch, sealing};
use tempfile::TempDir;

use crate::support::app::{App, PASSWORD};
use crate::support::database::TestDatabase;
use crate::support::process;
use crate::support::seal::{add_contacts_version, setup, write_key};
use crate::support::visitor::Visitor;

/// Long after every test's present.
const FAR: &str = "2030-01-01T00:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A service that seals by a key of its own, with an agreement that was approved.
struct Sealing {
    app: App,
    administrator: Staff,
    auditor: Staff,
    reviewer: Staff,
    key: PathBuf,
    agreement: AgreementId,
    number: String,
    _folder: TempDir,
}

impl Sealing {
    async fn start(database: &TestDatabase, order: SigningOrder) -> Self {
        let folder = TempDir::new().unwrap();
        let key = folder.path().join("seal.pem");
        write_key(&key, at(FAR));
        let app = App::start_sealing(database, true, order, setup(key.clone())).await;
        Self::approved(app, key, folder).await
    }

    /// Seals at B-LT by the demonstration's authority.
    async fn by_authority(database: &TestDatabase, lower_allowed: bool) -> (Self, Authority) {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(StoppedClock::at(at("2026-11-21T08:02:00Z")));
        let authority = Authority::start(folder.path(), clock).await.unwrap();
        let seal = SealSetup {
            key_file: Some(authority.seal_file()),
            level: Level::BaselineLt,
            lower_allowed,
            time_stamp_url: Some(authority.time_stamp_url()),
            trust: TrustAnchors::from_pem(&std::fs::read_to_string(authority.trust_file()).unwrap()).unwrap(),
            patience: Duration::from_millis(700),
            ..SealSetup::default()
        };
        let app = App::start_sealing(database, true, SigningOrder::PartyFirst, seal).await;
        authority.set_clock(Arc::clone(&app.clock) as Arc<dyn Clock>);
        let sealing = Self::approved(app, authority.seal_file(), folder).await;
        sealing.app.work().await;
        (sealing, authority)
    }

    /// The level of the one seal in a document, which is intact and trusted.
    fn level(&self, pdf: &[u8]) -> Option<Level> {
        let reports = seal::judge(pdf, &self.app.service.seal.trust, self.app.service.now(), None).unwrap();
        let seals: Vec<_> = reports.iter().filter(|report| report.is_seal).collect();
        assert_eq!(seals.len(), 1, "{reports:#?}");
        assert_eq!((seals[0].integrity, seals[0].trust), (Integrity::Intact, Trust::Trusted));
        seals[0].level
    }

    async fn approved(app: App, key: PathBuf, folder: TempDir) -> Self {
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let auditor = app.staff(Role::Auditor, "Tarja Tarkka").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let grounds =
            Grounds { over_errors: String::new(), authority_check: "Soitettu vaihteeseen.".to_owned(), ..Grounds::default() };
        let number = approve(&app.service, &reviewer, &id, revision, grounds).await.unwrap();
        let agreement = app.service.store.read(move |db| agreements::find_by_request(db, &id)).await.unwrap().unwrap().id;
        Self { app, administrator, auditor, reviewer, key, agreement, number, _folder: folder }
    }

    /// The administrator's browser.
    async fn desk(&self) -> Visitor {
        let signed_in = password::sign_in(&self.app.service, "paavo.pitaa@kela.example", PASSWORD, "192.0.2.0/24").await;
        Visitor::with_session(&self.app.base, &signed_in.unwrap().unwrap())
    }

    /// Adds a version that nobody signs, and gives its number.
    async fn contacts(&self, number: u8) -> i32 {
        let (id, now) = (self.agreement.clone(), self.app.service.now());
        let order = SigningOrder::PartyFirst;
        self.app.service.store.write(move |db| add_contacts_version(db, &id, order, number, now)).await.unwrap()
    }

    async fn version(&self, version: i32) -> Version {
        let id = self.agreement.clone();
        self.app.service.store.read(move |db| agreements::version(db, &id, version)).await.unwrap().unwrap()
    }

    async fn document(&self, version: i32, kind: DocumentKind) -> Option<Vec<u8>> {
        let id = self.agreement.clone();
        let found = self.app.service.store.read(move |db| documents::find(db, &id, version, kind)).await.unwrap();
        found.map(|document| document.bytes)
    }

    /// How often each of these happened to a version.
    async fn count(&self, version: i32, kinds: &[EventKind]) -> Vec<usize> {
        let id = self.agreement.clone();
        let all = self.app.service.store.read(move |db| events::of_agreement(db, &id)).await.unwrap();
        let count = |kind: &EventKind| all.iter().filter(|event| event.version == Some(version) && event.kind == *kind).count();
        kinds.iter().map(count).collect()
    }

    /// The mails of a kind: recipient and bytes.
    async fn mails(&self, kind: &str) -> Vec<(String, Vec<u8>)> {
        let kind = kind.to_owned();
        self.app
            .service
            .store
            .read(move |db| {
                let mut found = Vec::new();
                for (mail, _) in outbox::list(db, None, 1000)?.into_iter().filter(|(mail, _)| mail.kind == kind) {
                    let content = outbox::content(db, &mail.id)?.unwrap();
                    found.push((content.recipient, content.bytes));
                }
                Ok::<_, StoreError>(found)
            })
            .await
            .unwrap()
    }
}

/// The PDF that a mail carries.
fn attached(mail: &[u8]) -> Vec<u8> {
    let parsed = mailparse::parse_mail(mail).unwrap();
    let part = parsed.parts().find(|part| part.ctype.mimetype == "application/pdf").expect("a PDF");
    part.get_body_raw().unwrap()
}

fn words(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let mut command = Command::new("pdftotext");
    command.args(["-layout", file.path().to_str().unwrap(), "-"]);
    let ended = process::run(command, Duration::from_secs(60));
    assert!(ended.success, "{}", ended.stderr);
    ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SEALED: [EventKind; 3] = [EventKind::DocumentMade, EventKind::DocumentSealed, EventKind::VersionCompleted];

on_both_engines! {
    async fn what_leaves_before_the_version_is_complete_is_a_copy_that_says_so(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::PartyFirst).await;
        sealing.app.work().await;
        assert_eq!(sealing.version(1).await.state, VersionState::AwaitingSignature);
        let base = sealing.document(1, DocumentKind::Base).await.unwrap();
        let mark = "Allekirjoitettava: kopio luettavaksi";
        assert!(!words(&base).contains("Allekirjoitettava"));
        let mails = sealing.mails("approved").await;
        assert_eq!(mails.len(), 4, "both IT administrations, filer, agreement contact");
        let download = agreement::download(&sealing.app.service, &sealing.auditor, &sealing.number, 1, agreement::Form::Pdf).await.unwrap();
        assert_eq!(download.name, format!("{}-v1-copy.pdf", sealing.number));
        let copies = mails.iter().map(|(_, mail)| attached(mail)).chain([download.bytes]);
        for copy in copies {
            assert!(!base.starts_with(&copy) && !copy.starts_with(&base), "the document itself does not leave");
            assert!(words(&copy).contains(mark));
        }
        assert_eq!(sealing.count(1, &SEALED).await, [1, 0, 0]);
        sealing.app.stop().await;
    }

    async fn a_version_that_nobody_signs_is_sealed_complete_and_mailed(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::PartyFirst).await;
        sealing.app.work().await;
        let number = sealing.contacts(1).await;
        sealing.app.work().await;
        let version = sealing.version(number).await;
        assert_eq!((version.state, version.completed_at), (VersionState::Signed, Some(sealing.app.service.now())));
        assert_eq!(version.valid_from.unwrap().to_string(), "2026-11-21");
        assert_eq!(sealing.count(number, &SEALED).await, [1, 1, 1]);
        let (base, sealed) = (sealing.document(number, DocumentKind::Base).await.unwrap(), sealing.document(number, DocumentKind::Sealed).await.unwrap());
        assert!(sealed.starts_with(&base) && sealed.len() > base.len());
        assert!(!words(&sealed).contains("Allekirjoitettava:"));
        // The same bytes to everybody who has to do with it, the signatory among them.
        let mails = sealing.mails("completed").await;
        assert_eq!(mails.len(), 5, "{:?}", mails.iter().map(|(to, _)| to).collect::<Vec<_>>());
        assert!(mails.iter().any(|(to, _)| *to == version.content.party.signatory.email.as_str()));
        assert!(mails.iter().all(|(_, mail)| attached(mail) == sealed));
        let whole = agreement::download(&sealing.app.service, &sealing.auditor, &sealing.number, number, agreement::Form::Pdf).await.unwrap();
        assert_eq!((whole.name, whole.bytes), (format!("{}-v{number}.pdf", sealing.number), sealed));
        sealing.app.stop().await;
    }

    async fn two_that_seal_at_once_leave_one_sealed_document(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::PartyFirst).await;
        sealing.app.work().await;
        for round in 1..=3 {
            let number = sealing.contacts(round).await;
            let (service, agreement) = (&sealing.app.service, &sealing.agreement);
            document::make(service, 0, agreement, number).await.unwrap();
            let seal = || sealing::seal(service, 0, agreement, number);
            let (first, second, third) = tokio::join!(seal(), seal(), seal());
            first.and(second).and(third).unwrap();
            assert_eq!(sealing.count(number, &SEALED).await, [1, 1, 1]);
            assert_eq!(sealing.mails("completed").await.len(), 5 * usize::from(round));
            // The job that is left finds nothing to do.
            sealing.app.work().await;
            assert_eq!(sealing.count(number, &SEALED).await, [1, 1, 1]);
        }
        sealing.app.stop().await;
    }

    async fn where_kela_comes_first_the_party_is_asked_when_the_seal_is_there(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::KelaFirst).await;
        sealing.app.work().await;
        let version = sealing.version(1).await;
        assert_eq!((version.state, version.completed_at), (VersionState::AwaitingSignature, None));
        assert_eq!(sealing.count(1, &SEALED).await, [1, 1, 0]);
        let sealed = sealing.document(1, DocumentKind::Sealed).await.unwrap();
        let mails = sealing.mails("approved").await;
        assert_eq!(mails.len(), 4);
        for (_, mail) in mails {
            let copy = attached(&mail);
            assert!(words(&copy).contains("Allekirjoitettava:") && !sealed.starts_with(&copy));
        }
        sealing.app.stop().await;
    }

    async fn a_key_that_cannot_be_used_stops_the_sealing_until_it_is_mended(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::PartyFirst).await;
        sealing.app.work().await;
        let service = &sealing.app.service;
        let number = sealing.contacts(1).await;
        let good = std::fs::read(&sealing.key).unwrap();
        let other = sealing.key.with_extension("other");
        write_key(&other, at(FAR));
        let (mine, others) = (String::from_utf8(good.clone()).unwrap(), std::fs::read_to_string(&other).unwrap());
        let certificate = others.find("-----BEGIN CERTIFICATE").unwrap();
        let mixed = [&mine[..mine.find("-----BEGIN CERTIFICATE").unwrap()], &others[certificate..]].concat();
        write_key(&other, at("2026-11-20T00:00:00Z"));
        let expired = std::fs::read(&other).unwrap();
        let faults: [(Option<&[u8]>, &str); 4] = [
            (None, "seal-key-missing"),
            (Some(b"not a key"), "seal-key-unreadable"),
            (Some(mixed.as_bytes()), "seal-key-mismatch"),
            (Some(&expired), "seal-key-expired"),
        ];
        for (index, (content, code)) in faults.into_iter().enumerate() {
            match content {
                None => std::fs::remove_file(&sealing.key).unwrap(),
                Some(bytes) => std::fs::write(&sealing.key, bytes).unwrap(),
            }
            let (_, failed) = work::do_due(service).await.unwrap();
            assert_eq!(failed, 1, "{code}");
            assert_eq!(sealing.version(number).await.state, VersionState::Preparing);
            let status = seal_watch::status(service, &sealing.administrator).await.unwrap();
            assert_eq!(status.key.1.as_ref().map(|failure| failure.code()), Some(code));
            assert_eq!((status.waiting, status.last_failure().unwrap().1), (1, code));
            assert_eq!(sealing.mails("sealing_stopped").await.len(), index + 1, "told once of each");
            let text = sealing.desk().await.get("/fi/seal").await.text();
            assert!(text.contains(&Language::Fi.t(failure_key(code))), "{code}: {text}");
            // The pause grows; nothing is due before it is over.
            assert_eq!(work::do_due(service).await.unwrap(), (0, 0));
            sealing.app.clock.advance(TimeDelta::hours(1));
        }
        // Told once a day, however often it fails.
        work::do_due(service).await.unwrap();
        assert_eq!(sealing.mails("sealing_stopped").await.len(), 4);
        assert_eq!(sealing.count(number, &SEALED).await, [1, 0, 0]);

        std::fs::write(&sealing.key, good).unwrap();
        assert_eq!(work::do_due(service).await.unwrap(), (0, 0), "it waits for its time");
        assert!(matches!(seal_watch::try_now(service, &sealing.reviewer).await, Err(WorkflowError::Forbidden)));
        assert_eq!(sealing.desk().await.post("/fi/seal/try", &[]).await.status, 303);
        sealing.app.work().await;
        assert_eq!(sealing.version(number).await.state, VersionState::Signed);
        assert_eq!(sealing.count(number, &SEALED).await, [1, 1, 1]);
        sealing.app.stop().await;
    }

    async fn administrators_are_warned_before_the_certificate_runs_out_each_time_once(database: TestDatabase) {
        let sealing = Sealing::start(&database, SigningOrder::PartyFirst).await;
        let service = &sealing.app.service;
        write_key(&sealing.key, at("2027-02-01T00:00:00Z"));
        let mut told = Vec::new();
        for day in 0..90 {
            let before = sealing.mails("seal_key_expires").await.len();
            seal_watch::warn(service).await.unwrap();
            seal_watch::warn(service).await.unwrap();
            match sealing.mails("seal_key_expires").await.len() - before {
                0 => {}
                1 => told.push(day),
                more => panic!("{more} warnings on one day"),
            }
            sealing.app.clock.advance(TimeDelta::days(1));
        }
        // From 21 November to 1 February are 72 days.
        assert_eq!(told, [72 - 60, 72 - 30, 72 - 14, 72 - 7, 72 - 1]);
        // Another certificate is another matter.
        write_key(&sealing.key, sealing.app.service.now() + TimeDelta::days(10));
        seal_watch::warn(service).await.unwrap();
        assert_eq!(sealing.mails("seal_key_expires").await.len(), 6);
        sealing.app.stop().await;
    }

    async fn a_version_is_sealed_with_time_and_proofs(database: TestDatabase) {
        let (sealing, _authority) = Sealing::by_authority(&database, false).await;
        let number = sealing.contacts(1).await;
        work::do_due(&sealing.app.service).await.unwrap();
        let status = seal_watch::status(&sealing.app.service, &sealing.administrator).await.unwrap();
        assert_eq!(status.last_failure(), None);
        let sealed = sealing.document(number, DocumentKind::Sealed).await.unwrap();
        assert_eq!(sealing.level(&sealed), Some(Level::BaselineLt));
        assert_eq!(seal_watch::status(&sealing.app.service, &sealing.administrator).await.unwrap().to_raise, 0);
        sealing.app.stop().await;
    }

    async fn a_server_that_fails_stops_the_sealing_where_no_lower_level_is_allowed(database: TestDatabase) {
        let (sealing, authority) = Sealing::by_authority(&database, false).await;
        let service = &sealing.app.service;
        let number = sealing.contacts(1).await;
        document::make(service, 0, &sealing.agreement, number).await.unwrap();
        let no_answer = Some(AnswerFault::Status500);
        for (faults, code) in [
            (Faults { time_stamp: Some(TimeStampFault::Silent), ..Faults::default() }, "seal-time-stamp-failed"),
            (Faults { time_stamp: Some(TimeStampFault::WrongImprint), ..Faults::default() }, "seal-time-stamp-failed"),
            (Faults { time_stamp: Some(TimeStampFault::TimeOff(TimeDelta::days(2))), ..Faults::default() }, "seal-time-stamp-failed"),
            (Faults { ocsp: no_answer, crl: no_answer, ..Faults::default() }, "seal-revocation-unknown"),
        ] {
            authority.set_faults(faults);
            assert_eq!(work::do_due(service).await.unwrap().1, 1, "{faults:?}");
            let status = seal_watch::status(service, &sealing.administrator).await.unwrap();
            assert_eq!((status.waiting, status.last_failure().unwrap().1), (1, code), "{faults:?}");
            assert_eq!(sealing.version(number).await.state, VersionState::Preparing);
            assert!(sealing.document(number, DocumentKind::Sealed).await.is_none());
            sealing.app.clock.advance(TimeDelta::hours(1));
        }
        authority.set_faults(Faults::default());
        sealing.app.work().await;
        assert_eq!(sealing.count(number, &SEALED).await, [1, 1, 1]);
        let sealed = sealing.document(number, DocumentKind::Sealed).await.unwrap();
        assert_eq!(sealing.level(&sealed), Some(Level::BaselineLt));
        sealing.app.stop().await;
    }

    async fn a_lower_level_that_is_allowed_is_raised_when_the_servers_answer_again(database: TestDatabase) {
        let (sealing, authority) = Sealing::by_authority(&database, true).await;
        let service = &sealing.app.service;
        authority.set_faults(Faults { time_stamp: Some(TimeStampFault::Status500), ..Faults::default() });
        let number = sealing.contacts(1).await;
        sealing.app.work().await;
        assert_eq!(sealing.version(number).await.state, VersionState::Signed);
        let sealed = sealing.document(number, DocumentKind::Sealed).await.unwrap();
        let status = seal_watch::status(service, &sealing.administrator).await.unwrap();
        assert_eq!((status.waiting, status.to_raise), (0, 1));

        sealing.app.clock.advance(TimeDelta::minutes(11));
        assert_eq!(work::do_due(service).await.unwrap(), (0, 1), "the server still fails");
        assert!(sealing.document(number, DocumentKind::Upgraded).await.is_none());
        authority.set_faults(Faults::default());
        seal_watch::try_now(service, &sealing.administrator).await.unwrap();
        sealing.app.work().await;
        let raised = sealing.document(number, DocumentKind::Upgraded).await.unwrap();
        assert!(raised.starts_with(&sealed) && raised.len() > sealed.len());
        assert_eq!(sealing.level(&raised), Some(Level::BaselineLt));
        let kinds = [EventKind::DocumentSealed, EventKind::SealUpgraded, EventKind::VersionCompleted];
        assert_eq!(sealing.count(number, &kinds).await, [1, 1, 1]);
        let whole = agreement::download(service, &sealing.auditor, &sealing.number, number, agreement::Form::Pdf).await.unwrap();
        assert_eq!(whole.bytes, raised);
        assert_eq!(seal_watch::status(service, &sealing.administrator).await.unwrap().to_raise, 0);
        sealing.app.stop().await;
    }

    async fn a_revoked_certificate_seals_nothing_whatever_is_allowed(database: TestDatabase) {
        let (sealing, authority) = Sealing::by_authority(&database, true).await;
        let service = &sealing.app.service;
        let status = seal_watch::status(service, &sealing.administrator).await.unwrap();
        let serial = status.key.0.unwrap().serial;
        authority.revoke(&serial, service.now() - TimeDelta::hours(1));
        let number = sealing.contacts(1).await;
        assert_eq!(work::do_due(service).await.unwrap(), (1, 1));
        let status = seal_watch::status(service, &sealing.administrator).await.unwrap();
        assert_eq!((status.waiting, status.last_failure().unwrap().1), (1, "seal-key-revoked"));
        assert_eq!(sealing.count(number, &SEALED).await, [1, 0, 0]);
        sealing.app.stop().await;
    }
}
