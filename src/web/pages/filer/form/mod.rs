//! The form: a page for each section, in one frame. What was typed is stored first, right or wrong, and judged then.

mod change;
mod contacts;
mod domains;
mod found;
mod organisation;
mod practice;
mod service;
mod signing;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

pub(in crate::web::pages) use found::findings_for_anybody;
pub(super) use found::{findings_of, tag};
pub(in crate::web::pages) use signing::explained;

use super::kept;
use crate::agreement::Language;
use crate::agreement::draft::{Draft, Section, SectionAnswers};
use crate::agreement::filing::{Progress, is_asked, progress, section_errors};
use crate::agreement::lifecycle::RequestState;
use crate::i18n::{Translate, fields, format};
use crate::store::requests::Request;
use crate::web::components::{FieldErrors, TextField, back, error_summary, question, text_field};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, Page, PageError, SWITCH, SavedForm};
use crate::workflow::{Actor, check, draft, token};

/// The routes of the form.
pub const ROUTES: &[Route] = &[
    route!(Get "/municipalities", organisation::suggest, Rule::Filer),
    route!(Post "/requests/{id}/domains/check", domains::check_live, Rule::Filer),
    route!(Get "/requests/{id}/{section}", show, Rule::Filer),
    route!(Post "/requests/{id}/{section}", save, Rule::Filer),
];

/// The sections under the headings of the task list, by the headings' keys.
pub(super) const GROUPS: [(&str, &[Section]); 5] = [
    ("filer-group-party", &[Section::Organisation, Section::Service]),
    ("filer-group-technical", &[Section::Domains, Section::Edge, Section::Openness]),
    ("filer-group-contacts", &[Section::Contacts, Section::Support, Section::People]),
    ("filer-group-use", &[Section::Blocked, Section::Guidance]),
    ("filer-group-agreement", &[Section::Signing, Section::Change]),
];

/// Whether the filer can still change the answers.
pub(super) const fn is_editable(request: &Request) -> bool {
    matches!(request.state, RequestState::Draft | RequestState::ChangesRequested)
}

/// The path of a request's page, or of one below it.
pub(super) fn path(request: &Request, below: &str) -> String {
    ["/requests/", request.id.as_str(), below].concat()
}

/// The filer's own request that the address names.
pub(super) async fn own(cx: &Cx) -> Result<Request, PageError> {
    Ok(draft::read(cx.service(), &Actor::Filer(cx.filer_address()?), &cx.request_id()?).await?)
}

/// What the page of a section is drawn from.
struct Sheet<'a> {
    cx: &'a Cx,
    request: &'a Request,
    errors: &'a FieldErrors,
}

impl Sheet<'_> {
    const fn lang(&self) -> Language {
        self.cx.lang
    }

    fn t(&self, key: &str) -> String {
        self.cx.lang.t(key)
    }

    /// A field of one line.
    fn text(&self, field: &TextField<'_>) -> Markup {
        text_field(self.cx.lang, field, self.errors)
    }
}

/// The question of a section's page, what explains it, and the heading that it belongs to.
const fn words(section: Section) -> (&'static str, &'static str, &'static str) {
    match section {
        Section::Organisation => ("filer-organisation-title", "filer-organisation-intro", "filer-group-party"),
        Section::Service => ("filer-service-title", "filer-service-intro", "filer-group-party"),
        Section::Domains => ("filer-domains-title", "filer-domains-intro", "filer-group-technical"),
        Section::Edge => ("filer-edge-title", "filer-edge-intro", "filer-group-technical"),
        Section::Openness => ("filer-openness-title", "filer-openness-intro", "filer-group-technical"),
        Section::Contacts => ("filer-contacts-title", "filer-contacts-intro", "filer-group-contacts"),
        Section::Support => ("filer-support-title", "filer-support-intro", "filer-group-contacts"),
        Section::People => ("filer-people-title", "filer-people-intro", "filer-group-contacts"),
        Section::Blocked => ("filer-blocked-title", "filer-blocked-intro", "filer-group-use"),
        Section::Guidance => ("filer-guidance-title", "filer-guidance-intro", "filer-group-use"),
        Section::Signing => ("filer-signing-title", "filer-signing-intro", "filer-group-agreement"),
        Section::Change => ("filer-change-day-title", "filer-change-day-intro", "filer-group-agreement"),
    }
}

fn section(cx: &Cx) -> Result<Section, PageError> {
    Section::from_code(&cx.param::<String>("section")?).ok_or(PageError::NotFound)
}

