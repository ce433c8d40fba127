//! A stream to pieces, each of which is read by itself: a whole file, a line, a mail of a mailbox, a record of an archive.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use crate::IngestError;
use crate::page::MAX_PAGE;
use crate::recognise::{Format, HEAD, recognise};
use crate::text::MAX_LINE;
use crate::warc::{Warc, broken};

/// Largest export of a messenger, in bytes.
const MAX_EXPORT: u64 = 512 << 20;
/// Largest mail, in bytes.
const MAX_MAIL: u64 = 64 << 20;
/// Largest feed or sitemap, in bytes.
pub const MAX_FEED: u64 = 5 << 20;
/// How many times its size a compressed stream may grow.
pub const MAX_RATIO: u64 = 200;
/// Bytes that are unpacked between two looks at the ratio.
const RATIO_STEP: u64 = 8 << 20;
const BUFFER: usize = 128 << 10;

/// Bytes that are read by themselves, and where they stand in the input.
#[derive(Clone, Debug)]
pub struct Piece {
    /// `line 3`, `record 12`, `mail 2`; empty for a whole file.
    pub place: String,
    /// What the bytes are.
    pub format: Format,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Charset that the transport declared.
    pub charset: Option<String>,
    /// Address that the bytes were fetched from.
    pub address: Option<String>,
}

/// A piece, or where and why there is none.
pub type Found = Result<Piece, (String, IngestError)>;

type Peeked<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// Splits a stream into pieces.
pub struct Pieces<R: Read> {
    inner: Inner<R>,
    number: u64,
}

enum Inner<R: Read> {
    Whole(Peeked<Layer<R>>, Format),
    Lines(Peeked<Layer<R>>),
    Mbox(Peeked<Layer<R>>, Vec<u8>),
    Warc(Warc<Peeked<Layer<R>>>),
    Broken(IngestError),
    Done,
}

impl<R: Read> Pieces<R> {
    /// Looks at the beginning of the stream and at what is below its compression. An error is one of the stream.
    pub fn open(input: R) -> io::Result<Self> {
        let (head, input) = peek(input)?;
        let layer = if recognise(&head) == Format::Gzip { Layer::Gzip(Box::new(Ratio::new(input))) } else { Layer::Plain(input) };
        let packed = matches!(layer, Layer::Gzip(_));
        let (head, input) = match peek(layer) {
            Ok(peeked) => peeked,
            Err(error) if packed => return Ok(Self { inner: Inner::Broken(broken(&error)), number: 0 }),
            Err(error) => return Err(error),
        };
        let inner = match recognise(&head) {
            Format::Jsonl if !is_indented(&head) => Inner::Lines(input),
            Format::Mbox => Inner::Mbox(input, Vec::new()),
            Format::Warc => Inner::Warc(Warc::new(input)),
            format => Inner::Whole(input, format),
        };
        Ok(Self { inner, number: 0 })
    }

    /// What the stream is, below its compression.
    pub fn format(&self) -> Format {
        match &self.inner {
            Inner::Whole(_, format) => *format,
            Inner::Lines(_) => Format::Jsonl,
            Inner::Mbox(..) => Format::Mbox,
            Inner::Warc(_) => Format::Warc,
            Inner::Broken(_) | Inner::Done => Format::Text,
        }
    }

    fn whole(mut input: Peeked<Layer<R>>, format: Format) -> Found {
        let (what, limit) = match format {
            Format::Feed | Format::Sitemap => ("the feed", MAX_FEED),
            Format::TelegramJson | Format::TelegramHtml => ("the export", MAX_EXPORT),
            Format::Mail | Format::Mhtml => ("the mail", MAX_MAIL),
            _ => ("the file", MAX_PAGE as u64),
        };
        match limited(&mut input, limit) {
            Ok(Some(bytes)) => Ok(Piece { place: String::new(), format, bytes, charset: None, address: None }),
            Ok(None) => Err((String::new(), IngestError::TooLarge { what, limit })),
            Err(error) => Err((String::new(), broken(&error))),
        }
    }

