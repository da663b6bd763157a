//! From the draft's raw strings to a party's sheet: every answer is parsed, and every refusal names its field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Language;
use super::change::{FiledChange, has_section};
use super::draft::{Draft, Section, SigningAnswers};
use super::field::FieldError;
use super::party::{Deployment, PartySheet, Signatory};
use super::reader::Reader;

/// What a party files: its sheet, and its wishes for the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The party's half of the agreement.
    pub sheet: PartySheet,
    /// The language that the agreement is made in.
    pub language: Language,
    /// The wished opening date, if any.
    pub opening_date: Option<NaiveDate>,
    /// What is to change of an agreement; none of a first request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<FiledChange>,
}

/// How far a section has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was answered yet.
    NotStarted,
    /// Something is still missing.
    InProgress,
    /// An answer must be mended.
    NeedsMending,
    /// Done.
    Done,
    /// Not asked of this party.
    NotAsked,
}

/// Whether a section is asked: a party in the cloud has no Edge of its own, and a change asks what its kind needs.
#[must_use]
pub fn is_asked(draft: &Draft, section: Section) -> bool {
    let in_the_cloud = section == Section::Edge && draft.service.deployment == Deployment::Cloud.code();
    has_section(draft.kind(), section) && !in_the_cloud
}

/// How far `section` has come on `today`.
#[must_use]
pub fn progress(draft: &Draft, section: Section, today: NaiveDate) -> Progress {
    if !is_asked(draft, section) {
        return Progress::NotAsked;
    }
    if !draft.saved.contains(&section) {
        return Progress::NotStarted;
    }
    let errors = section_errors(draft, section, today);
    if errors.is_empty() {
        Progress::Done
    } else if errors.iter().all(|error| error.problem.is_missing()) {
        Progress::InProgress
    } else {
        Progress::NeedsMending
    }
}

/// What is wrong with the answers of one section on `today`.
#[must_use]
pub fn section_errors(draft: &Draft, section: Section, today: NaiveDate) -> Vec<FieldError> {
    let mut reader = Reader { draft, today, section, errors: Vec::new() };
    match section {
        Section::Organisation => drop(reader.organisation()),
        Section::Service => drop(reader.service()),
        Section::Domains => drop(reader.domains()),
        Section::Edge => drop(reader.edge()),
        Section::Openness => drop(reader.openness()),
        Section::Contacts => drop(reader.contacts()),
        Section::Support => drop(reader.support()),
        Section::People => drop(reader.people()),
        Section::Blocked => drop(reader.blocked()),
        Section::Guidance => drop(reader.guidance()),
        Section::Signing => drop(reader.signing()),
        Section::Change => drop(reader.change()),
    }
    reader.errors
}

/// Reads who signs, alone.
///
/// # Errors
/// Everything that is missing or wrong.
pub fn read_signatory(answers: &SigningAnswers, today: NaiveDate) -> Result<Signatory, Vec<FieldError>> {
    // The language of the document is agreed, and no day is asked.
    let signing = SigningAnswers { language: Language::Fi.code().to_owned(), opening_date: String::new(), ..answers.clone() };
    let draft = Draft { signing, ..Draft::default() };
    let mut reader = Reader { draft: &draft, today, section: Section::Signing, errors: Vec::new() };
    match reader.signing() {
        Some((signatory, ..)) if reader.errors.is_empty() => Ok(signatory),
        _ => Err(reader.errors),
    }
}

impl Filing {
    /// Reads the whole form on `today`.
    ///
    /// # Errors
    /// Everything that is missing or wrong, in the order of the form.
    pub fn parse(draft: &Draft, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut reader = Reader { draft, today, section: Section::Organisation, errors: Vec::new() };
        let filing = reader.filing();
        match filing {
            Some(filing) if reader.errors.is_empty() => Ok(filing),
            _ => Err(reader.errors),
        }
    }
}
