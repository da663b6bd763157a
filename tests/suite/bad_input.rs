//! Bad input, field by field: a clear message at the field and a 4xx, nothing typed is lost, no log line holds the data.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use federointi::agreement::draft::{DomainAnswers, SectionAnswers};
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language, RequestId};
use federointi::demo::parties::{self, DemoParty};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{draft, link, password};

use crate::support::app::{App, PASSWORD};
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

/// Everything that is logged by any test from the first call on, at the finest level.
fn log() -> Arc<Mutex<Vec<u8>>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    #[derive(Clone)]
    struct Sink(Arc<Mutex<Vec<u8>>>);
    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    LOG.get_or_init(|| {
        let sink = Sink(Arc::default());
        let into = sink.clone();
        let filter = tracing_subscriber::EnvFilter::new("info,federointi=trace,hickory_server=off");
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(move || into.clone()).try_init();
        sink.0
    })
    .clone()
}

/// What the log holds of this test's own data, which no other test types.
fn logged(mark: &str) -> bool {
    let log = log();
    let text = String::from_utf8_lossy(&log.lock().unwrap()).into_owned();
    text.contains(mark)
}

/// Whoever fills the form of a request, with a session.
async fn filer(app: &App, party: &DemoParty) -> (Visitor, EmailAddress, RequestId) {
    let (email, id) = app.drafted(party).await;
    link::ask(&app.service, &email, Language::Fi, "192.0.2.0/24", None).await.unwrap();
    app.work().await;
    let raw = app.mailed_link(email.as_str(), "/link/").rsplit('/').next().unwrap().to_owned();
    let token = link::enter(&app.service, &raw).await.unwrap().session;
    (Visitor::with_session(&app.base, &token), email, id)
}

