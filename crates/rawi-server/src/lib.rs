//! The situation in a browser: pages that work without scripts, in English and Arabic, with the same lists as files, feeds and an API.
//!
//! [`App`] holds a ledger as it was read last; [`router`] answers from it; [`serve`] listens until it is told to stop.

mod api;
mod app;
mod ask;
mod axis;
mod borders;
mod cache;
mod claim_view;
mod claims_page;
mod config;
mod disputes_page;
mod document;
mod embed;
mod enclosure;
mod events;
mod feed;
mod files;
mod filter;
mod lang;
mod layout;
mod listen;
mod log;
pub mod map;
pub mod mark;
mod method_page;
mod metrics;
mod names;
mod ogc;
mod place_page;
mod problem;
mod record;
mod reply;
mod report_page;
mod router;
mod scene;
mod segments;
mod situation_page;
mod snapshot;
mod sources_page;
mod spots;
mod timeline;
mod view;
mod why_view;

pub use app::App;
pub use config::{Config, ConfigError, Limits, Mode, Opening};
pub use enclosure::Enclosure;
pub use lang::{Calendar, FILES as LANGUAGES, Lang};
pub use listen::serve;
pub use log::log;
pub use router::router;
