//! What keeps a file from being authentic, and what a reader should know beside it. Each has a code for JSON and a text for people.

use crate::i18n::Value;
use crate::pdf::Refusal;

/// What is wrong with a document, so that it is not authentic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No data of ours is attached: it is no document of this service.
    NotOurs,
    /// The data attached cannot be read.
    DataUnreadable,
    /// It is a copy to read of an agreement that is yet to be signed.
    CopyToRead,
    /// It bears no seal.
    NoSeal,
    /// The reader gave no authorities to trust, so nobody can be told to be the issuer.
    NoTrustGiven,
    /// No seal leads to an authority that is trusted.
    SealNotTrusted,
    /// The seal is not of the organisation that the agreement names as Kela.
    SealOfOther {
        /// Whom it is of.
        sealer: String,
        /// Who is named.
        expected: String,
    },
    /// The seal is not of the organisation that the reader expects.
    SealerDiffers {
        /// Whom it is of.
        sealer: String,
        /// The Y-tunnus that the reader gave.
        expected: String,
    },
    /// The bytes are not those that were signed.
    Broken {
        /// The signature's field.
        field: String,
    },
    /// A signature or seal is not valid, though its bytes are intact.
    SignatureInvalid {
        /// The signature's field.
        field: String,
    },
    /// Something else than signatures was added to the document, or something was changed.
    Added(Refusal),
    /// What no signature covers was changed: a certificate, a revocation list, an answer, or the bytes around them.
    LeftoverChanged,
    /// The data is not what the document shows.
    DataDiffers {
        /// The page, from 1; none where a value of the data stands nowhere.
        page: Option<usize>,
        /// What the document shows there.
        shown: String,
        /// What the data says.
        data: String,
    },
}

impl Fault {
    /// A word for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOurs => "not_ours",
            Self::DataUnreadable => "data_unreadable",
            Self::CopyToRead => "copy_to_read",
            Self::NoSeal => "no_seal",
            Self::NoTrustGiven => "no_trust_given",
            Self::SealNotTrusted => "seal_not_trusted",
            Self::SealOfOther { .. } => "seal_of_other",
            Self::SealerDiffers { .. } => "sealer_differs",
            Self::Broken { .. } => "broken",
            Self::SignatureInvalid { .. } => "signature_invalid",
            Self::Added(_) => "added",
            Self::LeftoverChanged => "leftover_changed",
            Self::DataDiffers { .. } => "data_differs",
        }
    }

    /// The key of its text.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotOurs => "proof-fault-not-ours",
            Self::DataUnreadable => "proof-fault-data-unreadable",
            Self::CopyToRead => "proof-fault-copy-to-read",
            Self::NoSeal => "proof-fault-no-seal",
            Self::NoTrustGiven => "proof-fault-no-trust-given",
            Self::SealNotTrusted => "proof-fault-seal-not-trusted",
            Self::SealOfOther { .. } => "proof-fault-seal-of-other",
            Self::SealerDiffers { .. } => "proof-fault-sealer-differs",
            Self::Broken { .. } => "proof-fault-broken",
            Self::SignatureInvalid { .. } => "proof-fault-signature-invalid",
            Self::Added(_) => "proof-fault-added",
            Self::LeftoverChanged => "proof-fault-leftover-changed",
            Self::DataDiffers { page: Some(_), .. } => "proof-fault-data-differs",
            Self::DataDiffers { page: None, .. } => "proof-fault-data-missing",
        }
    }

    /// The values of its text.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, Value<'_>)> {
        match self {
            Self::SealOfOther { sealer, expected } | Self::SealerDiffers { sealer, expected } => {
                vec![("sealer", sealer.as_str().into()), ("expected", expected.as_str().into())]
            }
            Self::Broken { field } | Self::SignatureInvalid { field } => vec![("field", field.as_str().into())],
            Self::DataDiffers { page, shown, data } => vec![
                ("page", page.unwrap_or_default().to_string().into()),
                ("shown", shown.as_str().into()),
                ("data", data.as_str().into()),
            ],
            _ => Vec::new(),
        }
    }
}

