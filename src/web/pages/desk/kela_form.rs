//! The sections of Kela's half on one page: the same questions that the other party is asked.

use maud::{Markup, html};

use crate::agreement::draft::{Draft, Section};
use crate::agreement::field::label_key;
use crate::agreement::{
    AuthorityBasis, Compliance, Deployment, Feature, Guidance, Language, Meetings, Openness, Operator, OrganisationKind,
    ServerVersion,
};
use crate::i18n::Translate;
use crate::web::components::{Choice, FieldErrors, Options, TextField, checkboxes, radios, select, text_area, text_field};

/// Draws fields with what is typed and what is wrong.
struct Pen<'a> {
    lang: Language,
    errors: &'a FieldErrors,
}

/// How a line of text is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Short,
    Optional,
    Email,
    OptionalEmail,
    Phone,
    OptionalPhone,
    Name,
}

impl Pen<'_> {
    fn line(&self, id: &str, value: &str, kind: Kind) -> Markup {
        let label = self.lang.t(label_key(id));
        let optional = matches!(kind, Kind::Optional | Kind::OptionalEmail | Kind::OptionalPhone);
        let (input, fill) = match kind {
            Kind::Email | Kind::OptionalEmail => ("email", "off"),
            Kind::Phone | Kind::OptionalPhone => ("tel", "off"),
            _ => ("text", "off"),
        };
        let field = TextField {
            id,
            label: &label,
            value,
            optional,
            kind: input,
            autocomplete: Some(fill),
            narrow: kind == Kind::Short,
            code: kind == Kind::Name,
            ..TextField::default()
        };
        text_field(self.lang, &field, self.errors)
    }

    fn area(&self, id: &str, label: &str, hint: &str, value: &str, code: bool, optional: bool) -> Markup {
        let (label, hint) = (self.lang.t(label), self.lang.t(hint));
        let field = TextField { id, label: &label, hint: Some(&hint), value, optional, code, ..TextField::default() };
        text_area(self.lang, &field, self.errors)
    }

    /// One of several, by code and key of the word.
    fn one_of(&self, id: &str, values: impl Iterator<Item = (&'static str, &'static str)>, chosen: &str) -> Markup {
        let words: Vec<(&str, String)> = values.map(|(code, key)| (code, self.lang.t(key))).collect();
        let choices: Vec<Choice<'_>> = words.iter().map(|(code, word)| Choice::new(code, word)).collect();
        let legend = self.lang.t(label_key(id));
        radios(
            self.lang,
            &Options { id, legend: &legend, choices: &choices, chosen: &[chosen], ..Options::default() },
            self.errors,
        )
    }

    fn version(&self, chosen: &str) -> Markup {
        let none = self.lang.t("desk-half-no-server");
        let words: Vec<(&str, String)> =
            ServerVersion::ALL.iter().map(|version| (version.code(), self.lang.t(version.key()))).collect();
        let choices: Vec<(&str, &str)> =
            [("", none.as_str())].into_iter().chain(words.iter().map(|(code, word)| (*code, word.as_str()))).collect();
        let label = self.lang.t(label_key("server_version"));
        let list = crate::web::components::Select { id: "server_version", label: &label, choices: &choices, chosen, hint: None };
        select(self.lang, &list, self.errors)
    }

    fn blocked(&self, ticked: &[String]) -> Markup {
        let words: Vec<(&str, String)> =
            Feature::ALL.iter().map(|feature| (feature.code(), self.lang.t(feature.key()))).collect();
        let choices: Vec<Choice<'_>> = words.iter().map(|(code, word)| Choice::new(code, word)).collect();
        let chosen: Vec<&str> = ticked.iter().map(String::as_str).collect();
        let (legend, hint) = (self.lang.t("field-blocked"), self.lang.t("desk-half-blocked-hint"));
        let options = Options {
            id: "blocked",
            legend: &legend,
            hint: Some(&hint),
            choices: &choices,
            chosen: &chosen,
            ..Options::default()
        };
        checkboxes(self.lang, &options, self.errors)
    }

    fn heading(&self, section: Section) -> Markup {
        html! { h2 { (self.lang.t(section.key())) } }
    }
}

