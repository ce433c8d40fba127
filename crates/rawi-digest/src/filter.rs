//! What a subscriber wants to hear of.

use rawi_situation::changes::Change;
use rawi_situation::dispute::{Dispute, Spoken};
use rawi_situation::output::Named;
use serde::{Deserialize, Serialize};

use crate::book::Book;

/// Conditions that must all hold; an empty list is no condition, and of a list one entry is enough. Entries are identifiers, last parts of them, or names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Places, each by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Areas with all that lies in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// Actors and persons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    /// Kinds of claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<String>,
    /// Who is the origin of one of the claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Only disputes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputes: bool,
}

impl Filter {
    /// Whether a change is wanted.
    pub fn wants_change(&self, book: &Book, change: &Change) -> bool {
        let parties = [&change.was.value, &change.is.value, &change.is.alert].into_iter().flatten();
        !self.disputes && self.wants_fluent(change.fluent) && self.about(book, [&change.subject], parties) && self.heard(book, &change.claims)
    }

    /// Whether a dispute is wanted.
    pub fn wants_dispute(&self, book: &Book, dispute: &Dispute) -> bool {
        let parties = dispute.sides.iter().map(|s| &s.value);
        let claims = dispute.sides.iter().flat_map(|s| &s.claims);
        self.wants_fluent(dispute.fluent) && self.about(book, [&dispute.subject], parties) && self.heard(book, claims)
    }

    /// Whether a claim of some kind is wanted by itself: only when its kind was asked for, and nothing else tells it.
    pub fn wants_claim(&self, book: &Book, kind: &str, places: &[Named], parties: &[Named], claim: &Spoken) -> bool {
        !self.disputes && self.kind.iter().any(|k| k == kind) && self.about(book, places, parties) && self.heard(book, [claim])
    }

    fn about<'a>(&self, book: &Book, subjects: impl IntoIterator<Item = &'a Named>, parties: impl IntoIterator<Item = &'a Named>) -> bool {
        let all: Vec<&Named> = subjects.into_iter().chain(parties).collect();
        let called = |words: &[String]| words.iter().any(|w| all.iter().any(|n| book.is_called(n, w)));
        let inside = || self.within.iter().any(|w| all.iter().any(|n| book.is_in(n, w)));
        // Where a person is, is a value: the place may stand on either side.
        let placed = (self.place.is_empty() && self.within.is_empty()) || called(&self.place) || inside();
        placed && (self.actor.is_empty() || called(&self.actor))
    }

    fn heard<'a>(&self, book: &Book, claims: impl IntoIterator<Item = &'a Spoken>) -> bool {
        self.source.is_empty() || claims.into_iter().any(|c| self.source.iter().any(|w| book.is_called(&c.origin, w)))
    }

    fn wants_fluent(&self, fluent: &str) -> bool {
        self.kind.is_empty() || self.kind.iter().any(|kind| told_by(kind) == fluent)
    }
}

/// The fluent that claims of a kind are told by, or the kind itself.
pub(crate) fn told_by(kind: &str) -> &str {
    match kind {
        "withdraw" => "control",
        "depart" => "location",
        "casualties" => "toll",
        other => other,
    }
}
