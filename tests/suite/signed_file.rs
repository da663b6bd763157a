//! The document that comes back signed with a certificate: what is taken and what is not, on both engines.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use federointi::agreement::draft::SigningAnswers;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::signing::Way;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionState};
use federointi::clock::{Clock, StoppedClock, SystemRandomness};
use federointi::demo::authority::{Authority, Holder, Issued};
use federointi::outbound::PublicOnly;
use federointi::seal::{Level, SealKey, SealSettings, SealText, Sealer, TrustAnchors};
use federointi::store::events::Event;
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{Actor, signing};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::awaiting::Awaiting;
use crate::support::database::TestDatabase;
use crate::support::process;
use crate::support::smtp::python;
use crate::support::visitor::{Seen, Visitor};

const TEXT: SealText<'static> = SealText { field_name: "Signature1", tooltip: "Allekirjoitus", reason: None };

/// A version that waits for its signature, and the authority that Kela trusts.
struct Ground {
    awaiting: Awaiting,
    authority: Authority,
    folder: TempDir,
}

impl Ground {
    async fn of(database: &TestDatabase, order: SigningOrder) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(StoppedClock::at("2026-11-21T08:02:00Z".parse().unwrap()));
        let authority = Authority::start(folder.path(), clock as Arc<dyn Clock>).await.unwrap();
        let trust = trust(&authority);
        let setup = SealSetup { trust, patience: Duration::from_secs(5), ..SealSetup::default() };
        let awaiting = Awaiting::trusting(database, "regulations", order, setup).await;
        authority.set_clock(Arc::clone(&awaiting.app.clock) as Arc<dyn Clock>);
        Self { awaiting, authority, folder }
    }

    /// A certificate of a person, or of an organisation for seals.
    fn issue(&self, authority: &Authority, person: bool) -> Issued {
        self.issue_as(authority, person.then_some(("Johtonen Johto", "Johto", "Johtonen")))
    }

    /// Of a person by common name, given name and surname; of an organisation without.
    fn issue_as(&self, authority: &Authority, person: Option<(&str, &str, &str)>) -> Issued {
        let now = self.awaiting.app.service.now();
        let holder = Holder {
            common_name: person.map_or("Esimerkkilän kunta", |(name, ..)| name),
            organization: "Esimerkkilän kunta",
            organization_identifier: person.is_none().then_some("NTRFI-0000012-3"),
            person: person.map(|(_, given, surname)| (given, surname)),
            not_before: now - TimeDelta::days(10),
            not_after: now + TimeDelta::days(300),
            for_signatures: true,
            key: None,
        };
        authority.issue(&holder).unwrap()
    }

    /// Signs as a program on the signatory's machine does.
    async fn signed(&self, pdf: Vec<u8>, by: &Issued, level: Level) -> Vec<u8> {
        let settings = SealSettings {
            key: SealKey::from_pem(&by.all()).unwrap(),
            level,
            lower_allowed: false,
            time_stamp_url: Some(self.authority.time_stamp_url()),
            trust: trust(&self.authority),
            name: None,
            location: None,
            patience: Duration::from_secs(5),
            outbound: PublicOnly::new(true),
        };
        let now = self.awaiting.app.service.now();
        let signing = move || Sealer::new(settings).seal(&pdf, &TEXT, now, &SystemRandomness).unwrap().bytes;
        tokio::task::spawn_blocking(signing).await.unwrap()
    }

    async fn send(&self, visitor: &Visitor, bytes: &[u8]) -> Seen {
        visitor.post_file(&self.awaiting.page("/file"), &[], "file", "sopimus.pdf", bytes).await
    }
}

fn trust(authority: &Authority) -> TrustAnchors {
    TrustAnchors::from_pem(&std::fs::read_to_string(authority.trust_file()).unwrap()).unwrap()
}

/// Signs in another program so that the signature can be seen, once after the other: style, field and place.
async fn seen(ground: &Ground, base: &[u8], by: &Issued, marks: &[(&str, &str, &str)]) -> Vec<u8> {
    let path = |name: &str| ground.folder.path().join(name);
    std::fs::write(path("person.pem"), by.all()).unwrap();
    let mut file = base.to_vec();
    for (style, field, place) in marks {
        std::fs::write(path("in.pdf"), &file).unwrap();
        let mut command = Command::new(python());
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/seal/sign_visible.py"));
        command.args([path("person.pem"), path("in.pdf"), path("out.pdf")]).args([style, field, place]);
        let ended = tokio::task::spawn_blocking(move || process::run(command, Duration::from_secs(60))).await.unwrap();
        assert!(ended.success, "{}", ended.stderr);
        file = std::fs::read(path("out.pdf")).unwrap();
    }
    file
}

