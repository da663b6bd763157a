//! Time stamps (RFC 3161).

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::fetch::FetchError;
use super::report::Trust;

/// Why a time-stamp server gave no time stamp that holds.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the time-stamp server {url}: {reason}")]
pub struct TimeStampError {
    /// Who was asked.
    pub url: String,
    /// What was wrong.
    pub reason: TimeStampReason,
}

/// What was wrong with a time stamp.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeStampReason {
    /// No answer.
    #[error(transparent)]
    Fetch(FetchError),
    /// It refused (RFC 3161, 2.4.2).
    #[error("refused, status {0}")]
    Refused(u32),
    /// The answer is no time stamp.
    #[error("the answer is not a time stamp")]
    Unreadable,
    /// It answers another question.
    #[error("the nonce is not the one sent")]
    WrongNonce,
    /// It stamps something else.
    #[error("the digest stamped is not the one sent")]
    WrongImprint,
    /// Its clock is off.
    #[error("the time stamped, {stamped}, is not the present, {now}")]
    WrongTime {
        /// What it says.
        stamped: DateTime<Utc>,
        /// The present.
        now: DateTime<Utc>,
    },
    /// Its signature is not right, or is by weak algorithms.
    #[error("the signature of the time stamp does not hold")]
    WrongSignature,
    /// Its certificate does not lead to a trusted authority, or is not for time stamps.
    #[error("the certificate of the server does not hold: {0:?}")]
    Certificate(Trust),
}
