//! The outbox: mail goes out once, waits while the server is of no use, and is given up visibly.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::RunQueryDsl;
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language, MailId, UserId};
use federointi::clock::{Clock, Randomness, StoppedClock, SystemRandomness};
use federointi::jobs::outbox::{OutboxWorker, Pass};
use federointi::mail::{
    About, Attachment, Letter, Limits, Message, Parcel, Smtp as Way, SmtpUrl, Transport, compose, message_id,
};
use federointi::store::events::{self, Cause, Content, Event};
use federointi::store::outbox::{self, Mail, MailContent, MailState};
use federointi::store::schema::outbox_contents;
use federointi::store::{Store, StoreError};
use federointi::workflow::Staff;
use federointi::workflow::outgoing::put_back;
use serde_json::Value;
use tokio::sync::{Notify, watch};

use crate::support::database::TestDatabase;
use crate::support::process;
use crate::support::smtp::{LOGIN, Mode, Protection, Smtp, python};

const FROM: &str = "Federointi <noreply@kela.example>";
const LIMITS: Limits = Limits { dialogue: Duration::from_millis(1500), reply: Duration::from_millis(2500) };
/// For servers that answer.
const AMPLE: Limits = Limits { dialogue: Duration::from_secs(20), reply: Duration::from_secs(20) };
const TO: &str = "it@kunta.example";

/// An outbox and its time.
struct Outbox {
    store: Store,
    clock: Arc<StoppedClock>,
}

impl Outbox {
    fn open(database: &TestDatabase) -> Self {
        let clock = Arc::new(StoppedClock::at("2026-11-21T08:00:00Z".parse().unwrap()));
        Self { store: Store::open(database.url()).unwrap(), clock }
    }

    fn worker(&self, transport: Transport) -> OutboxWorker {
        OutboxWorker::new(self.store.clone(), transport, FROM.to_owned(), self.clock.clone(), Arc::new(SystemRandomness))
    }

    async fn accept(&self, to: &str) -> (MailId, MailContent) {
        let at = self.clock.now();
        let id = MailId::new(at, SystemRandomness.bytes32());
        let about = About {
            organisation: "Esimerkkilän kunta".to_owned(),
            reference: "FP-2026-0412".to_owned(),
            page: "https://federointi.example/fi/requests/1".to_owned(),
        };
        let message = Message::ChangesRequested { about, message: "Tarkista.\n.\n..ja lähetä uudelleen.".to_owned() };
        let letter = Letter::of(&message, Language::Fi);
        let to = EmailAddress::parse(to).unwrap();
        let name = message_id(&id, FROM);
        let bytes = compose(&letter, FROM, &to, &name, at).unwrap();
        let mail = Mail {
            id: id.clone(),
            created_at: at,
            kind: message.kind().to_owned(),
            language: Language::Fi,
            message_id: name,
            request: None,
            agreement: None,
            state: MailState::Waiting,
            attempts: 0,
            next_attempt_at: at,
            last_error: None,
            finished_at: None,
        };
        let content = MailContent { recipient: to.to_string(), subject: letter.subject, bytes };
        let stored = content.clone();
        self.store.write(move |db| outbox::insert(db, &mail, &stored)).await.unwrap();
        (id, content)
    }

    async fn mail(&self, id: &MailId) -> Mail {
        let id = id.clone();
        self.store.read(move |db| outbox::find(db, &id)).await.unwrap().unwrap()
    }

    /// What happened to a mail, oldest first.
    async fn history(&self, id: &MailId) -> Vec<Event> {
        let id = id.clone();
        self.store.read(move |db| events::of_subject(db, id.as_str())).await.unwrap()
    }

    async fn told(&self, id: &MailId) -> Vec<EventKind> {
        self.history(id).await.into_iter().map(|event| event.kind).collect()
    }

    fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// Moves the clock to when the mail is tried next.
    async fn wait_for(&self, id: &MailId) -> TimeDelta {
        let pause = self.mail(id).await.next_attempt_at - self.clock.now();
        self.advance(pause);
        pause
    }
}

fn plain(port: u16) -> Transport {
    let url = SmtpUrl::parse(&format!("smtp://127.0.0.1:{port}?tls=none")).unwrap();
    Transport::Smtp(Box::new(Way::new(url, None, LIMITS).unwrap()))
}

fn protected(smtp: &Smtp, scheme: &str, password: &str, authorities: Option<&Path>) -> Transport {
    let password = password.replace(' ', "%20");
    let url = SmtpUrl::parse(&format!("{scheme}://{}:{password}@127.0.0.1:{}", LOGIN.0, smtp.port())).unwrap();
    Transport::Smtp(Box::new(Way::new(url, authorities, AMPLE).unwrap()))
}

const SENT: Pass = Pass { sent: 1, postponed: 0, given_up: 0, server_failed: false };
const FAILED: Pass = Pass { sent: 0, postponed: 1, given_up: 0, server_failed: true };

/// Hands connections at `from` on to the port `to`. Gives the port that it took.
async fn forward(from: &str, to: u16) -> u16 {
    let listener = tokio::net::TcpListener::bind(from).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut here, _)) = listener.accept().await {
            let mut there = tokio::net::TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut here, &mut there).await });
        }
    });
    port
}

