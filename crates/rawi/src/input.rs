//! Files, folders and standard input to reports, one at a time; a bad one is told and the rest goes on.
//!
//! JSONL is read line by line, so that memory does not grow with the input. Parsing is left to the caller's threads: an
//! [`Item`] holds the bytes of one report.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Stdin};
use std::path::{Path, PathBuf};

use rawi_ingest::{IngestError, MAX_LINE, from_json, from_text};
use rawi_model::Report;

/// A byte order mark in UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of one report, and where they come from.
pub struct Item {
    /// File name, with the line number for JSONL.
    pub name: String,
    content: Content,
}

enum Content {
    Text(Vec<u8>),
    Line(Vec<u8>),
    Broken(String),
}

impl Item {
    /// The report, or `name[:line]: reason`.
    pub fn report(&self) -> Result<Report, String> {
        let report = match &self.content {
            Content::Text(bytes) => from_text(bytes).map_err(|e| e.to_string()),
            Content::Line(bytes) => from_json(bytes.strip_prefix(BOM).unwrap_or(bytes)).map_err(|e| e.to_string()),
            Content::Broken(reason) => Err(reason.clone()),
        };
        report.map_err(|reason| format!("{}: {reason}", self.name))
    }

    /// Bytes held in memory.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::Text(bytes) | Content::Line(bytes) => bytes.len(),
            Content::Broken(reason) => reason.len(),
        }
    }
}

/// Every report of the inputs, in their order; `-` is standard input, a folder stands for its `.txt` and `.jsonl` files.
pub struct Inputs {
    paths: VecDeque<PathBuf>,
    lines: Option<Lines>,
}

impl Inputs {
    /// The reports of these files and folders.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { paths: paths.iter().cloned().collect(), lines: None }
    }

    fn open(&mut self, path: &Path) -> Option<Item> {
        let name = path.display().to_string();
        if path.is_dir() {
            return match files_of(path) {
                Ok(files) => {
                    files.into_iter().rev().for_each(|file| self.paths.push_front(file));
                    None
                }
                Err(error) => Some(Item { name, content: Content::Broken(error.to_string()) }),
            };
        }
        match Stream::open(path).and_then(|stream| Lines::or_text(name.clone(), stream)) {
            Ok(Opened::Lines(lines)) => {
                self.lines = Some(lines);
                None
            }
            Ok(Opened::Text(bytes)) => Some(Item { name, content: Content::Text(bytes) }),
            Err(error) => Some(Item { name, content: Content::Broken(error.to_string()) }),
        }
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(item) => return Some(item),
                    None => self.lines = None,
                }
            }
            let path = self.paths.pop_front()?;
            if let Some(item) = self.open(&path) {
                return Some(item);
            }
        }
    }
}

fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_report = |path: &PathBuf| path.extension().is_some_and(|e| e == "txt" || e == "jsonl");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|e| e.path()).filter(is_report).collect();
    files.sort();
    Ok(files)
}

enum Stream {
    File(BufReader<File>),
    Stdin(BufReader<Stdin>),
}

impl Stream {
    fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" { Ok(Self::Stdin(BufReader::new(io::stdin()))) } else { Ok(Self::File(BufReader::new(File::open(path)?))) }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Stdin(stdin) => stdin.read(buffer),
        }
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::File(file) => file.fill_buf(),
            Self::Stdin(stdin) => stdin.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::File(file) => file.consume(amount),
            Self::Stdin(stdin) => stdin.consume(amount),
        }
    }
}

/// What a stream turned out to hold.
enum Opened {
    Text(Vec<u8>),
    Lines(Lines),
}

/// The lines of a JSONL stream.
struct Lines {
    name: String,
    stream: Stream,
    /// What was read to recognise the stream, up to and without the first `{`.
    begun: Vec<u8>,
    number: usize,
    /// Reading failed: there will be no more lines.
    broken: bool,
}

