//! The binary: one file per subcommand.

mod eval;
mod input;
mod lexicon;
mod lexicon_files;
mod places;
mod pretty;
mod read;
mod suggest;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads Arabic conflict reporting into attributed claims: who is said to have done what, where, when, how certainly, according to whom.
#[derive(Parser)]
#[command(name = "rawi", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read reports and print their claims
    Read(read::Args),
    /// Score the claims read from annotated reports
    Eval(eval::Args),
    /// Check a lexicon, or find out what it lacks
    Lexicon(lexicon::Args),
    /// Import places from public gazetteers
    Places(places::Args),
}

/// A failure with the exit status it deserves.
pub(crate) struct Failure {
    status: u8,
    message: String,
}

impl Failure {
    /// Wrong usage, or nothing could be read: exit 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { status: 2, message: message.into() }
    }

    /// Some input failed: exit 1.
    pub fn partial(message: impl Into<String>) -> Self {
        Self { status: 1, message: message.into() }
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::Places(args) => places::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rawi: {}", failure.message);
            ExitCode::from(failure.status)
        }
    }
}
