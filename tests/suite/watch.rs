//! Watching end to end on both engines, against a name server whose zones change: each kind of drift, flaps, healing, silence, two resolvers
//! that disagree, two workers at once, storms, and what Kela does about an incident.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use federointi::agreement::incident::IncidentState;
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::rights::Role;
use federointi::agreement::{AgreementId, EmailAddress};
use federointi::clock::{Clock, Randomness, SystemRandomness};
use federointi::demo::dns::{Behaviour, DEMO_ZONES, DemoDns, DemoZone, with_records};
use federointi::demo::parties::{self, DemoParty};
use federointi::federation::drift::{Drift, DriftKind, Look, Premises};
use federointi::federation::{Evidence, SipDomain};
use federointi::probe::{DnsProbe, ProbeSettings};
use federointi::store::incidents::{self, Incident, Which};
use federointi::store::watched::{self, Watched};
use federointi::store::{StoreError, agreements, domain_claims, events, requests};
use federointi::workflow::watch::{self, STORM};
use federointi::workflow::{Lacking, Service, WorkflowError, change, ownership};

use crate::support::complete::Record;
use crate::support::database::TestDatabase;

const NAME: &str = "lehtola.example";
const CONTACT: &str = "tekno.tekninen@lehtola.example";
const KELA: &str = "tietohallinto@kela.example";
const GOOD: &str = "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 edge\nedge 3600 IN A 198.51.100.22\n";
const GONE: &str = "edge 3600 IN A 198.51.100.22\n";
const MOVED: &str = "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 uusi\nuusi 3600 IN A 198.51.100.99\n";
const CLOUD: &str = "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sipfed.online.lync.com.\n";

/// An agreement whose domain has been looked at once and is well.
struct Watch {
    record: Record,
    number: String,
    id: AgreementId,
}

impl Watch {
    async fn of(database: &TestDatabase, party: &DemoParty) -> Self {
        let record = Record::start(database).await;
        let (number, _) = record.agreement(party).await;
        let wanted = number.clone();
        let read = record.app.service.store.read(move |db| agreements::find_by_number(db, &wanted));
        let id = read.await.unwrap().unwrap().id;
        watch::sync(&record.app.service).await.unwrap();
        let watch = Self { record, number, id };
        watch.day().await;
        watch
    }

    fn service(&self) -> &Service {
        &self.record.app.service
    }

    fn publish(&self, records: &'static str) {
        self.record.app.dns.publish(&with_records(DEMO_ZONES, NAME, records)).unwrap();
    }

    fn behave(&self, behaviour: Behaviour) {
        let zone = |zone: &DemoZone| if zone.name == NAME { DemoZone { behaviour, ..*zone } } else { *zone };
        self.record.app.dns.publish(&DEMO_ZONES.iter().map(zone).collect::<Vec<_>>()).unwrap();
    }

    /// The looks of a day.
    async fn day(&self) -> usize {
        self.record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(self.service()).await.unwrap()
    }

    /// The second looks.
    async fn again(&self) -> usize {
        self.record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(self.service()).await.unwrap()
    }

    async fn row(&self) -> Watched {
        let id = self.id.clone();
        self.service().store.read(move |db| watched::of(db, Some(&id))).await.unwrap().remove(0)
    }

    async fn open(&self) -> Vec<DriftKind> {
        self.list(Which::AllOpen).await.into_iter().map(|incident| incident.kind).collect()
    }

    async fn list(&self, which: Which) -> Vec<Incident> {
        self.service().store.read(move |db| incidents::list(db, which, None, None, 100)).await.unwrap()
    }

    async fn incident(&self) -> Incident {
        self.list(Which::AllOpen).await.remove(0)
    }

    /// How many mails whose subject begins so went to the party's technical contact and to Kela.
    async fn mails(&self, subject: &str) -> (usize, usize) {
        self.record.app.send().await;
        let mails = self.record.app.mails();
        let to = |who: &str| mails.iter().filter(|mail| mail.to.contains(who) && mail.subject.starts_with(subject)).count();
        (to(CONTACT), to(KELA))
    }

    async fn told(&self) -> (usize, usize) {
        self.mails("Häiriö federoinnissa –").await
    }

    async fn healed(&self) -> (usize, usize) {
        self.mails("Häiriö federoinnissa on poistunut").await
    }

    async fn count(&self, kind: EventKind) -> usize {
        let id = self.id.clone();
        let history = self.service().store.read(move |db| events::of_agreement(db, &id)).await.unwrap();
        history.iter().filter(|event| event.kind == kind).count()
    }

    /// A service like another instance of this one, with its own resolvers.
    fn instance(&self, first: &DemoDns, second: Option<&DemoDns>) -> Service {
        let service = self.service();
        let probe = |dns: &DemoDns| DnsProbe::new(ProbeSettings::demonstration(dns.address())).unwrap();
        Service {
            store: service.store.clone(),
            clock: Arc::clone(&self.record.app.clock) as Arc<dyn Clock>,
            randomness: Arc::new(SystemRandomness),
            probe: probe(first),
            second_probes: second.map(probe).into_iter().collect(),
            settings: service.settings.clone(),
            seal: service.seal.clone(),
            public_checks: Arc::default(),
            mail_wake: Arc::default(),
            job_wake: Arc::default(),
            log: Arc::clone(&service.log),
        }
    }

