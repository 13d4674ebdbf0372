//! Who is at the other end of the connection, for rate limits. A header that anybody can write counts only when the
//! connection itself comes from a proxy that the configuration names.

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// Address of the peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// The address by which attempts are counted: a household or company gets a whole IPv6 /64, so all of it counts
    /// as one.
    #[must_use]
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// Middleware: finds the peer's address once and leaves it with the request.
pub async fn find(State(proxies): State<Arc<[IpAddr]>>, mut request: Request, next: Next) -> Response {
    let connected =
        request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let peer = Peer(behind_proxies(&proxies, connected, request.headers()));
    request.extensions_mut().insert(peer);
    next.run(request).await
}

/// Goes through `X-Forwarded-For` from the end, as long as the one who wrote the entry is a trusted proxy.
/// An unknown connection counts as the address 0.0.0.0: all unknown ones share their limit.
fn behind_proxies(proxies: &[IpAddr], connected: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    let Some(mut peer) = connected.map(|address| address.to_canonical()) else {
        return IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    };
    let entries: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    for entry in entries.iter().rev() {
        if !proxies.contains(&peer) {
            break;
        }
        match entry.parse::<IpAddr>() {
            Ok(address) => peer = address.to_canonical(),
            Err(_) => break,
        }
    }
    peer
}

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(proxies: &[&str], connected: &str, forwarded: &str) -> String {
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        behind_proxies(&proxies, Some(connected.parse().unwrap()), &headers).to_string()
    }

    #[test]
    fn a_header_of_a_stranger_counts_for_nothing() {
        assert_eq!(found(&[], "203.0.113.7", "198.51.100.1"), "203.0.113.7");
        assert_eq!(found(&["10.0.0.1"], "203.0.113.7", "198.51.100.1"), "203.0.113.7");
    }

    #[test]
    fn behind_a_trusted_proxy_the_entry_that_it_wrote_counts() {
        assert_eq!(found(&["10.0.0.1"], "10.0.0.1", "1.2.3.4, 198.51.100.1"), "198.51.100.1");
        assert_eq!(found(&["10.0.0.1", "10.0.0.2"], "10.0.0.1", "198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(found(&["10.0.0.1"], "::ffff:10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(found(&["10.0.0.1"], "10.0.0.1", "garbage"), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let first = Peer("2001:db8:1:2::1".parse().unwrap());
        let second = Peer("2001:db8:1:2:ffff::9".parse().unwrap());
        let other = Peer("2001:db8:1:3::1".parse().unwrap());
        assert_eq!(first.network(), second.network());
        assert_ne!(first.network(), other.network());
    }
}
