//! Weighs claims: from who said what to who holds what, how surely, on how many independent chains.
//!
//! [`record`] takes claim records in, [`situation::Case`] sorts them into tracks and learns, [`fold::Fold`] weighs one track, [`output`] is what leaves.

pub mod changes;
/// Claims as the situation sees them.
pub mod claim;
pub mod dawid_skene;
pub mod dispute;
pub mod filter;
pub mod fold;
pub mod history;
/// Instants and stretches of time.
pub mod instant;
pub mod learn;
pub mod learned;
/// What claims name.
pub mod names;
pub mod output;
pub mod parameters;
pub mod record;
pub mod sides;
pub mod situation;
pub mod sources;
pub mod spoken;
pub mod toll;
pub mod track;
pub mod truth_finder;
pub mod vote;
pub mod weigh;
pub mod why;
