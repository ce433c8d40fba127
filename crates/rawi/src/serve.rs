//! `rawi serve`: the situation in a browser.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use rawi_server::{App, Config, Mode, Opening};
use tokio::net::TcpListener;
use tokio::signal;

use crate::Failure;
use crate::case::shipped_sides;
use crate::demo;
use crate::ledger_file::LedgerArg;
use crate::lexicon_files::load_named;

/// Arguments of `rawi serve`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Serve the sample reports that ship with Rawi, from a fresh ledger that goes away with the server
    #[arg(long, conflicts_with = "ledger")]
    demo: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Settings, see docs/SERVER.md
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Show every claim at once, instead of some hours after its report was published
    #[arg(long)]
    closed: bool,
    /// Use the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// The log as lines of JSON
    #[arg(long)]
    log_json: bool,
    /// No log but errors
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let config = config(args)?;
    rawi_server::log(args.log_json, args.quiet);
    let loaded = load_named(args.lexicon.as_deref())?;
    let demo = args.demo.then(|| demo::ledger(&loaded)).transpose()?;
    let path = match &demo {
        Some(folder) => folder.path().join("rawi.db"),
        None => args.ledger.path()?,
    };
    let listen = config.listen;
    let app = App::open(config, loaded.lexicon, shipped_sides()?, path)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| Failure::partial(format!("no threads to serve with: {e}")))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|e| Failure::usage(format!("--listen {listen}: {e}; choose another port with --listen 127.0.0.1:PORT")))?;
        let bound = listener.local_addr().unwrap_or(listen);
        eprintln!("rawi: http://{bound}/  (stop with Ctrl-C)");
        rawi_server::serve(app, listener, stopped()).await;
        Ok(())
    })
}

/// The file, then the environment, then the command line.
fn config(args: &Args) -> Result<Config, Failure> {
    let mut config = args.config.as_deref().map(read).transpose()?.unwrap_or_default();
    config = config.with_environment(|name| std::env::var(name).ok()).map_err(|e| Failure::usage(e.to_string()))?;
    config.listen = args.listen.unwrap_or(config.listen);
    if args.closed {
        config.mode = Mode::Closed;
    }
    if args.demo && config.opening.at.is_none() {
        config.opening = opening();
    }
    Ok(config)
}

/// Eleven days in Syria.
fn opening() -> Opening {
    let some = |text: &str| Some(text.to_owned());
    Opening { at: some("2024-12-08"), area: some("sy"), from: some("2024-11-27"), to: some("2024-12-09") }
}

fn read(path: &Path) -> Result<Config, Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::usage(format!("--config {}: {e}", path.display())))?;
    Config::parse(&text).map_err(|e| Failure::usage(format!("--config {}: {e}", path.display())))
}

/// Ctrl-C, or the signal by which service managers stop.
async fn stopped() {
    let interrupted = signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = signal::unix::signal(signal::unix::SignalKind::terminate()) else { return drop(interrupted.await) };
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
