//! Why a file is not the document with nothing but signatures added.

use super::{ByteRangeFault, PdfError};

/// Why a file is refused. Each has a [`code`](Refusal::code), which is the key of its text, and [`values`](Refusal::values) for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The file cannot be read, or says what readers may understand differently.
    #[error(transparent)]
    Unreadable(#[from] PdfError),
    /// The file does not begin with the document's own bytes.
    #[error("the file differs from the document at byte {at}")]
    BytesChanged {
        /// Offset of the first byte that differs.
        at: usize,
    },
    /// The document is followed by another one, or by updates of an older state of it.
    #[error("the document is followed by another document")]
    SecondDocument,
    /// An update holds bytes that belong to none of its objects.
    #[error("there are hidden bytes at {at}")]
    HiddenBytes {
        /// Their offset.
        at: usize,
    },
    /// An update removes an object.
    #[error("object {object} was removed")]
    ObjectRemoved {
        /// Its number.
        object: u32,
    },
    /// An update changes an object that belongs to none of the parts below, or that had been mentioned but left out.
    #[error("object {object} was changed")]
    ObjectRedefined {
        /// Its number.
        object: u32,
    },
    /// A page was changed, added, removed or moved.
    #[error("a page was changed: object {object}")]
    PageChanged {
        /// Number of the object.
        object: u32,
    },
    /// What is drawn on a page was changed.
    #[error("the content of a page was changed: object {object}")]
    ContentChanged {
        /// Number of the object.
        object: u32,
    },
    /// A comment, link or stamp was added, changed or removed.
    #[error("the annotations of a page were changed: object {object}")]
    AnnotationsChanged {
        /// Number of the object.
        object: u32,
    },
    /// A form field other than a new signature was added, filled in, changed or removed.
    #[error("the form was changed")]
    FormChanged,
    /// Title, author or another description was changed. Who wrote the file last, and when, may change.
    #[error("the description of the document was changed")]
    MetadataChanged,
    /// The bookmarks were changed.
    #[error("the bookmarks were changed")]
    OutlineChanged,
    /// The attachments, or what else goes by a name, were changed.
    #[error("the attachments were changed")]
    AttachmentsChanged,
    /// The reading structure for assistive programs was changed.
    #[error("the tags were changed")]
    TagsChanged,
    /// Another setting of the whole document was changed.
    #[error("the setting {key} of the document was changed")]
    SettingChanged {
        /// Its key.
        key: String,
    },
    /// A script or an action was added.
    #[error("a script or an action was added")]
    ActiveContent,
    /// A signature would be seen on a page of a document that keeps no place free for it: it may cover the text.
    #[error("the signature can be seen on a page")]
    VisibleSignature,
    /// A signature would be seen outside the frame that is kept free for it.
    #[error("the signature can be seen outside its frame on page {page}")]
    OutsideFrame {
        /// The number of the page that has the frame.
        page: usize,
    },
    /// A signature would cover another one in the frame.
    #[error("the signature covers another one on page {page}")]
    SignatureOverlaps {
        /// The number of the page that has the frame.
        page: usize,
    },
    /// A signature would be seen on the screen but not on paper, or in another size than it says.
    #[error("the signature is shown in some circumstances only")]
    SignatureFlags,
    /// A signature has an appearance for other states than the usual one.
    #[error("the signature has several appearances")]
    AppearanceStates,
    /// The appearance of a signature holds what none needs.
    #[error("the appearance of the signature holds {what}")]
    AppearanceContent {
        /// The key, operator or kind.
        what: String,
    },
    /// The appearance of a signature uses a part of the document, or one part as two things.
    #[error("the appearance of the signature uses object {object}")]
    AppearanceShared {
        /// Its number.
        object: u32,
    },
    /// The appearance of a signature shows itself.
    #[error("the appearance of the signature shows itself")]
    AppearanceLoop,
    /// The appearance of a signature is too large, or its parts lie too deep.
    #[error("the appearance of the signature is too large")]
    AppearanceTooLarge,
    /// A signature field or signature has properties that are not known.
    #[error("the signature has an unknown property or kind: {what}")]
    SignatureForm {
        /// The key or value that is not known.
        what: String,
    },
    /// One update holds several signatures; each would have to cover the other.
    #[error("an update holds several signatures")]
    SeveralSignatures,
    /// The signature forbids what must still be added.
    #[error("the signature locks the document")]
    Locked,
    /// Validation data is not well-formed, or was removed.
    #[error("the validation data is not well-formed")]
    ValidationData,
    /// An object was added that no signature uses.
    #[error("object {object} was added")]
    ObjectAdded {
        /// Its number.
        object: u32,
    },
    /// Something was added behind the last signature that is not validation data.
    #[error("the last signature does not cover what was added")]
    NotCovered,
}

