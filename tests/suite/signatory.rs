//! Another signatory, named while a version waits for the signature, on both engines.

use diesel::connection::SimpleConnection;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::version::{DocumentKind, VersionState};
use federointi::store::events::Content;
use federointi::store::{Db, StoreError};
use federointi::workflow::{WorkflowError, link, signing};

use crate::support::app::PASSWORD;
use crate::support::awaiting::{Awaiting, SIGNATORY, stated};
use crate::support::database::TestDatabase;
use crate::support::visitor::{Seen, Visitor};

const NEW: &str = "uuno.uusi@esimerkkila.example";
const MAILBOX: &str = "tietohallinto@esimerkkila.example";
const REASON: &str = "Kunnanjohtaja on vaihtunut.";

/// The form of a page, filled for [`NEW`].
fn filled<'a>(revision: &'a str, email: &'a str, basis: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("signatory_name", "Uuno Uusi"),
        ("signatory_position", "hallintojohtaja"),
        ("signatory_email", email),
        ("signatory_basis", basis),
        ("signatory_basis_detail", "24 §"),
        ("reason", REASON),
        ("revision", revision),
    ]
}

/// Names [`NEW`] on the page of the party's people or of Kela's.
async fn named(visitor: &Visitor, page: &str, email: &str, basis: &str) -> Seen {
    let revision = visitor.get(page).await.hidden("revision");
    visitor.post(page, &filled(&revision, email, basis)).await
}

fn page(awaiting: &Awaiting) -> String {
    format!("/fi/party/agreements/{}/signatory", awaiting.number)
}

