//! The proof that an organisation controls a domain, before a name server whose TXT records the test writes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use federointi::agreement::draft::{OrganisationAnswers, SectionAnswers};
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::{BusinessId, EmailAddress, RequestId};
use federointi::config::UnprovenDomains;
use federointi::demo::parties::{self, DemoParty};
use federointi::federation::{Claim, Code, Ownership, SipDomain, Verdict};
use federointi::probe::{DnsProbe, ProbeSettings};
use federointi::store::domain_claims::{self, Claimant};
use federointi::store::events::{self, Event};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{Actor, Lacking, Staff, WorkflowError, agreement, check, draft, link, review};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CNAME, SRV, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;

use crate::support::app::App;
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

/// What stands at a name.
#[derive(Clone)]
enum Txt {
    /// Records, each of strings.
    Records(Vec<Vec<String>>),
    /// An alias whose target holds this text.
    Alias(String),
    /// No answer.
    Silent,
}

/// Every domain's zone: federation is as it should be, TXT is what the test says.
#[derive(Clone, Default)]
struct Zone(Arc<Mutex<BTreeMap<String, Txt>>>);

impl Zone {
    fn put(&self, name: &str, txt: Txt) {
        self.0.lock().unwrap().insert(name.to_owned(), txt);
    }

    /// Publishes these texts, one record each.
    fn publish(&self, domain: &str, texts: &[&str]) {
        let records = texts.iter().map(|text| vec![(*text).to_owned()]).collect();
        self.put(&format!("_federointi.{domain}"), Txt::Records(records));
    }

    fn clear(&self, domain: &str) {
        self.0.lock().unwrap().remove(&format!("_federointi.{domain}"));
    }

    /// What stands at `name`: by itself, or by a wildcard above it.
    fn at(&self, name: &str) -> Option<Txt> {
        let all = self.0.lock().unwrap();
        let wild = name.match_indices('.').find_map(|(dot, _)| all.get(&format!("*{}", &name[dot..])));
        all.get(name).or(wild).cloned()
    }

    fn reply(&self, question: &[u8]) -> Option<Vec<u8>> {
        let question = Message::from_vec(question).ok()?;
        let query = question.queries.first()?.clone();
        let name = query.name().clone();
        let text = name.to_ascii().to_ascii_lowercase().trim_end_matches('.').to_owned();
        let mut reply = question.into_response();
        let mut add = |name: Name, data: RData| {
            reply.add_answer(Record::from_rdata(name, 60, data));
        };
        if let Some(domain) = text.strip_prefix("_sipfederationtls._tcp.") {
            let target = Name::from_ascii(format!("sip.{domain}.")).unwrap();
            if query.query_type() == RecordType::SRV {
                add(name, RData::SRV(SRV::new(100, 1, 5061, target)));
            }
        } else if text.starts_with("sip.") {
            if query.query_type() == RecordType::A {
                add(name, RData::A(A::new(198, 51, 100, 7)));
            }
        } else if query.query_type() == RecordType::TXT {
            match self.at(&text) {
                Some(Txt::Silent) => return None,
                Some(Txt::Records(records)) => {
                    records.into_iter().for_each(|strings| add(name.clone(), RData::TXT(TXT::new(strings))))
                }
                Some(Txt::Alias(held)) => {
                    let host = Name::from_ascii("yhteinen.palvelu.example.").unwrap();
                    add(name, RData::CNAME(CNAME(host.clone())));
                    add(host, RData::TXT(TXT::new(vec![held])));
                }
                None => reply.metadata.response_code = ResponseCode::NXDomain,
            }
        } else {
            reply.metadata.response_code = ResponseCode::NXDomain;
        }
        reply.to_vec().ok()
    }
}

/// A service that asks a name server with this zone.
async fn app(database: &TestDatabase, unproven: UnprovenDomains) -> (App, Zone) {
    let zone = Zone::default();
    let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let settings = ProbeSettings {
        servers: vec![udp.local_addr().unwrap()],
        at_most: std::time::Duration::from_millis(900),
        try_for: std::time::Duration::from_millis(700),
        ..ProbeSettings::default()
    };
    let app = App::start_changed(database, |service| {
        service.probe = DnsProbe::new(settings).unwrap();
        service.settings.unproven_domains = unproven;
    })
    .await;
    let served = zone.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = udp.recv_from(&mut buffer).await {
            if let Some(bytes) = served.reply(&buffer[..length]) {
                let _ = udp.send_to(&bytes, from).await;
            }
        }
    });
    (app, zone)
}

