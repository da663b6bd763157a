//! The public examination of a file: the same as the command's, with the service's own authorities and log, and whether the file is the
//! version in force. Nothing of the file is kept, and nothing of it is logged.

use chrono::TimeDelta;
use tokio::sync::Semaphore;

use super::link::limit;
use super::{Outcome, Service, WorkflowError};
use crate::agreement::version::{DocumentKind, VersionState, in_force};
use crate::i18n::format;
use crate::proof::{self, Against, Claim, Examination, Unreadable};
use crate::seal::TrustAnchors;
use crate::store::{Db, agreements, documents, kela};

/// Files of one network in an hour.
const PER_NETWORK: i64 = 60;
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Files that are examined at the same time.
static TURNS: Semaphore = Semaphore::const_new(2);
/// The most bytes that a stranger's bundle unfolds to here; `federointi verify` reads larger ones.
const MOST_UNFOLDED: usize = 64 << 20;

/// What the service knows of a file by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The agreement's number.
    pub number: String,
    /// The version.
    pub version: i32,
    /// What the file is.
    pub kind: DocumentKind,
    /// How far the version has come.
    pub state: VersionState,
    /// Whether it is the version in force today.
    pub in_force: bool,
    /// The version in force today, if there is one.
    pub current: Option<i32>,
    /// Whether documents of the version have been made since that hold this one and more.
    pub is_part: bool,
}

/// What was found, and what the service knows.
#[derive(Debug)]
pub struct Answer {
    /// What was found of the file.
    pub examination: Result<Examination, Unreadable>,
    /// What the service knows of a file of these bytes.
    pub known: Option<Known>,
}

/// Notes that a network sends a file to be examined: to be called before the file is read.
///
/// # Errors
/// [`WorkflowError::TooMany`] where the network asked too often.
pub async fn admit(service: &Service, network: &str) -> Outcome<()> {
    let (desk, network) = (service.desk(), network.to_owned());
    service.store.write(move |db| limit(db, &desk, "verify-network", &network, PER_NETWORK, WINDOW)).await
}

/// Examines a file for anybody whom [`admit`] admitted. `held` is let go when the work is done, which may be after the caller gave up.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn examine(service: &Service, bytes: Vec<u8>, held: impl Send + 'static) -> Outcome<Answer> {
    let now = service.clock.now();
    let (trust, log_keys) = (anchors(service), service.log.keys());
    // Kela is who its own half of the form says: never who a file says.
    let sealer = service.store.read(kela::current_half).await?.map(|half| half.sheet.organisation.business_id);
    // Each stands in memory, and takes the time of drawing.
    let turn = TURNS.acquire().await.map_err(|error| WorkflowError::Document(error.to_string()))?;
    let examined = tokio::task::spawn_blocking(move || {
        let _held = (held, turn);
        let against =
            Against { trust: trust.as_ref(), sealer: sealer.as_ref(), log_keys: &log_keys, now, most_unfolded: MOST_UNFOLDED };
        let found = proof::examine(&bytes, &against);
        // Of a copy to read the service knows nothing by its digest: it makes one for each who asks.
        let sha256 = match &found {
            Ok(Examination::Pdf(found)) if matches!(found.claim, Some(Claim::Agreement(_) | Claim::Evidence(_))) => {
                Some(found.sha256.clone())
            }
            _ => None,
        };
        (found, sha256)
    });
    let (examination, sha256) = examined.await.map_err(|error| WorkflowError::Document(error.to_string()))?;
    let known = match sha256 {
        Some(sha256) => service.store.read(move |db| known(db, &sha256, format::day(now))).await?,
        None => None,
    };
    Ok(Answer { examination, known })
}

/// The authorities that the service trusts; none where the operator set none.
fn anchors(service: &Service) -> Option<TrustAnchors> {
    let trust = &service.seal.trust;
    (!trust.certificates().is_empty()).then(|| trust.clone())
}

fn known(db: &mut Db, sha256: &str, today: chrono::NaiveDate) -> Outcome<Option<Known>> {
    let Some((agreement, number, kind)) = documents::by_digest(db, sha256)?.into_iter().next() else { return Ok(None) };
    let found = agreements::find(db, &agreement)?.ok_or(WorkflowError::NotFound)?;
    let versions = agreements::versions(db, &agreement)?;
    let version = versions.iter().find(|version| version.version == number).ok_or(WorkflowError::NotFound)?;
    let validities: Vec<_> = versions.iter().filter_map(agreements::Version::validity).collect();
    let current = in_force(&validities, today);
    let newest = documents::newest_listed(db, &agreement, number)?;
    let of_chain = !matches!(kind, DocumentKind::Evidence | DocumentKind::Mandate);
    let is_part = of_chain && newest.is_some_and(|newest| newest.sha256 != sha256);
    Ok(Some(Known {
        number: found.number,
        version: number,
        kind,
        state: version.state,
        in_force: current == Some(number) && of_chain && !is_part,
        current,
        is_part,
    }))
}
