//! A letter put into the bytes that go out.

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use super::letter::Letter;
use super::message::Attachment;
use crate::agreement::{EmailAddress, MailId};

/// A letter that cannot be put into bytes.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be written: {0}")]
pub struct ComposeError(String);

/// The Message-ID of a mail, without its angle brackets: its id at the host of the sender's address.
#[must_use]
pub fn message_id(id: &MailId, from: &str) -> String {
    let host = from.rsplit_once('@').map_or("localhost", |(_, host)| host.trim_end_matches('>').trim());
    [id.as_str(), "@", host].concat()
}

/// The bytes of a letter as they go out (RFC 5322, RFC 2045): 7-bit, lines ending in CRLF. The same arguments give the same bytes.
///
/// The recipient is written as the bare address: a display name would be words of people in a header.
///
/// # Errors
/// [`ComposeError`] where an address, the Message-ID or a header does not fit.
pub fn compose(
    letter: &Letter,
    from: &str,
    to: &EmailAddress,
    message_id: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, ComposeError> {
    let refuse = |error: &dyn std::fmt::Display| ComposeError(error.to_string());
    if message_id.is_empty() || !message_id.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>')) {
        return Err(ComposeError("the Message-ID holds other than printable characters".to_owned()));
    }
    if from.chars().any(char::is_control) || letter.subject.chars().any(char::is_control) {
        return Err(ComposeError("a header holds control characters".to_owned()));
    }
    let from: Mailbox = from.parse().map_err(|error| refuse(&error))?;
    let to: lettre::Address = to.as_str().parse().map_err(|error| refuse(&error))?;
    let builder = lettre::Message::builder()
        .date(std::time::SystemTime::from(at))
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(&letter.subject)
        .message_id(Some(["<", message_id, ">"].concat()))
        // No automatic answers, please (RFC 3834 section 5).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // Exchange's own sign for the same ([MS-OXCMAIL], PidTagAutoResponseSuppress).
        .raw_header(header("X-Auto-Response-Suppress", "OOF, AutoReply"))
        .raw_header(header("Content-Language", letter.language.tag()));
    let body = MultiPart::alternative()
        .boundary(boundary(message_id, "alternative"))
        .singlepart(words(&letter.text, ContentType::TEXT_PLAIN)?)
        .singlepart(words(&letter.html, ContentType::TEXT_HTML)?);
    let message = match &letter.attachment {
        None => builder.multipart(body),
        Some(attachment) => builder
            .multipart(MultiPart::mixed().boundary(boundary(message_id, "mixed")).multipart(body).singlepart(file(attachment)?)),
    };
    Ok(message.map_err(|error| refuse(&error))?.formatted())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// lettre's own boundaries are random. `=_` cannot occur in a part: all are quoted-printable or base64
/// (RFC 2045 section 6.7).
fn boundary(message_id: &str, part: &str) -> String {
    let digest = Sha256::new().chain_update(message_id.as_bytes()).chain_update(b"\n").chain_update(part.as_bytes()).finalize();
    let mut text = hex::encode(digest);
    text.truncate(40);
    ["=_", &text].concat()
}

fn words(text: &str, kind: ContentType) -> Result<SinglePart, ComposeError> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| ComposeError("a text does not fit its encoding".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

fn file(attachment: &Attachment) -> Result<SinglePart, ComposeError> {
    let kind = ContentType::parse(attachment.media_type).map_err(|error| ComposeError(error.to_string()))?;
    let body = Body::new_with_encoding(attachment.bytes.clone(), ContentTransferEncoding::Base64)
        .map_err(|_| ComposeError("a file does not fit its encoding".to_owned()))?;
    let name: String = attachment.name.chars().filter(|character| !character.is_control() && *character != '"').collect();
    Ok(SinglePart::builder().header(ContentDisposition::attachment(&name)).header(kind).body(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Language;

    fn letter() -> Letter {
        Letter {
            language: Language::Sv,
            subject: "Avtalet väntar på underskrift – Exempelby kommun (FA-2026-0001)".to_owned(),
            text: "Hej\n.\nÅäö\n".to_owned(),
            html: "<p>Hej</p>".to_owned(),
            attachment: Some(Attachment {
                name: "avtal åäö.pdf".to_owned(),
                media_type: "application/pdf",
                bytes: (0..=255).collect(),
            }),
        }
    }

    fn bytes(letter: &Letter, from: &str, id: &str) -> Result<Vec<u8>, ComposeError> {
        let to = EmailAddress::parse("it@kunta.example").unwrap();
        compose(letter, from, &to, id, "2026-11-21T08:02:00Z".parse().unwrap())
    }

    #[test]
    fn the_same_letter_gives_the_same_bytes() {
        let from = "Federointi <noreply@kela.example>";
        let first = bytes(&letter(), from, "a@kela.example").unwrap();
        assert_eq!(first, bytes(&letter(), from, "a@kela.example").unwrap());
        assert_ne!(first, bytes(&letter(), from, "b@kela.example").unwrap());
    }

    #[test]
    fn every_byte_is_seven_bit_and_every_line_ends_in_crlf_within_its_limit() {
        let bytes = bytes(&letter(), "Federointi <noreply@kela.example>", "a@kela.example").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.is_ascii() && text.ends_with("\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        let head = text.split("\r\n\r\n").next().unwrap();
        for line in [
            "Date: Sat, 21 Nov 2026 08:02:00 +0000",
            "From: Federointi <noreply@kela.example>",
            "To: it@kunta.example",
            "Message-ID: <a@kela.example>",
            "Auto-Submitted: auto-generated",
            "Content-Language: sv-FI",
            "MIME-Version: 1.0",
        ] {
            assert!(head.split("\r\n").any(|found| found == line), "{line} is not in\n{head}");
        }
    }

    #[test]
    fn headers_cannot_be_broken() {
        let good = "Federointi <noreply@kela.example>";
        let broken = Letter { subject: "a\r\nBcc: x@y.example".to_owned(), ..letter() };
        assert!(bytes(&broken, good, "a@kela.example").is_err());
        assert!(bytes(&letter(), "Fede\r\nrointi <noreply@kela.example>", "a@kela.example").is_err());
        for id in ["", "a b@c", "a>\r\nBcc: x", "å@c"] {
            assert!(bytes(&letter(), good, id).is_err(), "{id}");
        }
        let mut named = letter();
        named.attachment.as_mut().unwrap().name = "a\"\r\nBcc: x.pdf".to_owned();
        let text = String::from_utf8(bytes(&named, good, "a@kela.example").unwrap()).unwrap();
        assert!(!text.contains("\r\nBcc"), "{text}");
    }

    #[test]
    fn every_address_that_is_taken_can_be_written_to() {
        let long = ["a".repeat(64), "@kunta.example".to_owned()].concat();
        for text in [
            "o'brien+x@kunta.example",
            "!#$%&'*+/=?^_`{|}~-@kunta.example",
            "a@xn--jms-qlac.example",
            "a@1.example",
            &long,
            "a..b@kunta.example",
            ".a@kunta.example",
            "a.@kunta.example",
            "a@kunta-.example",
            "a@kunta.example.",
            "a@kunta..example",
            "a@kunta.1",
        ] {
            let Ok(to) = EmailAddress::parse(text) else { continue };
            let at = "2026-11-21T08:02:00Z".parse().unwrap();
            let composed = compose(&letter(), "noreply@kela.example", &to, "a@kela.example", at);
            assert!(composed.is_ok(), "{text}: {composed:?}");
        }
    }

    #[test]
    fn a_message_id_is_the_mails_at_the_senders_host() {
        let id = MailId::new("2026-11-21T08:02:00Z".parse().unwrap(), [7; 32]);
        assert_eq!(message_id(&id, "Federointi <noreply@kela.example>"), format!("{id}@kela.example"));
        assert_eq!(message_id(&id, "noreply@kela.example"), format!("{id}@kela.example"));
    }
}
