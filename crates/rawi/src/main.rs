//! The binary: one file per subcommand.

mod case;
mod changes;
mod demo;
mod digest;
mod disputes;
mod eval;
mod feeds;
mod fetch;
mod history;
mod ingest;
mod intake;
mod ledger;
mod ledger_file;
mod lexicon;
mod lexicon_files;
mod map;
mod passages;
mod picture;
mod places;
mod pretty;
mod read;
mod recorder;
mod reread;
mod reuse;
mod review;
mod search;
mod serve;
mod similar;
mod simulate;
mod situation;
mod sources;
mod subscribe;
mod suggest;
mod watch;
mod why;

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
    /// Take pages, feeds, archives, mails and exports into the ledger, or print them as reports
    Ingest(ingest::Args),
    /// Fetch pages and feeds into the ledger, or print them as reports
    Fetch(fetch::Args),
    /// Watch feeds: fetch what is new in them into the ledger, again and again
    Watch(watch::Args),
    /// Show what reports share word for word, and which is the origin
    Similar(similar::Args),
    /// Score the claims read from annotated reports
    Eval(eval::Args),
    /// Check a lexicon, or find out what it lacks
    Lexicon(lexicon::Args),
    /// Import places from public gazetteers
    Places(places::Args),
    /// Check, rebuild, export, import or compact a ledger
    Ledger(ledger::Args),
    /// Read all recorded reports again, and show what changes
    Reread(reread::Args),
    /// Say what is right, wrong or missing in what was read
    Review(review::Args),
    /// Find words in recorded reports, whatever form they have
    Search(search::Args),
    /// Serve the situation to browsers and programs
    Serve(serve::Args),
    /// Who holds what, how surely, on how many independent chains
    Situation(situation::Args),
    /// How a place or a person fared, day by day
    History(history::Args),
    /// Why a belief is what it is: every claim that moved it, and by how much
    Why(why::Args),
    /// Claims that cannot all be true, with both sides
    Disputes(disputes::Args),
    /// What changed since a time
    Changes(changes::Args),
    /// What changed since a time, to be read: new holders, confirmations, disputes, each with the words of reports
    Digest(digest::Args),
    /// Who gets the digest by mail, and sending it
    Subscribe(subscribe::Args),
    /// Who speaks: how often alone, confirmed, contradicted, and passed on by whom
    Sources(sources::Args),
    /// Invent wars and compare estimators where the truth is known
    Simulate(simulate::Args),
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

    /// The words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Some input failed: exit 1.
    pub fn partial(message: impl Into<String>) -> Self {
        Self { status: 1, message: message.into() }
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Similar(args) => similar::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::Places(args) => places::run(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Reread(args) => reread::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Situation(args) => situation::run(&args),
        Command::History(args) => history::run(&args),
        Command::Why(args) => why::run(&args),
        Command::Disputes(args) => disputes::run(&args),
        Command::Changes(args) => changes::run(&args),
        Command::Digest(args) => digest::run(&args),
        Command::Subscribe(args) => subscribe::run(&args),
        Command::Sources(args) => sources::run(&args),
        Command::Simulate(args) => simulate::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rawi: {}", failure.message);
            ExitCode::from(failure.status)
        }
    }
}
