//! Who wants to be told what.

use rawi_situation::instant::Instant;

use crate::filter::Filter;
use crate::lang::Lang;
use crate::rhythm::Rhythm;

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// A random identifier, not made from the address.
    pub id: String,
    /// Where the mail goes. Nothing else is known of the person.
    pub address: String,
    /// What is wanted.
    pub filter: Filter,
    /// In which language.
    pub lang: Lang,
    /// How often.
    pub rhythm: Rhythm,
    /// Name of the time zone.
    pub zone: String,
    /// When it was asked for.
    pub asked: Instant,
    /// When the address was confirmed; before that no digest is sent.
    pub confirmed: Option<Instant>,
    /// Up to when the subscriber was told.
    pub told: Instant,
    /// Whether the last digest may not have arrived.
    pub unsure: bool,
}
