//! How the party signs, and what is kept of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::EmailAddress;
use super::party::coded;

coded! {
    /// How the party signs.
    Way {
        /// In the service: a simple electronic signature ((EU) 910/2014, article 3, point 10), proven by a document of its own.
        Service = "service", "signing-way-service";
        /// With a certificate of the signatory's own, in a program of their choice.
        Certificate = "certificate", "signing-way-certificate";
    }
}

/// What is kept of the act of signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// The signatory's name as they stated it.
    pub name: String,
    /// Their position as they stated it.
    pub position: String,
    /// On what their authority to sign rests, as they stated it.
    pub authority: String,
    /// The address that the personal link was mailed to.
    pub email: EmailAddress,
    /// When the document was opened by the signatory, for a signature in the service.
    pub opened_at: Option<DateTime<Utc>>,
    /// When the code was mailed, for a signature in the service.
    pub code_sent_at: Option<DateTime<Utc>>,
    /// The texts that the signatory accepted, as they were shown.
    pub accepted: Vec<String>,
    /// What was found of the signatures of a file that came back, in words, for a signature with a certificate.
    pub found: Vec<String>,
}
