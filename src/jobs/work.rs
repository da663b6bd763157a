//! The job worker: does what transactions left to be done, tries again after a failure with growing pauses, and sweeps up once a day.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, watch};

use super::awaited;
use crate::agreement::{AgreementId, RequestId};
use crate::store::jobs::{self, Job, JobKind};
use crate::store::sessions;
use crate::workflow::{Outcome, Service, WorkflowError, check, document, seal_watch, sealing, signing};

/// Attempts, links and sessions are of no use after so long.
const SWEEP_AFTER: TimeDelta = TimeDelta::days(30);
/// How often jobs are looked for when nothing wakes the worker.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// Does what is due by the clock, and every job that is due, documents first; tells how many were done and how many failed.
///
/// # Errors
/// [`WorkflowError::Store`] where jobs cannot be read.
pub async fn do_due(service: &Service) -> Outcome<(usize, usize)> {
    let (_keep, stop) = watch::channel(false);
    signing::do_due(service).await?;
    let (mut done, mut failed) = (0, 0);
    for kind in JobKind::ALL {
        let (more_done, more_failed) = do_due_of(service, kind, &stop).await?;
        (done, failed) = (done + more_done, failed + more_failed);
    }
    Ok((done, failed))
}

/// Does the jobs of one kind that are due, until there are none or `stop` is true.
async fn do_due_of(service: &Service, kind: JobKind, stop: &watch::Receiver<bool>) -> Outcome<(usize, usize)> {
    let (mut done, mut failed) = (0, 0);
    while !*stop.borrow() {
        let now = service.now();
        let Some(job) = service.store.read(move |db| Ok::<_, WorkflowError>(jobs::due(db, kind, now)?)).await? else { break };
        match perform(service, &job).await {
            Ok(()) => done += 1,
            Err(error) => {
                failed += 1;
                let what = error.to_string();
                tracing::error!(job = job.id, kind = ?job.kind, attempts = job.attempts, error = %what, "a job failed and is tried again");
                // A minute at first, an hour at most: what fails here fails for us, not for a mail server far away.
                let pause = TimeDelta::seconds(60 << job.attempts.clamp(0, 6)).min(TimeDelta::hours(1));
                let again_at = service.now() + pause;
                service.store.write(move |db| Ok::<_, WorkflowError>(jobs::failed(db, job.id, &what, now, again_at)?)).await?;
            }
        }
    }
    Ok((done, failed))
}

async fn perform(service: &Service, job: &Job) -> Outcome<()> {
    let impossible = || WorkflowError::Store(crate::store::impossible("jobs", &job.subject));
    let version = || {
        let (agreement, version) = job.subject.split_once('/').ok_or_else(impossible)?;
        let agreement = AgreementId::parse(agreement).ok_or_else(impossible)?;
        Ok::<_, WorkflowError>((agreement, version.parse::<i32>().map_err(|_| impossible())?))
    };
    match job.kind {
        JobKind::MakeDocument => {
            let (agreement, version) = version()?;
            document::make(service, job.id, &agreement, version).await
        }
        JobKind::SealVersion => {
            let (agreement, version) = version()?;
            sealing::seal(service, job.id, &agreement, version).await
        }
        JobKind::UpgradeSeal => {
            let (agreement, version) = version()?;
            sealing::upgrade(service, job.id, &agreement, version).await
        }
        JobKind::MakeEvidence => {
            let (agreement, version) = version()?;
            signing::make_evidence(service, job.id, &agreement, version).await
        }
        JobKind::RecheckDomains => check::recheck(service, job.id, &RequestId::parse(&job.subject).ok_or_else(impossible)?).await,
    }
}

/// Does jobs whenever woken, and every 15 seconds, until `stop` becomes true or its sender goes away; a job under way is done to its
/// end first. Documents do not wait for rechecks: those ask DNS, which can be slow, and an agreement does not
/// wait for that.
pub async fn run(service: Arc<Service>, stop: watch::Receiver<bool>) {
    // The service wakes one sleeper; here is one for each kind.
    let wakes = JobKind::ALL.map(|kind| (kind, Notify::new()));
    let wake_all = async {
        loop {
            service.job_wake.notified().await;
            wakes.iter().for_each(|(_, wake)| wake.notify_one());
        }
    };
    let work = async {
        let kinds = wakes.iter().map(|(kind, wake)| run_kind(&service, *kind, wake, stop.clone()));
        let timers = (awaited::watch_signatures(&service, stop.clone()), daily(&service, stop.clone()));
        tokio::join!(futures_util::future::join_all(kinds), timers.0, timers.1)
    };
    tokio::select! {
        _ = work => {}
        () = wake_all => {}
    }
}

