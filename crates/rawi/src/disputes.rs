//! `rawi disputes`: claims that cannot all be true, with both sides.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_situation::dispute::{Dispute, Side, disputes};

use crate::Failure;
use crate::case::{CaseArgs, Format, print};
use crate::pretty::{Paint, isolate};

/// Arguments of `rawi disputes`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// Only disputes that began by then [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Claims shown of a side, at most.
const SHOWN: usize = 4;

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let opened = args.case.open(args.at.as_deref())?;
    print(args.format, &disputes(&opened.case, opened.at), pretty)?;
    opened.finish()
}

fn pretty(disputes: &[Dispute]) -> String {
    let paint = Paint::for_stdout();
    let mut out = if disputes.is_empty() { "no disputes\n".to_owned() } else { String::new() };
    for d in disputes {
        let (from, to) = (d.from.date(), d.to.date());
        let days = if from == to { from.to_string() } else { format!("{from} – {to}") };
        let _ = writeln!(out, "{} {}  {}", paint.bold(d.fluent), paint.bold(&isolate(d.subject.name.as_deref().unwrap_or(&d.subject.id))), paint.dim(&days));
        d.sides.iter().for_each(|s| side(&mut out, s, &paint));
    }
    out
}

fn side(out: &mut String, side: &Side, paint: &Paint) {
    let not = if side.denied { "not " } else { "" };
    let chains = if side.chains == 1 { "1 chain".to_owned() } else { format!("{} chains", side.chains) };
    let _ = writeln!(out, "  {not}{}  {}", isolate(side.value.name.as_deref().unwrap_or(&side.value.id)), paint.dim(&chains));
    for claim in side.claims.iter().take(SHOWN) {
        let quote = claim.quote.as_ref().map(|q| format!(" “{}”", isolate(&q.text))).unwrap_or_default();
        let _ = writeln!(out, "    {} {}{quote}  {}", claim.at.date(), isolate(claim.origin.name.as_deref().unwrap_or(&claim.origin.id)), paint.dim(&claim.id));
    }
    if side.claims.len() > SHOWN {
        let _ = writeln!(out, "    {}", paint.dim(&format!("and {} more", side.claims.len() - SHOWN)));
    }
}
