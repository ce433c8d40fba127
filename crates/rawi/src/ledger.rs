//! `rawi ledger`: what keeps a ledger trustworthy.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use rawi_ledger::{Imported, LedgerError, Retraction, Seal, Store, append, export, import, retraction_draft, verify};

use rawi_situation::instant::Instant;

use crate::Failure;
use crate::case::CaseArgs;
use crate::ledger_file::{LedgerArg, now};
use crate::review::stream_of;

/// Arguments of `rawi ledger`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check every hash and chain, the seal, and that projections are what the entries give; print the seal
    Verify(Verify),
    /// Make all projections again from the entries
    Rebuild(LedgerArg),
    /// Write every entry as a line of JSON
    Export(Export),
    /// Record the entries of exports that are not there yet
    Import(Import),
    /// Give room back; no entry is touched
    Compact(LedgerArg),
    /// Learn how sources speak from all claims known, and record it: situations are then weighed without reading every claim
    Learn(CaseArgs),
    /// Record that a report or a claim no longer stands; nothing is erased
    Retract(Retract),
}

/// Arguments of `rawi ledger verify`.
#[derive(ClapArgs)]
struct Verify {
    #[command(flatten)]
    ledger: LedgerArg,
    /// A seal that was printed earlier: also check that nothing recorded until then has changed
    #[arg(long, value_name = "ENTRIES:HASH", value_parser = parse_seal)]
    seal: Option<Seal>,
}

/// Arguments of `rawi ledger export`.
#[derive(ClapArgs)]
struct Export {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Arguments of `rawi ledger import`.
#[derive(ClapArgs)]
struct Import {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Exports; - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    inputs: Vec<PathBuf>,
}

/// Arguments of `rawi ledger retract`.
#[derive(ClapArgs)]
struct Retract {
    /// Identifier of a report or of a claim
    #[arg(value_name = "REPORT|CLAIM")]
    target: String,
    /// Why it no longer stands
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// From when on: a date or an RFC 3339 time [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[command(flatten)]
    ledger: LedgerArg,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Verify(args) => verified(args),
        Command::Rebuild(ledger) => Ok(ledger.change()?.rebuild()?),
        Command::Export(args) => exported(args),
        Command::Import(args) => imported(args),
        Command::Compact(ledger) => Ok(ledger.change()?.compact()?),
        Command::Learn(args) => learned(args),
        Command::Retract(args) => retracted(args),
    }
}

fn learned(args: &CaseArgs) -> Result<(), Failure> {
    let body = args.learn()?;
    let entry = append(&mut args.ledger.change()?, vec![body.draft()?], &now())?.remove(0);
    println!("parameters #{} learned from {} statements known by {}", entry.idx, body.statements, Instant(body.known));
    Ok(())
}

fn retracted(args: &Retract) -> Result<(), Failure> {
    let at = args.at.clone().map(|at| crate::case::instant("--at", &at).map(|_| at)).transpose()?.unwrap_or_else(now);
    let mut store = args.ledger.change()?;
    let stream = stream_of(&store, &args.target)?;
    let claim = args.target.starts_with("clm_").then(|| args.target.clone());
    let draft = retraction_draft(&stream, &Retraction { claim, at, why: args.why.clone() })?;
    let entry = append(&mut store, vec![draft], &now())?.remove(0);
    println!("{} #{} retracted", entry.stream, entry.idx);
    Ok(())
}

fn parse_seal(text: &str) -> Result<Seal, String> {
    let wrong = || format!("'{text}' is no seal as rawi ledger verify prints it: ENTRIES:HASH");
    let (entries, hash) = text.split_once(':').ok_or_else(wrong)?;
    Ok(Seal { entries: entries.parse().map_err(|_| wrong())?, hash: hash.parse()? })
}

fn verified(args: &Verify) -> Result<(), Failure> {
    let path = args.ledger.path()?;
    let found = verify(&mut args.ledger.change()?, args.seal).map_err(|e| at(&path, e))?;
    println!("{} entries in {} streams, all in order\nseal {}:{}", found.seal.entries, found.streams, found.seal.entries, found.seal.hash);
    Ok(())
}

/// Names the ledger or file in errors that do not do it themselves.
fn at(path: &Path, error: LedgerError) -> Failure {
    match error {
        LedgerError::Bad(_)
        | LedgerError::Seal { .. }
        | LedgerError::Projection(_)
        | LedgerError::Damaged(_)
        | LedgerError::Line { .. }
        | LedgerError::Conflict { .. }
        | LedgerError::Io(_) => Failure::partial(format!("{}: {error}", path.display())),
        other => other.into(),
    }
}

/// A file appears under its name only when it is whole.
fn exported(args: &Export) -> Result<(), Failure> {
    let path = args.ledger.path()?;
    let store = args.ledger.read()?;
    let Some(to) = &args.to else {
        let mut out = BufWriter::new(io::stdout().lock());
        export(&store, &mut out).map_err(|e| at(&path, e))?;
        return out.flush().map_err(|e| Failure::partial(format!("standard output: {e}")));
    };
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let told = |e: io::Error| Failure::partial(format!("{}: {e}", to.display()));
    let mut out = BufWriter::new(File::create(&part).map_err(told)?);
    let written = export(&store, &mut out).map_err(|e| at(&path, e)).and_then(|_| out.flush().and_then(|()| out.get_ref().sync_all()).map_err(told));
    match written {
        Ok(()) => std::fs::rename(&part, to).map_err(told),
        Err(failure) => {
            let _ = std::fs::remove_file(&part);
            Err(failure)
        }
    }
}

/// A file that fails does not keep the others from being imported.
fn imported(args: &Import) -> Result<(), Failure> {
    let mut store = args.ledger.write()?;
    let mut sum = Imported::default();
    let mut failed = 0;
    for input in &args.inputs {
        match opened(input).map_err(LedgerError::from).and_then(|stream| import(&mut store, BufReader::new(stream))) {
            Ok(done) => sum = Imported { new: sum.new + done.new, known: sum.known + done.known },
            Err(error) => {
                eprintln!("rawi: {}", at(input, error).message());
                failed += 1;
            }
        }
    }
    eprintln!("rawi: {} entries imported, {} were there already", sum.new, sum.known);
    if failed > 0 { Err(Failure::partial(format!("{failed} of {} files were not imported whole", args.inputs.len()))) } else { Ok(()) }
}

fn opened(input: &Path) -> io::Result<Box<dyn Read>> {
    if input == Path::new("-") { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(input)?)) }
}
