//! The one table of routes: method, path, handler and the rule who may. It builds the application and its tests, so that a route without
//! a rule cannot be written.

use actix_web::HttpResponse;
use futures_util::future::LocalBoxFuture;

use super::{Actor, Cx, PageError, Role, pages};

/// What a handler gives: a page, a redirect, a file; or an error that becomes a page.
pub type Answer = Result<HttpResponse, PageError>;

/// A handler, boxed: write `async fn name(cx: Cx) -> Answer` and let [`route!`](crate::web::route::route) box it.
pub type Handler = fn(Cx) -> LocalBoxFuture<'static, Answer>;

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads (HEAD too) and changes nothing.
    Get,
    /// Changes something, by a form of our own.
    Post,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Below `/fi`, `/sv` and `/en`: a page, with a session.
    Language,
    /// At the root, without language or session: assets, health.
    Root,
    /// At the root, with a session: data for programs. What goes wrong is told as problem details (RFC 9457).
    Data,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Everybody.
    Anyone,
    /// Someone who opened a link mailed to them.
    Filer,
    /// Someone with a session: a filer, or anybody of Kela.
    Known,
    /// Someone of Kela in one of these roles.
    Staff(&'static [Role]),
}

/// What a rule says of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// May.
    Allowed,
    /// Nobody is known: a link or a sign-in is needed first.
    Unknown,
    /// Known, and may not.
    Refused,
}

impl Rule {
    /// Whether `actor` may.
    #[must_use]
    pub fn judge(self, actor: &Actor) -> Ruling {
        match (self, actor) {
            (Self::Anyone, _) | (Self::Filer, Actor::Filer { .. }) | (Self::Known, Actor::Filer { .. } | Actor::Staff { .. }) => {
                Ruling::Allowed
            }
            (Self::Filer | Self::Known | Self::Staff(_), Actor::Visitor) => Ruling::Unknown,
            (Self::Staff(roles), Actor::Staff { role, .. }) if roles.contains(role) => Ruling::Allowed,
            (Self::Staff(_), Actor::Filer { .. } | Actor::Staff { .. }) | (Self::Filer, Actor::Staff { .. }) => Ruling::Refused,
        }
    }
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Where its path begins.
    pub place: Place,
    /// Its path in actix's pattern language, after the language; empty for the start page.
    pub path: &'static str,
    /// Who may use it.
    pub rule: Rule,
    /// Whether its form may carry files.
    pub takes_files: bool,
    /// What answers it.
    pub handler: Handler,
}

/// Writes a route: `route!(Get "/queue", queue, Rule::Staff(&[Role::Reviewer]))`; `route!(Root Get "/healthz", …)` without a language;
/// `route!(Data Get "/api/…", …)` for programs; `route!(Files "/verify", …)` for a form with files, posted.
#[macro_export]
#[doc(hidden)]
macro_rules! __route {
    (Root $method:ident $path:literal, $handler:path, $rule:expr) => {
        $crate::__route!(@ Root $method false $path, $handler, $rule)
    };
    (Files $path:literal, $handler:path, $rule:expr) => {
        $crate::__route!(@ Language Post true $path, $handler, $rule)
    };
    (Data $method:ident $path:literal, $handler:path, $rule:expr) => {
        $crate::__route!(@ Data $method false $path, $handler, $rule)
    };
    ($method:ident $path:literal, $handler:path, $rule:expr) => {
        $crate::__route!(@ Language $method false $path, $handler, $rule)
    };
    (@ $place:ident $method:ident $takes_files:literal $path:literal, $handler:path, $rule:expr) => {
        $crate::web::route::Route {
            method: $crate::web::route::Method::$method,
            place: $crate::web::route::Place::$place,
            path: $path,
            rule: $rule,
            takes_files: $takes_files,
            handler: |cx| ::std::boxed::Box::pin($handler(cx)),
        }
    };
}
pub use crate::__route as route;

/// Where a visitor of the desk signs in, after the language.
pub const SIGN_IN: &str = "/sign-in";
/// Where a filer asks for a link, after the language.
pub const LINK: &str = "/link";

/// The routes of each page.
const TABLES: &[&[&[Route]]] = &[
    &[
        pages::start::ROUTES,
        pages::public::ROUTES,
        pages::check::ROUTES,
        pages::check_api::ROUTES,
        pages::demo_mail::ROUTES,
        pages::system::ROUTES,
        pages::log::ROUTES,
        pages::verify::ROUTES,
    ],
    pages::filer::ROUTES,
    pages::sign::ROUTES,
    pages::desk::ROUTES,
];

/// Every route of the service.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    TABLES.iter().copied().flatten().copied().flatten()
}

/// Whether a page of this path (without parameters) exists and `actor` may open it: menus show nothing else.
#[must_use]
pub fn may_open(actor: &Actor, path: &str) -> bool {
    routes().any(|route| {
        let page = route.method == Method::Get && route.place == Place::Language && route.path == path;
        page && route.rule.judge(actor) == Ruling::Allowed
    })
}
