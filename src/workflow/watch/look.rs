//! The timer's round: every domain whose time has come is looked at, and what was seen is written down.

use futures_util::future::join_all;

use super::settle::{self, Result as Settled};
use super::{Outcome, Owner, tell};
use crate::federation::drift::Look;
use crate::federation::{Claims, Declared};
use crate::store::watched::{self, Watched};
use crate::workflow::{Service, WorkflowError, ownership};

/// Domains that are looked at at once.
const AT_ONCE: i64 = 50;

/// Looks at every domain that is due, and tells again what was silenced until now; gives how many looks were written down.
///
/// # Errors
/// [`WorkflowError::Store`] where the list cannot be read.
pub async fn do_due(service: &Service) -> Outcome<usize> {
    tell::silence_over(service).await?;
    let mut count = 0;
    loop {
        let now = service.now();
        let due = service.store.read(move |db| Ok::<_, WorkflowError>(watched::due(db, now, AT_ONCE)?)).await?;
        let looked = join_all(due.iter().map(|row| look(service, row))).await;
        let mut seen = Vec::new();
        for (row, look) in due.into_iter().zip(looked) {
            match look {
                Ok(look) => seen.push((row, look)),
                // One domain that cannot be looked at must not keep the others waiting; it is tried again the next time.
                Err(error) => tracing::error!(%error, watched = row.id, "a watched domain could not be looked at"),
            }
        }
        let hold = settle::would_storm(service, &seen).await?;
        let mut written = 0;
        for (row, look) in seen {
            match settle::settle(service, &row, look, hold).await {
                Ok(Settled::Written) => written += 1,
                Ok(Settled::Overtaken) => {}
                Err(error) => tracing::error!(%error, watched = row.id, "a look could not be written down"),
            }
        }
        count += written;
        if written == 0 {
            if count > 0 {
                service.wake();
            }
            return Ok(count);
        }
    }
}

/// One look, through the resolver whose turn it is.
async fn look(service: &Service, row: &Watched) -> Outcome<Look> {
    let of = row.of.clone();
    let owner = service.store.read(move |db| Owner::of(db, of.as_ref())).await?;
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
    Ok(Look::of(&declared, row.stable.as_ref(), &observation, &report))
}
