//! From the route table to the application: the way of every request.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::Server;
use actix_web::http::{StatusCode, header};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use chrono::{DateTime, Utc};
use futures_util::{FutureExt, StreamExt};

use super::context::{Cx, redirect};
use super::form::{Fields, MAX_BODY};
use super::layout::{Frame, Page};
use super::problem::is_for_programs;
use super::route::{LINK, Method, Place, Route, Rule, Ruling, SIGN_IN, routes};
use super::security::{self, CookieKind};
use super::{Actor, Answer, PageError, Site, client, headers, pages, upload};
use crate::agreement::Language;

/// Puts every route of the table, and the answers to what is not in it, into an application.
pub fn configure(app: &mut web::ServiceConfig, site: &Arc<Site>) {
    let mut paths: BTreeMap<String, Vec<&'static Route>> = BTreeMap::new();
    for route in routes() {
        paths.entry(pattern(route)).or_default().push(route);
    }
    // actix takes the first resource that fits, so that fixed paths come before those with parameters.
    let mut paths: Vec<_> = paths.into_iter().collect();
    paths.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    for (pattern, routes) in paths {
        let allow = if routes.iter().all(|route| route.method == Method::Get) {
            "GET, HEAD"
        } else if routes.iter().all(|route| route.method == Method::Post) {
            "POST"
        } else {
            "GET, HEAD, POST"
        };
        let mut resource = web::resource(pattern);
        for route in routes {
            let methods: &[fn() -> actix_web::Route] = match route.method {
                Method::Get => &[web::get, web::head],
                Method::Post => &[web::post],
            };
            for method in methods {
                let site = Arc::clone(site);
                resource = resource
                    .route(method().to(move |request, payload| answer(Some(route), None, Arc::clone(&site), request, payload)));
            }
        }
        let site = Arc::clone(site);
        app.service(
            resource
                .default_service(web::to(move |request, payload| answer(None, Some(allow), Arc::clone(&site), request, payload))),
        );
    }
    let site = Arc::clone(site);
    app.default_service(web::to(move |request, payload| answer(None, None, Arc::clone(&site), request, payload)));
}

/// Serves on `listener` until the returned server's handle is told to stop, which lets requests under way end first (10 s at most).
/// The caller listens to signals.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(site: &Arc<Site>, listener: std::net::TcpListener) -> std::io::Result<Server> {
    let site = Arc::clone(site);
    Ok(HttpServer::new(move || App::new().configure(|app| configure(app, &site)))
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .disable_signals()
        .listen(listener)?
        .run())
}

/// A route that is not of the table, for tests of the way itself.
#[cfg(test)]
pub(super) fn serve_route(app: &mut web::ServiceConfig, site: &Arc<Site>, route: &'static Route) {
    let site = Arc::clone(site);
    let service = web::to(move |request, payload| answer(Some(route), None, Arc::clone(&site), request, payload));
    app.service(web::resource(pattern(route)).route(service));
}

fn pattern(route: &Route) -> String {
    match route.place {
        Place::Language => ["/{lang:fi|sv|en}", route.path].concat(),
        Place::Root | Place::Data => route.path.to_owned(),
    }
}

/// What is known of a request before its handler.
struct Asked {
    now: DateTime<Utc>,
    actor: Actor,
    frame: Rc<Frame>,
    /// The raw token of a session that was found.
    session: Option<String>,
    /// A visitor's token that the browser does not have yet.
    fresh_visitor: Option<String>,
    preferred: Language,
}

async fn answer(
    route: Option<&'static Route>,
    allow: Option<&'static str>,
    site: Arc<Site>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let started = Instant::now();
    // Assets and health need no session, and must answer when the database does not.
    let with_session = route.is_none_or(|route| route.place != Place::Root);
    let (asked, fault) = ask(&site, &request, with_session).await;
    let work = async {
        match (fault, route, allow) {
            (Some(fault), ..) => Err(fault),
            (None, Some(route), _) => handle(route, &asked, &site, &request, payload).await,
            (None, None, Some(allow)) => Err(PageError::MethodNotAllowed { allow }),
            (None, None, None) => unknown_path(&request),
        }
    };
    // A file takes its time on a slow line.
    let limit = site.time_limit * if route.is_some_and(|route| route.takes_files) { 2 } else { 1 };
    let result = match actix_web::rt::time::timeout(limit, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(PageError::Internal("the handler panicked".to_owned())),
        Err(_) => Err(PageError::Unavailable),
    };
    let mut response = result.unwrap_or_else(|error| match is_for_programs(request.path()) {
        true => error.respond_to_program(&*site.randomness),
        false => error.respond(&asked.frame, &*site.randomness),
    });
    finish(&mut response, &asked, &site);
    // The path itself may hold a token, so the log gets the route's pattern.
    let path = route.map_or("-", |route| route.path);
    let (status, milliseconds) = (response.status().as_u16(), started.elapsed().as_millis());
    tracing::info!(method = %request.method(), path, status, milliseconds, "answered");
    response
}

