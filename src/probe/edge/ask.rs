//! One connection each: by rustls, or with a ClientHello of our own.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::EdgeProbe;
use super::handshake::{Kept, Outcome, shake};
use super::hello::{Heard, HelloError, alert_name, client_hello, suite_name};
use crate::clock::{Randomness, SystemRandomness};
use crate::federation::{Reached, Speech, TlsVersion, is_public, stand_in};

impl EdgeProbe {
    /// Connects to the address, which was checked; never to a name. `at` is when, for the way out.
    pub(super) async fn connect(&self, address: IpAddr, at: DateTime<Utc>, until: Instant) -> Result<TcpStream, Reached> {
        let settings = self.settings();
        // The last look before the connection: whatever led here, nothing else is connected to.
        if !is_public(address, settings.special_addresses) {
            return Err(Reached::NotTried);
        }
        let place = if settings.special_addresses { stand_in(address) } else { address };
        let limit = until.min(Instant::now() + settings.connect_for);
        match timeout_at(limit, TcpStream::connect(SocketAddr::new(place, settings.port))).await {
            Ok(Ok(stream)) => {
                self.0.way_out.found(address, at);
                let _ = stream.set_nodelay(true);
                Ok(stream)
            }
            Ok(Err(error)) => Err(match error.kind() {
                ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => Reached::Refused,
                ErrorKind::HostUnreachable => Reached::HostUnreachable,
                ErrorKind::TimedOut => Reached::NoAnswer,
                ErrorKind::NetworkUnreachable | ErrorKind::AddrNotAvailable | ErrorKind::Unsupported => Reached::NoRoute,
                // EAFNOSUPPORT and the like have no kind of their own; want of descriptors is ours too.
                _ => Reached::NoRoute,
            }),
            // Without the whole time for it, silence says nothing.
            Err(_) if limit < until => Err(Reached::NoAnswer),
            Err(_) => Err(Reached::NotTried),
        }
    }

    /// A handshake by rustls; nothing if no time was left for it.
    pub(super) async fn shake(&self, stream: TcpStream, name: &str, until: Instant) -> Option<Outcome> {
        let kept = Arc::new(Kept::default());
        let limit = until.min(Instant::now() + self.settings().handshake_for);
        match timeout_at(limit, shake(stream, name, &self.0.provider, &kept)).await {
            Ok(outcome) => outcome.ok(),
            Err(_) => {
                let outcome = kept.outcome(Speech::Silence);
                match outcome.chain.is_empty() {
                    // What came before the silence counts.
                    false => Some(Outcome { speech: Speech::Tls, ..outcome }),
                    true => (limit < until).then_some(outcome),
                }
            }
        }
    }

    /// Connects anew, says our own ClientHello and listens; nothing if there was no connection, or silence without the full time for it.
    pub(super) async fn hello(
        &self,
        (address, name): (IpAddr, &str),
        highest: TlsVersion,
        at: DateTime<Utc>,
        until: Instant,
    ) -> Option<Outcome> {
        let mut stream = self.connect(address, at, until).await.ok()?;
        let limit = until.min(Instant::now() + self.settings().handshake_for);
        let sni = rustls::pki_types::DnsName::try_from(name).is_ok().then_some(name);
        let hello = client_hello(sni, highest, &SystemRandomness.bytes32());
        let mut heard = Heard::default();
        let listening = async {
            stream.write_all(&hello).await.map_err(|_| Speech::Closed)?;
            let mut buffer = [0; 4096];
            while !heard.done {
                let length = stream.read(&mut buffer).await.map_err(|_| Speech::Closed)?;
                if length == 0 {
                    return Err(Speech::Closed);
                }
                heard.take(buffer.get(..length).unwrap_or_default()).map_err(|error| match error {
                    HelloError::TooLong => Speech::TooLong,
                    HelloError::NotTls | HelloError::Malformed => Speech::NotTls,
                })?;
            }
            Ok(())
        };
        let ended = timeout_at(limit, listening).await.unwrap_or(Err(Speech::Silence));
        let speech = match (ended, heard.version, heard.alert) {
            (Err(Speech::TooLong), _, _) if heard.chain.is_empty() => Speech::TooLong,
            (_, Some(_), _) => Speech::Tls,
            (_, None, Some(_)) => Speech::Alert,
            (Err(Speech::Silence), None, None) if limit >= until => return None,
            (Err(speech), None, None) => speech,
            (Ok(()), None, None) => Speech::Closed,
        };
        Some(Outcome {
            speech,
            version: heard.version,
            cipher: heard.suite.map(suite_name),
            wants_client_certificate: heard.wants_client_certificate,
            alert: heard.alert.map(alert_name),
            chain: heard.chain,
            ocsp: heard.ocsp,
        })
    }
}
