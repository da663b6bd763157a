//! The task list: a request that is being filled.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::form::{GROUPS, path};
use crate::agreement::Language;
use crate::agreement::change::has_section;
use crate::agreement::draft::{Draft, Section};
use crate::agreement::filing::{Progress, is_asked, progress};
use crate::agreement::lifecycle::RequestState;
use crate::agreement::version::VersionKind;
use crate::agreement::{Compliance, Deployment, Feature, Openness, Operator};
use crate::federation::Verdict;
use crate::i18n::{Translate, format};
use crate::store::requests::Request;
use crate::web::Cx;
use crate::web::components::{Task, TaskState, banner, link_button, question, tasks, verdict_sign, verdict_word};
use crate::workflow::request::verdict;

/// The page of a request that its filer can change.
pub(super) fn page(cx: &Cx, request: &Request) -> HttpResponse {
    let lang = cx.lang;
    let today = format::day(cx.now);
    let states: Vec<(Section, Progress)> =
        Section::ALL.iter().map(|section| (*section, progress(&request.draft, *section, today))).collect();
    let asked = states.iter().filter(|(_, progress)| *progress != Progress::NotAsked).count();
    let done = states.iter().filter(|(_, progress)| *progress == Progress::Done).count();
    let title = super::change::title(lang, request);
    let body = question(&html! {
        @if request.state == RequestState::ChangesRequested { (changes(lang, request)) }
        p.kicker { (kicker(lang, request)) }
        h1 { (title) }
        p {
            (lang.t("filer-tasks-intro")) " "
            b { (lang.ta("filer-tasks-count", &[("done", done.into()), ("asked", asked.into())])) }
        }
        @if request.kind != VersionKind::First { p { (lang.t(super::change::explained(request.kind))) } }
        @for (number, (group, sections)) in groups(request).iter().enumerate() {
            h2 { (number + 1) ". " (lang.t(group)) }
            (tasks(&rows(cx, request, sections, &states, done == asked).iter().map(Row::task).collect::<Vec<_>>()))
        }
        @if done == asked { p.acts { (link_button(&cx.href(&path(request, "/answers")), &lang.t("filer-answers-task"))) } }
        p.acts {
            a href=(cx.href(&path(request, "/hand-over"))) { (lang.t("filer-hand-over")) }
            a href=(cx.href(&path(request, "/withdraw"))) { (lang.t("filer-withdraw")) }
        }
    });
    cx.page(&title, body)
}

/// The groups that the request has, each with the sections that it has.
fn groups(request: &Request) -> Vec<(&'static str, Vec<Section>)> {
    let has = |section: &Section| has_section(request.draft.kind(), *section);
    let groups = GROUPS.iter().map(|(group, sections)| (*group, sections.iter().copied().filter(has).collect::<Vec<_>>()));
    groups.filter(|(_, sections)| !sections.is_empty()).collect()
}

/// What Kela asked for, word for word.
fn changes(lang: Language, request: &Request) -> Markup {
    let message = request.message.as_deref().unwrap_or_default();
    let body = html! {
        p { (lang.t("filer-changes-text")) }
        blockquote { @for line in message.lines() { p { (line) } } }
    };
    banner(&lang.t("filer-changes-title"), &body, false)
}

fn kicker(lang: Language, request: &Request) -> String {
    let saved = lang.ta("filer-tasks-saved", &[("moment", format::moment(lang, request.updated_at).into())]);
    let organisation = request.draft.organisation.name.trim();
    [organisation, request.reference.as_deref().unwrap_or_default(), &saved]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

struct Row {
    href: Option<String>,
    title: String,
    hint: String,
    state: TaskState,
    word: String,
}

impl Row {
    fn task(&self) -> Task<'_> {
        let hint = (!self.hint.is_empty()).then_some(self.hint.as_str());
        Task { href: self.href.clone(), title: &self.title, hint, state: self.state, word: &self.word }
    }
}

fn rows(cx: &Cx, request: &Request, sections: &[Section], states: &[(Section, Progress)], ready: bool) -> Vec<Row> {
    let lang = cx.lang;
    let mut rows: Vec<Row> = sections
        .iter()
        .map(|section| {
            let progress = states.iter().find(|(of, _)| of == section).map_or(Progress::NotStarted, |(_, progress)| *progress);
            let (state, word) = state(lang, request, *section, progress);
            let href = is_asked(&request.draft, *section).then(|| cx.href(&path(request, &["/", section.code()].concat())));
            Row { href, title: lang.t(section.key()), hint: hint(lang, &request.draft, *section, request), state, word }
        })
        .collect();
    if sections.contains(&Section::Signing) || sections.contains(&Section::Change) {
        let (state, word, hint) = if ready {
            (TaskState::Todo, lang.t("filer-progress-open"), String::new())
        } else {
            (TaskState::Closed, lang.t("filer-progress-closed"), lang.t("filer-answers-closed"))
        };
        let href = ready.then(|| cx.href(&path(request, "/answers")));
        rows.push(Row { href, title: lang.t("filer-answers-task"), hint, state, word });
    }
    rows
}

