//! `rawi review`: what people say of claims.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use rawi_ledger::{About, Entry, JudgedReview, ReviewError, State, Store, Verdict, Vocabulary, append, field, gold, judged, review_draft};
use rawi_lexicon::Lexicon;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Failure;
use crate::case::{Format, print};
use crate::ledger_file::{LedgerArg, now};
use crate::lexicon_files::load_lexicon;
use crate::pretty::{Paint, isolate, shorten};

/// Arguments of `rawi review`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The claim stands as it was read
    Accept(Claim),
    /// The text makes no such claim: it no longer counts
    Wrong(Claim),
    /// The claim is there, with other fields
    Fix(Fix),
    /// The text makes a claim that was not read
    Missing(Missing),
    /// Say something that changes nothing
    Comment(Comment),
    /// Show reviews, and what became of them
    List(List),
    /// Write reviewed reports as gold for rawi eval
    Export(Export),
}

/// What every verdict needs.
#[derive(ClapArgs)]
struct Said {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Who says so
    #[arg(long, value_name = "NAME", env = "USER")]
    by: Option<String>,
    /// In your words
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
}

#[derive(ClapArgs)]
struct Claim {
    /// Identifier of the claim
    claim: String,
    #[command(flatten)]
    said: Said,
}

#[derive(ClapArgs)]
struct Fix {
    /// Identifier of the claim
    claim: String,
    /// What is right, such as factuality=CT- place=place:sy/homs,place:sy/hama count=3-5 chain='outlet:sana.sy>anonymous:a source'
    #[arg(required = true, value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    said: Said,
}

#[derive(ClapArgs)]
struct Missing {
    /// Identifier of the report
    report: String,
    /// The claim: kind=KIND and the other fields as for a fix
    #[arg(required = true, value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    said: Said,
}

#[derive(ClapArgs)]
struct Comment {
    /// Identifier of a claim or a report
    target: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    said: Said,
}

/// Words of a report.
#[derive(ClapArgs)]
struct Place {
    /// The words, as they stand in the text, once
    #[arg(long, value_name = "WORDS", conflicts_with = "span")]
    words: Option<String>,
    /// First code point and the one after the last
    #[arg(long, value_name = "START-END", value_parser = parse_span)]
    span: Option<(usize, usize)>,
}

#[derive(ClapArgs)]
struct List {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Only of this report; then its claims are listed too
    #[arg(long, value_name = "REPORT")]
    report: Option<String>,
    /// Only those whose claim or words are not there any more
    #[arg(long)]
    orphans: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

#[derive(ClapArgs)]
struct Export {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Folder that gets NAME.txt and NAME.json of every reviewed report
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Accept(args) => say(&args.said, &args.claim, &About::Claim(args.claim.clone()), Verdict::Accept, &[]),
        Command::Wrong(args) => say(&args.said, &args.claim, &About::Claim(args.claim.clone()), Verdict::Wrong, &[]),
        Command::Fix(args) => say(&args.said, &args.claim, &About::Claim(args.claim.clone()), Verdict::Fix, &args.fields),
        Command::Missing(args) => say(&args.said, &args.report, &args.place.about()?, Verdict::Missing, &args.fields),
        Command::Comment(args) if args.target.starts_with("clm_") => say(&args.said, &args.target, &About::Claim(args.target.clone()), Verdict::Comment, &[]),
        Command::Comment(args) => say(&args.said, &args.target, &args.place.about()?, Verdict::Comment, &[]),
        Command::List(args) => list(args),
        Command::Export(args) => exported(args),
    }
}

fn parse_span(text: &str) -> Result<(usize, usize), String> {
    let ends = text.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    ends.filter(|(a, b)| a < b).ok_or_else(|| format!("'{text}' is no START-END in code points, such as 12-30"))
}

impl Place {
    fn about(&self) -> Result<About, Failure> {
        match (&self.words, self.span) {
            (Some(words), _) => Ok(About::Words(words.clone())),
            (None, Some((start, end))) => Ok(About::Span(start, end)),
            (None, None) => Err(Failure::usage("which words? give --words WORDS or --span START-END")),
        }
    }
}

/// What is not there, or lacks something, is wrong usage.
impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Ledger(error) => error.into(),
            other => Self::usage(other.to_string()),
        }
    }
}

/// The entries of the one report that a report or claim identifier leads to.
pub fn stream_of(store: &impl Store, target: &str) -> Result<Vec<Entry>, Failure> {
    if !target.starts_with("clm_") {
        let stream = store.stream(target)?;
        return if stream.is_empty() { Err(ReviewError::NoReport(target.to_owned()).into()) } else { Ok(stream) };
    }
    match store.reports_of(target)?.as_slice() {
        [report] => Ok(store.stream(report)?),
        [] => Err(ReviewError::NoClaim(target.to_owned()).into()),
        many => Err(Failure::usage(format!("{target} is a claim of several reports: {}", many.join(", ")))),
    }
}

