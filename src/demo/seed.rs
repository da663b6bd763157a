//! Fills the demonstration: every row comes to be by the workflows themselves, in a past that a clock of its own tells.

use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use chrono::TimeDelta;

use super::dns::{DEMO_ZONES, DemoDns, with_records};
use super::parties::{self, DemoParty};
use super::zones::BEFORE_THE_MOVE;
use crate::agreement::draft::{Section, SectionAnswers};
use crate::agreement::rights::Role;
use crate::agreement::signing::Statement;
use crate::agreement::version::VersionKind;
use crate::agreement::{EmailAddress, Language, RequestId};
use crate::clock::StoppedClock;
use crate::jobs::work;
use crate::store::{Db, StoreError, outbox};
use crate::workflow::account::{self, Keeper, Profile};
use crate::workflow::approve::{Grounds, approve};
use crate::workflow::signing::{self, Signed};
use crate::workflow::{Service, Staff, WorkflowError, change, check, draft, file, kela, password, review, watch};

/// An account of the demonstration.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DemoAccount {
    /// Role.
    pub role: Role,
    /// Address.
    pub email: String,
    /// Password.
    pub password: String,
}

const PEOPLE: [(Role, &str, &str, &str); 4] = [
    (Role::Administrator, "paavo.paakayttaja@kela.example", "Paavo Pääkäyttäjä", "järjestelmäasiantuntija"),
    (Role::Reviewer, "kaisa.kasittelija@kela.example", "Kaisa Käsittelijä", "tietohallinnon asiantuntija"),
    (Role::Reviewer, "pasi.pateva@kela.example", "Pasi Pätevä", "tietohallintopäällikkö"),
    (Role::Auditor, "tarja.tarkka@kela.example", "Tarja Tarkka", "sisäinen tarkastaja"),
];

struct Seeder<'a> {
    service: &'a Service,
    clock: &'a Arc<StoppedClock>,
    dns: &'a DemoDns,
    staff: Vec<Staff>,
}

/// Makes accounts, Kela's half, sample terms and requests in every state. `service` tells the time of `clock`, which stands in the past
/// and is moved on here; the zones of `dns` change as the story goes, and are [`DEMO_ZONES`] at its end. Gives the accounts with their passwords.
///
/// # Errors
/// Where a workflow refuses, which is a defect.
pub async fn seed(service: &Service, clock: &Arc<StoppedClock>, dns: &DemoDns) -> anyhow::Result<Vec<DemoAccount>> {
    let mut accounts = Vec::new();
    let mut staff = Vec::new();
    for (role, email, name, position) in PEOPLE {
        let password = ["esittely", &hex::encode(service.randomness.bytes32()).chars().take(8).collect::<String>()].join("-");
        let profile = Profile {
            name: name.to_owned(),
            role,
            position: position.to_owned(),
            authority: "Kelan työjärjestys".to_owned(),
            language: Language::Fi,
        };
        let (id, link) = account::add(service, &Keeper::Operator, address(email)?, profile).await?;
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        password::set_by_link(service, &token, &password, &password).await?.map_err(|weakness| anyhow!("{weakness:?}"))?;
        staff.push(Staff { id, name: name.to_owned(), role });
        accounts.push(DemoAccount { role, email: email.to_owned(), password });
    }
    let seeder = Seeder { service, clock, dns, staff };
    seeder.kela().await?;
    seeder.requests().await?;
    seeder.watching().await?;
    work::do_due(service).await?;
    Ok(accounts)
}

fn signatory(party: &DemoParty) -> anyhow::Result<EmailAddress> {
    address(&parties::signatory(party))
}

fn address(text: &str) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(text).with_context(|| text.to_owned())
}

