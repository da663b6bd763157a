//! The network that a request comes from, coarse enough not to name a person: limits are kept by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::HttpRequest;

/// The network of the client, `192.0.2.0/24` or `2001:db8:1::/48`. `X-Forwarded-For` is believed from a trusted proxy only, and from
/// its end: the last address that is not itself a trusted proxy is the client.
pub(super) fn network(request: &HttpRequest, trusted: &[IpAddr]) -> String {
    let peer = request.peer_addr().map(|address| address.ip());
    let forwarded: Vec<&str> = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect();
    match peer {
        Some(peer) => coarse(client(peer, &forwarded, trusted)),
        None => "unknown".to_owned(),
    }
}

fn client(peer: IpAddr, forwarded: &[&str], trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let hops: Vec<&str> = forwarded.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        client = address.to_canonical();
    }
    client
}

fn coarse(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            [Ipv4Addr::new(a, b, c, 0).to_string().as_str(), "/24"].concat()
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            [Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).to_string().as_str(), "/48"].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpAddr> = trusted.iter().map(|ip| ip.parse().unwrap()).collect();
        coarse(client(peer.parse().unwrap(), forwarded, &trusted))
    }

    #[test]
    fn networks_are_a_slash_24_and_a_slash_48() {
        assert_eq!(seen("192.0.2.77", &[], &[]), "192.0.2.0/24");
        assert_eq!(seen("::ffff:192.0.2.77", &[], &[]), "192.0.2.0/24");
        assert_eq!(seen("2001:db8:1:2:3::4", &[], &[]), "2001:db8:1::/48");
    }

    #[test]
    fn forwarded_addresses_are_believed_from_a_trusted_proxy_only() {
        assert_eq!(seen("192.0.2.1", &["198.51.100.9"], &[]), "192.0.2.0/24");
        assert_eq!(seen("127.0.0.1", &["198.51.100.9"], &["127.0.0.1"]), "198.51.100.0/24");
        // What the client itself wrote stands before what the proxy added.
        assert_eq!(seen("127.0.0.1", &["203.0.113.5, 198.51.100.9"], &["127.0.0.1"]), "198.51.100.0/24");
        assert_eq!(seen("127.0.0.1", &["198.51.100.9", "10.0.0.2"], &["127.0.0.1", "10.0.0.2"]), "198.51.100.0/24");
        assert_eq!(seen("127.0.0.1", &["rubbish"], &["127.0.0.1"]), "127.0.0.0/24");
    }
}
