//! A sheet as rows of label and values: what check-your-answers, the comparison of halves and the difference of two filings show.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::draft::Section;
use super::filing::Filing;
use super::party::{
    AuthorityBasis, Compliance, Contact, ContactRole, Deployment, Feature, Guidance, Meetings, Openness, Operator,
    OrganisationKind, PartySheet, ServerVersion,
};
use super::version::VersionKind;
use super::{Language, PhoneNumber};

/// One value as it is to be shown. As JSON it is `{"text": …}`, `{"key": …}` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "Stored")]
pub enum Shown {
    /// Words of the party.
    Text(String),
    /// A name or code, in the fixed-width face.
    Name(String),
    /// A value of ours, by its text's key.
    Key(&'static str),
    /// A value of ours with the party's words after it.
    KeyWith(&'static str, String),
    /// A day.
    Date(NaiveDate),
    /// A telephone number.
    Phone(PhoneNumber),
    /// A language, by its own name.
    Language(Language),
}

/// [`Shown`] as JSON holds it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored {
    Text(String),
    Name(String),
    Key(String),
    KeyWith(String, String),
    Date(NaiveDate),
    Phone(PhoneNumber),
    Language(Language),
}

impl From<Shown> for Stored {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Text(text) => Self::Text(text),
            Shown::Name(name) => Self::Name(name),
            Shown::Key(key) => Self::Key(key.to_owned()),
            Shown::KeyWith(key, text) => Self::KeyWith(key.to_owned(), text),
            Shown::Date(date) => Self::Date(date),
            Shown::Phone(phone) => Self::Phone(phone),
            Shown::Language(language) => Self::Language(language),
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Stored::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl TryFrom<Stored> for Shown {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        let known = |key: &str| known_answer(key).ok_or_else(|| ["no answer of ours: ", key].concat());
        Ok(match stored {
            Stored::Text(text) => Self::Text(text),
            Stored::Name(name) => Self::Name(name),
            Stored::Key(key) => Self::Key(known(&key)?),
            Stored::KeyWith(key, text) => Self::KeyWith(known(&key)?, text),
            Stored::Date(date) => Self::Date(date),
            Stored::Phone(phone) => Self::Phone(phone),
            Stored::Language(language) => Self::Language(language),
        })
    }
}

/// The key of an answer of ours, where `key` is one.
fn known_answer(key: &str) -> Option<&'static str> {
    let mut keys = ["field-edge-not-asked", "blocked-none", "change-at-once"]
        .into_iter()
        .chain(OrganisationKind::ALL.iter().map(|value| value.key()))
        .chain(Deployment::ALL.iter().map(|value| value.key()))
        .chain(ServerVersion::ALL.iter().map(|value| value.key()))
        .chain(Operator::ALL.iter().map(|value| value.key()))
        .chain(Openness::ALL.iter().map(|value| value.key()))
        .chain(Meetings::ALL.iter().map(|value| value.key()))
        .chain(Feature::ALL.iter().map(|value| value.key()))
        .chain(Compliance::ALL.iter().map(|value| value.key()))
        .chain(AuthorityBasis::ALL.iter().map(|value| value.key()));
    keys.find(|known| *known == key)
}

/// The labels of rows that are not named after an answer.
const LABELS: [&str; 23] = [
    "field-name",
    "field-kind",
    "field-business-id",
    "field-address",
    "field-case-number",
    "section-service",
    "field-operator",
    "field-teams-move",
    "field-domains",
    "field-edge",
    "field-openness",
    "field-meetings",
    "field-fault-reports",
    "field-it-mailbox",
    "field-find-people",
    "field-test-with",
    "field-blocked",
    "field-signatory",
    "field-language",
    "field-opening-date",
    "field-first-day",
    "field-last-day",
    "field-change-reason",
];

/// The label of a row, where `key` is one.
pub(super) fn known_label(key: &str) -> Option<&'static str> {
    let contacts = ContactRole::ALL.iter().map(|role| role.key());
    let guidance = Guidance::ALL.iter().map(|item| item.key());
    LABELS.into_iter().chain(["difference-terms"]).chain(contacts).chain(guidance).find(|known| *known == key)
}

/// One row: what is asked, and what was answered; no values where nothing was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The section whose page changes it.
    pub section: Section,
    /// The label's key.
    pub label: &'static str,
    /// The answer.
    pub values: Vec<Shown>,
}

fn text(value: &str) -> Shown {
    Shown::Text(value.to_owned())
}

fn contact(contact: &Contact) -> Vec<Shown> {
    vec![text(&contact.name), text(contact.email.as_str()), Shown::Phone(contact.phone.clone())]
}

