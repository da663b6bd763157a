//! The data of the agreement as JSON, attached to the PDF as an associated file (PDF/A-3, relationship *Data*).

use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata;

use super::RenderError;
use crate::agreement::content::AgreementContent;

/// The name of the attached file.
pub const ATTACHMENT: &str = "agreement.json";

/// The content as the PDF carries it: JSON, indented, UTF-8, with a line end after it.
///
/// # Errors
/// If the content cannot be written as JSON.
pub fn json(content: &AgreementContent) -> Result<Vec<u8>, RenderError> {
    let mut bytes = serde_json::to_vec_pretty(content)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The file to embed.
pub(super) fn file(content: &AgreementContent, description: String) -> Result<EmbeddedFile, RenderError> {
    Ok(EmbeddedFile {
        path: ATTACHMENT.to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some(description),
        association_kind: AssociationKind::Data,
        data: json(content)?.into(),
        modification_date: Some(moment(content.approval.at)),
        compress: Some(true),
        location: None,
    })
}

/// A moment as the PDF's metadata hold it, in UTC.
pub(super) fn moment(at: DateTime<Utc>) -> metadata::DateTime {
    let byte = |number: u32| u8::try_from(number).unwrap_or_default();
    metadata::DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(byte(at.month()))
        .day(byte(at.day()))
        .hour(byte(at.hour()))
        .minute(byte(at.minute()))
        .second(byte(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
