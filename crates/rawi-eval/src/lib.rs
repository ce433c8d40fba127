//! Scores claims against an annotation made by hand (the gold).
//!
//! Pure: takes claim records as JSON values and gold as text, returns figures. [`score_report`] matches the claims of one
//! report, [`Score`] adds reports up, [`Figures`] are what is printed, a [`Snapshot`] is a run to compare the next one with.
//! [`Expected`] is the short form in which the verb classes of the lexicon write down what their tests expect.

mod calibration;
mod expect;
mod figures;
mod gold;
mod matching;
mod misses;
mod names;
mod record;
mod score;
mod snapshot;
mod time;

pub use calibration::{Bin, Calibration};
pub use expect::{Expected, class_test};
pub use figures::Figures;
pub use gold::{Gold, GoldClaim, GoldFiller};
pub use matching::CORE;
pub use names::{Names, fold, similarity};
pub use record::{ReadClaim, ReadFiller};
pub use score::{ReportScore, Score, Verdict, score_report};
pub use snapshot::{Change, Snapshot, SnapshotError};
