//! Every route of the table against every kind of actor, through the real application.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;

use actix_web::http::{Method as Verb, StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, dev::ServiceResponse};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::route::{Method, Place, Route, Ruling, routes};
use super::*;
use crate::clock::{StoppedClock, SystemRandomness};
use crate::config::PublicUrl;

/// Knows a session for each kind of actor.
struct Sessions;

fn actors() -> Vec<(Actor, Option<String>)> {
    let staff = |role| Actor::Staff { user_id: "7".into(), name: "Kaisa Käsittelijä".into(), role };
    vec![
        (Actor::Visitor, None),
        (Actor::Filer { email: "testi@esimerkkila.example".into() }, Some("f".repeat(64))),
        (staff(Role::Administrator), Some("a".repeat(64))),
        (staff(Role::Reviewer), Some("b".repeat(64))),
        (staff(Role::Auditor), Some("c".repeat(64))),
    ]
}

impl Ground for Sessions {
    fn find_session<'a>(&'a self, raw_token: &'a str, _: DateTime<Utc>) -> LocalBoxFuture<'a, Result<Option<Actor>, PageError>> {
        let found = match raw_token {
            token if token == "e".repeat(64) => Err(PageError::Internal("the database is away".into())),
            token => Ok(actors().into_iter().find(|(_, known)| known.as_deref() == Some(token)).map(|(actor, _)| actor)),
        };
        async { found }.boxed_local()
    }

    fn is_ready(&self) -> LocalBoxFuture<'_, bool> {
        async { true }.boxed_local()
    }
}

fn site(public_url: &str) -> Arc<Site> {
    Arc::new(Site {
        service: Arc::new(crate::workflow::Service::for_tests()),
        ground: Arc::new(Sessions),
        clock: Arc::new(StoppedClock::at("2026-11-21T08:02:00Z".parse().unwrap())),
        randomness: Arc::new(SystemRandomness),
        public_url: PublicUrl::parse(public_url).unwrap(),
        trusted_proxies: Vec::new(),
        demo: true,
        outbox_dir: std::path::PathBuf::from("outbox"),
        time_limit: Site::TIME_LIMIT,
        doors: Default::default(),
    })
}

async fn send(site: &Arc<Site>, request: TestRequest) -> ServiceResponse {
    let app = init_service(App::new().configure(|app| configure(app, site))).await;
    let response = call_service(&app, request.to_request()).await;
    assert_headers(&response, site);
    response
}

fn assert_headers(response: &ServiceResponse, site: &Site) {
    let value = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let policy = value("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    assert_eq!(value("x-content-type-options").unwrap(), "nosniff");
    assert_eq!(value("referrer-policy").unwrap(), "no-referrer");
    assert_eq!(value("cross-origin-opener-policy").unwrap(), "same-origin");
    assert!(value("permissions-policy").is_some() && value("cache-control").is_some());
    assert_eq!(value("strict-transport-security").is_some(), site.public_url.is_secure());
}

/// A path that fits the route's pattern: parameters become `1`, a language Swedish.
fn path(route: &Route) -> String {
    let mut text = String::new();
    let mut rest = route.path;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push('1');
        rest = after.split_once('}').unwrap().1;
    }
    text.push_str(rest);
    match route.place {
        Place::Language => ["/sv", &text].concat(),
        Place::Root | Place::Data => text,
    }
}

fn as_actor(request: TestRequest, session: Option<&String>) -> TestRequest {
    match session {
        Some(token) => request.insert_header((header::COOKIE, ["federointi-session=", token].concat())),
        None => request,
    }
}

fn request(route: &Route, session: Option<&String>, csrf: bool) -> TestRequest {
    let mut request = as_actor(TestRequest::with_uri(&path(route)), session);
    if route.method == Method::Post {
        request = request.method(Verb::POST).insert_header(header::ContentType::form_url_encoded());
        if csrf {
            let token = session.map_or_else(|| "d".repeat(64), String::clone);
            if session.is_none() {
                request = request.insert_header((header::COOKIE, ["federointi-visitor=", &token].concat()));
            }
            request = request.set_payload(["csrf=", &security::csrf_token(&token)].concat());
        }
    }
    request
}

