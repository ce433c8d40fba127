//! Subscribers of the digest, and the mail that reaches each of them once.
//!
//! [`Register`] keeps subscriptions and the queue in an SQLite file, [`opt_in`] and [`queue_due`] put mails into it, [`flush`] hands them to a mail server.
//! The time is an argument everywhere. The rule by which no mail is sent twice stands in `queue.rs`.

mod config;
mod error;
mod flush;
mod letter;
mod offer;
mod queue;
mod register;
mod smtp;

pub use config::{Config, Mail, Security};
pub use error::PostError;
pub use flush::{Account, flush};
pub use offer::{opt_in, queue_due};
pub use queue::{Outgoing, Waiting};
pub use register::{Register, Wish};
