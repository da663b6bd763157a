//! Connections to places that somebody else named: a certificate, a partner's zone. Such a name must not make the service knock at a door
//! of the network that it stands in. So a name is resolved once, what it resolved to is judged, and the connection goes to the address that
//! was judged and to no other: a name that answers differently the second time gains nothing.
//!
//! What an operator set (a time-stamp server, a mail server) may be anywhere, and does not come here.

mod http;

pub use http::http_agent;

use std::net::{IpAddr, SocketAddr};

use crate::federation::is_public;

/// The rule that only public addresses are connected to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicOnly {
    demonstration: bool,
}

/// A name leads to no address that may be connected to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host} leads to no public address")]
pub struct NotPublic {
    /// The name, or the address as it was written.
    pub host: String,
}

impl PublicOnly {
    /// The rule; with `demonstration` loopback and documentation addresses count as public.
    #[must_use]
    pub const fn new(demonstration: bool) -> Self {
        Self { demonstration }
    }

    /// Whether an address may be connected to.
    #[must_use]
    pub fn allows(self, address: IpAddr) -> bool {
        is_public(address, self.demonstration)
    }

    /// Of the addresses that `host` resolved to, those that may be connected to, in their order.
    ///
    /// # Errors
    /// [`NotPublic`] where none may.
    pub fn allowed(self, host: &str, found: impl IntoIterator<Item = SocketAddr>) -> Result<Vec<SocketAddr>, NotPublic> {
        let allowed: Vec<SocketAddr> = found.into_iter().filter(|address| self.allows(address.ip())).collect();
        if allowed.is_empty() { Err(NotPublic { host: host.to_owned() }) } else { Ok(allowed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(texts: &[&str]) -> Vec<SocketAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn addresses_that_are_not_public_are_left_out_and_nothing_else() {
        let found = addresses(&["10.0.0.1:80", "193.166.3.2:80", "[fd00::1]:80", "169.254.169.254:80", "[2a00:1::1]:80"]);
        let allowed = PublicOnly::new(false).allowed("ca.example", found).unwrap();
        assert_eq!(allowed, addresses(&["193.166.3.2:80", "[2a00:1::1]:80"]));
        let inside = addresses(&["127.0.0.1:80", "[::1]:80", "[::ffff:192.168.0.1]:80"]);
        let refused = PublicOnly::new(false).allowed("ca.example", inside.clone()).unwrap_err();
        assert_eq!(refused.host, "ca.example");
        let shown = PublicOnly::new(true).allowed("ca.example", inside).unwrap();
        assert_eq!(shown, addresses(&["127.0.0.1:80", "[::1]:80"]), "private addresses never count");
    }
}
