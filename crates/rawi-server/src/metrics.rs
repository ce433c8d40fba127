//! Counts in the text format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the buckets, seconds.
const BOUNDS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];

/// What the server counts about itself.
#[derive(Default)]
pub struct Metrics {
    by_class: [AtomicU64; 6],
    buckets: [AtomicU64; BOUNDS.len()],
    micros: AtomicU64,
    /// Readers of `/events`.
    pub listeners: AtomicUsize,
}

impl Metrics {
    /// Counts one answer.
    pub fn answered(&self, status: u16, took: Duration) {
        self.by_class[usize::from(status / 100).min(5)].fetch_add(1, Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
        BOUNDS.iter().zip(&self.buckets).filter(|(bound, _)| took.as_secs_f64() <= **bound).for_each(|(_, b)| {
            b.fetch_add(1, Relaxed);
        });
    }

    /// All counts.
    pub fn text(&self, entries: u64, claims: usize, reports: usize) -> String {
        let mut out = String::new();
        let mut gauge = |name: &str, help: &str, value: u64| out += &format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
        gauge("rawi_ledger_entries", "Entries of the ledger.", entries);
        gauge("rawi_claims", "Claims with a date.", claims as u64);
        gauge("rawi_reports", "Reports.", reports as u64);
        gauge("rawi_event_listeners", "Readers of /events.", self.listeners.load(Relaxed) as u64);
        let _ = write!(out, "# HELP rawi_requests_total Answers by class of status.\n# TYPE rawi_requests_total counter\n");
        for (class, count) in self.by_class.iter().enumerate().skip(1) {
            let _ = writeln!(out, "rawi_requests_total{{status=\"{class}xx\"}} {}", count.load(Relaxed));
        }
        let _ = write!(out, "# HELP rawi_request_seconds Time to the answer.\n# TYPE rawi_request_seconds histogram\n");
        for (bound, count) in BOUNDS.iter().zip(&self.buckets) {
            let _ = writeln!(out, "rawi_request_seconds_bucket{{le=\"{bound}\"}} {}", count.load(Relaxed));
        }
        let total: u64 = self.by_class.iter().map(|c| c.load(Relaxed)).sum();
        let _ = writeln!(
            out,
            "rawi_request_seconds_bucket{{le=\"+Inf\"}} {total}\nrawi_request_seconds_sum {}\nrawi_request_seconds_count {total}",
            self.micros.load(Relaxed) as f64 / 1e6
        );
        out
    }
}
