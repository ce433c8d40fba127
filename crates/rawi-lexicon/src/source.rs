//! Where lexicon files come from, and how an error in one is told.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon");

/// Lexicon files by their path below the lexicon folder, `/` between parts.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<String, Vec<u8>>);

impl Sources {
    /// The lexicon that ships with Rawi.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Self(files)
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), bytes);
    }

    /// The text of the file at `path`.
    pub fn text(&self, path: &str) -> Result<&str, LexiconError> {
        let bytes = self.0.get(path).ok_or_else(|| LexiconError::new(path, 1, 1, "the file is missing"))?;
        as_text(path, bytes)
    }

    /// Files directly in `folder` that end in `extension`, in the order of their names.
    pub fn in_folder<'a>(&'a self, folder: &'a str, extension: &'a str) -> impl Iterator<Item = Result<(&'a str, &'a str), LexiconError>> {
        self.0
            .iter()
            .filter(move |(path, _)| path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.contains('/') && name.ends_with(extension)))
            .map(|(path, bytes)| as_text(path, bytes).map(|text| (path.as_str(), text)))
    }
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec());
    }
    dir.dirs().for_each(|dir| collect(dir, files));
}

fn as_text<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, LexiconError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        LexiconError::new(path, line, 1, "the line is not UTF-8")
    })
}

/// What is wrong in a lexicon file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct LexiconError {
    /// Path below the lexicon folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl LexiconError {
    pub(crate) fn new(file: &str, line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, column, message: message.into() }
    }

    /// An error about the first occurrence of `needle` in `text`.
    pub(crate) fn at(file: &str, text: &str, needle: &str, message: impl Into<String>) -> Self {
        let offset = text.find(needle).unwrap_or(0);
        let (line, column) = position(text, offset);
        Self::new(file, line, column, message)
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
    (line, column)
}

/// Reads a TOML file into a typed table; unknown keys and duplicates are errors with their place.
pub(crate) fn parse_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|error| {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        LexiconError::new(file, line, column, error.message())
    })
}