on_both_engines! {
    async fn mail_goes_out_over_tls_with_a_login_byte_for_byte(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        for (protection, scheme) in [(Protection::StartTls, "smtp"), (Protection::Implicit, "smtps")] {
            let smtp = Smtp::start(protection, Mode::Accept);
            let worker = outbox.worker(protected(&smtp, scheme, LOGIN.1, Some(&smtp.authority())));
            let (id, content) = outbox.accept(TO).await;
            assert_eq!(worker.send_due().await.unwrap(), SENT, "{:?}", outbox.mail(&id).await.last_error);
            let taken = smtp.mails();
            assert_eq!((taken.len(), &taken[0].bytes), (1, &content.bytes));
            assert_eq!((taken[0].from.as_str(), taken[0].to.as_slice()), ("noreply@kela.example", [TO.to_owned()].as_slice()));
            assert_eq!(taken[0].login.as_deref(), Some(LOGIN.0));
            assert!(taken[0].tls || protection == Protection::Implicit);
            let mail = outbox.mail(&id).await;
            assert_eq!((mail.state, mail.attempts, mail.finished_at), (MailState::Sent, 1, Some(outbox.clock.now())));
            let history = outbox.history(&id).await;
            assert_eq!((history.len(), history[0].kind, &history[0].cause), (1, EventKind::MailSent, &Cause::Service));
            assert_eq!(worker.send_due().await.unwrap(), Pass::default());
        }
    }

    async fn a_server_that_cannot_be_trusted_or_refuses_the_login_gets_nothing(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let (id, _) = outbox.accept(TO).await;
        for (protection, scheme) in [(Protection::StartTls, "smtp"), (Protection::Implicit, "smtps")] {
            let smtp = Smtp::start(protection, Mode::Accept);
            for (password, trusting, why) in [(LOGIN.1, false, "certificate"), ("wrong", true, "login: ")] {
                let authority = smtp.authority();
                let worker = outbox.worker(protected(&smtp, scheme, password, trusting.then_some(authority.as_path())));
                assert_eq!(worker.send_due().await.unwrap(), FAILED);
                let mail = outbox.mail(&id).await;
                assert_eq!(mail.state, MailState::Waiting);
                let error = mail.last_error.unwrap();
                assert!(error.contains(why) && !error.contains(password), "{error}");
                outbox.wait_for(&id).await;
            }
            assert!(smtp.mails().is_empty());
        }
        // Nor one whose certificate is good, but of another name.
        let smtp = Smtp::start(Protection::Implicit, Mode::Accept);
        let port = forward("127.0.0.2:0", smtp.port()).await;
        let url = SmtpUrl::parse(&format!("smtps://user:password@127.0.0.2:{port}")).unwrap();
        let way = Way::new(url, Some(&smtp.authority()), AMPLE).unwrap();
        assert_eq!(outbox.worker(Transport::Smtp(Box::new(way))).send_due().await.unwrap(), FAILED);
        assert!(outbox.mail(&id).await.last_error.unwrap().contains("certificate"));
        outbox.wait_for(&id).await;
        // A server without STARTTLS gets nothing either.
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        assert_eq!(outbox.worker(protected(&smtp, "smtp", LOGIN.1, None)).send_due().await.unwrap(), FAILED);
        assert!(smtp.mails().is_empty());
        assert_eq!(outbox.told(&id).await, []);
    }

    async fn a_mail_that_was_put_off_is_tried_again_when_its_pause_is_over(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::TempFail);
        let worker = outbox.worker(plain(smtp.port()));
        let (first, _) = outbox.accept(TO).await;
        let (second, _) = outbox.accept("saara.sopija@kunta.example").await;
        let both = Pass { postponed: 2, ..Pass::default() };
        assert_eq!(worker.send_due().await.unwrap(), both);
        let mail = outbox.mail(&second).await;
        assert_eq!((mail.state, mail.attempts), (MailState::Waiting, 1));
        assert!(mail.last_error.unwrap().contains("451"));
        outbox.advance(TimeDelta::seconds(59));
        assert_eq!(worker.send_due().await.unwrap(), Pass::default());
        outbox.advance(TimeDelta::seconds(1));
        assert_eq!(worker.send_due().await.unwrap(), both);
        smtp.set_mode(Mode::Accept);
        outbox.advance(TimeDelta::minutes(5));
        assert_eq!(worker.send_due().await.unwrap(), Pass { sent: 2, ..Pass::default() });
        for id in [&first, &second] {
            let mail = outbox.mail(id).await;
            assert_eq!((mail.state, mail.attempts, mail.last_error), (MailState::Sent, 3, None));
            assert_eq!(outbox.told(id).await, [EventKind::MailSent]);
        }
        assert_eq!(smtp.mails().len(), 2);
    }

    async fn a_refused_mail_is_given_up_visibly_and_can_be_put_back(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::Refuse);
        let worker = outbox.worker(plain(smtp.port()));
        let (id, content) = outbox.accept(TO).await;
        assert_eq!(worker.send_due().await.unwrap(), Pass { given_up: 1, ..Pass::default() });
        let mail = outbox.mail(&id).await;
        assert_eq!((mail.state, mail.finished_at), (MailState::GivenUp, Some(outbox.clock.now())));
        assert!(mail.last_error.unwrap().contains("550"));
        assert_eq!(outbox.store.read(|db| outbox::count(db, MailState::GivenUp)).await.unwrap(), 1);

        smtp.set_mode(Mode::Accept);
        outbox.advance(TimeDelta::days(30));
        assert_eq!(worker.send_due().await.unwrap(), Pass::default());
        let user = UserId::new(outbox.clock.now(), [1; 32]);
        let now = outbox.clock.now();
        assert!(retry(&outbox, &id, &user, now, [2; 32]).await.unwrap());
        assert!(!retry(&outbox, &id, &user, now, [3; 32]).await.unwrap());
        // A mail that is put back gets its whole time again, however old it is.
        smtp.set_mode(Mode::TempFail);
        assert_eq!(worker.send_due().await.unwrap(), Pass { postponed: 1, ..Pass::default() });
        smtp.set_mode(Mode::Accept);
        outbox.wait_for(&id).await;
        assert_eq!(worker.send_due().await.unwrap(), SENT);
        assert_eq!(smtp.mails()[0].bytes, content.bytes);
        let history = outbox.history(&id).await;
        let kinds: Vec<_> = history.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::MailGivenUp, EventKind::MailRetried, EventKind::MailSent]);
        assert_eq!(history[1].cause, Cause::Staff(user));
        assert!(matches!(&history[1].content, Content::Present(content) if content.who == "Olli Ohjaaja"));
    }

    async fn a_mail_is_given_up_after_five_days(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::TempFail);
        let worker = outbox.worker(plain(smtp.port()));
        let begun = outbox.clock.now();
        let (id, _) = outbox.accept(TO).await;
        while worker.send_due().await.unwrap().given_up == 0 {
            assert!(outbox.wait_for(&id).await > TimeDelta::zero());
        }
        assert_eq!(outbox.clock.now() - begun, TimeDelta::days(5));
        assert_eq!(outbox.told(&id).await, [EventKind::MailGivenUp]);
    }

    async fn a_hanging_server_takes_no_longer_than_its_limit_and_one_mail_of_a_pass(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        let worker = outbox.worker(plain(smtp.port()));
        for (mode, copies) in [(Mode::HangGreeting, 0), (Mode::HangBeforeData, 0), (Mode::HangAfterData, 1)] {
            let before = smtp.mails().len();
            let (first, content) = outbox.accept(TO).await;
            let (second, _) = outbox.accept(TO).await;
            smtp.set_mode(mode);
            let started = std::time::Instant::now();
            assert_eq!(worker.send_due().await.unwrap(), FAILED, "{mode:?}");
            assert!(started.elapsed() < (LIMITS.dialogue + LIMITS.reply) * 2, "{mode:?}");
            let (tried, waiting) = (outbox.mail(&first).await, outbox.mail(&second).await);
            assert_eq!(tried.attempts + waiting.attempts, 1, "{mode:?}");
            smtp.set_mode(Mode::Accept);
            outbox.advance(TimeDelta::minutes(1));
            assert_eq!(worker.send_due().await.unwrap(), Pass { sent: 2, ..Pass::default() }, "{mode:?}");
            let taken = smtp.mails();
            assert_eq!(taken.len() - before, 2 + copies, "{mode:?}");
            let tried_first = tried.attempts == 1;
            let same = taken[before..].iter().filter(|mail| mail.bytes == content.bytes).count();
            assert_eq!(same, if tried_first { 1 + copies } else { 1 }, "{mode:?}");
        }
    }

    async fn a_server_that_is_slow_with_its_answer_gets_the_mail_once(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::SlowAfterData);
        let worker = outbox.worker(plain(smtp.port()));
        let (id, _) = outbox.accept(TO).await;
        let started = std::time::Instant::now();
        assert_eq!(worker.send_due().await.unwrap(), SENT, "{:?}", outbox.mail(&id).await.last_error);
        // Later than the dialogue may be, within what the reply may take.
        assert!(started.elapsed() > LIMITS.dialogue);
        assert_eq!(smtp.mails().len(), 1);
    }

    async fn a_server_that_never_answers_the_end_of_a_mail_gets_few_copies(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::HangAfterData);
        let brief = Limits { dialogue: Duration::from_secs(5), reply: Duration::from_millis(100) };
        let url = SmtpUrl::parse(&format!("smtp://127.0.0.1:{}?tls=none", smtp.port())).unwrap();
        let worker = outbox.worker(Transport::Smtp(Box::new(Way::new(url, None, brief).unwrap())));
        let (id, _) = outbox.accept(TO).await;
        while worker.send_due().await.unwrap().given_up == 0 {
            assert!(outbox.mail(&id).await.last_error.unwrap().starts_with("end of DATA: no answer within "));
            outbox.wait_for(&id).await;
        }
        assert_eq!(smtp.mails().len(), 17);
        assert_eq!(outbox.told(&id).await, [EventKind::MailGivenUp]);
    }

    async fn death_between_the_end_of_data_and_its_reply_gives_the_same_mail_twice(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::DieAfterData);
        let worker = outbox.worker(plain(smtp.port()));
        let (id, content) = outbox.accept(TO).await;
        assert_eq!(worker.send_due().await.unwrap(), FAILED);
        smtp.set_mode(Mode::Accept);
        outbox.wait_for(&id).await;
        assert_eq!(worker.send_due().await.unwrap(), SENT);
        let taken = smtp.mails();
        assert_eq!(taken.len(), 2);
        assert_eq!((&taken[0].bytes, &taken[1].bytes), (&content.bytes, &content.bytes));
        let name = format!("\r\nMessage-ID: <{id}@kela.example>\r\n");
        assert!(String::from_utf8(taken[1].bytes.clone()).unwrap().contains(&name));
        assert_eq!(outbox.told(&id).await, [EventKind::MailSent]);
    }

    async fn mail_waits_while_the_server_is_dead_and_goes_out_when_it_heals(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let worker = outbox.worker(plain(port));
        let mut mails = Vec::new();
        for _ in 0..3 {
            mails.push(outbox.accept(TO).await.0);
        }
        // Six hours, looked at every minute: one connection a pass, a quarter of an hour between the tries of a mail.
        for _ in 0..(6 * 60) {
            let pass = worker.send_due().await.unwrap();
            assert!(pass == FAILED || pass == Pass::default(), "{pass:?}");
            outbox.advance(TimeDelta::minutes(1));
        }
        for id in &mails {
            let mail = outbox.mail(id).await;
            assert_eq!(mail.state, MailState::Waiting);
            assert!((20..30).contains(&mail.attempts), "{}", mail.attempts);
            assert!(mail.next_attempt_at - outbox.clock.now() <= TimeDelta::minutes(15));
            assert!(mail.last_error.unwrap().starts_with("connection: "));
        }
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        forward(&format!("127.0.0.1:{port}"), smtp.port()).await;
        outbox.advance(TimeDelta::minutes(15));
        assert_eq!(worker.send_due().await.unwrap(), Pass { sent: 3, ..Pass::default() });
        assert_eq!(smtp.mails().len(), 3);
    }

    async fn two_workers_send_each_mail_once(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        let (one, other) = (outbox.worker(plain(smtp.port())), outbox.worker(plain(smtp.port())));
        for _ in 0..12 {
            outbox.accept(TO).await;
        }
        let (a, b, c) = tokio::join!(one.send_due(), other.send_due(), one.send_due());
        assert_eq!(a.unwrap().sent + b.unwrap().sent + c.unwrap().sent, 12);
        let mut taken: Vec<_> = smtp.mails().into_iter().map(|mail| mail.bytes).collect();
        taken.sort();
        taken.dedup();
        assert_eq!((taken.len(), smtp.mails().len()), (12, 12));
    }

    async fn a_mail_of_a_worker_that_died_is_left_alone_until_its_claim_is_over(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::HangBeforeData);
        let (id, _) = outbox.accept(TO).await;
        let died = outbox.worker(plain(smtp.port()));
        assert!(tokio::time::timeout(Duration::from_millis(700), died.send_due()).await.is_err());
        smtp.set_mode(Mode::Accept);
        let worker = outbox.worker(plain(smtp.port()));
        assert_eq!(worker.send_due().await.unwrap(), Pass::default());
        assert_eq!(outbox.wait_for(&id).await, TimeDelta::milliseconds(30_000 + 1_500 + 2_500));
        assert_eq!(worker.send_due().await.unwrap(), SENT);
        assert_eq!(outbox.mail(&id).await.attempts, 2);
    }

    async fn what_was_sent_is_not_sent_again_while_the_database_refuses_to_note_it(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        let (id, _) = outbox.accept(TO).await;
        let worker = outbox.worker(plain(smtp.port()));
        let execute = |sql: &'static str| {
            let store = outbox.store.clone();
            async move { store.write(move |db| -> Result<usize, StoreError> { Ok(diesel::sql_query(sql).execute(db)?) }).await.unwrap() }
        };
        execute("ALTER TABLE events RENAME TO events_away").await;
        let heals = async {
            smtp.wait_for(1, Duration::from_secs(5)).await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            assert_eq!(outbox.mail(&id).await.state, MailState::Waiting);
            execute("ALTER TABLE events_away RENAME TO events").await;
        };
        let (pass, ()) = tokio::join!(worker.send_due(), heals);
        assert_eq!(pass.unwrap(), SENT);
        assert_eq!((outbox.told(&id).await, smtp.mails().len()), (vec![EventKind::MailSent], 1));
    }

    async fn without_a_server_mail_becomes_files(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let folder = tempfile::TempDir::new().unwrap();
        let files = folder.path().join("outbox");
        let (id, content) = outbox.accept(TO).await;
        // A place that cannot be written to: the mail waits.
        std::fs::write(&files, "in the way").unwrap();
        let worker = outbox.worker(Transport::Files(files.clone()));
        assert_eq!(worker.send_due().await.unwrap(), FAILED);
        std::fs::remove_file(&files).unwrap();
        outbox.wait_for(&id).await;
        assert_eq!(worker.send_due().await.unwrap(), SENT);
        let name = format!("20261121T080000000Z-{id}.eml");
        let mail = outbox.mail(&id).await;
        let parcel = Parcel { id: &id, created_at: mail.created_at, from: FROM, to: TO, bytes: &content.bytes };
        Transport::Files(files.clone()).send(&parcel).await.unwrap();
        let found: Vec<_> = std::fs::read_dir(&files).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(found, [name.as_str()]);
        assert_eq!(mode(&files), 0o700);
        assert_eq!(mode(&files.join(&name)), 0o600);
        assert_eq!(std::fs::read(files.join(&name)).unwrap(), content.bytes);
    }

    async fn a_mail_whose_content_was_erased_is_given_up(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let (id, _) = outbox.accept(TO).await;
        let erased = outbox.store.write(|db| -> Result<usize, StoreError> { Ok(diesel::delete(outbox_contents::table).execute(db)?) });
        assert_eq!(erased.await.unwrap(), 1);
        let folder = tempfile::TempDir::new().unwrap();
        let worker = outbox.worker(Transport::Files(folder.path().to_owned()));
        assert_eq!(worker.send_due().await.unwrap(), Pass { given_up: 1, ..Pass::default() });
        let user = UserId::new(outbox.clock.now(), [1; 32]);
        assert!(!retry(&outbox, &id, &user, outbox.clock.now(), [2; 32]).await.unwrap());
    }

    async fn the_worker_runs_when_woken_and_stops_when_told(database: TestDatabase) {
        let outbox = Outbox::open(&database);
        let smtp = Smtp::start(Protection::None, Mode::Accept);
        let (wake, (tell, stop)) = (Arc::new(Notify::new()), watch::channel(false));
        let worker = Arc::new(outbox.worker(plain(smtp.port())));
        let running = tokio::spawn({
            let (worker, wake) = (worker.clone(), wake.clone());
            async move { worker.run(wake, stop).await }
        });
        for count in 1..=2 {
            outbox.accept(TO).await;
            wake.notify_one();
            smtp.wait_for(count, Duration::from_secs(5)).await;
        }
        tell.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    }
}

