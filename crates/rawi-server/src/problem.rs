//! What is wrong with a request, in words that say what to do.

use axum::http::StatusCode;
use rawi_ledger::LedgerError;

use crate::lang::Words;
use crate::names::clean;

/// Letters of a reader's own words that are shown back to them.
const SHOWN: usize = 80;

/// Why a request has no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// Key of the words; `KEY-hint` says what to do.
    pub key: &'static str,
    /// What was asked for.
    pub value: String,
}

impl Problem {
    /// A value that cannot be used.
    pub fn bad(key: &'static str, value: &str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, key, value: shown(value) }
    }

    /// There is no such thing.
    pub fn missing(key: &'static str, value: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, key, value: shown(value) }
    }

    /// Too much at once.
    pub fn busy() -> Self {
        Self { status: StatusCode::SERVICE_UNAVAILABLE, key: "problem-busy", value: String::new() }
    }

    /// The server's own fault; what it was is for the log.
    pub fn broken() -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, key: "problem-broken", value: String::new() }
    }

    /// What is wrong.
    pub fn message(&self, words: Words) -> String {
        words.with(self.key, [("value", self.value.as_str().into())])
    }

    /// What to do.
    pub fn hint(&self, words: Words) -> String {
        words.t(&format!("{}-hint", self.key))
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        tracing::error!(%error, "the ledger cannot be read");
        Self::broken()
    }
}

fn shown(value: &str) -> String {
    let value = clean(value);
    if value.chars().count() > SHOWN { value.chars().take(SHOWN).chain(['…']).collect() } else { value }
}
