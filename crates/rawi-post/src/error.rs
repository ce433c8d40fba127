//! What can go wrong around subscribers and mail.

use std::path::PathBuf;

use rawi_digest::{RhythmError, TokenError};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The file of subscribers cannot be used.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another process sends.
    #[error("{0}: another process is sending; wait for it, or end it")]
    Busy(PathBuf),
    /// The database refuses.
    #[error("subscribers: {0}")]
    Database(#[from] rusqlite::Error),
    /// What is stored cannot be read.
    #[error("subscription {id}: {field} cannot be read; remove it and subscribe again")]
    Stored {
        /// The subscription.
        id: String,
        /// The field.
        field: &'static str,
    },
    /// No address.
    #[error("'{0}' is no mail address")]
    Address(String),
    /// A wrong link.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A wrong hour, day or zone.
    #[error(transparent)]
    Rhythm(#[from] RhythmError),
    /// A wrong setting.
    #[error("configuration: {0}")]
    Config(String),
    /// A message cannot be made.
    #[error("message: {0}")]
    Message(#[from] lettre::error::Error),
    /// No randomness to be had.
    #[error("no random numbers: {0}")]
    Random(String),
}
