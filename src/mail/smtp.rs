//! One mail to the mail server, step by step (RFC 5321), so that it is known which step failed.

use std::path::Path;
use std::time::Duration;

use futures_util::FutureExt as _;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};

use super::masking::masked;
use super::smtp_url::{Protection, SmtpUrl};
use super::transport::{Parcel, SendError};

/// How long the farewell may take; the mail has been taken or refused by then.
const FAREWELL: Duration = Duration::from_secs(2);
/// How many bytes of a message are written at a time.
const BLOCK: usize = 64 * 1024;

/// How long a sending may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the connection to the last byte of the message.
    pub dialogue: Duration,
    /// From the final dot to the server's answer to it.
    pub reply: Duration,
}

impl Limits {
    /// In use: a minute, and the ten minutes of RFC 5321 section 4.5.3.2.6. Whoever gives up earlier sends a second copy of a mail that
    /// the server has taken.
    pub const IN_USE: Self = Self { dialogue: Duration::from_secs(60), reply: Duration::from_secs(600) };
}

/// The way to a mail server.
#[derive(Clone)]
pub struct Smtp {
    url: SmtpUrl,
    tls: Option<TlsParameters>,
    limits: Limits,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("url", &self.url).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// Why the way to a mail server could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSetupError {
    /// The file of further authorities could not be read.
    #[error("{path}: {source}")]
    Authorities {
        /// Its path.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It holds no certificate, or one that does not parse.
    #[error("{path}: expected certificates in PEM")]
    NoCertificate {
        /// Its path.
        path: String,
    },
    /// The host cannot be the name of a certificate.
    #[error("TLS cannot be set up for this host: {0}")]
    Tls(String),
}

impl Smtp {
    /// A way to the server at `url`. Its certificate must be of an authority known to browsers (webpki-roots) or of one in the PEM file
    /// `authorities`. A sending may take `limits`, [`Limits::IN_USE`] in use.
    ///
    /// # Errors
    /// [`SmtpSetupError`].
    pub fn new(url: SmtpUrl, authorities: Option<&Path>, limits: Limits) -> Result<Self, SmtpSetupError> {
        let mut tls = TlsParameters::builder(url.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(file) = authorities {
            let path = file.display().to_string();
            let pem = std::fs::read(file).map_err(|source| SmtpSetupError::Authorities { path: path.clone(), source })?;
            let holds_one = String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----");
            match Certificate::from_pem(&pem) {
                Ok(certificates) if holds_one => tls = tls.add_root_certificate(certificates),
                _ => return Err(SmtpSetupError::NoCertificate { path }),
            }
        }
        let tls = match url.protection {
            Protection::None => None,
            Protection::StartTls | Protection::Tls => Some(tls.build().map_err(|error| SmtpSetupError::Tls(error.to_string()))?),
        };
        Ok(Self { url, tls, limits })
    }

    /// How long a whole sending may take.
    pub(super) const fn limit(&self) -> Duration {
        self.limits.dialogue.saturating_add(self.limits.reply)
    }

    /// Sends `parcel`, its bytes as they are.
    pub(super) async fn send(&self, parcel: &Parcel<'_>) -> Result<(), SendError> {
        let deadline = Instant::now() + self.limits.dialogue;
        let late = || SendError::Server(no_answer_within(self.limits.dialogue));
        let mut connection = timeout_at(deadline, self.connect()).await.map_err(|_| late())??;
        let answered = match timeout_at(deadline, announce(&mut connection, parcel)).await {
            Ok(Ok(())) => self.hand_over(&mut connection, parcel, deadline).await,
            Ok(refused) => Some(refused),
            Err(_) => return Err(late()),
        };
        // A server that has not answered is left without a word: what it is told now would come in the midst of the mail.
        let Some(outcome) = answered else { return Err(late()) };
        if !matches!(outcome, Err(SendError::Unknown(_))) {
            // The answer about the mail has been given: whatever becomes of the farewell changes nothing.
            let _ = timeout(FAREWELL, connection.quit()).await;
        }
        outcome
    }

    /// The message itself. `None` where the server did not take all of it in time, so that it has no mail; once the final dot may have
    /// reached it, only its answer tells.
    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        parcel: &Parcel<'_>,
        deadline: Instant,
    ) -> Option<Result<(), SendError>> {
        // The connection ends a message with a line break of its own before the final dot; ours has one already.
        let bytes = parcel.bytes.strip_suffix(b"\r\n").unwrap_or(parcel.bytes);
        let written = Notify::new();
        // Asked for a further block, the connection has written the last one: the final dot is next.
        let end = std::iter::from_fn(|| {
            written.notify_one();
            None
        });
        let sending = connection.message_iter(bytes.chunks(BLOCK).chain(end));
        tokio::pin!(sending);
        let mut last_written = false;
        let answer = tokio::select! {
            biased;
            answer = &mut sending => Some(answer),
            () = written.notified() => {
                last_written = true;
                timeout(self.limits.reply, &mut sending).await.ok()
            }
            () = tokio::time::sleep_until(deadline) => return None,
        };
        Some(match answer {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => {
                let told = told("end of DATA", &error, parcel.to);
                // Not a word of the server, but the end of the connection. (Where it ended before the last block was out, the server
                // has half a mail, which it throws away.)
                let unknown = error.status().is_none() && (last_written || written.notified().now_or_never().is_some());
                Err(if unknown { SendError::Unknown(told) } else { judged(&error, told) })
            }
            None => Err(SendError::Unknown(["end of DATA: ", &no_answer_within(self.limits.reply)].concat())),
        })
    }

