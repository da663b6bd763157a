//! What the servers of the authority can be made to do wrong. Only tests set any of it.

use std::time::Duration;

use chrono::TimeDelta;

/// What goes wrong from now on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    /// Of the time-stamp server.
    pub time_stamp: Option<TimeStampFault>,
    /// Of the OCSP responder.
    pub ocsp: Option<AnswerFault>,
    /// Of the revocation lists.
    pub crl: Option<AnswerFault>,
}

/// A fault of the time-stamp server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStampFault {
    /// Never answers.
    Silent,
    /// Answers after a while.
    Slow(Duration),
    /// Answers with HTTP status 500.
    Status500,
    /// Answers with bytes that mean nothing.
    Garbage,
    /// Answers without end.
    Endless,
    /// Refuses, as RFC 3161 has it.
    Refuses,
    /// Answers another question.
    WrongNonce,
    /// Stamps something else.
    WrongImprint,
    /// Signs with a certificate that is not for time stamps.
    WrongCertificate,
    /// Spoils the signature.
    WrongSignature,
    /// Its clock is off by this much.
    TimeOff(TimeDelta),
}

/// A fault of the OCSP responder or of the revocation lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// Never answers.
    Silent,
    /// Answers after a while.
    Slow(Duration),
    /// Answers with HTTP status 500.
    Status500,
    /// Answers with bytes that mean nothing.
    Garbage,
    /// Answers without end.
    Endless,
    /// Answers as of a month ago.
    Outdated,
    /// Signs with the key of another authority.
    OtherAuthority,
    /// Refuses (`tryLater`) or, of lists, answers with status 404.
    Refuses,
}
