//! Which addresses can be reached over the public Internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is global by the registries of special-purpose addresses (RFC 6890, RFC 8190; read 2024), mapped and
/// embedded IPv4 addresses judged by what they embed. With `demonstration` the documentation and loopback ranges count too.
#[must_use]
pub fn is_public(address: IpAddr, demonstration: bool) -> bool {
    match address {
        IpAddr::V4(address) => v4(address, demonstration),
        IpAddr::V6(address) => v6(address, demonstration),
    }
}

/// The loopback address at which the demonstration's Edge server of an invented address listens: documentation ranges are nobody's, so that
/// nothing can answer there. Other addresses stand for themselves.
#[must_use]
pub fn stand_in(address: IpAddr) -> IpAddr {
    let at = |net: u8, host: u8| IpAddr::V4(Ipv4Addr::new(127, 50, net, host));
    match address {
        IpAddr::V4(v4) if v4.is_documentation() => {
            let [first, _, _, host] = v4.octets();
            at(first, host)
        }
        IpAddr::V6(v6) if v6.segments().starts_with(&[0x2001, 0xdb8]) => {
            let octets = v6.octets();
            at(octets[5], octets[15])
        }
        other => other,
    }
}

fn v4(address: Ipv4Addr, demonstration: bool) -> bool {
    let [a, b, c, _] = address.octets();
    if address.is_documentation() || address.is_loopback() {
        return demonstration;
    }
    let special = a == 0                                // this network
        || address.is_private()
        || (a == 100 && (64..128).contains(&b))         // carrier-grade NAT, RFC 6598
        || address.is_link_local()
        || (a == 192 && b == 0 && c == 0)               // IETF protocol assignments
        || (a == 192 && b == 88 && c == 99)             // deprecated 6to4 relays, RFC 7526
        || (a == 198 && (b == 18 || b == 19))           // benchmarks, RFC 2544
        || a >= 224; // multicast, reserved, broadcast
    !special
}

fn v6(address: Ipv6Addr, demonstration: bool) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return v4(mapped, demonstration);
    }
    let [a, b, c, d, _, _, g, h] = address.segments();
    let embedded = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    if address.is_loopback() || (a == 0x2001 && b == 0xdb8) || (a == 0x3fff && b < 0x1000) {
        return demonstration;
    }
    if a == 0x64 && b == 0xff9b && c == 0 && d == 0 {
        return v4(embedded(g, h), demonstration); // NAT64, RFC 6052
    }
    if a == 0x2002 {
        return v4(embedded(b, c), demonstration); // 6to4, RFC 3056
    }
    // Global unicast is 2000::/3 alone; 2001::/23 is for protocols (Teredo, ORCHID, benchmarks).
    (0x2000..0x4000).contains(&a) && !(a == 0x2001 && b < 0x200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_ranges_are_not_public_and_their_neighbours_are() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::7f00:1",
        ] {
            assert!(!is_public(text.parse().unwrap(), false), "{text}");
        }
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "193.166.3.2",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:200::1",
            "2a00:1::1",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
            "3fff:1000::1",
        ] {
            assert!(is_public(text.parse().unwrap(), false), "{text}");
        }
    }

    #[test]
    fn invented_addresses_have_a_place_on_loopback_and_others_stand_for_themselves() {
        for (address, place) in [
            ("198.51.100.10", "127.50.198.10"),
            ("203.0.113.5", "127.50.203.5"),
            ("2001:db8:5::5", "127.50.5.5"),
            ("193.166.3.2", "193.166.3.2"),
            ("2a00:1::2", "2a00:1::2"),
            ("127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(stand_in(address.parse().unwrap()), place.parse::<IpAddr>().unwrap(), "{address}");
        }
    }

    #[test]
    fn documentation_and_loopback_count_in_demonstrations_only_and_nothing_else_does() {
        for text in ["127.0.0.1", "::1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::5", "::ffff:192.0.2.1"] {
            assert!(is_public(text.parse().unwrap(), true), "{text}");
        }
        for text in ["10.0.0.1", "192.168.1.1", "169.254.0.1", "fd00::1", "fe80::1"] {
            assert!(!is_public(text.parse().unwrap(), true), "{text}");
        }
    }
}
