//! `rawi sources`: who speaks, and how it turned out.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_situation::sources::{Source, sources};

use crate::Failure;
use crate::case::{CaseArgs, Format, print};
use crate::picture::column;
use crate::pretty::Paint;

/// Arguments of `rawi sources`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// Only what speaks of instants up to then [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let opened = args.case.open(args.at.as_deref())?;
    print(args.format, &sources(&opened.case, opened.at), pretty)?;
    opened.finish()
}

fn pretty(sources: &[Source]) -> String {
    let paint = Paint::for_stdout();
    let head = format!("  {:<32} {:>6} {:>6} {:>6} {:>9} {:>12} {:>6}  passed on by", "origin", "words", "relays", "alone", "confirmed", "contradicted", "truth");
    let mut out = paint.bold(&head) + "\n";
    for s in sources {
        let name = column(s.origin.name.as_deref().unwrap_or(&s.origin.id), 32);
        let truth = s.truth.map_or("–".to_owned(), |t| format!("{t:.2}"));
        let mut by: Vec<(&String, &usize)> = s.quoted_by.iter().collect();
        by.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let by: Vec<String> = by.iter().take(3).map(|(o, n)| format!("{o} {n}")).collect();
        let _ = writeln!(out, "  {name} {:>6} {:>6} {:>6} {:>9} {:>12} {truth:>6}  {}", s.statements, s.relays, s.alone, s.confirmed, s.contradicted, paint.dim(&by.join(", ")));
    }
    out
}
