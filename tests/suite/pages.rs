//! The pages in a real browser: the whole job with and without script, and every page of every role judged by axe-core.

use std::time::Duration;

use federointi::agreement::Language;
use federointi::agreement::rights::Role;
use federointi::demo::parties;
use federointi::demo::seed::seed;
use federointi::i18n::Translate;
use federointi::store::jobs::{self, JobKind};
use serde_json::{Value, json};

use crate::support::app::{App, PASSWORD};
use crate::support::browser;
use crate::support::database::TestDatabase;

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

async fn journey(database: TestDatabase, lang: Language, phone: bool, script: bool) {
    let app = App::start(&database).await;
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

/// Every page that a role can reach, in one language, on desk and phone and in forced colours.
async fn crawl(lang: Language, role: Option<Role>) {
    let app = App::start(&TestDatabase::sqlite()).await;
    let accounts = seed(&app.service, &app.clock).await.unwrap();
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
