//! The lexicon from its files.

use std::fs;
use std::path::Path;

use rawi_lexicon::Sources;

use crate::Failure;

/// The shipped lexicon, or the one in `folder`.
pub fn lexicon_sources(folder: Option<&Path>) -> Result<Sources, Failure> {
    let Some(folder) = folder else { return Ok(Sources::embedded()) };
    let mut sources = Sources::default();
    add_folder(folder, folder, &mut sources).map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    Ok(sources)
}

fn add_folder(root: &Path, folder: &Path, sources: &mut Sources) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_folder(root, &path, sources)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            sources.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}
