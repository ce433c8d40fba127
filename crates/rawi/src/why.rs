//! `rawi why`: the ledger of evidence behind a belief, in words.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_model::{Certainty, Polarity};
use rawi_situation::claim::Claim;
use rawi_situation::names::{Name, Names};
use rawi_situation::situation::Case;
use rawi_situation::track::Track;
use rawi_situation::weigh::Weight;
use rawi_situation::why::{Cause, Ledger, Line, reason, record, without_each};
use serde_json::Value;

use crate::Failure;
use crate::case::{CaseArgs, Format, Opened, print};
use crate::pretty::{Paint, isolate};

/// Arguments of `rawi why`.
#[derive(ClapArgs)]
pub struct Args {
    /// A place or a person: identifier, its last part, or name
    #[arg(value_name = "PLACE")]
    subject: String,
    #[command(flatten)]
    case: CaseArgs,
    /// The instant asked for [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Explain this value rather than the likeliest
    #[arg(long, value_name = "VALUE")]
    value: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let opened = args.case.open(args.at.as_deref())?;
    let subjects = opened.named(&args.subject)?;
    let found: Vec<(&Track, Ledger)> = opened.tracks(Some(&subjects)).filter_map(|t| Some((t, ledger(&opened, t, args.value.as_deref())?))).collect();
    if found.is_empty() {
        return Err(Failure::usage(format!("nothing that was known by {} speaks of '{}' at {}", opened.case.known, args.subject, opened.at)));
    }
    let values: Vec<Value> = found.iter().map(|(t, l)| record(&opened.case, t, l, opened.at)).collect();
    print(args.format, &values, |_| found.iter().map(|(t, l)| pretty(&opened, t, l)).collect())?;
    opened.finish()
}

fn ledger(opened: &Opened, track: &Track, value: Option<&str>) -> Option<Ledger> {
    let fold = opened.case.fold(track);
    let asked = value.and_then(|v| opened.case.names().matching(v).find(|n| fold.candidates.contains(n)));
    let likeliest = || opened.case.believe(track, opened.at, rawi_situation::situation::Estimator::Filter).values.first().map(|v| v.0);
    Ledger::of(&fold, asked.or_else(likeliest)?, opened.at)
}

fn pretty(opened: &Opened, track: &Track, ledger: &Ledger) -> String {
    let paint = Paint::for_stdout();
    let case = &opened.case;
    let names = case.names();
    let label = |n: Name| isolate(names.get(n).label());
    let mut out = format!(
        "{} {}: {} {:.3}  {}\n",
        paint.bold(track.fluent.code()),
        label(track.subject),
        paint.bold(&label(ledger.value)),
        ledger.p,
        paint.dim(&format!("at {}", opened.at))
    );
    let mut passed = 0.0;
    for line in &ledger.lines {
        match line.cause {
            Cause::Drift(_) | Cause::Silence(_) => passed += line.delta,
            _ => {
                time_passed(&mut out, &mut passed, &paint);
                let _ = writeln!(out, "  {:+7.3}  {}", line.delta, words(case, line, &paint));
            }
        }
    }
    time_passed(&mut out, &mut passed, &paint);
    let _ = writeln!(out, "  {:+7.3}  {}", ledger.log_odds(), paint.bold("log-odds, the sum"));
    let _ = writeln!(out, "{}", paint.bold("Without"));
    for (origin, p) in without_each(case, track, ledger, opened.at) {
        let _ = writeln!(out, "  {p:.3}  {}", label(origin));
    }
    let _ = writeln!(out, "{}\n", paint.dim(&format!("parameters {}", case.parameters(track.fluent).version(case.names()))));
    out
}

/// Drift and silence between two statements in one line.
fn time_passed(out: &mut String, passed: &mut f64, paint: &Paint) {
    if passed.abs() >= 0.0005 {
        let _ = writeln!(out, "  {passed:+7.3}  {}", paint.dim("time passes, and in silence"));
    }
    *passed = 0.0;
}

fn words(case: &Case, line: &Line, paint: &Paint) -> String {
    match line.cause {
        Cause::Prior => "before anything was said".to_owned(),
        Cause::Vote => "the vote of origins, by which the filter is tempered".to_owned(),
        Cause::Doubt => "the doubt that is always kept".to_owned(),
        Cause::Statement(c) => told(case, c, line.weight, "", paint),
        Cause::Later(c) => told(case, c, line.weight, "later: ", paint),
        Cause::Drift(_) | Cause::Silence(_) => String::new(),
    }
}

/// A claim in words: when, who, what, in which words, and how much of it counts.
fn told(case: &Case, index: u32, weight: Option<Weight>, prefix: &str, paint: &Paint) -> String {
    let claim = &case.claims.claims[index as usize];
    let names = case.names();
    let quote = claim.quote.as_ref().map(|q| format!(" “{}”", isolate(&q.0))).unwrap_or_default();
    let id = if claim.id.is_empty() { String::new() } else { format!(" {}", claim.id) };
    let why = weight.map(|w| reason(case, w)).unwrap_or_default();
    format!("{prefix}{} {} {}{quote}  {}", claim.at.date(), isolate(names.get(claim.origin).label()), said(names, claim), paint.dim(&format!("{why}{id}")))
}

fn said(names: &Names, claim: &Claim) -> String {
    let who = claim.actors.first().map(|a| isolate(names.get(*a).label())).unwrap_or_default();
    let (verb, hedge) = match claim.stance {
        Some((c, Polarity::Positive)) => ("says", c),
        Some((c, Polarity::Negative)) => ("denies", c),
        None => ("mentions", Certainty::Certain),
    };
    let hedge = match hedge {
        Certainty::Certain => "",
        Certainty::Probable => " (probably)",
        Certainty::Possible => " (possibly)",
    };
    format!("{verb} {} {who}{hedge}", claim.kind)
}