/// All sections.
pub(super) fn sections(lang: Language, draft: &Draft, errors: &FieldErrors) -> Markup {
    let pen = Pen { lang, errors };
    let (org, service, signing) = (&draft.organisation, &draft.service, &draft.signing);
    html! {
        (pen.heading(Section::Organisation))
        (pen.line("name", &org.name, Kind::Text))
        (pen.line("name_sv", &org.name_sv, Kind::Optional))
        (pen.one_of("kind", OrganisationKind::ALL.iter().map(|kind| (kind.code(), kind.key())), &org.kind))
        (pen.line("business_id", &org.business_id, Kind::Short))
        (pen.line("street", &org.street, Kind::Text))
        (pen.line("postcode", &org.postcode, Kind::Short))
        (pen.line("place", &org.place, Kind::Text))
        (pen.line("case_number", &org.case_number, Kind::Optional))
        (pen.heading(Section::Service))
        (pen.one_of("operator", Operator::ALL.iter().map(|operator| (operator.code(), operator.key())), &service.operator))
        p.hint { (lang.t("desk-half-supplier-hint")) }
        (pen.line("supplier_name", &service.supplier_name, Kind::Optional))
        (pen.line("supplier_contact_name", &service.supplier_contact_name, Kind::Optional))
        (pen.line("supplier_contact_email", &service.supplier_contact_email, Kind::OptionalEmail))
        (pen.line("supplier_contact_phone", &service.supplier_contact_phone, Kind::OptionalPhone))
        (pen.one_of("deployment", Deployment::ALL.iter().map(|deployment| (deployment.code(), deployment.key())), &service.deployment))
        (pen.version(&service.server_version))
        (pen.line("teams_move", &service.teams_move, Kind::Optional))
        (pen.heading(Section::Domains))
        (pen.area("domain", "field-domains", "desk-half-domains-hint", &draft.domains.domain.join("\n"), true, false))
        (pen.heading(Section::Edge))
        (pen.line("edge", &draft.edge.edge, Kind::Name))
        (pen.heading(Section::Openness))
        (pen.one_of("openness", Openness::ALL.iter().map(|openness| (openness.code(), openness.key())), &draft.openness.openness))
        (pen.one_of("meetings", Meetings::ALL.iter().map(|meetings| (meetings.code(), meetings.key())), &draft.openness.meetings))
        (contacts(&pen, draft))
        (pen.heading(Section::People))
        (pen.area("find_people", "field-find-people", "desk-half-find-people-hint", &draft.people.find_people, false, true))
        (pen.area("test_with", "field-test-with", "desk-half-test-with-hint", &draft.people.test_with, false, true))
        (pen.heading(Section::Blocked))
        (pen.blocked(&draft.blocked.blocked))
        (pen.heading(Section::Guidance))
        @for (item, given) in guidance(draft) {
            (pen.one_of(item.code(), Compliance::ALL.iter().map(|answer| (answer.code(), answer.key())), given))
        }
        (pen.heading(Section::Signing))
        (pen.line("signatory_name", &signing.signatory_name, Kind::Text))
        (pen.line("signatory_position", &signing.signatory_position, Kind::Text))
        (pen.line("signatory_email", &signing.signatory_email, Kind::Email))
        (pen.one_of("signatory_basis", AuthorityBasis::ALL.iter().map(|basis| (basis.code(), basis.key())), &signing.signatory_basis))
        (pen.line("signatory_basis_detail", &signing.signatory_basis_detail, Kind::Optional))
    }
}

fn contacts(pen: &Pen<'_>, draft: &Draft) -> Markup {
    let (contacts, support) = (&draft.contacts, &draft.support);
    html! {
        (pen.heading(Section::Contacts))
        (pen.line("agreement_name", &contacts.agreement_name, Kind::Text))
        (pen.line("agreement_email", &contacts.agreement_email, Kind::Email))
        (pen.line("agreement_phone", &contacts.agreement_phone, Kind::Phone))
        (pen.line("operational_name", &contacts.operational_name, Kind::Text))
        (pen.line("operational_email", &contacts.operational_email, Kind::Email))
        (pen.line("operational_phone", &contacts.operational_phone, Kind::Phone))
        (pen.line("technical_name", &contacts.technical_name, Kind::Text))
        (pen.line("technical_email", &contacts.technical_email, Kind::Email))
        (pen.line("technical_phone", &contacts.technical_phone, Kind::Phone))
        (pen.heading(Section::Support))
        (pen.line("fault_email", &support.fault_email, Kind::OptionalEmail))
        (pen.line("fault_phone", &support.fault_phone, Kind::OptionalPhone))
        (pen.line("fault_hours", &support.fault_hours, Kind::Optional))
        (pen.line("it_mailbox", &support.it_mailbox, Kind::Email))
    }
}

fn guidance(draft: &Draft) -> [(Guidance, &str); 5] {
    let given = &draft.guidance;
    [
        (Guidance::History, &given.history),
        (Guidance::Recording, &given.recording),
        (Guidance::Powerpoint, &given.powerpoint),
        (Guidance::Attachments, &given.attachments),
        (Guidance::Whiteboard, &given.whiteboard),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_of_the_form_that_kela_answers_has_its_field() {
        let drawn = sections(Language::Fi, &Draft::default(), &FieldErrors::none()).into_string();
        let asked = serde_json::to_value(Draft::default()).unwrap();
        // Not asked of Kela: these belong to one request.
        let left_out = ["municipality_code", "language", "opening_date"];
        let mut fields = 0;
        for section in asked.as_object().unwrap().values().filter_map(|section| section.as_object()) {
            for field in section.keys().filter(|field| !left_out.contains(&field.as_str())) {
                assert!(drawn.contains(&["name=\"", field, "\""].concat()), "{field}");
                fields += 1;
            }
        }
        assert!(fields > 40, "{fields}");
    }
}