/// The rows of a party's half. Both halves always give the same rows in the same order.
#[must_use]
pub fn sheet_rows(sheet: &PartySheet) -> Vec<Row> {
    let row = |section, label, values| Row { section, label, values };
    let organisation = &sheet.organisation;
    let service = &sheet.service;
    let mut rows = vec![
        row(Section::Organisation, "field-name", vec![text(&organisation.name)]),
        row(Section::Organisation, "field-kind", vec![Shown::Key(organisation.kind.key())]),
        row(Section::Organisation, "field-business-id", vec![text(organisation.business_id.as_str())]),
        row(
            Section::Organisation,
            "field-address",
            vec![text(&organisation.street), text(&[organisation.postcode.as_str(), organisation.place.as_str()].join(" "))],
        ),
        row(Section::Organisation, "field-case-number", organisation.case_number.iter().map(|number| text(number)).collect()),
        row(
            Section::Service,
            "section-service",
            std::iter::once(Shown::Key(service.deployment.key()))
                .chain(service.server_version.map(|v| Shown::Key(v.key())))
                .collect(),
        ),
        row(
            Section::Service,
            "field-operator",
            match &service.supplier {
                None => vec![Shown::Key(super::Operator::Own.key())],
                Some(supplier) => std::iter::once(Shown::KeyWith(super::Operator::Supplier.key(), supplier.name.clone()))
                    .chain(contact(&supplier.contact))
                    .collect(),
            },
        ),
        row(Section::Service, "field-teams-move", service.teams_move.into_iter().map(Shown::Date).collect()),
        row(Section::Domains, "field-domains", sheet.domains.iter().map(|domain| Shown::Name(domain.to_unicode())).collect()),
        row(
            Section::Edge,
            "field-edge",
            sheet
                .edge
                .as_ref()
                .map_or_else(|| vec![Shown::Key("field-edge-not-asked")], |edge| vec![Shown::Name(edge.to_unicode())]),
        ),
        row(Section::Openness, "field-openness", vec![Shown::Key(sheet.openness.key())]),
        row(Section::Openness, "field-meetings", vec![Shown::Key(sheet.meetings.key())]),
    ];
    rows.extend(sheet.contacts().map(|(role, person)| row(Section::Contacts, role.key(), contact(person))));
    let faults = &sheet.fault_reports;
    rows.push(row(
        Section::Support,
        "field-fault-reports",
        faults
            .email
            .iter()
            .map(|email| text(email.as_str()))
            .chain(faults.phone.iter().map(|phone| Shown::Phone(phone.clone())))
            .chain(faults.hours.iter().map(|hours| text(hours)))
            .collect(),
    ));
    rows.push(row(Section::Support, "field-it-mailbox", vec![text(sheet.it_mailbox.as_str())]));
    rows.push(row(Section::People, "field-find-people", sheet.find_people.iter().map(|people| text(people)).collect()));
    rows.push(row(Section::People, "field-test-with", sheet.test_with.iter().map(|people| text(people)).collect()));
    rows.push(row(
        Section::Blocked,
        "field-blocked",
        if sheet.blocked.is_empty() {
            vec![Shown::Key("blocked-none")]
        } else {
            sheet.blocked.iter().map(|feature| Shown::Key(feature.key())).collect()
        },
    ));
    rows.extend(
        sheet.guidance.iter().map(|given| row(Section::Guidance, given.item.key(), vec![Shown::Key(given.answer.key())])),
    );
    let signatory = &sheet.signatory;
    rows.push(row(
        Section::Signing,
        "field-signatory",
        vec![
            text(&[signatory.name.as_str(), signatory.position.as_str()].join(", ")),
            text(signatory.email.as_str()),
            signatory.basis_detail.as_ref().map_or_else(
                || Shown::Key(signatory.basis.key()),
                |detail| Shown::KeyWith(signatory.basis.key(), detail.clone()),
            ),
        ],
    ));
    rows
}

/// The rows of what a party files: its half, then its wishes for the agreement.
#[must_use]
pub fn filing_rows(filing: &Filing) -> Vec<Row> {
    let mut rows = sheet_rows(&filing.sheet);
    rows.push(Row { section: Section::Signing, label: "field-language", values: vec![Shown::Language(filing.language)] });
    rows.push(Row {
        section: Section::Signing,
        label: "field-opening-date",
        values: filing.opening_date.into_iter().map(Shown::Date).collect(),
    });
    if let Some(change) = &filing.change {
        let row = |label, values| Row { section: Section::Change, label, values };
        rows.push(match change.kind {
            VersionKind::Termination => row("field-last-day", change.last_day.into_iter().map(Shown::Date).collect()),
            _ => row("field-first-day", vec![change.first_day.map_or(Shown::Key("change-at-once"), Shown::Date)]),
        });
        rows.push(row("field-change-reason", change.reason.iter().map(|reason| text(reason)).collect()));
    }
    rows
}
