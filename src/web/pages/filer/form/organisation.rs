//! The organisation: chosen from the municipalities, or any other by name and Y-tunnus.

use maud::{Markup, html};
use serde::Serialize;

use super::{Sheet, Told, answer, away, onward, store, switched, told_errors};
use crate::agreement::draft::{OrganisationAnswers, Section, SectionAnswers};
use crate::agreement::field::label_key;
use crate::agreement::municipality::{self, LanguageStatus, Municipality};
use crate::agreement::{Language, OrganisationKind};
use crate::i18n::Translate;
use crate::store::requests::Request;
use crate::web::components::{Choice, FieldErrors, Options, TextField, banner, combobox, facts, radios};
use crate::web::{Answer, Cx};

/// How many municipalities are proposed at a time.
const PROPOSED: usize = 8;

/// A municipality for the type-ahead.
#[derive(Serialize)]
struct Suggestion {
    code: &'static str,
    name: &'static str,
    region: &'static str,
    official_name: Option<&'static str>,
    business_id: Option<&'static str>,
}

fn own_name(lang: Language, municipality: &Municipality) -> &str {
    if lang == Language::Sv { &municipality.name_sv } else { &municipality.name_fi }
}

fn region(lang: Language, municipality: &Municipality) -> &str {
    if lang == Language::Sv { &municipality.region_sv } else { &municipality.region_fi }
}

/// The official name is known in Finnish only: who reads Swedish is proposed it where the municipality has no Swedish name.
fn official_name(lang: Language, municipality: &Municipality) -> Option<&str> {
    let fits = lang != Language::Sv || municipality.language_status == LanguageStatus::Finnish;
    municipality.organisation_name.as_deref().filter(|_| fits)
}

/// The municipalities for what has been typed so far.
pub(super) async fn suggest(cx: Cx) -> Answer {
    #[derive(serde::Deserialize)]
    struct Query {
        #[serde(default)]
        q: String,
    }
    let typed = cx.query::<Query>()?.q;
    let found: Vec<Suggestion> = municipality::search(&typed, PROPOSED)
        .into_iter()
        .map(|municipality| Suggestion {
            code: &municipality.code,
            name: own_name(cx.lang, municipality),
            region: region(cx.lang, municipality),
            official_name: official_name(cx.lang, municipality),
            business_id: municipality.business_id.as_deref(),
        })
        .collect();
    Ok(cx.json(&found))
}

