//! The timer's round: every domain whose time has come is looked at, and what was seen is written down.

use std::panic::AssertUnwindSafe;

use chrono::TimeDelta;
use futures_util::FutureExt;
use futures_util::future::join_all;

use super::settle::{self, Result as Settled};
use super::{Outcome, Owner, tell};
use crate::federation::drift::Look;
use crate::federation::{Claims, Declared};
use crate::store::watched::{self, Watched};
use crate::workflow::{Service, WorkflowError, ownership};

/// Domains that are looked at at once.
const AT_ONCE: i64 = 50;

/// How long a domain is left alone that could not be looked at for a fault of ours.
const FAULT_PAUSE: TimeDelta = TimeDelta::hours(1);

/// Looks at every domain that is due, and tells again what was silenced until now; gives how many looks were written down.
///
/// # Errors
/// [`WorkflowError::Store`] where the list cannot be read.
pub async fn do_due(service: &Service) -> Outcome<usize> {
    if let Err(error) = tell::silence_over(service).await {
        tracing::error!(%error, "incidents whose silence is over could not be told of");
    }
    let mut count = 0;
    loop {
        let now = service.now();
        let due = service.store.read(move |db| Ok::<_, WorkflowError>(watched::due(db, now, AT_ONCE)?)).await?;
        let looked = join_all(due.iter().map(|id| alone(*id, look(service, *id)))).await;
        let seen: Vec<(Watched, Look)> = looked.into_iter().flatten().flatten().collect();
        let mut failed: Vec<i64> = due.into_iter().filter(|id| !seen.iter().any(|(row, _)| row.id == *id)).collect();
        let hold = settle::would_storm(service, &seen).await?;
        let mut written = 0;
        for (row, look) in seen {
            match alone(row.id, settle::settle(service, &row, look, hold)).await {
                Some(Settled::Written) => written += 1,
                Some(Settled::Overtaken) => {}
                None => failed.push(row.id),
            }
        }
        count += written;
        if postpone(service, failed).await + written == 0 {
            if count > 0 {
                service.wake();
            }
            return Ok(count);
        }
    }
}

/// What is done about one domain: an error or a panic there is logged by the domain's number and keeps no other one waiting.
async fn alone<T>(id: i64, work: impl Future<Output = Outcome<T>>) -> Option<T> {
    match AssertUnwindSafe(Box::pin(work)).catch_unwind().await {
        Ok(Ok(done)) => return Some(done),
        Ok(Err(error)) => tracing::error!(%error, watched = id, "a watched domain could not be looked at"),
        Err(_) => tracing::error!(watched = id, "a look at a watched domain broke off: a fault of the program"),
    }
    None
}

/// Has the domains that failed looked at later, so that they do not take the turns of others; gives how many.
async fn postpone(service: &Service, failed: Vec<i64>) -> usize {
    let mut postponed = 0;
    for id in failed {
        let until = service.now() + FAULT_PAUSE;
        match service.store.write(move |db| Ok::<_, WorkflowError>(watched::postpone(db, id, until)?)).await {
            Ok(()) => postponed += 1,
            Err(error) => tracing::error!(%error, watched = id, "a watched domain could not be put off"),
        }
    }
    postponed
}

/// One look, through the resolver whose turn it is; none where the domain is gone.
async fn look(service: &Service, id: i64) -> Outcome<Option<(Watched, Look)>> {
    let found = service.store.read(move |db| {
        let Some(row) = watched::find(db, id)? else { return Ok::<_, WorkflowError>(None) };
        let owner = Owner::of(db, row.of.as_ref())?;
        Ok(Some((row, owner)))
    });
    let Some((row, owner)) = found.await? else { return Ok(None) };
    let claims = match owner.claimant() {
        Some(claimant) => ownership::claims(service, &claimant, std::slice::from_ref(&row.domain)).await?,
        None => Claims::default(),
    };
    let declared = Declared { claims, ..service.declared_by(&owner.sheet) };
    let probes = std::iter::once(&service.probe).chain(&service.second_probes).collect::<Vec<_>>();
    let turn = usize::try_from(row.turn).unwrap_or_default() % probes.len().max(1);
    let probe = probes.get(turn).copied().unwrap_or(&service.probe);
    let seen = service.observed(probe, std::slice::from_ref(&row.domain), &declared).await;
    let (observation, report) = seen.into_iter().next().ok_or(WorkflowError::NotFound)?;
    let look = Look::of(&declared, row.stable.as_ref(), &observation, &report);
    Ok(Some((row, look)))
}
