//! The page that examines a file for anybody: dropped, told, forgotten.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::agreement::version::DocumentKind;
use crate::i18n::Translate;
use crate::proof::{Section, Told, told};
use crate::web::components::{FieldErrors, FileField, error_summary, facts, file_field, question};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::verify::{self, Known};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/verify", ask, Rule::Anyone), route!(Files "/verify", answer, Rule::Anyone)];

async fn ask(cx: Cx) -> Answer {
    Ok(form(&cx, &FieldErrors::none()))
}

fn form(cx: &Cx, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("verify-title");
    let body = question(&html! {
        (error_summary(lang, errors))
        h1 { (title) }
        p.lead { (lang.t("verify-lead")) }
        ul {
            li { (lang.t("verify-tells-authentic")) }
            li { (lang.t("verify-tells-who")) }
            li { (lang.t("verify-tells-force")) }
        }
        form method="post" action=(cx.href("/verify")) enctype="multipart/form-data" novalidate {
            (cx.csrf())
            (field(cx, errors))
            p.small.soft { (lang.t("verify-privacy")) " " a href=(cx.href("/privacy")) { (lang.t("common-privacy")) } }
            p.acts { button.btn { (lang.t("verify-send")) } }
        }
        h2 { (lang.t("verify-elsewhere")) }
        p { (lang.t("verify-elsewhere-text")) }
    });
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

fn field(cx: &Cx, errors: &FieldErrors) -> Markup {
    let (label, hint) = (cx.lang.t("verify-file"), cx.lang.t("verify-file-hint"));
    let field = FileField { id: "file", label: &label, hint: Some(&hint), accept: ".pdf,.zip,application/pdf,application/zip" };
    file_field(cx.lang, &field, errors)
}

async fn answer(mut cx: Cx) -> Answer {
    let lang = cx.lang;
    let Some(file) = cx.take_upload("file") else {
        let mut errors = FieldErrors::none();
        errors.push("file", lang.t("verify-file-missing"));
        return Ok(form(&cx, &errors));
    };
    let name = file.name;
    let answer = verify::examine(cx.service(), file.bytes, cx.held()).await?;
    let told = match &answer.examination {
        Ok(found) => told(lang, found),
        Err(error) => Told {
            authentic: false,
            if_of_kela: false,
            verdict: lang.t("proof-verdict-unreadable"),
            faults: vec![lang.t(error.key())],
            remarks: error.is_too_much().then(|| lang.t("verify-too-much")).into_iter().collect(),
            sections: Vec::new(),
        },
    };
    let title = lang.t(match (told.authentic, told.if_of_kela) {
        (true, false) => "verify-title-authentic",
        (true, true) => "verify-title-open",
        (false, _) => "verify-title-not",
    });
    let body = question(&html! {
        h1 { (title) }
        p { (lang.t("verify-file")) ": " b translate="no" { (shown(&name)) } }
        p.lead { (told.verdict) }
        (known(&cx, answer.known.as_ref()))
        (list(&lang.t("verify-faults"), &told.faults))
        (list(&lang.t("verify-remarks"), &told.remarks))
        @for part in &told.sections { (section(part)) }
        p.acts { a href=(cx.href("/verify")) { (lang.t("verify-again")) } }
    });
    Ok(cx.page(&title, body))
}

/// A file's name as its sender wrote it, short and without what nobody sees.
fn shown(name: &str) -> String {
    name.chars().filter(|c| crate::agreement::draft::is_plain(*c) && !c.is_control()).take(100).collect()
}

fn list(title: &str, items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (title) }
            ul { @for item in items { li { (item) } } }
        }
    }
}

fn rows(part: &Section) -> Vec<(&str, Markup)> {
    part.rows.iter().map(|(term, answer)| (term.as_str(), html! { (answer) })).collect()
}

fn section(part: &Section) -> Markup {
    html! {
        h2 { (part.title) }
        @if !part.rows.is_empty() {
            (facts(&rows(part)))
        }
        @if !part.notes.is_empty() { ul { @for note in &part.notes { li { (note) } } } }
    }
}

/// What the service itself knows of the file.
fn known(cx: &Cx, known: Option<&Known>) -> Markup {
    let lang = cx.lang;
    html! {
        @if let Some(known) = known {
            h2 { (lang.t("verify-known")) }
            p {
                (lang.ta("verify-known-what", &[
                    ("kind", lang.t(known.kind.key()).into()),
                    ("number", known.number.as_str().into()),
                    ("version", known.version.to_string().into()),
                ]))
                " "
                (standing(cx, known))
            }
        }
    }
}

fn standing(cx: &Cx, known: &Known) -> String {
    let lang = cx.lang;
    if known.in_force {
        return lang.t("verify-in-force");
    }
    if matches!(known.kind, DocumentKind::Evidence | DocumentKind::Mandate) {
        return lang.t("verify-beside");
    }
    if known.is_part {
        return lang.t("verify-part");
    }
    match known.current {
        Some(version) => lang.ta("verify-other-in-force", &[("version", version.to_string().into())]),
        None => lang.ta("verify-none-in-force", &[("state", lang.t(known.state.key()).into())]),
    }
}
