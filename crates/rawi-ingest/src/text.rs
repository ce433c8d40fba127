//! Plain text, and JSONL with one report per line.

use jiff::civil::Date;
use rawi_model::{Block, BlockKind, Evidence, Report, Span};
use serde::Deserialize;
use serde_json::Value;

use crate::IngestError;
use crate::charset::decode;
use crate::dates::machine_time;
use crate::language::language;
use crate::meta::note;

/// Longest JSONL line that is taken in, in bytes.
pub const MAX_LINE: usize = 16 << 20;

#[derive(Deserialize)]
struct Line {
    text: String,
    outlet: Option<String>,
    published: Option<String>,
    url: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    updated: Option<String>,
    forwarded_from: Option<String>,
    #[serde(default)]
    blocks: Vec<BlockLine>,
    #[serde(default)]
    evidence: Value,
}

/// A block as `rawi ingest` prints it, in code points.
#[derive(Deserialize)]
struct BlockLine {
    kind: String,
    start: usize,
    end: usize,
    place: String,
    #[serde(default)]
    doubtful: bool,
}

/// Which fields of a JSON object hold what; a path of names joined by dots leads into objects. A field that is not named keeps its own name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// What a report is made of.
    pub const NAMES: [&str; 7] = ["text", "title", "outlet", "published", "updated", "url", "byline"];

    /// From pairs such as `text=body`, `outlet=source.name`.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let pair = |pair: &'a str| match pair.split_once('=') {
            Some((name, path)) if Self::NAMES.contains(&name) && !path.is_empty() => Ok((name.to_owned(), path.to_owned())),
            _ => Err(format!("'{pair}' names no field: write NAME=PATH with one of {}", Self::NAMES.join(" "))),
        };
        pairs.into_iter().map(pair).collect::<Result<_, _>>().map(Self)
    }

    fn path<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().find(|(n, _)| n == name).map_or(name, |(_, path)| path)
    }

    fn get(&self, object: &Value, name: &str) -> Result<Option<String>, IngestError> {
        let path = self.path(name);
        match path.split('.').try_fold(object, |value, key| value.get(key)) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(IngestError::NotJson(format!("'{path}' holds no text"))),
        }
    }
}

/// A report from plain text.
pub fn from_text(bytes: &[u8]) -> Result<Report, IngestError> {
    let decoded = decode(bytes, None);
    let mut report = of_text(&decoded.text)?;
    note(&mut report, "charset", decoded.reason, decoded.charset);
    Ok(report)
}

/// A report from text that needs no decoding.
fn of_text(text: &str) -> Result<Report, IngestError> {
    without_zeros(text)?;
    if text.trim().is_empty() {
        return Err(IngestError::Empty);
    }
    Ok(Report { language: Some(language(text)), ..Report::from_text(text) })
}

/// No text has zero characters: they are what is left of something else, and not every database keeps them.
pub(crate) fn without_zeros(text: &str) -> Result<(), IngestError> {
    if text.contains('\0') { Err(IngestError::Malformed("neither text nor a format that is known: it holds zero bytes".into())) } else { Ok(()) }
}

/// A report from one line of JSONL. A title that the text does not begin with becomes its first line.
pub fn from_json(line: &[u8]) -> Result<Report, IngestError> {
    from_json_fields(line, &Fields::default())
}

/// A report from one line of JSONL whose fields have other names.
pub fn from_json_fields(line: &[u8], fields: &Fields) -> Result<Report, IngestError> {
    if line.len() > MAX_LINE {
        return Err(IngestError::TooLong);
    }
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let line: Line = match fields.0.is_empty() {
        true => serde_json::from_slice(line).map_err(|e| IngestError::NotJson(e.to_string()))?,
        false => mapped(&serde_json::from_slice(line).map_err(|e| IngestError::NotJson(e.to_string()))?, fields)?,
    };
    let text = match &line.title {
        Some(title) if !line.text.trim_start().starts_with(title.trim()) && !title.trim().is_empty() => format!("{}\n{}", title.trim(), line.text),
        _ => line.text,
    };
    let mut report = of_text(&text)?;
    report.evidence = evidence(&line.evidence);
    report.outlet = line.outlet;
    report.url = line.url;
    report.title = line.title;
    report.byline = line.byline;
    report.updated_at = line.updated;
    report.forwarded_from = line.forwarded_from;
    report.blocks = blocks(&report.text, &line.blocks)?;
    if let Some(published) = line.published.filter(|p| !p.is_empty()) {
        match machine_time(&published).filter(|_| !fields.0.is_empty()) {
            Some(when) => (report.published, report.published_at) = (Some(when.date), when.time),
            None => {
                report.published = Some(parse_date(&published)?);
                report.published_at = (published.len() > 10).then_some(published);
            }
        }
    }
    Ok(report)
}

/// Blocks with spans in bytes; they must lie in the text, in order.
fn blocks(text: &str, lines: &[BlockLine]) -> Result<Vec<Block>, IngestError> {
    let mut points = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).enumerate();
    let mut byte = |point: usize| points.find(|(n, _)| *n == point).map(|(_, byte)| byte);
    let bad = |line: &BlockLine| IngestError::NotJson(format!("the block '{}' from {} to {} is no part of the text", line.kind, line.start, line.end));
    let mut read = |line: &BlockLine| {
        let (start, end) = (byte(line.start)?, byte(line.end)?);
        Some(Block { kind: BlockKind::parse(&line.kind)?, span: Span::new(start, end), place: line.place.clone(), doubtful: line.doubtful })
    };
    lines.iter().map(|line| read(line).ok_or_else(|| bad(line))).collect()
}

