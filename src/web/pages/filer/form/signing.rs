//! Who signs and on what authority, the agreement's language, and the wished opening date.

use maud::{Markup, html};

use super::Sheet;
use crate::agreement::field::label_key;
use crate::agreement::municipality::{LanguageStatus, find_code};
use crate::agreement::version::VersionKind;
use crate::agreement::{AuthorityBasis, Language};
use crate::web::components::{Choice, Options, TextField, radios};

/// What explains a basis of authority.
pub(in crate::web::pages) const fn explained(basis: AuthorityBasis) -> &'static str {
    match basis {
        AuthorityBasis::Regulations => "filer-authority-regulations-hint",
        AuthorityBasis::RegisteredRight => "filer-authority-registered-right-hint",
        AuthorityBasis::Mandate => "filer-authority-mandate-hint",
        AuthorityBasis::Decision => "filer-authority-decision-hint",
    }
}

pub(super) fn signing(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.signing;
    let lang = sheet.lang();
    let bases: Vec<(AuthorityBasis, String, String)> =
        AuthorityBasis::ALL.iter().map(|basis| (*basis, sheet.t(basis.key()), sheet.t(explained(*basis)))).collect();
    let bases: Vec<Choice<'_>> = bases.iter().map(|(basis, word, hint)| Choice::new(basis.code(), word).hint(hint)).collect();
    html! {
        fieldset.part {
            legend { h2 { (sheet.t("field-signatory")) } }
            p.hint { (sheet.t("filer-signatory-hint")) }
            (sheet.text(&TextField {
                id: "signatory_name", label: &sheet.t(label_key("signatory_name")), value: &answers.signatory_name,
                autocomplete: Some("off"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "signatory_position", label: &sheet.t(label_key("signatory_position")), value: &answers.signatory_position,
                hint: Some(&sheet.t("filer-signatory-position-hint")), autocomplete: Some("off"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "signatory_email", label: &sheet.t(label_key("signatory_email")), value: &answers.signatory_email, kind: "email",
                code: true, autocomplete: Some("off"), ..TextField::default()
            }))
            p.small.soft { (sheet.t("filer-signatory-told")) }
        }
        (radios(lang, &Options {
            id: "signatory_basis", legend: &sheet.t(label_key("signatory_basis")), hint: Some(&sheet.t("filer-authority-hint")),
            choices: &bases, chosen: &[&answers.signatory_basis], ..Options::default()
        }, sheet.errors))
        (sheet.text(&TextField {
            id: "signatory_basis_detail", label: &sheet.t(label_key("signatory_basis_detail")), value: &answers.signatory_basis_detail,
            hint: Some(&sheet.t("filer-authority-detail-hint")), optional: true, autocomplete: Some("off"), ..TextField::default()
        }))
        @let kind = sheet.request.draft.kind();
        @if kind == Some(VersionKind::Termination) {
            // A notice is in the language of the agreement.
            input type="hidden" name="language" value=(answers.language);
        } @else {
            (languages(sheet))
        }
        @if kind.is_none() { (sheet.text(&TextField {
            id: "opening_date", label: &sheet.t(label_key("opening_date")), value: &answers.opening_date, optional: true, narrow: true,
            hint: Some(&sheet.t("filer-opening-date-hint")), autocomplete: Some("off"), ..TextField::default()
        })) }
    }
}

fn languages(sheet: &Sheet<'_>) -> Markup {
    let words: Vec<(Language, String)> =
        [(Language::Fi, "language-fi"), (Language::Sv, "language-sv"), (Language::En, "language-en")]
            .map(|(language, key)| (language, sheet.t(key)))
            .into();
    let translation = sheet.t("filer-language-en-hint");
    let choices: Vec<Choice<'_>> = words
        .iter()
        .map(|(language, word)| {
            let choice = Choice::new(language.code(), word);
            if language.binds() { choice } else { choice.hint(&translation) }
        })
        .collect();
    let status = find_code(&sheet.request.draft.organisation.municipality_code).map(|found| found.language_status);
    let hint = sheet.t(match status {
        Some(LanguageStatus::Swedish) => "filer-language-swedish-hint",
        _ => "filer-language-hint",
    });
    let given = &sheet.request.draft.signing.language;
    // A municipality that uses Swedish alone is proposed Swedish; any other chooses itself.
    let chosen = if given.is_empty() && status == Some(LanguageStatus::Swedish) { Language::Sv.code() } else { given.as_str() };
    radios(
        sheet.lang(),
        &Options {
            id: "language",
            legend: &sheet.t(label_key("language")),
            hint: Some(&hint),
            choices: &choices,
            chosen: &[chosen],
            ..Options::default()
        },
        sheet.errors,
    )
}
