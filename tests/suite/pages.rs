//! The pages in a real browser: the whole job with and without script, and every page of every role judged by axe-core.

use std::time::Duration;

use federointi::agreement::rights::Role;
use federointi::agreement::version::SigningOrder;
use federointi::agreement::{EmailAddress, Language};
use federointi::demo::parties;
use federointi::demo::seed::seed;
use federointi::i18n::Translate;
use federointi::seal::TrustAnchors;
use federointi::store::jobs::{self, JobKind};
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{link, signing};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::app::{App, PASSWORD};
use crate::support::browser;
use crate::support::complete::Record;
use crate::support::database::TestDatabase;
use crate::support::{sample, seal};

/// Plays while the service's workers do what is due.
async fn play(app: &App, name: &str, args: Value) -> Value {
    let scenario = browser::play(name, &app.base, &args);
    tokio::pin!(scenario);
    loop {
        tokio::select! {
            result = &mut scenario => return result,
            () = tokio::time::sleep(Duration::from_millis(150)) => app.work().await,
        }
    }
}

/// A service that can seal.
async fn sealing(database: &TestDatabase) -> (App, TempDir) {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("seal.pem");
    seal::write_key(&key, "2030-12-31T00:00:00Z".parse().unwrap());
    let authority = std::fs::read_to_string(&key).unwrap();
    // Its own certificate is trusted, so that the pages offer to sign with a certificate too.
    let certificate = authority.split_once("-----BEGIN CERTIFICATE-----").unwrap().1;
    let trust = TrustAnchors::from_pem(&["-----BEGIN CERTIFICATE-----", certificate].concat()).unwrap();
    let setup = SealSetup { trust, ..seal::setup(key) };
    (App::start_sealing(database, true, SigningOrder::PartyFirst, setup).await, folder)
}

async fn journey(database: TestDatabase, lang: Language, phone: bool, script: bool) {
    let (app, _folder) = sealing(&database).await;
    let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
    app.staff(Role::Reviewer, "Kaisa Sitteli").await;
    app.staff(Role::Auditor, "Tarja Tarkka").await;
    app.ready_for_approval(&administrator).await;
    let party = if lang == Language::Sv { &parties::EXEMPELBY } else { &parties::ESIMERKKILA };
    // In the order of the task list.
    let sections: Vec<(&str, Vec<(String, String)>)> =
        parties::answers(party).iter().map(|answers| (answers.section().code(), super::bad_input::fields(answers))).collect();
    let result = play(
        &app,
        "journey",
        json!({
            "lang": lang.code(),
            "phone": phone,
            "javaScript": script,
            "outbox": app.outbox,
            "filer": parties::filer(party),
            "sections": sections,
            "faulty": {
                "domain": "porttila.example",
                "line": "_sipfederationtls._tcp.porttila.example. 3600 IN SRV 100 1 5061 sip.porttila.example.",
            },
            "live": [
                { "domain": "esimerkkila.example", "verdict": lang.t("verdict-ok"), "line": "" },
                {
                    "domain": "puuttuvala.example",
                    "verdict": lang.t("verdict-errors"),
                    "line": "_sipfederationtls._tcp.puuttuvala.example. 3600 IN SRV 100 1 5061 sip.puuttuvala.example.",
                },
            ],
            "reviewer": { "email": "kaisa.sitteli@kela.example", "password": PASSWORD },
            "auditor": { "email": "tarja.tarkka@kela.example", "password": PASSWORD },
            "signatory": parties::signatory(party),
            "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
        }),
    )
    .await;
    assert_eq!(result["reference"], "FP-2026-0001");
    assert_eq!(result["number"], "KELA-FED-2026-0001");
    assert!(!script || result["states"].as_u64().unwrap() > 30, "{result}");
    app.stop().await;
}

