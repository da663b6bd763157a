//! Changes of an agreement end to end, on both engines: each kind, what stands in their way, and which version was in force on a day.

use std::process::Command;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use federointi::agreement::change::Obstacle;
use federointi::agreement::draft::{ContactAnswers, DomainAnswers, SectionAnswers};
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::version::{Standing, VersionKind, VersionState};
use federointi::agreement::{EmailAddress, Language, RequestId};
use federointi::demo::parties::{self, DemoParty};
use federointi::store::{agreements, events};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::change::{self, Notice};
use federointi::workflow::{Actor, WorkflowError, agreement, draft, file, in_force, kela, review, signing};
use serde_json::Value;

use crate::support::complete::Record;
use crate::support::database::TestDatabase;
use crate::support::process;

const MAILBOX: &str = "tietohallinto@esimerkkila.example";

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
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

impl Record {
    async fn begin(&self, by: &EmailAddress, number: &str, kind: VersionKind) -> Result<RequestId, WorkflowError> {
        change::begin(&self.app.service, by, number, kind, Language::Fi).await
    }

    async fn save(&self, by: &EmailAddress, id: &RequestId, answers: SectionAnswers) {
        draft::save(&self.app.service, by, id, answers).await.unwrap();
    }

    /// Says from when the change holds, or when the agreement ends.
    async fn on(&self, by: &EmailAddress, id: &RequestId, typed: &str) {
        let request = draft::read(&self.app.service, &Actor::Filer(by.clone()), id).await.unwrap();
        let mut answers = request.draft.change.unwrap().answers;
        if request.kind == VersionKind::Termination {
            answers.last_day = typed.to_owned()
        } else {
            answers.first_day = typed.to_owned()
        }
        self.save(by, id, SectionAnswers::Change(answers)).await;
    }

    /// A complete amendment that adds a domain; its version.
    async fn amended(&self, by: &EmailAddress, number: &str, from: &str) {
        let id = self.begin(by, number, VersionKind::Amendment).await.unwrap();
        self.on(by, &id, from).await;
        self.file(by, &id).await;
        assert_eq!(self.approve(by, &id).await, number);
        self.complete(number).await;
    }

    async fn standing(&self, number: &str, on: &str) -> Standing {
        let actor = Actor::Staff(self.auditor.clone());
        in_force::on_day(&self.app.service, &actor, number, day(on)).await.unwrap().standing
    }

    async fn domains(&self, number: &str) -> Vec<String> {
        let number = number.to_owned();
        let read = self.app.service.store.read(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.unwrap();
            agreements::domains_of(db, &agreement.id)
        });
        read.await.unwrap()
    }

    async fn pdf(&self, number: &str, version: i32) -> String {
        let file = agreement::download(&self.app.service, &self.auditor, number, version, agreement::Form::Pdf).await.unwrap();
        if let Ok(folder) = std::env::var("FEDEROINTI_TEST_PDF") {
            std::fs::write(std::path::Path::new(&folder).join(&file.name), &file.bytes).unwrap();
        }
        words(&file.bytes)
    }
}

