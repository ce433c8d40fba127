//! Bytes of all kinds, whole, cut and mixed: a report or a reason, never a panic, and sound spans.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use rawi_ingest::{Fingerprints, Intake, Options, Pieces, Repeats, decode, language, machine_time};
use rawi_lexicon::{Lexicon, Sources};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).unwrap());

/// Beginnings that lead into each parser, and pages of the corpus.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut seeds: Vec<Vec<u8>> = [
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n0\r\n\r\n",
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nabcde\r\n\r\nWARC/1.0\r\n",
        "{\"name\":\"x\",\"type\":\"public_channel\",\"id\":1,\"messages\":[{\"id\":1,\"type\":\"message\",\"date\":\"2024-12-08T10:00:00\",\"text\":[\"a\",{\"type\":\"b\",\"text\":\"c\"}]}]}",
        "<html><body class=tgme_page><div class=tgme_widget_message data-post=a/1><div class=tgme_widget_message_text>x<br>y</div><time datetime=2024-12-08></time></div>",
        "<rss version='2.0'><channel><title>t</title><item><title>x</title><description>&lt;p&gt;y</description></item></channel></rss>",
        "<urlset><url><loc>https://a.example/1</loc><news:news><news:title>x &amp; y</news:title></news:news></url></urlset>",
        "From a@b c\nFrom: =?utf-8?B?2LXYr9mJ?= <a@b.example>\nSubject: x\nDate: Sun, 8 Dec 2024 21:30:00 +0300\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>x\n--B--\n",
        "---\ntitle: x\n---\n# y\n\n> q\n- [a](http://b) *c* _d_ ![e](f)\n",
        "{\"text\":\"x\",\"title\":\"y\",\"published\":\"2024-12-08\",\"blocks\":[{\"kind\":\"title\",\"start\":0,\"end\":1,\"place\":\"p\"}]}\n",
        "\u{1f}\u{8b}",
    ]
    .iter()
    .map(|s| s.as_bytes().to_vec())
    .collect();
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pages/tuned");
    let mut files: Vec<_> = fs::read_dir(pages).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "html")).collect();
    files.sort();
    seeds.extend(files.iter().map(|f| fs::read(f).unwrap()));
    seeds
});

fn take(bytes: &[u8]) {
    let intake = Intake::new(&LEXICON, Options { uncertain: true, ..Options::default() });
    let Ok(pieces) = Pieces::open(bytes) else { return };
    for piece in pieces.flatten() {
        for draft in intake.drafts(&piece) {
            let (_, report) = intake.close(draft, &Repeats::default());
            let Ok(report) = report else { continue };
            assert!(!report.text.trim().is_empty());
            let mut end = 0;
            for block in &report.blocks {
                assert!(block.span.start >= end && block.span.start <= block.span.end);
                end = block.span.end;
                assert!(!block.span.of(&report.text).contains('\n') || block.kind == rawi_model::BlockKind::Title);
            }
            Fingerprints::new(&report.text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn seeds_cut_and_joined(a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), from in any::<prop::sample::Index>()) {
        let (a, b) = (a.get(&SEEDS), b.get(&SEEDS));
        let bytes = [&a[..cut.index(a.len() + 1)], &b[from.index(b.len() + 1)..]].concat();
        take(&bytes);
    }

    #[test]
    fn seeds_with_bytes_changed(seed in any::<prop::sample::Index>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let mut bytes = seed.get(&SEEDS).clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        take(&bytes);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        take(&bytes);
        decode(&bytes, None);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        take(text.as_bytes());
        machine_time(&text);
        language(&text);
        Fingerprints::new(&text);
    }

    #[test]
    fn tags_of_all_kinds(tags in prop::collection::vec("</?(div|p|table|td|tr|b|a|h1|li|ul|blockquote|figcaption|br|template|svg|select|title|script|article|time)( class=(related|entry-content|caption|date)| hidden)?>( [a-z]{1,9}\\.?){0,9}", 0..120)) {
        take(format!("<html>{}", tags.concat()).as_bytes());
    }
}
