//! Invented agreements: an ordinary one, and one that fills every field to its limit.

use chrono::{DateTime, NaiveDate, Utc};
use federointi::agreement::content::{AgreementContent, Approval, ChangeContent, FORMAT, Terms};
use federointi::agreement::difference::between;
use federointi::agreement::version::VersionKind;
use federointi::agreement::{
    AuthorityBasis, BusinessId, Compliance, Contact, Deployment, EmailAddress, FaultReports, Feature, Guidance, GuidanceAnswer,
    Language, Meetings, Openness, Organisation, OrganisationKind, PartySheet, PhoneNumber, ServerVersion, ServiceSetup,
    Signatory, Supplier,
};
use federointi::federation::{
    Code, Confidence, Deployment as SeenDeployment, Evidence, Finding, Fqdn, Report, Severity, SipDomain, Verdict,
};

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn contact(name: &str, address: &str, phone: &str) -> Contact {
    Contact { name: name.to_owned(), email: email(address), phone: PhoneNumber::parse(phone).unwrap() }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn guidance(departing: &[(Guidance, Compliance)]) -> Vec<GuidanceAnswer> {
    let answer = |item| departing.iter().find(|(other, _)| *other == item).map_or(Compliance::Followed, |(_, answer)| *answer);
    Guidance::ALL.iter().map(|item| GuidanceAnswer { item: *item, answer: answer(*item) }).collect()
}

fn domains(names: &[&str]) -> Vec<SipDomain> {
    names.iter().map(|name| SipDomain::parse(name).unwrap()).collect()
}

/// A report on `domain` with findings of the codes given.
pub fn report(domain: &SipDomain, verdict: Verdict, findings: &[(Code, Severity)]) -> Report {
    Report {
        domain: domain.clone(),
        verdict,
        deployment: SeenDeployment::OwnEdge,
        confidence: Confidence::Likely,
        dnssec: None,
        checked_at: moment("2026-11-21T07:58:11Z"),
        resolver: "192.0.2.53".to_owned(),
        findings: findings
            .iter()
            .map(|(code, severity)| Finding {
                code: *code,
                severity: *severity,
                evidence: Evidence::default().with("name", ["_sipfederationtls._tcp.", domain.as_str()].concat()),
            })
            .collect(),
    }
}

fn municipality() -> PartySheet {
    PartySheet {
        organisation: Organisation {
            name: "Esimerkkilän kunta".to_owned(),
            name_sv: None,
            kind: OrganisationKind::Municipality,
            municipality_code: None,
            business_id: BusinessId::parse("0000012-3").unwrap(),
            street: "Kunnantie 1".to_owned(),
            postcode: "00000".to_owned(),
            place: "ESIMERKKILÄ".to_owned(),
            case_number: Some("ESIM/1204/2026".to_owned()),
        },
        service: ServiceSetup {
            supplier: Some(Supplier {
                name: "Esimerkki-ICT Oy".to_owned(),
                contact: contact("Toimi Toimittaja", "toimi.toimittaja@ict.example", "+358000000005"),
            }),
            deployment: Deployment::Server,
            server_version: Some(ServerVersion::Sfb2019),
            teams_move: NaiveDate::from_ymd_opt(2028, 6, 1),
        },
        domains: domains(&["esimerkkila.example", "koulu.esimerkkila.example", "jämsä.example"]),
        edge: Some(Fqdn::parse("sip.esimerkkila.example").unwrap()),
        openness: Openness::Closed,
        meetings: Meetings::Create,
        agreement_contact: contact("Saara Sopija", "saara.sopija@esimerkkila.example", "+358000000001"),
        operational_contact: contact("Malla Mallinen", "malla.mallinen@esimerkkila.example", "+358000000002"),
        technical_contact: contact("Tekno Tekninen", "tekno.tekninen@esimerkkila.example", "+358000000003"),
        fault_reports: FaultReports {
            email: Some(email("palvelupiste@esimerkkila.example")),
            phone: Some(PhoneNumber::parse("+358000000004").unwrap()),
            hours: Some("arkisin klo 8–16".to_owned()),
        },
        it_mailbox: email("tietohallinto@esimerkkila.example"),
        find_people: Some("Puhelinvaihde ohjaa oikealle henkilölle.\nsosiaalitoimisto@esimerkkila.example".to_owned()),
        test_with: Some("Tekno Tekninen".to_owned()),
        blocked: vec![Feature::Files],
        guidance: guidance(&[(Guidance::Recording, Compliance::NotFollowed), (Guidance::Whiteboard, Compliance::Unknown)]),
        signatory: Signatory {
            name: "Johto Johtonen".to_owned(),
            position: "kunnanjohtaja".to_owned(),
            email: email("johto.johtonen@esimerkkila.example"),
            basis: AuthorityBasis::Regulations,
            basis_detail: Some("23 §".to_owned()),
        },
    }
}

fn kela() -> PartySheet {
    PartySheet {
        organisation: Organisation {
            name: "Kela".to_owned(),
            name_sv: None,
            kind: OrganisationKind::Other,
            municipality_code: None,
            business_id: BusinessId::parse("0000021-1").unwrap(),
            street: "Esimerkkikatu 1".to_owned(),
            postcode: "00000".to_owned(),
            place: "ESIMERKKI".to_owned(),
            case_number: None,
        },
        service: ServiceSetup {
            supplier: None,
            deployment: Deployment::Server,
            server_version: Some(ServerVersion::SfbSe),
            teams_move: None,
        },
        domains: domains(&["kela.example"]),
        edge: Some(Fqdn::parse("sip.kela.example").unwrap()),
        openness: Openness::Closed,
        meetings: Meetings::Create,
        agreement_contact: contact("Sovitus Sopimus", "sopimukset@kela.example", "+358000000011"),
        operational_contact: contact("Taina Toiminta", "toiminta@kela.example", "+358000000012"),
        technical_contact: contact("Verna Verkko", "verkko@kela.example", "+358000000013"),
        fault_reports: FaultReports {
            email: Some(email("vikailmoitus@kela.example")),
            phone: None,
            hours: Some("arkisin klo 7–18".to_owned()),
        },
        it_mailbox: email("tietohallinto@kela.example"),
        find_people: None,
        test_with: Some("Verna Verkko".to_owned()),
        blocked: Vec::new(),
        guidance: guidance(&[]),
        signatory: Signatory {
            name: "Päivi Päättäjä".to_owned(),
            position: "osastopäällikkö".to_owned(),
            email: email("paivi.paattaja@kela.example"),
            basis: AuthorityBasis::Mandate,
            basis_detail: Some("Kelan työjärjestys".to_owned()),
        },
    }
}

const TERMS: &str = "## 1 Tarkoitus\n\nOsapuolet avaavat välilleen SIP-federaation. Yhteydellä osapuolten työntekijät näkevät \
toistensa läsnäolotiedon, lähettävät pikaviestejä ja pitävät kokouksia.\n\nSopimus ei siirrä henkilötietojen käsittelyn \
vastuuta osapuolelta toiselle.\n\n## 2 Osapuolten tehtävät\n\nKumpikin osapuoli lisää toisen SIP-toimialueet sallittujen \
toimialueiden luetteloon ja pitää omat tietonsa ajan tasalla.\n\nOsapuoli ilmoittaa muutoksesta toiselle viimeistään 14 päivää \
ennen sitä.\n\n## 3 Kustannukset\n\nKumpikin osapuoli vastaa omista kustannuksistaan.\n\n## 4 Irtisanominen\n\nOsapuoli voi \
irtisanoa sopimuksen kirjallisesti. Irtisanomisaika on kolme kuukautta.";

/// An ordinary agreement of an invented municipality.
pub fn agreement(language: Language) -> AgreementContent {
    let (party, kela) = (municipality(), kela());
    let party_reports = vec![
        report(&party.domains[0], Verdict::Ok, &[]),
        report(&party.domains[1], Verdict::Errors, &[(Code::SrvMissing, Severity::Error)]),
        report(&party.domains[2], Verdict::Unverified, &[(Code::DnsTimeout, Severity::Warning)]),
    ];
    let kela_reports = vec![report(&kela.domains[0], Verdict::Ok, &[(Code::SeveralTargets, Severity::Info)])];
    AgreementContent {
        format: FORMAT,
        number: "KELA-FED-2026-0131".to_owned(),
        version: 1,
        request: "FP-2026-0412".to_owned(),
        language,
        party,
        kela,
        opening_date: NaiveDate::from_ymd_opt(2027, 1, 11),
        party_reports,
        kela_reports,
        terms: Terms {
            language,
            version: 2,
            text: TERMS.to_owned(),
            sample: false,
            published_at: moment("2026-11-01T10:00:00Z"),
        },
        approval: Approval {
            at: moment("2026-11-21T08:02:33Z"),
            name: "Pasi Pätevä".to_owned(),
            position: "käsittelijä".to_owned(),
            authority: "Kelan työjärjestys 12 §".to_owned(),
            over_errors: Some(
                "SRV-tietue lisätään ennen avauspäivää. Asiasta sovittu teknisen yhteyshenkilön kanssa.".to_owned(),
            ),
            authority_check: Some("Puhelu kunnan vaihteen kautta 20.11.2026.".to_owned()),
            proven_domains: vec![federointi::agreement::content::ProvenDomain {
                domain: federointi::federation::SipDomain::parse("esimerkkila.example").unwrap(),
                since: moment("2026-11-20T09:00:00Z"),
            }],
            unproven_accepted: Vec::new(),
        },
        change: None,
    }
}

/// The next version of [`agreement`]: other domains, another Edge, another contact, other terms.
pub fn amendment(language: Language) -> AgreementContent {
    let before = agreement(language);
    let mut content = AgreementContent { version: 2, request: "FP-2027-0003".to_owned(), ..before.clone() };
    content.party.domains.retain(|domain| domain.as_str() != "koulu.esimerkkila.example");
    content.party.domains.push(SipDomain::parse("uusi.esimerkkila.example").unwrap());
    content.party.edge = Some(Fqdn::parse("sip2.esimerkkila.example").unwrap());
    content.party.agreement_contact = contact("Uusi Sopija", "uusi.sopija@esimerkkila.example", "+358000000055");
    content.party.blocked = Vec::new();
    content.party.find_people = None;
    content.terms.version = 3;
    let first_day = NaiveDate::from_ymd_opt(2027, 3, 1);
    let reason = Some("Kunta vaihtaa Edge-palvelimen ja luopuu koulun toimialueesta.".to_owned());
    changed(&before, content, VersionKind::Amendment, (first_day, None), reason)
}

/// A version that changes contacts alone.
pub fn contacts_change(language: Language) -> AgreementContent {
    let before = agreement(language);
    let mut content = AgreementContent { version: 2, request: "FP-2027-0004".to_owned(), ..before.clone() };
    content.party.technical_contact = contact("Uusi Tekninen", "uusi.tekninen@esimerkkila.example", "+358000000056");
    changed(&before, content, VersionKind::Contacts, (None, None), None)
}

/// The party's notice of [`agreement`].
pub fn notice(language: Language) -> AgreementContent {
    let before = agreement(language);
    let content = AgreementContent { version: 2, request: "FP-2027-0005".to_owned(), ..before.clone() };
    let last_day = NaiveDate::from_ymd_opt(2027, 12, 31);
    let reason = Some("Kunta luopuu Skype for Business -palvelusta.".to_owned());
    changed(&before, content, VersionKind::Termination, (None, last_day), reason)
}

fn changed(
    before: &AgreementContent,
    mut content: AgreementContent,
    kind: VersionKind,
    (first_day, last_day): (Option<NaiveDate>, Option<NaiveDate>),
    reason: Option<String>,
) -> AgreementContent {
    let difference = between(before, &content);
    content.change = Some(ChangeContent { kind, previous: 1, first_day, last_day, reason, by_kela: false, difference });
    content
}

/// An agreement that fills its fields to the limit: 50 domains, names of 200 characters, terms of many pages, a party in the cloud.
pub fn huge(language: Language) -> AgreementContent {
    let mut content = agreement(language);
    let long = |text: &str| text.chars().cycle().take(200).collect::<String>();
    let party = &mut content.party;
    party.organisation.name = long("Esimerkkilän seudun sosiaali- ja terveyspalvelujen kuntayhtymä ");
    party.organisation.street = "Katu".repeat(50);
    party.agreement_contact.name = long("Maximilian-Alexander von Esimerkki ");
    party.signatory.name = "Sukunimi".repeat(25);
    party.signatory.position = long("hallintojohtaja ja vt. toimitusjohtaja ");
    party.service.deployment = Deployment::Cloud;
    party.service.server_version = None;
    party.edge = None;
    party.find_people = Some(long("vaihde@esimerkkila.example; "));
    party.blocked = Feature::ALL.to_vec();
    party.guidance = guidance(&Guidance::ALL.iter().map(|item| (*item, Compliance::NotFollowed)).collect::<Vec<_>>());
    party.domains = (0..50)
        .map(|number| {
            let label = ["toimialue", "koulutuskuntayhtyma", "erittain-pitkan-nimen-palvelukeskus"][number % 3];
            SipDomain::parse(&format!("{label}-{number}.alue{number}.esimerkkila-seutukunta.example")).unwrap()
        })
        .collect();
    content.party_reports = party
        .domains
        .iter()
        .enumerate()
        .map(|(number, domain)| match number % 4 {
            0 => report(domain, Verdict::Ok, &[]),
            1 => report(
                domain,
                Verdict::Errors,
                &[(Code::SrvWrongPort, Severity::Error), (Code::TargetInOtherDomain, Severity::Warning)],
            ),
            2 => report(domain, Verdict::Warnings, &[(Code::TargetIsAlias, Severity::Warning)]),
            _ => report(domain, Verdict::Unverified, &[(Code::DnsServerFailure, Severity::Warning)]),
        })
        .collect();
    let clause = |number: usize| {
        let sentence = "Osapuoli huolehtii siitä, että tiedot ovat ajan tasalla ja että muutoksista kerrotaan ajoissa. ";
        format!("## {number} Pykälä\n\n{}\n\n{}\n\n", sentence.repeat(7).trim(), sentence.repeat(3).trim())
    };
    content.terms.text = (1..=40).map(clause).collect();
    content.approval.over_errors = Some("Perustelu on pitkä. ".repeat(60));
    content
}
