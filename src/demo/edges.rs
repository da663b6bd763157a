//! Edge servers of the invented organisations, good ones and bad ones, on loopback: at the stand-in of each invented address
//! ([`stand_in`](crate::federation::stand_in)), with certificates of the demonstration's own authority.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::authority::{Authority, AuthorityError, Issued, ServerHolder};
use crate::federation::{Code, stand_in};

/// What is the matter with an Edge server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeFault {
    /// Nothing.
    None,
    /// Its certificate ran out twenty days ago.
    Expired,
    /// It speaks TLS 1.0 and nothing else.
    OldTls,
    /// It does not send the certificate of the authority in between.
    WithoutIntermediate,
}

/// An Edge server of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct DemoEdge {
    /// Its invented addresses.
    pub addresses: &'static [&'static str],
    /// The names in its certificate.
    pub names: &'static [&'static str],
    /// What is the matter with it.
    pub fault: EdgeFault,
}

const fn good(addresses: &'static [&'static str], names: &'static [&'static str]) -> DemoEdge {
    DemoEdge { addresses, names, fault: EdgeFault::None }
}

/// The servers that listen. `sammunut.example` has none.
pub const DEMO_EDGES: &[DemoEdge] = &[
    good(
        &["198.51.100.10", "2001:db8::10"],
        &["sip.esimerkkila.example", "sip.koulu.esimerkkila.example", "sip.museo.esimerkkila.example"],
    ),
    good(&["203.0.113.5", "2001:db8:5::5"], &["sip.kela.example"]),
    good(&["198.51.100.20"], &["sip.xn--jmsl-loacb.example"]),
    good(&["198.51.100.21"], &["sip.exempelby.example"]),
    good(&["198.51.100.22"], &["edge.lehtola.example", "sip.lehtola.example"]),
    good(&["198.51.100.30"], &["sip.puuttuvala.example"]),
    good(&["198.51.100.31"], &["sip.porttila.example"]),
    good(&["198.51.100.32"], &["sip.ict-toimittaja.example", "sip.toimittajala.example"]),
    good(&["198.51.100.34", "198.51.100.35"], &["sip.jokerila.example"]),
    good(&["198.51.100.36", "198.51.100.37"], &["sip.monila.example", "sip2.monila.example"]),
    good(&["198.51.100.38"], &["sip.peitela.example"]),
    good(&["198.51.100.39"], &["sip.vanhala.example"]),
    good(&["198.51.100.40"], &["access.vanhala.example", "sip.vanhala.example"]),
    good(&["2001:db8::43"], &["sip.kuutonen.example"]),
    good(&["198.51.100.44"], &["sip.varala.example"]),
    good(&["198.51.100.45"], &["sip.pitkala.example"]),
    good(&["198.51.100.46"], &["sip.makela.example"]),
    DemoEdge { addresses: &["198.51.100.50"], names: &["sip.vanhentula.example"], fault: EdgeFault::Expired },
    good(&["198.51.100.51"], &["sip.kaksila.example"]),
    DemoEdge { addresses: &["198.51.100.52"], names: &["sip.ikivanhala.example"], fault: EdgeFault::OldTls },
    DemoEdge { addresses: &["198.51.100.54"], names: &["sip.valivaje.example"], fault: EdgeFault::WithoutIntermediate },
];

/// What a full check finds of the bad ones, by domain, beside what DNS shows.
pub const EDGE_FINDINGS: &[(&str, Code)] = &[
    ("vanhentula.example", Code::CertificateExpired),
    ("koulu.kaksila.example", Code::CertificateDomainMissing),
    ("ikivanhala.example", Code::TlsOldVersionsOnly),
    ("sammunut.example", Code::EdgeRefused),
    ("valivaje.example", Code::IntermediateMissing),
];

