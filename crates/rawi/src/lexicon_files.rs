//! The lexicon to read with: the one that ships, another, or one laid over it.

use std::fs;
use std::io;
use std::path::Path;

use rawi_lexicon::{Lexicon, Sources};

use crate::Failure;

/// A folder that holds this file is a whole lexicon; any other is laid over the one that ships.
const WHOLE: &str = "ar/particles.toml";

/// How a folder takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// It replaces the lexicon that ships.
    Whole,
    /// Its files are added; one of the same path replaces the one that ships.
    Over,
}

/// A lexicon with the name of its content.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The lexicon.
    pub lexicon: &'static Lexicon,
    /// Fingerprint of its files.
    pub name: String,
    /// How many files it is made of.
    pub files: usize,
}

/// Loads the shipped lexicon, or with the one in `folder`. It lives as long as the program: taking it apart at the end would only cost time.
pub fn load_lexicon(folder: Option<&Path>) -> Result<&'static Lexicon, Failure> {
    load(&sources(folder)?)
}

/// Loads a lexicon as [`load_lexicon`] does and names it by its content, for the ledger.
pub fn load_named(folder: Option<&Path>) -> Result<Loaded, Failure> {
    let sources = sources(folder)?;
    let lexicon = load(&sources)?;
    let files: Vec<(&str, &[u8])> = sources.paths().filter_map(|path| Some((path, sources.text(path).ok()?.as_bytes()))).collect();
    Ok(Loaded { lexicon, name: rawi_ledger::fingerprint(files.iter().copied()), files: files.len() })
}

fn sources(folder: Option<&Path>) -> Result<Sources, Failure> {
    match folder {
        None => Ok(Sources::embedded()),
        Some(folder) => Ok(layered(folder)?.0),
    }
}

fn load(sources: &Sources) -> Result<&'static Lexicon, Failure> {
    let lexicon = Lexicon::load(sources).map_err(|e| Failure::usage(format!("lexicon: {e}")))?;
    Ok(Box::leak(Box::new(lexicon)))
}

/// The files to read with when `folder` is given, and how it takes part.
pub fn layered(folder: &Path) -> Result<(Sources, Layer), Failure> {
    let own = files_in(folder)?;
    if own.contains(WHOLE) {
        return Ok((own, Layer::Whole));
    }
    let mut sources = Sources::embedded();
    sources.overlay(own);
    Ok((sources, Layer::Over))
}

/// The lexicon files of a folder, by their paths below it.
pub fn files_in(folder: &Path) -> Result<Sources, Failure> {
    let mut sources = Sources::default();
    add_folder(folder, folder, &mut sources).map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    if sources.paths().next().is_none() {
        return Err(Failure::usage(format!("{}: every lexicon file is missing: the folder holds neither a .toml nor a .csv file", folder.display())));
    }
    Ok(sources)
}

fn add_folder(root: &Path, folder: &Path, sources: &mut Sources) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_folder(root, &path, sources)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "csv") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}
