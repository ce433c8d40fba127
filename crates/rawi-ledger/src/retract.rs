//! Retractions: a report, or one claim, no longer stands.

use serde::{Deserialize, Serialize};

use crate::{Draft, Entry, Kind, LedgerError, ReviewError, judged};

/// The body of a retraction entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retraction {
    /// The claim; the whole report without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// From when on it no longer counts: RFC 3339 in UTC, or a date.
    pub at: String,
    /// Why.
    pub why: String,
}

/// Makes the entry of a retraction, after checking it against the stream of its report.
///
/// # Errors
/// When report or claim are not there, the reason is empty, or the same was retracted before.
pub fn retraction_draft(stream: &[Entry], retraction: &Retraction) -> Result<Draft, ReviewError> {
    let name = stream.first().filter(|e| e.kind == Kind::Report).map(|e| e.stream.clone()).ok_or_else(|| ReviewError::NoReport("the stream".to_owned()))?;
    if retraction.why.trim().is_empty() {
        return Err(ReviewError::Lacks("a retraction needs a reason"));
    }
    if let Some(claim) = &retraction.claim
        && !judged(stream).claims.iter().any(|c| c.value()["id"] == claim.as_str())
    {
        return Err(ReviewError::NoClaim(claim.clone()));
    }
    let earlier = stream.iter().filter(|e| e.kind == Kind::Retraction).filter_map(|e| serde_json::from_str::<Retraction>(e.body.get()).ok());
    if earlier.into_iter().any(|e| e.claim == retraction.claim) {
        return Err(ReviewError::Lacks("this was retracted before; nothing was recorded"));
    }
    Draft::new(name, Kind::Retraction, retraction).map_err(|e| LedgerError::from(e).into())
}