async fn ask(site: &Arc<Site>, request: &HttpRequest, with_session: bool) -> (Asked, Option<PageError>) {
    let now = site.clock.now();
    let secure = site.public_url.is_secure();
    let preferred = preferred_language(request);
    let (lang, path) = split_language(request.path()).unwrap_or((preferred, ""));
    let mut fault = None;
    let mut known = None;
    if let Some(token) = security::read_cookie(request, CookieKind::Session, secure).filter(|_| with_session) {
        let looked_up = actix_web::rt::time::timeout(site.time_limit, site.ground.find_session(&token, now)).await;
        match looked_up.unwrap_or(Err(PageError::Unavailable)) {
            Ok(found) => known = found.map(|actor| (actor, token)),
            Err(error) => fault = Some(error),
        }
    }
    let (actor, session) = known.map_or((Actor::Visitor, None), |(actor, token)| (actor, Some(token)));
    let visitor = security::read_cookie(request, CookieKind::Visitor, secure);
    let fresh_visitor =
        if session.is_none() && visitor.is_none() { Some(crate::workflow::token::new(&*site.randomness)) } else { None };
    let tied_to = session.as_ref().or(visitor.as_ref()).or(fresh_visitor.as_ref());
    let csrf = tied_to.map(|token| security::csrf_token(token)).unwrap_or_default();
    let address = match request.query_string() {
        "" => path.to_owned(),
        query => [path, "?", query].concat(),
    };
    let frame = Rc::new(Frame::new(lang, actor.clone(), site.demo, path.to_owned(), address, csrf));
    (Asked { now, actor, frame, session, fresh_visitor, preferred }, fault)
}

async fn handle(route: &'static Route, asked: &Asked, site: &Arc<Site>, request: &HttpRequest, payload: web::Payload) -> Answer {
    match route.rule.judge(&asked.actor) {
        Ruling::Allowed => {}
        Ruling::Refused => return Err(PageError::Forbidden),
        Ruling::Unknown if route.place == Place::Data => return Err(PageError::Forbidden),
        Ruling::Unknown => return unknown_actor(route, asked, site, request, payload).await,
    }
    let (mut form, mut held, mut body) = (upload::Form::default(), None, Vec::new());
    if route.method == Method::Post && route.place == Place::Data {
        // Programs are known by no cookie, so that no site can make a browser act in somebody's name here.
        body = read_body(request, payload, "application/json").await?;
    } else if route.method == Method::Post {
        if !security::is_own_origin(request, &site.public_url) {
            return Err(PageError::ForeignForm);
        }
        let header = request.headers().get("x-csrf-token").and_then(|value| value.to_str().ok());
        // Without the visitor's cookie there is nothing that a token could be tied to.
        let is_tied = asked.fresh_visitor.is_none();
        let fits = |token: Option<&str>| {
            is_tied && security::csrf_matches(asked.frame.expected_csrf(), token.or(header).unwrap_or_default())
        };
        let has_files = route.takes_files && is_of_type(request, "multipart/form-data");
        let door = site.doors.of(&asked.actor);
        if has_files {
            if let Err(refused) = admit(route, is_tied, site, request).await {
                upload::discard(payload).await;
                return Err(refused);
            }
            form = upload::read(request, payload, Some(door), fits).await?;
        } else {
            form.fields = read_form(request, payload).await?;
        }
        let given = form.fields.first("csrf");
        if !fits(given) {
            // A page of an earlier session, such as one left open in another tab: what was typed is shown back.
            let earlier = !matches!(route.rule, Rule::Anyone) && given.or(header).is_some_and(|given| !given.is_empty());
            return kept(route, asked, &form.fields).filter(|_| earlier).ok_or(PageError::ForeignForm);
        }
        if form.has_dropped {
            return Err(PageError::BadRequest);
        }
        if has_files {
            held = Some(door.turn(form.room.take()).await?);
        }
    }
    let cx = Cx {
        lang: asked.frame.lang,
        now: asked.now,
        actor: asked.actor.clone(),
        site: Arc::clone(site),
        frame: Rc::clone(&asked.frame),
        params: request.match_info().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        path: request.path().to_owned(),
        query: request.query_string().to_owned(),
        fields: form.fields,
        uploads: form.uploads,
        held,
        body,
        network: client::network(request, &site.trusted_proxies),
        session: asked.session.clone(),
        preferred: asked.preferred,
        head: request.method() == actix_web::http::Method::HEAD,
    };
    (route.handler)(cx).await
}

/// Whether a form with files is read at all: of strangers so many in an hour from one network, and none without the cookie of our pages.
async fn admit(route: &Route, is_tied: bool, site: &Site, request: &HttpRequest) -> Result<(), PageError> {
    if !is_tied {
        return Err(PageError::ForeignForm);
    }
    if matches!(route.rule, Rule::Anyone) {
        let network = client::network(request, &site.trusted_proxies);
        crate::workflow::verify::admit(&site.service, &network).await?;
    }
    Ok(())
}

/// The page that shows back what was typed into a form whose session is over.
fn kept(route: &Route, asked: &Asked, fields: &Fields) -> Option<HttpResponse> {
    let door = if matches!(route.rule, Rule::Filer) { LINK } else { SIGN_IN };
    let (title, body) = pages::filer::kept::session_over(asked.frame.lang, door, fields.pairs())?;
    Some(asked.frame.respond(StatusCode::FORBIDDEN, &Page::new(&title), body))
}

