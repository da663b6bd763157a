//! The timer of watching: keeps the list of watched domains, has looked at what is due, and sends the weekly summary.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch as signal;

use crate::workflow::{Service, watch};

/// How often it is looked for domains that are due.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often the list is brought up to the agreements.
const SYNC_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Watches until `stop` becomes true or its sender goes away; a round under way is done to its end first.
pub async fn run(service: Arc<Service>, mut stop: signal::Receiver<bool>) {
    let mut synced = None;
    while !*stop.borrow() {
        let now = service.now();
        if synced.is_none_or(|at| now - at >= SYNC_EVERY) {
            match watch::sync(&service).await {
                Ok(_) => synced = Some(now),
                Err(error) => tracing::error!(%error, "the list of watched domains could not be brought up to the agreements"),
            }
        }
        match watch::do_due(&service).await {
            Ok(0) => {}
            Ok(looks) => tracing::info!(looks, "watched domains were looked at"),
            Err(error) => tracing::error!(%error, "watched domains could not be looked at"),
        }
        if let Err(error) = watch::summarise(&service).await {
            tracing::error!(%error, "the weekly summary of watching could not be sent");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