fn domain(name: &str) -> SipDomain {
    SipDomain::parse(name).unwrap()
}

async fn claims(app: &App, id: &RequestId, party: &DemoParty) -> BTreeMap<SipDomain, Claim> {
    let claimant = Claimant { request: id.clone(), business_id: BusinessId::parse(party.business_id).unwrap() };
    app.service.store.read(move |db| domain_claims::of(db, &claimant)).await.unwrap().into_iter().collect()
}

async fn claim(app: &App, id: &RequestId, party: &DemoParty, name: &str) -> Claim {
    claims(app, id, party).await.remove(&domain(name)).unwrap()
}

/// What the history of a request says of proofs.
async fn told(app: &App, id: &RequestId) -> Vec<(EventKind, String)> {
    let id = id.clone();
    let all: Vec<Event> = app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap();
    let of_proofs = [EventKind::DomainProven, EventKind::DomainLost, EventKind::DomainProvenAgain, EventKind::UnprovenAccepted];
    let told = all.into_iter().filter(|event| of_proofs.contains(&event.kind));
    told.map(|event| (event.kind, event.subject.unwrap_or_default())).collect()
}

async fn codes(app: &App, filer: &EmailAddress, id: &RequestId) -> Vec<Code> {
    let request = draft::read(&app.service, &Actor::Filer(filer.clone()), id).await.unwrap();
    request.reports.iter().flat_map(|report| report.findings.iter().map(|finding| finding.code)).collect()
}

/// The check that the filer orders.
async fn look(app: &App, filer: &EmailAddress, id: &RequestId) -> Vec<Code> {
    check::check_draft(&app.service, filer, id).await.unwrap();
    codes(app, filer, id).await
}

/// What is published, what the next recheck finds, and what it tells.
type Step<'a> = (&'a dyn Fn(), &'a [Code], Option<EventKind>);

const SCHOOL: DemoParty = DemoParty { domains: &["kunta.example", "koulu.kunta.example"], ..parties::ESIMERKKILA };
const ONE: DemoParty = DemoParty { domains: &["kunta.example"], ..parties::ESIMERKKILA };

fn by_phone() -> Grounds {
    Grounds { authority_check: "Soitettu.".to_owned(), ..Grounds::default() }
}

async fn staffed(app: &App) -> Staff {
    let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
    app.ready_for_approval(&administrator).await;
    app.staff(Role::Reviewer, "Kaisa Käsitteli").await
}

