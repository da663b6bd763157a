//! A ClientHello of our own, and what comes back in clear (RFC 2246, 4346, 5246, 8446): for servers that rustls cannot agree with, and to
//! learn which versions a server accepts. Nothing is ever computed with a key: the exchange ends with the server's first flight.
//!
//! [Decision 12](../../../docs/decisions/0012-own-client-hello.md).

use thiserror::Error;

use crate::federation::TlsVersion;

/// Most bytes of handshake that are read from a server.
pub const MOST_HANDSHAKE: usize = 64 * 1024;
/// Most bytes of a record's contents, with what encryption may add (RFC 5246, 6.2.3).
const MOST_RECORD: usize = 16 * 1024 + 2048;
/// Most certificates of a chain that are kept.
const MOST_CERTIFICATES: usize = 16;

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

/// The suites that are offered up to TLS 1.2, with their names: everything that an old server may know and that sends a certificate.
const SUITES: &[(u16, &str)] = &[
    (0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    (0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    (0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    (0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    (0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
    (0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    (0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
    (0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
    (0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
    (0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
    (0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
    (0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
    (0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
    (0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
    (0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
    (0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
    (0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
    (0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
    (0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
    (0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
    (0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"),
    (0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"),
    (0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    (0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"),
    (0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"),
    (0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"),
    (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
    (0x0005, "TLS_RSA_WITH_RC4_128_SHA"),
    (0x0004, "TLS_RSA_WITH_RC4_128_MD5"),
];
/// The suites of TLS 1.3 (RFC 8446, B.4).
const SUITES_13: &[(u16, &str)] =
    &[(0x1301, "TLS_AES_128_GCM_SHA256"), (0x1302, "TLS_AES_256_GCM_SHA384"), (0x1303, "TLS_CHACHA20_POLY1305_SHA256")];
/// x25519, the NIST curves down to the old ones, and the groups of RFC 7919.
const GROUPS: &[u16] = &[29, 23, 24, 25, 30, 22, 21, 19, 256, 257];
/// The signature schemes of TLS 1.2, SHA-1 and DSA among them.
const SCHEMES: &[u16] =
    &[0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402, 0x0202];

/// The name of a suite that was agreed on.
#[must_use]
pub fn suite_name(suite: u16) -> String {
    let known = SUITES.iter().chain(SUITES_13).find(|(number, _)| *number == suite);
    known.map_or_else(|| format!("0x{suite:04X}"), |(_, name)| (*name).to_owned())
}

/// The name of an alert (RFC 8446, 6).
#[must_use]
pub fn alert_name(description: u8) -> String {
    let name = match description {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        other => return format!("alert {other}"),
    };
    name.to_owned()
}

fn number_of(version: TlsVersion) -> u16 {
    match version {
        TlsVersion::Ssl3 => 0x0300,
        TlsVersion::Tls10 => 0x0301,
        TlsVersion::Tls11 => 0x0302,
        TlsVersion::Tls12 => 0x0303,
        TlsVersion::Tls13 => 0x0304,
    }
}

fn version_of(number: u16) -> Option<TlsVersion> {
    match number {
        0x0300 => Some(TlsVersion::Ssl3),
        0x0301 => Some(TlsVersion::Tls10),
        0x0302 => Some(TlsVersion::Tls11),
        0x0303 => Some(TlsVersion::Tls12),
        0x0304 => Some(TlsVersion::Tls13),
        _ => None,
    }
}

/// `contents` behind its length in `width` bytes.
fn counted(width: usize, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let mut out = length.get(length.len() - width..).unwrap_or_default().to_vec();
    out.extend_from_slice(contents);
    out
}

fn numbers(list: impl Iterator<Item = u16>) -> Vec<u8> {
    list.flat_map(u16::to_be_bytes).collect()
}

fn extension(into: &mut Vec<u8>, kind: u16, contents: &[u8]) {
    into.extend(kind.to_be_bytes());
    into.extend(counted(2, contents));
}

/// A ClientHello, with its record, that offers nothing above `highest`; TLS 1.3 is offered alone. `name` is told (SNI) where it is one.
#[must_use]
pub fn client_hello(name: Option<&str>, highest: TlsVersion, random: &[u8; 32]) -> Vec<u8> {
    let alone = highest == TlsVersion::Tls13;
    let mut extensions = Vec::new();
    if let Some(name) = name {
        let host = [&[0][..], &counted(2, name.as_bytes())].concat();
        extension(&mut extensions, 0, &counted(2, &host));
    }
    extension(&mut extensions, 5, &[1, 0, 0, 0, 0]);
    extension(&mut extensions, 10, &counted(2, &numbers(GROUPS.iter().copied())));
    if highest >= TlsVersion::Tls12 {
        extension(&mut extensions, 13, &counted(2, &numbers(SCHEMES.iter().copied())));
    }
    if alone {
        extension(&mut extensions, 43, &counted(1, &number_of(highest).to_be_bytes()));
        // No share of a key: the server answers which one it wants, in clear (RFC 8446, 4.2.8).
        extension(&mut extensions, 51, &[0, 0]);
    } else {
        extension(&mut extensions, 11, &[1, 0]);
        extension(&mut extensions, 23, &[]);
        extension(&mut extensions, 0xff01, &[0]);
    }
    let suites = if alone { SUITES_13 } else { SUITES };
    let mut body = number_of(highest.min(TlsVersion::Tls12)).to_be_bytes().to_vec();
    body.extend_from_slice(random);
    // Some servers take a TLS 1.3 hello only with a session (RFC 8446, D.4).
    body.extend(counted(1, if alone { random } else { &[] }));
    body.extend(counted(2, &numbers(suites.iter().map(|(number, _)| *number))));
    body.extend([1, 0]);
    body.extend(counted(2, &extensions));
    let message = [&[1][..], &counted(3, &body)].concat();
    let mut record = vec![HANDSHAKE, 3, 1];
    record.extend(counted(2, &message));
    record
}

/// Why what came is not the answer to a ClientHello.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HelloError {
    /// Not TLS.
    #[error("not TLS")]
    NotTls,
    /// TLS records whose contents cannot be.
    #[error("a malformed handshake")]
    Malformed,
    /// More than is read.
    #[error("a handshake of more than {MOST_HANDSHAKE} bytes")]
    TooLong,
}

/// What the server has said so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The version that it chose.
    pub version: Option<TlsVersion>,
    /// The suite that it chose.
    pub suite: Option<u16>,
    /// Its certificates in DER.
    pub chain: Vec<Vec<u8>>,
    /// The OCSP answer that it brought.
    pub ocsp: Vec<u8>,
    /// Whether it asked for a client certificate.
    pub wants_client_certificate: bool,
    /// The alert that ended it.
    pub alert: Option<u8>,
    /// Nothing more is to be expected in clear.
    pub done: bool,
    /// What came and is not read yet: of records, and of the handshake in them.
    records: Vec<u8>,
    handshake: Vec<u8>,
    bytes: usize,
}

impl Heard {
    /// Takes bytes as they come, in any pieces.
    ///
    /// # Errors
    /// As soon as it is clear that no answer will come of it.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), HelloError> {
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.done {
            return Ok(());
        }
        if self.bytes > MOST_HANDSHAKE * 2 {
            return Err(HelloError::TooLong);
        }
        self.records.extend_from_slice(bytes);
        let records = std::mem::take(&mut self.records);
        let mut rest = records.as_slice();
        while !self.done {
            let Some((kind, body, after)) = record(rest)? else { break };
            self.record(kind, body)?;
            rest = after;
        }
        self.records = rest.to_vec();
        Ok(())
    }

    fn record(&mut self, kind: u8, body: &[u8]) -> Result<(), HelloError> {
        match (kind, body) {
            // A warning ends nothing.
            (ALERT, [1, description]) if *description != 0 => Ok(()),
            (ALERT, [_, description]) => {
                self.alert = Some(*description);
                self.done = true;
                Ok(())
            }
            (HANDSHAKE, [_, ..]) => {
                self.handshake.extend_from_slice(body);
                self.messages()
            }
            _ if self.version.is_none() => Err(HelloError::NotTls),
            // ChangeCipherSpec or encrypted: what follows is nothing for us.
            (20 | 23, _) => {
                self.done = true;
                Ok(())
            }
            _ => Err(HelloError::Malformed),
        }
    }

    fn messages(&mut self) -> Result<(), HelloError> {
        let handshake = std::mem::take(&mut self.handshake);
        let mut rest = handshake.as_slice();
        while let [kind, a, b, c, after @ ..] = rest {
            let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
            if length > MOST_HANDSHAKE {
                return Err(HelloError::TooLong);
            }
            let Some((body, after)) = after.split_at_checked(length) else { break };
            self.message(*kind, body)?;
            rest = after;
            if self.done {
                return Ok(());
            }
        }
        self.handshake = rest.to_vec();
        Ok(())
    }

    fn message(&mut self, kind: u8, body: &[u8]) -> Result<(), HelloError> {
        if self.version.is_none() && !matches!(kind, 0 | 2) {
            return Err(HelloError::Malformed);
        }
        match kind {
            2 if self.version.is_none() => {
                let (version, suite) = server_hello(body).ok_or(HelloError::Malformed)?;
                (self.version, self.suite) = (Some(version), Some(suite));
                self.done = version == TlsVersion::Tls13;
            }
            11 if self.chain.is_empty() => self.chain = certificates(body).ok_or(HelloError::Malformed)?,
            13 => self.wants_client_certificate = true,
            22 => self.ocsp = status(body).unwrap_or_default().to_vec(),
            14 => self.done = true,
            // HelloRequest, ServerKeyExchange.
            0 | 12 => {}
            _ => return Err(HelloError::Malformed),
        }
        Ok(())
    }
}

/// A record's type and contents, and what follows it; nothing as long as it is not whole.
type Record<'a> = Option<(u8, &'a [u8], &'a [u8])>;

fn record(bytes: &[u8]) -> Result<Record<'_>, HelloError> {
    match bytes {
        [] => return Ok(None),
        [20..=23] | [20..=23, 3] | [20..=23, 3, 0..=4, ..] => {}
        _ => return Err(HelloError::NotTls),
    }
    let [kind, _, _, high, low, rest @ ..] = bytes else { return Ok(None) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if length == 0 || length > MOST_RECORD {
        return Err(HelloError::Malformed);
    }
    Ok(rest.split_at_checked(length).map(|(body, after)| (*kind, body, after)))
}

/// Reads fields one after another.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    fn number(&mut self, width: usize) -> Option<usize> {
        Some(self.take(width)?.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)))
    }

    /// A field behind its length in `width` bytes.
    fn counted(&mut self, width: usize) -> Option<&'a [u8]> {
        let length = self.number(width)?;
        self.take(length)
    }
}

fn server_hello(body: &[u8]) -> Option<(TlsVersion, u16)> {
    let mut fields = Fields(body);
    let mut version = u16::try_from(fields.number(2)?).ok()?;
    fields.take(32)?;
    if fields.counted(1)?.len() > 32 {
        return None;
    }
    let suite = u16::try_from(fields.number(2)?).ok()?;
    fields.take(1)?;
    if !fields.0.is_empty() {
        let mut extensions = Fields(fields.counted(2)?);
        while !extensions.0.is_empty() {
            let kind = extensions.number(2)?;
            let contents = extensions.counted(2)?;
            if kind == 43 {
                version = u16::from_be_bytes(contents.try_into().ok()?);
            }
        }
    }
    if !fields.0.is_empty() {
        return None;
    }
    Some((version_of(version)?, suite))
}

fn certificates(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut fields = Fields(body);
    let mut list = Fields(fields.counted(3)?);
    let mut found = Vec::new();
    while !list.0.is_empty() {
        let der = list.counted(3)?;
        if der.is_empty() {
            return None;
        }
        if found.len() < MOST_CERTIFICATES {
            found.push(der.to_vec());
        }
    }
    fields.0.is_empty().then_some(found)
}

/// CertificateStatus (RFC 6066, 8).
fn status(body: &[u8]) -> Option<&[u8]> {
    let mut fields = Fields(body);
    if fields.number(1)? != 1 {
        return None;
    }
    fields.counted(3)
}

#[cfg(test)]
#[path = "hello_tests.rs"]
pub(in crate::probe::edge) mod tests;
