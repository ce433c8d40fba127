//! Loads, checks and looks up the lexicon that Rawi reads with.
//!
//! The crate touches no file system: [`Sources`] hands it bytes. Formats are described in `docs/LEXICON.md`.

mod check;
mod conjugate;
mod decline;
mod entries;
mod frame;
mod gazetteer;
mod import;
mod inflect;
mod load;
mod load_classes;
mod load_closed;
mod load_names;
mod lookup;
pub mod orthography;
mod page;
mod schema;
mod shape;
mod source;
mod table;
mod words;

pub use check::PLACE_TYPES;
pub use conjugate::{Cell, ConjugateError, Participles, Subject, Tense, Voice, conjugate, participles};
pub use decline::{NounForm, Number, adjective, plural, singular};
pub use entries::*;
pub use frame::{Arg, Frame, Slot, Type};
pub use gazetteer::{Gazetteer, GazetteerRow, Unused, gazetteer_rows};
pub use import::{Import, ImportCounts};
pub use page::{Marks, PageMarks};
pub use source::{LexiconError, Sources};
pub use words::{AspectKind, Fact, Negation, Phrases, Quantifier, TimePrep, Word, WordEntry};
