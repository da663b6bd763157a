//! The check of domains for programs: `POST /api/v1/checks`, without a token, as much of it as the page allows.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::federation::{Fqdn, NameError, SipDomain};
use crate::i18n::findings::{NameKind, ReportJson, name_error, report_json};
use crate::web::problem::{FieldProblem, Problem};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::public_check::{self, MOST_DOMAINS};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Data Post "/api/v1/checks", checks, Rule::Anyone)];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    domains: Vec<String>,
    #[serde(default)]
    edge: Option<String>,
}

/// The reports, in the order asked; their advice is in the language of `Accept-Language`.
#[derive(Debug, Serialize)]
struct Reports<'a> {
    reports: Vec<ReportJson<'a>>,
}

async fn checks(cx: Cx) -> Answer {
    let lang = cx.preferred_language();
    let asked: Asked = match serde_json::from_slice(cx.body()) {
        Ok(asked) => asked,
        Err(error) => {
            let detail = ["expected {\"domains\": [names], \"edge\": name or null}: ", &error.to_string()].concat();
            return Ok(Problem::new(StatusCode::BAD_REQUEST, detail).respond());
        }
    };
    let mut errors = Vec::new();
    let mut refuse = |pointer: String, kind, error: &NameError, typed: &str| {
        errors.push(FieldProblem { pointer, detail: name_error(lang, kind, error, typed) });
    };
    let mut domains: Vec<SipDomain> = Vec::new();
    for (index, typed) in asked.domains.iter().enumerate().take(MOST_DOMAINS + 1) {
        match SipDomain::parse(typed) {
            Ok(domain) if !domains.contains(&domain) => domains.push(domain),
            Ok(_) => {}
            Err(error) => refuse(["#/domains/", &index.to_string()].concat(), NameKind::Domain, &error, typed),
        }
    }
    let edge = asked
        .edge
        .as_deref()
        .and_then(|typed| Fqdn::parse(typed).map_err(|error| refuse("#/edge".to_owned(), NameKind::Host, &error, typed)).ok());
    if !(1..=MOST_DOMAINS).contains(&asked.domains.len()) {
        let detail = ["expected 1 to ", &MOST_DOMAINS.to_string(), " names"].concat();
        errors.push(FieldProblem { pointer: "#/domains".to_owned(), detail });
    }
    if !errors.is_empty() {
        return Ok(refused(errors));
    }
    let reports = public_check::look(cx.service(), cx.network(), &domains, edge).await?;
    Ok(cx.json(&Reports { reports: reports.iter().map(|report| report_json(lang, report)).collect() }))
}

fn refused(errors: Vec<FieldProblem>) -> HttpResponse {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "Nothing was checked: some values do not fit.").with_errors(errors).respond()
}
