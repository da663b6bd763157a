//! Keeps the questions to one server below a set rate.

use std::num::NonZeroU32;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// Gives turns that are evenly spaced: no burst after a pause, so that no second sees more than the rate.
#[derive(Debug)]
pub(super) struct Pace {
    every: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pace {
    /// `rate` turns a second.
    pub(super) fn new(rate: NonZeroU32) -> Self {
        Self { every: Duration::from_secs(1) / rate.get(), next: Mutex::new(None) }
    }

    /// Waits for one's turn.
    pub(super) async fn turn(&self) {
        let at = {
            let mut next = self.next.lock().await;
            let at = next.unwrap_or_else(Instant::now).max(Instant::now());
            *next = Some(at + self.every);
            at
        };
        if at > Instant::now() {
            tokio::time::sleep_until(at).await;
        }
    }

    /// How long `turns` take.
    pub(super) fn time_for(&self, turns: u32) -> Duration {
        self.every * turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn turns_are_never_more_than_the_rate_nor_saved_up() {
        let pace = Pace::new(NonZeroU32::new(500).unwrap());
        let started = Instant::now();
        for _ in 0..101 {
            pace.turn().await;
        }
        assert!(started.elapsed() >= Duration::from_millis(200), "{:?}", started.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
        let after_a_pause = Instant::now();
        for _ in 0..51 {
            pace.turn().await;
        }
        assert!(after_a_pause.elapsed() >= Duration::from_millis(100), "a pause saves nothing up");
    }
}
