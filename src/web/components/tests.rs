#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use maud::html;

use super::*;
use crate::agreement::Language;

#[test]
fn an_error_says_the_same_at_the_field_and_in_the_summary_and_keeps_what_was_typed() {
    let mut errors = FieldErrors::none();
    errors.push("business_id", "Y-tunnuksen tarkistusnumero ei täsmää.");
    let field = TextField {
        id: "business_id",
        label: "Y-tunnus",
        hint: Some("Esimerkiksi 0000012-3"),
        value: "\"><b>",
        ..Default::default()
    };
    let drawn = text_field(Language::Fi, &field, &errors).into_string();
    assert!(drawn.contains("aria-describedby=\"business_id-hint business_id-error\"") && drawn.contains("aria-invalid=\"true\""));
    assert!(
        drawn.contains("value=\"&quot;&gt;&lt;b&gt;\"") && drawn.contains("Y-tunnuksen tarkistusnumero ei täsmää."),
        "{drawn}"
    );
    let summary = error_summary(Language::Fi, &errors).into_string();
    assert!(summary.contains("href=\"#business_id\"") && summary.contains("Y-tunnuksen tarkistusnumero ei täsmää."));
    assert!(summary.contains("Tarkista 1 kohta<"), "{summary}");
    assert!(error_summary(Language::Fi, &FieldErrors::none()).into_string().is_empty());
    let fine = text_field(Language::Fi, &field, &FieldErrors::none()).into_string();
    assert!(!fine.contains("aria-invalid") && !fine.contains("bad"));
}

#[test]
fn the_summary_s_link_leads_to_the_first_choice_and_nothing_is_chosen_beforehand() {
    let choices = [Choice::new("approve", "Hyväksy"), Choice::new("reject", "Hylkää").hint("Perustele")];
    let options = Options { id: "decision", legend: "Ratkaisu", choices: &choices, ..Default::default() };
    let drawn = radios(Language::Fi, &options, &FieldErrors::none()).into_string();
    assert!(drawn.contains("id=\"decision\"") && drawn.contains("id=\"decision-reject\"") && !drawn.contains("checked"));
    let chosen = radios(Language::Fi, &Options { chosen: &["reject"], ..options }, &FieldErrors::none()).into_string();
    assert_eq!(chosen.matches(" checked").count(), 1);
}

#[test]
fn a_missing_answer_and_an_erased_event_are_told() {
    let rows = [AnswerRow { term: "Asianumero", answer: None, change: Some("/fi/x".into()) }];
    let drawn = summary_list(Language::Fi, &rows).into_string();
    assert!(drawn.contains("Ei vastausta") && drawn.contains("Muuta<span class=\"vh\">: Asianumero"));
    let entry = HistoryEntry { at: "2026-11-21T08:02:00Z".parse().unwrap(), what: "Lähetetty", who: "–", detail: None };
    let drawn = history(Language::Fi, &[entry]).into_string();
    assert!(
        drawn.contains("Sisältö poistettu") && drawn.contains("datetime=\"2026-11-21T08:02:00Z\"") && drawn.contains("klo 10.02")
    );
}

#[test]
fn a_table_keeps_its_roles_and_labels_its_cells() {
    let drawn = table(&Table {
        caption: "Jono",
        columns: &["Organisaatio", "Tila"],
        rows: vec![vec![html! { "A" }, html! { "B" }]],
        ..Default::default()
    });
    let drawn = drawn.into_string();
    assert!(
        drawn.contains("<th role=\"rowheader\" scope=\"row\">A") && drawn.contains("<td role=\"cell\" data-l=\"Tila\"><span>B")
    );
}

#[test]
fn a_zone_line_is_whole_and_its_button_waits_for_the_script() {
    let line = "_sipfederationtls._tcp.kunta.example. 3600 IN SRV 100 1 5061 sip.kunta.example.";
    let drawn = zone_line(Language::Sv, "z1", line).into_string();
    assert!(drawn.contains(&[">", line, "</code>"].concat()) && drawn.contains("hidden data-copy=\"z1\""));
}
