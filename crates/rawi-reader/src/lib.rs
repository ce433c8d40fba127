//! Reads a report into attributed claims: `read(&Lexicon, &Report) -> Reading`.
//!
//! Pure: no clock, network, file system or database. Reading never fails; what was not understood is a note.
//! `walk` calls the stages in this order: sentence, token, morph, timex, chunk (with mention), attribution, frame, factuality, claim (with coref), sharing.
//! ARCHITECTURE.md has the files of each.

mod amount;
mod anaphora;
mod argument;
mod attribution;
mod chunk;
mod claim;
mod coref;
mod event_noun;
mod factuality;
mod filler;
mod frame;
mod governor;
mod implied;
mod join;
mod link;
mod list;
mod mention;
mod morph;
mod naming;
mod nominal;
mod phrase;
mod placing;
mod saying;
mod sentence;
mod sharing;
mod subject;
mod timex;
mod token;
mod types;
mod verbal;
mod victims;
mod walk;

pub use walk::{Trace, read, read_traced};
