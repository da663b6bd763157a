//! The check for anybody: the page, the call for programs, and that every way to a report gives the same one.

use std::net::SocketAddr;

use chrono::TimeDelta;
use federointi::agreement::Language;
use federointi::agreement::draft::{DomainAnswers, SectionAnswers};
use federointi::check::{CheckArgs, Notes, run};
use federointi::clock::SystemRandomness;
use federointi::demo::dns::DEMO_ZONES;
use federointi::demo::parties;
use federointi::federation::{Report, SipDomain};
use federointi::i18n::findings::report_json;
use federointi::workflow::{Actor, check, draft, file, public_check};
use serde_json::{Value, json};

use crate::support::app::App;
use crate::support::browser;
use crate::support::database::TestDatabase;

const NETWORK: &str = "192.0.2.0/24";

struct Got {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn got(request: reqwest::RequestBuilder) -> Got {
    let answer = request.send().await.unwrap();
    Got { status: answer.status().as_u16(), headers: answer.headers().clone(), body: answer.text().await.unwrap() }
}

async fn get(app: &App, path: &str) -> Got {
    got(reqwest::Client::new().get(format!("{}{path}", app.base))).await
}

async fn call(app: &App, body: &Value) -> Got {
    let request = reqwest::Client::new().post(format!("{}/api/v1/checks", app.base)).header("content-type", "application/json");
    got(request.body(body.to_string())).await
}

/// A report without what differs by design: the moment; whom one asks is the same here.
fn plain(report: &Value) -> Value {
    let mut report = report.clone();
    let fields = report.as_object_mut().unwrap();
    fields.remove("checked_at");
    // The proof of ownership is of a request: it is looked for in the full check of a party alone.
    let findings = fields["findings"].as_array_mut().unwrap();
    findings.retain(|finding| !finding["code"].as_str().unwrap().starts_with("ownership_"));
    for finding in findings {
        let evidence = finding["evidence"].as_object_mut().unwrap();
        evidence.remove("at");
        // The wildcard guard is another name each time.
        if finding["code"] == "wildcard_dns" {
            let fields = finding.as_object_mut().unwrap();
            fields.remove("advice");
            let evidence = fields["evidence"].as_object_mut().unwrap();
            evidence.remove("asked");
            evidence.remove("name");
        }
    }
    report
}

fn plain_all(reports: &[Report]) -> Vec<Value> {
    reports.iter().map(|report| plain(&serde_json::to_value(report_json(Language::Fi, report)).unwrap())).collect()
}

fn resolver(app: &App) -> SocketAddr {
    app.service.probe.resolver().parse().unwrap()
}

#[tokio::test]
async fn form_recheck_command_page_and_call_give_one_report() {
    let app = App::start(&TestDatabase::sqlite()).await;
    let names: Vec<&str> = DEMO_ZONES.iter().map(|zone| zone.name).collect();
    let domains: Vec<SipDomain> = names.iter().map(|name| SipDomain::parse(name).unwrap()).collect();
    // The form: a draft in which nothing is declared but the domains.
    let (filer, id) = app.drafted(&parties::DemoParty { edge: "", ..parties::ESIMERKKILA }).await;
    for section in parties::answers(&parties::ESIMERKKILA) {
        if matches!(section, SectionAnswers::Service(_)) {
            draft::save(&app.service, &filer, &id, section).await.unwrap();
        }
    }
    let rows = DomainAnswers { domain: names.iter().map(|name| (*name).to_owned()).collect() };
    draft::save(&app.service, &filer, &id, SectionAnswers::Domains(rows)).await.unwrap();
    let form = check::check_draft(&app.service, &filer, &id).await.unwrap();
    assert_eq!(form.iter().map(|report| report.domain.clone()).collect::<Vec<_>>(), domains);
    let form = plain_all(&form);
    // The live look: by the records alone, and without the proof. So are the page, the call for programs and lists.
    let looked = check::look(&app.service, &filer, &id, &domains).await.unwrap();
    let live = plain_all(&looked);
    assert_ne!(live, form, "the full check sees more");
    // Strangers are told the same, but for addresses that are not public.
    let mut told = looked;
    for finding in told.iter_mut().flat_map(|report| &mut report.findings) {
        finding.evidence = finding.evidence.for_strangers(true);
    }
    let told = plain_all(&told);
    // The public page's.
    let mut page = Vec::new();
    for part in domains.chunks(20) {
        app.clock.advance(TimeDelta::minutes(11));
        page.extend(public_check::look(&app.service, NETWORK, part, None).await.unwrap());
    }
    assert_eq!(plain_all(&page), told);
    // The call for programs.
    let mut called = Vec::new();
    for part in names.chunks(20) {
        app.clock.advance(TimeDelta::minutes(11));
        let answer = call(&app, &json!({ "domains": part, "edge": null })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        called.extend(answer.json()["reports"].as_array().unwrap().iter().map(plain));
    }
    assert_eq!(called, told);
    // The command's, in whatever order they finish: of domains the full check, of a list the records alone. This test has no Edge servers.
    let folder = tempfile::TempDir::new().unwrap();
    let list = folder.path().join("domains.txt");
    std::fs::write(&list, names.join("\n")).unwrap();
    let args = || CheckArgs { json: true, lang: Some(Language::Fi), demonstration: true, dns_only: true, ..CheckArgs::default() };
    let of_domains = CheckArgs { domains: names.iter().map(|name| (*name).to_owned()).collect(), ..args() };
    let of_list = CheckArgs { from: Some(list), ..args() };
    for (args, others) in [(of_domains, &form), (of_list, &live)] {
        let mut out = Vec::new();
        let mut told = Vec::new();
        let notes = Notes::new(&mut told, false);
        run(&args, vec![resolver(&app)], &*app.clock, &SystemRandomness, &mut out, notes).await.unwrap();
        let command: Vec<Value> =
            String::from_utf8(out).unwrap().lines().map(|line| plain(&serde_json::from_str(line).unwrap())).collect();
        for report in others {
            assert!(command.contains(report), "{report}\n{command:#?}");
        }
        assert_eq!(command.len(), others.len());
    }
    // The job's, on the request once it is filed: an Edge server's name is declared by then, in a zone that no record names.
    let edge = SectionAnswers::Edge(federointi::agreement::draft::EdgeAnswers { edge: "sip.esimerkkila.example".to_owned() });
    draft::save(&app.service, &filer, &id, edge).await.unwrap();
    let revision = app.revision(&filer, &id).await;
    let declared = check::check_draft(&app.service, &filer, &id).await.unwrap();
    file::file(&app.service, &filer, &id, revision).await.unwrap();
    app.clock.advance(TimeDelta::days(2));
    app.work().await;
    let request = draft::read(&app.service, &Actor::Filer(filer), &id).await.unwrap();
    assert!(request.reports.iter().all(|report| report.checked_at == app.service.now()), "the job looked again");
    assert_eq!(plain_all(&request.reports), plain_all(&declared));
    app.stop().await;
}

#[tokio::test]
async fn the_page_tells_keeps_what_was_typed_and_repeats_itself_by_its_address() {
    let app = App::start(&TestDatabase::sqlite()).await;
    let before = tables(&app).await;
    let empty = get(&app, "/fi/check").await;
    assert_eq!(empty.status, 200);
    assert!(empty.header("x-robots-tag").is_empty(), "the page itself may be found");
    let bad = get(&app, "/fi/check?domain=Porttila.example.&edge=").await;
    assert_eq!((bad.status, bad.header("cache-control"), bad.header("x-robots-tag")), (200, "no-store", "noindex, nofollow"));
    assert!(bad.body.contains("<title>porttila.example: Korjattavaa"), "{}", bad.body);
    assert!(bad.body.contains("_sipfederationtls._tcp.porttila.example. 3600 IN SRV 100 1 5061 sip.porttila.example."));
    assert!(bad.body.contains("href=\"/fi/check?domain=Porttila.example.\""), "{}", bad.body);
    assert!(
        bad.body.contains("href=\"/sv/check?domain=Porttila.example.&amp;edge=\""),
        "the other languages repeat it: {}",
        bad.body
    );
    assert!(!bad.body.contains("Voit jatkaa ja korjata") && !bad.body.contains("voit lähettää pyynnön"), "nothing is filed here");
    let silent = get(&app, "/fi/check?domain=hiljainen.example").await;
    assert!(
        silent.body.contains("Varmistamatta") && silent.body.contains("Tarkista uudelleen hetken kuluttua."),
        "{}",
        silent.body
    );
    let wrong = get(&app, "/fi/check?domain=https%3A%2F%2Fwww.kunta.example%2Fx&edge=10.0.0.1").await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("Tässä on verkko-osoite, ei toimialue.") && wrong.body.contains("Tässä on IP-osoite"),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("value=\"https://www.kunta.example/x\"") && wrong.body.contains("value=\"10.0.0.1\""));
    let hostile = get(&app, "/fi/check?domain=%3Cscript%3E&edge=%22%3E%3Cb%3E").await;
    assert!(hostile.status == 422 && !hostile.body.contains("<script>") && !hostile.body.contains("\"><b>"), "{}", hostile.body);
    assert_eq!(get(&app, "/fi/check?domain=").await.status, 422);
    assert_eq!(tables(&app).await, before, "nothing is kept");
    app.stop().await;
}

/// How many rows the tables have that somebody's asking could add to.
async fn tables(app: &App) -> Vec<i64> {
    use diesel::prelude::*;
    use federointi::store::schema::{attempts, domain_claims, events, jobs, links, requests, sessions};
    let read = app.service.store.read(|db| {
        Ok::<_, federointi::store::StoreError>(vec![
            attempts::table.count().get_result(db)?,
            domain_claims::table.count().get_result(db)?,
            events::table.count().get_result(db)?,
            jobs::table.count().get_result(db)?,
            links::table.count().get_result(db)?,
            requests::table.count().get_result(db)?,
            sessions::table.count().get_result(db)?,
        ])
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_network_that_asks_too_much_is_told_when_to_come_back() {
    let app = App::start(&TestDatabase::sqlite()).await;
    for _ in 0..30 {
        assert_eq!(get(&app, "/fi/check?domain=esimerkkila.example").await.status, 200);
    }
    // A name that is none, and the empty page, cost nothing.
    assert_eq!(get(&app, "/fi/check?domain=x").await.status, 422);
    app.clock.advance(TimeDelta::minutes(4));
    let refused = get(&app, "/fi/check?domain=esimerkkila.example&edge=sip.esimerkkila.example").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "360"));
    assert!(refused.body.contains("klo 10.12") && refused.body.contains("value=\"sip.esimerkkila.example\""), "{}", refused.body);
    let program = call(&app, &json!({ "domains": ["esimerkkila.example"], "edge": null })).await;
    assert_eq!((program.status, program.header("retry-after")), (429, "360"));
    assert_eq!(program.header("content-type"), "application/problem+json");
    app.clock.advance(TimeDelta::minutes(6));
    assert_eq!(get(&app, "/fi/check?domain=esimerkkila.example").await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn the_call_for_programs_reports_or_says_what_does_not_fit() {
    let app = App::start(&TestDatabase::sqlite()).await;
    let good = call(&app, &json!({ "domains": ["esimerkkila.example", "porttila.example", "esimerkkila.example"] })).await;
    let reports = good.json()["reports"].clone();
    assert_eq!(reports.as_array().unwrap().len(), 2, "each once");
    assert_eq!((&reports[0]["verdict"], &reports[1]["findings"][0]["code"]), (&json!("ok"), &json!("srv_wrong_port")));
    let edge = call(&app, &json!({ "domains": ["puuttuvala.example"], "edge": "sip.puuttuvala.example" })).await;
    assert_eq!(edge.json()["reports"][0]["verdict"], "warnings", "{}", edge.body);
    let many: Vec<String> = (0..21).map(|number| format!("k{number}.example")).collect();
    for (body, status, pointer) in [
        (json!({ "domains": ["kunta.example", "a b"], "edge": null }), 422, "#/domains/1"),
        (json!({ "domains": ["kunta.example"], "edge": "sip" }), 422, "#/edge"),
        (json!({ "domains": [] }), 422, "#/domains"),
        (json!({ "domains": many }), 422, "#/domains"),
        (json!({ "domains": "kunta.example" }), 400, ""),
        (json!({ "domains": ["kunta.example"], "edges": null }), 400, ""),
        (json!([]), 400, ""),
    ] {
        let refused = call(&app, &body).await;
        assert_eq!((refused.status, refused.header("content-type")), (status, "application/problem+json"), "{body}");
        let problem = refused.json();
        assert_eq!(problem["errors"][0]["pointer"].as_str().unwrap_or_default(), pointer, "{problem}");
        assert_eq!(problem["status"], status);
    }
    let client = reqwest::Client::new();
    let url = format!("{}/api/v1/checks", app.base);
    assert_eq!(got(client.post(&url).body("{\"domains\":[\"kunta.example\"]}")).await.status, 400, "not said to be JSON");
    let huge = format!("{{\"domains\":[\"{}\"]}}", "a".repeat(400_000));
    assert_eq!(got(client.post(&url).header("content-type", "application/json").body(huge)).await.status, 413);
    assert_eq!(got(client.get(&url)).await.status, 405);
    app.stop().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_public_check() {
    let app = App::start(&TestDatabase::sqlite()).await;
    for lang in Language::ALL {
        let below = format!("/{}/check", lang.code());
        let shots = std::env::var("FEDEROINTI_TEST_SHOTS").ok();
        app.clock.advance(TimeDelta::minutes(11));
        let paths = json!([
            format!("{below}?domain=esimerkkila.example"),
            format!("{below}?domain=toimittajala.example&edge=sip.toimittajala.example"),
            format!("{below}?domain=jokerila.example"),
            format!("{below}?domain=rikki.example"),
            { "path": format!("{below}?domain=https%3A%2F%2Fkunta.example&edge=x"), "status": 422 },
        ]);
        let args = json!({ "paths": paths, "languages": [lang.code()], "open": true, "shots": shots });
        assert_eq!(browser::play("axe-crawl", &app.base, &args).await["pages"], 5);
        while get(&app, &format!("{below}?domain=esimerkkila.example")).await.status == 200 {}
        let refused = json!({ "path": format!("{below}?domain=esimerkkila.example"), "status": 429 });
        let args = json!({ "paths": [refused], "languages": [lang.code()], "shots": shots });
        assert_eq!(browser::play("axe-crawl", &app.base, &args).await["pages"], 1);
    }
    app.stop().await;
}
