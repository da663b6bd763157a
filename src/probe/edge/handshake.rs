//! A TLS handshake by rustls that accepts any certificate and keeps what came. Nothing is sent after it.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, DigitallySignedStruct, Error, InvalidMessage, ProtocolVersion, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::hello::{MOST_HANDSHAKE, alert_name};
use crate::federation::{Speech, TlsVersion};

/// What came of a handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub speech: Speech,
    pub version: Option<TlsVersion>,
    pub cipher: Option<String>,
    pub wants_client_certificate: bool,
    pub alert: Option<String>,
    pub chain: Vec<Vec<u8>>,
    pub ocsp: Vec<u8>,
}

/// Shakes hands as a client without a certificate. `name` is told (SNI) where it is one. The caller bounds the time, and gets what came until
/// then from `kept`.
pub(super) async fn shake(
    stream: TcpStream,
    name: &str,
    provider: &Arc<CryptoProvider>,
    kept: &Arc<Kept>,
) -> Result<Outcome, Error> {
    let config = ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(kept) as Arc<dyn ServerCertVerifier>);
    let mut config = config.with_client_cert_resolver(Arc::clone(kept) as Arc<dyn ResolvesClientCert>);
    config.resumption = Resumption::disabled();
    let server = match ServerName::try_from(name.to_owned()) {
        Ok(server) => server,
        Err(_) => {
            config.enable_sni = false;
            ServerName::IpAddress(std::net::IpAddr::from([0_u8; 4]).into())
        }
    };
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let mut outcome;
    match connector.connect(server, Bounded { stream, left: MOST_HANDSHAKE * 2 }).await {
        Ok(stream) => {
            let (_, connection) = stream.get_ref();
            outcome = kept.outcome(Speech::Tls);
            outcome.version = connection.protocol_version().and_then(version_of);
            outcome.cipher = connection.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str().map(ToOwned::to_owned));
        }
        Err(error) => {
            let (speech, alert) = speech_of(&error);
            outcome = Outcome { alert, ..kept.outcome(speech) };
            if !outcome.chain.is_empty() {
                // The certificate came: what ended the handshake afterwards is usually the want of a client certificate.
                outcome.speech = Speech::Tls;
            }
        }
    }
    Ok(outcome)
}

fn version_of(version: ProtocolVersion) -> Option<TlsVersion> {
    match version {
        ProtocolVersion::TLSv1_2 => Some(TlsVersion::Tls12),
        ProtocolVersion::TLSv1_3 => Some(TlsVersion::Tls13),
        _ => None,
    }
}

fn speech_of(error: &std::io::Error) -> (Speech, Option<String>) {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match inner {
        Some(Error::AlertReceived(alert)) => (Speech::Alert, Some(alert_name(u8::from(*alert)))),
        Some(Error::InvalidMessage(InvalidMessage::HandshakePayloadTooLarge | InvalidMessage::CertificatePayloadTooLarge)) => {
            (Speech::TooLong, None)
        }
        // Not what rustls takes for TLS: our own ClientHello has the last word.
        Some(_) => (Speech::NotTls, None),
        None => (Speech::Closed, None),
    }
}

/// Keeps what a handshake brings. Accepts everything: this is a look, not a connection that anything is entrusted to.
#[derive(Debug, Default)]
pub(super) struct Kept {
    brought: Mutex<Brought>,
    asked: AtomicBool,
}

#[derive(Debug, Default, Clone)]
struct Brought {
    chain: Vec<Vec<u8>>,
    ocsp: Vec<u8>,
    version: Option<TlsVersion>,
}

impl Kept {
    /// What came so far.
    pub fn outcome(&self, speech: Speech) -> Outcome {
        let Brought { chain, ocsp, version } = self.brought.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Outcome {
            speech,
            version,
            cipher: None,
            wants_client_certificate: self.asked.load(Ordering::Relaxed),
            alert: None,
            chain,
            ocsp,
        }
    }

    fn signed(&self, version: TlsVersion) -> HandshakeSignatureValid {
        self.brought.lock().unwrap_or_else(PoisonError::into_inner).version = Some(version);
        HandshakeSignatureValid::assertion()
    }
}

impl ServerCertVerifier for Kept {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut brought = self.brought.lock().unwrap_or_else(PoisonError::into_inner);
        brought.chain = std::iter::once(end_entity).chain(intermediates).map(|der| der.as_ref().to_vec()).collect();
        brought.ocsp = ocsp_response.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.signed(TlsVersion::Tls12))
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(self.signed(TlsVersion::Tls13))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        use SignatureScheme as S;
        vec![
            S::ECDSA_NISTP256_SHA256,
            S::ECDSA_NISTP384_SHA384,
            S::ECDSA_NISTP521_SHA512,
            S::ED25519,
            S::RSA_PSS_SHA256,
            S::RSA_PSS_SHA384,
            S::RSA_PSS_SHA512,
            S::RSA_PKCS1_SHA256,
            S::RSA_PKCS1_SHA384,
            S::RSA_PKCS1_SHA512,
            S::ECDSA_SHA1_Legacy,
            S::RSA_PKCS1_SHA1,
        ]
    }
}

impl ResolvesClientCert for Kept {
    fn resolve(&self, _roots: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Relaxed);
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

/// A stream of which only so many bytes are read; then it ends.
struct Bounded {
    stream: TcpStream,
    left: usize,
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Ok(()));
        }
        let most = self.left.min(buffer.remaining());
        let (polled, bytes) = {
            let mut part = buffer.take(most);
            let polled = Pin::new(&mut self.stream).poll_read(context, &mut part);
            (polled, part.filled().to_vec())
        };
        buffer.put_slice(&bytes);
        self.left -= bytes.len();
        polled
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
