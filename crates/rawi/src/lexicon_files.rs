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

/// Loads the shipped lexicon, or with the one in `folder`. It lives as long as the program: taking it apart at the end would only cost time.
pub fn load_lexicon(folder: Option<&Path>) -> Result<&'static Lexicon, Failure> {
    let sources = match folder {
        None => Sources::embedded(),
        Some(folder) => layered(folder)?.0,
    };
    let lexicon = Lexicon::load(&sources).map_err(|e| Failure::usage(format!("lexicon: {e}")))?;
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
