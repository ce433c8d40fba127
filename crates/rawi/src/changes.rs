//! `rawi changes`: what is another than at an earlier time.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_situation::changes::{Change, Standing, changes};

use crate::Failure;
use crate::case::{CaseArgs, Format, instant, print};
use crate::pretty::{Paint, isolate};

/// Arguments of `rawi changes`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// The earlier time
    #[arg(long, value_name = "TIME")]
    since: String,
    /// The later time [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let since = instant("--since", &args.since)?;
    let opened = args.case.open(args.at.as_deref())?;
    print(args.format, &changes(&opened.case, since, opened.at, opened.estimator), pretty)?;
    opened.finish()
}

fn pretty(changes: &[Change]) -> String {
    let paint = Paint::for_stdout();
    let mut out = if changes.is_empty() { "nothing changed\n".to_owned() } else { String::new() };
    for c in changes {
        let _ = writeln!(out, "{} {}  {} → {}", c.fluent, paint.bold(&isolate(c.subject.name.as_deref().unwrap_or(&c.subject.id))), standing(&c.was), paint.bold(&standing(&c.is)));
        for claim in &c.claims {
            let quote = claim.quote.as_ref().map(|q| format!(" “{}”", isolate(&q.text))).unwrap_or_default();
            let _ = writeln!(out, "    {} {}{quote}  {}", claim.at.date(), isolate(claim.origin.name.as_deref().unwrap_or(&claim.origin.id)), paint.dim(&claim.id));
        }
    }
    out
}

fn standing(s: &Standing) -> String {
    match &s.value {
        Some(v) => format!("{} {} {:.2}", s.status.code(), isolate(v.name.as_deref().unwrap_or(&v.id)), s.p),
        None => s.status.code().to_owned(),
    }
}
