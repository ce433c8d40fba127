//! The ledger: what was reported, read, reviewed and retracted, in a record that nobody can quietly change.
//!
//! Entries are appended and never altered. Each belongs to a stream, is numbered in it, and carries the hash of the entry before. What one asks
//! of a ledger (claims, chains, words) stands in projections: tables made from the entries alone, which may be thrown away and made again.
//!
//! The crate sees no clock and no network: the time of recording is an argument. [`Store`] is all that a database has to offer; [`SqliteStore`] is one.

mod append;
mod diff;
mod entry;
mod error;
mod fields;
mod gold;
mod judge;
mod ledger;
mod lock;
mod parameters;
mod postgres;
mod postgres_rows;
mod project;
mod reading;
mod retract;
mod review;
mod sqlite;
mod sqlite_rows;
mod statements;
mod store;
mod tables;
mod transfer;
mod verify;
mod words;

pub use append::{append, is_known};
pub use diff::{Change, Difference, difference};
pub use entry::{Draft, Entry, Hash, Kind};
pub use error::{Fault, LedgerError};
pub use fields::{Vocabulary, field};
pub use gold::gold;
pub use judge::{Judged, JudgedReview, PresentClaim, State, judged};
pub use ledger::{Ledger, address};
pub use parameters::ParametersBody;
pub use postgres::PostgresStore;
pub use reading::{ReadingBody, fingerprint, present_reading};
pub use retract::{Retraction, retraction_draft};
pub use review::{About, Anchor, Review, ReviewError, Target, Verdict, review_draft};
pub use sqlite::SqliteStore;
pub use statements::{Asked, Statements};
pub use store::{Head, Hit, ReportLine, Seal, Store};
pub use transfer::{Imported, export, import};
pub use verify::{Verified, verify};
pub use words::Query;
