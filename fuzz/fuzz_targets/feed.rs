//! Any bytes as a feed and as a sitemap.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::Format;

fuzz_target!(|input: &[u8]| [Format::Feed, Format::Sitemap].into_iter().for_each(|format| rawi_fuzz::read_as(format, input)));