fn state(lang: Language, request: &Request, section: Section, progress: Progress) -> (TaskState, String) {
    let found = verdict(&request.reports).0.filter(|found| *found != Verdict::Ok);
    match (progress, found) {
        (Progress::Done, Some(found)) if section == Section::Domains => {
            (TaskState::Noted(verdict_sign(Some(found))), verdict_word(lang, Some(found)))
        }
        (Progress::Done, _) => (TaskState::Done, lang.t("filer-progress-done")),
        (Progress::InProgress, _) => (TaskState::Started, lang.t("filer-progress-started")),
        (Progress::NeedsMending, _) => {
            (TaskState::Noted(verdict_sign(Some(Verdict::Errors))), verdict_word(lang, Some(Verdict::Errors)))
        }
        (Progress::NotStarted, _) => (TaskState::Todo, lang.t("filer-progress-todo")),
        (Progress::NotAsked, _) => (TaskState::Closed, lang.t("filer-progress-not-asked")),
    }
}

/// The answer so far, or what the section is about.
fn hint(lang: Language, draft: &Draft, section: Section, request: &Request) -> String {
    let given =
        |parts: &[&str]| parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let answer = match section {
        Section::Organisation => given(&[&draft.organisation.name, &draft.organisation.business_id]),
        Section::Service => {
            let deployment = Deployment::from_code(&draft.service.deployment).map(|deployment| lang.t(deployment.key()));
            let operator = Operator::from_code(&draft.service.operator).map(|operator| lang.t(operator.key()));
            let supplier = match Operator::from_code(&draft.service.operator) {
                Some(Operator::Supplier) => draft.service.supplier_name.as_str(),
                _ => "",
            };
            given(&[&deployment.unwrap_or_default(), &operator.unwrap_or_default(), supplier])
        }
        Section::Domains => match draft.typed_domains().as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            several => domains_hint(lang, several.len(), request),
        },
        Section::Edge => match is_asked(draft, Section::Edge) {
            true => given(&[&draft.edge.edge]),
            false => lang.t("field-edge-not-asked"),
        },
        Section::Openness => {
            Openness::from_code(&draft.openness.openness).map(|openness| lang.t(openness.key())).unwrap_or_default()
        }
        Section::Contacts => {
            let mut names: Vec<&str> =
                [&draft.contacts.agreement_name, &draft.contacts.operational_name, &draft.contacts.technical_name]
                    .map(|n| n.trim())
                    .to_vec();
            names.dedup();
            given(&names)
        }
        Section::Support => given(&[&draft.support.fault_email, &draft.support.it_mailbox]),
        Section::People => given(&[draft.people.find_people.lines().next().unwrap_or_default()]),
        Section::Blocked if draft.saved.contains(&Section::Blocked) => {
            let ticked: Vec<String> = draft
                .blocked
                .blocked
                .iter()
                .filter_map(|code| Feature::from_code(code))
                .map(|feature| lang.t(feature.key()))
                .collect();
            if ticked.is_empty() { lang.t("blocked-none") } else { ticked.join(", ") }
        }
        Section::Blocked => String::new(),
        Section::Guidance => guidance_hint(lang, draft),
        Section::Signing => given(&[&draft.signing.signatory_name, &draft.signing.signatory_position]),
        Section::Change => {
            draft.change.as_ref().map(|change| given(&[&change.answers.first_day, &change.answers.last_day])).unwrap_or_default()
        }
    };
    if answer.is_empty() { lang.t(about(section)) } else { answer }
}

fn guidance_hint(lang: Language, draft: &Draft) -> String {
    let given = &draft.guidance;
    let answers = [&given.history, &given.recording, &given.powerpoint, &given.attachments, &given.whiteboard];
    let count = |answer: Compliance| answers.iter().filter(|given| given.as_str() == answer.code()).count();
    let [followed, not_followed, unknown] = [Compliance::Followed, Compliance::NotFollowed, Compliance::Unknown].map(count);
    if followed + not_followed + unknown == 0 {
        return String::new();
    }
    let counts = [("followed", followed.into()), ("not", not_followed.into()), ("unknown", unknown.into())];
    lang.ta("filer-guidance-count", &counts)
}

fn domains_hint(lang: Language, count: usize, request: &Request) -> String {
    let errors = request.reports.iter().filter(|report| report.verdict == Verdict::Errors).count();
    let count = lang.ta("filer-domains-number", &[("count", count.into())]);
    if errors == 0 { count } else { [count, lang.ta("filer-domains-count-errors", &[("count", errors.into())])].join(", ") }
}

const fn about(section: Section) -> &'static str {
    match section {
        Section::Organisation => "filer-about-organisation",
        Section::Service => "filer-about-service",
        Section::Domains => "filer-about-domains",
        Section::Edge => "filer-about-edge",
        Section::Openness => "filer-about-openness",
        Section::Contacts => "filer-about-contacts",
        Section::Support => "filer-about-support",
        Section::People => "filer-about-people",
        Section::Blocked => "filer-about-blocked",
        Section::Guidance => "filer-about-guidance",
        Section::Signing => "filer-about-signing",
        Section::Change => "filer-about-change",
    }
}
