//! PDF as bytes, pure: for signing files and for judging files that were signed elsewhere.
//!
//! [`read`] takes a file apart into revisions and objects, strictly and within limits. [`reserve`] and [`add_validation_data`] extend
//! a file by one incremental update each. [`only_signed`] judges whether a file is another one with nothing but signatures added.
//! Nothing here signs or checks a signature: that is for `seal`, over the bytes that this module says are covered.
//!
//! Why not a library: docs/decisions/0007-own-pdf-reader.md.

mod attachment;
mod budget;
mod error;
mod file;
mod filter;
mod lexer;
mod object;
mod reserve;
mod signature;
mod text;
mod update;
mod validation_data;
mod value;
mod write;
mod xref;

pub use attachment::Attachment;
pub use budget::{MAX_DEPTH, MAX_FILE, MAX_INFLATED, MAX_OBJECTS, MAX_REVISIONS, MAX_VALUES};
pub use error::{ByteRangeFault, Limit, PdfError};
pub use file::{Pdf, Revision, read};
pub use reserve::{Reserved, SignatureField, reserve};
pub use signature::{EmbeddedSignature, SignatureKind};
pub use validation_data::{ValidationData, add_validation_data};
pub use value::Id;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
