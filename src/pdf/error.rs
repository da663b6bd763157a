//! Why a file is not taken as a PDF, or cannot be extended.

/// Why the bytes could not be read as a PDF, or an update could not be written. Offsets are bytes from the beginning of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The file does not begin with `%PDF-1.` or `%PDF-2.`.
    #[error("not a PDF file")]
    NotPdf,
    /// Something is larger than this program is willing to read.
    #[error("a limit is exceeded: {0}")]
    Limit(Limit),
    /// The file is encrypted.
    #[error("the file is encrypted")]
    Encrypted,
    /// The file has both a cross-reference table and a stream for the same revision (ISO 32000-1, 7.5.8.4): readers differ on it.
    #[error("the file has two cross-reference sections for one revision")]
    Hybrid,
    /// The file does not end with `startxref`, an offset and `%%EOF`.
    #[error("the file does not end with %%EOF")]
    End,
    /// Bytes that are not what the syntax asks for.
    #[error("at byte {at}: expected {expected}")]
    Syntax {
        /// Where.
        at: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// A key stands twice in a dictionary: readers differ on which counts.
    #[error("at byte {at}: a key stands twice in a dictionary")]
    DuplicateKey {
        /// Where the dictionary ends.
        at: usize,
    },
    /// A cross-reference section does not point back to the section of the revision before it.
    #[error("at byte {at}: the revisions of the file do not follow each other")]
    Chain {
        /// Where the section is, or should be.
        at: usize,
    },
    /// A cross-reference section is not well-formed.
    #[error("at byte {at}: the cross-reference section is not well-formed")]
    Xref {
        /// Where the section is.
        at: usize,
    },
    /// An object is said to stand outside the revision that defines it.
    #[error("object {object} does not stand within its revision")]
    OutsideRevision {
        /// Its number.
        object: u32,
    },
    /// An object reaches into the next one.
    #[error("object {object} shares bytes with another one")]
    Overlap {
        /// Its number.
        object: u32,
    },
    /// A revision defines an object twice.
    #[error("object {object} is defined twice in one revision")]
    DuplicateObject {
        /// Its number.
        object: u32,
    },
    /// A stream does not end where its `/Length` says.
    #[error("the stream of object {object} does not have the length it says")]
    StreamLength {
        /// Its number.
        object: u32,
    },
    /// An object stream is not well-formed, or holds other objects than the cross-reference section says.
    #[error("the object stream {object} is not what the cross-reference section says")]
    ObjectStream {
        /// Its number.
        object: u32,
    },
    /// A stream cannot be decoded: an unknown filter, or data that the filter does not take.
    #[error("a stream cannot be decoded")]
    Filter,
    /// A part of the document is missing or of the wrong kind.
    #[error("the document's {0} is missing or not well-formed")]
    Structure(&'static str),
    /// A signature does not cover what it must.
    #[error("the signature in object {object}: {fault}")]
    ByteRange {
        /// The number of the signature's object.
        object: u32,
        /// What is wrong.
        fault: ByteRangeFault,
    },
    /// A field of this name is there already.
    #[error("a form field of this name is there already")]
    FieldExists,
    /// What was to be filled in is larger than the space reserved for it.
    #[error("{needed} bytes do not fit into the {space} bytes reserved")]
    Space {
        /// Bytes to fill in.
        needed: usize,
        /// Bytes reserved.
        space: usize,
    },
}

/// What was too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// Bytes of the file.
    #[error("size of the file")]
    FileSize,
    /// Revisions.
    #[error("number of revisions")]
    Revisions,
    /// Objects over all revisions.
    #[error("number of objects")]
    Objects,
    /// Values within the objects.
    #[error("number of values")]
    Values,
    /// Arrays and dictionaries within each other, or levels of a tree.
    #[error("depth")]
    Depth,
    /// Bytes that streams unfold to.
    #[error("size of the unfolded streams")]
    Inflated,
}

/// What is wrong with the bytes that a signature says it covers (ISO 32000-1, 12.8.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ByteRangeFault {
    /// Not four numbers, or beyond the end of the file.
    #[error("the byte range is not well-formed")]
    Form,
    /// The first range does not begin with the file.
    #[error("the byte range does not begin with the file")]
    Start,
    /// The two ranges overlap.
    #[error("the two parts of the byte range overlap")]
    Overlap,
    /// The bytes left out are more or other than the signature's own hex string.
    #[error("the byte range leaves out more than the signature itself")]
    Gap,
    /// The second range does not end with the revision that holds the signature.
    #[error("the byte range does not end with its revision")]
    End,
    /// The hex string holds more than one DER value and zeros.
    #[error("the place of the signature holds something else too")]
    Contents,
}