impl Lines {
    /// A stream whose first word opens a JSON object is JSONL, any other is one text.
    fn or_text(name: String, mut stream: Stream) -> io::Result<Opened> {
        let mut begun = Vec::new();
        loop {
            let buffer = stream.fill_buf()?;
            let mark = if begun.is_empty() && buffer.starts_with(BOM) { BOM.len() } else { 0 };
            let blank = mark + buffer[mark..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let (first, ended) = (buffer.get(blank).copied(), buffer.is_empty());
            begun.extend_from_slice(&buffer[..blank]);
            stream.consume(blank);
            if first == Some(b'{') {
                return Ok(Opened::Lines(Self { name, stream, begun, number: 0, broken: false }));
            }
            if first.is_some() || ended {
                stream.read_to_end(&mut begun)?;
                return Ok(Opened::Text(begun));
            }
        }
    }

    /// The next line, without its break; `None` at the end.
    fn line(&mut self) -> io::Result<Option<Content>> {
        let mut line = std::mem::take(&mut self.begun);
        if let Some(end) = line.iter().position(|b| *b == b'\n') {
            self.begun = line.split_off(end + 1);
            return Ok(Some(Content::Line(line)));
        }
        (&mut self.stream).take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line)?;
        if line.len() > MAX_LINE && !line.ends_with(b"\n") {
            skip_line(&mut self.stream)?;
            return Ok(Some(Content::Broken(IngestError::TooLong.to_string())));
        }
        Ok((!line.is_empty()).then_some(Content::Line(line)))
    }

    fn next(&mut self) -> Option<Item> {
        while !self.broken {
            self.number += 1;
            let content = match self.line() {
                Ok(content) => content?,
                Err(error) => {
                    self.broken = true;
                    Content::Broken(error.to_string())
                }
            };
            match content {
                Content::Line(line) if line.iter().all(u8::is_ascii_whitespace) => {}
                content => return Some(Item { name: format!("{}:{}", self.name, self.number), content }),
            }
        }
        None
    }
}

fn skip_line(stream: &mut Stream) -> io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        let Some(end) = buffer.iter().position(|b| *b == b'\n') else {
            let all = buffer.len();
            if all == 0 {
                return Ok(());
            }
            stream.consume(all);
            continue;
        };
        stream.consume(end + 1);
        return Ok(());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn items(bytes: &[u8]) -> Vec<(String, Result<String, String>)> {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
        file.write_all(bytes).expect("a temporary file can be written");
        let name = file.path().display().to_string();
        let short = |text: String| text.replace(&name, "f");
        Inputs::new(&[file.path().to_owned()]).map(|item| (short(item.name.clone()), item.report().map(|r| r.text).map_err(short))).collect()
    }

    #[test]
    fn lines_are_numbered_as_in_the_file() {
        let got = items(b"\n  \n{\"text\": \"a\"}\n\nnonsense\n{\"text\": \"b\"}");
        assert_eq!(got.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["f:3", "f:5", "f:6"]);
        assert_eq!((got[0].1.as_deref(), got[2].1.as_deref()), (Ok("a"), Ok("b")));
        assert!(got[1].1.as_ref().is_err_and(|e| e.starts_with("f:5: not a report")), "{got:?}");
    }

    #[test]
    fn a_byte_order_mark_does_not_hide_what_follows() {
        assert_eq!(items(b"\xEF\xBB\xBF{\"text\": \"a\"}\n"), [("f:1".into(), Ok("a".into()))]);
        assert_eq!(items(b"\xEF\xBB\xBFa text"), [("f".into(), Ok("a text".into()))]);
        assert_eq!(items("ﻻ{".as_bytes()), [("f".into(), Ok("ﻻ{".into()))]);
    }

    #[test]
    fn text_is_one_report_with_every_byte() {
        assert_eq!(items(b" \n a\n{b}\n"), [("f".into(), Ok(" \n a\n{b}\n".into()))]);
        assert!(items(b"")[0].1.as_ref().is_err_and(|e| e.contains("empty")));
        assert!(items(b"  \n\n")[0].1.as_ref().is_err_and(|e| e.contains("empty")));
    }

    #[test]
    fn a_line_that_is_too_long_is_told_and_skipped() {
        let mut bytes = b"{\"text\": \"".to_vec();
        bytes.resize(MAX_LINE + 10, b'a');
        bytes.extend_from_slice(b"\"}\n{\"text\": \"b\"}\n");
        let got = items(&bytes);
        assert!(got[0].1.as_ref().is_err_and(|e| e.starts_with("f:1: the line is longer")), "{:?}", got[0]);
        assert_eq!(got[1], ("f:2".into(), Ok("b".into())));
    }
}
