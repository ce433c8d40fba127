//! The log: one line per answer, on standard error.

use tracing_subscriber::EnvFilter;

/// Begins the log; `RAWI_LOG` chooses what is in it, as in `info` or `rawi_server=debug`. Does nothing the second time.
pub fn log(json: bool, quiet: bool) {
    let chosen = std::env::var("RAWI_LOG").ok().and_then(|v| EnvFilter::try_new(v).ok());
    let filter = chosen.unwrap_or_else(|| EnvFilter::new(if quiet { "error" } else { "info" }));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // A second call is no failure: tests begin more than one server.
    let _ = if json { lines.json().flatten_event(true).try_init() } else { lines.with_ansi(false).try_init() };
}
