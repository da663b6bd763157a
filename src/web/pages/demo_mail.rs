//! The demonstration's mail: what would have been sent. Absent from the real service.

use maud::{Markup, html};

use crate::i18n::Translate;
use crate::mail::files::{ReadMail, list, read};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};

/// The routes of the demonstration's mail.
pub const ROUTES: &[Route] = &[route!(Get "/demo/mail", all, Rule::Anyone), route!(Get "/demo/mail/{name}", one, Rule::Anyone)];

fn only_in_demo(cx: &Cx) -> Result<(), PageError> {
    if cx.site().demo { Ok(()) } else { Err(PageError::NotFound) }
}

async fn all(cx: Cx) -> Answer {
    only_in_demo(&cx)?;
    let mails = list(&cx.site().outbox_dir).map_err(|error| PageError::internal(&error))?;
    let t = |key| cx.lang.t(key);
    let title = t("public-demo-mail");
    let body = html! {
        div.sheet.wide {
            h1 { (title) }
            p { (t("public-demo-mail-text")) }
            @if mails.is_empty() {
                div.empty { p { (t("public-demo-mail-none")) } }
            } @else {
                table.queue.stack role="table" {
                    caption.vh { (title) }
                    thead role="rowgroup" { tr role="row" {
                        th role="columnheader" scope="col" { (t("public-demo-mail-subject")) }
                        th role="columnheader" scope="col" { (t("public-demo-mail-to")) }
                        th role="columnheader" scope="col" { (t("public-demo-mail-date")) }
                    } }
                    tbody role="rowgroup" { @for mail in &mails { (row(&cx, mail)) } }
                }
            }
        }
    };
    Ok(cx.page(&title, body))
}

fn row(cx: &Cx, mail: &ReadMail) -> Markup {
    let (to, date) = (cx.lang.t("public-demo-mail-to"), cx.lang.t("public-demo-mail-date"));
    html! {
        tr role="row" {
            th role="rowheader" scope="row" { a href=(cx.href(&["/demo/mail/", &mail.name].concat())) { (mail.subject) } }
            td role="cell" data-l=(to) { span { (mail.to) } }
            td role="cell" data-l=(date) { span { (mail.date) } }
        }
    }
}

async fn one(cx: Cx) -> Answer {
    only_in_demo(&cx)?;
    let name: String = cx.param("name")?;
    let mail = read(&cx.site().outbox_dir, &name).map_err(|error| PageError::internal(&error))?.ok_or(PageError::NotFound)?;
    let t = |key| cx.lang.t(key);
    let body = html! {
        a.back href=(cx.href("/demo/mail")) { (t("public-demo-mail")) }
        div.sheet {
            h1 { (mail.subject) }
            dl.ev {
                dt { (t("public-demo-mail-to")) } dd { (mail.to) }
                dt { (t("public-demo-mail-date")) } dd { (mail.date) }
                @if !mail.attachments.is_empty() {
                    dt { (t("public-demo-mail-attachments")) } dd { (mail.attachments.join(", ")) }
                }
            }
            pre.mail { (linked(&mail.text, &cx)) }
        }
    };
    Ok(cx.page(&mail.subject, body))
}

/// The text with addresses of this service as links.
fn linked(text: &str, cx: &Cx) -> Markup {
    let own = cx.site().public_url.origin();
    html! {
        @for line in text.lines() {
            @for (index, word) in line.split(' ').enumerate() {
                @if index > 0 { " " }
                @if word.starts_with(own) { a href=(word) { (word) } } @else { (word) }
            }
            "\n"
        }
    }
}
