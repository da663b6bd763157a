//! What changed between two filings of one request, and between two versions of an agreement.

use serde::{Deserialize, Serialize};

use super::content::AgreementContent;
use super::draft::Section;
use super::filing::Filing;
use super::party::coded;
use super::summary::{Row, Shown, filing_rows, known_label, sheet_rows};

coded! {
    /// Which part of an agreement a row stands in.
    Part {
        /// The other party's half.
        Party = "party", "difference-part-party";
        /// Kela's half.
        Kela = "kela", "difference-part-kela";
        /// What belongs to neither half: language, dates and terms.
        Agreement = "agreement", "difference-part-agreement";
    }
}

/// What changed in one row: values that went and values that came. As JSON it names texts by their keys, so that it reads the same in
/// every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "Stored")]
pub struct Change {
    /// Where the row stands.
    pub part: Part,
    /// The row's label, by its key.
    pub label: &'static str,
    /// What was there before and is no longer.
    pub was: Vec<Shown>,
    /// What is there now and was not before.
    pub now: Vec<Shown>,
}

/// [`Change`] as JSON holds it.
#[derive(Serialize, Deserialize)]
struct Stored {
    part: Part,
    row: String,
    was: Vec<Shown>,
    now: Vec<Shown>,
}

impl From<Change> for Stored {
    fn from(change: Change) -> Self {
        Self { part: change.part, row: change.label.to_owned(), was: change.was, now: change.now }
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Stored::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl TryFrom<Stored> for Change {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        let label = known_label(&stored.row).ok_or_else(|| ["no row of an agreement: ", &stored.row].concat())?;
        Ok(Self { part: stored.part, label, was: stored.was, now: stored.now })
    }
}

/// The rows of which the answer changed, in the order of the form.
#[must_use]
pub fn difference(before: &Filing, after: &Filing) -> Vec<Change> {
    of_rows(Part::Party, &filing_rows(before), &filing_rows(after))
}

/// What changed between two versions of an agreement: both halves row by row, then language, wished opening date and terms.
#[must_use]
pub fn between(before: &AgreementContent, after: &AgreementContent) -> Vec<Change> {
    let mut changes = of_rows(Part::Party, &sheet_rows(&before.party), &sheet_rows(&after.party));
    changes.extend(of_rows(Part::Kela, &sheet_rows(&before.kela), &sheet_rows(&after.kela)));
    changes.extend(of_rows(Part::Agreement, &agreement_rows(before), &agreement_rows(after)));
    changes
}

/// What a filed change would alter of the version that it starts from.
#[must_use]
pub fn of_change(base: &AgreementContent, filing: &Filing) -> Vec<Change> {
    let mut changes = of_rows(Part::Party, &sheet_rows(&base.party), &sheet_rows(&filing.sheet));
    let row = |values| vec![Row { section: Section::Signing, label: "field-language", values }];
    let language = |language| row(vec![Shown::Language(language)]);
    changes.extend(of_rows(Part::Agreement, &language(base.language), &language(filing.language)));
    changes
}

fn agreement_rows(content: &AgreementContent) -> Vec<Row> {
    let row = |label, values| Row { section: Section::Signing, label, values };
    vec![
        row("field-language", vec![Shown::Language(content.language)]),
        row("field-opening-date", content.opening_date.into_iter().map(Shown::Date).collect()),
        row("difference-terms", vec![Shown::Text(content.terms.version.to_string())]),
    ]
}

fn of_rows(part: Part, before: &[Row], after: &[Row]) -> Vec<Change> {
    let without = |of: &[Shown], others: &[Shown]| of.iter().filter(|value| !others.contains(value)).cloned().collect::<Vec<_>>();
    after
        .iter()
        .filter_map(|row| {
            let old = before.iter().find(|old| old.label == row.label).map_or(&[][..], |old| &old.values);
            let change = Change { part, label: row.label, was: without(old, &row.values), now: without(&row.values, old) };
            (!change.was.is_empty() || !change.now.is_empty()).then_some(change)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::agreement::draft::Draft;
    use crate::demo::parties;

    fn filing(party: &parties::DemoParty) -> Filing {
        let typed = parties::answers(party).into_iter().fold(Draft::default(), Draft::with);
        Filing::parse(&typed, "2026-11-21".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_difference_is_written_with_keys_and_read_back_as_it_was() {
        // Everything that differs between any two parties goes through JSON and back.
        let all = [parties::ESIMERKKILA, parties::EXEMPELBY, parties::TOIMITTAJALA, parties::PILVILA, parties::MONILA];
        for one in &all {
            for other in &all {
                let changes = difference(&filing(one), &filing(other));
                let json = serde_json::to_string(&changes).unwrap();
                assert_eq!(serde_json::from_str::<Vec<Change>>(&json).unwrap(), changes, "{json}");
            }
        }
        let json = serde_json::to_string(&difference(&filing(&all[0]), &filing(&all[3]))).unwrap();
        assert!(json.contains(r#""row":"field-edge""#) && json.contains(r#"{"key":"field-edge-not-asked"}"#), "{json}");
    }

    #[test]
    fn a_row_or_text_that_no_agreement_has_is_refused() {
        for wrong in [
            r#"{"part":"party","row":"field-password","was":[],"now":[]}"#,
            r#"{"part":"party","row":"field-edge","was":[{"key":"common-ok"}],"now":[]}"#,
            r#"{"part":"both","row":"field-edge","was":[],"now":[]}"#,
        ] {
            assert!(serde_json::from_str::<Change>(wrong).is_err(), "{wrong}");
        }
    }
}
