//! When a mail that was not sent is tried again, and when it is given up.

use chrono::{DateTime, TimeDelta, Utc};

use crate::mail::SendError;

/// Minutes until the next try after the first, second … failure; the last one from then on.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];
/// A server that is down is asked at least this often, so that mail goes out soon after it heals.
const LONGEST_FOR_SERVER: i64 = 15;
/// How long a mail is tried before it is given up (RFC 5321 section 4.5.4.1 asks for at least 4 to 5 days).
pub const TRIED_FOR: TimeDelta = TimeDelta::days(5);

/// What becomes of a mail that was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again.
    AgainAt(DateTime<Utc>),
    /// It is given up.
    GivenUp,
}

/// What becomes of a mail whose try number `attempts` failed at `now`, and which has been tried since `since`.
#[must_use]
pub fn after(error: &SendError, attempts: i32, since: DateTime<Utc>, now: DateTime<Utc>) -> Next {
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let pause = PAUSES.get(place).or(PAUSES.last()).copied().unwrap_or(LONGEST_FOR_SERVER);
    let pause = match error {
        SendError::Permanent(_) => return Next::GivenUp,
        SendError::Server(_) => pause.min(LONGEST_FOR_SERVER),
        // Each try after an unknown outcome may be a further copy: there are seventeen in the five days.
        SendError::Temporary(_) | SendError::Unknown(_) => pause,
    };
    // The last try is at the very end of the time.
    let end = since + TRIED_FOR;
    if now >= end { Next::GivenUp } else { Next::AgainAt((now + TimeDelta::minutes(pause)).min(end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-11-21T08:00:00Z".parse().unwrap()
    }

    /// The pauses in minutes until the mail is given up.
    fn pauses(error: &SendError) -> Vec<i64> {
        let (mut now, mut found) = (start(), Vec::new());
        for attempts in 1.. {
            match after(error, attempts, start(), now) {
                Next::GivenUp => break,
                Next::AgainAt(at) => found.push((at - now).num_minutes()),
            }
            now += TimeDelta::minutes(*found.last().unwrap());
        }
        assert_eq!(found.iter().sum::<i64>(), if found.is_empty() { 0 } else { TRIED_FOR.num_minutes() });
        found
    }

    #[test]
    fn pauses_grow_for_five_days() {
        for error in [SendError::Temporary(String::new()), SendError::Unknown(String::new())] {
            let found = pauses(&error);
            assert_eq!(found[..8], [1, 5, 15, 60, 180, 360, 720, 720], "{error:?}");
            assert_eq!(found.len(), 16, "{error:?}");
        }
    }

    #[test]
    fn a_server_that_is_down_is_asked_every_quarter_of_an_hour() {
        let found = pauses(&SendError::Server(String::new()));
        assert_eq!(found[..5], [1, 5, 15, 15, 15]);
        assert!(found.len() > 400);
    }

    #[test]
    fn a_refusal_for_good_is_not_tried_again() {
        assert_eq!(pauses(&SendError::Permanent(String::new())), [] as [i64; 0]);
    }
}
