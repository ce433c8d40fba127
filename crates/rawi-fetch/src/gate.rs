//! Which addresses may be reached.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

use crate::FetchError;

/// Ports that are fetched from.
const PORTS: [u16; 2] = [80, 443];

/// True for addresses that anyone on the Internet can reach; false for private, local, shared, documentary and reserved ones (IANA's registries of
/// special-purpose addresses), also when an IPv4 address is wrapped into an IPv6 one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    // The prefix by which networks without IPv4 reach it.
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let special = matches!((s[0], s[1]), (0x2001, 0..=0x1ff | 0xdb8) | (0x2002, _) | (0x3fff, 0..=0xfff));
    s[0] & 0xe000 == 0x2000 && !special
}

/// What may be reached: public addresses on the ports of the web, and what was allowed by name.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    allowed: Vec<SocketAddr>,
}

impl Gate {
    /// Also lets these be reached, whatever they are.
    pub fn allowing(allowed: Vec<SocketAddr>) -> Self {
        Self { allowed }
    }

    /// Whether a connection to this address may be made.
    pub fn lets(&self, address: SocketAddr) -> bool {
        self.allowed.contains(&address) || (PORTS.contains(&address.port()) && is_public(address.ip()))
    }

    /// Checks everything that an address shows before a name is looked up.
    pub(crate) fn check(&self, url: &Url) -> Result<(), FetchError> {
        let unfit = || FetchError::Address(url.to_string());
        let host = url.host().filter(|_| matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()).ok_or_else(unfit)?;
        let port = url.port_or_known_default().ok_or_else(unfit)?;
        if !PORTS.contains(&port) && !self.allowed.iter().any(|a| a.port() == port) {
            return Err(FetchError::Port(port));
        }
        let literal = match host {
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
            Host::Domain(_) => return Ok(()),
        };
        if self.lets(SocketAddr::new(literal, port)) { Ok(()) } else { Err(FetchError::Private { host: host.to_string(), address: literal }) }
    }
}

/// A resolver that gives a connection nothing but addresses that pass the gate.
pub(crate) struct Guarded<R> {
    pub gate: Gate,
    pub names: R,
}

impl<R> fmt::Debug for Guarded<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.gate.fmt(f)
    }
}

impl<R: Resolver> Resolver for Guarded<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let mut passed = self.empty();
        found.iter().filter(|address| self.gate.lets(**address)).for_each(|address| passed.push(*address));
        match found.first() {
            Some(refused) if passed.is_empty() => {
                let error = FetchError::Private { host: uri.host().unwrap_or_default().to_owned(), address: refused.ip() };
                Err(ureq::Error::Io(std::io::Error::other(error)))
            }
            _ => Ok(passed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        let public = [
            "8.8.8.8",
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.1",
            "64:ff9b::808:808",
            "2606:4700::1111",
            "2a00::1",
        ];
        private.iter().for_each(|a| assert!(!is_public(a.parse().unwrap()), "{a}"));
        public.iter().for_each(|a| assert!(is_public(a.parse().unwrap()), "{a}"));
    }

    #[test]
    fn addresses_are_checked_however_they_are_written() {
        let gate = Gate::default();
        let check = |url: &str| Url::parse(url).map_err(|_| FetchError::Address(url.into())).and_then(|url| gate.check(&url));
        for literal in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0x7f.1",
            "127.1",
            "127.0.0.1.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "０.0.0.0",
            "169.254.169.254",
        ] {
            assert!(matches!(check(&format!("http://{literal}/")), Err(FetchError::Private { .. })), "{literal}: {:?}", check(&format!("http://{literal}/")));
        }
        for unfit in ["ftp://a.example/", "file:///etc/passwd", "http://user@a.example/", "http://user:word@a.example/", "gopher://a.example", "data:,x"] {
            assert!(matches!(check(unfit), Err(FetchError::Address(_))), "{unfit}");
        }
        assert!(matches!(check("http://a.example:22/"), Err(FetchError::Port(22))));
        for fit in ["http://a.example/", "https://a.example:443/", "https://a.example:80/x", "http://8.8.8.8/", "http://[2606:4700::1111]/"] {
            assert!(check(fit).is_ok(), "{fit}");
        }
    }

    #[test]
    fn what_is_allowed_is_one_address_and_port() {
        let gate = Gate::allowing(vec!["127.0.0.1:8080".parse().unwrap()]);
        let check = |url: &str| gate.check(&Url::parse(url).unwrap()).is_ok();
        assert!(check("http://127.0.0.1:8080/") && check("http://a.example:8080/"));
        assert!(!check("http://127.0.0.1/") && !check("http://127.0.0.2:8080/") && !check("http://8.8.8.8:8080/"));
        assert!(gate.lets("127.0.0.1:8080".parse().unwrap()) && !gate.lets("127.0.0.1:80".parse().unwrap()) && !gate.lets("8.8.8.8:8080".parse().unwrap()));
    }
}
