//! `rawi simulate`: estimators compared on invented wars.

use clap::Args as ClapArgs;
use rawi_simulate::score::Score;
use rawi_simulate::war::{Process, Regime};
use rawi_simulate::{Cell, DOUBTS, Row, best, compare, knobs, loss, vote_settings};
use rawi_situation::parameters::Settings;

use crate::Failure;

/// Arguments of `rawi simulate`.
#[derive(ClapArgs)]
pub struct Args {
    /// Seeds: one, or a range with both ends
    #[arg(long, default_value = "200-219")]
    seeds: String,
    /// Only this process: drift, campaign or rumour
    #[arg(long)]
    process: Option<String>,
    /// Only this regime
    #[arg(long)]
    regime: Option<String>,
    /// Try other values for every hand-set number, and print what each would give
    #[arg(long)]
    tune: bool,
    /// With --tune: set numbers first, such as temper=0.6
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let seeds = seeds(&args.seeds)?;
    let cells = cells(args)?;
    let mut settings = Settings::default();
    for text in &args.set {
        set(&mut settings, text)?;
    }
    if args.tune {
        tune(&cells, &seeds, settings);
        return Ok(());
    }
    let rows = compare(&cells, &seeds, &settings);
    print!("{}", tables(&rows));
    Ok(())
}

fn seeds(text: &str) -> Result<Vec<u64>, Failure> {
    let bad = || Failure::usage(format!("--seeds: '{text}' is no seed such as 7 and no range such as 200-219"));
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last): (u64, u64) = (first.parse().map_err(|_| bad())?, last.parse().map_err(|_| bad())?);
    if first > last || last - first > 10_000 { Err(bad()) } else { Ok((first..=last).collect()) }
}

fn cells(args: &Args) -> Result<Vec<Cell>, Failure> {
    let fits = |asked: &Option<String>, code: &str| asked.as_deref().is_none_or(|a| a == code);
    let cells: Vec<Cell> = Cell::all().into_iter().filter(|c| fits(&args.process, c.process.code()) && fits(&args.regime, c.regime.code())).collect();
    if cells.is_empty() {
        let words = |list: Vec<&str>| list.join(", ");
        let processes = words(Process::ALL.map(Process::code).to_vec());
        let regimes = words(Regime::ALL.map(|r| r.1).to_vec());
        return Err(Failure::usage(format!("no such process or regime; processes: {processes}; regimes: {regimes}")));
    }
    Ok(cells)
}

fn set(settings: &mut Settings, text: &str) -> Result<(), Failure> {
    let knobs = knobs();
    let names = || knobs.iter().map(|k| k.name).collect::<Vec<_>>().join(", ");
    let found = text.split_once('=').and_then(|(name, value)| Some((knobs.iter().find(|k| k.name == name)?, value.parse::<f64>().ok()?)));
    let (knob, value) = found.ok_or_else(|| Failure::usage(format!("--set: '{text}' is not NAME=VALUE with one of {}", names())))?;
    (knob.set)(settings, value);
    Ok(())
}

/// One pass over every number: keeps a value that lowers the loss.
fn tune(cells: &[Cell], seeds: &[u64], mut settings: Settings) {
    let mut least = loss(cells, seeds, &settings);
    println!("{:<28} {}", "as set", line(&least));
    for knob in knobs() {
        let mut kept = settings.clone();
        for value in knob.values {
            let mut tried = settings.clone();
            (knob.set)(&mut tried, *value);
            let score = loss(cells, seeds, &tried);
            println!("{:<28} {}", format!("{}={value}", knob.name), line(&score));
            if score.log_loss() < least.log_loss() {
                (least, kept) = (score, tried);
            }
        }
        settings = kept;
    }
    println!("{settings:#?}");
}

/// The figures of one estimator in one line.
fn line(s: &Score) -> String {
    let [one, three] = s.shown();
    format!(
        "{:.3}  {:.3}  {:.3}  {:.3}  {:.3} of {:.2}  {one:.2} / {three:.2}  {:5.2}",
        s.accuracy(),
        s.log_loss(),
        s.brier(),
        s.calibration_error(),
        s.held_right(),
        s.held(),
        s.false_alerts()
    )
}

fn tables(rows: &[Row]) -> String {
    use std::fmt::Write;
    let mut pooled = rows[0].clone();
    rows[1..].iter().for_each(|r| pooled.add(r));
    let one = pooled.votes.iter().enumerate().min_by(|a, b| a.1.log_loss().total_cmp(&b.1.log_loss())).map_or(0, |v| v.0);
    let tuned = rows.iter().map(|r| best(&r.votes)).fold(Score::default(), |mut sum, s| {
        sum.add(s);
        sum
    });
    let mut out = String::new();
    let _ = writeln!(out, "{:<34} accuracy  log-loss  Brier  ECE  held right of share  new holder 1d / 3d  false alerts", "pooled");
    for (name, scores) in &pooled.others {
        let _ = writeln!(out, "{name:<34} {}", line(best(scores)));
    }
    let v = vote_settings()[one];
    let _ = writeln!(out, "{:<34} {}", format!("vote, one ({} d, {}, ^{})", v.half_life, v.prior, v.sharpness), line(&pooled.votes[one]));
    let _ = writeln!(out, "{:<34} {}", "vote, tuned inside each regime", line(&tuned));
    let _ = writeln!(out, "{:<34} {}  dating {:.2} d", "filter and vote", line(&pooled.filter), pooled.filter.dating());
    let _ = writeln!(out, "settings tried: vote {} (in each regime again), others {} each\n", vote_settings().len(), DOUBTS.len());
    let _ = writeln!(out, "{:<26} log-loss: filter  vote  tuned vote   filter: ECE  held right  3d  false alerts  dating", "process and regime");
    for r in rows {
        let f = &r.filter;
        let _ = writeln!(
            out,
            "{:<26} {:.3}  {:.3}  {:.3} {}   {:.3}  {:.3}  {:.2}  {:.2}  {:.2}",
            format!("{} {}", r.cell.process.code(), r.cell.regime.code()),
            f.log_loss(),
            r.votes[one].log_loss(),
            best(&r.votes).log_loss(),
            if f.log_loss() > best(&r.votes).log_loss() { "worse" } else { "     " },
            f.calibration_error(),
            f.held_right(),
            f.shown()[1],
            f.false_alerts(),
            f.dating()
        );
    }
    out
}
