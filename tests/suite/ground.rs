//! The ground itself: that databases are fresh and vanish, that the SMTP server fails as told, that the browser judges.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::browser;
use crate::support::database::TestDatabase;
use crate::support::smtp::{LOGIN, Mode, Protection, Smtp};

on_both_engines! {
    /// Two databases of one engine do not see each other's tables.
    fn a_database_is_fresh_and_ones_own(database: TestDatabase) {
        let other = if database.is_postgres() { TestDatabase::postgres() } else { TestDatabase::sqlite() };
        for database in [&database, &other] {
            let sql = "CREATE TABLE here (id INTEGER); INSERT INTO here VALUES (1)";
            if database.is_postgres() {
                PgConnection::establish(database.url()).unwrap().batch_execute(sql).unwrap();
            } else {
                SqliteConnection::establish(database.url()).unwrap().batch_execute(sql).unwrap();
            }
        }
        let gone = other.url().to_owned();
        let postgres = other.is_postgres();
        drop(other);
        if postgres {
            assert!(PgConnection::establish(&gone).is_err());
        } else {
            assert!(!std::path::Path::new(&gone).exists());
        }
    }

    async fn a_case_may_be_async(database: TestDatabase) {
        tokio::task::yield_now().await;
        assert_eq!(database.file().is_none(), database.url().starts_with("postgres://"));
    }
}

fn mail() -> Message {
    Message::builder()
        .from("Federointi <federointi@kela.example>".parse().unwrap())
        .to("it@kunta.example".parse().unwrap())
        .subject("Åland and Äänekoski")
        .body("..a line that begins with dots\r\n".to_owned())
        .unwrap()
}

fn plain(smtp: &Smtp) -> AsyncSmtpTransport<Tokio1Executor> {
    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(smtp.port()).build()
}

#[tokio::test]
async fn smtp_takes_mail_byte_for_byte() {
    let smtp = Smtp::start(Protection::None, Mode::Accept);
    let mail = mail();
    plain(&smtp).send_raw(mail.envelope(), &mail.formatted()).await.unwrap();
    let taken = smtp.wait_for(1, Duration::from_secs(5)).await;
    // lettre ends each message with a line break of its own before the final dot.
    assert_eq!(taken[0].bytes, [mail.formatted().as_slice(), b"\r\n"].concat());
    assert_eq!(
        (taken[0].to.as_slice(), taken[0].tls, &taken[0].login),
        (["it@kunta.example".to_owned()].as_slice(), false, &None)
    );
}

#[tokio::test]
async fn smtp_fails_as_told_and_heals() {
    let smtp = Smtp::start(Protection::None, Mode::Refuse);
    assert!(plain(&smtp).send(mail()).await.unwrap_err().is_permanent());
    smtp.set_mode(Mode::TempFail);
    assert!(plain(&smtp).send(mail()).await.unwrap_err().is_transient());
    for (hanging, taken) in [(Mode::HangGreeting, 0), (Mode::HangBeforeData, 0), (Mode::HangAfterData, 1)] {
        smtp.set_mode(hanging);
        assert!(tokio::time::timeout(Duration::from_millis(700), plain(&smtp).send(mail())).await.is_err(), "{hanging:?}");
        assert_eq!(smtp.mails().len(), taken, "{hanging:?}");
    }
    smtp.set_mode(Mode::DieAfterData);
    let error = plain(&smtp).send(mail()).await.unwrap_err();
    assert!(!error.is_permanent() && !error.is_transient(), "{error:?}");
    assert_eq!(smtp.mails().len(), 2);
    smtp.set_mode(Mode::Accept);
    plain(&smtp).send(mail()).await.unwrap();
    assert_eq!(smtp.mails().len(), 3);
}

#[tokio::test]
async fn smtp_wants_tls_by_a_known_authority_and_a_login() {
    let smtp = Smtp::start(Protection::StartTls, Mode::Accept);
    assert!(plain(&smtp).send(mail()).await.is_err(), "without TLS");
    let authority = Certificate::from_pem(&std::fs::read(smtp.authority()).unwrap()).unwrap();
    let transport = |trusting: bool, password: &str| {
        let tls = TlsParameters::builder("localhost".to_owned());
        let tls = if trusting { tls.add_root_certificate(authority.clone()) } else { tls };
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(smtp.port())
            .tls(Tls::Required(tls.build().unwrap()))
            .credentials(Credentials::new(LOGIN.0.to_owned(), password.to_owned()))
            .build()
    };
    assert!(transport(false, LOGIN.1).send(mail()).await.is_err(), "an unknown authority");
    assert!(transport(true, "wrong").send(mail()).await.is_err(), "a wrong password");
    assert!(smtp.mails().is_empty());
    transport(true, LOGIN.1).send(mail()).await.unwrap();
    let taken = smtp.mails();
    assert_eq!((taken[0].tls, taken[0].login.as_deref()), (true, Some(LOGIN.0)));
}

/// Serves `body` to every request of a test.
async fn serve(body: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\ncontent-length:";
                let _ = stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).await;
            });
        }
    });
    format!("http://{address}")
}

const GOOD: &str = "<!doctype html><html lang=fi><title>Hyvä</title><body><main><h1>Hyvä</h1></main>";
const BAD: &str =
    "<!doctype html><html lang=fi><title>Huono</title><body><main><h1>Huono</h1><img src=http://kunta.example/x.png></main>";

#[tokio::test]
async fn the_browser_passes_a_good_page() {
    let result = browser::play("axe-crawl", &serve(GOOD).await, &json!({ "paths": ["/"] })).await;
    assert_eq!(result, json!({ "pages": 1, "states": 3 }));
}

#[tokio::test]
#[should_panic(expected = "image-alt")]
async fn the_browser_refuses_a_page_that_axe_refuses() {
    browser::play("axe-crawl", &serve(BAD).await, &json!({ "paths": ["/"] })).await;
}

#[tokio::test]
#[should_panic(expected = "a request to another host: http://kunta.example/x.png")]
async fn the_browser_refuses_a_request_to_another_host() {
    browser::play("axe-crawl", &serve(BAD).await, &json!({ "paths": ["/"] })).await;
}