on_both_engines! {
    async fn the_job_is_done_in_finnish_with_script(database: TestDatabase) {
        journey(database, Language::Fi, false, true).await;
    }

    async fn the_job_is_done_in_swedish_on_a_phone_without_script(database: TestDatabase) {
        journey(database, Language::Sv, true, false).await;
    }

    async fn the_job_is_done_in_swedish_on_a_phone_with_script(database: TestDatabase) {
        journey(database, Language::Sv, true, true).await;
    }

    async fn the_job_is_done_in_english(database: TestDatabase) {
        journey(database, Language::En, false, true).await;
    }
}

async fn change(lang: Language, phone: bool) {
    let record = Record::start(&TestDatabase::sqlite()).await;
    let party = if lang == Language::Sv { &parties::EXEMPELBY } else { &parties::ESIMERKKILA };
    let (number, filer) = record.agreement(party).await;
    let args = json!({
        "lang": lang.code(),
        "phone": phone,
        "number": number,
        "filer": record.filer_token(filer.as_str()).await,
        "reviewer": record.desk_token(&record.reviewer).await,
        "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
    });
    let result = play(&record.app, "change", args).await;
    assert!(result["states"].as_u64().unwrap() > 20, "{result}");
    record.app.stop().await;
}

#[tokio::test]
async fn an_agreement_is_changed_in_finnish() {
    change(Language::Fi, false).await;
}

#[tokio::test]
async fn an_agreement_is_changed_in_swedish_on_a_phone() {
    change(Language::Sv, true).await;
}

/// Every page that a role can reach, in one language, on desk and phone and in forced colours.
async fn crawl(lang: Language, role: Option<Role>) {
    let (app, _folder) = sealing(&TestDatabase::sqlite()).await;
    let accounts = seed(&app.service, &app.clock, &app.dns).await.unwrap();
    assert_eq!(app.audited().await, []);
    let below = format!("/{}", lang.code());
    let mut args = json!({ "paths": [below], "languages": [lang.code()], "follow": true, "within": below, "limit": 120 });
    if let Some(role) = role {
        let account = accounts.iter().find(|account| account.role == role).unwrap();
        args["paths"] = json!([format!("{below}/agreements"), format!("{below}/password")]);
        args["signIn"] = json!({
            "path": format!("{below}/sign-in"),
            "fields": { "email": account.email, "password": account.password },
            "button": "main form button.btn",
        });
    }
    args["shots"] = json!(std::env::var("FEDEROINTI_TEST_SHOTS").ok());
    let result = play(&app, "axe-crawl", args).await;
    assert!(result["pages"].as_u64().unwrap() >= 5, "{result}");
    app.stop().await;
}

/// What is not among the demonstration's data: fifty domains with one fault, and a job that failed.
#[tokio::test]
async fn axe_finds_nothing_where_there_is_much_that_went_wrong() {
    let app = App::start(&TestDatabase::sqlite()).await;
    app.staff(Role::Administrator, "Paavo Pitaa").await;
    let names: Vec<String> = (1..=50).map(|number| format!("k{number:02}.puuttuvala.example")).collect();
    let domains: Vec<&'static str> = names.iter().map(|name| &*name.clone().leak()).collect();
    let (_, id) = app.filed(&parties::DemoParty { domains: domains.leak(), ..parties::PUUTTUVALA }).await;
    let now = app.service.now();
    let failed = app.service.store.write(move |db| {
        let job = jobs::due(db, JobKind::RecheckDomains, now + chrono::TimeDelta::days(2))?.expect("a recheck is planned");
        jobs::failed(db, job.id, "the database is locked", now, now + chrono::TimeDelta::hours(1))
    });
    failed.await.unwrap();
    for lang in Language::ALL {
        let below = format!("/{}", lang.code());
        let args = json!({
            "paths": [format!("{below}/queue/{id}"), format!("{below}/mail")],
            "languages": [lang.code()],
            "open": true,
            "signIn": {
                "path": format!("{below}/sign-in"),
                "fields": { "email": "paavo.pitaa@kela.example", "password": PASSWORD },
                "button": "main form button.btn",
            },
            "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
        });
        let result = play(&app, "axe-crawl", args).await;
        assert!(result["pages"].as_u64().unwrap() >= 2, "{result}");
    }
    app.stop().await;
}

