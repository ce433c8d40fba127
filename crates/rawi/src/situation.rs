//! `rawi situation`: who holds what at an instant, as known at another.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use rawi_export::csv_line;
use rawi_server::Enclosure;
use rawi_situation::history;
use rawi_situation::instant::{DAY, Instant};
use rawi_situation::names::{Entry as Thing, Name};
use rawi_situation::output::{CSV_HEADER, SituationRecord};
use rawi_situation::situation::{Belief, Status};
use rawi_situation::toll::{Toll, TollRecord, tolls, words};
use rawi_situation::track::{Fluent, Track};

use crate::Failure;
use crate::case::{CaseArgs, Opened, emit, lines};
use crate::map;
use crate::picture::{Legend, chains, column};
use crate::pretty::{Paint, isolate, shorten};

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One situation record per line
    Jsonl,
    /// Places with coordinates as points
    Geojson,
    /// One row per fluent
    Csv,
}

/// Arguments of `rawi situation`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// The instant asked for: a date (its end) or a time [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Only this place or person, by identifier, its last part, or name
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Only places that lie in this one
    #[arg(long, value_name = "PLACE")]
    within: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    /// Also draw a map of the places with coordinates
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Days in the strip before the instant asked for.
const STRIP: i64 = 21;

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut ids = Vec::new();
    let recorded = args.case.open_recorded(args.at.as_deref(), |subjects| chosen(args, subjects, &mut ids))?;
    let (opened, wanted) = match recorded {
        Some(opened) => {
            let named = ids.iter().filter_map(|id| opened.case.names().find(id)).collect();
            (opened, args.is_choosing().then_some(named))
        }
        None => {
            let opened = args.case.open(args.at.as_deref())?;
            let wanted = wanted(args, &opened)?;
            (opened, wanted)
        }
    };
    let tracks: Vec<&Track> = opened.tracks(wanted.as_deref()).collect();
    let ids: Option<Vec<&str>> = wanted.as_ref().map(|w| w.iter().map(|n| opened.case.names().get(*n).id.as_str()).collect());
    let is_wanted = |t: &Toll| ids.as_ref().is_none_or(|ids| ids.contains(&opened.tolls().names().get(t.place).id.as_str()));
    let tolls: Vec<Toll> = tolls(opened.tolls(), opened.at).into_iter().filter(is_wanted).collect();
    if let Some(path) = &args.svg {
        map::write(path, &records(&opened, &tracks))?;
    }
    let text = match args.format {
        Format::Pretty => pretty(&opened, &tracks, &tolls),
        Format::Jsonl => lines(&records(&opened, &tracks))? + &lines(&tolls.iter().map(|t| TollRecord::of(opened.tolls(), t, opened.at)).collect::<Vec<_>>())?,
        Format::Geojson => map::geojson(&records(&opened, &tracks))?,
        Format::Csv => csv(&records(&opened, &tracks)),
    };
    emit(&text)?;
    opened.finish()
}

impl Args {
    fn is_choosing(&self) -> bool {
        self.place.is_some() || self.within.is_some()
    }
}

/// The subjects of the ledger whose statements are needed, `None` for all; `ids` gets those that are asked for.
fn chosen(args: &Args, subjects: &[(i64, Thing)], ids: &mut Vec<String>) -> Result<Option<Vec<i64>>, Failure> {
    if !args.is_choosing() {
        return Ok(None);
    }
    let enclosure = Enclosure::shipped();
    let is_area = |id: &str, words: &str| Thing { id: id.to_owned(), ..Thing::default() }.is_called(words);
    let areas: Vec<&str> = args.within.iter().flat_map(|words| subjects.iter().filter(|s| s.1.is_called(words))).map(|s| s.1.id.as_str()).collect();
    let inside = |id: &str| args.within.as_ref().is_none_or(|words| enclosure.above(id).any(|up| areas.contains(&up) || is_area(up, words)));
    let is_wanted = |thing: &Thing| args.place.as_ref().is_none_or(|words| thing.is_called(words)) && inside(&thing.id);
    let wanted: Vec<&Thing> = subjects.iter().map(|s| &s.1).filter(|thing| is_wanted(thing)).collect();
    if wanted.is_empty() {
        return Err(Failure::usage("no claim speaks of such a place or person; rawi situation lists those that are spoken of"));
    }
    ids.extend(wanted.iter().map(|thing| thing.id.clone()));
    // A claim on the whole of an area speaks of what lies in it.
    let is_above = |id: &str| wanted.iter().any(|thing| thing.id == id || enclosure.above(&thing.id).any(|up| up == id));
    Ok(Some(subjects.iter().filter(|s| is_above(&s.1.id)).map(|s| s.0).collect()))
}

