//! The form that names another signatory of a version that waits for its signature: of the party's people and of Kela's reviewer.

use actix_web::HttpResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::filer::explained;
use crate::agreement::AuthorityBasis;
use crate::agreement::draft::SigningAnswers;
use crate::agreement::field::label_key;
use crate::i18n::{Translate, fields, format};
use crate::web::components::{
    Choice, FieldErrors, Options, TextField, error_summary, facts, question, radios, text_area, text_field,
};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::signing::{self, ToName};
use crate::workflow::{Actor, WorkflowError};

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    signatory_name: String,
    signatory_position: String,
    signatory_email: String,
    signatory_basis: String,
    signatory_basis_detail: String,
    reason: String,
    /// The revision of the version that the page showed.
    revision: i32,
}

impl Typed {
    fn answers(&self) -> SigningAnswers {
        SigningAnswers {
            signatory_name: self.signatory_name.clone(),
            signatory_position: self.signatory_position.clone(),
            signatory_email: self.signatory_email.clone(),
            signatory_basis: self.signatory_basis.clone(),
            signatory_basis_detail: self.signatory_basis_detail.clone(),
            ..SigningAnswers::default()
        }
    }
}

/// Where the form stands, and where it leads back to, after the language.
pub(super) struct Place {
    pub(super) actor: Actor,
    pub(super) form: String,
    /// The way back.
    pub(super) back: Markup,
    /// Where to go when another was named.
    pub(super) done: String,
    /// Where to go when it cannot be done any more.
    pub(super) late: String,
}

/// Asks who signs.
pub(super) async fn ask(cx: &Cx, number: &str, place: &Place) -> Answer {
    match signing::to_name(cx.service(), &place.actor, number).await {
        Ok(found) => {
            let typed = Typed { revision: found.version.revision, ..Typed::default() };
            Ok(page(cx, &found, place, &typed, &FieldErrors::none()))
        }
        Err(error) => gone(cx, place, error),
    }
}

/// Names whom the form names.
pub(super) async fn name(cx: &Cx, number: &str, place: &Place) -> Answer {
    let typed: Typed = cx.form()?;
    let found = match signing::to_name(cx.service(), &place.actor, number).await {
        Ok(found) => found,
        Err(error) => return gone(cx, place, error),
    };
    let named =
        signing::name_signatory(cx.service(), &place.actor, number, typed.revision, &typed.answers(), &typed.reason).await;
    match named {
        Ok(Ok(())) => Ok(cx.redirect(&place.done)),
        Ok(Err(wrong)) => {
            let errors =
                wrong.iter().map(|error| (error.field.clone(), fields::problem(cx.lang, error))).collect::<FieldErrors>();
            Ok(page(cx, &found, place, &typed, &errors))
        }
        Err(error) => gone(cx, place, error),
    }
}

/// What came too late is told on the page of the agreement.
fn gone(cx: &Cx, place: &Place, error: WorkflowError) -> Answer {
    match error {
        WorkflowError::Conflict(_) => Ok(cx.redirect(&place.late)),
        other => Err(PageError::from(other)),
    }
}

fn page(cx: &Cx, found: &ToName, place: &Place, typed: &Typed, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signatory-change");
    let now = found.version.signatory();
    let until = found.version.lapses_at.map(|at| format::moment(lang, at)).unwrap_or_default();
    let body = html! {
        (place.back)
        (question(&html! {
            (error_summary(lang, errors))
            p.kicker { (found.agreement.party_name) " · " span.num translate="no" { (found.agreement.number) } }
            h1 { (title) }
            (facts(&[
                (&lang.t("signatory-now"), html! { (now.name) ", " (now.position) br; span translate="no" { (now.email.as_str()) } }),
                (&lang.t("mail-fact-sign-by"), html! { (until) }),
            ]))
            p { (lang.t("signatory-change-text")) }
            form method="post" action=(cx.href(&place.form)) novalidate {
                (cx.csrf())
                input type="hidden" name="revision" value=(typed.revision);
                (inputs(cx, typed, errors))
                p.acts { button.btn { (lang.t("signatory-change-send")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

fn inputs(cx: &Cx, typed: &Typed, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let bases: Vec<(AuthorityBasis, String, String)> =
        AuthorityBasis::ALL.iter().map(|basis| (*basis, lang.t(basis.key()), lang.t(explained(*basis)))).collect();
    let bases: Vec<Choice<'_>> = bases.iter().map(|(basis, word, hint)| Choice::new(basis.code(), word).hint(hint)).collect();
    html! {
        (text_field(lang, &TextField {
            id: "signatory_name", label: &lang.t(label_key("signatory_name")), value: &typed.signatory_name,
            hint: Some(&lang.t("signatory-name-hint")), autocomplete: Some("off"), ..TextField::default()
        }, errors))
        (text_field(lang, &TextField {
            id: "signatory_position", label: &lang.t(label_key("signatory_position")), value: &typed.signatory_position,
            hint: Some(&lang.t("filer-signatory-position-hint")), autocomplete: Some("off"), ..TextField::default()
        }, errors))
        (text_field(lang, &TextField {
            id: "signatory_email", label: &lang.t(label_key("signatory_email")), value: &typed.signatory_email, kind: "email", code: true,
            autocomplete: Some("off"), ..TextField::default()
        }, errors))
        (radios(lang, &Options {
            id: "signatory_basis", legend: &lang.t(label_key("signatory_basis")), hint: Some(&lang.t("signatory-basis-hint")),
            choices: &bases, chosen: &[&typed.signatory_basis], ..Options::default()
        }, errors))
        (text_field(lang, &TextField {
            id: "signatory_basis_detail", label: &lang.t(label_key("signatory_basis_detail")), value: &typed.signatory_basis_detail,
            hint: Some(&lang.t("filer-authority-detail-hint")), optional: true, autocomplete: Some("off"), ..TextField::default()
        }, errors))
        (text_area(lang, &TextField {
            id: "reason", label: &lang.t(label_key("reason")), hint: Some(&lang.t("signatory-reason-hint")), value: &typed.reason,
            ..TextField::default()
        }, errors))
    }
}
