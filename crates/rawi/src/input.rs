//! Files, folders and standard input to reports; a bad one is told and the rest goes on.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rawi_ingest::{IngestError, from_json, from_text, looks_like_jsonl};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

use crate::Failure;

/// What one input gave: its reports, and what was wrong with the rest.
#[derive(Default)]
pub struct Intake {
    /// Reports in the order of the input.
    pub reports: Vec<Report>,
    /// `name[:line]: reason`
    pub errors: Vec<String>,
}

/// Reads every input; `-` is standard input, a folder stands for its files.
pub fn gather(inputs: &[PathBuf]) -> Intake {
    let mut intake = Intake::default();
    for input in inputs {
        if input.is_dir() {
            folder(input, &mut intake);
        } else {
            file(input, &mut intake);
        }
    }
    intake
}

fn folder(path: &Path, intake: &mut Intake) {
    match fs::read_dir(path) {
        Ok(entries) => {
            let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "jsonl")).collect();
            files.sort();
            files.iter().for_each(|f| file(f, intake));
        }
        Err(error) => intake.errors.push(format!("{}: {error}", path.display())),
    }
}

fn file(path: &Path, intake: &mut Intake) {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = if name == "-" { std::io::stdin().read_to_end(&mut bytes).map(drop) } else { fs::read(path).map(|b| bytes = b) };
    if let Err(error) = read {
        intake.errors.push(format!("{name}: {error}"));
        return;
    }
    if looks_like_jsonl(&bytes) {
        for (number, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.iter().all(u8::is_ascii_whitespace)) {
            keep(from_json(line), &format!("{name}:{}", number + 1), intake);
        }
    } else {
        keep(from_text(&bytes), &name, intake);
    }
}

fn keep(report: Result<Report, IngestError>, name: &str, intake: &mut Intake) {
    match report {
        Ok(report) => intake.reports.push(report),
        Err(error) => intake.errors.push(format!("{name}: {error}")),
    }
}

/// Loads the shipped lexicon, or the one in `folder`. It lives as long as the program: taking it apart at the end would only cost time.
pub fn load_lexicon(folder: Option<&Path>) -> Result<&'static Lexicon, Failure> {
    let lexicon = Lexicon::load(&lexicon_sources(folder)?).map_err(|e| Failure::usage(format!("lexicon: {e}")))?;
    Ok(Box::leak(Box::new(lexicon)))
}

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
