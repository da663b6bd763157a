//! The SIP domains: rows, a pasted list, and what the check found of each.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::found::{findings_of, status, tag};
use super::{Sheet, Told, answer, away, onward, own, path, store, told_errors};
use crate::agreement::Language;
use crate::agreement::draft::{DomainAnswers, MOST_DOMAINS, Section, SectionAnswers};
use crate::agreement::filing::section_errors;
use crate::federation::{Report, SipDomain, parse_list};
use crate::i18n::{Translate, fields, format};
use crate::store::requests::Request;
use crate::web::components::{FieldErrors, Sign, TextField, icon, text_area};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::check;

/// What the form posts beside the rows.
#[derive(Clone, serde::Deserialize, Default)]
#[serde(default)]
struct Posted {
    domain: Vec<String>,
    /// A pasted list.
    bulk: String,
}

/// What is to be done with the rows, by the button that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Save,
    Add,
    Check,
    Remove(usize),
}

fn act(cx: &Cx) -> Act {
    if let Some(row) = cx.field("remove").and_then(|row| row.parse().ok()) {
        return Act::Remove(row);
    }
    match cx.field("act") {
        Some("add") => Act::Add,
        Some("check" | "paste") => Act::Check,
        _ => Act::Save,
    }
}

/// The rows after a POST: without empty ones and the removed one, with what was pasted, each spelling once. `Err` with the number that
/// there would be, where the pasted list makes them too many.
fn rows(posted: &Posted, act: Act) -> Result<Vec<String>, usize> {
    let typed = posted.domain.iter().enumerate().filter(|(index, _)| act != Act::Remove(index + 1)).map(|(_, row)| row.trim());
    let typed: Vec<String> = typed.filter(|row| !row.is_empty()).map(str::to_owned).collect();
    let mut known: BTreeSet<String> = typed.iter().map(|row| row.to_lowercase()).collect();
    let pasted: Vec<String> = parse_list(&posted.bulk).into_iter().filter(|entry| known.insert(entry.to_lowercase())).collect();
    if !pasted.is_empty() && typed.len() + pasted.len() > MOST_DOMAINS {
        return Err(typed.len() + pasted.len());
    }
    Ok(typed.into_iter().chain(pasted).collect())
}

pub(super) async fn save(cx: &Cx, request: &Request) -> Answer {
    let (posted, act): (Posted, _) = (cx.form()?, act(cx));
    let (rows, refused) = match rows(&posted, act) {
        Ok(rows) => (rows, None),
        Err(count) => (rows(&Posted { bulk: String::new(), ..posted.clone() }, act).unwrap_or_default(), Some(count)),
    };
    let count = rows.len();
    let request = store(cx, request, SectionAnswers::Domains(DomainAnswers { domain: rows })).await?;
    if let Some(given) = refused {
        return Ok(refuse_list(cx, &request, &posted.bulk, given));
    }
    if act != Act::Add {
        check::check_draft(cx.service(), &cx.filer_address()?, &request.id).await?;
    }
    if let Some(away) = away(cx, &request, Section::Domains) {
        return Ok(away);
    }
    let from = if super::is_from_answers(cx) { "from=answers" } else { "" };
    if act == Act::Add {
        let row = (count + 1).to_string();
        return Ok(cx.redirect(&path(&request, &["/domains?rows=", &row, "&", from, "#domain-", &row].concat())));
    }
    if act != Act::Save {
        return Ok(cx.redirect(&path(&request, &["/domains?", from].concat())));
    }
    let errors = told_errors(cx, &request, Section::Domains);
    if errors.is_empty() {
        return Ok(cx.redirect(&onward(cx, &request, Section::Domains)));
    }
    let request = own(cx).await?;
    let body = fields(&Sheet { cx, request: &request, errors: &errors }, None);
    Ok(answer(cx, &request, Section::Domains, &Told { errors, ..Told::default() }, body))
}

/// A pasted list that is too long stays where it was pasted.
fn refuse_list(cx: &Cx, request: &Request, bulk: &str, given: usize) -> HttpResponse {
    let mut errors = FieldErrors::none();
    errors.push("bulk", cx.lang.ta("filer-domains-bulk-many", &[("count", given.into()), ("limit", MOST_DOMAINS.into())]));
    let body = fields(&Sheet { cx, request, errors: &errors }, Some(bulk));
    answer(cx, request, Section::Domains, &Told { errors, ..Told::default() }, body)
}

/// What is wrong with names that were typed, told whenever the page is opened.
pub(super) fn unreadable(lang: Language, request: &Request) -> FieldErrors {
    section_errors(&request.draft, Section::Domains, format::day(request.updated_at))
        .iter()
        .filter(|error| !error.problem.is_missing())
        .map(|error| (error.field.clone(), fields::problem(lang, error)))
        .collect()
}

fn report_of<'a>(reports: &'a [Report], typed: &str) -> Option<&'a Report> {
    let domain = SipDomain::parse(typed).ok()?;
    reports.iter().find(|report| report.domain == domain)
}