impl Seeder<'_> {
    fn role(&self, role: Role) -> anyhow::Result<&Staff> {
        self.staff.iter().find(|staff| staff.role == role).context("an account of each role")
    }

    async fn kela(&self) -> anyhow::Result<()> {
        let administrator = self.role(Role::Administrator)?;
        kela::save_half(self.service, administrator, None, parties::kela()).await?;
        for (language, text) in [
            (Language::Fi, include_str!("../../assets/terms/fi.txt")),
            (Language::Sv, include_str!("../../assets/terms/sv.txt")),
            (Language::En, include_str!("../../assets/terms/en.txt")),
        ] {
            kela::publish_terms(self.service, administrator, language, 1, text, true)
                .await?
                .map_err(|problem| anyhow!("sample terms: {problem:?}"))?;
        }
        Ok(())
    }

    async fn requests(&self) -> anyhow::Result<()> {
        let reviewer = self.role(Role::Reviewer)?.clone();
        let checked = "Soitettu vaihteen kautta kunnanjohtajalle ja vahvistettu pyyntö.";
        let by_phone = || Grounds { over_errors: String::new(), authority_check: checked.to_owned(), ..Grounds::default() };

        // Approved and signed, in Finnish and in Swedish; and approved over an error, with its reason.
        let monila = self.approved(&parties::MONILA, &reviewer, by_phone()).await?;
        self.later(20);
        self.sign(&parties::MONILA, &monila).await?;
        let exempelby = self.approved(&parties::EXEMPELBY, &reviewer, by_phone()).await?;
        self.later(4);
        self.sign(&parties::EXEMPELBY, &exempelby).await?;
        self.later(20);
        let over =
            Grounds { over_errors: "Kunta korjaa tietueen viikon kuluessa, sovittu puhelimitse.".to_owned(), ..by_phone() };
        // It waits for its signature.
        self.approved(&parties::PUUTTUVALA, &reviewer, over).await?;
        self.later(6);

        // The signatory refused.
        let over = Grounds { over_errors: "Nimi muutetaan siirron yhteydessä.".to_owned(), ..by_phone() };
        let declined = self.approved(&parties::VANHALA, &reviewer, over).await?;
        self.later(4);
        let reason = "Allekirjoittaja on vaihtunut: sopimukset allekirjoittaa hallintojohtaja.";
        signing::decline(self.service, &signatory(&parties::VANHALA)?, &declined, reason).await?;

        // Rejected, and withdrawn.
        let id = self.filed(&parties::LEHTOLA).await?;
        let revision = self.revision(&parties::LEHTOLA, &id).await?;
        let reason = "Organisaatiolla on jo sopimus toisella nimellä. Ottakaa yhteyttä, niin selvitämme asian.";
        review::reject(self.service, &reviewer, &id, revision, reason).await?;
        self.later(5);
        let id = self.filed(&parties::JAMSALA).await?;
        draft::withdraw(self.service, &address(&parties::filer(&parties::JAMSALA))?, &id).await?;
        self.later(20);

        // With Kela: unverified, and with an error.
        self.filed(&parties::HILJAINEN).await?;
        self.later(18);
        self.filed(&parties::PORTTILA).await?;
        self.later(12);

        self.changes(&reviewer, &monila, &exempelby).await?;

        // Waiting for changes, and filed again after them.
        let id = self.filed(&parties::TOIMITTAJALA).await?;
        let revision = self.revision(&parties::TOIMITTAJALA, &id).await?;
        let message = "Puuttuuko luettelosta koulujen toimialue? Tarkistakaa ja lähettäkää pyyntö uudelleen.";
        review::ask_changes(self.service, &reviewer, &id, revision, message).await?;
        self.later(6);
        let first = DemoParty { domains: &["esimerkkila.example", "koulu.esimerkkila.example"], ..parties::ESIMERKKILA };
        let id = self.filed(&first).await?;
        self.later(16);
        let revision = self.revision(&first, &id).await?;
        review::ask_changes(self.service, &reviewer, &id, revision, "Museon toimialue näyttää puuttuvan.").await?;
        self.later(20);
        self.fill(&first, &id, &parties::answers(&parties::ESIMERKKILA)).await?;
        self.file(&first, &id).await?;
        self.later(4);

        // A draft, half filled.
        let filer = address(&parties::filer(&parties::PILVILA))?;
        let id = draft::start(self.service, &filer, Language::Fi).await?;
        let answers: Vec<SectionAnswers> = parties::answers(&parties::PILVILA).into_iter().take(5).collect();
        self.fill(&parties::PILVILA, &id, &answers).await
    }

    /// A change of contacts, which is complete, and an amendment, which Kela reviews. Without a key of the seal no agreement is complete, and
    /// nothing is to be changed.
    async fn changes(&self, reviewer: &Staff, monila: &str, exempelby: &str) -> anyhow::Result<()> {
        let party = DemoParty { blocked: &["files", "video"], ..parties::MONILA };
        let filer = address(&parties::filer(&party))?;
        let id = match change::begin(self.service, &filer, monila, VersionKind::Amendment, Language::Fi).await {
            Err(WorkflowError::Obstacle(_)) => return Ok(()),
            begun => begun?,
        };
        let answers = parties::answers(&party).into_iter().filter(|answers| answers.section() == Section::Blocked);
        self.fill(&party, &id, &answers.collect::<Vec<_>>()).await?;
        self.file(&party, &id).await?;
        self.later(2);

        let filer = address(&parties::filer(&parties::EXEMPELBY))?;
        let id = change::begin(self.service, &filer, exempelby, VersionKind::Contacts, Language::Sv).await?;
        for mut answers in parties::answers(&parties::EXEMPELBY) {
            if let SectionAnswers::Contacts(contacts) = &mut answers {
                contacts.technical_name = "Tekla Teknik".to_owned();
                self.fill(&parties::EXEMPELBY, &id, &[answers]).await?;
            }
        }
        self.file(&parties::EXEMPELBY, &id).await?;
        self.later(3);
        let revision = self.revision(&parties::EXEMPELBY, &id).await?;
        approve(self.service, reviewer, &id, revision, Grounds::default()).await?;
        work::do_due(self.service).await?;
        Ok(())
    }

    /// Watching: a municipality moves to the cloud, which stays an open incident; another loses its record and mends it.
    async fn watching(&self) -> anyhow::Result<()> {
        let reviewer = self.role(Role::Reviewer)?.clone();
        self.dns.publish(&with_records(DEMO_ZONES, "siirtola.example", BEFORE_THE_MOVE))?;
        let by_phone = Grounds { authority_check: "Soitettu kunnan vaihteeseen.".to_owned(), ..Grounds::default() };
        let number = self.approved(&parties::SIIRTOLA, &reviewer, by_phone).await?;
        self.later(4);
        self.sign(&parties::SIIRTOLA, &number).await?;
        watch::sync(self.service).await?;
        self.later(24);
        self.looks().await?;
        self.dns.publish(&with_records(DEMO_ZONES, "exempelby.example", "sip 3600 IN A 198.51.100.21\n"))?;
        self.later(24);
        self.looks().await?;
        self.dns.publish(DEMO_ZONES)?;
        self.later(24);
        self.looks().await
    }

    /// The day's looks, and the second ones where something was otherwise.
    async fn looks(&self) -> anyhow::Result<()> {
        watch::do_due(self.service).await?;
        self.clock.advance(TimeDelta::minutes(6));
        watch::do_due(self.service).await?;
        Ok(())
    }

    fn later(&self, hours: i64) {
        self.clock.advance(TimeDelta::hours(hours));
    }

    async fn fill(&self, party: &DemoParty, id: &RequestId, answers: &[SectionAnswers]) -> anyhow::Result<()> {
        let filer = address(&parties::filer(party))?;
        for section in answers {
            self.clock.advance(TimeDelta::seconds(40));
            draft::save(self.service, &filer, id, section.clone()).await?;
        }
        check::check_draft(self.service, &filer, id).await?;
        Ok(())
    }

    async fn filed(&self, party: &DemoParty) -> anyhow::Result<RequestId> {
        let filer = address(&parties::filer(party))?;
        let language = if party.language == "sv" { Language::Sv } else { Language::Fi };
        let id = draft::start(self.service, &filer, language).await?;
        self.fill(party, &id, &parties::answers(party)).await?;
        self.file(party, &id).await?;
        Ok(id)
    }

    async fn file(&self, party: &DemoParty, id: &RequestId) -> anyhow::Result<()> {
        let revision = self.revision(party, id).await?;
        file::file(self.service, &address(&parties::filer(party))?, id, revision).await?;
        Ok(())
    }

    async fn revision(&self, party: &DemoParty, id: &RequestId) -> anyhow::Result<i32> {
        let actor = crate::workflow::Actor::Filer(address(&parties::filer(party))?);
        Ok(draft::read(self.service, &actor, id).await?.revision)
    }

    async fn approved(&self, party: &DemoParty, reviewer: &Staff, grounds: Grounds) -> anyhow::Result<String> {
        let id = self.filed(party).await?;
        self.later(3);
        let revision = self.revision(party, &id).await?;
        review::assign(self.service, reviewer, &id, revision).await?;
        let number = approve(self.service, reviewer, &id, revision + 1, grounds).await?;
        work::do_due(self.service).await?;
        Ok(number)
    }

    /// Signs in the service as the signatory does, with the code that was mailed.
    async fn sign(&self, party: &DemoParty, number: &str) -> anyhow::Result<()> {
        let signatory = signatory(party)?;
        signing::open(self.service, &signatory, number).await?;
        self.clock.advance(TimeDelta::minutes(11));
        let seen = signing::read(self.service, &signatory, number).await?;
        let lang = seen.version.language;
        let document = seen.document.context("a version that waits for its signature has its document")?;
        signing::send_code(self.service, &signatory, number, &document.sha256, lang)
            .await?
            .map_err(|obstacle| anyhow!("{obstacle:?}"))?;
        let code = self.mailed_code(&signatory).await?;
        self.clock.advance(TimeDelta::seconds(50));
        let named = &seen.version.content.party.signatory;
        let authority = named.basis_detail.clone().unwrap_or_default();
        let statement = Statement::typed(&named.name, &named.position, &authority);
        let signed = signing::sign(self.service, &signatory, number, &document.sha256, statement, &code, lang).await?;
        if signed != Signed::Done {
            bail!("{signed:?}");
        }
        work::do_due(self.service).await?;
        Ok(())
    }

    /// The code in the newest mail to a signatory, which waits to be sent.
    async fn mailed_code(&self, signatory: &EmailAddress) -> anyhow::Result<String> {
        let to = signatory.clone();
        let read = move |db: &mut Db| {
            let to_signatory =
                |told: &Option<(String, String)>| told.as_ref().is_some_and(|(recipient, _)| recipient == to.as_str());
            let mails = outbox::list(db, None, 20)?;
            let newest = mails.into_iter().find(|(mail, told)| mail.kind == "signing_code" && to_signatory(told));
            newest.map_or(Ok::<_, StoreError>(None), |(mail, _)| outbox::content(db, &mail.id))
        };
        let content = self.service.store.read(read).await?.context("a code was mailed")?;
        let parsed = mailparse::parse_mail(&content.bytes)?;
        let text = parsed.subparts.first().context("the mail has a text")?.get_body()?;
        let digits = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let words: Vec<&str> = text.split_whitespace().collect();
        let pair = words.windows(2).find_map(|pair| match pair {
            [first, second] if digits(first) && digits(second) => Some([*first, *second].concat()),
            _ => None,
        });
        pair.context("the mail holds a code")
    }
}