/// What a typed name leads to.
#[derive(Debug, PartialEq)]
enum Meant {
    /// What was typed stands.
    AsTyped,
    /// One municipality, which is proposed.
    One(&'static Municipality),
    /// It could be any of these.
    Several(Vec<&'static Municipality>),
}

/// Whether the municipality that was chosen still fits: another kind of organisation has none, and a name that begins otherwise is another
/// organisation's. What follows the beginning may be made official: *Esbo* becomes *Esbo stad*.
fn keeps_code(answers: &OrganisationAnswers) -> bool {
    let Some(chosen) = municipality::find_code(&answers.municipality_code) else { return false };
    let beginning = |name: &str| name.trim().to_lowercase().chars().take(3).collect::<String>();
    let typed = beginning(&answers.name);
    let of_kind = answers.kind.is_empty() || answers.kind == OrganisationKind::Municipality.code();
    of_kind && [&chosen.name_fi, &chosen.name_sv].into_iter().any(|name| beginning(name) == typed)
}

/// Reads the name as a municipality, unless the filer has chosen one, says that it is another kind, or was asked already.
fn meant(answers: &OrganisationAnswers, chosen: Option<&str>, asked: Option<&str>) -> Meant {
    let name = answers.name.trim();
    if let Some(code) = chosen {
        return municipality::find_code(code).map_or(Meant::AsTyped, Meant::One);
    }
    let may_be_municipality = answers.kind.is_empty() || answers.kind == OrganisationKind::Municipality.code();
    let is_settled = municipality::find_code(&answers.municipality_code).is_some() || asked == Some(name);
    if name.is_empty() || !may_be_municipality || is_settled {
        return Meant::AsTyped;
    }
    let official =
        |found: &&Municipality| found.organisation_name.as_deref().is_some_and(|official| official.eq_ignore_ascii_case(name));
    if let Some(found) = municipality::find_exact(name).or_else(|| municipality::all().iter().find(official)) {
        return Meant::One(found);
    }
    let found = municipality::search(name, PROPOSED);
    if found.is_empty() { Meant::AsTyped } else { Meant::Several(found) }
}

/// Fills in what is known of a municipality where the filer has typed nothing else; tells whether that changed an answer to be confirmed.
fn propose(lang: Language, answers: &mut OrganisationAnswers, municipality: &Municipality) -> bool {
    let before = (answers.name.clone(), answers.business_id.clone());
    answers.municipality_code.clone_from(&municipality.code);
    official_name(lang, municipality).unwrap_or_else(|| own_name(lang, municipality)).clone_into(&mut answers.name);
    if answers.kind.is_empty() {
        OrganisationKind::Municipality.code().clone_into(&mut answers.kind);
    }
    if let Some(number) = municipality.business_id.as_deref().filter(|_| answers.business_id.trim().is_empty()) {
        number.clone_into(&mut answers.business_id);
    }
    before != (answers.name.clone(), answers.business_id.clone())
}

pub(super) async fn save(cx: &Cx, request: &Request) -> Answer {
    let mut answers: OrganisationAnswers = cx.form()?;
    if let Some(change) = &request.draft.change {
        change.base.sheet.organisation.business_id.as_str().clone_into(&mut answers.business_id);
    }
    if !keeps_code(&answers) {
        answers.municipality_code.clear();
    }
    let candidate = cx.field("candidate");
    let asked = if candidate == Some("none") { Some(answers.name.trim()) } else { cx.field("asked") };
    // Who only switches the language finds the name as it was typed.
    let found =
        if switched(cx).is_some() { Meant::AsTyped } else { meant(&answers, candidate.filter(|code| *code != "none"), asked) };
    let asked = asked.map(str::to_owned);
    let (mut proposed, mut candidates) = (false, Vec::new());
    match found {
        Meant::AsTyped => {}
        Meant::One(municipality) => proposed = propose(cx.lang, &mut answers, municipality),
        Meant::Several(found) => candidates = found,
    }
    let request = store(cx, request, SectionAnswers::Organisation(answers)).await?;
    if let Some(away) = away(cx, &request, Section::Organisation) {
        return Ok(away);
    }
    let mut errors = told_errors(cx, &request, Section::Organisation);
    if errors.is_empty() && candidates.is_empty() && !proposed {
        return Ok(cx.redirect(&onward(cx, &request, Section::Organisation)));
    }
    if !candidates.is_empty() {
        let mut first = FieldErrors::none();
        first.push("candidate", cx.lang.t("filer-candidates-error"));
        errors = first.followed_by(errors);
    }
    let banner =
        proposed.then(|| banner(&cx.lang.t("filer-proposed-title"), &html! { p { (cx.lang.t("filer-proposed-text")) } }, true));
    let beside = Beside { candidates, asked };
    let body = fields(&Sheet { cx, request: &request, errors: &errors }, Some(&beside));
    Ok(answer(cx, &request, Section::Organisation, &Told { errors, banner }, body))
}

/// What a page after a POST holds beside the answers.
pub(super) struct Beside {
    candidates: Vec<&'static Municipality>,
    /// The name of which the filer said that it is none of the candidates.
    asked: Option<String>,
}

pub(super) fn fields(sheet: &Sheet<'_>, beside: Option<&Beside>) -> Markup {
    let answers = &sheet.request.draft.organisation;
    let lang = sheet.lang();
    let kinds: Vec<(OrganisationKind, String)> = OrganisationKind::ALL.iter().map(|kind| (*kind, sheet.t(kind.key()))).collect();
    let kinds: Vec<Choice<'_>> = kinds.iter().map(|(kind, word)| Choice::new(kind.code(), word)).collect();
    html! {
        (combobox(lang, &TextField {
            id: "name", label: &sheet.t(label_key("name")), hint: Some(&sheet.t("filer-name-hint")), value: &answers.name,
            autocomplete: Some("organization"), ..TextField::default()
        }, sheet.errors, &sheet.cx.href("/municipalities")))
        input type="hidden" name="municipality_code" value=(answers.municipality_code);
        @if let Some(beside) = beside {
            @if !beside.candidates.is_empty() { (candidates(sheet, &beside.candidates)) }
            @if let Some(asked) = &beside.asked { input type="hidden" name="asked" value=(asked); }
        }
        (radios(lang, &Options {
            id: "kind", legend: &sheet.t(label_key("kind")), choices: &kinds, chosen: &[&answers.kind], ..Options::default()
        }, sheet.errors))
        @if let Some(change) = &sheet.request.draft.change {
            // An agreement is one organisation's.
            @let fixed = change.base.sheet.organisation.business_id.as_str();
            (facts(&[(&sheet.t(label_key("business_id")), html! { span.nb { (fixed) } })]))
            input type="hidden" name="business_id" value=(fixed);
        } @else {
            (sheet.text(&TextField {
                id: "business_id", label: &sheet.t(label_key("business_id")), hint: Some(&sheet.t("filer-business-id-hint")),
                value: &answers.business_id, narrow: true, autocomplete: Some("off"), ..TextField::default()
            }))
        }
        fieldset.part {
            legend { h2 { (sheet.t("field-address")) } }
            (sheet.text(&TextField {
                id: "street", label: &sheet.t(label_key("street")), value: &answers.street, autocomplete: Some("street-address"),
                ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "postcode", label: &sheet.t(label_key("postcode")), value: &answers.postcode, narrow: true,
                inputmode: Some("numeric"), autocomplete: Some("postal-code"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "place", label: &sheet.t(label_key("place")), value: &answers.place, autocomplete: Some("address-level2"),
                ..TextField::default()
            }))
        }
        (sheet.text(&TextField {
            id: "case_number", label: &sheet.t(label_key("case_number")), hint: Some(&sheet.t("filer-case-number-hint")),
            value: &answers.case_number, optional: true, autocomplete: Some("off"), ..TextField::default()
        }))
    }
}

fn candidates(sheet: &Sheet<'_>, found: &[&Municipality]) -> Markup {
    let lang = sheet.lang();
    let names: Vec<&str> = found.iter().map(|one| official_name(lang, one).unwrap_or_else(|| own_name(lang, one))).collect();
    let none = sheet.t("filer-candidates-none");
    let choices: Vec<Choice<'_>> = found
        .iter()
        .zip(names)
        .map(|(one, name)| Choice::new(&one.code, name).hint(region(lang, one)))
        .chain([Choice::new("none", &none)])
        .collect();
    radios(
        lang,
        &Options { id: "candidate", legend: &sheet.t("filer-candidates"), choices: &choices, ..Options::default() },
        sheet.errors,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn typed(name: &str, kind: &str) -> OrganisationAnswers {
        OrganisationAnswers { name: name.into(), kind: kind.into(), ..OrganisationAnswers::default() }
    }

    #[test]
    fn a_name_leads_to_one_municipality_to_several_or_to_none() {
        let Meant::One(espoo) = meant(&typed("esbo", ""), None, None) else { panic!() };
        assert_eq!(espoo.code, "049");
        assert!(matches!(meant(&typed("Espoon kaupunki", ""), None, None), Meant::One(found) if found.code == "049"));
        assert!(matches!(meant(&typed("Pyhä", "municipality"), None, None), Meant::Several(found) if found.len() > 1));
        assert_eq!(meant(&typed("Pyhä", "private_provider"), None, None), Meant::AsTyped);
        assert_eq!(meant(&typed("Pyhä", ""), None, Some("Pyhä")), Meant::AsTyped);
        assert_eq!(meant(&typed("Esimerkkilän kunta", ""), None, None), Meant::AsTyped);
        assert!(matches!(meant(&typed("Pyhä", ""), Some("049"), None), Meant::One(found) if found.code == "049"));
        let chosen = OrganisationAnswers { municipality_code: "049".into(), ..typed("Espoon", "municipality") };
        assert_eq!(meant(&chosen, None, None), Meant::AsTyped);
    }

    #[test]
    fn a_chosen_municipality_stays_only_with_its_name_and_kind() {
        let chosen = |name: &str, kind: &str| OrganisationAnswers { municipality_code: "049".into(), ..typed(name, kind) };
        assert!(keeps_code(&chosen("Esbo stad", "municipality")) && keeps_code(&chosen("Espoon kaupunki", "")));
        assert!(!keeps_code(&chosen("Lahden kaupunki", "municipality")) && !keeps_code(&chosen("Espoo Oy", "private_provider")));
        assert!(!keeps_code(&typed("Espoon kaupunki", "municipality")));
    }

    #[test]
    fn a_proposal_fills_only_what_was_left_empty() {
        let espoo = municipality::find_code("049").unwrap();
        let mut answers = typed("espoo", "");
        assert!(propose(Language::Fi, &mut answers, espoo));
        assert_eq!((answers.name.as_str(), answers.kind.as_str()), ("Espoon kaupunki", "municipality"));
        assert_eq!(Some(answers.business_id.as_str()), espoo.business_id.as_deref());
        assert!(!propose(Language::Fi, &mut answers.clone(), espoo));
        let mut own = OrganisationAnswers { business_id: "0000012-3".into(), ..typed("esbo", "") };
        assert!(propose(Language::Sv, &mut own, espoo));
        assert_eq!((own.name.as_str(), own.business_id.as_str()), ("Esbo", "0000012-3"));
    }
}