on_both_engines! {
    async fn a_proof_comes_goes_and_comes_again_and_silence_is_neither(database: TestDatabase) {
        let (app, zone) = app(&database, UnprovenDomains::Allow).await;
        let (filer, id) = app.filed(&ONE).await;
        let token = claim(&app, &id, &ONE, "kunta.example").await.text();
        assert_eq!(codes(&app, &filer, &id).await, [Code::OwnershipNotProven]);
        assert_eq!(told(&app, &id).await, []);
        let name = || "kunta.example".to_owned();
        let mut expected = Vec::new();
        let steps: [Step<'_>; 8] = [
            (&|| zone.publish("kunta.example", &["v=spf1 -all"]), &[Code::OwnershipNotProven], None),
            (&|| zone.publish("kunta.example", &["v=spf1 -all", &token]), &[Code::OwnershipProven], Some(EventKind::DomainProven)),
            (&|| zone.publish("kunta.example", &[&token]), &[Code::OwnershipProven], None),
            (&|| zone.put("_federointi.kunta.example", Txt::Silent), &[Code::DnsTimeout], None),
            (&|| zone.clear("kunta.example"), &[Code::OwnershipLost], Some(EventKind::DomainLost)),
            (&|| zone.publish("kunta.example", &["muuta"]), &[Code::OwnershipLost], None),
            (&|| zone.put("_federointi.kunta.example", Txt::Silent), &[Code::DnsTimeout], None),
            (&|| zone.publish("kunta.example", &[&token]), &[Code::OwnershipProven], Some(EventKind::DomainProvenAgain)),
        ];
        for (number, (publish, found, event)) in steps.into_iter().enumerate() {
            publish();
            app.clock.advance(TimeDelta::days(2));
            app.work().await;
            assert_eq!(codes(&app, &filer, &id).await, found, "step {number}");
            expected.extend(event.map(|event| (event, name())));
            assert_eq!(told(&app, &id).await, expected, "step {number}");
        }
        let since = app.service.now();
        let now = claim(&app, &id, &ONE, "kunta.example").await;
        assert_eq!(now.before, Ownership::Proven { since });
        assert_eq!(now.text(), token, "the token stays what it was");
        app.stop().await;
    }

    async fn a_token_proves_its_own_request_organisation_and_domain_alone(database: TestDatabase) {
        let (app, zone) = app(&database, UnprovenDomains::Allow).await;
        let (filer, id) = app.drafted(&SCHOOL).await;
        let own = claims(&app, &id, &SCHOOL).await;
        let (above, below) = (own[&domain("kunta.example")].text(), own[&domain("koulu.kunta.example")].text());
        assert_ne!(above, below);
        // The token of the one at the other, and the one above for all below it by a wildcard.
        zone.publish("kunta.example", &[&below]);
        zone.put("*.kunta.example", Txt::Records(vec![vec![above.clone()], vec!["v=spf1 -all".to_owned()]]));
        assert_eq!(look(&app, &filer, &id).await, [Code::OwnershipNotProven, Code::OwnershipNotProven]);
        zone.publish("kunta.example", &[&above]);
        assert_eq!(look(&app, &filer, &id).await, [Code::OwnershipProven, Code::OwnershipNotProven]);
        // Somebody else who writes the same Y-tunnus and domain learns nothing of it, and is not proven by it.
        let stranger = EmailAddress::parse("vieras@muualla.example").unwrap();
        let theirs = draft::start(&app.service, &stranger, federointi::agreement::Language::Fi).await.unwrap();
        for section in parties::answers(&SCHOOL) {
            draft::save(&app.service, &stranger, &theirs, section).await.unwrap();
        }
        assert_eq!(look(&app, &stranger, &theirs).await, [Code::OwnershipNotProven, Code::OwnershipNotProven]);
        let given: Vec<String> = claims(&app, &theirs, &SCHOOL).await.values().map(Claim::text).collect();
        assert!(!given.contains(&above) && !given.contains(&below), "{given:?}");
        let request = draft::read(&app.service, &Actor::Filer(stranger.clone()), &theirs).await.unwrap();
        let lines: Vec<_> = request.reports.iter().flat_map(|report| &report.findings).filter_map(|f| f.evidence.zone_line()).collect();
        assert!(lines.iter().all(|line| !line.contains(&above) && !line.contains(&below)), "{lines:?}");
        // Two organisations, one domain: each is proven by its own, side by side, and the one goes without the other.
        let second = claim(&app, &theirs, &SCHOOL, "kunta.example").await.text();
        zone.publish("kunta.example", &[&above, &second]);
        assert_eq!(look(&app, &stranger, &theirs).await[0], Code::OwnershipProven);
        assert_eq!(look(&app, &filer, &id).await[0], Code::OwnershipProven);
        zone.publish("kunta.example", &[&second]);
        assert_eq!(look(&app, &stranger, &theirs).await[0], Code::OwnershipProven);
        assert!(look(&app, &filer, &id).await.contains(&Code::OwnershipLost));
        // Another Y-tunnus in the same draft is another claim.
        let party = DemoParty { business_id: parties::PORTTILA.business_id, ..SCHOOL };
        let SectionAnswers::Organisation(answers) = parties::answers(&party).remove(0) else { panic!() };
        let answers = OrganisationAnswers { name: "Toinen".to_owned(), ..answers };
        draft::save(&app.service, &stranger, &theirs, SectionAnswers::Organisation(answers)).await.unwrap();
        assert_eq!(look(&app, &stranger, &theirs).await[0], Code::OwnershipNotProven);
        assert_ne!(claim(&app, &theirs, &party, "kunta.example").await.text(), second);
        app.stop().await;
    }

    async fn a_text_counts_as_it_stands_in_the_domain_itself(database: TestDatabase) {
        let (app, zone) = app(&database, UnprovenDomains::Allow).await;
        let (filer, id) = app.drafted(&ONE).await;
        let token = claim(&app, &id, &ONE, "kunta.example").await.text();
        let (first, rest) = token.split_at(20);
        let split = |strings: &[&str]| Txt::Records(vec![strings.iter().map(|part| (*part).to_owned()).collect()]);
        for (txt, found) in [
            (split(&[first, rest]), Code::OwnershipProven),
            // Two records are not one text, and an alias is another's word: a wildcard alias would let a shared host prove any name.
            (Txt::Records(vec![vec![first.to_owned()], vec![rest.to_owned()]]), Code::OwnershipLost),
            (Txt::Alias(token.clone()), Code::OwnershipLost),
            (split(&[&token, " "]), Code::OwnershipProven),
        ] {
            zone.put("_federointi.kunta.example", txt);
            assert_eq!(look(&app, &filer, &id).await, [found]);
        }
        // The live look, as one types, asks for no proof.
        let seen = check::look(&app.service, &filer, &id, &[domain("kunta.example")]).await.unwrap();
        assert!(seen.iter().all(|report| report.proof_seen().is_none() && report.verdict == Verdict::Ok), "{seen:?}");
        app.stop().await;
    }

    async fn the_line_to_publish_stands_on_the_form_and_the_request_goes_without_it(database: TestDatabase) {
        let (app, _zone) = app(&database, UnprovenDomains::Allow).await;
        let (filer, id) = app.drafted(&ONE).await;
        let line = claim(&app, &id, &ONE, "kunta.example").await.zone_line(&domain("kunta.example"));
        link::ask(&app.service, &filer, federointi::agreement::Language::Fi, "192.0.2.0/24", None).await.unwrap();
        app.send().await;
        let link = app.mailed_link(filer.as_str(), "/link/");
        let session = link::enter(&app.service, link.rsplit('/').next().unwrap()).await.unwrap().session;
        let page = Visitor::with_session(&app.base, &session).get(&format!("/fi/requests/{id}/domains")).await;
        assert!(page.text().contains(&line), "{}", page.body);
        assert!(page.body.contains("Voit lähettää pyynnön ilman tunnusta."), "{}", page.body);
        let revision = app.revision(&filer, &id).await;
        federointi::workflow::file::file(&app.service, &filer, &id, revision).await.unwrap();
        app.stop().await;
    }

    async fn what_an_unproven_domain_means_for_the_approval_is_a_setting(database: TestDatabase) {
        let (app, zone) = app(&database, UnprovenDomains::Warn).await;
        let reviewer = staffed(&app).await;
        let (filer, id) = app.filed(&SCHOOL).await;
        let token = claim(&app, &id, &SCHOOL, "kunta.example").await.text();
        zone.publish("kunta.example", &[&token]);
        app.clock.advance(TimeDelta::days(2));
        app.work().await;
        let case = review::case(&app.service, &reviewer, &id).await.unwrap();
        let proven_since = app.service.now();
        assert_eq!(
            case.ownership,
            [
                (domain("kunta.example"), Ownership::Proven { since: proven_since }),
                (domain("koulu.kunta.example"), Ownership::NeverProven),
            ]
        );
        let revision = app.revision(&filer, &id).await;
        let refused = approve(&app.service, &reviewer, &id, revision, by_phone()).await;
        assert!(matches!(&refused, Err(WorkflowError::Lacking(lacking)) if *lacking == [Lacking::UnprovenAccepted]), "{refused:?}");
        let ticked = Grounds { unproven_accepted: true, ..by_phone() };
        let number = approve(&app.service, &reviewer, &id, revision, ticked).await.unwrap();
        assert_eq!(
            told(&app, &id).await,
            [(EventKind::DomainProven, "kunta.example".to_owned()), (EventKind::UnprovenAccepted, "koulu.kunta.example".to_owned())]
        );
        app.work().await;
        let file = agreement::read(&app.service, &reviewer, &number).await.unwrap();
        let approval = &file.versions[0].0.content.approval;
        assert_eq!((approval.proven_domains.len(), approval.proven_domains[0].since), (1, proven_since));
        assert_eq!(approval.unproven_accepted, [domain("koulu.kunta.example")]);
        assert_eq!(file.ownership, case.ownership);
        app.stop().await;
    }

    async fn a_service_that_takes_no_unproven_domain_refuses_until_it_is_proven(database: TestDatabase) {
        let (app, zone) = app(&database, UnprovenDomains::Refuse).await;
        let reviewer = staffed(&app).await;
        let (filer, id) = app.filed(&ONE).await;
        let revision = app.revision(&filer, &id).await;
        let ticked = || Grounds { unproven_accepted: true, ..by_phone() };
        // A proof that is waited for is looked for every hour: a day is long for who has just published it.
        app.clock.advance(TimeDelta::minutes(50));
        app.work().await;
        let refused = approve(&app.service, &reviewer, &id, revision, ticked()).await;
        assert!(matches!(&refused, Err(WorkflowError::Lacking(lacking)) if *lacking == [Lacking::ProvenDomains]), "{refused:?}");
        let token = claim(&app, &id, &ONE, "kunta.example").await.text();
        zone.publish("kunta.example", &[&token]);
        app.clock.advance(TimeDelta::minutes(20));
        app.work().await;
        let number = approve(&app.service, &reviewer, &id, revision, by_phone()).await.unwrap();
        let file = agreement::read(&app.service, &reviewer, &number).await.unwrap();
        assert!(file.versions[0].0.content.approval.unproven_accepted.is_empty());
        app.stop().await;
    }

    async fn the_reviewer_ticks_or_reads_why_not(database: TestDatabase) {
        for (setting, expected) in [
            (UnprovenDomains::Allow, "KELA-FED-"),
            (UnprovenDomains::Warn, "Merkintä puuttuu."),
            (UnprovenDomains::Refuse, "Palvelun asetus vaatii osoituksen jokaisesta toimialueesta."),
        ] {
            let database = if database.is_postgres() { TestDatabase::postgres() } else { TestDatabase::sqlite() };
            let (app, _zone) = app(&database, setting).await;
            staffed(&app).await;
            let (filer, id) = app.filed(&ONE).await;
            let password = crate::support::app::PASSWORD;
            let email = "kaisa.kasitteli@kela.example";
            let session = federointi::workflow::password::sign_in(&app.service, email, password, "192.0.2.0/24").await;
            let visitor = Visitor::with_session(&app.base, &session.unwrap().unwrap());
            let page = visitor.get(&format!("/fi/queue/{id}")).await;
            assert!(page.body.contains("Toimialueiden hallinta"), "{}", page.body);
            assert_eq!(page.body.contains("name=\"unproven\""), setting == UnprovenDomains::Warn, "{setting:?}");
            let revision = app.revision(&filer, &id).await.to_string();
            let fields = [("decision", "approve"), ("authority_check", "Soitettu."), ("revision", revision.as_str())];
            let path = format!("/fi/queue/{id}/decision");
            let mut seen = visitor.post(&path, &fields).await;
            if seen.status == 303 {
                seen = visitor.get(&seen.location).await;
            } else {
                assert!(seen.body.contains("Soitettu.</textarea>"), "what was written stays: {}", seen.body);
            }
            assert!(seen.body.contains(expected), "{setting:?}: {}", seen.body);
            if setting == UnprovenDomains::Warn {
                let ticked: Vec<_> = fields.into_iter().chain([("unproven", "yes")]).collect();
                assert_eq!(visitor.post(&path, &ticked).await.status, 303);
            }
            app.stop().await;
        }
    }
}

