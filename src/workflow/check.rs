//! The check of a request's domains: while they are typed, and again by a job until nothing is open.

use chrono::TimeDelta;

use super::post::{Concerning, Desk, More};
use super::{Actor, Outcome, Service, WorkflowError, draft, link, ownership, request};
use crate::agreement::draft::Draft;
use crate::agreement::lifecycle::{EventKind, RequestAction, RequestState};
use crate::agreement::{Deployment, EmailAddress, Operator, PartySheet, RequestId};
use crate::config::UnprovenDomains;
use crate::federation::{Declared, Fqdn, Observation, ProofSeen, Report, SipDomain, Verdict, judge};
use crate::probe::{Depth, DnsProbe, random_label};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::requests::Request;
use crate::store::{Db, requests};

/// How long until the domains of a waiting request are looked at again: soon where an answer is missing, else daily.
const SOON: TimeDelta = TimeDelta::minutes(15);
const HOURLY: TimeDelta = TimeDelta::hours(1);
const DAILY: TimeDelta = TimeDelta::days(1);
/// Checks of one filer in an hour: each may ask hundreds of questions of name servers that strangers choose.
const PER_FILER: i64 = 120;

impl Service {
    /// The full check: asks DNS about domains, looks at their Edge servers and judges what was seen. Takes five seconds at most; what has not
    /// answered by then is unverified.
    pub async fn check(&self, domains: &[SipDomain], declared: &Declared) -> Vec<Report> {
        self.check_at(Depth::Full, domains, declared).await
    }

    /// The check, as closely as asked: a quick one is by DNS alone, while domains are typed, and for strangers.
    pub async fn check_at(&self, depth: Depth, domains: &[SipDomain], declared: &Declared) -> Vec<Report> {
        if domains.is_empty() {
            return Vec::new();
        }
        let reports = |seen: Vec<(Observation, Report)>| seen.into_iter().map(|(_, report)| report).collect();
        match depth {
            Depth::Quick => reports(Box::pin(self.looked(&self.probe.dns_only(), depth, domains, declared)).await),
            Depth::Full => reports(self.observed(&self.probe, domains, declared).await),
        }
    }

    /// Looks at domains through `probe` as closely as can be: what was seen, and the judgement on it. Form, page and timer all look this way.
    pub async fn observed(&self, probe: &DnsProbe, domains: &[SipDomain], declared: &Declared) -> Vec<(Observation, Report)> {
        Box::pin(self.looked(probe, Depth::Full, domains, declared)).await
    }

    pub(super) async fn looked(
        &self,
        probe: &DnsProbe,
        depth: Depth,
        domains: &[SipDomain],
        declared: &Declared,
    ) -> Vec<(Observation, Report)> {
        let label = random_label(&*self.randomness);
        let claimed: Vec<SipDomain> = domains.iter().filter(|domain| declared.claims.of.contains_key(domain)).cloned().collect();
        let edge = declared.edge.as_ref();
        let (mut seen, texts) = tokio::join!(
            probe.observe_at(depth, domains, edge, self.now(), &label),
            probe.ownership(depth, &claimed, self.now())
        );
        for (domain, texts) in claimed.iter().zip(texts) {
            for observation in seen.iter_mut().filter(|observation| observation.domain == *domain) {
                observation.ownership.clone_from(&texts);
            }
        }
        let judged = |seen: Observation| {
            let report = judge(&seen, declared);
            (seen, report)
        };
        seen.into_iter().map(judged).collect()
    }

    /// What a draft declares, as far as the judgement depends on it.
    #[must_use]
    pub fn declared(&self, draft: &Draft) -> Declared {
        let cloud = draft.service.deployment == Deployment::Cloud.code();
        Declared {
            edge: if cloud { None } else { Fqdn::parse(&draft.edge.edge).ok() },
            supplier_runs_it: draft.service.operator == Operator::Supplier.code(),
            cloud,
            domains: domains_of(draft),
            demonstration: self.settings.special_addresses_count,
            ..Declared::default()
        }
    }

