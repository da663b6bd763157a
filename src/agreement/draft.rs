//! The form as it is being filled: raw strings, section by section, so that nothing that was typed is ever lost.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::change::ChangeDraft;
use super::party::coded;
use super::version::VersionKind;

coded! {
    /// A section of the form: one page, one row of the task list.
    Section {
        /// The organisation and its case number.
        Organisation = "organisation", "section-organisation";
        /// Who runs the service, and how.
        Service = "service", "section-service";
        /// SIP domains.
        Domains = "domains", "section-domains";
        /// The Edge server's public DNS name.
        Edge = "edge", "section-edge";
        /// Open or closed federation; meetings.
        Openness = "openness", "section-openness";
        /// The three contacts.
        Contacts = "contacts", "section-contacts";
        /// Fault reports and the IT administration's mailbox.
        Support = "support", "section-support";
        /// Persons or addresses to find people by and to test with.
        People = "people", "section-people";
        /// The four boxes.
        Blocked = "blocked", "section-blocked";
        /// The guidance, item by item.
        Guidance = "guidance", "section-guidance";
        /// Signatory, language and dates.
        Signing = "signing", "section-signing";
        /// Of a change: from which day, or the last day and why.
        Change = "change", "section-change";
    }
}

/// Longest ordinary answer, in characters.
pub const SHORT: u64 = 200;
/// Longest case number, in characters.
pub const CASE_NUMBER: u64 = 64;
/// Longest answer in several lines, in characters.
pub const LONG: u64 = 1_000;
/// The most SIP domains in one form.
pub const MOST_DOMAINS: usize = 50;

/// Whether a character may stand in an answer: no control characters but line breaks, and no marks that turn or hide text
/// (Unicode's bidirectional controls of UAX #9, zero-width and invisible characters).
#[must_use]
pub fn is_plain(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => true,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}' => false,
        other => !other.is_control(),
    }
}

fn plain(text: &str) -> Result<(), ValidationError> {
    if text.chars().all(is_plain) { Ok(()) } else { Err(ValidationError::new("hidden")) }
}

fn one_line(text: &str) -> Result<(), ValidationError> {
    plain(text)?;
    if text.contains(['\n', '\r', '\t']) { Err(ValidationError::new("hidden")) } else { Ok(()) }
}

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field:meta])* $field_name:ident: $max:ident $rule:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
        #[serde(default)]
        #[expect(missing_docs, reason = "the fields are the questions of the form, named as in domain and label")]
        pub struct $name {
            $($(#[$field])* #[validate(length(max = $max), custom(function = $rule))] pub $field_name: String,)+
        }
    };
}

section! {
    /// The organisation's answers.
    OrganisationAnswers {
        name: SHORT one_line,
        name_sv: SHORT one_line,
        kind: SHORT one_line,
        municipality_code: SHORT one_line,
        business_id: SHORT one_line,
        street: SHORT one_line,
        postcode: SHORT one_line,
        place: SHORT one_line,
        case_number: CASE_NUMBER one_line,
    }
}

section! {
    /// Answers on who runs the service and how.
    ServiceAnswers {
        operator: SHORT one_line,
        supplier_name: SHORT one_line,
        supplier_contact_name: SHORT one_line,
        supplier_contact_email: LONG one_line,
        supplier_contact_phone: SHORT one_line,
        deployment: SHORT one_line,
        server_version: SHORT one_line,
        teams_move: SHORT one_line,
    }
}

section! {
    /// The answer on the Edge server.
    EdgeAnswers {
        edge: LONG one_line,
    }
}

section! {
    /// Answers on openness and meetings.
    OpennessAnswers {
        openness: SHORT one_line,
        meetings: SHORT one_line,
    }
}

section! {
    /// The three contacts.
    ContactAnswers {
        agreement_name: SHORT one_line,
        agreement_email: LONG one_line,
        agreement_phone: SHORT one_line,
        operational_name: SHORT one_line,
        operational_email: LONG one_line,
        operational_phone: SHORT one_line,
        technical_name: SHORT one_line,
        technical_email: LONG one_line,
        technical_phone: SHORT one_line,
    }
}

section! {
    /// Fault reports and the IT administration.
    SupportAnswers {
        fault_email: LONG one_line,
        fault_phone: SHORT one_line,
        fault_hours: SHORT one_line,
        it_mailbox: LONG one_line,
    }
}

section! {
    /// How people are found, and with whom the connection is tested.
    PeopleAnswers {
        find_people: LONG plain,
        test_with: LONG plain,
    }
}

