//! What was seen of Edge servers: connections, TLS, certificates. No judgement is in it.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The port of federation.
pub const FEDERATION_PORT: u16 = 5061;

/// The Edge servers behind one name: a target of the SRV record, or the name that partners pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeSeen {
    /// The name, in lower case without a final dot. As DNS gave it.
    pub name: String,
    /// One look for each address that may be connected to, in the order of the addresses.
    pub looks: Vec<EdgeLook>,
    /// By which addresses any Edge server answered us on this port lately.
    #[serde(default)]
    pub ways_out: WaysOut,
}

/// By which kinds of addresses this machine lately came through to any Edge server. Where it did not, our own firewall may be what keeps us
/// from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WaysOut {
    /// By IPv4.
    pub v4: bool,
    /// By IPv6.
    pub v6: bool,
}

impl WaysOut {
    /// Whether there is a way to addresses of this kind.
    #[must_use]
    pub const fn to(self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(_) => self.v4,
            IpAddr::V6(_) => self.v6,
        }
    }
}

/// A look at one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeLook {
    /// The address that was resolved, checked and connected to.
    pub address: IpAddr,
    /// The TCP port.
    pub port: u16,
    /// How the connection went.
    pub reached: Reached,
    /// Milliseconds until that was known.
    pub took_ms: u32,
    /// What was seen of TLS; nothing where there was no connection, or no time left.
    pub tls: Option<TlsSeen>,
}

/// How a TCP connection went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// It was taken.
    Connected,
    /// It was refused (RST).
    Refused,
    /// Nothing came in time.
    NoAnswer,
    /// A router on the way said that the host or the port cannot be reached.
    HostUnreachable,
    /// This machine has no way to such addresses, as one without IPv6.
    NoRoute,
    /// No time was left, or a bound of ours was reached.
    NotTried,
}

impl Reached {
    /// The word in evidence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Refused => "connection refused",
            Self::NoAnswer => "no answer",
            Self::HostUnreachable => "unreachable",
            Self::NoRoute => "no route from here",
            Self::NotTried => "not tried",
        }
    }
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TlsVersion {
    /// SSL 3.0.
    #[serde(rename = "SSL 3.0")]
    Ssl3,
    /// TLS 1.0.
    #[serde(rename = "TLS 1.0")]
    Tls10,
    /// TLS 1.1.
    #[serde(rename = "TLS 1.1")]
    Tls11,
    /// TLS 1.2.
    #[serde(rename = "TLS 1.2")]
    Tls12,
    /// TLS 1.3.
    #[serde(rename = "TLS 1.3")]
    Tls13,
}

impl TlsVersion {
    /// The usual name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ssl3 => "SSL 3.0",
            Self::Tls10 => "TLS 1.0",
            Self::Tls11 => "TLS 1.1",
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
        }
    }
}

/// What came over the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speech {
    /// TLS: at least a ServerHello.
    Tls,
    /// TLS, but nothing except an alert that ends it, whatever was offered.
    Alert,
    /// Nothing at all.
    Silence,
    /// The connection was closed without a word.
    Closed,
    /// Something that is not TLS.
    NotTls,
    /// TLS with a handshake of more than is read here (64 KB).
    TooLong,
}

impl Speech {
    /// The words in evidence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "TLS",
            Self::Alert => "TLS alert",
            Self::Silence => "silence",
            Self::Closed => "connection closed without a word",
            Self::NotTls => "not TLS",
            Self::TooLong => "a TLS handshake of more than 64 KB",
        }
    }
}

