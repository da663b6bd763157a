//! What a handler is given: who asks, what was sent, and the ways to answer.

use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::{self, Fields};
use super::layout::{Frame, Page};
use super::security::{self, CookieKind, local_path};
use super::upload::Held;
use super::{Actor, Answer, PageError, Role, Service, Site, Upload};
use crate::agreement::{EmailAddress, Language, RequestId, UserId};
use crate::workflow::Staff;

/// A request as a handler sees it. Its language, session, rule, CSRF token and size are already checked.
pub struct Cx {
    /// The language of the address.
    pub lang: Language,
    /// The moment of the request.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub actor: Actor,
    pub(super) site: Arc<Site>,
    pub(super) frame: Rc<Frame>,
    pub(super) params: Vec<(String, String)>,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) fields: Fields,
    pub(super) uploads: Vec<Upload>,
    pub(super) held: Option<Arc<Held>>,
    pub(super) body: Vec<u8>,
    pub(super) network: String,
    pub(super) session: Option<String>,
    pub(super) preferred: Language,
    pub(super) head: bool,
}

impl Cx {
    /// The workflows.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.site.service
    }

    /// What the service was started with.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The filer's address.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] to anybody else; a rule of [`Rule::Filer`](super::route::Rule::Filer) makes that impossible.
    pub fn filer(&self) -> Result<&str, PageError> {
        match &self.actor {
            Actor::Filer { email } => Ok(email),
            _ => Err(PageError::Forbidden),
        }
    }

    /// The filer's address, for the workflows.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] to anybody else.
    pub fn filer_address(&self) -> Result<EmailAddress, PageError> {
        EmailAddress::parse(self.filer()?).map_err(|_| PageError::Forbidden)
    }

    /// Whoever of Kela asks, for the workflows.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] to anybody else.
    pub fn member(&self) -> Result<Staff, PageError> {
        let (id, name, role) = self.staff()?;
        Ok(Staff { id: UserId::parse(id).ok_or(PageError::Forbidden)?, name: name.to_owned(), role })
    }

    /// The id of a request in the path.
    ///
    /// # Errors
    /// [`PageError::NotFound`] when it is none.
    pub fn request_id(&self) -> Result<RequestId, PageError> {
        RequestId::parse(&self.param::<String>("id")?).ok_or(PageError::NotFound)
    }

    /// The account's id, name and role.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] to anybody else; a rule of [`Rule::Staff`](super::route::Rule::Staff) makes that impossible.
    pub fn staff(&self) -> Result<(&str, &str, Role), PageError> {
        match &self.actor {
            Actor::Staff { user_id, name, role } => Ok((user_id, name, *role)),
            _ => Err(PageError::Forbidden),
        }
    }

    /// Whether only the headers of the answer are asked for (HEAD): then nothing is handed out, and nothing is noted as handed out.
    #[must_use]
    pub const fn is_head(&self) -> bool {
        self.head
    }

    /// The path, with its language.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The client's network, `192.0.2.0/24` or `2001:db8:1::/48`, for limits.
    #[must_use]
    pub fn network(&self) -> &str {
        &self.network
    }

    /// The language that the browser asks for, for addresses that carry none.
    #[must_use]
    pub const fn preferred_language(&self) -> Language {
        self.preferred
    }

    /// A parameter of the path, by its name in the route.
    ///
    /// # Errors
    /// [`PageError::NotFound`] when it is not in the route or does not parse.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, PageError> {
        let value =
            self.params.iter().find(|(given, _)| given == name).map(|(_, value)| value).filter(|value| !value.contains('\0'));
        value.and_then(|value| value.parse().ok()).ok_or(PageError::NotFound)
    }

    /// The query of the address. Repeated names become lists; unknown names are let be.
    ///
    /// # Errors
    /// [`PageError::BadRequest`] when it does not fit `T` or is not UTF-8.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, PageError> {
        form::query(&self.query)
    }

    /// The posted form. Repeated names become lists; unknown names are let be.
    ///
    /// # Errors
    /// [`PageError::BadRequest`] when a field of `T` without default is missing.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, PageError> {
        self.fields.read()
    }

    /// The body that a program posted; empty of any other request.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The posted names and values as they came, for forms whose names vary.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        self.fields.pairs()
    }

    /// The first posted value of this name, which may be a button's.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.first(name)
    }

    /// Takes the file that was sent in this field; none where nothing was chosen. Only routes that take files have any.
    pub fn take_upload(&mut self, field: &str) -> Option<Upload> {
        let is_it = |upload: &Upload| upload.field == field && !(upload.name.is_empty() && upload.bytes.is_empty());
        self.uploads.iter().position(is_it).map(|at| self.uploads.swap_remove(at))
    }

    /// The turn and the room of the files that were sent, to go along with work on them that may outlast this request.
    #[must_use]
    pub fn held(&self) -> Option<Arc<Held>> {
        self.held.clone()
    }

    /// The hidden field that every form of method POST must hold.
    #[must_use]
    pub fn csrf(&self) -> Markup {
        let token = self.frame.csrf();
        html! { input type="hidden" name="csrf" value=(token); }
    }

    /// An address of this service in the reader's language: `/queue` becomes `/fi/queue`, the empty path the start page.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        ["/", self.lang.code(), path].concat()
    }

    /// An address of this service as it stands in mail, in `lang`.
    #[must_use]
    pub fn public_address(&self, lang: Language, path: &str) -> String {
        [self.site.public_url.origin(), "/", lang.code(), path].concat()
    }

    /// Where to go on after signing in: the `next` of the form or the query, if it is a path of this service.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        let query = Fields::parse(self.query.as_bytes()).unwrap_or_default();
        let next = self.fields.first("next").or_else(|| query.first("next"))?;
        local_path(next).map(str::to_owned)
    }

    /// A page: `body` is what stands in `main`.
    pub fn page(&self, title: &str, body: Markup) -> HttpResponse {
        self.answer(StatusCode::OK, &Page::new(title), body)
    }

    /// The page of a form that was refused: status 422, its title begins with the word for an error.
    pub fn refused(&self, title: &str, body: Markup) -> HttpResponse {
        self.answer(StatusCode::UNPROCESSABLE_ENTITY, &Page::new(title).with_errors(), body)
    }

    /// A page with a status of its own.
    pub fn answer(&self, status: StatusCode, page: &Page<'_>, body: Markup) -> HttpResponse {
        self.frame.respond(status, page, body)
    }

    /// A piece of a page, for the script.
    pub fn fragment(&self, body: Markup) -> HttpResponse {
        HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body.into_string())
    }

    /// Data for the script.
    pub fn json(&self, data: &impl Serialize) -> HttpResponse {
        HttpResponse::Ok().json(data)
    }

    /// A file to keep. `name` is ASCII without quotes.
    pub fn file(&self, name: &str, kind: &str, bytes: Vec<u8>) -> HttpResponse {
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
        HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, kind))
            .insert_header((header::CONTENT_DISPOSITION, ["attachment; filename=\"", &name, "\""].concat()))
            .body(bytes)
    }

    /// On to a page of the reader's language, by GET (303).
    pub fn redirect(&self, path: &str) -> HttpResponse {
        redirect(&self.href(path))
    }

    /// On to a whole local path, such as [`Cx::next`] gives; anything that is not local leads to the start page.
    pub fn redirect_to(&self, local: &str) -> HttpResponse {
        redirect(local_path(local).unwrap_or(&self.href("")))
    }

    /// Refuses with [`PageError::NotFound`], which also hides what somebody else owns.
    ///
    /// # Errors
    /// Always.
    pub const fn not_found(&self) -> Answer {
        Err(PageError::NotFound)
    }

    /// The raw token of the session in use, to end it.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// Gives the browser a session's raw token with this answer. The workflow has stored its hash.
    pub fn with_session(&self, mut response: HttpResponse, raw_token: String) -> HttpResponse {
        let cookie = security::cookie(CookieKind::Session, self.site.public_url.is_secure(), raw_token);
        if let Err(error) = response.add_cookie(&cookie) {
            tracing::error!(%error, "a cookie could not be set");
        }
        response
    }

    /// Takes the session's token from the browser with this answer. The workflow has ended the session.
    pub fn without_session(&self, mut response: HttpResponse) -> HttpResponse {
        let cookie = security::removed_cookie(CookieKind::Session, self.site.public_url.is_secure());
        if let Err(error) = response.add_cookie(&cookie) {
            tracing::error!(%error, "a cookie could not be removed");
        }
        response
    }
}

pub(super) fn redirect(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish()
}
