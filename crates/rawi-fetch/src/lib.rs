//! Fetches pages and feeds: from public addresses only, at the pace and within the bounds that a site asks for.
//!
//! The address that a connection uses is the one that was checked: the check stands in the resolver of the connection. Redirects are followed here,
//! each with all checks anew. No cookies, no proxies, no credentials. This crate sees the network and the clock.

mod error;
mod fetcher;
mod gate;
mod pace;
mod reply;
mod robots;

pub use error::FetchError;
pub use fetcher::{Fetched, Fetcher, Settings};
pub use gate::{Gate, is_public};
pub use reply::{MAX_BYTES, Page, Validators};