/// What was seen of TLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsSeen {
    /// What came.
    pub speech: Speech,
    /// The version that was agreed on.
    pub version: Option<TlsVersion>,
    /// The cipher suite that was agreed on.
    pub cipher: Option<String>,
    /// Every version that the server was seen to accept, in order.
    pub offers: Vec<TlsVersion>,
    /// Every version that it was asked for and did not accept, in order. What is in neither list is not known.
    #[serde(default)]
    pub lacks: Vec<TlsVersion>,
    /// Whether a client certificate was asked for, as an Edge server does.
    pub wants_client_certificate: bool,
    /// The alert that ended the handshake, by its name in RFC 8446.
    pub alert: Option<String>,
    /// The certificates as they came, the server's own first.
    pub chain: Vec<Der>,
    /// The server's certificate as read; nothing where none came or it cannot be read.
    pub certificate: Option<Box<CertificateSeen>>,
}

/// Bytes of a certificate, in JSON as Base64.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Der(pub Vec<u8>);

impl std::fmt::Debug for Der {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Der({} bytes)", self.0.len())
    }
}

impl From<Der> for String {
    fn from(der: Der) -> Self {
        STANDARD.encode(der.0)
    }
}

impl TryFrom<String> for Der {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        STANDARD.decode(text).map(Self)
    }
}

/// The server's certificate, so far as it matters for federation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateSeen {
    /// Common name of the subject, or what stands in its place.
    pub subject: String,
    /// The issuer, likewise.
    pub issuer: String,
    /// Serial number in hexadecimal digits.
    pub serial: String,
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// The DNS names of subjectAltName, in lower case. Where there is no such extension: the common name, if it is a name.
    pub names: Vec<String>,
    /// The key: `RSA 2048`.
    pub key: String,
    /// Bits of an RSA key.
    pub rsa_bits: Option<u32>,
    /// The digest of a signature in the chain that proves nothing today: `SHA-1` or `MD5`.
    pub weak_digest: Option<String>,
    /// The purposes of extendedKeyUsage by name; nothing where there is no such extension, so that it is for any.
    pub purposes: Option<Vec<String>>,
    /// Whether its purposes include servers.
    pub for_servers: bool,
    /// Whether its purposes include clients.
    pub for_clients: bool,
    /// SHA-256 of the bytes in hexadecimal digits.
    pub fingerprint: String,
    /// Where it leads to.
    pub path: PathSeen,
    /// Whether it was revoked.
    pub revocation: RevocationSeen,
}

/// Where a certificate leads to. Its own days do not matter here: they are judged apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PathSeen {
    /// To a trusted root.
    Trusted {
        /// Its name.
        root: String,
    },
    /// To a trusted root, over a certificate that the server did not send.
    IntermediateMissing {
        /// The name of the authority whose certificate was not sent.
        issuer: String,
        /// Where it was found.
        place: String,
    },
    /// To an authority whose certificate the server did not send, and which could not be fetched either: whoever it leads to.
    Incomplete {
        /// The name of the authority whose certificate was not sent.
        issuer: String,
    },
    /// To itself.
    SelfSigned,
    /// To an authority that is not trusted, or not known.
    Untrusted {
        /// The last authority of the chain.
        issuer: String,
    },
    /// To a trusted root, but the path does not hold.
    Broken {
        /// Why.
        reason: String,
    },
    /// It could not be found out here, as with algorithms that are not known here.
    Unknown {
        /// Why.
        reason: String,
    },
}

/// Whether a certificate was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RevocationSeen {
    /// It was not.
    Good {
        /// Who said so: `stapled`, `ocsp` or `crl`.
        by: String,
    },
    /// It was.
    Revoked {
        /// When.
        at: DateTime<Utc>,
        /// Who said so.
        by: String,
    },
    /// Nobody said.
    NotKnown {
        /// Whether the certificate names anybody to ask.
        names_a_place: bool,
        /// Who was asked, and what was wrong with the answer.
        tried: String,
    },
    /// Nobody was asked, since it does not matter or there was no time.
    NotAsked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_storage() {
        let der = Der(vec![0x30, 0, 255]);
        let json = serde_json::to_string(&der).unwrap();
        assert_eq!(json, "\"MAD/\"");
        assert_eq!(serde_json::from_str::<Der>(&json).unwrap(), der);
        assert!(serde_json::from_str::<Der>("\"?\"").is_err());
    }
}
