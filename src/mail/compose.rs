//! A message put into words, and into the bytes that go out.

use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};

use super::message::{Attachment, Message};
use crate::agreement::{EmailAddress, Language};

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject, under 70 characters.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML of the same content.
    pub html: String,
    /// A file.
    pub attachment: Option<Attachment>,
}

/// A letter that cannot be put into bytes.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be written: {0}")]
pub struct ComposeError(String);

impl Letter {
    /// Puts `message` into the words of `language`.
    #[must_use]
    pub fn of(message: &Message, _language: Language) -> Self {
        Self { subject: message.kind().to_owned(), text: message.kind().to_owned(), html: String::new(), attachment: None }
    }
}

/// The bytes of a letter as they go out (RFC 5322): the same letter gives the same bytes.
///
/// # Errors
/// [`ComposeError`] where an address or header does not fit.
pub fn compose(
    letter: &Letter,
    from: &str,
    to: &EmailAddress,
    message_id: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, ComposeError> {
    let refuse = |error: &dyn std::fmt::Display| ComposeError(error.to_string());
    let from: Mailbox = from.parse().map_err(|error| refuse(&error))?;
    let to: Mailbox = to.as_str().parse().map_err(|error| refuse(&error))?;
    let builder = lettre::Message::builder()
        .from(from)
        .to(to)
        .subject(&letter.subject)
        .date(std::time::SystemTime::from(at))
        .message_id(Some(["<", message_id, ">"].concat()));
    let body = MultiPart::alternative()
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    let message = match &letter.attachment {
        None => builder.multipart(body),
        Some(file) => {
            let kind = ContentType::parse(file.media_type).map_err(|error| refuse(&error))?;
            let part = Part::new(file.name.clone()).body(file.bytes.clone(), kind);
            builder.multipart(MultiPart::mixed().multipart(body).singlepart(part))
        }
    };
    Ok(message.map_err(|error| refuse(&error))?.formatted())
}
