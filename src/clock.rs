//! Time and randomness: the only two places where either is taken from the machine. Everything else gets them as arguments.

use std::sync::Mutex;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use rand::{RngCore, TryRngCore, rngs::OsRng};

/// Tells the time. Whole milliseconds, so that both databases give back what was written.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        now.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved: for tests and the demonstration's past.
#[derive(Debug)]
pub struct StoppedClock(Mutex<DateTime<Utc>>);

impl StoppedClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub const fn at(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        let mut at = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *at += by;
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Gives unpredictable bytes for tokens, salts and ids.
pub trait Randomness: Send + Sync {
    /// 32 fresh bytes.
    fn bytes32(&self) -> [u8; 32];
}

/// The operating system's generator.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn bytes32(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        OsRng.unwrap_err().fill_bytes(&mut bytes);
        bytes
    }
}
