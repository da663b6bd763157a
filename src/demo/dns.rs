//! An authoritative name server on loopback for the demonstration and the tests: hickory-server over the zones of [`DEMO_ZONES`].

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use hickory_server::Server;
use hickory_server::net::runtime::{Time, TokioRuntimeProvider};
use hickory_server::proto::op::{Header, HeaderCounts, Metadata, ResponseCode};
use hickory_server::proto::rr::{Name, RecordSet, RrKey};
use hickory_server::proto::serialize::txt::Parser;
use hickory_server::server::{Request, RequestHandler, ResponseHandler, ResponseInfo};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, Catalog, MessageResponseBuilder, ZoneType};
use thiserror::Error;
use tokio::net::{TcpListener, UdpSocket};

pub use super::zones::{Behaviour, DEMO_ZONES, DemoZone, OLD_EDGE, with_records};
use crate::federation::{NameError, SipDomain};

/// Why the name server did not start.
#[derive(Debug, Error)]
pub enum DemoDnsError {
    /// The port cannot be used for both UDP and TCP.
    #[error("the demonstration's name server cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port.
        port: u16,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A zone's name is not a name.
    #[error("the zone name {name} cannot be used")]
    Name {
        /// The name.
        name: String,
        /// The cause.
        #[source]
        source: NameError,
    },
    /// A zone's records cannot be read.
    #[error("the zone {name} cannot be read: {reason}")]
    Zone {
        /// The zone.
        name: String,
        /// The cause.
        reason: String,
    },
}

/// A running name server; it stops when it is dropped.
pub struct DemoDns {
    address: SocketAddr,
    zones: Live,
    _server: Server<Live>,
}

impl std::fmt::Debug for DemoDns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DemoDns").field("address", &self.address).finish_non_exhaustive()
    }
}