on_both_engines! {
    async fn an_amendment_makes_the_next_version_of_the_same_agreement(database: TestDatabase) {
        let record = Record::start(&database).await;
        let first = DemoParty { domains: &["esimerkkila.example"], ..parties::ESIMERKKILA };
        let (number, _) = record.agreement(&first).await;
        let by = address(MAILBOX);
        let id = record.begin(&by, &number, VersionKind::Amendment).await.unwrap();
        let request = draft::read(&record.app.service, &Actor::Filer(by.clone()), &id).await.unwrap();
        assert_eq!(request.draft.organisation.name, "Esimerkkilän kunta");
        assert_eq!(request.draft.domains.domain, ["esimerkkila.example"]);
        let domains = parties::ESIMERKKILA.domains.iter().map(|domain| (*domain).to_owned()).collect();
        record.save(&by, &id, SectionAnswers::Domains(DomainAnswers { domain: domains })).await;
        record.on(&by, &id, "1.3.2027").await;
        record.file(&by, &id).await;
        let case = review::case(&record.app.service, &record.reviewer, &id).await.unwrap();
        assert_eq!(case.request.reference.as_deref(), Some("FP-2026-0002"));
        assert_eq!((case.request.kind, case.request.wished_from), (VersionKind::Amendment, Some(day("2027-03-01"))));
        let altered = case.alters.unwrap();
        assert_eq!((altered.agreement.number.as_str(), altered.version), (number.as_str(), 1));
        let rows: Vec<_> = altered.changes.iter().map(|change| (change.label, change.was.len(), change.now.len())).collect();
        assert_eq!(rows, [("field-domains", 0, 2)]);
        assert!(!case.authority_unproven, "the mailbox's domain is the agreement's own");
        assert!(case.domains_of_others.is_empty(), "its own domains are not another's");
        assert_eq!(record.approve(&by, &id).await, number, "the same agreement");
        assert_eq!(record.domains(&number).await.len(), 3, "what waits to be signed is held already");
        record.complete(&number).await;
        let versions = record.versions(&number).await;
        assert_eq!(versions.len(), 2);
        let change = versions[0].content.change.as_ref().unwrap();
        assert_eq!((change.kind, change.previous, change.first_day), (VersionKind::Amendment, 1, Some(day("2027-03-01"))));
        assert_eq!((versions[0].valid_from, versions[0].valid_until), (Some(day("2027-03-01")), None));
        for (on, expected) in [
            ("2026-11-20", Standing::Begins(day("2026-11-21"))),
            ("2026-11-21", Standing::InForce(1)),
            ("2027-02-28", Standing::InForce(1)),
            ("2027-03-01", Standing::InForce(2)),
        ] {
            assert_eq!(record.standing(&number, on).await, expected, "{on}");
        }
        let text = record.pdf(&number, 2).await;
        for part in ["Sopimusmuutos", "Muuttaa sopimuksen versiota 1.", "Voimassa 1.3.2027 alkaen", "Liite 3 Muutokset versioon 1", "koulu.esimerkkila.example"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!record.pdf(&number, 1).await.contains("Liite 3"));
        // The next one must not begin before this one.
        let id = record.begin(&by, &number, VersionKind::Contacts).await.unwrap();
        record.on(&by, &id, "1.2.2027").await;
        let revision = record.app.revision(&by, &id).await;
        let refused = file::file(&record.app.service, &by, &id, revision).await;
        assert!(matches!(&refused, Err(WorkflowError::Invalid(errors)) if errors[0].problem.key == "error-day-too-early"), "{refused:?}");
        record.app.stop().await;
    }

    async fn contacts_change_by_one_approval_without_a_signature(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let to_sign = |record: &Record| {
            record.app.mails().into_iter().filter(|mail| mail.subject.contains("allekirjoitettavana")).count()
        };
        let asked = to_sign(&record);
        let id = record.begin(&filer, &number, VersionKind::Contacts).await.unwrap();
        // Terms that come meanwhile bind nobody without a signature.
        kela::publish_terms(&record.app.service, &record.administrator, Language::Fi, 2, "## Uusi\n\nUudet ehdot.", false).await.unwrap().unwrap();
        let contacts = ContactAnswers {
            agreement_name: "Uusi Sopija".to_owned(),
            agreement_email: "uusi.sopija@esimerkkila.example".to_owned(),
            agreement_phone: "+358 00 000 0055".to_owned(),
            ..match parties::answers(&parties::ESIMERKKILA).swap_remove(5) { SectionAnswers::Contacts(given) => given, other => panic!("{other:?}") }
        };
        record.save(&filer, &id, SectionAnswers::Contacts(contacts)).await;
        // What is not asked cannot be changed.
        record.save(&filer, &id, SectionAnswers::Domains(DomainAnswers { domain: vec!["muu.example".to_owned()] })).await;
        record.file(&filer, &id).await;
        let revision = record.app.revision(&filer, &id).await;
        approve(&record.app.service, &record.reviewer, &id, revision, Grounds::default()).await.unwrap();
        record.app.work().await;
        let versions = record.versions(&number).await;
        let [second, first] = versions.as_slice() else { panic!("{versions:?}") };
        assert_eq!((second.kind, second.state, second.course.needs_signature), (VersionKind::Contacts, VersionState::Signed, false));
        assert_eq!(second.content.party.agreement_contact.name, "Uusi Sopija");
        assert_eq!(second.content.party.domains, first.content.party.domains);
        assert_eq!((&second.content.terms, &second.content.kela), (&first.content.terms, &first.content.kela));
        let rows: Vec<_> = second.content.change.as_ref().unwrap().difference.iter().map(|change| change.label).collect();
        assert_eq!(rows, ["contact-agreement"]);
        assert_eq!(record.standing(&number, "2026-11-21").await, Standing::InForce(2));
        let text = record.pdf(&number, 2).await;
        assert!(text.contains("Yhteystietojen muutos") && text.contains("eikä se tarvitse allekirjoituksia") && !text.contains("Allekirjoittajat:"), "{text}");
        assert_eq!(to_sign(&record), asked, "the first version alone was to be signed");
        // The new contact may act for the agreement, the old one no longer.
        assert!(change::overview(&record.app.service, &address("uusi.sopija@esimerkkila.example"), &number).await.is_ok());
        let old = change::overview(&record.app.service, &address("saara.sopija@esimerkkila.example"), &number).await;
        assert!(matches!(old, Err(WorkflowError::NotFound)), "{old:?}");
        record.app.stop().await;
    }

    async fn a_renewal_is_gone_through_and_takes_the_terms_as_they_are(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        kela::publish_terms(&record.app.service, &record.administrator, Language::Fi, 2, "## Uusi\n\nUudet ehdot.", false).await.unwrap().unwrap();
        let id = record.begin(&filer, &number, VersionKind::Renewal).await.unwrap();
        let revision = record.app.revision(&filer, &id).await;
        let refused = file::file(&record.app.service, &filer, &id, revision).await;
        let Err(WorkflowError::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.iter().filter(|error| error.problem.key == "error-not-confirmed").count() == 11, "{errors:?}");
        for answers in parties::answers(&parties::ESIMERKKILA) {
            record.save(&filer, &id, answers).await;
        }
        record.file(&filer, &id).await;
        record.approve(&filer, &id).await;
        record.complete(&number).await;
        let newest = record.newest(&number).await;
        let change = newest.content.change.as_ref().unwrap();
        assert_eq!((newest.kind, newest.version, newest.content.terms.version), (VersionKind::Renewal, 2, 2));
        assert_eq!(change.difference.iter().map(|change| change.label).collect::<Vec<_>>(), ["difference-terms"]);
        record.app.stop().await;
    }

    async fn a_termination_ends_the_agreement_after_its_last_day(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let id = record.begin(&filer, &number, VersionKind::Termination).await.unwrap();
        for (typed, key) in [("", "error-required"), ("1.11.2026", "error-last-day-past"), ("huomenna", "error-date-form")] {
            record.on(&filer, &id, typed).await;
            let revision = record.app.revision(&filer, &id).await;
            let refused = file::file(&record.app.service, &filer, &id, revision).await;
            assert!(matches!(&refused, Err(WorkflowError::Invalid(errors)) if errors[0].problem.key == key), "{typed}: {refused:?}");
        }
        record.on(&filer, &id, "31.12.2026").await;
        record.file(&filer, &id).await;
        record.approve(&filer, &id).await;
        assert_eq!(record.standing(&number, "2026-11-21").await, Standing::InForce(1), "not before it is complete");
        record.complete(&number).await;
        let last = day("2026-12-31");
        for (on, expected) in [
            ("2026-11-21", Standing::UnderNotice { version: Some(1), last }),
            ("2026-12-31", Standing::UnderNotice { version: Some(1), last }),
            ("2027-01-01", Standing::Ended),
        ] {
            assert_eq!(record.standing(&number, on).await, expected, "{on}");
        }
        let text = record.pdf(&number, 2).await;
        for part in ["Irtisanominen", &number, "31.12.2026", "Irtisanoja", "Esimerkkilän kunta"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("Ehdot") && !text.contains("koulu.esimerkkila.example"), "not the whole form again: {text}");
        // Contacts can be changed as long as it holds, and nothing afterwards.
        let refused = record.begin(&filer, &number, VersionKind::Amendment).await;
        assert!(matches!(refused, Err(WorkflowError::Obstacle(Obstacle::UnderNotice(day))) if day == last));
        record.app.clock.advance(TimeDelta::days(60));
        let refused = record.begin(&filer, &number, VersionKind::Contacts).await;
        assert!(matches!(refused, Err(WorkflowError::Obstacle(Obstacle::Ended))), "{refused:?}");
        let page = record.desk(&record.auditor).await.get(&format!("/fi/agreements/{number}?on=24.12.2026")).await.text();
        assert!(page.contains("Irtisanottu, päättyy 31.12.2026"), "{page}");
        let list = record.desk(&record.auditor).await.get("/fi/agreements").await.text();
        assert!(list.contains("Päättynyt"), "{list}");
        record.app.stop().await;
    }

    async fn kela_gives_notice_and_the_party_signs_nothing(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, _) = record.agreement(&parties::ESIMERKKILA).await;
        let path = format!("/fi/agreements/{number}/notice");
        assert_eq!(record.desk(&record.auditor).await.post_raw(&path, &[("last_day", "31.12.2026")]).await.status, 403);
        let reviewer = record.desk(&record.reviewer).await;
        let refused = reviewer.post(&path, &[("last_day", "31.2.2027"), ("change_reason", "Palvelu päättyy.")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("31.2.2027") && refused.text().contains("Palvelu päättyy."), "nothing typed is lost");
        let given = reviewer.post(&path, &[("last_day", "28.2.2027"), ("change_reason", "Palvelu päättyy.")]).await;
        assert_eq!(given.status, 303, "{}", given.text());
        let id = RequestId::parse(given.location.rsplit('/').next().unwrap()).unwrap();
        // The party learns of it at once, and of nothing from a notice that was not filed.
        record.app.work().await;
        for to in [MAILBOX, parties::filer(&parties::ESIMERKKILA).as_str()] {
            let told = record.app.mails().iter().filter(|mail| mail.to.contains(to) && mail.subject.contains("Kela irtisanoo")).count();
            assert_eq!(told, 1, "{to}");
        }
        let mails = record.app.mails();
        let told = mails.iter().find(|mail| mail.subject.contains("Kela irtisanoo")).unwrap();
        assert!(told.text.contains("28.2.2027") && told.text.contains("Palvelu päättyy."), "{}", told.text);
        assert!(!mails.iter().any(|mail| mail.to.contains("tietohallinto@kela.example") && mail.subject.contains("Kela irtisanoo")));
        let page = reviewer.get(&given.location).await.text();
        assert!(page.contains("Kela irtisanoo sopimuksen.") && page.contains("28.2.2027"), "{page}");
        // Nobody of the party can take it back, and answered anew it is still Kela's.
        let mailbox = draft::withdraw(&record.app.service, &address(MAILBOX), &id).await;
        assert!(matches!(mailbox, Err(WorkflowError::NotFound)), "{mailbox:?}");
        review::ask_changes(&record.app.service, &record.reviewer, &id, 1, "Perustelu täsmällisemmin.").await.unwrap();
        record.file(&address("tietohallinto@kela.example"), &id).await;
        let again = change::give_notice(&record.app.service, &record.reviewer, &number, Notice::default()).await;
        assert!(matches!(again, Err(WorkflowError::Obstacle(Obstacle::Requested))), "{again:?}");
        approve(&record.app.service, &record.reviewer, &id, 3, Grounds::default()).await.unwrap();
        record.app.work().await;
        let newest = record.newest(&number).await;
        assert_eq!((newest.state, newest.valid_until), (VersionState::Signed, Some(day("2027-02-28"))));
        let text = record.pdf(&number, 2).await;
        assert!(text.contains("Irtisanoja Kela") && text.contains("Palvelu päättyy."), "{text}");
        let kela = change::overview(&record.app.service, &address("tietohallinto@kela.example"), &number).await;
        assert!(matches!(kela, Err(WorkflowError::NotFound)), "who gave Kela's notice is nobody of the party: {kela:?}");
        record.app.stop().await;
    }

    async fn one_change_at_a_time_and_who_holds_it_is_told(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let mailbox = address(MAILBOX);
        let (one, other) = tokio::join!(
            record.begin(&filer, &number, VersionKind::Amendment),
            record.begin(&mailbox, &number, VersionKind::Contacts),
        );
        let (holder, id) = match (one, other) {
            (Ok(id), Err(WorkflowError::Obstacle(Obstacle::Requested))) => (filer, id),
            (Err(WorkflowError::Obstacle(Obstacle::Requested)), Ok(id)) => (mailbox, id),
            both => panic!("{both:?}"),
        };
        let signatory = record.filer("johto.johtonen@esimerkkila.example").await;
        let path = format!("/fi/party/agreements/{number}/change");
        let page = signatory.get(&path).await.text();
        assert!(page.contains(&format!("Pyynnön tekijä: {holder}.")), "{page}");
        let refused = signatory.post(&path, &[("what", "renewal")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("on jo pyydetty muutosta"), "{}", refused.text());
        // Withdrawn, it is in nobody's way; approved, its version is until it is complete.
        draft::withdraw(&record.app.service, &holder, &id).await.unwrap();
        let id = record.begin(&holder, &number, VersionKind::Amendment).await.unwrap();
        record.file(&holder, &id).await;
        record.approve(&holder, &id).await;
        let refused = record.begin(&holder, &number, VersionKind::Contacts).await;
        assert!(matches!(refused, Err(WorkflowError::Obstacle(Obstacle::Pending(2)))), "{refused:?}");
        record.app.stop().await;
    }

    async fn what_is_rejected_or_declined_leaves_the_version_in_force(database: TestDatabase) {
        let record = Record::start(&database).await;
        let first = DemoParty { domains: &["esimerkkila.example"], ..parties::ESIMERKKILA };
        let (number, filer) = record.agreement(&first).await;
        let more = || SectionAnswers::Domains(DomainAnswers { domain: vec!["esimerkkila.example".to_owned(), "koulu.esimerkkila.example".to_owned()] });
        let id = record.begin(&filer, &number, VersionKind::Amendment).await.unwrap();
        record.save(&filer, &id, more()).await;
        record.file(&filer, &id).await;
        let revision = record.app.revision(&filer, &id).await;
        review::reject(&record.app.service, &record.reviewer, &id, revision, "Ei vielä.").await.unwrap();
        assert_eq!((record.versions(&number).await.len(), record.domains(&number).await.len()), (1, 1));
        let file = agreement::read(&record.app.service, &record.auditor, &number).await.unwrap();
        assert!(file.history.iter().any(|(event, _)| event.kind == EventKind::RequestRejected), "the history tells it");

        let id = record.begin(&filer, &number, VersionKind::Amendment).await.unwrap();
        record.save(&filer, &id, more()).await;
        record.file(&filer, &id).await;
        record.approve(&filer, &id).await;
        record.app.work().await;
        signing::decline(&record.app.service, &address("johto.johtonen@esimerkkila.example"), &number, "Ei vielä.").await.unwrap();
        assert_eq!(record.domains(&number).await, ["esimerkkila.example"], "what was declined holds nothing");
        assert_eq!(record.standing(&number, "2027-06-01").await, Standing::InForce(1));
        // The next change starts from the version in force, and its number goes on.
        let id = record.begin(&filer, &number, VersionKind::Amendment).await.unwrap();
        let request = draft::read(&record.app.service, &Actor::Filer(filer.clone()), &id).await.unwrap();
        assert_eq!(request.draft.domains.domain, ["esimerkkila.example"]);
        record.file(&filer, &id).await;
        record.approve(&filer, &id).await;
        record.complete(&number).await;
        let newest = record.newest(&number).await;
        assert_eq!((newest.version, newest.content.change.unwrap().previous), (3, 1));
        assert_eq!(record.standing(&number, "2027-06-01").await, Standing::InForce(3));
        assert_eq!(record.domains(&number).await, ["esimerkkila.example"]);
        record.app.stop().await;
    }

    async fn who_has_nothing_to_do_with_an_agreement_is_not_told_of_it(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let (other, _) = record.agreement(&parties::MONILA).await;
        record.amended(&filer, &number, "").await;
        let pages = ["/change", "/compare", "/compare?from=1&to=2"];
        // Who reads the page, and what each page answers them.
        let filer_of_other = parties::filer(&parties::MONILA);
        let technical = "tekno.tekninen@esimerkkila.example";
        for (email, status) in [
            (filer.as_str(), 200),
            (MAILBOX, 200),
            ("saara.sopija@esimerkkila.example", 200),
            ("johto.johtonen@esimerkkila.example", 200),
            (technical, 404),
            (filer_of_other.as_str(), 404),
            ("vieras@muualla.example", 404),
        ] {
            let visitor = record.filer(email).await;
            for page in pages {
                let seen = visitor.get(&format!("/fi/party/agreements/{number}{page}")).await;
                assert_eq!(seen.status, status, "{email} {page}");
                assert!(status == 200 || !seen.body.contains("Esimerkkilän"), "{email} {page}");
            }
            let begun = visitor.post(&format!("/fi/party/agreements/{number}/change"), &[("what", "first")]).await;
            assert_eq!(begun.status, if status == 200 { 422 } else { status }, "{email}: a first version is not a change");
            let api = visitor.get(&format!("/api/v1/agreements/{number}/in-force?on=2026-12-01")).await;
            assert_eq!(api.status, status, "{email}");
        }
        assert_ne!(number, other);
        for (staff, status) in [(&record.administrator, 403), (&record.reviewer, 200), (&record.auditor, 403)] {
            let visitor = record.desk(staff).await;
            assert_eq!(visitor.get(&format!("/fi/agreements/{number}/notice")).await.status, status, "{}", staff.name);
            assert_eq!(visitor.get(&format!("/fi/agreements/{number}/compare")).await.status, 200, "{}", staff.name);
            assert_eq!(visitor.get(&format!("/fi/party/agreements/{number}/change")).await.status, 403, "{}", staff.name);
        }
        record.app.stop().await;
    }

    async fn page_data_and_file_answer_alike_on_every_day(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&DemoParty { name: "=Kaava; \"kunta\"", ..parties::ESIMERKKILA }).await;
        record.amended(&filer, &number, "1.3.2027").await;
        let id = record.begin(&filer, &number, VersionKind::Termination).await.unwrap();
        record.on(&filer, &id, "31.12.2027").await;
        record.file(&filer, &id).await;
        record.approve(&filer, &id).await;
        record.app.clock.advance(TimeDelta::days(161)); // 1 May 2027
        record.complete(&number).await;
        let auditor = record.desk(&record.auditor).await;
        let own = record.filer(filer.as_str()).await;
        for (on, state, version, words) in [
            ("2026-11-20", "begins", None, "Tulee voimaan 21.11.2026"),
            ("2026-11-21", "in_force", Some(1), "Voimassa"),
            ("2027-02-28", "in_force", Some(1), "Voimassa"),
            ("2027-03-01", "in_force", Some(2), "Voimassa"),
            ("2027-04-30", "in_force", Some(2), "Voimassa"),
            ("2027-05-01", "under_notice", Some(2), "Irtisanottu, päättyy 31.12.2027"),
            ("2027-12-31", "under_notice", Some(2), "Irtisanottu, päättyy 31.12.2027"),
            ("2028-01-01", "ended", None, "Päättynyt"),
        ] {
            let path = format!("/api/v1/agreements/{number}/in-force?on={on}");
            let data: Value = serde_json::from_str(&auditor.get(&path).await.body).unwrap();
            assert_eq!((data["state"].as_str(), data["version"].as_i64()), (Some(state), version), "{on}: {data}");
            assert_eq!(data, serde_json::from_str::<Value>(&own.get(&path).await.body).unwrap());
            let page = auditor.get(&format!("/fi/agreements/{number}?on={on}")).await.text();
            let told = version.map_or_else(|| "Mikään versio ei ole voimassa".to_owned(), |version| format!("Versio {version}"));
            let facts = page.split("<dl class=\"facts\">").nth(1).unwrap().split("</dl>").next().unwrap();
            assert!(facts.contains(&format!("<dd>{words}</dd>")) && facts.contains(&format!("<dd>{told}</dd>")), "{on}: {facts}");
            let csv = auditor.get(&format!("/fi/agreements.csv?on={on}")).await;
            let sha256 = data["sha256"].as_str().unwrap_or_default();
            let version = version.map(|version| version.to_string()).unwrap_or_default();
            let line = format!("\"{number}\";\"'=Kaava; \"\"kunta\"\"\";\"{}\";\"{on}\";\"{words}\";\"{version}\";\"{sha256}\"\r\n", parties::ESIMERKKILA.business_id);
            assert!(csv.body.starts_with('\u{feff}') && csv.body.ends_with(&line), "{on}: {}", csv.body);
            assert_eq!(sha256.len(), if version.is_empty() { 0 } else { 64 }, "{on}");
        }
        let swedish = auditor.get("/sv/agreements.csv?on=2027-03-01").await.body;
        assert!(swedish.contains("\"Avtalsnummer\"") && swedish.contains("\"I kraft\""), "{swedish}");
        for (path, status) in [
            (format!("/api/v1/agreements/{number}/in-force"), 400),
            (format!("/api/v1/agreements/{number}/in-force?on=1.3.2027"), 400),
            (format!("/api/v1/agreements/{number}/in-force?on=2027-02-30"), 400),
            (format!("/api/v1/agreements/{number}/in-force?on=%00"), 400),
            ("/api/v1/agreements/KELA-FED-2026-9999/in-force?on=2027-03-01".to_owned(), 404),
            ("/fi/agreements.csv?on=huomenna".to_owned(), 400),
        ] {
            let seen = auditor.get(&path).await;
            assert_eq!(seen.status, status, "{path}: {}", seen.body);
            if path.starts_with("/api") {
                let problem: Value = serde_json::from_str(&seen.body).unwrap();
                assert_eq!(problem["status"], status, "{problem}");
            }
        }
        let typed = auditor.get(&format!("/fi/agreements/{number}?on=huomenna")).await;
        assert!(typed.status == 200 && typed.text().contains("Annoit: huomenna."), "{}", typed.status);
        record.app.stop().await;
    }

    async fn a_change_is_compared_in_words_for_both_sides(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let id = record.begin(&filer, &number, VersionKind::Amendment).await.unwrap();
        record.save(&filer, &id, SectionAnswers::Domains(DomainAnswers { domain: vec!["esimerkkila.example".to_owned()] })).await;
        let own = record.filer(filer.as_str()).await;
        let answers = own.get(&format!("/fi/requests/{id}/answers")).await.text();
        assert!(answers.contains("Mikä muuttuu") && answers.contains("<span class=\"was\">koulu.esimerkkila.example</span>"), "{answers}");
        record.file(&filer, &id).await;
        let reviewer = record.desk(&record.reviewer).await;
        let case = reviewer.get(&format!("/fi/queue/{id}")).await.text();
        assert!(case.contains("verrattuna versioon 1") && case.contains("<span class=\"was\">koulu.esimerkkila.example</span>"), "{case}");
        record.approve(&filer, &id).await;
        record.complete(&number).await;
        let desk = reviewer.get(&format!("/sv/agreements/{number}/compare?from=1&to=2")).await.text();
        let party = own.get(&format!("/sv/party/agreements/{number}/compare")).await.text();
        for page in [&desk, &party] {
            assert!(page.contains("från version 1 till version 2") && page.contains("<span class=\"was\">koulu.esimerkkila.example</span>"), "{page}");
        }
        assert_eq!(reviewer.get(&format!("/fi/agreements/{number}/compare?from=1&to=3")).await.status, 404);
        assert_eq!(reviewer.get(&format!("/fi/agreements/{number}/compare?from=x")).await.status, 400);
        record.app.stop().await;
    }

    async fn a_change_keeps_the_organisation_and_tells_of_the_domains_of_others(database: TestDatabase) {
        let record = Record::start(&database).await;
        let (number, filer) = record.agreement(&parties::ESIMERKKILA).await;
        let (others, _) = record.agreement(&parties::MONILA).await;
        let id = record.begin(&filer, &number, VersionKind::Amendment).await.unwrap();
        let SectionAnswers::Organisation(mut organisation) = parties::answers(&parties::ESIMERKKILA).swap_remove(0) else { panic!() };
        organisation.business_id = parties::MONILA.business_id.to_owned();
        record.save(&filer, &id, SectionAnswers::Organisation(organisation.clone())).await;
        let revision = record.app.revision(&filer, &id).await;
        let refused = file::file(&record.app.service, &filer, &id, revision).await;
        assert!(matches!(&refused, Err(WorkflowError::Invalid(errors)) if errors[0].problem.key == "error-business-id-other"), "{refused:?}");
        // A new name is a change like others; its domains stay its own.
        organisation.business_id = parties::ESIMERKKILA.business_id.to_owned();
        organisation.name = "Uusi-Esimerkkilän kunta".to_owned();
        record.save(&filer, &id, SectionAnswers::Organisation(organisation)).await;
        let foreign = parties::MONILA.domains[0];
        let domains = vec!["esimerkkila.example".to_owned(), foreign.to_owned()];
        record.save(&filer, &id, SectionAnswers::Domains(DomainAnswers { domain: domains })).await;
        record.file(&filer, &id).await;
        let case = review::case(&record.app.service, &record.reviewer, &id).await.unwrap();
        assert_eq!(case.domains_of_others, [(foreign.to_owned(), Some(others), parties::MONILA.name.to_owned())]);
        assert!(case.authority_unproven, "under another name the filer is asked about again");
        record.approve(&filer, &id).await;
        let before = agreement::read(&record.app.service, &record.auditor, &number).await.unwrap();
        assert_eq!(before.agreement.party_name, "Esimerkkilän kunta", "the name is the one that is in force");
        record.complete(&number).await;
        let file = agreement::read(&record.app.service, &record.auditor, &number).await.unwrap();
        assert_eq!(file.agreement.party_name, "Uusi-Esimerkkilän kunta");
        let request = draft::read(&record.app.service, &Actor::Filer(filer), &id).await.unwrap();
        assert_eq!(request.state, RequestState::Approved);
        let kinds = record.app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap();
        assert!(kinds.iter().any(|event| event.version == Some(2)), "its events name the version");
        record.app.stop().await;
    }
}