async fn staff(app: &App, role: Role, name: &str) -> Visitor {
    let member = app.staff(role, name).await;
    let email = format!("{}@kela.example", member.name.to_lowercase().replace(' ', "."));
    let token = password::sign_in(&app.service, &email, PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
    Visitor::with_session(&app.base, &token)
}

/// The answers of a section as the names and values that its page posts.
pub fn fields(answers: &SectionAnswers) -> Vec<(String, String)> {
    let value = match answers {
        SectionAnswers::Organisation(given) => serde_json::to_value(given),
        SectionAnswers::Service(given) => serde_json::to_value(given),
        SectionAnswers::Domains(given) => serde_json::to_value(given),
        SectionAnswers::Edge(given) => serde_json::to_value(given),
        SectionAnswers::Openness(given) => serde_json::to_value(given),
        SectionAnswers::Contacts(given) => serde_json::to_value(given),
        SectionAnswers::Support(given) => serde_json::to_value(given),
        SectionAnswers::People(given) => serde_json::to_value(given),
        SectionAnswers::Blocked(given) => serde_json::to_value(given),
        SectionAnswers::Guidance(given) => serde_json::to_value(given),
        SectionAnswers::Signing(given) => serde_json::to_value(given),
        SectionAnswers::Change(given) => serde_json::to_value(given),
    };
    let mut pairs = Vec::new();
    for (name, value) in value.unwrap().as_object().unwrap() {
        match value {
            serde_json::Value::String(text) => pairs.push((name.clone(), text.clone())),
            serde_json::Value::Array(items) => {
                pairs.extend(items.iter().map(|item| (name.clone(), item.as_str().unwrap().to_owned())));
            }
            other => panic!("{other}"),
        }
    }
    pairs
}

/// Fields that may be left empty.
const OPTIONAL: [&str; 10] = [
    "name_sv",
    "municipality_code",
    "case_number",
    "teams_move",
    "fault_phone",
    "fault_email",
    "fault_hours",
    "find_people",
    "test_with",
    "signatory_basis_detail",
];

on_both_engines! {
    async fn every_field_refuses_what_it_must_and_keeps_what_was_typed(database: TestDatabase) {
        log();
        let app = App::start(&database).await;
        let (visitor, email, id) = filer(&app, &parties::TOIMITTAJALA).await;
        for answers in parties::answers(&parties::TOIMITTAJALA) {
            let section = answers.section().code();
            let good = fields(&answers);
            let names: std::collections::BTreeSet<String> = good.iter().map(|(name, _)| name.clone()).collect();
            // The code of a municipality is not typed: the script fills it in, and the page drops one that fits no name.
            for name in names.into_iter().filter(|name| name != "municipality_code") {
                let long = "MERKKIJONO".repeat(30);
                let longer = "MERKKIJONO".repeat(120);
                for (what, value) in [
                    ("empty", ""),
                    ("too long", long.as_str()),
                    ("far too long", longer.as_str()),
                    ("a control character", "MERKKI\u{7}JONO"),
                    ("NUL", "MERKKI\0JONO"),
                    ("a right-to-left mark", "MERKKI\u{202e}JONO"),
                    ("a zero-width space", "MERKKI\u{200b}JONO"),
                    ("HTML", "<script>MERKKIJONO</script>"),
                    ("SQL", "MERKKIJONO'; --"),
                ] {
                    let mut posted: Vec<(&str, &str)> =
                        good.iter().filter(|(field, _)| *field != name).map(|(field, given)| (field.as_str(), given.as_str())).collect();
                    posted.push((&name, value));
                    let seen = visitor.post(&format!("/fi/requests/{id}/{section}"), &posted).await;
                    let about = format!("{section}.{name}: {what}: {}", seen.status);
                    assert!(matches!(seen.status, 303 | 422), "{about}\n{}", seen.body);
                    let hidden = value.chars().any(|c| c.is_control() || matches!(c, '\u{202e}' | '\u{200b}'));
                    let must_refuse = hidden
                        || what == "far too long"
                        || (value.is_empty() && !OPTIONAL.contains(&name.as_str()) && !matches!(name.as_str(), "opening_date" | "teams_move" | "blocked"));
                    assert!(!must_refuse || seen.status == 422, "{about}");
                    assert!(!seen.body.contains("<script>MERKKIJONO"), "{about}: markup got through");
                    if seen.status == 422 {
                        let field = if name == "domain" { "domain-1".to_owned() } else { name.clone() };
                        // A field with several choices is led to by the first of them.
                        let linked = seen.body.contains(&format!("href=\"#{field}")) || seen.body.contains(&format!("href=\"#{}", field.replace('_', "-")));
                        assert!(linked, "{about}: the summary does not lead to the field\n{}", seen.body);
                    }
                    // What was typed into a text field is there when the page is opened again.
                    let stored = draft::read(&app.service, &federointi::workflow::Actor::Filer(email.clone()), &id).await.unwrap();
                    // Another control character stands in for NUL, which PostgreSQL does not take.
                    let kept = serde_json::to_string(&stored.draft).unwrap().replace("\\u0001", "\\u0000");
                    let json = serde_json::to_string(value).unwrap();
                    assert!(value.is_empty() || kept.contains(json.trim_matches('"')), "{about}: lost");
                }
            }
            draft::save(&app.service, &email, &id, answers).await.unwrap();
        }
        assert!(logged("answered"), "the log was caught at all");
        assert!(!logged("MERKKI"), "the log holds what was typed");
        assert!(!logged("testi.tayttaja@"), "the log holds an address");
        app.stop().await;
    }

    async fn domains_are_told_apart_one_by_one(database: TestDatabase) {
        let app = App::start(&database).await;
        let (visitor, email, id) = filer(&app, &parties::ESIMERKKILA).await;
        let path = format!("/fi/requests/{id}/domains");
        let names: Vec<String> = (1..=51).map(|number| format!("d{number}.esimerkkila.example")).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| ("domain", name.as_str())).collect();
        let seen = visitor.post(&path, &many).await;
        assert_eq!(seen.status, 422);
        assert!(seen.text().contains("Annoit 51, ja yhteen pyyntöön mahtuu 50"), "{}", seen.text());
        assert!(seen.text().contains("d51.esimerkkila.example"), "the fifty-first is not lost");
        let seen = visitor.post(&path, &[("domain", "esimerkkila.example"), ("domain", "Esimerkkila.EXAMPLE.")]).await;
        assert_eq!(seen.status, 422);
        assert!(seen.text().contains("on luettelossa kahdesti"), "{}", seen.text());
        for (typed, told) in [
            ("https://www.kunta.example/yhteys", "verkko-osoite"),
            ("kunta.example:5061", "port"),
            ("nimi@kunta.example", "henkilön osoite"),
            ("192.0.2.1", "IP"),
            ("kunta", "kunta"),
        ] {
            let seen = visitor.post(&path, &[("domain", typed)]).await;
            assert_eq!(seen.status, 422, "{typed}");
            assert!(seen.text().contains(told) && seen.text().contains(typed), "{typed}: {}", seen.text());
        }
        // A pasted list is understood.
        let pasted = "• esimerkkila.example; koulu.esimerkkila.example\n museo.esimerkkila.example,";
        let seen = visitor.post(&path, &[("domain", ""), ("bulk", pasted)]).await;
        assert!(matches!(seen.status, 200 | 303), "{} {}", seen.status, seen.body);
        let stored = draft::read(&app.service, &federointi::workflow::Actor::Filer(email), &id).await.unwrap();
        assert_eq!(stored.draft.typed_domains(), ["esimerkkila.example", "koulu.esimerkkila.example", "museo.esimerkkila.example"]);
        app.stop().await;
    }

    async fn a_second_window_overwrites_nothing(database: TestDatabase) {
        let app = App::start(&database).await;
        let (visitor, email, id) = filer(&app, &parties::ESIMERKKILA).await;
        let path = format!("/fi/requests/{id}/people");
        let stale = visitor.get(&path).await.hidden("seen");
        let first = visitor.post(&path, &[("find_people", "ENSIN"), ("test_with", ""), ("seen", &stale)]).await;
        assert_eq!(first.status, 303);
        let twice = visitor.post(&path, &[("find_people", "ENSIN"), ("test_with", ""), ("seen", &stale)]).await;
        assert_eq!(twice.status, 303, "the same form sent twice");
        let second = visitor.post(&path, &[("find_people", "TOISEKSI"), ("test_with", ""), ("seen", &stale)]).await;
        assert_eq!(second.status, 409);
        assert!(second.text().contains("TOISEKSI"), "what was typed is shown back");
        let stored = draft::read(&app.service, &federointi::workflow::Actor::Filer(email), &id).await.unwrap();
        assert_eq!(stored.draft.people.find_people, "ENSIN");
        app.stop().await;
    }

    async fn switching_the_language_in_the_middle_of_a_section_loses_nothing(database: TestDatabase) {
        let app = App::start(&database).await;
        let (visitor, _, id) = filer(&app, &parties::ESIMERKKILA).await;
        let page = |lang: &str, section: &str| format!("/{lang}/requests/{id}/{section}");
        for (section, name, typed) in [
            ("people", "find_people", "KESKEN <b>"),
            ("organisation", "name", "espoo"),
            ("contacts", "agreement_email", "ei osoite"),
            ("edge", "edge", "https://sip.esimerkkila.example/"),
            ("domains", "domain", "porttila.example"),
            ("domains", "bulk", "kesken.example"),
        ] {
            // Enter must save, not switch: the first button of the form has no name, and stands before the languages.
            let open = visitor.get(&page("fi", section)).await;
            let [first, second] = [0, 1].map(|place| open.body.match_indices("form=\"answers\"").nth(place).unwrap().0);
            let tag = |at: usize| &open.body[at..at + open.body[at..].find('>').unwrap()];
            assert!(!tag(first).contains("name=") && tag(second).contains("name=\"switch\""), "{section}: {} {}", tag(first), tag(second));
            let mut posted: Vec<(String, String)> = parties::answers(&parties::ESIMERKKILA)
                .iter()
                .filter(|answers| answers.section().code() == section)
                .flat_map(fields)
                .filter(|(field, _)| field != name)
                .collect();
            posted.extend([(name.to_owned(), typed.to_owned()), ("switch".to_owned(), "sv".to_owned())]);
            let posted: Vec<(&str, &str)> = posted.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = visitor.post(&page("fi", section), &posted).await;
            assert_eq!((answer.status, answer.location.as_str()), (303, page("sv", section).as_str()), "{section}");
            let there = visitor.get(&answer.location).await;
            assert!(there.body.contains("<html lang=\"sv") && there.text().contains(typed), "{section}: {}", there.text());
        }
        // Something that is no language switches nothing.
        let answer = visitor.post(&page("fi", "people"), &[("find_people", ""), ("test_with", ""), ("switch", "//paha.example")]).await;
        assert!(answer.location.starts_with("/fi/requests/"), "{}", answer.location);
        app.stop().await;
    }

    async fn a_text_of_a_session_that_ended_is_shown_back(database: TestDatabase) {
        let app = App::start(&database).await;
        let (email, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&email, &id).await.to_string();
        let reviewer = staff(&app, Role::Reviewer, "Kaisa Sitteli").await;
        app.clock.advance(chrono::TimeDelta::hours(13));
        let fields = [("revision", revision.as_str()), ("decision", "reject"), ("reason", "PITKÄPERUSTELU")];
        let seen = reviewer.post(&format!("/fi/queue/{id}/decision"), &fields).await;
        assert_eq!(seen.status, 403);
        assert!(seen.text().contains("PITKÄPERUSTELU") && seen.body.contains("/fi/sign-in"), "{}", seen.text());
        app.stop().await;
    }

    async fn a_domain_agreed_with_another_is_not_told_to_the_filer(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        app.ready_for_approval(&administrator).await;
        let (first, request) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&first, &request).await;
        let grounds = Grounds { authority_check: "Soitettu.".to_owned(), ..Grounds::default() };
        let number = approve(&app.service, &reviewer, &request, revision, grounds).await.unwrap();
        let other = DemoParty { domains: &["monila.example", "museo.esimerkkila.example"], ..parties::MONILA };
        let (visitor, email, id) = filer(&app, &other).await;
        for page in ["", "/domains", "/answers"] {
            let seen = visitor.get(&format!("/fi/requests/{id}{page}")).await;
            assert!(!seen.text().contains(&number) && !seen.text().contains("Esimerkkilän kunta"), "{page}");
        }
        let revision = app.revision(&email, &id).await.to_string();
        let filed = visitor.post(&format!("/fi/requests/{id}/file"), &[("revision", &revision), ("declaration", "yes")]).await;
        assert_eq!(filed.status, 303);
        let token = password::sign_in(&app.service, "kaisa.sitteli@kela.example", PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
        let seen = Visitor::with_session(&app.base, &token).get(&format!("/fi/queue/{id}")).await;
        assert!(seen.text().contains(&number), "the reviewer is told");
        app.stop().await;
    }

    async fn a_request_is_sent_once_and_only_as_it_was_shown(database: TestDatabase) {
        let app = App::start(&database).await;
        let (visitor, email, id) = filer(&app, &parties::ESIMERKKILA).await;
        let path = format!("/fi/requests/{id}/file");
        let revision = app.revision(&email, &id).await.to_string();
        let seen = visitor.post(&path, &[("revision", &revision)]).await;
        assert_eq!(seen.status, 422, "without the declaration");
        draft::save(&app.service, &email, &id, SectionAnswers::Domains(DomainAnswers { domain: vec!["esimerkkila.example".into()] })).await.unwrap();
        let stale = visitor.post(&path, &[("revision", &revision), ("declaration", "yes")]).await;
        assert!(matches!(stale.status, 409 | 422), "answers changed after they were shown: {}", stale.status);
        let revision = app.revision(&email, &id).await.to_string();
        for _ in 0..3 {
            let seen = visitor.post(&path, &[("revision", &revision), ("declaration", "yes")]).await;
            assert_eq!(seen.status, 303);
            assert!(seen.location.ends_with("/filed"), "{}", seen.location);
        }
        app.stop().await;
    }

    async fn a_session_of_another_role_and_a_foreign_form_get_nowhere(database: TestDatabase) {
        let app = App::start(&database).await;
        let auditor = staff(&app, Role::Auditor, "Tarja Tarkka").await;
        let reviewer = staff(&app, Role::Reviewer, "Kaisa Sitteli").await;
        let (filing, _, id) = filer(&app, &parties::ESIMERKKILA).await;
        for path in ["/fi/queue", "/fi/users", "/fi/kela", "/fi/terms", "/fi/mail"] {
            assert_eq!(auditor.get(path).await.status, 403, "{path}");
            assert_eq!(filing.get(path).await.status, 403, "{path}");
        }
        for path in ["/fi/users", "/fi/kela", "/fi/terms", "/fi/mail"] {
            assert_eq!(reviewer.get(path).await.status, 403, "{path}");
        }
        assert_eq!(reviewer.get(&format!("/fi/queue/{id}")).await.status, 404, "a draft is not there for Kela");
        let visitor = Visitor::new(&app.base);
        assert_eq!(visitor.get("/fi/queue").await.status, 303);
        assert!(visitor.get(&format!("/fi/requests/{id}")).await.location.contains("/link"));
        let foreign = filing.post_raw(&format!("/fi/requests/{id}/withdraw"), &[("csrf", "0000")]).await;
        assert_eq!(foreign.status, 403);
        app.stop().await;
    }

    async fn links_that_cannot_be_used_say_why_and_where_to_go(database: TestDatabase) {
        let app = App::start(&database).await;
        let email = EmailAddress::parse("testi.tayttaja@esimerkkila.example").unwrap();
        link::ask(&app.service, &email, Language::Fi, "192.0.2.0/24", None).await.unwrap();
        app.work().await;
        let path = app.mailed_link(email.as_str(), "/link/").trim_start_matches(&app.base).to_owned();
        let visitor = Visitor::new(&app.base);
        for _ in 0..2 {
            assert_eq!(visitor.get(&path).await.status, 200, "a scanner that opens the link uses nothing");
        }
        assert_eq!(visitor.post(&path, &[]).await.status, 303);
        let used = Visitor::new(&app.base).get(&path).await;
        assert_eq!(used.status, 410);
        assert!(used.body.contains("/fi/link"));
        app.clock.advance(chrono::TimeDelta::seconds(1));
        link::ask(&app.service, &email, Language::Fi, "192.0.2.0/24", None).await.unwrap();
        app.work().await;
        let path = app.mailed_link(email.as_str(), "/link/").trim_start_matches(&app.base).to_owned();
        app.clock.advance(chrono::TimeDelta::hours(5));
        let expired = visitor.get(&path).await;
        assert_eq!(expired.status, 410);
        assert!(expired.text().contains("21.11.2026 klo 14.02"), "until when: {}", expired.text());
        assert_eq!(visitor.get(&format!("/fi/link/{}", "0".repeat(64))).await.status, 404);
        app.stop().await;
    }

    async fn the_answer_is_the_same_whether_an_address_is_known_or_not(database: TestDatabase) {
        let app = App::start(&database).await;
        app.drafted(&parties::ESIMERKKILA).await;
        let ask = async |email: &str| {
            let visitor = Visitor::new(&app.base);
            let seen = visitor.post("/fi/link", &[("email", email)]).await;
            (seen.status, seen.location.clone(), visitor.get(&seen.location).await.body.replace(email, ""))
        };
        let known = ask("testi.tayttaja@esimerkkila.example").await;
        let unknown = ask("joku.muu@esimerkkila.example").await;
        assert_eq!(known.0, 303);
        assert_eq!((known.0, &known.1), (unknown.0, &unknown.1));
        assert!(known.2.contains("<h1>"), "{}", known.2);
        assert_eq!(known.2, unknown.2, "the page is the same to the letter");
        app.stop().await;
    }

    async fn a_slow_reviewer_is_told_who_was_faster_and_keeps_the_text(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        app.ready_for_approval(&administrator).await;
        let fast = staff(&app, Role::Reviewer, "Kaisa Sitteli").await;
        let slow = staff(&app, Role::Reviewer, "Pasi Pateva").await;
        let (email, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&email, &id).await.to_string();
        let path = format!("/fi/queue/{id}/decision");
        let lacking = fast.post(&path, &[("revision", &revision), ("decision", "approve")]).await;
        assert_eq!(lacking.status, 422);
        let first =
            fast.post(&path, &[("revision", &revision), ("decision", "approve"), ("authority_check", "Soitettu vaihteeseen.")]).await;
        assert_eq!(first.status, 303, "{}", first.body);
        let second = slow.post(&path, &[("revision", &revision), ("decision", "reject"), ("reason", "PITKÄPERUSTELU")]).await;
        assert_eq!(second.status, 409);
        let text = second.text();
        assert!(text.contains("Kaisa Sitteli") && text.contains("21.11.2026 klo 10.02") && text.contains("PITKÄPERUSTELU"), "{text}");
        app.stop().await;
    }
}