/// Watching in the demonstration: an open incident with what can be done about it, a healed one, and the time line of the agreement.
#[tokio::test]
async fn axe_finds_nothing_in_watching() {
    let (app, _folder) = sealing(&TestDatabase::sqlite()).await;
    let accounts = seed(&app.service, &app.clock, &app.dns).await.unwrap();
    let reviewer = accounts.iter().find(|account| account.role == Role::Reviewer).unwrap();
    let list = |which| move |db: &mut federointi::store::Db| federointi::store::incidents::list(db, which, None, None, 10);
    let open = app.service.store.read(list(federointi::store::incidents::Which::Open)).await.unwrap();
    let healed = app.service.store.read(list(federointi::store::incidents::Which::Healed)).await.unwrap();
    let kinds = |found: &[federointi::store::incidents::Incident]| found.iter().map(|one| one.kind.code()).collect::<Vec<_>>();
    assert_eq!((kinds(&open), kinds(&healed)), (vec!["moved_to_cloud_while_pinned"], vec!["srv_gone"]));
    for lang in Language::ALL {
        let below = format!("/{}", lang.code());
        let paths = [
            format!("{below}/incidents"),
            format!("{below}/incidents?view=healed"),
            format!("{below}/incidents/{}", open[0].id),
            format!("{below}/incidents/{}", healed[0].id),
            format!("{below}/agreements/KELA-FED-2026-0005"),
            format!("{below}/queue"),
        ];
        let args = json!({
            "paths": paths,
            "languages": [lang.code()],
            "open": true,
            "signIn": {
                "path": format!("{below}/sign-in"),
                "fields": { "email": reviewer.email, "password": reviewer.password },
                "button": "main form button.btn",
            },
            "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
        });
        let result = play(&app, "axe-crawl", args).await;
        assert!(result["pages"].as_u64().unwrap() >= 6, "{result}");
    }
    app.stop().await;
}

/// The pages of the demonstration's signatories: one is waited for, one signed, one refused.
async fn signing_pages(lang: Language) {
    let (app, _folder) = sealing(&TestDatabase::sqlite()).await;
    seed(&app.service, &app.clock, &app.dns).await.unwrap();
    let below = format!("/{}", lang.code());
    let pages = [
        (&parties::PUUTTUVALA, "KELA-FED-2026-0003", &["", "/statement", "/file", "/mandate", "/decline"][..]),
        (&parties::MONILA, "KELA-FED-2026-0001", &[""]),
        (&parties::VANHALA, "KELA-FED-2026-0004", &[""]),
    ];
    for (party, number, rests) in pages {
        let email = EmailAddress::parse(&parties::signatory(party)).unwrap();
        if rests.len() > 1 {
            signing::open(&app.service, &email, number).await.unwrap();
        }
        link::ask(&app.service, &email, lang, "192.0.2.0/24", None).await.unwrap();
        app.clock.advance(chrono::TimeDelta::seconds(1));
        app.work().await;
        let link = app.mailed_link(email.as_str(), "/link/");
        let session = link::enter(&app.service, link.rsplit('/').next().unwrap()).await.unwrap().session;
        let paths: Vec<String> = rests.iter().map(|rest| format!("{below}/sign/{number}{rest}")).collect();
        let mut stops: Vec<Value> = paths.iter().map(|path| json!(path)).collect();
        if rests.len() > 1 {
            // Files that are refused: one that nobody signed, and one that is no PDF.
            for rest in ["/file", "/mandate"] {
                let path = format!("{below}/sign/{number}{rest}");
                stops.push(json!({ "path": path, "status": 422, "upload": { "name": "sopimus.docx", "text": "PK" } }));
            }
        }
        let mut args = json!({ "paths": stops, "languages": [lang.code()] });
        args["cookies"] = json!([{ "name": "federointi-session", "value": session }]);
        args["shots"] = json!(std::env::var("FEDEROINTI_TEST_SHOTS").ok());
        let result = play(&app, "axe-crawl", args).await;
        assert_eq!(result["pages"].as_u64().unwrap(), stops.len() as u64, "{result}");
    }
    // Who may change the signatory does so on a page of their own.
    let filer = EmailAddress::parse(&parties::filer(&parties::PUUTTUVALA)).unwrap();
    link::ask(&app.service, &filer, lang, "192.0.2.0/24", None).await.unwrap();
    app.clock.advance(chrono::TimeDelta::seconds(1));
    app.work().await;
    let link = app.mailed_link(filer.as_str(), "/link/");
    let session = link::enter(&app.service, link.rsplit('/').next().unwrap()).await.unwrap().session;
    let signatory = format!("{below}/party/agreements/KELA-FED-2026-0003/signatory");
    let mut args = json!({ "paths": [signatory], "languages": [lang.code()] });
    args["cookies"] = json!([{ "name": "federointi-session", "value": session }]);
    let result = play(&app, "axe-crawl", args).await;
    assert_eq!(result["pages"].as_u64().unwrap(), 1, "{result}");
    app.stop().await;
}

