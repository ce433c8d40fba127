//! How long a million claims take: forward through the filter, and a million labels through Dawid–Skene.

use criterion::{Criterion, Throughput};
use rawi_model::Certainty;
use rawi_situation::dawid_skene::{Label, dawid_skene};
use rawi_situation::fold::Fold;
use rawi_situation::instant::Instant;
use rawi_situation::learn::learn;
use rawi_situation::parameters::Settings;
use rawi_situation::track::{Fluent, Statement, Track};

/// Places, statements of each, origins, parties.
const PLACES: u32 = 5_000;
const STATEMENTS: u32 = 200;
const ORIGINS: u32 = 18;
const PARTIES: u32 = 3;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    forward(&mut criterion);
    labels(&mut criterion);
    criterion.final_summary();
}

/// A number that looks like chance and is the same everywhere.
fn mixed(a: u32, b: u32) -> u32 {
    let x = (a ^ 0x9E37_79B9).wrapping_mul(0x85EB_CA6B) ^ b.wrapping_mul(0xC2B2_AE35);
    (x ^ (x >> 15)).wrapping_mul(0x27D4_EB2F) >> 8
}

fn track(place: u32) -> Track {
    let statement = |i: u32| {
        let at = Instant(i64::from(i) * 26_000 + i64::from(mixed(place, i) % 20_000));
        let origin = 100 + mixed(i, place) % ORIGINS;
        let value = if mixed(place + 7, i).is_multiple_of(4) { mixed(i, place + 1) % PARTIES } else { place % PARTIES };
        Statement { at, known: at, origin, outlet: origin, value, denied: false, certainty: Certainty::Certain, misread: 0.05, share: 1.0, sourced: i.is_multiple_of(2), claim: i }
    };
    Track { fluent: Fluent::Control, subject: place, statements: (0..STATEMENTS).map(statement).collect(), fights: Vec::new() }
}

fn forward(criterion: &mut Criterion) {
    let tracks: Vec<Track> = (0..PLACES).map(track).collect();
    let parameters = learn(&tracks[..200], Fluent::Control, &Settings::default(), Instant::MAX);
    let mut group = criterion.benchmark_group("filter");
    group.sample_size(10).throughput(Throughput::Elements(u64::from(PLACES * STATEMENTS)));
    group.bench_function("forward", |b| {
        b.iter(|| tracks.iter().map(|t| Fold::of(t, &parameters, Instant::MAX).forward(Instant(i64::from(STATEMENTS) * 26_000))[0][1]).sum::<f64>());
    });
    group.finish();
}

fn labels(criterion: &mut Criterion) {
    let labels: Vec<Label> =
        (0..1_000_000).map(|i| Label { task: i / 5, worker: mixed(i, 3) % 2_000, class: if mixed(i, 1).is_multiple_of(4) { mixed(i, 2) % 3 } else { (i / 5) % 3 } }).collect();
    let mut group = criterion.benchmark_group("dawid-skene");
    group.sample_size(10).throughput(Throughput::Elements(100_000_000));
    group.bench_function("1M labels, 100 iterations", |b| b.iter(|| dawid_skene(&labels, 3, 100).tasks[0]));
    group.finish();
}
