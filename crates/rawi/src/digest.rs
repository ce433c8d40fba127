//! `rawi digest`: what changed since a time, to be read by people.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use rawi_digest::{Book, Digest, Filter, Lang, Page, Zone, html, text};

use crate::Failure;
use crate::case::{CaseArgs, Twice, emit, instant};
use crate::lexicon_files::load_lexicon;
use crate::passages::{book, passages};

/// Arguments of `rawi digest`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// What was known then is not told again
    #[arg(long, value_name = "TIME")]
    since: String,
    /// What is known then is told [default: the time of the last report]
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Language
    #[arg(long, value_enum, default_value = "en")]
    lang: LangArg,
    /// The time zone in which times are told, such as Asia/Damascus
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Address of a server whose pages of reports are linked, instead of the reports themselves
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Another lexicon, or one laid over the shipped one: for names
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Output format [default: html when --to ends in .html, else text]
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// Where to write; the file appears whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// What is wanted; each may be given several times.
#[derive(ClapArgs, Clone)]
pub struct FilterArgs {
    /// Only this place
    #[arg(long, value_name = "PLACE")]
    place: Vec<String>,
    /// Only this area and all that lies in it
    #[arg(long, value_name = "AREA")]
    within: Vec<String>,
    /// Only what concerns this party or person
    #[arg(long, value_name = "ACTOR")]
    actor: Vec<String>,
    /// Only this kind: control, location, siege, closure, casualties as changes and disputes, others as single claims
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Only what this origin says
    #[arg(long, value_name = "SOURCE")]
    source: Vec<String>,
    /// Only disputes
    #[arg(long)]
    disputes: bool,
}

/// Languages of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Arabic
    Ar,
    /// English
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Plain text
    Text,
    /// HTML as in a mail
    Html,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::Ar => Self::Ar,
            LangArg::En => Self::En,
        }
    }
}

impl FilterArgs {
    /// The filter, once every kind in it is one of the lexicon's.
    pub fn checked(&self, kinds: &[String]) -> Result<Filter, Failure> {
        if let Some(unknown) = self.kind.iter().find(|k| !kinds.contains(k)) {
            return Err(Failure::usage(format!("--kind {unknown}: no such kind; there are {}", kinds.join(", "))));
        }
        let Self { place, within, actor, kind, source, disputes } = self.clone();
        Ok(Filter { place, within, actor, kind, source, disputes })
    }
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let since = instant("--since", &args.since)?;
    let until = args.until.as_deref().map(|t| instant("--until", t)).transpose()?;
    let zone: Zone = args.zone.parse().map_err(|e| Failure::usage(format!("--zone: {e}")))?;
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let filter = args.filter.checked(&lexicon.kinds.iter().map(|k| k.name.clone()).collect::<Vec<_>>())?;
    let book = book(lexicon);
    let twice = args.case.open_twice(since, until)?;
    let page = page(args, &twice, &filter, &zone, &book)?;
    let as_html = args.format.map_or_else(|| args.to.as_ref().is_some_and(|p| p.extension().is_some_and(|e| e == "html")), |f| f == FormatArg::Html);
    let written = if as_html { html(&page) } else { text(&page) };
    match &args.to {
        Some(path) => write(path, &written)?,
        None => emit(&written)?,
    }
    twice.finish()
}

fn page(args: &Args, twice: &Twice, filter: &Filter, zone: &Zone, book: &Book) -> Result<Page, Failure> {
    let lang = args.lang.into();
    let digest = Digest::of((&twice.then, twice.since), (&twice.now, twice.until), twice.estimator, filter, book);
    let ledger = args.case.reports()?;
    let passages = passages(&digest, &twice.lines, ledger.as_ref(), book, lang)?;
    Ok(Page::of(&digest, lang, zone, book, &passages, args.base.as_deref()))
}

fn write(path: &Path, written: &str) -> Result<(), Failure> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let fail = |e: std::io::Error| Failure::partial(format!("--to {}: {e}", path.display()));
    fs::write(&draft, written).map_err(fail)?;
    fs::rename(&draft, path).map_err(fail)
}
