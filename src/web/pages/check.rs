//! The check of a domain for anybody. A GET whose address repeats the check: it changes nothing, and nothing of it is kept or logged.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use chrono::TimeDelta;
use maud::{Markup, html};
use serde::Deserialize;

use super::filer::findings_for_anybody;
use crate::federation::{Fqdn, NameError, Report, SipDomain, Verdict};
use crate::i18n::findings::{NameKind, deployment, name_error};
use crate::i18n::{Translate, format};
use crate::web::components::{
    FieldErrors, TextField, error_summary, facts, link_button, question, text_field, verdict, verdict_sign, verdict_word,
};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, Page, PageError};
use crate::workflow::{WorkflowError, public_check};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/check", check, Rule::Anyone)];

/// What is asked, as typed. Without a domain nothing is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    domain: Option<String>,
    edge: String,
}

async fn check(cx: Cx) -> Answer {
    let asked: Asked = cx.query()?;
    let Some(typed) = asked.domain.as_deref().filter(|_| !cx.is_head()) else {
        return Ok(page(&cx, StatusCode::OK, &asked, &FieldErrors::none(), None));
    };
    let (domain, edge) = match names(&cx, typed, &asked.edge) {
        Ok(names) => names,
        Err(errors) => return Ok(unlisted(page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &asked, &errors, None))),
    };
    match public_check::look(cx.service(), cx.network(), std::slice::from_ref(&domain), edge).await {
        Ok(reports) => {
            let report = reports.first().ok_or(PageError::NotFound)?;
            Ok(unlisted(page(&cx, StatusCode::OK, &asked, &FieldErrors::none(), Some(report))))
        }
        Err(WorkflowError::TooMany { retry_after }) => Ok(too_many(&cx, &asked, retry_after)),
        Err(other) => Err(other.into()),
    }
}

/// The names as read, or what is wrong with each.
fn names(cx: &Cx, domain: &str, edge: &str) -> Result<(SipDomain, Option<Fqdn>), FieldErrors> {
    let mut errors = FieldErrors::none();
    let mut refuse = |field, kind, error: &NameError, typed| errors.push(field, name_error(cx.lang, kind, error, typed));
    let read = SipDomain::parse(domain).map_err(|error| refuse("domain", NameKind::Domain, &error, domain));
    let edge = match edge.trim() {
        "" => Ok(None),
        typed => Fqdn::parse(typed).map(Some).map_err(|error| refuse("edge", NameKind::Host, &error, typed)),
    };
    match (read, edge) {
        (Ok(domain), Ok(edge)) => Ok((domain, edge)),
        _ => Err(errors),
    }
}

fn too_many(cx: &Cx, asked: &Asked, retry_after: u32) -> HttpResponse {
    // To the next full minute, as the page tells no seconds.
    let then = cx.now + TimeDelta::seconds(i64::from(retry_after)) + TimeDelta::seconds(59);
    let mut errors = FieldErrors::none();
    errors.push("domain", cx.lang.ta("public-check-too-many", &[("moment", format::moment(cx.lang, then).into())]));
    let mut response = page(cx, StatusCode::TOO_MANY_REQUESTS, asked, &errors, None);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
    unlisted(response)
}

/// Outcomes are nothing for a search engine.
fn unlisted(mut response: HttpResponse) -> HttpResponse {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex, nofollow"));
    response
}

fn page(cx: &Cx, status: StatusCode, asked: &Asked, errors: &FieldErrors, report: Option<&Report>) -> HttpResponse {
    let lang = cx.lang;
    let title = match report {
        Some(report) => [report.domain.to_unicode(), verdict_word(lang, Some(report.verdict))].join(": "),
        None => lang.t("public-check-title"),
    };
    let body = question(&html! {
        (error_summary(lang, errors))
        h1 { (lang.t("public-check-title")) }
        @if report.is_none() { p.lead { (lang.t("public-check-lead")) } }
        @if let Some(report) = report {
            (outcome(cx, asked, report))
            h2.noprint { (lang.t("public-check-another")) }
        }
        (form(cx, asked, errors))
    });
    let page = if errors.is_empty() { Page::new(&title) } else { Page::new(&title).with_errors() };
    cx.answer(status, &page, body)
}

fn form(cx: &Cx, asked: &Asked, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let texts =
        ["public-check-domain", "public-check-domain-hint", "public-check-edge", "public-check-edge-hint"].map(|key| lang.t(key));
    let [domain, domain_hint, edge, edge_hint] = &texts;
    html! {
        form.noprint method="get" action=(cx.href("/check")) novalidate {
            (text_field(lang, &TextField {
                id: "domain", label: domain, hint: Some(domain_hint), value: asked.domain.as_deref().unwrap_or_default(),
                autocomplete: Some("off"), inputmode: Some("url"), code: true, ..TextField::default()
            }, errors))
            (text_field(lang, &TextField {
                id: "edge", label: edge, hint: Some(edge_hint), value: &asked.edge, optional: true,
                autocomplete: Some("off"), inputmode: Some("url"), code: true, ..TextField::default()
            }, errors))
            p.small.soft { (lang.t("public-check-privacy")) }
            p.acts { button.btn { (lang.t("public-check-send")) } }
        }
    }
}

fn outcome(cx: &Cx, asked: &Asked, report: &Report) -> Markup {
    let lang = cx.lang;
    let path = address(asked);
    let whole = cx.public_address(lang, &path);
    let of = Some(report.verdict);
    html! {
        h2 { span translate="no" { (report.domain.to_unicode()) } }
        (facts(&[
            (&lang.t("public-check-verdict"), verdict(verdict_sign(of), &verdict_word(lang, of), None)),
            (&lang.t("public-check-deployment"), html! { (deployment(lang, report.deployment)) }),
            (&lang.t("filer-found-checked"), html! { (format::moment(lang, report.checked_at)) }),
            (&lang.t("public-check-resolver"), html! { code translate="no" { (report.resolver) } }),
        ]))
        @if report.verdict == Verdict::Ok { p { (lang.t("check-good")) } }
        @if !report.findings.is_empty() {
            h2 { (lang.t("public-check-found")) }
            (findings_for_anybody(lang, report))
        }
        p.small.soft { (lang.t("public-check-only-dns")) }
        p.small { (lang.t("public-check-address")) ": " a href=(cx.href(&path)) translate="no" { (whole) } }
        p.acts {
            (link_button(&cx.href("/link"), &lang.t("public-check-request")))
            a href=(cx.href(&path)) { (lang.t("public-check-again")) }
        }
    }
}

/// The path that repeats the check, after the language.
fn address(asked: &Asked) -> String {
    let mut pairs = vec![("domain", asked.domain.as_deref().unwrap_or_default().trim())];
    pairs.extend(Some(("edge", asked.edge.trim())).filter(|(_, edge)| !edge.is_empty()));
    ["/check?", &serde_html_form::to_string(pairs).unwrap_or_default()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_repeats_what_was_asked() {
        let asked = |domain: &str, edge: &str| Asked { domain: Some(domain.to_owned()), edge: edge.to_owned() };
        assert_eq!(address(&asked(" kunta.example ", "")), "/check?domain=kunta.example");
        assert_eq!(
            address(&asked("jämsälä.example", "sip.x.example")),
            "/check?domain=j%C3%A4ms%C3%A4l%C3%A4.example&edge=sip.x.example"
        );
        assert_eq!(address(&asked("a&b=c", "")), "/check?domain=a%26b%3Dc");
    }
}