#[tokio::test]
async fn axe_finds_nothing_where_the_reviewer_ticks_or_reads_why_not() {
    for setting in [UnprovenDomains::Warn, UnprovenDomains::Refuse] {
        let (app, _zone) = app(&TestDatabase::sqlite(), setting).await;
        staffed(&app).await;
        let (_, id) = app.filed(&SCHOOL).await;
        for lang in federointi::agreement::Language::ALL {
            let below = format!("/{}", lang.code());
            let args = serde_json::json!({
                "paths": [format!("{below}/queue/{id}")],
                "languages": [lang.code()],
                "open": true,
                "signIn": {
                    "path": format!("{below}/sign-in"),
                    "fields": { "email": "kaisa.kasitteli@kela.example", "password": crate::support::app::PASSWORD },
                    "button": "main form button.btn",
                },
                "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
            });
            assert_eq!(crate::support::browser::play("axe-crawl", &app.base, &args).await["pages"], 1);
        }
        app.stop().await;
    }
}

#[tokio::test]
async fn axe_finds_nothing_on_the_form_with_its_line_to_publish() {
    let (app, zone) = app(&TestDatabase::sqlite(), UnprovenDomains::Warn).await;
    let (filer, id) = app.drafted(&SCHOOL).await;
    zone.publish("kunta.example", &[&claim(&app, &id, &SCHOOL, "kunta.example").await.text()]);
    look(&app, &filer, &id).await;
    link::ask(&app.service, &filer, federointi::agreement::Language::Fi, "192.0.2.0/24", None).await.unwrap();
    app.send().await;
    let link = app.mailed_link(filer.as_str(), "/link/");
    let session = link::enter(&app.service, link.rsplit('/').next().unwrap()).await.unwrap().session;
    for lang in federointi::agreement::Language::ALL {
        let args = serde_json::json!({
            "paths": [format!("/{}/requests/{id}/domains", lang.code())],
            "languages": [lang.code()],
            "open": true,
            "cookies": [{ "name": "federointi-session", "value": session }],
            "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
        });
        assert_eq!(crate::support::browser::play("axe-crawl", &app.base, &args).await["pages"], 1);
    }
    app.stop().await;
}
