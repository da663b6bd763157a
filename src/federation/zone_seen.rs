//! What was seen of the zone that holds a domain: its signatures and its authoritative servers, asked one by one.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Answer, SrvSeen};

/// How the signatures of a domain stand (RFC 4035 section 4.3), by our own validation from the trust anchor down. What a resolver says of
/// its own validation (the AD bit) is not believed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DnssecSeen {
    /// It was not looked at.
    #[default]
    NotAsked,
    /// Every signature from the anchor to the answer holds.
    Secure,
    /// It is proven that the zone, or one above it, is not signed.
    Insecure,
    /// The zone is signed, and the signatures do not hold.
    Bogus {
        /// The question.
        asked: String,
        /// What does not hold, as evidence.
        seen: String,
    },
    /// It cannot be told: the resolver leaves signatures out, or did not answer all that it takes.
    Unknown {
        /// Why.
        seen: String,
    },
}

impl DnssecSeen {
    /// The graver of two: one answer that does not hold spoils a domain, and one that is not signed leaves it unsigned.
    #[must_use]
    pub fn worst(self, other: Self) -> Self {
        let rank = |seen: &Self| match seen {
            Self::NotAsked => 0,
            Self::Secure => 1,
            Self::Insecure => 2,
            Self::Unknown { .. } => 3,
            Self::Bogus { .. } => 4,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// The delegation of the zone that holds a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationSeen {
    /// The zone, without a final dot.
    pub zone: String,
    /// The name servers that the zone above names, as its servers told us; `None` where they did not tell, or serve this zone as well.
    pub parent: Option<BTreeSet<String>>,
    /// The name servers that the zone itself names; `None` where that was not answered.
    pub child: Option<BTreeSet<String>>,
    /// Name servers within the zone that the zone above names without an address (glue).
    pub without_glue: BTreeSet<String>,
    /// Whether a server of the zone above answered us directly, which shows that our network lets such questions out.
    pub parent_answered: bool,
    /// The servers, each address by itself.
    pub servers: Vec<ServerSeen>,
}

/// One address of one authoritative server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerSeen {
    /// The server's name.
    pub name: String,
    /// The address that was asked; `None` where the name has none.
    pub address: Option<IpAddr>,
    /// What came of it.
    pub outcome: ServerOutcome,
}

impl ServerSeen {
    /// The server as evidence names it.
    #[must_use]
    pub fn label(&self) -> String {
        match self.address {
            Some(address) => format!("{} ({address})", self.name),
            None => self.name.clone(),
        }
    }
}

/// What came of asking an authoritative server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ServerOutcome {
    /// It answers with authority.
    Answers {
        /// The zone's serial number.
        serial: Option<u32>,
        /// The records of federation, as this server has them.
        srv: Answer<Vec<SrvSeen>>,
    },
    /// Its name has no address.
    NoAddress,
    /// Its address is not public. It was not asked.
    NotPublic,
    /// It said nothing.
    Silent,
    /// Nothing listens there.
    Closed,
    /// Our network has no way there: nothing is known of the server.
    Unreachable,
    /// REFUSED.
    Refused,
    /// SERVFAIL or another failure.
    ServerFailure,
    /// It answers without authority: the zone is not set up there.
    NotAuthoritative,
    /// What came is no answer to the question.
    Malformed,
    /// It was not asked: there are more servers than are asked at all.
    NotAsked,
}

impl ServerOutcome {
    /// What is wrong with the server, as evidence; `None` where nothing is, or nothing is known.
    #[must_use]
    pub const fn fault(&self) -> Option<&'static str> {
        match self {
            Self::NotPublic => Some("address not public"),
            Self::Silent => Some("no answer"),
            Self::Closed => Some("port closed"),
            Self::Refused => Some("REFUSED"),
            Self::ServerFailure => Some("SERVFAIL"),
            Self::NotAuthoritative => Some("not authoritative"),
            Self::Malformed => Some("malformed"),
            Self::Answers { .. } | Self::NoAddress | Self::Unreachable | Self::NotAsked => None,
        }
    }
}
