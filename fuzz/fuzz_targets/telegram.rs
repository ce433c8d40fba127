//! Any bytes as an export of Telegram, in JSON and in HTML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::Format;

fuzz_target!(|input: &[u8]| [Format::TelegramJson, Format::TelegramHtml].into_iter().for_each(|format| rawi_fuzz::read_as(format, input)));
