//! Invented wars and their reporting, and how well estimators find out what was true in them.
//!
//! Three processes make wars; only the first is close to what the filter of `rawi-situation` assumes. Everything follows from a seed.

pub mod board;
mod campaign;
mod compare;
mod dice;
mod drift;
mod press;
mod rumour;
pub mod score;
mod tune;
pub mod war;
mod yardstick;

pub use compare::{Cell, DOUBTS, Row, best, compare, vote_settings};
pub use tune::{Knob, knobs, loss};
