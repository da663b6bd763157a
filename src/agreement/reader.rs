//! Reads the draft's raw strings, answer by answer, and gathers what is wrong with them.

use chrono::{NaiveDate, TimeDelta};
use validator::Validate;

use super::change::{ChangeDraft, FiledChange};
use super::draft::{Draft, MOST_DOMAINS, Section};
use super::field::{FieldError, Problem, label_key};
use super::filing::{Filing, is_asked};
use super::party::{
    AuthorityBasis, Compliance, Contact, Deployment, FaultReports, Feature, Guidance, GuidanceAnswer, Meetings, Openness,
    Operator, Organisation, OrganisationKind, PartySheet, ServerVersion, ServiceSetup, Signatory, Supplier,
};
use super::version::VersionKind;
use super::{BusinessId, EmailAddress, Language, PhoneNumber, identifier::Refusal};
use crate::federation::{Fqdn, NameError, SipDomain};

/// Reads answers and gathers what is wrong. A method gives `None` where it noted an error.
pub(super) struct Reader<'a> {
    pub(super) draft: &'a Draft,
    pub(super) today: NaiveDate,
    pub(super) section: Section,
    pub(super) errors: Vec<FieldError>,
}

impl Reader<'_> {
    pub(super) fn filing(&mut self) -> Option<Filing> {
        let change = self.change()?;
        let filing = match &self.draft.change {
            None => self.whole()?,
            Some(start) => match start.kind {
                VersionKind::Contacts => self.contacts_of(&start.base)?,
                VersionKind::Termination => self.signatory_of(&start.base)?,
                _ => {
                    self.confirmed(start);
                    // The wished opening date is of the first agreement: it is not asked again.
                    Filing { opening_date: start.base.opening_date, ..self.whole()? }
                }
            },
        };
        Some(Filing { change, ..filing })
    }

    /// What a version holds of the party, with other contacts.
    fn contacts_of(&mut self, base: &Filing) -> Option<Filing> {
        let contacts = self.contacts();
        let support = self.support();
        let people = self.people();
        let (agreement_contact, operational_contact, technical_contact) = contacts?;
        let (fault_reports, it_mailbox) = support?;
        let (find_people, test_with) = people?;
        let sheet = PartySheet {
            agreement_contact,
            operational_contact,
            technical_contact,
            fault_reports,
            it_mailbox,
            find_people,
            test_with,
            ..base.sheet.clone()
        };
        Some(Filing { sheet, ..base.clone() })
    }

    /// What a version holds of the party, with who signs the notice.
    fn signatory_of(&mut self, base: &Filing) -> Option<Filing> {
        let (signatory, ..) = self.signing()?;
        Some(Filing { sheet: PartySheet { signatory, ..base.sheet.clone() }, ..base.clone() })
    }

    /// A renewal is gone through: each section is opened and saved once.
    fn confirmed(&mut self, start: &ChangeDraft) {
        if start.kind != VersionKind::Renewal {
            return;
        }
        for section in Section::ALL.iter().copied().filter(|section| is_asked(self.draft, *section)) {
            if !self.draft.saved.contains(&section) {
                let problem =
                    Problem { key: "error-not-confirmed", label: section.key(), given: String::new(), numbers: None, name: None };
                self.errors.push(FieldError { section, field: section.code().to_owned(), problem });
            }
        }
    }

    /// `Some(None)`: a first request changes nothing.
    pub(super) fn change(&mut self) -> Option<Option<FiledChange>> {
        let Some(start) = &self.draft.change else { return Some(None) };
        let given = &start.answers;
        self.shape(Section::Change, given);
        let ends = start.kind == VersionKind::Termination;
        let (field, typed) = if ends { ("last_day", &given.last_day) } else { ("first_day", &given.first_day) };
        if ends {
            self.required(field, typed)?;
        }
        let day = self.date(field, typed)?;
        if day.is_some_and(|day| day < start.not_before) {
            self.note(field, "error-day-too-early", typed);
            return None;
        }
        Some(Some(FiledChange {
            kind: start.kind,
            version: start.version,
            first_day: day.filter(|_| !ends),
            last_day: day.filter(|_| ends),
            reason: Self::optional(&given.change_reason),
            by_kela: start.by_kela,
        }))
    }

    fn whole(&mut self) -> Option<Filing> {
        let organisation = self.organisation();
        let service = self.service();
        let domains = self.domains();
        let edge = self.edge();
        let openness = self.openness();
        let contacts = self.contacts();
        let support = self.support();
        let people = self.people();
        let blocked = self.blocked();
        let guidance = self.guidance();
        let signing = self.signing();
        let (openness, meetings) = openness?;
        let (agreement_contact, operational_contact, technical_contact) = contacts?;
        let (fault_reports, it_mailbox) = support?;
        let (find_people, test_with) = people?;
        let (signatory, language, opening_date) = signing?;
        Some(Filing {
            sheet: PartySheet {
                organisation: organisation?,
                service: service?,
                domains: domains?,
                edge: edge?,
                openness,
                meetings,
                agreement_contact,
                operational_contact,
                technical_contact,
                fault_reports,
                it_mailbox,
                find_people,
                test_with,
                blocked: blocked?,
                guidance: guidance?,
                signatory,
            },
            language,
            opening_date,
            change: None,
        })
    }

    fn note(&mut self, field: &str, key: &'static str, given: &str) {
        self.note_numbers(field, key, given, None);
    }

    fn note_numbers(&mut self, field: &str, key: &'static str, given: &str, numbers: Option<(usize, usize)>) {
        // One problem a field is enough at a time, and the first is the more basic one.
        if self.errors.iter().any(|error| error.section == self.section && error.field == field) {
            return;
        }
        let shown: String = given.chars().filter(|c| super::draft::is_plain(*c)).take(120).collect();
        let problem = Problem { key, label: label_key(field), given: shown, numbers, name: None };
        self.errors.push(FieldError { section: self.section, field: field.to_owned(), problem });
    }

    fn note_name(&mut self, field: &str, error: NameError, given: &str) {
        let before = self.errors.len();
        self.note(field, error.key(), given);
        if let Some(noted) = self.errors.get_mut(before) {
            noted.problem.name = Some(error);
        }
    }

    /// Notes what the form struct's own rules (length, hidden characters) find.
    fn shape(&mut self, section: Section, answers: &impl Validate) {
        self.section = section;
        let Err(found) = answers.validate() else { return };
        for (field, errors) in found.field_errors() {
            for error in errors {
                let number =
                    |name: &str| error.params.get(name).and_then(serde_json::Value::as_u64).and_then(|n| usize::try_from(n).ok());
                let value = error.params.get("value").and_then(serde_json::Value::as_str).unwrap_or_default();
                match (error.code.as_ref(), number("max")) {
                    ("length", Some(max)) => {
                        self.note_numbers(field.as_ref(), "error-too-long", "", Some((max, value.chars().count())));
                    }
                    _ => self.note(field.as_ref(), "error-hidden-characters", value),
                }
            }
        }
    }

    fn required(&mut self, field: &str, value: &str) -> Option<String> {
        let value = value.trim();
        if value.is_empty() {
            self.note(field, "error-required", "");
            return None;
        }
        Some(value.to_owned())
    }

    fn optional(value: &str) -> Option<String> {
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn choice<T>(&mut self, field: &str, value: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        if value.is_empty() {
            self.note(field, "error-choose", "");
            return None;
        }
        let read = read(value);
        if read.is_none() {
            self.note(field, "error-choice-unknown", value);
        }
        read
    }

    fn parsed<T>(&mut self, field: &str, value: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Option<T> {
        let text = self.required(field, value)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.note(field, refusal.key(), &text);
                None
            }
        }
    }

    /// `None`: refused; `Some(None)`: not given.
    fn maybe<T>(&mut self, field: &str, value: &str, parse: impl Fn(&str) -> Result<T, Refusal>) -> Option<Option<T>> {
        if value.trim().is_empty() { Some(None) } else { self.parsed(field, value, parse).map(Some) }
    }

    fn date(&mut self, field: &str, value: &str) -> Option<Option<NaiveDate>> {
        let Some(text) = Self::optional(value) else { return Some(None) };
        let Some(date) = read_date(&text) else {
            self.note(field, "error-date-form", &text);
            return None;
        };
        if date < self.today {
            let ends = field == "last_day";
            self.note(field, if ends { "error-last-day-past" } else { "error-date-past" }, &text);
            return None;
        }
        if date > self.today + TimeDelta::days(5 * 366) {
            self.note(field, "error-date-far", &text);
            return None;
        }
        Some(Some(date))
    }

    pub(super) fn organisation(&mut self) -> Option<Organisation> {
        let given = &self.draft.organisation;
        self.shape(Section::Organisation, given);
        let name = self.required("name", &given.name);
        let kind = self.choice("kind", &given.kind, OrganisationKind::from_code);
        let business_id = self.parsed("business_id", &given.business_id, BusinessId::parse);
        // An agreement is one organisation's: another organisation makes its own.
        let other = |start: &ChangeDraft| business_id.as_ref().is_some_and(|id| *id != start.base.sheet.organisation.business_id);
        if self.draft.change.as_deref().is_some_and(other) {
            self.note("business_id", "error-business-id-other", &given.business_id);
        }
        let street = self.required("street", &given.street);
        let postcode = self.required("postcode", &given.postcode);
        if let Some(code) = &postcode
            && (code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.note("postcode", "error-postcode", code);
        }
        let place = self.required("place", &given.place);
        let municipality_code = Self::optional(&given.municipality_code);
        if let Some(code) = &municipality_code
            && (code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.note("municipality_code", "error-choice-unknown", code);
        }
        Some(Organisation {
            name: name?,
            name_sv: Self::optional(&given.name_sv),
            kind: kind?,
            municipality_code,
            business_id: business_id?,
            street: street?,
            postcode: postcode?,
            place: place?,
            case_number: Self::optional(&given.case_number),
        })
    }

    pub(super) fn service(&mut self) -> Option<ServiceSetup> {
        let given = &self.draft.service;
        self.shape(Section::Service, given);
        let operator = self.choice("operator", &given.operator, Operator::from_code);
        let supplier = match operator {
            Some(Operator::Supplier) => {
                let name = self.required("supplier_name", &given.supplier_name);
                let contact = self.contact(
                    ["supplier_contact_name", "supplier_contact_email", "supplier_contact_phone"],
                    [&given.supplier_contact_name, &given.supplier_contact_email, &given.supplier_contact_phone],
                );
                name.zip(contact).map(|(name, contact)| Some(Supplier { name, contact }))
            }
            Some(Operator::Own) => Some(None),
            None => None,
        };
        let deployment = self.choice("deployment", &given.deployment, Deployment::from_code);
        let server_version = match deployment {
            Some(Deployment::Server | Deployment::Hybrid) => {
                self.choice("server_version", &given.server_version, ServerVersion::from_code).map(Some)
            }
            Some(Deployment::Cloud) => Some(None),
            None => None,
        };
        let teams_move = match deployment {
            Some(Deployment::Cloud) => Some(None),
            _ => self.date("teams_move", &given.teams_move),
        };
        Some(ServiceSetup {
            supplier: supplier?,
            deployment: deployment?,
            server_version: server_version?,
            teams_move: teams_move?,
        })
    }

    pub(super) fn domains(&mut self) -> Option<Vec<SipDomain>> {
        self.section = Section::Domains;
        let rows = &self.draft.domains.domain;
        let filled = rows.iter().filter(|row| !row.trim().is_empty()).count();
        if filled == 0 {
            self.note("domain-1", "error-domains-none", "");
            return None;
        }
        if filled > MOST_DOMAINS {
            self.note_numbers("domain-1", "error-domains-many", "", Some((MOST_DOMAINS, filled)));
            return None;
        }
        let mut domains: Vec<SipDomain> = Vec::new();
        let before = self.errors.len();
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
            let field = ["domain-", &(index + 1).to_string()].concat();
            match SipDomain::parse(row) {
                Ok(domain) if domains.contains(&domain) => self.note(&field, "error-domain-twice", row),
                Ok(domain) => domains.push(domain),
                Err(error) => self.note_name(&field, error, row),
            }
        }
        (self.errors.len() == before).then_some(domains)
    }

    pub(super) fn edge(&mut self) -> Option<Option<Fqdn>> {
        if !is_asked(self.draft, Section::Edge) {
            return Some(None);
        }
        let given = &self.draft.edge;
        self.shape(Section::Edge, given);
        let text = self.required("edge", &given.edge)?;
        match Fqdn::parse(&text) {
            Ok(name) => Some(Some(name)),
            Err(error) => {
                self.note_name("edge", error, &text);
                None
            }
        }
    }

    pub(super) fn openness(&mut self) -> Option<(Openness, Meetings)> {
        let given = &self.draft.openness;
        self.shape(Section::Openness, given);
        let openness = self.choice("openness", &given.openness, Openness::from_code);
        let meetings = self.choice("meetings", &given.meetings, Meetings::from_code);
        openness.zip(meetings)
    }

    fn contact(&mut self, fields: [&str; 3], values: [&str; 3]) -> Option<Contact> {
        let ([name_field, email_field, phone_field], [name, email, phone]) = (fields, values);
        let name = self.required(name_field, name);
        let email = self.parsed(email_field, email, EmailAddress::parse);
        let phone = self.parsed(phone_field, phone, PhoneNumber::parse);
        Some(Contact { name: name?, email: email?, phone: phone? })
    }

    pub(super) fn contacts(&mut self) -> Option<(Contact, Contact, Contact)> {
        let given = &self.draft.contacts;
        self.shape(Section::Contacts, given);
        let agreement = self.contact(
            ["agreement_name", "agreement_email", "agreement_phone"],
            [&given.agreement_name, &given.agreement_email, &given.agreement_phone],
        );
        let operational = self.contact(
            ["operational_name", "operational_email", "operational_phone"],
            [&given.operational_name, &given.operational_email, &given.operational_phone],
        );
        let technical = self.contact(
            ["technical_name", "technical_email", "technical_phone"],
            [&given.technical_name, &given.technical_email, &given.technical_phone],
        );
        Some((agreement?, operational?, technical?))
    }

    pub(super) fn support(&mut self) -> Option<(FaultReports, EmailAddress)> {
        let given = &self.draft.support;
        self.shape(Section::Support, given);
        let email = self.maybe("fault_email", &given.fault_email, EmailAddress::parse);
        let phone = self.maybe("fault_phone", &given.fault_phone, PhoneNumber::parse);
        if matches!((&email, &phone), (Some(None), Some(None))) {
            self.note("fault_email", "error-fault-none", "");
        }
        let it_mailbox = self.parsed("it_mailbox", &given.it_mailbox, EmailAddress::parse);
        let fault_reports = FaultReports { email: email?, phone: phone?, hours: Self::optional(&given.fault_hours) };
        Some((fault_reports, it_mailbox?))
    }

    pub(super) fn people(&mut self) -> Option<(Option<String>, Option<String>)> {
        let given = &self.draft.people;
        self.shape(Section::People, given);
        Some((Self::optional(&given.find_people), Self::optional(&given.test_with)))
    }

    pub(super) fn blocked(&mut self) -> Option<Vec<Feature>> {
        self.section = Section::Blocked;
        if !self.draft.saved.contains(&Section::Blocked) {
            self.note("blocked", "error-required", "");
            return None;
        }
        let ticked = &self.draft.blocked.blocked;
        if let Some(unknown) = ticked.iter().find(|code| Feature::from_code(code).is_none()) {
            self.note("blocked", "error-choice-unknown", unknown);
            return None;
        }
        Some(Feature::ALL.iter().copied().filter(|feature| ticked.iter().any(|code| code == feature.code())).collect())
    }

    pub(super) fn guidance(&mut self) -> Option<Vec<GuidanceAnswer>> {
        let given = &self.draft.guidance;
        self.shape(Section::Guidance, given);
        let answers: Vec<Option<GuidanceAnswer>> = [
            (Guidance::History, &given.history),
            (Guidance::Recording, &given.recording),
            (Guidance::Powerpoint, &given.powerpoint),
            (Guidance::Attachments, &given.attachments),
            (Guidance::Whiteboard, &given.whiteboard),
        ]
        .into_iter()
        .map(|(item, value)| self.choice(item.code(), value, Compliance::from_code).map(|answer| GuidanceAnswer { item, answer }))
        .collect();
        answers.into_iter().collect()
    }

    pub(super) fn signing(&mut self) -> Option<(Signatory, Language, Option<NaiveDate>)> {
        let given = &self.draft.signing;
        self.shape(Section::Signing, given);
        let name = self.required("signatory_name", &given.signatory_name);
        let position = self.required("signatory_position", &given.signatory_position);
        let email = self.parsed("signatory_email", &given.signatory_email, EmailAddress::parse);
        let basis = self.choice("signatory_basis", &given.signatory_basis, AuthorityBasis::from_code);
        let language = self.choice("language", &given.language, Language::from_code);
        let opening_date = self.date("opening_date", &given.opening_date);
        let signatory = Signatory {
            name: name?,
            position: position?,
            email: email?,
            basis: basis?,
            basis_detail: Self::optional(&given.signatory_basis_detail),
        };
        Some((signatory, language?, opening_date?))
    }
}

/// Reads `11.1.2027`, `11.01.2027` or `2027-01-11`.
#[must_use]
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let number = |part: &str| {
        let part = part.trim();
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i32>().ok())?
    };
    let parts: Vec<Option<i32>> = text.trim().split(['.', '-', '/']).map(number).collect();
    let (year, month, day) = match (text.contains('-'), parts.as_slice()) {
        (true, [Some(year), Some(month), Some(day)]) | (false, [Some(day), Some(month), Some(year)]) => (*year, *month, *day),
        _ => return None,
    };
    (year >= 1000).then(|| NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?))?
}
