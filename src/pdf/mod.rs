//! PDF as bytes, pure: for signing files and for judging files that were signed elsewhere.
//!
//! [`read`] takes a file apart into revisions and objects, strictly and within limits. [`reserve`] and [`add_validation_data`] extend
//! a file by one incremental update each. [`only_signed`] judges whether a file is another one with nothing but signatures added.
//! Nothing here signs or checks a signature: that is for `seal`, over the bytes that this module says are covered.
//!
//! Why not a library: docs/decisions/0007-own-pdf-reader.md.

mod appearance;
mod attachment;
mod bare;
mod budget;
mod change;
mod content;
mod description;
mod drawn;
mod error;
mod file;
mod filter;
mod form;
mod lexer;
mod object;
mod only_signed;
mod part;
mod place;
mod refusal;
mod reserve;
mod signature;
mod store;
mod text;
mod update;
mod validation_data;
mod value;
mod write;
mod xmp;
mod xref;

pub use attachment::Attachment;
pub use budget::{MAX_DEPTH, MAX_FILE, MAX_INFLATED, MAX_OBJECTS, MAX_REVISIONS, MAX_VALUES};
pub use error::{ByteRangeFault, Limit, PdfError};
pub use file::{Pdf, Revision, read};
pub use only_signed::{Additions, only_signed, only_signed_of};
pub use place::SIGNATURE_PLACE;
pub use refusal::Refusal;
pub use reserve::{Reserved, SignatureField, reserve};
pub use signature::{EmbeddedSignature, SignatureKind};
pub use validation_data::{ValidationData, add_validation_data, ends_in_own_validation_data};
pub use value::Id;

#[cfg(test)]
mod attack_tests;
#[cfg(test)]
mod byte_attack_tests;
#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod visible_tests;