/// What `rawi ingest` printed; anything else under that name is not ours and says nothing.
fn evidence(printed: &Value) -> Vec<Evidence> {
    let read = |one: &Value| {
        let text = |key| one.get(key).and_then(Value::as_str);
        let field = Evidence::FIELDS.into_iter().find(|f| text("field") == Some(f))?;
        Some(Evidence { field, source: text("source")?.to_owned(), value: text("value")?.to_owned() })
    };
    printed.as_array().into_iter().flatten().filter_map(read).collect()
}

fn mapped(object: &Value, fields: &Fields) -> Result<Line, IngestError> {
    let get = |name| fields.get(object, name);
    let text = get("text")?.ok_or_else(|| IngestError::NotJson(format!("there is no '{}'", fields.path("text"))))?;
    Ok(Line {
        text,
        outlet: get("outlet")?,
        published: get("published")?,
        url: get("url")?,
        title: get("title")?,
        byline: get("byline")?,
        updated: get("updated")?,
        forwarded_from: None,
        blocks: Vec::new(),
        evidence: Value::Null,
    })
}

/// The civil day of a date or RFC 3339 time, in the zone it is written in.
pub fn parse_date(text: &str) -> Result<Date, IngestError> {
    let day = text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' ')));
    day.and_then(|d| d.parse().ok()).ok_or_else(|| IngestError::BadDate(text.to_owned()))
}

/// True when the first non-blank byte opens a JSON object.
pub fn looks_like_jsonl(bytes: &[u8]) -> bool {
    bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_every_character_but_the_bom() {
        assert_eq!(from_text("\u{feff}نص".as_bytes()).unwrap().text, "نص");
        assert_eq!(from_text(b"  \n"), Err(IngestError::Empty));
        assert_eq!(from_text("قال".as_bytes()).unwrap().language.as_deref(), Some("ar"));
        assert!(matches!(from_text(b"\x89PNG\0\0\0\rIHDR"), Err(IngestError::Malformed(_))));
    }

    #[test]
    fn lines_carry_outlet_date_and_title() {
        let report = from_json("{\"text\":\"نص.\",\"title\":\"عنوان\",\"published\":\"2024-12-08T10:00:00+03:00\"}".as_bytes()).unwrap();
        assert_eq!(report.text, "عنوان\nنص.");
        assert_eq!(report.published, Some(Date::constant(2024, 12, 8)));
        assert!(matches!(from_json(b"{\"txt\":1}"), Err(IngestError::NotJson(_))));
        assert_eq!(parse_date("2024-13-01"), Err(IngestError::BadDate("2024-13-01".into())));
    }

    #[test]
    fn blocks_come_back_and_must_fit() {
        let line = |end: usize| {
            format!(
                "{{\"text\":\"نص\\nب\",\"blocks\":[{{\"kind\":\"title\",\"start\":0,\"end\":2,\"place\":\"h1\"}},{{\"kind\":\"caption\",\"start\":3,\"end\":{end},\"place\":\"p\"}}]}}"
            )
        };
        let report = from_json(line(4).as_bytes()).unwrap();
        assert_eq!((report.blocks[1].kind, report.blocks[1].span), (BlockKind::Caption, Span::new(5, 7)));
        assert!(from_json(line(9).as_bytes()).unwrap_err().to_string().contains("no part of the text"));
    }

    #[test]
    fn evidence_comes_back_and_what_is_none_says_nothing() {
        let line = |evidence: &str| from_json(format!("{{\"text\":\"نص\",\"published\":\"2024-12-08\",\"evidence\":{evidence}}}").as_bytes()).unwrap();
        assert!(line("[{\"field\":\"published\",\"source\":\"json-ld\",\"value\":\"2024-12-08\"}]").is_dated_by_source());
        assert!(line("[{\"field\":\"x\",\"source\":\"y\",\"value\":\"z\"}, 7]").evidence.is_empty() && line("\"photos\"").evidence.is_empty());
    }

    #[test]
    fn fields_are_mapped() {
        let fields = Fields::parse(["text=body", "outlet=source.name", "published=ts"]).unwrap();
        let report = from_json_fields("{\"body\":\"نص.\",\"source\":{\"name\":\"x\"},\"ts\":1733693400}".as_bytes(), &fields).unwrap();
        assert_eq!((report.text.as_str(), report.outlet.as_deref(), report.published_at.as_deref()), ("نص.", Some("x"), Some("2024-12-08T21:30:00Z")));
        assert!(from_json_fields(b"{\"text\":\"x\"}", &fields).unwrap_err().to_string().contains("no 'body'"));
        assert!(from_json_fields(b"{\"body\":[1]}", &fields).unwrap_err().to_string().contains("'body' holds no text"));
        assert!(Fields::parse(["body=text"]).is_err() && Fields::parse(["text="]).is_err() && Fields::parse(["text"]).is_err());
    }
}
