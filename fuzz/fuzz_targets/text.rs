//! Any bytes as plain text, as Markdown and as a line of JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::Format;

fuzz_target!(|input: &[u8]| [Format::Text, Format::Markdown, Format::Jsonl].into_iter().for_each(|format| rawi_fuzz::read_as(format, input)));
