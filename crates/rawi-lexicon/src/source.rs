//! Where lexicon files come from, and how an error in one is told.

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon");

/// Lexicon files by their path below the lexicon folder, `/` between parts.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<String, File>);

#[derive(Clone, Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    /// 0 for the lexicon that ships, 1 for what was added: what ships is loaded first, so that it wins ties.
    layer: u8,
}

impl Sources {
    /// The lexicon that ships with Rawi.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Self(files)
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), File { bytes: bytes.into(), layer: 1 });
    }

    /// True when there is a file of this path.
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Paths of all files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// These files without those whose path is `unwanted`.
    pub fn without(mut self, unwanted: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|path, _| !unwanted(path));
        self
    }

    /// Lays the files of `upper` over these: new ones are added, those of the same path replaced.
    pub fn overlay(&mut self, upper: Sources) {
        self.0.extend(upper.0);
    }

    /// The text of the file at `path`.
    pub fn text(&self, path: &str) -> Result<&str, LexiconError> {
        let file = self.0.get(path).ok_or_else(|| LexiconError::new(path, 1, 1, "the file is missing"))?;
        as_text(path, &file.bytes)
    }

    /// Line and column, from 1, of the first occurrence of `words` in the file at `path`.
    pub fn find(&self, path: &str, words: &str) -> Option<(usize, usize)> {
        let text = self.text(path).ok()?;
        Some(position(text, text.find(words)?))
    }

    /// Files directly in `folder` that end in `extension`: first those that ship, then those that were added, each in the order of their names.
    pub fn in_folder<'a>(&'a self, folder: &str, extension: &str) -> impl Iterator<Item = Result<(&'a str, &'a str), LexiconError>> + use<'a> {
        let is_there = |path: &str| path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.contains('/') && name.ends_with(extension));
        let mut files: Vec<(&String, &File)> = self.0.iter().filter(|(path, _)| is_there(path)).collect();
        files.sort_by_key(|(_, file)| file.layer);
        files.into_iter().map(|(path, file)| as_text(path, &file.bytes).map(|text| (path.as_str(), text)))
    }
}

fn collect(dir: &Dir<'static>, files: &mut BTreeMap<String, File>) {
    for file in dir.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), File { bytes: Cow::Borrowed(file.contents()), layer: 0 });
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
        Self::at_offset(file, text, text.find(needle).unwrap_or(0), message)
    }

    /// An error about the last occurrence of `needle` in `text`.
    pub(crate) fn at_last(file: &str, text: &str, needle: &str, message: impl Into<String>) -> Self {
        Self::at_offset(file, text, text.rfind(needle).unwrap_or(0), message)
    }

    /// An error about the TOML key `key`: the first line that begins with it.
    pub(crate) fn at_key(file: &str, text: &str, key: &str, message: impl Into<String>) -> Self {
        let is_key = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let line = text.lines().position(is_key).map_or(1, |index| index + 1);
        Self::new(file, line, 1, message)
    }

    /// An error about `needle` in a line (counted from 1).
    pub(crate) fn in_line(file: &str, text: &str, line: usize, needle: &str, message: impl Into<String>) -> Self {
        let words = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let column = words.find(needle).map_or(1, |at| 1 + words[..at].chars().count());
        Self::new(file, line, column, message)
    }

    fn at_offset(file: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
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
