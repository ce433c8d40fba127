//! Any bytes as a file: recognised, unpacked, split (archives, mailboxes, lines), and no piece is larger than what may be unpacked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::{MAX_RATIO, Pieces};

fuzz_target!(|input: &[u8]| {
    let Ok(pieces) = Pieces::open(input) else { return };
    let mut bytes = 0;
    for piece in pieces.flatten() {
        bytes += piece.bytes.len();
        // Pages have a target of their own; here they would take all the time.
        if piece.bytes.len() < 1 << 10 {
            rawi_fuzz::read(&piece);
        }
    }
    assert!(bytes as u64 <= (8 << 20) + input.len() as u64 * MAX_RATIO * MAX_RATIO);
});
