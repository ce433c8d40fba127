//! What the commands on the situation share: where the claims come from, and the two times.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use rawi_ledger::{Asked, Ledger, ParametersBody, Store};
use rawi_lexicon::Sources;
use rawi_server::Enclosure;
use rawi_situation::instant::{DAY, Instant, Stretch};
use rawi_situation::learned::Learned;
use rawi_situation::names::{Entry as Thing, Name};
use rawi_situation::parameters::Settings;
use rawi_situation::record::{Record, parse};
use rawi_situation::sides::{self, Sides, unite};
use rawi_situation::situation::{Case, Estimator};
use rawi_situation::spoken::Heard;
use rawi_situation::track::Track;
use serde::Serialize;

use crate::Failure;
use crate::ledger_file::LedgerArg;

/// Arguments that every command on the situation takes.
#[derive(ClapArgs)]
pub struct CaseArgs {
    /// Claim records, one JSON object per line, as rawi read --format jsonl prints them; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "ledger")]
    claims: Option<PathBuf>,
    #[command(flatten)]
    pub ledger: LedgerArg,
    /// The time until which reports are taken into account [default: the last report]
    #[arg(long, value_name = "TIME")]
    known: Option<String>,
    /// Parties that count as one: a line PARTY,SIDE of identifiers for each; shipped for those of the lexicon, none to take every party by itself
    /// [default: shipped for a ledger, none for --claims]
    #[arg(long, value_name = "FILE")]
    sides: Option<PathBuf>,
    /// What to weigh with: what rawi ledger learn recorded last, if anything, or what all claims teach now
    #[arg(long, value_enum, default_value = "recorded")]
    parameters: ParametersArg,
    /// How beliefs are made
    #[arg(long, value_enum, default_value = "filter")]
    estimator: EstimatorArg,
}

/// Names of the estimators.
#[derive(Clone, Copy, ValueEnum)]
enum EstimatorArg {
    /// The filter, averaged with the vote
    Filter,
    /// A decayed vote per origin
    Vote,
}

/// Where parameters come from.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ParametersArg {
    /// What rawi ledger learn recorded last, from claims known by then; if there is nothing, as learn
    Recorded,
    /// All claims known, read and learned from now
    Learn,
}

/// Formats of commands that print either for people or for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Pretty,
    /// One JSON object per line
    Jsonl,
}

/// Claims taken in, and the times asked for.
pub struct Opened {
    /// The case at the time known.
    pub case: Case,
    /// The claims of casualties, where the case holds statements only.
    tolls: Option<Case>,
    /// The instant asked for.
    pub at: Instant,
    /// How beliefs are made.
    pub estimator: Estimator,
    /// How many lines could not be read.
    pub bad: usize,
    /// Where the claims came from.
    source: String,
}

/// The same claims at two times known.
pub struct Twice {
    /// What was known at the earlier time.
    pub then: Case,
    /// What was known at the later one.
    pub now: Case,
    /// The earlier time.
    pub since: Instant,
    /// The later time.
    pub until: Instant,
    /// How beliefs are made.
    pub estimator: Estimator,
    /// How many lines could not be read.
    bad: usize,
    /// Where the claims came from.
    source: String,
    /// The claim records, one per line.
    pub lines: Vec<u8>,
}

impl CaseArgs {
    /// Reads the claims; `at` is the instant asked for, by default the time known.
    pub fn open(&self, at: Option<&str>) -> Result<Opened, Failure> {
        let asked = at.map(|t| instant("--at", t)).transpose()?;
        let limit = self.known.as_deref().map(|t| instant("--known", t)).transpose()?;
        let (source, bytes) = self.bytes(limit)?;
        let (records, bad) = self.records(&source, &bytes)?;
        let known = limit.unwrap_or_else(|| last_report(&records));
        let case = Case::new(records, known, &Settings::default());
        if case.claims.undated > 0 {
            eprintln!("rawi: {source}: {} claims without any date were left out; read them with --published DATE", case.claims.undated);
        }
        Ok(Opened { case, tolls: None, at: asked.unwrap_or(known), estimator: self.estimator(), bad, source })
    }

    /// The same claims as they were known at `since` and at `until` (by default the time of the last report), for telling what is new.
    pub fn open_twice(&self, since: Instant, until: Option<Instant>) -> Result<Twice, Failure> {
        if self.known.is_some() {
            return Err(Failure::usage("a digest tells what became known between --since and --until; give these instead of --known"));
        }
        let (source, bytes) = self.bytes(until)?;
        let (records, bad) = self.records(&source, &bytes)?;
        let until = until.unwrap_or_else(|| last_report(&records));
        if until < since {
            return Err(Failure::usage(format!("--until {until} lies before --since {since}")));
        }
        let then = Case::new(records.clone(), since, &Settings::default());
        let now = Case::new(records, until, &Settings::default());
        Ok(Twice { then, now, since, until, estimator: self.estimator(), bad, source, lines: bytes })
    }

