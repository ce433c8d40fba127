//! Bodies of parameters: what situations are weighed with until something newer is learned.

use rawi_situation::learned::Learned;
use serde::{Deserialize, Serialize};

use crate::{Draft, Kind, LedgerError, Store};

/// Stream of parameters.
const STREAM: &str = "parameters";

/// The body of a parameters entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParametersBody {
    /// The claims that it was learned from were known by then: seconds since 1970, UTC.
    pub known: i64,
    /// Which parties counted as one: `shipped` or `none`.
    pub sides: String,
    /// How many statements it was learned from.
    pub statements: usize,
    /// What was learned.
    pub learned: Learned,
}

impl ParametersBody {
    /// The entry to record.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn draft(&self) -> Result<Draft, LedgerError> {
        Ok(Draft::new(STREAM, Kind::Parameters, self)?)
    }

    /// The last recorded ones that were learned with these sides from what was known by a time. Entries of another make are passed over.
    ///
    /// # Errors
    /// Those of the store.
    pub fn recorded(store: &impl Store, sides: &str, known: i64) -> Result<Option<Self>, LedgerError> {
        let entries = store.stream(STREAM)?;
        let fits = |body: &Self| body.sides == sides && body.known <= known;
        Ok(entries.iter().rev().filter_map(|e| serde_json::from_str(e.body.get()).ok()).find(fits))
    }
}