/// Why the Edge servers did not start.
#[derive(Debug, Error)]
pub enum DemoEdgesError {
    /// An address cannot be listened on.
    #[error("the demonstration's Edge server cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A certificate cannot be made.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// TLS cannot be set up.
    #[error("the demonstration's Edge server cannot be set up")]
    Tls(#[from] rustls::Error),
    /// What the authority gave cannot be read.
    #[error("the demonstration's certificate cannot be read")]
    Pem(#[from] rustls::pki_types::pem::Error),
}

/// Running Edge servers; they stop when this is dropped.
#[derive(Debug)]
pub struct DemoEdges {
    port: u16,
    _servers: JoinSet<()>,
}

impl DemoEdges {
    /// Starts all of them on one port: 5061 if it is free at every address, else any. Needs a Tokio runtime.
    ///
    /// # Errors
    /// When no port can be listened on, or a certificate cannot be made.
    pub async fn start(authority: &Authority, now: DateTime<Utc>) -> Result<Self, DemoEdgesError> {
        let (port, listeners) = match listen(crate::federation::FEDERATION_PORT).await {
            Ok(listeners) => (crate::federation::FEDERATION_PORT, listeners),
            Err(_) => listen_anywhere().await?,
        };
        let mut servers = JoinSet::new();
        for (edge, listeners) in listeners {
            // One certificate for all addresses of a server.
            let answer = Arc::new(Answer::of(edge, authority, now)?);
            for listener in listeners {
                servers.spawn(serve(listener, Arc::clone(&answer)));
            }
        }
        Ok(Self { port, _servers: servers })
    }

    /// The port of all of them.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

type Listeners = Vec<(&'static DemoEdge, Vec<TcpListener>)>;

async fn listen(port: u16) -> Result<Listeners, DemoEdgesError> {
    let mut listeners = Vec::new();
    for edge in DEMO_EDGES {
        let mut of_edge = Vec::new();
        for address in edge.addresses.iter().filter_map(|text| text.parse::<IpAddr>().ok()) {
            let address = SocketAddr::new(stand_in(address), port);
            let listener = TcpListener::bind(address).await.map_err(|source| DemoEdgesError::Listen { address, source })?;
            of_edge.push(listener);
        }
        listeners.push((edge, of_edge));
    }
    Ok(listeners)
}

/// A port that is free at one address may be taken at another, so a few are tried.
async fn listen_anywhere() -> Result<(u16, Listeners), DemoEdgesError> {
    let mut tries = 0;
    loop {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let failed = |source| DemoEdgesError::Listen { address, source };
        let port = TcpListener::bind(address).await.map_err(failed)?.local_addr().map_err(failed)?.port();
        match listen(port).await {
            Ok(listeners) => return Ok((port, listeners)),
            Err(_) if tries < 20 => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

enum Answer {
    Tls(TlsAcceptor),
    /// The bytes of an old server's first flight.
    Old(Vec<u8>),
}

impl Answer {
    fn of(edge: &DemoEdge, authority: &Authority, now: DateTime<Utc>) -> Result<Self, DemoEdgesError> {
        let until = match edge.fault {
            EdgeFault::Expired => now - TimeDelta::days(20),
            _ => now + TimeDelta::days(300),
        };
        // The demonstration's story began before today.
        let holder =
            ServerHolder { names: edge.names, not_before: now - TimeDelta::days(60), not_after: until, for_clients: true };
        let issued = authority.issue_server(&holder)?;
        let mut chain = vec![CertificateDer::from_pem_slice(issued.certificate.as_bytes())?];
        if edge.fault != EdgeFault::WithoutIntermediate {
            chain.push(CertificateDer::from_pem_slice(issued.authorities.as_bytes())?);
        }
        match edge.fault {
            EdgeFault::OldTls => Ok(Self::Old(old_flight(&chain))),
            _ => Ok(Self::Tls(acceptor(chain, &issued)?)),
        }
    }
}

fn acceptor(chain: Vec<CertificateDer<'static>>, issued: &Issued) -> Result<TlsAcceptor, DemoEdgesError> {
    let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes())?;
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// ServerHello of TLS 1.0, Certificate, ServerHelloDone (RFC 2246, 7.4): all that a look at an old server gets to see.
fn old_flight(chain: &[CertificateDer<'_>]) -> Vec<u8> {
    let counted = |width: usize, bytes: &[u8]| {
        let length = bytes.len().to_be_bytes();
        [length.get(length.len() - width..).unwrap_or_default(), bytes].concat()
    };
    let message = |kind: u8, body: &[u8]| [&[kind], counted(3, body).as_slice()].concat();
    let certificates: Vec<u8> = chain.iter().flat_map(|der| counted(3, der)).collect();
    // Version, random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    let hello = [&[3, 1][..], &[0x5a; 32], &[0, 0, 0x2f, 0]].concat();
    let handshake = [message(2, &hello), message(11, &counted(3, &certificates)), message(14, &[])].concat();
    [&[22, 3, 1], counted(2, &handshake).as_slice()].concat()
}

async fn serve(listener: TcpListener, answer: Arc<Answer>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let answer = Arc::clone(&answer);
        tokio::spawn(async move {
            // Whatever becomes of it: the next one is served.
            drop(tokio::time::timeout(Duration::from_secs(5), talk(stream, &answer)).await);
        });
    }
}

async fn talk(mut stream: TcpStream, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::Tls(acceptor) => {
            let mut stream = acceptor.accept(stream).await?;
            stream.read(&mut [0; 256]).await.map(drop)
        }
        Answer::Old(flight) => {
            if stream.read(&mut [0; 2048]).await? == 0 {
                return Ok(());
            }
            stream.write_all(flight).await?;
            stream.read(&mut [0; 2048]).await.map(drop)
        }
    }
}