#[test]
fn a_file_of_authorities_must_hold_certificates() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("ca.pem");
    let url = || SmtpUrl::parse("smtps://mail.example").unwrap();
    assert!(Way::new(url(), Some(&file), LIMITS).is_err(), "no file");
    for content in ["", "nothing here", "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&file, content).unwrap();
        assert!(Way::new(url(), Some(&file), LIMITS).is_err(), "{content}");
    }
    Way::new(url(), None, LIMITS).unwrap();
}

/// Another reader than the library that wrote them finds the same words, and no defect.
#[test]
fn every_kind_of_mail_is_read_back_by_python() {
    let at: DateTime<Utc> = "2026-11-21T08:02:00Z".parse().unwrap();
    let words = "Åäö – ”lainaus”\r\n.\r\nFrom täällä\n=3D \u{1f4e7} <b>&amp;</b>\nBcc: x@y.example";
    let about = || About {
        organisation: "Äänekosken\r\nBcc: x@y.example <kaupunki>".to_owned(),
        reference: "FP-2026-0412".to_owned(),
        page: "https://federointi.example/fi/requests/1".to_owned(),
    };
    let pdf: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let document = Attachment { name: "sopimus-FA-2026-0001.pdf".to_owned(), media_type: "application/pdf", bytes: pdf.clone() };
    let messages = [
        Message::Approved {
            about: about(),
            number: "FA-2026-0001".to_owned(),
            signatory: ("Aino\r\nAllekirjoittaja".to_owned(), words.to_owned()),
            document: Some(document),
        },
        Message::Rejected { about: about(), reason: words.to_owned() },
        Message::FilerLink { link: "https://federointi.example/fi/links/x".to_owned(), valid_until: at },
    ];
    let folder = tempfile::TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(python());
    command.arg(root.join("tests/smtp/read.py"));
    let mut letters = Vec::new();
    for (number, (language, message)) in
        Language::ALL.into_iter().flat_map(|language| messages.iter().map(move |message| (language, message))).enumerate()
    {
        let letter = Letter::of(message, language);
        let to = EmailAddress::parse(TO).unwrap();
        let file = folder.path().join(format!("{number}.eml"));
        std::fs::write(&file, compose(&letter, FROM, &to, "1@kela.example", at).unwrap()).unwrap();
        command.arg(file);
        letters.push(letter);
    }
    let ended = process::run(command, Duration::from_secs(60));
    assert!(ended.success, "{}", ended.stderr);
    let read: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), letters.len());
    for (letter, read) in letters.iter().zip(&read) {
        assert_eq!(read["defects"], Value::Array(Vec::new()), "{read}");
        let headers: Vec<(String, String)> = serde_json::from_value(read["headers"].clone()).unwrap();
        let header = |name: &str| {
            let found: Vec<_> = headers.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect();
            assert_eq!(found.len(), 1, "{name}: {headers:?}");
            found[0].to_owned()
        };
        assert_eq!(header("subject"), letter.subject);
        assert_eq!(
            (header("to"), header("from"), header("message-id")),
            (TO.to_owned(), FROM.to_owned(), "<1@kela.example>".to_owned())
        );
        assert_eq!(header("content-language"), letter.language.tag());
        assert!(!headers.iter().any(|(name, _)| name == "bcc"));
        let text = |number: usize| read["parts"][number]["text"].as_str().unwrap().replace("\r\n", "\n");
        assert_eq!((text(0).trim_end(), text(1).trim_end()), (letter.text.trim_end(), letter.html.trim_end()));
        let parts = read["parts"].as_array().unwrap();
        match &letter.attachment {
            None => assert_eq!((parts.len(), read["type"].as_str()), (2, Some("multipart/alternative"))),
            Some(file) => {
                assert_eq!((parts.len(), read["type"].as_str()), (3, Some("multipart/mixed")));
                assert_eq!(parts[2]["name"].as_str(), Some(file.name.as_str()));
                let hex: String = file.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(parts[2]["hex"].as_str(), Some(hex.as_str()));
            }
        }
    }
}

/// Who may do what with a file.
fn mode(file: &Path) -> u32 {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// Puts a mail back in the name of an administrator.
async fn retry(outbox: &Outbox, id: &MailId, user: &UserId, at: DateTime<Utc>, salt: [u8; 32]) -> Result<bool, StoreError> {
    let by = Staff { id: user.clone(), name: "Olli Ohjaaja".to_owned(), role: Role::Administrator };
    let id = id.clone();
    outbox.store.write(move |db| put_back(db, &id, &by, at, salt)).await
}
