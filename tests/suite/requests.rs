//! Requests from draft to decision, on both engines.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language};
use federointi::demo::parties::{self, DemoParty};
use federointi::federation::Verdict;
use federointi::store::events::Content;
use federointi::store::{StoreError, agreements, events, outbox, submissions};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{Actor, Lacking, WorkflowError, agreement, draft, file, link, review};

use crate::support::app::App;
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

fn by_phone() -> Grounds {
    Grounds { over_errors: String::new(), authority_check: "Soitettu vaihteeseen.".to_owned(), ..Grounds::default() }
}

async fn kinds(app: &App, id: &federointi::agreement::RequestId) -> Vec<EventKind> {
    let id = id.clone();
    let history = app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap();
    history.into_iter().map(|event| event.kind).collect()
}

on_both_engines! {
    async fn a_request_is_filed_approved_and_downloaded(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let auditor = app.staff(Role::Auditor, "Tarja Tarkka").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let number = approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        assert_eq!(number, "KELA-FED-2026-0001");
        app.work().await;
        let expected = [
            EventKind::RequestStarted,
            EventKind::RequestFiled,
            EventKind::RequestApproved,
            EventKind::VersionCreated,
            EventKind::DocumentMade,
            EventKind::SignatureAsked,
        ];
        let seen: Vec<_> = kinds(&app, &id).await.into_iter().filter(|kind| *kind != EventKind::MailSent).collect();
        assert_eq!(seen, expected);
        let pdf = agreement::download(&app.service, &auditor, &number, 1, agreement::Form::Pdf).await.unwrap();
        assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.name == "KELA-FED-2026-0001-v1-copy.pdf");
        let own = agreement::download_own(&app.service, &Actor::Filer(filer.clone()), &id).await.unwrap();
        assert_eq!(own.bytes, pdf.bytes);
        let stranger = Actor::Filer(EmailAddress::parse("vieras@muualla.example").unwrap());
        assert!(matches!(agreement::download_own(&app.service, &stranger, &id).await, Err(WorkflowError::NotFound)));
        let json = agreement::download(&app.service, &auditor, &number, 1, agreement::Form::Json).await.unwrap();
        let content: federointi::agreement::content::AgreementContent = serde_json::from_slice(&json.bytes).unwrap();
        assert_eq!((content.party.organisation.name.as_str(), content.kela.organisation.name.as_str()), ("Esimerkkilän kunta", "Kela"));
        assert_eq!(content.approval.authority_check.as_deref(), Some("Soitettu vaihteeseen."));
        let read = agreement::read(&app.service, &auditor, &number).await.unwrap();
        let downloads = read.history.iter().filter(|(event, _)| event.kind == EventKind::DocumentDownloaded).count();
        let data = read.history.iter().filter(|(event, _)| event.kind == EventKind::DataDownloaded).count();
        assert_eq!((downloads, data), (2, 1), "every download is an event, and a refused one is not");
        // Both IT administrations, the filer and the contact for agreement matters have the document.
        let carried: Vec<String> =
            app.mails().into_iter().filter(|mail| !mail.attachments.is_empty()).map(|mail| mail.to).collect();
        for recipient in
            ["tietohallinto@esimerkkila.example", "tietohallinto@kela.example", "testi.tayttaja@esimerkkila.example", "saara.sopija@esimerkkila.example"]
        {
            assert_eq!(carried.iter().filter(|to| to.contains(recipient)).count(), 1, "{recipient}: {carried:?}");
        }
        app.stop().await;
    }

    async fn an_agreement_in_swedish_is_with_fpa(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::EXEMPELBY).await;
        let revision = app.revision(&filer, &id).await;
        let number = approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        let read = agreement::read(&app.service, &reviewer, &number).await.unwrap();
        assert_eq!(read.versions[0].0.content.kela.organisation.name, "FPA");
        app.stop().await;
    }

    async fn two_reviewers_at_once_make_one_decision(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let first = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let second = app.staff(Role::Reviewer, "Pasi Pätevä").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let (one, other) = tokio::join!(
            approve(&app.service, &first, &id, revision, by_phone()),
            review::reject(&app.service, &second, &id, revision, "Ei."),
        );
        let (winner, conflict, state) = match (&one, &other) {
            (Ok(_), Err(WorkflowError::Conflict(Some(conflict)))) => (&first, conflict, RequestState::Approved),
            (Err(WorkflowError::Conflict(Some(conflict))), Ok(())) => (&second, conflict, RequestState::Rejected),
            both => panic!("{both:?}"),
        };
        assert_eq!(conflict.who, winner.name);
        assert!(matches!(conflict.what, "event-request-approved" | "event-request-rejected" | "event-version-created"));
        let request = draft::read(&app.service, &Actor::Filer(filer), &id).await.unwrap();
        assert_eq!(request.state, state);
        let decisions = kinds(&app, &id).await.into_iter().filter(|kind| matches!(kind, EventKind::RequestApproved | EventKind::RequestRejected));
        assert_eq!(decisions.count(), 1);
        app.stop().await;
    }

    async fn a_form_sent_twice_at_once_is_filed_once(database: TestDatabase) {
        let app = App::start(&database).await;
        let (filer, id) = app.drafted(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let (one, other) = tokio::join!(
            file::file(&app.service, &filer, &id, revision),
            file::file(&app.service, &filer, &id, revision),
        );
        assert_eq!(one.unwrap().reference, other.unwrap().reference);
        let filings = { let id = id.clone(); app.service.store.read(move |db| submissions::of_request(db, &id)).await.unwrap() };
        assert_eq!(filings.len(), 1);
        assert_eq!(kinds(&app, &id).await, [EventKind::RequestStarted, EventKind::RequestFiled]);
        app.stop().await;
    }

    async fn an_approval_that_lacks_something_says_all_that_it_lacks(database: TestDatabase) {
        let app = App::start(&database).await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let (filer, id) = app.filed(&parties::PORTTILA).await;
        let revision = app.revision(&filer, &id).await;
        let refused = approve(&app.service, &reviewer, &id, revision, Grounds::default()).await;
        let Err(WorkflowError::Lacking(lacking)) = refused else { panic!("{refused:?}") };
        assert_eq!(lacking, [Lacking::ReasonOverErrors, Lacking::AuthorityCheck, Lacking::Terms, Lacking::KelaHalf]);
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        app.ready_for_approval(&administrator).await;
        let over = Grounds { over_errors: "Korjataan viikossa.".to_owned(), ..by_phone() };
        let number = approve(&app.service, &reviewer, &id, revision, over).await.unwrap();
        let read = agreement::read(&app.service, &reviewer, &number).await.unwrap();
        assert_eq!(read.versions[0].0.content.approval.over_errors.as_deref(), Some("Korjataan viikossa."));
        // The number of another is not enough: another name, or another mail domain, has to be checked again.
        let impostor = DemoParty { name: "Valelan kunta", ..parties::MONILA };
        let (filer, id) = app.filed(&DemoParty { business_id: parties::PORTTILA.business_id, ..impostor }).await;
        let revision = app.revision(&filer, &id).await;
        let refused = approve(&app.service, &reviewer, &id, revision, Grounds::default()).await;
        assert!(matches!(refused, Err(WorkflowError::Lacking(lacking)) if lacking == [Lacking::AuthorityCheck]));
        assert_eq!(review::case(&app.service, &reviewer, &id).await.unwrap().earlier.len(), 1);
        // The second agreement of the same organisation and mail domain needs no check of authority.
        let (filer, id) = app.filed(&DemoParty { domains: &["porttila.example", "esimerkkila.example"], ..parties::PORTTILA }).await;
        let revision = app.revision(&filer, &id).await;
        let over = Grounds { over_errors: "Korjataan.".to_owned(), ..Grounds::default() };
        approve(&app.service, &reviewer, &id, revision, over).await.unwrap();
        app.stop().await;
    }

    async fn only_who_may_decides_and_a_draft_is_the_filers_own(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let auditor = app.staff(Role::Auditor, "Tarja Tarkka").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let (filer, id) = app.drafted(&parties::ESIMERKKILA).await;
        assert!(matches!(review::case(&app.service, &reviewer, &id).await, Err(WorkflowError::NotFound)));
        let stranger = EmailAddress::parse("vieras@muualla.example").unwrap();
        assert!(matches!(draft::read(&app.service, &Actor::Filer(stranger.clone()), &id).await, Err(WorkflowError::NotFound)));
        assert!(matches!(file::file(&app.service, &stranger, &id, 1).await, Err(WorkflowError::NotFound)));
        let revision = app.revision(&filer, &id).await;
        file::file(&app.service, &filer, &id, revision).await.unwrap();
        for staff in [&administrator, &auditor] {
            let refused = approve(&app.service, staff, &id, revision + 1, by_phone()).await;
            assert!(matches!(refused, Err(WorkflowError::Forbidden)), "{refused:?}");
        }
        let late = draft::save(&app.service, &filer, &id, parties::answers(&parties::MONILA)[0].clone()).await;
        assert!(matches!(late, Err(WorkflowError::State(_))), "{late:?}");
        app.stop().await;
    }

    async fn a_stale_page_files_nothing(database: TestDatabase) {
        let app = App::start(&database).await;
        let (filer, id) = app.drafted(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        draft::save(&app.service, &filer, &id, parties::answers(&parties::MONILA)[3].clone()).await.unwrap();
        assert!(matches!(file::file(&app.service, &filer, &id, revision).await, Err(WorkflowError::Conflict(None))));
        assert_eq!(kinds(&app, &id).await, [EventKind::RequestStarted]);
        app.stop().await;
    }

    async fn changes_are_asked_for_made_and_shown_as_a_difference(database: TestDatabase) {
        let app = App::start(&database).await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let first = DemoParty { domains: &["esimerkkila.example"], ..parties::ESIMERKKILA };
        let (filer, id) = app.filed(&first).await;
        let revision = app.revision(&filer, &id).await;
        let empty = review::ask_changes(&app.service, &reviewer, &id, revision, "  ").await;
        assert!(matches!(empty, Err(WorkflowError::Lacking(lacking)) if lacking == [Lacking::Message]));
        review::ask_changes(&app.service, &reviewer, &id, revision, "Koulut puuttuvat.").await.unwrap();
        for section in parties::answers(&parties::ESIMERKKILA) {
            draft::save(&app.service, &filer, &id, section).await.unwrap();
        }
        let revision = app.revision(&filer, &id).await;
        let filed = file::file(&app.service, &filer, &id, revision).await.unwrap();
        assert_eq!((filed.state, filed.reference.as_deref()), (RequestState::Submitted, Some("FP-2026-0001")));
        let case = review::case(&app.service, &reviewer, &id).await.unwrap();
        let (_, changes) = case.changed.unwrap();
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!((changes[0].label, changes[0].was.len(), changes[0].now.len()), ("field-domains", 0, 2));
        // The contacts were told once, at the first filing, and nobody twice.
        app.work().await;
        let notices = |to: &str| app.mails().iter().filter(|mail| mail.to.contains(to)).count();
        assert_eq!(notices("tekno.tekninen@esimerkkila.example"), 1);
        app.stop().await;
    }

    async fn a_domain_of_another_agreement_is_told_to_the_reviewer(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let number = approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        let (_, other) = app.filed(&DemoParty { domains: &["museo.esimerkkila.example"], ..parties::MONILA }).await;
        let case = review::case(&app.service, &reviewer, &other).await.unwrap();
        assert_eq!(case.domains_of_others, [("museo.esimerkkila.example".to_owned(), Some(number), "Esimerkkilän kunta".to_owned())]);
        assert!(case.earlier.is_empty() && case.authority_unproven);
        app.stop().await;
    }

    async fn a_silent_name_server_blocks_nothing_and_is_asked_again(database: TestDatabase) {
        let app = App::start(&database).await;
        let (filer, id) = app.filed(&parties::HILJAINEN).await;
        let request = draft::read(&app.service, &Actor::Filer(filer.clone()), &id).await.unwrap();
        assert_eq!(request.reports[0].verdict, Verdict::Unverified);
        app.clock.advance(TimeDelta::minutes(16));
        app.work().await;
        let again = draft::read(&app.service, &Actor::Filer(filer), &id).await.unwrap();
        assert!(again.reports[0].checked_at > request.reports[0].checked_at, "the job asked again");
        app.stop().await;
    }

    async fn the_history_can_be_added_to_and_nothing_else(database: TestDatabase) {
        let app = App::start(&database).await;
        let (_, id) = app.filed(&parties::ESIMERKKILA).await;
        for sql in [
            "UPDATE events SET kind = 'request_rejected'",
            "DELETE FROM events",
            "UPDATE event_contents SET content = '{}'",
            "UPDATE submissions SET filing = '{}'",
            "DELETE FROM outbox",
            "UPDATE outbox SET message_id = 'x'",
            "UPDATE outbox_contents SET recipient = 'x@y.example'",
        ] {
            let tried = app.service.store.write(move |db| db.batch_execute(sql).map_err(StoreError::from)).await;
            assert!(matches!(tried, Err(StoreError::Database(_))), "{sql}");
        }
        // What is personal can be erased; the event stays, and says so.
        let history = { let id = id.clone(); app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap() };
        let first = history[0].id;
        let now = app.service.now();
        app.service.store.write(move |db| events::erase_content(db, first, now)).await.unwrap();
        let history = { let id = id.clone(); app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap() };
        assert_eq!(history[0].content, Content::Erased);
        assert!(matches!(history[1].content, Content::Present(_)));
        app.stop().await;
    }

    async fn a_row_that_cannot_be_is_an_error(database: TestDatabase) {
        let app = App::start(&database).await;
        let (filer, id) = app.drafted(&parties::ESIMERKKILA).await;
        let actor = Actor::Filer(filer);
        let spoilt = app.service.store.write(|db| db.batch_execute("UPDATE requests SET state = 'lost'").map_err(StoreError::from)).await;
        assert!(spoilt.is_err(), "the database itself refuses an unknown state");
        app.service.store.write(|db| db.batch_execute("UPDATE requests SET draft = 'rubbish'").map_err(StoreError::from)).await.unwrap();
        let read = draft::read(&app.service, &actor, &id).await;
        assert!(matches!(read, Err(WorkflowError::Store(StoreError::Impossible { table: "requests", .. }))), "{read:?}");
        app.stop().await;
    }

    async fn the_approval_mail_carries_a_link_where_the_operator_wants_it(database: TestDatabase) {
        let app = App::start_with(&database, false).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        app.work().await;
        let mails = app.mails();
        assert!(mails.iter().all(|mail| mail.attachments.is_empty()));
        let to_filer = mails.iter().rev().find(|mail| mail.to.contains(filer.as_str())).unwrap();
        assert!(to_filer.text.contains(&format!("/requests/{id}")), "{}", to_filer.text);
        app.stop().await;
    }

    async fn the_party_s_people_download_the_agreement_by_a_link_of_their_own(database: TestDatabase) {
        let app = App::start_with(&database, false).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let number = approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        let page = format!("/fi/party/agreements/{number}");

        // Enters by the link that the page asks for, and gives where it led.
        let enter = async |email: &str| {
            let visitor = Visitor::new(&app.base);
            let door = visitor.get(&page).await;
            assert_eq!((door.status, door.location.starts_with("/fi/link?next=")), (303, true), "{}", door.location);
            let next = visitor.get(&door.location).await.hidden("next");
            assert_eq!(next, page);
            assert_eq!(visitor.post("/fi/link", &[("email", email), ("next", &next)]).await.status, 303);
            app.clock.advance(TimeDelta::seconds(1));
            app.work().await;
            let link = app.mailed_link(email, "/link/").trim_start_matches(&app.base).to_owned();
            assert!(!link.contains('?'), "whoever asks for a link writes nothing into the letter: {link}");
            let entered = visitor.post(&link, &[]).await;
            assert_eq!((entered.status, entered.location.as_str()), (303, page.as_str()));
            visitor
        };
        let downloads = async || {
            let number = number.clone();
            let agreement = app.service.store.read(move |db| agreements::find_by_number(db, &number)).await.unwrap().unwrap();
            let history = app.service.store.read(move |db| events::of_agreement(db, &agreement.id)).await.unwrap();
            history.iter().filter(|event| event.kind == EventKind::DocumentDownloaded).count()
        };

        // While the document is being made there is a page, and nothing to download.
        let signatory = "johto.johtonen@esimerkkila.example";
        let early = Visitor::with_session(&app.base, &{
            link::ask(&app.service, &EmailAddress::parse(signatory).unwrap(), Language::Fi, "192.0.2.0/24", None).await.unwrap();
            app.send().await;
            let raw = app.mailed_link(signatory, "/link/").rsplit('/').next().unwrap().to_owned();
            link::enter(&app.service, &raw).await.unwrap().session
        });
        assert_eq!(early.get(&page).await.status, 200);
        assert_eq!(early.get(&format!("{page}/document.pdf")).await.status, 404);

        app.work().await;
        let mails = app.mails();
        let mut noted = 0;
        for (email, mailed) in [("tietohallinto", true), ("saara.sopija", true), ("johto.johtonen", false)] {
            let email = format!("{email}@esimerkkila.example");
            let has = mails.iter().any(|mail| mail.to.contains(&email) && mail.text.contains(&format!("{}{page}", app.base)));
            assert_eq!(has, mailed, "{email}");
            let reader = enter(&email).await;
            let seen = reader.get(&page).await;
            assert!(seen.status == 200 && seen.body.contains(&format!("{page}/document.pdf")), "{email}: {}", seen.body);
            assert_eq!(downloads().await, noted);
            let file = reader.get(&format!("{page}/document.pdf")).await;
            assert!(file.status == 200 && file.body.starts_with("%PDF-"), "{email}: {}", file.status);
            noted += 1;
            assert_eq!(downloads().await, noted, "a download is an event");
            // The request itself is the filer's.
            assert_eq!(reader.get(&format!("/fi/requests/{id}")).await.status, 404);
        }
        for stranger in ["malla.mallinen@esimerkkila.example", filer.as_str()] {
            let reader = enter(stranger).await;
            assert_eq!(reader.get(&page).await.status, 404, "{stranger}");
            assert_eq!(reader.get(&format!("{page}/document.pdf")).await.status, 404, "{stranger}");
        }
        assert_eq!(downloads().await, noted);
        app.stop().await;
    }

    async fn a_link_leads_on_to_pages_of_this_service_only(database: TestDatabase) {
        let app = App::start(&database).await;
        for bad in ["https://paha.example/", "//paha.example/", "/\\paha.example", "fi/draft"] {
            let visitor = Visitor::new(&app.base);
            let email = format!("nimi{}@kunta.example", bad.len());
            assert_eq!(visitor.post("/fi/link", &[("email", &email), ("next", bad)]).await.status, 303);
            app.work().await;
            let link = app.mailed_link(&email, "/link/").trim_start_matches(&app.base).to_owned();
            let entered = visitor.post(&link, &[]).await;
            assert!(entered.location.starts_with("/fi/requests/"), "{bad}: {}", entered.location);
        }
        app.stop().await;
    }

    async fn the_bytes_of_a_one_time_link_are_erased_once_it_is_sent(database: TestDatabase) {
        let app = App::start(&database).await;
        let email = EmailAddress::parse("testi.tayttaja@esimerkkila.example").unwrap();
        link::ask(&app.service, &email, Language::Sv, "192.0.2.0/24", None).await.unwrap();
        let before = app.service.store.read(|db| outbox::list(db, None, 10)).await.unwrap();
        assert!(before[0].1.is_some());
        app.work().await;
        let after = app.service.store.read(|db| outbox::list(db, None, 10)).await.unwrap();
        assert_eq!((after[0].0.state, after[0].1.is_none()), (outbox::MailState::Sent, true));
        assert!(app.mailed_link(email.as_str(), "/sv/link/").len() > 64);
        app.stop().await;
    }
}
