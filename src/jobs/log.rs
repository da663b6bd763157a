//! The log worker: numbers events as leaves once a second, looks through the whole log at the start and every hour, and mails checkpoints to
//! the witness.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::workflow::log::{check, sequence, witness};
use crate::workflow::{Service, WorkflowError};

/// The pause between two batches. Events of a second share a batch, a checkpoint and a write to the disk: a wake at every event would make
/// more of each and nothing safer, as an event is committed before it is logged.
const BATCH_EVERY: Duration = Duration::from_secs(1);
/// The pause after a batch failed.
const AFTER_FAILURE: Duration = Duration::from_secs(60);
/// The pause between two self-checks.
const CHECK_EVERY: Duration = Duration::from_secs(3_600);
/// How often the witness is thought of.
const WITNESS_EVERY: Duration = Duration::from_secs(300);

/// Keeps the log until `stop` becomes true or its sender goes away; what waits then is logged first. Without a key there is nothing to do.
pub async fn run(service: Arc<Service>, stop: watch::Receiver<bool>) {
    let look = Notify::new();
    tokio::join!(batches(&service, &look, stop.clone()), checks(&service, &look, stop.clone()), witness(&service, stop));
}

/// Whether the worker goes on after a pause.
async fn pause(length: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(length) => true,
        changed = stop.changed() => changed.is_ok() && !*stop.borrow(),
    }
}

async fn batches(service: &Service, look: &Notify, mut stop: watch::Receiver<bool>) {
    let mut on = !*stop.borrow();
    while on {
        let rest = match sequence(service).await {
            Ok(_) => BATCH_EVERY,
            Err(error) => {
                tracing::error!(%error, "events cannot be logged");
                // The log says that it was tampered with: what else is wrong is to be known at once.
                if matches!(error, WorkflowError::Log(_)) {
                    look.notify_one();
                }
                AFTER_FAILURE
            }
        };
        on = pause(rest, &mut stop).await;
    }
    if let Err(error) = sequence(service).await {
        tracing::error!(%error, "events cannot be logged");
    }
}

async fn checks(service: &Service, look: &Notify, mut stop: watch::Receiver<bool>) {
    let mut on = service.log.signer().is_some() && !*stop.borrow();
    while on {
        if let Err(error) = check(service).await {
            tracing::error!(%error, "the log cannot be checked");
        }
        on = tokio::select! {
            on = pause(CHECK_EVERY, &mut stop) => on,
            () = look.notified() => true,
        };
    }
}

async fn witness(service: &Service, mut stop: watch::Receiver<bool>) {
    while pause(WITNESS_EVERY, &mut stop).await {
        if let Err(error) = witness::mail_checkpoint(service).await {
            tracing::error!(%error, "the witness cannot be written to");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::lifecycle::EventKind;
    use crate::log::Signer;
    use crate::store::events::{Cause, NewEvent, append};
    use crate::store::log::newest;
    use crate::workflow::log::Keeping;

    async fn append_event(service: &Service) {
        let event = NewEvent {
            at: service.now(),
            kind: EventKind::SignedIn,
            cause: Cause::Service,
            request: None,
            agreement: None,
            subject: None,
            states: None,
            content: None,
            salt: [0; 32],
        };
        service.store.write(move |db| append(db, &event)).await.unwrap();
    }

    #[tokio::test]
    async fn events_are_logged_within_moments_and_before_the_end() {
        let signer = Signer::from_seed("log.example/log", &[1; 32]).unwrap();
        let service = Arc::new(Service { log: Arc::new(Keeping::new(signer, vec![], None)), ..Service::for_tests() });
        append_event(&service).await;
        let (tell, stop) = watch::channel(false);
        let running = tokio::spawn(run(Arc::clone(&service), stop));
        let size = async || service.store.read(newest).await.unwrap().map(|newest| newest.size);
        let logged = async {
            while size().await != Some(1) || service.log.checked().is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), logged).await.unwrap();
        append_event(&service).await;
        tell.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(20), running).await.unwrap().unwrap();
        assert_eq!(size().await, Some(2));
    }

    #[tokio::test]
    async fn without_a_key_nothing_is_done_until_the_end() {
        let service = Arc::new(Service::for_tests());
        append_event(&service).await;
        let (tell, stop) = watch::channel(false);
        let running = tokio::spawn(run(Arc::clone(&service), stop));
        tokio::task::yield_now().await;
        assert!(!running.is_finished());
        drop(tell);
        tokio::time::timeout(Duration::from_secs(20), running).await.unwrap().unwrap();
        assert!(service.store.read(newest).await.unwrap().is_none());
    }
}