async fn run_kind(service: &Service, kind: JobKind, wake: &Notify, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = do_due_of(service, kind, &stop).await {
            tracing::error!(%error, ?kind, "the jobs cannot be read");
        }
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Once a day, and at the start: removes what is of no use any more, and warns of a certificate that runs out.
async fn daily(service: &Service, mut stop: watch::Receiver<bool>) {
    let mut swept = None;
    while !*stop.borrow() {
        let now = service.now();
        if swept.is_none_or(|at| now - at > TimeDelta::days(1)) {
            swept = Some(now);
            if let Err(error) =
                service.store.write(move |db| Ok::<_, WorkflowError>(sessions::sweep(db, now - SWEEP_AFTER)?)).await
            {
                tracing::error!(%error, "what is of no use could not be swept up");
            }
            if let Err(error) = seal_watch::warn(service).await {
                tracing::error!(%error, "whether the seal's certificate runs out could not be looked at");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(service: &Service, kind: JobKind, subject: &str) -> impl Future<Output = ()> {
        let (store, now, subject) = (service.store.clone(), service.now(), subject.to_owned());
        async move { store.write(move |db| jobs::add(db, kind, &subject, now, now)).await.unwrap() }
    }

    /// Requests that are gone: their rechecks are done as soon as they are begun.
    fn gone(number: u8) -> String {
        RequestId::new(chrono::DateTime::UNIX_EPOCH, [number; 32]).to_string()
    }

    /// Whether a recheck of the request `subject` is the next to be done.
    async fn waits(service: &Service, subject: &str) -> bool {
        let now = service.now();
        let due = service.store.read(move |db| jobs::due(db, JobKind::RecheckDomains, now)).await.unwrap();
        due.is_some_and(|job| job.subject == subject)
    }

    #[tokio::test]
    async fn a_worker_that_is_told_to_stop_begins_no_further_job() {
        let service = Service::for_tests();
        add(&service, JobKind::RecheckDomains, &gone(1)).await;
        let (tell, stop) = watch::channel(true);
        assert_eq!(do_due_of(&service, JobKind::RecheckDomains, &stop).await.unwrap(), (0, 0));
        assert!(waits(&service, &gone(1)).await);
        tell.send(false).unwrap();
        assert_eq!(do_due_of(&service, JobKind::RecheckDomains, &stop).await.unwrap(), (1, 0));
        assert!(!waits(&service, &gone(1)).await);
    }

    #[tokio::test]
    async fn jobs_of_one_kind_are_not_those_of_the_other() {
        let service = Service::for_tests();
        add(&service, JobKind::RecheckDomains, &gone(1)).await;
        // An agreement that does not exist: its document fails.
        add(&service, JobKind::MakeDocument, "nothing/1").await;
        let (_keep, stop) = watch::channel(false);
        assert_eq!(do_due_of(&service, JobKind::MakeDocument, &stop).await.unwrap(), (0, 1));
        assert!(waits(&service, &gone(1)).await);
        assert_eq!(do_due(&service).await.unwrap(), (1, 0));
    }

    #[tokio::test]
    async fn a_call_wakes_the_work_of_every_kind() {
        let service = Arc::new(Service::for_tests());
        let (_keep, stop) = watch::channel(false);
        let running = tokio::spawn(run(Arc::clone(&service), stop));
        for number in 1..=3 {
            add(&service, JobKind::RecheckDomains, &gone(number)).await;
            service.job_wake.notify_one();
            let done = async {
                while waits(&service, &gone(number)).await {
                    tokio::task::yield_now().await;
                }
            };
            tokio::time::timeout(LOOK_EVERY / 3, done).await.unwrap();
        }
        running.abort();
    }

    #[tokio::test]
    async fn the_worker_ends_when_told_or_when_nobody_can_tell_it_any_more() {
        for told in [true, false] {
            let service = Arc::new(Service::for_tests());
            let (tell, stop) = watch::channel(false);
            add(&service, JobKind::RecheckDomains, &gone(1)).await;
            let running = tokio::spawn(run(Arc::clone(&service), stop));
            while waits(&service, &gone(1)).await {
                tokio::task::yield_now().await;
            }
            if told {
                tell.send(true).unwrap();
            }
            drop(tell);
            tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
        }
    }
}