    /// What a sheet declares.
    #[must_use]
    pub fn declared_by(&self, sheet: &PartySheet) -> Declared {
        Declared {
            edge: sheet.edge.clone(),
            supplier_runs_it: sheet.service.supplier.is_some(),
            cloud: sheet.service.deployment == Deployment::Cloud,
            domains: sheet.domains.clone(),
            demonstration: self.settings.special_addresses_count,
            ..Declared::default()
        }
    }
}

/// The domains of a draft that parse, each once, 50 at most.
#[must_use]
pub fn domains_of(draft: &Draft) -> Vec<SipDomain> {
    let mut domains: Vec<SipDomain> = Vec::new();
    for domain in draft.typed_domains().into_iter().filter_map(|typed| SipDomain::parse(typed).ok()) {
        if !domains.contains(&domain) && domains.len() < crate::agreement::draft::MOST_DOMAINS {
            domains.push(domain);
        }
    }
    domains
}

/// Checks the domains of a filer's draft and stores what was found. DNS is asked outside any transaction. A filer who has had too much
/// checked keeps what was found before; what is filed unchecked is looked at by the job.
///
/// # Errors
/// [`super::WorkflowError::NotFound`] to a stranger.
pub async fn check_draft(service: &Service, filer: &EmailAddress, id: &RequestId) -> Outcome<Vec<Report>> {
    let request = draft::read(service, &Actor::Filer(filer.clone()), id).await?;
    match allow(service, filer).await {
        Ok(()) => {}
        Err(WorkflowError::TooMany { .. }) => return Ok(request.reports),
        Err(other) => return Err(other),
    }
    let reports = full(service, &request).await?;
    let (desk, actor, id, stored, read_at) =
        (service.desk(), Actor::Filer(filer.clone()), id.clone(), reports.clone(), request.revision);
    service
        .store
        .write(move |db| {
            let request = request::load(db, &actor, &id, RequestAction::View)?;
            // Answers that changed while DNS was asked are checked by the one who changed them. Whoever filed meanwhile has frozen what
            // was known then; the job goes on from there.
            if request.revision == read_at && matches!(request.state, RequestState::Draft | RequestState::ChangesRequested) {
                store(db, &id, &stored)?;
                ownership::note_of_request(db, &desk, &request, &stored)?;
            }
            Ok::<_, WorkflowError>(())
        })
        .await?;
    Ok(reports)
}

/// The full check of a request's domains, with what proves whose they are.
async fn full(service: &Service, request: &Request) -> Outcome<Vec<Report>> {
    let claims = ownership::claims_of_request(service, request).await?;
    let declared = Declared { claims, ..service.declared(&request.draft) };
    Ok(service.check(&domains_of(&request.draft), &declared).await)
}

/// Looks at domains as they are typed into a filer's draft; nothing is stored of it.
///
/// # Errors
/// [`WorkflowError::TooMany`]; [`WorkflowError::NotFound`] to a stranger.
pub async fn look(service: &Service, filer: &EmailAddress, id: &RequestId, domains: &[SipDomain]) -> Outcome<Vec<Report>> {
    let request = draft::read(service, &Actor::Filer(filer.clone()), id).await?;
    allow(service, filer).await?;
    Ok(service.check_at(Depth::Quick, domains, &service.declared(&request.draft)).await)
}

async fn allow(service: &Service, filer: &EmailAddress) -> Outcome<()> {
    let (desk, filer) = (service.desk(), filer.folded());
    service.store.write(move |db| link::limit(db, &desk, "dns-check", &filer, PER_FILER, HOURLY)).await
}

fn store(db: &mut Db, id: &RequestId, reports: &[Report]) -> Outcome<()> {
    let (verdict, errors) = request::verdict(reports);
    requests::set_reports(db, id, reports, verdict, i32::try_from(errors).unwrap_or(i32::MAX))?;
    Ok(())
}

/// Whether the operator wants domains proven and one is not.
fn awaits_proof(desk: &Desk, request: &Request) -> bool {
    let unproven = |report: &Report| report.proof_seen() == Some(ProofSeen::Gone);
    desk.settings.unproven_domains != UnprovenDomains::Allow && request.reports.iter().any(unproven)
}