fn say(said: &Said, target: &str, about: &About, verdict: Verdict, fields: &[String]) -> Result<(), Failure> {
    let mut fix = Map::new();
    if !fields.is_empty() {
        let words = Words(load_lexicon(None)?);
        fields.iter().try_for_each(|given| field(given, &words, &mut fix))?;
    }
    let mut store = said.ledger.change()?;
    let stream = stream_of(&store, target)?;
    let draft = review_draft(&stream, about, verdict, said.by.as_deref().unwrap_or_default(), fix, said.comment.clone())?;
    let entry = append(&mut store, vec![draft], &now())?.remove(0);
    let all = judged(&store.stream(&entry.stream)?);
    all.reviews.iter().filter(|r| r.idx == entry.idx).for_each(|r| println!("{}", line(&entry.stream, r, &Paint::for_stdout())));
    Ok(())
}

/// The lexicon, as far as reviewers need it.
struct Words(&'static Lexicon);

impl Vocabulary for Words {
    fn is_kind(&self, kind: &str) -> bool {
        self.0.kinds.iter().any(|k| k.name == kind)
    }

    fn filler(&self, id: &str) -> Option<Value> {
        if let Some(place) = self.0.place(id).map(|p| &self.0.places[p as usize]) {
            let mut filler = json!({"id": id, "name": place.en, "name_ar": place.ar, "type": place.class});
            if let Some((lat, lon)) = place.position {
                filler["lat"] = lat.into();
                filler["lon"] = lon.into();
            }
            return Some(filler);
        }
        if let Some(actor) = self.0.actor(id).map(|a| &self.0.actors[a as usize]) {
            return Some(json!({"id": id, "name": actor.en, "name_ar": actor.ar, "type": actor.class}));
        }
        self.0.outlets.iter().find(|o| o.id == id).map(|o| json!({"id": id, "name": o.en, "name_ar": o.ar, "type": "outlet"}))
    }
}

/// A review as it is listed.
#[derive(Serialize)]
struct Listed {
    report: String,
    idx: u64,
    at: String,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaks_of: Option<String>,
    review: rawi_ledger::Review,
}

fn list(args: &List) -> Result<(), Failure> {
    let store = args.ledger.read()?;
    let streams = match &args.report {
        Some(report) => vec![stream_of(&store, report)?],
        None => store.reviewed()?.iter().map(|r| store.stream(r)).collect::<Result<_, _>>()?,
    };
    let mut shown = Vec::new();
    for stream in &streams {
        let all = judged(stream);
        if args.report.is_some() && args.format == Format::Pretty && !args.orphans {
            all.claims.iter().for_each(|c| println!("{}{}", if c.wrong { "wrong  " } else { "" }, crate::reread::brief(&c.value())));
        }
        let wanted = all.reviews.into_iter().filter(|r| !args.orphans || r.state == State::Orphan);
        shown.extend(wanted.map(|r| (stream[0].stream.clone(), r)));
    }
    let paint = Paint::for_stdout();
    let lines: String = shown.iter().map(|(report, r)| line(report, r, &paint) + "\n").collect();
    let listed: Vec<Listed> = shown.into_iter().map(|(report, r)| Listed { report, idx: r.idx, at: r.at, state: r.state, speaks_of: r.claim, review: r.review }).collect();
    print(args.format, &listed, |_| lines)
}

fn line(report: &str, judged: &JudgedReview, paint: &Paint) -> String {
    let review = &judged.review;
    let mut out = format!("{report} #{}  {}", judged.idx, paint.bold(review.verdict.code()));
    for part in [judged.claim.as_deref().or(review.claim.as_ref().map(|c| c.id.as_str())), Some(review.reviewer.as_str())].into_iter().flatten() {
        let _ = write!(out, "  {part}");
    }
    let _ = write!(out, "  “{}”", isolate(&shorten(&review.anchor.quote, 40)));
    if !review.fix.is_empty() {
        let _ = write!(out, "  {}", Value::Object(review.fix.clone()));
    }
    if let Some(comment) = &review.comment {
        let _ = write!(out, "  {comment}");
    }
    match judged.state {
        State::Counts => {}
        State::Superseded => out.push_str("  (a later verdict counts)"),
        State::Orphan => out.push_str("  (orphan: its claim is not read any more)"),
    }
    out
}

fn exported(args: &Export) -> Result<(), Failure> {
    let store = args.ledger.read()?;
    fs::create_dir_all(&args.to).map_err(|e| Failure::partial(format!("{}: {e}", args.to.display())))?;
    let mut count = 0;
    for report in store.reviewed()? {
        let Some((text, gold)) = gold(&store.stream(&report)?) else { continue };
        whole(&args.to.join(format!("{report}.txt")), &text)?;
        whole(&args.to.join(format!("{report}.json")), &format!("{gold:#}\n"))?;
        count += 1;
    }
    eprintln!("rawi: {count} reviewed reports written to {}", args.to.display());
    Ok(())
}

/// A file appears under its name only when it is whole.
fn whole(path: &Path, text: &str) -> Result<(), Failure> {
    let part = path.with_extension("part");
    fs::write(&part, text).and_then(|()| fs::rename(&part, path)).map_err(|e| Failure::partial(format!("{}: {e}", path.display())))
}
