//! The job worker: does what transactions left to be done, tries again after a failure with growing pauses, and sweeps up once a day.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

use crate::agreement::{AgreementId, RequestId};
use crate::store::jobs::{self, Job, JobKind};
use crate::store::sessions;
use crate::workflow::{Outcome, Service, WorkflowError, check, document};

/// Attempts, links and sessions are of no use after so long.
const SWEEP_AFTER: TimeDelta = TimeDelta::days(30);

/// Does every job that is due; tells how many were done and how many failed.
///
/// # Errors
/// [`WorkflowError::Store`] where jobs cannot be read.
pub async fn do_due(service: &Service) -> Outcome<(usize, usize)> {
    let (mut done, mut failed) = (0, 0);
    loop {
        let now = service.now();
        let Some(job) = service.store.read(move |db| Ok::<_, WorkflowError>(jobs::due(db, now)?)).await? else {
            return Ok((done, failed));
        };
        match perform(service, &job).await {
            Ok(()) => done += 1,
            Err(error) => {
                failed += 1;
                let what = error.to_string();
                tracing::error!(job = job.id, kind = ?job.kind, attempts = job.attempts, error = %what, "a job failed and is tried again");
                // A minute at first, an hour at most: what fails here fails for us, not for a mail server far away.
                let pause = TimeDelta::seconds(60 << job.attempts.clamp(0, 6)).min(TimeDelta::hours(1));
                let again_at = service.now() + pause;
                service.store.write(move |db| Ok::<_, WorkflowError>(jobs::failed(db, job.id, &what, again_at)?)).await?;
            }
        }
    }
}

async fn perform(service: &Service, job: &Job) -> Outcome<()> {
    let impossible = || WorkflowError::Store(crate::store::impossible("jobs", &job.subject));
    match job.kind {
        JobKind::MakeDocument => {
            let (agreement, version) = job.subject.split_once('/').ok_or_else(impossible)?;
            let agreement = AgreementId::parse(agreement).ok_or_else(impossible)?;
            document::make(service, job.id, &agreement, version.parse().map_err(|_| impossible())?).await
        }
        JobKind::RecheckDomains => check::recheck(service, job.id, &RequestId::parse(&job.subject).ok_or_else(impossible)?).await,
    }
}

/// Does jobs whenever woken, and every 15 seconds, until `stop` becomes true.
pub async fn run(service: Arc<Service>, mut stop: watch::Receiver<bool>) {
    let mut swept = None;
    while !*stop.borrow() {
        if let Err(error) = do_due(&service).await {
            tracing::error!(%error, "the jobs cannot be read");
        }
        let now = service.now();
        if swept.is_none_or(|at| now - at > TimeDelta::days(1)) {
            swept = Some(now);
            if let Err(error) =
                service.store.write(move |db| Ok::<_, WorkflowError>(sessions::sweep(db, now - SWEEP_AFTER)?)).await
            {
                tracing::error!(%error, "what is of no use could not be swept up");
            }
        }
        tokio::select! {
            () = service.job_wake.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(15)) => {}
            _ = stop.changed() => {}
        }
    }
}