/// A visitor is sent to the door. What a filer typed while the session ended is shown back first: it must not be lost.
async fn unknown_actor(route: &Route, asked: &Asked, site: &Site, request: &HttpRequest, payload: web::Payload) -> Answer {
    let lang = asked.frame.lang;
    if route.method == Method::Post && !matches!(route.rule, Rule::Anyone) && security::is_own_origin(request, &site.public_url) {
        let fields = if route.takes_files && is_of_type(request, "multipart/form-data") {
            // The files are of no use to anybody.
            upload::read(request, payload, None, |_| false).await?.fields
        } else {
            read_form(request, payload).await?
        };
        if let Some(kept) = kept(route, asked, &fields) {
            return Ok(kept);
        }
    }
    Ok(to_the_door(route, lang, request))
}

/// Sends a visitor to sign in or to ask for a link, and back afterwards; a form's address may have no page, so only a page is gone back to.
fn to_the_door(route: &Route, lang: Language, request: &HttpRequest) -> HttpResponse {
    let door = if matches!(route.rule, Rule::Filer) { LINK } else { SIGN_IN };
    let door = ["/", lang.code(), door].concat();
    let back = request.uri().path_and_query().map(|address| address.as_str()).filter(|_| route.method == Method::Get);
    match back.and_then(security::local_path).and_then(|back| serde_html_form::to_string([("next", back)]).ok()) {
        Some(next) => redirect(&[&door, "?", &next].concat()),
        None => redirect(&door),
    }
}

/// Whether the body says that it is of this media type.
fn is_of_type(request: &HttpRequest, media_type: &str) -> bool {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|given| given.trim().eq_ignore_ascii_case(media_type))
}

async fn read_form(request: &HttpRequest, payload: web::Payload) -> Result<Fields, PageError> {
    Fields::parse(&read_body(request, payload, "application/x-www-form-urlencoded").await?)
}

/// The body of a request, if it says that it is of this media type and is not too large.
async fn read_body(request: &HttpRequest, mut payload: web::Payload, media_type: &str) -> Result<Vec<u8>, PageError> {
    if !is_of_type(request, media_type) {
        return Err(PageError::BadRequest);
    }
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| PageError::BadRequest)?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(PageError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A path with a `/` too many leads to the one without; any other is not found.
fn unknown_path(request: &HttpRequest) -> Answer {
    let trimmed = request.path().trim_end_matches('/');
    if trimmed.len() < request.path().len() && split_language(trimmed).is_some() {
        return Ok(redirect(trimmed));
    }
    Err(PageError::NotFound)
}

fn finish(response: &mut HttpResponse, asked: &Asked, site: &Site) {
    let secure = site.public_url.is_secure();
    if let Some(token) = asked.fresh_visitor.as_ref().filter(|_| asked.frame.is_csrf_used())
        && let Err(error) = response.add_cookie(&security::cookie(CookieKind::Visitor, secure, token.clone()))
    {
        tracing::error!(%error, "a cookie could not be set");
    }
    headers::add(response.headers_mut(), secure);
}

/// `/fi/queue` is Finnish and `/queue`.
fn split_language(path: &str) -> Option<(Language, &str)> {
    let rest = path.strip_prefix('/')?;
    let (code, _) = rest.split_once('/').unwrap_or((rest, ""));
    let lang = Language::from_code(code)?;
    Some((lang, rest.get(code.len()..).unwrap_or_default()))
}

/// The first language of `Accept-Language` that the service has (RFC 9110, 12.5.4), or Finnish.
fn preferred_language(request: &HttpRequest) -> Language {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut wanted: Vec<(u32, Language)> = header
        .split(',')
        .filter_map(|entry| {
            let (tag, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
            let code = tag.trim().split('-').next()?.to_ascii_lowercase();
            let weight: f64 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            let language = Language::from_code(&code)?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–1000")]
            let thousandths = (weight.clamp(0.0, 1.0) * 1000.0) as u32;
            (thousandths > 0).then_some((thousandths, language))
        })
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.first().map_or(Language::Fi, |(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_path_is_split_after_its_language() {
        assert_eq!(split_language("/fi/queue"), Some((Language::Fi, "/queue")));
        assert_eq!(split_language("/sv"), Some((Language::Sv, "")));
        assert_eq!(split_language("/final"), None);
        assert_eq!(split_language("/"), None);
    }

    #[test]
    fn the_browser_s_wish_chooses_the_language() {
        let of = |header: &'static str| {
            preferred_language(&TestRequest::get().insert_header(("accept-language", header)).to_http_request())
        };
        assert_eq!(of("sv-FI,sv;q=0.9,en;q=0.8"), Language::Sv);
        assert_eq!(of("de, en;q=0.2, fi;q=0.7"), Language::Fi);
        assert_eq!(of("en;q=0, sv;q=0.1"), Language::Sv);
        assert_eq!(of("de"), Language::Fi);
        assert_eq!(of("rubbish;;;q=x"), Language::Fi);
    }
}
