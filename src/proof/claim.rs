//! What a document says of itself, by the data attached to it.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::agreement::Language;
use crate::agreement::content::AgreementContent;
use crate::agreement::signing::Act;
use crate::document::ATTACHMENT;
use crate::pdf::Attachment;

/// The name of the data that the proof of signature carries.
const EVIDENCE_ATTACHMENT: &str = "signature.json";
/// The most bytes of data that are read: an agreement with fifty domains has about 60 kB.
const MAX_DATA: usize = 1 << 20;

/// What a document claims to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// A version of an agreement.
    Agreement(Box<AgreementContent>),
    /// The proof of signature, of one that was given in the service.
    Evidence(Box<EvidenceClaim>),
}

/// Which version of which agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The agreement's number.
    pub number: String,
    /// The version, from 1.
    pub version: u32,
    /// The language of the document, where it says one.
    pub language: Option<Language>,
    /// The name of the party.
    pub party: String,
}

/// What the proof of signature says, as far as it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvidenceClaim {
    /// The agreement's number.
    pub number: String,
    /// The version that was signed.
    pub version: u32,
    /// The party that signed.
    pub organisation: String,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the exact document that was signed, in hex.
    pub sha256: String,
    /// Who, how identified, and what was accepted.
    pub act: Act,
}

/// Why the data says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoClaim {
    /// No data of ours is attached.
    NotOurs,
    /// It is attached, and is not what it should be.
    Unreadable,
}

impl Claim {
    /// Reads the claim from the attachments, exactly one of ours, and gives its bytes with it.
    pub(super) fn read(attachments: &[Attachment]) -> Result<(Self, &[u8]), NoClaim> {
        let mut ours = attachments.iter().filter(|file| file.name == ATTACHMENT || file.name == EVIDENCE_ATTACHMENT);
        let file = ours.next().ok_or(NoClaim::NotOurs)?;
        // A second one would let two programs read two agreements in one file.
        if ours.next().is_some() || file.bytes.len() > MAX_DATA {
            return Err(NoClaim::Unreadable);
        }
        let data = file.bytes.as_slice();
        let claim = if file.name == ATTACHMENT {
            serde_json::from_slice(data).map(|content| Self::Agreement(Box::new(content)))
        } else {
            serde_json::from_slice(data).map(|claim| Self::Evidence(Box::new(claim)))
        };
        claim.map(|claim| (claim, data)).map_err(|_| NoClaim::Unreadable)
    }

    /// Which version of which agreement it is about.
    #[must_use]
    pub fn identity(&self) -> Identity {
        match self {
            Self::Agreement(content) => Identity {
                number: content.number.clone(),
                version: content.version,
                language: Some(content.language),
                party: content.party.organisation.name.clone(),
            },
            Self::Evidence(claim) => Identity {
                number: claim.number.clone(),
                version: claim.version,
                language: None,
                party: claim.organisation.clone(),
            },
        }
    }

    /// A word for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Agreement(_) => "agreement",
            Self::Evidence(_) => "evidence",
        }
    }
}
