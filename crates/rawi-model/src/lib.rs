//! The words of Rawi: [`Report`], [`Span`], [`Claim`], [`Link`], [`Factuality`], [`Edtf`].
//!
//! This crate knows nothing of languages, files, clocks or networks.

mod claim;
mod edtf;
mod factuality;
mod reading;
mod report;
mod span;

pub use claim::{Aspect, Claim, Count, Cue, Extent, Filler, Harm, Link, LinkType, Role, Sentence, Time, TimeBasis, Via};
pub use edtf::{Edtf, EdtfError, Moment};
pub use factuality::{Certainty, Factuality, Polarity};
pub use reading::{Note, NoteKind, Reading};
pub use report::{Block, BlockKind, Doubt, Evidence, Report, ReportedBasis};
pub use span::Span;