/// Whether the page was opened from the answers, to which it then leads back.
fn is_from_answers(cx: &Cx) -> bool {
    #[derive(serde::Deserialize)]
    struct Query {
        from: Option<String>,
    }
    let asked = cx.query::<Query>().ok().and_then(|query| query.from);
    cx.field("from").or(asked.as_deref()) == Some("answers")
}

fn parent(cx: &Cx, request: &Request) -> String {
    path(request, if is_from_answers(cx) { "/answers" } else { "" })
}

async fn show(cx: Cx) -> Answer {
    let section = section(&cx)?;
    let request = own(&cx).await?;
    if !is_editable(&request) || !is_asked(&request.draft, section) {
        return Ok(cx.redirect(&path(&request, "")));
    }
    let errors = if section == Section::Domains { domains::unreadable(cx.lang, &request) } else { FieldErrors::none() };
    let fields = fields(&Sheet { cx: &cx, request: &request, errors: &errors }, section);
    Ok(answer(&cx, &request, section, &Told::default(), fields))
}

async fn save(cx: Cx) -> Answer {
    let section = section(&cx)?;
    let request = own(&cx).await?;
    if !is_editable(&request) {
        return Ok(kept::no_longer_open(&cx));
    }
    if changed_meanwhile(&cx, &request, section) {
        return Ok(kept::changed_meanwhile(&cx));
    }
    match section {
        Section::Organisation => organisation::save(&cx, &request).await,
        Section::Domains => domains::save(&cx, &request).await,
        Section::Contacts => contacts::save(&cx, &request).await,
        Section::Service | Section::Edge => {
            let request = store(&cx, &request, read(&cx, section)?).await?;
            // What is judged of the domains depends on these answers.
            check::check_draft(cx.service(), &cx.filer_address()?, &request.id).await?;
            finish(&cx, &request, section)
        }
        _ => {
            let request = store(&cx, &request, read(&cx, section)?).await?;
            finish(&cx, &request, section)
        }
    }
}

/// A mark of a section's stored answers, to tell whether they are still those that the page was drawn from.
fn mark(draft: &Draft, section: Section) -> String {
    let whole = serde_json::to_value(draft).unwrap_or_default();
    token::fingerprint("section", &whole.get(section.code()).map(ToString::to_string).unwrap_or_default())
}

/// Whether the answers were changed since the page was drawn, in another window or by another person at the same mailbox, and to something
/// else than what is posted now: a form sent twice changes nothing.
fn changed_meanwhile(cx: &Cx, request: &Request, section: Section) -> bool {
    let stored = mark(&request.draft, section);
    if cx.field("seen").is_none_or(|seen| seen == stored) {
        return false;
    }
    let Ok(posted) = read(cx, section) else { return false };
    let posted = request.draft.clone().with(posted);
    mark(&posted, section) != stored && (section != Section::Domains || posted.typed_domains() != request.draft.typed_domains())
}

/// Reads the posted answers of a section of plain fields.
fn read(cx: &Cx, section: Section) -> Result<SectionAnswers, PageError> {
    Ok(match section {
        Section::Organisation => SectionAnswers::Organisation(cx.form()?),
        Section::Service => SectionAnswers::Service(cx.form()?),
        Section::Domains => SectionAnswers::Domains(cx.form()?),
        Section::Edge => SectionAnswers::Edge(cx.form()?),
        Section::Openness => SectionAnswers::Openness(cx.form()?),
        Section::Contacts => SectionAnswers::Contacts(cx.form()?),
        Section::Support => SectionAnswers::Support(cx.form()?),
        Section::People => SectionAnswers::People(cx.form()?),
        Section::Blocked => SectionAnswers::Blocked(cx.form()?),
        Section::Guidance => SectionAnswers::Guidance(cx.form()?),
        Section::Signing => SectionAnswers::Signing(cx.form()?),
        Section::Change => SectionAnswers::Change(cx.form()?),
    })
}

async fn store(cx: &Cx, request: &Request, answers: SectionAnswers) -> Result<Request, PageError> {
    Ok(draft::save(cx.service(), &cx.filer_address()?, &request.id, answers).await?)
}

/// The language that was chosen in the header while the form was open.
fn switched(cx: &Cx) -> Option<Language> {
    cx.field(SWITCH).and_then(Language::from_code)
}

/// The answer where a button was pressed that saves what there is and goes elsewhere, whatever is wrong with it: to the task list, or to the
/// same page in another language.
fn away(cx: &Cx, request: &Request, section: Section) -> Option<HttpResponse> {
    if let Some(other) = switched(cx) {
        let from = if is_from_answers(cx) { "?from=answers" } else { "" };
        return Some(cx.redirect_to(&["/", other.code(), &path(request, "/"), section.code(), from].concat()));
    }
    (cx.field("act") == Some("later")).then(|| cx.redirect(&path(request, "")))
}