    fn line(&mut self) -> Option<Found> {
        let Inner::Lines(input) = &mut self.inner else { return None };
        loop {
            self.number += 1;
            let place = format!("line {}", self.number);
            let mut bytes = Vec::new();
            match input.by_ref().take(MAX_LINE as u64 + 2).read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) if bytes.len() > MAX_LINE + 1 => {
                    let skipped = skip_line(input);
                    return Some(Err((place, skipped.err().map_or(IngestError::TooLong, |e| broken(&e)))));
                }
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(Piece { place, format: Format::Jsonl, bytes, charset: None, address: None })),
                Err(error) => {
                    self.inner = Inner::Done;
                    return Some(Err((place, broken(&error))));
                }
            }
        }
    }

    fn mail(&mut self) -> Option<Found> {
        let Inner::Mbox(input, first) = &mut self.inner else { return None };
        let mut bytes = std::mem::take(first);
        let mut too_large = false;
        loop {
            let mut line = Vec::new();
            match input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut line) {
                Ok(0) => {
                    self.inner = Inner::Done;
                    break;
                }
                Ok(_) if line.starts_with(b"From ") => {
                    if self.number > 0 {
                        break;
                    }
                    self.number = 1;
                }
                Ok(_) => {
                    let quoted = line.starts_with(b">From ") || line.starts_with(b">>From ");
                    too_large |= bytes.len() + line.len() > MAX_MAIL as usize;
                    if !too_large {
                        bytes.extend_from_slice(&line[usize::from(quoted)..]);
                    }
                }
                Err(error) => {
                    self.inner = Inner::Done;
                    return Some(Err((format!("mail {}", self.number), broken(&error))));
                }
            }
        }
        let place = format!("mail {}", self.number);
        self.number += 1;
        let empty = bytes.trim_ascii().is_empty();
        match (too_large, empty) {
            (true, _) => Some(Err((place, IngestError::TooLarge { what: "the mail", limit: MAX_MAIL }))),
            (_, true) if matches!(self.inner, Inner::Done) => None,
            _ => Some(Ok(Piece { place, format: Format::Mail, bytes, charset: None, address: None })),
        }
    }

    fn record(&mut self) -> Option<Found> {
        let Inner::Warc(warc) = &mut self.inner else { return None };
        Some(match warc.next()? {
            Ok(record) => {
                let format = match recognise(&record.body) {
                    found @ (Format::Html | Format::Feed | Format::Sitemap | Format::TelegramHtml) => found,
                    _ => Format::Text,
                };
                Ok(Piece { place: format!("record {}", record.number), format, bytes: record.body, charset: record.charset, address: record.address })
            }
            Err((number, error)) => Err((format!("record {number}"), error)),
        })
    }
}

impl<R: Read> Iterator for Pieces<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        match &mut self.inner {
            Inner::Lines(_) => self.line(),
            Inner::Mbox(..) => self.mail(),
            Inner::Warc(_) => self.record(),
            Inner::Done => None,
            Inner::Whole(..) | Inner::Broken(_) => match std::mem::replace(&mut self.inner, Inner::Done) {
                Inner::Whole(input, format) => Some(Self::whole(input, format)),
                Inner::Broken(error) => Some(Err((String::new(), error))),
                _ => None,
            },
        }
    }
}

/// True for one JSON value over several lines, as programs print it for people: the first of its lines ends before anything in it does.
fn is_indented(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    memchr::memchr(b'\n', start).is_some_and(|end| matches!(start[..end].trim_ascii_end().last(), Some(b'{' | b'[' | b',')))
}

/// The beginning of a stream, and the stream with it.
fn peek<R: Read>(mut input: R) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut head = Vec::new();
    let end = input.by_ref().take(HEAD as u64).read_to_end(&mut head);
    // An error at the beginning comes again when the rest is read, with what could be read before it.
    if let Err(error) = end
        && head.is_empty()
    {
        return Err(error);
    }
    Ok((head.clone(), BufReader::with_capacity(BUFFER, Cursor::new(head).chain(input))))
}

/// Everything up to a limit; `None` if there is more.
fn limited(input: &mut impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let Some(end) = memchr::memchr(b'\n', buffer) else {
            let all = buffer.len();
            if all == 0 {
                return Ok(());
            }
            input.consume(all);
            continue;
        };
        input.consume(end + 1);
        return Ok(());
    }
}

/// A stream as it is, or unpacked.
enum Layer<R: Read> {
    Plain(Peeked<R>),
    Gzip(Box<Ratio<R>>),
}

