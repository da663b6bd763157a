//! The three contacts, fault reports and the IT administration's mailbox, and how people are found.

use maud::{Markup, html};

use super::{Sheet, finish, path, store};
use crate::agreement::ContactRole;
use crate::agreement::draft::{ContactAnswers, Section, SectionAnswers};
use crate::agreement::field::label_key;
use crate::store::requests::Request;
use crate::web::components::{TextField, plain_button, text_area};
use crate::web::{Answer, Cx};

/// Saves the contacts; the button *same as above* copies the contact before into one, and comes back.
pub(super) async fn save(cx: &Cx, request: &Request) -> Answer {
    let mut answers: ContactAnswers = cx.form()?;
    let copied = cx.field("same").and_then(ContactRole::from_code).filter(|role| *role != ContactRole::Agreement);
    if let Some(role) = copied {
        copy_from_above(&mut answers, role);
    }
    let request = store(cx, request, SectionAnswers::Contacts(answers)).await?;
    match copied {
        Some(role) => {
            let from = if super::is_from_answers(cx) { "?from=answers" } else { "" };
            Ok(cx.redirect(&path(&request, &["/contacts", from, "#", field_names(role)[0]].concat())))
        }
        None => finish(cx, &request, Section::Contacts),
    }
}

fn copy_from_above(answers: &mut ContactAnswers, role: ContactRole) {
    match role {
        ContactRole::Agreement => {}
        ContactRole::Operational => {
            answers.operational_name.clone_from(&answers.agreement_name);
            answers.operational_email.clone_from(&answers.agreement_email);
            answers.operational_phone.clone_from(&answers.agreement_phone);
        }
        ContactRole::Technical => {
            answers.technical_name.clone_from(&answers.operational_name);
            answers.technical_email.clone_from(&answers.operational_email);
            answers.technical_phone.clone_from(&answers.operational_phone);
        }
    }
}

const fn field_names(role: ContactRole) -> [&'static str; 3] {
    match role {
        ContactRole::Agreement => ["agreement_name", "agreement_email", "agreement_phone"],
        ContactRole::Operational => ["operational_name", "operational_email", "operational_phone"],
        ContactRole::Technical => ["technical_name", "technical_email", "technical_phone"],
    }
}

const fn explained(role: ContactRole) -> &'static str {
    match role {
        ContactRole::Agreement => "filer-contact-agreement-hint",
        ContactRole::Operational => "filer-contact-operational-hint",
        ContactRole::Technical => "filer-contact-technical-hint",
    }
}

fn values(answers: &ContactAnswers, role: ContactRole) -> [&str; 3] {
    match role {
        ContactRole::Agreement => [&answers.agreement_name, &answers.agreement_email, &answers.agreement_phone],
        ContactRole::Operational => [&answers.operational_name, &answers.operational_email, &answers.operational_phone],
        ContactRole::Technical => [&answers.technical_name, &answers.technical_email, &answers.technical_phone],
    }
}

pub(super) fn contacts(sheet: &Sheet<'_>) -> Markup {
    html! {
        @for role in ContactRole::ALL { (contact(sheet, *role)) }
        p.small.soft { (sheet.t("filer-contacts-told")) }
    }
}

fn contact(sheet: &Sheet<'_>, role: ContactRole) -> Markup {
    let title = sheet.t(role.key());
    let ([name_id, email_id, phone_id], [name, email, phone]) = (field_names(role), values(&sheet.request.draft.contacts, role));
    // Browsers may fill in the person at the keyboard only for the first contact.
    let autocomplete = |own: &'static str| Some(if role == ContactRole::Agreement { own } else { "off" });
    html! {
        fieldset.part {
            legend { h2 { (title) } }
            p.hint { (sheet.t(explained(role))) }
            @if role != ContactRole::Agreement {
                p { (plain_button(&sheet.t("filer-same-as-above"), Some(&title), "same", role.code())) }
            }
            (sheet.text(&TextField {
                id: name_id, label: &sheet.t("filer-contact-name"), value: name, autocomplete: autocomplete("name"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: email_id, label: &sheet.t("filer-contact-email"), value: email, kind: "email", code: true,
                autocomplete: autocomplete("email"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: phone_id, label: &sheet.t("filer-contact-phone"), value: phone, kind: "tel", hint: Some(&sheet.t("filer-phone-hint")),
                autocomplete: autocomplete("tel"), ..TextField::default()
            }))
        }
    }
}

pub(super) fn support(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.support;
    html! {
        fieldset.part {
            legend { h2 { (sheet.t("field-fault-reports")) } }
            p.hint { (sheet.t("filer-fault-hint")) }
            (sheet.text(&TextField {
                id: "fault_email", label: &sheet.t(label_key("fault_email")), value: &answers.fault_email, kind: "email", code: true,
                autocomplete: Some("off"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "fault_phone", label: &sheet.t(label_key("fault_phone")), value: &answers.fault_phone, kind: "tel",
                hint: Some(&sheet.t("filer-phone-hint")), autocomplete: Some("off"), ..TextField::default()
            }))
            (sheet.text(&TextField {
                id: "fault_hours", label: &sheet.t(label_key("fault_hours")), value: &answers.fault_hours, optional: true,
                hint: Some(&sheet.t("filer-fault-hours-hint")), autocomplete: Some("off"), ..TextField::default()
            }))
        }
        fieldset.part {
            legend { h2 { (sheet.t("filer-it-title")) } }
            (sheet.text(&TextField {
                id: "it_mailbox", label: &sheet.t(label_key("it_mailbox")), value: &answers.it_mailbox, kind: "email", code: true,
                hint: Some(&sheet.t("filer-it-mailbox-hint")), autocomplete: Some("off"), ..TextField::default()
            }))
        }
    }
}

pub(super) fn people(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.people;
    html! {
        (text_area(sheet.lang(), &TextField {
            id: "find_people", label: &sheet.t(label_key("find_people")), value: &answers.find_people, optional: true,
            hint: Some(&sheet.t("filer-find-people-hint")), ..TextField::default()
        }, sheet.errors))
        (text_area(sheet.lang(), &TextField {
            id: "test_with", label: &sheet.t(label_key("test_with")), value: &answers.test_with, optional: true,
            hint: Some(&sheet.t("filer-test-with-hint")), ..TextField::default()
        }, sheet.errors))
        p.small.soft { (sheet.t("filer-people-told")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_as_above_copies_the_contact_before() {
        let mut answers = ContactAnswers {
            agreement_name: "Saara Sopija".into(),
            agreement_email: "saara@kunta.example".into(),
            agreement_phone: "0401".into(),
            operational_name: "Malla".into(),
            ..ContactAnswers::default()
        };
        copy_from_above(&mut answers, ContactRole::Technical);
        assert_eq!((answers.technical_name.as_str(), answers.technical_email.as_str()), ("Malla", ""));
        copy_from_above(&mut answers, ContactRole::Operational);
        assert_eq!(answers.operational_name, "Saara Sopija");
        copy_from_above(&mut answers, ContactRole::Technical);
        assert_eq!((answers.technical_email.as_str(), answers.technical_phone.as_str()), ("saara@kunta.example", "0401"));
    }
}
