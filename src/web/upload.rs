//! Files that people send with a form (`multipart/form-data`, RFC 7578), read into memory within limits. Only routes that say so take them.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::PageError;
use super::form::{Fields, MAX_BODY};

/// The most that the files of one form may weigh together, in bytes.
pub const MAX_UPLOAD: usize = 24 * 1024 * 1024;
/// Forms with files that are read and judged at the same time; more wait for their turn, or are asked to come again.
static TURNS: Semaphore = Semaphore::const_new(16);

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name of the form's field.
    pub field: String,
    /// The name that the file has on the sender's machine, as it came; empty where nothing was chosen.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A turn to read and judge a form with files: held until the answer is made.
pub(super) async fn turn() -> Result<SemaphorePermit<'static>, PageError> {
    TURNS.acquire().await.map_err(|_| PageError::Unavailable)
}

/// Reads a form with files.
///
/// # Errors
/// [`PageError::TooLarge`] past the limits, [`PageError::BadRequest`] for what is no such form.
pub(super) async fn read(request: &HttpRequest, payload: web::Payload) -> Result<(Fields, Vec<Upload>), PageError> {
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    let (mut typed, mut sent) = (0, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| PageError::BadRequest)?;
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.content_disposition().and_then(|given| given.get_filename()).map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| PageError::BadRequest)?;
            let (weight, most) = if name.is_some() { (&mut sent, MAX_UPLOAD) } else { (&mut typed, MAX_BODY) };
            *weight += chunk.len();
            if *weight > most {
                return Err(PageError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        match name {
            Some(name) => files.push(Upload { field, name, bytes }),
            None => pairs.push((field, String::from_utf8(bytes).map_err(|_| PageError::BadRequest)?)),
        }
        if files.len() + pairs.len() > 64 {
            return Err(PageError::TooLarge);
        }
    }
    // By the same rules as any other form.
    let encoded = serde_html_form::to_string(&pairs).map_err(|_| PageError::BadRequest)?;
    Ok((Fields::parse(encoded.as_bytes())?, files))
}