impl<R: Read> Read for Layer<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(buffer),
            Self::Gzip(input) => input.read(buffer),
        }
    }
}

/// Unpacks, and stops what grows beyond [`MAX_RATIO`].
struct Ratio<R: Read> {
    input: MultiGzDecoder<BufReader<Counted<Peeked<R>>>>,
    unpacked: u64,
    packed: u64,
}

impl<R: Read> Ratio<R> {
    fn new(input: Peeked<R>) -> Self {
        Self { input: MultiGzDecoder::new(BufReader::with_capacity(BUFFER, Counted { input, count: 0 })), unpacked: 0, packed: 0 }
    }
}

impl<R: Read> Read for Ratio<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked >= RATIO_STEP {
            let packed = self.input.get_ref().get_ref().count;
            if self.unpacked > (packed - self.packed + BUFFER as u64 / 4) * MAX_RATIO {
                return Err(io::Error::other(IngestError::Bomb(MAX_RATIO)));
            }
            (self.unpacked, self.packed) = (0, packed);
        }
        Ok(read)
    }
}

struct Counted<R> {
    input: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn pieces(bytes: &[u8]) -> Vec<Result<(String, String), String>> {
        let found = Pieces::open(bytes).unwrap();
        found.map(|p| p.map(|p| (p.place, String::from_utf8_lossy(&p.bytes).into_owned())).map_err(|(place, e)| format!("{place}: {e}"))).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn lines_mails_and_whole_files() {
        assert_eq!(pieces("نص".as_bytes()), [Ok((String::new(), "نص".into()))]);
        assert_eq!(pieces(b"{\"text\":1}\n\n{\"text\":2}"), [Ok(("line 1".into(), "{\"text\":1}\n".into())), Ok(("line 3".into(), "{\"text\":2}".into()))]);
        let mbox = b"From a@b x\nSubject: 1\n\n>From here\nFrom a@b y\nSubject: 2\n\nz\n";
        assert_eq!(pieces(mbox), [Ok(("mail 1".into(), "Subject: 1\n\nFrom here\n".into())), Ok(("mail 2".into(), "Subject: 2\n\nz\n".into()))]);
    }

    #[test]
    fn indented_json_is_one_piece() {
        let one = "\u{feff}{\n  \"text\": \"x\"\n}\n";
        assert_eq!(pieces(one.as_bytes()), [Ok((String::new(), one.into()))]);
        assert_eq!(pieces(b"{\"a\": [1,\n2]}").len(), 1);
        assert_eq!(pieces(b"{\"text\": \"cut\n{\"text\": 2}\n").len(), 2);
    }

    #[test]
    fn compressed_files_are_looked_into() {
        assert_eq!(pieces(&gzip(b"{\"text\":1}")), [Ok(("line 1".into(), "{\"text\":1}".into()))]);
        let two = [gzip(b"{\"text\":1}\n"), gzip(b"{\"text\":2}\n")].concat();
        assert_eq!(pieces(&two).len(), 2);
    }

    #[test]
    fn cut_bombs_and_long_lines_are_told() {
        let text: String = (0..40_000).map(|n| format!("{{\"text\":\"{}\"}}\n", n * 7919)).collect();
        let packed = gzip(text.as_bytes());
        let found = pieces(&packed[..packed.len() / 2]);
        assert!(found.len() > 1000 && found.last().unwrap().as_ref().unwrap_err().contains("cut off"), "{:?}", found.last());
        let bomb = gzip(&vec![b' '; 24 << 20]);
        let told = pieces(&bomb)[0].clone().unwrap_err();
        assert!(told.contains("over the limit") || told.contains("unpacks"), "{told}");
        let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":2}}", "x".repeat(MAX_LINE));
        let found = pieces(long.as_bytes());
        assert!(found[0].as_ref().unwrap_err().contains("longer than"));
        assert_eq!(found[1], Ok(("line 2".into(), "{\"text\":2}".into())));
    }

    #[test]
    fn a_bomb_among_lines_stops_the_file_only() {
        let mut bytes = b"{\"text\":1}\n".to_vec();
        bytes.extend(vec![b' '; 32 << 20]);
        let found = pieces(&gzip(&bytes));
        assert_eq!(found[0], Ok(("line 1".into(), "{\"text\":1}\n".into())));
        assert!(found[1].is_err());
    }
}
