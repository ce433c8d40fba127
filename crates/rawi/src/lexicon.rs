//! `rawi lexicon`: what is wrong in a lexicon, and what is missing from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use jiff::civil::date;
use rawi_eval::class_test;
use rawi_lexicon::{Lexicon, LexiconError, Sources};
use rawi_model::Report;
use rayon::prelude::*;

use crate::Failure;
use crate::lexicon_files::{Layer, files_in, layered};
use crate::suggest;

/// Arguments of `rawi lexicon`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say everything that is wrong in a lexicon folder, and run the tests of its verb classes
    Check(CheckArgs),
    /// List what was not understood over many reports, the most worth adding first
    Suggest(suggest::Args),
}

#[derive(ClapArgs)]
struct CheckArgs {
    /// A whole lexicon, or a folder of files to be laid over the one that ships
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Tests that are known not to hold, one `class: text` per line; only others are told
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Check(args) => check(args),
        Command::Suggest(args) => suggest::run(args),
    }
}

fn check(args: &CheckArgs) -> Result<(), Failure> {
    let known = args.known.as_deref().map(known_failures).transpose()?.unwrap_or_default();
    let own = files_in(&args.folder)?;
    let (sources, layer) = layered(&args.folder)?;
    let mut problems = Lexicon::check(&sources);
    let mut tests = 0;
    if let Ok(lexicon) = Lexicon::load(&sources) {
        let expected = if layer == Layer::Over { failing_as_shipped() } else { BTreeSet::new() };
        let failing = failing_tests(&lexicon);
        tests = lexicon.classes.iter().map(|class| class.tests.len()).sum();
        problems.extend(failing.into_iter().filter(|test| !known.contains(&test.name) && !expected.contains(&test.name)).map(|test| test.problem(&sources)));
    }
    problems.iter().for_each(|problem| println!("{problem}"));
    let files = own.paths().count();
    match problems.len() {
        0 => {
            println!("{files} files and {tests} tests: nothing wrong");
            Ok(())
        }
        n => Err(Failure::partial(format!("{n} mistakes in the lexicon {}", args.folder.display()))),
    }
}

fn known_failures(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    Ok(text.lines().map(|line| line.trim_end().to_owned()).collect())
}

/// A class test that does not hold.
struct FailingTest {
    /// `class: text`
    name: String,
    class: String,
    text: String,
    reason: String,
}

impl FailingTest {
    fn problem(&self, sources: &Sources) -> LexiconError {
        let path = format!("ar/frames/{}.toml", self.class);
        let (line, column) = sources.find(&path, &self.text).unwrap_or((1, 1));
        LexiconError { file: path, line, column, message: format!("the test does not hold: {}; correct the test, or the frames", self.reason) }
    }
}

fn failing_as_shipped() -> BTreeSet<String> {
    Lexicon::load(&Sources::embedded()).map(|lexicon| failing_tests(&lexicon).into_iter().map(|test| test.name).collect()).unwrap_or_default()
}

/// Tests that do not hold, in the order of the classes.
fn failing_tests(lexicon: &Lexicon) -> Vec<FailingTest> {
    let tests: Vec<_> = lexicon.classes.iter().flat_map(|class| class.tests.iter().map(move |(text, claims)| (class, text, claims))).collect();
    let failing = tests.par_iter().filter_map(|(class, text, claims)| {
        // The date that relative times in the tests of classes count from.
        let report = Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text.as_str()) };
        let reason = class_test(&class.kind, text, claims, &rawi_reader::read(lexicon, &report).claims).err()?;
        Some(FailingTest { name: format!("{}: {text}", class.name), class: class.name.clone(), text: (*text).clone(), reason })
    });
    failing.collect()
}