#[tokio::test]
async fn every_route_refuses_whom_its_rule_does_not_allow() {
    let site = site("http://127.0.0.1:8080");
    for route in routes().filter(|route| route.place == Place::Language) {
        for (actor, session) in actors() {
            let ruling = route.rule.judge(&actor);
            if ruling == Ruling::Allowed {
                continue;
            }
            let response = send(&site, request(route, session.as_ref(), true)).await;
            match ruling {
                Ruling::Unknown => {
                    assert_eq!(response.status(), StatusCode::SEE_OTHER, "{route:?}");
                    let to = response.headers().get("location").unwrap().to_str().unwrap();
                    assert!(to.starts_with("/sv/sign-in") || to.starts_with("/sv/link"), "{to}");
                }
                _ => assert_eq!(response.status(), StatusCode::FORBIDDEN, "{route:?} {actor:?}"),
            }
        }
    }
}

#[tokio::test]
async fn data_is_refused_to_whom_its_rule_does_not_allow_as_problem_details() {
    let site = site("http://127.0.0.1:8080");
    for route in routes().filter(|route| route.place == Place::Data) {
        for (actor, session) in actors() {
            if route.rule.judge(&actor) == Ruling::Allowed {
                continue;
            }
            let response = send(&site, request(route, session.as_ref(), true)).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{route:?} {actor:?}");
            assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
            let problem: serde_json::Value = serde_json::from_slice(&read_body(response).await).unwrap();
            assert_eq!((&problem["status"], &problem["title"]), (&403.into(), &"Forbidden".into()), "{problem}");
            assert!(problem["detail"].as_str().unwrap().len() > 10, "{problem}");
        }
    }
}

#[tokio::test]
async fn every_form_without_its_token_is_refused() {
    let site = site("http://127.0.0.1:8080");
    for route in routes().filter(|route| route.method == Method::Post && route.place == Place::Language) {
        for (actor, session) in actors() {
            if route.rule.judge(&actor) == Ruling::Allowed {
                let response = send(&site, request(route, session.as_ref(), false)).await;
                assert_eq!(response.status(), StatusCode::FORBIDDEN, "{route:?} {actor:?}");
                let foreign = request(route, session.as_ref(), true).insert_header(("sec-fetch-site", "cross-site"));
                assert_eq!(send(&site, foreign).await.status(), StatusCode::FORBIDDEN, "{route:?} {actor:?}");
            }
        }
    }
}

#[test]
fn no_two_routes_are_the_same_and_every_page_that_changes_has_a_rule_of_its_own() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes() {
        assert!(route.path.is_empty() || route.path.starts_with('/'), "{route:?}");
        assert!(!route.path.ends_with('/') || route.place == Place::Root, "{route:?}");
        let is_form = route.method == Method::Post && route.place != Place::Data;
        assert!(route.place == Place::Language || !is_form, "a form needs a session: {route:?}");
        let by_program = route.method == Method::Post && route.place == Place::Data;
        assert!(
            !by_program || matches!(route.rule, route::Rule::Anyone),
            "without a token of its form no session may act: {route:?}"
        );
        assert!(seen.insert((format!("{:?}", route.method), format!("{:?}", route.place), route.path)), "twice: {route:?}");
        if let route::Rule::Staff(roles) = route.rule {
            assert!(!roles.is_empty(), "{route:?}");
        }
    }
}

#[tokio::test]
async fn the_frame_is_in_the_language_of_the_address_and_links_to_the_others() {
    let site = site("http://127.0.0.1:8080");
    for (code, tag, word) in
        [("fi", "fi", "Siirry sisältöön"), ("sv", "sv-FI", "Gå till innehållet"), ("en", "en", "Skip to content")]
    {
        let response = send(&site, TestRequest::with_uri(&["/", code, "?a=1"].concat())).await;
        assert_eq!(response.status(), StatusCode::OK);
        let page = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        assert!(page.contains(&["<html lang=\"", tag, "\">"].concat()) && page.contains(word), "{page}");
        assert!(page.contains("href=\"/sv?a=1\"") && page.contains("class=\"demo\""));
        assert!(!page.contains("style=") && !page.contains("<style") && !page.contains("onclick"));
    }
}