pub(super) fn fields(sheet: &Sheet<'_>, bulk: Option<&str>) -> Markup {
    #[derive(serde::Deserialize)]
    struct Query {
        rows: Option<usize>,
    }
    let lang = sheet.lang();
    let typed = &sheet.request.draft.domains.domain;
    let wanted = sheet.cx.query::<Query>().ok().and_then(|query| query.rows).unwrap_or(1).clamp(1, MOST_DOMAINS);
    let reports = &sheet.request.reports;
    let known: Vec<&Report> = typed.iter().filter_map(|typed| report_of(reports, typed)).collect();
    html! {
        p.small role="status" id="domains-status" { (status(lang, &known)) }
        @for index in 0..typed.len().max(wanted) {
            (row(sheet, index + 1, typed.get(index).map_or("", String::as_str), reports))
        }
        p.acts {
            @if typed.len() < MOST_DOMAINS { button.btn.quiet name="act" value="add" { (sheet.t("filer-domains-add")) } }
            button.btn.plain name="act" value="check" { (sheet.t("filer-domains-check-again")) }
        }
        details open[bulk.is_some()] {
            summary { (sheet.t("filer-domains-bulk")) }
            (text_area(lang, &TextField {
                id: "bulk", label: &sheet.t("filer-domains-bulk-label"), hint: Some(&sheet.t("filer-domains-bulk-hint")),
                value: bulk.unwrap_or_default(), code: true, ..TextField::default()
            }, sheet.errors))
            p { button.btn.quiet name="act" value="paste" { (sheet.t("filer-domains-bulk-add")) } }
        }
        details {
            summary { (sheet.t("filer-domains-what")) }
            p { (sheet.t("filer-domains-what-text")) }
        }
    }
}

fn row(sheet: &Sheet<'_>, number: usize, typed: &str, reports: &[Report]) -> Markup {
    let lang = sheet.lang();
    let id = ["domain-", &number.to_string()].concat();
    let part = |name: &str| [id.as_str(), name].concat();
    let error = sheet.errors.of(&id);
    let label = lang.ta("filer-domains-row", &[("number", number.into())]);
    let report = report_of(reports, typed);
    html! {
        fieldset class={ "domain" @if error.is_some() { " bad" } } {
            legend { (label) }
            @if let Some(error) = error {
                p.msg id=(part("-error")) { (icon(Sign::Error)) span { span.vh { (lang.t("common-error-word")) " " } (error) } }
            }
            div.line {
                input type="text" id=(id) name="domain" value=(typed) aria-label=(label) data-check
                    aria-describedby={ @if error.is_some() { (part("-error")) " " } (part("-findings")) }
                    aria-invalid=[error.is_some().then_some("true")] autocomplete="off" autocapitalize="none" spellcheck="false"
                    inputmode="url" translate="no";
                span id=(part("-verdict")) { @if let Some(report) = report { (tag(lang, report)) } }
                @if number > 1 || !typed.is_empty() {
                    button.btn.plain name="remove" value=(number) {
                        (sheet.t("filer-domains-remove")) span.vh { " " (if typed.is_empty() { label.as_str() } else { typed }) }
                    }
                }
            }
            div id=(part("-findings")) { @if let Some(report) = report { (findings_of(lang, number, report)) } }
        }
    }
}

/// The live check: what was found of the rows as they are typed. Nothing is stored.
pub(super) async fn check_live(cx: Cx) -> Answer {
    let posted: Posted = cx.form()?;
    if posted.domain.len() > MOST_DOMAINS {
        return Err(PageError::Unprocessable);
    }
    let mut domains: Vec<SipDomain> = Vec::new();
    for domain in posted.domain.iter().filter_map(|typed| SipDomain::parse(typed).ok()) {
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    let reports = check::look(cx.service(), &cx.filer_address()?, &cx.request_id()?, &domains).await?;
    Ok(cx.fragment(live(cx.lang, &posted.domain, &reports)))
}

fn live(lang: Language, typed: &[String], reports: &[Report]) -> Markup {
    let known: Vec<&Report> = reports.iter().collect();
    html! {
        p data-into="domains-status" { (status(lang, &known)) }
        @for (index, typed) in typed.iter().enumerate() {
            @let id = ["domain-", &(index + 1).to_string()].concat();
            @let report = report_of(reports, typed);
            div data-into=[Some([id.as_str(), "-verdict"].concat())] { @if let Some(report) = report { (tag(lang, report)) } }
            div data-into=[Some([id.as_str(), "-findings"].concat())] {
                @if let Some(report) = report { (findings_of(lang, index + 1, report)) }
                @else if let (false, Err(error)) = (typed.trim().is_empty(), SipDomain::parse(typed)) {
                    p.msg {
                        (icon(Sign::Error))
                        span { (crate::i18n::findings::name_error(lang, crate::i18n::findings::NameKind::Domain, &error, typed)) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn posted(domain: &[&str], bulk: &str) -> Posted {
        Posted { domain: domain.iter().map(|row| (*row).to_owned()).collect(), bulk: bulk.to_owned() }
    }

    #[test]
    fn rows_lose_empty_ones_and_the_removed_one_and_gain_the_pasted_list_once() {
        let given = posted(&["kunta.example", " ", "koulu.kunta.example"], "Kunta.example, opisto.example; opisto.example");
        assert_eq!(rows(&given, Act::Save).unwrap(), ["kunta.example", "koulu.kunta.example", "opisto.example"]);
        assert_eq!(rows(&given, Act::Remove(3)).unwrap(), ["kunta.example", "opisto.example"]);
    }

    #[test]
    fn a_list_of_more_than_fifty_is_refused_whole() {
        let list: Vec<String> = (0..50).map(|n| format!("k{n}.example")).collect();
        assert_eq!(rows(&posted(&["kunta.example"], &list.join("\n")), Act::Save), Err(51));
        assert_eq!(rows(&posted(&[], &list.join("\n")), Act::Save).unwrap().len(), 50);
        // Rows that were typed one by one are stored as typed, and told to be too many by the form itself.
        let typed: Vec<&str> = list.iter().map(String::as_str).chain(["x.example"]).collect();
        assert_eq!(rows(&posted(&typed, ""), Act::Save).unwrap().len(), 51);
    }
}