/// Leaves the job that looks at a request's domains again. One waits at a time; a sooner wish brings it forward. The longer a name server
/// has been silent, the seldomer it is asked.
pub(super) fn schedule(db: &mut Db, desk: &Desk, request: &Request, unchecked: bool) -> Outcome<()> {
    let waited = desk.now - request.filed_at.unwrap_or(desk.now);
    let wait = match request::verdict(&request.reports).0 {
        _ if unchecked => TimeDelta::zero(),
        Some(Verdict::Unverified) | None if request.state == RequestState::Submitted && waited < HOURLY * 2 => SOON,
        Some(Verdict::Unverified) | None if request.state == RequestState::Submitted && waited < DAILY => HOURLY,
        // A proof that Kela waits for is not left to wait for a day once it is published.
        _ if awaits_proof(desk, request) && waited < DAILY * 7 => HOURLY,
        _ => DAILY,
    };
    let run_at = desk.now + wait;
    if !jobs::bring_forward(db, JobKind::RecheckDomains, request.id.as_str(), run_at)? {
        jobs::add(db, JobKind::RecheckDomains, request.id.as_str(), desk.now, run_at)?;
    }
    Ok(())
}

/// Does the job: checks the domains of a filed request again, stores what changed, and leaves the next job while the request waits.
///
/// # Errors
/// [`super::WorkflowError::Store`].
pub async fn recheck(service: &Service, job: i64, id: &RequestId) -> Outcome<()> {
    let found = {
        let id = id.clone();
        service.store.read(move |db| Ok::<_, WorkflowError>(requests::find(db, &id)?)).await?
    };
    let waits = |state| matches!(state, RequestState::Submitted | RequestState::ChangesRequested);
    let reports = match &found {
        Some(request) if waits(request.state) => Some(full(service, request).await?),
        _ => None,
    };
    let (desk, id, before) = (service.desk(), id.clone(), found.map(|request| request.revision));
    service
        .store
        .write(move |db| {
            jobs::done(db, job, desk.now)?;
            let (Some(reports), Some(mut request)) = (reports, requests::find(db, &id)?) else { return Ok(()) };
            if !waits(request.state) {
                return Ok(());
            }
            // Answers that changed while DNS was asked: what was found is about other names. The next job asks again.
            let current = before == Some(request.revision);
            if current {
                let old = request::verdict(&request.reports);
                store(db, &id, &reports)?;
                ownership::note_of_request(db, &desk, &request, &reports)?;
                let new = request::verdict(&reports);
                if old != new {
                    desk.event(db, EventKind::DomainsRechecked, Cause::Service, Concerning::request(&id), More::default())?;
                }
            }
            if current {
                request.reports = reports;
            }
            // Requests of before there were tokens get theirs here.
            ownership::prepare(db, &desk, &request)?;
            schedule(db, &desk, &request, !current)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::dns::{Behaviour, DemoDns, DemoZone};
    use crate::federation::Code;
    use crate::probe::{DnsProbe, EdgeSettings, ProbeSettings};

    #[tokio::test]
    async fn what_is_filed_is_looked_at_whole_and_what_is_typed_by_dns_alone() {
        let zone = DemoZone {
            name: "kunta.example",
            shows: "",
            finds: &[],
            behaviour: Behaviour::Answers,
            records: "_sipfederationtls._tcp 60 IN SRV 100 1 5061 sip\nsip 60 IN A 127.0.0.1\n",
        };
        let dns = DemoDns::start_with(0, &[zone]).await.unwrap();
        // A port at which nobody listens.
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let edge = Some(EdgeSettings { port, special_addresses: true, ..EdgeSettings::default() });
        let settings = ProbeSettings { edge, ..ProbeSettings::demonstration(dns.address()) };
        let service = Service { probe: DnsProbe::new(settings).unwrap(), ..Service::for_tests() };
        let declared = Declared { demonstration: true, ..Declared::default() };
        let kunta = [SipDomain::parse("kunta.example").unwrap()];
        // No Edge server has answered this probe yet, so that it may be our own firewall that refuses.
        assert!(service.check(&kunta, &declared).await[0].finding(Code::EdgeNotChecked).is_some());
        assert_eq!(service.check_at(Depth::Quick, &kunta, &declared).await[0].findings, []);
    }
}