/// What the page that examines files answers: of a copy to read, which has every section, and of what is neither a PDF nor a bundle.
async fn verified_pages(lang: Language) {
    let (app, folder) = sealing(&TestDatabase::sqlite()).await;
    let content = sample::agreement(lang);
    let marks = federointi::document::Marks { sample: false, to_be_signed: true };
    let copy = federointi::document::render(&content, marks).unwrap();
    let file = folder.path().join("sopimus.pdf");
    std::fs::write(&file, copy).unwrap();
    let path = format!("/{}/verify", lang.code());
    let args = json!({
        "paths": [
            { "path": path, "upload": { "file": file } },
            { "path": path, "upload": { "name": "sopimus.docx", "text": "PK" } },
            { "path": path, "upload": { "name": "tyhja.txt", "text": "hei" } },
        ],
        "languages": [lang.code()],
        "open": true,
        "shots": std::env::var("FEDEROINTI_TEST_SHOTS").ok(),
    });
    let result = play(&app, "axe-crawl", args).await;
    assert_eq!(result["pages"].as_u64().unwrap(), 3, "{result}");
    app.stop().await;
}

#[tokio::test]
async fn axe_finds_nothing_where_a_file_was_examined_in_finnish() {
    verified_pages(Language::Fi).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_a_file_was_examined_in_swedish() {
    verified_pages(Language::Sv).await;
}

#[tokio::test]
async fn axe_finds_nothing_where_a_file_was_examined_in_english() {
    verified_pages(Language::En).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_signatorys_pages_in_finnish() {
    signing_pages(Language::Fi).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_signatorys_pages_in_swedish() {
    signing_pages(Language::Sv).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_signatorys_pages_in_english() {
    signing_pages(Language::En).await;
}

macro_rules! crawls {
    ($($name:ident: $lang:ident, $role:expr;)+) => {$(
        #[tokio::test]
        async fn $name() {
            crawl(Language::$lang, $role).await;
        }
    )+};
}

crawls! {
    axe_finds_nothing_on_public_pages_in_finnish: Fi, None;
    axe_finds_nothing_on_public_pages_in_swedish: Sv, None;
    axe_finds_nothing_on_public_pages_in_english: En, None;
    axe_finds_nothing_on_the_reviewers_pages_in_finnish: Fi, Some(Role::Reviewer);
    axe_finds_nothing_on_the_reviewers_pages_in_swedish: Sv, Some(Role::Reviewer);
    axe_finds_nothing_on_the_reviewers_pages_in_english: En, Some(Role::Reviewer);
    axe_finds_nothing_on_the_auditors_pages_in_finnish: Fi, Some(Role::Auditor);
    axe_finds_nothing_on_the_auditors_pages_in_swedish: Sv, Some(Role::Auditor);
    axe_finds_nothing_on_the_auditors_pages_in_english: En, Some(Role::Auditor);
    axe_finds_nothing_on_the_administrators_pages_in_finnish: Fi, Some(Role::Administrator);
    axe_finds_nothing_on_the_administrators_pages_in_swedish: Sv, Some(Role::Administrator);
    axe_finds_nothing_on_the_administrators_pages_in_english: En, Some(Role::Administrator);
}