    /// Up to the point where a mail can be handed over. Whatever fails here fails for every mail.
    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let server = |step: &str, error: &SmtpError| SendError::Server(told(step, error, ""));
        let hello = ClientId::default();
        let address = (self.url.host.as_str(), self.url.port);
        let at_once = self.tls.clone().filter(|_| self.url.protection == Protection::Tls);
        let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(self.limits.dialogue), &hello, at_once, None)
            .await
            .map_err(|error| server("connection", &error))?;
        if self.url.protection == Protection::StartTls
            && let Some(tls) = self.tls.clone()
        {
            connection.starttls(tls, &hello).await.map_err(|error| server("STARTTLS", &error))?;
        }
        if let Some((user, password)) = &self.url.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|error| SendError::Server(told("login", &error, user)))?;
        }
        Ok(connection)
    }
}

fn no_answer_within(limit: Duration) -> String {
    ["no answer within ", &limit.as_secs().to_string(), " seconds"].concat()
}

/// Sender, recipient, and that a message follows.
async fn announce(connection: &mut AsyncSmtpConnection, parcel: &Parcel<'_>) -> Result<(), SendError> {
    let from = parcel.from.parse::<Mailbox>().map_err(|_| SendError::Server("the sender's address cannot be used".to_owned()))?;
    let to: lettre::Address =
        parcel.to.parse().map_err(|_| SendError::Permanent("the recipient's address cannot be used".to_owned()))?;
    let refused = |step: &str, error: &SmtpError| judged(error, told(step, error, parcel.to));
    // The sender is the same for every mail: a refusal is the server's, and no reason to give this one up.
    let sender = connection.command(Mail::new(Some(from.email), Vec::new())).await;
    sender.map_err(|error| SendError::Server(told("MAIL FROM", &error, parcel.to)))?;
    connection.command(Rcpt::new(to, Vec::new())).await.map_err(|error| refused("RCPT TO", &error))?;
    connection.command(Data).await.map_err(|error| refused("DATA", &error))?;
    Ok(())
}

/// What an answer about one mail means (RFC 5321 section 4.2.1).
fn judged(error: &SmtpError, told: String) -> SendError {
    match error.status().map(u16::from) {
        // 421: the server is going away. 503, 530 to 538: it wants another order, a login or TLS. Neither is about this mail.
        Some(421 | 503 | 530..=538) | None => SendError::Server(told),
        Some(500..=599) => SendError::Permanent(told),
        Some(_) => SendError::Temporary(told),
    }
}

fn told(step: &str, error: &SmtpError, personal: &str) -> String {
    masked(&[step, ": ", &error.to_string()].concat(), personal)
}
