//! The party's signature, on both engines: by the personal link and a code; refused; lapsed; by a mandate.

use chrono::TimeDelta;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::signing::Way;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionState};
use federointi::proof::{Against, Remark, examine_bundle};
use federointi::store::events::Content;
use federointi::store::signatures;
use federointi::workflow::signing;
use sha2::{Digest, Sha256};

use crate::support::awaiting::{Awaiting, SIGNATORY, stated};
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

on_both_engines! {
    async fn the_signatory_signs_by_link_and_code(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature);
        let signatory = awaiting.signatory().await;
        let page = signatory.get(&awaiting.page("")).await;
        assert!(page.status == 200 && page.body.contains("Johto Johtonen, kunnanjohtaja"), "{}", page.body);

        // Not before the document was opened.
        let early = signatory.get(&awaiting.page("/statement")).await;
        assert_eq!((early.status, early.location.as_str()), (303, awaiting.page("?lacks=document").as_str()));
        let base = awaiting.document(DocumentKind::Base).await.unwrap();
        let bytes = signatory.bytes(&awaiting.page("/document.pdf")).await;
        assert_eq!(bytes, base.bytes, "the very bytes");
        assert_eq!(awaiting.count(EventKind::SigningDocumentOpened).await, 1);

        let form = signatory.get(&awaiting.page("/statement")).await;
        let sha256 = form.hidden("sha256");
        assert_eq!(sha256, hex::encode(Sha256::digest(&bytes)));
        assert!(form.body.contains("value=\"kunnanjohtaja\""), "prefilled: {}", form.body);
        let lacking = signatory.post(&awaiting.page("/statement"), &[("name", ""), ("sha256", &sha256)]).await;
        assert_eq!((lacking.status, lacking.body.matches("class=\"msg\"").count()), (422, 6), "{}", lacking.body);
        assert_eq!(awaiting.count(EventKind::SigningCodeSent).await, 0);

        let confirm = signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        assert!(confirm.status == 200 && confirm.body.contains("vt. kunnanjohtaja"), "{}", confirm.body);
        // A button pressed twice mails one code.
        signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        assert_eq!(awaiting.count(EventKind::SigningCodeSent).await, 1);
        let code = awaiting.code().await;
        assert_eq!(code.chars().filter(char::is_ascii_digit).count(), 8, "{code}");

        let signed = signatory.post(&awaiting.page("/signature"), &stated(&sha256, &[("code", &code)])).await;
        assert_eq!((signed.status, signed.location.as_str()), (303, awaiting.page("").as_str()), "{}", signed.body);
        let twice = signatory.post(&awaiting.page("/signature"), &stated(&sha256, &[("code", &code)])).await;
        assert_eq!((twice.status, twice.location.as_str()), (303, awaiting.page("").as_str()), "a double click signs once");
        assert_eq!(awaiting.count(EventKind::VersionSigned).await, 1);
        let told = signatory.get(&awaiting.page("")).await;
        assert!(told.status == 200 && told.body.contains("vt. kunnanjohtaja"), "{}", told.body);

        let (_, version) = awaiting.stored().await;
        assert!(version.course.party_signed && version.lapses_at.is_none() && version.remind_at.is_none());
        let signature = awaiting.signature().await.unwrap();
        assert_eq!((signature.way, signature.sha256.as_str()), (Way::Service, sha256.as_str()));
        assert_eq!((signature.act.email.as_str(), signature.act.accepted.len()), (SIGNATORY, 3));
        assert!(signature.act.opened_at.is_some() && signature.act.code_sent_at.is_some());

        // Its proof is made once, and Kela's people read it.
        awaiting.app.work().await;
        awaiting.app.work().await;
        assert_eq!(awaiting.count(EventKind::EvidenceMade).await, 1);
        let evidence = signing::download(&awaiting.app.service, &awaiting.reviewer, &awaiting.number, 1, signing::Shown::Evidence).await.unwrap();
        // It is sealed by Kela, and so is the agreement: complete, and mailed to the signatory too.
        let reports = federointi::seal::judge(&evidence.bytes, &Default::default(), awaiting.app.service.now(), None).unwrap();
        assert!(reports.len() == 1 && reports[0].integrity == federointi::seal::Integrity::Intact, "{reports:?}");
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::VersionCompleted).await), (VersionState::Signed, 1));
        assert_eq!(awaiting.mails(SIGNATORY, &format!("/party/agreements/{}", awaiting.number)), 1);
        let sealed = awaiting.document(DocumentKind::Sealed).await.unwrap();
        assert!(sealed.bytes.starts_with(&bytes), "the seal stands behind what was signed");
        // The log binds who signed: the bundle tells it, and so does the self-check (log_tampering).
        let of = federointi::workflow::bundle::Of::Agreement(awaiting.number.clone());
        let lang = federointi::agreement::Language::Fi;
        let handed = federointi::workflow::bundle::download(&awaiting.app.service, &awaiting.reviewer, of, lang).await.unwrap().unwrap();
        let (log_keys, now) = (awaiting.app.service.log.keys(), awaiting.app.service.now());
        let most_unfolded = federointi::bundle::MAX_UNFOLDED;
        let against = Against { trust: None, sealer: None, log_keys: &log_keys, now, most_unfolded };
        let found = examine_bundle(&handed.bytes, &against).unwrap();
        assert!(found.is_intact() && !found.remarks.contains(&Remark::SignatoryNotLogged), "{:?} {:?}", found.faults, found.remarks);
        assert!(evidence.bytes.starts_with(b"%PDF-") && evidence.name == "KELA-FED-2026-0001-v1.evidence.pdf", "{}", evidence.name);
        awaiting.app.stop().await;
    }

    async fn kela_seals_first_where_the_operator_wants_it(database: TestDatabase) {
        let awaiting = Awaiting::in_order(&database, "regulations", SigningOrder::KelaFirst).await;
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature);
        let signatory = awaiting.signatory().await;
        let sealed = awaiting.document(DocumentKind::Sealed).await.unwrap();
        assert_eq!(signatory.bytes(&awaiting.page("/document.pdf")).await, sealed.bytes, "the sealed document is what is signed");
        signatory.post(&awaiting.page("/statement"), &stated(&sealed.sha256, &[])).await;
        let code = awaiting.code().await;
        signatory.post(&awaiting.page("/signature"), &stated(&sealed.sha256, &[("code", &code)])).await;
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::VersionCompleted).await), (VersionState::Signed, 1));
        awaiting.app.work().await;
        assert_eq!(awaiting.count(EventKind::EvidenceMade).await, 1);
        awaiting.app.stop().await;
    }

    async fn a_wrong_code_is_counted_and_a_new_one_replaces_the_last(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let signatory = awaiting.signatory().await;
        signatory.get(&awaiting.page("/document.pdf")).await;
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        let try_code = async |code: &str| {
            let given = stated(&sha256, &[("code", code)]).iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>();
            let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            signatory.post(&awaiting.page("/signature"), &given).await
        };
        let none = try_code("12345678").await;
        assert!(none.status == 422 && none.body.contains("Koodia ei ole lähetetty"), "{}", none.body);

        signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        let first = awaiting.code().await;
        let wrong = if first.starts_with('0') { "11111111" } else { "00000000" };
        for left in ["4", "3", "2", "1"] {
            let seen = try_code(wrong).await;
            assert!(seen.status == 422 && seen.body.contains(&format!("Yrityksiä jäljellä: {left}")), "{}", seen.body);
        }
        for code in [wrong, &first] {
            let seen = try_code(code).await;
            assert!(seen.status == 422 && seen.body.contains("viisi kertaa"), "the right one comes too late: {}", seen.body);
        }
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature);

        // A new code takes the place of the last, and runs out.
        awaiting.app.clock.advance(TimeDelta::minutes(1));
        signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        let second = awaiting.code().await;
        assert_ne!(first, second);
        assert!(try_code(&first).await.body.contains("Yrityksiä jäljellä: 4"));
        awaiting.app.clock.advance(TimeDelta::minutes(15));
        let late = try_code(&second).await;
        assert!(late.status == 422 && late.body.contains("vanhentunut"), "{}", late.body);

        // Five in an hour, no more.
        for _ in 0..3 {
            awaiting.app.clock.advance(TimeDelta::minutes(1));
            assert_eq!(signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await.status, 200);
        }
        awaiting.app.clock.advance(TimeDelta::minutes(1));
        let many = signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        assert!(many.status == 422 && many.body.contains("liian monta"), "{}", many.body);

        // The code is stored as a fingerprint only.
        let (agreement, _) = awaiting.stored().await;
        let stored = awaiting.app.service.store.read(move |db| signatures::signing_code(db, &agreement.id, 1)).await.unwrap().unwrap();
        assert!(stored.code_hash.len() == 64 && !stored.code_hash.contains(&second.replace(' ', "")));
        awaiting.app.stop().await;
    }

    async fn another_digest_than_the_document_s_signs_nothing(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let signatory = awaiting.signatory().await;
        signatory.get(&awaiting.page("/document.pdf")).await;
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        let code = awaiting.code().await;
        let stale = "0".repeat(64);
        for page in ["/statement", "/signature"] {
            let seen = signatory.post(&awaiting.page(page), &stated(&stale, &[("code", &code)])).await;
            assert_eq!((seen.status, seen.location.as_str()), (303, awaiting.page("?late=yes").as_str()));
        }
        let told = signatory.get(&awaiting.page("?late=yes")).await;
        assert!(told.body.contains("Asiakirja on vaihtunut"), "{}", told.body);
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::VersionSigned).await), (VersionState::AwaitingSignature, 0));
        awaiting.app.stop().await;
    }

    async fn nobody_but_the_signatory_comes_near(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        let filer = awaiting.filer.to_string();
        for stranger in ["tietohallinto@esimerkkila.example", "vieras@muualla.example", filer.as_str()] {
            let stranger = awaiting.someone(stranger).await;
            for page in ["", "/statement", "/signature", "/decline", "/mandate", "/document.pdf", "/saved.pdf"] {
                let status = stranger.get(&awaiting.page(page)).await.status;
                // A page that only leads on tells nothing.
                assert_eq!(status, if page == "/signature" { 303 } else { 404 }, "{page}");
            }
            let all = stated(&sha256, &[("code", "12345678"), ("reason", "En halua.")]);
            for page in ["/statement", "/signature", "/decline"] {
                assert_eq!(stranger.post(&awaiting.page(page), &all).await.status, 404, "{page}");
            }
            let mandate = stranger.post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", b"%PDF-1.7\n%%EOF\n").await;
            assert_eq!(mandate.status, 404);
        }
        let visitor = Visitor::new(&awaiting.app.base);
        let door = visitor.get(&awaiting.page("")).await;
        assert!(door.status == 303 && door.location.starts_with("/fi/link?next="), "{}", door.location);
        let signatory = awaiting.signatory().await;
        assert_eq!(signatory.get("/fi/sign/KELA-FED-2026-9999").await.status, 404);
        assert_eq!(awaiting.history().await.iter().filter(|event| event.kind == EventKind::SigningDocumentOpened).count(), 0);
        awaiting.app.stop().await;
    }

    async fn refusing_needs_a_reason_and_is_told_to_both_sides(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let signatory = awaiting.signatory().await;
        let empty = signatory.post(&awaiting.page("/decline"), &[("reason", "  ")]).await;
        assert!(empty.status == 422 && empty.body.contains("Perustelu puuttuu"), "{}", empty.body);
        let long = signatory.post(&awaiting.page("/decline"), &[("reason", &"a".repeat(4_001))]).await;
        assert_eq!(long.status, 422);
        let reason = "Allekirjoittaja on vaihtunut.";
        let declined = signatory.post(&awaiting.page("/decline"), &[("reason", reason)]).await;
        assert_eq!((declined.status, awaiting.state().await), (303, VersionState::Declined));
        assert!(signatory.get(&awaiting.page("")).await.body.contains("Allekirjoittamisesta on kieltäydytty"));
        awaiting.app.work().await;
        for to in ["tietohallinto@kela.example", "tietohallinto@esimerkkila.example", awaiting.filer.as_str()] {
            assert_eq!(awaiting.mails(to, reason), 1, "{to}");
        }
        let event = awaiting.history().await.into_iter().find(|event| event.kind == EventKind::SignatureDeclined).unwrap();
        assert!(matches!(event.content, Content::Present(content) if content.text.as_deref() == Some(reason)));
        // Nothing more can be done, in any tab.
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        for (page, expected) in [("/signature", "?late=yes"), ("/decline", "?late=yes"), ("/statement", "")] {
            let late = signatory.post(&awaiting.page(page), &stated(&sha256, &[("code", "12345678"), ("reason", "x")])).await;
            assert_eq!((late.status, late.location.as_str()), (303, awaiting.page(expected).as_str()), "{page}");
        }
        assert!(signatory.get(&awaiting.page("?late=yes")).await.body.contains("Tekosi ei enää vaikuttanut"));
        awaiting.app.stop().await;
    }

    async fn the_signatory_is_reminded_in_time_and_the_version_lapses(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let to_sign = |again: bool| {
            let text = if again { "odottaa vielä allekirjoitustasi" } else { "Sinut on nimetty allekirjoittamaan" };
            awaiting.mails(SIGNATORY, text)
        };
        let pass = async |days: i64| {
            awaiting.app.clock.advance(TimeDelta::days(days));
            awaiting.app.work().await;
            awaiting.app.work().await;
        };
        assert_eq!((to_sign(false), to_sign(true)), (1, 0));
        pass(6).await;
        assert_eq!(to_sign(true), 0);
        pass(1).await;
        assert_eq!((to_sign(true), awaiting.count(EventKind::SignatureReminded).await), (1, 1), "once");
        assert_eq!(awaiting.mails("tietohallinto@esimerkkila.example", "muistuttanut allekirjoittajaa"), 1);
        // The fresh link of the reminder works; the first one has run out.
        awaiting.signatory().await;
        pass(7).await;
        assert_eq!(to_sign(true), 2);
        pass(13).await;
        assert_eq!(to_sign(true), 2);
        pass(1).await;
        assert_eq!(to_sign(true), 3);
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature);

        // Kela gives more time, once however often the button is pressed.
        let staff = &awaiting.reviewer;
        let until = awaiting.stored().await.1.lapses_at.unwrap();
        signing::extend(&awaiting.app.service, staff, &awaiting.number, 1, until).await.unwrap();
        assert!(signing::extend(&awaiting.app.service, staff, &awaiting.number, 1, until).await.is_err());
        assert_eq!(awaiting.stored().await.1.lapses_at.unwrap(), until + TimeDelta::days(30));
        pass(33).await;
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature, "day 61 of 90");
        pass(30).await;
        assert_eq!(awaiting.state().await, VersionState::Lapsed);
        assert_eq!(awaiting.count(EventKind::VersionLapsed).await, 1);
        let (mails, reminders) = (awaiting.app.mails().len(), awaiting.count(EventKind::SignatureReminded).await);
        pass(30).await;
        assert_eq!((awaiting.app.mails().len(), awaiting.count(EventKind::SignatureReminded).await), (mails, reminders), "nothing after the end");
        for to in ["tietohallinto@kela.example", "tietohallinto@esimerkkila.example", awaiting.filer.as_str()] {
            assert_eq!(awaiting.mails(to, "rauennut, koska"), 1, "{to}");
        }
        awaiting.app.stop().await;
    }

    async fn nothing_is_signed_after_the_time_even_before_the_timer_comes(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        let until = awaiting.stored().await.1.lapses_at.unwrap();
        awaiting.app.clock.advance(until - awaiting.app.service.now() - TimeDelta::minutes(10));
        let signatory = awaiting.someone(SIGNATORY).await;
        signatory.get(&awaiting.page("/document.pdf")).await;
        signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        let code = awaiting.code().await;
        assert!(signatory.get(&awaiting.page("")).await.body.contains("Allekirjoita federointisopimus"), "in time");

        awaiting.app.clock.advance(until - awaiting.app.service.now());
        let told = signatory.get(&awaiting.page("")).await;
        assert!(told.status == 200 && told.body.contains("Allekirjoitusaika on päättynyt"), "{}", told.body);
        let all = stated(&sha256, &[("code", &code), ("reason", "x")]);
        for page in ["/signature", "/decline"] {
            let late = signatory.post(&awaiting.page(page), &all).await;
            assert_eq!((late.status, late.location.as_str()), (303, awaiting.page("?late=yes").as_str()), "{page}");
        }
        assert_eq!(signatory.get(&awaiting.page("/document.pdf")).await.status, 303);
        let mandate = signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", b"%PDF-1.7\n%%EOF\n").await;
        assert_eq!(mandate.location, awaiting.page("?late=yes"));
        let told = signatory.get(&awaiting.page("?late=yes")).await;
        assert!(told.body.contains("Allekirjoitusaika on päättynyt") && !told.body.contains("Tekosi ei enää"), "{}", told.body);
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::VersionSigned).await), (VersionState::AwaitingSignature, 0));
        let again = signing::send_again(&awaiting.app.service, &awaiting.reviewer, &awaiting.number, 1).await;
        assert!(matches!(again, Err(federointi::workflow::WorkflowError::Conflict(_))), "{again:?}");

        // Kela gives more time, and the signature can be given.
        signing::extend(&awaiting.app.service, &awaiting.reviewer, &awaiting.number, 1, until).await.unwrap();
        let signed = signatory.post(&awaiting.page("/signature"), &all).await;
        assert_eq!((signed.location.as_str(), awaiting.count(EventKind::VersionSigned).await), (awaiting.page("").as_str(), 1));
        awaiting.app.stop().await;
    }

    async fn kela_sends_the_link_again_so_often_and_no_more(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let auditor = awaiting.app.staff(Role::Auditor, "Tarja Tarkka").await;
        let service = &awaiting.app.service;
        assert!(signing::send_again(service, &auditor, &awaiting.number, 1).await.is_err());
        for _ in 0..5 {
            signing::send_again(service, &awaiting.reviewer, &awaiting.number, 1).await.unwrap();
        }
        let sixth = signing::send_again(service, &awaiting.reviewer, &awaiting.number, 1).await;
        assert!(matches!(sixth, Err(federointi::workflow::WorkflowError::TooMany { .. })), "{sixth:?}");
        awaiting.app.work().await;
        assert_eq!(awaiting.mails(SIGNATORY, "Sinut on nimetty allekirjoittamaan"), 6);
        let seen = signing::at_desk(service, &auditor, &awaiting.number, 1).await.unwrap();
        assert!(!seen.needs_mandate && seen.signature.is_none() && seen.document.is_some());
        awaiting.app.stop().await;
    }

    async fn whoever_signs_by_a_mandate_shows_it_first(database: TestDatabase) {
        let awaiting = Awaiting::with(&database, "mandate").await;
        let signatory = awaiting.signatory().await;
        signatory.get(&awaiting.page("/document.pdf")).await;
        let statement = signatory.get(&awaiting.page("/statement")).await;
        assert_eq!((statement.status, statement.location.as_str()), (303, awaiting.page("?lacks=mandate").as_str()));
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        let around = signatory.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        assert_eq!(around.location, awaiting.page("?lacks=mandate"), "not by the form either");

        let large = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 5_000_000], b"%%EOF\n"].concat();
        for (name, bytes, text) in [
            ("", b"".as_slice(), "Tiedosto puuttuu"),
            ("valtakirja.docx", b"PK\x03\x04", "valtakirja.docx"),
            ("suuri.pdf", &large, "liian suuri"),
        ] {
            let refused = signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", name, bytes).await;
            assert!(refused.status == 422 && refused.body.contains(text), "{name}: {} {}", refused.status, refused.body);
        }
        let mandate = b"%PDF-1.7\nvaltakirja\n%%EOF\n";
        for _ in 0..2 {
            let shown = signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", "valtakirja.pdf", mandate).await;
            assert_eq!((shown.status, shown.location.as_str()), (303, awaiting.page("").as_str()));
        }
        assert_eq!(awaiting.count(EventKind::MandateShown).await, 1);
        assert_eq!(signatory.get(&awaiting.page("/statement")).await.status, 200);
        let download = async || {
            signing::download(&awaiting.app.service, &awaiting.reviewer, &awaiting.number, 1, signing::Shown::Mandate).await.unwrap().bytes
        };
        assert_eq!(download().await, mandate);

        // Another takes its place while the version waits, and what was shown first is kept.
        let page = signatory.get(&awaiting.page("/mandate")).await;
        assert!(page.status == 200 && page.body.contains("se korvaa aiemman"), "{}", page.body);
        let better = b"%PDF-1.7\nparempi valtakirja\n%%EOF\n";
        for _ in 0..2 {
            signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", "valtakirja.pdf", better).await;
        }
        assert_eq!((awaiting.count(EventKind::MandateShown).await, awaiting.count(EventKind::MandateReplaced).await), (1, 1));
        assert_eq!(download().await, better);
        assert_eq!(awaiting.document(DocumentKind::Mandate).await.unwrap().bytes, mandate);
        assert_eq!(signatory.get(&awaiting.page("/statement")).await.status, 200);

        // Without the form's token nothing is taken.
        let foreign = Visitor::new(&awaiting.app.base).post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", mandate).await;
        assert!(matches!(foreign.status, 303 | 403), "{}", foreign.status);
        awaiting.app.stop().await;
    }
}
