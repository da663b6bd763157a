//! The ways out: a mail server, or files.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::smtp::Smtp;
use crate::agreement::MailId;

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Into files of this directory, one a mail: `20261121T080200000Z-<id>.eml`.
    Files(PathBuf),
}

/// A mail as it is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Parcel<'a> {
    /// Id.
    pub id: &'a MailId,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// The sender as configured: an address, or a name and an address in angle brackets.
    pub from: &'a str,
    /// The recipient's address.
    pub to: &'a str,
    /// The message, sent byte for byte.
    pub bytes: &'a [u8],
}

/// Why a mail was not sent. The texts hold no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The way out is of no use at all: no connection, no TLS, no login, no answer, no room on the disk. No mail would get through.
    #[error("{0}")]
    Server(String),
    /// All of this mail was handed over, and the server never said whether it took it. Each further try may be a further copy.
    #[error("{0}")]
    Unknown(String),
    /// This mail was put off.
    #[error("{0}")]
    Temporary(String),
    /// This mail was refused for good.
    #[error("{0}")]
    Permanent(String),
}

impl Transport {
    /// Sends a mail. The same mail sent twice into files is one file.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send(&self, parcel: &Parcel<'_>) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(parcel).await,
            Self::Files(directory) => {
                let (directory, name, bytes) = (directory.clone(), file_name(parcel), parcel.bytes.to_owned());
                let written = tokio::task::spawn_blocking(move || write(&directory, &name, &bytes)).await;
                match written {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(SendError::Server(error.to_string())),
                    Err(error) => Err(SendError::Server(error.to_string())),
                }
            }
        }
    }

    /// The longest that a sending takes.
    #[must_use]
    pub const fn limit(&self) -> Duration {
        match self {
            Self::Smtp(smtp) => smtp.limit(),
            Self::Files(_) => Duration::from_secs(60),
        }
    }
}

fn file_name(parcel: &Parcel<'_>) -> String {
    let at = parcel.created_at.format("%Y%m%dT%H%M%S%3fZ").to_string();
    [&at, "-", parcel.id.as_str(), ".eml"].concat()
}

/// Under its name there is only ever the whole mail, also after a loss of power; for its owner alone, as it is about people.
fn write(directory: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let part = directory.join([name, ".part"].concat());
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, directory.join(name))?;
    std::fs::File::open(directory)?.sync_all()
}
