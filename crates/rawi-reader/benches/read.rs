//! How many bytes of reports are read in a second, beside two ceilings that any reader of words has:
//! normalising every word, and looking every word up.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput};
use jiff::civil::date;
use rawi_lexicon::orthography::{fold, key};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

/// How often the samples are repeated.
const TIMES: usize = 8;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    throughput(&mut criterion);
    criterion.final_summary();
}

fn throughput(criterion: &mut Criterion) {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let reports = reports();
    let bytes: usize = reports.iter().map(|r| r.text.len()).sum();
    let mut group = criterion.benchmark_group("corpus");
    group.sample_size(20).throughput(Throughput::BytesDecimal(bytes as u64));

    group.bench_function(BenchmarkId::from_parameter("read"), |b| {
        b.iter(|| reports.iter().map(|report| rawi_reader::read(&lexicon, report).claims.len()).sum::<usize>());
    });
    group.bench_function(BenchmarkId::from_parameter("ceiling: normalise"), |b| {
        b.iter(|| {
            for word in words(&reports) {
                black_box(fold(&key(word)));
            }
        });
    });
    group.bench_function(BenchmarkId::from_parameter("ceiling: look up"), |b| {
        b.iter(|| words(&reports).map(|word| lexicon.senses(&key(word)).len()).sum::<usize>());
    });
    group.finish();
}

fn words(reports: &[Report]) -> impl Iterator<Item = &str> {
    reports.iter().flat_map(|report| report.text.split_whitespace())
}

fn reports() -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("corpus/ is there").flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let once: Vec<Report> =
        paths.iter().map(|path| Report { published: Some(date(2024, 12, 5)), ..Report::from_text(std::fs::read_to_string(path).expect("a sample is UTF-8")) }).collect();
    once.iter().cycle().take(once.len() * TIMES).cloned().collect()
}