/// What is wrong with a section's stored answers, in words.
fn told_errors(cx: &Cx, request: &Request, section: Section) -> FieldErrors {
    section_errors(&request.draft, section, format::day(cx.now))
        .iter()
        .map(|error| (error.field.clone(), fields::problem(cx.lang, error)))
        .collect()
}

/// Where a saved section leads: back to the answers, or on to the next section that is not done, or to the task list.
fn onward(cx: &Cx, request: &Request, section: Section) -> String {
    if is_from_answers(cx) {
        return parent(cx, request);
    }
    let today = format::day(cx.now);
    let mut later =
        GROUPS.iter().flat_map(|(_, sections)| sections.iter().copied()).skip_while(|other| *other != section).skip(1);
    let next = later.find(|other| !matches!(progress(&request.draft, *other, today), Progress::Done | Progress::NotAsked));
    path(request, &next.map(|next| ["/", next.code()].concat()).unwrap_or_default())
}

/// Goes on where the answers are fine or the filer leaves; else shows the page again with what is wrong.
fn finish(cx: &Cx, request: &Request, section: Section) -> Answer {
    if let Some(away) = away(cx, request, section) {
        return Ok(away);
    }
    let errors = told_errors(cx, request, section);
    if errors.is_empty() {
        return Ok(cx.redirect(&onward(cx, request, section)));
    }
    let fields = fields(&Sheet { cx, request, errors: &errors }, section);
    Ok(answer(cx, request, section, &Told { errors, ..Told::default() }, fields))
}

fn fields(sheet: &Sheet<'_>, section: Section) -> Markup {
    match section {
        Section::Organisation => organisation::fields(sheet, None),
        Section::Service => service::service(sheet),
        Section::Domains => domains::fields(sheet, None),
        Section::Edge => service::edge(sheet),
        Section::Openness => service::openness(sheet),
        Section::Contacts => contacts::contacts(sheet),
        Section::Support => contacts::support(sheet),
        Section::People => contacts::people(sheet),
        Section::Blocked => practice::blocked(sheet),
        Section::Guidance => practice::guidance(sheet),
        Section::Signing => signing::signing(sheet),
        Section::Change => change::day(sheet),
    }
}

/// The id of the form in the page.
const FORM: &str = "answers";

/// What stands over the fields after a POST.
#[derive(Default)]
struct Told {
    errors: FieldErrors,
    banner: Option<Markup>,
}

/// The page of a section; refused where there are errors.
fn answer(cx: &Cx, request: &Request, section: Section, told: &Told, fields: Markup) -> HttpResponse {
    let lang = cx.lang;
    let (title, intro, group) = change::words(request, section).unwrap_or_else(|| words(section));
    let title = lang.t(title);
    let from_answers = is_from_answers(cx);
    let checks = (section == Section::Domains).then(|| cx.href(&path(request, "/domains/check")));
    let back_words = if from_answers { "filer-back-answers" } else { "filer-back-tasks" };
    let body = html! {
        (back(&cx.href(&parent(cx, request)), &lang.t(back_words)))
        (question(&html! {
            (error_summary(lang, &told.errors))
            @if let Some(banner) = &told.banner { (banner) }
            p.kicker { (lang.t(group)) }
            h1 { (title) }
            p { (lang.t(intro)) }
            form id=(FORM) method="post" action=(cx.href(&path(request, &["/", section.code()].concat()))) novalidate
                data-check-url=[checks] data-checking=[(section == Section::Domains).then(|| lang.t("filer-domains-checking"))] {
                (cx.csrf())
                input type="hidden" name="seen" value=(mark(&request.draft, section));
                @if from_answers { input type="hidden" name="from" value="answers"; }
                (fields)
                p.acts {
                    button.btn { (lang.t("filer-save")) }
                    button.btn.quiet name="act" value="later" { (lang.t("filer-save-later")) }
                    a href=(cx.href(&path(request, ""))) { (lang.t("filer-leave")) }
                }
            }
        }))
    };
    let save = lang.t("filer-save");
    let page = Page::new(&title).with_form(SavedForm { id: FORM, save: &save });
    if told.errors.is_empty() {
        return cx.answer(StatusCode::OK, &page, body);
    }
    cx.answer(StatusCode::UNPROCESSABLE_ENTITY, &page.with_errors(), body)
}
