//! `rawi history`: how a place or a person fared, day by day.

use std::fmt::Write;

use clap::Args as ClapArgs;
use rawi_situation::history::{Spell, days, spells};

use crate::Failure;
use crate::case::{CaseArgs, Format, Opened, print};
use crate::picture::{Legend, column};
use crate::pretty::{Paint, isolate};

/// Arguments of `rawi history`.
#[derive(ClapArgs)]
pub struct Args {
    /// A place or a person: identifier, its last part, or name
    #[arg(value_name = "PLACE|PERSON")]
    subject: String,
    #[command(flatten)]
    case: CaseArgs,
    /// Last day [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let opened = args.case.open(args.at.as_deref())?;
    let subjects = opened.named(&args.subject)?;
    let case = &opened.case;
    let list: Vec<Spell> = opened.tracks(Some(&subjects)).flat_map(|t| spells(case, t, &days(case, t, opened.at, opened.estimator))).collect();
    let strips = strips(&opened, &subjects);
    print(args.format, &list, |list| strips + &pretty(list))?;
    opened.finish()
}

/// Weeks of letters, one row per month's worth of days.
fn strips(opened: &Opened, subjects: &[u32]) -> String {
    let paint = Paint::for_stdout();
    let mut legend = Legend::new(opened.case.names());
    let mut out = String::new();
    for track in opened.tracks(Some(subjects)) {
        let _ = writeln!(out, "{} {}", paint.bold(track.fluent.code()), isolate(opened.case.names().get(track.subject).label()));
        for row in days(&opened.case, track, opened.at, opened.estimator).chunks(28) {
            let letters: String = row.iter().map(|d| legend.day(&d.1, &paint)).collect();
            let _ = writeln!(out, "  {}  {letters}", row[0].0.date());
        }
    }
    out.push_str(&legend.lines(&paint));
    out
}

fn pretty(spells: &[Spell]) -> String {
    let mut out = String::from("\n");
    for s in spells {
        let value = s.value.as_ref().map_or("?", |v| v.name.as_deref().unwrap_or(&v.id));
        let days = if s.from == s.to { s.from.clone() } else { format!("{} – {}", s.from, s.to) };
        let _ = writeln!(out, "  {days:<24} {:<9} {} {:.2}  {}", s.status.code(), column(value, 28), s.p, s.fluent);
    }
    out
}