impl DemoDns {
    /// Starts the server with the demonstration's zones on 127.0.0.1, UDP and TCP; port 0 takes a free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(port: u16) -> Result<Self, DemoDnsError> {
        Self::start_with(port, DEMO_ZONES).await
    }

    /// Starts the server with zones of one's own.
    ///
    /// # Errors
    /// When the port is taken or a zone cannot be read.
    pub async fn start_with(port: u16, zones: &[DemoZone]) -> Result<Self, DemoDnsError> {
        let live = Live(Arc::new(RwLock::new(Arc::new(Zones::read(zones)?))));
        let (udp, tcp) = listen(port).await.map_err(|source| DemoDnsError::Listen { port, source })?;
        let address = udp.local_addr().map_err(|source| DemoDnsError::Listen { port, source })?;
        let mut server = Server::new(live.clone());
        server.register_socket(udp);
        server.register_listener(tcp, Duration::from_secs(5), 32);
        Ok(Self { address, zones: live, _server: server })
    }

    /// Answers from other zones from now on: what people publish changes.
    ///
    /// # Errors
    /// When a zone cannot be read; the server goes on with what it had.
    pub fn publish(&self, zones: &[DemoZone]) -> Result<(), DemoDnsError> {
        let zones = Arc::new(Zones::read(zones)?);
        *self.zones.0.write().unwrap_or_else(PoisonError::into_inner) = zones;
        Ok(())
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// The same port for UDP and TCP. A free port of the one may be taken for the other, so a few are tried.
async fn listen(port: u16) -> io::Result<(UdpSocket, TcpListener)> {
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let mut tries = 0;
    loop {
        let udp = UdpSocket::bind(SocketAddr::new(here, port)).await?;
        match TcpListener::bind(udp.local_addr()?).await {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(_) if port == 0 && tries < 20 => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// The zones that are answered from now.
#[derive(Clone)]
struct Live(Arc<RwLock<Arc<Zones>>>);

#[async_trait]
impl RequestHandler for Live {
    async fn handle_request<R: ResponseHandler, T: Time>(&self, request: &Request, response: R) -> ResponseInfo {
        let zones = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        zones.answer::<R, T>(request, response).await
    }
}

/// Answers from the zones, or behaves as a zone wants it.
struct Zones {
    catalog: Catalog,
    /// Domains in A-labels that are not answered for in the usual way.
    behaviours: BTreeMap<String, Behaviour>,
}

impl Zones {
    fn read(zones: &[DemoZone]) -> Result<Self, DemoDnsError> {
        let mut catalog = Catalog::new();
        let mut behaviours = BTreeMap::new();
        // Above the organisations, so that a domain which is not there is denied rather than refused.
        add_zone(&mut catalog, "example", "ns 3600 IN A 127.0.0.1\n")?;
        add_zone(
            &mut catalog,
            "online.lync.com",
            "sipfed 3600 IN A 203.0.113.80\nsipdir 3600 IN A 203.0.113.81\nwebdir 3600 IN A 203.0.113.82\n",
        )?;
        for zone in zones {
            let name = SipDomain::parse(zone.name).map_err(|source| DemoDnsError::Name { name: zone.name.to_owned(), source })?;
            if zone.behaviour != Behaviour::Answers {
                behaviours.insert(name.as_str().to_owned(), zone.behaviour);
            }
            if !zone.records.is_empty() {
                add_zone(&mut catalog, name.as_str(), zone.records)?;
            }
        }
        Ok(Self { catalog, behaviours })
    }

    fn behaviour(&self, request: &Request) -> Behaviour {
        let Ok(info) = request.request_info() else { return Behaviour::Answers };
        let name = info.query.name().to_string().to_ascii_lowercase();
        let name = name.trim_end_matches('.');
        let of = |(zone, behaviour): (&String, &Behaviour)| {
            let inside = name == zone || name.strip_suffix(zone.as_str()).is_some_and(|rest| rest.ends_with('.'));
            inside.then_some(*behaviour)
        };
        self.behaviours.iter().find_map(of).unwrap_or(Behaviour::Answers)
    }
}

fn add_zone(catalog: &mut Catalog, name: &str, records: &str) -> Result<(), DemoDnsError> {
    let failed = |reason: String| DemoDnsError::Zone { name: name.to_owned(), reason };
    let origin = Name::from_ascii([name, "."].concat()).map_err(|error| failed(error.to_string()))?;
    let text =
        ["@ 3600 IN SOA ns.example. hostmaster.example. 1 3600 600 86400 60\n@ 3600 IN NS ns.example.\n", records].concat();
    let (_, records): (Name, BTreeMap<RrKey, RecordSet>) =
        Parser::new(text, None, Some(origin.clone())).parse().map_err(|error| failed(error.to_string()))?;
    let zone = InMemoryZoneHandler::<TokioRuntimeProvider>::new(origin.clone(), records, ZoneType::Primary, AxfrPolicy::Deny)
        .map_err(failed)?;
    catalog.upsert(origin.into(), vec![Arc::new(zone)]);
    Ok(())
}

impl Zones {
    async fn answer<R: ResponseHandler, T: Time>(&self, request: &Request, mut response: R) -> ResponseInfo {
        let code = match self.behaviour(request) {
            Behaviour::Answers => return self.catalog.handle_request::<R, T>(request, response).await,
            Behaviour::Silent => return unsent(request),
            Behaviour::Refuses => ResponseCode::Refused,
            Behaviour::Bogus if request.metadata.checking_disabled => ResponseCode::NoError,
            Behaviour::Fails | Behaviour::Bogus => ResponseCode::ServFail,
        };
        let message = MessageResponseBuilder::from_message_request(request).error_msg(&request.metadata, code);
        response.send_response(message).await.unwrap_or_else(|_| unsent(request))
    }
}

fn unsent(request: &Request) -> ResponseInfo {
    Header { metadata: Metadata::response_from_request(&request.metadata), counts: HeaderCounts::default() }.into()
}
