//! From a party's sheet back to the form as it is typed, so that a change begins with what was agreed.

use chrono::{Datelike, NaiveDate};

use super::draft::{
    BlockedAnswers, ContactAnswers, DomainAnswers, Draft, EdgeAnswers, GuidanceAnswers, OpennessAnswers, OrganisationAnswers,
    PeopleAnswers, ServiceAnswers, SigningAnswers, SupportAnswers,
};
use super::filing::Filing;
use super::party::{Compliance, Contact, Guidance, Operator, PartySheet};

/// The form with the answers of `filing`. A planned day that has passed on `today` is left out: it could not be filed again.
#[must_use]
pub fn draft(filing: &Filing, today: NaiveDate) -> Draft {
    let sheet = &filing.sheet;
    Draft {
        organisation: organisation(sheet),
        service: service(sheet, today),
        domains: DomainAnswers { domain: sheet.domains.iter().map(crate::federation::SipDomain::to_unicode).collect() },
        edge: EdgeAnswers { edge: sheet.edge.as_ref().map(crate::federation::Fqdn::to_unicode).unwrap_or_default() },
        openness: OpennessAnswers { openness: sheet.openness.code().to_owned(), meetings: sheet.meetings.code().to_owned() },
        contacts: contacts(sheet),
        support: SupportAnswers {
            fault_email: sheet.fault_reports.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            fault_phone: sheet.fault_reports.phone.as_ref().map(super::PhoneNumber::readable).unwrap_or_default(),
            fault_hours: sheet.fault_reports.hours.clone().unwrap_or_default(),
            it_mailbox: sheet.it_mailbox.to_string(),
        },
        people: PeopleAnswers {
            find_people: sheet.find_people.clone().unwrap_or_default(),
            test_with: sheet.test_with.clone().unwrap_or_default(),
        },
        blocked: BlockedAnswers { blocked: sheet.blocked.iter().map(|feature| feature.code().to_owned()).collect() },
        guidance: guidance(sheet),
        signing: signing(filing),
        ..Draft::default()
    }
}

fn organisation(sheet: &PartySheet) -> OrganisationAnswers {
    let given = &sheet.organisation;
    OrganisationAnswers {
        name: given.name.clone(),
        name_sv: given.name_sv.clone().unwrap_or_default(),
        kind: given.kind.code().to_owned(),
        municipality_code: given.municipality_code.clone().unwrap_or_default(),
        business_id: given.business_id.as_str().to_owned(),
        street: given.street.clone(),
        postcode: given.postcode.clone(),
        place: given.place.clone(),
        case_number: given.case_number.clone().unwrap_or_default(),
    }
}

fn service(sheet: &PartySheet, today: NaiveDate) -> ServiceAnswers {
    let given = &sheet.service;
    let operator = if given.supplier.is_some() { Operator::Supplier } else { Operator::Own };
    let supplier = given.supplier.as_ref();
    let contact = supplier.map(|supplier| typed(&supplier.contact)).unwrap_or_default();
    let [supplier_contact_name, supplier_contact_email, supplier_contact_phone] = contact;
    ServiceAnswers {
        operator: operator.code().to_owned(),
        supplier_name: supplier.map(|supplier| supplier.name.clone()).unwrap_or_default(),
        supplier_contact_name,
        supplier_contact_email,
        supplier_contact_phone,
        deployment: given.deployment.code().to_owned(),
        server_version: given.server_version.map(|version| version.code().to_owned()).unwrap_or_default(),
        teams_move: given.teams_move.filter(|day| *day >= today).map(written).unwrap_or_default(),
    }
}

fn typed(contact: &Contact) -> [String; 3] {
    [contact.name.clone(), contact.email.to_string(), contact.phone.readable()]
}

fn contacts(sheet: &PartySheet) -> ContactAnswers {
    let [agreement_name, agreement_email, agreement_phone] = typed(&sheet.agreement_contact);
    let [operational_name, operational_email, operational_phone] = typed(&sheet.operational_contact);
    let [technical_name, technical_email, technical_phone] = typed(&sheet.technical_contact);
    ContactAnswers {
        agreement_name,
        agreement_email,
        agreement_phone,
        operational_name,
        operational_email,
        operational_phone,
        technical_name,
        technical_email,
        technical_phone,
    }
}

fn guidance(sheet: &PartySheet) -> GuidanceAnswers {
    let answer = |item: Guidance| {
        let given = sheet.guidance.iter().find(|given| given.item == item).map(|given| given.answer);
        given.map(Compliance::code).unwrap_or_default().to_owned()
    };
    GuidanceAnswers {
        history: answer(Guidance::History),
        recording: answer(Guidance::Recording),
        powerpoint: answer(Guidance::Powerpoint),
        attachments: answer(Guidance::Attachments),
        whiteboard: answer(Guidance::Whiteboard),
    }
}

fn signing(filing: &Filing) -> SigningAnswers {
    let signatory = &filing.sheet.signatory;
    SigningAnswers {
        signatory_name: signatory.name.clone(),
        signatory_position: signatory.position.clone(),
        signatory_email: signatory.email.to_string(),
        signatory_basis: signatory.basis.code().to_owned(),
        signatory_basis_detail: signatory.basis_detail.clone().unwrap_or_default(),
        language: filing.language.code().to_owned(),
        opening_date: String::new(),
    }
}

/// A day as people of Finland type it.
fn written(day: NaiveDate) -> String {
    [day.day().to_string(), day.month().to_string(), day.year().to_string()].join(".")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::agreement::draft::Section;
    use crate::demo::parties;

    #[test]
    fn what_was_filed_is_typed_again_and_read_as_the_same() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        for party in [parties::ESIMERKKILA, parties::EXEMPELBY, parties::TOIMITTAJALA, parties::PILVILA, parties::JAMSALA] {
            let mut typed = parties::answers(&party).into_iter().fold(Draft::default(), Draft::with);
            typed.service.teams_move = if party.edge.is_empty() { String::new() } else { "1.2.2027".to_owned() };
            let filing = Filing::parse(&typed, today).unwrap();
            let mut again = draft(&filing, today);
            again.saved = Section::ALL.iter().copied().collect();
            assert_eq!(Filing::parse(&again, today), Ok(filing.clone()), "{}", party.name);
            let later = draft(&filing, "2027-02-02".parse().unwrap());
            assert_eq!(later.service.teams_move, "", "a planned day that has passed is not typed again");
        }
    }
}
