//! The timer of signatures that are awaited: reminders, and the end of the time to sign.

use std::time::Duration;

use tokio::sync::watch;

use crate::workflow::{Service, signing};

/// How often it is looked for signatures that are due.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Reminds and ends what is due, every minute, until `stop` becomes true or its sender goes away.
pub(super) async fn watch_signatures(service: &Service, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match signing::do_due(service).await {
            Ok((0, 0)) => {}
            Ok((reminded, lapsed)) => tracing::info!(reminded, lapsed, "signatures that were awaited"),
            Err(error) => tracing::error!(%error, "the signatures that are awaited cannot be looked through"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
