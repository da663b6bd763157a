//! The frame of every page: head, header with languages, the desk's menu, the demonstration's banner, foot.

use std::cell::Cell;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::assets::asset;
use super::components::icon::{rings, sprite};
use super::route::may_open;
use super::{Actor, Role};
use crate::agreement::Language;
use crate::i18n::Translate;

/// What a page says of itself to its frame.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    title: &'a str,
    errors: bool,
    form: Option<SavedForm<'a>>,
}

/// The form of a page, whose content the language buttons of the header save and keep.
#[derive(Debug, Clone, Copy)]
pub struct SavedForm<'a> {
    /// Its id in the page.
    pub id: &'a str,
    /// The words of the button that saves it.
    pub save: &'a str,
}

/// The name of the language buttons in a form.
pub const SWITCH: &str = "switch";

impl<'a> Page<'a> {
    /// A page of this title, without the service's name.
    #[must_use]
    pub const fn new(title: &'a str) -> Self {
        Self { title, errors: false, form: None }
    }

    /// It holds a form that is saved when the language is switched: nothing typed is lost. The form's address must know [`SWITCH`].
    #[must_use]
    pub const fn with_form(self, form: SavedForm<'a>) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Its form was refused: the title begins with the word for an error.
    #[must_use]
    pub const fn with_errors(self) -> Self {
        Self { errors: true, ..self }
    }
}

/// What the frame of one answer needs.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) lang: Language,
    pub(super) actor: Actor,
    pub(super) demo: bool,
    /// The path after the language, for the menu.
    pub(super) path: String,
    /// The path after the language, with its query: what the other languages link to.
    pub(super) address: String,
    csrf: String,
    csrf_used: Cell<bool>,
}

/// The desk's menu: path after the language, key of its word.
const DESK: [(&str, &str); 10] = [
    ("/queue", "common-menu-queue"),
    ("/agreements", "common-menu-agreements"),
    ("/incidents", "common-menu-watch"),
    ("/kela", "common-menu-kela"),
    ("/terms", "common-menu-terms"),
    ("/users", "common-menu-users"),
    ("/mail", "common-menu-mail"),
    ("/seal", "common-menu-seal"),
    ("/history", "common-menu-history"),
    ("/password", "common-menu-password"),
];

/// The foot: path after the language, key of its words.
const FOOT: [(&str, &str); 6] = [
    ("/accessibility", "common-accessibility"),
    ("/privacy", "common-privacy"),
    ("/feedback", "common-feedback"),
    ("/log", "log-title"),
    ("/verify", "verify-title"),
    ("/help", "common-help"),
];

impl Frame {
    pub(super) const fn new(lang: Language, actor: Actor, demo: bool, path: String, address: String, csrf: String) -> Self {
        Self { lang, actor, demo, path, address, csrf, csrf_used: Cell::new(false) }
    }

    /// The CSRF token; asking for it makes the answer set the visitor's cookie if there is none yet.
    pub(super) fn csrf(&self) -> &str {
        self.csrf_used.set(true);
        &self.csrf
    }

    /// The CSRF token that a form must carry.
    pub(super) fn expected_csrf(&self) -> &str {
        &self.csrf
    }

    pub(super) const fn is_csrf_used(&self) -> bool {
        self.csrf_used.get()
    }

    /// Where the brand leads: the first page of the desk's menu, the draft's home or the start page.
    pub(super) fn home(&self) -> String {
        let path = match self.actor {
            Actor::Staff { .. } => DESK.iter().map(|(path, _)| *path).find(|path| may_open(&self.actor, path)),
            Actor::Visitor | Actor::Filer { .. } => None,
        };
        self.href(path.unwrap_or_default())
    }

    fn href(&self, path: &str) -> String {
        ["/", self.lang.code(), path].concat()
    }

    pub(super) fn respond(&self, status: StatusCode, page: &Page<'_>, body: Markup) -> HttpResponse {
        HttpResponse::build(status).content_type("text/html; charset=utf-8").body(self.render(page, &body).into_string())
    }

