//! The domain, pure: parties and their contacts, the form, the lifecycles and who may do what.

pub mod change;
pub mod content;
pub mod difference;
pub mod draft;
pub mod field;
pub mod filing;
mod id;
mod identifier;
pub mod incident;
mod language;
pub mod lifecycle;
pub mod mail_domain;
pub mod municipality;
mod party;
mod person_name;
pub mod prefill;
mod reader;
pub mod rights;
pub mod signing;
pub mod summary;
pub mod version;

pub use id::{AgreementId, MailId, RequestId, SessionId, UserId};
pub use identifier::{BusinessId, EmailAddress, PhoneNumber, Refusal};
pub use language::Language;
pub use party::{
    AuthorityBasis, Compliance, Contact, ContactRole, Departure, Deployment, FaultReports, Feature, Guidance, GuidanceAnswer,
    Meetings, Openness, Operator, Organisation, OrganisationKind, PartySheet, ServerVersion, ServiceSetup, Signatory, Supplier,
};
pub use person_name::{has_surname, is_same_name};
pub use reader::read_date;
