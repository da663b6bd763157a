//! The questions of the form: their labels, and what can be wrong with an answer.

use super::draft::Section;
use crate::federation::NameError;

/// What is wrong with one answer. Told to people in three parts: what is wrong, what was given, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The section whose page holds the field.
    pub section: Section,
    /// The field's name and HTML id, such as `business_id`; a row of a list has its number after it, such as `domain-3`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// A problem as the key of its text and the values for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The text's key.
    pub key: &'static str,
    /// The key of the field's label, for `$label`.
    pub label: &'static str,
    /// What was given, for `$given`, cut to 120 characters; empty where repeating it would not help.
    pub given: String,
    /// A limit and what was given, for `$limit` and `$count`.
    pub numbers: Option<(usize, usize)>,
    /// Why a name was not understood, where that is the problem; its key and values are the error's own.
    pub name: Option<NameError>,
}

impl Problem {
    /// Whether an answer is merely missing.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.key, "error-required" | "error-choose" | "error-domains-none" | "error-fault-none" | "error-not-confirmed")
    }
}

/// The key of a field's label. Fields of a list share one.
#[must_use]
pub fn label_key(field: &str) -> &'static str {
    match field {
        "name" => "field-name",
        "name_sv" => "field-name-sv",
        "kind" => "field-kind",
        "municipality_code" => "field-municipality",
        "business_id" => "field-business-id",
        "street" => "field-street",
        "postcode" => "field-postcode",
        "place" => "field-place",
        "case_number" => "field-case-number",
        "operator" => "field-operator",
        "supplier_name" => "field-supplier-name",
        "supplier_contact_name" => "field-supplier-contact-name",
        "supplier_contact_email" => "field-supplier-contact-email",
        "supplier_contact_phone" => "field-supplier-contact-phone",
        "deployment" => "field-deployment",
        "server_version" => "field-server-version",
        "teams_move" => "field-teams-move",
        "edge" => "field-edge",
        "openness" => "field-openness",
        "meetings" => "field-meetings",
        "agreement_name" => "field-agreement-name",
        "agreement_email" => "field-agreement-email",
        "agreement_phone" => "field-agreement-phone",
        "operational_name" => "field-operational-name",
        "operational_email" => "field-operational-email",
        "operational_phone" => "field-operational-phone",
        "technical_name" => "field-technical-name",
        "technical_email" => "field-technical-email",
        "technical_phone" => "field-technical-phone",
        "fault_email" => "field-fault-email",
        "fault_phone" => "field-fault-phone",
        "fault_hours" => "field-fault-hours",
        "it_mailbox" => "field-it-mailbox",
        "find_people" => "field-find-people",
        "test_with" => "field-test-with",
        "blocked" => "field-blocked",
        "history" => "guidance-history",
        "recording" => "guidance-recording",
        "powerpoint" => "guidance-powerpoint",
        "attachments" => "guidance-attachments",
        "whiteboard" => "guidance-whiteboard",
        "signatory_name" => "field-signatory-name",
        "signatory_position" => "field-signatory-position",
        "signatory_email" => "field-signatory-email",
        "signatory_basis" => "field-signatory-basis",
        "signatory_basis_detail" => "field-signatory-basis-detail",
        "language" => "field-language",
        "opening_date" => "field-opening-date",
        "first_day" => "field-first-day",
        "last_day" => "field-last-day",
        "change_reason" => "field-change-reason",
        "reason" => "signatory-reason",
        _ => "field-domain",
    }
}
