//! Turns bytes into reports.
//!
//! Pure: the caller reads files and streams. Formats are recognised by content.

mod blocks;
mod charset;
mod dates;
mod dom;
mod error;
mod feed;
mod furniture;
mod intake;
mod language;
mod mail;
mod markdown;
mod marks;
mod meta;
mod origin;
mod page;
mod pieces;
mod recognise;
mod shelf;
mod syndication;
mod telegram;
mod text;
mod vote;
mod warc;

pub use charset::{Decoded, decode};
pub use dates::{When, machine_time};
pub use dom::{MAX_ATTRIBUTES, MAX_DEPTH};
pub use error::{IngestError, Outcome};
pub use furniture::Repeats;
pub use intake::{Draft, Intake, Options};
pub use language::{is_read, language};
pub use origin::{Because, Origin, Source, origin};
pub use page::MAX_PAGE;
pub use pieces::{Found, MAX_FEED, MAX_RATIO, Piece, Pieces};
pub use recognise::{Format, HEAD, recognise};
pub use shelf::{Pair, REUSE_DAYS, Reused, Shelf, Shelved};
pub use syndication::{Fingerprints, Overlap, Run, compare};
pub use text::{Fields, MAX_LINE, from_json, from_json_fields, from_text, looks_like_jsonl, parse_date};
