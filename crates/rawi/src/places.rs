//! `rawi places import`: public gazetteers into a lexicon folder.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use rawi_lexicon::{Gazetteer, GazetteerRow, Import, Lexicon, Sources, Unused, gazetteer_rows};

use crate::Failure;
use crate::lexicon_files::layered;

/// Ending of the files that an import writes.
const ENDING: &str = "-import.csv";

/// Arguments of `rawi places`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Import GeoNames country dumps and Who's On First tables into a lexicon folder
    Import(ImportArgs),
}

#[derive(ClapArgs)]
struct ImportArgs {
    /// GeoNames dumps (CC.txt) and Who's On First tables (CSV whose header begins with wof_id)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Folder to read with afterwards, with --lexicon; places/CC-import.csv is written in it
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Take only this country, such as sy; for Who's On First, the country of the file if its name does not end in it
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Also take villages and neighbourhoods that have the name of a place in the lexicon
    #[arg(long)]
    homonyms: bool,
}

/// What was left out of the files.
#[derive(Default)]
struct Left {
    class: usize,
    name: usize,
    country: usize,
    malformed: usize,
    /// Files that could not be used at all.
    files: usize,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let Command::Import(args) = &args.command;
    let mut left = Left::default();
    let rows: Vec<GazetteerRow> = args.files.iter().flat_map(|file| rows_of(file, args.country.as_deref(), &mut left)).collect();
    if rows.is_empty() {
        return Err(Failure::usage("no place could be read: give GeoNames country dumps (19 columns, tab-separated) or tables whose header begins with wof_id"));
    }
    let lexicon = lexicon_without_imports(&args.into)?;
    let import = Import::plan(&lexicon, rows, args.homonyms);
    let folder = args.into.join("places");
    fs::create_dir_all(&folder).map_err(|e| Failure::partial(format!("{}: {e}", folder.display())))?;
    for (country, counts) in import.counts() {
        let path = folder.join(format!("{country}{ENDING}"));
        let bytes = import.csv(country).map_err(|e| Failure::partial(format!("{}: {e}", path.display())))?;
        write_whole(&path, &bytes).map_err(|e| Failure::partial(format!("{}: {e}", path.display())))?;
        println!(
            "{}: {} places; {} more are in the lexicon already, {} are doubles whose names were joined, {} have the name of another place of the lexicon, {} only a word such as 'village'",
            path.display(),
            counts.added,
            counts.known,
            counts.joined,
            counts.homonyms,
            counts.nameless
        );
    }
    println!("left out: {} of a class that is not used, {} without an Arabic name, {} of other countries", left.class, left.name, left.country);
    match (left.malformed, left.files) {
        (0, 0) => Ok(()),
        (rows, files) => Err(Failure::partial(format!("{rows} rows and {files} files could not be used; the rest was imported"))),
    }
}

/// The rows of a file that are places; the others are counted, and told when they are malformed.
fn rows_of(path: &Path, country: Option<&str>, left: &mut Left) -> Vec<GazetteerRow> {
    match recognised(path, country) {
        Ok((gazetteer, text, country)) => gazetteer_rows(gazetteer, &text, country.as_deref()).into_iter().filter_map(|(line, row)| keep(row, path, line, left)).collect(),
        Err(reason) => {
            eprintln!("rawi: {}: {reason}", path.display());
            left.files += 1;
            Vec::new()
        }
    }
}

fn recognised(path: &Path, country: Option<&str>) -> Result<(Gazetteer, String, Option<String>), String> {
    let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let gazetteer = Gazetteer::of(&text).ok_or("neither a GeoNames dump (19 columns, tab-separated) nor a table whose header begins with wof_id")?;
    let asked = country.map(str::to_lowercase);
    if gazetteer == Gazetteer::GeoNames {
        return Ok((gazetteer, text, asked));
    }
    let country = asked.or_else(|| country_in(path)).ok_or("which country is this? Give --country CC, or a file name that ends in -CC.csv")?;
    Ok((gazetteer, text, Some(country)))
}

fn keep(row: Result<GazetteerRow, Unused>, path: &Path, line: usize, left: &mut Left) -> Option<GazetteerRow> {
    match row {
        Ok(row) => return Some(row),
        Err(Unused::Class) => left.class += 1,
        Err(Unused::Name) => left.name += 1,
        Err(Unused::Country) => left.country += 1,
        Err(Unused::Malformed(reason)) => {
            eprintln!("rawi: {}:{line}: {reason}", path.display());
            left.malformed += 1;
        }
    }
    None
}

/// `sy` in `whosonfirst-sy.csv`.
fn country_in(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    let code = stem.rsplit(['-', '_']).next()?;
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())).then(|| code.to_lowercase())
}

/// The lexicon that the folder makes, without what earlier imports wrote, so that importing again gives the same.
fn lexicon_without_imports(folder: &Path) -> Result<Lexicon, Failure> {
    let sources = if folder.is_dir() && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) { layered(folder)?.0 } else { Sources::embedded() };
    let sources = sources.without(|path| path.starts_with("places/") && path.ends_with(ENDING));
    Lexicon::load(&sources).map_err(|e| Failure::usage(format!("lexicon: {e}")))
}

/// Writes a file beside the old one and then puts it in its place.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    fs::write(&part, bytes)?;
    fs::rename(&part, path)
}
