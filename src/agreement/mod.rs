//! The domain, pure: parties and their contacts, the form, the lifecycles and who may do what.

mod language;
pub mod municipality;

pub use language::Language;
