//! The invented organisations of the demonstration, as they fill the form.

use crate::agreement::draft::{
    BlockedAnswers, ContactAnswers, DomainAnswers, Draft, EdgeAnswers, GuidanceAnswers, OpennessAnswers, OrganisationAnswers,
    PeopleAnswers, SectionAnswers, ServiceAnswers, SigningAnswers, SupportAnswers,
};

/// What differs between the invented organisations; the rest follows from the mail domain.
#[derive(Debug, Clone, Copy)]
pub struct DemoParty {
    /// Official name.
    pub name: &'static str,
    /// Kind, by its code.
    pub kind: &'static str,
    /// Y-tunnus with the right check digit.
    pub business_id: &'static str,
    /// Post office.
    pub place: &'static str,
    /// SIP domains; the first is the mail domain too.
    pub domains: &'static [&'static str],
    /// Edge name; empty in the cloud.
    pub edge: &'static str,
    /// ICT supplier, if one runs the service.
    pub supplier: &'static str,
    /// Blocked features, by their codes.
    pub blocked: &'static [&'static str],
    /// Recording of meetings: the answer to that item of the guidance.
    pub recording: &'static str,
    /// Language of the agreement.
    pub language: &'static str,
}

/// The mail domain in ASCII, as addresses have it.
fn mail_domain(party: &DemoParty) -> String {
    idna::domain_to_ascii(party.domains.first().copied().unwrap_or("kunta.example")).unwrap_or_default()
}

/// The address of the person who fills the form.
#[must_use]
pub fn filer(party: &DemoParty) -> String {
    ["testi.tayttaja@", &mail_domain(party)].concat()
}

/// The address of the person who signs.
#[must_use]
pub fn signatory(party: &DemoParty) -> String {
    ["johto.johtonen@", &mail_domain(party)].concat()
}

/// The sections as the filer fills them, in the order of the task list.
#[must_use]
pub fn answers(party: &DemoParty) -> Vec<SectionAnswers> {
    let s = |text: &str| text.to_owned();
    let at = |local: &str| [local, "@", &mail_domain(party)].concat();
    let swedish = party.language == "sv";
    let own = party.supplier.is_empty();
    vec![
        SectionAnswers::Organisation(OrganisationAnswers {
            name: s(party.name),
            name_sv: String::new(),
            kind: s(party.kind),
            municipality_code: String::new(),
            business_id: s(party.business_id),
            street: s(if swedish { "Exempelvägen 1" } else { "Esimerkkitie 1" }),
            postcode: s("00000"),
            place: s(party.place),
            case_number: s("ESIM/1204/2026"),
        }),
        SectionAnswers::Service(ServiceAnswers {
            operator: s(if own { "own" } else { "supplier" }),
            supplier_name: s(party.supplier),
            supplier_contact_name: s(if own { "" } else { "Tuki Toimittaja" }),
            supplier_contact_email: s(if own { "" } else { "tuki@ict-toimittaja.example" }),
            supplier_contact_phone: s(if own { "" } else { "+358 00 000 0009" }),
            deployment: s(if party.edge.is_empty() { "cloud" } else { "server" }),
            server_version: s(if party.edge.is_empty() { "" } else { "sfb_2019" }),
            teams_move: String::new(),
        }),
        SectionAnswers::Domains(DomainAnswers { domain: party.domains.iter().map(|domain| s(domain)).collect() }),
        SectionAnswers::Edge(EdgeAnswers { edge: s(party.edge) }),
        SectionAnswers::Openness(OpennessAnswers { openness: s("closed"), meetings: s("create") }),
        SectionAnswers::Contacts(ContactAnswers {
            agreement_name: s("Saara Sopija"),
            agreement_email: at("saara.sopija"),
            agreement_phone: s("+358 00 000 0001"),
            operational_name: s("Malla Mallinen"),
            operational_email: at("malla.mallinen"),
            operational_phone: s("+358 00 000 0002"),
            technical_name: s("Tekno Tekninen"),
            technical_email: at("tekno.tekninen"),
            technical_phone: s("+358 00 000 0003"),
        }),
        SectionAnswers::Support(SupportAnswers {
            fault_email: at(if swedish { "servicedesk" } else { "palvelupiste" }),
            fault_phone: s("+358 00 000 0004"),
            fault_hours: s(if swedish { "vardagar kl. 8–16" } else { "arkisin klo 8–16" }),
            it_mailbox: at(if swedish { "it-forvaltning" } else { "tietohallinto" }),
        }),
        SectionAnswers::People(PeopleAnswers { find_people: at("toimeentulotuki"), test_with: s("Tekno Tekninen") }),
        SectionAnswers::Blocked(BlockedAnswers { blocked: party.blocked.iter().map(|code| s(code)).collect() }),
        SectionAnswers::Guidance(GuidanceAnswers {
            history: s("followed"),
            recording: s(party.recording),
            powerpoint: s("followed"),
            attachments: s("followed"),
            whiteboard: s("followed"),
        }),
        SectionAnswers::Signing(SigningAnswers {
            signatory_name: s("Johto Johtonen"),
            signatory_position: s(if swedish { "kommundirektör" } else { "kunnanjohtaja" }),
            signatory_email: at("johto.johtonen"),
            signatory_basis: s("regulations"),
            signatory_basis_detail: s("23 §"),
            language: s(party.language),
            opening_date: String::new(),
        }),
    ]
}

