//! Any bytes as a mail and as a page saved with its parts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::Format;

fuzz_target!(|input: &[u8]| [Format::Mail, Format::Mhtml].into_iter().for_each(|format| rawi_fuzz::read_as(format, input)));