section! {
    /// How each item of the guidance is followed.
    GuidanceAnswers {
        history: SHORT one_line,
        recording: SHORT one_line,
        powerpoint: SHORT one_line,
        attachments: SHORT one_line,
        whiteboard: SHORT one_line,
    }
}

section! {
    /// The signatory, the agreement's language and the wished opening date.
    SigningAnswers {
        signatory_name: SHORT one_line,
        signatory_position: SHORT one_line,
        signatory_email: LONG one_line,
        signatory_basis: SHORT one_line,
        signatory_basis_detail: SHORT one_line,
        language: SHORT one_line,
        opening_date: SHORT one_line,
    }
}

section! {
    /// The answers on a change itself.
    ChangeAnswers {
        first_day: SHORT one_line,
        last_day: SHORT one_line,
        change_reason: LONG plain,
    }
}

/// The SIP domains as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainAnswers {
    /// One entry a row; empty rows are passed over.
    pub domain: Vec<String>,
}

/// The blocked features as ticked: codes of [`super::Feature`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlockedAnswers {
    /// The ticked boxes.
    pub blocked: Vec<String>,
}

/// The whole form as it is being filled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "a field a section")]
pub struct Draft {
    pub organisation: OrganisationAnswers,
    pub service: ServiceAnswers,
    pub domains: DomainAnswers,
    pub edge: EdgeAnswers,
    pub openness: OpennessAnswers,
    pub contacts: ContactAnswers,
    pub support: SupportAnswers,
    pub people: PeopleAnswers,
    pub blocked: BlockedAnswers,
    pub guidance: GuidanceAnswers,
    pub signing: SigningAnswers,
    /// What a request for a change starts from; none of a first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Box<ChangeDraft>>,
    /// The sections that were saved at least once: no box ticked is an answer only there.
    pub saved: BTreeSet<Section>,
}

/// The answers of one section, as a page posts them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "a variant a section")]
pub enum SectionAnswers {
    Organisation(OrganisationAnswers),
    Service(ServiceAnswers),
    Domains(DomainAnswers),
    Edge(EdgeAnswers),
    Openness(OpennessAnswers),
    Contacts(ContactAnswers),
    Support(SupportAnswers),
    People(PeopleAnswers),
    Blocked(BlockedAnswers),
    Guidance(GuidanceAnswers),
    Signing(SigningAnswers),
    Change(ChangeAnswers),
}

impl SectionAnswers {
    /// The section that these answer.
    #[must_use]
    pub const fn section(&self) -> Section {
        match self {
            Self::Organisation(_) => Section::Organisation,
            Self::Service(_) => Section::Service,
            Self::Domains(_) => Section::Domains,
            Self::Edge(_) => Section::Edge,
            Self::Openness(_) => Section::Openness,
            Self::Contacts(_) => Section::Contacts,
            Self::Support(_) => Section::Support,
            Self::People(_) => Section::People,
            Self::Blocked(_) => Section::Blocked,
            Self::Guidance(_) => Section::Guidance,
            Self::Signing(_) => Section::Signing,
            Self::Change(_) => Section::Change,
        }
    }
}

impl Draft {
    /// The draft with one section's answers replaced.
    #[must_use]
    pub fn with(mut self, answers: SectionAnswers) -> Self {
        self.saved.insert(answers.section());
        match answers {
            SectionAnswers::Organisation(given) => self.organisation = given,
            SectionAnswers::Service(given) => self.service = given,
            SectionAnswers::Domains(given) => self.domains = given,
            SectionAnswers::Edge(given) => self.edge = given,
            SectionAnswers::Openness(given) => self.openness = given,
            SectionAnswers::Contacts(given) => self.contacts = given,
            SectionAnswers::Support(given) => self.support = given,
            SectionAnswers::People(given) => self.people = given,
            SectionAnswers::Blocked(given) => self.blocked = given,
            SectionAnswers::Guidance(given) => self.guidance = given,
            SectionAnswers::Signing(given) => self.signing = given,
            SectionAnswers::Change(given) => {
                if let Some(change) = &mut self.change {
                    change.answers = given;
                }
            }
        }
        self
    }

    /// The kind of change that is asked for; none of a first request.
    #[must_use]
    pub fn kind(&self) -> Option<VersionKind> {
        self.change.as_ref().map(|change| change.kind)
    }

    /// The SIP domains as typed, without empty rows, each spelling once.
    #[must_use]
    pub fn typed_domains(&self) -> Vec<&str> {
        let mut typed: Vec<&str> = Vec::new();
        for entry in self.domains.domain.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()) {
            if !typed.contains(&entry) {
                typed.push(entry);
            }
        }
        typed
    }
}