    /// The ledger that the claims come from, with their reports; none for claims of a file.
    pub fn reports(&self) -> Result<Option<Ledger>, Failure> {
        if self.claims.is_some() { Ok(None) } else { self.ledger.read().map(Some) }
    }

    /// Claim records with their sides and what lies in what, and how many lines were none.
    fn records(&self, source: &str, bytes: &[u8]) -> Result<(Vec<Record>, usize), Failure> {
        let (mut records, errors) = parse(bytes);
        errors.iter().for_each(|e| eprintln!("rawi: {source}: {e}"));
        if records.is_empty() {
            return Err(Failure::usage(format!("{source}: no claim records; make some with: rawi read --format jsonl FILE")));
        }
        unite(&mut records, &self.united()?);
        if self.claims.is_none() {
            Enclosure::shipped().tell(&mut records);
        }
        Ok((records, errors.len()))
    }

    /// The sides asked for. Claims from a file may have identifiers of any make, so nothing is laid over them unasked.
    fn united(&self) -> Result<Sides, Failure> {
        match self.sides.as_deref().map(|path| (path, path.to_str())) {
            Some((_, Some("none"))) => Ok(Sides::default()),
            None if self.claims.is_some() => Ok(Sides::default()),
            None | Some((_, Some("shipped"))) => shipped_sides(),
            Some((path, _)) => read_sides(path),
        }
    }

    /// Which sides were asked for, when they have a name that parameters can be recorded under.
    fn sides_name(&self) -> Option<&'static str> {
        match self.sides.as_deref().map(Path::to_str) {
            None | Some(Some("shipped")) => Some("shipped"),
            Some(Some("none")) => Some("none"),
            Some(_) => None,
        }
    }

    /// Learns from the claims of the ledger what later questions are weighed with.
    pub fn learn(&self) -> Result<ParametersBody, Failure> {
        let sides = self.sides_name().ok_or_else(|| Failure::usage("parameters are recorded for the shipped sides or for none, not for those of a file"))?.to_owned();
        let opened = self.open(None)?;
        let statements = opened.case.tracks.iter().map(|t| t.statements.len()).sum();
        Ok(ParametersBody { known: opened.case.known.0, sides, statements, learned: Learned::of(&opened.case) })
    }

    /// The ledger's statements that bear on an instant, weighed with recorded parameters: no record is read but those of tolls. Nothing when there are no parameters, and then
    /// all claims have to be read. `chosen` tells which places and persons are wanted; none for all.
    pub fn open_recorded(&self, at: Option<&str>, chosen: impl FnOnce(&[(i64, Thing)]) -> Result<Option<Vec<i64>>, Failure>) -> Result<Option<Opened>, Failure> {
        if self.claims.is_some() || self.parameters == ParametersArg::Learn || !self.ledger.is_there() {
            return Ok(None);
        }
        let Some(sides) = self.sides_name() else { return Ok(None) };
        let known = self.known.as_deref().map(|t| instant("--known", t)).transpose()?;
        let store = self.ledger.read()?;
        let Some(body) = ParametersBody::recorded(&store, sides, known.map_or(i64::MAX, |k| k.0))? else { return Ok(None) };
        let asked_at = at.map(|t| instant("--at", t)).transpose()?;
        let known = match known {
            Some(known) => known,
            None => Instant(store.last_known()?.unwrap_or(body.known)),
        };
        let at = asked_at.unwrap_or(known);
        let from = at.0 - (body.learned.reach() * DAY as f64) as i64;
        let settings = Settings::default();
        let fights_from = at.0 - (settings.fresh_days * DAY as f64) as i64;
        let subjects = chosen(&store.subjects()?)?;
        let mut found = store.statements(&Asked { known: known.0, from, fights_from, subjects })?;
        Enclosure::shipped().tell_things(&mut found.things);
        let mut heard = Heard::new(found.things, &self.united()?);
        found.rows.iter().for_each(|(said, keys)| heard.hear(said, *keys));
        let mut tolls = Vec::new();
        store.tolls(from, known.0, |record| tolls.extend(parse(record.as_bytes()).0))?;
        unite(&mut tolls, &self.united()?);
        let case = heard.case(&body.learned, &settings, known);
        Ok(Some(Opened { case, tolls: Some(Case::new(tolls, known, &settings)), at, estimator: self.estimator(), bad: 0, source: String::new() }))
    }

    fn estimator(&self) -> Estimator {
        match self.estimator {
            EstimatorArg::Filter => Estimator::Filter,
            EstimatorArg::Vote => Estimator::Vote,
        }
    }

    fn bytes(&self, known: Option<Instant>) -> Result<(String, Vec<u8>), Failure> {
        let Some(path) = &self.claims else { return self.recorded(known) };
        let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
        let mut bytes = Vec::new();
        let read = if path == Path::new("-") { std::io::stdin().read_to_end(&mut bytes).map(drop) } else { fs::read(path).map(|b| bytes = b) };
        read.map_err(|e| Failure::usage(format!("{name}: {e}")))?;
        Ok((name, bytes))
    }

    /// The claims of the ledger, one record per line.
    fn recorded(&self, known: Option<Instant>) -> Result<(String, Vec<u8>), Failure> {
        let path = self.ledger.path()?;
        if self.ledger.ledger.is_none() && !self.ledger.is_there() {
            let ways = "use --claims FILE, rawi read --format jsonl REPORTS | rawi situation --claims -, or begin a ledger with: rawi ingest REPORTS";
            return Err(Failure::usage(format!("no claims given and no ledger at {}; {ways}", path.display())));
        }
        let mut bytes = Vec::new();
        self.ledger.read()?.claims(known.map(|instant| instant.0), |record| {
            bytes.extend_from_slice(record.as_bytes());
            bytes.push(b'\n');
        })?;
        Ok((path.display().to_string(), bytes))
    }
}

