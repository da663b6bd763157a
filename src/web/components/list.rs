//! Lists: tasks, answers, steps, history, facts.

use chrono::{DateTime, SecondsFormat, Utc};
use maud::{Markup, html};

use super::icon::{Sign, icon, verdict};
use crate::agreement::Language;
use crate::i18n::{Translate, format};

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Plain, with a tick.
    Done,
    /// Tinted.
    Started,
    /// Outlined.
    Todo,
    /// Something is found that should be mended or is not verified.
    Noted(Sign),
    /// Not to be opened yet: no link.
    Closed,
}

/// A row of the task list.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// Where it is done; no link when closed.
    pub href: Option<String>,
    /// What it is.
    pub title: &'a str,
    /// The answer so far, or what it is about.
    pub hint: Option<&'a str>,
    /// How far it is.
    pub state: TaskState,
    /// The same in a word.
    pub word: &'a str,
}

/// The tasks of one heading.
#[must_use]
pub fn tasks(rows: &[Task<'_>]) -> Markup {
    html! {
        ul.tasks { @for task in rows { li {
            span.what {
                @match &task.href { Some(href) => { a href=(href) { (task.title) } } None => { (task.title) } }
                @if let Some(hint) = task.hint { span.hint { (hint) } }
            }
            @match task.state {
                TaskState::Done => { span.v.none { (icon(Sign::Ok)) (task.word) } }
                TaskState::Started => { span.v { (task.word) } }
                TaskState::Todo => { span.v.todo { (task.word) } }
                TaskState::Noted(sign) => { (verdict(sign, task.word, None)) }
                TaskState::Closed => { span.v.none { (task.word) } }
            }
        } } }
    }
}

/// A row of *check your answers*.
#[derive(Debug, Clone)]
pub struct AnswerRow<'a> {
    /// The question.
    pub term: &'a str,
    /// The answer; none is told as such.
    pub answer: Option<Markup>,
    /// Where it is changed.
    pub change: Option<String>,
}

/// Answers with their change links.
#[must_use]
pub fn summary_list(lang: Language, rows: &[AnswerRow<'_>]) -> Markup {
    html! {
        dl.sum { @for row in rows { div {
            dt { (row.term) }
            dd { @match &row.answer { Some(answer) => { (answer) } None => { span.soft { (lang.t("common-no-answer")) } } } }
            @if let Some(change) = &row.change { dd { a href=(change) { (lang.t("common-change")) span.vh { ": " (row.term) } } } }
        } } }
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Under way.
    Now,
    /// Ahead.
    Later,
}

/// A step of the timeline.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// What happens.
    pub title: &'a str,
    /// When, by whom, how long.
    pub text: Markup,
    /// Where it stands.
    pub state: StepState,
}

/// The timeline of a request. A refused or withdrawn one ends with that step.
#[must_use]
pub fn steps(lang: Language, steps: &[Step<'_>]) -> Markup {
    html! {
        ol.steps { @for step in steps {
            @match step.state {
                StepState::Done => { li.done { b { (step.title) } (step.text) " " span.vh { (lang.t("common-step-done")) } } }
                StepState::Now => { li.now aria-current="step" { b { (step.title) } (step.text) " " span.vh { (lang.t("common-step-now")) } } }
                StepState::Later => { li { b { (step.title) } (step.text) } }
            }
        } }
    }
}

/// An event of the history.
#[derive(Debug, Clone)]
pub struct HistoryEntry<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: &'a str,
    /// Who did it.
    pub who: &'a str,
    /// From which state to which, and why; `None` for content that has been erased.
    pub detail: Option<Markup>,
}

/// The history, newest first.
#[must_use]
pub fn history(lang: Language, entries: &[HistoryEntry<'_>]) -> Markup {
    html! {
        ol.hist reversed { @for entry in entries { li {
            (time(lang, entry.at))
            div {
                p { b { (entry.what) } }
                p.soft { (entry.who) }
                @match &entry.detail { Some(detail) => { (detail) } None => { p.soft { (lang.t("common-erased")) } } }
            }
        } } }
    }
}

/// A moment, in Finnish time for people and in UTC for programs.
#[must_use]
pub fn time(lang: Language, at: DateTime<Utc>) -> Markup {
    html! { time.soft datetime=(at.to_rfc3339_opts(SecondsFormat::Secs, true)) { (format::moment(lang, at)) } }
}

/// Short facts: terms and what they are.
#[must_use]
pub fn facts(rows: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (term, fact) in rows { dt { (term) } dd { (fact) } } } }
}