/// What is wrong with a file of a bundle, or with the bundle as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleFault {
    /// The list of files is missing or cannot be read.
    Manifest,
    /// The list of files names it, and it is not there.
    Missing,
    /// It is there, and the list of files does not name it, or it stands where no file of ours does.
    Surplus,
    /// Its bytes are not those of the list.
    Changed,
    /// It holds no agreement.
    Empty,
    /// It cannot be read as what it is.
    Unreadable,
    /// A document is not authentic.
    Document(Fault),
    /// A document belongs to another agreement or version than its place says.
    DocumentElsewhere,
    /// The documents of a version do not all begin with the same bytes.
    DocumentsApart,
    /// The proof of signature names other bytes than those of the version's documents.
    EvidenceOfOther,
    /// The proof of a signature tells otherwise than the event of the signature: who, what or when.
    SignatureDiffers,
    /// A document is sealed by another organisation than the others of the bundle.
    SealersDiffer {
        /// Who sealed this one.
        sealer: String,
        /// Who sealed the others.
        expected: String,
    },
    /// A version is not there, though a later one is, or an event or another version tells of it.
    VersionMissing {
        /// The version.
        version: u32,
    },
    /// A version does not follow from the ones before it.
    VersionOrder {
        /// The version.
        version: u32,
    },
    /// An event tells of a document that is not there.
    DocumentMissing {
        /// The event's number.
        event: i64,
    },
    /// The content beside the documents is not the one attached to them.
    ContentDiffers,
    /// No event of the history names the document's digest.
    DocumentNotLogged,
    /// The events are not in the order in which they happened.
    EventOrder {
        /// The event's number.
        event: i64,
    },
    /// An event belongs to none of the agreement's.
    EventElsewhere {
        /// The event's number.
        event: i64,
    },
    /// The personal part of an event is not the one that was written.
    EventContent {
        /// The event's number.
        event: i64,
    },
    /// An event is not the one that the log took up at its place.
    EventNotInLog {
        /// The event's number.
        event: i64,
    },
    /// A step from a state that the version was not in.
    EventState {
        /// The event's number.
        event: i64,
    },
    /// The checkpoint is not signed by the key that it comes with.
    Checkpoint,
    /// The key of the log is missing or cannot be read.
    LogKey,
    /// The key of the log is not the one that the reader gave.
    OtherLogKey,
    /// A certificate is in none of the documents.
    Certificate,
}

impl BundleFault {
    /// A word for JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Missing => "missing",
            Self::Surplus => "surplus",
            Self::Changed => "changed",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::Document(fault) => fault.code(),
            Self::DocumentElsewhere => "document_elsewhere",
            Self::DocumentsApart => "documents_apart",
            Self::EvidenceOfOther => "evidence_of_other",
            Self::SignatureDiffers => "signature_differs",
            Self::SealersDiffer { .. } => "sealers_differ",
            Self::VersionMissing { .. } => "version_missing",
            Self::VersionOrder { .. } => "version_order",
            Self::DocumentMissing { .. } => "document_missing",
            Self::ContentDiffers => "content_differs",
            Self::DocumentNotLogged => "document_not_logged",
            Self::EventOrder { .. } => "event_order",
            Self::EventElsewhere { .. } => "event_elsewhere",
            Self::EventContent { .. } => "event_content",
            Self::EventNotInLog { .. } => "event_not_in_log",
            Self::EventState { .. } => "event_state",
            Self::Checkpoint => "checkpoint",
            Self::LogKey => "log_key",
            Self::OtherLogKey => "other_log_key",
            Self::Certificate => "certificate",
        }
    }

    /// The key of its text.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Manifest => "proof-bundle-manifest",
            Self::Missing => "proof-bundle-missing",
            Self::Surplus => "proof-bundle-surplus",
            Self::Changed => "proof-bundle-changed",
            Self::Empty => "proof-bundle-empty",
            Self::Unreadable => "proof-bundle-unreadable",
            Self::Document(fault) => fault.key(),
            Self::DocumentElsewhere => "proof-bundle-document-elsewhere",
            Self::DocumentsApart => "proof-bundle-documents-apart",
            Self::EvidenceOfOther => "proof-bundle-evidence-of-other",
            Self::SignatureDiffers => "proof-bundle-signature-differs",
            Self::SealersDiffer { .. } => "proof-bundle-sealers-differ",
            Self::VersionMissing { .. } => "proof-bundle-version-missing",
            Self::VersionOrder { .. } => "proof-bundle-version-order",
            Self::DocumentMissing { .. } => "proof-bundle-document-missing",
            Self::ContentDiffers => "proof-bundle-content-differs",
            Self::DocumentNotLogged => "proof-bundle-document-not-logged",
            Self::EventOrder { .. } => "proof-bundle-event-order",
            Self::EventElsewhere { .. } => "proof-bundle-event-elsewhere",
            Self::EventContent { .. } => "proof-bundle-event-content",
            Self::EventNotInLog { .. } => "proof-bundle-event-not-in-log",
            Self::EventState { .. } => "proof-bundle-event-state",
            Self::Checkpoint => "proof-bundle-checkpoint",
            Self::LogKey => "proof-bundle-log-key",
            Self::OtherLogKey => "proof-bundle-other-log-key",
            Self::Certificate => "proof-bundle-certificate",
        }
    }

    /// The values of its text.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, Value<'_>)> {
        match self {
            Self::Document(fault) => fault.values(),
            Self::SealersDiffer { sealer, expected } => {
                vec![("sealer", sealer.as_str().into()), ("expected", expected.as_str().into())]
            }
            Self::VersionMissing { version } | Self::VersionOrder { version } => vec![("version", version.to_string().into())],
            Self::DocumentMissing { event }
            | Self::EventOrder { event }
            | Self::EventElsewhere { event }
            | Self::EventContent { event }
            | Self::EventNotInLog { event }
            | Self::EventState { event } => vec![("event", event.to_string().into())],
            _ => Vec::new(),
        }
    }
}