    async fn stop(self) {
        self.record.app.stop().await;
    }
}

/// Zones as the world sees them where `NAME` has these records.
async fn resolver(records: &'static str) -> DemoDns {
    DemoDns::start_with(0, &with_records(DEMO_ZONES, NAME, records)).await.unwrap()
}

/// Randomness that breaks once.
#[derive(Default)]
struct BreaksOnce(AtomicBool);

impl Randomness for BreaksOnce {
    fn bytes32(&self) -> [u8; 32] {
        assert!(self.0.swap(true, Ordering::SeqCst), "as a fault of the program would");
        SystemRandomness.bytes32()
    }
}

fn now(watch: &Watch) -> DateTime<Utc> {
    watch.service().now()
}

on_both_engines! {
    async fn each_kind_is_confirmed_told_once_and_heals(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let cases = [
            (GONE, DriftKind::SrvGone),
            ("", DriftKind::DomainGone),
            (MOVED, DriftKind::EdgeMoved),
            (CLOUD, DriftKind::MovedToCloudWhilePinned),
            ("_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip.ict-toimittaja.example.\n", DriftKind::SupplierChanged),
            ("_sipfederationtls._tcp 3600 IN SRV 100 1 5060 edge\nedge 3600 IN A 198.51.100.22\n", DriftKind::CheckFails),
        ];
        for (number, (records, kind)) in cases.into_iter().enumerate() {
            watch.publish(records);
            watch.day().await;
            assert_eq!(watch.open().await, [], "{kind:?}: one look is no incident");
            assert_eq!(watch.told().await, (number, number), "{kind:?}");
            watch.again().await;
            assert_eq!(watch.open().await, [kind]);
            assert_eq!(watch.told().await, (number + 1, number + 1), "{kind:?}");
            watch.day().await;
            watch.again().await;
            assert_eq!((watch.open().await, watch.told().await), (vec![kind], (number + 1, number + 1)), "told once");
            watch.publish(GOOD);
            watch.day().await;
            assert_eq!((watch.open().await, watch.healed().await), (vec![kind], (number, number)), "one good look heals nothing");
            watch.again().await;
            assert_eq!((watch.open().await, watch.healed().await), (vec![], (number + 1, number + 1)));
        }
        assert_eq!(watch.count(EventKind::IncidentOpened).await, 6);
        assert_eq!(watch.count(EventKind::IncidentHealed).await, 6);
        let to_kela = watch.record.app.mails().into_iter().find(|mail| mail.to.contains(KELA) && mail.text.contains("ProxyFqdn"));
        assert!(to_kela.unwrap().text.contains("/fi/incidents/"), "Kela is told what to change and where it stands");
        watch.stop().await;
    }

    async fn a_proof_of_ownership_is_noted_and_its_loss_only_when_it_is_confirmed(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let id = watch.id.clone();
        let token = watch
            .service()
            .store
            .read(move |db| {
                let agreement = agreements::find(db, &id)?.unwrap();
                let party = agreements::version(db, &id, 1)?.unwrap().content.party;
                Ok::<_, StoreError>(domain_claims::of(db, &ownership::of_agreement(&agreement, &party))?.remove(0).1.text())
            })
            .await
            .unwrap();
        let proven: &'static str = Box::leak(format!("{GOOD}_federointi 60 IN TXT \"{token}\"\n").into_boxed_str());
        let events = async || {
            let kinds = [EventKind::DomainProven, EventKind::DomainLost, EventKind::DomainProvenAgain];
            let mut counts = Vec::new();
            for kind in kinds {
                counts.push(watch.count(kind).await);
            }
            counts
        };
        watch.publish(proven);
        watch.day().await;
        assert_eq!((watch.open().await, events().await), (vec![], vec![1, 0, 0]));
        watch.publish(GOOD);
        watch.day().await;
        assert_eq!((watch.open().await, events().await), (vec![], vec![1, 0, 0]), "one look loses nothing");
        watch.again().await;
        assert_eq!((watch.open().await, events().await), (vec![DriftKind::OwnershipLost], vec![1, 1, 0]));
        assert_eq!(watch.told().await, (1, 1));
        watch.publish(proven);
        watch.day().await;
        watch.again().await;
        assert_eq!((watch.open().await, events().await, watch.healed().await), (vec![], vec![1, 1, 1], (1, 1)));
        // A silent name server takes nothing away.
        watch.behave(Behaviour::Silent);
        watch.day().await;
        watch.again().await;
        assert_eq!((watch.open().await, events().await), (vec![], vec![1, 1, 1]));
        watch.stop().await;
    }

    async fn a_flap_tells_nobody(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.publish(GONE);
        watch.day().await;
        watch.publish(GOOD);
        watch.again().await;
        assert_eq!((watch.open().await, watch.told().await, watch.healed().await), (vec![], (0, 0), (0, 0)));
        let id = watch.row().await.id;
        let (live, changes) = watch
            .service()
            .store
            .read(move |db| Ok::<_, StoreError>((incidents::live(db, id)?, watched::changes(db, id, 100)?)))
            .await
            .unwrap();
        assert_eq!(live, [], "the suspicion is dropped");
        assert!(changes.iter().all(|noted| noted.change.before.is_empty()), "a flap changed nothing: {changes:?}");
        // An incident that heals for one look only is not told as healed.
        watch.publish(GONE);
        watch.day().await;
        watch.again().await;
        watch.publish(GOOD);
        watch.day().await;
        watch.publish(GONE);
        watch.again().await;
        assert_eq!((watch.open().await, watch.told().await, watch.healed().await), (vec![DriftKind::SrvGone], (1, 1), (0, 0)));
        assert_eq!(watch.incident().await.good, None);
        watch.stop().await;
    }

    async fn silence_neither_opens_nor_heals_and_is_asked_ever_seldomer(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let stable = watch.row().await.stable;
        assert!(stable.is_some());
        watch.behave(Behaviour::Fails);
        let mut pauses = Vec::new();
        watch.day().await;
        for _ in 0..3 {
            let row = watch.row().await;
            pauses.push((row.next_look_at - now(&watch)).num_minutes());
            watch.record.app.clock.advance(row.next_look_at - now(&watch));
            assert!(watch::do_due(watch.service()).await.unwrap() > 0);
        }
        assert_eq!(pauses, [15, 30, 60]);
        assert_eq!((watch.open().await, watch.row().await.failures, watch.row().await.stable), (vec![], 4, stable));
        watch.publish(GONE);
        watch.day().await;
        watch.behave(Behaviour::Fails);
        watch.again().await;
        assert_eq!(watch.open().await, [], "a suspicion is not confirmed by silence");
        watch.publish(GONE);
        watch.record.app.clock.advance(TimeDelta::hours(1));
        watch::do_due(watch.service()).await.unwrap();
        assert_eq!(watch.open().await, [DriftKind::SrvGone], "and not forgotten by it");
        watch.behave(Behaviour::Fails);
        watch.day().await;
        watch.day().await;
        assert_eq!((watch.open().await, watch.healed().await), (vec![DriftKind::SrvGone], (0, 0)));
        watch.stop().await;
    }

    async fn a_second_resolver_must_see_it_too(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let (gone, good) = (resolver(GONE).await, resolver(GOOD).await);
        let disagreeing = watch.instance(&gone, Some(&good));
        for _ in 0..2 {
            watch.record.app.clock.advance(TimeDelta::days(1));
            watch::do_due(&disagreeing).await.unwrap();
            assert_eq!(watch.row().await.turn, 1, "the other resolver is next");
            watch.record.app.clock.advance(TimeDelta::minutes(5));
            watch::do_due(&disagreeing).await.unwrap();
            assert_eq!((watch.open().await, watch.told().await, watch.row().await.turn), (vec![], (0, 0), 0));
        }
        let other = resolver(GONE).await;
        let agreeing = watch.instance(&gone, Some(&other));
        watch.record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(&agreeing).await.unwrap();
        watch.record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(&agreeing).await.unwrap();
        let incident = watch.incident().await;
        assert_eq!(incident.suspected.1, gone.address().to_string());
        assert_eq!(incident.opened.unwrap().1, other.address().to_string());
        // Two resolvers that disagree do not heal it either.
        watch.record.app.clock.advance(TimeDelta::days(1));
        let healing = watch.instance(&good, Some(&gone));
        watch::do_due(&healing).await.unwrap();
        watch.record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(&healing).await.unwrap();
        assert_eq!((watch.open().await, watch.healed().await), (vec![DriftKind::SrvGone], (0, 0)));
        watch.stop().await;
    }

    async fn what_was_not_looked_at_does_not_heal(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let settled = async |look: Look| {
            let row = watch.row().await;
            watch::settle(watch.service(), &row, look, false).await.unwrap();
        };
        let kind = DriftKind::CertificateEnds;
        settled(look(kind, Some(30))).await;
        let clear = Look { drifts: Vec::new(), ..look(kind, None) };
        let down = Look { premises: Premises { edges: false, certificates: false, ..Premises::ALL }, ..clear.clone() };
        settled(down.clone()).await;
        let row = watch.row().await;
        assert!(row.next_look_at - now(&watch) > TimeDelta::minutes(5), "an Edge that is down is not looked at every five minutes");
        settled(look(kind, Some(30))).await;
        assert_eq!(watch.open().await, [kind], "nor does it drop the suspicion");
        for _ in 0..3 {
            settled(down.clone()).await;
        }
        assert_eq!((watch.open().await, watch.incident().await.good, watch.healed().await), (vec![kind], None, (0, 0)));
        settled(clear.clone()).await;
        settled(down).await;
        assert!(watch.incident().await.good.is_some(), "what was seen stays");
        settled(clear).await;
        assert_eq!((watch.open().await, watch.healed().await, watch.told().await), (vec![], (1, 1), (1, 1)));
        watch.stop().await;
    }

    async fn a_second_resolver_that_is_dead_holds_up_for_two_hours_only(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let gone = resolver(GONE).await;
        let zone = |zone: &DemoZone| if zone.name == NAME { DemoZone { behaviour: Behaviour::Fails, ..*zone } } else { *zone };
        let dead = DemoDns::start_with(0, &DEMO_ZONES.iter().map(zone).collect::<Vec<_>>()).await.unwrap();
        let service = watch.instance(&gone, Some(&dead));
        watch.record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(&service).await.unwrap();
        let began = now(&watch);
        while watch.open().await.is_empty() {
            assert!(now(&watch) - began < TimeDelta::hours(3), "the watch goes on");
            let next = watch.row().await.next_look_at;
            watch.record.app.clock.advance(next - now(&watch));
            watch::do_due(&service).await.unwrap();
        }
        assert!(now(&watch) - began >= TimeDelta::hours(2), "{}", now(&watch) - began);
        let incident = watch.incident().await;
        assert_eq!((incident.kind, watch.told().await), (DriftKind::SrvGone, (1, 1)));
        assert_eq!(incident.opened.unwrap().1, gone.address().to_string());
        assert!(incident.evidence.get("alone").is_some(), "the evidence says by whom alone");
        let desk = watch.record.desk(&watch.record.reviewer).await;
        let silent = format!("Nimipalvelin {} ei vastaa", dead.address());
        assert!(plain(&desk.get("/fi/incidents").await.text()).contains(&silent));
        let shown = plain(&desk.get(&format!("/fi/incidents/{}", incident.id)).await.text());
        assert!(shown.contains("Vahvistettu vain yhdellä nimipalvelimella"), "{shown}");
        // It answers again.
        for dns in [&gone, &dead] {
            dns.publish(&with_records(DEMO_ZONES, NAME, GOOD)).unwrap();
        }
        watch.record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(&service).await.unwrap();
        watch.record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(&service).await.unwrap();
        assert_eq!((watch.open().await, watch.healed().await), (vec![], (1, 1)));
        assert!(!plain(&desk.get("/fi/incidents").await.text()).contains(&silent));
        watch.stop().await;
    }

    async fn a_bad_row_and_a_panic_keep_no_other_domain_waiting(database: TestDatabase) {
        use diesel::connection::SimpleConnection;
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let kelas = watch.service().store.read(|db| watched::of(db, None)).await.unwrap().remove(0).id;
        let due = async || {
            let now = now(&watch);
            watch.service().store.read(move |db| watched::due(db, now, 50)).await.unwrap()
        };
        let good = resolver(GOOD).await;
        let breaking = Service { randomness: Arc::new(BreaksOnce::default()), ..watch.instance(&good, None) };
        watch.record.app.clock.advance(TimeDelta::days(1));
        assert_eq!(due().await.len(), 2);
        assert_eq!(watch::do_due(&breaking).await.unwrap(), 1, "the other domain was looked at");
        assert_eq!(due().await, [0_i64; 0], "and the broken one put off");
        watch.record.app.clock.advance(TimeDelta::hours(1));
        assert_eq!(watch::do_due(&breaking).await.unwrap(), 1);
        let done = watch.service().store.write(|db| {
            db.batch_execute("UPDATE watched_domains SET domain = '!' WHERE agreement_id IS NULL")?;
            Ok::<_, StoreError>(())
        });
        done.await.unwrap();
        watch.publish(GONE);
        watch.record.app.clock.advance(TimeDelta::days(2));
        assert!(due().await.contains(&kelas));
        assert_eq!(watch::do_due(watch.service()).await.unwrap(), 1);
        assert_eq!(due().await, [0_i64; 0]);
        watch.again().await;
        assert_eq!(watch.open().await, [DriftKind::SrvGone]);
        watch.stop().await;
    }

    async fn the_summary_counts_all_incidents(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        assert!(!watch::summarise(watch.service()).await.unwrap());
        let at = now(&watch);
        let filled = watch.service().store.write(move |db| {
            for number in 0..101 {
                let domain = SipDomain::parse(&format!("k{number}.kela.example")).unwrap();
                watched::insert(db, None, &domain, at, at)?;
            }
            let by = "127.0.0.1:53";
            for row in watched::of(db, None)?.into_iter().filter(|row| row.domain.as_str() != "kela.example") {
                let id = incidents::suspect(db, row.id, DriftKind::SrvGone, (at, by), None, &Evidence::default())?;
                let incident = incidents::find(db, id)?.unwrap();
                let opened = Some((at, by.to_owned()));
                assert!(incidents::update(db, &Incident { state: IncidentState::Open, opened, ..incident })?);
            }
            Ok::<_, StoreError>(())
        });
        filled.await.unwrap();
        watch.record.app.clock.advance(TimeDelta::days(7));
        assert!(watch::summarise(watch.service()).await.unwrap());
        watch.record.app.send().await;
        let mails = watch.record.app.mails();
        let summary = mails.iter().find(|mail| mail.subject == "Federoinnin valvonnan viikkokooste").unwrap();
        assert!(summary.text.contains("häiriöitä: 101"), "{}", summary.text);
        watch.stop().await;
    }

    async fn two_workers_at_once_and_a_look_that_comes_twice_tell_once(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let dns = resolver(GONE).await;
        let (one, other) = (watch.instance(&dns, None), watch.instance(&dns, None));
        watch.record.app.clock.advance(TimeDelta::days(1));
        let (a, b) = tokio::join!(watch::do_due(&one), watch::do_due(&other));
        assert!(a.unwrap() + b.unwrap() >= 1);
        watch.record.app.clock.advance(TimeDelta::minutes(5));
        let before = watch.row().await;
        let (a, b) = tokio::join!(watch::do_due(&one), watch::do_due(&other));
        assert_eq!(a.unwrap() + b.unwrap(), 1, "one look of this domain is written down");
        assert_eq!((watch.open().await, watch.told().await), (vec![DriftKind::SrvGone], (1, 1)));
        assert_eq!(watch.count(EventKind::IncidentOpened).await, 1);
        // A worker that died after its look and is begun again finds that it was overtaken.
        let look = look(DriftKind::SrvGone, None);
        let stale = watch::settle(watch.service(), &before, look, false).await.unwrap();
        assert_eq!(format!("{stale:?}"), "Overtaken");
        assert_eq!(watch.told().await, (1, 1));
        watch.stop().await;
    }

    async fn a_certificate_is_told_at_each_step(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        let kind = DriftKind::CertificateEnds;
        let mut told = Vec::new();
        for step in [60, 60, 60, 30, 30, 14, 7, 1, 0, 60] {
            let row = watch.row().await;
            watch::settle(watch.service(), &row, look(kind, Some(step)), false).await.unwrap();
            told.push((watch.told().await.0, watch.mails("Muistutus häiriöstä").await.0));
        }
        assert_eq!(
            told,
            [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 5)],
            "once when it is confirmed, once a step, and not when a new certificate begins its own steps"
        );
        assert_eq!(watch.list(Which::AllOpen).await.len(), 1);
        assert_eq!(watch.count(EventKind::IncidentRose).await, 5);
        let row = watch.row().await;
        watch::settle(watch.service(), &row, look(DriftKind::SanLostDomain, None), false).await.unwrap();
        let row = watch.row().await;
        watch::settle(watch.service(), &row, look(DriftKind::SanLostDomain, None), false).await.unwrap();
        assert_eq!(watch.open().await, [DriftKind::SanLostDomain], "the certificate was replaced by one without the domain");
        watch.stop().await;
    }

    async fn what_ends_is_not_watched_and_what_begins_is(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        assert_eq!(watch::sync(watch.service()).await.unwrap(), 0, "nothing is to be done twice");
        watch.publish(GONE);
        watch.day().await;
        watch.again().await;
        assert_eq!(watch.open().await, [DriftKind::SrvGone]);
        let kelas = watch.service().store.read(|db| watched::of(db, None)).await.unwrap();
        assert_eq!(kelas.iter().map(|row| row.domain.as_str()).collect::<Vec<_>>(), ["kela.example"], "Kela's own half too");
        assert!(kelas[0].stable.is_some());
        let last_day = federointi::i18n::format::date(
            federointi::agreement::Language::Fi,
            federointi::i18n::format::day(now(&watch)) + TimeDelta::days(1),
        );
        let notice = change::Notice { last_day, reason: "Palvelu lakkaa.".to_owned() };
        let id = change::give_notice(watch.service(), &watch.record.reviewer, &watch.number, notice).await.unwrap();
        let holder = EmailAddress::parse(KELA).unwrap();
        watch.record.approve(&holder, &id).await;
        watch.record.app.work().await;
        watch.record.app.clock.advance(TimeDelta::days(3));
        assert_eq!(watch::sync(watch.service()).await.unwrap(), 1);
        assert!(watch.row().await.ended_at.is_some());
        assert_eq!((watch.open().await, watch.healed().await), (vec![], (0, 0)), "dropped, and not told as healed");
        assert_eq!(watch.count(EventKind::IncidentDropped).await, 1);
        watch.stop().await;
    }

    async fn many_at_once_are_held_back_and_the_administrator_is_told_once(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        // The incidents of an hour, so that the next one is one too many.
        let kinds = [DriftKind::SrvGone, DriftKind::EdgeMoved];
        for _ in 0..STORM / 2 {
            for healthy in [false, true] {
                for _ in 0..2 {
                    let mut look = look(kinds[0], None);
                    look.drifts.extend(self::look(kinds[1], None).drifts);
                    if healthy {
                        look.drifts.clear();
                    }
                    let row = watch.row().await;
                    watch::settle(watch.service(), &row, look, false).await.unwrap();
                }
            }
        }
        let before = watch.told().await;
        assert_eq!(before, (usize::try_from(STORM).unwrap(), usize::try_from(STORM).unwrap()));
        for kind in [DriftKind::SrvGone, DriftKind::SrvGone, DriftKind::CheckFails, DriftKind::CheckFails] {
            let row = watch.row().await;
            watch::settle(watch.service(), &row, look(kind, None), false).await.unwrap();
        }
        assert_eq!(watch.told().await, before, "held back");
        let alarms = |watch: &Watch| {
            watch.record.app.mails().iter().filter(|mail| mail.subject.starts_with("Häiriöilmoitukset on pidätetty")).count()
        };
        assert_eq!(alarms(&watch), 1);
        let desk = watch.record.desk(&watch.record.administrator).await;
        let page = desk.get("/fi/incidents").await.text();
        assert!(page.contains("Häiriöilmoituksia on pidätetty") && page.contains("Lähetä pidätetyt ilmoitukset"), "{page}");
        let reviewer = watch.record.desk(&watch.record.reviewer).await;
        let page = reviewer.get("/fi/incidents").await.text();
        assert!(page.contains("Häiriöilmoituksia on pidätetty") && !page.contains("Lähetä pidätetyt ilmoitukset"));
        assert_eq!(reviewer.post("/fi/incidents/release", &[]).await.status, 403);
        let held = watch.list(Which::Held).await.len();
        assert!(held >= 1);
        assert_eq!(desk.post("/fi/incidents/release", &[]).await.status, 303);
        assert_eq!(watch.told().await, (before.0 + held, before.1 + held));
        assert_eq!(watch.list(Which::Held).await, []);
        assert_eq!(alarms(&watch), 1);
        watch.stop().await;
    }

    async fn a_fault_of_our_own_resolver_tells_no_party(database: TestDatabase) {
        let domains: Vec<&'static str> = (1..=12).map(|number| &*format!("k{number:02}.lehtola.example").leak()).collect();
        let labels = (1..=12).map(|number| format!("k{number:02}"));
        let records: String = labels
            .map(|k| format!("_sipfederationtls._tcp.{k} 60 IN SRV 100 1 5061 edge.{k}\nedge.{k} 60 IN A 198.51.100.22\n"))
            .collect();
        let records: &'static str = records.leak();
        let party = DemoParty { domains: domains.leak(), edge: "edge.k01.lehtola.example", ..parties::LEHTOLA };
        let record = Record::start(&database).await;
        record.app.dns.publish(&with_records(DEMO_ZONES, NAME, records)).unwrap();
        record.agreement(&party).await;
        watch::sync(&record.app.service).await.unwrap();
        record.app.clock.advance(TimeDelta::days(1));
        assert_eq!(watch::do_due(&record.app.service).await.unwrap(), 13, "and Kela's own");
        record.app.dns.publish(&with_records(DEMO_ZONES, NAME, "")).unwrap();
        record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(&record.app.service).await.unwrap();
        record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(&record.app.service).await.unwrap();
        let held = record.app.service.store.read(|db| incidents::list(db, Which::Held, None, None, 100)).await.unwrap();
        assert_eq!(held.len(), 12, "all of the round, the first ones too");
        record.app.send().await;
        let count = |subject: &str| record.app.mails().iter().filter(|mail| mail.subject.starts_with(subject)).count();
        assert_eq!((count("Häiriö federoinnissa"), count("Häiriöilmoitukset on pidätetty")), (0, 1));
        // The resolver is mended: what nobody was told of heals without a word.
        record.app.dns.publish(&with_records(DEMO_ZONES, NAME, records)).unwrap();
        record.app.clock.advance(TimeDelta::days(1));
        watch::do_due(&record.app.service).await.unwrap();
        record.app.clock.advance(TimeDelta::minutes(5));
        watch::do_due(&record.app.service).await.unwrap();
        let open = record.app.service.store.read(|db| incidents::list(db, Which::AllOpen, None, None, 100)).await.unwrap();
        record.app.send().await;
        assert_eq!((open.len(), count("Häiriö federoinnissa")), (0, 0));
        record.app.stop().await;
    }

    async fn an_incident_is_acknowledged_and_silenced_and_told_again(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.publish(GONE);
        watch.day().await;
        watch.again().await;
        let incident = watch.incident().await;
        let path = format!("/fi/incidents/{}", incident.id);
        let reviewer = watch.record.desk(&watch.record.reviewer).await;
        let auditor = watch.record.desk(&watch.record.auditor).await;
        let seen = auditor.get(&path).await;
        assert_eq!(seen.status, 200);
        let text = seen.text();
        assert!(text.contains("Federoinnin SRV-tietue on poistunut") && !text.contains("Hiljennä häiriö"), "an auditor reads");
        assert_eq!(auditor.post(&format!("{path}/acknowledge"), &[("revision", "2")]).await.status, 403);
        assert!(reviewer.get("/fi/queue").await.text().contains("Avoimia häiriöitä valvonnassa: 1"));
        let revision = incident.revision.to_string();
        assert_eq!(reviewer.post(&format!("{path}/acknowledge"), &[("revision", &revision)]).await.status, 303);
        assert_eq!(watch.list(Which::Acknowledged).await.len(), 1);
        let fields = [("revision", revision.as_str()), ("until", "30.11.2026"), ("reason", "x")];
        let stale = reviewer.post(&format!("{path}/silence"), &fields).await;
        assert!(stale.location.ends_with("done=changed"), "someone had changed it meanwhile");
        let revision = watch.incident().await.revision.to_string();
        for (until, reason, expected) in [
            ("eilen", "Sovittu", "Annoit: eilen"),
            ("1.11.2026", "Sovittu", "Annoit: 1.11.2026"),
            ("1.1.2028", "Sovittu", "Annoit: 1.1.2028"),
            ("30.11.2026", " ", "Hiljennyksen syy puuttuu"),
        ] {
            let fields = [("revision", revision.as_str()), ("until", until), ("reason", reason)];
            let seen = reviewer.post(&format!("{path}/silence"), &fields).await;
            assert_eq!(seen.status, 422, "{until}");
            let text = seen.text();
            assert!(text.contains(expected) && text.contains(until), "{text}");
        }
        let fields = [("revision", revision.as_str()), ("until", "30.11.2026"), ("reason", "Sovittu: korjataan kuun lopussa.")];
        assert_eq!(reviewer.post(&format!("{path}/silence"), &fields).await.status, 303);
        let shown = reviewer.get("/fi/incidents?view=silenced").await.text();
        assert!(shown.contains(NAME) && shown.contains("30.11.2026"), "a silenced incident stays visible");
        assert_eq!(watch.told().await, (1, 1));
        watch.record.app.clock.advance("2026-11-30T20:00:00Z".parse::<DateTime<Utc>>().unwrap() - now(&watch));
        watch::do_due(watch.service()).await.unwrap();
        assert_eq!(watch.mails("Häiriö federoinnissa jatkuu").await, (0, 0), "silent to the end of the day");
        watch.record.app.clock.advance(TimeDelta::hours(3));
        for _ in 0..2 {
            watch::do_due(watch.service()).await.unwrap();
            assert_eq!(watch.mails("Häiriö federoinnissa jatkuu").await, (1, 1), "told again once");
        }
        let incident = watch.incident().await;
        let until = federointi::i18n::format::day(now(&watch)) + TimeDelta::days(5);
        let refused = watch::silence(watch.service(), &watch.record.auditor, incident.id, incident.revision, until, "x").await;
        assert!(matches!(refused, Err(WorkflowError::Forbidden)));
        let refused = watch::silence(watch.service(), &watch.record.reviewer, incident.id, incident.revision, until, "").await;
        assert!(matches!(refused, Err(WorkflowError::Lacking(lacking)) if lacking == [Lacking::Reason]));
        watch::silence(watch.service(), &watch.record.reviewer, incident.id, incident.revision, until, "Vielä.").await.unwrap();
        watch.publish(GOOD);
        watch.day().await;
        watch.again().await;
        assert_eq!((watch.open().await, watch.healed().await), (vec![], (0, 0)), "what heals in silence is not told");
        watch.stop().await;
    }

    async fn the_trap_becomes_an_amendment_that_the_party_files(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.publish(CLOUD);
        watch.day().await;
        watch.again().await;
        let incident = watch.incident().await;
        let reviewer = watch.record.desk(&watch.record.reviewer).await;
        let path = format!("/fi/incidents/{}", incident.id);
        let page = reviewer.get(&path).await.text();
        assert!(page.contains("Remove-CsAllowedDomain -Identity $d") && page.contains("$d = 'lehtola.example'"), "{page}");
        assert!(page.contains("Palvelu pilvessä, ei Edge-palvelinta"));
        let revision = incident.revision.to_string();
        let done = reviewer.post(&format!("{path}/amend"), &[("revision", &revision)]).await;
        assert!(done.location.ends_with("done=amended"), "{}", done.location);
        let request = watch.incident().await.amendment.unwrap();
        let stored = watch.service().store.read(move |db| requests::find(db, &request)).await.unwrap().unwrap();
        assert_eq!(stored.state, RequestState::Draft);
        assert_eq!(stored.holder.as_str(), "saara.sopija@lehtola.example", "only the party asks for amendments");
        assert_eq!((stored.draft.service.deployment.as_str(), stored.draft.edge.edge.as_str()), ("cloud", ""));
        assert_eq!(stored.draft.service.server_version, "");
        watch.record.app.send().await;
        let link = watch.record.app.mailed_link("saara.sopija@lehtola.example", "/link/");
        assert!(!link.is_empty());
        let again = reviewer.post(&format!("{path}/amend"), &[("revision", &watch.incident().await.revision.to_string())]).await;
        assert_eq!(again.status, 422, "one change at a time");
        watch.stop().await;
    }

    async fn acknowledging_a_move_takes_the_new_values(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.publish("_sipfederationtls._tcp 3600 IN SRV 100 1 5061 edge\nedge 3600 IN A 198.51.100.123\n");
        watch.day().await;
        watch.again().await;
        let incident = watch.incident().await;
        assert_eq!(incident.kind, DriftKind::EdgeMoved);
        assert_eq!(incident.evidence.get("addresses_before"), Some("198.51.100.22"));
        watch::acknowledge(watch.service(), &watch.record.reviewer, incident.id, incident.revision).await.unwrap();
        watch.day().await;
        watch.again().await;
        assert_eq!(watch.open().await, [], "the new addresses are those to compare with");
        assert!(watch.row().await.stable.is_some());
        watch.day().await;
        watch.again().await;
        assert_eq!(watch.open().await, []);
        let line = watch.record.desk(&watch.record.auditor).await.get(&format!("/fi/agreements/{}", watch.number)).await.text();
        assert!(line.contains("198.51.100.123 (ennen: 198.51.100.22)"), "the time line tells the change: {line}");
        assert!(line.contains("Edge-palvelin on muualla kuin ennen"));
        watch.stop().await;
    }

    async fn the_weekly_summary_comes_once_a_week(database: TestDatabase) {
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.behave(Behaviour::Fails);
        assert!(!watch::summarise(watch.service()).await.unwrap(), "at the first time there is nothing to tell of");
        for _ in 0..10 {
            watch.day().await;
        }
        let service = watch.service();
        let (one, other) = tokio::join!(watch::summarise(service), watch::summarise(service));
        assert_eq!([one.unwrap(), other.unwrap()].into_iter().filter(|sent| *sent).count(), 1);
        assert!(!watch::summarise(service).await.unwrap());
        watch.record.app.send().await;
        let mails = watch.record.app.mails();
        let summary: Vec<_> = mails.iter().filter(|mail| mail.subject == "Federoinnin valvonnan viikkokooste").collect();
        assert_eq!(summary.len(), 1);
        assert!(summary[0].to.contains(KELA) && summary[0].text.contains("Valvottuja toimialueita: 2"), "{}", summary[0].text);
        let text = summary[0].text.replace('\n', " ");
        assert!(text.contains("Ei varmistettu viikkoon") && text.contains(NAME), "{text}");
        watch.record.app.clock.advance(TimeDelta::days(7));
        assert!(watch::summarise(service).await.unwrap());
        watch.stop().await;
    }

    async fn changes_and_incidents_stay_and_rows_that_cannot_be_are_errors(database: TestDatabase) {
        use diesel::connection::SimpleConnection;
        let watch = Watch::of(&database, &parties::LEHTOLA).await;
        watch.publish(GONE);
        watch.day().await;
        for statement in [
            "UPDATE domain_changes SET old_value = 'x'",
            "DELETE FROM domain_changes",
            "DELETE FROM incidents",
            "UPDATE incidents SET state = 'open'",
            "UPDATE incidents SET state = 'nothing'",
            "UPDATE incidents SET good_at = suspected_at",
            "UPDATE watched_domains SET failures = -1",
        ] {
            let refused = watch.service().store.write(move |db| {
                db.batch_execute(statement)?;
                Ok::<_, StoreError>(())
            });
            assert!(refused.await.is_err(), "{statement}");
        }
        let done = watch.service().store.write(|db| {
            db.batch_execute("UPDATE incidents SET kind = 'nothing'")?;
            Ok::<_, StoreError>(())
        });
        done.await.unwrap();
        let id = watch.row().await.id;
        let read = watch.service().store.read(move |db| incidents::live(db, id)).await;
        assert!(matches!(read, Err(StoreError::Impossible { table: "incidents", .. })), "{read:?}");
        watch.stop().await;
    }
}

/// A page without the marks that isolate values from the direction of the text around them.
fn plain(page: &str) -> String {
    page.replace(['\u{2068}', '\u{2069}'], "")
}

/// A look that shows one thing, through the first resolver.
fn look(kind: DriftKind, step: Option<i32>) -> Look {
    let evidence = Evidence::default().with("domain", NAME).with("target", "edge.lehtola.example");
    Look {
        is_verified: true,
        is_complete: true,
        snapshot: serde_json::from_value(serde_json::json!({
            "verdict": "ok", "deployment": "own_edge", "targets": [], "addresses": [], "codes": [], "certificate_ends": null,
        }))
        .unwrap(),
        drifts: vec![Drift { kind, step, evidence }],
        premises: Premises::ALL,
        proof: None,
        resolver: "127.0.0.1:53".to_owned(),
    }
}

#[test]
fn a_state_is_live_until_it_ends() {
    assert_eq!(IncidentState::ALL.iter().filter(|state| state.is_live()).count(), 2);
    assert_eq!(Role::ALL.len(), 3);
}
