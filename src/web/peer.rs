//! The address that a request comes from.

use std::net::{IpAddr, Ipv6Addr};

/// The address of the caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

impl Peer {
    /// The network that it calls from, for the log: of IPv4 the first three
    /// numbers, of IPv6 the first 64 bits.
    pub(super) fn network(self) -> String {
        match self.0 {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(_) => format!("{}/64", network(self.0)),
        }
    }
}

/// An address without the part that its owner can choose (RFC 4291, §2.5.4).
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}
