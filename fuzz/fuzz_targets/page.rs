//! Any bytes as a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::Format;

fuzz_target!(|input: &[u8]| rawi_fuzz::read_as(Format::Html, input));
