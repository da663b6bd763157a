//! Mail: messages, their words, and the ways out. Never decides whether to send.

mod compose;
pub mod files;
mod incident;
mod layout;
mod letter;
mod masking;
mod message;
mod signing;
mod smtp;
mod smtp_url;
mod transport;

pub use compose::{ComposeError, compose, message_id};
pub use letter::Letter;
pub use message::{About, Attachment, Incident, Message};
pub use smtp::{Limits, Smtp, SmtpSetupError};
pub use smtp_url::{SmtpUrl, SmtpUrlError};
pub use transport::{Parcel, SendError, Transport};