    fn render(&self, page: &Page<'_>, body: &Markup) -> Markup {
        let lang = self.lang;
        html! {
            (DOCTYPE)
            html lang=(lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title {
                        @if page.errors { (lang.t("common-title-error")) " " }
                        (page.title) " – " (lang.t("common-service"))
                    }
                    link rel="stylesheet" href=(asset("look.css"));
                    link rel="icon" type="image/svg+xml" href=(asset("favicon.svg"));
                    script src=(asset("app.js")) defer {}
                }
                body {
                    (sprite())
                    a.skip href="#content" { (lang.t("common-skip")) }
                    (self.header(page))
                    (self.menu())
                    @if self.demo { (demo_banner(lang)) }
                    main id="content" { div.wrap { (body) } }
                    (self.foot())
                }
            }
        }
    }

    fn header(&self, page: &Page<'_>) -> Markup {
        let lang = self.lang;
        html! {
            header.top { div.wrap {
                // Enter presses the first button of a form: it must be the one that saves, not one of the languages.
                @if let Some(form) = page.form { button.vh form=(form.id) tabindex="-1" aria-hidden="true" { (form.save) } }
                a.brand href=(self.home()) { (rings()) (lang.t("common-service")) }
                span.by { (lang.t("common-by")) }
                nav.lang aria-label=(lang.t("common-language")) { ul {
                    @for other in Language::ALL {
                        @let current = (other == lang).then_some("true");
                        li {
                            @if let Some(form) = page.form {
                                button.plain form=(form.id) name=(SWITCH) value=(other.code()) lang=(other.tag()) aria-current=[current] { (other.own_name()) }
                            } @else {
                                a href=(["/", other.code(), &self.address].concat()) lang=(other.tag()) hreflang=(other.tag()) aria-current=[current] { (other.own_name()) }
                            }
                        }
                    }
                } }
            } }
        }
    }

    fn menu(&self) -> Markup {
        let lang = self.lang;
        let (who, role) = match &self.actor {
            Actor::Visitor => return html! {},
            Actor::Filer { email } => (email.as_str(), None),
            Actor::Staff { name, role, .. } => (name.as_str(), Some(lang.t(role_key(*role)))),
        };
        let entries: &[_] = if role.is_some() { &DESK } else { &[("/draft", "common-menu-draft")] };
        let entries: Vec<_> = entries.iter().filter(|(path, _)| may_open(&self.actor, path)).collect();
        html! {
            nav.nav aria-label=(lang.t("common-menu")) { div.wrap {
                ul {
                    @for (path, key) in entries {
                        li { a href=(self.href(path)) aria-current=[self.current(path)] { (lang.t(key)) } }
                    }
                }
                form.who method="post" action=(self.href("/sign-out")) {
                    input type="hidden" name="csrf" value=(self.csrf());
                    (who) @if let Some(role) = role { ", " (role) } " · "
                    button.btn.plain.tiny { (lang.t("common-sign-out")) }
                }
            } }
        }
    }

    /// `page` for the page itself, `true` for a page below it.
    fn current(&self, path: &str) -> Option<&'static str> {
        if self.path == path {
            return Some("page");
        }
        self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')).then_some("true")
    }

    fn foot(&self) -> Markup {
        let lang = self.lang;
        html! {
            footer.foot { div.wrap {
                ul {
                    @for (path, key) in FOOT.iter().filter(|(path, _)| may_open(&self.actor, path)) {
                        li { a href=(self.href(path)) { (lang.t(key)) } }
                    }
                }
                p { (lang.t("common-responsible")) }
                @if lang == Language::En { p { (lang.t("common-translation")) } }
            } }
        }
    }
}

const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Administrator => "common-role-administrator",
        Role::Reviewer => "common-role-reviewer",
        Role::Auditor => "common-role-auditor",
    }
}

fn demo_banner(lang: Language) -> Markup {
    html! {
        aside.demo aria-label=(lang.t("common-demo")) { div.wrap { p { b { (lang.t("common-demo")) } (lang.t("common-demo-text")) } } }
    }
}
