//! `rawi search`: words in recorded reports, whatever form they have.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_ledger::{Hit, Query, Store};

use crate::Failure;
use crate::case::{Format, print};
use crate::ledger_file::LedgerArg;
use crate::pretty::Paint;

/// Arguments of `rawi search`.
#[derive(ClapArgs)]
pub struct Args {
    /// Words that stand in one sentence; those in quotation marks stand side by side
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    ledger: LedgerArg,
    /// Sentences, at most
    #[arg(long, default_value = "20", value_name = "N")]
    limit: usize,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let text = args.words.join(" ");
    let query = Query::parse(&text).ok_or_else(|| Failure::usage(format!("'{text}' holds no word to search for")))?;
    let hits = args.ledger.read()?.search(&query, args.limit)?;
    if hits.is_empty() {
        eprintln!("rawi: no sentence holds all of that");
    }
    print(args.format, &hits, pretty)
}

fn pretty(hits: &[Hit]) -> String {
    let paint = Paint::for_stdout();
    let mut out = String::new();
    for hit in hits {
        let head = [Some(hit.report.as_str()), hit.reported.as_deref(), hit.outlet.as_deref(), hit.url.as_deref()];
        let head: Vec<&str> = head.into_iter().flatten().collect();
        let _ = writeln!(out, "{}", paint.dim(&format!("{}  {}-{}", head.join("  "), hit.start, hit.end)));
        let _ = writeln!(out, "    {}", marked(hit, &paint));
    }
    out
}

/// The sentence with the words searched for in bold.
fn marked(hit: &Hit, paint: &Paint) -> String {
    let points: Vec<char> = hit.sentence.chars().collect();
    let mut out = String::new();
    let mut done = 0;
    for (start, end) in hit.matches.iter().map(|(start, end)| (start - hit.start, end - hit.start)) {
        out.extend(&points[done..start]);
        out.push_str(&paint.bold(&points[start..end].iter().collect::<String>()));
        done = end;
    }
    out.extend(&points[done..]);
    out
}
