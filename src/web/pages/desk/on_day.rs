//! Agreements as they stood on a day: as a file of values for spreadsheets, and as data for programs.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::frame::STAFF;
use crate::agreement::read_date;
use crate::agreement::version::Standing;
use crate::i18n::versions::standing;
use crate::i18n::{Translate, format};
use crate::store::agreements::AgreementFilter;
use crate::web::route::{Route, Rule, route};
use crate::web::{Actor, Answer, Cx, PageError};
use crate::workflow::in_force::{self, OnDay};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/agreements.csv", csv, STAFF), route!(Data Get "/api/v1/agreements/{number}/in-force", api, Rule::Known)];

/// The most agreements in one file.
const MOST: i64 = 100_000;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    q: String,
    on: String,
}

/// The day that was asked for: today where nothing was, `None` where it is no day.
pub(super) fn day(cx: &Cx, typed: &str) -> Option<NaiveDate> {
    if typed.trim().is_empty() { Some(format::day(cx.now)) } else { read_date(typed) }
}

async fn csv(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let day = day(&cx, &asked.on).ok_or(PageError::BadValue { name: "on", given: asked.on.clone(), expected: "2027-01-31" })?;
    let filter = AgreementFilter { words: asked.q.chars().take(200).collect(), most: MOST, ..AgreementFilter::default() };
    let found = in_force::list(cx.service(), &cx.member()?, filter, day).await?;
    let head = [
        lang.t("desk-agreement-number"),
        lang.t("desk-organisation"),
        lang.t("field-business-id"),
        lang.t("agreement-on"),
        lang.t("agreement-state"),
        lang.t("agreement-version"),
        lang.t("desk-sha256"),
    ];
    // The mark by which spreadsheets know UTF-8.
    let mut text = String::from('\u{feff}');
    line(&mut text, &head);
    for found in found {
        let version = found.version.map(|version| version.to_string()).unwrap_or_default();
        let state = standing(lang, found.standing);
        let (agreement, sha256) = (found.agreement, found.sha256.unwrap_or_default());
        let id = agreement.business_id.as_str().to_owned();
        line(&mut text, &[agreement.number, agreement.party_name, id, day.to_string(), state, version, sha256]);
    }
    let name = ["agreements-", &day.to_string(), ".csv"].concat();
    Ok(cx.file(&name, "text/csv; charset=utf-8", text.into_bytes()))
}

/// A line of values (RFC 4180) parted by semicolons, as Finnish spreadsheets read them.
fn line(text: &mut String, values: &[String]) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push(';');
        }
        text.push('"');
        text.push_str(&harmless(value).replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// A value that no spreadsheet takes for a formula: one that begins like it has an apostrophe before it.
fn harmless(value: &str) -> String {
    let begins =
        value.trim_start_matches([' ', '\u{a0}']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins { ["'", value].concat() } else { value.to_owned() }
}

/// The answer of the API.
#[derive(Serialize)]
struct Data {
    number: String,
    on: NaiveDate,
    state: &'static str,
    version: Option<i32>,
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begins: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<NaiveDate>,
}

impl From<OnDay> for Data {
    fn from(found: OnDay) -> Self {
        let (begins, ends) = match found.standing {
            Standing::Begins(first) => (Some(first), None),
            Standing::UnderNotice { last, .. } => (None, Some(last)),
            _ => (None, None),
        };
        Self {
            number: found.agreement.number,
            on: found.day,
            state: found.standing.code(),
            version: found.version,
            sha256: found.sha256,
            begins,
            ends,
        }
    }
}

async fn api(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    let Asked { on, .. } = cx.query()?;
    let day = match NaiveDate::parse_from_str(&on, "%Y-%m-%d") {
        Ok(day) if on.len() == 10 => day,
        _ => return Err(PageError::BadValue { name: "on", given: on, expected: "2027-01-31" }),
    };
    let actor = match &cx.actor {
        Actor::Filer { .. } => crate::workflow::Actor::Filer(cx.filer_address()?),
        _ => crate::workflow::Actor::Staff(cx.member()?),
    };
    let data = Data::from(in_force::on_day(cx.service(), &actor, &number, day).await?);
    let body = serde_json::to_vec(&data).map_err(|error| PageError::internal(&error))?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/json")).body(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_a_formula_and_never_ends_its_cell() {
        let mut text = String::new();
        line(&mut text, &["=HYPERLINK(\"x\")".to_owned(), "Kunta; \"oma\"".to_owned(), " +1".to_owned(), "2".to_owned()]);
        assert_eq!(text, "\"'=HYPERLINK(\"\"x\"\")\";\"Kunta; \"\"oma\"\"\";\"' +1\";\"2\"\r\n");
        for begins in ["=1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"] {
            assert!(harmless(begins).starts_with('\''), "{begins:?}");
        }
        assert_eq!(harmless("Esimerkkilän kunta"), "Esimerkkilän kunta");
    }
}
