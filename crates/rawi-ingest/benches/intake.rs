//! How fast archives are unpacked, and pages become reports and claims. One thread; throughput in bytes and in pages.

#![allow(missing_docs, reason = "criterion's macros write functions without them")]

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rawi_ingest::{Fingerprints, Format, Intake, Options, Piece, Pieces, Repeats, decode};
use rawi_lexicon::{Lexicon, Sources};

/// Bytes of script in every page of the archive: pages of news sites carry tens of kilobytes of it.
const SCRIPT: usize = 60 << 10;

fn pages() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pages");
    let mut files: Vec<_> = ["tuned", "checked"].iter().flat_map(|half| fs::read_dir(root.join(half)).unwrap()).map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "html"));
    files.sort();
    files.iter().map(|f| fs::read(f).unwrap()).collect()
}

/// Letters that compress about as scripts do.
fn script(seed: usize) -> Vec<u8> {
    let mut state = seed as u64 * 0x9E37_79B9 + 1;
    let mut out = b"<script>".to_vec();
    while out.len() < SCRIPT {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.extend_from_slice([b"var ".as_slice(), b"function(", b"return ", b"this.", b"a", b"b;", b"){", b"}", b"0x", b"e=", b"f", b"\n"][(state >> 40) as usize % 12]);
        out.push(b'a' + (state >> 50) as u8 % 26);
    }
    out.extend_from_slice(b"</script>");
    out
}

fn archive(pages: &[Vec<u8>], count: usize) -> (Vec<u8>, usize) {
    let (mut out, mut payload) = (Vec::new(), 0);
    for n in 0..count {
        let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".as_slice(), &pages[n % pages.len()], &script(n)].concat();
        let head = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{n}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n", http.len());
        let mut gzip = flate2::write::GzEncoder::new(&mut out, flate2::Compression::default());
        [head.as_bytes(), &http, b"\r\n\r\n"].iter().for_each(|part| gzip.write_all(part).unwrap());
        gzip.finish().unwrap();
        payload += http.len();
    }
    (out, payload)
}

fn archives(c: &mut Criterion) {
    let (bytes, payload) = archive(&pages(), 400);
    let mut group = c.benchmark_group("warc.gz");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(format!("records of {} bytes packed, {payload} unpacked", bytes.len()), |b| b.iter(|| Pieces::open(black_box(&bytes[..])).unwrap().count()));
    group.finish();
}

fn extraction(c: &mut Criterion) {
    let lexicon = Lexicon::load(&Sources::embedded()).unwrap();
    let intake = Intake::new(&lexicon, Options::default());
    let html = |bytes: Vec<u8>| Piece { place: String::new(), format: Format::Html, bytes, charset: None, address: None };
    let pages: Vec<Piece> = pages().into_iter().enumerate().map(|(n, page)| html([page, script(n)].concat())).collect();
    let mut group = c.benchmark_group("pages");
    group.throughput(Throughput::Elements(pages.len() as u64)).sample_size(20);
    group.bench_function("charset", |b| b.iter(|| pages.iter().map(|p| decode(&p.bytes, None).text.len()).sum::<usize>()));
    group.bench_function("page to report", |b| {
        b.iter(|| pages.iter().flat_map(|p| intake.drafts(p)).map(|d| intake.close(d, &Repeats::default()).1.map_or(0, |r| r.text.len())).sum::<usize>());
    });
    group.bench_function("page to claims", |b| {
        let reports = || pages.iter().flat_map(|p| intake.drafts(p)).filter_map(|d| intake.close(d, &Repeats::default()).1.ok());
        b.iter(|| reports().map(|report| rawi_reader::read(&lexicon, &report).claims.len()).sum::<usize>());
    });
    let texts: Vec<String> = pages.iter().flat_map(|p| intake.drafts(p)).filter_map(|d| intake.close(d, &Repeats::default()).1.ok()).map(|r| r.text).collect();
    group.bench_function("fingerprints", |b| b.iter(|| texts.iter().map(|t| Fingerprints::new(t).words()).sum::<usize>()));
    group.finish();
}

criterion_group!(benches, archives, extraction);
criterion_main!(benches);
