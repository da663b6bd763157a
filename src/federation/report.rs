//! The report on one domain. Its advice is text for people and is added in `i18n`, where the contract's JSON is put together.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Code, Finding, SipDomain};

/// The outcome in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing to mend.
    Ok,
    /// Something to know or to improve.
    Warnings,
    /// Something to mend.
    Errors,
    /// A question is open whose answer could change the outcome: neither good nor bad.
    Unverified,
}

impl Verdict {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warnings => "warnings",
            Self::Errors => "errors",
            Self::Unverified => "unverified",
        }
    }

    /// The key of the text that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ok => "verdict-ok",
            Self::Warnings => "verdict-warnings",
            Self::Errors => "verdict-errors",
            Self::Unverified => "verdict-unverified",
        }
    }
}

/// How the organisation's service runs, as far as DNS shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deployment {
    /// An Access Edge in the domain itself; a hybrid looks the same.
    OwnEdge,
    /// A target in another domain: a service company's.
    Hosted,
    /// Microsoft's cloud.
    Cloud,
    /// Federation in the cloud, clients at home.
    HalfMigrated,
    /// No federation.
    None,
    /// It cannot be told.
    Unknown,
}

impl Deployment {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnEdge => "own_edge",
            Self::Hosted => "hosted",
            Self::Cloud => "cloud",
            Self::HalfMigrated => "half_migrated",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// How well DNS shows the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Nothing else looks like this.
    Sure,
    /// Something else can look the same.
    Likely,
}

impl Confidence {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
        }
    }
}

/// How the domain's signatures stand, by our own validation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dnssec {
    /// They hold.
    Secure,
    /// The domain is not signed.
    Insecure,
    /// They do not hold.
    Bogus,
    /// It cannot be told.
    Unknown,
}

impl Dnssec {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secure => "secure",
            Self::Insecure => "insecure",
            Self::Bogus => "bogus",
            Self::Unknown => "unknown",
        }
    }

    /// The key of the text that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Secure => "dnssec-secure",
            Self::Insecure => "dnssec-insecure",
            Self::Bogus => "dnssec-bogus",
            Self::Unknown => "dnssec-unknown",
        }
    }
}

/// The report on one domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The domain.
    pub domain: SipDomain,
    /// The outcome.
    pub verdict: Verdict,
    /// How the service runs.
    pub deployment: Deployment,
    /// How well that shows.
    pub confidence: Confidence,
    /// How the signatures stand; `None` where they were not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec: Option<Dnssec>,
    /// When DNS was asked.
    pub checked_at: DateTime<Utc>,
    /// Whom we asked.
    pub resolver: String,
    /// What is the case, the gravest first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The finding of `code`, if there is one.
    #[must_use]
    pub fn finding(&self, code: Code) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.code == code)
    }
}
