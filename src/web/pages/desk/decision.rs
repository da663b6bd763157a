//! The decision on a request: its panel, and what is done with it.

use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::case::{conflicted, show};
use super::frame::lines;
use crate::agreement::Language;
use crate::config::UnprovenDomains;
use crate::federation::SipDomain;
use crate::i18n::Translate;
use crate::web::components::{Choice, FieldErrors, Options, TextField, aside, button, radios, text_area, tick};
use crate::web::pages::compare::obstructed;
use crate::web::{Answer, Cx};
use crate::workflow::approve::{Grounds, approve, unproven};
use crate::workflow::review::{self, Case, LONGEST_TEXT};
use crate::workflow::{Lacking, WorkflowError};

/// What the reviewer chose and wrote.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    decision: String,
    over_errors: String,
    authority_check: String,
    unproven: String,
    message: String,
    reason: String,
    revision: i32,
}

impl Written {
    /// What a slow reviewer lost: the decision, not the words.
    pub(super) fn lost(&self) -> &'static str {
        let texts = [&self.over_errors, &self.authority_check, &self.message, &self.reason];
        if texts.iter().any(|text| !text.trim().is_empty()) { "desk-conflict-not-saved" } else { "desk-conflict-not-done" }
    }
}

/// The panel beside the request: three choices, and under each what it needs. Nothing is chosen beforehand.
pub(super) fn panel(cx: &Cx, case: &Case, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let area = |id: &str, label: &str, hint: &str, value: &str| {
        text_area(lang, &TextField { id, label, hint: Some(hint), value, ..TextField::default() }, errors)
    };
    let grounds = html! {
        @if case.errors > 0 || !written.over_errors.is_empty() {
            (area("over_errors", &lang.t("desk-over-errors"),
                &lang.ta("desk-over-errors-hint", &[("n", case.errors.into())]), &written.over_errors))
        }
        @if case.authority_unproven || !written.authority_check.is_empty() {
            (area("authority_check", &lang.t("desk-authority-check"), &lang.t("desk-authority-check-hint"), &written.authority_check))
        }
        @if asks_about_unproven(case) {
            (tick(lang, "unproven", &lang.ta("desk-unproven-accept", &[("n", unproven(&case.ownership).len().into())]), written.unproven == "yes", errors))
        }
    };
    let (approve, ask, reject) = (lang.t("desk-approve"), lang.t("desk-ask-changes"), lang.t("desk-reject"));
    let choices = [
        Choice { inner: Some(grounds), ..Choice::new("approve", &approve) },
        Choice {
            inner: Some(area("message", &lang.t("desk-message"), &lang.t("desk-message-hint"), &written.message)),
            ..Choice::new("request_changes", &ask)
        },
        Choice {
            inner: Some(area("reason", &lang.t("desk-reason"), &lang.t("desk-reason-hint"), &written.reason)),
            ..Choice::new("reject", &reject)
        },
    ];
    let chosen = [written.decision.as_str()];
    let body = html! {
        (obstacles(cx, case))
        form method="post" action=(cx.href(&["/queue/", case.request.id.as_str(), "/decision"].concat())) {
            (cx.csrf())
            input type="hidden" name="revision" value=(case.request.revision);
            (radios(lang, &Options { id: "decision", legend: &lang.t("desk-decision-legend"), choices: &choices, chosen: &chosen, ..Options::default() }, errors))
            (button(&lang.t("desk-decide")))
        }
    };
    aside("panel", &lang.t("desk-decision"), &body)
}

/// Whether the reviewer has to accept domains that are not proven.
fn asks_about_unproven(case: &Case) -> bool {
    case.unproven_domains == UnprovenDomains::Warn && !unproven(&case.ownership).is_empty()
}

/// Why domains that are not proven keep the request from being approved, where the operator takes no other.
fn refused_unproven(lang: Language, case: &Case) -> Option<String> {
    let domains = unproven(&case.ownership);
    let refused = case.unproven_domains == UnprovenDomains::Refuse && !domains.is_empty();
    let names: Vec<String> = domains.iter().map(SipDomain::to_unicode).collect();
    refused.then(|| lang.ta("desk-unproven-refused", &[("domains", names.join(", ").into())]))
}

/// What keeps the request from being approved, whatever the reviewer writes.
fn missing(lang: Language, case: &Case) -> Vec<String> {
    let terms = (!case.terms_published).then(|| terms_missing(lang, case));
    let half = case.kela.is_none().then(|| lang.t("desk-lacks-half"));
    [terms, half].into_iter().flatten().collect()
}

/// The same before anything is written, and who can mend it.
fn obstacles(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    let missing = missing(lang, case);
    html! {
        @if let Some(refused) = refused_unproven(lang, case) {
            div.banner role="note" {
                h2 { (lang.t("desk-cannot-approve")) }
                p { (refused) }
                p { (lang.t("desk-unproven-refused-who")) }
            }
        }
        @if !missing.is_empty() {
            div.banner role="note" {
                h2 { (lang.t("desk-cannot-approve")) }
                @for text in &missing { p { (text) } }
                p { (lang.t("desk-cannot-approve-who")) }
            }
        }
    }
}

fn terms_missing(lang: Language, case: &Case) -> String {
    lang.t(match case.submission.filing.language {
        Language::Fi => "desk-lacks-terms-fi",
        Language::Sv => "desk-lacks-terms-sv",
        Language::En => "desk-lacks-terms-en",
    })
}

