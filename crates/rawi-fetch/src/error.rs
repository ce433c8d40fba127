//! Why something was not fetched.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use crate::reply::MAX_BYTES;

/// Why something was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It is no address that can be fetched.
    #[error("'{0}' is no address that can be fetched: http:// or https://, a host, no user name")]
    Address(String),
    /// A port that is not fetched from.
    #[error("port {0} is not fetched from: only 80 and 443, and what --allow names")]
    Port(u16),
    /// The host is, or stands for, an address that is not public.
    #[error("{host} is at {address}, which is no public address; --allow {address}:PORT lets it be fetched from")]
    Private {
        /// The host as the address names it.
        host: String,
        /// The address that it has.
        address: IpAddr,
    },
    /// The host has no address.
    #[error("the host is not known")]
    UnknownHost,
    /// The site asks programs not to fetch this.
    #[error("the site's robots.txt asks programs not to fetch it")]
    Robots,
    /// The site's rules could not be read, so nothing is fetched from there for now.
    #[error("the site's robots.txt cannot be read ({0}); nothing is fetched until it can")]
    NoRules(String),
    /// It redirects too often.
    #[error("it redirects more than {0} times")]
    Redirects(usize),
    /// It redirects to nowhere.
    #[error("it redirects without saying where to")]
    NoTarget,
    /// The site answers that it is not there, or not for us.
    #[error("the site answers {0}")]
    Status(u16),
    /// The site asks to come back later.
    #[error("the site answers {status} and asks to wait{}", .after.map_or_else(String::new, |a| format!(" {} s", a.as_secs())))]
    Later {
        /// The status.
        status: u16,
        /// How long, if it says.
        after: Option<Duration>,
    },
    /// More bytes than are taken, packed or unpacked.
    #[error("it has more than {} MB", MAX_BYTES >> 20)]
    TooLarge,
    /// It unpacks to suspiciously much, or not at all.
    #[error("it cannot be unpacked: {0}")]
    Packing(String),
    /// It took too long.
    #[error("it takes more than {} s", .0.as_secs())]
    TooSlow(Duration),
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Connection(String),
}

impl FetchError {
    /// True when the same request may succeed later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::UnknownHost | Self::NoRules(_) | Self::Later { .. } | Self::TooSlow(_) | Self::Connection(_) => true,
            Self::Status(status) => *status >= 500,
            _ => false,
        }
    }

    /// An error of the client, of a request that may take so long.
    pub(crate) fn of(error: ureq::Error, patience: Duration) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::TooSlow(patience),
            ureq::Error::HostNotFound => Self::UnknownHost,
            ureq::Error::Io(error) => Self::of_io(error, patience),
            other => Self::Connection(other.to_string()),
        }
    }

    /// An error while reading; the client wraps its own in it.
    pub(crate) fn of_io(error: io::Error, patience: Duration) -> Self {
        match error.downcast::<ureq::Error>() {
            Ok(ureq::Error::Io(inner)) => Self::of_io(inner, patience),
            Ok(inner) => Self::of(inner, patience),
            Err(error) => match error.downcast::<Self>() {
                Ok(ours) => ours,
                Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => Self::TooSlow(patience),
                Err(error) => Self::Connection(error.to_string()),
            },
        }
    }
}