impl Twice {
    /// Exit 1 when some lines could not be read.
    pub fn finish(&self) -> Result<(), Failure> {
        finish(self.bad, &self.source)
    }
}

impl Opened {
    /// The case that knows tolls.
    pub fn tolls(&self) -> &Case {
        self.tolls.as_ref().unwrap_or(&self.case)
    }

    /// The places or persons that `words` names; none is a usage error that says what is there.
    pub fn named(&self, words: &str) -> Result<Vec<Name>, Failure> {
        let subjects: Vec<Name> = self.case.names().matching(words).filter(|n| self.case.tracks.iter().any(|t| t.subject == *n)).collect();
        if subjects.is_empty() {
            let some: Vec<&str> = self.case.tracks.iter().take(5).map(|t| self.case.names().get(t.subject).label()).collect();
            return Err(Failure::usage(format!("nothing is claimed of '{words}'; there are claims on {} …", some.join(", "))));
        }
        Ok(subjects)
    }

    /// The tracks of some subjects, or all.
    pub fn tracks(&self, subjects: Option<&[Name]>) -> impl Iterator<Item = &Track> {
        self.case.tracks_at(self.at).filter(move |t| subjects.is_none_or(|s| s.contains(&t.subject)))
    }

    /// Exit 1 when some lines could not be read.
    pub fn finish(&self) -> Result<(), Failure> {
        finish(self.bad, &self.source)
    }
}

fn finish(bad: usize, source: &str) -> Result<(), Failure> {
    match bad {
        0 => Ok(()),
        n => Err(Failure::partial(format!("{source}: {n} lines could not be read"))),
    }
}

/// The sides of the lexicon that ships.
pub fn shipped_sides() -> Result<Sides, Failure> {
    let sources = Sources::embedded();
    let mut all = Sides::default();
    for file in sources.in_folder("sides", ".csv") {
        let (path, text) = file.map_err(|e| Failure::usage(e.to_string()))?;
        all.extend(sides::parse(text).map_err(|e| Failure::usage(format!("{path}: {e}")))?);
    }
    Ok(all)
}

fn read_sides(path: &Path) -> Result<Sides, Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::usage(format!("--sides {}: {e}", path.display())))?;
    sides::parse(&text).map_err(|e| Failure::usage(format!("--sides {}: {e}", path.display())))
}

/// A time given on the command line; a date stands for the end of that day.
pub fn instant(option: &str, text: &str) -> Result<Instant, Failure> {
    let stretch = Stretch::parse(text).map_err(|e| Failure::usage(format!("{option}: {e}")))?;
    stretch.last.ok_or_else(|| Failure::usage(format!("{option}: '{text}' has no end")))
}

/// The latest time at which a record could be known.
fn last_report(records: &[Record]) -> Instant {
    let ends = records.iter().filter_map(|r| r.reported.as_deref().or(r.time.edtf.as_deref())).filter_map(|t| Stretch::parse(t).ok()?.last);
    ends.max().unwrap_or_default()
}

/// Prints a text, or one JSON object per line.
pub fn print<T: Serialize>(format: Format, list: &[T], pretty: impl FnOnce(&[T]) -> String) -> Result<(), Failure> {
    let text = match format {
        Format::Pretty => pretty(list),
        Format::Jsonl => lines(list)?,
    };
    emit(&text)
}

/// One JSON object per line.
pub fn lines<T: Serialize>(list: &[T]) -> Result<String, Failure> {
    let lines: Result<Vec<String>, _> = list.iter().map(|item| serde_json::to_string(item).map(|l| l + "\n")).collect();
    lines.map(|l| l.concat()).map_err(|e| Failure::partial(e.to_string()))
}

/// Writes to standard output; a reader that has gone away is no failure.
pub fn emit(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::partial(format!("standard output: {e}"))),
        _ => Ok(()),
    }
}