/// What was written and cannot be sent any more, so that it can be copied.
pub(super) fn unsent(lang: Language, written: &Written) -> Markup {
    let texts = [
        ("desk-over-errors", &written.over_errors),
        ("desk-authority-check", &written.authority_check),
        ("desk-message", &written.message),
        ("desk-reason", &written.reason),
    ];
    let texts: Vec<_> = texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    html! {
        @if !texts.is_empty() {
            h3 { (lang.t("desk-unsent")) }
            @for (label, text) in texts {
                p.small.soft { (lang.t(label)) }
                p { (lines(text)) }
            }
        }
    }
}

pub(super) async fn decide(cx: Cx) -> Answer {
    let (staff, id) = (cx.member()?, cx.request_id()?);
    let written: Written = cx.form()?;
    let service = cx.service();
    let outcome = match written.decision.as_str() {
        "approve" => {
            let grounds = Grounds {
                over_errors: written.over_errors.clone(),
                authority_check: written.authority_check.clone(),
                unproven_accepted: written.unproven == "yes",
            };
            approve(service, &staff, &id, written.revision, grounds).await.map(|_| ())
        }
        "request_changes" => review::ask_changes(service, &staff, &id, written.revision, &written.message).await,
        "reject" => review::reject(service, &staff, &id, written.revision, &written.reason).await,
        _ => {
            let case = review::case(service, &staff, &id).await?;
            let errors = FieldErrors::from_iter([("decision".to_owned(), cx.lang.t("desk-choose-decision"))]);
            return Ok(show(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, None, &written, &errors));
        }
    };
    match outcome {
        Ok(()) => Ok(cx.redirect(&["/queue/", id.as_str(), "?done=", &written.decision].concat())),
        Err(WorkflowError::Lacking(lacking)) => {
            let case = review::case(service, &staff, &id).await?;
            let errors = told(cx.lang, &case, &lacking, &written);
            Ok(show(&cx, StatusCode::UNPROCESSABLE_ENTITY, &case, None, &written, &errors))
        }
        Err(WorkflowError::Obstacle(obstacle)) => {
            let case = review::case(service, &staff, &id).await?;
            let errors = FieldErrors::from_iter([("decision".to_owned(), obstructed(cx.lang, obstacle))]);
            Ok(show(&cx, StatusCode::CONFLICT, &case, None, &written, &errors))
        }
        Err(WorkflowError::Conflict(conflict)) => conflicted(&cx, conflict.as_ref(), &written, written.lost()).await,
        Err(other) => Err(other.into()),
    }
}

/// What a decision lacks, at the field that it is lacking in.
fn told(lang: Language, case: &Case, lacking: &[Lacking], written: &Written) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for lack in lacking {
        match lack {
            Lacking::ReasonOverErrors => errors.push("over_errors", lang.t("desk-lacks-over-errors")),
            Lacking::AuthorityCheck => errors.push("authority_check", lang.t("desk-lacks-authority-check")),
            Lacking::UnprovenAccepted => errors.push("unproven", lang.t("desk-lacks-unproven")),
            Lacking::ProvenDomains => {
                let refused = refused_unproven(lang, case).unwrap_or_else(|| lang.t("desk-cannot-approve"));
                errors.push("decision", [refused, lang.t("desk-unproven-refused-who")].join(" "));
            }
            Lacking::Message => errors.push("message", lang.t("desk-lacks-message")),
            Lacking::Reason => errors.push("reason", lang.t("desk-lacks-reason")),
            // A field shows one message: all that is missing stands in it, once.
            Lacking::Terms | Lacking::KelaHalf if errors.of("decision").is_some() => {}
            Lacking::Terms | Lacking::KelaHalf => {
                let mut texts = missing(lang, case);
                texts.push(lang.t("desk-cannot-approve-who"));
                errors.push("decision", texts.join(" "));
            }
            Lacking::Text => {
                for (field, text) in unfit(written) {
                    let count = text.chars().count();
                    errors.push(field, lang.ta("desk-text-unfit", &[("limit", LONGEST_TEXT.into()), ("count", count.into())]));
                }
            }
        }
    }
    errors
}

/// The fields of the choice that the service does not take as they are.
fn unfit(written: &Written) -> Vec<(&'static str, &str)> {
    let fields = match written.decision.as_str() {
        "approve" => vec![("over_errors", written.over_errors.as_str()), ("authority_check", &written.authority_check)],
        "request_changes" => vec![("message", written.message.as_str())],
        _ => vec![("reason", written.reason.as_str())],
    };
    let of_choice = fields.clone();
    let bad: Vec<_> = fields.into_iter().filter(|(_, text)| !review::is_fit(text)).collect();
    // Whatever the workflow's reason was, an error stands at some field.
    if bad.is_empty() { of_choice } else { bad }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(decision: &str, text: &str) -> Written {
        let text = text.to_owned();
        Written {
            decision: decision.into(),
            over_errors: text.clone(),
            message: text.clone(),
            reason: text,
            ..Written::default()
        }
    }

    #[test]
    fn an_unfit_text_is_told_at_its_field_and_only_at_that_of_the_choice() {
        let fields = |written: &Written| unfit(written).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        let long = "a".repeat(LONGEST_TEXT + 1);
        assert_eq!(fields(&written("approve", &long)), ["over_errors"]);
        assert_eq!(fields(&written("request_changes", "a\u{202e}b")), ["message"]);
        assert_eq!(fields(&written("reject", &long)), ["reason"]);
        assert_eq!(fields(&written("approve", "fit")), ["over_errors", "authority_check"], "an error always stands somewhere");
    }

    #[test]
    fn a_slow_reviewer_is_told_of_their_words_only_if_they_wrote_any() {
        assert_eq!(written("approve", " \n").lost(), "desk-conflict-not-done");
        assert_eq!(written("reject", "Miksi").lost(), "desk-conflict-not-saved");
    }
}
