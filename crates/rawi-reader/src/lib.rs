//! Reads a report into attributed claims: `read(&Lexicon, &Report) -> Reading`.
//!
//! Pure: no clock, network, file system or database. Reading never fails; what was not understood is a note.
//! Each stage is a plain function in a file of its own, in this order:
//! sentence, token, morph, timex, phrase (with mention and list), frame, attribution, factuality, coref, claim (with sharing).

mod attribution;
mod claim;
mod coref;
mod factuality;
mod frame;
mod list;
mod mention;
mod morph;
mod phrase;
mod sentence;
mod sharing;
mod timex;
mod token;

pub use claim::{Trace, read, read_traced};