/// A fault with the file of the bundle that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The file's path within the bundle.
    pub path: String,
    /// What is wrong.
    pub fault: BundleFault,
}

/// What a reader should know of a file that may be authentic all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Its details are invented.
    Sample,
    /// Not drawn as this version of the program draws; the words are the same.
    SameText,
    /// Drawn by another version of the program; every value of the data stands in the text.
    ValuesShown,
    /// Whether the data is what is shown cannot be told by this version of the program.
    DataNotTold,
    /// Some of the data for checking a stranger's signature cannot be checked itself.
    LeftoverUnknown,
    /// A signature beside the seal leads to no authority that is trusted.
    SignatureNotTrusted,
    /// No trusted signature of the party is in the file: where it signed in the service, another document proves it.
    PartyNotInFile,
    /// The reader did not say who must have sealed.
    SealerNotCompared,
    /// The bundle has no log, or no checkpoint yet.
    NoLog,
    /// The key of the log was not compared with one from elsewhere.
    LogKeyNotCompared,
    /// Some events are younger than the checkpoint.
    EventsAfterCheckpoint,
    /// The personal part of some events was erased when its time was up.
    ContentErased,
    /// A document without a seal: only the log vouches for it.
    NotSealed,
    /// Who signed in the service, name and position, is told by the sealed proof alone: the log does not tell, or no longer.
    SignatoryNotLogged,
    /// A version without any document: nothing proves its content.
    VersionWithoutDocument,
    /// A file that a stranger provided, and that is not examined.
    NotExamined,
}

impl Remark {
    /// A word for JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::SameText => "same_text",
            Self::ValuesShown => "values_shown",
            Self::DataNotTold => "data_not_told",
            Self::LeftoverUnknown => "leftover_unknown",
            Self::SignatureNotTrusted => "signature_not_trusted",
            Self::PartyNotInFile => "party_not_in_file",
            Self::SealerNotCompared => "sealer_not_compared",
            Self::NoLog => "no_log",
            Self::LogKeyNotCompared => "log_key_not_compared",
            Self::EventsAfterCheckpoint => "events_after_checkpoint",
            Self::ContentErased => "content_erased",
            Self::NotSealed => "not_sealed",
            Self::SignatoryNotLogged => "signatory_not_logged",
            Self::VersionWithoutDocument => "version_without_document",
            Self::NotExamined => "not_examined",
        }
    }

    /// The key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sample => "proof-remark-sample",
            Self::SameText => "proof-remark-same-text",
            Self::ValuesShown => "proof-remark-values-shown",
            Self::DataNotTold => "proof-remark-data-not-told",
            Self::LeftoverUnknown => "proof-remark-leftover-unknown",
            Self::SignatureNotTrusted => "proof-remark-signature-not-trusted",
            Self::PartyNotInFile => "proof-remark-party-not-in-file",
            Self::SealerNotCompared => "proof-remark-sealer-not-compared",
            Self::NoLog => "proof-remark-no-log",
            Self::LogKeyNotCompared => "proof-remark-log-key-not-compared",
            Self::EventsAfterCheckpoint => "proof-remark-events-after-checkpoint",
            Self::ContentErased => "proof-remark-content-erased",
            Self::NotSealed => "proof-remark-not-sealed",
            Self::SignatoryNotLogged => "proof-remark-signatory-not-logged",
            Self::VersionWithoutDocument => "proof-remark-version-without-document",
            Self::NotExamined => "proof-remark-not-examined",
        }
    }
}