impl Refusal {
    /// The key of the text that says it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(error) => unreadable(error),
            Self::BytesChanged { .. } => "refusal-bytes-changed",
            Self::SecondDocument => "refusal-second-document",
            Self::HiddenBytes { .. } => "refusal-hidden-bytes",
            Self::ObjectRemoved { .. } => "refusal-object-removed",
            Self::ObjectRedefined { .. } => "refusal-object-redefined",
            Self::PageChanged { .. } => "refusal-page-changed",
            Self::ContentChanged { .. } => "refusal-content-changed",
            Self::AnnotationsChanged { .. } => "refusal-annotations-changed",
            Self::FormChanged => "refusal-form-changed",
            Self::MetadataChanged => "refusal-metadata-changed",
            Self::OutlineChanged => "refusal-outline-changed",
            Self::AttachmentsChanged => "refusal-attachments-changed",
            Self::TagsChanged => "refusal-tags-changed",
            Self::SettingChanged { .. } => "refusal-setting-changed",
            Self::ActiveContent => "refusal-active-content",
            Self::VisibleSignature => "refusal-visible-signature",
            Self::OutsideFrame { .. } => "refusal-outside-frame",
            Self::SignatureOverlaps { .. } => "refusal-signature-overlaps",
            Self::SignatureFlags => "refusal-signature-flags",
            Self::AppearanceStates => "refusal-appearance-states",
            Self::AppearanceContent { .. } => "refusal-appearance-content",
            Self::AppearanceShared { .. } => "refusal-appearance-shared",
            Self::AppearanceLoop => "refusal-appearance-loop",
            Self::AppearanceTooLarge => "refusal-appearance-too-large",
            Self::SignatureForm { .. } => "refusal-signature-form",
            Self::SeveralSignatures => "refusal-several-signatures",
            Self::Locked => "refusal-locked",
            Self::ValidationData => "refusal-validation-data",
            Self::ObjectAdded { .. } => "refusal-object-added",
            Self::NotCovered => "refusal-not-covered",
        }
    }

    /// What the text needs beside its words: names and values, the same for each language.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BytesChanged { at } | Self::HiddenBytes { at } => vec![("at", at.to_string())],
            Self::ObjectRemoved { object }
            | Self::ObjectRedefined { object }
            | Self::PageChanged { object }
            | Self::ContentChanged { object }
            | Self::AnnotationsChanged { object }
            | Self::AppearanceShared { object }
            | Self::ObjectAdded { object } => vec![("object", object.to_string())],
            Self::SettingChanged { key } => vec![("key", key.clone())],
            Self::OutsideFrame { page } | Self::SignatureOverlaps { page } => vec![("page", page.to_string())],
            Self::SignatureForm { what } | Self::AppearanceContent { what } => vec![("what", what.clone())],
            _ => Vec::new(),
        }
    }
}

fn unreadable(error: &PdfError) -> &'static str {
    match error {
        PdfError::NotPdf => "refusal-not-pdf",
        PdfError::Limit(_) => "refusal-too-large",
        PdfError::Encrypted => "refusal-encrypted",
        PdfError::End => "refusal-trailing-bytes",
        PdfError::Hybrid
        | PdfError::Chain { .. }
        | PdfError::OutsideRevision { .. }
        | PdfError::Overlap { .. }
        | PdfError::DuplicateObject { .. }
        | PdfError::ObjectStream { .. } => "refusal-hidden-objects",
        PdfError::ByteRange { fault, .. } => match fault {
            ByteRangeFault::Form => "refusal-byte-range-form",
            ByteRangeFault::Start => "refusal-byte-range-start",
            ByteRangeFault::Overlap => "refusal-byte-range-overlap",
            ByteRangeFault::Gap => "refusal-byte-range-gap",
            ByteRangeFault::End => "refusal-byte-range-end",
            ByteRangeFault::Contents => "refusal-signature-contents",
        },
        PdfError::Syntax { .. }
        | PdfError::DuplicateKey { .. }
        | PdfError::Xref { .. }
        | PdfError::StreamLength { .. }
        | PdfError::Filter
        | PdfError::Structure(_)
        | PdfError::FieldExists
        | PdfError::Space { .. } => "refusal-malformed",
    }
}
