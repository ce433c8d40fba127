//! Bodies of readings, and which one counts.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::{Entry, Kind};

/// What a reading entry holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadingBody {
    /// Fingerprint of the lexicon, see [`fingerprint`].
    pub lexicon: String,
    /// Version of the reader.
    pub reader: String,
    /// Claim records, byte for byte as `rawi read --format jsonl` prints them.
    pub claims: Vec<Box<RawValue>>,
    /// What was not understood.
    #[serde(default)]
    pub notes: Vec<Box<RawValue>>,
    /// Words of the report that stood in another one first: `start`, `end` (code points), `from` (a report) and `because`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reused: Vec<Box<RawValue>>,
}

/// `lex_` and 16 hexadecimal digits of the SHA-256 of all files, each by path and content.
pub fn fingerprint<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    let hex: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("lex_{hex}")
}

/// The last reading of a stream: the one that counts.
pub fn present_reading(stream: &[Entry]) -> serde_json::Result<Option<ReadingBody>> {
    stream.iter().rfind(|e| e.kind == Kind::Reading).map(|e| serde_json::from_str(e.body.get())).transpose()
}
