//! `rawi lexicon suggest`: what was not understood over many reports, grouped and counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use rawi_ingest::is_read;
use rawi_lexicon::orthography::{fold, key};
use rawi_lexicon::{Lexicon, Sense};
use rawi_model::{NoteKind, Reading, Report, Span};
use serde::Serialize;

use crate::Failure;
use crate::intake::{Flags, stream};
use crate::lexicon_files::load_lexicon;
use crate::pretty::{isolate, shorten};

/// Columns that an example sentence may take.
const WIDTH: usize = 90;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One suggestion per line
    Jsonl,
}

/// Arguments of `rawi lexicon suggest`.
#[derive(ClapArgs)]
pub struct Args {
    /// Text, JSONL, pages, feeds, archives, mails, exports; folders, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    /// Read with the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Leave out what was met fewer times
    #[arg(long, value_name = "N", default_value_t = 1)]
    at_least: usize,
    /// Print only the first of each kind
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Something met that the lexicon does not cover.
struct Gap {
    kind: NoteKind,
    /// What it is grouped by.
    group: String,
    /// As the text has it.
    words: String,
    /// Classes of the event word; empty for a name.
    classes: String,
    start: usize,
    sentence: String,
}

/// What one group of gaps adds up to.
#[derive(Serialize)]
struct Suggestion {
    note: &'static str,
    words: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    classes: String,
    count: usize,
    reports: usize,
    example: Example,
}

/// Where it was met first.
#[derive(Serialize)]
struct Example {
    input: String,
    /// Code points into the report's text.
    start: usize,
    sentence: String,
}

type Groups = BTreeMap<(&'static str, String), (Suggestion, BTreeSet<usize>)>;

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let intake = args.flags.intake(lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut groups = Groups::new();
    let mut reports = 0;
    let work = |name: &str, report: Report| (name.to_owned(), gaps(lexicon, &report));
    let taken = stream(&args.inputs, &intake, &mut account, work, |found| {
        for (name, gaps) in found {
            gaps.into_iter().for_each(|gap| add(&mut groups, gap, &name, reports));
            reports += 1;
        }
        Ok(())
    });
    taken.and_then(|()| print(args, &groups)).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    account.close()
}

/// What a report holds that was not understood.
fn gaps(lexicon: &Lexicon, report: &Report) -> Vec<Gap> {
    if !report.language.as_deref().is_none_or(is_read) {
        return Vec::new();
    }
    let reading = rawi_reader::read(lexicon, report);
    reading
        .notes
        .iter()
        .flat_map(|note| match note.kind {
            NoteKind::UnknownName => vec![name_gap(report, &reading, note.span)],
            NoteKind::UnreadEvent => event_gaps(lexicon, report, note.span),
            _ => Vec::new(),
        })
        .collect()
}

fn name_gap(report: &Report, reading: &Reading, span: Span) -> Gap {
    let sentence = reading.sentences.iter().find(|s| s.start <= span.start && span.end <= s.end).copied().unwrap_or(span);
    let words = span.of(&report.text);
    let group = words.split_whitespace().map(|word| fold(&key(word))).collect::<Vec<_>>().join(" ");
    gap(report, NoteKind::UnknownName, group, words, String::new(), (span, sentence))
}

/// The event words of a sentence that gave no claim.
fn event_gaps(lexicon: &Lexicon, report: &Report, sentence: Span) -> Vec<Gap> {
    let text = sentence.of(&report.text);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .filter_map(|word| {
            let (citation, classes) = event_of(lexicon, word)?;
            let start = sentence.start + (word.as_ptr() as usize - text.as_ptr() as usize);
            Some(gap(report, NoteKind::UnreadEvent, format!("{citation} {classes}"), word, classes, (Span::new(start, start + word.len()), sentence)))
        })
        .collect()
}

fn gap(report: &Report, kind: NoteKind, group: String, words: &str, classes: String, (span, sentence): (Span, Span)) -> Gap {
    let start = report.text[..span.start].chars().count();
    Gap { kind, group, words: words.to_owned(), classes, start, sentence: shorten(sentence.of(&report.text), WIDTH) }
}

/// Citation and classes of an event word; a conjunction or article before it does not count.
fn event_of(lexicon: &Lexicon, word: &str) -> Option<(String, String)> {
    let word = key(word);
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(&word);
    let forms = [word.as_str(), bare, word.strip_prefix("ال").unwrap_or(&word), bare.strip_prefix("ال").unwrap_or(bare)];
    forms.iter().flat_map(|form| lexicon.senses(form)).find_map(|sense| {
        let (citation, uses) = match sense {
            Sense::Verb { lemma, .. } => (&lexicon.lemmas[*lemma as usize].key, &lexicon.lemmas[*lemma as usize].classes),
            Sense::Event { noun, .. } => (&lexicon.events[*noun as usize].key, &lexicon.events[*noun as usize].classes),
            _ => return None,
        };
        let classes: BTreeSet<&str> = uses.iter().filter(|u| u.tail.is_empty()).map(|u| lexicon.classes[u.class as usize].name.as_str()).collect();
        (!classes.is_empty()).then(|| (citation.clone(), classes.into_iter().collect::<Vec<_>>().join(" ")))
    })
}

fn add(groups: &mut Groups, gap: Gap, input: &str, report: usize) {
    let note = gap.kind.code();
    let (suggestion, reports) = groups.entry((note, gap.group)).or_insert_with(|| {
        let example = Example { input: input.to_owned(), start: gap.start, sentence: gap.sentence };
        (Suggestion { note, words: gap.words, classes: gap.classes, count: 0, reports: 0, example }, BTreeSet::new())
    });
    suggestion.count += 1;
    reports.insert(report);
    suggestion.reports = reports.len();
}

/// Suggestions of one kind: first what most reports have, then what is most frequent.
fn ranked<'a>(groups: &'a Groups, kind: NoteKind, args: &Args) -> Vec<&'a Suggestion> {
    let of_kind = groups.iter().filter(|((note, _), (s, _))| *note == kind.code() && s.count >= args.at_least);
    let mut suggestions: Vec<&'a Suggestion> = of_kind.map(|(_, (suggestion, _))| suggestion).collect();
    suggestions.sort_by_key(|s| (Reverse(s.reports), Reverse(s.count)));
    suggestions.truncate(args.limit);
    suggestions
}

fn print(args: &Args, groups: &Groups) -> std::io::Result<()> {
    let mut out = String::new();
    for (kind, heading) in [(NoteKind::UnknownName, "Names that the lexicon does not know"), (NoteKind::UnreadEvent, "Event words in sentences that gave no claim")] {
        let section = ranked(groups, kind, args);
        match args.format {
            Format::Jsonl => section.iter().filter_map(|s| serde_json::to_string(s).ok()).for_each(|line| out.extend([line.as_str(), "\n"])),
            Format::Pretty if section.is_empty() => {}
            Format::Pretty => pretty(&mut out, heading, &section),
        }
    }
    std::io::stdout().write_all(out.as_bytes())
}

fn pretty(out: &mut String, heading: &str, section: &[&Suggestion]) {
    let _ = writeln!(out, "{}{heading}\n  times  reports", if out.is_empty() { "" } else { "\n" });
    for s in section {
        let classes = if s.classes.is_empty() { String::new() } else { format!("  ({})", s.classes) };
        let _ = writeln!(out, "  {:5}  {:7}  {}{classes}", s.count, s.reports, isolate(&s.words));
        let _ = writeln!(out, "                  {} at {}: {}", s.example.input, s.example.start, isolate(&s.example.sentence));
    }
}