/// The subjects asked for; `None` for all.
fn wanted(args: &Args, opened: &Opened) -> Result<Option<Vec<Name>>, Failure> {
    let names = opened.case.names();
    let place = args.place.as_deref().map(|p| opened.named(p)).transpose()?;
    let Some(within) = &args.within else { return Ok(place) };
    let areas: Vec<Name> = names.matching(within).collect();
    if areas.is_empty() {
        return Err(Failure::usage(format!("--within: no claim names '{within}'; give the identifier or name that stands in the claims")));
    }
    let inside = (0..names.len() as Name).filter(|n| areas.iter().any(|a| names.lies_in(*n, *a)));
    Ok(Some(inside.filter(|n| place.as_ref().is_none_or(|p| p.contains(n))).collect()))
}

fn records(opened: &Opened, tracks: &[&Track]) -> Vec<SituationRecord> {
    let case = &opened.case;
    let record = |track: &&Track| SituationRecord::of(case.names(), track, opened.at, case.known, &case.believe(track, opened.at, opened.estimator));
    tracks.iter().map(record).collect()
}

fn csv(records: &[SituationRecord]) -> String {
    std::iter::once(csv_line(&CSV_HEADER.map(str::to_owned))).chain(records.iter().map(|r| csv_line(&r.csv_row()))).collect()
}

fn pretty(opened: &Opened, tracks: &[&Track], tolls: &[Toll]) -> String {
    let paint = Paint::for_stdout();
    let case = &opened.case;
    let mut legend = Legend::new(case.names());
    let mut out = format!("{} {}  {}\n", paint.bold("Situation at"), paint.bold(&opened.at.to_string()), paint.dim(&format!("as known {}", case.known)));
    for fluent in Fluent::ALL {
        let of_fluent: Vec<&&Track> = tracks.iter().filter(|t| t.fluent == fluent).collect();
        if of_fluent.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{}  {}", paint.bold(fluent.code()), paint.dim(&format!("the {STRIP} days before; chains ▮ for ▯ against")));
        for track in of_fluent {
            line(&mut out, opened, track, &mut legend, &paint);
        }
    }
    toll_lines(&mut out, opened, tolls, &paint);
    out.push('\n');
    out.push_str(&legend.lines(&paint));
    out
}

/// A place or person: its strip, how sure, the value, the chains, since when.
fn line(out: &mut String, opened: &Opened, track: &Track, legend: &mut Legend<'_>, paint: &Paint) {
    let case = &opened.case;
    let names = case.names();
    let first = Instant(opened.at.0 - STRIP * DAY);
    let days = history::days(case, track, opened.at, opened.estimator);
    let shown: Vec<String> = days.iter().filter(|d| d.0 > first).map(|d| legend.day(&d.1, paint)).collect();
    let strip = " ".repeat((STRIP as usize).saturating_sub(shown.len())) + &shown.concat();
    let belief = case.believe(track, opened.at, opened.estimator);
    let (label, p) = leading(names, &belief);
    let since = belief.since.map(|(from, to)| format!("since {}", rawi_situation::output::edtf(from, to))).unwrap_or_default();
    let place = column(names.get(track.subject).label(), 18);
    let _ = writeln!(out, "  {place} {strip}  {:<9} {} {p:4.2}  {} {since}", belief.status.code(), column(&label, 26), chains(belief.chains, paint));
    if let Some(alert) = belief.alert {
        let _ =
            writeln!(out, "  {} {}", " ".repeat(18), paint.with(anstyle::Style::new().bold(), &format!("! {} is said to be in, unconfirmed", isolate(names.get(alert).label()))));
    }
}

/// The value shown, or the two likeliest where nothing is.
fn leading(names: &rawi_situation::names::Names, belief: &Belief) -> (String, f64) {
    let p = belief.values.first().map_or(0.0, |v| v.1);
    let label = |i: usize| belief.values.get(i).map(|v| names.get(v.0).label());
    match (belief.value, belief.status) {
        (Some(v), _) => (names.get(v).label().to_owned(), p),
        (None, Status::Contested) => (format!("{} or {}", shorten(label(0).unwrap_or("?"), 10), shorten(label(1).unwrap_or("other"), 10)), p),
        _ => ("?".to_owned(), p),
    }
}

fn toll_lines(out: &mut String, opened: &Opened, tolls: &[Toll], paint: &Paint) {
    if tolls.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}  {}", paint.bold("tolls"), paint.dim("a range over independent sources, not a sum"));
    for toll in tolls {
        let range = toll.range();
        let sides = if toll.contested { "  sources disagree" } else { "" };
        let place = column(opened.tolls().names().get(toll.place).label(), 18);
        let _ = writeln!(out, "  {place} {}  {} {}  {} sources{sides}", toll.from.date(), words(range.min, range.max), toll.harm, toll.sources.len());
    }
}