/// Kela's half in the demonstration.
#[must_use]
pub fn kela() -> Draft {
    let party = DemoParty {
        name: "Kela",
        kind: "other",
        business_id: "0000021-1",
        place: "ESIMERKKILÄ",
        domains: &["kela.example"],
        edge: "sip.kela.example",
        supplier: "",
        blocked: &[],
        recording: "followed",
        language: "fi",
    };
    let mut draft = answers(&party).into_iter().fold(Draft::default(), Draft::with);
    draft.organisation.case_number = "KELA/0000/2026".to_owned();
    draft.organisation.name_sv = "FPA".to_owned();
    draft.service.server_version = "sfb_se".to_owned();
    for (name, email, (to_name, to_email)) in [
        ("Sovitus Sopimus", "sopimukset@kela.example", (&mut draft.contacts.agreement_name, &mut draft.contacts.agreement_email)),
        (
            "Taina Toiminta",
            "toiminta@kela.example",
            (&mut draft.contacts.operational_name, &mut draft.contacts.operational_email),
        ),
        ("Verna Verkko", "verkko@kela.example", (&mut draft.contacts.technical_name, &mut draft.contacts.technical_email)),
    ] {
        name.clone_into(to_name);
        email.clone_into(to_email);
    }
    draft.support.fault_email = "vikailmoitus@kela.example".to_owned();
    draft.support.fault_hours = "arkisin klo 7–18".to_owned();
    draft.support.it_mailbox = "tietohallinto@kela.example".to_owned();
    draft.people.find_people = "asiantuntijat@kela.example".to_owned();
    draft.people.test_with = "Verna Verkko".to_owned();
    draft.signing.signatory_name = "Päivi Päättäjä".to_owned();
    draft.signing.signatory_position = "osastopäällikkö".to_owned();
    draft.signing.signatory_email = "paivi.paattaja@kela.example".to_owned();
    "Kelan työjärjestys".clone_into(&mut draft.signing.signatory_basis_detail);
    draft
}

const fn party(
    name: &'static str,
    business_id: &'static str,
    place: &'static str,
    domains: &'static [&'static str],
    edge: &'static str,
) -> DemoParty {
    DemoParty {
        name,
        kind: "municipality",
        business_id,
        place,
        domains,
        edge,
        supplier: "",
        blocked: &[],
        recording: "followed",
        language: "fi",
    }
}

/// A good one.
pub const ESIMERKKILA: DemoParty = DemoParty {
    blocked: &["files"],
    recording: "not_followed",
    ..party(
        "Esimerkkilän kunta",
        "0000012-3",
        "ESIMERKKILÄ",
        &["esimerkkila.example", "koulu.esimerkkila.example", "museo.esimerkkila.example"],
        "sip.esimerkkila.example",
    )
};
/// A good one that files in Swedish.
pub const EXEMPELBY: DemoParty = DemoParty {
    language: "sv",
    ..party("Exempelby kommun", "0000013-1", "EXEMPELBY", &["exempelby.example"], "sip.exempelby.example")
};
/// A wrong port.
pub const PORTTILA: DemoParty =
    party("Porttilan kaupunki", "0000015-8", "PORTTILA", &["porttila.example"], "sip.porttila.example");
/// A silent name server.
pub const HILJAINEN: DemoParty =
    party("Hiljaisen kuntayhtymä", "0000016-6", "HILJAINEN", &["hiljainen.example"], "sip.hiljainen.example");
/// A supplier's target.
pub const TOIMITTAJALA: DemoParty = DemoParty {
    supplier: "ICT-toimittaja Esimerkki Oy",
    ..party("Toimittajalan kunta", "0000017-4", "TOIMITTAJALA", &["toimittajala.example"], "sip.ict-toimittaja.example")
};
/// In the cloud.
pub const PILVILA: DemoParty =
    DemoParty { recording: "unknown", ..party("Pilvilän kunta", "0000018-2", "PILVILÄ", &["pilvila.example"], "") };
/// No record yet.
pub const PUUTTUVALA: DemoParty =
    party("Puuttuvalan kunta", "0000020-3", "PUUTTUVALA", &["puuttuvala.example"], "sip.puuttuvala.example");
/// International letters.
pub const JAMSALA: DemoParty = party("Jämsälän kunta", "0000025-4", "JÄMSÄLÄ", &["jämsälä.example"], "sip.jämsälä.example");
/// Another good one.
pub const LEHTOLA: DemoParty = DemoParty {
    kind: "wellbeing_county",
    ..party("Lehtolan hyvinvointialue", "0000023-8", "LEHTOLA", &["lehtola.example"], "edge.lehtola.example")
};
/// Whose signatory refuses.
pub const VANHALA: DemoParty = party("Vanhalan kunta", "0000026-2", "VANHALA", &["vanhala.example"], "access.vanhala.example");
/// Moved to the cloud after it agreed on an Edge name.
pub const SIIRTOLA: DemoParty = party("Siirtolan kunta", "0000027-0", "SIIRTOLA", &["siirtola.example"], "sip.siirtola.example");
/// Several targets.
pub const MONILA: DemoParty = party("Monilan kaupunki", "0000024-6", "MONILA", &["monila.example"], "sip.monila.example");
