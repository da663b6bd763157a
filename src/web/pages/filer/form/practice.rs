//! The four boxes of blocked features, and the guidance item by item.

use maud::{Markup, html};

use super::Sheet;
use crate::agreement::field::label_key;
use crate::agreement::{Compliance, Feature, Guidance};
use crate::web::components::{Choice, Options, checkboxes, radios};

pub(super) fn blocked(sheet: &Sheet<'_>) -> Markup {
    let words: Vec<(Feature, String)> = Feature::ALL.iter().map(|feature| (*feature, sheet.t(feature.key()))).collect();
    let choices: Vec<Choice<'_>> = words.iter().map(|(feature, word)| Choice::new(feature.code(), word)).collect();
    let ticked: Vec<&str> = sheet.request.draft.blocked.blocked.iter().map(String::as_str).collect();
    html! {
        (checkboxes(sheet.lang(), &Options {
            id: "blocked", legend: &sheet.t(label_key("blocked")), hint: Some(&sheet.t("filer-blocked-hint")), choices: &choices,
            chosen: &ticked, ..Options::default()
        }, sheet.errors))
        details {
            summary { (sheet.t("filer-blocked-where")) }
            p { (sheet.t("filer-blocked-where-text")) }
        }
    }
}

/// What the item is and why it is recommended to be switched off.
const fn explained(item: Guidance) -> &'static str {
    match item {
        Guidance::History => "filer-guidance-history-hint",
        Guidance::Recording => "filer-guidance-recording-hint",
        Guidance::Powerpoint => "filer-guidance-powerpoint-hint",
        Guidance::Attachments => "filer-guidance-attachments-hint",
        Guidance::Whiteboard => "filer-guidance-whiteboard-hint",
    }
}

pub(super) fn guidance(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.guidance;
    let words: Vec<(Compliance, String)> = Compliance::ALL.iter().map(|answer| (*answer, sheet.t(answer.key()))).collect();
    let choices: Vec<Choice<'_>> = words.iter().map(|(answer, word)| Choice::new(answer.code(), word)).collect();
    html! {
        p { (sheet.t("filer-guidance-unknown")) }
        @for item in Guidance::ALL {
            @let given = match item {
                Guidance::History => &answers.history,
                Guidance::Recording => &answers.recording,
                Guidance::Powerpoint => &answers.powerpoint,
                Guidance::Attachments => &answers.attachments,
                Guidance::Whiteboard => &answers.whiteboard,
            };
            (radios(sheet.lang(), &Options {
                id: item.code(), legend: &sheet.t(item.key()), hint: Some(&sheet.t(explained(*item))), choices: &choices,
                chosen: &[given], ..Options::default()
            }, sheet.errors))
        }
    }
}