async fn at_desk(awaiting: &Awaiting, email: &str) -> Visitor {
    let session =
        federointi::workflow::password::sign_in(&awaiting.app.service, email, PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
    Visitor::with_session(&awaiting.app.base, &session)
}

on_both_engines! {
    async fn the_filer_names_another_signatory_who_signs(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let sha256 = awaiting.document(DocumentKind::Base).await.unwrap().sha256;
        let old = awaiting.signatory().await;
        signing::send_again(&awaiting.app.service, &awaiting.reviewer, &awaiting.number, 1).await.unwrap();
        awaiting.app.send().await;
        let old_link = awaiting.app.mailed_link(SIGNATORY, "/link/");
        old.get(&awaiting.page("/document.pdf")).await;
        old.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        let old_code = awaiting.code().await;

        let filer = awaiting.someone(awaiting.filer.as_str()).await;
        let form = filer.get(&page(&awaiting)).await;
        assert!(form.status == 200 && form.body.contains("Johto Johtonen, kunnanjohtaja"), "{}", form.body);
        let revision = form.hidden("revision");
        let empty = filer.post(&page(&awaiting), &[("revision", &revision)]).await;
        assert_eq!((empty.status, empty.body.matches("class=\"msg\"").count()), (422, 5), "{}", empty.body);
        let foreign = filer.post(&page(&awaiting), &filled(&revision, "uuno@muualla.example", "regulations")).await;
        assert!(foreign.status == 422 && foreign.body.contains("Osoite ei ole organisaation"), "{}", foreign.body);
        assert!(foreign.body.contains("value=\"Uuno Uusi\"") && foreign.body.contains(REASON), "what was typed stays: {}", foreign.body);
        assert_eq!(awaiting.count(EventKind::SignatoryNamed).await, 0);

        let done = filer.post(&page(&awaiting), &filled(&revision, NEW, "regulations")).await;
        let home = format!("/fi/party/agreements/{}/change", awaiting.number);
        assert_eq!((done.status, done.location.as_str()), (303, format!("{home}?done=named").as_str()), "{}", done.body);
        assert!(filer.get(&done.location).await.body.contains("Allekirjoittaja on vaihdettu"));
        let twice = filer.post(&page(&awaiting), &filled(&revision, NEW, "regulations")).await;
        assert_eq!((twice.location.as_str(), awaiting.count(EventKind::SignatoryNamed).await), (format!("{home}?done=changed").as_str(), 1));

        // Who was to sign comes no further: not by a page that is open, nor by the code, nor by the link.
        for path in ["", "/document.pdf", "/statement"] {
            assert_eq!(old.get(&awaiting.page(path)).await.status, 404, "{path}");
        }
        let signed = old.post(&awaiting.page("/signature"), &stated(&sha256, &[("code", &old_code)])).await;
        assert_eq!((signed.status, awaiting.count(EventKind::VersionSigned).await), (404, 0));
        let used = link::enter(&awaiting.app.service, old_link.rsplit('/').next().unwrap()).await;
        assert!(matches!(used, Err(WorkflowError::Link(link::Unusable::Used))), "{used:?}");
        let party = format!("/fi/party/agreements/{}", awaiting.number);
        assert_eq!(old.get(&party).await.status, 404, "nor do they read the agreement");

        // Everybody is told, and the event says why.
        awaiting.app.work().await;
        assert_eq!(awaiting.mails(SIGNATORY, "Sinun ei tarvitse tehdä mitään"), 1);
        for to in ["tietohallinto@kela.example", MAILBOX, awaiting.filer.as_str()] {
            assert_eq!(awaiting.mails(to, "Uuno Uusi"), 1, "{to}");
        }
        assert_eq!(awaiting.mails(NEW, "Rekisterinpitäjä"), 1);
        let event = awaiting.history().await.into_iter().find(|event| event.kind == EventKind::SignatoryNamed).unwrap();
        assert!(event.subject.is_some(), "the row's digest is in the log");
        assert!(matches!(event.content, Content::Present(content) if content.text.as_deref().is_some_and(|text| text.contains(REASON) && text.contains("Uuno Uusi"))));

        // The one who is named opens the document anew, and signs with a code of their own.
        let raw = awaiting.app.mailed_link(NEW, "/link/").rsplit('/').next().unwrap().to_owned();
        let new = Visitor::with_session(&awaiting.app.base, &link::enter(&awaiting.app.service, &raw).await.unwrap().session);
        let shown = new.get(&awaiting.page("")).await;
        assert!(shown.status == 200 && shown.body.contains("Uuno Uusi, hallintojohtaja"), "{}", shown.body);
        assert_eq!(new.get(&awaiting.page("/statement")).await.location, awaiting.page("?lacks=document"), "what another opened is not read");
        new.get(&awaiting.page("/document.pdf")).await;
        let statement = new.get(&awaiting.page("/statement")).await;
        assert!(statement.body.contains("value=\"Uuno Uusi\"") && statement.body.contains("24 §"), "{}", statement.body);
        new.post(&awaiting.page("/statement"), &stated(&sha256, &[])).await;
        awaiting.app.clock.advance(chrono::TimeDelta::seconds(1));
        awaiting.app.send().await;
        let mails = awaiting.app.mails();
        let text = &mails.iter().rev().find(|mail| mail.to.contains(NEW) && mail.text.contains("Vahvistuskoodi:")).unwrap().text;
        let code = text.split_once("Vahvistuskoodi:").unwrap().1.lines().next().unwrap().trim().to_owned();
        let signed = new.post(&awaiting.page("/signature"), &stated(&sha256, &[("code", &code)])).await;
        assert_eq!((signed.status, awaiting.count(EventKind::VersionSigned).await), (303, 1), "{}", signed.body);
        awaiting.app.work().await;
        let act = awaiting.signature().await.unwrap().act;
        assert_eq!((act.email.as_str(), act.in_place_of.unwrap().name.as_str()), (NEW, "Johto Johtonen"));
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::EvidenceMade).await), (VersionState::Signed, 1));
        let stored = awaiting.stored().await.1;
        assert_eq!(stored.content.party.signatory.name, "Johto Johtonen", "what Kela approved stays");
        // It is over: nobody is named any more.
        assert_eq!(filer.get(&page(&awaiting)).await.location, format!("{home}?done=changed"));
        awaiting.app.stop().await;
    }

    async fn only_who_may_names_a_signatory(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        awaiting.app.staff(Role::Auditor, "Tarja Tarkka").await;
        for stranger in [MAILBOX, SIGNATORY, "vieras@muualla.example"] {
            let stranger = awaiting.someone(stranger).await;
            assert_eq!(stranger.get(&page(&awaiting)).await.status, 404);
            assert_eq!(stranger.post(&page(&awaiting), &filled("3", NEW, "regulations")).await.status, 404);
        }
        let desk = format!("/fi/agreements/{}/signatory", awaiting.number);
        for staff in ["tarja.tarkka@kela.example", "paavo.pitaa@kela.example"] {
            let staff = at_desk(&awaiting, staff).await;
            assert_eq!(staff.get(&desk).await.status, 403);
            assert_eq!(staff.post(&desk, &filled("3", NEW, "regulations")).await.status, 403);
        }
        assert_eq!(awaiting.count(EventKind::SignatoryNamed).await, 0);

        // The contact for agreement matters may; so may Kela's reviewer, who names people of elsewhere too.
        let contact = awaiting.stored().await.1.content.party.agreement_contact.email;
        let contact = awaiting.someone(contact.as_str()).await;
        assert_eq!(named(&contact, &page(&awaiting), NEW, "regulations").await.status, 303);
        let reviewer = at_desk(&awaiting, "kaisa.kasitteli@kela.example").await;
        let agreement = reviewer.get(&format!("/fi/agreements/{}", awaiting.number)).await;
        assert!(agreement.body.contains(&desk) && agreement.body.contains("Uuno Uusi"), "{}", agreement.body);
        // Nobody signs for the party in whose pay the approver is; and whoever is named already is not named again, to win time.
        let of_kela = named(&reviewer, &desk, "kaisa.kasitteli@kela.example", "regulations").await;
        assert!(of_kela.status == 422 && of_kela.body.contains("Osoite on Kelan"), "{}", of_kela.body);
        let same = named(&contact, &page(&awaiting), NEW, "regulations").await;
        assert!(same.status == 422 && same.body.contains("on jo allekirjoittaja"), "{}", same.body);
        let lapses = awaiting.stored().await.1.lapses_at;
        awaiting.app.clock.advance(chrono::TimeDelta::days(50));
        let contact_again = awaiting.someone(awaiting.stored().await.1.content.party.agreement_contact.email.as_str()).await;
        assert_eq!(named(&contact_again, &page(&awaiting), "toinen.uusi@esimerkkila.example", "regulations").await.status, 303);
        assert_eq!(awaiting.stored().await.1.lapses_at, lapses, "the party wins no time by naming again");
        let reviewer = at_desk(&awaiting, "kaisa.kasitteli@kela.example").await;
        let done = named(&reviewer, &desk, "uuno@muualla.example", "regulations").await;
        assert_eq!((done.status, done.location.as_str()), (303, format!("/fi/agreements/{}?done=named", awaiting.number).as_str()));
        assert_eq!(awaiting.count(EventKind::SignatoryNamed).await, 3);
        assert!(awaiting.stored().await.1.lapses_at > lapses, "Kela gives time");
        assert_eq!(awaiting.stored().await.1.signatory().email.as_str(), "uuno@muualla.example");
        awaiting.app.stop().await;
    }

    async fn who_is_named_by_a_mandate_shows_one_of_their_own(database: TestDatabase) {
        let awaiting = Awaiting::with(&database, "mandate").await;
        let old = awaiting.signatory().await;
        old.post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", b"%PDF-1.7\nvanha\n%%EOF\n").await;
        assert_eq!(awaiting.count(EventKind::MandateShown).await, 1);
        let filer = awaiting.someone(awaiting.filer.as_str()).await;
        assert_eq!(named(&filer, &page(&awaiting), NEW, "mandate").await.status, 303);
        let new = awaiting.someone(NEW).await;
        new.get(&awaiting.page("/document.pdf")).await;
        assert_eq!(new.get(&awaiting.page("/statement")).await.location, awaiting.page("?lacks=mandate"), "the other's does not count");
        new.post_file(&awaiting.page("/mandate"), &[], "mandate", "b.pdf", b"%PDF-1.7\nuusi\n%%EOF\n").await;
        assert_eq!(new.get(&awaiting.page("/statement")).await.status, 200);
        assert_eq!((awaiting.count(EventKind::MandateShown).await, awaiting.count(EventKind::MandateReplaced).await), (1, 1));

        // Named anew without one, none is asked.
        assert_eq!(named(&filer, &page(&awaiting), NEW, "regulations").await.status, 303);
        new.get(&awaiting.page("/document.pdf")).await;
        assert_eq!(new.get(&awaiting.page("/statement")).await.status, 200);
        assert_eq!(awaiting.app.audited().await, []);

        // What is changed behind the service's back is found.
        for table in ["signatories", "later_mandates"] {
            awaiting.app.service.store.write(move |db| {
                match db {
                    Db::Postgres(_) => db.batch_execute("SET LOCAL session_replication_role = replica")?,
                    Db::Sqlite(_) => db.batch_execute(&format!("DROP TRIGGER {table}_no_update"))?,
                }
                let column = if table == "signatories" { "signatory = replace(signatory, 'Uuno', 'Urho')" } else { "sha256 = 'x' || sha256" };
                db.batch_execute(&format!("UPDATE {table} SET {column}"))?;
                Ok::<_, StoreError>(())
            }).await.unwrap();
            let found: Vec<String> = awaiting.app.audited().await.iter().map(|finding| format!("{finding:?}")).collect();
            assert!(found.iter().any(|finding| finding.contains(table)), "{table}: {found:?}");
        }
        awaiting.app.stop_as_it_is().await;
    }
}
