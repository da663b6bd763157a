//! A small certificate authority on loopback for the demonstration and the tests: a root, an issuing authority, an OCSP responder, revocation
//! lists and a time-stamp server (RFC 3161). It gives Kela's seal of the demonstration its certificate. All of it is invented.
//!
//! What it has made is kept in a folder, with the port that its certificates name, so that what was sealed yesterday can be checked today.

mod faults;
mod issue;
mod keep;
mod respond;
mod serve;
mod stamp;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use thiserror::Error;

pub use faults::{AnswerFault, Faults, TimeStampFault};
pub use issue::{Holder, Issued, ServerHolder};

use crate::clock::Clock;
use keep::Kept;
use serve::State;

/// Why the authority did not start, or did not give a certificate.
#[derive(Debug, Error)]
pub enum AuthorityError {
    /// It cannot listen.
    #[error("the demonstration's certificate authority cannot listen on loopback")]
    Listen(#[source] std::io::Error),
    /// A file of its folder cannot be read or written.
    #[error("the demonstration's certificate authority: {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A certificate or a key cannot be made or read.
    #[error("the demonstration's certificate authority cannot make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// A structure cannot be written.
    #[error("the demonstration's certificate authority cannot write an answer: {0}")]
    Der(#[from] der::Error),
}

/// A running authority; it stops when it is dropped.
pub struct Authority {
    folder: PathBuf,
    address: SocketAddr,
    state: Arc<State>,
    server: ServerHandle,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("folder", &self.folder).field("address", &self.address).finish_non_exhaustive()
    }
}

impl Authority {
    /// Starts the authority that is kept in `folder`, or makes a new one there: if there is none, if its port is taken, or if its seal's
    /// certificate has less than a month left. Needs a Tokio runtime.
    ///
    /// # Errors
    /// When it cannot listen, or a file cannot be read or written.
    pub async fn start(folder: &Path, clock: Arc<dyn Clock>) -> Result<Self, AuthorityError> {
        let now = clock.now();
        let (kept, listener) = match Kept::load(folder, now)? {
            Some(kept) => match listen(kept.port) {
                Ok(listener) => (kept, listener),
                Err(_) => Self::anew(folder, now)?,
            },
            None => Self::anew(folder, now)?,
        };
        let address = listener.local_addr().map_err(AuthorityError::Listen)?;
        let state = Arc::new(State::new(kept, clock));
        let server = serve::run(&state, listener).map_err(AuthorityError::Listen)?;
        let handle = server.handle();
        tokio::spawn(server);
        Ok(Self { folder: folder.to_owned(), address, state, server: handle })
    }

    fn anew(folder: &Path, now: DateTime<Utc>) -> Result<(Kept, TcpListener), AuthorityError> {
        let listener = listen(0).map_err(AuthorityError::Listen)?;
        let port = listener.local_addr().map_err(AuthorityError::Listen)?.port();
        Ok((Kept::make(folder, port, now)?, listener))
    }

    /// Where the time-stamp server is asked.
    #[must_use]
    pub fn time_stamp_url(&self) -> String {
        format!("http://{}/tsa", self.address)
    }

    /// The PEM file with the seal's key, its certificate and the issuing authority's.
    #[must_use]
    pub fn seal_file(&self) -> PathBuf {
        self.folder.join(keep::SEAL)
    }

    /// The PEM file with the root, which is what is to be trusted.
    #[must_use]
    pub fn trust_file(&self) -> PathBuf {
        self.folder.join(keep::TRUST)
    }

    /// Takes the time from another clock from now on: the demonstration's story begins in the past.
    pub fn set_clock(&self, clock: Arc<dyn Clock>) {
        self.state.set_clock(clock);
    }

    /// Lets its servers fail from now on, for tests.
    pub fn set_faults(&self, faults: Faults) {
        self.state.set_faults(faults);
    }

    /// Gives a certificate.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn issue(&self, holder: &Holder<'_>) -> Result<Issued, AuthorityError> {
        issue::issue(&self.state.kept, holder)
    }

    /// Gives a certificate to a server.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn issue_server(&self, holder: &ServerHolder<'_>) -> Result<Issued, AuthorityError> {
        issue::issue_server(&self.state.kept, holder)
    }

    /// Revokes the certificate with this serial number (in hexadecimal digits), as of `at`.
    pub fn revoke(&self, serial: &str, at: DateTime<Utc>) {
        self.state.revoke(serial, at);
    }

    /// The serial number of the time-stamp server's certificate, in hexadecimal digits.
    #[must_use]
    pub fn time_stamp_serial(&self) -> String {
        hex::encode(self.state.kept.stamper.serial())
    }

    /// The serial number of the issuing authority's certificate, in hexadecimal digits.
    #[must_use]
    pub fn issuing_serial(&self) -> String {
        hex::encode(self.state.kept.issuing.serial())
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        // The order to stop is given at once; what is returned only waits for it to be done.
        drop(self.server.stop(false));
    }
}

fn listen(port: u16) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
