//! Writes claims in the formats that Rawi speaks: the claim record (JSONL) and CSV.
//!
//! Spans are UTF-8 bytes inside Rawi and Unicode code points in records; [`Offsets`] converts.

mod csv;
mod offsets;
mod record;
mod report;
mod reuse;

pub use csv::{CSV_HEADER, csv_line, csv_row};
pub use offsets::Offsets;
pub use record::{Record, record};
pub use report::{ReportRecord, report_record};
pub use reuse::{ReusedRecord, mark_reuse};