/// What a program of others says of a file.
fn told_by(program: &str, args: &[&str], file: &std::path::Path) -> String {
    let mut command = Command::new(program);
    command.args(args).arg(file);
    let ended = process::run(command, Duration::from_secs(60));
    assert!(ended.success, "{program}: {}{}", ended.stdout, ended.stderr);
    ended.stdout
}

on_both_engines! {
    async fn a_file_signed_by_a_trusted_person_is_taken(database: TestDatabase) {
        let ground = Ground::of(&database, SigningOrder::PartyFirst).await;
        let awaiting = &ground.awaiting;
        let signatory = awaiting.signatory().await;
        assert_eq!(signatory.get(&awaiting.page("/file")).await.status, 200);
        let base = signatory.bytes(&awaiting.page("/saved.pdf")).await;
        let person = ground.issue(&ground.authority, true);
        let signed = ground.signed(base.clone(), &person, Level::BaselineT).await;
        let taken = ground.send(&signatory, &signed).await;
        assert_eq!((taken.status, taken.location.as_str()), (303, awaiting.page("").as_str()), "{}", taken.text());
        let twice = ground.send(&signatory, &signed).await;
        assert_eq!((twice.status, awaiting.count(EventKind::VersionSigned).await), (303, 1));

        let stored = awaiting.document(DocumentKind::PartySigned).await.unwrap();
        assert_eq!(stored.bytes, signed);
        let signature = awaiting.signature().await.unwrap();
        assert_eq!((signature.way, signature.sha256), (Way::Certificate, hex::encode(Sha256::digest(&signed))));
        // The surname stands first in the certificate; it is the signatory of the agreement all the same.
        assert_eq!((signature.act.name.as_str(), signature.act.position.as_str()), ("Johtonen Johto", "kunnanjohtaja"));
        let found = signature.act.found.join("\n");
        for words in ["Johtonen Johto", "Aikaleima todistaa ajan", "Varmennetta ei ollut suljettu"] {
            assert!(found.contains(words), "{words}: {found}");
        }

        // Kela's seal is put behind it, and there is no other proof to make.
        awaiting.app.work().await;
        assert_eq!((awaiting.state().await, awaiting.count(EventKind::EvidenceMade).await), (VersionState::Signed, 0));
        assert!(awaiting.document(DocumentKind::Sealed).await.unwrap().bytes.starts_with(&signed));
        let told = signatory.get(&awaiting.page("")).await;
        assert!(told.body.contains("Johtonen Johto"), "{}", told.body);
        ground.awaiting.app.stop().await;
    }

    async fn a_file_that_cannot_be_taken_is_refused_with_its_reason(database: TestDatabase) {
        let ground = Ground::of(&database, SigningOrder::PartyFirst).await;
        let awaiting = &ground.awaiting;
        let signatory = awaiting.signatory().await;
        let base = signatory.bytes(&awaiting.page("/saved.pdf")).await;
        let elsewhere = TempDir::new().unwrap();
        let stranger = Authority::start(elsewhere.path(), Arc::clone(&awaiting.app.clock) as Arc<dyn Clock>).await.unwrap();
        let (person, organisation) = (ground.issue(&ground.authority, true), ground.issue(&ground.authority, false));
        let revoked = ground.issue(&ground.authority, true);
        ground.authority.revoke(&revoked.serial, awaiting.app.service.now() - TimeDelta::hours(1));
        let good = ground.signed(base.clone(), &person, Level::BaselineB).await;
        let mut changed = good.clone();
        changed[base.len() / 2] ^= 1;
        let mut broken = good.clone();
        let digits = broken.windows(10).rposition(|window| window.iter().all(u8::is_ascii_hexdigit)).unwrap();
        broken[digits - 2_000] = if broken[digits - 2_000] == b'a' { b'b' } else { b'a' };
        let files = [
            ("unsigned", base.clone(), "signing-file-unsigned", "ei ole allekirjoitusta"),
            ("no PDF", b"PK\x03\x04".to_vec(), "refusal-not-pdf", "ei ole PDF"),
            ("another document", [b"%PDF-1.7\n".as_slice(), b"1 0 obj null endobj\n%%EOF\n"].concat(), "refusal-bytes-changed", "eroaa asiakirjasta"),
            ("a byte changed", changed, "refusal-bytes-changed", "eroaa asiakirjasta"),
            ("cut off", good[..good.len() - 40].to_vec(), "", ""),
            ("more behind it", [good.as_slice(), b"% lisays\n"].concat(), "", ""),
            ("an organisation's seal", ground.signed(base.clone(), &organisation, Level::BaselineB).await, "signing-file-seal", "sähköinen leima"),
            ("revoked", ground.signed(base.clone(), &revoked, Level::BaselineB).await, "revoked", "suljettiin"),
            ("of a stranger", ground.signed(base.clone(), &ground.issue(&stranger, true), Level::BaselineB).await, "untrusted", "luotettavaan varmentajaan"),
            ("a broken signature", broken, "", ""),
        ];
        let number = files.len();
        for (name, bytes, code, words) in files {
            let refused = ground.send(&signatory, &bytes).await;
            assert!(refused.status == 422 && refused.body.contains("Tiedostoa ei otettu vastaan"), "{name}: {} {}", refused.status, refused.text());
            assert!(refused.text().contains(words), "{name}: {}", refused.text());
            let events: Vec<Event> = awaiting.history().await;
            let last = events.iter().rfind(|event| event.kind == EventKind::SignedFileRefused).unwrap();
            assert!(code.is_empty() || last.subject.as_deref() == Some(code), "{name}: {:?}", last.subject);
        }
        assert_eq!(awaiting.count(EventKind::SignedFileRefused).await, number);
        assert!(awaiting.document(DocumentKind::PartySigned).await.is_none() && awaiting.signature().await.is_none());
        assert_eq!(awaiting.state().await, VersionState::AwaitingSignature);
        let none = signatory.post_file(&awaiting.page("/file"), &[], "file", "", b"").await;
        assert!(none.status == 422 && none.body.contains("Tiedosto puuttuu"), "{}", none.body);

        // Where it cannot be learnt whether the certificate was revoked, the file is not taken either.
        awaiting.app.clock.advance(TimeDelta::minutes(1));
        drop(ground.authority);
        tokio::time::sleep(Duration::from_millis(200)).await;
        let unknown = signatory.post_file(&awaiting.page("/file"), &[], "file", "sopimus.pdf", &good).await;
        assert!(unknown.status == 422 && unknown.body.contains("Ei tiedetä, onko varmenne suljettu"), "{} {}", unknown.status, unknown.text());
        ground.awaiting.app.stop().await;
    }

    async fn a_file_signed_by_another_person_waits_for_them_to_be_named(database: TestDatabase) {
        let ground = Ground::of(&database, SigningOrder::PartyFirst).await;
        let awaiting = &ground.awaiting;
        let signatory = awaiting.signatory().await;
        let base = signatory.bytes(&awaiting.page("/saved.pdf")).await;
        let other = ground.issue_as(&ground.authority, Some(("SIJAINEN VÄINÖ MATTI 12345678X", "Väinö Matti", "SIJAINEN")));
        let signed = ground.signed(base, &other, Level::BaselineB).await;
        let refused = ground.send(&signatory, &signed).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        for words in ["SIJAINEN VÄINÖ MATTI 12345678X", "Nimetty allekirjoittaja: Johto Johtonen", "voi vaihtaa hänet"] {
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
        }
        let last = awaiting.history().await.into_iter().rfind(|event| event.kind == EventKind::SignedFileRefused).unwrap();
        assert_eq!(last.subject.as_deref(), Some("signing-file-other-name"));
        assert!(awaiting.signature().await.is_none() && awaiting.document(DocumentKind::PartySigned).await.is_none());

        // Named by the filer, they send the very same file: the surname first and every given name in capitals is still them.
        let revision = awaiting.stored().await.1.revision;
        let answers = SigningAnswers {
            signatory_name: "Väinö Sijainen".to_owned(),
            signatory_position: "vt. kunnanjohtaja".to_owned(),
            signatory_email: "vaino.sijainen@esimerkkila.example".to_owned(),
            signatory_basis: "regulations".to_owned(),
            ..SigningAnswers::default()
        };
        let filer = Actor::Filer(awaiting.filer.clone());
        let named = signing::name_signatory(&awaiting.app.service, &filer, &awaiting.number, revision, &answers, "Sijaisuus.").await;
        assert_eq!(named.unwrap(), Ok(()));
        assert_eq!(ground.send(&signatory, &signed).await.status, 404, "who is not named any more sends nothing");
        let successor = awaiting.someone("vaino.sijainen@esimerkkila.example").await;
        let taken = ground.send(&successor, &signed).await;
        assert_eq!((taken.status, taken.location.as_str()), (303, awaiting.page("").as_str()), "{}", taken.text());
        let act = awaiting.signature().await.unwrap().act;
        assert_eq!((act.name.as_str(), act.position.as_str()), ("SIJAINEN VÄINÖ MATTI 12345678X", "vt. kunnanjohtaja"));
        assert_eq!(act.in_place_of.unwrap().name, "Johto Johtonen");
        ground.awaiting.app.stop().await;
    }

    async fn a_file_signed_by_another_program_is_taken_behind_kelas_seal(database: TestDatabase) {
        let ground = Ground::of(&database, SigningOrder::KelaFirst).await;
        let awaiting = &ground.awaiting;
        let signatory = awaiting.signatory().await;
        let base = signatory.bytes(&awaiting.page("/saved.pdf")).await;
        let (keys, from, to) = (ground.folder.path().join("person.pem"), ground.folder.path().join("in.pdf"), ground.folder.path().join("out.pdf"));
        std::fs::write(&keys, ground.issue(&ground.authority, true).all()).unwrap();
        std::fs::write(&from, &base).unwrap();
        let mut command = Command::new(python());
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/seal/sign.py")).args([&keys, &from, &to]);
        let ended = tokio::task::spawn_blocking(move || process::run(command, Duration::from_secs(60))).await.unwrap();
        assert!(ended.success, "{}", ended.stderr);
        let taken = ground.send(&signatory, &std::fs::read(&to).unwrap()).await;
        assert_eq!((taken.status, awaiting.state().await), (303, VersionState::Signed), "{}", taken.text());
        let found = awaiting.signature().await.unwrap().act.found.join("\n");
        assert!(found.contains("Aikaleima ei todista") || found.contains("oma ilmoitus"), "what is uncertain is said: {found}");
        ground.awaiting.app.stop().await;
    }
    async fn a_signature_that_can_be_seen_is_taken_in_its_frame_and_nowhere_else(database: TestDatabase) {
        let ground = Ground::of(&database, SigningOrder::PartyFirst).await;
        let awaiting = &ground.awaiting;
        let signatory = awaiting.signatory().await;
        let page = signatory.get(&awaiting.page("/file")).await;
        assert!(page.text().contains("Tila näkyvälle allekirjoitukselle"), "{}", page.text());
        let base = signatory.bytes(&awaiting.page("/saved.pdf")).await;
        let person = ground.issue(&ground.authority, true);
        for (marks, code, words) in [
            (&[("text", "Signature1", "above")][..], "refusal-outside-frame", "sijoita allekirjoitus kehyksen sisään sivulle"),
            (&[("text", "Signature1", "left"), ("image", "Signature2", "left")], "refusal-signature-overlaps", "peittää toisen allekirjoituksen"),
        ] {
            let file = seen(&ground, &base, &person, marks).await;
            let refused = ground.send(&signatory, &file).await;
            assert!(refused.status == 422 && refused.text().contains(words), "{}", refused.text());
            let events: Vec<Event> = awaiting.history().await;
            let last = events.iter().rfind(|event| event.kind == EventKind::SignedFileRefused).unwrap();
            assert_eq!(last.subject.as_deref(), Some(code));
        }
        let marks = [("image", "Signature1", "left"), ("picture", "Signature2", "right")];
        let signed = seen(&ground, &base, &person, &marks).await;
        let taken = ground.send(&signatory, &signed).await;
        assert_eq!((taken.status, taken.location.as_str()), (303, awaiting.page("").as_str()), "{}", taken.text());
        assert_eq!(awaiting.document(DocumentKind::PartySigned).await.unwrap().bytes, signed);
        awaiting.app.work().await;
        let sealed = awaiting.document(DocumentKind::Sealed).await.unwrap().bytes;
        assert_eq!(federointi::pdf::only_signed(&base, &sealed).unwrap().signatures.iter().filter(|one| one.field.starts_with("Signature")).count(), 2);
        let path = ground.folder.path().join("sealed.pdf");
        std::fs::write(&path, &sealed).unwrap();
        told_by("qpdf", &["--check"], &path);
        let told = told_by("pdfsig", &["-nocert"], &path);
        assert_eq!(told.matches("Signature is Valid").count(), 3, "{told}");
        ground.awaiting.app.stop().await;
    }
}