#[tokio::test]
async fn errors_are_pages_in_the_reader_s_language() {
    let site = site("https://federointi.example");
    let response = send(&site, TestRequest::with_uri("/sv/no-such-page")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(String::from_utf8(read_body(response).await.to_vec()).unwrap().contains("Sidan hittades inte"));
    let response = send(&site, TestRequest::with_uri("/wp-login.php").insert_header(("accept-language", "en"))).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(String::from_utf8(read_body(response).await.to_vec()).unwrap().contains("The page was not found"));
    let response = send(&site, TestRequest::with_uri("/fi").method(Verb::DELETE)).await;
    assert_eq!(
        (response.status(), response.headers().get("allow").unwrap().to_str().unwrap()),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD")
    );
    let broken = ["__Host-federointi-session=", &"e".repeat(64)].concat();
    let response = send(&site, TestRequest::with_uri("/fi").insert_header((header::COOKIE, broken))).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = String::from_utf8(read_body(response).await.to_vec()).unwrap();
    assert!(page.contains("Vian tunniste") && !page.contains("database"), "{page}");
}

#[test]
fn every_error_is_told_in_every_language() {
    use crate::agreement::Language;
    for lang in Language::ALL {
        let frame = layout::Frame::new(lang, Actor::Visitor, false, String::new(), String::new(), String::new());
        for (error, status) in [
            (PageError::BadRequest, 400),
            (PageError::Forbidden, 403),
            (PageError::ForeignForm, 403),
            (PageError::NotFound, 404),
            (PageError::MethodNotAllowed { allow: "GET" }, 405),
            (PageError::Conflict, 409),
            (PageError::TooLarge, 413),
            (PageError::Unprocessable, 422),
            (PageError::TooMany { retry_after: 61 }, 429),
            (PageError::Unavailable, 503),
            (PageError::Internal("x".into()), 500),
        ] {
            assert_eq!(error.respond(&frame, &SystemRandomness).status().as_u16(), status);
        }
    }
}

#[tokio::test]
async fn the_root_leads_to_a_language_and_a_slash_too_many_is_mended() {
    let site = site("http://127.0.0.1:8080");
    for (uri, to) in [("/", "/sv"), ("/fi/", "/fi")] {
        let response = send(&site, TestRequest::with_uri(uri).insert_header(("accept-language", "sv-FI"))).await;
        assert_eq!(response.headers().get("location").unwrap().to_str().unwrap(), to);
    }
    assert_eq!(send(&site, TestRequest::with_uri("//evil.example/")).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn health_needs_no_session_and_assets_may_be_kept() {
    let site = site("http://127.0.0.1:8080");
    for uri in ["/healthz", "/readyz"] {
        let response = send(&site, as_actor(TestRequest::with_uri(uri), Some(&"e".repeat(64)))).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers().get("set-cookie").is_none());
    }
    let response = send(&site, TestRequest::with_uri(assets::asset("look.css"))).await;
    assert!(response.headers().get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
    assert_eq!(response.headers().get("content-type").unwrap(), "text/css; charset=utf-8");
    assert_eq!(send(&site, TestRequest::with_uri("/assets/../Cargo.toml")).await.status(), StatusCode::NOT_FOUND);
}

/// Forms and faults, on an application of its own with handlers made for it.
mod of_the_way {
    use super::*;
    use crate::web::dispatch::serve_route;
    use crate::web::route::{Rule, route};
    use std::time::Duration;

    async fn echo(cx: Cx) -> Answer {
        #[derive(serde::Deserialize)]
        struct Form {
            name: String,
        }
        let form: Form = cx.form()?;
        Ok(cx.page(&form.name, cx.csrf()))
    }

    async fn form(cx: Cx) -> Answer {
        Ok(cx.page("Form", cx.csrf()))
    }

    async fn slow(_: Cx) -> Answer {
        std::future::pending().await
    }

    async fn broken(_: Cx) -> Answer {
        panic!("a defect")
    }

    const ECHO: Route = route!(Post "/echo", echo, Rule::Anyone);
    const FORM: Route = route!(Get "/form", form, Rule::Anyone);
    const SLOW: Route = route!(Get "/slow", slow, Rule::Anyone);
    const BROKEN: Route = route!(Get "/broken", broken, Rule::Anyone);
    const FILER: Route = route!(Get "/own", broken, Rule::Filer);

    async fn send(site: &Arc<Site>, route: &'static Route, request: TestRequest) -> ServiceResponse {
        let app = init_service(App::new().configure(|app| serve_route(app, site, route))).await;
        let response = call_service(&app, request.to_request()).await;
        assert_headers(&response, site);
        response
    }

    fn post(body: &[u8]) -> TestRequest {
        let token = "d".repeat(64);
        let body = [format!("csrf={}&", security::csrf_token(&token)).as_bytes(), body].concat();
        TestRequest::post()
            .uri("/fi/echo")
            .insert_header(header::ContentType::form_url_encoded())
            .insert_header((header::COOKIE, ["federointi-visitor=", &token].concat()))
            .set_payload(body)
    }

    #[tokio::test]
    async fn a_form_is_read_or_refused() {
        let site = site("http://127.0.0.1:8080");
        let response = send(&site, &ECHO, post("name=J%C3%A4ms%C3%A4".as_bytes())).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers().get("set-cookie").is_none(), "the visitor has a cookie already");
        assert_eq!(send(&site, &ECHO, post(b"name=%FF")).await.status(), StatusCode::BAD_REQUEST);
        assert_eq!(send(&site, &ECHO, post(b"other=1")).await.status(), StatusCode::BAD_REQUEST);
        let large = ["name=", &"a".repeat(300 * 1024)].concat();
        assert_eq!(send(&site, &ECHO, post(large.as_bytes())).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let many = "a=1&".repeat(600);
        assert_eq!(send(&site, &ECHO, post(many.as_bytes())).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let json = post(b"name=1").insert_header(header::ContentType::json());
        assert_eq!(send(&site, &ECHO, json).await.status(), StatusCode::BAD_REQUEST);
        let bare =
            TestRequest::post().uri("/fi/echo").insert_header(header::ContentType::form_url_encoded()).set_payload("name=1");
        assert_eq!(send(&site, &ECHO, bare).await.status(), StatusCode::FORBIDDEN);
        let other = ["federointi-visitor=", &"e".repeat(64)].concat();
        let other = post(b"name=1").insert_header((header::COOKIE, other));
        assert_eq!(send(&site, &ECHO, other).await.status(), StatusCode::FORBIDDEN, "the token belongs to another browser");
        let foreign = post(b"name=1").insert_header(("origin", "https://evil.example"));
        assert_eq!(send(&site, &ECHO, foreign).await.status(), StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_page_with_a_form_gives_a_visitor_the_cookie_that_its_token_belongs_to() {
        let site = site("https://federointi.example");
        let response = send(&site, &FORM, TestRequest::with_uri("/fi/form")).await;
        let cookie = response.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
        let token = cookie.strip_prefix("__Host-federointi-visitor=").unwrap().split(';').next().unwrap().to_owned();
        assert!(cookie.contains("Secure") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let page = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        assert!(page.contains(&security::csrf_token(&token)) && !page.contains(&token));
    }

    #[tokio::test]
    async fn a_slow_page_is_answered_503_and_a_defect_500() {
        let mut quick = site("http://127.0.0.1:8080");
        Arc::get_mut(&mut quick).unwrap().time_limit = Duration::from_millis(20);
        let response = send(&quick, &SLOW, TestRequest::with_uri("/en/slow")).await;
        assert_eq!((response.status(), response.headers().contains_key("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, true));
        assert_eq!(send(&quick, &BROKEN, TestRequest::with_uri("/en/broken")).await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn a_visitor_is_sent_for_a_link_and_back() {
        let site = site("http://127.0.0.1:8080");
        let response = send(&site, &FILER, TestRequest::with_uri("/fi/own?a=1&b=2")).await;
        assert_eq!(response.headers().get("location").unwrap(), "/fi/link?next=%2Ffi%2Fown%3Fa%3D1%26b%3D2");
    }
}

#[test]
fn every_cell_of_rule_and_actor_is_as_written_here() {
    use Ruling::{Allowed as Y, Refused as N, Unknown as Q};
    // Visitor, filer, administrator, reviewer, auditor.
    let table = [
        (route::Rule::Anyone, [Y, Y, Y, Y, Y]),
        (route::Rule::Filer, [Q, Y, N, N, N]),
        (route::Rule::Known, [Q, Y, Y, Y, Y]),
        (route::Rule::Staff(&[Role::Administrator]), [Q, N, Y, N, N]),
        (route::Rule::Staff(&[Role::Administrator, Role::Reviewer]), [Q, N, Y, Y, N]),
        (route::Rule::Staff(&[Role::Administrator, Role::Reviewer, Role::Auditor]), [Q, N, Y, Y, Y]),
    ];
    for (rule, cells) in table {
        for ((actor, _), expected) in actors().into_iter().zip(cells) {
            assert_eq!(rule.judge(&actor), expected, "{rule:?} {actor:?}");
        }
    }
}
